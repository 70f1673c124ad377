//! An SMTP server at the other end of a real connection. The crate `mailin` speaks the protocol, and
//! what the server is like that day is ours to say.

use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mailin::response::{INVALID_CREDENTIALS, NO_MAILBOX, OK, TEMP_AUTH_FAILURE};
use mailin::{Action, AuthMechanism, Handler, Response, SessionBuilder};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What the server is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Takes every letter.
    Takes,
    /// Refuses every recipient for good.
    Refuses,
    /// Refuses every recipient for now.
    Busy,
    /// Refuses every login.
    Locked,
    /// Hears who the letter is for, and never answers.
    Silent,
    /// Breaks the connection in the middle of the letter.
    Drops,
    /// Takes the letter and breaks the connection before saying so.
    Swallows,
}

/// A letter that the server took.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    /// To whom the server was told to bring it.
    pub(crate) to: String,
    /// Everything, as it came.
    pub(crate) raw: Vec<u8>,
    /// Whether it came over TLS and after a login.
    pub(crate) safely: bool,
}

impl Taken {
    /// A header, decoded.
    pub(crate) fn header(&self, name: &str) -> String {
        let message = self.parsed();
        let value = message.header_raw(name).unwrap_or_default();
        value.trim().to_owned()
    }

    /// Subject, text and HTML, decoded.
    pub(crate) fn parts(&self) -> [String; 3] {
        let message = self.parsed();
        assert_eq!(message.text_body_count(), 1);
        assert_eq!(message.html_body_count(), 1);
        [
            message.subject().unwrap().to_owned(),
            message.body_text(0).unwrap().into_owned(),
            message.body_html(0).unwrap().into_owned(),
        ]
    }

    fn parsed(&self) -> mail_parser::Message<'_> {
        mail_parser::MessageParser::default()
            .parse(&self.raw)
            .unwrap()
    }
}

/// The server.
pub(crate) struct Server {
    address: SocketAddr,
    desk: Arc<Desk>,
    arrivals: Receiver<()>,
}

/// What all connections share.
struct Desk {
    mood: Mutex<Mood>,
    taken: Mutex<Vec<Taken>>,
    arrived: Sender<()>,
    tls: Option<Arc<ServerConfig>>,
    closed: AtomicBool,
}

/// An address where nobody answers, and where a server can be opened later.
pub(crate) fn free_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap()
}

impl Server {
    /// Opens a server. With TLS it asks for it and for a login: user `klartecken`, password
    /// `hemligt`.
    pub(crate) fn open(address: SocketAddr, mood: Mood, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let (arrived, arrivals) = channel();
        let desk = Arc::new(Desk {
            mood: Mutex::new(mood),
            taken: Mutex::default(),
            arrived,
            tls,
            closed: AtomicBool::new(false),
        });
        let inside = desk.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if inside.closed.load(Ordering::SeqCst) {
                    return;
                }
                let desk = inside.clone();
                // A client that goes away is none of the server's business.
                std::thread::spawn(move || stream.and_then(|stream| serve(stream, &desk)));
            }
        });
        Self {
            address,
            desk,
            arrivals,
        }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes what it is like, for connections from now on.
    pub(crate) fn be(&self, mood: Mood) {
        *self.desk.mood.lock().unwrap() = mood;
    }

    /// The letters it took.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.desk.taken.lock().unwrap().clone()
    }

    /// Waits until it has taken one more letter.
    pub(crate) fn wait_for_letter(&self) {
        self.arrivals
            .recv_timeout(Duration::from_secs(60))
            .expect("a letter arrives within a minute");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.desk.closed.store(true, Ordering::SeqCst);
        // Wakes the listener so that it sees that it is closed.
        let _ = TcpStream::connect(self.address);
    }
}

/// One conversation, as `mailin` tells of it.
struct Clerk<'a> {
    desk: &'a Desk,
    mood: Mood,
    letter: Taken,
    is_secret: bool,
    is_known: bool,
}

