//! The key of what is sent: the same for every try of the same thing, so that none is done twice.

use leptos::prelude::*;

/// What was sent last and the key it was sent under.
#[derive(Clone, Copy)]
pub(crate) struct IdempotencyKey(StoredValue<Option<(String, String)>>);

impl IdempotencyKey {
    /// Nothing sent.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// The key for `what`: the last one if it was for the very same, and else a new one.
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

    /// It was done: the same again is a new thing.
    pub(crate) fn renew(self) {
        self.0.set_value(None);
    }
}

/// 128 random bits as hexadecimal digits. `crypto.randomUUID` is not used since it is missing
/// when the service is tried over plain http on another machine than the own.
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
