//! The one write path. Every change waits in a bounded queue; one task takes what has gathered,
//! carries it all out in one transaction and answers when the disk has it (group commit).
//!
//! A command is guarded by the versions it was decided on. When a guard fails nothing of that
//! command is kept and the rest of the batch goes on, so a guard is always tried before anything
//! else is written. Only a command with several guards needs a savepoint of its own.

mod command;
mod link;
mod log;
mod post;

use std::time::Duration;

use chrono::DateTime;
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{mpsc, oneshot};

use crate::clock::stamp;
use crate::crypto::keyring::Keyring;
use crate::database::db::{Db, PAGES_MAX};
use crate::database::user::{self, User};
use crate::kind::Kind;

pub use self::command::{
    CodeTry, Command, DataKeyChange, Event, Fate, Key, Letter, LinkChange, NewCode, NewLink, Note,
    Outcome, Post, Put, Receipt, SessionChange, SignedText, WriteError,
};
#[cfg(test)]
pub(crate) use log::link_hash;
use log::{Log, earlier};
pub use log::{News, check_chain, find_receipt, follow_chain, last_event, news_since};
pub use post::{CODE, CODE_MINUTES_MAX, ERASED, UNREACHED};

/// Commands that may wait. At the speed of a slow disk this is a few seconds' worth; a client that comes
/// after is better served by being told at once.
const QUEUE_MAX: usize = 1024;
/// Commands in one transaction.
const BATCH_MAX: usize = 256;
/// How long a receipt for a key is kept.
const RECEIPTS_KEPT_DAYS: i64 = 7;

enum Work {
    Command(Box<Command>),
    User(Box<User>, Event),
    SessionChange(SessionChange),
    Code(CodeTry),
    Post(Post),
}

impl Work {
    /// Whether it is to leave no trace of something.
    fn destroys(&self) -> bool {
        match self {
            Self::Command(command) => command
                .data_keys
                .iter()
                .any(|data_key| matches!(data_key, DataKeyChange::Destroy { .. })),
            // What is over is swept out of the log too, with the letters that have arrived since.
            Self::SessionChange(session_change) => {
                matches!(session_change, SessionChange::Sweep { .. })
            }
            Self::User(..) | Self::Code(_) | Self::Post(_) => false,
        }
    }
}

type Answer = Result<Outcome, WriteError>;

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
    pub async fn start(db: &Db, keyring: &Keyring) -> sqlx::Result<(Self, Done)> {
        let connection = db.writing().await?;
        let (queue, waiting) = mpsc::channel(QUEUE_MAX);
        let done = tokio::spawn(write(db.clone(), keyring.clone(), connection, waiting));
        Ok((Self { queue }, done))
    }

    /// Carries out a decision.
    ///
    /// # Errors
    /// [`WriteError`]; then nothing was kept.
    pub async fn command(&self, command: Command) -> Answer {
        self.ask(Work::Command(Box::new(command))).await
    }

    /// Adds or replaces a person who may log in.
    ///
    /// # Errors
    /// [`WriteError`]; then nothing was kept.
    pub async fn user(&self, person: User, event: Event) -> Answer {
        self.ask(Work::User(Box::new(person), event)).await
    }

    /// Changes a session.
    ///
    /// # Errors
    /// [`WriteError`]; then nothing was kept.
    pub async fn session(&self, session_change: SessionChange) -> Answer {
        self.ask(Work::SessionChange(session_change)).await
    }

    /// Tries a one-time code.
    ///
    /// # Errors
    /// [`WriteError`]; then the try did not count.
    pub async fn try_code(&self, code: CodeTry) -> Answer {
        self.ask(Work::Code(code)).await
    }

    /// Notes what became of a letter.
    ///
    /// # Errors
    /// [`WriteError`]; then nothing was kept.
    pub async fn post(&self, post: Post) -> Answer {
        self.ask(Work::Post(post)).await
    }

    async fn ask(&self, work: Work) -> Answer {
        let (reply, answer) = oneshot::channel();
        self.queue
            .try_send(Job { work, reply })
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => WriteError::Busy,
                mpsc::error::TrySendError::Closed(_) => WriteError::Stopping,
            })?;
        answer.await.unwrap_or(Err(WriteError::Stopping))
    }
}

