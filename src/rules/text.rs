//! Text as people type it: white space, look-alike marks and composed letters.
//!
//! What was typed is shown back until review; what is stored, compared and counted has been through [`tidy`].
//! Absent on purpose: any opinion about whether a text is good.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Marks nobody sees that change how a text reads or compares: soft hyphen, zero-width, bidi and tag characters.
/// The joiner of compound emoji is among them: two names that look the same must be the same.
const UNSEEN: &[(char, char)] = &[
    ('\u{00AD}', '\u{00AD}'),
    ('\u{061C}', '\u{061C}'),
    ('\u{180E}', '\u{180E}'),
    ('\u{200B}', '\u{200F}'),
    ('\u{202A}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFF9}', '\u{FFFB}'),
    ('\u{E0000}', '\u{E007F}'),
];

/// Whether `c` is dropped from every text: a control character that is no white space, or a mark nobody sees.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control() && !c.is_whitespace();
    }
    (c.is_control() && !c.is_whitespace())
        || UNSEEN.iter().any(|&(first, last)| first <= c && c <= last)
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
    if !trimmed.contains(is_line_break) {
        return tidy(trimmed);
    }
    if are_tidy_lines(trimmed) {
        return Cow::Borrowed(trimmed);
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

/// One pass over the bytes decides ASCII and the Latin-1 letters (å ä ö é); anything else is looked at by character.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut after_space = true;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b' ' if after_space => return false,
            b' ' => after_space = true,
            b'!'..=b'~' => after_space = false,
            // U+00C0..=U+00FF: seen, composed, and a starter, so never changed by NFC on its own.
            0xC3 => {
                after_space = false;
                at += 1;
            }
            byte if byte.is_ascii() => return false,
            _ => return is_tidy_slowly(text),
        }
        at += 1;
    }
    bytes.is_empty() || !after_space
}

fn is_tidy_slowly(text: &str) -> bool {
    let mut after_space = true;
    for c in text.chars() {
        if is_unseen(c) || (c.is_whitespace() && (c != ' ' || after_space)) {
            return false;
        }
        after_space = c == ' ';
    }
    !after_space && is_nfc_quick(text.chars()) == IsNormalized::Yes
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
    to.extend(words.nfc());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check_tidy(typed: &str, expected: &str) {
        assert_eq!(tidy(typed), expected, "{typed:?}");
    }

    #[test]
    fn white_space_and_unseen_marks_go() {
        for (typed, expected) in [
            ("", ""),
            ("   ", ""),
            ("\u{200B}\u{FEFF}", ""),
            ("Höganäs kommun", "Höganäs kommun"),
            ("  Höganäs   kommun \t", "Höganäs kommun"),
            ("Höganäs\u{A0}kommun", "Höganäs kommun"),
            ("Höganäs \u{200B} kommun", "Höganäs kommun"),
            ("a\nb\r\nc", "a b c"),
            ("a\u{2028}b\u{85}c", "a b c"),
            ("\u{202E}nuk\u{202C}", "nuk"),
            ("kom\u{AD}mun", "kommun"),
            ("a\u{0}b\u{1B}c", "abc"),
            ("en – två", "en – två"),
            ("”citat”", "”citat”"),
        ] {
            check_tidy(typed, expected);
        }
    }

    #[test]
    fn decomposed_letters_are_composed() {
        check_tidy("Ho\u{308}gana\u{308}s", "Höganäs");
        check_tidy("A\u{30A}sa", "Åsa");
        // A mark nobody sees between the letter and its ring must not keep them apart.
        check_tidy("A\u{200D}\u{30A}sa", "Åsa");
        check_tidy("\u{212B}sa", "Åsa");
    }

    #[test]
    fn tidy_text_is_borrowed() {
        for text in [
            "",
            "kommun",
            "Växjö kommun",
            " Växjö ",
            "tisdag–fredag",
            "Åsa och Örjan",
            "日本",
        ] {
            assert!(matches!(tidy(text), Cow::Borrowed(_)), "{text:?}");
        }
        for text in ["en\ntvå", "en\n\ntvå", " en\ntvå\n"] {
            assert!(matches!(tidy_lines(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn lines_keep_their_breaks() {
        for (typed, expected) in [
            ("en  rad", "en rad"),
            ("en\r\ntvå", "en\ntvå"),
            (" en \n  två ", "en\ntvå"),
            ("en\n\n\n\ntvå", "en\n\ntvå"),
            ("en\n \u{200B}\ntvå", "en\n\ntvå"),
            ("\n\nen\n\n", "en"),
            ("en\u{2029}två", "en\ntvå"),
            ("en\r\rtvå", "en\n\ntvå"),
            ("en\n\u{200B}", "en"),
        ] {
            assert_eq!(tidy_lines(typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn length_is_in_characters() {
        assert_eq!(chars(""), 0);
        assert_eq!(chars("kommun"), 6);
        assert_eq!(chars("åäö"), 3);
    }

    #[test]
    fn blank_is_what_nobody_sees() {
        assert!(is_blank(""));
        assert!(is_blank(" \u{A0}\n\u{200B}\u{202E}"));
        assert!(!is_blank(" . "));
    }

    proptest! {
        #[test]
        fn tidying_twice_changes_nothing(text in "\\PC{0,40}|[ a-zåäö\u{200B}\u{308}\u{30A}\n\r\u{A0}\u{2028}]{0,20}") {
            let once = tidy(&text).into_owned();
            prop_assert_eq!(&*tidy(&once), &*once);
            prop_assert!(matches!(tidy(&once), Cow::Borrowed(_)) || !is_nfc_quick(once.chars()).eq(&IsNormalized::Yes));
            let lines = tidy_lines(&text).into_owned();
            prop_assert_eq!(&*tidy_lines(&lines), &*lines);
        }

        #[test]
        fn any_text_is_taken(text in any::<String>()) {
            let line = tidy(&text);
            prop_assert!(!line.contains("  ") && !line.contains('\n') && line.trim() == line);
            prop_assert_eq!(is_blank(&text), line.is_empty());
            prop_assert!(!tidy_lines(&text).contains("\n\n\n"));
        }
    }
}
