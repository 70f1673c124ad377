//! The session: its user, its end, the warning before it and the login after it.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::page::{Page, Program};
use rules::permission::{self, Action, Role};
use rules::value::wire;
use serde::{Deserialize, Serialize};
use std::time::Duration;

use crate::platform::api::{self, ApiError, Call};
use crate::platform::browser;
use crate::platform::clock;
use crate::platform::storage;

/// How long before the end the warning is shown, milliseconds. WCAG 2.2.1 requires at least 20 s; three
/// minutes leave time to finish a sentence and find the button.
const WARNING_BEFORE_MS: f64 = 180_000.0;
/// A timer longer than this drifts while the computer sleeps, so it is set again in pieces.
const TIMER_MS_MAX: f64 = 60_000.0;

/// The person who is logged in.
#[derive(Clone, PartialEq, Deserialize)]
pub(crate) struct User {
    /// Their id in the store.
    pub(crate) id: String,
    /// Their name.
    #[serde(rename = "namn")]
    pub(crate) name: String,
    /// Their e-mail address.
    #[serde(rename = "epost")]
    pub(crate) email: String,
    /// Their role.
    #[serde(rename = "roll")]
    pub(crate) role: Role,
    /// The id of their unit, when the store knows it.
    #[serde(default, rename = "enhet")]
    pub(crate) unit: Option<String>,
}

/// The response of `/api/session`.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct SessionInfo {
    #[serde(rename = "anvandare")]
    user: Option<User>,
    #[serde(default, rename = "gar_ut", deserialize_with = "wire::moment_if_any")]
    ends: Option<DateTime<Utc>>,
}

/// How far the session is from its end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// No user is logged in, and none was.
    Out,
    /// A user is logged in.
    In,
    /// The end is near, and the warning is shown.
    Ending,
    /// The session ended while a page was open: the login is shown over the page.
    Lapsed,
}

/// The session, as a context.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    user: RwSignal<Option<User>>,
    ends: RwSignal<Option<DateTime<Utc>>>,
    phase: RwSignal<Phase>,
    /// Counts logins over an open page. Effects that wait for a login track it.
    renewals: RwSignal<u32>,
    /// The program that runs.
    program: Program,
}

#[derive(Serialize)]
struct Credentials<'a> {
    anvandarnamn: &'a str,
    losenord: &'a str,
}

const PATH: &str = "/api/session";

/// Fetches the session from the store.
pub(crate) async fn ask() -> Result<SessionInfo, ApiError> {
    Ok(Call::get(PATH).read::<SessionInfo>().await?.body)
}

/// The program that the store answers with when a user with this role opens the page at the address.
fn program_of(address: &str, role: Option<Role>) -> Option<Program> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    Page::at(path).map(|(page, _)| page.program(role))
}

impl Session {
    /// The session that was fetched at the start.
    pub(crate) fn new(session_info: SessionInfo, program: Program) -> Self {
        let session = Self {
            program,
            user: RwSignal::new(None),
            ends: RwSignal::new(None),
            phase: RwSignal::new(Phase::Out),
            renewals: RwSignal::new(0),
        };
        session.take(session_info);
        api::on_logged_out(move || session.lapse());
        session
    }

    /// The session from the context.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// The user. It stays after the session has lapsed, so that the page stays.
    pub(crate) fn user(&self) -> Option<User> {
        self.user.get()
    }

    /// The user, on a page that is only drawn after a login.
    pub(crate) fn logged_in(&self) -> User {
        let user = self.user.get_untracked();
        user.expect("the gate before the page lets nobody else in")
    }

    /// Their role.
    pub(crate) fn role(&self) -> Option<Role> {
        self.user.with(|user| user.as_ref().map(|user| user.role))
    }

    /// Whether a user who may do this is logged in.
    pub(crate) fn may(&self, action: Action) -> bool {
        self.user.with(|user| {
            user.as_ref()
                .is_some_and(|user| permission::may(user.role, action))
        })
    }

    /// How far it is from its end.
    pub(crate) fn phase(&self) -> Phase {
        self.phase.get()
    }

    /// Whole minutes left.
    pub(crate) fn minutes_left(&self) -> u32 {
        self.ends.get().map_or(0, clock::minutes_until)
    }

    /// The number of logins over an open page.
    pub(crate) fn renewals(&self) -> u32 {
        self.renewals.get()
    }

