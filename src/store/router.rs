//! The API: what every feature answers, merged.

use axum::middleware::from_fn;
use axum::{Json, Router};
use tower_http::csrf::ConfigError;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::State;
use crate::http::problem::Problem;
use crate::http::{headers, layers};
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
pub fn router(state: State) -> Result<Router, ConfigError> {
    let (api, description) = described().split_for_parts();
    let description = Json(description);
    let sessions = state.sessions.clone();
    let public_url = state.public_url.clone();
    let api = api
        .route(
            "/api/openapi.json",
            axum::routing::get(async move || description),
        )
        .method_not_allowed_fallback(async || Problem::MethodNotAllowed)
        .fallback(site::page::get)
        .route_layer(from_fn(headers::note_route))
        .with_state(state);
    layers::around(api, public_url.as_deref(), |secure| sessions.layer(secure))
}
