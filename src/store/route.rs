//! The API: each handler loads, asks the rules, saves. What stands around every answer is laid on
//! here, once.

pub mod account;
pub mod blank;
pub mod case;
mod change;
pub mod health;
pub mod outbox;
pub mod policy;
pub mod register;
pub mod session;

use axum::extract::{DefaultBodyLimit, Request, State as Extract};
use axum::http::{HeaderMap, Method, Uri};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::State;
use crate::header::{self, Guard};
use crate::limit::{BODY_BYTES_MAX, REQUEST_TIME_MAX};
use crate::problem::Problem;

#[derive(OpenApi)]
#[openapi(info(
    title = "Klartecken",
    description = "Applications for and the register of an organisation's accounts in social media"
))]
struct Description;

fn described() -> OpenApiRouter<State> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(health::get_health))
        .routes(routes!(health::get_readiness))
        .routes(routes!(
            session::get_session,
            session::post_session,
            session::delete_session
        ))
        .routes(routes!(session::prolong_session))
        .routes(routes!(policy::get_policy))
        .routes(routes!(case::get_cases, case::post_case))
        .routes(routes!(case::get_case, case::delete_case))
        .routes(routes!(case::put_draft))
        .routes(routes!(case::post_case_command))
        .routes(routes!(account::get_accounts))
        .routes(routes!(account::get_account))
        .routes(routes!(account::post_account_command))
        .routes(routes!(blank::get_blank))
        .routes(routes!(outbox::get_outbox))
        .routes(routes!(outbox::post_letter))
        .routes(routes!(register::get_register))
        .routes(routes!(register::get_register_csv))
        .routes(routes!(register::get_register_html))
        .routes(routes!(register::get_register_css))
        .routes(routes!(register::get_register_inside))
}

/// The description of the API.
#[must_use]
pub fn description() -> utoipa::openapi::OpenApi {
    described().split_for_parts().1
}

/// The whole service.
///
/// # Errors
/// When the public address is none that a browser could be at.
pub fn router(state: State) -> Result<Router, tower_http::csrf::ConfigError> {
    let secure = state
        .public_url
        .as_deref()
        .is_some_and(|url| url.starts_with("https://"));
    let guard = Guard::new(&state.assets.pages().collect::<String>(), secure);
    let mut same_site = CsrfLayer::new();
    if let Some(url) = &state.public_url {
        same_site = same_site.add_trusted_origin(url.trim_end_matches('/'))?;
    }
    let same_site =
        same_site.with_rejection_response(|_: ProtectionError| Problem::CrossSite.into_response());
    let sessions = state.sessions.clone().layer(secure);
    let (api, description) = described().split_for_parts();
    let description = Json(description);
    let router = api
        .route(
            "/api/openapi.json",
            axum::routing::get(async move || description),
        )
        .method_not_allowed_fallback(async || Problem::MethodNotAllowed)
        .fallback(get_asset)
        .route_layer(from_fn(header::note_route))
        .with_state(state)
        .layer(sessions)
        .layer(same_site)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn(in_time))
        .layer(CatchPanicLayer::custom(|_| {
            Problem::Broken("a handler panicked".to_owned()).into_response()
        }));
    Ok(header::around(router, guard))
}

/// Everything that no route knows: a file of the app, a page of the app, or nothing.
async fn get_asset(
    Extract(state): Extract<State>,
    method: Method,
    address: Uri,
    headers: HeaderMap,
) -> Response {
    state.assets.serve(&method, address.path(), &headers)
}

/// Gives up on a request after a while. What it asked to write is finished by the writer anyway.
async fn in_time(request: Request, next: Next) -> Response {
    tokio::time::timeout(REQUEST_TIME_MAX, next.run(request))
        .await
        .unwrap_or_else(|_| Problem::TooSlow.into_response())
}
