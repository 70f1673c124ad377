//! The browser's local storage, which keeps texts under keys of this app.

use leptos::prelude::window;
use web_sys::Storage;

/// The beginning of every key of this app.
pub(crate) const PREFIX: &str = "klartecken:";

/// The local storage of this site; nothing where the browser has switched it off.
fn local() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Reads the text under `key`.
pub(crate) fn read(key: &str) -> Option<String> {
    local()?.get_item(key).ok().flatten()
}

/// Writes a text. A full or forbidden storage takes nothing, which loses nothing that the store has.
pub(crate) fn write(key: &str, text: &str) {
    if let Some(storage) = local() {
        let _ = storage.set_item(key, text);
    }
}

/// Removes the text under `key`.
pub(crate) fn remove(key: &str) {
    if let Some(storage) = local() {
        let _ = storage.remove_item(key);
    }
}

/// Removes every text of this app: the drafts, and the sends without an answer.
pub(crate) fn clear() {
    let Some(storage) = local() else { return };
    let keys: Vec<String> = (0..storage.length().unwrap_or(0))
        .filter_map(|index| storage.key(index).ok().flatten())
        .filter(|key| key.starts_with(PREFIX))
        .collect();
    for key in keys {
        let _ = storage.remove_item(&key);
    }
}
