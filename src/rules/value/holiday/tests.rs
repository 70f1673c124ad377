use proptest::prelude::*;

use super::*;

fn day(iso: &str) -> NaiveDate {
    crate::value::date::parse(iso).unwrap()
}

fn moment(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

/// Years 2024–2030: långfredagen, påskdagen, kristi himmelsfärdsdag, pingstdagen, midsommarafton, alla helgons dag.
const MOVING: [[&str; 6]; 7] = [
    [
        "2024-03-29",
        "2024-03-31",
        "2024-05-09",
        "2024-05-19",
        "2024-06-21",
        "2024-11-02",
    ],
    [
        "2025-04-18",
        "2025-04-20",
        "2025-05-29",
        "2025-06-08",
        "2025-06-20",
        "2025-11-01",
    ],
    [
        "2026-04-03",
        "2026-04-05",
        "2026-05-14",
        "2026-05-24",
        "2026-06-19",
        "2026-10-31",
    ],
    [
        "2027-03-26",
        "2027-03-28",
        "2027-05-06",
        "2027-05-16",
        "2027-06-25",
        "2027-11-06",
    ],
    [
        "2028-04-14",
        "2028-04-16",
        "2028-05-25",
        "2028-06-04",
        "2028-06-23",
        "2028-11-04",
    ],
    [
        "2029-03-30",
        "2029-04-01",
        "2029-05-10",
        "2029-05-20",
        "2029-06-22",
        "2029-11-03",
    ],
    [
        "2030-04-19",
        "2030-04-21",
        "2030-05-30",
        "2030-06-09",
        "2030-06-21",
        "2030-11-02",
    ],
];

#[test]
fn moving_holidays_of_seven_years() {
    let names = [
        "Långfredagen",
        "Påskdagen",
        "Kristi himmelsfärdsdag",
        "Pingstdagen",
        "Midsommarafton",
        "Alla helgons dag",
    ];
    for days in MOVING {
        for (iso, expected) in days.into_iter().zip(names) {
            assert_eq!(name(day(iso)), Some(expected), "{iso}");
        }
        let next_day = |iso: &str| name(after(day(iso)));
        assert_eq!(next_day(days[1]), Some("Annandag påsk"));
        assert_eq!(next_day(days[4]), Some("Midsommardagen"));
    }
}

#[test]
fn every_year_has_its_holidays() {
    for year in 2024..=2030 {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let days = first.iter_days().take_while(|day| day.year() == year);
        let found: Vec<_> = days.filter_map(name).collect();
        assert_eq!(found.len(), HOLIDAYS.len(), "{year}: {found:?}");
    }
}

#[test]
fn working_days_of_seven_years() {
    // Weekdays of the year less the holidays and eves that fall on them.
    for (year, working_days) in [
        (2024, 251),
        (2025, 249),
        (2026, 251),
        (2027, 253),
        (2028, 251),
        (2029, 250),
        (2030, 250),
    ] {
        let before = NaiveDate::from_ymd_opt(year - 1, 12, 31).unwrap();
        let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
        assert_eq!(working_days_between(before, last), working_days, "{year}");
    }
}

#[test]
fn working_days_step_over_weekends_and_holidays() {
    for (from, n, to) in [
        ("2026-11-19", 1, "2026-11-20"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 0, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-20", 3, "2026-11-25"),
        ("2026-04-02", 1, "2026-04-07"),
        ("2026-06-18", 1, "2026-06-22"),
        ("2026-12-23", 1, "2026-12-28"),
        ("2026-12-30", 1, "2027-01-04"),
        ("2027-01-05", 1, "2027-01-07"),
    ] {
        assert_eq!(add_working_days(day(from), n), day(to), "{from} + {n}");
    }
    assert_eq!(
        working_days_between(day("2026-11-20"), day("2026-11-23")),
        1
    );
    assert_eq!(
        working_days_between(day("2026-11-23"), day("2026-11-20")),
        -1
    );
    assert_eq!(
        working_days_between(day("2026-11-20"), day("2026-11-20")),
        0
    );
    assert_eq!(add_working_days(NaiveDate::MAX, 3), NaiveDate::MAX);
}

#[test]
fn the_clock_stands_still_when_nobody_is_there() {
    for (received, hours, due) in [
        ("2026-11-17 09:30", 24, "2026-11-18 09:30"),
        ("2026-11-20 15:00", 24, "2026-11-23 15:00"),
        ("2026-11-21 10:00", 24, "2026-11-24 00:00"),
        ("2026-11-22 23:59", 24, "2026-11-24 00:00"),
        ("2026-11-20 00:00", 24, "2026-11-21 00:00"),
        ("2026-04-02 16:00", 24, "2026-04-07 16:00"),
        ("2026-12-23 12:00", 24, "2026-12-28 12:00"),
        ("2026-06-18 08:00", 24, "2026-06-22 08:00"),
        ("2026-11-17 09:30", 0, "2026-11-17 09:30"),
        ("2026-11-19 12:00", 48, "2026-11-23 12:00"),
        ("2026-12-30 18:00", 24, "2027-01-04 18:00"),
    ] {
        assert_eq!(
            answer_by(moment(received), hours),
            moment(due),
            "{received} + {hours} h"
        );
    }
}

proptest! {
    #![proptest_config(crate::tests::sample::tries(256))]

    #[test]
    fn an_answer_is_never_due_before_its_hours(minutes in 0i64..5_000_000, hours in 0u32..500) {
        let received = moment("2024-01-01 00:00") + TimeDelta::minutes(minutes);
        let due = answer_by(received, hours);
        prop_assert!(received + TimeDelta::hours(i64::from(hours)) <= due);
        // A longer time never ends earlier.
        prop_assert!(due <= answer_by(received, hours + 1));
    }

    #[test]
    fn adding_and_counting_agree(days in 0u64..3000, n in 1u32..60) {
        let from = day("2024-01-01") + Days::new(days);
        let to = add_working_days(from, n);
        prop_assert!(is_working_day(to));
        prop_assert_eq!(working_days_between(from, to), i64::from(n));
    }
}
