//! What becomes of letters, and what must hold before one is kept.

use chrono::{DateTime, Duration, Utc};
use sqlx::sqlite::SqliteConnection;

use super::command::{Fate, Letter, Note, Outcome, Post};
use super::log::Log;
use crate::clock::stamp;

/// The word of the letter with a one-time code.
pub const CODE: &str = "samtycke-kod";
/// How long a one-time code is good, in minutes.
pub const CODE_MINUTES_MAX: i64 = 10;
/// The word for a server that could not be reached at all.
pub const UNREACHED: &str = "ej-nadd";
/// The word for a letter that was destroyed before it arrived.
pub const ERASED: &str = "raderad";
/// How long a letter that has not arrived is kept for staff to send it again, in days. What it
/// tells of has long been seen in the service by then, or asked for anew.
const KEPT_DAYS: i64 = 90;

/// Whether a letter that may be sent only once has been kept before.
pub(super) async fn is_kept(
    connection: &mut SqliteConnection,
    letter: &Letter,
) -> sqlx::Result<bool> {
    let Some(once) = &letter.once else {
        return Ok(false);
    };
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM outbox WHERE once = $1)")
        .bind(once)
        .fetch_one(connection)
        .await
}

/// Whether the document is still at the version that the note was decided on.
pub(super) async fn stands(connection: &mut SqliteConnection, note: &Note) -> sqlx::Result<bool> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM document WHERE kind = $1 AND id = $2 AND version = $3)",
    )
    .bind(note.kind.word())
    .bind(&note.id)
    .bind(note.version)
    .fetch_one(connection)
    .await
}

/// Writes down what became of a letter. One that has been sent stays sent.
pub(super) async fn deliver<'a>(
    connection: &mut SqliteConnection,
    log: &mut Log<'a>,
    post: &'a Post,
) -> sqlx::Result<Outcome> {
    let sql = match &post.fate {
        Fate::Sent { .. } => {
            "UPDATE outbox SET sent = $3, error = $4, recipient = '', body = '', \
             attempts = attempts + 1 WHERE event = $1 AND place = $2 AND sent IS NULL"
        }
        Fate::Later { .. } => {
            "UPDATE outbox SET next_try = $3, error = $4, attempts = attempts + 1 \
             WHERE event = $1 AND place = $2 AND sent IS NULL"
        }
        Fate::GivenUp { .. } => {
            "UPDATE outbox SET given_up = $3, error = $4, attempts = attempts + 1 \
             WHERE event = $1 AND place = $2 AND sent IS NULL"
        }
        Fate::Again(_) => {
            "UPDATE outbox SET next_try = $3, error = $4, attempts = 0, given_up = NULL \
             WHERE event = $1 AND place = $2 AND sent IS NULL AND body <> ''"
        }
    };
    let (at, error) = match &post.fate {
        Fate::Sent { at } => (at, ""),
        Fate::Later { next, error } => (next, *error),
        Fate::GivenUp { at, error } => (at, *error),
        Fate::Again(note) => (&note.event.at, ""),
    };
    let done = sqlx::query(sql)
        .bind(post.event)
        .bind(post.place)
        .bind(stamp(*at))
        .bind(error)
        .execute(&mut *connection)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(Outcome::Stale);
    }
    match &post.fate {
        // The server answers again, so nobody needs to wait out what they were told while it did not.
        Fate::Sent { at } => {
            sqlx::query(
                "UPDATE outbox SET next_try = $1 \
                 WHERE sent IS NULL AND given_up IS NULL AND $1 < next_try AND error = $2",
            )
            .bind(stamp(*at))
            .bind(UNREACHED)
            .execute(connection)
            .await?;
        }
        Fate::Again(note) => log.add(note.kind, &note.id, note.version, &note.event),
        Fate::Later { .. } | Fate::GivenUp { .. } => {}
    }
    Ok(Outcome::Done)
}

/// Destroys what letters say and to whom, when they have not arrived and are of no use any more: the
/// link that they bring is used, revoked or past its day, their code too, or they are old.
pub(super) async fn erase(
    connection: &mut SqliteConnection,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE outbox SET recipient = '', body = '', error = $1, given_up = COALESCE(given_up, $2) \
         WHERE sent IS NULL AND body <> '' AND (\
             link <> '' AND NOT EXISTS (SELECT 1 FROM link WHERE hash = outbox.link \
                 AND spent IS NULL AND revoked IS NULL AND $2 < expires) \
             OR (SELECT at FROM event WHERE seq = outbox.event) \
                 < CASE template WHEN $3 THEN $4 ELSE $5 END)",
    )
    .bind(ERASED)
    .bind(stamp(now))
    .bind(CODE)
    .bind(stamp(now - Duration::minutes(CODE_MINUTES_MAX)))
    .bind(stamp(now - Duration::days(KEPT_DAYS)))
    .execute(connection)
    .await
    .map(|_| ())
}
