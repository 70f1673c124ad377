//! Text as people type it: white space, look-alike marks and composed letters.
//!
//! What was typed is shown back until review; what is stored, compared and counted has been through [`tidy`].
//! [`contains_personal`] looks for what must not stand in a text that everybody may read. Absent on purpose: any
//! opinion about whether a text is good.

use std::borrow::Cow;

use chrono::NaiveDate;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::personnummer::Personnummer;
use crate::{date, email, phone};

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
    if are_tidy_lines(trimmed) {
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

/// A personal detail found in free text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personal {
    /// A personnummer or samordningsnummer that could be somebody's.
    Personnummer,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
}

/// The first personal detail in a text that everybody may read, other than those in `allowed`: function addresses
/// and the unit's own telephone numbers, in any writing.
///
/// Dates, opening hours, diary numbers, organisation numbers and `@names` are not taken for personal details.
///
/// `today` is the day on which a personnummer must have been born.
#[must_use]
pub fn contains_personal<'a>(
    text: &str,
    allowed: impl IntoIterator<Item = &'a str>,
    today: NaiveDate,
) -> Option<Personal> {
    let count = |wanted: fn(&u8) -> bool| text.bytes().filter(wanted).count();
    let may_have_email = 0 < count(|byte| *byte == b'@');
    // The shortest of the numbers, a telephone number, has eight digits.
    let may_have_number = 8 <= count(u8::is_ascii_digit);
    if !may_have_email && !may_have_number {
        return None;
    }
    let tidy = tidy(text);
    let allowed: Vec<&str> = allowed.into_iter().collect();
    if may_have_email && has_email(&tidy, &allowed) {
        return Some(Personal::Email);
    }
    let groups = digit_groups(&tidy);
    let mut at = 0;
    while at < groups.len() {
        match number_at(&tidy, &groups[at..], &allowed, today) {
            Number::Personal(personal) => return Some(personal),
            Number::Harmless(taken) => at += taken,
        }
    }
    None
}

