//! The API: each handler loads, asks the rules, saves. What stands around every answer is laid on
//! here, once.

use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::State;
use crate::http::headers::{self, Guard};
use crate::http::problem::Problem;
use crate::http::rate_limit::{BODY_BYTES_MAX, REQUEST_TIME_MAX};
use crate::{
    account, case, consent, erasure, link, mail, paper, publication, register, session, site,
};

#[derive(OpenApi)]
#[openapi(info(
    title = "Klartecken",
    description = "Applications for and the register of an organisation's accounts in social media"
))]
struct Description;

fn described() -> OpenApiRouter<State> {
    OpenApiRouter::with_openapi(Description::openapi())
        .merge(erasure::router())
        .merge(link::router())
        .merge(publication::router())
        .merge(consent::router())
        .merge(case::router())
        .merge(register::router())
        .merge(account::router())
        .merge(mail::router())
        .merge(paper::router())
        .merge(site::router())
        .merge(session::router())
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
    let guard = Guard::new(secure);
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
        .fallback(site::page::get)
        .route_layer(from_fn(headers::note_route))
        .with_state(state)
        .layer(sessions)
        .layer(same_site)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn(in_time))
        .layer(CatchPanicLayer::custom(|_| {
            Problem::Broken("a handler panicked".to_owned()).into_response()
        }));
    Ok(headers::around(router, guard))
}

/// Gives up on a request after a while. What it asked to write is finished by the writer anyway.
async fn in_time(request: Request, next: Next) -> Response {
    tokio::time::timeout(REQUEST_TIME_MAX, next.run(request))
        .await
        .unwrap_or_else(|_| Problem::TooSlow.into_response())
}
