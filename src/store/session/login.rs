//! Sessions: who is logged in, for how long, and the cookie that says so.
//!
//! The browser holds a random id; the database holds only its hash, so that a stolen backup opens
//! no session. What was read is kept in memory, which is safe because only this process writes
//! sessions and because a person's own record is looked at on every request.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use chrono::{DateTime, Utc};
use rules::permission::Actor;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, Session, SessionManagerLayer, SessionStore};

use crate::State;
use crate::clock::Clock;
use crate::crypto::hex::hex;
use crate::database::db::Db;
use crate::database::user::Person;
use crate::database::writer::{Outcome, Seat, Writer};
use crate::http::problem::Problem;

/// How long a session lasts when nothing is done, in minutes.
pub const IDLE_MINUTES_MAX: i64 = 60;
/// How long a session lasts at most, in hours.
pub const HOURS_MAX: i64 = 12;
/// A session is prolonged when at least this much of its idle time has gone, in seconds, so that
/// not every request is a write.
pub(crate) const TOUCH_AFTER_SECONDS: i64 = 60;
/// Sessions kept in memory; beyond this they are read again.
const REMEMBERED_MAX: usize = 10_000;

const SEAT: &str = "seat";

/// What a session holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Holder {
    person: String,
    revision: i64,
    /// When the login was, in seconds since 1970.
    since: i64,
    /// When the session ends, in seconds since 1970.
    until: i64,
}

/// Sessions in the database, behind the writer.
#[derive(Clone)]
pub struct Sessions {
    db: Db,
    writer: Writer,
    clock: Clock,
    remembered: Arc<Mutex<HashMap<Id, Record>>>,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

impl Sessions {
    /// Sessions of `db`.
    #[must_use]
    pub fn new(db: Db, writer: Writer, clock: Clock) -> Self {
        Self {
            db,
            writer,
            clock,
            remembered: Arc::default(),
        }
    }

    /// The layer that reads and sets the cookie. Over https the cookie's name binds it to the host
    /// and the secure channel; browsers refuse that name over plain http, so there it is another.
    #[must_use]
    pub fn layer(self, secure: bool) -> SessionManagerLayer<Self> {
        SessionManagerLayer::new(self)
            .with_name(if secure {
                "__Host-klartecken"
            } else {
                "klartecken"
            })
            .with_secure(secure)
            .with_http_only(true)
            .with_same_site(SameSite::Lax)
            .with_path("/")
    }

    /// Takes away sessions that are over.
    pub async fn sweep(&self) {
        let now = self.clock.now().timestamp();
        self.remember(|sessions| {
            sessions.retain(|_, record| now <= record.expiry_date.unix_timestamp())
        });
        if let Err(failure) = self.writer.seat(Seat::Sweep { now }).await {
            tracing::warn!(%failure, "old sessions were not swept");
        }
    }

    fn remember<T>(&self, with: impl FnOnce(&mut HashMap<Id, Record>) -> T) -> T {
        let mut sessions = self
            .remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if REMEMBERED_MAX < sessions.len() {
            sessions.clear();
        }
        with(&mut sessions)
    }

    async fn write(&self, seat: Seat) -> Result<Outcome> {
        self.writer
            .seat(seat)
            .await
            .map_err(|failure| Error::Backend(failure.to_string()))
    }
}

/// What the database knows a session by.
fn hashed(id: Id) -> String {
    hex(&Sha256::digest(id.0.to_be_bytes()))
}

fn encoded(record: &Record) -> Result<String> {
    serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            let seat = Seat::Take {
                id: hashed(record.id),
                data: encoded(record)?,
                expires: record.expiry_date.unix_timestamp(),
            };
            if self.write(seat).await? == Outcome::Done {
                self.remember(|sessions| sessions.insert(record.id, record.clone()));
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let seat = Seat::Keep {
            id: hashed(record.id),
            data: encoded(record)?,
            expires: record.expiry_date.unix_timestamp(),
        };
        if self.write(seat).await? == Outcome::Done {
            self.remember(|sessions| sessions.insert(record.id, record.clone()));
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = self.clock.now().timestamp();
        let active = |record: &Record| now < record.expiry_date.unix_timestamp();
        if let Some(record) = self.remember(|sessions| sessions.get(id).cloned()) {
            return Ok(Some(record).filter(active));
        }
        let row: Option<(String, i64)> =
            sqlx::query_as("SELECT data, expires FROM session WHERE id = $1")
                .bind(hashed(*id))
                .fetch_optional(self.db.readers())
                .await
                .map_err(|error| Error::Backend(error.to_string()))?;
        let Some((data, expires)) = row else {
            return Ok(None);
        };
        let record = Record {
            id: *id,
            data: serde_json::from_str(&data).map_err(|error| Error::Decode(error.to_string()))?,
            expiry_date: time::OffsetDateTime::from_unix_timestamp(expires)
                .map_err(|error| Error::Decode(error.to_string()))?,
        };
        self.remember(|sessions| sessions.insert(*id, record.clone()));
        Ok(Some(record).filter(active))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.remember(|sessions| sessions.remove(id));
        self.write(Seat::Leave { id: hashed(*id) }).await?;
        Ok(())
    }
}

/// The person who is logged in, and until when.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// Who.
    pub person: Arc<Person>,
    /// When the session ends if nothing is done.
    pub until: DateTime<Utc>,
}

/// When a session that began at `since` and was used `now` ends. Both in seconds since 1970.
fn end(since: i64, now: i64) -> i64 {
    (since + HOURS_MAX * 3600).min(now + IDLE_MINUTES_MAX * 60)
}

impl LoggedIn {
    /// The person as the rules know them.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor {
            id: self.person.id.clone(),
            name: self.person.name.clone(),
            email: self.person.email.clone(),
            role: self.person.role,
        }
    }

    fn new(person: Arc<Person>, holder: &Holder) -> Self {
        Self {
            person,
            until: DateTime::from_timestamp(holder.until, 0).unwrap_or_default(),
        }
    }
}

