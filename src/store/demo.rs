//! The demo: an invented municipality with people, accounts and cases in every state.
//!
//! Everything is made through the same calls as people make, so that nothing can be shown that
//! could not happen.

mod consent;

use std::collections::HashMap;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use rules::permission::Role;
use rules::register::Index;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tower::ServiceExt as _;

use crate::State;
use crate::cli::import;
use crate::cli::task::{OPERATOR, new_user};
use crate::database::user;
use crate::database::writer::Event;
use crate::error::TaskError;
use crate::http::headers::Unlogged;

/// The invented municipality's policy.
pub const POLICY: &str = include_str!("demo/policy.toml");
/// The password of everybody in the demo.
pub const PASSWORD: &str = "klartecken-demo";

const ACCOUNTS: &str = include_str!("demo/accounts.csv");
const CASES: &str = include_str!("demo/cases.json");

/// Everybody in the demo: what they log in with, their name, role and unit.
static PEOPLE: &[(&str, &str, Role, &str)] = &[
    (
        "medarbetare",
        "Medarbetare Demo",
        Role::Employee,
        "biblioteket",
    ),
    (
        "medarbetare2",
        "Medarbetare Demo Två",
        Role::Employee,
        "simhallen",
    ),
    ("chef", "Chef Demo", Role::Manager, "biblioteket"),
    (
        "kommunikator",
        "Kommunikatör Demo",
        Role::Communicator,
        "kommunikation",
    ),
    (
        "kommunikator2",
        "Kommunikatör Demo Två",
        Role::Communicator,
        "kommunikation",
    ),
    (
        "administrator",
        "Administratör Demo",
        Role::Administrator,
        "kommunledning",
    ),
];

/// The cases to make: answers that all of them share, and what is done to each.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    gemensamt: Map<String, Value>,
    arenden: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    av: String,
    form: String,
    svar: Map<String, Value>,
    sedan: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    av: String,
    #[serde(flatten)]
    kommando: Map<String, Value>,
}

/// Everybody at their own browser.
type Browsers = HashMap<&'static str, Browser>;

/// What to try first: who logs in, and the page that the person begins with.
static BEGINNINGS: &[(&str, &str)] = &[
    ("medarbetare", "/ansok"),
    ("chef", "/godkann"),
    ("kommunikator", "/arenden"),
    ("kommunikator", "/far-jag-publicera"),
    ("administrator", "/utkorg"),
];

/// What is shown at start: the logins, and what to try first at the address `url`.
#[must_use]
pub fn welcome(url: &str) -> String {
    let mut lines = vec![format!("\nLog in with the password {PASSWORD} as")];
    lines.extend(
        PEOPLE
            .iter()
            .map(|(id, name, ..)| format!("  {id:<14} {name}")),
    );
    lines.push("\nTry first".to_owned());
    lines.extend(
        BEGINNINGS
            .iter()
            .map(|(id, page)| format!("  {id:<14} {url}{page}")),
    );
    lines.push(format!("  {:<14} {url}/forteckning", "anybody"));
    lines.join("\n")
}

/// Fills a database that has no people yet. Any other is left as it is.
///
/// # Errors
/// When something the demo does is refused, which is a fault of the demo's data.
pub async fn fill(state: &State) -> Result<(), TaskError> {
    if state.users.get(PEOPLE[0].0).is_some() {
        return Ok(());
    }
    state.register.reload().await?;
    let register = state.register.now().await;
    let reading = import::read(ACCOUNTS.as_bytes(), register.index(), None, &state.clock)?;
    import::write(&state.writer, &reading.accounts, &state.clock).await?;
    state.register.reload().await?;
    let password = user::hash_password(PASSWORD.to_owned())
        .await
        .map_err(TaskError::Message)?;
    for (id, name, role, unit) in PEOPLE {
        let email = [id, "@demo.example"].concat();
        let event = Event {
            at: state.clock.now(),
            actor: OPERATOR.to_owned(),
            action: "lagg-till".to_owned(),
            body: json!({ "roll": role.id() }).to_string(),
        };
        let person = new_user(id, name, &email, *role, unit, password.clone());
        state.writer.user(person, event).await?;
    }
    state.users.reload(&state.db).await?;
    play(state).await
}

