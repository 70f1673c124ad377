//! The calls to the store. The only file that knows how a request is made.

use std::cell::OnceCell;
use std::pin::Pin;

use gloo_net::http::{Headers, Request, Response};
use leptos::prelude::*;
use rules::account::refusal::Input;
use rules::consent;
use rules::form::finding::FindingJson;
use rules::problem::ProblemId;
use serde::de::DeserializeOwned;
use serde::de::value::{self, StrDeserializer as Word};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, RequestInit};

use super::browser;

/// Longest wait for an answer, milliseconds. A submit that takes longer is retried under the same
/// key.
const WAIT_MS_MAX: u32 = 30_000;

/// Why a call failed. Each one leads to its own words on the page.
#[derive(Clone, Debug)]
pub(crate) enum ApiError {
    /// No answer came: no network, a restarting store, a lost answer.
    NoAnswer,
    /// The session has ended, or there was none.
    LoggedOut,
    /// There is no such thing, or it is another user's.
    NotFound,
    /// It has changed since it was read.
    Stale,
    /// Answers break rules.
    Findings(Vec<FindingJson>),
    /// An input of a command about a case breaks a rule.
    CaseInput(Input),
    /// An input of a command about a consent breaks a rule.
    ConsentInput(consent::refusal::Input),
    /// The sentences about broken rules, where there is no form of fields.
    Faults(Vec<String>),
    /// Not allowed, not now, not any more or not like this; the problem's id says which.
    Refused(ProblemId),
    /// Too many tries; seconds until the next.
    TooMany(u32),
    /// The store's disk is full.
    Full,
    /// The machine failed.
    Failed,
}

/// An answer.
pub(crate) struct Reply<T> {
    /// The body.
    pub(crate) body: T,
}

/// A request being put together.
pub(crate) struct Call<'a> {
    method: &'static str,
    path: &'a str,
    body: Option<String>,
    version: Option<u64>,
    key: Option<&'a str>,
    /// What gives it up before it has been answered.
    signal: Option<AbortSignal>,
}

thread_local! {
    /// What is done when an answer says that the session has ended.
    static ON_LOGGED_OUT: OnceCell<Box<dyn Fn()>> = const { OnceCell::new() };
}

/// Has `act` done whenever an answer says that the session has ended. The first one given stays.
pub(crate) fn on_logged_out(act: impl Fn() + 'static) {
    ON_LOGGED_OUT.with(|known| {
        // There is one session, and it lives as long as the page.
        let _ = known.set(Box::new(act));
    });
}

/// The id, where it can be a document's: letters, digits and hyphens. Anything else would be another address.
pub(crate) fn id_of_document(id: &str) -> Result<&str, ApiError> {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '-' || sign == '_';
    if id.is_empty() || !id.chars().all(plain) {
        return Err(ApiError::NotFound);
    }
    Ok(id)
}

/// Whether a 401 to a call to this address is about the session. Of `/api/lank` it says that the
/// link that was opened is over, which tells nothing of a session beside it. Of `/api/session` it
/// says that the password was wrong, or that there was nothing to log out of.
fn is_about_session(path: &str) -> bool {
    path != "/api/session" && path != "/api/lank" && !path.starts_with("/api/lank/")
}

/// An answer on its way: its text and the version it names.
type Fetching<'a> = Pin<Box<dyn Future<Output = Result<(String, u64), ApiError>> + 'a>>;

/// A problem document, as far as pages read it.
#[derive(Deserialize)]
struct Problem {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    fynd: Vec<FindingJson>,
    #[serde(default)]
    fel: Vec<String>,
    #[serde(default)]
    uppgift: Option<String>,
}

/// The error for the input with this id, of a command about a case or about a consent.
fn input_error(word: &str) -> Option<ApiError> {
    let case = Input::deserialize(Word::<value::Error>::new(word)).map(ApiError::CaseInput);
    let consent = || consent::refusal::Input::deserialize(Word::<value::Error>::new(word));
    case.or_else(|_| consent().map(ApiError::ConsentInput)).ok()
}

