//! Something to send more than once: made once, packed once, tagged with what it holds.

use std::sync::{Arc, OnceLock};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::crypto::hex::hex;
use crate::http::encoding::{Effort, Encoding, matches};
use crate::http::problem::Problem;

/// Packing more than this is left to a thread that may take its time.
const BYTES_AT_ONCE_MAX: usize = 64 * 1024;

/// Bytes, plain and packed, with a strong tag of them.
#[derive(Clone, Debug)]
pub struct Answer {
    kind: HeaderValue,
    etag: HeaderValue,
    plain: Bytes,
    effort: Effort,
    packed: Arc<[OnceLock<Bytes>; 2]>,
}

impl Answer {
    /// An answer of `kind`.
    #[must_use]
    pub fn new(kind: &'static str, plain: Vec<u8>) -> Self {
        let etag = ["\"", &hex(&Sha256::digest(&plain)[..16]), "\""].concat();
        Self {
            kind: HeaderValue::from_static(kind),
            etag: HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"0\"")),
            plain: Bytes::from(plain),
            effort: Effort::Quick,
            packed: Arc::default(),
        }
    }

    /// An answer in JSON. For plain data with text keys, which JSON can always say.
    #[must_use]
    pub fn json(value: &impl Serialize) -> Self {
        Self::new(
            "application/json",
            serde_json::to_vec(value).unwrap_or_default(),
        )
    }

    /// Packed as tightly as can be: for what does not change while the service runs.
    #[must_use]
    pub fn lasting(mut self) -> Self {
        self.effort = Effort::Tight;
        self
    }

    /// Sends it in the best encoding that is taken, or says that it is unchanged.
    pub async fn send(self, headers: &HeaderMap) -> Response {
        let base = [
            (header::ETAG, self.etag.clone()),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
        ];
        if matches(headers, &self.etag) {
            return (StatusCode::NOT_MODIFIED, base).into_response();
        }
        let encoding = Encoding::wanted(headers);
        let kind = self.kind.clone();
        let packing = encoding.is_some_and(|encoding| self.cell(encoding).get().is_none());
        let bytes = if packing && BYTES_AT_ONCE_MAX < self.plain.len() {
            match tokio::task::spawn_blocking(move || self.bytes(encoding)).await {
                Ok(bytes) => bytes,
                Err(error) => return Problem::broken(error).into_response(),
            }
        } else {
            self.bytes(encoding)
        };
        let mut response = (base, Body::from(bytes)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        if let Some(encoding) = encoding {
            response.headers_mut().insert(
                header::CONTENT_ENCODING,
                HeaderValue::from_static(encoding.name()),
            );
        }
        response
    }

    fn cell(&self, encoding: Encoding) -> &OnceLock<Bytes> {
        &self.packed[usize::from(encoding == Encoding::Gzip)]
    }

    /// The bytes in this encoding, packed when first asked for.
    fn bytes(&self, encoding: Option<Encoding>) -> Bytes {
        encoding.map_or_else(
            || self.plain.clone(),
            |encoding| {
                self.cell(encoding)
                    .get_or_init(|| encoding.pack(&self.plain, self.effort))
                    .clone()
            },
        )
    }
}
