//! What every answer carries: the security headers, the request's id, one line in the log.

use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use crate::http::problem::Problem;

/// The header that names a request, in the answer and in the log.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What every answer carries and no handler needs to think of.
static EVERY: [(HeaderName, HeaderValue); 4] = [
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    // Opened by itself, an answer that is no page loads nothing and is shown in no other page.
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
    ),
];

/// What a page carries beside that, or instead of it. Browsers read these of pages alone, and with them every small file
/// would cost twice as much.
static PAGE: [(HeaderName, HeaderValue); 4] = [
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    // A page loads nothing but what is ours, and has no script or style within it.
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ),
];

/// Two years, as browsers' preload lists ask for.
const TRANSPORT_SECURITY: HeaderValue =
    HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// The headers that are made at start.
#[derive(Clone, Debug)]
pub struct Guard {
    secure: bool,
}

impl Guard {
    /// Headers for every answer. `secure` when people reach the service over https.
    #[must_use]
    pub const fn new(secure: bool) -> Self {
        Self { secure }
    }

    fn dress(&self, response: &mut Response) {
        // A 304 does not say what it is about, and its headers replace those that the browser has kept.
        let may_be_page = response.status() == StatusCode::NOT_MODIFIED
            || (response.headers().get(header::CONTENT_TYPE))
                .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        let headers = response.headers_mut();
        for (name, value) in EVERY.iter().chain(PAGE.iter().filter(|_| may_be_page)) {
            headers.insert(name, value.clone());
        }
        headers
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
        if self.secure {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, TRANSPORT_SECURITY);
        }
    }
}

/// Puts the guard outermost, so that no answer escapes it.
pub fn around(router: Router, guard: Guard) -> Router {
    router.layer(axum::middleware::from_fn_with_state(guard, pass))
}

async fn pass(State(guard): State<Guard>, mut request: Request, next: Next) -> Response {
    let id = Uuid::now_v7().simple().to_string();
    let began = Instant::now();
    let method = request.method().clone();
    let value = HeaderValue::from_str(&id).ok();
    if let Some(value) = &value {
        request.headers_mut().insert(REQUEST_ID, value.clone());
    }
    let is_logged = request.extensions().get::<Unlogged>().is_none();
    let mut response = next.run(request).await;
    // Addresses can hold what was searched for, so only the pattern that matched is logged.
    let route = response
        .extensions()
        .get::<Route>()
        .map_or("", |route| route.0.as_str())
        .to_owned();
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR
        && response.headers().get(header::CONTENT_TYPE).is_none()
    {
        response = Problem::Broken("a layer failed without saying why".to_owned()).into_response();
    }
    if let Some(value) = value {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    guard.dress(&mut response);
    let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    if is_logged {
        tracing::info!(id, %method, route, status = response.status().as_u16(), millis, "answered");
    }
    response
}

/// Says of a request that nobody sent, and that the log need not tell of its answer.
#[derive(Clone, Copy, Debug)]
pub struct Unlogged;

/// The pattern that a request matched, carried out to the log.
#[derive(Clone, Debug)]
struct Route(String);

/// Notes which route answered; laid on routes, where the pattern is known.
pub async fn note_route(request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| Route(path.as_str().to_owned()));
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(route);
    }
    response
}
