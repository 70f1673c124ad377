//! What the organisation has decided, for the app.

use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::State;

/// The policy.
#[utoipa::path(get, path = "/api/policy", responses(
    (status = 200, description = "The policy"), (status = 304, description = "Unchanged")))]
pub async fn get_policy(Extract(state): Extract<State>, headers: HeaderMap) -> Response {
    state.policy.answer.clone().send(&headers).await
}
