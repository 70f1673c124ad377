//! Every case through every way the rules are reached: natively, and over HTTP to a store with a
//! database. The third way, as WebAssembly, is `wasm.rs`.

#![expect(
    clippy::unwrap_used,
    reason = "the whole file is a test, its helpers too"
)]

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use chrono::{DateTime, NaiveDate, Utc};
use http_body_util::BodyExt;
use rules::account::Account;
use rules::catalogue::FORMS;
use rules::consent::form::{self, paper};
use rules::form::Keeper;
use rules::permission::Role;
use rules::register::{Row, Status};
use serde_json::{Value, json};
use store::cli::settings::{Serve, Shared};
use store::clock::Clock;
use store::database::writer::Event;
use store::{Running, State};
use tempfile::TempDir;
use tests::{Case, Judge, Sheet};
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

/// What is found of a consent is the same over HTTP, whether staff register it or somebody answers by
/// a link, and what is refused leaves no trace.
#[tokio::test]
async fn every_consent_over_http() {
    let store = Store::new().await;
    let judge = Judge::new();
    let sheets = tests::sheets();
    let mut cases: Vec<(&Sheet, &Case)> = sheets
        .iter()
        .filter(|sheet| sheet.form.keeper != Keeper::Employee)
        .flat_map(|sheet| sheet.cases.iter().map(move |case| (sheet, case)))
        .collect();
    cases.sort_by_key(|(_, case)| case.day);
    let mut staff = store.log_in(cases[0].1.day).await;
    let mut links = BTreeMap::new();
    let mut papers = BTreeSet::new();
    let (mut good, mut bad, mut settled) = (0, 0, 0);
    for (number, (sheet, case)) in cases.iter().enumerate() {
        if 0 < number && cases[number - 1].1.day != case.day {
            staff = store.log_in(case.day).await;
        }
        let key = format!("fall-{number}");
        let name = format!("{}: {}", sheet.form.id, case.name);
        let (is_sent, findings) = judge.judge(&case.draft, case.day);
        assert_eq!(is_sent, case.sent, "{name}");
        let answer = match sheet.form.keeper {
            Keeper::Staff => store.registered(&staff, case, &key).await,
            Keeper::Anyone => store.told_without_link(case).await,
            // What is asked is the request's to say, and not the answer's.
            _ if !settles_the_same(sheet, case) => {
                settled += 1;
                continue;
            }
            _ => {
                let link = match links.entry((sheet.form.id, case.day)) {
                    Entry::Occupied(link) => link.into_mut(),
                    Entry::Vacant(place) => place.insert(store.asked(&staff, sheet, case).await),
                };
                store.answered(link, case, &key).await
            }
        };
        let problem = answer.body["type"].as_str().unwrap_or_default();
        if is_sent {
            good += 1;
            let is_again = sheet.form == &paper::FORM && !papers.insert(sheet_of(&judge, case));
            let expected = match sheet.form.keeper {
                Keeper::Anyone => (202, ""),
                // The signer has a mailbox, and shows by a code that it is theirs.
                Keeper::LinkHolder if has_mailbox(&judge, case) => {
                    (403, "/problem/legitimering-kravs")
                }
                // A sheet is registered once.
                Keeper::Staff if is_again => (409, "/problem/redan-registrerat"),
                Keeper::LinkHolder | Keeper::Staff | Keeper::Employee => (200, ""),
            };
            let answered = (answer.status, problem);
            assert_eq!(answered, expected, "{name}: {}", answer.body);
        } else {
            bad += 1;
            let answered = (answer.status, problem);
            assert_eq!(answered, (422, "/problem/fynd"), "{name}: {}", answer.body);
            let findings = serde_json::to_value(findings).unwrap();
            assert_eq!(answer.body["fynd"], findings, "{name}");
        }
    }
    assert!(
        0 < good && good < bad && settled < bad,
        "{good} {bad} {settled}"
    );
    drop(staff);
    store.close().await;
}

/// What tells the sheet of paper that a case registers from every other: who, where and when.
fn sheet_of(judge: &Judge, case: &Case) -> (Option<String>, String, NaiveDate) {
    let checked = form::check(&case.draft, &judge.facts(case.day)).unwrap();
    let person = &checked.given().person;
    let who = person.claims().into_iter().next();
    (who, person.unit.clone(), checked.day())
}

/// Whether the first to sign what a case answers gave an e-mail address.
fn has_mailbox(judge: &Judge, case: &Case) -> bool {
    let checked = form::check(&case.draft, &judge.facts(case.day)).unwrap();
    let first = checked.given().parties.first();
    first.is_some_and(|party| party.email.is_some())
}

