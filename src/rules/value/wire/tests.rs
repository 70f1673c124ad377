use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(crate::tests::sample::tries(256))]

    #[test]
    fn what_chrono_writes_is_read(second in -62_135_596_800_i64..253_402_300_800, part in 0..1_000_000_000_u32) {
        for nanoseconds in [0, part, part / 1000 * 1000] {
            let at = DateTime::from_timestamp(second, nanoseconds).unwrap();
            let text = serde_json::to_string(&at).unwrap();
            let mut from = serde_json::Deserializer::from_str(&text);
            prop_assert_eq!(moment(&mut from).unwrap(), at);
            let text = serde_json::to_string(&at.date_naive()).unwrap();
            let mut from = serde_json::Deserializer::from_str(&text);
            prop_assert_eq!(day(&mut from).unwrap(), at.date_naive());
        }
    }

    #[test]
    fn what_is_read_is_what_chrono_reads(text in "[0-9:T.Z-]{0,24}|2026-1[0-3]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,10})?Z?") {
        if let Some(at) = moment_of(&text) {
            prop_assert_eq!(text.parse::<DateTime<Utc>>().ok(), Some(at));
        }
        if let Some(day) = date_of(&text) {
            prop_assert_eq!(text.parse::<NaiveDate>().ok(), Some(day));
        }
    }
}

#[test]
fn nothing_is_nothing() {
    let mut from = serde_json::Deserializer::from_str("null");
    assert_eq!(day_if_any(&mut from).unwrap(), None);
    let mut from = serde_json::Deserializer::from_str("null");
    assert_eq!(moment_if_any(&mut from).unwrap(), None);
    let mut from = serde_json::Deserializer::from_str("\"i dag\"");
    assert!(day_if_any(&mut from).is_err());
}
