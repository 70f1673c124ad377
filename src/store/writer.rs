//! The one write path. Every change waits in a bounded queue; one task takes what has gathered,
//! carries it all out in one transaction and answers when the disk has it (group commit).
//!
//! A command is guarded by the versions it was decided on. When a guard fails nothing of that
//! command is kept and the rest of the batch goes on, so a guard is always tried before anything
//! else is written. Only a command with several guards needs a savepoint of its own.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, QueryBuilder, Row, Sqlite};
use tokio::sync::{mpsc, oneshot};

use crate::clock::stamp;
use crate::db::{Db, PAGES_MAX};
use crate::person::{self, Person};

/// Commands that may wait. At the speed of a slow disk this is a few seconds' worth; whoever comes
/// after is better served by being told at once.
const QUEUE_MAX: usize = 1024;
/// Commands in one transaction.
const BATCH_MAX: usize = 256;
/// Rows in one statement, so that few different statements need to be kept prepared.
const ROWS_MAX: usize = 16;
/// How long a receipt for a key is kept.
const RECEIPTS_KEPT_DAYS: i64 = 7;

/// The kinds of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An application, or a change to an account.
    Case,
    /// An account in the register.
    Account,
    /// A person who logs in. Has no document, only events.
    Person,
}

impl Kind {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Case => "arende",
            Self::Account => "konto",
            Self::Person => "person",
        }
    }
}

/// What was done, by whom.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// The person's id.
    pub actor: String,
    /// The command's word.
    pub action: String,
    /// Everything else about it, as JSON.
    pub body: String,
}

/// A new version of a document, and the event that made it.
#[derive(Clone, Debug)]
pub struct Put {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Which one.
    pub id: String,
    /// The version this was decided on; 0 makes a new document.
    pub expected: i64,
    /// The person it belongs to.
    pub owner: String,
    /// Another person who may see it, by e-mail address, or empty.
    pub party: String,
    /// The word of its state.
    pub state: String,
    /// What no other document of the kind may also claim, such as an account's address.
    pub claim: Option<String>,
    /// The document as JSON; none takes it away.
    pub body: Option<String>,
    /// What made it so.
    pub event: Event,
}

/// A letter to send, once what it tells of is safely kept.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The address.
    pub recipient: String,
    /// Which letter.
    pub template: String,
    /// What the letter tells of, as JSON.
    pub body: String,
}

/// What the sender calls a command, so that sending it again does not do it again.
#[derive(Clone, Debug)]
pub struct Key {
    /// The person; two people may use the same name.
    pub actor: String,
    /// The name.
    pub name: String,
    /// A digest of everything in the request.
    pub request: String,
}

/// The answer a command was given, kept so that it can be given again, byte for byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The HTTP status.
    pub status: u16,
    /// The document's ETag.
    pub etag: String,
    /// The document's address, or empty.
    pub place: String,
    /// The body.
    pub body: String,
}

/// Everything one decision changes.
#[derive(Clone, Debug, Default)]
pub struct Command {
    /// The documents.
    pub puts: Vec<Put>,
    /// The letters.
    pub letters: Vec<Letter>,
    /// The sender's name for it, with the answer to keep.
    pub receipt: Option<(Key, Receipt)>,
}

/// A change to a session.
#[derive(Clone, Debug)]
pub enum Seat {
    /// A session that must be new.
    Take {
        /// The hash of its id.
        id: String,
        /// What it holds.
        data: String,
        /// When it ends, in seconds since 1970.
        expires: i64,
    },
    /// A session that goes on.
    Keep {
        /// The hash of its id.
        id: String,
        /// What it holds.
        data: String,
        /// When it ends, in seconds since 1970.
        expires: i64,
    },
    /// A session that is over.
    Leave {
        /// The hash of its id.
        id: String,
    },
    /// All sessions that ended before this, in seconds since 1970.
    Sweep {
        /// The time now.
        now: i64,
    },
}

