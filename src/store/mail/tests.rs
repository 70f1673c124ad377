//! Letters over a real connection to a server on good days and bad.

pub(crate) mod erasure;

use std::net::SocketAddr;
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::case::reminder::remind;
use crate::mail::sender::{Mailer, send_due};
use crate::mail::sender::{Smtp, SmtpTls};
use crate::tests::smtp::{Mood, Server, Taken, free_address};
use crate::tests::{TestService, Visitor, check, noon};

const SITE: &str = "https://konton.example";
/// What the applicant is reached at.
const APPLICANT: &str = "medarbetare@demo.example";
/// What a manager of the demo's draft is reached at.
pub(crate) const MANAGER: &str = "chef@demo.example";

fn settings(address: SocketAddr) -> Smtp {
    Smtp {
        host: address.ip().to_string(),
        port: address.port(),
        tls: SmtpTls::None,
        login: None,
        from: "Exempelkommunen <svara-inte@konton.example>"
            .parse()
            .unwrap(),
    }
}

fn mailer(address: SocketAddr) -> Mailer {
    Mailer::new(&settings(address), SITE).unwrap()
}

pub(crate) fn open(mood: Mood) -> (Server, Mailer) {
    let server = Server::open(([127, 0, 0, 1], 0).into(), mood, None);
    let mailer = mailer(server.address());
    (server, mailer)
}

impl TestService {
    /// A draft whose manager is asked by mail.
    pub(crate) fn asking(&self, handle: &str) -> Value {
        let mut draft = self.draft(handle);
        draft["svar"]["chef-godkannande"] = json!("be-chefen");
        draft["svar"].as_object_mut().unwrap().remove("chef-datum");
        draft
    }

    /// Moves the clock.
    pub(crate) fn later(&self, more: TimeDelta) {
        let now = self.state.clock.now();
        self.state.clock.set(now + more);
    }

    pub(crate) async fn deliver(&self, mailer: &Mailer) -> usize {
        send_due(&self.state, mailer).await.unwrap()
    }
}

/// The letters that the manager got.
fn to_manager(server: &Server) -> Vec<Taken> {
    let mut letters = server.taken();
    letters.retain(|letter| letter.to == MANAGER);
    letters
}

/// The outbox as a user sees it.
pub(crate) async fn outbox(visitor: &Visitor) -> Vec<Value> {
    let reply = visitor.get("/api/utkorg").send().await;
    check(&reply, 200, "");
    reply.json()["brev"].as_array().unwrap().clone()
}

/// Where the first letter stands, how often it was tried and why it failed last.
pub(crate) async fn first(visitor: &Visitor) -> (String, i64, String) {
    let letters = outbox(visitor).await;
    let letter = letters.first().expect("a letter in the outbox");
    let text = |name: &str| letter[name].as_str().unwrap().to_owned();
    (
        text("lage"),
        letter["forsok"].as_i64().unwrap(),
        text("fel"),
    )
}

pub(crate) fn state(word: &str, attempts: i64, error: &str) -> (String, i64, String) {
    (word.to_owned(), attempts, error.to_owned())
}

#[tokio::test]
async fn a_letter_is_delivered_once_and_then_erased() {
    let service = TestService::new().await;
    let (server, mailer) = open(Mood::Takes);
    let employee = service.person("medarbetare").await;
    let case = employee.sent(&service.asking("ettkonto"), "a").await;
    // The manager is asked, and the applicant has a receipt.
    assert_eq!(service.deliver(&mailer).await, 2);
    assert_eq!(service.deliver(&mailer).await, 0);
    server.wait_for_letter();
    let [receipt, letter] = &server.taken()[..] else {
        panic!("two letters arrive");
    };
    assert!(!letter.safely);
    assert_eq!(letter.to, MANAGER);
    assert_eq!(receipt.to, APPLICANT);
    let number = employee.get(&case).send().await.json()["nummer"].clone();
    let number = number.as_str().unwrap();
    let link = case.replace("/api", SITE);
    let [subject, text, html] = letter.parts();
    assert!(subject.contains(number), "{subject}");
    assert!(
        text.contains(&link) && html.contains(&format!("href=\"{link}\"")),
        "{text}"
    );
    assert!(text.contains("svara ja eller nej") && html.contains("svara ja eller nej"));
    let [subject, text, _] = receipt.parts();
    assert!(subject.contains(number) && text.contains(&link), "{text}");
    assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
    assert!(letter.header("From").contains("svara-inte@konton.example"));

    let administrator = service.person("administrator").await;
    assert_eq!(first(&administrator).await, state("skickat", 1, ""));
    let kept: Vec<(String, String)> = sqlx::query_as("SELECT recipient, body FROM outbox")
        .fetch_all(service.state.db.readers())
        .await
        .unwrap();
    assert_eq!(kept, vec![(String::new(), String::new()); 2]);
}

