//! The program itself, started and spoken to as anybody does.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use serde_json::{Value, json};

use super::smtp::free_address;

/// The program that was built with the test, or another one that is to be judged.
fn binary() -> OsString {
    std::env::var_os("KLARTECKEN").unwrap_or_else(|| env!("CARGO_BIN_EXE_klartecken").into())
}

/// A certificate that the program is told to trust, and the server's half of it.
pub(crate) fn certificate(folder: &Path) -> Arc<ServerConfig> {
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

/// The program, running.
pub(crate) struct Program {
    child: Child,
    pub(crate) address: String,
}

impl Program {
    /// Starts it with nothing in it.
    pub(crate) fn start(data: &Path) -> Self {
        let mut command = Command::new(binary());
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

    /// Starts the demo. `more` are further settings.
    pub(crate) fn demo(data: &Path, more: &[(&str, &str)]) -> Self {
        let mut command = Command::new(binary());
        command
            .env("KLARTECKEN_LISTEN", "127.0.0.1:0")
            .env("KLARTECKEN_DEMO", "true");
        for (name, value) in more {
            command.env(format!("KLARTECKEN_{name}"), value);
        }
        Self::start_with(data, &mut command)
    }

    /// Starts the demo, at an address of its own and with a server that takes its letters.
    pub(crate) fn with_mail(folder: &Path, smtp: SocketAddr) -> Self {
        let address = free_address().to_string();
        std::fs::write(folder.join("password"), "hemligt\n").unwrap();
        let mut command = Command::new(binary());
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
        Self::start_with(&folder.join("k.db"), &mut command)
    }

    /// SIGKILL: no goodbye, nothing flushed.
    pub(crate) fn kill(self) {
        drop(self);
    }
}

impl Drop for Program {
    /// Also when a test has stopped.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One connection to the program.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    /// Connects.
    pub(crate) fn open(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::new(stream),
        })
    }

    /// Sends a request and gives the whole answer, or nothing when the program is gone.
    pub(crate) fn send(
        &mut self,
        path: &str,
        headers: &str,
        body: &Value,
    ) -> std::io::Result<(u16, String, Value)> {
        let headers = format!("content-type: application/json\r\n{headers}");
        self.ask("POST", path, &headers, &body.to_string())
    }

    /// Reads.
    pub(crate) fn get(
        &mut self,
        path: &str,
        cookie: &str,
    ) -> std::io::Result<(u16, String, Value)> {
        self.ask("GET", path, &format!("cookie: {cookie}\r\n"), "")
    }

    /// Sends a request with any method.
    pub(crate) fn ask(
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
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|text| text.parse().ok())
            .ok_or_else(gone)?;
        let length = match status {
            204 => 0,
            _ => header("content-length")
                .and_then(|text| text.parse().ok())
                .ok_or_else(gone)?,
        };
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        let cookie = header("set-cookie").unwrap_or_default();
        Ok((
            status,
            cookie,
            serde_json::from_slice(&body).unwrap_or_default(),
        ))
    }
}

/// Logs in and gives the cookie.
pub(crate) fn log_in(address: &str, name: &str, password: &str) -> String {
    let login = json!({ "anvandarnamn": name, "losenord": password });
    let (status, cookie, _) = Connection::open(address)
        .unwrap()
        .send("/api/session", "", &login)
        .unwrap();
    assert_eq!(status, 200);
    cookie.split(';').next().unwrap().to_owned()
}