async fn seat(session: &Session, holder: &Holder) -> std::result::Result<(), Problem> {
    let until = time::OffsetDateTime::from_unix_timestamp(holder.until).map_err(Problem::broken)?;
    session
        .insert(SEAT, holder)
        .await
        .map_err(Problem::broken)?;
    session.set_expiry(Some(Expiry::AtDateTime(until)));
    Ok(())
}

/// Begins a session, under a new id so that an id planted beforehand is worth nothing.
///
/// # Errors
/// When the session cannot be kept.
pub async fn begin(
    state: &State,
    session: &Session,
    person: Arc<Person>,
) -> std::result::Result<LoggedIn, Problem> {
    let since = state.clock.now().timestamp();
    let until = end(since, since);
    let holder = Holder {
        person: person.id.clone(),
        revision: person.revision,
        since,
        until,
    };
    session.cycle_id().await.map_err(Problem::broken)?;
    seat(session, &holder).await?;
    Ok(LoggedIn::new(person, &holder))
}

/// Ends a session.
///
/// # Errors
/// When it cannot be taken away.
pub async fn finish(session: &Session) -> std::result::Result<(), Problem> {
    session.flush().await.map_err(Problem::broken)
}

/// Who is logged in, if somebody is. Looking does not prolong the session.
///
/// # Errors
/// When the session cannot be read.
pub async fn look(
    state: &State,
    session: &Session,
) -> std::result::Result<Option<LoggedIn>, Problem> {
    let holder = holder(state, session).await?;
    Ok(holder.map(|(person, holder)| LoggedIn::new(person, &holder)))
}

async fn holder(
    state: &State,
    session: &Session,
) -> std::result::Result<Option<(Arc<Person>, Holder)>, Problem> {
    let Some(holder) = session.get::<Holder>(SEAT).await.map_err(Problem::broken)? else {
        return Ok(None);
    };
    let now = state.clock.now().timestamp();
    Ok(state
        .people
        .get(&holder.person)
        .filter(|person| {
            !person.disabled && person.revision == holder.revision && now < holder.until
        })
        .map(|person| (person, holder)))
}

/// Prolongs the session as far as it may be.
///
/// # Errors
/// When nobody is logged in.
pub async fn prolong(state: &State, session: &Session) -> std::result::Result<LoggedIn, Problem> {
    let (person, mut holder) = holder(state, session).await?.ok_or(Problem::NotLoggedIn)?;
    holder.until = end(holder.since, state.clock.now().timestamp());
    seat(session, &holder).await?;
    Ok(LoggedIn::new(person, &holder))
}

impl<S> FromRequestParts<S> for LoggedIn
where
    S: Send + Sync,
    State: FromRef<S>,
{
    type Rejection = Problem;

    /// Whoever takes this asks for a login. Being here also counts as doing something.
    async fn from_request_parts(
        parts: &mut Parts,
        outer: &S,
    ) -> std::result::Result<Self, Problem> {
        let state = State::from_ref(outer);
        let session = parts
            .extensions
            .get::<Session>()
            .ok_or(Problem::NotLoggedIn)?;
        let (person, mut holder) = holder(&state, session).await?.ok_or(Problem::NotLoggedIn)?;
        let until = end(holder.since, state.clock.now().timestamp());
        if TOUCH_AFTER_SECONDS <= until - holder.until {
            holder.until = until;
            seat(session, &holder).await?;
        }
        Ok(Self::new(person, &holder))
    }
}

#[cfg(test)]
mod tests;
