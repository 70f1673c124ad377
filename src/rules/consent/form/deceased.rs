//! «När någon har dött»: what relatives wish, which is no consent.

#![allow(
    missing_docs,
    reason = "a field is described by its label and its hint"
)]

use std::sync::OnceLock;

use super::question::*;
use super::rule::*;
use crate::consent::subject::Wish;
use crate::form::check::{check_length, check_name, stop, unchosen};
use crate::form::draft::Draft;
use crate::form::field::{Choice, Field, Kind, YES_NO_UNKNOWN};
use crate::form::finding::{self, Finding, Rule};
use crate::form::judging::{Facts, Judging};
use crate::form::{self, Form, Keeper, Question, Step};
use crate::policy::guideline::Guideline;
use crate::value::name;

pub static AVLIDEN_NAMN: Field = ask("avliden-namn", "Vad hette personen?", Kind::Name);
pub static AVLIDEN_FODD: Field = ask("avliden-fodelsedatum", "När var personen född?", Kind::Date)
    .hint("Vet du inte? Lämna tomt.")
    .optional();
pub static RELATION: Field = ask("relation", "Vem är du till personen?", Kind::Line)
    .hint("Till exempel barn, syskon eller vän.");
pub static ONSKAN: Field = ask(
    "onskan",
    "Vad vill du att vi gör?",
    Kind::Choice(&[
        Choice::new(Wish::Remove.id(), "Ta bort alla bilder"),
        Choice::with_hint(
            Wish::KeepAsIs.id(),
            "Låt bilderna vara kvar",
            "Vi använder dem inte på något nytt sätt.",
        ),
        Choice::new(Wish::MayBeUsed.id(), "Bilderna får användas som förut"),
    ]),
);
pub static ONSKAN_BILDER: Field = ask(
    "onskan-bilder",
    "Vilka bilder gäller det?",
    Kind::LongText {
        min: 0,
        max: PICTURES_MAX,
    },
)
.hint("Gäller det alla bilder? Lämna tomt.")
.optional();
pub static OVERENS: Field = ask(
    "narstaende-overens",
    "Är ni flera närstående som är överens?",
    Kind::Choice(YES_NO_UNKNOWN),
);

/// Its steps; the last one is the review.
const STEPS: &[Step] = &[
    Step {
        slug: "vem-galler-det",
        title: "Vem gäller det?",
        lead: "Vi beklagar sorgen. Vi slutar genast att använda bilderna på nya sätt.",
        questions: &[
            Question::always(&AVLIDEN_NAMN),
            Question::always(&AVLIDEN_FODD),
            Question::always(&DITT_NAMN),
            Question::always(&RELATION),
            Question::always(&DIN_EPOST),
            Question::always(&DIN_TELEFON),
        ],
    },
    Step {
        slug: "din-onskan",
        title: "Vad vill du?",
        lead: "",
        questions: &[
            Question::always(&ONSKAN),
            Question::always(&ONSKAN_BILDER),
            Question::always(&OVERENS),
        ],
    },
    Step {
        slug: "granska",
        title: "Granska och skicka",
        lead: "Vi hör av oss till dig.",
        questions: &[],
    },
];

/// The form.
pub static FORM: Form = Form {
    id: "avliden",
    title: "När någon har dött",
    keeper: Keeper::Anyone,
    prefilled: &[],
    steps: STEPS,
    fields: &form::fields::<{ form::count(STEPS) }>(STEPS),
    field_index: OnceLock::new(),
    rules: RULES,
};

