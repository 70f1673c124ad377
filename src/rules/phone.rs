//! T4: a telephone number, written in any common way. There is no mask: people type as they are used to.

use crate::text;

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
mod tests {
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
}
