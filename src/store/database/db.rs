//! The database: opening it safely, its schema and its reading half. Only [`crate::database::writer`] writes.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};

/// The schema this program reads and writes.
pub const SCHEMA_VERSION: u32 = 3;

/// Marks a file as Klartecken's ("KLAR"), so that another program's database is not taken for ours.
const APPLICATION_ID: u32 = 0x4B4C_4152;

/// The first SQLite without the WAL-reset bug, which could corrupt a database in WAL mode.
const SQLITE_MIN: &str = "3.51.3";

/// Rows that a reading connection may be ahead of their reader. What reads many rows otherwise
/// goes back and forth between two threads for every few of them.
const ROWS_AHEAD: usize = 1024;
/// Bytes in a page of the database.
const PAGE_BYTES: u64 = 4096;
/// The size that SQLite itself stops at, in pages.
pub const PAGES_MAX: u32 = 4_294_967_294;

/// What makes each version of the schema out of the one before.
const SCHEMAS: [&str; SCHEMA_VERSION as usize] = [
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
];

/// Reading connections. More would only queue for the same two cores.
const READERS: u32 = 4;
/// What a reading connection keeps of the database, in KiB with a minus, as SQLite wants it. What is
/// read often lies in the store's own memory, and the rest in the system's.
const READER_KEEPS: &str = "-256";

/// An open database: where it lies and connections to read from.
#[derive(Clone, Debug)]
pub struct Db {
    path: PathBuf,
    readers: SqlitePool,
    pages_max: Arc<AtomicU32>,
}

/// Why a database is not opened. Nothing has been written to it when this is returned.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The SQLite inside the program is too old.
    #[error("this program carries SQLite {0}, but needs {SQLITE_MIN} or later")]
    OldSqlite(String),
    /// Some other program's database.
    #[error("{0} is a database of some other program")]
    Foreign(PathBuf),
    /// A schema this program does not know.
    #[error(
        "{path} has schema version {found}, this program knows version {SCHEMA_VERSION}; \
         use a newer klartecken. Nothing was written"
    )]
    Schema {
        /// The database file.
        path: PathBuf,
        /// The version it says it has.
        found: u32,
    },
    /// The file's mode lets others in.
    #[error("{path} may be read by others (mode {mode:03o}); run: chmod 600 {path}")]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The database has a key, and it is not where it should be.
    #[error(
        "the master key {0} is missing; put it back from its copy, or name it with --key. \
         Nothing was written"
    )]
    KeyMissing(PathBuf),
    /// The database has another key.
    #[error("{0} was made with another key. Nothing was written")]
    KeyWrong(PathBuf),
    /// What should be a key is none.
    #[error("{0} is not a key of 64 hexadecimal digits; make one with: openssl rand -hex 32")]
    KeyUnreadable(PathBuf),
    /// The file is no database at all.
    #[error("{0} is not a database")]
    NotADatabase(PathBuf),
    /// The file system said no.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// SQLite said no.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