enum Work {
    Command(Command),
    Person(Box<Person>, Event),
    Seat(Seat),
}

/// What became of a piece of work that the database could carry out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is on disk.
    Done,
    /// It was done before; here is the answer given then.
    Before(Receipt),
    /// The name was used for something else.
    KeyReused,
    /// Somebody else changed the document first, or a new one exists already.
    Stale,
    /// Another document claims the same.
    Claimed,
}

/// Why nothing was done. Nothing of the command is kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Too many are waiting.
    #[error("the write queue is full")]
    Busy,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The database could not do it.
    #[error("the database failed: {0}")]
    Broken(String),
    /// The program is stopping.
    #[error("the program is stopping")]
    Stopping,
}

type Answer = Result<Outcome, Failure>;

struct Job {
    work: Work,
    reply: oneshot::Sender<Answer>,
}

/// The way into the queue. When the last copy is gone the writer finishes what waits and ends.
#[derive(Clone, Debug)]
pub struct Writer {
    queue: mpsc::Sender<Job>,
}

/// The writer's task; wait for it to know that everything is on disk.
pub type Done = tokio::task::JoinHandle<()>;

impl Writer {
    /// Starts the writer of `db`.
    ///
    /// # Errors
    /// When its connection cannot be opened.
    pub async fn start(db: &Db) -> sqlx::Result<(Self, Done)> {
        let connection = db.writing().await?;
        let (queue, waiting) = mpsc::channel(QUEUE_MAX);
        let done = tokio::spawn(write(db.clone(), connection, waiting));
        Ok((Self { queue }, done))
    }

    /// Carries out a decision.
    ///
    /// # Errors
    /// [`Failure`]; then nothing was kept.
    pub async fn command(&self, command: Command) -> Answer {
        self.ask(Work::Command(command)).await
    }

    /// Adds or replaces a person who may log in.
    ///
    /// # Errors
    /// [`Failure`]; then nothing was kept.
    pub async fn person(&self, person: Person, event: Event) -> Answer {
        self.ask(Work::Person(Box::new(person), event)).await
    }

    /// Changes a session.
    ///
    /// # Errors
    /// [`Failure`]; then nothing was kept.
    pub async fn seat(&self, seat: Seat) -> Answer {
        self.ask(Work::Seat(seat)).await
    }

    async fn ask(&self, work: Work) -> Answer {
        let (reply, answer) = oneshot::channel();
        self.queue
            .try_send(Job { work, reply })
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => Failure::Busy,
                mpsc::error::TrySendError::Closed(_) => Failure::Stopping,
            })?;
        answer.await.unwrap_or(Err(Failure::Stopping))
    }
}

async fn write(db: Db, mut connection: SqliteConnection, mut waiting: mpsc::Receiver<Job>) {
    let mut batch = Vec::with_capacity(BATCH_MAX);
    let mut pages_max = PAGES_MAX;
    while 0 < waiting.recv_many(&mut batch, BATCH_MAX).await {
        let jobs = std::mem::take(&mut batch);
        keep_within(&mut connection, db.pages_max(), &mut pages_max).await;
        let answers = match carry_out(&mut connection, jobs.iter().map(|job| &job.work)).await {
            Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
            // One command that the database chokes on must not fail those who happened to come at
            // the same time.
            Err(Failure::Broken(_)) if 1 < jobs.len() => {
                let mut answers = Vec::with_capacity(jobs.len());
                for job in &jobs {
                    let alone = carry_out(&mut connection, std::iter::once(&job.work)).await;
                    answers.push(alone.map(|mut outcomes| outcomes.pop().unwrap_or(Outcome::Done)));
                }
                answers
            }
            Err(failure) => vec![Err(failure); jobs.len()],
        };
        let broken = answers
            .iter()
            .any(|answer: &Answer| matches!(answer, Err(Failure::Broken(_))));
        for (job, answer) in jobs.into_iter().zip(answers) {
            // Whoever asked may have gone away. What they asked for is done all the same.
            let _ = job.reply.send(answer);
        }
        if broken && let Ok(fresh) = db.writing().await {
            connection = fresh;
            pages_max = PAGES_MAX;
        }
    }
    if let Err(error) = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&mut connection)
        .await
    {
        tracing::warn!(%error, "the log was not folded into the database");
    }
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "the database was not closed");
    }
}

