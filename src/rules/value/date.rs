//! T5: a date as people write it. `2026-11-21`, `20261121`, `21/11 2026` and `21 november 2026` are one day.

use std::ops::{Bound, RangeBounds};

use chrono::{Datelike, NaiveDate};

use crate::value::text;

/// Why a date was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing to be seen was typed.
    Missing,
    /// Not a whole date: a part is missing, or the year lacks digits.
    Incomplete,
    /// A whole date that is not in the calendar.
    NotReal,
    /// Before the first day allowed.
    TooEarly,
    /// After the last day allowed.
    TooLate,
}

/// What to do about each [`Problem`], in its order.
pub const ADVICE: &[&str] = &[
    "Fyll i datumet.",
    "Skriv hela datumet med dag, månad och år, till exempel 2026-11-21.",
    "Kontrollera datumet. Den dagen finns inte i kalendern.",
    "Skriv ett senare datum.",
    "Skriv ett tidigare datum.",
];

/// The months as they are written in Swedish text.
const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];

/// The day that was meant.
///
/// Besides the four writings of the guideline it takes what people mix them with: other signs between the numbers,
/// abbreviated months, «den 21:a november 2026». Years have four digits, so that nobody has to guess a century.
///
/// # Errors
/// [`Problem::Missing`], [`Problem::Incomplete`] or [`Problem::NotReal`].
pub fn parse(typed: &str) -> Result<NaiveDate, Problem> {
    if let Some(day) = parse_iso(typed.as_bytes()) {
        return day;
    }
    let tidy = text::tidy(typed);
    if tidy.is_empty() {
        return Err(Problem::Missing);
    }
    parse_parts(&tidy)
}

/// The same day, when it lies within `days`.
///
/// # Errors
/// [`Problem::TooEarly`] or [`Problem::TooLate`].
pub fn within(day: NaiveDate, days: impl RangeBounds<NaiveDate>) -> Result<NaiveDate, Problem> {
    let early = match days.start_bound() {
        Bound::Included(first) => day < *first,
        Bound::Excluded(before_first) => day <= *before_first,
        Bound::Unbounded => false,
    };
    let late = match days.end_bound() {
        Bound::Included(last) => *last < day,
        Bound::Excluded(after_last) => *after_last <= day,
        Bound::Unbounded => false,
    };
    match (early, late) {
        (true, _) => Err(Problem::TooEarly),
        (_, true) => Err(Problem::TooLate),
        _ => Ok(day),
    }
}

/// The day in running text: `21 november 2026`.
#[must_use]
pub fn long(day: NaiveDate) -> String {
    format!(
        "{} {} {}",
        day.day(),
        MONTHS[day.month0() as usize],
        day.year()
    )
}

/// The day in tables and on the wire: `2026-11-21`.
#[must_use]
pub fn iso(day: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// `2026-11-21` and nothing else: what a stored draft mostly holds, without looking at it twice.
pub(crate) fn parse_iso(typed: &[u8]) -> Option<Result<NaiveDate, Problem>> {
    let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = typed else {
        return None;
    };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    let year = digit(y0)? * 1000 + digit(y1)? * 100 + digit(y2)? * 10 + digit(y3)?;
    let month = digit(m0)? * 10 + digit(m1)?;
    let day = digit(d0)? * 10 + digit(d1)?;
    Some(real(year, month, day))
}

fn real(year: u32, month: u32, day: u32) -> Result<NaiveDate, Problem> {
    let year = i32::try_from(year).map_err(|_| Problem::Incomplete)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(Problem::NotReal)
}

/// A piece of a written date: a number with how many digits it was written, or a month's name.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Number { value: u32, digits: usize },
    Month(u32),
}

fn parse_parts(tidy: &str) -> Result<NaiveDate, Problem> {
    let mut parts = [Part::Month(0); 3];
    let mut count = 0;
    let mut words = tidy.split([
        ' ', '-', '/', '.', ',', '–', '\u{2010}', '\u{2011}', '\u{2212}',
    ]);
    if words
        .clone()
        .next()
        .is_some_and(|word| word.eq_ignore_ascii_case("den"))
    {
        words.next();
    }
    for word in words.filter(|word| !word.is_empty()) {
        *parts.get_mut(count).ok_or(Problem::Incomplete)? =
            read_part(word).ok_or(Problem::Incomplete)?;
        count += 1;
    }
    use Part::{Month, Number};
    match parts[..count] {
        [Number { value, digits: 8 }] => real(value / 10_000, value / 100 % 100, value % 100),
        [
            Number {
                value: year,
                digits: 4,
            },
            Number {
                value: month,
                digits: 1..=2,
            },
            Number {
                value: day,
                digits: 1..=2,
            },
        ]
        | [
            Number {
                value: day,
                digits: 1..=2,
            },
            Number {
                value: month,
                digits: 1..=2,
            }
            | Month(month),
            Number {
                value: year,
                digits: 4,
            },
        ] => real(year, month, day),
        _ => Err(Problem::Incomplete),
    }
}

fn read_part(word: &str) -> Option<Part> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return month_named(word).map(Part::Month);
    }
    let (number, end) = word.split_at(digits);
    if 8 < digits || !["", ":a", ":e"].contains(&end) {
        return None;
    }
    Some(Part::Number {
        value: number.parse().ok()?,
        digits,
    })
}

/// A month by its name or at least its first three letters.
fn month_named(word: &str) -> Option<u32> {
    if word.len() < 3 || !word.is_ascii() {
        return None;
    }
    let at = MONTHS.iter().position(|month| {
        month.len() >= word.len()
            && month.as_bytes()[..word.len()].eq_ignore_ascii_case(word.as_bytes())
    })?;
    u32::try_from(at).ok().map(|at| at + 1)
}

#[cfg(test)]
mod tests;
