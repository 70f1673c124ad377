//! Who searched among what is sealed: one event for each search, however many times it was asked on
//! the way, since pages ask during typing.

use rules::permission::Actor;
use serde_json::json;

use crate::State;
use crate::audit::searches::Search;
use crate::database::writer::{Command, Event, Note};
use crate::http::problem::Problem;
use crate::kind::Kind;

/// The action of searching.
const SEARCHED: &str = "sokte";

/// Notes that a user searched for these words, folded, among documents of a kind. What they
/// searched for is not in the note.
///
/// # Errors
/// When the note cannot be kept. Then there is no answer to the search either.
pub async fn note(state: &State, actor: &Actor, kind: Kind, words: &str) -> Result<(), Problem> {
    let now = state.clock.now();
    let key = (actor.id.clone(), kind);
    let search = Search {
        words: words.trim().to_owned(),
        at: now,
    };
    let goes_on = |before: &Search| before.goes_on(&search.words, now);
    let is_noted = state.searches.lock().get(&key).is_some_and(goes_on);
    if !is_noted {
        let note = Note {
            kind: Kind::Search,
            id: actor.id.clone(),
            version: 0,
            event: Event {
                at: now,
                actor: actor.id.clone(),
                action: SEARCHED.to_owned(),
                body: json!({ "bland": kind.word() }).to_string(),
            },
        };
        let command = Command {
            notes: vec![note],
            ..Command::default()
        };
        state.writer.command(command).await?;
    }
    // Not before it is on disk: a search that goes on stands on the note of the one before.
    state.searches.lock().insert(key, search);
    Ok(())
}
