//! Reminders: once a day the rules are asked what is due, and each reminder is sent once.
//!
//! The day begins in the morning here, since nobody is helped by a reminder at midnight. What was
//! missed while the program did not run is caught up with at the next start.

use chrono::NaiveDate;
use rules::account::case::letter::{REMINDED, due};
use rules::account::case::{self, Case};
use sqlx::Row as _;

use crate::State;
use crate::clock::in_sweden;
use crate::database::writer::{Command, Event, Note, Outcome};
use crate::error::TaskError;
use crate::kind::Kind;
use crate::mail::letter;

/// The hour, in Sweden, at which a day of reminders begins.
const HOUR: i64 = 7;
/// Who an event names when the program did it by itself.
pub const PROGRAM: &str = "klartecken";
/// Its name, as the history reads.
const NAME: &str = "Klartecken";

/// The day whose reminders are to be sent now.
pub(crate) fn day(state: &State) -> NaiveDate {
    (in_sweden(state.clock.now()) - chrono::Duration::hours(HOUR)).date()
}

/// Puts the reminders that are due in the outbox. Gives how many there were.
///
/// # Errors
/// When the database cannot be read or written; then the rest waits for the next attempt.
pub async fn remind(state: &State) -> Result<usize, TaskError> {
    let rows = sqlx::query("SELECT body, version FROM document WHERE kind = $1 AND state = $2")
        .bind(Kind::Case.word())
        .bind(case::State::AwaitingManager.id())
        .fetch_all(state.db.readers())
        .await?;
    let mut sent = 0;
    for row in &rows {
        let case: Case = serde_json::from_str(row.try_get(0)?)
            .map_err(|error| TaskError::Message(error.to_string()))?;
        let since = in_sweden(case.since).date();
        let Some(due) = due(&case, since, &state.policy.value, day(state)) else {
            continue;
        };
        let event = Event {
            at: state.clock.now().max(case.since),
            actor: PROGRAM.to_owned(),
            action: REMINDED.to_owned(),
            body: serde_json::json!({ "namn": NAME }).to_string(),
        };
        let case::letter::To::One(to) = &due.posting.to else {
            continue;
        };
        let mut letter = letter::about_case(&case, due.posting.letter, to);
        letter.once = Some(due.name);
        let command = Command {
            notes: vec![Note {
                kind: Kind::Case,
                id: case.id,
                version: row.try_get(1)?,
                event,
            }],
            letters: vec![letter],
            ..Command::default()
        };
        // Sent before, or the case has just moved on: both are as they should be.
        if state.writer.command(command).await? == Outcome::Done {
            sent += 1;
        }
    }
    Ok(sent)
}
