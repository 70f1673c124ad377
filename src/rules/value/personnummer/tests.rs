use proptest::prelude::*;

use super::*;

fn day(iso: &str) -> NaiveDate {
    crate::value::date::parse(iso).unwrap()
}

fn parse(typed: &str) -> Result<String, Problem> {
    Personnummer::parse(typed, day("2026-11-21")).map(String::from)
}

#[test]
fn numbers_get_their_century() {
    for (typed, digits) in [
        ("640823-3234", "196408233234"),
        (" 640823 3234 ", "196408233234"),
        ("640823–3234", "196408233234"),
        ("640823\u{2212}3234", "196408233234"),
        ("640823\u{A0}\u{2009}\u{202F}3234", "196408233234"),
        ("6408233234", "196408233234"),
        ("19640823-3234", "196408233234"),
        ("196408233234", "196408233234"),
        ("19121212-1212", "191212121212"),
        ("19121212+1212", "191212121212"),
        ("121212-1212", "201212121212"),
        ("121212+1212", "191212121212"),
        ("261231+2385", "192612312385"),
        ("000601-0102", "200006010102"),
        ("701063-2391", "197010632391"),
        ("20081122-2389", "200811222389"),
    ] {
        assert_eq!(parse(typed).as_deref(), Ok(digits), "{typed:?}");
    }
}

#[test]
fn what_is_no_number_gets_advice() {
    for (typed, problem) in [
        ("", Problem::Missing),
        (" \u{A0}\u{200B}", Problem::Missing),
        ("640823-3235", Problem::Checksum),
        ("900101-009", Problem::Shape),
        ("640823", Problem::Shape),
        ("1640823-3234", Problem::Shape),
        ("6408-233234", Problem::Shape),
        ("640823--3234", Problem::Shape),
        ("640823/3234", Problem::Shape),
        ("640823-3234-", Problem::Shape),
        ("-", Problem::Shape),
        ("hej", Problem::Shape),
        ("٦٤٠٨٢٣٣٢٣٤", Problem::Shape),
        ("T2403292385", Problem::Letters),
        ("640823-323T", Problem::Letters),
        ("20261231-2385", Problem::Future),
        ("17640823-3234", Problem::Date),
        ("21640823-3234", Problem::Date),
        ("000000-0000", Problem::Date),
    ] {
        assert_eq!(parse(typed), Err(problem), "{typed:?}");
    }
    assert_eq!(ADVICE.len(), Problem::Letters as usize + 1);
}

/// Ten digits with the checksum that fits.
fn with_checksum(nine: &str) -> String {
    (0..=9)
        .map(|digit| format!("{nine}{digit}"))
        .find(|ten| {
            luhn(
                &TypedNumber::read(ten)
                    .unwrap_or_else(|_| panic!("{ten}"))
                    .last_ten,
            )
        })
        .unwrap()
}

#[test]
fn impossible_days_are_refused() {
    for (nine, fits) in [
        ("640131123", true),
        ("640132123", false),
        ("640160123", false),
        ("640161123", true),
        ("640191123", true),
        ("640192123", false),
        ("640231123", false),
        ("641301123", false),
        ("640001123", false),
        ("640100123", false),
        ("000229123", true),
        ("010229123", false),
        ("640131000", false),
        ("640131001", true),
        ("640131999", true),
    ] {
        let ten = with_checksum(nine);
        assert_eq!(parse(&ten).is_ok(), fits, "{ten}");
        if !fits {
            assert_eq!(parse(&ten), Err(Problem::Date), "{ten}");
        }
    }
    // 29 February 1900 was not a day, so ten digits mean 2000.
    assert!(parse(&with_checksum("000229123")).is_ok_and(|digits| digits.starts_with("2000")));
}

#[test]
fn age_is_reached_on_the_birthday() {
    let today = day("2026-11-21");
    for (typed, age) in [
        ("19121212-1212", 113),
        ("121212-1212", 13),
        ("261231+2385", 99),
        ("20081120-2381", 18),
        ("20081121-2380", 18),
        ("20081122-2389", 17),
    ] {
        assert_eq!(
            Personnummer::parse(typed, today).map(|number| number.age_on(today)),
            Ok(age),
            "{typed}"
        );
    }
    for (birth, on, age) in [
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-28", 19),
        ("2008-02-29", "2028-02-29", 20),
        ("2008-12-31", "2026-12-31", 18),
        ("2008-12-31", "2027-01-01", 18),
        ("2009-01-01", "2026-12-31", 17),
        ("2009-01-01", "2008-01-01", 0),
    ] {
        assert_eq!(age_on(day(birth), day(on)), age, "{birth} on {on}");
    }
    let old = Personnummer::parse("19051121-0000", today);
    assert_eq!(old, Err(Problem::Checksum));
    let ten = with_checksum("051121123");
    let old = Personnummer::parse(&format!("19{ten}"), today).unwrap();
    assert!(old.is_age_to_confirm(today));
    assert!(!old.is_age_to_confirm(day("2026-11-20")));
}

#[test]
fn the_number_is_shown_masked_or_whole() {
    let number = Personnummer::parse("701063-2391", day("2026-11-21")).unwrap();
    assert_eq!(number.to_string(), "19701063-2391");
    assert_eq!(number.masked(), "19701063-****");
    assert_eq!(format!("{number:?}"), "19701063-****");
    assert!(number.is_coordination());
    assert_eq!(number.birth(), day("1970-10-03"));
    let json = serde_json::to_string(&number).unwrap();
    assert_eq!(json, "\"197010632391\"");
    assert_eq!(serde_json::from_str::<Personnummer>(&json).unwrap(), number);
    for bad in [
        "\"7010632391\"",
        "\"197010632392\"",
        "\"19701063-2391\"",
        "\"\"",
    ] {
        assert!(serde_json::from_str::<Personnummer>(bad).is_err(), "{bad}");
    }
}

proptest! {
    #![proptest_config(crate::tests::sample::tries(256))]

    #[test]
    fn any_text_is_taken(typed in any::<String>(), near in "[0-9+–T -]{0,16}") {
        let today = day("2026-11-21");
        let _ = Personnummer::parse(&typed, today);
        if let Ok(number) = Personnummer::parse(&near, today) {
            prop_assert_eq!(Personnummer::parse(number.digits(), today), Ok(number.clone()));
            prop_assert_eq!(Personnummer::parse(&number.to_string(), today), Ok(number.clone()));
            prop_assert!(number.birth() <= today);
        }
    }

    #[test]
    fn every_day_and_serial_has_a_number(days in 0i64..73_000, serial in 1u32..=999, coordination in any::<bool>()) {
        let birth = day("1827-01-01") + chrono::TimeDelta::days(days);
        let shown_day = birth.day() + if coordination { COORDINATION_DAYS } else { 0 };
        let nine = format!("{:02}{:02}{shown_day:02}{serial:03}", birth.year() % 100, birth.month());
        let typed = format!("{:02}{}", birth.year() / 100, with_checksum(&nine));
        let number = Personnummer::parse(&typed, day("2026-12-31")).unwrap();
        prop_assert_eq!(number.birth(), birth);
        prop_assert_eq!(number.is_coordination(), coordination);
    }
}
