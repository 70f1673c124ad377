//! What can be done to a case: how a command is judged and sent, and what has been typed for it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::account::case::{self as rule, Command, Kind, Moment};
use rules::account::refusal::{Input, Refusal};
use rules::form::judging::Facts;
use rules::permission::Actor;
use rules::value::address;
use rules::value::date;
use serde::Serialize;

use super::words;
use crate::component::error_summary::{self, Item};
use crate::component::question::{Answer, Words};
use crate::data::case::{self, CaseView};
use crate::data::inbox::Inbox;
use crate::data::pending_input::{CaseInput, PendingInput};
use crate::data::policy::policy;
use crate::data::register::{Arriving, Register};
use crate::data::session::User;
use crate::platform::api::{ApiError, Call};
use crate::platform::browser;
use crate::platform::clock;
use crate::platform::idempotency::IdempotencyKey;

/// The HTML ids of what is typed.
pub(super) const REASONS: &str = "motivering";
/// The message that goes with a request for completion.
pub(super) const REQUEST: &str = "kompletteras-hur";
/// The steps to complete.
pub(super) const STEPS: &str = "steg";
/// The address of the account that is live.
pub(super) const ADDRESS: &str = "adress";
/// Its first day.
pub(super) const DAY: &str = "startdatum";
/// The registrar's number.
pub(super) const NUMBER: &str = "diarienummer";
/// A message to the other side.
pub(super) const MESSAGE: &str = "meddelande";
/// What was told after a command, which focus moves to.
pub(super) const NEWS: &str = "besked";
/// What was told about a send that failed.
pub(super) const FAILED: &str = "inte-skickat";

/// What people are told on top of the case.
#[derive(Clone, PartialEq)]
pub(super) enum News {
    /// The command went through.
    Done(&'static str),
    /// Another user has changed the case: what they did, and what was typed if it cannot be sent
    /// any more.
    Changed {
        what: String,
        unsent: Option<String>,
    },
}

/// Something to correct before a command can be sent.
#[derive(Clone, PartialEq)]
struct Fault {
    kind: Kind,
    id: &'static str,
    sentence: String,
}

/// The JSON of a command.
#[derive(Serialize)]
struct Body<'a> {
    kommando: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    kommentar: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    motivering: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    steg: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meddelande: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    adress: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    startdatum: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diarienummer: Option<&'a str>,
}

/// A case being worked on.
#[derive(Clone, Copy)]
pub(super) struct CaseActions {
    /// The case as it was last read.
    pub(super) view: RwSignal<CaseView>,
    /// The user who is logged in.
    pub(super) me: StoredValue<Actor>,
    /// What has been typed, kept until it has arrived, whatever happens to the case meanwhile.
    pub(super) typed: CaseInput,
    /// The command whose form is open.
    pub(super) open: RwSignal<Option<Kind>>,
    /// The command that must be confirmed.
    pub(super) asked: RwSignal<Option<Kind>>,
    /// The command on its way.
    pub(super) under_way: RwSignal<Option<Kind>>,
    /// The command that did not arrive, and why.
    pub(super) failed: RwSignal<Option<(Kind, ApiError)>>,
    /// What there is to tell.
    pub(super) news: RwSignal<Option<News>>,
    faults: RwSignal<Vec<Fault>>,
    idempotency: IdempotencyKey,
    inbox: Inbox,
    register: Register,
}

impl CaseActions {
    /// Begins with the case as it was read.
    pub(super) fn new(view: CaseView, user: User) -> Self {
        let typed = expect_context::<PendingInput>().typed(&user.id, &view.case.id);
        let registry_number = view.case.registry_number.clone().unwrap_or_default();
        typed.number.set(registry_number);
        Self {
            view: RwSignal::new(view),
            me: StoredValue::new(Actor {
                id: user.id,
                name: user.name,
                email: user.email,
                role: user.role,
                // No case asks for them.
                unit_ids: Vec::new(),
            }),
            typed,
            open: RwSignal::new(None),
            asked: RwSignal::new(None),
            under_way: RwSignal::new(None),
            failed: RwSignal::new(None),
            news: RwSignal::new(None),
            faults: RwSignal::new(Vec::new()),
            idempotency: IdempotencyKey::new(),
            inbox: Inbox::here(),
            register: Register::here(),
        }
    }

    /// Whether the command may be given now. Tracked.
    pub(super) fn offers(&self, kind: Kind) -> bool {
        self.view.with(|view| view.offered.contains(&kind))
    }