impl Db {
    /// Opens the database at `path`, making it when there is none.
    ///
    /// # Errors
    /// See [`OpenError`]; a refused file is left as it was.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        let found = look_at(path)?;
        if found == FileKind::Nothing {
            if let Some(folder) = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty())
            {
                std::fs::create_dir_all(folder).map_err(|source| file_error(path, source))?;
            }
            private(path, true)?;
        }
        // The newest schema version may still lie in the log beside the file, and a writing
        // connection would tidy that log away when it closes. So the first look only reads, and is
        // the only one when there is nothing to bring up.
        let mut connection = if found == FileKind::Ours {
            options(path).read_only(true).connect().await?
        } else {
            writing_options(path).connect().await?
        };
        let version: i64 = sqlx::query_scalar("PRAGMA user_version")
            .fetch_one(&mut connection)
            .await?;
        if found == FileKind::Ours
            && let Err(refused) = known(path, u32::try_from(version).unwrap_or(u32::MAX))
        {
            connection.close().await?;
            return Err(refused);
        }
        if version < i64::from(SCHEMA_VERSION) {
            if found == FileKind::Ours {
                connection.close().await?;
                connection = writing_options(path).connect().await?;
            }
            bring_up(&mut connection).await?;
        }
        let carried: String = sqlx::query_scalar("SELECT sqlite_version()")
            .fetch_one(&mut connection)
            .await?;
        if ordinal(&carried) < ordinal(SQLITE_MIN) {
            return Err(OpenError::OldSqlite(carried));
        }
        connection.close().await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .min_connections(1)
            .test_before_acquire(false)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(
                options(path)
                    .pragma("query_only", "on")
                    .pragma("cache_size", READER_KEEPS)
                    .row_buffer_size(ROWS_AHEAD),
            )
            .await?;
        Ok(Self {
            path: path.to_owned(),
            readers,
            pages_max: Arc::new(AtomicU32::new(PAGES_MAX)),
        })
    }

    /// What the database at `path` is marked with, without opening it for writing. None when there
    /// is no database yet, or none with such a mark.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub(crate) async fn read_meta(path: &Path, name: &str) -> Result<Option<String>, OpenError> {
        if look_at(path)? != FileKind::Ours {
            return Ok(None);
        }
        let mut reading = options(path).read_only(true).connect().await?;
        let marked: i64 =
            sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = 'mark'")
                .fetch_one(&mut reading)
                .await?;
        let value = if marked == 0 {
            None
        } else {
            sqlx::query_scalar("SELECT value FROM mark WHERE name = $1")
                .bind(name)
                .fetch_optional(&mut reading)
                .await?
        };
        reading.close().await?;
        Ok(value)
    }

    /// Marks the database, unless it has such a mark. Gives the mark it has.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) async fn meta(&self, name: &str, value: &str) -> sqlx::Result<String> {
        let mut connection = self.writing().await?;
        sqlx::query("INSERT INTO mark (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
            .bind(name)
            .bind(value)
            .execute(&mut connection)
            .await?;
        let kept = sqlx::query_scalar("SELECT value FROM mark WHERE name = $1")
            .bind(name)
            .fetch_one(&mut connection)
            .await?;
        connection.close().await?;
        Ok(kept)
    }

    /// A connection that only reads, to a database that is left exactly as it is.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn reading(path: &Path) -> Result<SqliteConnection, OpenError> {
        match look_at(path)? {
            FileKind::Ours => Ok(options(path).read_only(true).connect().await?),
            FileKind::Nothing | FileKind::Empty => Err(OpenError::NotADatabase(path.to_owned())),
        }
    }

    /// Keeps the database from growing beyond so many bytes. Then changes are refused as if the disk
    /// were full, and what is there can still be read.
    pub fn limit_to(&self, bytes: u64) {
        let pages = u32::try_from(bytes / PAGE_BYTES).unwrap_or(PAGES_MAX);
        self.pages_max
            .store(pages.clamp(1, PAGES_MAX), Ordering::Relaxed);
    }

    /// How large the database may grow, in pages.
    pub(crate) fn pages_max(&self) -> u32 {
        self.pages_max.load(Ordering::Relaxed)
    }

    /// Connections for reading.
    #[must_use]
    pub fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    /// Where the database lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A connection of its own for the one writer.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub async fn writing(&self) -> sqlx::Result<SqliteConnection> {
        writing_options(&self.path).connect().await
    }

    /// Copies the whole database, as it is at this moment, to a new file that only its owner may
    /// read, and checks the copy. The program that serves may go on writing meanwhile.
    ///
    /// # Errors
    /// When `target` exists, the disk is full or the copy does not check out.
    pub async fn back_up(&self, target: &Path) -> Result<(), OpenError> {
        private(target, true)?;
        let mut connection = self.writing().await?;
        let copied = sqlx::query("VACUUM INTO $1")
            .bind(target.to_string_lossy().into_owned())
            .execute(&mut connection)
            .await;
        connection.close().await?;
        if let Err(error) = copied {
            // A half copy must not be taken for a backup.
            let _ = std::fs::remove_file(target);
            return Err(error.into());
        }
        let mut copy = options(target).read_only(true).connect().await?;
        let answer: String = sqlx::query_scalar("PRAGMA integrity_check")
            .fetch_one(&mut copy)
            .await?;
        copy.close().await?;
        if answer != "ok" {
            return Err(OpenError::NotADatabase(target.to_owned()));
        }
        File::open(target)
            .and_then(|file| file.sync_all())
            .map_err(|source| file_error(target, source))
    }
}

