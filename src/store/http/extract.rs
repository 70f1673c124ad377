//! What handlers take from a request: an id from the path, a JSON body.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::http::problem::{Place, Problem};

/// The id in a path. What cannot be an id names nothing.
#[derive(Debug)]
pub struct Id(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, outer: &S) -> Result<Self, Problem> {
        Path::from_request_parts(parts, outer)
            .await
            .map(|Path(id)| Self(id))
            .map_err(|_| Problem::NotFound)
    }
}

/// A JSON body: read whole, within the limit, with its bytes at hand for the digest.
#[derive(Debug)]
pub struct Json<T> {
    /// What it says.
    pub value: T,
    /// How it was written.
    pub bytes: Bytes,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, outer: &S) -> Result<Self, Problem> {
        let json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
        if !json {
            return Err(Problem::NotJson);
        }
        let bytes = Bytes::from_request(request, outer).await.map_err(|error| {
            if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
                Problem::TooLarge
            } else {
                Problem::Malformed(Place {
                    part: "body",
                    ..Place::default()
                })
            }
        })?;
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            Problem::Malformed(Place {
                part: "utf-8",
                line: 0,
                column: error.valid_up_to() + 1,
            })
        })?;
        let value = serde_json::from_str(text)?;
        Ok(Self { value, bytes })
    }
}