/// Makes the cases, each person at their own browser.
async fn play(state: &State) -> Result<(), TaskError> {
    let router = crate::router::router(state.clone())
        .map_err(|error| TaskError::Message(error.to_string()))?;
    let script: Script =
        serde_json::from_str(CASES).map_err(|error| TaskError::Message(error.to_string()))?;
    let mut browsers = Browsers::new();
    for (id, ..) in PEOPLE {
        browsers.insert(*id, Browser::log_in(&router, id).await?);
    }
    let browser = |id: &str| {
        browsers
            .get(id)
            .ok_or_else(|| TaskError::Message(format!("the demo has no {id}")))
    };
    for (number, part) in script.arenden.iter().enumerate() {
        let mut answers = script.gemensamt.clone();
        if part.form != "starta-konto" {
            answers.clear();
        }
        answers.extend(part.svar.clone());
        let register = state.register.now().await;
        let answers = filled(Value::Object(answers), state, register.index());
        let draft = json!({ "form": part.form, "svar": answers });
        let owner = browser(&part.av)?;
        let begun = owner
            .send(
                "POST",
                "/api/arenden",
                0,
                &json!({ "form": part.form }),
                number,
            )
            .await?;
        let path = format!("/api/arenden/{}", begun["id"].as_str().unwrap_or_default());
        let mut case = owner
            .send("PUT", &format!("{path}/utkast"), 1, &draft, number)
            .await?;
        for step in &part.sedan {
            let command = filled(
                Value::Object(step.kommando.clone()),
                state,
                register.index(),
            );
            let version = case["version"].as_i64().unwrap_or(0);
            case = browser(&step.av)?
                .send(
                    "POST",
                    &format!("{path}/kommando"),
                    version,
                    &command,
                    number,
                )
                .await?;
        }
    }
    consent::play(state, &router, &browsers).await
}

/// The answers that the demo's applications share: together they keep every rule.
#[cfg(test)]
pub(crate) fn common_answers(state: &State) -> Value {
    let script: Script = serde_json::from_str(CASES).expect("the demo's cases can be read");
    filled(Value::Object(script.gemensamt), state, &Index::default())
}

/// Puts today's date, the guidelines to confirm and an account's id where the script names them.
fn filled(value: Value, state: &State, register: &Index) -> Value {
    match value {
        Value::String(text) => match text.as_str() {
            "{idag}" => Value::String(state.clock.today().to_string()),
            "{om-en-manad}" => {
                Value::String((state.clock.today() + chrono::Days::new(30)).to_string())
            }
            "{riktlinjer}" => state
                .policy
                .value
                .confirmed()
                .map(|guideline| guideline.id.id())
                .collect(),
            other => match other
                .strip_prefix("{konto:")
                .and_then(|rest| rest.strip_suffix('}'))
            {
                Some(handle) => register
                    .rows()
                    .iter()
                    .find(|row| row.handle == handle)
                    .map_or(Value::Null, |row| Value::String(row.id.clone())),
                None => Value::String(text),
            },
        },
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (name, filled(value, state, register)))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => value,
    }
}

/// A browser of the demo: the service, and the cookie it gave.
struct Browser {
    router: Router,
    cookie: String,
}

impl Browser {
    async fn log_in(router: &Router, id: &str) -> Result<Self, TaskError> {
        let login = json!({ "anvandarnamn": id, "losenord": PASSWORD });
        let request =
            Request::post("/api/session").header(header::CONTENT_TYPE, "application/json");
        let response = call(router, request, &login).await?;
        let cookie = response
            .headers()
            .get(header::SET_COOKIE)
            .and_then(|cookie| cookie.to_str().ok()?.split(';').next())
            .ok_or_else(|| TaskError::Message(format!("{id} got no session")))?;
        Ok(Self {
            router: router.clone(),
            cookie: cookie.to_owned(),
        })
    }

    /// The same person, at another service that knows the session.
    fn with(&self, router: &Router) -> Self {
        Self {
            router: router.clone(),
            cookie: self.cookie.clone(),
        }
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        version: i64,
        body: &Value,
        number: usize,
    ) -> Result<Value, TaskError> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::COOKIE, &self.cookie)
            .header(header::IF_MATCH, format!("\"{version}\""))
            .header("idempotency-key", format!("demo {number} {version}"));
        let response = call(&self.router, request, body).await?;
        let (status, bytes) = read(response).await?;
        if status.is_success() {
            serde_json::from_slice(&bytes).map_err(|error| TaskError::Message(error.to_string()))
        } else {
            let answer = String::from_utf8_lossy(&bytes);
            Err(TaskError::Message(format!(
                "demo case {number}: {method} {path} {body}: {status} {answer}"
            )))
        }
    }
}

async fn call(
    router: &Router,
    request: axum::http::request::Builder,
    body: &Value,
) -> Result<Response<Body>, TaskError> {
    let request = request
        // Hundreds of answers to nobody would hide what the log says of the start.
        .extension(Unlogged)
        .body(Body::from(body.to_string()))
        .map_err(|error| TaskError::Message(error.to_string()))?;
    match router.clone().oneshot(request).await {
        Ok(response) => Ok(response),
        Err(never) => match never {},
    }
}

async fn read(response: Response<Body>) -> Result<(StatusCode, bytes::Bytes), TaskError> {
    let status = response.status();
    let body = response
        .into_body()
        .collect()
        .await
        .map_err(|error| TaskError::Message(error.to_string()))?;
    Ok((status, body.to_bytes()))
}
