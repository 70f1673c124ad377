//! The last step: every answer, what to confirm, and the sending as an act of its own.

use leptos::prelude::*;
use rules::form::field::Field;
use rules::form::finding::Severity;
use rules::form::journey;
use rules::problem::ProblemId;

use super::Wizard;
use crate::component::answers::answers;
use crate::component::error_summary;
use crate::component::notice::{Notice, Tone};
use crate::draft::autosave::{DraftSync, Sending};
use crate::draft::form_state::Validation;
use crate::platform::address::{History, navigate};
use crate::platform::api::ApiError;
use crate::platform::browser;
use crate::platform::screen::{afterwards, follow};

/// Steps whose answers fill a screen.
const ON_SCREEN: usize = 2;
/// The id of the sentence about a send that failed.
const FAILED: &str = "inte-skickat";

impl Wizard {
    /// Every answer, with a way straight to it and back. Those that fill a screen are drawn at once,
    /// the others when they are on it: laying all of them out took a slow phone longer than the rest
    /// of the step.
    pub(super) fn sections(self) -> AnyView {
        let form_state = self.form_state;
        let review = self.review();
        let asked = Memo::new(move |_| {
            let steps = journey::steps(&form_state.draft()).into_iter();
            steps.filter(|step| *step != review).collect::<Vec<_>>()
        });
        let open = Memo::new(move |_| self.steps());
        let several = move |from: usize, to: usize| {
            // The answers stand still while they are reviewed: only what is confirmed here changes.
            let draft = form_state.draft_untracked();
            let index = form_state.register.index();
            let (asked, open) = (asked.get(), open.get());
            let section = |step: usize| {
                let is_open = open.contains(&step);
                let change = |field: &Field| {
                    (is_open && self.is_open(field)).then(|| self.change_path(field))
                };
                let closed =
                    (!is_open).then(|| view! { <p class="review__closed">"Stängt"</p> }.into_any());
                view! {
                    <section>
                        <div class="review__head">
                            <h2>{self.setting.form.steps[step].title}</h2>
                            {closed}
                        </div>
                        {answers(&draft, step, form_state.policy, &index, Some(&change))}
                    </section>
                }
                .into_any()
            };
            let asked = asked.into_iter().take(to).skip(from);
            asked.map(section).collect_view()
        };
        view! {
            {move || several(0, ON_SCREEN)}
            {afterwards(move || view! { {move || several(ON_SCREEN, usize::MAX)} }.into_any())}
        }
        .into_any()
    }

    /// Every answer, then what is confirmed here.
    pub(super) fn review_page(self) -> AnyView {
        let form_state = self.form_state;
        let form = self.setting.form;
        let review = self.review();
        let advice = Memo::new(move |_| {
            form_state
                .found(Severity::Advice)
                .iter()
                .map(rules::form::finding::Finding::sentence)
                .collect::<Vec<_>>()
        });
        let advice = move || {
            let sentences = advice.get();
            (!sentences.is_empty()).then(|| {
                let items = sentences
                    .into_iter()
                    .map(|sentence| view! { <li>{sentence}</li> }.into_any())
                    .collect_view();
                view! {
                    <Notice tone=Tone::Info title="Bra att veta">
                        <ul>{items}</ul>
                    </Notice>
                }
                .into_any()
            })
        };
        let completing = self.is_completing().then(|| {
            view! {
                <p>
                    "Ändra det som ska kompletteras. De steg där det står Stängt går inte att ändra nu."
                </p>
            }.into_any()
        });
        let last = move || {
            let confirmations = form.steps[review]
                .questions
                .iter()
                .map(|question| self.question(question))
                .collect_view();
            view! {
                <section>
                    <div class="review__head">
                        <h2>{self.setting.before}</h2>
                    </div>
                    <p></p>
                    {move || advice()}
                    {confirmations}
                    {(self.setting.closing)(self)}
                    {self.open.map(|open| self.sending(open.sync))}
                </section>
            }
            .into_any()
        };
        view! {
            {completing}
            {self.sections()}
            {afterwards(last)}
        }
        .into_any()
    }

    /// The button that names the act.
    pub(super) fn send_button(self) -> AnyView {
        let Some(sync) = self.sync() else {
            return view! {
                <a class="button button--act" href=self.setting.base>
                    "Till översikten"
                </a>
            }
            .into_any();
        };
        let act = if self.is_completing() {
            "Skicka in kompletteringen"
        } else {
            self.setting.act
        };
        let acting = self.setting.acting;
        let under_way = move || matches!(sync.sending(), Sending::Under);
        view! {
            <button
                class="button button--act"
                type="submit"
                aria-disabled=move || under_way().then(|| "true".to_owned())
            >
                {move || (if under_way() { acting } else { act }).to_owned()}
            </button>
        }
        .into_any()
    }

    /// Sends, if nothing is in the way.
    pub(super) fn send(self, sync: DraftSync) {
        if matches!(sync.sending_untracked(), Sending::Under) {
            return;
        }
        match self.form_state.validate_all() {
            Validation::Wrong => error_summary::focus(),
            Validation::Exit(rule) => {
                sync.save_now();
                navigate(&self.exit_path(rule), History::Push);
            }
            Validation::Clear => (self.setting.send)(self, sync),
        }
    }

    /// How the sending goes, and what follows.
    fn sending(self, sync: DraftSync) -> AnyView {
        let receipt = (self.setting.receipt)(&self.case.get_value());
        follow(move || match sync.sending() {
            // The step is left without a trace: Back from the receipt sends nothing again.
            Sending::Sent => navigate(&receipt, History::Replace),
            Sending::Failed(ApiError::Findings(_)) => error_summary::focus(),
            Sending::Failed(_) => request_animation_frame(|| {
                if let Some(sentence) = browser::by_id(FAILED) {
                    let _ = sentence.focus();
                }
            }),
            Sending::Not | Sending::Under => {}
        });
        let failed = move || match sync.sending() {
            Sending::Failed(ApiError::Findings(_))
            | Sending::Not
            | Sending::Under
            | Sending::Sent => None,
            Sending::Failed(error) => {
                let (says, again) = match &error {
                    ApiError::Refused(ProblemId::AlreadyThere) => (
                        "Blanketten är redan registrerad. Någon annan hann före dig.",
                        "Ta bort ditt utkast. Det gör du med Avbryt.",
                    ),
                    other => (
                        other.sentence(),
                        "Allt du har skrivit finns kvar. Tryck på knappen igen. Det kan inte skickas två gånger.",
                    ),
                };
                Some(
                    view! {
                        <section class="notice notice--stop" id=FAILED tabindex="-1">
                            <h2>"Inte skickat"</h2>
                            <p>{says}</p>
                            <p>{again}</p>
                        </section>
                    }
                    .into_any(),
                )
            }
        };
        view! {
            <div>{move || failed()}</div>
            <p class="hidden-visually" role="status">
                {move || matches!(sync.sending(), Sending::Under).then(|| self.setting.acting.to_owned())}
            </p>
        }
        .into_any()
    }
}