#[tokio::test]
async fn a_letter_refused_for_good_is_given_up_seen_and_sent_again() {
    let service = TestService::new().await;
    let (server, mailer) = open(Mood::Refuses);
    let employee = service.person("medarbetare").await;
    let case = employee.sent(&service.asking("ettkonto"), "a").await;
    assert_eq!(service.deliver(&mailer).await, 0);
    let communicator = service.person("kommunikator").await;
    assert_eq!(first(&communicator).await, state("uppgivet", 1, "nekad"));
    service.later(TimeDelta::days(30));
    assert_eq!(service.deliver(&mailer).await, 0);
    let employee = service.person("medarbetare").await;
    let communicator = service.person("kommunikator").await;
    assert_eq!(first(&communicator).await, state("uppgivet", 1, "nekad"));

    server.be(Mood::Takes);
    let letters = outbox(&communicator).await;
    let path = |letter: &Value| {
        let (event, place) = (&letter["handelse"], &letter["plats"]);
        format!("/api/utkorg/{event}/{place}/skicka-om")
    };
    let [path, receipt] = [path(&letters[0]), path(&letters[1])];
    check(&employee.post(&path).send().await, 403, "inte-behorig");
    check(
        &employee.get("/api/utkorg").send().await,
        403,
        "inte-behorig",
    );
    check(&communicator.post(&path).send().await, 204, "");
    assert_eq!(service.deliver(&mailer).await, 1);
    assert_eq!(server.taken().len(), 1);
    check(&communicator.post(&receipt).send().await, 204, "");
    assert_eq!(service.deliver(&mailer).await, 1);
    // There is nothing left to send, and communications see only what has not arrived.
    check(&communicator.post(&path).send().await, 409, "inte-nu");
    assert!(outbox(&communicator).await.is_empty());
    check(
        &communicator
            .post("/api/utkorg/9999/0/skicka-om")
            .send()
            .await,
        404,
        "finns-inte",
    );
    check(
        &communicator.post("/api/utkorg/a/b/skicka-om").send().await,
        404,
        "finns-inte",
    );
    let history = communicator.get(&case).send().await.json();
    let last = history["handelser"].as_array().unwrap().last().unwrap();
    assert_eq!(last["action"], "skicka-om");
    assert_eq!(last["actor_name"], "kommunikator");
}

