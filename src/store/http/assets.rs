//! The app's files: served from the binary, or from a folder while the app is being worked on.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use rules::policy::Organisation;
use sha2::{Digest, Sha256};

use crate::crypto::hex::hex;
use crate::http::encoding::{Effort, Encoding, matches};

/// A file as the build left it: its path, its bytes, brotli and gzip of them, and its ETag.
struct Embedded {
    path: &'static str,
    plain: &'static [u8],
    brotli: &'static [u8],
    gzip: &'static [u8],
    etag: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The page that everything else in the app begins with.
const INDEX: &str = "index.html";

/// The style sheet that holds what all the others are made of.
const STYLE: &str = "first.css";

/// One file, ready to send.
#[derive(Clone, Debug)]
struct File {
    plain: Bytes,
    packed: Packed,
    etag: String,
    kind: HeaderValue,
}

/// Of a name that changes with the content.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Of every other: kept for as long as the store says that it is unchanged.
const CHECKED: HeaderValue = HeaderValue::from_static("no-cache");

#[derive(Clone, Debug)]
enum Packed {
    Made {
        brotli: Bytes,
        gzip: Bytes,
    },
    /// Packed when first asked for.
    Later(Arc<[OnceLock<Bytes>; 2]>),
    /// Pictures and the like do not get smaller.
    Never,
}

/// The app's files by path.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    files: Arc<HashMap<String, File>>,
    /// The path of a file by the name that holds a hash of its content.
    hashed: Arc<HashMap<String, String>>,
}

impl Assets {
    /// The app inside the binary; empty when it was built without.
    #[must_use]
    pub fn embedded() -> Self {
        let files = EMBEDDED.iter().map(|file| {
            let packed = if file.brotli.is_empty() {
                Packed::Never
            } else {
                Packed::Made {
                    brotli: Bytes::from_static(file.brotli),
                    gzip: Bytes::from_static(file.gzip),
                }
            };
            let plain = Bytes::from_static(file.plain);
            let etag = file.etag.to_owned();
            (
                file.path.to_owned(),
                File::new(file.path, plain, packed, etag),
            )
        });
        Self::of(files.collect())
    }

    /// The app in a folder, as Trunk left it.
    ///
    /// # Errors
    /// When the folder has no index.html or cannot be read.
    pub fn folder(folder: &Path) -> std::io::Result<Self> {
        let mut files = HashMap::new();
        gather(folder, "", &mut files)?;
        if !files.contains_key(INDEX) {
            let message = format!("there is no {INDEX} in {}", folder.display());
            return Err(std::io::Error::new(std::io::ErrorKind::NotFound, message));
        }
        Ok(Self::of(files))
    }

    fn of(files: HashMap<String, File>) -> Self {
        let hashed = files
            .iter()
            .map(|(path, file)| (hashed_name(path, &file.etag), path.clone()))
            .collect();
        Self {
            files: Arc::new(files),
            hashed: Arc::new(hashed),
        }
    }

    /// The same, in the organisation's colours.
    #[must_use]
    pub fn dressed(self, organisation: &Organisation) -> Self {
        let Some(style) = self.files.get(STYLE) else {
            return self;
        };
        let mut text = String::from_utf8_lossy(&style.plain).into_owned();
        for (name, colour) in [
            ("--accent-light", &organisation.accent),
            ("--accent-dark", &organisation.accent_dark),
        ] {
            if !colour.is_empty() {
                text += &[":root{", name, ":", colour, "}"].concat();
            }
        }
        let plain = Bytes::from(text);
        let etag = etag(&plain);
        let style = File::new(STYLE, plain, Packed::Later(Arc::default()), etag);
        let mut files = (*self.files).clone();
        files.insert(STYLE.to_owned(), style);
        Self::of(files)
    }

    /// The page that Trunk left, which every page of the app is written from.
    pub(crate) fn index(&self) -> Option<String> {
        let index = self.files.get(INDEX)?;
        Some(String::from_utf8_lossy(&index.plain).into_owned())
    }

    /// The address of the file at `path` that changes with its content, if there is such a file.
    pub(crate) fn address(&self, path: &str) -> Option<String> {
        let path = path.trim_start_matches('/');
        let file = self.files.get(path)?;
        Some(["/", &hashed_name(path, &file.etag)].concat())
    }

