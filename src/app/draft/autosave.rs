//! Saves a draft while it is written: in its [`DraftResource`], and for an employee's case also in the
//! browser's storage until the store has it.
//!
//! A draft has one request under way at a time, a save or a send, so that every change names the version
//! before it. A draft that has changed on another device is never overwritten unseen: saving stops until the
//! person has chosen one of the two.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::form::draft::{Draft, DraftJson};
use rules::form::field::Field;
use rules::problem::ProblemId;
use serde::{Deserialize, Serialize};

use super::form_state::FormState;
use super::resource::DraftResource;
use crate::data::session::Session;
use crate::platform::api::{ApiError, Call};
use crate::platform::idempotency;
use crate::platform::screen::follow;
use crate::platform::storage;

/// How long the typing must have paused before the draft is saved in the store.
const QUIET_BEFORE_SAVING: Duration = Duration::from_millis(1_500);
/// The first wait before a retry, seconds. Each further one is twice as long.
const RETRY_AFTER_S: u64 = 4;
/// The longest wait before a retry, seconds.
const RETRY_AFTER_S_MAX: u64 = 60;

/// Where the newest answers are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum SyncState {
    /// In the store.
    Saved,
    /// On the page, and saved in the store soon.
    Soon,
    /// On the page: the store does not answer.
    Offline,
    /// On the page: the session has ended.
    LoggedOut,
    /// On the page: the store has other answers, and the person must choose.
    Conflict,
    /// On the page: the store refuses them for now.
    Refused,
}

/// The state of the send.
#[derive(Clone)]
pub(crate) enum Sending {
    /// Not started.
    Not,
    /// Waiting for the store's answer.
    Under,
    /// Not received or refused.
    Failed(ApiError),
    /// Received, now or before, from this browser or another.
    Sent,
}

/// A draft in the browser's storage that the store does not have yet.
#[derive(Serialize, Deserialize)]
struct LocalDraft<D> {
    version: u64,
    utkast: D,
}

/// A send without an answer. A retry repeats it byte for byte with the same key, so that it is done once.
#[derive(Clone, Serialize, Deserialize)]
struct PendingSend {
    nyckel: String,
    version: u64,
    body: String,
}

/// What is under way and what is due.
#[derive(Default)]
struct Schedule {
    busy: bool,
    send: bool,
    tries: u32,
    timer: Option<TimeoutHandle>,
}

/// A draft with the state of its saves and of its send.
#[derive(Clone, Copy)]
pub(crate) struct DraftSync {
    /// The answers.
    pub(crate) form_state: FormState,
    /// Where it is read, saved and sent.
    pub(crate) resource: StoredValue<DraftResource>,
    version: StoredValue<u64>,
    /// The store's answers, as JSON.
    stored: StoredValue<String>,
    /// The store's version and answers when they have changed on another device.
    theirs: RwSignal<Option<(u64, Draft)>>,
    state: RwSignal<SyncState>,
    sending: RwSignal<Sending>,
    /// The last send, until its outcome is known.
    pending_send: StoredValue<Option<PendingSend>>,
    /// The store's answer to the send.
    reply: StoredValue<String>,
    schedule: StoredValue<Schedule>,
}

/// Removes the draft and the pending send of a case from the browser's storage.
pub(crate) fn forget(id: &str) {
    storage::remove(&[storage::PREFIX, "utkast:", id].concat());
    storage::remove(&[storage::PREFIX, "sandning:", id].concat());
}

fn json(draft: &Draft) -> String {
    // A draft is texts and lists of texts, and those are always JSON.
    serde_json::to_string(draft).unwrap_or_default()
}

