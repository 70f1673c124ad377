use super::*;

#[test]
fn numbers_are_read_as_they_are_written_and_each_once() {
    let written = serde_json::to_string(&Numbers::default()).unwrap();
    assert_eq!(
        serde_json::from_str::<Numbers>(&written).unwrap(),
        Numbers::default()
    );
    let first = NUMBERS[0].name;
    let twice = written.replacen('{', &format!("{{\"{first}\":1,"), 1);
    let lacking = written.replacen(first, "annat", 1);
    for (text, says) in [(twice, "duplicate field"), (lacking, "missing field")] {
        let error = serde_json::from_str::<Numbers>(&text).unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
    }
}
