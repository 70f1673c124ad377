//! A key for the data of one person, or of one matter, and what is sealed with it.
//!
//! A sealed text is bound to its place. One that is moved to another row does not open.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::kind::Kind;

/// How a sealed text begins, so that another way of sealing can be told apart one day.
const MARK: &str = "x1.";

/// Bytes in a key.
pub(super) const KEY_BYTES: usize = 32;

/// Bytes in the number that is never used twice with one key.
const NONCE_BYTES: usize = 24;

/// A key that is wiped when it is let go.
pub type Key = Zeroizing<[u8; KEY_BYTES]>;

/// Random bytes from the operating system.
///
/// # Panics
/// When the operating system has none, and then nothing that needs a key may go on.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system has random numbers");
    bytes
}

/// A sealed text that does not open: another key, another place, or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sealed text does not open")]
pub struct UnsealError;

/// Where a sealed text stands.
#[derive(Clone, Copy, Debug)]
pub enum Context<'a> {
    /// The body of a document at a version.
    Document(Kind, &'a str, i64),
    /// The body of an event: the document's kind, id and version, and the action.
    Event(Kind, &'a str, i64, &'a str),
    /// An answer that is kept: whose it is and the name it is asked for by.
    Receipt(&'a str, &'a str),
}

impl Context<'_> {
    fn parts(&self) -> [String; 5] {
        match *self {
            Self::Document(kind, id, version) => parts("document", kind.word(), id, version, ""),
            Self::Event(kind, id, version, action) => {
                parts("event", kind.word(), id, version, action)
            }
            Self::Receipt(actor, name) => parts("receipt", actor, name, 0, ""),
        }
    }
}

fn parts(what: &str, kind: &str, id: &str, version: i64, more: &str) -> [String; 5] {
    [
        what.to_owned(),
        kind.to_owned(),
        id.to_owned(),
        version.to_string(),
        more.to_owned(),
    ]
}

/// The parts as bytes, each preceded by its length, so that no two places read the same.
pub(super) fn bound<T: AsRef<str>>(parts: &[T]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        let part = part.as_ref();
        bytes.extend((part.len() as u64).to_be_bytes());
        bytes.extend(part.as_bytes());
    }
    bytes
}

pub(super) fn seal(key: &Key, place: &[u8], text: &[u8]) -> String {
    let nonce = random::<NONCE_BYTES>();
    let payload = Payload {
        msg: text,
        aad: place,
    };
    let sealed = XChaCha20Poly1305::new((&**key).into())
        .encrypt(&XNonce::from(nonce), payload)
        .expect("a text in memory is far shorter than the cipher's limit of 256 GiB");
    let mut bytes = nonce.to_vec();
    bytes.extend(sealed);
    [MARK, &BASE64.encode(bytes)].concat()
}

pub(super) fn open(
    key: &Key,
    place: &[u8],
    sealed: &str,
) -> Result<Zeroizing<Vec<u8>>, UnsealError> {
    let bytes = sealed
        .strip_prefix(MARK)
        .and_then(|text| BASE64.decode(text).ok())
        .ok_or(UnsealError)?;
    let (nonce, sealed) = bytes
        .split_first_chunk::<NONCE_BYTES>()
        .ok_or(UnsealError)?;
    let payload = Payload {
        msg: sealed,
        aad: place,
    };
    XChaCha20Poly1305::new((&**key).into())
        .decrypt(&XNonce::from(*nonce), payload)
        .map(Zeroizing::new)
        .map_err(|_| UnsealError)
}

pub(super) fn text(bytes: &[u8]) -> Result<String, UnsealError> {
    String::from_utf8(bytes.to_vec()).map_err(|_| UnsealError)
}

/// The key of one person, or of one matter that has no person yet.
#[derive(Clone)]
pub struct DataKey {
    pub(super) id: String,
    pub(super) key: Key,
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DataKey({})", self.id)
    }
}

impl DataKey {
    /// Which lock it is.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Seals a text for its place.
    #[must_use]
    pub fn seal(&self, place: Context<'_>, text: &str) -> String {
        seal(&self.key, &bound(&place.parts()), text.as_bytes())
    }

    /// Opens a text that was sealed for this place.
    ///
    /// # Errors
    /// [`UnsealError`].
    pub fn open(&self, place: Context<'_>, sealed: &str) -> Result<String, UnsealError> {
        text(&open(&self.key, &bound(&place.parts()), sealed)?)
    }
}
