//! The idempotency key of a request: a retry has the key of the first try, so that the store does it once.

use leptos::prelude::*;

/// The last request and its key.
#[derive(Clone, Copy)]
pub(crate) struct IdempotencyKey(StoredValue<Option<(String, String)>>);

impl IdempotencyKey {
    /// No request yet.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// The key for the request `what`: the last key if the last request was the same to the byte, and
    /// otherwise a new one.
    pub(crate) fn key(self, what: &str) -> String {
        let known = self.0.with_value(|last| {
            let (sent, key) = last.as_ref()?;
            (sent == what).then(|| key.clone())
        });
        known.unwrap_or_else(|| {
            let key = random_key();
            self.0.set_value(Some((what.to_owned(), key.clone())));
            key
        })
    }

    /// The request is done: the same request again gets a new key.
    pub(crate) fn renew(self) {
        self.0.set_value(None);
    }
}

/// 128 random bits as hexadecimal digits. `crypto.randomUUID` would do, but browsers leave it out over plain
/// HTTP on other hosts than this machine, where the service is tried.
pub(crate) fn random_key() -> String {
    let mut bytes = [0u8; 16];
    if let Ok(crypto) = window().crypto() {
        // Fails only for more than 65 536 bytes.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    let mut key = String::with_capacity(32);
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            key.push(char::from_digit(digit.into(), 16).unwrap_or('0'));
        }
    }
    key
}
