//! The cases that the user may see, as lines: fetched when a page needs them, and again when the window gets
//! focus.
//!
//! They are never fetched on a timer, which would keep the session of an absent user alive.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::account::case::list::Tab;
use rules::account::case::{Kind, State, Summary};
use rules::permission::Action;
use serde::Deserialize;

use super::session::Session;
use crate::platform::api::{ApiError, Call};
use crate::platform::clock;
use crate::platform::screen::{anew, follow};

/// Shortest time between two fetches at focus, milliseconds.
const PAUSE_MS: f64 = 5_000.0;

/// The cases as pages see them.
#[derive(Clone, Copy)]
pub(crate) struct Inbox {
    /// Nothing until the first fetch has ended.
    cases: RwSignal<Option<Vec<Summary>>>,
    /// Why the last fetch failed.
    error: RwSignal<Option<ApiError>>,
    /// The ids of the cases that have become the user's to handle since the first fetch.
    unread: RwSignal<Vec<String>>,
    read_at_ms: StoredValue<f64>,
}

/// What `/api/arenden` answers.
#[derive(Deserialize)]
struct Answer {
    arenden: Vec<Summary>,
}

impl Inbox {
    /// No cases yet. A manager sees the number of waiting cases on every page, so theirs are fetched at once.
    pub(crate) fn new(session: Session) -> Self {
        let inbox = Self {
            cases: RwSignal::new(None),
            error: RwSignal::new(None),
            unread: RwSignal::new(Vec::new()),
            read_at_ms: StoredValue::new(0.0),
        };
        follow(move || {
            if session.may(Action::ApproveAsManager) {
                inbox.refresh();
            }
        });
        Effect::new(move |before: Option<u32>| {
            let now = session.renewals();
            let is_used = inbox.is_used();
            if is_used && before.is_some_and(|before| before != now) {
                inbox.refresh();
            }
            now
        });
        // The handle is dropped and not the listener: the inbox lives as long as the page.
        let _ = window_event_listener(ev::focus, move |_| {
            if inbox.is_used() && inbox.read_at_ms.get_value() + PAUSE_MS <= clock::now_ms() {
                inbox.refresh();
            }
        });
        inbox
    }

    /// Whether a page has needed it.
    fn is_used(&self) -> bool {
        0.0 < self.read_at_ms.get_value()
    }

    /// The inbox from the context.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// Calls `ask` with the cases, once they have been fetched. Tracked.
    pub(crate) fn with<T>(&self, ask: impl FnOnce(&[Summary]) -> T) -> Option<T> {
        self.cases.with(|cases| cases.as_deref().map(ask))
    }

    /// Why the last fetch failed. Tracked.
    pub(crate) fn error(&self) -> Option<ApiError> {
        self.error.get()
    }

    /// Shows the cases that are `wanted`, or why they could not be fetched.
    pub(crate) fn list(
        self,
        wanted: impl Fn(&Summary) -> bool + Send + Sync + 'static,
        show: impl Fn(Vec<Summary>) -> AnyView + Send + 'static,
    ) -> AnyView {
        let cases = Memo::new(move |_| {
            self.with(|cases| cases.iter().filter(|case| wanted(case)).cloned().collect())
        });
        anew(move || match (cases.get(), self.error()) {
            (Some(cases), _) => show(cases),
            (None, Some(error)) => view! {
                <p class="notice notice--stop">{error.sentence()}</p>
                <button class="button" type="button" on:click=move |_| self.refresh()>
                    "Försök igen"
                </button>
            }
            .into_any(),
            (None, None) => view! { <p class="quiet">"Hämtar ärenden …"</p> }.into_any(),
        })
    }

    /// The ids of the cases that have become the user's to handle since the first fetch. Tracked.
    pub(crate) fn unread(&self) -> Vec<String> {
        self.unread.get()
    }

    /// Marks every case as read.
    pub(crate) fn mark_read(&self) {
        if !self.unread.with_untracked(Vec::is_empty) {
            self.unread.set(Vec::new());
        }
    }

    /// How many wait for this person's yes or no as a manager. Tracked.
    pub(crate) fn waiting_for_me(&self) -> usize {
        self.with(|cases| cases.iter().filter(|case| waits_for_manager(case)).count())
            .unwrap_or(0)
    }

    /// Fetches the cases.
    pub(crate) fn refresh(self) {
        self.read_at_ms.set_value(clock::now_ms());
        spawn_local(async move {
            match Call::get("/api/arenden").read::<Answer>().await {
                Ok(reply) => self.take(reply.body.arenden),
                Err(error) => {
                    self.error.set(Some(error));
                }
            }
        });
    }

    fn take(self, cases: Vec<Summary>) {
        let to_do = |case: &&Summary| Tab::ToDo.holds(case.state) || waits_for_manager(case);
        let come: Vec<String> = self.cases.with_untracked(|before| {
            let Some(before) = before else {
                return Vec::new();
            };
            let was_to_do = |id: &str| before.iter().filter(to_do).any(|case| case.id == id);
            cases
                .iter()
                .filter(to_do)
                .filter(|case| !was_to_do(&case.id))
                .map(|case| case.id.clone())
                .collect()
        });
        self.error.set(None);
        if self
            .cases
            .with_untracked(|before| before.as_ref() != Some(&cases))
        {
            self.cases.set(Some(cases));
        }
        if !come.is_empty() {
            self.unread.update(|unread| unread.extend(come));
        }
    }
}

/// Whether the case waits for the reader's yes or no as a manager.
pub(crate) fn waits_for_manager(case: &Summary) -> bool {
    case.state == State::AwaitingManager && case.offered.contains(&Kind::ManagerApprove)
}
