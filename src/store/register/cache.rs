//! The register in memory: an immutable snapshot that every reader shares. The database is read
//! when something has changed or a new day has begun, and never to answer a reader.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use chrono::NaiveDate;
use rules::account::Account;
use rules::register::{Filter, Index, PAGE_ROWS, Row, Search};
use serde::Serialize;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::database::db::Db;
use crate::http::answer::Answer;
use crate::kind::Kind;

/// Answers kept per snapshot. A page takes some 20 kB, so all of them stay below 10 MB.
const ANSWERS_MAX: usize = 256;

/// The next accounts after one, a document on each line: row by row they would go from thread to
/// thread one at a time, which took most of a start.
const CHUNK: &str = "SELECT MAX(id), string_agg(body, $4) FROM (
    SELECT id, body FROM document WHERE kind = $1 AND $2 < id ORDER BY id LIMIT $3) AS chunk";
/// Accounts in such a chunk. While one is made into rows the next is read.
const CHUNK_ROWS: i64 = 512;

/// The register as it stands.
#[derive(Clone)]
pub struct Register {
    db: Db,
    clock: Clock,
    current: watch::Sender<Option<Arc<Snapshot>>>,
    /// Held while a snapshot is made, so that two changes are not overtaken by each other.
    making: Arc<tokio::sync::Mutex<()>>,
}

impl fmt::Debug for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Register")
    }
}

impl Register {
    /// A register that has not been read yet.
    #[must_use]
    pub fn new(db: Db, clock: Clock) -> Self {
        Self {
            db,
            clock,
            current: watch::Sender::new(None),
            making: Arc::default(),
        }
    }

    /// The snapshot; waits for the first one.
    pub async fn now(&self) -> Arc<Snapshot> {
        let mut changes = self.current.subscribe();
        loop {
            if let Some(snapshot) = &*changes.borrow_and_update() {
                return snapshot.clone();
            }
            if changes.changed().await.is_err() {
                // The sender is ours, so it is never gone.
                std::future::pending::<()>().await;
            }
        }
    }

    /// Reads every account for the first time. When that fails, those who ask for the register wait
    /// until it has been read after all.
    pub async fn read_first(self) {
        if let Err(error) = self.read_once().await {
            tracing::warn!(%error, "the register could not be read");
        }
    }

    /// Reads every account, unless they have been read.
    ///
    /// # Errors
    /// When the database cannot be read; then the register has not been read.
    pub async fn read_once(&self) -> sqlx::Result<()> {
        let _turn = self.making.lock().await;
        if self.current.borrow().is_some() {
            return Ok(());
        }
        self.read().await
    }

    /// Reads every account again.
    ///
    /// # Errors
    /// When the database cannot be read; then the register is as before.
    pub async fn reload(&self) -> sqlx::Result<()> {
        let _turn = self.making.lock().await;
        self.read().await
    }

    async fn read(&self) -> sqlx::Result<()> {
        let today = self.clock.today();
        let mut reading = self.db.readers().begin().await?;
        let mut chunks = Vec::new();
        let mut from = String::new();
        loop {
            let (last, bodies): (Option<String>, Option<String>) = sqlx::query_as(CHUNK)
                .bind(Kind::Account.word())
                .bind(&from)
                .bind(CHUNK_ROWS)
                .bind("\n")
                .fetch_one(&mut *reading)
                .await?;
            let (Some(last), Some(bodies)) = (last, bodies) else {
                break;
            };
            from = last;
            chunks.push(tokio::task::spawn_blocking(move || {
                read_rows(&bodies, today)
            }));
        }
        let mut rows = Vec::new();
        for chunk in chunks {
            let some = chunk.await;
            rows.extend(some.map_err(|error| sqlx::Error::Decode(error.into()))?);
        }
        rows.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        self.put(today, move || rows).await;
        Ok(())
    }

    /// Takes in one account that has been written.
    pub async fn take_in(&self, account: &Account) {
        let _turn = self.making.lock().await;
        let before = self.now().await;
        let today = before.day;
        let row = account.row(today);
        self.put(today, move || {
            let mut rows = before.rows.to_vec();
            match rows.binary_search_by(|other| other.id.cmp(&row.id)) {
                Ok(place) => rows[place] = row,
                Err(place) => rows.insert(place, row),
            }
            rows
        })
        .await;
    }

    /// Makes a snapshot away from the threads that answer people.
    async fn put(&self, day: NaiveDate, rows: impl FnOnce() -> Vec<Row> + Send + 'static) {
        let made = tokio::task::spawn_blocking(move || Snapshot::new(day, rows())).await;
        match made {
            Ok(snapshot) => {
                let snapshot = Arc::new(snapshot);
                let before = self.current.send_replace(Some(snapshot.clone()));
                // Readers need no index, so none of them waits for it; a person who sends an application
                // next finds it made. That of the first snapshot is made when the start is over.
                if before.is_some() {
                    tokio::task::spawn_blocking(move || {
                        let _made = snapshot.index();
                    });
                }
            }
            Err(error) => tracing::error!(%error, "the register was not made"),
        }
    }

