//! T2: a person's or a unit's name. One field, any script, nobody's name is wrong.

use std::borrow::Cow;

use crate::value::text;

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
mod tests;
