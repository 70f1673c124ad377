//! Capital letters as small ones.
//!
//! Of Latin, Greek, Cyrillic and Armenian, where they have one; a letter of another alphabet stays.
//! The library's table, of every alphabet there is, is a fortieth of all that people download; the
//! tests hold these rows against it.

use std::borrow::Cow;

/// Capitals that follow upon each other: the first and the last, how far apart they stand, and how
/// much further on the small letter stands.
struct Row(u32, u32, u32, i32);

const ROWS: &[Row] = &[
    Row(0xC0, 0xD6, 1, 32),
    Row(0xD8, 0xDE, 1, 32),
    Row(0x100, 0x12E, 2, 1),
    Row(0x132, 0x136, 2, 1),
    Row(0x139, 0x147, 2, 1),
    Row(0x14A, 0x176, 2, 1),
    Row(0x178, 0x178, 1, -121),
    Row(0x179, 0x17D, 2, 1),
    Row(0x18F, 0x18F, 1, 202),
    Row(0x1A0, 0x1A4, 2, 1),
    Row(0x1AF, 0x1AF, 1, 1),
    Row(0x1B7, 0x1B7, 1, 219),
    Row(0x1CD, 0x1DB, 2, 1),
    Row(0x1DE, 0x1EE, 2, 1),
    Row(0x1F8, 0x21E, 2, 1),
    Row(0x222, 0x232, 2, 1),
    Row(0x246, 0x24E, 2, 1),
    Row(0x386, 0x386, 1, 38),
    Row(0x388, 0x38A, 1, 37),
    Row(0x38C, 0x38C, 1, 64),
    Row(0x38E, 0x38F, 1, 63),
    Row(0x391, 0x3A1, 1, 32),
    Row(0x3A3, 0x3AB, 1, 32),
    Row(0x3D8, 0x3EE, 2, 1),
    Row(0x400, 0x40F, 1, 80),
    Row(0x410, 0x42F, 1, 32),
    Row(0x460, 0x480, 2, 1),
    Row(0x48A, 0x4BE, 2, 1),
    Row(0x4C0, 0x4C0, 1, 15),
    Row(0x4C1, 0x4CD, 2, 1),
    Row(0x4D0, 0x52E, 2, 1),
    Row(0x531, 0x556, 1, 48),
    Row(0x1E00, 0x1E94, 2, 1),
    Row(0x1E9E, 0x1E9E, 1, -7615),
    Row(0x1EA0, 0x1EFE, 2, 1),
    Row(0x1F08, 0x1F0F, 1, -8),
    Row(0x1F18, 0x1F1D, 1, -8),
    Row(0x1F28, 0x1F2F, 1, -8),
    Row(0x1F38, 0x1F3F, 1, -8),
    Row(0x1F48, 0x1F4D, 1, -8),
    Row(0x1F59, 0x1F5F, 2, -8),
    Row(0x1F68, 0x1F6F, 1, -8),
    Row(0x1F88, 0x1F8F, 1, -8),
    Row(0x1F98, 0x1F9F, 1, -8),
    Row(0x1FA8, 0x1FAF, 1, -8),
    Row(0x1FB8, 0x1FB9, 1, -8),
    Row(0x1FBA, 0x1FBB, 1, -74),
    Row(0x1FBC, 0x1FBC, 1, -9),
    Row(0x1FC8, 0x1FCB, 1, -86),
    Row(0x1FCC, 0x1FCC, 1, -9),
    Row(0x1FD8, 0x1FD9, 1, -8),
    Row(0x1FDA, 0x1FDB, 1, -100),
    Row(0x1FE8, 0x1FE9, 1, -8),
    Row(0x1FEA, 0x1FEB, 1, -112),
    Row(0x1FEC, 0x1FEC, 1, -7),
    Row(0x1FF8, 0x1FF9, 1, -128),
    Row(0x1FFA, 0x1FFB, 1, -126),
    Row(0x1FFC, 0x1FFC, 1, -9),
    Row(0x2126, 0x2126, 1, -7517),
    Row(0x212A, 0x212A, 1, -8383),
    Row(0x212B, 0x212B, 1, -8262),
    Row(0xFF21, 0xFF3A, 1, 32),
];

/// The small letter of a capital; any other character as it is.
#[must_use]
pub fn lower(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let number = u32::from(c);
    ROWS.iter()
        .find(|Row(first, last, ..)| (*first..=*last).contains(&number))
        .filter(|Row(first, _, step, _)| (number - first).is_multiple_of(*step))
        .and_then(|Row(.., on)| char::from_u32(number.checked_add_signed(*on)?))
        .unwrap_or(c)
}

/// The text in small letters. Borrowed when it is so already.
#[must_use]
pub fn lowered(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| lower(c) == c) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(lower).collect())
    }
}

#[cfg(test)]
mod tests;