    /// The file at `path`, if there is one. The page that Trunk left is none.
    pub(crate) fn serve(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        let name = path.trim_start_matches('/');
        if let Some(file) = self.files.get(name).filter(|_| name != INDEX) {
            return Some(file.answer(headers, CHECKED));
        }
        let file = self.files.get(self.hashed.get(name)?)?;
        Some(file.answer(headers, FOREVER))
    }
}

/// The path with a hash of the content before its ending: `apply_bg-0123456789abcdef.wasm`.
fn hashed_name(path: &str, etag: &str) -> String {
    let hash = &etag[..etag.len().min(16)];
    match path.rsplit_once('.') {
        Some((stem, ending)) => [stem, "-", hash, ".", ending].concat(),
        None => [path, "-", hash].concat(),
    }
}

impl File {
    fn new(path: &str, plain: Bytes, packed: Packed, etag: String) -> Self {
        Self {
            plain,
            packed,
            etag,
            kind: HeaderValue::from_static(kind(path)),
        }
    }

    /// Sends it in the best encoding that is taken, or says that it is unchanged.
    fn answer(&self, headers: &HeaderMap, cache: HeaderValue) -> Response {
        let etag = HeaderValue::from_str(&["\"", &self.etag, "\""].concat())
            .unwrap_or(HeaderValue::from_static("\"0\""));
        let base = [
            (header::ETAG, etag.clone()),
            (header::CACHE_CONTROL, cache),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
        ];
        if matches(headers, &etag) {
            return (StatusCode::NOT_MODIFIED, base).into_response();
        }
        let encoding = Encoding::wanted(headers);
        let packed = encoding.and_then(|encoding| Some((encoding, self.packed(encoding)?)));
        let mut response = match packed {
            Some((encoding, bytes)) => (
                [(header::CONTENT_ENCODING, encoding.name())],
                base,
                Body::from(bytes),
            )
                .into_response(),
            None => (base, Body::from(self.plain.clone())).into_response(),
        };
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, self.kind.clone());
        response
    }

    fn packed(&self, encoding: Encoding) -> Option<Bytes> {
        match &self.packed {
            Packed::Made { brotli, gzip } => Some(match encoding {
                Encoding::Brotli => brotli.clone(),
                Encoding::Gzip => gzip.clone(),
            }),
            Packed::Later(cells) => {
                let cell = &cells[usize::from(encoding == Encoding::Gzip)];
                Some(
                    cell.get_or_init(|| encoding.pack(&self.plain, Effort::Quick))
                        .clone(),
                )
            }
            Packed::Never => None,
        }
    }
}

fn etag(plain: &[u8]) -> String {
    hex(&Sha256::digest(plain)[..12])
}

fn gather(folder: &Path, prefix: &str, files: &mut HashMap<String, File>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = [prefix, &name].concat();
        if entry.file_type()?.is_dir() {
            gather(&entry.path(), &[&path, "/"].concat(), files)?;
        } else {
            let plain = Bytes::from(std::fs::read(entry.path())?);
            let etag = etag(&plain);
            let packed = if is_packable(&path) {
                Packed::Later(Arc::default())
            } else {
                Packed::Never
            };
            let file = File::new(&path, plain, packed, etag);
            files.insert(path, file);
        }
    }
    Ok(())
}

/// Endings, what is in such files, and whether packing makes them smaller.
static KINDS: &[(&str, &str, bool)] = &[
    ("html", "text/html; charset=utf-8", true),
    ("css", "text/css; charset=utf-8", true),
    ("js", "text/javascript; charset=utf-8", true),
    ("mjs", "text/javascript; charset=utf-8", true),
    ("wasm", "application/wasm", true),
    ("json", "application/json", true),
    ("webmanifest", "application/manifest+json", true),
    ("svg", "image/svg+xml", true),
    ("txt", "text/plain; charset=utf-8", true),
    ("xml", "application/xml", true),
    ("ico", "image/x-icon", true),
    ("png", "image/png", false),
    ("jpg", "image/jpeg", false),
    ("webp", "image/webp", false),
    ("pdf", "application/pdf", false),
    ("woff2", "font/woff2", false),
];

fn ending(path: &str) -> Option<&'static (&'static str, &'static str, bool)> {
    let (_, ending) = path.rsplit_once('.')?;
    KINDS.iter().find(|(known, ..)| *known == ending)
}

fn kind(path: &str) -> &'static str {
    ending(path).map_or("application/octet-stream", |(_, kind, _)| kind)
}

fn is_packable(path: &str) -> bool {
    ending(path).is_some_and(|(_, _, packable)| *packable)
}

#[cfg(test)]
mod tests;
