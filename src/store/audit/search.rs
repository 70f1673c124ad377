//! Who searched among what is sealed: one event for each search, however many times it was asked on
//! the way, since pages ask while somebody types.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use rules::permission::Actor;
use serde_json::json;

use crate::State;
use crate::database::writer::{Command, Event, Note};
use crate::http::problem::Problem;
use crate::kind::Kind;

/// The action of somebody searching.
const SEARCHED: &str = "sokte";
/// How long after a search another one may be the same search, gone on with.
const GOES_ON_WITHIN: TimeDelta = TimeDelta::seconds(30);

/// What everybody searched for last. Kept in memory only: it is often a name.
#[derive(Default)]
pub struct Searches {
    last: Mutex<HashMap<(String, Kind), Search>>,
}

struct Search {
    words: String,
    at: DateTime<Utc>,
}

impl std::fmt::Debug for Searches {
    /// Without what anybody searched for.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Searches")
    }
}

impl Search {
    /// Whether this search, which has been noted, was the beginning of that one: the same words, as
    /// when somebody turns the page, or more of them. Everything begins with nothing, so a list
    /// without a search is only itself.
    fn goes_on(&self, words: &str, now: DateTime<Utc>) -> bool {
        let same =
            self.words == words || (!self.words.is_empty() && words.starts_with(&self.words));
        same && now - self.at <= GOES_ON_WITHIN
    }
}

impl Searches {
    fn lock(&self) -> MutexGuard<'_, HashMap<(String, Kind), Search>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what can no longer be gone on with.
    pub fn sweep(&self, now: DateTime<Utc>) {
        self.lock()
            .retain(|_, search| now - search.at <= GOES_ON_WITHIN);
    }
}

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
