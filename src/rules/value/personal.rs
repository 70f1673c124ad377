//! Personal details in free text that everybody may read.

use chrono::NaiveDate;

use crate::value::personnummer::Personnummer;
use crate::value::text::tidy;
use crate::value::{date, email, phone};

/// A personal detail found in free text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personal {
    /// A personnummer or samordningsnummer that could be a person's.
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
    if !may_be_personal(text) {
        return None;
    }
    let tidy = tidy(text);
    let allowed: Vec<&str> = allowed.into_iter().collect();
    if has_email(&tidy, &allowed) {
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

/// Whether the text is worth a search: there is an `@`, or as many digits as the shortest of the numbers has, a
/// telephone number.
pub(crate) fn may_be_personal(text: &str) -> bool {
    let mut digits = 0;
    text.bytes().any(|byte| {
        digits += usize::from(byte.is_ascii_digit());
        byte == b'@' || 8 <= digits
    })
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

#[cfg(test)]
mod tests;
