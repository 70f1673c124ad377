//! «Samtycke för vuxna»: adults decide for themselves.

#![allow(
    missing_docs,
    reason = "a field is described by its label and its hint"
)]

use std::sync::OnceLock;

use super::question::*;
use super::rule::*;
use crate::form::check::{stop, unchosen};
use crate::form::field::{Choice, Field, Kind};
use crate::form::finding::{Breach, Rule};
use crate::form::{self, Form, Keeper, Question, Step};
use crate::policy::guideline::Guideline;
use crate::value::email;
use crate::value::phone;

/// «Vem gäller det?»: oneself.
const ONESELF: &str = "mig-sjalv";

pub static VEM_GALLER: Field = ask(
    "vem-galler-det",
    "Vem gäller det?",
    Kind::Choice(&[
        Choice::new(ONESELF, "Mig själv"),
        Choice::new("mitt-barn", "Mitt barn under 18 år"),
        Choice::with_hint(
            "nagon-annan",
            "Någon annan",
            "Du är god man eller förvaltare.",
        ),
    ]),
);
pub static EPOST: Field = ask("epost", "E-post", Kind::Email)
    .hint("Hit skickar vi besked.")
    .optional();
pub static TELEFON: Field = ask("telefon", "Telefon", Kind::Phone).optional();

/// Its steps; the last one is the review.
const STEPS: &[Step] = &[
    Step {
        slug: "vem-galler-det",
        title: "Vem gäller det?",
        lead: "Du kan svara ja eller nej. Båda svaren är lika bra.",
        questions: &[
            Question::always(&VEM_GALLER),
            Question::when(&NAMN, &VEM_GALLER, &[ONESELF]),
            Question::when(&FODD, &VEM_GALLER, &[ONESELF]),
            Question::when(&EPOST, &VEM_GALLER, &[ONESELF]),
            Question::when(&TELEFON, &VEM_GALLER, &[ONESELF]),
            Question::always(&VERKSAMHET),
        ],
    },
    WHICH_PICTURES,
    WHERE_AND_WHY,
    Step {
        slug: "hur-lange",
        title: "Hur länge?",
        lead: "",
        questions: VALIDITY,
    },
    Step {
        slug: "det-har-betyder-det",
        title: "Det här betyder det",
        lead: "",
        questions: &[Question::always(&TEXT_LAST)],
    },
    SIGN,
];

/// The form.
pub static FORM: Form = Form {
    id: "samtycke-vuxen",
    title: "Får vi visa bilder på dig?",
    keeper: Keeper::LinkHolder,
    prefilled: FROM_REQUEST,
    steps: STEPS,
    fields: &form::fields::<{ form::count(STEPS) }>(STEPS),
    field_index: OnceLock::new(),
    rules: RULES,
};

/// Every rule of the form, in field order.
pub static RULES: &[&[Rule]] = &[
    &[
        stop(
            "vem-galler-det",
            &VEM_GALLER,
            Guideline::Vuxna,
            "Var och en svarar på sin egen blankett",
            &[
                "Välj vem det gäller.",
                "Be den som frågar om blanketten för unga.",
                "Be den som frågar om blanketten för god man.",
            ],
            |judging| match judging.text(&VEM_GALLER) {
                "mitt-barn" => Some(Breach::case(1)),
                "nagon-annan" => Some(Breach::case(2)),
                _ => unchosen(judging, &VEM_GALLER),
            },
        ),
        NAMN_RULE,
        FODD_RULE,
        UNDER_18,
        stop(
            "epost",
            &EPOST,
            Guideline::Gdpr7,
            "E-posten har rätt form",
            email::ADVICE,
            |judging| optional_email(judging, &EPOST),
        ),
        stop(
            "telefon",
            &TELEFON,
            Guideline::Gdpr7,
            "Telefonnumret har rätt form",
            phone::ADVICE,
            |judging| optional_phone(judging, &TELEFON),
        ),
        VERKSAMHET_RULE,
    ],
    OCCASION_RULES,
    MEDIUM_RULES,
    &[KANALER_RULE, ENHETENS_KONTO_RULE],
    CHANNEL_RULES,
    NAMING_RULES,
    DURATION_RULES,
    &[TEXT_LAST_RULE],
];
