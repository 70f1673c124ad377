//! Input about cases that has not been sent. It outlives the page that shows it, so that navigation loses
//! nothing.
//!
//! It is personal data and never stored in the browser: the browser asks before the window is closed instead.

use std::collections::HashMap;

use leptos::ev;
use leptos::prelude::*;

/// The input about one case, by field.
#[derive(Clone, Copy)]
pub(crate) struct CaseInput {
    pub(crate) reasons: RwSignal<String>,
    pub(crate) request: RwSignal<String>,
    pub(crate) steps: RwSignal<Vec<String>>,
    pub(crate) address: RwSignal<String>,
    pub(crate) day: RwSignal<String>,
    pub(crate) number: RwSignal<String>,
    pub(crate) message: RwSignal<String>,
}

impl CaseInput {
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

    /// Whether it holds a text that takes time to write again.
    fn holds_text(&self) -> bool {
        [self.reasons, self.request, self.message]
            .iter()
            .any(|text| text.with_untracked(|text| !text.trim().is_empty()))
    }
}

/// The input by the id of its author and the id of the case.
#[derive(Clone)]
pub(crate) struct PendingInput {
    owner: Owner,
    all: StoredValue<HashMap<[String; 2], CaseInput>>,
}

impl PendingInput {
    /// No input. It lives as long as the current reactive owner.
    pub(crate) fn new() -> Self {
        let all = StoredValue::new(HashMap::<_, CaseInput>::new());
        // The handle is dropped and not the listener: it lives as long as the page.
        let _ = window_event_listener(ev::beforeunload, move |event| {
            if all.with_value(|all| all.values().any(CaseInput::holds_text)) {
                event.prevent_default();
            }
        });
        Self {
            owner: Owner::current().unwrap_or_default(),
            all,
        }
    }

    /// The input of `person` about `case`.
    pub(crate) fn typed(&self, person: &str, case: &str) -> CaseInput {
        let key = [person.to_owned(), case.to_owned()];
        if let Some(typed) = self.all.with_value(|all| all.get(&key).copied()) {
            return typed;
        }
        let typed = self.owner.with(CaseInput::new);
        self.all.update_value(|all| {
            all.insert(key, typed);
        });
        typed
    }
}