impl DraftSync {
    /// Starts saving a draft. `theirs` is the store's, and the browser's storage may hold newer answers.
    pub(crate) fn new(resource: DraftResource, version: u64, theirs: Draft) -> Self {
        let sync = Self {
            form_state: FormState::new(theirs.clone()),
            resource: StoredValue::new(resource),
            version: StoredValue::new(version),
            stored: StoredValue::new(json(&theirs)),
            theirs: RwSignal::new(None),
            state: RwSignal::new(SyncState::Saved),
            sending: RwSignal::new(Sending::Not),
            pending_send: StoredValue::new(None),
            reply: StoredValue::new(String::new()),
            schedule: StoredValue::new(Schedule::default()),
        };
        if let Some(local) = sync.read_local() {
            if json(&local.utkast) == json(&theirs) {
                sync.remove_local();
            } else {
                sync.form_state.replace(local.utkast);
                if local.version != version {
                    sync.theirs.set(Some((version, theirs)));
                    sync.state.set(SyncState::Conflict);
                }
            }
        }
        follow(move || sync.changed(&sync.form_state.draft()));
        let session = Session::here();
        Effect::new(move |before: Option<u32>| {
            let now = session.renewals();
            if before.is_some_and(|before| before != now) {
                sync.save_now();
            }
            now
        });
        // The handles are dropped and not the listeners: the draft is kept as long as the page lives.
        let _ = window_event_listener(ev::online, move |_| sync.save_now());
        let _ = window_event_listener(ev::visibilitychange, move |_| {
            if document().hidden() {
                sync.save_now();
            } else {
                sync.refresh();
            }
        });
        sync
    }

