//! What has happened: events in a chain of hashes, letters to send, and the answers that were given.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Row, Sqlite};

use super::{Command, Event, Key, Letter, Outcome, Receipt};
use crate::clock::stamp;
use crate::crypto::hex::hex;
use crate::crypto::keyring::Keyring;
use crate::database::db::Db;
use crate::kind::Kind;

/// Rows in one statement, so that few different statements need to be kept prepared.
const ROWS_MAX: usize = 16;

/// What a batch adds to the log, gathered so that it takes a few statements and not a few each.
#[derive(Default)]
pub(super) struct Log<'a> {
    events: Vec<(Kind, &'a str, i64, &'a Event)>,
    /// With the number of events so far, so that a letter is kept with its command's last event.
    letters: Vec<(usize, &'a Letter)>,
    receipts: Vec<(&'a Key, &'a Receipt, DateTime<Utc>)>,
}

impl<'a> Log<'a> {
    pub(super) fn add(&mut self, kind: Kind, id: &'a str, version: i64, event: &'a Event) {
        self.events.push((kind, id, version, event));
    }

    /// Adds a command's letters and receipt, after its events.
    pub(super) fn close(&mut self, command: &'a Command) {
        for letter in &command.letters {
            self.letters.push((self.events.len(), letter));
        }
        if let Some((key, receipt)) = &command.receipt {
            let puts = command.puts.iter().map(|put| &put.event);
            let first = puts
                .chain(command.notes.iter().map(|note| &note.event))
                .next();
            let at = first.map_or(DateTime::UNIX_EPOCH, |event| event.at);
            self.receipts.push((key, receipt, at));
        }
    }

    /// Whether a letter that may be sent only once is in this very batch.
    pub(super) fn has_letter(&self, letter: &Letter) -> bool {
        letter.once.is_some()
            && self
                .letters
                .iter()
                .any(|(_, other)| other.once == letter.once)
    }

    /// A key that was used earlier in this very batch.
    pub(super) fn seen(&self, key: &Key) -> Option<Outcome> {
        let (before, receipt, _) = self
            .receipts
            .iter()
            .find(|(other, ..)| other.actor == key.actor && other.name == key.name)?;
        Some(if before.request == key.request {
            Outcome::Before((*receipt).clone())
        } else {
            Outcome::KeyReused
        })
    }

