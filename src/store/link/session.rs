//! The holder of a link: what their browser's session remembers of it.
//!
//! A session may hold a login, a link, or both, when staff open a link beside a person. Only the
//! link's hash is in it, and nothing about anybody.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tower_sessions::{Expiry, Session};
use uuid::Uuid;

use crate::State;
use crate::database::link::{self, Link};
use crate::http::problem::Problem;
use crate::session::login::{self, HOURS_MAX, IDLE_MINUTES_MAX};

const ROW: &str = "lank";

/// What a session remembers of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSessionRow {
    /// The link's hash.
    pub hash: String,
    /// Names this opening of the link; a one-time code goes with it and with no other.
    pub opening: String,
    /// The consent, once there is one.
    pub consent: Option<String>,
    /// What the address that a code was sent to is known by, once the code was right.
    pub identified: Option<String>,
    /// What the address that a code was last sent to is known by.
    pub asked: Option<String>,
    /// When it was opened, in seconds since 1970.
    since: i64,
    /// When it closes, in seconds since 1970.
    until: i64,
}

impl LinkSessionRow {
    /// When it closes if nothing is done.
    #[must_use]
    pub fn until(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.until, 0).unwrap_or_default()
    }
}

fn end(since: i64, now: i64) -> i64 {
    (since + HOURS_MAX * 3600).min(now + IDLE_MINUTES_MAX * 60)
}

/// Remembers a link that has just been opened, under a new session id so that one planted
/// beforehand is worth nothing.
///
/// # Errors
/// When the session cannot be kept.
pub async fn open(
    state: &State,
    session: &Session,
    link: &Link,
    consent: Option<String>,
) -> Result<LinkSessionRow, Problem> {
    let now = state.clock.now().timestamp();
    let held = LinkSessionRow {
        hash: link.hash.clone(),
        opening: Uuid::now_v7().simple().to_string(),
        consent,
        identified: None,
        asked: None,
        since: now,
        until: end(now, now),
    };
    session.cycle_id().await.map_err(Problem::broken)?;
    keep(state, session, &held).await?;
    Ok(held)
}

/// Remembers what has changed.
///
/// # Errors
/// When the session cannot be kept.
pub async fn keep(state: &State, session: &Session, held: &LinkSessionRow) -> Result<(), Problem> {
    session.insert(ROW, held).await.map_err(Problem::broken)?;
    // A logged in user stays so for as long as that lasts.
    if login::look(state, session).await?.is_none() {
        let until =
            time::OffsetDateTime::from_unix_timestamp(held.until).map_err(Problem::broken)?;
        session.set_expiry(Some(Expiry::AtDateTime(until)));
    }
    Ok(())
}

/// Forgets the link in this browser.
///
/// # Errors
/// When the session cannot be changed.
pub async fn forget(state: &State, session: &Session) -> Result<(), Problem> {
    if login::look(state, session).await?.is_none() {
        return login::finish(session).await;
    }
    session
        .remove::<LinkSessionRow>(ROW)
        .await
        .map(|_| ())
        .map_err(Problem::broken)
}

/// The holder of a link that is still good.
#[derive(Debug)]
pub struct LinkSession {
    /// The link.
    pub link: Link,
    /// What is remembered of it.
    pub held: LinkSessionRow,
    /// Where it is remembered.
    pub session: Session,
}

impl<S> FromRequestParts<S> for LinkSession
where
    S: Send + Sync,
    State: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, outer: &S) -> Result<Self, Problem> {
        let state = State::from_ref(outer);
        let session = parts
            .extensions
            .get::<Session>()
            .ok_or(Problem::NotLoggedIn)?;
        let held = session
            .get::<LinkSessionRow>(ROW)
            .await
            .map_err(Problem::broken)?;
        let now = state.clock.now();
        let mut held = held
            .filter(|held| now.timestamp() < held.until)
            .ok_or(Problem::NotLoggedIn)?;
        // Looked for each time, so that a link that was revoked meanwhile opens nothing more.
        let link = link::find(&state.db, &held.hash, now)
            .await?
            .ok_or(Problem::LinkOver)?;
        let until = end(held.since, now.timestamp());
        if login::TOUCH_AFTER_SECONDS <= until - held.until {
            held.until = until;
            keep(&state, session, &held).await?;
        }
        Ok(Self {
            link,
            held,
            session: session.clone(),
        })
    }
}
