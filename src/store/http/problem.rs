//! Everything that can be said besides yes, as HTTP and RFC 9457 problem documents.
//!
//! There are no sentences here. A problem has an id that the app has words for, and data.

use std::fmt::Display;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rules::account::refusal::Refusal;
use rules::consent;
use rules::consent::request::Fault;
use rules::form::finding::Finding;
use rules::publication;
use serde_json::{Map, Value, json};

use crate::database::writer::{RETRY_AFTER, WriteError};

/// The kinds of bad news: findings, refusals and failures, and the ways a program can ask wrongly.
#[derive(Debug)]
pub enum Problem {
    /// Answers break rules.
    Findings(Vec<Finding>),
    /// The rules say that this may not be done, or not now.
    Refused(Refusal),
    /// The rules say so of a consent.
    ConsentRefused(consent::refusal::Refusal),
    /// The rules say so of a publication.
    PublicationRefused(Box<publication::log::Refusal>),
    /// A request for consents needs mending.
    RequestFaults(Vec<Fault>),
    /// Nothing is destroyed without the number of a decision.
    DecisionMissing,
    /// Somebody with a link is to show who they are first.
    NotIdentified,
    /// The same thing has been registered before.
    AlreadyThere,
    /// Nobody is logged in.
    NotLoggedIn,
    /// Wrong name or password.
    WrongLogin,
    /// Too many attempts to log in.
    TooManyLogins(Duration),
    /// The link leads nowhere: used, expired, revoked, changed or never made here. Which of them is
    /// nobody's to know.
    LinkOver,
    /// The one-time code was not the right one, or is good no longer.
    WrongCode,
    /// What the letter said has been destroyed, so it cannot be sent again.
    LetterErased,
    /// There is nothing here, or nothing that this person may know of.
    NotFound,
    /// There is something here, but not for this method.
    MethodNotAllowed,
    /// The request cannot be read. Says where, and never repeats what was sent.
    Malformed(Place),
    /// The body is larger than anything anybody needs to send.
    TooLarge,
    /// The request took too long to arrive or to answer.
    TooSlow,
    /// The body is not said to be JSON.
    NotJson,
    /// A change that does not say which version it changes.
    VersionMissing,
    /// The document has changed since. Holds its version now.
    Stale(i64),
    /// A command without a name of its own.
    KeyMissing,
    /// The name was used for another command.
    KeyReused,
    /// A change asked for from another site.
    CrossSite,
    /// The write path could not.
    Failed(WriteError),
    /// The database or the program failed; the reason is in the log.
    Broken(String),
}

/// Where in a request the reader gave up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// What was wrong: `json`, `utf-8`, `form`, `header`, `query`.
    pub part: &'static str,
    /// The line, counted from 1; 0 when there are no lines.
    pub line: usize,
    /// The column, counted from 1.
    pub column: usize,
}

impl Problem {
    /// A failure that nobody outside should know the inside of.
    pub fn broken(error: impl Display) -> Self {
        Self::Broken(error.to_string())
    }

