//! What everybody searched for a moment ago.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::kind::Kind;

/// How long after a search another one may be the same search, gone on with.
const GOES_ON_WITHIN: TimeDelta = TimeDelta::seconds(30);

/// What everybody searched for last. Kept in memory only: it is often a name.
#[derive(Default)]
pub struct Searches {
    last: Mutex<HashMap<(String, Kind), Search>>,
}

pub(super) struct Search {
    pub(super) words: String,
    pub(super) at: DateTime<Utc>,
}

impl std::fmt::Debug for Searches {
    /// Without what anybody searched for.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Searches")
    }
}

impl Search {
    /// Whether this search, which has been noted, was the beginning of that one: the same words, as
    /// when the page is turned, or more of them. Everything begins with nothing, so a list
    /// without a search is only itself.
    pub(super) fn goes_on(&self, words: &str, now: DateTime<Utc>) -> bool {
        let same =
            self.words == words || (!self.words.is_empty() && words.starts_with(&self.words));
        same && now - self.at <= GOES_ON_WITHIN
    }
}

impl Searches {
    pub(super) fn lock(&self) -> MutexGuard<'_, HashMap<(String, Kind), Search>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what can no longer be gone on with.
    pub fn sweep(&self, now: DateTime<Utc>) {
        self.lock()
            .retain(|_, search| now - search.at <= GOES_ON_WITHIN);
    }
}
