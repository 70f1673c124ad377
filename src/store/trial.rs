//! What the tests share: a whole service over a database of its own, and people at their browsers.

mod asset;
mod bad_day;
mod case;
mod consent;
mod erasure;
mod evidence;
mod input;
mod link;
mod mail;
mod mark;
mod register;
mod server;
mod session;
#[allow(
    dead_code,
    reason = "shared with a test of the whole program, which uses another part"
)]
mod smtp;
mod vault;
mod withdrawal;

use std::sync::OnceLock;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use chrono::{DateTime, Utc};
use http_body_util::BodyExt as _;
use rules::permission::Role;
use rules::policy::Policy;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::clock::Clock;
use crate::key;
use crate::task::new_person;
use crate::writer::Event;
use crate::{Running, State};

/// The password of everybody.
const PASSWORD: &str = "ett långt lösenord";

/// Everybody: what they log in with and their role.
const PEOPLE: &[(&str, Role)] = &[
    ("medarbetare", Role::Employee),
    ("medarbetare2", Role::Employee),
    ("chef", Role::Manager),
    ("kommunikator", Role::Communicator),
    ("kommunikator2", Role::Communicator),
    ("administrator", Role::Administrator),
];

/// A service.
struct Trial {
    state: State,
    router: Router,
    running: Running,
    _folder: TempDir,
}

/// Somebody at a browser.
#[derive(Clone)]
struct Visitor {
    router: Router,
    cookie: String,
}

/// An answer.
struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