    /// Asks something of the case. Tracked.
    pub(super) fn case<T>(&self, ask: impl FnOnce(&rule::Case) -> T) -> T {
        self.view.with(|view| ask(&view.case))
    }

    /// Whether something on the page is to be corrected. Tracked.
    pub(super) fn is_wrong(&self) -> bool {
        self.faults.with(|faults| !faults.is_empty())
    }

    /// What is to be corrected before the command can be sent. Tracked.
    pub(super) fn items(self, kind: Kind) -> Signal<Vec<Item>> {
        Signal::derive(move || {
            self.faults.with(|faults| {
                faults
                    .iter()
                    .filter(|fault| fault.kind == kind)
                    .map(|fault| Item {
                        id: fault.id,
                        elsewhere: None,
                        sentence: fault.sentence.clone(),
                    })
                    .collect()
            })
        })
    }

    /// The words around a field, with what is to be corrected.
    pub(super) fn words(self, id: &'static str, label: &'static str, hint: &'static str) -> Words {
        Words::new(id, label, hint).error(Signal::derive(move || {
            self.faults.with(|faults| {
                faults
                    .iter()
                    .find(|fault| fault.id == id)
                    .map(|fault| fault.sentence.clone())
            })
        }))
    }

    /// A text that is typed, which takes away what it corrects as it changes.
    pub(super) fn answer(self, field: RwSignal<String>) -> Answer {
        Answer {
            text: field.into(),
            write: Callback::new(move |text| {
                field.set(text);
                self.corrected();
            }),
        }
    }

    /// Takes away what has been corrected. Nothing new is shown: that waits for the next try.
    pub(super) fn corrected(self) {
        let Some(kind) = self
            .faults
            .with_untracked(|faults| faults.first().map(|fault| fault.kind))
        else {
            return;
        };
        let still = self.judge(kind);
        if !self
            .faults
            .with_untracked(|faults| faults.iter().all(|fault| still.contains(fault)))
        {
            self.faults
                .update(|faults| faults.retain(|fault| still.contains(fault)));
        }
    }

    /// Opens the form of a command, or closes it.
    pub(super) fn toggle(self, kind: Kind) {
        self.faults.set(Vec::new());
        self.failed.set(None);
        let open = self.open.get_untracked() != Some(kind);
        self.open.set(open.then_some(kind));
    }

    /// The button of a command was pressed: judges, asks if it must be asked, and sends.
    pub(super) fn press(self, kind: Kind) {
        if self.under_way.get_untracked().is_some() {
            return;
        }
        let faults = self.judge(kind);
        if !faults.is_empty() {
            self.faults.set(faults);
            error_summary::focus();
            return;
        }
        self.faults.set(Vec::new());
        if self
            .view
            .with_untracked(|view| words::question(kind, &view.case))
            .is_some()
        {
            self.asked.set(Some(kind));
        } else {
            self.send(kind);
        }
    }

    /// Every input of the command that needs mending. Each one is tried alone, with the others as
    /// they should be, since the rules stop at the first.
    fn judge(self, kind: Kind) -> Vec<Fault> {
        let typed = self.typed;
        let reasons = || typed.reasons.get_untracked();
        let view = self.view.get_untracked();
        let all_steps = || vec![view.case.draft.form().steps[0].slug.to_owned()];
        let granted = || {
            let proposal = view.case.proposal.as_ref();
            proposal
                .map(|proposal| proposal.address.url().to_owned())
                .unwrap_or_default()
        };
        let something = || "…".to_owned();
        let today = clock::today();
        let trials: Vec<(&'static str, Command)> = match kind {
            Kind::ManagerApprove => vec![(REASONS, Command::ManagerApprove(reasons()))],
            Kind::ManagerRefuse => vec![(REASONS, Command::ManagerRefuse(reasons()))],
            Kind::Grant => vec![(REASONS, Command::Grant(reasons()))],
            Kind::Refuse => vec![(REASONS, Command::Refuse(reasons()))],
            Kind::AskCompletion => {
                let (steps, message) = (typed.steps.get_untracked(), typed.request.get_untracked());
                vec![
                    (STEPS, Command::AskCompletion(steps, something())),
                    (REQUEST, Command::AskCompletion(all_steps(), message)),
                ]
            }
            Kind::Report => {
                let (address, day) = (typed.address.get_untracked(), typed.day.get_untracked());
                vec![
                    (ADDRESS, Command::Report(address, date::iso(today))),
                    (DAY, Command::Report(granted(), day)),
                ]
            }
            Kind::Message => vec![(MESSAGE, Command::Message(typed.message.get_untracked()))],
            Kind::SetRegistryNumber => {
                vec![(
                    NUMBER,
                    Command::SetRegistryNumber(typed.number.get_untracked()),
                )]
            }
            Kind::Submit | Kind::Complete | Kind::Take | Kind::Enter | Kind::Withdraw => Vec::new(),
        };
        let index = self.register.index_untracked();
        let moment = Moment {
            facts: Facts {
                policy: policy(),
                register: &index,
                today,
            },
            // Only the inputs are judged here, and none of them is a time or a number of ours.
            now: view.case.since,
            next_number: "",
            next_account: "",
        };
        self.me.with_value(|me| {
            trials
                .into_iter()
                .filter_map(|(id, command)| {
                    match rule::decide(&view.case, command, me, &moment) {
                        Err(Refusal::Input(input)) => Some(self.fault(kind, id, input)),
                        // Whatever else is in the way is the store's to say.
                        Ok(_) | Err(_) => None,
                    }
                })
                .collect()
        })
    }

