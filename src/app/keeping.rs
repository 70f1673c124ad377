//! Where a draft is kept while it is written: in the store, and until it has come there also in this
//! browser.
//!
//! One line of work at a time per draft: a save or a send, never two at once, so that every change
//! names the version before it. Nothing is ever overwritten unseen: a draft that has changed
//! elsewhere waits for the person to choose.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::draft::{Draft, Written};
use rules::field::Field;
use serde::{Deserialize, Serialize};

use crate::api::{Call, Trouble};
use crate::browser;
use crate::case::{self, Slip};
use crate::session::Session;
use crate::sheet::Sheet;

/// How long somebody must have stopped typing before the draft is sent to the store.
const QUIET_BEFORE_SAVING: Duration = Duration::from_millis(1_500);
/// The first wait before another try, seconds; each further one is twice as long.
const RETRY_AFTER_S: u64 = 4;
/// The longest wait before another try, seconds.
const RETRY_AFTER_S_MAX: u64 = 60;

/// Every key of ours in the browser's storage begins with this.
const PREFIX: &str = "klartecken:";

/// Where the draft is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// In the store.
    Saved,
    /// In this browser, soon in the store.
    Soon,
    /// In this browser; the store does not answer.
    Offline,
    /// In this browser; the session has ended.
    LoggedOut,
    /// In this browser; the store has another one, and the person must choose.
    Conflict,
    /// In this browser; the store cannot take more right now.
    Refused,
}

/// How sending goes.
#[derive(Clone, PartialEq)]
pub(crate) enum Sending {
    /// Not begun.
    Not,
    /// On its way.
    Under,
    /// It did not arrive, or was not taken.
    Failed(Trouble),
    /// Done: now or before, from here or from elsewhere.
    Sent,
}

/// What this browser keeps of a draft that the store does not have yet.
#[derive(Serialize, Deserialize)]
struct Local<D> {
    version: u64,
    utkast: D,
}

/// A send whose answer has not come. A further try repeats it byte for byte, under the same key.
#[derive(Clone, Serialize, Deserialize)]
struct Attempt {
    nyckel: String,
    version: u64,
    body: String,
}

/// The line of work.
#[derive(Default)]
struct Work {
    busy: bool,
    send: bool,
    tries: u32,
    timer: Option<TimeoutHandle>,
}

/// A draft being kept. Copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Keeping {
    /// The answers.
    pub(crate) sheet: Sheet,
    session: Session,
    /// The id of the case.
    pub(crate) id: StoredValue<String>,
    command: StoredValue<&'static str>,
    version: StoredValue<u64>,
    /// What the store has, as JSON.
    stored: StoredValue<String>,
    /// What the store turned out to have when it had changed elsewhere.
    theirs: RwSignal<Option<(u64, Draft)>>,
    kept: RwSignal<Kept>,
    sending: RwSignal<Sending>,
    work: StoredValue<Work>,
}

/// Forgets every draft and attempt of this browser.
pub(crate) fn forget_everything() {
    browser::forget_all(PREFIX);
}

/// Forgets the draft and the attempt of one case.
pub(crate) fn forget(id: &str) {
    browser::forget(&[PREFIX, "utkast:", id].concat());
    browser::forget(&[PREFIX, "sandning:", id].concat());
}

fn json(draft: &Draft) -> String {
    // A draft is texts and lists of texts, and those are always JSON.
    serde_json::to_string(draft).unwrap_or_default()
}