    /// Status, id, title and what else there is to say.
    fn parts(&self) -> (StatusCode, &'static str, &'static str, Value) {
        let none = Value::Null;
        match self {
            Self::Findings(findings) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "fynd",
                "Rules are broken",
                json!({ "fynd": findings }),
            ),
            Self::Refused(refusal) => refused(refusal),
            Self::ConsentRefused(refusal) => consent_refused(refusal),
            Self::PublicationRefused(refusal) => publication_refused(refusal),
            Self::RequestFaults(faults) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "begaran-fel",
                "Request needs mending",
                json!({ "fel": faults }),
            ),
            Self::DecisionMissing => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "beslut-saknas",
                "Decision required",
                none,
            ),
            Self::NotIdentified => (
                StatusCode::FORBIDDEN,
                "legitimering-kravs",
                "Identification required",
                none,
            ),
            Self::AlreadyThere => (
                StatusCode::CONFLICT,
                "redan-registrerat",
                "Registered before",
                none,
            ),
            Self::NotLoggedIn => (
                StatusCode::UNAUTHORIZED,
                "inloggning-kravs",
                "Login required",
                none,
            ),
            Self::WrongLogin => (
                StatusCode::UNAUTHORIZED,
                "inloggning-fel",
                "Login failed",
                none,
            ),
            Self::TooManyLogins(wait) => (
                StatusCode::TOO_MANY_REQUESTS,
                "for-manga-forsok",
                "Too many attempts",
                json!({ "vanta_sekunder": seconds(*wait) }),
            ),
            Self::LinkOver => (
                StatusCode::GONE,
                "lanken-galler-inte",
                "Link leads nowhere",
                none,
            ),
            Self::WrongCode => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "koden-stammer-inte",
                "Code does not fit",
                none,
            ),
            Self::LetterErased => (StatusCode::GONE, "brevet-raderat", "Letter erased", none),
            Self::NotFound => (StatusCode::NOT_FOUND, "finns-inte", "Not found", none),
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "fel-metod",
                "Method not allowed",
                none,
            ),
            Self::Malformed(place) => (
                StatusCode::BAD_REQUEST,
                "trasig-begaran",
                "Malformed request",
                json!({ "del": place.part, "rad": place.line, "kolumn": place.column }),
            ),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "for-stor", "Too large", none),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "for-langsam", "Too slow", none),
            Self::NotJson => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "inte-json",
                "Not JSON",
                none,
            ),
            Self::VersionMissing => (
                StatusCode::PRECONDITION_REQUIRED,
                "version-saknas",
                "If-Match required",
                none,
            ),
            Self::Stale(version) => (
                StatusCode::PRECONDITION_FAILED,
                "inaktuell",
                "Changed since",
                json!({ "version": version }),
            ),
            Self::KeyMissing => (
                StatusCode::BAD_REQUEST,
                "nyckel-saknas",
                "Idempotency-Key required",
                none,
            ),
            Self::KeyReused => (
                StatusCode::CONFLICT,
                "nyckel-aterbruk",
                "Idempotency-Key used for another request",
                none,
            ),
            Self::CrossSite => (
                StatusCode::FORBIDDEN,
                "annan-webbplats",
                "Cross-site request",
                none,
            ),
            Self::Failed(failure) => failed(failure),
            Self::Broken(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "fel-hos-oss",
                "Failure",
                none,
            ),
        }
    }
}

fn failed(failure: &WriteError) -> (StatusCode, &'static str, &'static str, Value) {
    match failure {
        WriteError::Busy => (
            StatusCode::SERVICE_UNAVAILABLE,
            "upptagen",
            "Busy",
            Value::Null,
        ),
        WriteError::DiskFull => (
            StatusCode::INSUFFICIENT_STORAGE,
            "fullt",
            "Storage full",
            Value::Null,
        ),
        WriteError::Broken(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "fel-hos-oss",
            "Failure",
            Value::Null,
        ),
        WriteError::Stopping => (
            StatusCode::SERVICE_UNAVAILABLE,
            "stanger",
            "Stopping",
            Value::Null,
        ),
    }
}

fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(0 < wait.subsec_nanos())
}

