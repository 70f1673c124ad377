//! The drafts that are open on this page. They outlive the pages that show them, so that a save on
//! its way is never lost by going elsewhere.

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
    /// Its answers and where they are kept.
    pub(crate) sync: DraftSync,
    /// The slugs of the steps that may be changed; none means all of them.
    pub(crate) open_steps: StoredValue<Vec<String>>,
    /// Whether the question about leaving is on the screen.
    pub(crate) cancelling: RwSignal<bool>,
}

/// What became of opening a draft.
#[derive(Clone)]
pub(crate) enum OpenResult {
    /// It can be written in.
    Draft(Box<OpenDraft>),
    /// It has been sent; its receipt is elsewhere.
    Sent,
    /// It could not be opened.
    Failed(ApiError),
}

/// The open drafts by the ids of their homes.
#[derive(Clone)]
pub(crate) struct OpenDrafts {
    owner: Owner,
    open: StoredValue<Vec<(String, OpenDraft)>>,
    looking: StoredValue<Vec<FormState>>,
}

impl OpenDrafts {
    /// An empty desk, as long-lived as whoever owns it.
    pub(crate) fn new() -> Self {
        Self {
            owner: Owner::current().unwrap_or_default(),
            open: StoredValue::new(Vec::new()),
            looking: StoredValue::new(Vec::new()),
        }
    }

    /// The desk of the page.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    fn find(&self, id: &str) -> Option<OpenDraft> {
        self.open.with_value(|all| {
            let (_, open) = all.iter().find(|(other, _)| other == id)?;
            Some(*open)
        })
    }

    /// The draft, if it is open and can still be written in.
    pub(crate) fn get(&self, id: &str) -> Option<OpenDraft> {
        let open = self.find(id)?;
        if matches!(open.sync.sending_untracked(), Sending::Sent) {
            return None;
        }
        // It may have been written in on another device since.
        open.sync.refresh();
        Some(open)
    }

    /// Opens a draft, of `form` only.
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

    /// Puts a draft that has just been read on the desk.
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

    /// Puts a draft on the desk as it stands in its home. `open_steps` are the only ones that may
    /// be changed; none means all.
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

    /// The sheet of somebody who only looks through `form`. It lives as long as the page.
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

    /// Whether no open draft is on its way to the store. Tracked.
    pub(crate) fn is_at_rest(&self) -> bool {
        self.open.with_value(|all| {
            all.iter()
                .all(|(_, open)| open.sync.state() != SyncState::Soon)
        })
    }

    /// What the store answered when it took the draft, once it has.
    pub(crate) fn sent(&self, id: &str) -> Option<String> {
        let open = self.find(id)?;
        let is_sent = matches!(open.sync.sending_untracked(), Sending::Sent);
        Some(open.sync.reply()).filter(|reply| is_sent && !reply.is_empty())
    }

    /// Takes a draft off the desk.
    pub(crate) fn remove(&self, id: &str) {
        self.open
            .update_value(|all| all.retain(|(other, _)| other != id));
    }
}
