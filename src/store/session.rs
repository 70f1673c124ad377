//! Logging in and out.

pub mod cache;
pub mod command;
pub mod login;

use axum::Json as Answer;
use axum::extract::State as Extract;
use axum::http::{Extensions, HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::State;
use crate::clock::stamp;
use crate::http::extract::Json;
use crate::http::problem::Problem;
use crate::http::rate_limit::client_address;
use crate::session::login::LoggedIn;

/// What is typed to log in.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Login {
    anvandarnamn: String,
    losenord: String,
}

/// Who is logged in and until when.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SessionView {
    anvandare: Option<PersonView>,
    gar_ut: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
struct PersonView {
    id: String,
    namn: String,
    epost: String,
    roll: &'static str,
    enhet: String,
}

impl SessionView {
    fn of(logged_in: Option<LoggedIn>) -> Answer<Self> {
        Answer(Self {
            gar_ut: logged_in.as_ref().map(|logged_in| stamp(logged_in.until)),
            anvandare: logged_in.map(|logged_in| PersonView {
                id: logged_in.person.id.clone(),
                namn: logged_in.person.name.clone(),
                epost: logged_in.person.email.clone(),
                roll: logged_in.person.role.id(),
                enhet: logged_in.person.unit.clone(),
            }),
        })
    }
}

/// Who is logged in. Asking does not prolong the session.
#[utoipa::path(get, path = "/api/session", responses((status = 200, body = SessionView)))]
pub async fn get_session(
    Extract(state): Extract<State>,
    session: Session,
) -> Result<Answer<SessionView>, Problem> {
    Ok(SessionView::of(login::look(&state, &session).await?))
}

/// Logs in.
#[utoipa::path(post, path = "/api/session", request_body = Login, responses(
    (status = 200, body = SessionView),
    (status = 401, description = "Wrong name or password"),
    (status = 429, description = "Too many attempts; Retry-After says how long to wait"),
))]
pub async fn post_session(
    Extract(state): Extract<State>,
    session: Session,
    extensions: Extensions,
    headers: HeaderMap,
    Json { value: login, .. }: Json<Login>,
) -> Result<Answer<SessionView>, Problem> {
    let address = client_address(&extensions, &headers, &state.proxies);
    state.logins.attempt(&login.anvandarnamn, address)?;
    let person = state
        .users
        .log_in(&login.anvandarnamn, login.losenord)
        .await
        .ok_or(Problem::WrongLogin)?;
    let logged_in = login::begin(&state, &session, person).await?;
    Ok(SessionView::of(Some(logged_in)))
}

/// Logs out.
#[utoipa::path(delete, path = "/api/session", responses((status = 204, description = "Logged out")))]
pub async fn delete_session(session: Session) -> Result<StatusCode, Problem> {
    login::finish(&session).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Stays logged in.
#[utoipa::path(post, path = "/api/session/forlang", responses(
    (status = 200, body = SessionView),
    (status = 401, description = "The session had ended"),
))]
pub async fn prolong_session(
    Extract(state): Extract<State>,
    session: Session,
) -> Result<Answer<SessionView>, Problem> {
    Ok(SessionView::of(Some(
        login::prolong(&state, &session).await?,
    )))
}

pub(crate) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(get_session, post_session, delete_session))
        .routes(routes!(prolong_session))
}

#[cfg(test)]
mod tests;