async fn write(
    db: Db,
    keyring: Keyring,
    mut connection: SqliteConnection,
    mut waiting: mpsc::Receiver<Job>,
) {
    let mut batch = Vec::with_capacity(BATCH_MAX);
    let mut pages_max = PAGES_MAX;
    while 0 < waiting.recv_many(&mut batch, BATCH_MAX).await {
        let jobs = std::mem::take(&mut batch);
        keep_within(&mut connection, db.pages_max(), &mut pages_max).await;
        let answers = match execute(&mut connection, &keyring, jobs.iter().map(|job| &job.work))
            .await
        {
            Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
            // One command that the database chokes on must not fail those who happened to come at
            // the same time.
            Err(WriteError::Broken(_)) if 1 < jobs.len() => {
                let mut answers = Vec::with_capacity(jobs.len());
                for job in &jobs {
                    let alone =
                        execute(&mut connection, &keyring, std::iter::once(&job.work)).await;
                    answers.push(alone.map(|mut outcomes| outcomes.pop().unwrap_or(Outcome::Done)));
                }
                answers
            }
            Err(failure) => vec![Err(failure); jobs.len()],
        };
        let broken = answers
            .iter()
            .any(|answer: &Answer| matches!(answer, Err(WriteError::Broken(_))));
        if jobs.iter().any(|job| job.work.destroys()) {
            fold(&mut connection).await;
        }
        for (job, answer) in jobs.into_iter().zip(answers) {
            // The asker may have gone away. What was asked for is done all the same.
            let _ = job.reply.send(answer);
        }
        if broken && let Ok(fresh) = db.writing().await {
            connection = fresh;
            pages_max = PAGES_MAX;
        }
    }
    fold(&mut connection).await;
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "the database was not closed");
    }
}

/// Folds the log into the database and empties it, so that what was wiped is not left there either.
async fn fold(connection: &mut SqliteConnection) {
    if let Err(error) = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(connection)
        .await
    {
        tracing::warn!(%error, "the log was not folded into the database");
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
async fn execute<'a>(
    connection: &mut SqliteConnection,
    keyring: &Keyring,
    works: impl Iterator<Item = &'a Work>,
) -> Result<Vec<Outcome>, WriteError> {
    match attempt(connection, keyring, works).await {
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
    keyring: &Keyring,
    works: impl Iterator<Item = &'a Work>,
) -> sqlx::Result<Vec<Outcome>> {
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut *connection)
        .await?;
    let mut outcomes = Vec::new();
    let mut log = Log::default();
    for work in works {
        outcomes.push(match work {
            Work::Command(command) => apply_command(connection, &mut log, command).await?,
            Work::User(person, event) => {
                user::save(connection, person).await?;
                log.add(Kind::Person, &person.id, person.revision, event);
                Outcome::Done
            }
            Work::SessionChange(session_change) => {
                apply_session(connection, session_change).await?
            }
            Work::Code(code) => link::try_code(connection, code).await?,
            Work::Post(post) => post::deliver(connection, &mut log, post).await?,
        });
    }
    log.write(connection, keyring).await?;
    Ok(outcomes)
}

async fn apply_command<'a>(
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
    for letter in &command.letters {
        if log.has_letter(letter) || post::is_kept(connection, letter).await? {
            return Ok(Outcome::NotUnique);
        }
    }
    for note in &command.notes {
        if note.kind.has_documents() && !post::stands(connection, note).await? {
            return Ok(Outcome::Stale);
        }
    }
    let several = 1 < command.puts.len() + command.links.len() + command.data_keys.len();
    if several {
        sqlx::query("SAVEPOINT command")
            .execute(&mut *connection)
            .await?;
    }
    let outcome = guard(connection, command).await?;
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
    if several {
        sqlx::query("RELEASE command")
            .execute(&mut *connection)
            .await?;
    }
    for code in &command.codes {
        link::keep_code(connection, code).await?;
    }
    for text in &command.texts {
        keep_text(connection, text).await?;
    }
    for put in &command.puts {
        log.add(put.kind, &put.id, put.expected + 1, &put.event);
    }
    for note in &command.notes {
        log.add(note.kind, &note.id, note.version, &note.event);
    }
    log.close(command);
    Ok(Outcome::Done)
}