impl Keeping {
    /// Takes up the draft of a case, with what this browser has kept of it.
    pub(crate) fn new(slip: &Slip, theirs: Draft, command: &'static str) -> Self {
        let keeping = Self {
            sheet: Sheet::new(theirs.clone()),
            session: Session::here(),
            id: StoredValue::new(slip.id.clone()),
            command: StoredValue::new(command),
            version: StoredValue::new(slip.version),
            stored: StoredValue::new(json(&theirs)),
            theirs: RwSignal::new(None),
            kept: RwSignal::new(Kept::Saved),
            sending: RwSignal::new(Sending::Not),
            work: StoredValue::new(Work::default()),
        };
        if let Some(local) = keeping.local() {
            if json(&local.utkast) == json(&theirs) {
                browser::forget(&keeping.draft_key());
            } else {
                keeping.sheet.replace(local.utkast);
                if local.version != slip.version {
                    keeping.theirs.set(Some((slip.version, theirs)));
                    keeping.kept.set(Kept::Conflict);
                }
            }
        }
        Effect::new(move |_| keeping.changed(&keeping.sheet.draft()));
        let renewed = move || keeping.session.renewals();
        Effect::new(move |before: Option<u32>| {
            let now = renewed();
            if before.is_some_and(|before| before != now) {
                keeping.save_now();
            }
            now
        });
        // The handles are dropped and not the listeners: the draft is kept as long as the page lives.
        let _ = window_event_listener_untyped("online", move |_| keeping.save_now());
        let _ = window_event_listener_untyped("visibilitychange", move |_| {
            if document().hidden() {
                keeping.save_now();
            } else {
                keeping.refresh();
            }
        });
        keeping
    }

    /// Takes over what has been saved elsewhere since, as long as nothing here would be lost.
    pub(crate) fn refresh(self) {
        let rests = move || {
            self.is_saved()
                && !self.work.with_value(|work| work.busy || work.send)
                && self.kept.get_untracked() == Kept::Saved
                && self.sending.get_untracked() == Sending::Not
        };
        if !rests() {
            return;
        }
        spawn_local(async move {
            let path = case::path(&self.id.get_value(), "");
            // Nothing is told of a failure: the next save finds out the same.
            let Ok(reply) = Call::get(&path).read::<Slip>().await else {
                return;
            };
            let slip = reply.body;
            let Some(theirs) = slip.draft(self.sheet.form) else {
                return;
            };
            if !rests() {
                return;
            }
            if !slip.is_writable() {
                self.sent();
            } else if slip.version != self.version.get_value() {
                self.version.set_value(slip.version);
                self.stored.set_value(json(&theirs));
                if !self.is_saved() {
                    self.sheet.replace(theirs);
                }
            }
        });
    }

    /// Where the draft is. Tracked.
    pub(crate) fn kept(&self) -> Kept {
        self.kept.get()
    }

    /// How sending goes. Tracked.
    pub(crate) fn sending(&self) -> Sending {
        self.sending.get()
    }

    /// How sending goes, without following it.
    pub(crate) fn sending_untracked(&self) -> Sending {
        self.sending.get_untracked()
    }

