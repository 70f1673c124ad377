//! «Ta tillbaka ditt samtycke» without a link: three steps, no reason asked. A person with a link takes
//! back where it leads, by [`crate::consent::command::Command::Withdraw`].

#![allow(
    missing_docs,
    reason = "a field is described by its label and its hint"
)]

use std::sync::OnceLock;

use super::question::*;
use super::rule::*;
use crate::consent::scope::Channel;
use crate::form::check::{check_length, check_name, stop, unchosen};
use crate::form::draft::Draft;
use crate::form::field::{Choice, Class, Field, Kind};
use crate::form::finding::{self, Breach, Finding, Rule};
use crate::form::judging::{Facts, Judging};
use crate::form::{self, Form, Keeper, Question, Step};
use crate::policy::guideline::Guideline;
use crate::value::phone;

/// A person without a link: staff call back.
pub const WITHOUT_LINK: &str = "utan-lank";
/// A person whose link says which consent it is, and who is to use it.
pub const WITH_LINK: &str = "med-lank";
const ALL: &str = "allt";
const CHANNELS: &str = "kanaler";
const PICTURES: &str = "bilder";
const NEVER: &str = "fotografera-mig-inte";

pub static ATKOMST: Field = ask(
    "har-lank",
    "Har du en länk från oss?",
    Kind::Choice(&[
        Choice::new(WITH_LINK, "Ja, jag kom hit med den"),
        Choice::new(WITHOUT_LINK, "Nej"),
    ]),
)
.class(Class::Internal);
pub static NUMMER: Field = ask("samtyckets-nummer", "Numret på ditt samtycke", Kind::Line)
    .hint("Det står på ditt kvitto. Vet du inte? Skriv ditt namn.");
pub static NUMMER_FODD: Field = ask("aterkallelse-fodelsedatum", "När är du född?", Kind::Date)
    .hint("Gäller det ett barn? Skriv när barnet är fött.");
pub static RING_MIG: Field = ask("ring-mig", "Ditt telefonnummer", Kind::Phone)
    .hint("Vi ringer upp dig. Det är för att ingen annan ska kunna göra det här åt dig.");
pub static VAD: Field = ask(
    "ta-tillbaka-vad",
    "Vad vill du?",
    Kind::Choice(&[
        Choice::with_hint(ALL, "Ta tillbaka allt", "Vi slutar visa bilderna."),
        Choice::with_hint(
            CHANNELS,
            "Ta tillbaka för vissa platser",
            "Du väljer vilka.",
        ),
        Choice::with_hint(PICTURES, "Ta bort vissa bilder", "Resten får vara kvar."),
        Choice::with_hint(
            NEVER,
            "Ta inga fler bilder på mig",
            "Vi tar tillbaka allt och skriver upp att du inte vill.",
        ),
    ]),
)
.hint("Du behöver inte säga varför.");
pub static VILKA_KANALER: Field = ask(
    "ta-tillbaka-kanaler",
    "Var ska bilderna bort?",
    Kind::Choices(options!(Channel)),
);
pub static VILKA_BILDER: Field = ask(
    "ta-tillbaka-bilder",
    "Vilka bilder ska bort?",
    Kind::LongText {
        min: 1,
        max: PICTURES_MAX,
    },
)
.hint("Skriv så att vi hittar dem, till exempel var och när.");

/// Its steps; the last one is the review.
const STEPS: &[Step] = &[
    Step {
        slug: "vem-ar-du",
        title: "Vem är du?",
        lead: "",
        questions: &[
            Question::always(&ATKOMST),
            Question::when(&NUMMER, &ATKOMST, &[WITHOUT_LINK]),
            Question::when(&NUMMER_FODD, &ATKOMST, &[WITHOUT_LINK]),
            Question::when(&RING_MIG, &ATKOMST, &[WITHOUT_LINK]),
        ],
    },
    Step {
        slug: "vad-vill-du",
        title: "Vad vill du?",
        lead: "",
        questions: &[
            Question::always(&VAD),
            Question::when(&VILKA_KANALER, &VAD, &[CHANNELS]),
            Question::when(&VILKA_BILDER, &VAD, &[PICTURES]),
        ],
    },
    Step {
        slug: "granska",
        title: "Ta tillbaka",
        lead: "Det gäller så fort du har tryckt på knappen.",
        questions: &[],
    },
];

/// The form.
pub static FORM: Form = Form {
    id: "ta-tillbaka",
    title: "Ta tillbaka ditt ja",
    keeper: Keeper::Anyone,
    prefilled: &[&ATKOMST],
    steps: STEPS,
    fields: &form::fields::<{ form::count(STEPS) }>(STEPS),
    field_index: OnceLock::new(),
    rules: RULES,
};