impl From<WriteError> for Problem {
    fn from(failure: WriteError) -> Self {
        Self::Failed(failure)
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        Self::broken(error)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<consent::refusal::Refusal> for Problem {
    fn from(refusal: consent::refusal::Refusal) -> Self {
        Self::ConsentRefused(refusal)
    }
}

impl From<publication::log::Refusal> for Problem {
    fn from(refusal: publication::log::Refusal) -> Self {
        Self::PublicationRefused(Box::new(refusal))
    }
}

impl From<serde_json::Error> for Problem {
    /// What was sent does not read as what was asked for. The error's own text may quote what
    /// people wrote, so only the place is kept.
    fn from(error: serde_json::Error) -> Self {
        Self::Malformed(Place {
            part: "json",
            line: error.line(),
            column: error.column(),
        })
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, id, title, more) = self.parts();
        let mut body = Map::new();
        body.insert("type".to_owned(), Value::String(["/problem/", id].concat()));
        body.insert("title".to_owned(), Value::String(title.to_owned()));
        body.insert("status".to_owned(), Value::from(status.as_u16()));
        if let Value::Object(more) = more {
            body.extend(more);
        }
        let headers = [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/problem+json"),
            ),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        let mut response = (status, headers, Value::Object(body).to_string()).into_response();
        if let Self::TooManyLogins(wait) = self {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds(wait)));
        } else if matches!(self, Self::Failed(_)) {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds(RETRY_AFTER)));
        }
        if let Self::Stale(version) = self
            && let Ok(etag) = HeaderValue::from_str(&format!("\"{version}\""))
        {
            response.headers_mut().insert(header::ETAG, etag);
        }
        if let Self::Broken(error) | Self::Failed(WriteError::Broken(error)) = self {
            tracing::error!(error, "failure");
        }
        response
    }
}

fn refused(refusal: &Refusal) -> (StatusCode, &'static str, &'static str, Value) {
    match refusal {
        Refusal::NotAllowed => (
            StatusCode::FORBIDDEN,
            "inte-behorig",
            "Not allowed",
            Value::Null,
        ),
        Refusal::OwnCase => (
            StatusCode::FORBIDDEN,
            "eget-arende",
            "Own case",
            Value::Null,
        ),
        Refusal::NotNow => (StatusCode::CONFLICT, "inte-nu", "Not now", Value::Null),
        Refusal::Taken => (
            StatusCode::CONFLICT,
            "konto-upptaget",
            "Address already registered",
            Value::Null,
        ),
        Refusal::Input(input) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "uppgift",
            "Input needs mending",
            json!({ "uppgift": input }),
        ),
    }
}

fn consent_refused(
    refusal: &consent::refusal::Refusal,
) -> (StatusCode, &'static str, &'static str, Value) {
    use consent::refusal::Refusal;
    let (status, id, title) = match refusal {
        Refusal::NotAllowed => (StatusCode::FORBIDDEN, "inte-behorig", "Not allowed"),
        Refusal::OwnConsent => (StatusCode::FORBIDDEN, "eget-samtycke", "Own consent"),
        Refusal::NotNow => (StatusCode::CONFLICT, "inte-nu", "Not now"),
        Refusal::TooLate => (StatusCode::CONFLICT, "for-sent", "Too late"),
        Refusal::OtherAnswers => (StatusCode::CONFLICT, "andra-svar", "Other answers"),
        Refusal::OtherText => (StatusCode::CONFLICT, "annan-text", "Another text"),
        Refusal::Input(_) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "uppgift",
            "Input needs mending",
        ),
    };
    let more = match refusal {
        Refusal::Input(input) => json!({ "uppgift": input }),
        Refusal::NotAllowed
        | Refusal::OwnConsent
        | Refusal::NotNow
        | Refusal::TooLate
        | Refusal::OtherAnswers
        | Refusal::OtherText => Value::Null,
    };
    (status, id, title, more)
}

fn publication_refused(
    refusal: &publication::log::Refusal,
) -> (StatusCode, &'static str, &'static str, Value) {
    use publication::log::Refusal;
    match refusal {
        Refusal::NotAllowed => (
            StatusCode::FORBIDDEN,
            "inte-behorig",
            "Not allowed",
            Value::Null,
        ),
        Refusal::NotNow => (StatusCode::CONFLICT, "inte-nu", "Not now", Value::Null),
        Refusal::NotYes(verdict) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "inte-ja",
            "The rules do not say yes",
            json!({ "bedomning": verdict }),
        ),
        Refusal::Faults(faults) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "publicering-fel",
            "Publication needs mending",
            json!({ "fel": faults }),
        ),
    }
}
