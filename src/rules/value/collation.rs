//! Swedish order and folding for search.
//!
//! å ä ö are letters of their own, last in that order; é is e with a mark, ü and ű are y, æ and ę are ä, and ø, ő, œ
//! and ô are ö, as in the Unicode locale data for Swedish. The browser and the store both sort by [`key`], so a list
//! never changes order between them.

use crate::value::text::{decompose, is_mark, lower};

/// Signs in the order of the Unicode collation algorithm's default table, before digits and letters.
const SIGNS: &[u8] = b"_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

/// The space's weight. 0 parts the levels of a key.
const SPACE: u8 = 1;
const FIRST_SIGN: u8 = 2;
const FIRST_DIGIT: u8 = FIRST_SIGN + SIGNS.len() as u8;
const FIRST_LETTER: u8 = FIRST_DIGIT + 10;
const A_RING: u8 = FIRST_LETTER + 26;
const A_UMLAUT: u8 = A_RING + 1;
const O_UMLAUT: u8 = A_RING + 2;
/// Before a letter of another alphabet, which follows as its UTF-8 bytes: their order is that of the code points.
const OTHER: u8 = 0xFF;

/// The weight of each ASCII character; 0 for control characters, which do not count.
const ASCII: [u8; 128] = {
    let mut weights = [0; 128];
    weights[b' ' as usize] = SPACE;
    let mut at = 0;
    while at < SIGNS.len() {
        weights[SIGNS[at] as usize] = FIRST_SIGN + at as u8;
        at += 1;
    }
    let mut digit = 0;
    while digit < 10 {
        weights[(b'0' + digit) as usize] = FIRST_DIGIT + digit;
        digit += 1;
    }
    let mut letter = 0;
    while letter < 26 {
        weights[(b'a' + letter) as usize] = FIRST_LETTER + letter;
        weights[(b'A' + letter) as usize] = FIRST_LETTER + letter;
        letter += 1;
    }
    weights
};

/// A key whose byte order is the Swedish order of texts.
///
/// Letters decide first, then marks (e before é), then case (a before A), then the text itself, so that only equal
/// texts have equal keys. Decomposed and composed letters are the same.
#[must_use]
pub fn key(text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len() + 8);
    let mut marks = Level::default();
    let mut cases = Level::default();
    // Whether something other than letters, marks and case told the characters apart.
    let mut ambiguous = false;
    if text.is_ascii() {
        for byte in text.bytes() {
            let weight = ASCII[byte as usize];
            if weight == 0 {
                ambiguous = true;
                continue;
            }
            key.push(weight);
            cases.push(u8::from(byte.is_ascii_uppercase()));
        }
    } else {
        each_composed(text, |c| {
            weigh(c, &mut key, &mut marks, &mut cases, &mut ambiguous)
        });
    }
    key.push(0);
    marks.append_to(&mut key);
    key.push(0);
    cases.append_to(&mut key);
    if ambiguous {
        key.push(0);
        key.extend_from_slice(text.as_bytes());
    }
    key
}

/// Gives every character of the text, composed.
fn each_composed(text: &str, take: impl FnMut(char)) {
    if crate::value::text::is_before_marks(text) {
        text.chars().for_each(take);
    } else {
        crate::value::text::composed(text).chars().for_each(take);
    }
}

/// A deciding level after the letters: one number per letter, those at the end that say nothing left out.
#[derive(Default)]
struct Level {
    plain: usize,
    bytes: Vec<u8>,
}

impl Level {
    fn push(&mut self, difference: u8) {
        if difference == 0 {
            self.plain += 1;
        } else {
            // 0 parts the levels, so plain is 1.
            self.bytes.resize(self.bytes.len() + self.plain, 1);
            self.plain = 0;
            self.bytes.push(difference + 1);
        }
    }

    fn append_to(&self, key: &mut Vec<u8>) {
        key.extend_from_slice(&self.bytes);
    }
}

fn weigh(c: char, key: &mut Vec<u8>, marks: &mut Level, cases: &mut Level, ambiguous: &mut bool) {
    let lower = lower(c);
    let case = u8::from(lower != c);
    let (weight, mark) = match lower {
        lower if lower.is_ascii() => (ASCII[lower as usize], 0),
        'å' => (A_RING, 0),
        'ä' => (A_UMLAUT, 0),
        'æ' => (A_UMLAUT, 1),
        'ę' => (A_UMLAUT, 2),
        'ö' => (O_UMLAUT, 0),
        'ø' => (O_UMLAUT, 1),
        'ő' => (O_UMLAUT, 2),
        'œ' => (O_UMLAUT, 3),
        'ô' => (O_UMLAUT, 4),
        'ü' => (ASCII[b'y' as usize], 1),
        'ű' => (ASCII[b'y' as usize], 2),
        lower if lower.is_whitespace() => (SPACE, 1),
        lower => {
            *ambiguous = true;
            weigh_marked(lower, case, key, marks, cases);
            return;
        }
    };
    if weight == 0 {
        *ambiguous = true;
        return;
    }
    key.push(weight);
    marks.push(mark);
    cases.push(case);
}

