//! Two hundred times: people send, the program is killed, it starts again. Every answer that was
//! given is found afterwards exactly once, and nobody's repeat was done twice.

#![expect(
    clippy::unwrap_used,
    reason = "a test says what went wrong by stopping there"
)]

mod interruption;
#[allow(
    dead_code,
    reason = "shared with the tests inside, which use another part"
)]
mod smtp;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use store::database::db::Db;
use store::database::writer::check_chain;

const ROUNDS: usize = 200;
const CLIENTS: usize = 4;
const PASSWORD: &str = "ett långt lösenord";
/// Answers to wait for before the kill: a different number each round, so that the kill falls at
/// different places in a transaction.
const ANSWERS: [usize; 5] = [1, 3, 8, 13, 21];

struct Program {
    child: Child,
    address: String,
}

impl Program {
    fn start(data: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_klartecken"));
        Self::start_with(data, command.env("KLARTECKEN_LISTEN", "127.0.0.1:0"))
    }

    /// The same with more settings, which stand in the environment.
    fn start_with(data: &Path, command: &mut Command) -> Self {
        let mut child = command
            .args(["serve", "--log", "error", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().rsplit("http://").next().unwrap().to_owned();
        assert!(address.contains(':'), "did not start: {line}");
        Self { child, address }
    }

    /// SIGKILL: no goodbye, nothing flushed.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// One connection to the program.
struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    fn open(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::new(stream),
        })
    }

    /// Sends a request and gives the whole answer, or nothing when the program is gone.
    fn send(
        &mut self,
        path: &str,
        headers: &str,
        body: &Value,
    ) -> std::io::Result<(u16, String, Value)> {
        let headers = format!("content-type: application/json\r\n{headers}");
        self.ask("POST", path, &headers, &body.to_string())
    }

    fn get(&mut self, path: &str, cookie: &str) -> std::io::Result<(u16, String, Value)> {
        self.ask("GET", path, &format!("cookie: {cookie}\r\n"), "")
    }

    fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> std::io::Result<(u16, String, Value)> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: x\r\n{headers}content-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let gone = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
        let mut head = String::new();
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(gone());
            }
            if line == "\r\n" {
                break;
            }
            head.push_str(&line);
        }
        let header = |name: &str| {
            head.lines().find_map(|line| {
                let (found, value) = line.split_once(':')?;
                found
                    .eq_ignore_ascii_case(name)
                    .then(|| value.trim().to_owned())
            })
        };
        let length = header("content-length")
            .and_then(|text| text.parse().ok())
            .ok_or_else(gone)?;
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|text| text.parse().ok())
            .ok_or_else(gone)?;
        let cookie = header("set-cookie").unwrap_or_default();
        Ok((
            status,
            cookie,
            serde_json::from_slice(&body).unwrap_or_default(),
        ))
    }
}

fn log_in(address: &str, name: &str, password: &str) -> String {
    let login = json!({ "anvandarnamn": name, "losenord": password });
    let (status, cookie, _) = Connection::open(address)
        .unwrap()
        .send("/api/session", "", &login)
        .unwrap();
    assert_eq!(status, 200);
    cookie.split(';').next().unwrap().to_owned()
}

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
