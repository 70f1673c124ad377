//! Two hundred times: people send, the program is killed, it starts again. Every answer that was
//! given is found afterwards exactly once, and nobody's repeat was done twice.

#![expect(
    clippy::unwrap_used,
    reason = "a test says what went wrong by stopping there"
)]

mod interruption;
#[allow(dead_code, reason = "shared with the adversary, who uses another part")]
mod program;
#[allow(
    dead_code,
    reason = "shared with the tests inside, which use another part"
)]
mod smtp;

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::json;
use store::database::db::Db;
use store::database::writer::check_chain;

use self::program::{Connection, Program, log_in};

const ROUNDS: usize = 200;
const CLIENTS: usize = 4;
const PASSWORD: &str = "ett långt lösenord";
/// Answers to wait for before the kill: a different number each round, so that the kill falls at
/// different places in a transaction.
const ANSWERS: [usize; 5] = [1, 3, 8, 13, 21];

/// What was asked for and not answered, to be asked for again, and what was answered.
#[derive(Default)]
struct Ledger {
    open: Vec<String>,
    answered: Vec<(String, String)>,
}

fn client(address: &str, cookie: &str, name: &str, ledger: &Mutex<Ledger>, stop: &AtomicBool) {
    let Ok(mut connection) = Connection::open(address) else {
        return;
    };
    let mut number = 0;
    while !stop.load(Ordering::Relaxed) {
        let key = ledger.lock().unwrap().open.pop().unwrap_or_else(|| {
            number += 1;
            format!("{name}-{number}")
        });
        let headers = format!("cookie: {cookie}\r\nidempotency-key: {key}\r\n");
        match connection.send("/api/arenden", &headers, &json!({ "form": "starta-konto" })) {
            Ok((201, _, case)) => {
                let id = case["id"].as_str().unwrap().to_owned();
                ledger.lock().unwrap().answered.push((key, id));
            }
            Ok((status, _, body)) => panic!("{status} {body}"),
            Err(_) => {
                ledger.lock().unwrap().open.push(key);
                return;
            }
        }
    }
}

#[test]
fn every_acknowledged_write_is_found_exactly_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("k.db");
    let added = Command::new(env!("CARGO_BIN_EXE_klartecken"))
        .args([
            "user",
            "add",
            "medarbetare",
            "--name",
            "Medarbetare",
            "--email",
            "a@demo.example",
        ])
        .args(["--role", "medarbetare", "--data"])
        .arg(&data)
        .env("KLARTECKEN_PASSWORD", PASSWORD)
        .status()
        .unwrap();
    assert!(added.success());

    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let mut cookie = String::new();
    for round in 0..ROUNDS {
        let program = Program::start(&data);
        if cookie.is_empty() {
            cookie = log_in(&program.address, "medarbetare", PASSWORD);
        }
        let goal = ledger.lock().unwrap().answered.len() + ANSWERS[round % ANSWERS.len()];
        let stop = Arc::new(AtomicBool::new(false));
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let (address, cookie) = (program.address.clone(), cookie.clone());
                let (ledger, stop) = (ledger.clone(), stop.clone());
                let name = format!("{round}-{number}");
                std::thread::spawn(move || client(&address, &cookie, &name, &ledger, &stop))
            })
            .collect();
        while ledger.lock().unwrap().answered.len() < goal {
            assert!(
                !clients.iter().all(std::thread::JoinHandle::is_finished),
                "everybody gave up"
            );
            std::thread::yield_now();
        }
        program.kill();
        stop.store(true, Ordering::Relaxed);
        for client in clients {
            client.join().unwrap();
        }
    }

    let ledger = Arc::try_unwrap(ledger).ok().unwrap().into_inner().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let db = Db::open(&data).await.unwrap();
        let kept: Vec<(String, i64)> = sqlx::query_as("SELECT id, version FROM document")
            .fetch_all(db.readers())
            .await
            .unwrap();
        let keys: Vec<(String, String)> = sqlx::query_as("SELECT name, place FROM idempotency")
            .fetch_all(db.readers())
            .await
            .unwrap();
        for (key, id) in &ledger.answered {
            assert_eq!(
                kept.iter().filter(|(kept, _)| kept == id).count(),
                1,
                "{key} is lost"
            );
            let place = format!("/api/arenden/{id}");
            assert_eq!(
                keys.iter().filter(|(name, _)| name == key).count(),
                1,
                "{key}"
            );
            assert!(
                keys.iter()
                    .any(|(name, kept)| name == key && *kept == place),
                "{key} has two answers"
            );
        }
        // What was done without anybody being told is only what is still waiting to be asked again.
        let untold = keys
            .iter()
            .filter(|(name, _)| !ledger.answered.iter().any(|(key, _)| key == name));
        for (name, _) in untold {
            assert!(ledger.open.contains(name), "{name}");
        }
        assert_eq!(kept.len(), keys.len());
        assert!(check_chain(&db).await.is_ok());
    });
    assert!(ROUNDS < ledger.answered.len());
}
