use proptest::prelude::*;

use super::*;

#[test]
fn numbers_are_written_in_many_ways() {
    for typed in [
        "0701740605",
        "070-174 06 05",
        "070 174 06 05",
        "070/1740605",
        "070.174.06.05",
        "+46701740605",
        "+46 70 174 06 05",
        "+46 (0)70-174 06 05",
        "0046 70 174 06 05",
        "(070) 174 06 05",
        " 070–174\u{A0}06\u{202F}05 ",
        "tel:+46701740605",
    ] {
        assert_eq!(parse(typed).as_deref(), Ok("0701740605"), "{typed:?}");
    }
    for (typed, number) in [
        ("042-33 71 00", "042337100"),
        ("08-465 004 00", "0846500400"),
        ("123456", "123456"),
        ("+45 21 23 45 67", "+4521234567"),
        ("0045 21234567", "+4521234567"),
        ("123456789012345", "123456789012345"),
    ] {
        assert_eq!(parse(typed).as_deref(), Ok(number), "{typed:?}");
    }
}

#[test]
fn what_is_no_number_gets_advice() {
    for (typed, problem) in [
        ("", Problem::Missing),
        (" \u{200B}", Problem::Missing),
        ("tel:", Problem::Missing),
        ("ring mig", Problem::Letters),
        ("070-174 06 05 ankn 3", Problem::Letters),
        ("070+174 06 05", Problem::Letters),
        ("-", Problem::Letters),
        ("+", Problem::Letters),
        ("٠٧٠١٧٤٠٦٠٥", Problem::Letters),
        ("12345", Problem::TooShort),
        ("+46 1234", Problem::TooShort),
        ("1234567890123456", Problem::TooLong),
        ("070-174 06 05 / 070-174 06 06", Problem::TooLong),
    ] {
        assert_eq!(parse(typed), Err(problem), "{typed:?}");
    }
    assert_eq!(ADVICE.len(), Problem::TooLong as usize + 1);
}

proptest! {
    #![proptest_config(crate::tests::sample::tries(256))]

    #[test]
    fn normalising_twice_changes_nothing(typed in "[+0-9 ()-]{0,22}") {
        if let Ok(number) = parse(&typed) {
            prop_assert_eq!(parse(&number), Ok(number));
        }
    }

    #[test]
    fn any_text_is_taken(typed in any::<String>()) {
        let _ = parse(&typed);
    }
}