    /// Takes over what has been saved on another device since, unless that would lose an answer here.
    pub(crate) fn refresh(self) {
        let rests = move || {
            self.resource.with_value(DraftResource::is_in_store)
                && self.is_saved()
                && !self
                    .schedule
                    .with_value(|schedule| schedule.busy || schedule.send)
                && self.state.get_untracked() == SyncState::Saved
                && matches!(self.sending.get_untracked(), Sending::Not)
        };
        if !rests() {
            return;
        }
        spawn_local(async move {
            // Nothing is told of a failure: the next save finds out the same.
            let Ok(found) = self.resource.get_value().read(self.form_state.form).await else {
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
                    self.form_state.replace(theirs);
                }
            }
        });
    }

    /// Where the newest answers are. Tracked.
    pub(crate) fn state(&self) -> SyncState {
        self.state.get()
    }

    /// The state of the send. Tracked.
    pub(crate) fn sending(&self) -> Sending {
        self.sending.get()
    }

    /// The state of the send, untracked.
    pub(crate) fn sending_untracked(&self) -> Sending {
        self.sending.get_untracked()
    }

    /// The questions with another answer in the store, while the person must choose.
    pub(crate) fn differences(&self) -> Vec<&'static Field> {
        self.theirs.with(|theirs| {
            let Some((_, theirs)) = theirs else {
                return Vec::new();
            };
            let ours = self.form_state.draft_untracked();
            ours.form()
                .fields()
                .filter(|field| {
                    ours.text(field) != theirs.text(field) || ours.list(field) != theirs.list(field)
                })
                .collect()
        })
    }

    /// Ends a conflict: with `ours` the answers here are saved, and otherwise the store's replace them.
    pub(crate) fn choose(&self, ours: bool) {
        let Some((version, theirs)) = self.theirs.get_untracked() else {
            return;
        };
        self.version.set_value(version);
        self.stored.set_value(json(&theirs));
        self.theirs.set(None);
        self.state.set(SyncState::Soon);
        if ours {
            self.write_local(&self.form_state.draft_untracked());
            self.save_now();
        } else {
            self.remove_local();
            self.form_state.replace(theirs);
            self.state.set(SyncState::Saved);
        }
    }

    /// Saves without waiting for a pause, if there is something to save.
    pub(crate) fn save_now(&self) {
        self.schedule.update_value(|schedule| {
            if let Some(timer) = schedule.timer.take() {
                timer.clear();
            }
            schedule.tries = 0;
        });
        self.sync();
    }

    /// Sends. Pressing twice sends once.
    pub(crate) fn send(&self) {
        if matches!(self.sending.get_untracked(), Sending::Under | Sending::Sent) {
            return;
        }
        self.sending.set(Sending::Under);
        self.schedule.update_value(|schedule| schedule.send = true);
        self.save_now();
    }

    /// Removes the draft from the store and from the browser.
    pub(crate) async fn discard(self) -> Result<(), ApiError> {
        let path = self.resource.with_value(|resource| resource.path(""));
        Call::delete(&path).done().await?;
        self.remove_local();
        self.clear_pending();
        Ok(())
    }

    /// The store's answer to the send, or empty.
    pub(crate) fn reply(&self) -> String {
        self.reply.get_value()
    }

    /// The key in the browser's storage; nothing for a draft that may not be there.
    fn key(&self, what: &str) -> Option<String> {
        self.resource.with_value(|resource| {
            resource
                .is_in_browser()
                .then(|| [storage::PREFIX, what, resource.id()].concat())
        })
    }

    fn draft_key(&self) -> Option<String> {
        self.key("utkast:")
    }

    fn pending_key(&self) -> Option<String> {
        self.key("sandning:")
    }

    /// Removes the draft from the browser's storage.
    fn remove_local(&self) {
        if let Some(key) = self.draft_key() {
            storage::remove(&key);
        }
    }

    /// Removes the pending send, whose outcome is known.
    fn clear_pending(&self) {
        self.pending_send.set_value(None);
        if let Some(key) = self.pending_key() {
            storage::remove(&key);
        }
    }

    fn read_local(&self) -> Option<LocalDraft<Draft>> {
        let local: LocalDraft<DraftJson> =
            serde_json::from_str(&storage::read(&self.draft_key()?)?).ok()?;
        Some(LocalDraft {
            version: local.version,
            utkast: local.utkast.read(self.form_state.form).ok()?,
        })
    }

    fn write_local(&self, draft: &Draft) {
        let Some(key) = self.draft_key() else { return };
        let local = LocalDraft {
            version: self.version.get_value(),
            utkast: draft,
        };
        if let Ok(text) = serde_json::to_string(&local) {
            storage::write(&key, &text);
        }
    }

    fn is_saved(&self) -> bool {
        if !self.resource.with_value(DraftResource::is_in_store) {
            return true;
        }
        let ours = json(&self.form_state.draft_untracked());
        self.stored.with_value(|stored| *stored == ours)
    }

    /// Runs at every change: saves in the browser at once, and in the store when the typing pauses.
    fn changed(&self, draft: &Draft) {
        if matches!(self.sending.get_untracked(), Sending::Sent) {
            return;
        }
        if self.is_saved() {
            return;
        }
        self.write_local(draft);
        if self.state.get_untracked() == SyncState::Saved {
            self.state.set(SyncState::Soon);
        }
        self.sync_after(QUIET_BEFORE_SAVING);
    }

    fn sync_after(self, wait: Duration) {
        let handle = set_timeout_with_handle(move || self.sync(), wait);
        self.schedule.update_value(|schedule| {
            if let Some(before) = std::mem::replace(&mut schedule.timer, handle.ok()) {
                before.clear();
            }
        });
    }

    fn sync(self) {
        let waits = self.schedule.with_value(|schedule| schedule.busy)
            || self.state.get_untracked() == SyncState::Conflict
            || matches!(self.sending.get_untracked(), Sending::Sent);
        if waits {
            return;
        }
        self.schedule.update_value(|schedule| schedule.busy = true);
        spawn_local(async move {
            let ended = self.run().await;
            self.schedule.update_value(|schedule| schedule.busy = false);
            if let Err(error) = ended {
                self.on_error(error);
            }
        });
    }

    /// Saves until the store has the newest answers, then sends if a send is due.
    async fn run(self) -> Result<(), ApiError> {
        while !self.is_saved() {
            let draft = self.form_state.draft_untracked();
            let path = self
                .resource
                .with_value(|resource| resource.path("/utkast"));
            let version = Call::put(&path)
                .json(&draft)
                .if_version(self.version.get_value())
                .version()
                .await?;
            self.version.set_value(version);
            self.stored.set_value(json(&draft));
            self.schedule.update_value(|schedule| schedule.tries = 0);
            if self.is_saved() {
                self.remove_local();
            } else {
                self.write_local(&self.form_state.draft_untracked());
            }
        }
        if self.state.get_untracked() != SyncState::Saved {
            self.state.set(SyncState::Saved);
        }
        if self.schedule.with_value(|schedule| schedule.send) {
            self.post().await?;
            self.schedule.update_value(|schedule| schedule.send = false);
            self.sent();
        }
        Ok(())
    }

    async fn post(self) -> Result<(), ApiError> {
        let draft = self.form_state.draft_untracked();
        let body = self
            .resource
            .with_value(|resource| resource.send_body(&draft));
        let key = self.pending_key();
        let from_storage =
            || serde_json::from_str::<PendingSend>(&storage::read(key.as_deref()?)?).ok();
        let before = (self.pending_send.get_value().or_else(from_storage))
            .filter(|before| before.body == body && before.version == self.version.get_value());
        let pending_send = before.unwrap_or_else(|| PendingSend {
            nyckel: idempotency::random_key(),
            version: self.version.get_value(),
            body,
        });
        if let (Some(key), Ok(text)) = (&key, serde_json::to_string(&pending_send)) {
            storage::write(key, &text);
        }
        self.pending_send.set_value(Some(pending_send.clone()));
        let path = self.resource.with_value(DraftResource::send_path);
        let ended = Call::post(&path)
            .text(pending_send.body)
            .if_version(pending_send.version)
            .key(&pending_send.nyckel)
            .raw()
            .await;
        // Every answer but silence and a lapsed session settles the attempt.
        if !matches!(
            ended,
            Err(ApiError::NoAnswer | ApiError::LoggedOut | ApiError::Full | ApiError::Failed)
        ) {
            self.clear_pending();
        }
        self.reply.set_value(ended?);
        Ok(())
    }

    fn sent(&self) {
        self.remove_local();
        self.clear_pending();
        self.sending.set(Sending::Sent);
    }

    fn on_error(self, error: ApiError) {
        let sending = self.schedule.with_value(|schedule| schedule.send);
        match &error {
            // The link that was open here is over.
            ApiError::Refused(ProblemId::LinkOver) => self.state.set(SyncState::LoggedOut),
            // Changed, sent or gone elsewhere: only the store knows which.
            ApiError::Stale | ApiError::Refused(_) | ApiError::NotFound => {
                self.look(error);
                return;
            }
            ApiError::LoggedOut => self.state.set(SyncState::LoggedOut),
            ApiError::NoAnswer => self.state.set(SyncState::Offline),
            ApiError::Findings(told) => self.form_state.tell(told),
            ApiError::CaseInput(_)
            | ApiError::ConsentInput(_)
            | ApiError::Faults(_)
            | ApiError::TooMany(_)
            | ApiError::Full
            | ApiError::Failed => {
                self.state.set(SyncState::Refused);
            }
        }
        if self.is_saved() {
            self.state.set(SyncState::Saved);
        }
        if sending {
            // A send is the person's own act: it is not repeated behind their back.
            self.schedule.update_value(|schedule| schedule.send = false);
            self.sending.set(Sending::Failed(error));
        } else if !matches!(
            error,
            ApiError::LoggedOut | ApiError::Refused(_) | ApiError::Findings(_)
        ) {
            let tries = self.schedule.with_value(|schedule| schedule.tries);
            let wait_s = (RETRY_AFTER_S << tries.min(6)).min(RETRY_AFTER_S_MAX);
            self.schedule.update_value(|schedule| schedule.tries += 1);
            self.sync_after(Duration::from_secs(wait_s));
        }
    }

    /// Reads the draft from the store after it has refused a change, to learn why.
    fn look(self, error: ApiError) {
        if !self.resource.with_value(DraftResource::is_in_store) {
            return self.fail(error);
        }
        spawn_local(async move {
            let found = match self.resource.get_value().read(self.form_state.form).await {
                Ok(found) => found,
                Err(_) => return self.fail(error),
            };
            if !found.is_writable {
                self.schedule.update_value(|schedule| schedule.send = false);
                self.sent();
                return;
            }
            let Some(theirs) = found.draft else {
                return self.fail(error);
            };
            if json(&theirs) != json(&self.form_state.draft_untracked()) {
                self.theirs.set(Some((found.version, theirs)));
                self.state.set(SyncState::Conflict);
                self.schedule.update_value(|schedule| schedule.send = false);
                if matches!(self.sending.get_untracked(), Sending::Under) {
                    self.sending.set(Sending::Not);
                }
                return;
            }
            // It is refused though nothing has changed: another try would end the same.
            if found.version == self.version.get_value() && !matches!(error, ApiError::Stale) {
                return self.fail(error);
            }
            self.version.set_value(found.version);
            self.stored.set_value(json(&theirs));
            self.remove_local();
            self.state.set(SyncState::Saved);
            if self.schedule.with_value(|schedule| schedule.send) {
                self.sync();
            }
        });
    }

    /// Records a refusal that reading the draft does not explain.
    fn fail(self, error: ApiError) {
        self.state.set(if self.is_saved() {
            SyncState::Saved
        } else {
            SyncState::Refused
        });
        if matches!(self.sending.get_untracked(), Sending::Under) {
            self.schedule.update_value(|schedule| schedule.send = false);
            self.sending.set(Sending::Failed(error));
        }
    }
}
