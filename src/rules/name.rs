//! T2: a person's or a unit's name. One field, any script, nobody's name is wrong.

use std::borrow::Cow;

use crate::text;

/// Most characters in a name, after tidying.
pub const CHARS_MAX: usize = 200;

/// Why a name was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing to be seen was typed.
    Missing,
    /// No letter of any script.
    NoLetter,
    /// Over [`CHARS_MAX`] characters.
    TooLong,
}

/// What to do about each [`Problem`], in its order.
pub const ADVICE: &[&str] = &[
    "Fyll i namnet.",
    "Skriv namnet med bokstäver.",
    "Skriv ett kortare namn, högst 200 tecken.",
];

/// The name, tidied. Borrowed when nothing had to be changed.
///
/// # Errors
/// Says what is missing; see [`Problem`].
pub fn parse(typed: &str) -> Result<Cow<'_, str>, Problem> {
    let name = text::tidy(typed);
    if name.is_empty() {
        return Err(Problem::Missing);
    }
    if CHARS_MAX < text::chars(&name) {
        return Err(Problem::TooLong);
    }
    if !name.chars().any(char::is_alphabetic) {
        return Err(Problem::NoLetter);
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
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
        #[test]
        fn any_text_is_taken_and_a_name_stays_itself(typed in any::<String>()) {
            if let Ok(name) = parse(&typed) {
                prop_assert_eq!(parse(&name), Ok(Cow::Borrowed(&*name)));
            }
        }
    }
}
