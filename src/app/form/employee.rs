//! The employees' two forms: what surrounds them, and the questions that only they have.

use std::ptr;

use leptos::prelude::*;
use rules::account::application;
use rules::form::field::{Field, Kind};
use rules::form::finding::Severity;

use super::{CHANGE, Leave, START, Setting, known};
use crate::component::boxes::Boxes;
use crate::component::choice::Choice;
use crate::component::combo::Combo;
use crate::component::question::Words;
use crate::component::text_field::{Line, TextField};
use crate::draft::form_state::FormState;

/// What an employee who leaves a draft is told.
static LEAVE: Leave = Leave {
    told: "Det du har skrivit är sparat som utkast, men inte inskickat. Du hittar det i Mina sidor och kan fortsätta när du vill.",
    label: "Lämna och spara utkastet",
    to: "/mina-sidor",
    discard: "Ta bort utkastet",
};

/// Around «Starta konto».
pub(crate) static START_SETTING: Setting = Setting {
    form: START.form,
    base: START.base,
    under: |case| START.under(case),
    receipt: |case| START.receipt_path(case),
    exit: |case, _| ["/ansok/chefen?arende=", case].concat(),
    act: "Skicka in ansökan",
    acting: "Skickar in …",
    before: "Innan du skickar in",
    steps: "Steg i ansökan",
    leave: &LEAVE,
    looks_in_register: true,
    draw,
    screen: None,
    closing: |_| ().into_any(),
    send: |_, sync| sync.send(),
};

/// Around «Avsluta eller ändra konto».
pub(crate) static CHANGE_SETTING: Setting = Setting {
    form: CHANGE.form,
    base: CHANGE.base,
    under: |case| CHANGE.under(case),
    receipt: |case| CHANGE.receipt_path(case),
    exit: |case, _| ["/andra?arende=", case].concat(),
    act: "Skicka in ändringen",
    acting: "Skickar in …",
    before: "Innan du skickar in",
    steps: "Steg i ansökan",
    leave: &LEAVE,
    looks_in_register: true,
    draw,
    screen: None,
    closing: |_| ().into_any(),
    send: |_, sync| sync.send(),
};

/// The questions that need the register or the guidelines.
fn draw(form_state: FormState, field: &'static Field) -> Option<AnyView> {
    let words = form_state.words(field);
    Some(match field.kind {
        Kind::Address => {
            let beside = view! { <known::AddressAnswer form_state=form_state field=field /> }.into_any();
            view! { <TextField words=words line=Line::ADDRESS answer=form_state.answer(field) beside=beside /> }.into_any()
        }
        Kind::Tick if ptr::eq(field, &application::BEFINTLIGA) => {
            view! { <known::SimilarAccounts form_state=form_state field=field /> }.into_any()
        }
        Kind::Account => {
            view! { <Combo words=words source=known::accounts(form_state) answer=form_state.answer(field) /> }
                .into_any()
        }
        Kind::Guidelines => view! { <Guidelines form_state=form_state field=field words=words /> }.into_any(),
        Kind::Warnings => view! { <Warnings form_state=form_state field=field words=words /> }.into_any(),
        _ => return None,
    })
}

/// One box per guideline that the policy wants confirmed.
#[component]
fn Guidelines(
    /// The form being filled in.
    form_state: FormState,
    /// The question.
    field: &'static Field,
    /// The question's words.
    words: Words,
) -> AnyView {
    let policy = form_state.policy;
    let choices = policy
        .guidelines
        .iter()
        .enumerate()
        .filter(|(_, guideline)| guideline.confirm)
        .map(|(index, guideline)| Choice {
            value: guideline.id.id().to_owned(),
            label: [&(1 + index).to_string(), ". ", &guideline.title].concat(),
            hint: policy.fill(&guideline.text),
        })
        .collect();
    view! {
        <Boxes
            words=words
            choices=choices
            ticked=form_state.ticked(field)
            change=form_state.tick(field)
        />
    }
    .into_any()
}

/// One box per warning that the answers give, or nothing.
#[component]
fn Warnings(
    /// The form being filled in.
    form_state: FormState,
    /// The question.
    field: &'static Field,
    /// The question's words.
    words: Words,
) -> AnyView {
    let choices = Memo::new(move |_| {
        form_state
            .found(Severity::Warning)
            .iter()
            .map(|finding| Choice {
                value: finding.rule.id.to_owned(),
                label: finding.sentence(),
                hint: String::new(),
            })
            .collect::<Vec<_>>()
    });
    // Each one has to be read, so here nothing is voluntary whatever the field says.
    let words = Words {
        optional: false,
        hint: "Du kan skicka in ändå. Bekräfta att du har läst.",
        ..words
    };
    view! {
        {move || {
            let choices = choices.get();
            (!choices.is_empty())
                .then(|| {
                    view! {
                        <Boxes
                            words=words
                            choices=choices
                            ticked=form_state.ticked(field)
                            change=form_state.tick(field)
                        />
                    }.into_any()
                })
        }}
    }
    .into_any()
}
