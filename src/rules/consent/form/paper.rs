//! «Samtycke på papper»: what a signed sheet says, so that it can be found, checked and withdrawn.

#![allow(
    missing_docs,
    reason = "a field is described by its label and its hint"
)]

use std::sync::OnceLock;

use chrono::Months;

use super::question::*;
use super::rule::*;
use super::youth::{BARNETS_ASIKT, UNGDOMENS_ASIKT};
use crate::consent::party::PartyRole;
use crate::consent::state::ADULT;
use crate::form::check::{check_name, stop, unchosen};
use crate::form::field::{Choice, Field, Kind, NO, YES};
use crate::form::finding::{Breach, Rule};
use crate::form::{self, Form, Keeper, Question, Step, joined};
use crate::policy::guideline::Guideline;
use crate::value::collation;
use crate::value::name;

/// How old a sheet can be when it is recorded, in months.
const RECORDED_WITHIN_MONTHS: u32 = 60;
/// «Vem har skrivit under?»: two guardians.
pub const TWO_GUARDIANS: &str = "tva-vardnadshavare";

pub static PAPPER_AV: Field = ask(
    "papper-av",
    "Vem har skrivit under?",
    Kind::Choice(&[
        Choice::new(PartyRole::Person.id(), "Personen själv"),
        Choice::with_hint(
            PartyRole::Guardian.id(),
            "En vårdnadshavare",
            "Barnet har bara en vårdnadshavare.",
        ),
        Choice::new(TWO_GUARDIANS, "Två vårdnadshavare"),
        Choice::new(
            PartyRole::AppointedGuardian.id(),
            "Särskilt förordnad vårdnadshavare",
        ),
        Choice::new(
            PartyRole::AsylumGuardian.id(),
            "God man för barn som har kommit ensamt",
        ),
        Choice::new(
            PartyRole::Representative.id(),
            "God man eller förvaltare för en vuxen",
        ),
    ]),
);
pub static PAPPER_NAMN: Field = ask(
    "papper-namn",
    "Vad heter den som har skrivit under?",
    Kind::Name,
);
pub static PAPPER_ANDRA_NAMN: Field = ask(
    "papper-andra-namn",
    "Vad heter den andra som har skrivit under?",
    Kind::Name,
);
pub static PAPPER_BARNET: Field = ask(
    "papper-barnet",
    "Barnet har också skrivit under",
    Kind::Tick,
)
.hint("Den som är äldre skriver under själv. Saknas namnet väntar samtycket på barnet.")
.optional();
pub static PAPPER_PLATS: Field = ask("papper-plats", "Var finns blanketten?", Kind::Line)
    .hint("Till exempel skåp, pärm och flik.");

/// Those who answer for a person under age.
pub(super) const GUARDIANS: &[&str] = &[
    PartyRole::Guardian.id(),
    TWO_GUARDIANS,
    PartyRole::AppointedGuardian.id(),
    PartyRole::AsylumGuardian.id(),
];
const OTHERS: &[&str] = &[
    PartyRole::Guardian.id(),
    TWO_GUARDIANS,
    PartyRole::AppointedGuardian.id(),
    PartyRole::AsylumGuardian.id(),
    PartyRole::Representative.id(),
];
const REPRESENTATIVE: &[&str] = &[PartyRole::Representative.id()];

/// Its steps; the last one is the review.
const STEPS: &[Step] = &[
    Step {
        slug: "vem",
        title: "Vem gäller det?",
        lead: "Skriv av blanketten. Ändra ingenting.",
        questions: &[
            Question::always(&NAMN),
            Question::always(&FODD),
            Question::always(&VERKSAMHET),
        ],
    },
    Step {
        slug: "underskrift",
        title: "Vem har skrivit under?",
        lead: "",
        questions: &[
            Question::always(&PAPPER_AV),
            Question::when(&PAPPER_NAMN, &PAPPER_AV, OTHERS),
            Question::when(&PAPPER_ANDRA_NAMN, &PAPPER_AV, &[TWO_GUARDIANS]),
            Question::when(&BARNETS_ASIKT, &PAPPER_AV, GUARDIANS),
            Question::when(&PAPPER_BARNET, &BARNETS_ASIKT, &[YES]),
            Question::when(&UPPDRAG, &PAPPER_AV, REPRESENTATIVE),
            Question::when(&UPPDRAG_SLUT, &PAPPER_AV, REPRESENTATIVE),
            Question::when(&PERSONENS_SVAR, &PAPPER_AV, REPRESENTATIVE),
            Question::when(&TVEKADE, &PERSONENS_SVAR, &[YES]),
            Question::always(&PAPPER_DAG),
            Question::always(&PAPPER_PLATS),
        ],
    },
    Step {
        slug: "vilka-bilder",
        title: "Vilka bilder?",
        lead: "",
        questions: PICTURES,
    },
    Step {
        slug: "var-och-till-vad",
        title: "Var och till vad?",
        lead: "Är en ruta tom på blanketten? Välj Nej.",
        questions: {
            const OFFER: &[Question] = &[Question::always(&KANALER)];
            &joined::<{ OFFER.len() + USES.len() }>(OFFER, USES)
        },
    },
    Step {
        slug: "hur-lange",
        title: "Hur länge?",
        lead: "",
        questions: VALIDITY,
    },
    Step {
        slug: "granska",
        title: "Granska och spara",
        lead: "Jämför med blanketten en gång till.",
        questions: &[],
    },
];

