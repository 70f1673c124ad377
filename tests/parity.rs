//! Every case through every way the rules are reached: natively, and over HTTP to a store with a
//! database. The third way, as WebAssembly, is `wasm.rs`.

#![expect(
    clippy::unwrap_used,
    reason = "the whole file is a test, its helpers too"
)]

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use chrono::{DateTime, NaiveDate, Utc};
use http_body_util::BodyExt;
use rules::account::Account;
use rules::form::{FORMS, Keeper};
use rules::permission::Role;
use rules::register::{Row, Status};
use serde_json::{Value, json};
use store::clock::Clock;
use store::settings::{Serve, Shared};
use store::writer::Event;
use store::{Running, State};
use tempfile::TempDir;
use tests::{Case, Judge};
use tower::ServiceExt;

#[test]
fn every_case_natively() {
    let judge = Judge::new();
    let wrong: Vec<String> = tests::sheets()
        .iter()
        .flat_map(|sheet| &sheet.cases)
        .filter_map(|case| judge.difference(case))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} cases:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Over HTTP the same is found, with the same words and numbers; what is refused leaves no trace.
#[tokio::test]
async fn every_case_over_http() {
    let store = Store::new().await;
    let judge = Judge::new();
    let sheets = tests::sheets();
    // Employees' forms come in as cases. The others come in through links and from staff.
    let mut cases: Vec<&Case> = sheets
        .iter()
        .filter(|sheet| sheet.form.keeper == Keeper::Employee)
        .flat_map(|sheet| &sheet.cases)
        .collect();
    // Time goes forward, as it does for a store.
    cases.sort_by_key(|case| case.day);
    let mut applicant = store.log_in(cases[0].day).await;
    let mut sent = 0;
    for (number, case) in cases.iter().enumerate() {
        if 0 < number && cases[number - 1].day != case.day {
            applicant = store.log_in(case.day).await;
        }
        let (_, findings) = judge.judge(&case.draft, case.day);
        let findings = serde_json::to_value(findings).unwrap();
        let key = format!("fall-{number}");

        let form = json!({ "form": case.draft.form().id });
        let begun = applicant.ask("POST", "/api/arenden", &key, "", &form).await;
        assert_eq!(begun.status, 201, "{}", begun.body);
        let place = ["/api/arenden/", begun.body["id"].as_str().unwrap()].concat();

        let before = store.trace().await;
        let command = json!({ "kommando": "skicka-in", "utkast": case.wire });
        let path = [&place, "/kommando"].concat();
        let answer = applicant
            .ask("POST", &path, &[&key, "-send"].concat(), "\"1\"", &command)
            .await;
        let kept = applicant.ask("GET", &place, "", "", &Value::Null).await;
        if case.sent {
            sent += 1;
            assert_eq!(answer.status, 200, "{}: {}", case.name, answer.body);
            let remarks = answer
                .body
                .get("anmarkningar")
                .unwrap_or(&json!([]))
                .clone();
            assert_eq!(remarks, findings, "{}", case.name);
            assert_eq!(kept.body, answer.body, "{}", case.name);
            assert_ne!(kept.body["lage"], "utkast", "{}", case.name);
        } else {
            assert_eq!(answer.status, 422, "{}: {}", case.name, answer.body);
            assert_eq!(answer.body["fynd"], findings, "{}", case.name);
            assert_eq!(kept.body, begun.body, "{}: something was kept", case.name);
            assert_eq!(
                store.trace().await,
                before,
                "{}: a trace was left",
                case.name
            );
        }
    }
    assert!(0 < sent && sent < cases.len());
    drop(applicant);
    store.close().await;
}

/// What is asked of people outside is no case of an employee's, whoever sends it.
#[tokio::test]
async fn only_employees_forms_become_cases() {
    let store = Store::new().await;
    let applicant = store.log_in(event().at.date_naive()).await;
    for form in FORMS {
        let wanted = json!({ "form": form.id });
        let answer = applicant
            .ask("POST", "/api/arenden", form.id, "", &wanted)
            .await;
        let is_taken = form.keeper == Keeper::Employee;
        assert_eq!(answer.status == 201, is_taken, "{}", form.id);
        assert!(is_taken || answer.status == 404, "{}", answer.status);
    }
    drop(applicant);
    store.close().await;
}

