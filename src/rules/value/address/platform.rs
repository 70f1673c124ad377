//! The platforms an account can be on.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Where an account is. `Blog` and `Other` are any site at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "a platform's name says all there is to say")]
pub enum Platform {
    Facebook,
    Instagram,
    YouTube,
    LinkedIn,
    TikTok,
    X,
    Threads,
    Snapchat,
    Bluesky,
    Mastodon,
    Flickr,
    Vimeo,
    Blog,
    Other,
}

/// Each platform's id on the wire and the word people read, in the order people choose from.
const NAMES: [(Platform, &str, &str); 14] = [
    (Platform::Facebook, "facebook", "Facebook"),
    (Platform::Instagram, "instagram", "Instagram"),
    (Platform::YouTube, "youtube", "YouTube"),
    (Platform::LinkedIn, "linkedin", "LinkedIn"),
    (Platform::TikTok, "tiktok", "TikTok"),
    (Platform::X, "x", "X (tidigare Twitter)"),
    (Platform::Threads, "threads", "Threads"),
    (Platform::Snapchat, "snapchat", "Snapchat"),
    (Platform::Bluesky, "bluesky", "Bluesky"),
    (Platform::Mastodon, "mastodon", "Mastodon"),
    (Platform::Flickr, "flickr", "Flickr"),
    (Platform::Vimeo, "vimeo", "Vimeo"),
    (Platform::Blog, "blogg", "Blogg"),
    (Platform::Other, "annan", "Annan"),
];

/// Words for a platform in older lists and in other languages.
const ALIASES: [(&str, Platform); 4] = [
    ("twitter", Platform::X),
    ("blog", Platform::Blog),
    ("other", Platform::Other),
    ("annat", Platform::Other),
];

impl Platform {
    /// Every platform, in the order people choose from.
    pub const ALL: [Self; NAMES.len()] = {
        let mut all = [Self::Facebook; NAMES.len()];
        let mut at = 0;
        while at < NAMES.len() {
            all[at] = NAMES[at].0;
            at += 1;
        }
        all
    };

    /// The word on the wire and in the register's URL, stable for ever.
    #[must_use]
    pub const fn id(self) -> &'static str {
        NAMES[self as usize].1
    }

    /// The word people read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        NAMES[self as usize].2
    }

    /// The platform with this id, in upper or lower case. Knows that `twitter` is X today.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        let named = NAMES.iter().map(|&(platform, name, _)| (name, platform));
        named
            .chain(ALIASES)
            .find_map(|(name, platform)| name.eq_ignore_ascii_case(id).then_some(platform))
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

impl Serialize for Platform {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Platform {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::from_id(&id).ok_or_else(|| de::Error::custom("unknown platform"))
    }
}

#[cfg(test)]
mod tests;
