//! When two addresses are one account, and when people would mix them up.

use crate::value::text::{self, decompose, is_mark};

use super::{Address, Platform};

/// Fewest digits after a name on Facebook that are an id: `Skolan-2024` is no such name.
pub(super) const FACEBOOK_ID_DIGITS_MIN: usize = 5;

/// What an account is told from others by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// See [`Address::key`].
    pub(crate) key: String,
    /// See [`Address::skeleton`].
    pub(crate) skeleton: String,
}

impl Address {
    /// Both of the account's marks.
    #[must_use]
    pub fn marks(&self) -> Marks {
        Marks {
            key: self.key(),
            skeleton: self.skeleton(),
        }
    }

    /// What two addresses of the same account have in common, compared as the platform compares.
    #[must_use]
    pub fn key(&self) -> String {
        let written = |name: &str| [self.platform.id(), ":", name].concat();
        match self.platform {
            Platform::Facebook => match facebook_id(&self.handle) {
                Some(number) => written(&["#", number].concat()),
                None => {
                    // Facebook ignores dots and case in names.
                    let mut key = lower(written(&self.handle));
                    key.retain(|c| c != '.');
                    key
                }
            },
            Platform::YouTube if self.path().starts_with("channel/") => written(self.path()),
            Platform::YouTube | Platform::LinkedIn => {
                // `/c/name` and `/name` are the same old custom address.
                let path = self.path();
                lower(written(path.strip_prefix("c/").unwrap_or(path)))
            }
            Platform::Blog | Platform::Other => written(&self.handle),
            Platform::Instagram
            | Platform::TikTok
            | Platform::X
            | Platform::Threads
            | Platform::Snapchat
            | Platform::Bluesky
            | Platform::Mastodon
            | Platform::Flickr
            | Platform::Vimeo => lower(written(&self.handle)),
        }
    }

    /// What people see at a glance: two accounts of a platform with the same skeleton are easily mixed up.
    ///
    /// Case, accents and å ä ö, signs between words, and 0/o, 1/l/i make no difference.
    #[must_use]
    pub fn skeleton(&self) -> String {
        let mut skeleton = String::with_capacity(16 + self.handle.len());
        skeleton.push_str(self.platform.id());
        skeleton.push(':');
        if self.platform == Platform::YouTube && self.path().starts_with("channel/") {
            // Nobody reads a channel id.
            skeleton.push_str(&self.handle);
            return skeleton;
        }
        let name = match (self.platform, facebook_id(&self.handle)) {
            (Platform::Facebook, Some(number)) if number.len() < self.handle.len() => {
                &self.handle[..self.handle.len() - number.len()]
            }
            _ => &self.handle,
        };
        if name.is_ascii() {
            for byte in name.bytes().filter(u8::is_ascii_alphanumeric) {
                skeleton.push(look_alike(char::from(byte.to_ascii_lowercase())));
            }
        } else {
            // Letter by letter: the iterator over whole texts brings tables along that nothing else needs.
            let mut letters = String::with_capacity(name.len());
            for c in name.chars() {
                decompose(c, &mut |part| {
                    if !is_mark(part) {
                        letters.push(part);
                    }
                });
            }
            let lower = letters.chars().map(text::lower);
            skeleton.extend(lower.filter(|c| c.is_alphanumeric()).map(look_alike));
        }
        skeleton
    }
}

fn lower(mut text: String) -> String {
    if text.is_ascii() {
        text.make_ascii_lowercase();
        return text;
    }
    text::lowered(&text).into_owned()
}

/// The number in `123`, or at the end of `Name-12345`. Facebook's names have no hyphens of their own.
pub(super) fn facebook_id(handle: &str) -> Option<&str> {
    let number = handle.rsplit('-').next()?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && (number.len() == handle.len() || FACEBOOK_ID_DIGITS_MIN <= number.len()))
        .then_some(number)
}

/// One of several letters that look the same, so that they compare as the same.
fn look_alike(c: char) -> char {
    match c {
        '0' | 'ø' | 'о' | 'ο' => 'o',
        '1' | 'i' | 'ı' | 'і' | 'ł' => 'l',
        'æ' | 'а' | 'α' => 'a',
        'е' => 'e',
        'р' => 'p',
        'с' => 'c',
        'х' => 'x',
        'у' => 'y',
        'đ' | 'ð' => 'd',
        other => other,
    }
}
