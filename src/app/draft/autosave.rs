//! Where a draft is kept while it is written: in its [`Home`], and for an employee's case in this
//! browser too until the store has it.
//!
//! One line of work at a time per draft: a save or a send, never two at once, so that every change
//! names the version before it. Nothing is ever overwritten unseen: a draft that has changed
//! elsewhere waits for the person to choose.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::form::draft::{Draft, Written};
use rules::form::field::Field;
use serde::{Deserialize, Serialize};

use super::form_state::Sheet;
use super::resource::Home;
use crate::data::link::LINK_OVER;
use crate::data::session::Session;
use crate::platform::api::{Call, Trouble};
use crate::platform::idempotency;
use crate::platform::screen::follow;
use crate::platform::storage;

/// How long somebody must have stopped typing before the draft is sent to the store.
const QUIET_BEFORE_SAVING: Duration = Duration::from_millis(1_500);
/// The first wait before another try, seconds; each further one is twice as long.
const RETRY_AFTER_S: u64 = 4;
/// The longest wait before another try, seconds.
const RETRY_AFTER_S_MAX: u64 = 60;

/// Where the draft is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// In the store.
    Saved,
    /// Here, soon in the store.
    Soon,
    /// Here; the store does not answer.
    Offline,
    /// Here; the session has ended.
    LoggedOut,
    /// Here; the store has another one, and the person must choose.
    Conflict,
    /// Here; the store cannot take more right now.
    Refused,
}

/// How sending goes.
#[derive(Clone)]
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
    /// Where it lives.
    pub(crate) home: StoredValue<Home>,
    version: StoredValue<u64>,
    /// What the store has, as JSON.
    stored: StoredValue<String>,
    /// What the store turned out to have when it had changed elsewhere.
    theirs: RwSignal<Option<(u64, Draft)>>,
    kept: RwSignal<Kept>,
    sending: RwSignal<Sending>,
    /// The last try to send, until it is settled.
    attempt: StoredValue<Option<Attempt>>,
    /// What the store answered when it took the draft.
    reply: StoredValue<String>,
    work: StoredValue<Work>,
}

/// Forgets the draft and the attempt of one case.
pub(crate) fn forget(id: &str) {
    storage::remove(&[storage::PREFIX, "utkast:", id].concat());
    storage::remove(&[storage::PREFIX, "sandning:", id].concat());
}

fn json(draft: &Draft) -> String {
    // A draft is texts and lists of texts, and those are always JSON.
    serde_json::to_string(draft).unwrap_or_default()
}