/// Keeps a text the first time that it is signed.
async fn keep_text(connection: &mut SqliteConnection, text: &SignedText) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO text (version, parts) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(&text.version)
        .bind(&text.parts)
        .execute(connection)
        .await
        .map(|_| ())
}

/// Carries out everything that may turn out not to hold any more, and stops at the first that does
/// not.
async fn guard(connection: &mut SqliteConnection, command: &Command) -> sqlx::Result<Outcome> {
    let mut outcome = Outcome::Done;
    for data_key in &command.data_keys {
        if outcome == Outcome::Done {
            outcome = link::change_data_key(connection, data_key).await?;
        }
    }
    for change in &command.links {
        if outcome == Outcome::Done {
            outcome = link::change(connection, change).await?;
        }
    }
    for put in &command.puts {
        if outcome == Outcome::Done {
            outcome = place(connection, put).await?;
        }
    }
    Ok(outcome)
}

/// Tries the guard of one document and, when it holds, puts the new version in place.
async fn place(connection: &mut SqliteConnection, put: &Put) -> sqlx::Result<Outcome> {
    let Some(body) = &put.body else {
        let gone = sqlx::query("DELETE FROM document WHERE kind = $1 AND id = $2 AND version = $3")
            .bind(put.kind.word())
            .bind(&put.id)
            .bind(put.expected)
            .execute(&mut *connection)
            .await?;
        if gone.rows_affected() != 1 {
            return Ok(Outcome::Stale);
        }
        link::forget(connection, put.kind, &put.id).await?;
        return Ok(Outcome::Done);
    };
    let sql = if put.expected == 0 {
        "INSERT INTO document (kind, id, version, owner, party, state, claim, changed, body) \
         VALUES ($1, $2, $3 + 1, $4, $5, $6, $7, $8, $9)"
    } else {
        "UPDATE document SET version = $3 + 1, owner = $4, party = $5, state = $6, \
         claim = COALESCE($7, claim), changed = $8, body = $9 WHERE kind = $1 AND id = $2 AND version = $3"
    };
    let written = sqlx::query(sql)
        .bind(put.kind.word())
        .bind(&put.id)
        .bind(put.expected)
        .bind(&put.owner)
        .bind(&put.party)
        .bind(&put.state)
        .bind(put.unique_key.as_deref())
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
                Outcome::NotUnique
            } else {
                Outcome::Stale
            })
        }
        Err(error) => Err(error),
    }
}

async fn apply_session(
    connection: &mut SqliteConnection,
    session_change: &SessionChange,
) -> sqlx::Result<Outcome> {
    let done = match session_change {
        SessionChange::Take { id, data, expires } => {
            sqlx::query("INSERT INTO session (id, data, expires) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING")
                .bind(id)
                .bind(data)
                .bind(expires)
                .execute(connection)
                .await?
        }
        SessionChange::Keep { id, data, expires } => {
            sqlx::query("UPDATE session SET data = $2, expires = $3 WHERE id = $1")
                .bind(id)
                .bind(data)
                .bind(expires)
                .execute(connection)
                .await?
        }
        SessionChange::Leave { id } => {
            sqlx::query("DELETE FROM session WHERE id = $1").bind(id).execute(connection).await?
        }
        SessionChange::Sweep { now } => {
            let time = DateTime::from_timestamp(*now, 0).unwrap_or_default();
            let oldest = time - chrono::Duration::days(RECEIPTS_KEPT_DAYS);
            sqlx::query("DELETE FROM idempotency WHERE at < $1")
                .bind(stamp(oldest))
                .execute(&mut *connection)
                .await?;
            sqlx::query("DELETE FROM code WHERE expires < $1")
                .bind(stamp(time))
                .execute(&mut *connection)
                .await?;
            sqlx::query("DELETE FROM session WHERE expires < $1")
                .bind(now)
                .execute(&mut *connection)
                .await?;
            post::erase(connection, time).await?;
            return Ok(Outcome::Done);
        }
    };
    Ok(if done.rows_affected() == 1 {
        Outcome::Done
    } else {
        Outcome::Stale
    })
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
    fn failure(self, error: &sqlx::Error) -> WriteError {
        match self {
            Self::Full => WriteError::DiskFull,
            Self::Disk | Self::Other => WriteError::Broken(error.to_string()),
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

#[cfg(test)]
mod tests;