impl<'a> Call<'a> {
    fn new(method: &'static str, path: &'a str) -> Self {
        Self {
            method,
            path,
            body: None,
            version: None,
            key: None,
            signal: None,
        }
    }

    /// Reads.
    pub(crate) fn get(path: &'a str) -> Self {
        Self::new("GET", path)
    }

    /// Sends.
    pub(crate) fn post(path: &'a str) -> Self {
        Self::new("POST", path)
    }

    /// Replaces.
    pub(crate) fn put(path: &'a str) -> Self {
        Self::new("PUT", path)
    }

    /// Removes.
    pub(crate) fn delete(path: &'a str) -> Self {
        Self::new("DELETE", path)
    }

    /// With a JSON body.
    #[must_use]
    pub(crate) fn json(mut self, body: &impl Serialize) -> Self {
        self.body = serde_json::to_string(body).ok();
        self
    }

    /// With a body that is JSON already. Used where a retry must send the very same bytes.
    #[must_use]
    pub(crate) fn text(mut self, body: String) -> Self {
        self.body = Some(body);
        self
    }

    /// Only if the document still has this version.
    #[must_use]
    pub(crate) fn if_version(mut self, version: u64) -> Self {
        self.version = Some(version);
        self
    }

    /// Under a key that makes a repeat harmless.
    #[must_use]
    pub(crate) fn key(mut self, key: &'a str) -> Self {
        self.key = Some(key);
        self
    }

    /// Given up when what is being drawn goes away: for what a page reads for itself alone. Where
    /// nothing is being drawn it changes nothing.
    #[must_use]
    pub(crate) fn while_shown(mut self) -> Self {
        let is_drawing = Owner::current().is_some();
        // There is one in every browser that runs the app; without it the answer is waited for.
        if let Some(controller) = AbortController::new().ok().filter(|_| is_drawing) {
            self.signal = Some(controller.signal());
            let controller = StoredValue::new_local(controller);
            on_cleanup(move || {
                controller.try_with_value(AbortController::abort);
            });
        }
        self
    }

    /// Sends and reads the answer's JSON.
    pub(crate) async fn read<T: DeserializeOwned>(self) -> Result<Reply<T>, ApiError> {
        let (text, _) = self.fetch().await?;
        let body = serde_json::from_str(&text).map_err(|_| ApiError::Failed)?;
        Ok(Reply { body })
    }

    /// Sends and hands over the answer's text, for callers that read it in more than one way.
    pub(crate) async fn raw(self) -> Result<String, ApiError> {
        self.fetch().await.map(|(text, _)| text)
    }

    /// Sends and reads no more than the version it led to.
    pub(crate) async fn version(self) -> Result<u64, ApiError> {
        self.fetch().await.map(|(_, version)| version)
    }

    /// Sends and reads no more than that it went well.
    pub(crate) async fn done(self) -> Result<(), ApiError> {
        self.fetch().await.map(|_| ())
    }

    /// Boxed, so that what waits for it is small whatever it reads.
    fn fetch(self) -> Fetching<'a> {
        Box::pin(self.send())
    }

    async fn send(self) -> Result<(String, u64), ApiError> {
        let options = RequestInit::new();
        options.set_method(self.method);
        let signal = self.signal.or_else(|| {
            (self.body.is_some() || self.key.is_some())
                .then(|| AbortSignal::timeout_with_u32(WAIT_MS_MAX))
        });
        options.set_signal(signal.as_ref());
        let headers = Headers::new();
        if let Some(version) = self.version {
            headers.set("If-Match", &["\"", &version.to_string(), "\""].concat());
        }
        if let Some(key) = self.key {
            headers.set("Idempotency-Key", key);
        }
        if let Some(body) = self.body {
            headers.set("Content-Type", "application/json");
            options.set_body(&body.into());
        }
        options.set_headers(&headers.into_raw());
        let is_read = self.method == "GET";
        let response = match is_read.then(|| browser::fetched_ahead(self.path)).flatten() {
            Some(answer) => {
                let answer = JsFuture::from(answer)
                    .await
                    .map_err(|_| ApiError::NoAnswer)?;
                Response::from(answer.unchecked_into::<web_sys::Response>())
            }
            None => {
                let request = web_sys::Request::new_with_str_and_init(self.path, &options)
                    .map_err(|_| ApiError::Failed)?;
                let sent = Request::from(request).send().await;
                sent.map_err(|_| ApiError::NoAnswer)?
            }
        };
        if !response.ok() {
            let error = error_of(&response).await;
            if matches!(error, ApiError::LoggedOut) && is_about_session(self.path) {
                ON_LOGGED_OUT.with(|known| {
                    if let Some(act) = known.get() {
                        act();
                    }
                });
            }
            return Err(error);
        }
        let version = header(&response, "etag")
            .and_then(|tag| tag.trim_start_matches("W/").trim_matches('"').parse().ok())
            .unwrap_or(0);
        // The connection may break in the middle of the body.
        let text = response.text().await.map_err(|_| ApiError::NoAnswer)?;
        Ok((text, version))
    }
}

