//! Sealing: what personal data looks like on disk.
//!
//! Everything comes from one master key, which is never in the database. Each person has a lock, a
//! key of their own that lies in the database wrapped by the master. What is written about the
//! person is sealed with it, so destroying the lock erases the person everywhere at once, also from
//! events, whose chain of hashes is over what was sealed and still holds.

use std::fmt;
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::crypto::data_key::{
    DataKey, KEY_BYTES, Key, UnsealError, bound, open, random, seal, text,
};
use crate::crypto::hex::hex;

/// What the check value says inside.
const CHECK: &str = "klartecken";

/// Everything that the master key is for. Copies share it.
#[derive(Clone)]
pub struct Keyring {
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

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring")
    }
}

impl Keyring {
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
    pub fn new_data_key(&self, id: &str) -> (DataKey, String) {
        let data_key = DataKey {
            id: id.to_owned(),
            key: Zeroizing::new(random()),
        };
        let wrapped = seal(&self.keys.wrap, &bound(&["lock", id]), &*data_key.key);
        (data_key, wrapped)
    }

    /// A lock from how it lay in the database.
    ///
    /// # Errors
    /// [`UnsealError`].
    pub fn open_data_key(&self, id: &str, wrapped: &str) -> Result<DataKey, UnsealError> {
        let bytes = open(&self.keys.wrap, &bound(&["lock", id]), wrapped)?;
        let key: [u8; KEY_BYTES] = bytes.as_slice().try_into().map_err(|_| UnsealError)?;
        Ok(DataKey {
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
    /// [`UnsealError`].
    pub fn open_letter(
        &self,
        (event, place): (i64, i64),
        recipient: &str,
        body: &str,
    ) -> Result<(String, String), UnsealError> {
        let opened = |part: &str, sealed: &str| {
            let row = bound(&["letter", part, &event.to_string(), &place.to_string()]);
            text(&open(&self.keys.letter, &row, sealed)?)
        };
        Ok((opened("recipient", recipient)?, opened("body", body)?))
    }

    /// What a text is looked up by, such as a personnummer: the same for the same text, and of no
    /// use to a person who has only the database.
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
