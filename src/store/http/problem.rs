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
use rules::problem::ProblemId;
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
    /// The holder of a link is to show who they are first.
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

    /// The status, the id and the members of its own.
    fn parts(&self) -> (StatusCode, ProblemId, Value) {
        let none = Value::Null;
        match self {
            Self::Findings(findings) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                ProblemId::Findings,
                json!({ "fynd": findings }),
            ),
            Self::Refused(refusal) => refused(refusal),
            Self::ConsentRefused(refusal) => consent_refused(refusal),
            Self::PublicationRefused(refusal) => publication_refused(refusal),
            Self::RequestFaults(faults) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                ProblemId::RequestFaults,
                json!({ "fel": faults }),
            ),
            Self::DecisionMissing => (
                StatusCode::UNPROCESSABLE_ENTITY,
                ProblemId::DecisionMissing,
                none,
            ),
            Self::NotIdentified => (StatusCode::FORBIDDEN, ProblemId::NotIdentified, none),
            Self::AlreadyThere => (StatusCode::CONFLICT, ProblemId::AlreadyThere, none),
            Self::NotLoggedIn => (StatusCode::UNAUTHORIZED, ProblemId::NotLoggedIn, none),
            Self::WrongLogin => (StatusCode::UNAUTHORIZED, ProblemId::WrongLogin, none),
            Self::TooManyLogins(wait) => (
                StatusCode::TOO_MANY_REQUESTS,
                ProblemId::TooManyLogins,
                json!({ "vanta_sekunder": seconds(*wait) }),
            ),
            Self::LinkOver => (StatusCode::GONE, ProblemId::LinkOver, none),
            Self::WrongCode => (StatusCode::UNPROCESSABLE_ENTITY, ProblemId::WrongCode, none),
            Self::LetterErased => (StatusCode::GONE, ProblemId::LetterErased, none),
            Self::NotFound => (StatusCode::NOT_FOUND, ProblemId::NotFound, none),
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                ProblemId::MethodNotAllowed,
                none,
            ),
            Self::Malformed(place) => (
                StatusCode::BAD_REQUEST,
                ProblemId::Malformed,
                json!({ "del": place.part, "rad": place.line, "kolumn": place.column }),
            ),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, ProblemId::TooLarge, none),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, ProblemId::TooSlow, none),
            Self::NotJson => (StatusCode::UNSUPPORTED_MEDIA_TYPE, ProblemId::NotJson, none),
            Self::VersionMissing => (
                StatusCode::PRECONDITION_REQUIRED,
                ProblemId::VersionMissing,
                none,
            ),
            Self::Stale(version) => (
                StatusCode::PRECONDITION_FAILED,
                ProblemId::Stale,
                json!({ "version": version }),
            ),
            Self::KeyMissing => (StatusCode::BAD_REQUEST, ProblemId::KeyMissing, none),
            Self::KeyReused => (StatusCode::CONFLICT, ProblemId::KeyReused, none),
            Self::CrossSite => (StatusCode::FORBIDDEN, ProblemId::CrossSite, none),
            Self::Failed(failure) => failed(failure),
            Self::Broken(_) => (StatusCode::INTERNAL_SERVER_ERROR, ProblemId::Failed, none),
        }
    }
}

fn failed(failure: &WriteError) -> (StatusCode, ProblemId, Value) {
    match failure {
        WriteError::Busy => (
            StatusCode::SERVICE_UNAVAILABLE,
            ProblemId::Busy,
            Value::Null,
        ),
        WriteError::DiskFull => (
            StatusCode::INSUFFICIENT_STORAGE,
            ProblemId::StorageFull,
            Value::Null,
        ),
        WriteError::Broken(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            ProblemId::Failed,
            Value::Null,
        ),
        WriteError::Stopping => (
            StatusCode::SERVICE_UNAVAILABLE,
            ProblemId::Stopping,
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
        let (status, id, more) = self.parts();
        let mut body = Map::new();
        body.insert(
            "type".to_owned(),
            Value::String(["/problem/", id.id()].concat()),
        );
        body.insert("title".to_owned(), Value::String(id.label().to_owned()));
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

fn refused(refusal: &Refusal) -> (StatusCode, ProblemId, Value) {
    match refusal {
        Refusal::NotAllowed => (StatusCode::FORBIDDEN, ProblemId::NotAllowed, Value::Null),
        Refusal::OwnCase => (StatusCode::FORBIDDEN, ProblemId::OwnCase, Value::Null),
        Refusal::NotNow => (StatusCode::CONFLICT, ProblemId::NotNow, Value::Null),
        Refusal::Taken => (StatusCode::CONFLICT, ProblemId::AddressTaken, Value::Null),
        Refusal::Input(input) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            ProblemId::Input,
            json!({ "uppgift": input }),
        ),
    }
}

fn consent_refused(refusal: &consent::refusal::Refusal) -> (StatusCode, ProblemId, Value) {
    use consent::refusal::Refusal;
    let (status, id) = match refusal {
        Refusal::NotAllowed => (StatusCode::FORBIDDEN, ProblemId::NotAllowed),
        Refusal::OwnConsent => (StatusCode::FORBIDDEN, ProblemId::OwnConsent),
        Refusal::NotNow => (StatusCode::CONFLICT, ProblemId::NotNow),
        Refusal::TooLate => (StatusCode::CONFLICT, ProblemId::TooLate),
        Refusal::OtherAnswers => (StatusCode::CONFLICT, ProblemId::OtherAnswers),
        Refusal::OtherText => (StatusCode::CONFLICT, ProblemId::OtherText),
        Refusal::Input(_) => (StatusCode::UNPROCESSABLE_ENTITY, ProblemId::Input),
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
    (status, id, more)
}

fn publication_refused(refusal: &publication::log::Refusal) -> (StatusCode, ProblemId, Value) {
    use publication::log::Refusal;
    match refusal {
        Refusal::NotAllowed => (StatusCode::FORBIDDEN, ProblemId::NotAllowed, Value::Null),
        Refusal::NotNow => (StatusCode::CONFLICT, ProblemId::NotNow, Value::Null),
        Refusal::NotYes(verdict) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            ProblemId::NotYes,
            json!({ "bedomning": verdict }),
        ),
        Refusal::Faults(faults) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            ProblemId::PublicationFaults,
            json!({ "fel": faults }),
        ),
    }
}