#[tokio::test]
async fn a_letter_refused_for_now_is_delivered_when_its_time_comes() {
    let service = TestService::new().await;
    let (server, mailer) = open(Mood::Busy);
    let employee = service.person("medarbetare").await;
    employee.sent(&service.asking("ettkonto"), "a").await;
    let communicator = service.person("kommunikator").await;
    service.deliver(&mailer).await;
    assert_eq!(first(&communicator).await, state("vantar", 1, "nekad-nu"));
    server.be(Mood::Takes);
    service.later(TimeDelta::seconds(59));
    assert_eq!(service.deliver(&mailer).await, 0);
    service.later(TimeDelta::seconds(1));
    assert_eq!(service.deliver(&mailer).await, 2);
    assert_eq!(server.taken().len(), 2);
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_left_and_tried_later() {
    let service = TestService::new().await;
    let (server, mailer) = open(Mood::Silent);
    let mailer = mailer.with_patience(Duration::from_millis(200));
    let employee = service.person("medarbetare").await;
    employee.sent(&service.asking("ettkonto"), "a").await;
    let communicator = service.person("kommunikator").await;
    service.deliver(&mailer).await;
    assert_eq!(
        first(&communicator).await,
        state("vantar", 1, "for-langsam")
    );
    assert!(server.taken().is_empty());
    server.be(Mood::Takes);
    service.later(TimeDelta::minutes(1));
    let patient = mailer.with_patience(Duration::from_secs(30));
    assert_eq!(service.deliver(&patient).await, 2);
}

#[tokio::test]
async fn a_connection_that_breaks_gives_one_letter_all_the_same() {
    let service = TestService::new().await;
    let (server, mailer) = open(Mood::Drops);
    let employee = service.person("medarbetare").await;
    employee.sent(&service.asking("ettkonto"), "a").await;
    let communicator = service.person("kommunikator").await;
    service.deliver(&mailer).await;
    assert_eq!(first(&communicator).await, state("vantar", 1, "avbruten"));
    assert!(server.taken().is_empty());

    // The server has the letter, but could not say so.
    server.be(Mood::Swallows);
    service.later(TimeDelta::minutes(1));
    assert_eq!(service.deliver(&mailer).await, 0);
    assert_eq!(first(&communicator).await, state("vantar", 2, "avbruten"));
    server.be(Mood::Takes);
    service.later(TimeDelta::minutes(5));
    assert_eq!(service.deliver(&mailer).await, 2);
    let [one, other] = &to_manager(&server)[..] else {
        panic!("it came twice");
    };
    for name in ["Message-ID", "Date", "Subject"] {
        assert!(!one.header(name).is_empty());
        assert_eq!(one.header(name), other.header(name));
    }
}

#[tokio::test]
async fn letters_wait_out_a_day_without_a_server_and_then_all_go() {
    let service = TestService::new().await;
    let address = free_address();
    let mailer = mailer(address);
    let employee = service.person("medarbetare").await;
    employee.sent(&service.asking("ettkonto"), "a").await;
    for _ in 0..24 {
        assert_eq!(service.deliver(&mailer).await, 0);
        service.later(TimeDelta::hours(1));
    }
    let administrator = service.person("administrator").await;
    let (place, attempts, error) = first(&administrator).await;
    assert_eq!((&*place, &*error), ("vantar", "ej-nadd"));
    assert!(5 < attempts, "{attempts}");
    let employee = service.person("medarbetare").await;
    employee.sent(&service.asking("tvakonto"), "b").await;
    let server = Server::open(address, Mood::Takes, None);
    // The new letters get through, and then the old ones need not wait for their own time.
    assert_eq!(service.deliver(&mailer).await, 4);
    assert_eq!(server.taken().len(), 4);
    let ids: std::collections::BTreeSet<_> = server
        .taken()
        .iter()
        .map(|letter| letter.header("Message-ID"))
        .collect();
    assert_eq!(ids.len(), 4);
}

#[tokio::test]
async fn after_four_days_without_a_server_a_letter_is_given_up() {
    let service = TestService::new().await;
    let mailer = mailer(free_address());
    let employee = service.person("medarbetare").await;
    employee.sent(&service.asking("ettkonto"), "a").await;
    for (days, place) in [(4, "vantar"), (1, "uppgivet")] {
        for _ in 0..24 * days {
            service.deliver(&mailer).await;
            service.later(TimeDelta::hours(1));
        }
        let communicator = service.person("kommunikator").await;
        let (found, _, error) = first(&communicator).await;
        assert_eq!((&*found, &*error), (place, "ej-nadd"));
    }
}

#[tokio::test]
async fn letters_from_before_mail_was_set_up_are_not_sent_long_afterwards() {
    let service = TestService::new().await;
    let employee = service.person("medarbetare").await;
    employee.sent(&service.asking("ettkonto"), "a").await;
    service.later(TimeDelta::days(90));
    let (server, mailer) = open(Mood::Takes);
    assert_eq!(service.deliver(&mailer).await, 0);
    assert!(server.taken().is_empty());
    let communicator = service.person("kommunikator").await;
    assert_eq!(first(&communicator).await, state("uppgivet", 1, "for-sent"));
}

#[tokio::test]
async fn a_server_without_the_secrecy_we_ask_for_is_told_nothing() {
    let service = TestService::new().await;
    let server = Server::open(([127, 0, 0, 1], 0).into(), Mood::Takes, None);
    let smtp = Smtp {
        tls: SmtpTls::Starttls,
        ..settings(server.address())
    };
    let mailer = Mailer::new(&smtp, SITE).unwrap();
    let employee = service.person("medarbetare").await;
    employee.sent(&service.asking("ettkonto"), "a").await;
    assert_eq!(service.deliver(&mailer).await, 0);
    assert!(server.taken().is_empty());
    let communicator = service.person("kommunikator").await;
    assert_eq!(
        first(&communicator).await,
        state("vantar", 1, "installning")
    );
}

/// Whatever people write, none of it is in a letter.
#[tokio::test]
async fn nothing_that_people_write_is_in_a_letter() {
    const MARKER: &str = "Hemlighetsord";
    let service = TestService::new().await;
    let (server, mailer) = open(Mood::Takes);
    let employee = service.person("medarbetare").await;
    let manager = service.person("chef").await;
    let communicator = service.person("kommunikator").await;
    let mut draft = service.asking("hemlighetsord");
    for field in [
        "sokande-namn",
        "syfte",
        "mal",
        "malgrupp",
        "ansvarig-namn",
        "arkivansvarig",
    ] {
        let text = draft["svar"][field].as_str().unwrap();
        draft["svar"][field] = json!(format!("{text} {MARKER}"));
    }
    let case = employee.sent(&draft, "a").await;
    let steps = [
        (&manager, json!({ "kommando": "meddela", "text": MARKER })),
        (
            &manager,
            json!({ "kommando": "chef-godkann", "kommentar": MARKER }),
        ),
        (&communicator, json!({ "kommando": "ta-arendet" })),
        (
            &communicator,
            json!({ "kommando": "begar-komplettering", "steg": ["kontot"], "meddelande": MARKER }),
        ),
        (
            &employee,
            json!({ "kommando": "komplettera", "utkast": draft }),
        ),
        (
            &communicator,
            json!({ "kommando": "meddela", "text": MARKER }),
        ),
        (
            &communicator,
            json!({ "kommando": "godkann", "motivering": MARKER }),
        ),
    ];
    for ((who, body), version) in steps.iter().zip(2..) {
        let reply = who
            .command(&case, version, &format!("a{version}"), body)
            .send()
            .await;
        assert_eq!(reply.status, 200, "{body} {}", reply.text());
    }
    // A receipt, and asked of the manager; a message, to both at communications that it waits; a
    // completion asked for and given, a message, a yes.
    assert_eq!(service.deliver(&mailer).await, 9);
    for letter in server.taken() {
        let raw = String::from_utf8_lossy(&letter.raw).into_owned();
        let [subject, text, html] = letter.parts();
        for part in [raw, subject, text, html] {
            let part = part.to_lowercase();
            assert!(!part.contains(&MARKER.to_lowercase()), "{part}");
            assert!(!part.contains("biblioteket"), "{part}");
        }
    }
}

#[tokio::test]
async fn the_manager_is_reminded_once_for_each_time() {
    let service = TestService::new().await;
    let (server, mailer) = open(Mood::Takes);
    let employee = service.person("medarbetare").await;
    // A Saturday: working days count from the Monday after.
    let case = employee.sent(&service.asking("ettkonto"), "a").await;
    let mut reminders = Vec::new();
    for day in 0..30 {
        service.state.clock.set(noon() + TimeDelta::days(day));
        let sent = remind(&service.state).await.unwrap();
        assert_eq!(remind(&service.state).await.unwrap(), 0, "day {day}");
        if 0 < sent {
            reminders.push(day);
        }
        service.deliver(&mailer).await;
    }
    // Wednesday 25 November, and Tuesday 1 December.
    assert_eq!(reminders, [4, 10]);
    let letters = to_manager(&server);
    assert_eq!(letters.len(), 3);
    for reminder in &letters[1..] {
        assert_eq!(reminder.to, MANAGER);
        assert!(reminder.parts()[0].starts_with("Påminnelse"));
    }
    // The case is as it was, so nobody's page is out of date, and its history tells of it.
    let employee = service.person("medarbetare").await;
    let view = employee.get(&case).send().await.json();
    assert_eq!(view["version"], 2);
    let lines = view["handelser"].as_array().unwrap();
    let told = lines
        .iter()
        .filter(|line| line["action"] == "paminn-chefen");
    assert_eq!(told.count(), 2);
}

#[tokio::test]
async fn only_the_demo_shows_its_administrator_what_letters_say() {
    for demo in [false, true] {
        let service = TestService::with(|state| state.demo = demo).await;
        let employee = service.person("medarbetare").await;
        let case = employee.sent(&service.asking("ettkonto"), "a").await;
        let administrator = service.person("administrator").await;
        let letters = outbox(&administrator).await;
        let contents = &letters[0]["innehall"];
        assert_eq!(contents.is_object(), demo);
        if demo {
            assert_eq!(contents["till"], MANAGER);
            assert_eq!(contents["lank"], case.replace("/api", ""));
            assert!(contents["amne"].as_str().unwrap().contains("Godkänn"));
        }
        let communicator = service.person("kommunikator").await;
        assert!(outbox(&communicator).await.is_empty());
    }
}

/// Those who have something to do are told of it, by number and link, over a real connection.
#[tokio::test]
async fn everybody_who_is_to_do_something_is_written_to() {
    let service = TestService::new().await;
    let (server, mailer) = open(Mood::Takes);
    // Who got which letter since the last time, by its subject.
    let mut seen = 0;
    let mut told = async || {
        service.deliver(&mailer).await;
        let letters = server.taken();
        let mut new: Vec<(String, String)> = letters[seen..]
            .iter()
            .map(|letter| {
                let [subject, text, _] = letter.parts();
                for written in ["Barn", "biblioteket", "ekskolan"] {
                    assert!(!text.contains(written) && !subject.contains(written));
                }
                let to = letter.to.split('@').next().unwrap().to_owned();
                (to, subject)
            })
            .collect();
        seen = letters.len();
        new.sort();
        new
    };
    let line = |to: &str, subject: &str| (to.to_owned(), subject.to_owned());
    let employee = service.person("medarbetare").await;
    let case = employee.sent(&service.draft("ettkonto"), "a").await;
    let number = employee.get(&case).send().await.json()["nummer"].clone();
    let number = number.as_str().unwrap();
    let waits = format!("Ärende {number} väntar på er");
    assert_eq!(
        told().await,
        [
            line("kommunikator", &waits),
            line("kommunikator2", &waits),
            line("medarbetare", &format!("Vi har fått ansökan {number}")),
        ]
    );
    let staff = service.person("kommunikator").await;
    let ask =
        json!({ "kommando": "begar-komplettering", "steg": ["kontot"], "meddelande": "Hur?" });
    check(&staff.command(&case, 2, "b", &ask).send().await, 200, "");
    let again = json!({ "kommando": "komplettera" });
    check(
        &employee.command(&case, 3, "c", &again).send().await,
        200,
        "",
    );
    let grant = json!({ "kommando": "godkann", "motivering": "" });
    check(&staff.command(&case, 4, "d", &grant).send().await, 200, "");
    assert_eq!(
        told().await,
        [
            line("kommunikator", &format!("Ärende {number} är kompletterat")),
            line("medarbetare", &format!("Ansökan {number} är godkänd")),
            line("medarbetare", &format!("Komplettera ansökan {number}")),
        ]
    );
    let report =
        json!({ "kommando": "anmal", "adress": "ettannatkonto", "startdatum": "2026-11-20" });
    check(
        &employee.command(&case, 5, "e", &report).send().await,
        200,
        "",
    );
    assert_eq!(told().await, [line("kommunikator", &waits)]);

    // Two without a link on one day are one letter, and a death is another kind of task.
    for _ in 0..2 {
        let draft = json!({ "form": "ta-tillbaka", "svar": {
            "har-lank": "utan-lank", "samtyckets-nummer": "SA-2026-000001",
            "aterkallelse-fodelsedatum": "2016-05-04", "ring-mig": "070-174 06 05",
            "ta-tillbaka-vad": "allt",
        }});
        let stranger = service.stranger();
        check(
            &stranger.post("/api/ta-tillbaka").json(&draft).send().await,
            202,
            "",
        );
    }
    let call = "Ring upp någon som vill ta tillbaka ett samtycke";
    assert_eq!(
        told().await,
        [line("kommunikator", call), line("kommunikator2", call)]
    );
    let draft = json!({ "form": "avliden", "svar": {
        "avliden-namn": "Barn Ett", "avliden-fodelsedatum": "1934-11-21",
        "ditt-namn": "Barn Två", "relation": "dotter",
        "din-epost": "nara@demo.example", "din-telefon": "070-174 06 05",
        "onskan": "lat-ligga", "onskan-bilder": "", "narstaende-overens": "ja",
    }});
    let stranger = service.stranger();
    check(
        &stranger.post("/api/avliden").json(&draft).send().await,
        202,
        "",
    );
    let death = "Följ upp ett dödsfall";
    assert_eq!(
        told().await,
        [line("kommunikator", death), line("kommunikator2", death)]
    );
    service.later(TimeDelta::days(1));
    let draft = json!({ "form": "ta-tillbaka", "svar": {
        "har-lank": "utan-lank", "samtyckets-nummer": "SA-2026-000002",
        "aterkallelse-fodelsedatum": "2016-05-04", "ring-mig": "070-174 06 05",
        "ta-tillbaka-vad": "allt",
    }});
    check(
        &stranger.post("/api/ta-tillbaka").json(&draft).send().await,
        202,
        "",
    );
    assert_eq!(told().await.len(), 2);
}
