//! What the tests share: a whole service over a database of its own, and people at their browsers.

mod resilience;
#[allow(
    dead_code,
    reason = "shared with a test of the whole program, which uses another part"
)]
pub(crate) mod smtp;

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

use crate::cli::task::new_user;
use crate::clock::Clock;
use crate::database::key;
use crate::database::writer::Event;
use crate::{Running, State};

/// The password of everybody.
pub(crate) const PASSWORD: &str = "ett långt lösenord";

/// Everybody: what they log in with, their role and their unit.
pub(crate) const PEOPLE: &[(&str, Role, &str)] = &[
    ("medarbetare", Role::Employee, "biblioteket"),
    ("medarbetare2", Role::Employee, "simhallen"),
    ("chef", Role::Manager, "biblioteket"),
    ("chef2", Role::Manager, "simhallen"),
    ("kommunikator", Role::Communicator, "torget"),
    ("kommunikator2", Role::Communicator, "torget"),
    ("administrator", Role::Administrator, "torget"),
];

/// A service.
pub(crate) struct TestService {
    pub(crate) state: State,
    pub(crate) router: Router,
    pub(crate) running: Running,
    pub(crate) _folder: TempDir,
}

/// A browser that asks the service.
#[derive(Clone)]
pub(crate) struct Visitor {
    pub(crate) router: Router,
    pub(crate) cookie: String,
}

/// An answer.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

/// A request being put together.
pub(crate) struct Ask {
    pub(crate) visitor: Visitor,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

/// The answers to two requests that threads of their own send at once.
pub(crate) async fn at_once(one: Ask, other: Ask) -> (Reply, Reply) {
    let (one, other) = tokio::join!(tokio::spawn(one.send()), tokio::spawn(other.send()));
    (one.unwrap(), other.unwrap())
}

pub(crate) fn noon() -> DateTime<Utc> {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

impl TestService {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A service with something changed before it begins.
    pub(crate) async fn with(change: impl FnOnce(&mut State)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k.db");
        let (db, keyring) = key::open(&path, &key::Source::Beside).await.unwrap();
        let policy = Policy::from_toml(crate::demo::POLICY).unwrap();
        let (mut state, running) = crate::start(db, keyring, policy, Clock::standing(noon()))
            .await
            .unwrap();
        change(&mut state);
        state.register.reload().await.unwrap();
        static HASH: OnceLock<String> = OnceLock::new();
        if HASH.get().is_none() {
            let _ = HASH.set(
                crate::database::user::hash_password(PASSWORD.to_owned())
                    .await
                    .unwrap(),
            );
        }
        for (id, role, unit) in PEOPLE {
            let email = format!("{id}@demo.example");
            let person = new_user(id, id, &email, *role, unit, HASH.get().unwrap().clone());
            state.writer.user(person, event()).await.unwrap();
        }
        state.users.reload(&state.db).await.unwrap();
        let router = crate::router(state.clone()).unwrap();
        Self {
            state,
            router,
            running,
            _folder: folder,
        }
    }

    /// A browser that has not logged in.
    pub(crate) fn stranger(&self) -> Visitor {
        Visitor {
            router: self.router.clone(),
            cookie: String::new(),
        }
    }

    /// A browser that has logged in.
    pub(crate) async fn person(&self, id: &str) -> Visitor {
        let mut visitor = self.stranger();
        let login = json!({ "anvandarnamn": id, "losenord": PASSWORD });
        let reply = visitor.post("/api/session").json(&login).send().await;
        assert_eq!(reply.status, 200, "{id} could not log in");
        visitor.cookie = reply.cookie();
        visitor
    }

    /// A draft that keeps every rule, for an account of this name.
    pub(crate) fn draft(&self, handle: &str) -> Value {
        let mut answers = crate::demo::common_answers(&self.state);
        answers["konto-namn"] = json!(handle);
        json!({ "form": "starta-konto", "svar": answers })
    }

    /// How many rows a table has.
    pub(crate) async fn rows(&self, table: &'static str) -> i64 {
        sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}")))
            .fetch_one(self.state.db.readers())
            .await
            .unwrap()
    }
}

pub(crate) fn event() -> Event {
    Event {
        at: noon(),
        actor: "test".to_owned(),
        action: "test".to_owned(),
        body: "{}".to_owned(),
    }
}

impl Visitor {
    pub(crate) fn ask(&self, method: &'static str, path: &str) -> Ask {
        Ask {
            visitor: self.clone(),
            method,
            path: path.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    pub(crate) fn get(&self, path: &str) -> Ask {
        self.ask("GET", path)
    }

    pub(crate) fn post(&self, path: &str) -> Ask {
        self.ask("POST", path)
    }

    pub(crate) fn put(&self, path: &str) -> Ask {
        self.ask("PUT", path)
    }

    pub(crate) fn delete(&self, path: &str) -> Ask {
        self.ask("DELETE", path)
    }

    /// What a search among the people on pictures answers.
    pub(crate) async fn people(&self, words: &str) -> Value {
        let wanted = json!({ "sok": words });
        let reply = self.post("/api/individer/sok").json(&wanted).send().await;
        check(&reply, 200, "");
        reply.json()
    }

    /// What a search in the list of consents answers.
    pub(crate) async fn consents(&self, words: &str) -> Value {
        let wanted = json!({ "sok": words });
        let reply = self.post("/api/samtycken/sok").json(&wanted).send().await;
        check(&reply, 200, "");
        reply.json()
    }

    /// Begins a case and gives its address.
    pub(crate) async fn begin(&self, key: &str) -> String {
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
    pub(crate) fn command(&self, case: &str, version: i64, key: &str, body: &Value) -> Ask {
        self.post(&format!("{case}/kommando"))
            .version(version)
            .key(key)
            .json(body)
    }

    /// Begins and sends a case and gives its address. It is then at version 2.
    pub(crate) async fn sent(&self, draft: &Value, key: &str) -> String {
        let case = self.begin(&format!("{key} begin")).await;
        let body = json!({ "kommando": "skicka-in", "utkast": draft });
        let reply = self.command(&case, 1, key, &body).send().await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        case
    }
}

impl Ask {
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(crate) fn version(self, version: i64) -> Self {
        self.header("if-match", &format!("\"{version}\""))
    }

    pub(crate) fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.bytes(body.to_string().into_bytes())
    }

    pub(crate) fn bytes(self, body: Vec<u8>) -> Self {
        let mut ask = self.header("content-type", "application/json");
        ask.body = body;
        ask
    }

    pub(crate) async fn send(self) -> Reply {
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
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The id of the problem it tells of.
    pub(crate) fn problem(&self) -> String {
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

    pub(crate) fn cookie(&self) -> String {
        let cookie = self.headers["set-cookie"].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }
}

/// Asserts an answer's status and, for a problem, its id.
#[track_caller]
pub(crate) fn check(reply: &Reply, status: u16, problem: &str) {
    assert_eq!(reply.status.as_u16(), status, "{}", reply.text());
    if !problem.is_empty() {
        assert_eq!(reply.problem(), problem);
    }
}