/// Sets how large the database may grow, when that has changed.
async fn keep_within(connection: &mut SqliteConnection, wanted: u32, set: &mut u32) {
    if wanted == *set {
        return;
    }
    let sql = format!("PRAGMA max_page_count = {wanted}");
    match sqlx::query(sqlx::AssertSqlSafe(sql))
        .execute(connection)
        .await
    {
        Ok(_) => *set = wanted,
        Err(error) => tracing::warn!(%error, "the size limit was not set"),
    }
}

/// One transaction. Either every outcome is on disk or nothing is.
async fn carry_out<'a>(
    connection: &mut SqliteConnection,
    works: impl Iterator<Item = &'a Work>,
) -> Result<Vec<Outcome>, Failure> {
    match attempt(connection, works).await {
        Ok(outcomes) => match sqlx::query("COMMIT").execute(&mut *connection).await {
            Ok(_) => Ok(outcomes),
            Err(error) => {
                let verdict = judge(&error);
                match verdict {
                    Verdict::Full | Verdict::Other => {}
                    // After a failed write or fsync nobody knows what is on disk, and asking again
                    // can get a yes that is not true. A fresh start reads what is really there.
                    Verdict::Disk => {
                        tracing::error!(%error, "the disk failed at commit; stopping");
                        std::process::exit(74);
                    }
                }
                undo(connection).await;
                Err(verdict.failure(&error))
            }
        },
        Err(error) => {
            undo(connection).await;
            Err(judge(&error).failure(&error))
        }
    }
}

async fn undo(connection: &mut SqliteConnection) {
    // SQLite may have rolled back by itself, and then there is nothing to undo.
    let _ = sqlx::query("ROLLBACK").execute(connection).await;
}

async fn attempt<'a>(
    connection: &mut SqliteConnection,
    works: impl Iterator<Item = &'a Work>,
) -> sqlx::Result<Vec<Outcome>> {
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut *connection)
        .await?;
    let mut outcomes = Vec::new();
    let mut log = Log::default();
    for work in works {
        outcomes.push(match work {
            Work::Command(command) => obey(connection, &mut log, command).await?,
            Work::Person(person, event) => {
                person::save(connection, person).await?;
                log.add(Kind::Person, &person.id, person.revision, event);
                Outcome::Done
            }
            Work::Seat(seat) => settle(connection, seat).await?,
        });
    }
    log.write(connection).await?;
    Ok(outcomes)
}

async fn obey<'a>(
    connection: &mut SqliteConnection,
    log: &mut Log<'a>,
    command: &'a Command,
) -> sqlx::Result<Outcome> {
    if let Some((key, _)) = &command.receipt {
        let before = match log.seen(key) {
            Some(outcome) => Some(outcome),
            None => earlier(connection, key).await?,
        };
        if let Some(outcome) = before {
            return Ok(outcome);
        }
    }
    let several = 1 < command.puts.len();
    if several {
        sqlx::query("SAVEPOINT command")
            .execute(&mut *connection)
            .await?;
    }
    for put in &command.puts {
        let outcome = place(connection, put).await?;
        if outcome != Outcome::Done {
            if several {
                sqlx::query("ROLLBACK TO command")
                    .execute(&mut *connection)
                    .await?;
                sqlx::query("RELEASE command")
                    .execute(&mut *connection)
                    .await?;
            }
            return Ok(outcome);
        }
    }
    if several {
        sqlx::query("RELEASE command")
            .execute(&mut *connection)
            .await?;
    }
    for put in &command.puts {
        log.add(put.kind, &put.id, put.expected + 1, &put.event);
    }
    for letter in &command.letters {
        log.letters.push((log.events.len(), letter));
    }
    if let Some((key, receipt)) = &command.receipt {
        let at = command
            .puts
            .first()
            .map_or(DateTime::UNIX_EPOCH, |put| put.event.at);
        log.receipts.push((key, receipt, at));
    }
    Ok(Outcome::Done)
}

