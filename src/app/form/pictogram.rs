//! A step with one question that has a symbol: one idea a screen, answers with symbols of their own,
//! and on every screen the same three ways: listen, undo, once more.

use leptos::prelude::*;
use rules::form::field::{Choice, Field, Kind, YES};

use super::Wizard;
use super::leave::SyncLine;
use crate::component::error_summary::{ErrorSummary, Item};
use crate::component::error_text::ErrorText;
use crate::component::heading_that_asks::HeadingThatAsks;
use crate::platform::address::{History, navigate};
use crate::platform::speech::{self, NoVoice};

/// What is answered to a statement: that one has heard it.
static HEARD: &[Choice] = &[Choice::with_symbol(YES, "Jag vet", "ja")];

/// A symbol, which says nothing that the words beside it do not.
fn symbol(wizard: Wizard, word: &str) -> AnyView {
    let source = wizard.form_state.policy.organisation.symbol(word);
    view! { <img class="picto__symbol" src=source alt="" width="96" height="96" /> }.into_any()
}

impl Wizard {
    /// The question with a symbol that a step asks alone, if it is such a step.
    pub(super) fn symbol_on(&self, step: usize) -> Option<&'static Field> {
        match self.setting.form.steps[step].questions {
            [question] => Some(question.field).filter(|field| !field.symbol.is_empty()),
            _ => None,
        }
    }

    /// The steps with a symbol, in order.
    fn screens(&self) -> Vec<usize> {
        let steps = untrack(|| self.steps());
        steps
            .into_iter()
            .filter(|step| self.symbol_on(*step).is_some())
            .collect()
    }

    /// The screen.
    pub(crate) fn pictogram(
        self,
        field: &'static Field,
        step: usize,
        steps: Memo<Vec<usize>>,
        title: Signal<String>,
        items: Signal<Vec<Item>>,
        is_changing: bool,
    ) -> AnyView {
        speech::prepare();
        on_cleanup(speech::hush);
        let wrong = Signal::derive(move || items.with(|items| !items.is_empty()));
        let words = self.form_state.words(field);
        let answer = self.form_state.answer(field);
        let choices = match field.kind {
            Kind::Choice(choices) => choices,
            _ => HEARD,
        };
        let asked_id = [field.id, "-fraga"].concat();
        let buttons = choices
            .iter()
            .enumerate()
            .map(|(number, choice)| {
                // The first one has the question's own id, so that a link to the question finds it.
                let id = if number == 0 {
                    field.id.to_owned()
                } else {
                    words.id_of(choice.id)
                };
                let pressed = move || answer.text.with(|text| text == choice.id);
                view! {
                    <button
                        class="picto__answer"
                        type="button"
                        id=id
                        aria-pressed=move || pressed().to_string()
                        on:click=move |_| answer.write.run(choice.id.to_owned())
                    >
                        {symbol(self, choice.symbol)}
                        {choice.label}
                    </button>
                }
                .into_any()
            })
            .collect_view();
        let meaning = (!field.hint.is_empty())
            .then(|| view! { <p class="picto__meaning">{field.hint}</p> }.into_any());
        let word = self.setting.form.steps[step].title;
        let next = if is_changing {
            "Till granskningen"
        } else {
            "Nästa"
        };
        view! {
            <div class="picto">
                <p class="eyebrow">{move || title.get()}</p>
                {self.dots(step)}
                <ErrorSummary items=items />
                <div class="picto__ask">
                    <p class="picto__idea">
                        {symbol(self, field.symbol)} <span class="picto__word">{word}</span>
                    </p>
                    <div id=asked_id.clone()>
                        <HeadingThatAsks title=title wrong=wrong question=field.label />
                        {meaning}
                    </div>
                </div>
                <ErrorText words=words />
                <div class="picto__answers" role="group" aria-labelledby=asked_id>
                    {buttons}
                </div>
                {self.three_ways(field, choices, step, steps)}
                <button
                    class="picto__press picto__press--act"
                    type="button"
                    on:click=move |_| self.forward(step, is_changing)
                >
                    {symbol(self, "klart")}
                    {next}
                </button>
                <div class="step-nav__rest">
                    {self.sync().map(|sync| view! { <SyncLine sync=sync /> }.into_any())}
                    <button
                        class="button button--plain"
                        type="button"
                        on:click=move |_| self.cancelling().set(true)
                    >
                        "Avbryt"
                    </button>
                </div>
            </div>
        }
        .into_any()
    }

    /// How far one has come. The words above say the same.
    fn dots(self, here: usize) -> AnyView {
        let dots = self
            .screens()
            .into_iter()
            .map(|step| {
                view! {
                    <li
                        data-done=(step < here).then_some("")
                        aria-current=(step == here).then_some("step")
                    ></li>
                }
                .into_any()
            })
            .collect_view();
        view! {
            <ol class="picto__way" aria-hidden="true">
                {dots}
            </ol>
        }
        .into_any()
    }

    /// Läs upp, Ångra, En gång till.
    fn three_ways(
        self,
        field: &'static Field,
        choices: &'static [Choice],
        step: usize,
        steps: Memo<Vec<usize>>,
    ) -> AnyView {
        let answer = self.form_state.answer(field);
        let mute = RwSignal::new(false);
        let read = move |_| {
            let mut text = [field.label, ". ", field.hint].concat();
            for choice in choices {
                text.push(' ');
                text.push_str(choice.label);
                text.push('.');
            }
            if let Err(NoVoice) = speech::say(&text) {
                mute.set(true);
            }
        };
        // What was answered here is taken back; when nothing was, one comes to the screen before.
        let undo = move |_| {
            if !answer.text.get_untracked().is_empty() {
                answer.write.run(String::new());
                return;
            }
            let before =
                steps.with_untracked(|steps| steps.iter().rfind(|other| **other < step).copied());
            if let Some(before) = before {
                navigate(&self.path(before), History::Push);
            }
        };
        let first = self.screens().first().copied().unwrap_or(step);
        let again = move |_| navigate(&self.path(first), History::Push);
        let way = |word: &str, label: &'static str| {
            let symbol = symbol(self, word);
            view! {
                {symbol}
                {label}
            }
            .into_any()
        };
        view! {
            <div class="picto__ways" role="group" aria-label="Hjälp">
                <button class="picto__press" type="button" on:click=read>
                    {way("las-upp", "Läs upp")}
                </button>
                <button class="picto__press" type="button" on:click=undo>
                    {way("angra", "Ångra")}
                </button>
                <button class="picto__press" type="button" on:click=again>
                    {way("om-igen", "En gång till")}
                </button>
            </div>
            <p role="status">
                {move || {
                    mute.get()
                        .then(|| {
                            "Den här datorn har ingen svensk röst. Läs frågan högt tillsammans.".to_owned()
                        })
                }}
            </p>
        }
        .into_any()
    }
}
