//! The key of what is sent: the same for every try of the same thing, so that none is done twice.

use leptos::prelude::*;

use super::browser;

/// What was sent last and the key it was sent under. Copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Attempt(StoredValue<Option<(String, String)>>);

impl Attempt {
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
            let key = browser::random_key();
            self.0.set_value(Some((what.to_owned(), key.clone())));
            key
        })
    }

    /// It was done: the same again is a new thing.
    pub(crate) fn done(self) {
        self.0.set_value(None);
    }
}
