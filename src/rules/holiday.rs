//! Swedish public holidays and working days.
//!
//! The days are those of lagen (1989:253) om allmänna helgdagar as it reads since 2005. Midsommarafton, julafton and
//! nyårsafton are not in it, but municipal offices are closed and semesterlagen counts them with the Sundays, so they
//! are no working days.
//! Saturdays and Sundays are weekend, whatever else they are.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

/// When a holiday falls.
enum When {
    /// The same date each year: month, day.
    Date(u32, u32),
    /// So many days after Easter Sunday.
    Easter(i64),
    /// The first such weekday on or after a date.
    From(Weekday, u32, u32),
}

/// Every public holiday and the three eves, with the name people know.
const HOLIDAYS: &[(&str, When)] = &[
    ("Nyårsdagen", When::Date(1, 1)),
    ("Trettondedag jul", When::Date(1, 6)),
    ("Långfredagen", When::Easter(-2)),
    ("Påskdagen", When::Easter(0)),
    ("Annandag påsk", When::Easter(1)),
    ("Första maj", When::Date(5, 1)),
    ("Kristi himmelsfärdsdag", When::Easter(39)),
    ("Pingstdagen", When::Easter(49)),
    ("Sveriges nationaldag", When::Date(6, 6)),
    ("Midsommarafton", When::From(Weekday::Fri, 6, 19)),
    ("Midsommardagen", When::From(Weekday::Sat, 6, 20)),
    ("Alla helgons dag", When::From(Weekday::Sat, 10, 31)),
    ("Julafton", When::Date(12, 24)),
    ("Juldagen", When::Date(12, 25)),
    ("Annandag jul", When::Date(12, 26)),
    ("Nyårsafton", When::Date(12, 31)),
];

/// The holiday's name, when the day is one.
#[must_use]
pub fn name(day: NaiveDate) -> Option<&'static str> {
    HOLIDAYS
        .iter()
        .find_map(|(name, when)| falls_on(when, day).then_some(*name))
}

/// Whether offices are open: not weekend, not a holiday, not one of the three eves.
#[must_use]
pub fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && name(day).is_none()
}

/// The working day that is `n` working days after `day`; `day` itself does not count. With 0, `day` itself when it
/// is a working day, otherwise the next one.
#[must_use]
pub fn add_working_days(day: NaiveDate, n: u32) -> NaiveDate {
    let mut reached = if n == 0 { working_day_from(day) } else { day };
    for _ in 0..n {
        let next = working_day_from(after(reached));
        if next == reached {
            break;
        }
        reached = next;
    }
    reached
}

/// How many working days there are after `from`, up to and with `to`; negative when `to` is before `from`.
#[must_use]
pub fn working_days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from {
        return -working_days_between(to, from);
    }
    let days = from.iter_days().skip(1).take_while(|day| *day <= to);
    days.filter(|day| is_working_day(*day)).map(|_| 1).sum()
}

/// When an answer is due: `hours` later by a clock that stands still on weekends and holidays.
///
/// Received on a Friday at 15 with 24 hours: Monday at 15. Received on a Saturday: the clock starts on Monday at
/// midnight. Swedish local time in, Swedish local time out.
#[must_use]
pub fn answer_by(received: NaiveDateTime, hours: u32) -> NaiveDateTime {
    let mut left = TimeDelta::hours(i64::from(hours));
    let mut clock = start_of_work(received);
    loop {
        let midnight = after(clock.date()).and_time(NaiveTime::MIN);
        let today = midnight - clock;
        // The calendar's last day has no midnight after it.
        if left <= today || midnight <= clock {
            return clock.checked_add_signed(left).unwrap_or(clock);
        }
        left -= today;
        clock = start_of_work(midnight);
    }
}

/// The moment itself on a working day, otherwise the next working day's first.
fn start_of_work(moment: NaiveDateTime) -> NaiveDateTime {
    if is_working_day(moment.date()) {
        moment
    } else {
        working_day_from(moment.date()).and_time(NaiveTime::MIN)
    }
}

/// The first working day on or after `day`; at the calendar's end, `day` itself.
fn working_day_from(day: NaiveDate) -> NaiveDate {
    day.iter_days()
        .find(|day| is_working_day(*day))
        .unwrap_or(day)
}

fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

fn falls_on(when: &When, day: NaiveDate) -> bool {
    match *when {
        When::Date(month, date) => (day.month(), day.day()) == (month, date),
        When::Easter(days_after) => {
            // Only spring days can be near Easter, and most questions are about other days.
            (3..=6).contains(&day.month())
                && easter(day.year()).is_some_and(|easter| (day - easter).num_days() == days_after)
        }
        When::From(weekday, month, first) => {
            day.weekday() == weekday
                && NaiveDate::from_ymd_opt(day.year(), month, first)
                    .is_some_and(|first| first <= day && day < first + Days::new(7))
        }
    }
}

/// Easter Sunday by the Gregorian reckoning (the method of Meeus, Jones and Butcher).
fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let moon_shift = (8 * century + 13).div_euclid(25);
    let epact = (19 * golden + century - century.div_euclid(4) - moon_shift + 15).rem_euclid(30);
    let weekday = (32 + 2 * century.rem_euclid(4) + 2 * (of_century / 4) - epact - of_century % 4)
        .rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday).div_euclid(451);
    let days = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(
        year,
        u32::try_from(days.div_euclid(31)).ok()?,
        u32::try_from(days.rem_euclid(31) + 1).ok()?,
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(iso: &str) -> NaiveDate {
        crate::date::parse(iso).unwrap()
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
}
