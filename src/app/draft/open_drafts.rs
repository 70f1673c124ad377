//! The drafts that are open in this window. They outlive the pages that show them, so that navigation never
//! loses a save under way.

use leptos::prelude::*;
use rules::form::Form;
use rules::form::draft::Draft;

use super::autosave::{DraftSync, Sending, SyncState};
use super::form_state::FormState;
use super::resource::DraftResource;
use crate::data::case::{self, CaseDraft};
use crate::platform::api::ApiError;
use crate::platform::browser;

/// An open draft.
#[derive(Clone, Copy)]
pub(crate) struct OpenDraft {
    /// Its answers, and the state of its saves.
    pub(crate) sync: DraftSync,
    /// The slugs of the steps that may be changed; none means all of them.
    pub(crate) open_steps: StoredValue<Vec<String>>,
    /// Whether the dialog about leaving is open.
    pub(crate) cancelling: RwSignal<bool>,
}

/// The outcome of opening a draft.
#[derive(Clone)]
pub(crate) enum OpenResult {
    /// The draft, which can be changed.
    Draft(Box<OpenDraft>),
    /// It has been sent: its receipt is shown instead.
    Sent,
    /// It could not be read.
    Failed(ApiError),
}

/// The open drafts by the ids of their resources.
#[derive(Clone)]
pub(crate) struct OpenDrafts {
    owner: Owner,
    open: StoredValue<Vec<(String, OpenDraft)>>,
    looking: StoredValue<Vec<FormState>>,
}

impl OpenDrafts {
    /// No open draft. It lives as long as the current reactive owner.
    pub(crate) fn new() -> Self {
        Self {
            owner: Owner::current().unwrap_or_default(),
            open: StoredValue::new(Vec::new()),
            looking: StoredValue::new(Vec::new()),
        }
    }

    /// The open drafts from the context.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    fn find(&self, id: &str) -> Option<OpenDraft> {
        self.open.with_value(|all| {
            let (_, open) = all.iter().find(|(other, _)| other == id)?;
            Some(*open)
        })
    }

    /// The draft, if it is open and not sent.
    pub(crate) fn get(&self, id: &str) -> Option<OpenDraft> {
        let open = self.find(id)?;
        if matches!(open.sync.sending_untracked(), Sending::Sent) {
            return None;
        }
        // It may have been written in on another device since.
        open.sync.refresh();
        Some(open)
    }

    /// Opens the draft with this id: one that is open already, or the store's. It must be of `form`.
    pub(crate) async fn load(self, id: String, form: &'static Form) -> OpenResult {
        if let Some(open) = self.get(&id) {
            return OpenResult::Draft(Box::new(open));
        }
        match case::read::<CaseDraft>(&id).await {
            Ok(case_draft) => {
                // Reading it has taken its time, and drawing it takes more.
                browser::pause().await;
                let opened = self.open(&case_draft, form);
                browser::pause().await;
                opened
            }
            Err(error) => OpenResult::Failed(error),
        }
    }

    /// Opens a draft that has just been read.
    pub(crate) fn open(&self, case_draft: &CaseDraft, form: &'static Form) -> OpenResult {
        let Some(draft) = case_draft.draft(form) else {
            return OpenResult::Failed(ApiError::NotFound);
        };
        let Some(kind) = case_draft.send_kind() else {
            return OpenResult::Sent;
        };
        let resource = DraftResource::Case {
            id: case_draft.id.clone(),
            command: kind,
        };
        let open = self.insert(
            resource,
            case_draft.version,
            draft,
            case_draft.open_steps().to_vec(),
        );
        OpenResult::Draft(Box::new(open))
    }

    /// Adds a draft as its resource has it. Only `open_steps` may be changed; none means all of them.
    pub(crate) fn insert(
        &self,
        resource: DraftResource,
        version: u64,
        draft: Draft,
        open_steps: Vec<String>,
    ) -> OpenDraft {
        let id = resource.id().to_owned();
        let open = self.owner.with(|| OpenDraft {
            sync: DraftSync::new(resource, version, draft),
            open_steps: StoredValue::new(open_steps),
            cancelling: RwSignal::new(false),
        });
        self.remove(&id);
        self.open.update_value(|all| all.push((id, open)));
        open
    }

    /// The answers of a visitor who only looks through `form`. They live as long as the window.
    pub(crate) fn look(&self, form: &'static Form) -> FormState {
        let is_it = |form_state: &&FormState| form_state.form.id == form.id;
        if let Some(form_state) = self
            .looking
            .with_value(|all| all.iter().find(is_it).copied())
        {
            return form_state;
        }
        let form_state = self.owner.with(|| FormState::new(Draft::new(form)));
        self.looking.update_value(|all| all.push(form_state));
        form_state
    }

    /// Saves every open draft at once.
    pub(crate) fn save_now(&self) {
        self.open
            .with_value(|all| all.iter().for_each(|(_, open)| open.sync.save_now()));
    }

    /// Whether no open draft has a save due. Tracked.
    pub(crate) fn is_at_rest(&self) -> bool {
        self.open.with_value(|all| {
            all.iter()
                .all(|(_, open)| open.sync.state() != SyncState::Soon)
        })
    }

    /// The store's answer to the send, once the draft has been sent.
    pub(crate) fn sent(&self, id: &str) -> Option<String> {
        let open = self.find(id)?;
        let is_sent = matches!(open.sync.sending_untracked(), Sending::Sent);
        Some(open.sync.reply()).filter(|reply| is_sent && !reply.is_empty())
    }

    /// Closes a draft.
    pub(crate) fn remove(&self, id: &str) {
        self.open
            .update_value(|all| all.retain(|(other, _)| other != id));
    }
}
