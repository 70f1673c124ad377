//! The drafts that are open on this page. They outlive the pages that show them, so that a save on
//! its way is never lost by going elsewhere.

use std::collections::HashMap;

use leptos::prelude::*;
use rules::draft::Draft;
use rules::form::Form;

use crate::api::Trouble;
use crate::case::{self, CaseView};
use crate::keeping::{Keeping, Sending};
use crate::sheet::Sheet;

/// An open draft.
#[derive(Clone, Copy)]
pub(crate) struct Open {
    /// Its answers and where they are kept.
    pub(crate) keeping: Keeping,
    /// The slugs of the steps that may be changed; none means all of them.
    pub(crate) open_steps: StoredValue<Vec<String>>,
    /// Whether the question about leaving is on the screen.
    pub(crate) cancelling: RwSignal<bool>,
}

/// What became of opening a draft.
#[derive(Clone)]
pub(crate) enum Opened {
    /// It can be written in.
    Draft(Box<Open>),
    /// It has been sent; its receipt is elsewhere.
    Sent,
    /// It could not be opened.
    Trouble(Trouble),
}

/// What has been typed on a case's page and not been sent, by field.
#[derive(Clone, Copy)]
pub(crate) struct Typed {
    pub(crate) reasons: RwSignal<String>,
    pub(crate) request: RwSignal<String>,
    pub(crate) steps: RwSignal<Vec<String>>,
    pub(crate) address: RwSignal<String>,
    pub(crate) day: RwSignal<String>,
    pub(crate) number: RwSignal<String>,
    pub(crate) message: RwSignal<String>,
}

impl Typed {
    fn new() -> Self {
        Self {
            reasons: RwSignal::new(String::new()),
            request: RwSignal::new(String::new()),
            steps: RwSignal::new(Vec::new()),
            address: RwSignal::new(String::new()),
            day: RwSignal::new(String::new()),
            number: RwSignal::new(String::new()),
            message: RwSignal::new(String::new()),
        }
    }

    /// Whether there is a text that took thought to write. The rest is written again at once.
    fn holds_text(&self) -> bool {
        [self.reasons, self.request, self.message]
            .iter()
            .any(|text| text.with_untracked(|text| !text.trim().is_empty()))
    }
}

/// The open drafts by the ids of their cases, and what is being written about other cases.
#[derive(Clone)]
pub(crate) struct Desk {
    owner: Owner,
    open: StoredValue<HashMap<String, Open>>,
    looking: StoredValue<HashMap<&'static str, Sheet>>,
    typed: StoredValue<HashMap<String, Typed>>,
}

impl Desk {
    /// An empty desk, as long-lived as whoever owns it.
    pub(crate) fn new() -> Self {
        Self {
            owner: Owner::current().unwrap_or_default(),
            open: StoredValue::new(HashMap::new()),
            looking: StoredValue::new(HashMap::new()),
            typed: StoredValue::new(HashMap::new()),
        }
    }

    /// The desk of the page.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// The draft, if it is open and can still be written in.
    pub(crate) fn at_hand(&self, id: &str) -> Option<Open> {
        let open = self.open.with_value(|open| open.get(id).copied())?;
        if open.keeping.sending_untracked() == Sending::Sent {
            return None;
        }
        // It may have been written in on another device since.
        open.keeping.refresh();
        Some(open)
    }

    /// Opens a draft, of `form` only.
    pub(crate) async fn open(self, id: String, form: &'static Form) -> Opened {
        if let Some(open) = self.at_hand(&id) {
            return Opened::Draft(Box::new(open));
        }
        match case::read(&id).await {
            Ok(view) if view.case.draft.form() != form => Opened::Trouble(Trouble::NotFound),
            Ok(view) => self.take_up(&view),
            Err(trouble) => Opened::Trouble(trouble),
        }
    }

    /// Puts a draft that has just been read on the desk.
    pub(crate) fn take_up(&self, view: &CaseView) -> Opened {
        let Some(kind) = view.send_kind() else {
            return Opened::Sent;
        };
        let open = self.owner.with(|| Open {
            keeping: Keeping::new(view, kind.id()),
            open_steps: StoredValue::new(view.open_steps().to_vec()),
            cancelling: RwSignal::new(false),
        });
        self.open.update_value(|all| {
            all.insert(view.case.id.clone(), open);
        });
        Opened::Draft(Box::new(open))
    }

    /// The sheet of somebody who only looks through `form`. It lives as long as the page.
    pub(crate) fn look(&self, form: &'static Form) -> Sheet {
        if let Some(sheet) = self.looking.with_value(|all| all.get(form.id).copied()) {
            return sheet;
        }
        let sheet = self.owner.with(|| Sheet::new(Draft::new(form)));
        self.looking.update_value(|all| {
            all.insert(form.id, sheet);
        });
        sheet
    }

    /// What `person` has typed about a case. It stays while one looks at other pages. It is about
    /// people and not for the browser to store, so leaving the app altogether is asked about first.
    pub(crate) fn typed(&self, person: &str, case: &str) -> Typed {
        let key = [person, " ", case].concat();
        if let Some(typed) = self.typed.with_value(|all| all.get(&key).copied()) {
            return typed;
        }
        let all = self.typed;
        if all.with_value(HashMap::is_empty) {
            // The handle is dropped and not the listener: it lives as long as the page.
            let _ = window_event_listener_untyped("beforeunload", move |event| {
                if all.with_value(|all| all.values().any(Typed::holds_text)) {
                    event.prevent_default();
                }
            });
        }
        let typed = self.owner.with(Typed::new);
        all.update_value(|all| {
            all.insert(key, typed);
        });
        typed
    }

    /// Takes a draft off the desk.
    pub(crate) fn put_away(&self, id: &str) {
        self.open.update_value(|all| {
            all.remove(id);
        });
    }
}
