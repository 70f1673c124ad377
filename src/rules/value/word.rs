//! A closed set of words: each with its writing on the wire and the words people read.

use serde::de::{Deserialize, Deserializer, Error};

/// Makes an enum whose every case is a word: `Case "wire-word" "What people read" "What it means."`.
///
/// It gets `ALL`, `id`, `label` and `from_id`, and is written in JSON as the word.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$of:meta])* $variant:ident $id:literal $label:literal $doc:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        pub enum $name {
            $(#[doc = $doc] #[serde(rename = $id)] $(#[$of])* $variant,)+
        }

        impl $name {
            /// Every one, in the order they are shown.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The word on the wire, stable for ever.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// What people read.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// The one with this word on the wire.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.id() == id)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::value::word::read(from, Self::from_id)
            }
        }
    };
}

/// Reads a word through the table that its set has anyway: what serde writes for each set by itself
/// is several times as many bytes, and people download it.
pub(crate) fn read<'de, D: Deserializer<'de>, T>(
    from: D,
    of: fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    let word = String::deserialize(from)?;
    of(&word).ok_or_else(|| D::Error::custom(format_args!("unknown variant `{word}`")))
}

pub(crate) use words;