    /// The questions answered differently here and in the store, while the person must choose.
    pub(crate) fn differences(&self) -> Vec<&'static Field> {
        self.theirs.with(|theirs| {
            let Some((_, theirs)) = theirs else {
                return Vec::new();
            };
            let ours = self.sheet.draft_untracked();
            ours.form()
                .fields()
                .filter(|field| {
                    ours.text(field) != theirs.text(field) || ours.list(field) != theirs.list(field)
                })
                .collect()
        })
    }

    /// The person chose: what stands here goes to the store, or what the store has comes here.
    pub(crate) fn choose(&self, ours: bool) {
        let Some((version, theirs)) = self.theirs.get_untracked() else {
            return;
        };
        self.version.set_value(version);
        self.stored.set_value(json(&theirs));
        self.theirs.set(None);
        self.kept.set(Kept::Soon);
        if ours {
            self.keep_here(&self.sheet.draft_untracked());
            self.save_now();
        } else {
            browser::forget(&self.draft_key());
            self.sheet.replace(theirs);
            self.kept.set(Kept::Saved);
        }
    }

    /// Saves at once, if there is something to save.
    pub(crate) fn save_now(&self) {
        self.work.update_value(|work| {
            if let Some(timer) = work.timer.take() {
                timer.clear();
            }
            work.tries = 0;
        });
        self.drive();
    }

    /// Sends. Pressing twice sends once.
    pub(crate) fn send(&self) {
        if matches!(self.sending.get_untracked(), Sending::Under | Sending::Sent) {
            return;
        }
        self.sending.set(Sending::Under);
        self.work.update_value(|work| work.send = true);
        self.save_now();
    }

    /// Takes the draft away, here and in the store.
    pub(crate) async fn discard(self) -> Result<(), Trouble> {
        let path = case::path(&self.id.get_value(), "");
        Call::delete(&path).done().await?;
        browser::forget(&self.draft_key());
        browser::forget(&self.attempt_key());
        Ok(())
    }

    fn draft_key(&self) -> String {
        [PREFIX, "utkast:", &self.id.get_value()].concat()
    }

    fn attempt_key(&self) -> String {
        [PREFIX, "sandning:", &self.id.get_value()].concat()
    }

    fn local(&self) -> Option<Local<Draft>> {
        let local: Local<Written> =
            serde_json::from_str(&browser::kept(&self.draft_key())?).ok()?;
        Some(Local {
            version: local.version,
            utkast: local.utkast.read(self.sheet.form).ok()?,
        })
    }

    fn keep_here(&self, draft: &Draft) {
        let local = Local {
            version: self.version.get_value(),
            utkast: draft,
        };
        if let Ok(text) = serde_json::to_string(&local) {
            browser::keep(&self.draft_key(), &text);
        }
    }

    fn is_saved(&self) -> bool {
        let ours = json(&self.sheet.draft_untracked());
        self.stored.with_value(|stored| *stored == ours)
    }

    /// Runs at every change: keeps the draft here at once and in the store when the typing pauses.
    fn changed(&self, draft: &Draft) {
        if self.sending.get_untracked() == Sending::Sent {
            return;
        }
        if self.is_saved() {
            return;
        }
        self.keep_here(draft);
        if self.kept.get_untracked() == Kept::Saved {
            self.kept.set(Kept::Soon);
        }
        self.drive_after(QUIET_BEFORE_SAVING);
    }

    fn drive_after(self, wait: Duration) {
        let handle = set_timeout_with_handle(move || self.drive(), wait).ok();
        self.work.update_value(|work| {
            if let Some(before) = std::mem::replace(&mut work.timer, handle) {
                before.clear();
            }
        });
    }

    fn drive(self) {
        let waits = self.work.with_value(|work| work.busy)
            || self.kept.get_untracked() == Kept::Conflict
            || self.sending.get_untracked() == Sending::Sent;
        if waits {
            return;
        }
        self.work.update_value(|work| work.busy = true);
        spawn_local(async move {
            let ended = self.run().await;
            self.work.update_value(|work| work.busy = false);
            if let Err(trouble) = ended {
                self.stumbled(trouble);
            }
        });
    }

    /// Saves until the store has what stands here, then sends if that is wanted.
    async fn run(self) -> Result<(), Trouble> {
        while !self.is_saved() {
            let draft = self.sheet.draft_untracked();
            let path = case::path(&self.id.get_value(), "/utkast");
            let version = Call::put(&path)
                .json(&draft)
                .if_version(self.version.get_value())
                .version()
                .await?;
            self.version.set_value(version);
            self.stored.set_value(json(&draft));
            self.work.update_value(|work| work.tries = 0);
            if self.is_saved() {
                browser::forget(&self.draft_key());
            } else {
                self.keep_here(&self.sheet.draft_untracked());
            }
        }
        if self.kept.get_untracked() != Kept::Saved {
            self.kept.set(Kept::Saved);
        }
        if self.work.with_value(|work| work.send) {
            self.post().await?;
            self.work.update_value(|work| work.send = false);
            self.sent();
        }
        Ok(())
    }

    async fn post(self) -> Result<(), Trouble> {
        let body = case::send_body(self.command.get_value(), &self.sheet.draft_untracked());
        let before = browser::kept(&self.attempt_key())
            .and_then(|text| serde_json::from_str::<Attempt>(&text).ok())
            .filter(|before| before.body == body && before.version == self.version.get_value());
        let attempt = before.unwrap_or_else(|| Attempt {
            nyckel: browser::random_key(),
            version: self.version.get_value(),
            body,
        });
        if let Ok(text) = serde_json::to_string(&attempt) {
            browser::keep(&self.attempt_key(), &text);
        }
        let path = case::path(&self.id.get_value(), "/kommando");
        let ended = Call::post(&path)
            .text(attempt.body)
            .if_version(attempt.version)
            .key(&attempt.nyckel)
            .done()
            .await;
        // Every answer but silence and a lapsed session settles the attempt.
        if !matches!(
            ended,
            Err(Trouble::NoAnswer | Trouble::LoggedOut | Trouble::Full | Trouble::Failed)
        ) {
            browser::forget(&self.attempt_key());
        }
        ended
    }

    fn sent(&self) {
        browser::forget(&self.draft_key());
        browser::forget(&self.attempt_key());
        self.sending.set(Sending::Sent);
    }

    fn stumbled(self, trouble: Trouble) {
        self.session.note(&trouble);
        let sending = self.work.with_value(|work| work.send);
        match &trouble {
            // Changed, sent or gone elsewhere: only the store knows which.
            Trouble::Stale | Trouble::Refused(_) | Trouble::NotFound => {
                self.look(trouble);
                return;
            }
            Trouble::LoggedOut => self.kept.set(Kept::LoggedOut),
            Trouble::NoAnswer => self.kept.set(Kept::Offline),
            Trouble::Findings(told) => self.sheet.tell(told),
            Trouble::Input(_) | Trouble::TooMany(_) | Trouble::Full | Trouble::Failed => {
                self.kept.set(Kept::Refused);
            }
        }
        if self.is_saved() {
            self.kept.set(Kept::Saved);
        }
        if sending {
            // A send is the person's own act: it is not repeated behind their back.
            self.work.update_value(|work| work.send = false);
            self.sending.set(Sending::Failed(trouble));
        } else if !matches!(trouble, Trouble::LoggedOut | Trouble::Findings(_)) {
            let tries = self.work.with_value(|work| work.tries);
            let wait_s = (RETRY_AFTER_S << tries.min(6)).min(RETRY_AFTER_S_MAX);
            self.work.update_value(|work| work.tries += 1);
            self.drive_after(Duration::from_secs(wait_s));
        }
    }

    /// Asks the store how the case stands, after it would not take a change.
    fn look(self, trouble: Trouble) {
        spawn_local(async move {
            let path = case::path(&self.id.get_value(), "");
            let answer = Call::get(&path).read::<Slip>().await;
            let theirs = answer.map(|reply| (reply.body.draft(self.sheet.form), reply.body));
            match theirs {
                Ok((Some(theirs), slip)) => {
                    if !slip.is_writable() {
                        self.work.update_value(|work| work.send = false);
                        self.sent();
                        return;
                    }
                    if json(&theirs) == json(&self.sheet.draft_untracked()) {
                        self.version.set_value(slip.version);
                        self.stored.set_value(json(&theirs));
                        browser::forget(&self.draft_key());
                        self.kept.set(Kept::Saved);
                        if self.work.with_value(|work| work.send) {
                            self.drive();
                        }
                    } else {
                        self.theirs.set(Some((slip.version, theirs)));
                        self.kept.set(Kept::Conflict);
                        self.work.update_value(|work| work.send = false);
                        if self.sending.get_untracked() == Sending::Under {
                            self.sending.set(Sending::Not);
                        }
                    }
                }
                Ok((None, _)) | Err(_) => {
                    self.kept.set(Kept::Refused);
                    if self.sending.get_untracked() == Sending::Under {
                        self.work.update_value(|work| work.send = false);
                        self.sending.set(Sending::Failed(trouble));
                    }
                }
            }
        });
    }
}
