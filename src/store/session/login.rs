//! Who is logged in, and for how long.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use chrono::{DateTime, Utc};
use rules::permission::Actor;
use serde::{Deserialize, Serialize};
use tower_sessions::{Expiry, Session};

use crate::State;
use crate::database::user::User;
use crate::http::problem::Problem;

/// How long a session lasts when nothing is done, in minutes.
pub const IDLE_MINUTES_MAX: i64 = 60;
/// How long a session lasts at most, in hours.
pub const HOURS_MAX: i64 = 12;
/// A session is prolonged when at least this much of its idle time has gone, in seconds, so that
/// not every request is a write.
pub(crate) const TOUCH_AFTER_SECONDS: i64 = 60;

const ROW: &str = "seat";

/// What a session holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SessionRow {
    person: String,
    revision: i64,
    /// When the login was, in seconds since 1970.
    since: i64,
    /// When the session ends, in seconds since 1970.
    until: i64,
}

/// The person who is logged in, and until when.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// Who.
    pub person: Arc<User>,
    /// When the session ends if nothing is done.
    pub until: DateTime<Utc>,
    /// The ids of their unit and of every one below it.
    unit_ids: Vec<String>,
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
            unit_ids: self.unit_ids.clone(),
        }
    }

    fn new(state: &State, person: Arc<User>, row: &SessionRow) -> Self {
        Self {
            unit_ids: state.policy.value.units.at_and_below(&person.unit),
            person,
            until: DateTime::from_timestamp(row.until, 0).unwrap_or_default(),
        }
    }
}

async fn keep(session: &Session, row: &SessionRow) -> Result<(), Problem> {
    let until = time::OffsetDateTime::from_unix_timestamp(row.until).map_err(Problem::broken)?;
    session.insert(ROW, row).await.map_err(Problem::broken)?;
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
    person: Arc<User>,
) -> Result<LoggedIn, Problem> {
    let since = state.clock.now().timestamp();
    let until = end(since, since);
    let row = SessionRow {
        person: person.id.clone(),
        revision: person.revision,
        since,
        until,
    };
    session.cycle_id().await.map_err(Problem::broken)?;
    keep(session, &row).await?;
    Ok(LoggedIn::new(state, person, &row))
}

/// Ends a session.
///
/// # Errors
/// When it cannot be taken away.
pub async fn finish(session: &Session) -> Result<(), Problem> {
    session.flush().await.map_err(Problem::broken)
}

/// Who is logged in, if anyone is. Looking does not prolong the session.
///
/// # Errors
/// When the session cannot be read.
pub async fn look(state: &State, session: &Session) -> Result<Option<LoggedIn>, Problem> {
    let row = row(state, session).await?;
    Ok(row.map(|(person, row)| LoggedIn::new(state, person, &row)))
}

async fn row(state: &State, session: &Session) -> Result<Option<(Arc<User>, SessionRow)>, Problem> {
    let Some(row) = session
        .get::<SessionRow>(ROW)
        .await
        .map_err(Problem::broken)?
    else {
        return Ok(None);
    };
    let now = state.clock.now().timestamp();
    Ok(state
        .users
        .get(&row.person)
        .filter(|person| !person.disabled && person.revision == row.revision && now < row.until)
        .map(|person| (person, row)))
}

/// Prolongs the session as far as it may be.
///
/// # Errors
/// When nobody is logged in.
pub async fn prolong(state: &State, session: &Session) -> Result<LoggedIn, Problem> {
    let (person, mut row) = row(state, session).await?.ok_or(Problem::NotLoggedIn)?;
    row.until = end(row.since, state.clock.now().timestamp());
    keep(session, &row).await?;
    Ok(LoggedIn::new(state, person, &row))
}

impl<S> FromRequestParts<S> for LoggedIn
where
    S: Send + Sync,
    State: FromRef<S>,
{
    type Rejection = Problem;

    /// A handler that takes this asks for a login. Being here also counts as doing something.
    async fn from_request_parts(parts: &mut Parts, outer: &S) -> Result<Self, Problem> {
        let state = State::from_ref(outer);
        let session = parts
            .extensions
            .get::<Session>()
            .ok_or(Problem::NotLoggedIn)?;
        let (person, mut row) = row(&state, session).await?.ok_or(Problem::NotLoggedIn)?;
        let until = end(row.since, state.clock.now().timestamp());
        if TOUCH_AFTER_SECONDS <= until - row.until {
            row.until = until;
            keep(session, &row).await?;
        }
        Ok(Self::new(&state, person, &row))
    }
}

#[cfg(test)]
mod tests;
