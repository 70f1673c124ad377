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
mod tests;
