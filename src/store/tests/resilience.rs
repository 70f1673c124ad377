//! Full disks, clocks set back, a stop in the middle.

use chrono::Duration;
use serde_json::json;

use crate::cli::settings::{Serve, Shared};
use crate::clock::Clock;
use crate::tests::{TestService, check, noon};

#[tokio::test]
async fn a_full_disk_is_said_so_and_passes_without_a_restart() {
    let service = TestService::new().await;
    let employee = service.person("medarbetare").await;
    let case = employee.begin("a").await;
    service.state.db.limit_to(1);
    let draft = service.draft("exempelbiblioteket");
    let path = format!("{case}/utkast");
    let mut version = 1;
    let full = loop {
        let reply = employee
            .put(&path)
            .version(version)
            .json(&draft)
            .send()
            .await;
        if reply.status != 200 {
            break reply;
        }
        version += 1;
        assert!(version < 1000, "the disk was never full");
    };
    check(&full, 507, "fullt");
    assert!(full.headers.contains_key("retry-after"));
    // What was there is there, and can be read.
    assert_eq!(employee.get(&case).send().await.json()["version"], version);
    assert_eq!(
        service
            .stranger()
            .get("/api/forteckning")
            .send()
            .await
            .status,
        200
    );

    service.state.db.limit_to(u64::MAX);
    let saved = employee
        .put(&path)
        .version(version)
        .json(&draft)
        .send()
        .await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    let chain = crate::database::writer::check_chain(&service.state.db).await;
    assert_eq!(chain, Ok(service.rows("event").await as u64));
}

#[tokio::test]
async fn a_clock_set_back_does_not_turn_the_history_around() {
    let service = TestService::new().await;
    let employee = service.person("medarbetare").await;
    let staff = service.person("kommunikator").await;
    let case = employee
        .sent(&service.draft("exempelbiblioteket"), "a")
        .await;
    service.state.clock.set(noon() - Duration::minutes(40));
    let granted = staff
        .command(&case, 2, "b", &json!({ "kommando": "godkann" }))
        .send()
        .await;
    assert_eq!(granted.status, 200);
    let told = granted.json();
    let times: Vec<&str> = told["handelser"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["at"].as_str().unwrap())
        .collect();
    assert!(times.is_sorted(), "{times:?}");
    let second = employee.sent(&service.draft("annatkonto"), "c").await;
    let numbers = [case, second].map(|case| {
        let employee = employee.clone();
        async move { employee.get(&case).send().await.json()["nummer"].clone() }
    });
    let [first, second] = numbers;
    assert_ne!(first.await, second.await);
}

#[tokio::test]
async fn a_policy_with_a_fault_stops_the_start_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.toml");
    let data = folder.path().join("k.db");
    std::fs::write(&policy, "[policy]\ninherits = \"kommun\"\nversion = \"1\"\nin_force = 2026-01-01\n[numbers]\npostss = 3\n").unwrap();
    let shared = Shared {
        config: None,
        data: Some(data.clone()),
        policy: Some(policy),
        ..Shared::default()
    };
    let settings = Serve {
        shared,
        ..Serve::default()
    };
    let undone = crate::open(&settings, Clock::standing(noon()))
        .await
        .unwrap_err();
    let said = undone.to_string();
    assert!(
        said.contains("policy.toml") && said.contains("6"),
        "no file or line: {said}"
    );
    assert!(!data.exists());
}

#[tokio::test]
async fn the_demo_shows_a_case_in_every_state_and_is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("k.db");
    let shared = Shared {
        config: None,
        data: Some(data),
        ..Shared::default()
    };
    let settings = Serve {
        shared,
        demo: true,
        ..Serve::default()
    };
    let (state, running) = crate::open(&settings, Clock::standing(noon()))
        .await
        .unwrap();
    let states: Vec<String> =
        sqlx::query_scalar("SELECT DISTINCT state FROM document WHERE kind = 'arende'")
            .fetch_all(state.db.readers())
            .await
            .unwrap();
    for wanted in rules::account::case::State::ALL {
        assert!(
            states.iter().any(|state| state == wanted.id()),
            "nothing is {}",
            wanted.id()
        );
    }
    assert!(200 < state.register.now().await.index().rows().len());
    drop(state);
    running.finish().await;

    let (state, _running) = crate::open(&settings, Clock::standing(noon()))
        .await
        .unwrap();
    let cases: i64 = sqlx::query_scalar("SELECT count(*) FROM document WHERE kind = 'arende'")
        .fetch_one(state.db.readers())
        .await
        .unwrap();
    assert_eq!(cases, 11);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_asked_for_before_the_stop_is_on_disk() {
    let service = TestService::new().await;
    let employee = service.person("medarbetare").await;
    let before = service.rows("document").await;
    let asks = (0..50).map(|number| {
        employee
            .post("/api/arenden")
            .key(&number.to_string())
            .json(&json!({ "form": "starta-konto" }))
    });
    let mut sent = tokio::task::JoinSet::new();
    for ask in asks {
        sent.spawn(ask.send());
    }
    let statuses = sent.join_all().await;
    assert!(statuses.iter().all(|reply| reply.status == 201));
    let TestService {
        state,
        router,
        running,
        _folder,
    } = service;
    let path = state.db.path().to_owned();
    drop((state, router, employee));
    running.finish().await;
    let db = crate::database::db::Db::open(&path).await.unwrap();
    let after: i64 = sqlx::query_scalar("SELECT count(*) FROM document")
        .fetch_one(db.readers())
        .await
        .unwrap();
    assert_eq!(after, before + 50);
}

#[tokio::test]
async fn a_handler_whose_caller_has_gone_still_writes() {
    let service = TestService::new().await;
    let employee = service.person("medarbetare").await;
    let ask = employee
        .post("/api/arenden")
        .key("gone")
        .json(&json!({ "form": "starta-konto" }));
    let (here, gone) = tokio::sync::oneshot::channel::<()>();
    // The caller goes away as soon as the request has been handed over.
    let call = tokio::spawn(async move {
        let _here = here;
        ask.send().await
    });
    drop(gone);
    let first = call.await.unwrap();
    let again = employee
        .post("/api/arenden")
        .key("gone")
        .json(&json!({ "form": "starta-konto" }))
        .send()
        .await;
    assert_eq!(first.headers["location"], again.headers["location"]);
    assert_eq!(service.rows("document").await, 1);
}