/// A request being put together.
struct Ask {
    visitor: Visitor,
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

/// The answers to two requests that threads of their own send at once.
async fn at_once(one: Ask, other: Ask) -> (Reply, Reply) {
    let (one, other) = tokio::join!(tokio::spawn(one.send()), tokio::spawn(other.send()));
    (one.unwrap(), other.unwrap())
}

fn noon() -> DateTime<Utc> {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

impl Trial {
    async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A service with something changed before it begins.
    async fn with(change: impl FnOnce(&mut State)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k.db");
        let (db, seals) = key::open(&path, &key::Source::Beside).await.unwrap();
        let policy = Policy::from_toml(crate::demo::POLICY).unwrap();
        let (mut state, running) = crate::start(db, seals, policy, Clock::standing(noon()))
            .await
            .unwrap();
        change(&mut state);
        state.register.reload().await.unwrap();
        static HASH: OnceLock<String> = OnceLock::new();
        if HASH.get().is_none() {
            let _ = HASH.set(
                crate::person::hash_password(PASSWORD.to_owned())
                    .await
                    .unwrap(),
            );
        }
        for (id, role) in PEOPLE {
            let email = format!("{id}@demo.example");
            let person = new_person(
                id,
                id,
                &email,
                *role,
                "biblioteket",
                HASH.get().unwrap().clone(),
            );
            state.writer.person(person, event()).await.unwrap();
        }
        state.people.reload(&state.db).await.unwrap();
        let router = crate::router(state.clone()).unwrap();
        Self {
            state,
            router,
            running,
            _folder: folder,
        }
    }

    /// Somebody who has not logged in.
    fn stranger(&self) -> Visitor {
        Visitor {
            router: self.router.clone(),
            cookie: String::new(),
        }
    }

    /// Somebody who has.
    async fn person(&self, id: &str) -> Visitor {
        let mut visitor = self.stranger();
        let login = json!({ "anvandarnamn": id, "losenord": PASSWORD });
        let reply = visitor.post("/api/session").json(&login).send().await;
        assert_eq!(reply.status, 200, "{id} could not log in");
        visitor.cookie = reply.cookie();
        visitor
    }

    /// A draft that keeps every rule, for an account of this name.
    fn draft(&self, handle: &str) -> Value {
        let mut answers = crate::demo::common_answers(&self.state);
        answers["konto-namn"] = json!(handle);
        json!({ "form": "starta-konto", "svar": answers })
    }

    /// How many rows a table has.
    async fn rows(&self, table: &'static str) -> i64 {
        sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}")))
            .fetch_one(self.state.db.readers())
            .await
            .unwrap()
    }
}

fn event() -> Event {
    Event {
        at: noon(),
        actor: "test".to_owned(),
        action: "test".to_owned(),
        body: "{}".to_owned(),
    }
}

impl Visitor {
    fn ask(&self, method: &'static str, path: &str) -> Ask {
        Ask {
            visitor: self.clone(),
            method,
            path: path.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    fn get(&self, path: &str) -> Ask {
        self.ask("GET", path)
    }

    fn post(&self, path: &str) -> Ask {
        self.ask("POST", path)
    }

    fn put(&self, path: &str) -> Ask {
        self.ask("PUT", path)
    }

    fn delete(&self, path: &str) -> Ask {
        self.ask("DELETE", path)
    }

    /// What a search among the people on pictures answers.
    async fn people(&self, words: &str) -> Value {
        let wanted = json!({ "sok": words });
        let reply = self.post("/api/individer/sok").json(&wanted).send().await;
        check(&reply, 200, "");
        reply.json()
    }

    /// What a search in the list of consents answers.
    async fn consents(&self, words: &str) -> Value {
        let wanted = json!({ "sok": words });
        let reply = self.post("/api/samtycken/sok").json(&wanted).send().await;
        check(&reply, 200, "");
        reply.json()
    }

    /// Begins a case and gives its address.
    async fn begin(&self, key: &str) -> String {
        let reply = self
            .post("/api/arenden")
            .key(key)
            .json(&json!({ "form": "starta-konto" }))
            .send()
            .await;
        assert_eq!(reply.status, 201);
        reply.headers["location"].to_str().unwrap().to_owned()
    }

    /// Does something to a case.
    fn command(&self, case: &str, version: i64, key: &str, body: &Value) -> Ask {
        self.post(&format!("{case}/kommando"))
            .version(version)
            .key(key)
            .json(body)
    }

    /// Begins and sends a case and gives its address. It is then at version 2.
    async fn sent(&self, draft: &Value, key: &str) -> String {
        let case = self.begin(&format!("{key} begin")).await;
        let body = json!({ "kommando": "skicka-in", "utkast": draft });
        let reply = self.command(&case, 1, key, &body).send().await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        case
    }
}

impl Ask {
    fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    fn version(self, version: i64) -> Self {
        self.header("if-match", &format!("\"{version}\""))
    }

    fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    fn json(self, body: &Value) -> Self {
        self.bytes(body.to_string().into_bytes())
    }

    fn bytes(self, body: Vec<u8>) -> Self {
        let mut ask = self.header("content-type", "application/json");
        ask.body = body;
        ask
    }

    async fn send(self) -> Reply {
        let mut request = Request::builder().method(self.method).uri(self.path);
        if !self.visitor.cookie.is_empty() {
            request = request.header("cookie", &self.visitor.cookie);
        }
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(self.body)).unwrap();
        let response = self.visitor.router.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Reply {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The id of the problem it tells of.
    fn problem(&self) -> String {
        assert_eq!(
            self.headers["content-type"],
            "application/problem+json",
            "{}",
            self.text()
        );
        let body = self.json();
        assert_eq!(body["status"], self.status.as_u16());
        body["type"]
            .as_str()
            .unwrap()
            .strip_prefix("/problem/")
            .unwrap()
            .to_owned()
    }

    fn cookie(&self) -> String {
        let cookie = self.headers["set-cookie"].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }
}

/// Asserts an answer's status and, for a problem, its id.
#[track_caller]
fn check(reply: &Reply, status: u16, problem: &str) {
    assert_eq!(reply.status.as_u16(), status, "{}", reply.text());
    if !problem.is_empty() {
        assert_eq!(reply.problem(), problem);
    }
}
