//! Sealing: what personal data looks like on disk.
//!
//! Everything comes from one master key, which is never in the database. Each person has a lock, a
//! key of their own that lies in the database wrapped by the master. What is written about the
//! person is sealed with it, so destroying the lock erases the person everywhere at once, also from
//! events, whose chain of hashes is over what was sealed and still holds.
//!
//! A sealed text is bound to its place. One that is moved to another row does not open.

use std::fmt;
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

use crate::crypto::hex::hex;
use crate::kind::Kind;

/// How a sealed text begins, so that another way of sealing can be told apart one day.
const MARK: &str = "x1.";
/// Bytes in a key.
const KEY_BYTES: usize = 32;
/// Bytes in the number that is never used twice with one key.
const NONCE_BYTES: usize = 24;
/// What the check value says inside.
const CHECK: &str = "klartecken";

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
pub struct Unopened;

/// Where a sealed text stands.
#[derive(Clone, Copy, Debug)]
pub enum Place<'a> {
    /// The body of a document at a version.
    Document(Kind, &'a str, i64),
    /// The body of an event: the document's kind, id and version, and the action.
    Event(Kind, &'a str, i64, &'a str),
    /// An answer that is kept: whose it is and the name it is asked for by.
    Receipt(&'a str, &'a str),
}

impl Place<'_> {
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
fn bound<T: AsRef<str>>(parts: &[T]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        let part = part.as_ref();
        bytes.extend((part.len() as u64).to_be_bytes());
        bytes.extend(part.as_bytes());
    }
    bytes
}

fn seal(key: &Key, place: &[u8], text: &[u8]) -> String {
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

fn open(key: &Key, place: &[u8], sealed: &str) -> Result<Zeroizing<Vec<u8>>, Unopened> {
    let bytes = sealed
        .strip_prefix(MARK)
        .and_then(|text| BASE64.decode(text).ok())
        .ok_or(Unopened)?;
    let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(Unopened)?;
    let payload = Payload {
        msg: sealed,
        aad: place,
    };
    XChaCha20Poly1305::new((&**key).into())
        .decrypt(&XNonce::from(*nonce), payload)
        .map(Zeroizing::new)
        .map_err(|_| Unopened)
}

fn text(bytes: &[u8]) -> Result<String, Unopened> {
    String::from_utf8(bytes.to_vec()).map_err(|_| Unopened)
}

/// The key of one person, or of one matter that has no person yet.
#[derive(Clone)]
pub struct Lock {
    id: String,
    key: Key,
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lock({})", self.id)
    }
}

impl Lock {
    /// Which lock it is.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Seals a text for its place.
    #[must_use]
    pub fn seal(&self, place: Place<'_>, text: &str) -> String {
        seal(&self.key, &bound(&place.parts()), text.as_bytes())
    }

    /// Opens a text that was sealed for this place.
    ///
    /// # Errors
    /// [`Unopened`].
    pub fn open(&self, place: Place<'_>, sealed: &str) -> Result<String, Unopened> {
        text(&open(&self.key, &bound(&place.parts()), sealed)?)
    }
}

/// Everything that the master key is for. Copies share it.
#[derive(Clone)]
pub struct Seals {
    keys: Arc<Keys>,
}

/// One key for each purpose, so that what one of them gives away helps nobody with another.
struct Keys {
    wrap: Key,
    check: Key,
    letter: Key,
    look_up: Key,
    code: Key,
    sign: Key,
}

impl fmt::Debug for Seals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seals")
    }
}

impl Seals {
    /// What a master key gives.
    #[must_use]
    pub fn of(master: &Key) -> Self {
        let source = Hkdf::<Sha256>::new(None, &**master);
        let derived = |purpose: &str| {
            let mut key = Zeroizing::new([0; KEY_BYTES]);
            source
                .expand(["klartecken ", purpose].concat().as_bytes(), &mut *key)
                .expect("32 bytes are fewer than the 8160 that HKDF-SHA-256 can give");
            key
        };
        Self {
            keys: Arc::new(Keys {
                wrap: derived("lock"),
                check: derived("check"),
                letter: derived("letter"),
                look_up: derived("look-up"),
                code: derived("code"),
                sign: derived("checkpoint"),
            }),
        }
    }

    /// A text that only this master key opens, to know it by.
    #[must_use]
    pub fn check_value(&self) -> String {
        seal(&self.keys.check, &[], CHECK.as_bytes())
    }

    /// Whether the text was made by this master key.
    #[must_use]
    pub fn is_made_by_us(&self, check_value: &str) -> bool {
        open(&self.keys.check, &[], check_value).is_ok_and(|text| &**text == CHECK.as_bytes())
    }

    /// A new lock, and the lock as it may lie in the database.
    #[must_use]
    pub fn new_lock(&self, id: &str) -> (Lock, String) {
        let lock = Lock {
            id: id.to_owned(),
            key: Zeroizing::new(random()),
        };
        let wrapped = seal(&self.keys.wrap, &bound(&["lock", id]), &*lock.key);
        (lock, wrapped)
    }

    /// A lock from how it lay in the database.
    ///
    /// # Errors
    /// [`Unopened`].
    pub fn open_lock(&self, id: &str, wrapped: &str) -> Result<Lock, Unopened> {
        let bytes = open(&self.keys.wrap, &bound(&["lock", id]), wrapped)?;
        let key: [u8; KEY_BYTES] = bytes.as_slice().try_into().map_err(|_| Unopened)?;
        Ok(Lock {
            id: id.to_owned(),
            key: Zeroizing::new(key),
        })
    }

    /// A letter's address and body as they lie in the outbox, in its row.
    #[must_use]
    pub fn seal_letter(
        &self,
        (event, place): (i64, i64),
        recipient: &str,
        body: &str,
    ) -> (String, String) {
        let sealed = |part: &str, text: &str| {
            let row = bound(&["letter", part, &event.to_string(), &place.to_string()]);
            seal(&self.keys.letter, &row, text.as_bytes())
        };
        (sealed("recipient", recipient), sealed("body", body))
    }

    /// A letter's address and body from its row in the outbox.
    ///
    /// # Errors
    /// [`Unopened`].
    pub fn open_letter(
        &self,
        (event, place): (i64, i64),
        recipient: &str,
        body: &str,
    ) -> Result<(String, String), Unopened> {
        let opened = |part: &str, sealed: &str| {
            let row = bound(&["letter", part, &event.to_string(), &place.to_string()]);
            text(&open(&self.keys.letter, &row, sealed)?)
        };
        Ok((opened("recipient", recipient)?, opened("body", body)?))
    }

    /// What a text is looked up by, such as a personnummer: the same for the same text, and of no
    /// use to whoever has only the database.
    #[must_use]
    pub fn look_up(&self, what: &str, text: &str) -> String {
        mac(&self.keys.look_up, &[what, text])
    }

    /// What is kept of a one-time code.
    #[must_use]
    pub fn code(&self, link: &str, code: &str) -> String {
        mac(&self.keys.code, &[link, code])
    }

    /// The key that checkpoints of the chain are signed with.
    #[must_use]
    pub fn signing_key(&self) -> SigningKey {
        SigningKey::from_bytes(&self.keys.sign)
    }
}

fn mac(key: &Key, parts: &[&str]) -> String {
    let mut mac =
        <Hmac<Sha256> as KeyInit>::new_from_slice(&**key).expect("HMAC takes keys of any length");
    mac.update(&bound(parts));
    hex(&mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests;