#[derive(PartialEq)]
enum FileKind {
    Nothing,
    Empty,
    Ours,
}

/// Reads the file's mode and header without going through SQLite, so that a file which is refused
/// has not been touched.
fn look_at(path: &Path) -> Result<FileKind, OpenError> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(FileKind::Nothing),
        Err(source) => return Err(file_error(path, source)),
    };
    let mode = file
        .metadata()
        .map_err(|source| file_error(path, source))?
        .permissions()
        .mode()
        & 0o777;
    if mode & 0o077 != 0 {
        return Err(OpenError::Exposed {
            path: path.to_owned(),
            mode,
        });
    }
    let mut header = Vec::with_capacity(100);
    file.by_ref()
        .take(100)
        .read_to_end(&mut header)
        .map_err(|source| file_error(path, source))?;
    if header.is_empty() {
        // A file made beforehand with the right owner, or the log of a first start that was cut
        // short before anything was kept.
        return Ok(FileKind::Empty);
    }
    if header.len() < 100 || !header.starts_with(b"SQLite format 3\0") {
        return Err(OpenError::NotADatabase(path.to_owned()));
    }
    let number = |at: usize| {
        u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    let (version, application) = (number(60), number(68));
    match (application, version) {
        (0, 0) => Ok(FileKind::Empty),
        (APPLICATION_ID, version) => known(path, version).map(|()| FileKind::Ours),
        _ => Err(OpenError::Foreign(path.to_owned())),
    }
}

fn known(path: &Path, found: u32) -> Result<(), OpenError> {
    if (1..=SCHEMA_VERSION).contains(&found) {
        Ok(())
    } else {
        Err(OpenError::Schema {
            path: path.to_owned(),
            found,
        })
    }
}

/// Makes `path` as an empty file that only its owner may read.
fn private(path: &Path, new: bool) -> Result<(), OpenError> {
    OpenOptions::new()
        .write(true)
        .create_new(new)
        .mode(0o600)
        .open(path)
        .map(|_| ())
        .map_err(|source| file_error(path, source))
}

fn file_error(path: &Path, source: std::io::Error) -> OpenError {
    OpenError::File {
        path: path.to_owned(),
        source,
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .busy_timeout(Duration::from_secs(5))
        .disable_statement_logging()
}

fn writing_options(path: &Path) -> SqliteConnectOptions {
    options(path)
        .page_size(4096)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        // What is taken away is also wiped, so that a destroyed key is not left in a free page.
        .pragma("secure_delete", "on")
        .pragma("wal_autocheckpoint", "4000")
        .pragma("journal_size_limit", "67108864")
}

/// Brings the schema up from the version it has, or from nothing, in one transaction: one that is
/// cut short leaves what was there before.
async fn bring_up(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    // Another klartecken may have been first, between our look and now, so what counts is what is
    // there now.
    let version: i64 = sqlx::query_scalar("PRAGMA user_version")
        .fetch_one(&mut *transaction)
        .await?;
    let version = usize::try_from(version).unwrap_or(usize::MAX);
    if version == 0 {
        let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema")
            .fetch_one(&mut *transaction)
            .await?;
        if tables != 0 {
            return Err(OpenError::Foreign(PathBuf::new()));
        }
    }
    for schema in SCHEMAS.iter().skip(version) {
        sqlx::raw_sql(*schema).execute(&mut *transaction).await?;
    }
    if version < SCHEMAS.len() {
        let marks = format!(
            "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};"
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(marks))
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// A version as numbers, so that 3.9 comes before 3.51.
fn ordinal(version: &str) -> Vec<u32> {
    version
        .split('.')
        .map(|part| part.parse().unwrap_or(0))
        .collect()
}

#[cfg(test)]
mod tests;
