//! Logging in and out, and what must not get anybody in.

use std::collections::BTreeSet;

use chrono::Duration;
use serde_json::{Value, json};

use crate::tests::{PASSWORD, TestService, check, event, noon};

fn login(id: &str, password: &str) -> Value {
    json!({ "anvandarnamn": id, "losenord": password })
}

#[tokio::test]
async fn who_is_logged_in_is_told_with_role_and_end() {
    let service = TestService::new().await;
    let nobody = service.stranger().get("/api/session").send().await;
    assert_eq!(nobody.json(), json!({ "anvandare": null, "gar_ut": null }));
    assert!(
        !nobody.headers.contains_key("set-cookie"),
        "a cookie for somebody who did nothing"
    );

    let chef = service.person("chef").await;
    let told = chef.get("/api/session").send().await.json();
    assert_eq!(told["anvandare"]["id"], "chef");
    assert_eq!(told["anvandare"]["roll"], "chef");
    assert_eq!(told["anvandare"]["epost"], "chef@demo.example");
    assert_eq!(told["gar_ut"], "2026-11-21T13:00:00.000Z");
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_look_the_same() {
    let service = TestService::new().await;
    let visitor = service.stranger();
    let wrong = visitor
        .post("/api/session")
        .json(&login("chef", "fel lösenord här"))
        .send()
        .await;
    let unknown = visitor
        .post("/api/session")
        .json(&login("okand", PASSWORD))
        .send()
        .await;
    check(&wrong, 401, "inloggning-fel");
    assert_eq!(wrong.bytes, unknown.bytes);
    assert!(!wrong.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn a_role_cannot_be_had_by_asking_for_it() {
    let service = TestService::new().await;
    let forged =
        json!({ "anvandarnamn": "medarbetare", "losenord": PASSWORD, "roll": "kommunikator" });
    check(
        &service
            .stranger()
            .post("/api/session")
            .json(&forged)
            .send()
            .await,
        400,
        "trasig-begaran",
    );

    let employee = service.person("medarbetare").await;
    let inside = employee
        .get("/api/forteckning/intern")
        .header("x-roll", "kommunikator")
        .send()
        .await;
    check(&inside, 403, "inte-behorig");
}

/// What may be asked without a login, and what a stranger is answered who sends nothing that could be read.
const OPEN: &[(&str, &str, u16)] = &[
    ("DELETE", "/api/lank", 204),
    ("DELETE", "/api/session", 204),
    ("GET", "/api/forteckning", 200),
    ("GET", "/api/forteckning.css", 200),
    ("GET", "/api/forteckning.csv", 200),
    ("GET", "/api/forteckning.html", 200),
    ("GET", "/api/policy", 200),
    ("GET", "/api/program", 400),
    ("GET", "/api/samtycke/text/{version}", 404),
    ("GET", "/api/session", 200),
    ("GET", "/blankett/", 200),
    ("GET", "/blankett/{file}", 404),
    ("GET", "/halsa", 200),
    ("GET", "/redo", 503),
    ("POST", "/api/avliden", 400),
    ("POST", "/api/lank", 400),
    ("POST", "/api/session", 400),
    ("POST", "/api/ta-tillbaka", 400),
];

#[tokio::test]
async fn every_operation_but_the_open_ones_asks_for_a_login() {
    let service = TestService::new().await;
    let description = service.stranger().get("/api/openapi.json").send().await;
    let description = description.json();
    let mut open = BTreeSet::new();
    for (path, operations) in description["paths"].as_object().unwrap() {
        // An id that nothing has.
        let address = path.replace(['{', '}'], "");
        for method in operations.as_object().unwrap().keys() {
            let method = method.to_uppercase();
            let reply = service
                .stranger()
                .ask(method.clone().leak(), &address)
                .key("a")
                .version(1)
                .json(&json!({}))
                .send()
                .await;
            if reply.status == 401 {
                check(&reply, 401, "inloggning-kravs");
            } else {
                open.insert((method, path.clone(), reply.status.as_u16()));
            }
        }
    }
    let expected = OPEN
        .iter()
        .map(|(method, path, status)| ((*method).to_owned(), (*path).to_owned(), *status));
    assert_eq!(open, expected.collect());
}

#[tokio::test]
async fn logging_in_changes_the_id_and_logging_out_ends_it() {
    let service = TestService::new().await;
    let first = service.person("chef").await;
    let again = first
        .post("/api/session")
        .json(&login("chef", PASSWORD))
        .send()
        .await;
    assert_ne!(
        again.cookie(),
        first.cookie,
        "an id planted beforehand would still work"
    );
    check(
        &first.get("/api/arenden").send().await,
        401,
        "inloggning-kravs",
    );

    let mut second = first.clone();
    second.cookie = again.cookie();
    assert_eq!(second.get("/api/arenden").send().await.status, 200);
    assert_eq!(second.delete("/api/session").send().await.status, 204);
    check(
        &second.get("/api/arenden").send().await,
        401,
        "inloggning-kravs",
    );
}

#[tokio::test]
async fn an_idle_session_ends_and_a_used_one_goes_on_for_half_a_day() {
    let service = TestService::new().await;
    let chef = service.person("chef").await;
    service.state.clock.set(noon() + Duration::minutes(59));
    assert_eq!(chef.get("/api/arenden").send().await.status, 200);
    service.state.clock.set(noon() + Duration::minutes(118));
    let told = chef.post("/api/session/forlang").send().await;
    assert_eq!(told.json()["gar_ut"], "2026-11-21T14:58:00.000Z");

    let mut at = noon() + Duration::minutes(118);
    while at < noon() + Duration::minutes(11 * 60 + 50) {
        at += Duration::minutes(50);
        service.state.clock.set(at);
        assert_eq!(chef.get("/api/arenden").send().await.status, 200, "{at}");
    }
    service.state.clock.set(noon() + Duration::hours(12));
    check(
        &chef.get("/api/arenden").send().await,
        401,
        "inloggning-kravs",
    );
}

#[tokio::test]
async fn looking_does_not_prolong() {
    let service = TestService::new().await;
    let chef = service.person("chef").await;
    service.state.clock.set(noon() + Duration::minutes(30));
    let told = chef.get("/api/session").send().await.json();
    assert_eq!(told["gar_ut"], "2026-11-21T13:00:00.000Z");
}

#[tokio::test]
async fn a_clock_set_back_neither_logs_out_nor_prolongs_for_ever() {
    let service = TestService::new().await;
    let chef = service.person("chef").await;
    service.state.clock.set(noon() - Duration::days(1));
    assert_eq!(chef.get("/api/arenden").send().await.status, 200);
    service.state.clock.set(noon() + Duration::hours(13));
    check(
        &chef.get("/api/arenden").send().await,
        401,
        "inloggning-kravs",
    );
}

#[tokio::test]
async fn a_disabled_person_and_a_new_password_end_every_session() {
    let service = TestService::new().await;
    for disabled in [true, false] {
        let id = if disabled { "chef" } else { "medarbetare" };
        let visitor = service.person(id).await;
        let mut person = (*service.state.users.get(id).unwrap()).clone();
        person.revision += 1;
        person.disabled = disabled;
        service.state.writer.user(person, event()).await.unwrap();
        service.state.users.reload(&service.state.db).await.unwrap();
        check(
            &visitor.get("/api/arenden").send().await,
            401,
            "inloggning-kravs",
        );
        let again = visitor
            .post("/api/session")
            .json(&login(id, PASSWORD))
            .send()
            .await;
        assert_eq!(again.status == 200, !disabled, "{id}");
    }
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_and_the_database_does_not_hold_it() {
    let service = TestService::new().await;
    let plain = service
        .stranger()
        .post("/api/session")
        .json(&login("chef", PASSWORD))
        .send()
        .await;
    let cookie = plain.headers["set-cookie"].to_str().unwrap().to_owned();
    for part in ["klartecken=", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let secret = plain.cookie().split_once('=').unwrap().1.to_owned();
    let kept: Vec<String> = sqlx::query_scalar("SELECT id FROM session")
        .fetch_all(service.state.db.readers())
        .await
        .unwrap();
    assert!(!kept.is_empty() && kept.iter().all(|id| !id.contains(&secret)));

    let secure =
        TestService::with(|state| state.public_url = Some("https://k.example".into())).await;
    let reply = secure
        .stranger()
        .post("/api/session")
        .json(&login("chef", PASSWORD))
        .send()
        .await;
    let cookie = reply.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.starts_with("__Host-klartecken=") && cookie.contains("Secure"),
        "{cookie}"
    );
    assert!(reply.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn sessions_survive_a_restart() {
    let service = TestService::new().await;
    let mut chef = service.person("chef").await;
    let (state, _running) = crate::start(
        service.state.db.clone(),
        service.state.keyring.clone(),
        service.state.policy.value.clone(),
        service.state.clock.clone(),
    )
    .await
    .unwrap();
    state.register.reload().await.unwrap();
    chef.router = crate::router(state).unwrap();
    assert_eq!(chef.get("/api/arenden").send().await.status, 200);
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let service = TestService::new().await;
    let visitor = service.stranger();
    let mut last = None;
    for _ in 0..11 {
        last = Some(
            visitor
                .post("/api/session")
                .json(&login("chef", "gissning gissning"))
                .send()
                .await,
        );
    }
    let last = last.unwrap();
    check(&last, 429, "for-manga-forsok");
    assert_ne!(last.headers["retry-after"], "0");
    let right = visitor
        .post("/api/session")
        .json(&login("chef", PASSWORD))
        .send()
        .await;
    check(&right, 429, "for-manga-forsok");
}

#[tokio::test]
async fn another_site_can_change_nothing() {
    let service = TestService::new().await;
    let employee = service.person("medarbetare").await;
    let before = service.rows("document").await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let ask = employee
            .post("/api/arenden")
            .key("a")
            .json(&json!({ "form": "starta-konto" }));
        let reply = ask
            .header("host", "k.example")
            .header(name, value)
            .send()
            .await;
        check(&reply, 403, "annan-webbplats");
    }
    assert_eq!(service.rows("document").await, before);
    let own = employee
        .post("/api/arenden")
        .key("a")
        .json(&json!({ "form": "starta-konto" }));
    let own = own
        .header("host", "k.example")
        .header("origin", "https://k.example");
    assert_eq!(
        own.header("sec-fetch-site", "same-origin")
            .send()
            .await
            .status,
        201
    );
}
