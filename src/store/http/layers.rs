//! What is laid around every handler, once.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::{ConfigError, CsrfLayer, ProtectionError};
use tower_sessions::{SessionManagerLayer, SessionStore};

use crate::http::headers::{self, Guard};
use crate::http::problem::Problem;
use crate::http::rate_limit::{BODY_BYTES_MAX, REQUEST_TIME_MAX};

/// The router with everything around it. `sessions` makes the layer of the sessions, over https or not.
///
/// # Errors
/// When the public address is none that a browser could be at.
pub fn around<S: SessionStore + Clone>(
    router: Router,
    public_url: Option<&str>,
    sessions: impl FnOnce(bool) -> SessionManagerLayer<S>,
) -> Result<Router, ConfigError> {
    let secure = public_url.is_some_and(|url| url.starts_with("https://"));
    let mut same_site = CsrfLayer::new();
    if let Some(url) = public_url {
        same_site = same_site.add_trusted_origin(url.trim_end_matches('/'))?;
    }
    let same_site =
        same_site.with_rejection_response(|_: ProtectionError| Problem::CrossSite.into_response());
    let router = router
        .layer(sessions(secure))
        .layer(same_site)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn(in_time))
        .layer(CatchPanicLayer::custom(|_| {
            Problem::Broken("a handler panicked".to_owned()).into_response()
        }));
    Ok(headers::around(router, Guard::new(secure)))
}

/// Gives up on a request after a while. What it asked to write is finished by the writer anyway.
async fn in_time(request: Request, next: Next) -> Response {
    tokio::time::timeout(REQUEST_TIME_MAX, next.run(request))
        .await
        .unwrap_or_else(|_| Problem::TooSlow.into_response())
}
