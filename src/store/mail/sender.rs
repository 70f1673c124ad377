//! The mail: takes letters from the outbox and hands them to an SMTP server.
//!
//! A letter is written in the same transaction as the change it tells of. From there it is sent at
//! least once. One that is sent twice, because the program was stopped between the server's yes and
//! our note of it, has the same Message-ID both times and is one letter in the receiver's program.

use std::io::ErrorKind;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use clap::ValueEnum;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use crate::State;
use crate::clock::stamp;
use crate::database::writer::{Fate, Post, UNREACHED};
use crate::mail::letter::{self, LetterData, Rendered};

/// How the connection to the SMTP server is kept secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SmtpTls {
    /// Not at all; for a server on this machine or a network of one's own.
    None,
    /// It begins in the open and must become secret before anything is said.
    #[default]
    Starttls,
    /// From the first byte.
    Tls,
}

/// A complete way to send letters.
#[derive(Clone)]
pub struct Smtp {
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept secret.
    pub tls: SmtpTls,
    /// User and password, when the server wants them.
    pub login: Option<(String, String)>,
    /// The sender.
    pub from: Mailbox,
}

/// How long one letter may take. Past this the server is taken for gone.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often the outbox is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Minutes to wait after each attempt that failed: four days in all (RFC 5321, 4.5.4.1, asks for
/// four to five), and then the letter is given up.
const WAITS: &[i64] = &[1, 5, 15, 60, 120, 240, 480, 720, 1440, 1440, 1440];

/// The word for a server that did not answer in time.
const SLOW: &str = "for-langsam";
/// The word for a connection that broke, or an answer that is none.
const BROKEN_OFF: &str = "avbruten";
/// The word for a refusal for now (4xx).
const REFUSED_NOW: &str = "nekad-nu";
/// The word for a refusal for good (5xx).
const REFUSED: &str = "nekad";
/// The word for a login that the server did not take.
const LOGIN: &str = "inloggning";
/// The word for a server that lacks what our settings ask for.
const SETTINGS: &str = "installning";
/// The word for an address that is none.
const ADDRESS: &str = "adress";
/// The word for a row that cannot be read.
const UNREADABLE: &str = "olasbar";
/// The word for a letter whose time has passed.
const TOO_LATE: &str = "for-sent";

/// Replies that are about our login and not about the letter (RFC 4954): a wrong setting must not
/// make every letter be given up.
const LOGIN_CODES: &[u16] = &[530, 534, 535, 538];

/// The way to the SMTP server.
#[derive(Clone)]
pub struct Mailer {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    site: String,
    patience: Duration,
}

impl std::fmt::Debug for Mailer {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mailer({})", self.from)
    }
}

/// Why a letter was not sent.
struct Unsent {
    error: &'static str,
    /// Whether there is no point in trying again.
    for_good: bool,
}

const fn later(error: &'static str) -> Unsent {
    Unsent {
        error,
        for_good: false,
    }
}

const fn never(error: &'static str) -> Unsent {
    Unsent {
        error,
        for_good: true,
    }
}

/// A letter in the outbox.
struct Waiting {
    event: i64,
    place: i64,
    recipient: String,
    template: String,
    body: String,
    attempts: usize,
    tried: bool,
    hash: String,
    written: DateTime<Utc>,
}

impl Waiting {
    fn read(row: &SqliteRow) -> sqlx::Result<Self> {
        let next_try: &str = row.try_get("next_try")?;
        let at: &str = row.try_get("at")?;
        Ok(Self {
            event: row.try_get("event")?,
            place: row.try_get("place")?,
            recipient: row.try_get("recipient")?,
            template: row.try_get("template")?,
            body: row.try_get("body")?,
            attempts: usize::try_from(row.try_get::<i64, _>("attempts")?).unwrap_or(0),
            tried: !next_try.is_empty(),
            hash: row.try_get("hash")?,
            written: at.parse().unwrap_or(DateTime::UNIX_EPOCH),
        })
    }
}

/// The address and what the letter tells, from their sealed columns. Nothing when they were sealed
/// with another key, or are no letter.
pub(crate) fn opened(
    state: &State,
    row: (i64, i64),
    recipient: &str,
    body: &str,
) -> Option<(String, LetterData)> {
    let (recipient, body) = state.keyring.open_letter(row, recipient, body).ok()?;
    Some((recipient, serde_json::from_str(&body).ok()?))
}

impl Mailer {
    /// The way that the settings describe. Nothing is connected yet. `site` is the address that
    /// people reach the app at.
    ///
    /// # Errors
    /// When TLS cannot be set up, for want of the system's certificates.
    pub fn new(settings: &Smtp, site: &str) -> Result<Self, smtp::Error> {
        let host = settings.host.as_str();
        let tls = match settings.tls {
            SmtpTls::None => Tls::None,
            SmtpTls::Starttls => Tls::Required(TlsParameters::new(host.to_owned())?),
            SmtpTls::Tls => Tls::Wrapper(TlsParameters::new(host.to_owned())?),
        };
        let mut server = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(settings.port)
            .timeout(Some(PATIENCE))
            .tls(tls);
        if let Some((user, password)) = &settings.login {
            server = server.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Self {
            server: server.build(),
            from: settings.from.clone(),
            site: site.to_owned(),
            patience: PATIENCE,
        })
    }

