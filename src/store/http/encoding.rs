//! How answers are packed, and whether the asker has them already.

use std::io::Write as _;

use axum::http::{HeaderMap, HeaderValue, header};
use bytes::Bytes;

/// The encodings that answers are packed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Smallest.
    Brotli,
    /// Known to everybody.
    Gzip,
}

/// How much time packing may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// Milliseconds for a megabyte, for what changes while the service runs.
    Quick,
    /// Milliseconds for a page, which is a tenth smaller by it; for what is made once.
    Tight,
}

impl Encoding {
    /// The best encoding that the asker takes.
    #[must_use]
    pub fn wanted(headers: &HeaderMap) -> Option<Self> {
        let accept = headers.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
        let takes = |name: &str| {
            accept.split(',').any(|part| {
                let mut words = part.split(';').map(str::trim);
                words.next() == Some(name)
                    && !words.any(|word| matches!(word, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
            })
        };
        if takes("br") {
            Some(Self::Brotli)
        } else if takes("gzip") {
            Some(Self::Gzip)
        } else {
            None
        }
    }

    /// The word in the header.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// Packs bytes.
    #[must_use]
    pub fn pack(self, plain: &[u8], effort: Effort) -> Bytes {
        let (brotli, gzip) = match effort {
            Effort::Quick => (5, 5),
            Effort::Tight => (11, 9),
        };
        // Writing to memory cannot fail, so the fallback is never taken.
        let packed = match self {
            Self::Brotli => {
                let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, brotli, 20);
                writer.write_all(plain).map(|()| writer.into_inner())
            }
            Self::Gzip => {
                let mut writer =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(gzip));
                writer.write_all(plain).and_then(|()| writer.finish())
            }
        };
        Bytes::from(packed.unwrap_or_default())
    }
}

/// Whether the asker already has what has this tag.
#[must_use]
pub fn matches(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let tag = etag.as_bytes();
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| {
            value
                .split(',')
                .map(|part| part.trim().trim_start_matches("W/"))
                .any(|part| part == "*" || part.as_bytes() == tag)
        })
}
