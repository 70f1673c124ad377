//! Commands that staff confirm in a dialog: sent once, and reported on the page.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::act_question::ActQuestion;
use super::dialog::Question;
use super::notice::Tone;
use super::tell::Tell;
use crate::platform::api::{ApiError, Call};
use crate::platform::browser;
use crate::platform::idempotency::IdempotencyKey;

/// The HTML id of the report, which focus moves to.
const NEWS: &str = "besked";

/// A command as it is sent.
pub(crate) struct CommandRequest {
    /// The address in the store.
    pub(crate) path: String,
    /// The version that the command is about, if it has one.
    pub(crate) version: Option<u64>,
    /// The body, as JSON.
    pub(crate) body: String,
}

/// The commands of a page that must be confirmed. `A` names the one that the dialog is about.
#[derive(Clone, Copy)]
pub(crate) struct ConfirmedAction<A: 'static> {
    asked: RwSignal<Option<A>>,
    wrong: RwSignal<Option<String>>,
    under_way: RwSignal<bool>,
    done: RwSignal<Option<String>>,
    failed: RwSignal<Option<String>>,
    idempotency: IdempotencyKey,
    sentence: fn(&ApiError) -> &'static str,
}

impl<A: Copy + Send + Sync + 'static> ConfirmedAction<A> {
    /// No command yet. `sentence` says what to do about an error.
    pub(crate) fn new(sentence: fn(&ApiError) -> &'static str) -> Self {
        Self {
            asked: RwSignal::new(None),
            wrong: RwSignal::new(None),
            under_way: RwSignal::new(false),
            done: RwSignal::new(None),
            failed: RwSignal::new(None),
            idempotency: IdempotencyKey::new(),
            sentence,
        }
    }

    /// Opens the dialog about a command.
    pub(crate) fn ask(self, act: A) {
        self.wrong.set(None);
        self.asked.set(Some(act));
    }

    /// Says in the dialog what is missing.
    pub(crate) fn lacks(self, says: &str) {
        self.wrong.set(Some(says.to_owned()));
    }

    /// Reports an error. The page may be gone by then.
    pub(crate) fn fail(self, error: &ApiError) {
        self.done.try_set(None);
        self.failed.try_set(Some((self.sentence)(error).to_owned()));
    }

    /// The report.
    pub(crate) fn news(self) -> AnyView {
        view! {
            <div id=NEWS tabindex="-1">
                <Tell tone=Tone::Good sentence=self.done.into() />
                <Tell tone=Tone::Stop sentence=self.failed.into() />
            </div>
        }
        .into_any()
    }

    /// The dialog before a command, with what follows from it.
    pub(crate) fn question(
        self,
        words: impl Fn(A) -> Question + Copy + Send + Sync + 'static,
        content: impl Fn(A) -> AnyView + Send + Sync + 'static,
        press: impl Fn(A) + Copy + Send + Sync + 'static,
    ) -> AnyView {
        let content = Callback::new(move |asked: A| {
            view! {
                {content(asked)}
                <Tell tone=Tone::Stop sentence=self.wrong.into() />
            }
            .into_any()
        });
        view! {
            <ActQuestion
                id="bekrafta"
                asked=self.asked
                under_way=self.under_way.into()
                words=Callback::new(words)
                content=content
                press=Callback::new(press)
            />
        }
        .into_any()
    }

    /// Sends a command once, reads the page's data anew where it has changed, and reports. `done` makes the
    /// sentence from the answer.
    pub(crate) fn send(
        self,
        request: CommandRequest,
        reload: impl Future<Output = ()> + 'static,
        done: impl FnOnce(&str) -> String + 'static,
    ) {
        if self.under_way.get_untracked() {
            return;
        }
        self.under_way.set(true);
        let version = request.version.map(|version| version.to_string());
        let key = [version.as_deref().unwrap_or_default(), " ", &request.body].concat();
        let key = self.idempotency.key(&key);
        spawn_local(async move {
            let mut call = Call::post(&request.path).text(request.body).key(&key);
            if let Some(version) = request.version {
                call = call.if_version(version);
            }
            let answer = call.raw().await;
            // What was done may not be what the answer shows, such as the history.
            if let Ok(_) | Err(ApiError::Stale | ApiError::Refused(_)) = answer {
                reload.await;
            }
            // The page may be gone when the answer comes.
            if self.under_way.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(text) => {
                    self.idempotency.renew();
                    self.failed.set(None);
                    self.done.set(Some(done(&text)));
                }
                Err(ApiError::ConsentInput(input)) => {
                    self.lacks(input.advice());
                    return;
                }
                Err(error) => self.fail(&error),
            }
            self.asked.set(None);
            // The dialog closes first, and gives focus back to a button that may be gone.
            browser::focus_soon(NEWS);
        });
    }
}
