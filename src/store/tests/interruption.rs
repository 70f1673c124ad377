//! The program is killed between a change and the letter about it, and between the letter and our
//! note of it. Every letter goes all the same, and is one letter to its receiver.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use serde_json::{Value, json};

use super::smtp::{Mood, Server, free_address};
use super::{Connection, Program, log_in};

const ROUNDS: usize = 12;
const DEMO_PASSWORD: &str = "klartecken-demo";

/// A certificate that the program is told to trust, and the server's half of it.
fn certificate(folder: &Path) -> Arc<ServerConfig> {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    std::fs::write(folder.join("ca.pem"), cert.pem()).unwrap();
    let key = PrivatePkcs8KeyDer::from(signing_key.serialize_der());
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key.into())
        .unwrap();
    Arc::new(config)
}

/// The program as it is run with mail, at an address of its own.
fn start(folder: &Path, smtp: SocketAddr) -> Program {
    let address = free_address().to_string();
    std::fs::write(folder.join("password"), "hemligt\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_klartecken"));
    let settings = [
        ("LISTEN", address.clone()),
        ("PUBLIC_URL", format!("http://{address}")),
        ("DEMO", "true".to_owned()),
        ("SMTP_HOST", "127.0.0.1".to_owned()),
        ("SMTP_PORT", smtp.port().to_string()),
        ("SMTP_USER", "klartecken".to_owned()),
        ("MAIL_FROM", "svara-inte@orten.example".to_owned()),
    ];
    for (name, value) in settings {
        command.env(format!("KLARTECKEN_{name}"), value);
    }
    command
        .env("KLARTECKEN_SMTP_PASSWORD_FILE", folder.join("password"))
        .env("SSL_CERT_FILE", folder.join("ca.pem"));
    Program::start_with(&folder.join("k.db"), &mut command)
}

/// A communicator who writes in a case.
struct Writer {
    cookie: String,
    case: String,
    messages: usize,
}

impl Writer {
    fn new(program: &Program) -> Self {
        let cookie = log_in(&program.address, "kommunikator", DEMO_PASSWORD);
        let mut connection = Connection::open(&program.address).unwrap();
        let (_, _, inbox) = connection.get("/api/arenden", &cookie).unwrap();
        let cases = inbox["arenden"].as_array().unwrap();
        let case = cases
            .iter()
            .find(|case| case["lage"] == "under-granskning")
            .unwrap();
        Self {
            cookie,
            case: case["id"].as_str().unwrap().to_owned(),
            messages: 0,
        }
    }

    /// Writes a message and gives back when it is safely kept.
    fn write(&mut self, program: &Program) {
        let mut connection = Connection::open(&program.address).unwrap();
        let path = format!("/api/arenden/{}", self.case);
        let (_, _, case) = connection.get(&path, &self.cookie).unwrap();
        self.messages += 1;
        let headers = format!(
            "cookie: {}\r\nif-match: \"{}\"\r\nidempotency-key: m{}\r\n",
            self.cookie, case["version"], self.messages
        );
        let body = json!({ "kommando": "meddela", "text": "Hej!" });
        let (status, _, answer) = connection
            .send(&format!("{path}/kommando"), &headers, &body)
            .unwrap();
        assert_eq!(status, 200, "{answer}");
    }
}

/// The letters as the administrator sees them.
fn outbox(program: &Program, cookie: &str) -> Vec<Value> {
    let mut connection = Connection::open(&program.address).unwrap();
    let (status, _, outbox) = connection.get("/api/utkorg", cookie).unwrap();
    assert_eq!(status, 200, "{outbox}");
    outbox["brev"].as_array().unwrap().clone()
}

fn ids(server: &Server) -> BTreeSet<String> {
    let letters = server.taken();
    letters
        .iter()
        .map(|letter| letter.header("Message-ID"))
        .collect()
}

#[test]
fn every_letter_goes_however_often_the_program_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let tls = certificate(folder);
    let smtp = free_address();

    // Nobody answers where the letters go, and the program is killed with all of them unsent.
    let program = start(folder, smtp);
    let mut writer = Writer::new(&program);
    let administrator = log_in(&program.address, "administrator", DEMO_PASSWORD);
    writer.write(&program);
    program.kill();
    let server = Server::open(smtp, Mood::Takes, Some(tls));

    for round in 0..ROUNDS {
        let program = start(folder, smtp);
        writer.write(&program);
        // Some rounds end with the message just kept, others with a letter just taken.
        for _ in 0..round % 3 {
            server.wait_for_letter();
        }
        program.kill();
    }

    let program = start(folder, smtp);
    let all = loop {
        let letters = outbox(&program, &administrator);
        if letters.iter().all(|letter| letter["lage"] == "skickat") {
            break letters;
        }
        std::thread::yield_now();
    };
    let about_messages = all
        .iter()
        .filter(|letter| letter["brev"] == "arende-meddelande");
    assert!(ROUNDS < about_messages.count());
    assert_eq!(ids(&server).len(), all.len());
    let letters = server.taken();
    assert!(letters.iter().all(|letter| letter.safely));
    // At most the one letter that was on its way at each kill came twice.
    assert!(letters.len() <= all.len() + 1 + ROUNDS);
    program.kill();

    // What has been sent is not sent again: the next letter to arrive is the next one written.
    let before = letters.len();
    let program = start(folder, smtp);
    writer.write(&program);
    while server.taken().len() == before {
        std::thread::yield_now();
    }
    assert_eq!(ids(&server).len(), all.len() + 1);
    program.kill();
}

#[test]
fn a_password_that_is_not_taken_loses_no_letter() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let tls = certificate(folder);
    let server = Server::open(free_address(), Mood::Locked, Some(tls));
    let program = start(folder, server.address());
    let administrator = log_in(&program.address, "administrator", DEMO_PASSWORD);
    let letter = loop {
        let letters = outbox(&program, &administrator);
        let tried = |letter: &&Value| letter["forsok"] != 0;
        if let Some(letter) = letters.iter().find(tried) {
            break letter.clone();
        }
        std::thread::yield_now();
    };
    assert_eq!(letter["lage"], "vantar");
    assert_eq!(letter["fel"], "inloggning");
    assert!(server.taken().is_empty());
    program.kill();
}
