//! What has been done to a document, as people read it.

use serde::{Deserialize, Serialize};
use sqlx::Row as _;

use crate::State;
use crate::http::problem::Problem;
use crate::kind::Kind;

/// The action of a draft being written. Not part of the history that people read.
pub(crate) const WRITTEN: &str = "utkast";

/// A line of the history.
#[derive(Clone, Serialize)]
pub(crate) struct Line {
    pub(crate) at: String,
    pub(crate) actor_name: String,
    pub(crate) action: String,
    pub(crate) note: String,
}

/// What an event says besides when, who and what.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Note {
    /// The actor's name at the time.
    pub(crate) namn: String,
    /// What was written with it.
    pub(crate) anteckning: String,
}

/// What has been done to a document, in order, as people read it.
pub(crate) async fn history(state: &State, kind: Kind, id: &str) -> Result<Vec<Line>, Problem> {
    let rows = sqlx::query(
        "SELECT at, actor, action, body FROM event WHERE kind = $1 AND id = $2 ORDER BY seq",
    )
    .bind(kind.word())
    .bind(id)
    .fetch_all(state.db.readers())
    .await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let action: String = row.try_get(2)?;
        if action != WRITTEN {
            let note: Note = serde_json::from_str(row.try_get(3)?).unwrap_or_default();
            let at = row.try_get(0)?;
            lines.push(Line {
                at,
                actor_name: note.namn,
                action,
                note: note.anteckning,
            });
        }
    }
    Ok(lines)
}
