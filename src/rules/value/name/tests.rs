use proptest::prelude::*;

use super::*;

#[test]
fn names_of_any_script_are_taken() {
    for (typed, name) in [
        ("Rollnamn Demo", "Rollnamn Demo"),
        ("  Åsa   Öst ", "Åsa Öst"),
        ("A\u{30A}sa", "Åsa"),
        ("Å", "Å"),
        ("O’Demo-Öst", "O’Demo-Öst"),
        ("李", "李"),
        ("ليلى", "ليلى"),
        ("Enhet 3", "Enhet 3"),
    ] {
        assert_eq!(parse(typed).as_deref(), Ok(name), "{typed:?}");
    }
}

#[test]
fn what_is_no_name_gets_advice() {
    let longest = "å".repeat(CHARS_MAX);
    let too_long = "å".repeat(CHARS_MAX + 1);
    assert_eq!(parse(&longest).as_deref(), Ok(&*longest));
    for (typed, problem) in [
        ("", Problem::Missing),
        (" \u{A0}\u{200B}", Problem::Missing),
        ("123", Problem::NoLetter),
        ("-", Problem::NoLetter),
        ("🙂", Problem::NoLetter),
        (&too_long, Problem::TooLong),
    ] {
        assert_eq!(parse(typed), Err(problem), "{typed:?}");
    }
    assert_eq!(ADVICE.len(), Problem::TooLong as usize + 1);
}

proptest! {
    #![proptest_config(crate::tests::sample::tries(256))]

    #[test]
    fn any_text_is_taken_and_a_name_stays_itself(typed in any::<String>()) {
        if let Ok(name) = parse(&typed) {
            prop_assert_eq!(parse(&name), Ok(Cow::Borrowed(&*name)));
        }
    }
}