impl Problem {
    /// The problem's id: the last part of its type. An id that is not known says no more than that it cannot be done.
    fn id(&self) -> ProblemId {
        let word = self.kind.rsplit('/').next().unwrap_or_default();
        ProblemId::from_id(word).unwrap_or(ProblemId::NotNow)
    }
}

fn header(response: &Response, name: &str) -> Option<String> {
    response.headers().get(name)
}

/// What an answer of another kind than 2xx means to a page.
async fn error_of(response: &Response) -> ApiError {
    let problem = || async {
        let text = response.text().await.ok()?;
        serde_json::from_str::<Problem>(&text).ok()
    };
    match response.status() {
        401 => ApiError::LoggedOut,
        404 => ApiError::NotFound,
        412 => ApiError::Stale,
        422 => match problem().await {
            Some(Problem {
                uppgift: Some(word),
                ..
            }) => input_error(&word).unwrap_or(ApiError::Failed),
            Some(problem) if !problem.fynd.is_empty() => ApiError::Findings(problem.fynd),
            Some(problem) if !problem.fel.is_empty() => ApiError::Faults(problem.fel),
            Some(problem) => ApiError::Refused(problem.id()),
            None => ApiError::Failed,
        },
        403 | 409 | 410 => ApiError::Refused(
            problem()
                .await
                .map_or(ProblemId::NotNow, |problem| problem.id()),
        ),
        429 => ApiError::TooMany(
            header(response, "retry-after")
                .and_then(|seconds| seconds.parse().ok())
                .unwrap_or(60),
        ),
        507 => ApiError::Full,
        // A gateway that answers for a store that is restarting.
        502..=504 => ApiError::NoAnswer,
        _ => ApiError::Failed,
    }
}

impl ApiError {
    /// The sentence for pages that have nothing better to say about it.
    pub(crate) fn sentence(&self) -> &'static str {
        match self {
            Self::NoAnswer => {
                "Vi fick inget svar. Kontrollera att du är uppkopplad och försök igen."
            }
            Self::LoggedOut => "Du är inte inloggad längre. Logga in och försök igen.",
            Self::NotFound => "Det du söker finns inte, eller så får du inte se det.",
            Self::Stale => "Någon har ändrat ärendet sedan du öppnade det. Läs in sidan igen.",
            Self::Findings(_) | Self::Faults(_) => {
                "Det finns fel i uppgifterna. Gå tillbaka och rätta dem."
            }
            Self::CaseInput(input) => input.advice(),
            Self::ConsentInput(input) => input.advice(),
            Self::Refused(_) => {
                "Det går inte att göra just nu. Läs in sidan igen och se vad som har hänt."
            }
            Self::TooMany(_) => "Du har försökt många gånger. Vänta en stund och försök igen.",
            Self::Full => {
                "Vi kan inte ta emot uppgifter just nu. Det du har skrivit finns kvar här. Försök igen om en stund."
            }
            Self::Failed => "Något gick fel hos oss. Försök igen om en stund.",
        }
    }
}