/// The form.
pub static FORM: Form = Form {
    id: "samtycke-papper",
    title: "Samtycke på papper",
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
        FODD_RULE,
        VERKSAMHET_RULE,
        stop(
            "papper-av",
            &PAPPER_AV,
            Guideline::Vardnad,
            "Det är sagt vem som har skrivit under",
            &[
                "Välj vem som har skrivit under.",
                "Be personen att svara själv. Vårdnadshavare svarar inte för den som har fyllt {min} år.",
            ],
            |judging| {
                if GUARDIANS.contains(&judging.text(&PAPPER_AV)) {
                    let limit = u32::from(judging.policy().numbers.guardian_required_below);
                    let was_grown = age(judging).is_some_and(|age| limit <= age);
                    // A sheet of paper is signed before it is recorded, and a yes on it could not count
                    // today. The child's own no stands.
                    let is_grown = age_today(judging).is_some_and(|age| ADULT <= age)
                        && judging.text(&BARNETS_ASIKT) != NO;
                    let least = if was_grown { limit } else { ADULT };
                    return (was_grown || is_grown).then(|| Breach::case(1).with("min", &least));
                }
                unchosen(judging, &PAPPER_AV)
            },
        ),
        // Who has signed is asked after the day of birth, and decides whether the day is right.
        stop(
            "papper-under-18",
            &PAPPER_AV,
            Guideline::Under18,
            "För den som är för ung har vårdnadshavare eller god man skrivit under",
            &[
                "Titta på blanketten igen. För den som är under {min} år skriver vårdnadshavare eller god man under.",
            ],
            |judging| {
                let signed = judging.text(&PAPPER_AV);
                let by_others = signed.is_empty() || GUARDIANS.contains(&signed);
                let limit = judging.policy().numbers.guardian_required_below;
                (is_minor(judging) && !by_others).then(|| Breach::case(0).with("min", &limit))
            },
        ),
        stop(
            "papper-namn",
            &PAPPER_NAMN,
            Guideline::Gdpr7,
            "Den som har skrivit under anges med namn",
            name::ADVICE,
            |judging| check_name(judging, &PAPPER_NAMN),
        ),
        stop(
            "papper-andra-namn",
            &PAPPER_ANDRA_NAMN,
            Guideline::Vardnad,
            "Den andra som har skrivit under anges med namn",
            name::ADVICE,
            |judging| check_name(judging, &PAPPER_ANDRA_NAMN),
        ),
        stop(
            "papper-samma-person",
            &PAPPER_ANDRA_NAMN,
            Guideline::Vardnad,
            "De två som har skrivit under är två personer",
            &["Titta på blanketten igen. Samma namn står två gånger."],
            |judging| {
                let other = collation::fold(judging.text(&PAPPER_ANDRA_NAMN));
                let same = [&PAPPER_NAMN, &NAMN]
                    .into_iter()
                    .any(|field| collation::fold(judging.text(field)) == other);
                (same && !other.is_empty()).then(|| Breach::case(0))
            },
        ),
        UNGDOMENS_ASIKT,
        GOD_MAN_UPPDRAG,
        UPPDRAG_SLUT_RULE,
        PERSONENS_EGEN_ASIKT,
    ],
    DOUBT_RULES,
    &[
        stop(
            "papper-dag",
            &PAPPER_DAG,
            Guideline::Rutin,
            "Dagen för underskriften är antecknad",
            &[
                "Fyll i vilken dag blanketten är underskriven.",
                "Skriv dag, månad och år, till exempel 21 november 2026.",
                "Titta på datumet igen. Den dagen finns inte.",
                "Fråga personen igen. Blanketten är för gammal.",
                "Skriv dagens datum eller en tidigare dag.",
            ],
            |judging| {
                let today = judging.today();
                let first = today - Months::new(RECORDED_WITHIN_MONTHS);
                day_within(judging, &PAPPER_DAG, first, today)
            },
        ),
        stop(
            "papper-plats",
            &PAPPER_PLATS,
            Guideline::Rutin,
            "Det är sagt var blanketten förvaras",
            &[
                "Fyll i var blanketten finns.",
                "Skriv platsen med bokstäver så att andra hittar den.",
                "Skriv kortare, högst 200 tecken.",
            ],
            |judging| check_name(judging, &PAPPER_PLATS),
        ),
    ],
    OCCASION_RULES,
    MEDIUM_RULES,
    &[KANALER_RULE],
    CHANNEL_RULES,
    NAMING_RULES,
    DURATION_RULES,
];