/// A store with the cases' policy and register, a database file and a clock that is set.
struct Store {
    state: State,
    router: Router,
    running: Running,
    _folder: TempDir,
}

/// The applicant at a browser.
struct Visitor {
    router: Router,
    cookie: String,
}

struct Answer {
    status: u16,
    cookie: String,
    body: Value,
}

const PASSWORD: &str = "ett långt lösenord";

fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(11, 0, 0).unwrap().and_utc()
}

fn event() -> Event {
    Event {
        at: noon(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()),
        actor: "drift".to_owned(),
        action: "lagg-till".to_owned(),
        body: "{}".to_owned(),
    }
}

/// The account that has this row. Whoever answers for it is not in the row and not asked for.
fn account(row: Row) -> Account {
    let address = row.address().unwrap();
    let of = |status| (row.status == status).then_some(row.status_date).flatten();
    Account {
        address,
        paused_until: of(Status::Paused),
        closed_from: of(Status::Closed),
        id: row.id,
        other_platform: None,
        unit: row.unit,
        department: row.department,
        description: row.description,
        open: row.open,
        manager: None,
        responsible: None,
        deputy: None,
        started: None,
        certified: row.certified,
        notice: None,
        case: None,
    }
}

impl Store {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let policy = folder.path().join("policy.toml");
        std::fs::write(&policy, tests::POLICY).unwrap();
        let settings = Serve {
            shared: Shared {
                data: Some(folder.path().join("klartecken.db")),
                policy: Some(policy),
                ..Shared::default()
            },
            ..Serve::default()
        };
        let clock = Clock::standing(event().at);
        let (state, running) = store::open(&settings, clock).await.unwrap();
        let accounts: Vec<Account> = tests::register().into_iter().map(account).collect();
        store::import::write(&state.writer, &accounts, &state.clock)
            .await
            .unwrap();
        let password = store::person::hash_password(PASSWORD.to_owned())
            .await
            .unwrap();
        let person = store::task::new_person(
            "medarbetare",
            "Medarbetare Demo",
            "medarbetare@demo.example",
            Role::Employee,
            "norrskolan",
            password,
        );
        state.writer.person(person, event()).await.unwrap();
        state.people.reload(&state.db).await.unwrap();
        Self {
            router: store::router(state.clone()).unwrap(),
            state,
            running,
            _folder: folder,
        }
    }

    /// The applicant, at noon on a day.
    async fn log_in(&self, day: NaiveDate) -> Visitor {
        self.state.clock.set(noon(day));
        self.state.register.reload().await.unwrap();
        let mut visitor = Visitor {
            router: self.router.clone(),
            cookie: String::new(),
        };
        let login = json!({ "anvandarnamn": "medarbetare", "losenord": PASSWORD });
        let answer = visitor.ask("POST", "/api/session", "", "", &login).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        visitor.cookie = answer.cookie;
        visitor
    }

    /// How much there is of what a write leaves behind.
    async fn trace(&self) -> Vec<i64> {
        let mut counts = Vec::new();
        for count in [
            "SELECT coalesce(max(seq), 0) FROM event",
            "SELECT coalesce(sum(version), 0) FROM document",
            "SELECT count(*) FROM idempotency",
            "SELECT count(*) FROM outbox",
        ] {
            let count = sqlx::query_scalar(count).fetch_one(self.state.db.readers());
            counts.push(count.await.unwrap());
        }
        counts
    }

    async fn close(self) {
        drop((self.router, self.state));
        self.running.finish().await;
    }
}

impl Visitor {
    async fn ask(
        &self,
        method: &str,
        path: &str,
        key: &str,
        version: &str,
        body: &Value,
    ) -> Answer {
        let headers = [
            ("cookie", self.cookie.as_str()),
            ("idempotency-key", key),
            ("if-match", version),
            ("content-type", "application/json"),
        ];
        let request = headers
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .fold(
                Request::builder().method(method).uri(path),
                |request, (name, value)| request.header(name, value),
            )
            .body(if body.is_null() {
                Body::empty()
            } else {
                Body::from(body.to_string())
            })
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let cookie = response
            .headers()
            .get("set-cookie")
            .and_then(|cookie| cookie.to_str().ok())
            .and_then(|cookie| cookie.split(';').next())
            .unwrap_or_default()
            .to_owned();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer {
            status,
            cookie,
            body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        }
    }
}
