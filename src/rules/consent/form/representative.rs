//! «Samtycke med god man eller förvaltare»: a representative answers, and the person's own no wins.

use std::sync::OnceLock;

use super::question::*;
use super::rule::*;
use crate::form::field::YES;
use crate::form::finding::Rule;
use crate::form::{self, Form, Keeper, Question, Step};

/// Its steps; the last one is the review.
const STEPS: &[Step] = &[
    Step {
        slug: "personen",
        title: "Personen på bilden",
        lead: "Du kan svara ja eller nej. Båda svaren är lika bra.",
        questions: &[
            Question::always(&NAMN),
            Question::always(&FODD),
            Question::always(&VERKSAMHET),
        ],
    },
    Step {
        slug: "ditt-uppdrag",
        title: "Ditt uppdrag",
        lead: "",
        questions: &[
            Question::always(&FORETRADARE_NAMN),
            Question::always(&FORETRADARE_EPOST),
            Question::always(&FORETRADARE_TELEFON),
            Question::always(&UPPDRAG),
            Question::always(&UPPDRAG_SLUT),
        ],
    },
    Step {
        slug: "personens-svar",
        title: "Vad vill personen själv?",
        lead: "Prata med personen om vad det är att synas på bild.",
        questions: &[
            Question::always(&FORMAGA),
            Question::when(&TILLFRAGAD, &FORMAGA, &[WITH_SUPPORT]),
            Question::when(&TILLFRAGAD_NAMN, &TILLFRAGAD, &["anhorig", "personal"]),
            Question::always(&PERSONENS_SVAR),
            Question::when(&TVEKADE, &PERSONENS_SVAR, &[YES]),
        ],
    },
    WHICH_PICTURES,
    WHERE_AND_WHY,
    HOW_LONG_AND_TEXT,
    SIGN,
];

/// The form.
pub static FORM: Form = Form {
    id: "samtycke-foretradare",
    title: "Får vi visa bilder på den du företräder?",
    keeper: Keeper::LinkHolder,
    prefilled: FROM_REQUEST,
    steps: STEPS,
    fields: &form::fields::<{ form::count(STEPS) }>(STEPS),
    field_index: OnceLock::new(),
    rules: RULES,
};

/// Every rule of the form, in field order.
pub static RULES: &[&[Rule]] = &[
    &[NAMN_RULE, FODD_RULE, UNDER_18, VERKSAMHET_RULE],
    REPRESENTATIVE_RULES,
    &[GOD_MAN_UPPDRAG, UPPDRAG_SLUT_RULE],
    ABILITY_RULES,
    &[PERSONENS_EGEN_ASIKT],
    DOUBT_RULES,
    OCCASION_RULES,
    MEDIUM_RULES,
    &[KANALER_RULE, ENHETENS_KONTO_RULE],
    CHANNEL_RULES,
    NAMING_RULES,
    DURATION_RULES,
    &[TEXT_LAST_RULE],
];
