//! Text as people type it: white space, look-alike marks and composed letters.
//!
//! What was typed is shown back until review; what is stored, compared and counted has been through [`tidy`].
//! [`contains_personal`](super::personal::contains_personal) looks for what must not stand in a text that everybody may read. Absent on purpose: any
//! opinion about whether a text is good.

mod composed;
mod letter;
mod lower;

use std::borrow::Cow;

pub(crate) use self::composed::composed;
pub(crate) use self::letter::{decompose, is_mark};

pub use self::lower::{lower, lowered};

/// Whether `c` is dropped from every text: a control character that is no white space, or a mark nobody sees.
///
/// The marks are soft hyphen, zero-width, bidi, annotation and tag characters. The joiner of compound emoji is among
/// them: two names that look the same must be the same.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control() && !c.is_whitespace();
    }
    matches!(
        c,
        '\u{80}'..='\u{84}'
            | '\u{86}'..='\u{9F}'
            | '\u{AD}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

/// The text on one line: trimmed, every run of white space one space, NFC, without control and bidi marks.
///
/// Text that is tidy already, apart from space around it, is borrowed: nothing is allocated.
#[must_use]
pub fn tidy(text: &str) -> Cow<'_, str> {
    let trimmed = trim(text);
    if is_tidy(trimmed) {
        return Cow::Borrowed(trimmed);
    }
    let mut line = String::with_capacity(trimmed.len());
    push_words(trimmed, &mut line);
    Cow::Owned(line)
}

/// Several lines: each line as [`tidy`] makes it, line breaks kept as `\n`, at most one blank line in a row, none
/// first or last.
#[must_use]
pub fn tidy_lines(text: &str) -> Cow<'_, str> {
    let trimmed = trim(text);
    if is_tidy(trimmed) || are_tidy_lines(trimmed) {
        return Cow::Borrowed(trimmed);
    }
    if !trimmed.contains(is_line_break) {
        return tidy(trimmed);
    }
    let mut lines = String::with_capacity(trimmed.len());
    let mut blank_lines = 0;
    // "\r\n" gives one extra empty piece, so it is made one break first.
    let unified = trimmed.replace("\r\n", "\n");
    for line in unified.split(is_line_break) {
        let start = lines.len();
        if !lines.is_empty() {
            lines.push_str(if blank_lines == 0 { "\n" } else { "\n\n" });
        }
        let after_break = lines.len();
        push_words(line, &mut lines);
        if lines.len() == after_break {
            lines.truncate(start);
            blank_lines += 1;
        } else {
            blank_lines = 0;
        }
    }
    Cow::Owned(lines)
}

/// The length as a person counts it: characters, not bytes. Count tidied text.
#[must_use]
pub fn chars(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    }
}

/// Whether nothing is to be seen: empty, or only white space and marks nobody sees.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_unseen(c))
}

/// Trims as `str::trim` does, without decoding anything when the ends are plain ASCII.
fn trim(text: &str) -> &str {
    match (text.as_bytes().first(), text.as_bytes().last()) {
        (Some(b'!'..=b'~'), Some(b'!'..=b'~')) => text,
        _ => text.trim(),
    }
}

fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Whether every character stands before the combining marks, so that the text is composed as it is.
pub(crate) fn is_before_marks(text: &str) -> bool {
    // U+0300 is CC 80; no character before it has a byte as large as CC.
    text.bytes().all(|byte| byte < 0xCC)
}

/// Decides ASCII and the Latin letters U+00C0 to U+00FF (å ä ö é) eight bytes at a time, which is most text there is;
/// anything else is looked at by character.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    // A space first or last is one too many, as if there were one outside.
    if bytes.last() == Some(&b' ') {
        return false;
    }
    let mut space_before = IS_SPACE;
    let mut may_compose = false;
    let mut at = 0;
    while at < bytes.len() {
        let word = match bytes[at..].first_chunk::<8>() {
            Some(word) => *word,
            None => {
                let mut word = [b'.'; 8];
                word[..bytes.len() - at].copy_from_slice(&bytes[at..]);
                word
            }
        };
        match judge_word(u64::from_le_bytes(word), &mut space_before) {
            Verdict::Tidy => at += word.len(),
            Verdict::Untidy => return false,
            Verdict::Unsure => {
                // The word may begin inside å, which has been seen by then.
                at += usize::from(!text.is_char_boundary(at));
                let Some(c) = text[at..].chars().next() else {
                    break;
                };
                match judge_char(c, space_before == IS_SPACE) {
                    None => return false,
                    Some(composes) => may_compose |= composes,
                }
                space_before = if c == ' ' { IS_SPACE } else { 0 };
                at += c.len_utf8();
            }
        }
    }
    !may_compose || text.chars().all(letter::is_final)
}

/// Whether a character that is fine where it stands may compose with another; `None` when it is not fine.
fn judge_char(c: char, after_space: bool) -> Option<bool> {
    match c {
        // Graphic characters before the combining marks, dashes, quotation marks and bullets.
        '!'..='~' | '\u{C0}'..='\u{2FF}' | '\u{2010}'..='\u{2027}' => Some(false),
        ' ' if !after_space => Some(false),
        c if c.is_whitespace() || is_unseen(c) => None,
        _ => Some(true),
    }
}

/// How [`judge_word`] says that the byte before the word is a space.
const IS_SPACE: u64 = 0x80;

enum Verdict {
    Tidy,
    Untidy,
    /// Holds characters other than ASCII and U+00C0 to U+00FF.
    Unsure,
}

/// Judges eight bytes of UTF-8 side by side. `space_before` carries whether the byte before them was a space.
fn judge_word(word: u64, space_before: &mut u64) -> Verdict {
    const LOW: u64 = u64::MAX / 255;
    const HIGH: u64 = LOW * 0x80;
    // The high bit of every byte that is not `byte`; exact, without carries between bytes.
    let differs = |byte: u8| {
        let difference = word ^ (LOW * u64::from(byte));
        (((difference & !HIGH) + !HIGH) | difference) & HIGH
    };
    // Bytes that begin a character of two bytes or more: the two highest bits are set.
    let leads = word & (word << 1) & HIGH;
    if leads & differs(0xC3) != 0 {
        return Verdict::Unsure;
    }
    let is_control = word.wrapping_sub(LOW * 0x20) & !word & HIGH;
    let spaces = !differs(b' ') & HIGH;
    let doubled = spaces & (spaces << 8 | *space_before);
    *space_before = spaces >> 56;
    if is_control != 0 || doubled != 0 || differs(0x7F) != HIGH {
        Verdict::Untidy
    } else {
        Verdict::Tidy
    }
}

fn are_tidy_lines(text: &str) -> bool {
    let mut after_blank = true;
    text.split('\n').all(|line| {
        let blank = line.is_empty();
        let fine = if blank { !after_blank } else { is_tidy(line) };
        after_blank = blank;
        fine
    }) && !after_blank
}

/// Appends the words of `text` with one space between them, composed. Appends nothing when there is no word.
fn push_words(text: &str, to: &mut String) {
    // Unseen marks go first: one between two spaces, or between a letter and its accent, must not keep them apart.
    let mut pending_space = false;
    let mut words = String::with_capacity(text.len());
    for c in text.chars().filter(|&c| !is_unseen(c)) {
        if c.is_whitespace() {
            pending_space = !words.is_empty();
        } else {
            if pending_space {
                words.push(' ');
                pending_space = false;
            }
            words.push(c);
        }
    }
    to.push_str(&composed(&words));
}

#[cfg(test)]
mod tests;