    /// What to do about an input, in the words that fit best.
    fn fault(&self, kind: Kind, id: &'static str, input: Input) -> Fault {
        let sentence = match input {
            Input::Address => {
                let platform = self.view.with_untracked(|view| {
                    let proposal = view.case.proposal.as_ref();
                    proposal.map(|proposal| proposal.address.platform())
                });
                address::parse(platform, &self.typed.address.get_untracked())
                    .err()
                    .map(|problem| problem.to_string())
            }
            Input::StartDate => date::parse(&self.typed.day.get_untracked())
                .err()
                .map(|problem| date::ADVICE[problem as usize].to_owned()),
            Input::ReasonMissing
            | Input::MessageMissing
            | Input::TooLong
            | Input::StepsMissing
            | Input::RegistryNumber
            | Input::OtherForm
            | Input::ClosedStep
            | Input::TooMany => None,
        };
        Fault {
            kind,
            id,
            sentence: sentence.unwrap_or_else(|| input.advice().to_owned()),
        }
    }

    /// The field that an input the store would not take stands in.
    fn field_of(kind: Kind, input: Input) -> &'static str {
        match (kind, input) {
            (_, Input::StepsMissing) => STEPS,
            (_, Input::Address) => ADDRESS,
            (_, Input::StartDate) => DAY,
            (_, Input::RegistryNumber) => NUMBER,
            (Kind::Message, _) => MESSAGE,
            (Kind::AskCompletion, _) => REQUEST,
            _ => REASONS,
        }
    }

    fn body(&self, kind: Kind) -> String {
        let typed = self.typed;
        let (reasons, request) = (typed.reasons.get_untracked(), typed.request.get_untracked());
        let (steps, message) = (typed.steps.get_untracked(), typed.message.get_untracked());
        let (address, day) = (typed.address.get_untracked(), typed.day.get_untracked());
        let number = typed.number.get_untracked();
        let by_manager = matches!(kind, Kind::ManagerApprove | Kind::ManagerRefuse);
        let by_staff = matches!(kind, Kind::Grant | Kind::Refuse);
        let asks = kind == Kind::AskCompletion;
        let reports = kind == Kind::Report;
        let body = Body {
            kommando: kind,
            kommentar: by_manager.then_some(reasons.as_str()),
            motivering: by_staff.then_some(reasons.as_str()),
            steg: asks.then_some(steps.as_slice()),
            meddelande: asks.then_some(request.as_str()),
            adress: reports.then_some(address.as_str()),
            startdatum: reports.then_some(day.as_str()),
            text: (kind == Kind::Message).then_some(message.as_str()),
            diarienummer: (kind == Kind::SetRegistryNumber).then_some(number.as_str()),
        };
        // Texts and lists of texts are always JSON.
        serde_json::to_string(&body).unwrap_or_default()
    }

    /// Sends the command. Pressing twice sends once; a further try after silence repeats it.
    pub(super) fn send(self, kind: Kind) {
        if self.under_way.get_untracked().is_some() {
            return;
        }
        self.asked.set(None);
        self.failed.set(None);
        self.under_way.set(Some(kind));
        let (id, version) = self
            .view
            .with_untracked(|view| (view.case.id.clone(), view.version));
        let body = self.body(kind);
        // A further try after silence is the same to the byte, and goes under the same key.
        let key = self
            .idempotency
            .key(&[&version.to_string(), " ", &body].concat());
        spawn_local(async move {
            let ended = Call::post(&case::path(&id, "/kommando"))
                .text(body)
                .if_version(version)
                .key(&key)
                .read::<CaseView>()
                .await;
            // The page may have been left meanwhile.
            if self.under_way.try_set(None).is_some() {
                if let Ok(reply) = ended {
                    self.forget_typed(kind, &reply.body);
                }
                return;
            }
            match ended {
                Ok(reply) => self.arrived(kind, reply.body),
                Err(error) => self.stumbled(kind, error).await,
            }
        });
    }

    fn arrived(self, kind: Kind, view: CaseView) {
        self.idempotency.renew();
        self.forget_typed(kind, &view);
        self.view.set(view);
        self.open.set(None);
        self.news.set(Some(News::Done(words::done(kind))));
        focus(NEWS);
        self.inbox.refresh();
        let is_here = untrack(|| self.register.arriving()) == Arriving::Here;
        if is_here && matches!(kind, Kind::Enter | Kind::Grant | Kind::Report) {
            let register = self.register;
            spawn_local(async move {
                // The list as it was serves until it is fetched the next time.
                let _ = register.fetch().await;
            });
        }
    }

    fn forget_typed(self, kind: Kind, view: &CaseView) {
        let typed = self.typed;
        match kind {
            Kind::Message => typed.message.set(String::new()),
            Kind::SetRegistryNumber => {
                typed
                    .number
                    .set(view.case.registry_number.clone().unwrap_or_default());
            }
            Kind::AskCompletion => {
                typed.request.set(String::new());
                typed.steps.set(Vec::new());
            }
            Kind::Report => {
                typed.address.set(String::new());
                typed.day.set(String::new());
            }
            Kind::ManagerApprove | Kind::ManagerRefuse | Kind::Grant | Kind::Refuse => {
                typed.reasons.set(String::new());
            }
            Kind::Submit | Kind::Complete | Kind::Take | Kind::Enter | Kind::Withdraw => {}
        }
    }

    async fn stumbled(self, kind: Kind, error: ApiError) {
        match error {
            ApiError::CaseInput(input) => {
                self.idempotency.renew();
                let id = Self::field_of(kind, input);
                let fault = self.fault(kind, id, input);
                self.faults.set(vec![fault]);
                error_summary::focus();
            }
            ApiError::Stale | ApiError::Refused(_) => {
                self.idempotency.renew();
                self.look_again(kind, error).await;
            }
            other => {
                self.failed.set(Some((kind, other)));
                focus(FAILED);
            }
        }
    }

    /// Reads the case anew after the store would not take the command as it stands.
    async fn look_again(self, kind: Kind, error: ApiError) {
        let (id, version) = self
            .view
            .with_untracked(|view| (view.case.id.clone(), view.version));
        let view = match case::read::<CaseView>(&id).await {
            Ok(view) => view,
            Err(other) => {
                self.failed.set(Some((kind, other)));
                focus(FAILED);
                return;
            }
        };
        if view.version == version {
            // Nothing has changed, so the refusal is about the command itself.
            self.failed.set(Some((kind, error)));
            focus(FAILED);
            return;
        }
        let still = view.offered.contains(&kind);
        let what = view.events.last().map_or_else(String::new, |event| {
            let done = rule::done(&event.action).unwrap_or("ändrade ärendet");
            [
                &event.actor_name,
                ": ",
                done,
                ", ",
                &clock::moment(event.at),
                ".",
            ]
            .concat()
        });
        let unsent = (!still)
            .then(|| self.typed_for(kind))
            .filter(|text| !text.trim().is_empty());
        if unsent.is_some() {
            // It is shown once more, to be copied.
            self.forget_typed(kind, &view);
        }
        self.view.set(view);
        if !still && self.open.get_untracked() == Some(kind) {
            self.open.set(None);
        }
        self.news.set(Some(News::Changed { what, unsent }));
        focus(NEWS);
        self.inbox.refresh();
    }

    fn typed_for(&self, kind: Kind) -> String {
        let typed = self.typed;
        match kind {
            Kind::Message => typed.message,
            Kind::AskCompletion => typed.request,
            Kind::Report => typed.address,
            Kind::SetRegistryNumber => typed.number,
            Kind::ManagerApprove
            | Kind::ManagerRefuse
            | Kind::Grant
            | Kind::Refuse
            | Kind::Submit
            | Kind::Complete
            | Kind::Take
            | Kind::Enter
            | Kind::Withdraw => typed.reasons,
        }
        .get_untracked()
    }
}

/// Moves focus to something that is about to be drawn.
fn focus(id: &'static str) {
    request_animation_frame(move || {
        if let Some(element) = browser::by_id(id) {
            browser::focus_still(&element);
            browser::scroll_to(&element);
        }
    });
}