/// Tries the guard of one document and, when it holds, puts the new version in place.
async fn place(connection: &mut SqliteConnection, put: &Put) -> sqlx::Result<Outcome> {
    let Some(body) = &put.body else {
        let gone = sqlx::query("DELETE FROM document WHERE kind = $1 AND id = $2 AND version = $3")
            .bind(put.kind.word())
            .bind(&put.id)
            .bind(put.expected)
            .execute(connection)
            .await?;
        return Ok(if gone.rows_affected() == 1 {
            Outcome::Done
        } else {
            Outcome::Stale
        });
    };
    let sql = if put.expected == 0 {
        "INSERT INTO document (kind, id, version, owner, party, state, claim, changed, body) \
         VALUES ($1, $2, $3 + 1, $4, $5, $6, $7, $8, $9)"
    } else {
        "UPDATE document SET version = $3 + 1, owner = $4, party = $5, state = $6, claim = $7, \
         changed = $8, body = $9 WHERE kind = $1 AND id = $2 AND version = $3"
    };
    let written = sqlx::query(sql)
        .bind(put.kind.word())
        .bind(&put.id)
        .bind(put.expected)
        .bind(&put.owner)
        .bind(&put.party)
        .bind(&put.state)
        .bind(put.claim.as_deref())
        .bind(stamp(put.event.at))
        .bind(body)
        .execute(connection)
        .await;
    match written {
        Ok(done) if done.rows_affected() == 1 => Ok(Outcome::Done),
        Ok(_) => Ok(Outcome::Stale),
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
            // The message names the columns: the claim's index holds no id.
            Ok(if error.message().contains("document.claim") {
                Outcome::Claimed
            } else {
                Outcome::Stale
            })
        }
        Err(error) => Err(error),
    }
}

