//! A field as the part that asks for it.

use leptos::prelude::*;
use rules::form::field::{Field, Kind};
use rules::form::{Question, When};
use rules::value::date;

use super::{Wizard, unit};
use crate::component::answers::{answer_text, steers};
use crate::component::boxes::Boxes;
use crate::component::choice::Choice;
use crate::component::combo::Combo;
use crate::component::long_text::LongText;
use crate::component::radios::Radios;
use crate::component::text_field::{Line, TextField};
use crate::component::tick::Tick;
use crate::draft::form_state::FormState;

impl Wizard {
    /// A question, for as long as it is asked.
    pub(crate) fn question(self, question: &'static Question) -> AnyView {
        let field = question.field;
        match question.when {
            When::Always => self.ask(field),
            When::Is(..) => {
                let asked = Memo::new(move |_| self.form_state.asks(field));
                view! { {move || asked.get().then(|| self.ask(field))} }.into_any()
            }
        }
    }

    pub(super) fn ask(self, field: &'static Field) -> AnyView {
        let form_state = self.form_state;
        if form_state.form.is_prefilled(field) {
            return view! { <Settled form_state=form_state field=field /> }.into_any();
        }
        if let Some(drawn) = (self.setting.draw)(form_state, field) {
            return drawn;
        }
        let words = form_state.words(field);
        let answer = form_state.answer(field);
        let line =
            |line: Line| view! { <TextField words=words line=line answer=answer /> }.into_any();
        match field.kind {
            Kind::Line => line(Line::TEXT),
            // Plus and hyphen must be typed, so the keyboard is that of texts.
            Kind::Personnummer => line(Line::EXACT),
            Kind::Name => line(Line::TEXT.autocomplete(own(field, "name"))),
            Kind::Email => line(Line::EMAIL.autocomplete(own(field, "email"))),
            Kind::Phone => line(Line::PHONE.autocomplete(own(field, "tel"))),
            Kind::Number { .. } => line(Line::NUMBER),
            Kind::Date => view! {
                <TextField
                    words=words
                    line=Line::DATE
                    answer=answer
                    beside=view! { <DateRead form_state=form_state field=field /> }.into_any()
                />
            }
            .into_any(),
            Kind::LongText { max, .. } => {
                view! { <LongText words=words max=usize::from(max) answer=answer /> }.into_any()
            }
            Kind::Choice(_) => {
                view! { <Radios words=words choices=Choice::of(field) answer=answer /> }.into_any()
            }
            Kind::Choices(_) => view! {
                <Boxes
                    words=words
                    choices=Choice::of(field)
                    ticked=form_state.ticked(field)
                    change=form_state.tick(field)
                />
            }
            .into_any(),
            Kind::Tick => view! { <Tick words=words answer=answer /> }.into_any(),
            Kind::Unit => {
                view! { <Combo words=words source=unit::units(form_state) answer=answer /> }
                    .into_any()
            }
            // Only asked in forms whose setting draws them.
            Kind::Address
            | Kind::Account
            | Kind::Guidelines
            | Kind::Warnings
            | Kind::Information => ().into_any(),
        }
    }
}

/// What the request has settled: shown, not asked.
#[component]
fn Settled(
    /// The form being filled in.
    form_state: FormState,
    /// The question.
    field: &'static Field,
) -> AnyView {
    let read = move || {
        let draft = form_state.draft();
        if steers(&draft, field) {
            return None;
        }
        let answer = answer_text(
            &draft,
            field,
            form_state.policy,
            &form_state.register.index(),
        )?;
        Some(
            view! {
                <p>
                    <strong>{field.label}</strong>
                    " "
                    {answer}
                </p>
            }
            .into_any(),
        )
    };
    read.into_any()
}

/// What the browser may fill in: only what is the person's own (WCAG 2.2, 1.3.5).
fn own(field: &Field, purpose: &'static str) -> &'static str {
    if ["sokande-", "ditt-", "din-"]
        .iter()
        .any(|own| field.id.starts_with(own))
    {
        purpose
    } else {
        "off"
    }
}

/// The date as it was understood, so that nobody has to wonder about day and month.
#[component]
fn DateRead(
    /// The form being filled in.
    form_state: FormState,
    /// The question.
    field: &'static Field,
) -> AnyView {
    let read = move || date::parse(&form_state.text(field)).ok().map(date::long);
    view! {
        <p class="answer quiet" role="status">
            {move || read().map(|day| [&day, "."].concat())}
        </p>
    }
    .into_any()
}