/// Whether a case says what the first of its sheet says, where a request says it.
fn settles_the_same(sheet: &Sheet, case: &Case) -> bool {
    let first = &sheet.cases[0].wire["svar"];
    sheet
        .form
        .prefilled
        .iter()
        .all(|field| first.get(field.id) == case.wire["svar"].get(field.id))
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

/// An account of each name that the consents' cases name. The rules of consents read no register; a
/// request names an account that is there.
fn accounts_asked_for() -> Vec<Row> {
    let names: BTreeSet<String> = tests::sheets()
        .iter()
        .filter_map(|sheet| sheet.cases[0].wire["svar"]["enhetens-konto"].as_str())
        .map(str::to_owned)
        .collect();
    let row = |name: &String| {
        json!({
            "id": name, "plattform": "instagram", "konto": name,
            "adress": format!("https://www.instagram.com/{name}"),
            "enhet": "Biblioteket", "forvaltning": "Kultur- och fritidsförvaltningen",
            "beskrivning": "Vardagen hos oss.", "oppet": true, "status": "aktivt",
        })
    };
    let rows = names.iter().map(row).collect();
    serde_json::from_value(Value::Array(rows)).unwrap()
}

impl Store {
    /// What becomes of a draft that staff register.
    async fn registered(&self, staff: &Visitor, case: &Case, key: &str) -> Answer {
        let form = json!({ "form": case.draft.form().id });
        let begun = staff.ask("POST", "/api/samtycken", key, "", &form).await;
        assert_eq!(begun.status, 201, "{}", begun.body);
        let id = begun.body["id"].as_str().unwrap();
        let path = ["/api/samtycken/", id, "/kommando"].concat();
        let command = json!({ "kommando": "registrera", "utkast": case.wire });
        let key = [key, "-send"].concat();
        self.traced(staff.ask("POST", &path, &key, "\"1\"", &command))
            .await
    }

    /// What becomes of what somebody without a link sends.
    async fn told_without_link(&self, case: &Case) -> Answer {
        let path = ["/api/", case.draft.form().id].concat();
        let stranger = self.stranger();
        self.traced(stranger.ask("POST", &path, "", "", &case.wire))
            .await
    }

    /// The link of a request for what a case answers.
    async fn asked(&self, staff: &Visitor, sheet: &Sheet, case: &Case) -> String {
        let answers = &case.wire["svar"];
        let wanted = json!({
            "blankett": sheet.form.id,
            "enhet": answers["verksamhet"],
            "tillfalle": { "slag": answers["bilder-fran"] },
            "kanaler": answers["kanaler"],
            "konto": answers["enhetens-konto"],
            "till": case.day,
        });
        let key = format!("{} {}", sheet.form.id, case.day);
        let path = "/api/samtycke/begaran";
        let asked = staff.ask("POST", path, &key, "", &wanted).await;
        assert_eq!(asked.status, 201, "{}", asked.body);
        let (_, token) = asked.body["lank"]
            .as_str()
            .unwrap()
            .split_once('#')
            .unwrap();
        token.to_owned()
    }

    /// What becomes of a draft that is written and signed by somebody with a link.
    async fn answered(&self, token: &str, case: &Case, key: &str) -> Answer {
        let mut holder = self.stranger();
        let link = json!({ "nyckel": token });
        let opened = holder.ask("POST", "/api/lank", "", "", &link).await;
        assert_eq!(opened.status, 200, "{}", opened.body);
        holder.cookie = opened.cookie;
        let path = "/api/lank/utkast";
        let kept = holder.ask("PUT", path, "", "\"0\"", &case.wire).await;
        assert_eq!(kept.status, 200, "{}: {}", case.name, kept.body);
        let draft = serde_json::to_value(&case.draft).unwrap();
        assert_eq!(kept.body["utkast"], draft, "{}", case.name);
        let command = json!({ "kommando": "signera", "textversion": kept.body["textversion"] });
        let path = "/api/lank/kommando";
        self.traced(holder.ask("POST", path, key, "\"1\"", &command))
            .await
    }

    /// The answer to a request that leaves nothing behind when it is refused.
    async fn traced(&self, asking: impl Future<Output = Answer>) -> Answer {
        let before = self.trace().await;
        let answer = asking.await;
        if 300 <= answer.status {
            assert_eq!(self.trace().await, before, "{}", answer.body);
        }
        answer
    }

    /// Somebody who has not logged in.
    fn stranger(&self) -> Visitor {
        Visitor {
            router: self.router.clone(),
            cookie: String::new(),
        }
    }

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
            // Requests here have no sender of their own and say from where they come.
            proxy: vec![Ipv4Addr::UNSPECIFIED.into()],
            ..Serve::default()
        };
        let clock = Clock::standing(event().at);
        let (state, running) = store::open(&settings, clock).await.unwrap();
        let rows = tests::register().into_iter().chain(accounts_asked_for());
        let accounts: Vec<Account> = rows.map(account).collect();
        store::cli::import::write(&state.writer, &accounts, &state.clock)
            .await
            .unwrap();
        let password = store::database::user::hash_password(PASSWORD.to_owned())
            .await
            .unwrap();
        let person = store::cli::task::new_user(
            "medarbetare",
            "Medarbetare Demo",
            "medarbetare@demo.example",
            Role::Communicator,
            "norrskolan",
            password,
        );
        state.writer.user(person, event()).await.unwrap();
        state.users.reload(&state.db).await.unwrap();
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
        let mut visitor = self.stranger();
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
        // From an address of its own each time, since one address may not try everything at once.
        static ASKED: AtomicU32 = AtomicU32::new(0x0A00_0000);
        let address = Ipv4Addr::from_bits(ASKED.fetch_add(1, Ordering::Relaxed)).to_string();
        let headers = [
            ("x-forwarded-for", address.as_str()),
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
