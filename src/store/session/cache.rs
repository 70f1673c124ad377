//! Sessions in the database, and in memory what was read of them.
//!
//! The browser holds a random id; the database holds only its hash, so that a stolen backup opens
//! no session. What was read is kept in memory, which is safe because only this process writes
//! sessions and because a person's own record is looked at on every request.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use sha2::{Digest, Sha256};
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{SessionManagerLayer, SessionStore};

use crate::clock::Clock;
use crate::crypto::hex::hex;
use crate::database::db::Db;
use crate::database::writer::{Outcome, SessionChange, Writer};

/// Sessions kept in memory; beyond this they are read again.
const REMEMBERED_MAX: usize = 10_000;

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
        if let Err(failure) = self.writer.session(SessionChange::Sweep { now }).await {
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

    async fn write(&self, session_change: SessionChange) -> Result<Outcome> {
        self.writer
            .session(session_change)
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
            let session_change = SessionChange::Take {
                id: hashed(record.id),
                data: encoded(record)?,
                expires: record.expiry_date.unix_timestamp(),
            };
            if self.write(session_change).await? == Outcome::Done {
                self.remember(|sessions| sessions.insert(record.id, record.clone()));
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let session_change = SessionChange::Keep {
            id: hashed(record.id),
            data: encoded(record)?,
            expires: record.expiry_date.unix_timestamp(),
        };
        if self.write(session_change).await? == Outcome::Done {
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
        self.write(SessionChange::Leave { id: hashed(*id) }).await?;
        Ok(())
    }
}