    pub(super) async fn write(
        &self,
        connection: &mut SqliteConnection,
        keyring: &Keyring,
    ) -> sqlx::Result<()> {
        if self.events.is_empty() {
            return Ok(());
        }
        let last = sqlx::query("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
            .fetch_optional(&mut *connection)
            .await?;
        let (first, mut hash) = match &last {
            Some(row) => (row.try_get::<i64, _>(0)? + 1, row.try_get::<String, _>(1)?),
            None => (1, String::new()),
        };
        let mut rows = Vec::with_capacity(self.events.len());
        for (seq, (kind, id, version, event)) in (first..).zip(&self.events) {
            let at = stamp(event.at);
            hash = link_hash(
                &hash,
                &[
                    &seq.to_string(),
                    kind.word(),
                    id,
                    &version.to_string(),
                    &at,
                    &event.actor,
                    &event.action,
                    &event.body,
                ],
            );
            rows.push((seq, kind, id, version, at, event, hash.clone()));
        }
        for rows in rows.chunks(ROWS_MAX) {
            let mut sql: QueryBuilder<Sqlite> = QueryBuilder::new(
                "INSERT INTO event (seq, kind, id, version, at, actor, action, body, hash) ",
            );
            sql.push_values(
                rows,
                |mut row, (seq, kind, id, version, at, event, hash)| {
                    row.push_bind(*seq)
                        .push_bind(kind.word())
                        .push_bind(**id)
                        .push_bind(**version)
                        .push_bind(at)
                        .push_bind(&event.actor)
                        .push_bind(&event.action)
                        .push_bind(&event.body)
                        .push_bind(hash);
                },
            );
            sql.build().execute(&mut *connection).await?;
        }
        let letters: Vec<_> = self.letters.iter().enumerate().collect();
        for letters in letters.chunks(ROWS_MAX) {
            let mut sql: QueryBuilder<Sqlite> = QueryBuilder::new(
                "INSERT INTO outbox (event, place, recipient, template, body, about, link, once) ",
            );
            sql.push_values(letters, |mut row, (place, (events, letter))| {
                let event = first + i64::try_from(*events).unwrap_or(0) - 1;
                let place = i64::try_from(*place).unwrap_or(0);
                let (recipient, body) =
                    keyring.seal_letter((event, place), &letter.recipient, &letter.body);
                row.push_bind(event)
                    .push_bind(place)
                    .push_bind(recipient)
                    .push_bind(&letter.template)
                    .push_bind(body)
                    .push_bind(&letter.about)
                    .push_bind(&letter.link)
                    .push_bind(&letter.once);
            });
            sql.build().execute(&mut *connection).await?;
        }
        for receipts in self.receipts.chunks(ROWS_MAX) {
            let mut sql: QueryBuilder<Sqlite> = QueryBuilder::new(
                "INSERT INTO idempotency (actor, name, request, status, etag, place, body, at) ",
            );
            sql.push_values(receipts, |mut row, (key, receipt, at)| {
                row.push_bind(&key.actor)
                    .push_bind(&key.name)
                    .push_bind(&key.request)
                    .push_bind(i64::from(receipt.status))
                    .push_bind(&receipt.etag)
                    .push_bind(&receipt.place)
                    .push_bind(&receipt.body)
                    .push_bind(stamp(*at));
            });
            sql.build().execute(&mut *connection).await?;
        }
        Ok(())
    }
}

/// The hash of an event and of everything before it. Each part is preceded by its length, so that
/// no two different events read the same.
pub(crate) fn link_hash(before: &str, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in std::iter::once(&before).chain(parts) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hex(&hash.finalize())
}

/// Follows the chain of events from the first to the last.
///
/// # Errors
/// The number of the first event that does not fit, or none when the database cannot be read.
pub async fn check_chain(db: &Db) -> Result<u64, Option<i64>> {
    let mut connection = db.readers().acquire().await.map_err(|_| None)?;
    let followed = follow_chain(&mut connection, |_, _| ()).await;
    let last = followed.map_err(|_| None)?.map_err(Some)?;
    Ok(u64::try_from(last).unwrap_or(0))
}

/// Follows the chain of events and tells of each with its hash. Gives the number of the last, or
/// that of the first that does not fit.
///
/// # Errors
/// When the database cannot be read.
pub async fn follow_chain(
    connection: &mut SqliteConnection,
    mut tell: impl FnMut(i64, &str),
) -> sqlx::Result<Result<i64, i64>> {
    let mut hash = String::new();
    let mut seq = 0;
    loop {
        let rows = sqlx::query(
            "SELECT seq, kind, id, version, at, actor, action, body, hash FROM event \
             WHERE $1 < seq ORDER BY seq LIMIT 1000",
        )
        .bind(seq)
        .fetch_all(&mut *connection)
        .await?;
        if rows.is_empty() {
            return Ok(Ok(seq));
        }
        for row in rows {
            let number = |at: usize| row.try_get::<i64, _>(at);
            let text = |at: usize| row.try_get::<&str, _>(at);
            let found = number(0)?;
            let parts = [
                &found.to_string(),
                text(1)?,
                text(2)?,
                &number(3)?.to_string(),
                text(4)?,
                text(5)?,
                text(6)?,
                text(7)?,
            ];
            hash = link_hash(&hash, &parts);
            if found != seq + 1 || hash != text(8)? {
                return Ok(Err(seq + 1));
            }
            seq = found;
            tell(seq, &hash);
        }
    }
}

/// What a key was used for before, if it was.
pub(super) async fn earlier(
    connection: &mut SqliteConnection,
    key: &Key,
) -> sqlx::Result<Option<Outcome>> {
    let row = sqlx::query(FIND_RECEIPT)
        .bind(&key.actor)
        .bind(&key.name)
        .fetch_optional(connection)
        .await?;
    row.map(|row| reading(&row, key)).transpose()
}

const FIND_RECEIPT: &str =
    "SELECT request, status, etag, place, body FROM idempotency WHERE actor = $1 AND name = $2";

fn reading(row: &sqlx::sqlite::SqliteRow, key: &Key) -> sqlx::Result<Outcome> {
    let request: &str = row.try_get(0)?;
    if request != key.request {
        return Ok(Outcome::KeyReused);
    }
    let status: i64 = row.try_get(1)?;
    Ok(Outcome::Before(Receipt {
        status: u16::try_from(status).unwrap_or(200),
        etag: row.try_get(2)?,
        place: row.try_get(3)?,
        body: row.try_get(4)?,
    }))
}

/// What a key was used for before, asked from outside the queue.
///
/// # Errors
/// When the database cannot be read.
pub async fn find_receipt(db: &Db, key: &Key) -> sqlx::Result<Option<Outcome>> {
    let row = sqlx::query(FIND_RECEIPT)
        .bind(&key.actor)
        .bind(&key.name)
        .fetch_optional(db.readers())
        .await?;
    row.map(|row| reading(&row, key)).transpose()
}

/// What has been written since some event, by this program or another, such as an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// The number of the newest event.
    pub last: i64,
    /// Whether accounts were changed.
    pub accounts: bool,
    /// Whether people were changed.
    pub people: bool,
}

/// The number of the newest event.
///
/// # Errors
/// When the database cannot be read.
pub async fn last_event(db: &Db) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT COALESCE(MAX(seq), 0) FROM event")
        .fetch_one(db.readers())
        .await
}

/// What has been written after event number `seq`.
///
/// # Errors
/// When the database cannot be read.
pub async fn news_since(db: &Db, seq: i64) -> sqlx::Result<News> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("SELECT kind, MAX(seq) FROM event WHERE $1 < seq GROUP BY kind")
            .bind(seq)
            .fetch_all(db.readers())
            .await?;
    let of = |kind: Kind| rows.iter().any(|(word, _)| word == kind.word());
    Ok(News {
        last: rows.iter().map(|(_, last)| *last).max().unwrap_or(seq),
        accounts: of(Kind::Account),
        people: of(Kind::Person),
    })
}