/// Every rule of the form, in field order.
pub static RULES: &[&[Rule]] = &[&[
    stop(
        "har-lank",
        &ATKOMST,
        Guideline::Angra,
        "Det går att ta tillbaka med och utan länk",
        &[
            "Välj om du har en länk från oss.",
            "Öppna länken som du fick från oss och ta tillbaka där.",
        ],
        |judging| match judging.text(&ATKOMST) {
            WITH_LINK => Some(Breach::case(1)),
            _ => unchosen(judging, &ATKOMST),
        },
    ),
    stop(
        "samtyckets-nummer",
        &NUMMER,
        Guideline::Angra,
        "Det går att hitta samtycket",
        &[
            "Fyll i numret eller ditt namn.",
            "Fyll i hela numret med bokstäver och siffror, eller ditt namn.",
            "Skriv kortare, högst 200 tecken.",
        ],
        |judging| check_name(judging, &NUMMER),
    ),
    stop(
        "aterkallelse-fodelsedatum",
        &NUMMER_FODD,
        Guideline::Angra,
        "Den som tar tillbaka anger när personen är född",
        BORN_ADVICE,
        |judging| check_born(judging, &NUMMER_FODD),
    ),
    stop(
        "ring-mig",
        &RING_MIG,
        Guideline::Angra,
        "Den som tar tillbaka utan länk går att ringa upp",
        phone::ADVICE,
        |judging| check_phone(judging, &RING_MIG),
    ),
    stop(
        "ta-tillbaka-vad",
        &VAD,
        Guideline::Avbojande,
        "Det är sagt vad som tas tillbaka",
        &["Välj vad du vill."],
        |judging| unchosen(judging, &VAD),
    ),
    stop(
        "ta-tillbaka-kanaler",
        &VILKA_KANALER,
        Guideline::Angra,
        "Det är sagt var bilderna ska bort",
        &["Kryssa i minst en plats."],
        |judging| check_list(judging, &VILKA_KANALER),
    ),
    stop(
        "ta-tillbaka-bilder",
        &VILKA_BILDER,
        Guideline::Angra,
        "Det är sagt vilka bilder som ska bort",
        &[
            "Skriv vilka bilder som ska bort.",
            "Skriv lite mer, minst {min} tecken.",
            "Skriv kortare, högst {max} tecken. Nu är det {antal}.",
        ],
        |judging| check_length(judging, &VILKA_BILDER),
    ),
]];

/// What a person takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Everything.
    All,
    /// These channels.
    Channels(Vec<Channel>),
    /// Some pictures, in the person's own words.
    Pictures(String),
    /// Everything, and no more pictures are to be taken.
    NeverAgain,
}

/// The message of a person without a link, for the staff who call back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The consent's number, or a name.
    pub number: String,
    /// When the person on the pictures was born.
    pub born: chrono::NaiveDate,
    /// Where to call, in digits.
    pub phone: String,
}

/// A withdrawal without a link that has kept every rule. Only [`check`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    wanted: Wanted,
    caller: Caller,
}

impl Withdrawal {
    /// What is taken back.
    pub fn wanted(&self) -> &Wanted {
        &self.wanted
    }

    /// Who is to be called, since no link says which consent it is.
    pub const fn caller(&self) -> &Caller {
        &self.caller
    }
}

/// Judges a draft of [`FORM`].
///
/// # Errors
///
/// Every finding, in field order, when at least one is in the way.
pub fn check(draft: &Draft, facts: &Facts<'_>) -> Result<Withdrawal, Vec<Finding>> {
    let judging = Judging::new(draft, *facts);
    let findings = finding::find(&judging);
    if findings.iter().any(|finding| finding.blocks(&[])) {
        return Err(findings);
    }
    read(&judging).ok_or(findings)
}

/// The withdrawal; `None` cannot happen once every rule was kept.
fn read(judging: &Judging<'_>) -> Option<Withdrawal> {
    let wanted = match judging.text(&VAD) {
        ALL => Wanted::All,
        CHANNELS => Wanted::Channels(
            judging
                .list(&VILKA_KANALER)
                .iter()
                .filter_map(|id| Channel::from_id(id))
                .collect(),
        ),
        PICTURES => Wanted::Pictures(judging.text(&VILKA_BILDER).to_owned()),
        NEVER => Wanted::NeverAgain,
        _ => return None,
    };
    let caller = Caller {
        number: judging.text(&NUMMER).to_owned(),
        born: judging.date(&NUMMER_FODD).ok()?,
        phone: judging.phone(&RING_MIG).ok()?.to_owned(),
    };
    Some(Withdrawal { wanted, caller })
}
