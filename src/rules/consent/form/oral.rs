//! «Muntligt ja från personal»: a colleague is asked and the answer is recorded in under a minute.

#![allow(
    missing_docs,
    reason = "a field is described by its label and its hint"
)]

use std::sync::OnceLock;

use chrono::Months;

use super::question::*;
use super::rule::*;
use crate::consent::scope::Medium;
use crate::form::check::{stop, unchosen};
use crate::form::field::{Field, Kind, YES, YES_NO};
use crate::form::finding::Rule;
use crate::form::{self, Form, Keeper, Question, Step};
use crate::policy::guideline::Guideline;

/// How long afterwards a spoken answer can be recorded, in months.
const RECORDED_WITHIN_MONTHS: u32 = 12;

pub static MUNTLIGT_SVAR: Field = ask("muntligt-svar", "Vad sa din kollega?", Kind::Choice(YES_NO));
pub static MUNTLIGT_DAG: Field = ask("muntligt-dag", "Vilken dag frågade du?", Kind::Date);
pub static MEDIER: Field = ask("medier", "Vad gäller det?", Kind::Choices(options!(Medium)));

/// Its steps; the last one is the review.
const STEPS: &[Step] = &[
    Step {
        slug: "svaret",
        title: "Din kollegas svar",
        lead: "Fråga alltid först. Skriv sedan vad din kollega svarade.",
        questions: &[
            Question::always(&NAMN),
            Question::always(&VERKSAMHET),
            Question::always(&MUNTLIGT_DAG),
            Question::always(&MUNTLIGT_SVAR),
            Question::when(&BILDER_FRAN, &MUNTLIGT_SVAR, &[YES]),
            Question::when(&TILLFALLE_DAG, &BILDER_FRAN, &[ONCE]),
            Question::when(&TILLFALLE_PLATS, &BILDER_FRAN, &[ONCE]),
            Question::when(&MEDIER, &MUNTLIGT_SVAR, &[YES]),
            Question::when(&KANALER, &MUNTLIGT_SVAR, &[YES]),
            Question::when(&NAMN_MED_BILD, &MUNTLIGT_SVAR, &[YES]),
        ],
    },
    Step {
        slug: "granska",
        title: "Granska och spara",
        lead: "Du står som den som frågade.",
        questions: &[],
    },
];

/// The form.
pub static FORM: Form = Form {
    id: "samtycke-muntligt",
    title: "Muntligt svar från personal",
    keeper: Keeper::Staff,
    prefilled: &[],
    steps: STEPS,
    fields: &form::fields::<{ form::count(STEPS) }>(STEPS),
    field_index: OnceLock::new(),
    rules: RULES,
};

/// Every rule of the form, in field order.
pub static RULES: &[&[Rule]] = &[
    &[
        NAMN_RULE,
        VERKSAMHET_RULE,
        stop(
            "muntligt-dag",
            &MUNTLIGT_DAG,
            Guideline::Personal,
            "Dagen då frågan ställdes är antecknad",
            &[
                "Fyll i vilken dag du frågade.",
                "Skriv dag, månad och år, till exempel 21 november 2026.",
                "Titta på datumet igen. Den dagen finns inte.",
                "Fråga din kollega igen. Det här är för länge sedan.",
                "Skriv dagens datum eller en tidigare dag.",
            ],
            |judging| {
                let today = judging.today();
                let first = today - Months::new(RECORDED_WITHIN_MONTHS);
                day_within(judging, &MUNTLIGT_DAG, first, today)
            },
        ),
        stop(
            "muntligt-svar",
            &MUNTLIGT_SVAR,
            Guideline::Personal,
            "Kollegans svar är antecknat",
            &["Välj vad din kollega sa."],
            |judging| unchosen(judging, &MUNTLIGT_SVAR),
        ),
    ],
    OCCASION_RULES,
    &[
        stop(
            "medier",
            &MEDIER,
            Guideline::Personal,
            "Det är sagt om svaret gäller foto, film eller ljud",
            &["Kryssa i foto, film eller ljud."],
            |judging| check_list(judging, &MEDIER),
        ),
        KANALER_RULE,
    ],
    NAMING_RULES,
];
