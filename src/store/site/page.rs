//! Whatever no other route knows: a file of the app, a page of the app, or nothing.

use axum::Json as Answer;
use axum::extract::{Query, State as Extract};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rules::page::{Page, Program, program_of_nowhere};
use rules::permission::Role;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use crate::State;
use crate::http::problem::Problem;
use crate::session::login;

/// Answers with the file at the address, or with the page that begins with the asker's program.
pub(crate) async fn get(
    Extract(state): Extract<State>,
    session: Session,
    method: Method,
    address: Uri,
    headers: HeaderMap,
) -> Response {
    let path = address.path();
    let file = state.assets.serve(path, &headers);
    let is_page = file.is_none() && is_page(path, &headers);
    if method != Method::GET && method != Method::HEAD {
        return if is_page || file.is_some() {
            Problem::MethodNotAllowed.into_response()
        } else {
            Problem::NotFound.into_response()
        };
    }
    match file {
        Some(file) => file,
        None if is_page => match role(&state, &session).await {
            Ok(role) => page(&state, path, role, &headers).await,
            Err(problem) => problem.into_response(),
        },
        None => Problem::NotFound.into_response(),
    }
}

/// Whether the app, and not the store, knows what is at `path`. A mistyped API call or a file that is gone
/// must not be answered with a page.
fn is_page(path: &str, headers: &HeaderMap) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    let accepts = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html") || accept.contains("*/*"));
    accepts && !last.contains('.') && path != "/api" && !path.starts_with("/api/")
}

async fn role(state: &State, session: &Session) -> Result<Option<Role>, Problem> {
    let logged_in = login::look(state, session).await?;
    Ok(logged_in.map(|logged_in| logged_in.person.role))
}

async fn page(state: &State, path: &str, role: Option<Role>, headers: &HeaderMap) -> Response {
    let (page, program) = chosen(path, role);
    let depends = page.is_none_or(|page| 1 < page.row().programs.len());
    let Some(shell) = state.shells.page(page, program, &state.policy.value) else {
        return Problem::NotFound.into_response();
    };
    let mut response = shell.clone().send(headers).await;
    if depends {
        let sent = response.headers_mut();
        sent.insert(
            header::VARY,
            HeaderValue::from_static("accept-encoding, cookie"),
        );
        if headers.contains_key(header::COOKIE) {
            sent.insert(
                header::CACHE_CONTROL,
                HeaderValue::from_static("private, no-cache"),
            );
        }
    }
    if page.is_none() && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

fn chosen(path: &str, role: Option<Role>) -> (Option<Page>, Program) {
    match Page::at(path) {
        Some((page, _)) => (Some(page), page.program(role)),
        None => (None, program_of_nowhere(role)),
    }
}

/// The page that is asked about.
#[derive(Deserialize, utoipa::IntoParams)]
pub struct Asked {
    /// The path of its address.
    sida: String,
}

/// The program that a page begins with.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Chosen {
    /// The name of the program: `site`, `apply`, `staff` or `signer`.
    program: &'static str,
}

/// Which program a page begins with for the asker. For a page that the store has not written itself, as
/// under `trunk serve`.
#[utoipa::path(get, path = "/api/program", params(Asked), responses((status = 200, body = Chosen)))]
pub async fn get_program(
    Extract(state): Extract<State>,
    session: Session,
    Query(asked): Query<Asked>,
) -> Result<Answer<Chosen>, Problem> {
    let (_, program) = chosen(&asked.sida, role(&state, &session).await?);
    Ok(Answer(Chosen {
        program: program.name(),
    }))
}
