//! What every change has in common: the version it is made to, its key, its digest, its answer.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::crypto::hex::hex;
use crate::database::writer::{Command, Key, Put, Receipt};
use crate::http::problem::{Place, Problem};

/// Most characters in an Idempotency-Key.
const KEY_CHARS_MAX: usize = 200;

/// A document's tag is its version.
pub(crate) fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

/// The version that a change says it is made to.
pub(crate) fn version_wanted(headers: &HeaderMap) -> Result<i64, Problem> {
    let value = headers
        .get(header::IF_MATCH)
        .ok_or(Problem::VersionMissing)?;
    value
        .to_str()
        .ok()
        .and_then(|text| {
            text.trim()
                .strip_prefix('"')?
                .strip_suffix('"')?
                .parse()
                .ok()
        })
        .ok_or(Problem::Malformed(Place {
            part: "if-match",
            ..Place::default()
        }))
}

/// Whether that is the version there is.
pub(crate) fn same_version(wanted: i64, found: i64) -> Result<(), Problem> {
    if wanted == found {
        Ok(())
    } else {
        Err(Problem::Stale(found))
    }
}

/// A change that is named by its sender, so that it is done once however often it is sent.
pub(crate) struct IdempotentRequest {
    pub(crate) key: Key,
}

impl IdempotentRequest {
    /// Reads the name from the headers and the digest from everything that makes the request.
    pub(crate) fn new(
        what: &str,
        headers: &HeaderMap,
        body: &[u8],
        actor: &str,
    ) -> Result<Self, Problem> {
        let name = headers
            .get("idempotency-key")
            .and_then(|value| value.to_str().ok())
            .map(str::trim)
            .filter(|name| !name.is_empty() && name.len() <= KEY_CHARS_MAX)
            .ok_or(Problem::KeyMissing)?;
        let mut digest = Sha256::new();
        digest.update(what.as_bytes());
        digest.update([0]);
        digest.update(body);
        let key = Key {
            actor: actor.to_owned(),
            name: name.to_owned(),
            request: hex(&digest.finalize()),
        };
        Ok(Self { key })
    }
}

/// A change to one document and nothing else.
pub(crate) fn alone(put: Put) -> Command {
    Command {
        puts: vec![put],
        ..Command::default()
    }
}

/// An answer that is no change's.
pub(crate) fn json(body: String) -> Response {
    respond(Receipt {
        status: 200,
        body,
        ..Receipt::default()
    })
}

/// A receipt as an answer.
pub(crate) fn respond(receipt: Receipt) -> Response {
    let status = StatusCode::from_u16(receipt.status).unwrap_or(StatusCode::OK);
    let mut response = (status, Body::from(receipt.body)).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    if let Ok(etag) = HeaderValue::from_str(&receipt.etag) {
        headers.insert(header::ETAG, etag);
    }
    if !receipt.place.is_empty()
        && let Ok(place) = HeaderValue::from_str(&receipt.place)
    {
        headers.insert(header::LOCATION, place);
    }
    response
}
