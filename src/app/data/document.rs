//! A document as an answer holds it: its own members, and those that the store tells beside them.

use rules::value::wire;
use serde::de::{DeserializeOwned, Deserializer, Error};
use serde_json::value::RawValue;

/// The document of an answer, and the members named `beside`.
///
/// A document knows every one of its own members and refuses others, so each half is read from a text of
/// its own. `#[serde(flatten)]` says the same in a line but has every type of the document compiled twice.
///
/// # Errors
/// When the answer is no object, or a half is not what it should be.
pub(crate) fn halves<'de, D: Deserializer<'de>, T: DeserializeOwned, B: DeserializeOwned>(
    answer: D,
    beside: &[&str],
) -> Result<(T, B), D::Error> {
    let members: Vec<(String, Box<RawValue>)> = wire::members(answer)?;
    let mut texts = ["{".to_owned(), "{".to_owned()];
    for (name, value) in &members {
        let text = &mut texts[usize::from(beside.contains(&name.as_str()))];
        let before = if text.len() == 1 { "\"" } else { ",\"" };
        for piece in [before, name, "\":", value.get()] {
            text.push_str(piece);
        }
    }
    let [document, around] = texts.map(|text| text + "}");
    let read = || {
        Ok((
            serde_json::from_str(&document)?,
            serde_json::from_str(&around)?,
        ))
    };
    read().map_err(|error: serde_json::Error| D::Error::custom(error))
}
