//! The API: each handler loads, asks the rules, saves. What stands around every answer is laid on
//! here, once.

pub mod account;
pub mod blank;
pub mod callback;
pub mod case;
mod change;
pub mod consent;
pub mod consent_list;
pub mod destruction;
pub mod health;
pub mod link;
pub mod outbox;
pub mod page;
pub mod policy;
pub mod publication;
pub mod register;
pub mod request;
pub mod session;
pub mod subject;
pub mod text;

use axum::extract::{DefaultBodyLimit, Request};
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
        .routes(routes!(page::get_program))
        .routes(routes!(case::get_cases, case::post_case))
        .routes(routes!(case::get_case, case::delete_case))
        .routes(routes!(case::put_draft))
        .routes(routes!(case::post_case_command))
        .routes(routes!(account::get_accounts))
        .routes(routes!(account::get_account))
        .routes(routes!(account::post_account_command))
        .routes(routes!(blank::get_blanks))
        .routes(routes!(blank::get_blank))
        .routes(routes!(outbox::get_outbox))
        .routes(routes!(outbox::post_letter))
        .routes(routes!(register::get_register))
        .routes(routes!(register::get_register_csv))
        .routes(routes!(register::get_register_html))
        .routes(routes!(register::get_register_css))
        .routes(routes!(register::get_register_inside))
        .routes(routes!(link::get_link, link::post_link, link::delete_link))
        .routes(routes!(link::put_link_draft))
        .routes(routes!(link::post_link_code))
        .routes(routes!(link::post_link_identify))
        .routes(routes!(link::post_link_command))
        .routes(routes!(text::get_text))
        .routes(routes!(request::get_requests, request::post_request))
        .routes(routes!(request::delete_request))
        .routes(routes!(request::post_request_link))
        .routes(routes!(consent_list::post_consent_search))
        .routes(routes!(consent::post_consent))
        .routes(routes!(consent::get_consent, consent::delete_consent))
        .routes(routes!(consent::put_consent_draft))
        .routes(routes!(consent::command::post_consent_command))
        .routes(routes!(consent::post_consent_link))
        .routes(routes!(subject::post_subject_search))
        .routes(routes!(subject::get_subject))
        .routes(routes!(subject::get_subject_grounds))
        .routes(routes!(subject::post_subject_command))
        .routes(routes!(destruction::get_extract))
        .routes(routes!(destruction::get_extract_html))
        .routes(routes!(destruction::get_due, destruction::post_destruction))
        .routes(routes!(
            publication::get_publications,
            publication::post_publication
        ))
        .routes(routes!(publication::post_publication_command))
        .routes(routes!(callback::post_withdrawal))
        .routes(routes!(callback::post_death))
        .routes(routes!(callback::get_callbacks))
        .routes(routes!(callback::post_callback_done))
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
        .fallback(page::get)
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

/// Gives up on a request after a while. What it asked to write is finished by the writer anyway.
async fn in_time(request: Request, next: Next) -> Response {
    tokio::time::timeout(REQUEST_TIME_MAX, next.run(request))
        .await
        .unwrap_or_else(|_| Problem::TooSlow.into_response())
}
