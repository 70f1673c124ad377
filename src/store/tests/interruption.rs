//! The program is killed between a change and the letter about it, and between the letter and our
//! note of it. Every letter goes all the same, and is one letter to its receiver.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::program::{Connection, Program, certificate, log_in};
use super::smtp::{Mood, Server, free_address};

const ROUNDS: usize = 12;
const DEMO_PASSWORD: &str = "klartecken-demo";

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
    let program = Program::with_mail(folder, smtp);
    let mut writer = Writer::new(&program);
    let administrator = log_in(&program.address, "administrator", DEMO_PASSWORD);
    writer.write(&program);
    program.kill();
    let server = Server::open(smtp, Mood::Takes, Some(tls));

    for round in 0..ROUNDS {
        let program = Program::with_mail(folder, smtp);
        writer.write(&program);
        // Some rounds end with the message just kept, others with a letter just taken.
        for _ in 0..round % 3 {
            server.wait_for_letter();
        }
        program.kill();
    }

    let program = Program::with_mail(folder, smtp);
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
    let program = Program::with_mail(folder, smtp);
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
    let program = Program::with_mail(folder, server.address());
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