fn has_email(tidy: &str, allowed: &[&str]) -> bool {
    tidy.match_indices('@').any(|(at, _)| {
        let is_local = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-=?^_`{|}~.".contains(c);
        let is_domain = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
        let start = tidy[..at].trim_end_matches(is_local).len();
        let rest = &tidy[at + 1..];
        let end = at + 1 + rest.find(|c| !is_domain(c)).unwrap_or(rest.len());
        let address = tidy[start..end].trim_matches(['.', '-']);
        // `@namn@server.se` is a Mastodon name.
        !tidy[..start].ends_with('@')
            && email::parse(address).is_ok()
            && !allowed.iter().any(|allowed| email::same(allowed, address))
    })
}

/// Digits in a row.
struct Group {
    start: usize,
    end: usize,
    /// Only a hyphen, a space or the like parts it from the group before.
    is_joined: bool,
    /// A letter, a slash or the like stands against it, so it is part of a word or an address.
    is_in_word: bool,
}

fn digit_groups(tidy: &str) -> Vec<Group> {
    const JOINTS: &str = " -+/().–—\u{2010}\u{2011}\u{2212}";
    let mut groups: Vec<Group> = Vec::new();
    let mut from = 0;
    while let Some(found) = tidy[from..].find(|c: char| c.is_ascii_digit()) {
        let start = from + found;
        let digits = &tidy[start..];
        let end = start
            + digits
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(digits.len());
        let between = &tidy[groups.last().map_or(0, |group| group.end)..start];
        let is_joined = !groups.is_empty()
            && between.chars().count() <= 3
            && between.chars().all(|c| JOINTS.contains(c));
        let before = tidy[..start].chars().next_back();
        let after = tidy[end..].chars().next();
        let is_in_word = !is_joined
            && before.is_some_and(|c| c.is_alphanumeric() || "/_@#=".contains(c))
            || after.is_some_and(|c| c.is_alphabetic() || c == '_' || c == '@');
        groups.push(Group {
            start,
            end,
            is_joined,
            is_in_word,
        });
        from = end;
    }
    groups
}

/// What begins at a group: something personal, or so many groups that are harmless.
enum Number {
    Personal(Personal),
    Harmless(usize),
}

fn number_at(tidy: &str, groups: &[Group], allowed: &[&str], today: NaiveDate) -> Number {
    /// The digits and groups that the longest number is written with, `+46 (0)70-174 06 05` being six groups.
    const GROUPS_MAX: usize = 8;
    let joined = 1 + groups[1..]
        .iter()
        .take(GROUPS_MAX - 1)
        .take_while(|group| group.is_joined)
        .count();
    let groups = &groups[..joined];
    if groups.iter().any(|group| group.is_in_word) {
        let first_in_word = groups.iter().take_while(|group| !group.is_in_word).count();
        if first_in_word == 0 {
            return Number::Harmless(1);
        }
        return number_at(tidy, &groups[..first_in_word], allowed, today);
    }
    let has_plus = tidy[..groups[0].start].ends_with('+');
    let start = groups[0].start - usize::from(has_plus);
    let written = |count: usize| &tidy[start..groups[count - 1].end];
    let is_personnummer =
        |count: usize| Personnummer::parse(&digits_of(written(count)), today).is_ok();
    if let Some(taken) = (1..=joined).rev().find(|&count| {
        phone::parse(written(count)).is_ok_and(|number| {
            allowed
                .iter()
                .any(|allowed| phone::parse(allowed).as_ref() == Ok(&number))
        })
    }) {
        return Number::Harmless(taken);
    }
    if 3 <= joined && date::parse(written(3)).is_ok() {
        // A date may be followed by the last four digits, written apart.
        if !(4 <= joined && is_personnummer(4)) {
            return Number::Harmless(3);
        }
    }
    if is_hours(tidy, groups) {
        return Number::Harmless(4);
    }
    let mut digits = 0;
    for (at, group) in groups.iter().enumerate() {
        let length = group.end - group.start;
        digits += length;
        let ends_like_one = at == 0 || length == 4;
        if ends_like_one && matches!(digits, 10 | 12) && is_personnummer(at + 1) {
            return Number::Personal(Personal::Personnummer);
        }
    }
    let is_dialled = has_plus || tidy[start..].starts_with('0');
    let is_phone = |count: usize| {
        let digits = digits_of(written(count)).len();
        (8..=15).contains(&digits) && phone::parse(written(count)).is_ok()
    };
    if is_dialled && (1..=joined).any(is_phone) {
        return Number::Personal(Personal::Phone);
    }
    Number::Harmless(1)
}

fn digits_of(written: &str) -> String {
    written.chars().filter(char::is_ascii_digit).collect()
}

/// `08.00–17.00` and `08 00 - 17 00`.
fn is_hours(tidy: &str, groups: &[Group]) -> bool {
    let [h1, m1, h2, m2, ..] = groups else {
        return false;
    };
    let below = |group: &Group, limit: u8| {
        let digits = &tidy[group.start..group.end];
        digits.len() == 2 && digits.parse::<u8>().is_ok_and(|number| number < limit)
    };
    let has_dash = |from: &Group, to: &Group| tidy[from.end..to.start].contains(['-', '–', '—']);
    below(h1, 25)
        && below(m1, 60)
        && below(h2, 25)
        && below(m2, 60)
        && !has_dash(h1, m1)
        && has_dash(m1, h2)
        && !has_dash(h2, m2)
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
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return true;
    };
    if *first == b' ' || *last == b' ' {
        return false;
    }
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last_word = [b'.'; 8];
    last_word[..rest.len()].copy_from_slice(rest);
    let mut space_before = 0;
    for word in words.iter().chain([&last_word]) {
        match judge_word(u64::from_le_bytes(*word), &mut space_before) {
            Verdict::Tidy => {}
            Verdict::Untidy => return false,
            Verdict::Unsure => return is_tidy_slowly(text),
        }
    }
    true
}

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

fn is_tidy_slowly(text: &str) -> bool {
    let mut after_space = true;
    let mut may_compose = false;
    for c in text.chars() {
        if is_unseen(c) || (c.is_whitespace() && (c != ' ' || after_space)) {
            return false;
        }
        after_space = c == ' ';
        // Dashes, quotation marks and bullets never compose either, and stand in most longer texts.
        may_compose |= '\u{300}' <= c && !('\u{2010}'..='\u{2027}').contains(&c);
    }
    !after_space && (!may_compose || is_nfc_quick(text.chars()) == IsNormalized::Yes)
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
            ("sju sju  åtta", "sju sju åtta"),
            ("sju å  åtta", "sju å åtta"),
            ("sju sju\u{7F}", "sju sju"),
            ("sju\u{85}sju", "sju sju"),
            ("åäöåäöåä\u{1}", "åäöåäöåä"),
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

    fn today() -> NaiveDate {
        date::parse("2026-11-21").unwrap()
    }

    #[test]
    fn personal_details_are_found_in_free_text() {
        for (text, found) in [
            (
                "Kontakta 640823-3234 för svar",
                Some(Personal::Personnummer),
            ),
            ("pnr 196408233234.", Some(Personal::Personnummer)),
            ("19640823 - 3234", Some(Personal::Personnummer)),
            ("1964-08-23-3234", Some(Personal::Personnummer)),
            ("701063–2391", Some(Personal::Personnummer)),
            ("121212-1212", Some(Personal::Personnummer)),
            ("Född 2026-11-21, 640823-3234", Some(Personal::Personnummer)),
            ("Skriv till namn.demo@exempel.se!", Some(Personal::Email)),
            ("namn@växjö.se", Some(Personal::Email)),
            ("(namn@exempel.se)", Some(Personal::Email)),
            ("åsa@exempel.se", Some(Personal::Email)),
            ("Ring 070-174 06 05", Some(Personal::Phone)),
            ("Ring 0701740605.", Some(Personal::Phone)),
            ("tel +46 (0)70-174 06 05", Some(Personal::Phone)),
            ("+4521234567", Some(Personal::Phone)),
            ("Telefon:08-465 004 00", Some(Personal::Phone)),
            ("2026-11-21 070-174 06 05", Some(Personal::Phone)),
            ("08.00–17.00 070-174 06 05", Some(Personal::Phone)),
        ] {
            assert_eq!(contains_personal(text, [], today()), found, "{text:?}");
        }
    }

    #[test]
    fn other_numbers_and_names_are_not_personal() {
        for text in [
            "",
            "Nyheter från Exempelkommunen",
            "Följ @exempelkommunen på Instagram",
            "Vi finns på @info@social.exempel.se",
            "e-post finns @ kontoret",
            "640823-3235",
            "20261231-2385",
            "Org.nr 212000-0142",
            "Från 2026-11-21 till 2027-01-31",
            "01/02 2026 och 01.02.2026",
            "Öppet 08.00–17.00 och 08 00 - 17 00",
            "Öppet 08:00-17:00",
            "Diarienummer KS 2026/01234",
            "Diarienummer 2026-0123456",
            "https://exempel.se/0701740605",
            "263 82 Exempelstad",
            "0–5 år, 6–12 år, 13–19 år",
            "10 000 följare, 100 000 visningar",
            "#0701740605",
            "1234567890",
        ] {
            assert_eq!(contains_personal(text, [], today()), None, "{text:?}");
        }
    }

    #[test]
    fn the_units_own_addresses_and_numbers_are_allowed() {
        let allowed = ["042-33 71 00", "kontakt@exempel.se", "070-174 1231"];
        for (text, found) in [
            ("Ring 042-33 71 00 vardagar 08-17", None),
            ("Ring +46 42 33 71 00", None),
            ("Ring 042337100", None),
            ("Skriv till Kontakt@Exempel.se", None),
            ("Ring 070-174 1231", None),
            ("042-33 71 00 eller 070-174 06 05", Some(Personal::Phone)),
            ("kontakt@exempel.se, namn@exempel.se", Some(Personal::Email)),
        ] {
            assert_eq!(contains_personal(text, allowed, today()), found, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_searched(text in any::<String>(), near in "[0-9@a+ö –./()-]{0,30}") {
            let _ = contains_personal(&text, [&*near], today());
            let _ = contains_personal(&near, [&*text], today());
        }

        #[test]
        fn tidying_twice_changes_nothing(text in "\\PC{0,40}|[ a-zåäö\u{200B}\u{308}\u{30A}\n\r\u{A0}\u{2028}]{0,20}") {
            let once = tidy(&text).into_owned();
            prop_assert_eq!(&*tidy(&once), &*once);
            prop_assert!(matches!(tidy(&once), Cow::Borrowed(_)) || !is_nfc_quick(once.chars()).eq(&IsNormalized::Yes));
            let lines = tidy_lines(&text).into_owned();
            prop_assert_eq!(&*tidy_lines(&lines), &*lines);
        }

        #[test]
        fn eight_bytes_at_a_time_or_by_character(text in "[ -~å-öÀ-ÿ\u{7F}\u{A0}\u{1}–]{0,30}") {
            let text = trim(&text);
            prop_assert_eq!(is_tidy(text), text.is_empty() || is_tidy_slowly(text));
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
