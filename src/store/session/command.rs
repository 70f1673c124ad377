//! A command to a document as a user who is logged in sends it.

use axum::extract::{FromRequest, FromRequestParts, MatchedPath, Request};
use rules::permission::Actor;
use serde::de::DeserializeOwned;

use crate::State;
use crate::http::extract::{Id, Json};
use crate::http::idempotency::{self, IdempotentRequest};
use crate::http::problem::Problem;
use crate::session::login::LoggedIn;

/// A command to one document: who sends it, the version it is made to, and the key it is sent with.
pub struct CommandRequest<T> {
    /// The document's id.
    pub id: String,
    /// Who sends it.
    pub actor: Actor,
    /// The version of the document that it is made to.
    pub version: i64,
    /// What it says.
    pub value: T,
    /// Its key and digest.
    pub(crate) request: IdempotentRequest,
}

impl<T: DeserializeOwned> FromRequest<State> for CommandRequest<T> {
    type Rejection = Problem;

    /// Reads the id, the login, the body, the version and the key, in this order: the first of them
    /// that is missing is what the sender is told.
    async fn from_request(request: Request, state: &State) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let Id(id) = Id::from_request_parts(&mut parts, state).await?;
        let actor = LoggedIn::from_request_parts(&mut parts, state)
            .await?
            .actor();
        let path = parts.extensions.get::<MatchedPath>();
        let path = path.map_or("", MatchedPath::as_str);
        let folder = path.strip_suffix("{id}/kommando").unwrap_or(path);
        let address = ["POST ", folder, &id].concat();
        let headers = parts.headers.clone();
        let Json { value, bytes } =
            Json::from_request(Request::from_parts(parts, body), state).await?;
        let version = idempotency::version_wanted(&headers)?;
        let what = [&address, " ", &version.to_string()].concat();
        let request = IdempotentRequest::new(&what, &headers, &bytes, &actor.id)?;
        Ok(Self {
            id,
            actor,
            version,
            value,
            request,
        })
    }
}
