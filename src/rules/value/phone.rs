//! T4: a telephone number, written in any common way. There is no mask: people type as they are used to.

use crate::value::text;

/// Fewest and most digits of a normalised number. ITU E.164 allows 15.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=15;

/// Why a number was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing to be seen was typed.
    Missing,
    /// Letters or signs that are in no telephone number.
    Letters,
    /// Fewer than 6 digits.
    TooShort,
    /// More than 15 digits.
    TooLong,
}

/// What to do about each [`Problem`], in its order.
pub const ADVICE: &[&str] = &[
    "Fyll i telefonnumret.",
    "Skriv telefonnumret med siffror, till exempel 070-174 06 05.",
    "Skriv hela telefonnumret med riktnummer, till exempel 070-174 06 05.",
    "Kontrollera telefonnumret. Det har för många siffror. Skriv bara ett nummer.",
];

/// The number as digits: Swedish ones from their 0 (`0701740605`), foreign ones from `+` (`+4521234567`).
///
/// # Errors
/// Says what is wrong with the shape; see [`Problem`].
pub fn parse(typed: &str) -> Result<String, Problem> {
    let tidy = text::tidy(typed);
    let written = match tidy.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => &tidy[4..],
        _ => &*tidy,
    };
    if written.is_empty() {
        return Err(Problem::Missing);
    }
    let mut digits = String::with_capacity(written.len());
    for c in written.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() => digits.push(c),
            // The 0 in `+46 (0)70` is read below, like a 0 without brackets.
            ' ' | '-' | '/' | '(' | ')' | '.' | '–' | '—' | '\u{2010}' | '\u{2011}'
            | '\u{2012}' | '\u{2212}' => {}
            _ => return Err(Problem::Letters),
        }
    }
    let number = normalise(digits);
    let count = number.trim_start_matches('+').len();
    if count == 0 {
        return Err(Problem::Letters);
    }
    if count < *DIGITS.start() {
        return Err(Problem::TooShort);
    }
    if *DIGITS.end() < count {
        return Err(Problem::TooLong);
    }
    Ok(number)
}

/// `+46` and `0046` become 0, `00` before another country becomes `+`.
fn normalise(digits: String) -> String {
    let international = digits
        .strip_prefix('+')
        .or_else(|| digits.strip_prefix("00"));
    match international {
        None => digits,
        Some(number) => match number.strip_prefix("46") {
            Some(national) => format!("0{}", national.strip_prefix('0').unwrap_or(national)),
            None => format!("+{number}"),
        },
    }
}

#[cfg(test)]
mod tests;