/// A letter with a mark is its letter; a letter of another alphabet comes after ö.
fn weigh_marked(lower: char, case: u8, key: &mut Vec<u8>, marks: &mut Level, cases: &mut Level) {
    for part in expand(lower) {
        if is_mark(part) {
            // Marks of the same letter are told apart by the text itself, at the end of the key.
            continue;
        }
        match part {
            part if part.is_ascii() => key.push(ASCII[part as usize]),
            'ä' => key.push(A_UMLAUT),
            'ö' => key.push(O_UMLAUT),
            part => {
                let mut bytes = [0; 4];
                key.push(OTHER);
                key.extend_from_slice(part.encode_utf8(&mut bytes).as_bytes());
            }
        }
        marks.push(u8::from(part != lower));
        cases.push(case);
    }
}

/// The plain letters a marked or joined letter is made of, with its marks.
fn expand(lower: char) -> impl Iterator<Item = char> {
    let joined = match lower {
        'ß' => Some(['s', 's']),
        // Only search comes here with it; in order it is ö.
        'œ' => Some(['o', 'e']),
        'þ' => Some(['t', 'h']),
        'đ' | 'ð' => Some(['d', '\u{335}']),
        'ł' => Some(['l', '\u{335}']),
        'İ' | 'ı' => Some(['i', '\u{307}']),
        '–' | '—' | '‐' | '‑' | '−' => Some(['-', '\u{335}']),
        '’' | '‘' => Some(['\'', '\u{335}']),
        '”' | '“' | '„' | '«' | '»' => Some(['"', '\u{335}']),
        _ => None,
    };
    let mut parts = Vec::with_capacity(4);
    match joined {
        Some(joined) => parts.extend(joined),
        None => decompose(lower, &mut |part| parts.push(part)),
    }
    parts.into_iter().map(|part| match part {
        'æ' => 'ä',
        'ø' => 'ö',
        part => part,
    })
}

/// The text as search compares it: lower case, marks dropped except those of å ä ö, æ and ø as ä and ö.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_onto(text, &mut folded);
    folded
}

/// Appends what [`fold`] makes of `text`, for callers that keep many folded texts in one string.
pub fn fold_onto(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let start = folded.len();
        folded.push_str(text);
        folded[start..].make_ascii_lowercase();
        return;
    }
    each_composed(text, |c| match lower(c) {
        lower if lower.is_ascii() => folded.push(lower),
        lower @ ('å' | 'ä' | 'ö') => folded.push(lower),
        'æ' => folded.push('ä'),
        'ø' => folded.push('ö'),
        lower if lower.is_whitespace() => folded.push(' '),
        lower => {
            let seen = |&part: &char| !is_mark(part) && !crate::value::text::is_unseen(part);
            folded.extend(expand(lower).filter(seen));
        }
    });
}

/// Whether every word of a query that has been folded begins a word of the text.
#[must_use]
pub fn has_words(query: &str, text: &str) -> bool {
    let text = fold(text);
    query.split_whitespace().all(|word| {
        text.starts_with(word) || text.split([' ', '-']).any(|part| part.starts_with(word))
    })
}

/// Appends the letters and digits of what [`fold`] makes of `text`, as UTF-8, so that names can be looked for
/// however they are parted.
pub(crate) fn close_onto(text: &str, closed: &mut Vec<u8>) {
    let start = closed.len();
    closed.reserve(text.len());
    let mut before = 0;
    for byte in text.bytes() {
        match (before, byte) {
            (_, b'a'..=b'z' | b'0'..=b'9') => closed.push(byte),
            (_, b'A'..=b'Z') => closed.push(byte | 0x20),
            // The first byte of å ä ö waits for the second, whose case is told by the same bit as that of a–z.
            (_, 0..0x80 | 0xC3) => {}
            (0xC3, 0x84 | 0x85 | 0x96 | 0xA4 | 0xA5 | 0xB6) => closed.extend([before, byte | 0x20]),
            _ => {
                let mut folded = fold(text);
                folded.retain(char::is_alphanumeric);
                closed.truncate(start);
                closed.extend_from_slice(folded.as_bytes());
                return;
            }
        }
        before = byte;
    }
}

#[cfg(test)]
mod tests;