    /// The same, with less patience with a slow server.
    #[cfg(test)]
    pub(crate) fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Sends one letter.
    async fn send(&self, state: &State, waiting: &Waiting) -> Result<(), Unsent> {
        let template = letter::by_word(&waiting.template).ok_or(never(UNREADABLE))?;
        let age = state.clock.now() - waiting.written;
        if !template.is_timely(age, waiting.tried) {
            return Err(never(TOO_LATE));
        }
        let row = (waiting.event, waiting.place);
        let (recipient, telling) =
            opened(state, row, &waiting.recipient, &waiting.body).ok_or(never(UNREADABLE))?;
        let name = &state.policy.value.organisation.name;
        let message = self
            .message(
                &recipient,
                template.render(&telling, &self.site, name),
                waiting,
            )
            .ok_or(never(ADDRESS))?;
        match tokio::time::timeout(self.patience, self.server.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(understand(&error)),
            Err(_) => Err(later(SLOW)),
        }
    }

    fn message(&self, recipient: &str, letter: Rendered, waiting: &Waiting) -> Option<Message> {
        let to = recipient.parse().ok()?;
        let digest = waiting.hash.get(..32).unwrap_or(&waiting.hash);
        let place = waiting.place.to_string();
        let domain = self.from.email.domain();
        let id = ["<", digest, ".", &place, "@", domain, ">"].concat();
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject)
            .message_id(Some(id))
            .date(SystemTime::from(waiting.written))
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative_plain_html(letter.text, letter.html))
            .ok()
    }
}

/// Tells programs that answer by themselves not to (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// What the server's answer, or the want of one, means for the letter.
fn understand(error: &smtp::Error) -> Unsent {
    let code = error.status().map(u16::from);
    let unsent = match code {
        Some(code) if LOGIN_CODES.contains(&code) => later(LOGIN),
        _ if error.is_permanent() => never(REFUSED),
        _ if error.is_transient() => later(REFUSED_NOW),
        _ if error.is_client() || error.is_tls() => later(SETTINGS),
        _ if error.is_timeout() => later(SLOW),
        _ if is_unreached(error) => later(UNREACHED),
        _ => later(BROKEN_OFF),
    };
    // The server's own words may quote the address.
    tracing::warn!(why = unsent.error, code, "a letter was not sent");
    unsent
}

/// Whether no connection was made, and not one that broke.
fn is_unreached(error: &smtp::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if let Some(cause) = cause.downcast_ref::<std::io::Error>() {
            return !matches!(
                cause.kind(),
                ErrorKind::BrokenPipe
                    | ErrorKind::ConnectionAborted
                    | ErrorKind::ConnectionReset
                    | ErrorKind::UnexpectedEof
            );
        }
        source = cause.source();
    }
    false
}

/// Sends what is due until nothing is. Gives how many letters were sent.
///
/// # Errors
/// When the database cannot be read or written.
pub async fn send_due(state: &State, mailer: &Mailer) -> Result<usize, crate::error::TaskError> {
    let mut sent = 0;
    while let Some(waiting) = next_due(state).await? {
        let outcome = mailer.send(state, &waiting).await;
        let now = state.clock.now();
        let fate = match outcome {
            Ok(()) => {
                sent += 1;
                Fate::Sent { at: now }
            }
            Err(Unsent { error, for_good }) => {
                let wait = WAITS.get(waiting.attempts).filter(|_| !for_good);
                wait.map_or_else(
                    || {
                        tracing::error!(waiting.event, waiting.place, error, "letter given up");
                        Fate::GivenUp { at: now, error }
                    },
                    |minutes| Fate::Later {
                        next: now + chrono::Duration::minutes(*minutes),
                        error,
                    },
                )
            }
        };
        let post = Post {
            event: waiting.event,
            place: waiting.place,
            fate,
        };
        state.writer.post(post).await?;
    }
    Ok(sent)
}

/// A letter that is due: one that has not been tried first, so that a person who waits for a code
/// does not wait behind letters that have failed.
async fn next_due(state: &State) -> sqlx::Result<Option<Waiting>> {
    sqlx::query(
        "SELECT outbox.event, place, recipient, template, outbox.body, attempts, next_try, hash, at \
         FROM outbox JOIN event ON event.seq = outbox.event \
         WHERE sent IS NULL AND given_up IS NULL AND next_try <= $1 \
         ORDER BY attempts, outbox.event, place LIMIT 1",
    )
    .bind(stamp(state.clock.now()))
    .fetch_optional(state.db.readers())
    .await?
    .as_ref()
    .map(Waiting::read)
    .transpose()
}

/// Sends letters as they come due, for as long as the program runs.
pub async fn work(state: State, mailer: Mailer) {
    loop {
        if let Err(error) = send_due(&state, &mailer).await {
            tracing::error!(%error, "the outbox could not be worked through");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