impl Handler for Clerk<'_> {
    fn auth_plain(&mut self, _as: &str, user: &str, password: &str) -> Response {
        self.log_in(user, password)
    }

    fn rcpt(&mut self, to: &str) -> Response {
        if self.desk.tls.is_some() && !self.is_known {
            return mailin::response::AUTHENTICATION_REQUIRED;
        }
        to.clone_into(&mut self.letter.to);
        match self.mood {
            Mood::Refuses => NO_MAILBOX,
            Mood::Busy => TEMP_AUTH_FAILURE,
            Mood::Takes | Mood::Locked | Mood::Silent | Mood::Drops | Mood::Swallows => OK,
        }
    }

    fn data(&mut self, line: &[u8]) -> io::Result<()> {
        self.letter.raw.extend(line);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let mut letter = std::mem::take(&mut self.letter);
        letter.safely = self.is_secret && self.is_known;
        self.desk.taken.lock().unwrap().push(letter);
        let _ = self.desk.arrived.send(());
        OK
    }
}

impl Clerk<'_> {
    fn log_in(&mut self, user: &str, password: &str) -> Response {
        self.is_known = self.mood != Mood::Locked && (user, password) == ("klartecken", "hemligt");
        if self.is_known {
            mailin::response::AUTH_OK
        } else {
            INVALID_CREDENTIALS
        }
    }
}

/// How a part of a conversation ended.
enum End {
    Over,
    Secret,
}

fn serve(mut stream: TcpStream, desk: &Desk) -> io::Result<()> {
    let mood = *desk.mood.lock().unwrap();
    let mut builder = SessionBuilder::new("mail.example");
    if desk.tls.is_some() {
        builder.enable_start_tls().enable_auth(AuthMechanism::Plain);
    }
    let peer = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let open = Clerk {
        desk,
        mood,
        letter: Taken::default(),
        is_secret: false,
        is_known: false,
    };
    let mut session = builder.build(peer, open);
    session.greeting().write_to(&mut stream)?;
    if let End::Over = converse(&mut session, &mut stream, mood)? {
        return Ok(());
    }
    let config = desk.tls.clone().unwrap();
    let secret = Clerk {
        desk,
        mood,
        letter: Taken::default(),
        is_secret: true,
        is_known: false,
    };
    let mut session = builder.build(peer, secret);
    session.tls_active();
    let connection = ServerConnection::new(config).map_err(io::Error::other)?;
    let mut stream = StreamOwned::new(connection, stream);
    converse(&mut session, &mut stream, mood).map(|_| ())
}

fn converse<S: Read + Write>(
    session: &mut mailin::Session<Clerk<'_>>,
    stream: &mut S,
    mood: Mood,
) -> io::Result<End> {
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    let mut lines_of_letter = None;
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Ok(End::Over);
        }
        let response = session.process(&line);
        if mood == Mood::Silent && line.to_ascii_uppercase().starts_with(b"RCPT") {
            // Until the client has had enough.
            return io::copy(&mut reader, &mut io::sink()).map(|_| End::Over);
        }
        if let Some(lines) = &mut lines_of_letter {
            *lines += 1;
            if mood == Mood::Drops && *lines == 5 {
                return Ok(End::Over);
            }
        }
        if response.code == 354 {
            lines_of_letter = Some(0);
        }
        if mood == Mood::Swallows && line == b".\r\n" {
            return Ok(End::Over);
        }
        match response.action {
            Action::NoReply => {}
            Action::Reply => {
                response.write_to(reader.get_mut())?;
                reader.get_mut().flush()?;
            }
            Action::Close => {
                response.write_to(reader.get_mut())?;
                return Ok(End::Over);
            }
            Action::UpgradeTls => {
                response.write_to(reader.get_mut())?;
                return Ok(End::Secret);
            }
        }
    }
}
