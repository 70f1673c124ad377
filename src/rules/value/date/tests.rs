use proptest::prelude::*;

use super::*;

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn a_day_is_written_in_many_ways() {
    for typed in [
        "2026-11-21",
        "20261121",
        "21/11 2026",
        "21 november 2026",
        " 2026-11-21 ",
        "2026–11–21",
        "2026.11.21",
        "2026/11/21",
        "2026 11 21",
        "21/11/2026",
        "21/11-2026",
        "21.11.2026",
        "21 / 11 2026",
        "21 nov 2026",
        "21 nov. 2026",
        "21 November 2026",
        "21 NOVEMBER, 2026",
        "den 21 november 2026",
        "21:a november 2026",
        "21\u{A0}november\u{202F}2026",
    ] {
        assert_eq!(parse(typed), Ok(ymd(2026, 11, 21)), "{typed:?}");
    }
    for (typed, day) in [
        ("1/2 2026", ymd(2026, 2, 1)),
        ("2026-2-1", ymd(2026, 2, 1)),
        ("1 maj 2026", ymd(2026, 5, 1)),
        ("29 februari 2024", ymd(2024, 2, 29)),
        ("2000-02-29", ymd(2000, 2, 29)),
        ("31 dec 2026", ymd(2026, 12, 31)),
        ("1:a januari 2027", ymd(2027, 1, 1)),
    ] {
        assert_eq!(parse(typed), Ok(day), "{typed:?}");
    }
}

#[test]
fn missing_incomplete_and_not_real_are_told_apart() {
    for (typed, problem) in [
        ("", Problem::Missing),
        (" \u{A0}\u{200B}", Problem::Missing),
        ("21/11", Problem::Incomplete),
        ("november 2026", Problem::Incomplete),
        ("2026", Problem::Incomplete),
        ("2026-11", Problem::Incomplete),
        ("21/11 26", Problem::Incomplete),
        ("261121", Problem::Incomplete),
        ("2026112", Problem::Incomplete),
        ("202611211", Problem::Incomplete),
        ("99999999999999999999", Problem::Incomplete),
        ("igår", Problem::Incomplete),
        ("21 nå 2026", Problem::Incomplete),
        ("21 novembersol 2026", Problem::Incomplete),
        ("21 november 2026 kl 10", Problem::Incomplete),
        ("2026-02-29", Problem::NotReal),
        ("1900-02-29", Problem::NotReal),
        ("29 februari 2026", Problem::NotReal),
        ("2026-13-01", Problem::NotReal),
        ("2026-00-10", Problem::NotReal),
        ("20260431", Problem::NotReal),
        ("11/21 2026", Problem::NotReal),
        ("32/1 2026", Problem::NotReal),
    ] {
        assert_eq!(parse(typed), Err(problem), "{typed:?}");
    }
    assert_eq!(ADVICE.len(), Problem::TooLate as usize + 1);
}

#[test]
fn both_ends_of_a_range_belong_to_it() {
    let (first, last) = (ymd(2026, 11, 21), ymd(2026, 12, 31));
    for (day, expected) in [
        (ymd(2026, 11, 20), Err(Problem::TooEarly)),
        (first, Ok(first)),
        (last, Ok(last)),
        (ymd(2027, 1, 1), Err(Problem::TooLate)),
    ] {
        assert_eq!(within(day, first..=last), expected, "{day}");
    }
    assert_eq!(within(last, ..last), Err(Problem::TooLate));
    assert_eq!(within(first, first..), Ok(first));
    assert_eq!(within(first, ..), Ok(first));
}

#[test]
fn a_day_is_shown_in_two_ways() {
    assert_eq!(long(ymd(2026, 11, 21)), "21 november 2026");
    assert_eq!(long(ymd(2027, 1, 1)), "1 januari 2027");
    assert_eq!(iso(ymd(2027, 1, 1)), "2027-01-01");
}

proptest! {
    #![proptest_config(crate::tests::sample::tries(256))]

    #[test]
    fn what_is_shown_is_read_back(days in 0i32..3_652_058) {
        let day = NaiveDate::from_num_days_from_ce_opt(days + 1).unwrap();
        prop_assert_eq!(parse(&iso(day)), Ok(day));
        if 1000 <= day.year() {
            prop_assert_eq!(parse(&long(day)), Ok(day));
        }
    }

    #[test]
    fn any_text_is_taken(typed in any::<String>(), near in "[0-9:aden /.–-]{0,14}") {
        let _ = parse(&typed);
        let _ = parse(&near);
    }
}
