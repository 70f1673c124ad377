//! A field as the part that asks for it.

use crate::draw::*;
use rules::date;
use rules::field::{Field, Kind};
use rules::form::{Question, When};

use super::{Wizard, unit};
use crate::part::answers::{answer_text, steers};
use crate::part::choice::{self, Choice};
use crate::part::combo::combo;
use crate::part::long_text::long_text;
use crate::part::text_field::{Line, text_field};
use crate::sheet::Sheet;

impl Wizard {
    /// A question, for as long as it is asked.
    pub(super) fn question(self, question: &'static Question) -> AnyView {
        let field = question.field;
        match question.when {
            When::Always => self.ask(field),
            When::Is(..) => {
                let asked = Memo::new(move |_| self.sheet.asks(field));
                (move || asked.get().then(|| self.ask(field))).into_view()
            }
        }
    }

    pub(super) fn ask(self, field: &'static Field) -> AnyView {
        let sheet = self.sheet;
        if sheet.form.is_prefilled(field) {
            return settled(sheet, field);
        }
        if let Some(drawn) = (self.setting.draw)(sheet, field) {
            return drawn;
        }
        let words = sheet.words(field);
        let answer = sheet.answer(field);
        let line = |line: Line| text_field(words, line, answer, None);
        match field.kind {
            Kind::Line => line(Line::TEXT),
            // Plus and hyphen must be typed, so the keyboard is that of texts.
            Kind::Personnummer => line(Line::EXACT),
            Kind::Name => line(Line::TEXT.autocomplete(own(field, "name"))),
            Kind::Email => line(Line::EMAIL.autocomplete(own(field, "email"))),
            Kind::Phone => line(Line::PHONE.autocomplete(own(field, "tel"))),
            Kind::Number { .. } => line(Line::NUMBER),
            Kind::Date => text_field(words, Line::DATE, answer, Some(date_read(sheet, field))),
            Kind::LongText { max, .. } => long_text(words, usize::from(max), answer),
            Kind::Choice(_) => choice::radios(words, Choice::of(field), answer),
            Kind::Choices(_) => choice::boxes(
                words,
                Choice::of(field),
                sheet.ticked(field),
                sheet.tick(field),
            ),
            Kind::Tick => choice::tick(words, answer),
            Kind::Unit => combo(words, unit::units(sheet), answer),
            // Only asked in forms whose setting draws them.
            Kind::Address
            | Kind::Account
            | Kind::Guidelines
            | Kind::Warnings
            | Kind::Information => ().into_view(),
        }
    }
}

/// What the request has settled: shown, not asked.
fn settled(sheet: Sheet, field: &'static Field) -> AnyView {
    let read = move || {
        let draft = sheet.draft();
        if steers(&draft, field) {
            return None;
        }
        let answer = answer_text(&draft, field, sheet.policy, &sheet.register.index())?;
        Some(view! {
            <p>
                <strong>{field.label}</strong>
                " "
                {answer}
            </p>
        })
    };
    read.into_view()
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
fn date_read(sheet: Sheet, field: &'static Field) -> AnyView {
    let read = move || date::parse(&sheet.text(field)).ok().map(date::long);
    view! {
        <p class="answer quiet" role="status">
            {move || read().map(|day| [&day, "."].concat())}
        </p>
    }
}