impl Keeping {
    /// Takes up a draft that stands so in its home, with what this browser has kept of it.
    pub(crate) fn new(home: Home, version: u64, theirs: Draft) -> Self {
        let keeping = Self {
            sheet: Sheet::new(theirs.clone()),
            home: StoredValue::new(home),
            version: StoredValue::new(version),
            stored: StoredValue::new(json(&theirs)),
            theirs: RwSignal::new(None),
            kept: RwSignal::new(Kept::Saved),
            sending: RwSignal::new(Sending::Not),
            attempt: StoredValue::new(None),
            reply: StoredValue::new(String::new()),
            work: StoredValue::new(Work::default()),
        };
        if let Some(local) = keeping.local() {
            if json(&local.utkast) == json(&theirs) {
                keeping.forget_here();
            } else {
                keeping.sheet.replace(local.utkast);
                if local.version != version {
                    keeping.theirs.set(Some((version, theirs)));
                    keeping.kept.set(Kept::Conflict);
                }
            }
        }
        follow(move || keeping.changed(&keeping.sheet.draft()));
        let session = Session::here();
        Effect::new(move |before: Option<u32>| {
            let now = session.renewals();
            if before.is_some_and(|before| before != now) {
                keeping.save_now();
            }
            now
        });
        // The handles are dropped and not the listeners: the draft is kept as long as the page lives.
        let _ = window_event_listener(ev::online, move |_| keeping.save_now());
        let _ = window_event_listener(ev::visibilitychange, move |_| {
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
            self.home.with_value(Home::is_in_store)
                && self.is_saved()
                && !self.work.with_value(|work| work.busy || work.send)
                && self.kept.get_untracked() == Kept::Saved
                && matches!(self.sending.get_untracked(), Sending::Not)
        };
        if !rests() {
            return;
        }
        spawn_local(async move {
            // Nothing is told of a failure: the next save finds out the same.
            let Ok(found) = self.home.get_value().read(self.sheet.form).await else {
                return;
            };
            let Some(theirs) = found.draft else {
                return;
            };
            if !rests() {
                return;
            }
            if !found.is_writable {
                self.sent();
            } else if found.version != self.version.get_value() {
                self.version.set_value(found.version);
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
            self.forget_here();
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
        let path = self.home.with_value(|home| home.path(""));
        Call::delete(&path).done().await?;
        self.forget_here();
        self.settle();
        Ok(())
    }

    /// What the store answered when it took the draft, or empty.
    pub(crate) fn reply(&self) -> String {
        self.reply.get_value()
    }

    /// The key in the browser's storage, for a draft that may be there.
    fn key(&self, what: &str) -> Option<String> {
        self.home.with_value(|home| {
            home.is_in_browser()
                .then(|| [storage::PREFIX, what, home.id()].concat())
        })
    }

    fn draft_key(&self) -> Option<String> {
        self.key("utkast:")
    }

    fn attempt_key(&self) -> Option<String> {
        self.key("sandning:")
    }

    /// This browser need not keep the draft any more.
    fn forget_here(&self) {
        if let Some(key) = self.draft_key() {
            storage::remove(&key);
        }
    }

    /// The last try to send needs no repeating.
    fn settle(&self) {
        self.attempt.set_value(None);
        if let Some(key) = self.attempt_key() {
            storage::remove(&key);
        }
    }

    fn local(&self) -> Option<Local<Draft>> {
        let local: Local<Written> =
            serde_json::from_str(&storage::read(&self.draft_key()?)?).ok()?;
        Some(Local {
            version: local.version,
            utkast: local.utkast.read(self.sheet.form).ok()?,
        })
    }

    fn keep_here(&self, draft: &Draft) {
        let Some(key) = self.draft_key() else { return };
        let local = Local {
            version: self.version.get_value(),
            utkast: draft,
        };
        if let Ok(text) = serde_json::to_string(&local) {
            storage::write(&key, &text);
        }
    }

    fn is_saved(&self) -> bool {
        if !self.home.with_value(Home::is_in_store) {
            return true;
        }
        let ours = json(&self.sheet.draft_untracked());
        self.stored.with_value(|stored| *stored == ours)
    }

    /// Runs at every change: keeps the draft here at once and in the store when the typing pauses.
    fn changed(&self, draft: &Draft) {
        if matches!(self.sending.get_untracked(), Sending::Sent) {
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
        let handle = set_timeout_with_handle(move || self.drive(), wait);
        self.work.update_value(|work| {
            if let Some(before) = std::mem::replace(&mut work.timer, handle.ok()) {
                before.clear();
            }
        });
    }

    fn drive(self) {
        let waits = self.work.with_value(|work| work.busy)
            || self.kept.get_untracked() == Kept::Conflict
            || matches!(self.sending.get_untracked(), Sending::Sent);
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
            let path = self.home.with_value(|home| home.path("/utkast"));
            let version = Call::put(&path)
                .json(&draft)
                .if_version(self.version.get_value())
                .version()
                .await?;
            self.version.set_value(version);
            self.stored.set_value(json(&draft));
            self.work.update_value(|work| work.tries = 0);
            if self.is_saved() {
                self.forget_here();
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
        let draft = self.sheet.draft_untracked();
        let body = self.home.with_value(|home| home.send_body(&draft));
        let key = self.attempt_key();
        let kept = || serde_json::from_str::<Attempt>(&storage::read(key.as_deref()?)?).ok();
        let before = (self.attempt.get_value().or_else(kept))
            .filter(|before| before.body == body && before.version == self.version.get_value());
        let attempt = before.unwrap_or_else(|| Attempt {
            nyckel: idempotency::random_key(),
            version: self.version.get_value(),
            body,
        });
        if let (Some(key), Ok(text)) = (&key, serde_json::to_string(&attempt)) {
            storage::write(key, &text);
        }
        self.attempt.set_value(Some(attempt.clone()));
        let path = self.home.with_value(Home::send_path);
        let ended = Call::post(&path)
            .text(attempt.body)
            .if_version(attempt.version)
            .key(&attempt.nyckel)
            .raw()
            .await;
        // Every answer but silence and a lapsed session settles the attempt.
        if !matches!(
            ended,
            Err(Trouble::NoAnswer | Trouble::LoggedOut | Trouble::Full | Trouble::Failed)
        ) {
            self.settle();
        }
        self.reply.set_value(ended?);
        Ok(())
    }

    fn sent(&self) {
        self.forget_here();
        self.settle();
        self.sending.set(Sending::Sent);
    }

    fn stumbled(self, trouble: Trouble) {
        let sending = self.work.with_value(|work| work.send);
        match &trouble {
            // The link that was open here is over.
            Trouble::Refused(word) if word == LINK_OVER => self.kept.set(Kept::LoggedOut),
            // Changed, sent or gone elsewhere: only the store knows which.
            Trouble::Stale | Trouble::Refused(_) | Trouble::NotFound => {
                self.look(trouble);
                return;
            }
            Trouble::LoggedOut => self.kept.set(Kept::LoggedOut),
            Trouble::NoAnswer => self.kept.set(Kept::Offline),
            Trouble::Findings(told) => self.sheet.tell(told),
            Trouble::Input(_)
            | Trouble::Mend(_)
            | Trouble::Faults(_)
            | Trouble::TooMany(_)
            | Trouble::Full
            | Trouble::Failed => {
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
        } else if !matches!(
            trouble,
            Trouble::LoggedOut | Trouble::Refused(_) | Trouble::Findings(_)
        ) {
            let tries = self.work.with_value(|work| work.tries);
            let wait_s = (RETRY_AFTER_S << tries.min(6)).min(RETRY_AFTER_S_MAX);
            self.work.update_value(|work| work.tries += 1);
            self.drive_after(Duration::from_secs(wait_s));
        }
    }

    /// Asks the store how the draft stands, after it would not take a change.
    fn look(self, trouble: Trouble) {
        if !self.home.with_value(Home::is_in_store) {
            return self.fail(trouble);
        }
        spawn_local(async move {
            let found = match self.home.get_value().read(self.sheet.form).await {
                Ok(found) => found,
                Err(_) => return self.fail(trouble),
            };
            if !found.is_writable {
                self.work.update_value(|work| work.send = false);
                self.sent();
                return;
            }
            let Some(theirs) = found.draft else {
                return self.fail(trouble);
            };
            if json(&theirs) != json(&self.sheet.draft_untracked()) {
                self.theirs.set(Some((found.version, theirs)));
                self.kept.set(Kept::Conflict);
                self.work.update_value(|work| work.send = false);
                if matches!(self.sending.get_untracked(), Sending::Under) {
                    self.sending.set(Sending::Not);
                }
                return;
            }
            // It is refused though nothing has changed: another try would end the same.
            if found.version == self.version.get_value() && !matches!(trouble, Trouble::Stale) {
                return self.fail(trouble);
            }
            self.version.set_value(found.version);
            self.stored.set_value(json(&theirs));
            self.forget_here();
            self.kept.set(Kept::Saved);
            if self.work.with_value(|work| work.send) {
                self.drive();
            }
        });
    }

    /// It was not taken, and nothing is known that would help.
    fn fail(self, trouble: Trouble) {
        self.kept.set(if self.is_saved() {
            Kept::Saved
        } else {
            Kept::Refused
        });
        if matches!(self.sending.get_untracked(), Sending::Under) {
            self.work.update_value(|work| work.send = false);
            self.sending.set(Sending::Failed(trouble));
        }
    }
}