/// What a key was used for before, if it was.
async fn earlier(connection: &mut SqliteConnection, key: &Key) -> sqlx::Result<Option<Outcome>> {
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

async fn settle(connection: &mut SqliteConnection, seat: &Seat) -> sqlx::Result<Outcome> {
    let done = match seat {
        Seat::Take { id, data, expires } => {
            sqlx::query("INSERT INTO session (id, data, expires) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING")
                .bind(id)
                .bind(data)
                .bind(expires)
                .execute(connection)
                .await?
        }
        Seat::Keep { id, data, expires } => {
            sqlx::query("UPDATE session SET data = $2, expires = $3 WHERE id = $1")
                .bind(id)
                .bind(data)
                .bind(expires)
                .execute(connection)
                .await?
        }
        Seat::Leave { id } => {
            sqlx::query("DELETE FROM session WHERE id = $1").bind(id).execute(connection).await?
        }
        Seat::Sweep { now } => {
            let oldest = DateTime::from_timestamp(*now, 0).unwrap_or_default()
                - chrono::Duration::days(RECEIPTS_KEPT_DAYS);
            sqlx::query("DELETE FROM idempotency WHERE at < $1")
                .bind(stamp(oldest))
                .execute(&mut *connection)
                .await?;
            sqlx::query("DELETE FROM session WHERE expires < $1").bind(now).execute(connection).await?;
            return Ok(Outcome::Done);
        }
    };
    Ok(if done.rows_affected() == 1 {
        Outcome::Done
    } else {
        Outcome::Stale
    })
}

/// What a batch adds to the log, gathered so that it takes a few statements and not a few each.
#[derive(Default)]
struct Log<'a> {
    events: Vec<(Kind, &'a str, i64, &'a Event)>,
    /// With the number of events so far, so that a letter is kept with its command's last event.
    letters: Vec<(usize, &'a Letter)>,
    receipts: Vec<(&'a Key, &'a Receipt, DateTime<Utc>)>,
}

impl<'a> Log<'a> {
    fn add(&mut self, kind: Kind, id: &'a str, version: i64, event: &'a Event) {
        self.events.push((kind, id, version, event));
    }

    /// A key that was used earlier in this very batch.
    fn seen(&self, key: &Key) -> Option<Outcome> {
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

    async fn write(&self, connection: &mut SqliteConnection) -> sqlx::Result<()> {
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
            hash = link(
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
            let mut sql: QueryBuilder<Sqlite> =
                QueryBuilder::new("INSERT INTO outbox (event, place, recipient, template, body) ");
            sql.push_values(letters, |mut row, (place, (events, letter))| {
                let event = first + i64::try_from(*events).unwrap_or(0) - 1;
                row.push_bind(event)
                    .push_bind(i64::try_from(*place).unwrap_or(0))
                    .push_bind(&letter.recipient)
                    .push_bind(&letter.template)
                    .push_bind(&letter.body);
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
fn link(before: &str, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in std::iter::once(&before).chain(parts) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hex(&hash.finalize())
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| {
            [
                DIGITS[usize::from(byte >> 4)],
                DIGITS[usize::from(byte & 15)],
            ]
        })
        .map(char::from)
        .collect()
}

/// Follows the chain of events from the first to the last.
///
/// # Errors
/// The number of the first event that does not fit, or none when the database cannot be read.
pub async fn check_chain(db: &Db) -> Result<u64, Option<i64>> {
    let mut hash = String::new();
    let mut seq = 0;
    loop {
        let rows = sqlx::query(
            "SELECT seq, kind, id, version, at, actor, action, body, hash FROM event \
             WHERE $1 < seq ORDER BY seq LIMIT 1000",
        )
        .bind(seq)
        .fetch_all(db.readers())
        .await
        .map_err(|_| None)?;
        if rows.is_empty() {
            return Ok(u64::try_from(seq).unwrap_or(0));
        }
        for row in rows {
            let number = |at: usize| row.try_get::<i64, _>(at).map_err(|_| None);
            let text = |at: usize| row.try_get::<&str, _>(at).map_err(|_| None);
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
            hash = link(&hash, &parts);
            if found != seq + 1 || hash != text(8)? {
                return Err(Some(seq + 1));
            }
            seq = found;
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    /// No room. It may be made, and nothing is broken.
    Full,
    /// The disk did not do what it was told.
    Disk,
    /// Anything else: locked by another program, a mistake of ours.
    Other,
}

impl Verdict {
    fn failure(self, error: &sqlx::Error) -> Failure {
        match self {
            Self::Full => Failure::DiskFull,
            Self::Disk | Self::Other => Failure::Broken(error.to_string()),
        }
    }
}

fn judge(error: &sqlx::Error) -> Verdict {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .and_then(|code| code.parse().ok());
    code.map_or(Verdict::Other, judge_code)
}

/// What an extended result code of SQLite means for us.
fn judge_code(code: u32) -> Verdict {
    const FULL: u32 = 13;
    const CORRUPT: u32 = 11;
    const IOERR: u32 = 10;
    // Growing the log's index is the one place where no room is reported as an I/O error.
    const IOERR_SHMSIZE: u32 = IOERR | 19 << 8;
    match (code, code & 0xff) {
        (IOERR_SHMSIZE, _) | (_, FULL) => Verdict::Full,
        (_, IOERR | CORRUPT) => Verdict::Disk,
        (_, _) => Verdict::Other,
    }
}

/// The time after which a caller that met a full queue may try again.
pub const RETRY_AFTER: Duration = Duration::from_secs(1);

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

#[cfg(test)]
#[path = "writer_test.rs"]
mod tests;