    /// Reads it again when a new day has begun: a pause may have ended.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn follow_the_day(&self) -> sqlx::Result<()> {
        if self.now().await.day == self.clock.today() {
            Ok(())
        } else {
            self.reload().await
        }
    }
}

/// The rows of accounts' documents, which stand one on each line.
fn read_rows(bodies: &str, today: NaiveDate) -> Vec<Row> {
    let read = |body| {
        serde_json::from_str::<Account>(body)
            .inspect_err(|error| tracing::error!(%error, "an account cannot be read"))
            .map(|account| account.row(today))
            .ok()
    };
    bodies.lines().filter_map(read).collect()
}

/// The register at one moment. Never changes, so what is made of it is made once.
pub struct Snapshot {
    day: NaiveDate,
    rows: Arc<[Row]>,
    index: OnceLock<Index>,
    search: Mutex<Search>,
    whole: OnceLock<Answer>,
    answers: Mutex<HashMap<String, Answer>>,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Snapshot of {}", self.day)
    }
}

/// The JSON of the whole register.
#[derive(Serialize)]
struct Whole<'a> {
    dag: NaiveDate,
    antal: usize,
    konton: &'a [Row],
}

/// The JSON of a page.
#[derive(Serialize)]
struct Page<'a> {
    dag: NaiveDate,
    antal: usize,
    sida: usize,
    sidor: usize,
    konton: Vec<&'a Row>,
}

/// The rows that a filter finds.
pub struct FilteredRows<'a> {
    /// All of them, in the filter's order.
    pub rows: Vec<&'a Row>,
    /// The page that was wanted, or the last when there are not so many.
    pub page: usize,
    /// How many pages there are, at least one.
    pub pages: usize,
}

impl<'a> FilteredRows<'a> {
    /// The rows of the wanted page.
    #[must_use]
    pub fn on_page(&self) -> &[&'a Row] {
        let start = (self.page - 1) * PAGE_ROWS;
        &self.rows[start.min(self.rows.len())..(start + PAGE_ROWS).min(self.rows.len())]
    }
}

impl Snapshot {
    fn new(day: NaiveDate, rows: Vec<Row>) -> Self {
        Self {
            day,
            rows: rows.into(),
            index: OnceLock::new(),
            search: Mutex::default(),
            whole: OnceLock::new(),
            answers: Mutex::default(),
        }
    }

    /// What is in the register, for the rules.
    #[must_use]
    pub fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(self.rows.clone()))
    }

    /// The day it shows.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// The rows that pass the filter.
    pub fn find(&self, filter: &Filter) -> FilteredRows<'_> {
        let rows = &*self.rows;
        let places = self.search().find(rows, filter);
        let pages = places.len().div_ceil(PAGE_ROWS).max(1);
        let rows = places
            .iter()
            .filter_map(|place| rows.get(*place as usize))
            .collect();
        FilteredRows {
            rows,
            page: filter.page.clamp(1, pages),
            pages,
        }
    }

    /// The förvaltningar that occur.
    pub fn departments(&self) -> Vec<String> {
        let mut search = self.search();
        let names = search.departments(&self.rows);
        names.into_iter().map(str::to_owned).collect()
    }

    fn search(&self) -> MutexGuard<'_, Search> {
        self.search.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every row as JSON.
    pub fn whole(&self) -> &Answer {
        self.whole.get_or_init(|| {
            let rows = &*self.rows;
            Answer::json(&Whole {
                dag: self.day,
                antal: rows.len(),
                konton: rows,
            })
        })
    }

    /// A page as JSON.
    pub fn page(&self, filter: &Filter) -> Answer {
        self.kept("json", filter, || {
            let found = self.find(filter);
            Answer::json(&Page {
                dag: self.day,
                antal: found.rows.len(),
                sida: found.page,
                sidor: found.pages,
                konton: found.on_page().to_vec(),
            })
        })
    }

    /// The answer to a filter in some form, made once.
    pub fn kept(&self, form: &str, filter: &Filter, make: impl FnOnce() -> Answer) -> Answer {
        let mut name = form.to_owned();
        for (key, value) in filter.to_pairs() {
            name.push('\n');
            name.push_str(key);
            name.push('=');
            name.push_str(&value);
        }
        let lock = || self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = lock().get(&name) {
            return answer.clone();
        }
        let answer = make();
        let mut answers = lock();
        if ANSWERS_MAX <= answers.len() {
            answers.clear();
        }
        answers.insert(name, answer.clone());
        answer
    }
}
