//! A field as the part that asks for it.

use std::ptr;

use leptos::prelude::*;
use rules::application;
use rules::consent::text::{self, Wording};
use rules::date;
use rules::field::{Field, Kind, YES};
use rules::finding::Severity;
use rules::form::{Question, When};

use super::{Wizard, known};
use crate::part::answers::{answer_text, steers};
use crate::part::choice::{self, Choice};
use crate::part::combo::combo;
use crate::part::long_text::long_text;
use crate::part::question::{Answer, Words};
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
                (move || asked.get().then(|| self.ask(field))).into_any()
            }
        }
    }

    fn ask(self, field: &'static Field) -> AnyView {
        let sheet = self.sheet;
        if sheet.form.is_prefilled(field) {
            return settled(sheet, field);
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
            Kind::Address => {
                sheet.register.want();
                let beside = known::address_answer(sheet, field);
                text_field(words, Line::ADDRESS, answer, Some(beside))
            }
            Kind::LongText { max, .. } => long_text(words, usize::from(max), answer),
            Kind::Choice(_) => choice::radios(words, Choice::of(field), answer),
            Kind::Choices(_) => choice::boxes(
                words,
                Choice::of(field),
                sheet.ticked(field),
                sheet.tick(field),
            ),
            Kind::Tick if ptr::eq(field, &application::BEFINTLIGA) => {
                sheet.register.want();
                known::similar_accounts(sheet, field)
            }
            Kind::Tick => choice::tick(words, answer),
            Kind::Unit => {
                // The list is needed on the next question at the latest.
                sheet.register.want();
                combo(words, known::units(sheet), answer)
            }
            Kind::Account => {
                sheet.register.want();
                combo(words, known::accounts(sheet), answer)
            }
            Kind::Guidelines => guidelines(sheet, field, words),
            Kind::Warnings => warnings(sheet, field, words),
            Kind::Information => information(sheet, field, words),
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
    read.into_any()
}

/// The text that is to be read, in the wording that the person chooses, and a box to confirm it.
/// The answer is the version of the text that was shown.
fn information(sheet: Sheet, field: &'static Field, words: Words) -> AnyView {
    let chosen = RwSignal::new(None::<Wording>);
    let read_before = sheet.read(|reading| text::wording_of(reading, reading.text(field)));
    let first = read_before.unwrap_or(text::first_wording(sheet.form));
    let wording = move || chosen.get().unwrap_or(first);
    let shown = Memo::new(move |_| sheet.read(|reading| text::of(reading, wording())));
    let parts = move || {
        shown
            .get()
            .parts
            .into_iter()
            .map(|(heading, sentences)| view! { <h3>{heading}</h3> <p>{sentences}</p> })
            .collect_view()
    };
    let other = move || {
        let other = match wording() {
            Wording::Standard => Wording::Easy,
            Wording::Easy => Wording::Standard,
        };
        let change = move |_| {
            // What was confirmed was the other text.
            sheet.answer(field).write.run(String::new());
            chosen.set(Some(other));
        };
        text::wordings(sheet.form).contains(&other).then(|| {
            view! {
                <button type="button" class="button button--quiet" on:click=change>
                    {other.label()}
                </button>
            }
        })
    };
    let typed = sheet.answer(field);
    let answer = Answer {
        text: Signal::derive(move || {
            let is_read = typed.text.get() == shown.get().version;
            (if is_read { YES } else { "" }).to_owned()
        }),
        write: Callback::new(move |ticked: String| {
            let version = shown.get_untracked().version;
            typed.write.run(if ticked == YES {
                version
            } else {
                String::new()
            });
        }),
    };
    view! {
        <div class="prose">{other} {parts}</div>
        {choice::tick(words, answer)}
    }
    .into_any()
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
    .into_any()
}

/// One box per guideline that the policy wants confirmed.
fn guidelines(sheet: Sheet, field: &'static Field, words: Words) -> AnyView {
    let policy = sheet.policy;
    let choices = policy
        .guidelines
        .iter()
        .enumerate()
        .filter(|(_, guideline)| guideline.confirm)
        .map(|(index, guideline)| Choice {
            value: guideline.id.id().to_owned(),
            label: [&(1 + index).to_string(), ". ", &guideline.title]
                .concat()
                .into(),
            hint: policy.fill(&guideline.text),
        })
        .collect();
    choice::boxes(words, choices, sheet.ticked(field), sheet.tick(field))
}

/// One box per warning that the answers give, or nothing.
fn warnings(sheet: Sheet, field: &'static Field, words: Words) -> AnyView {
    let found = Memo::new(move |_| {
        sheet
            .found(Severity::Warning)
            .iter()
            .map(|finding| (finding.rule.id, finding.sentence()))
            .collect::<Vec<_>>()
    });
    // Each one has to be read, so here nothing is voluntary whatever the field says.
    let words = Words {
        optional: false,
        hint: "Du kan skicka in ändå. Bekräfta att du har läst.",
        ..words
    };
    (move || {
        let found = found.get();
        (!found.is_empty()).then(|| {
            let choices = found
                .into_iter()
                .map(|(id, sentence)| Choice {
                    value: id.to_owned(),
                    label: sentence.into(),
                    hint: String::new(),
                })
                .collect();
            choice::boxes(words, choices, sheet.ticked(field), sheet.tick(field))
        })
    })
    .into_any()
}
