//! The app's files: served from the binary, or from a folder while the app is being worked on.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::header::content_security_policy;
use crate::hex::hex;
use crate::problem::Problem;

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

/// One file, ready to send.
#[derive(Clone, Debug)]
struct File {
    plain: Bytes,
    packed: Packed,
    etag: HeaderValue,
    kind: HeaderValue,
    /// What a page may run.
    policy: Option<HeaderValue>,
    /// Whether the name changes with the content, so that nobody ever needs to ask again.
    hashed: bool,
}

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
    /// Which page a part of the app begins with, by the first segment of the addresses it knows.
    parts: Arc<HashMap<String, String>>,
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
            (
                file.path.to_owned(),
                File::new(file.path, Bytes::from_static(file.plain), packed, file.etag),
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
        let parts = files
            .iter()
            .filter(|(name, _)| name.ends_with(".html"))
            .flat_map(|(name, file)| {
                let page = String::from_utf8_lossy(&file.plain);
                let known: Vec<String> = pages(&page).map(str::to_owned).collect();
                known.into_iter().map(|first| (first, name.clone()))
            })
            .collect();
        Self {
            files: Arc::new(files),
            parts: Arc::new(parts),
        }
    }

    /// Whether there is no app.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The page that the app begins with at `path`.
    fn page(&self, path: &str) -> Option<&File> {
        let first = path.trim_start_matches('/').split('/').next()?;
        let name = self.parts.get(first).map_or(INDEX, String::as_str);
        self.files.get(name)
    }

    /// The file at `path`, or the first page for a path that only the app knows.
    pub fn serve(&self, method: &Method, path: &str, headers: &HeaderMap) -> Response {
        if method != Method::GET && method != Method::HEAD {
            return if self.is_page(path, headers)
                || self.files.contains_key(path.trim_start_matches('/'))
            {
                Problem::MethodNotAllowed.into_response()
            } else {
                Problem::NotFound.into_response()
            };
        }
        let name = path.trim_start_matches('/');
        let found = self.files.get(name).or_else(|| {
            self.is_page(path, headers)
                .then(|| self.page(path))
                .flatten()
        });
        found.map_or_else(
            || Problem::NotFound.into_response(),
            |file| file.answer(headers),
        )
    }

    /// Whether the app, and not the store, knows what is at `path`. A mistyped API call or a file
    /// that is gone must not be answered with a page.
    fn is_page(&self, path: &str, headers: &HeaderMap) -> bool {
        let last = path.rsplit('/').next().unwrap_or_default();
        let accepts = headers
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html") || accept.contains("*/*"));
        accepts && !last.contains('.') && path != "/api" && !path.starts_with("/api/")
    }
}

impl File {
    fn new(path: &str, plain: Bytes, packed: Packed, etag: &str) -> Self {
        let etag = HeaderValue::from_str(&format!("\"{etag}\""))
            .unwrap_or(HeaderValue::from_static("\"0\""));
        let policy = path
            .ends_with(".html")
            .then(|| content_security_policy(&String::from_utf8_lossy(&plain)));
        Self {
            plain,
            packed,
            etag,
            policy,
            kind: HeaderValue::from_static(kind(path)),
            hashed: is_hashed(path),
        }
    }

    fn answer(&self, headers: &HeaderMap) -> Response {
        let mut response = self.answer_anybody(headers);
        if let Some(policy) = &self.policy {
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
        }
        response
    }

    fn answer_anybody(&self, headers: &HeaderMap) -> Response {
        let cache = if self.hashed {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        let base = [
            (header::ETAG, self.etag.clone()),
            (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
        ];
        if matches(headers, &self.etag) {
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
                Some(cell.get_or_init(|| encoding.pack(&self.plain)).clone())
            }
            Packed::Never => None,
        }
    }
}

/// The encodings that answers are packed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Smallest.
    Brotli,
    /// Known to everybody.
    Gzip,
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

    /// Packs bytes at a level that takes milliseconds and not seconds.
    #[must_use]
    pub fn pack(self, plain: &[u8]) -> Bytes {
        // Writing to memory cannot fail, so the fallback is never taken.
        let packed = match self {
            Self::Brotli => {
                let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, 5, 20);
                writer.write_all(plain).map(|()| writer.into_inner())
            }
            Self::Gzip => {
                let mut writer =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(5));
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

/// The first segments of the addresses that a page says it is for: `<meta name="pages" …>`.
fn pages(page: &str) -> impl Iterator<Item = &str> {
    let tag = page
        .split('<')
        .filter(|tag| tag.starts_with("meta "))
        .find(|tag| tag.contains("name=\"pages\"") || tag.contains("name=pages"));
    tag.and_then(|tag| tag.split_once("content="))
        .map_or("", |(_, rest)| match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next().unwrap_or_default(),
            None => rest.split(['>', ' ']).next().unwrap_or_default(),
        })
        .split_whitespace()
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
            let etag = hex(&Sha256::digest(&plain)[..12]);
            let packed = if is_packable(&path) {
                Packed::Later(Arc::default())
            } else {
                Packed::Never
            };
            let file = File::new(&path, plain, packed, &etag);
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

/// Whether the name holds a hash of the content, as Trunk writes it: `app-0123456789abcdef_bg.wasm`.
/// Trunk has been seen to keep a script's name when the script changes, so scripts are asked for
/// anew; that costs a 304 and not a stale app.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let hash = |part: &str| 16 <= part.len() && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    !path.ends_with("js") && name.split(['-', '_', '.']).any(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> (tempfile::TempDir, Assets) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("index.html", "<!doctype html><title>Klartecken</title>"),
            (
                "staff.html",
                "<!doctype html><meta content=\"arenden konto\" name=pages><title>Inne</title>",
            ),
            ("app-0123456789abcdef_bg.wasm", "wasm"),
            ("app-0123456789abcdef.js", "js"),
            ("mark.svg", "<svg></svg>"),
            ("stil/a.css", "a{}"),
        ] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let assets = Assets::folder(folder.path()).unwrap();
        (folder, assets)
    }

    fn get(assets: &Assets, path: &str, headers: &[(&str, &str)]) -> Response {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(
                name.parse::<axum::http::HeaderName>().unwrap(),
                value.parse().unwrap(),
            );
        }
        assets.serve(&Method::GET, path, &map)
    }

    #[test]
    fn pages_of_the_app_get_the_first_page_and_typos_do_not() {
        let (_folder, app) = app();
        let html = [("accept", "text/html,*/*;q=0.8")];
        for (path, headers, status) in [
            ("/", &html[..], 200),
            ("/ansok/123/kontot", &html, 200),
            ("/mark.svg", &[], 200),
            ("/stil/a.css", &[], 200),
            ("/ansok", &[("accept", "application/json")], 404),
            ("/api/typo", &html, 404),
            ("/api", &html, 404),
            ("/gone-0123456789abcdef_bg.wasm", &html, 404),
            ("/stil/../index.html", &[], 404),
        ] {
            assert_eq!(get(&app, path, headers).status(), status, "{path}");
        }
    }

    #[test]
    fn each_part_of_the_app_begins_with_its_own_page() {
        let (_folder, app) = app();
        let html = [("accept", "text/html")];
        let tag = |path| get(&app, path, &html).headers()["etag"].clone();
        assert_eq!(tag("/arenden"), tag("/konto/1"));
        assert_eq!(tag("/forteckning"), tag("/"));
        assert_ne!(tag("/arenden/1"), tag("/arendena"));
    }

    #[test]
    fn only_names_that_change_with_the_content_are_kept_for_ever() {
        let (_folder, app) = app();
        for (path, kept) in [
            (
                "/app-0123456789abcdef_bg.wasm",
                "public, max-age=31536000, immutable",
            ),
            ("/app-0123456789abcdef.js", "no-cache"),
            ("/index.html", "no-cache"),
            ("/mark.svg", "no-cache"),
        ] {
            assert_eq!(
                get(&app, path, &[]).headers()["cache-control"],
                kept,
                "{path}"
            );
        }
    }

    #[test]
    fn what_the_asker_has_is_not_sent_again() {
        let (_folder, app) = app();
        let etag = get(&app, "/", &[("accept", "text/html")]).headers()["etag"].clone();
        let etag = etag.to_str().unwrap();
        for value in [
            etag,
            &format!("W/{etag}"),
            &format!("\"other\", {etag}"),
            "*",
        ] {
            let again = get(
                &app,
                "/",
                &[("accept", "text/html"), ("if-none-match", value)],
            );
            assert_eq!(again.status(), 304, "{value}");
        }
        assert_eq!(
            get(
                &app,
                "/",
                &[("accept", "text/html"), ("if-none-match", "\"x\"")]
            )
            .status(),
            200
        );
    }

    #[test]
    fn the_best_encoding_that_is_taken_is_chosen() {
        for (accept, wanted) in [
            ("gzip, deflate, br, zstd", Some(Encoding::Brotli)),
            ("gzip", Some(Encoding::Gzip)),
            ("br;q=0, gzip;q=0.5", Some(Encoding::Gzip)),
            ("identity", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, accept.parse().unwrap());
            assert_eq!(Encoding::wanted(&headers), wanted, "{accept}");
        }
        let (_folder, app) = app();
        let packed = get(&app, "/mark.svg", &[("accept-encoding", "br")]);
        assert_eq!(packed.headers()["content-encoding"], "br");
        assert_eq!(packed.headers()["content-type"], "image/svg+xml");
    }
}