/// Every rule of the form, in field order.
pub static RULES: &[&[Rule]] = &[&[
    stop(
        "avliden-namn",
        &AVLIDEN_NAMN,
        Guideline::Avliden,
        "Den som har dött anges med namn",
        name::ADVICE,
        |judging| check_name(judging, &AVLIDEN_NAMN),
    ),
    stop(
        "avliden-fodelsedatum",
        &AVLIDEN_FODD,
        Guideline::Avliden,
        "Födelsedatumet för den som har dött finns i kalendern",
        &[
            "Skriv dag, månad och år, till exempel 21 november 1934.",
            "Titta på datumet igen. Den dagen finns inte.",
            "Titta på året igen. Så gammal kan ingen vara.",
            "Titta på datumet igen. Den dagen har inte varit än.",
        ],
        |judging| {
            let breach = check_born(judging, &AVLIDEN_FODD)?;
            // It may be left out, so the advice about that is not there.
            breach
                .case
                .checked_sub(1)
                .map(crate::form::finding::Breach::case)
        },
    ),
    DITT_NAMN_RULE,
    stop(
        "relation",
        &RELATION,
        Guideline::Avliden,
        "Den som skriver säger vem den är till personen",
        &[
            "Fyll i vem du är till personen.",
            "Skriv svaret med bokstäver.",
            "Skriv kortare, högst 200 tecken.",
        ],
        |judging| check_name(judging, &RELATION),
    ),
    DIN_EPOST_RULE,
    DIN_TELEFON_RULE,
    stop(
        "onskan",
        &ONSKAN,
        Guideline::Avliden,
        "Önskan är vald",
        &["Välj vad du vill att vi gör."],
        |judging| unchosen(judging, &ONSKAN),
    ),
    stop(
        "onskan-bilder",
        &ONSKAN_BILDER,
        Guideline::Avliden,
        "Beskrivningen av bilderna ryms",
        &[
            "Skriv vilka bilder det gäller.",
            "Skriv lite mer, minst {min} tecken.",
            "Skriv kortare, högst {max} tecken. Nu är det {antal}.",
        ],
        |judging| check_length(judging, &ONSKAN_BILDER),
    ),
    stop(
        "narstaende-overens",
        &OVERENS,
        Guideline::Avliden,
        "Det är sagt om närstående är överens",
        &["Svara om ni är överens."],
        |judging| unchosen(judging, &OVERENS),
    ),
]];

/// A relative's wish that has kept every rule. Only [`check`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelativeWish {
    name: String,
    born: Option<chrono::NaiveDate>,
    wish: Wish,
    pictures: String,
    by: String,
    relation: String,
    email: Option<String>,
    phone: Option<String>,
    agreed: Option<bool>,
}

impl RelativeWish {
    /// Who has died.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When that person was born.
    pub fn born(&self) -> Option<chrono::NaiveDate> {
        self.born
    }

    /// What is wished.
    pub fn wish(&self) -> Wish {
        self.wish
    }

    /// For which pictures, or empty for all.
    pub fn pictures(&self) -> &str {
        &self.pictures
    }

    /// Who wishes it.
    pub fn by(&self) -> &str {
        &self.by
    }

    /// What that person is to the dead.
    pub fn relation(&self) -> &str {
        &self.relation
    }

    /// Where mail reaches that person.
    pub fn email(&self) -> Option<&str> {
        self.email.as_deref()
    }

    /// Where a call reaches that person, in digits.
    pub fn phone(&self) -> Option<&str> {
        self.phone.as_deref()
    }

    /// Whether several relatives agree, when that is known.
    pub fn agreed(&self) -> Option<bool> {
        self.agreed
    }
}

/// Judges a draft of [`FORM`].
///
/// # Errors
///
/// Every finding, in field order, when at least one is in the way.
pub fn check(draft: &Draft, facts: &Facts<'_>) -> Result<RelativeWish, Vec<Finding>> {
    let judging = Judging::new(draft, *facts);
    let findings = finding::find(&judging);
    if findings.iter().any(|finding| finding.blocks(&[])) {
        return Err(findings);
    }
    let Some(wish) = Wish::from_id(judging.text(&ONSKAN)) else {
        return Err(findings);
    };
    let agreed = match judging.text(&OVERENS) {
        crate::form::field::YES => Some(true),
        crate::form::field::NO => Some(false),
        _ => None,
    };
    Ok(RelativeWish {
        name: judging.text(&AVLIDEN_NAMN).to_owned(),
        born: judging.date(&AVLIDEN_FODD).ok(),
        wish,
        pictures: judging.text(&ONSKAN_BILDER).to_owned(),
        by: judging.text(&DITT_NAMN).to_owned(),
        relation: judging.text(&RELATION).to_owned(),
        email: judging.email(&DIN_EPOST).ok().map(str::to_owned),
        phone: judging.phone(&DIN_TELEFON).ok().map(str::to_owned),
        agreed,
    })
}