    /// Logs in, and returns whether the page stays. Another user than before gets a new page, so that no
    /// draft changes hands. A user with another program gets that at once: the address `next` is then loaded.
    pub(crate) async fn log_in(
        self,
        name: &str,
        password: &str,
        next: &str,
    ) -> Result<bool, ApiError> {
        let credentials = Credentials {
            anvandarnamn: name,
            losenord: password,
        };
        let session_info = Call::post(PATH)
            .json(&credentials)
            .read::<SessionInfo>()
            .await?
            .body;
        let before = self
            .user
            .with_untracked(|user| user.as_ref().map(|user| user.id.clone()));
        let after = session_info.user.as_ref().map(|user| user.id.clone());
        if before.is_some() && before != after {
            storage::clear();
            // A whole new page: nothing of the one before may be left in its memory.
            let _ = window().location().set_href("/mina-sidor");
            return Ok(false);
        }
        let role = session_info.user.as_ref().map(|user| user.role);
        if before.is_none() && program_of(next, role).is_some_and(|other| other != self.program) {
            browser::load_anew(next);
            return Ok(false);
        }
        self.take(session_info);
        self.renewals.update(|count| *count += 1);
        Ok(true)
    }

    /// Logs out, and clears the browser's storage.
    pub(crate) async fn log_out(self) -> Result<(), ApiError> {
        match Call::delete(PATH).done().await {
            Ok(()) | Err(ApiError::LoggedOut) => {
                storage::clear();
                let _ = window().location().set_href("/");
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// «Stanna inloggad».
    pub(crate) async fn extend(self) -> Result<(), ApiError> {
        let reply = Call::post("/api/session/forlang")
            .read::<SessionInfo>()
            .await?;
        self.take(reply.body);
        Ok(())
    }

    /// Closes the login dialog of a lapsed session; the page stays as it is.
    pub(crate) fn dismiss(&self) {
        self.phase.set(Phase::Out);
    }

    /// Opens the login dialog over the page, if a user has been logged in.
    pub(crate) fn ask_for_login(&self) {
        if self.user.with_untracked(Option::is_some) {
            self.phase.set(Phase::Lapsed);
        }
    }

    /// Takes in that the store no longer knows the session. A dialog that is open stays as it is, for
    /// several calls may be answered so while a password is typed, and one that was closed stays closed.
    fn lapse(&self) {
        if matches!(self.phase.get_untracked(), Phase::In | Phase::Ending) {
            self.phase.set(Phase::Lapsed);
        }
    }

    fn take(self, session_info: SessionInfo) {
        let phase = if session_info.user.is_some() {
            Phase::In
        } else {
            Phase::Out
        };
        self.user.set(session_info.user);
        self.ends.set(session_info.ends);
        self.phase.set(phase);
        self.set_timer();
    }

    /// Waits until the warning is due, then asks the store first: every saved draft has moved the
    /// end.
    fn set_timer(self) {
        let Some(ends) = self.ends.get_untracked() else {
            return;
        };
        let wait_ms = clock::ms_until(ends) - WARNING_BEFORE_MS;
        let piece_ms = wait_ms.clamp(1_000.0, TIMER_MS_MAX);
        set_timeout(
            move || {
                // Another answer has moved the end and set a timer of its own.
                if self.ends.get_untracked() != Some(ends) {
                    return;
                }
                if TIMER_MS_MAX < wait_ms {
                    self.set_timer();
                } else {
                    self.look_again();
                }
            },
            Duration::from_secs_f64(piece_ms / 1_000.0),
        );
    }

    fn look_again(self) {
        spawn_local(async move {
            match ask().await {
                Ok(session_info) if session_info.user.is_none() => self.phase.set(Phase::Lapsed),
                Ok(session_info) => {
                    let soon = session_info
                        .ends
                        .is_some_and(|ends| clock::ms_until(ends) <= WARNING_BEFORE_MS + 5_000.0);
                    self.ends.set(session_info.ends);
                    if soon {
                        self.phase.set(Phase::Ending);
                        self.count_down();
                    } else {
                        self.set_timer();
                    }
                }
                Err(_) => self.count_down(),
            }
        });
    }

    /// Looks every ten seconds whether the end has come.
    fn count_down(self) {
        let ends = self.ends.get_untracked();
        set_timeout(
            move || {
                if self.ends.get_untracked() != ends || self.phase.get_untracked() == Phase::Lapsed
                {
                    return;
                }
                if ends.is_some_and(|ends| 0.0 < clock::ms_until(ends)) {
                    // Said again so that the minutes shown are the minutes left.
                    self.ends.update(|_| ());
                    self.count_down();
                } else {
                    self.phase.set(Phase::Lapsed);
                }
            },
            Duration::from_secs(10),
        );
    }
}

/// The path to open after the login. An address of another site is never taken, since it may come from a
/// hostile link.
pub(crate) fn return_path(asked: Option<String>) -> String {
    asked
        .filter(|path| path.starts_with('/') && !path.starts_with("//"))
        // Browsers take a backslash for a slash, and leave tabs and ends of lines out of addresses.
        .filter(|path| !path.contains(|sign: char| sign == '\\' || sign.is_control()))
        .unwrap_or_else(|| "/mina-sidor".to_owned())
}

/// The address of the login page, which leads back to `back`.
pub(crate) fn login_path(back: &str) -> String {
    [
        "/logga-in?till=",
        &js_sys::encode_uri_component(back)
            .as_string()
            .unwrap_or_default(),
    ]
    .concat()
}
