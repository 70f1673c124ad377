//! «Samtycke för barn och unga»: guardians answer, and the child's own opinion counts.

#![allow(
    missing_docs,
    reason = "a field is described by its label and its hint"
)]

use std::sync::OnceLock;

use super::question::*;
use super::rule::*;
use crate::consent::party::PartyRole;
use crate::form::check::{check_name, stop, unchosen};
use crate::form::field::{Choice, Class, Field, Kind, NO, UNKNOWN, YES};
use crate::form::finding::{Breach, Rule, Severity};
use crate::form::judging::Judging;
use crate::form::{self, Form, Keeper, Question, Step, joined};
use crate::policy::guideline::Guideline;
use crate::value::collation;
use crate::value::email;
use crate::value::name;
use crate::value::personnummer;
use crate::value::phone;

/// «Vem är du?»: the youth.
pub const YOUTH: &str = "ungdomen";
/// «Vem är du?»: a foster parent, who cannot answer.
const FOSTER_PARENT: &str = "familjehem";
/// «Hur många vårdnadshavare?»: two.
pub const TWO: &str = "tva";
/// The child is known by its day of birth.
pub const BY_BIRTH: &str = "fodelsedatum";
/// The child is known by its personnummer, because guardianship must be matched.
pub const BY_NUMBER: &str = "personnummer";

pub static FYLLER_I: Field = ask(
    "fyller-i",
    "Vem är du?",
    Kind::Choice(&[
        Choice::new(PartyRole::Guardian.id(), "Vårdnadshavare"),
        Choice::with_hint(
            PartyRole::AppointedGuardian.id(),
            "Särskilt förordnad vårdnadshavare",
            "En domstol har utsett dig.",
        ),
        Choice::new(
            PartyRole::AsylumGuardian.id(),
            "God man för barn som har kommit ensamt",
        ),
        Choice::new(YOUTH, "Jag är själv den som är på bilden"),
        Choice::new(FOSTER_PARENT, "Barnet bor hos mig i familjehem"),
    ]),
);
pub static ANGES_MED: Field = ask(
    "barnet-anges-med",
    "Barnet anges med",
    Kind::Choice(&[
        Choice::new(BY_BIRTH, "Födelsedatum"),
        Choice::new(BY_NUMBER, "Personnummer"),
    ]),
)
.class(Class::Internal);
pub static BARN_NAMN: Field =
    ask("barnets-namn", "Barnets namn", Kind::Name).hint("Namnet på den som är på bilden.");
pub static BARN_FODD: Field = ask("barnets-fodelsedatum", "När är barnet fött?", Kind::Date)
    .hint("Till exempel 21 november 2012.");
pub static BARN_PERSONNUMMER: Field = ask(
    "barnets-personnummer",
    "Barnets personnummer",
    Kind::Personnummer,
)
.hint("10 eller 12 siffror. Samordningsnummer går också bra.");
pub static UNGDOM_EPOST: Field = ask("ungdomens-epost", "Den unges egen e-post", Kind::Email)
    .hint("Den som är äldre skriver under själv. Då behöver vi e-post eller telefon.")
    .optional();
pub static UNGDOM_TELEFON: Field =
    ask("ungdomens-telefon", "Den unges egen telefon", Kind::Phone).optional();
pub static ANTAL: Field = ask(
    "antal-vardnadshavare",
    "Hur många är barnets vårdnadshavare?",
    Kind::Choice(&[
        Choice::new("en", "En"),
        Choice::new(TWO, "Två"),
        Choice::with_hint(UNKNOWN, "Vet inte", "Vi hör av oss innan ditt ja gäller."),
    ]),
);
pub static FORSTA_NAMN: Field = ask("forsta-namn", "Vad heter din vårdnadshavare?", Kind::Name);
pub static FORSTA_EPOST: Field = ask("forsta-epost", "Din vårdnadshavares e-post", Kind::Email)
    .hint("Saknas e-post? Fyll i en telefon.");
pub static FORSTA_TELEFON: Field =
    ask("forsta-telefon", "Din vårdnadshavares telefon", Kind::Phone).optional();
pub static ANDRA_NAMN: Field = ask("andra-namn", "Vad heter den andra?", Kind::Name);
pub static ANDRA_EPOST: Field = ask("andra-epost", "Den andras e-post", Kind::Email)
    .hint("Vi skickar en länk. Saknas e-post? Fyll i en telefon.");
pub static ANDRA_TELEFON: Field =
    ask("andra-telefon", "Den andras telefon", Kind::Phone).optional();
pub static BARNETS_ASIKT: Field = ask(
    "barnets-asikt",
    "Vill barnet själv synas på bild?",
    Kind::Choice(&[
        Choice::new(YES, "Ja"),
        Choice::new(NO, "Nej"),
        Choice::new(NOT_ASKED, "Jag har inte frågat än"),
    ]),
)
.hint("Säger barnet nej så gäller det.");

/// Whose guardians are counted: those who may have another beside them, and the youth's.
const COUNTED: &[&str] = &[
    PartyRole::Guardian.id(),
    PartyRole::AppointedGuardian.id(),
    YOUTH,
];
const ADULTS: &[&str] = &[
    PartyRole::Guardian.id(),
    PartyRole::AppointedGuardian.id(),
    PartyRole::AsylumGuardian.id(),
    FOSTER_PARENT,
];

/// Its steps; the last one is the review.
const STEPS: &[Step] = &[
    Step {
        slug: "vem-ar-du",
        title: "Vem är du?",
        lead: "Du kan svara ja eller nej. Båda svaren är lika bra.",
        questions: &[
            Question::always(&FYLLER_I),
            Question::when(&DITT_NAMN, &FYLLER_I, ADULTS),
            Question::always(&DIN_EPOST),
            Question::always(&DIN_TELEFON),
        ],
    },
    Step {
        slug: "barnet",
        title: "Barnet",
        lead: "Är du själv den som är på bilden? Svara då om dig.",
        questions: &[
            Question::always(&VERKSAMHET),
            Question::always(&ANGES_MED),
            Question::always(&BARN_NAMN),
            Question::when(&BARN_FODD, &ANGES_MED, &[BY_BIRTH]),
            Question::when(&BARN_PERSONNUMMER, &ANGES_MED, &[BY_NUMBER]),
            Question::when(&UNGDOM_EPOST, &FYLLER_I, ADULTS),
            Question::when(&UNGDOM_TELEFON, &FYLLER_I, ADULTS),
        ],
    },
    Step {
        slug: "vardnadshavare",
        title: "Vårdnadshavare",
        lead: "Är ni två svarar ni var för sig. Vi visar inga bilder förrän båda har sagt ja.",
        questions: &[
            Question::when(&ANTAL, &FYLLER_I, COUNTED),
            Question::when(&FORSTA_NAMN, &FYLLER_I, &[YOUTH]),
            Question::when(&FORSTA_EPOST, &FYLLER_I, &[YOUTH]),
            Question::when(&FORSTA_TELEFON, &FYLLER_I, &[YOUTH]),
            Question::when(&ANDRA_NAMN, &ANTAL, &[TWO]),
            Question::when(&ANDRA_EPOST, &ANTAL, &[TWO]),
            Question::when(&ANDRA_TELEFON, &ANTAL, &[TWO]),
        ],
    },
    Step {
        slug: "barnets-asikt",
        title: "Vad vill barnet?",
        lead: "Prata med barnet om vad det är att synas på bild.",
        questions: &[Question::when(&BARNETS_ASIKT, &FYLLER_I, ADULTS)],
    },
    Step {
        slug: "vilka-bilder",
        title: "Vilka bilder, och var?",
        lead: "Svara ja eller nej på varje fråga. Du kan svara nej på allt.",
        questions: &joined::<{ PICTURES.len() + PLACES.len() }>(PICTURES, PLACES),
    },
    HOW_LONG_AND_TEXT,
    SIGN,
];

/// The form.
pub static FORM: Form = Form {
    id: "samtycke-ungdom",
    title: "Får vi visa bilder på ditt barn?",
    keeper: Keeper::LinkHolder,
    prefilled: &[
        &VERKSAMHET,
        &ANGES_MED,
        &BILDER_FRAN,
        &TILLFALLE_DAG,
        &TILLFALLE_PLATS,
        &KANALER,
        &ENHETENS_KONTO,
    ],
    steps: STEPS,
    fields: &form::fields::<{ form::count(STEPS) }>(STEPS),
    field_index: OnceLock::new(),
    rules: RULES,
};

/// Every rule of the form, in field order.
pub static RULES: &[&[Rule]] = &[
    &[
        stop(
            "fyller-i",
            &FYLLER_I,
            Guideline::Vardnad,
            "Det är sagt vem som svarar",
            &["Välj vem du är."],
            |judging| unchosen(judging, &FYLLER_I),
        ),
        Rule {
            id: "familjehem",
            field: &FYLLER_I,
            severity: Severity::Exit,
            guideline: Guideline::Vardnad,
            summary: "Familjehem svarar inte i vårdnadshavarens ställe",
            advice: &[
                "Be barnets vårdnadshavare att svara. Den som har barnet hos sig i familjehem kan inte göra det.",
            ],
            broken: |judging| (judging.text(&FYLLER_I) == FOSTER_PARENT).then(|| Breach::case(0)),
        },
        DITT_NAMN_RULE,
        DIN_EPOST_RULE,
        DIN_TELEFON_RULE,
        VERKSAMHET_RULE,
        stop(
            "barnet-anges-med",
            &ANGES_MED,
            Guideline::Gdpr6,
            "Personnummer lämnas bara när det behövs",
            &["Be om en ny länk. Den här säger inte hur barnet ska anges."],
            |judging| unchosen(judging, &ANGES_MED),
        ),
        stop(
            "barnets-namn",
            &BARN_NAMN,
            Guideline::Gdpr7,
            "Barnet anges med namn",
            name::ADVICE,
            |judging| check_name(judging, &BARN_NAMN),
        ),
        stop(
            "barnets-fodelsedatum",
            &BARN_FODD,
            Guideline::Under18,
            "Barnets födelsedatum finns i kalendern och har varit",
            BORN_ADVICE,
            |judging| check_born(judging, &BARN_FODD),
        ),
        Rule {
            id: "fyllt-18",
            field: &BARN_FODD,
            severity: Severity::Exit,
            guideline: Guideline::Vuxna,
            summary: "Den som har fyllt år nog svarar själv",
            advice: GROWN_ADVICE,
            broken: |judging| grown(judging),
        },
        stop(
            "personnummer",
            &BARN_PERSONNUMMER,
            Guideline::Vardnad,
            "Personnumret finns och har rätt siffror",
            personnummer::ADVICE,
            |judging| {
                let problem = judging.personnummer(&BARN_PERSONNUMMER).err()?;
                Some(Breach::case(problem as usize))
            },
        ),
        Rule {
            id: "personnummer-fyllt-18",
            field: &BARN_PERSONNUMMER,
            severity: Severity::Exit,
            guideline: Guideline::Vuxna,
            summary: "Den som har fyllt år nog svarar själv, enligt personnumret",
            advice: GROWN_ADVICE,
            broken: |judging| grown(judging),
        },
        stop(
            "ungdomens-epost",
            &UNGDOM_EPOST,
            Guideline::Under18,
            "Den unges e-post har rätt form",
            email::ADVICE,
            |judging| optional_email(judging, &UNGDOM_EPOST),
        ),
        stop(
            "ungdomen-nas",
            &UNGDOM_EPOST,
            Guideline::Under18,
            "Den som är gammal nog att skriva under går att nå",
            &["Fyll i den unges egen e-post eller telefon. Från {min} år skriver man under själv."],
            |judging| {
                let unreachable = signs_too(judging)
                    && judging.draft().is_empty(&UNGDOM_EPOST)
                    && judging.draft().is_empty(&UNGDOM_TELEFON);
                unreachable.then(|| {
                    Breach::case(0).with("min", &judging.policy().numbers.youth_cosigns_from)
                })
            },
        ),
        stop(
            "ungdomens-telefon",
            &UNGDOM_TELEFON,
            Guideline::Under18,
            "Den unges telefonnummer har rätt form",
            phone::ADVICE,
            |judging| optional_phone(judging, &UNGDOM_TELEFON),
        ),
        stop(
            "antal-vardnadshavare",
            &ANTAL,
            Guideline::Vardnad,
            "Det är sagt hur många vårdnadshavarna är",
            &["Välj hur många barnets vårdnadshavare är."],
            |judging| unchosen(judging, &ANTAL),
        ),
        stop(
            "forsta-namn",
            &FORSTA_NAMN,
            Guideline::Vardnad,
            "Vårdnadshavaren anges med namn",
            name::ADVICE,
            |judging| check_name(judging, &FORSTA_NAMN),
        ),
        stop(
            "forsta-epost",
            &FORSTA_EPOST,
            Guideline::Vardnad,
            "Vårdnadshavaren går att nå med e-post eller telefon",
            email::ADVICE,
            |judging| email_or_phone(judging, &FORSTA_EPOST, &FORSTA_TELEFON),
        ),
        stop(
            "forsta-telefon",
            &FORSTA_TELEFON,
            Guideline::Vardnad,
            "Vårdnadshavarens telefonnummer har rätt form",
            phone::ADVICE,
            |judging| optional_phone(judging, &FORSTA_TELEFON),
        ),
        stop(
            "andra-namn",
            &ANDRA_NAMN,
            Guideline::Vardnad,
            "Den andra vårdnadshavaren anges med namn",
            name::ADVICE,
            |judging| check_name(judging, &ANDRA_NAMN),
        ),
        stop(
            "samma-person-tva-ganger",
            &ANDRA_NAMN,
            Guideline::Vardnad,
            "Den andra vårdnadshavaren är en annan person",
            &[
                "Fyll i den andra vårdnadshavaren. Det här är samma namn som den första.",
                "Fyll i den andra vårdnadshavaren. Det här är barnets namn.",
                "Fyll i den andras egen e-post. Det här är samma e-post som den första har.",
            ],
            |judging| {
                let same = |field| {
                    let name = collation::fold(judging.text(field));
                    !name.is_empty() && name == collation::fold(judging.text(&ANDRA_NAMN))
                };
                let email = |field| {
                    matches!((judging.email(field), judging.email(&ANDRA_EPOST)),
                        (Ok(one), Ok(other)) if email::same(one, other))
                };
                if same(first_name(judging)) {
                    Some(Breach::case(0))
                } else if same(&BARN_NAMN) {
                    Some(Breach::case(1))
                } else {
                    (email(first_email(judging))).then(|| Breach::case(2))
                }
            },
        ),
        stop(
            "andra-epost",
            &ANDRA_EPOST,
            Guideline::Vardnad,
            "Den andra vårdnadshavaren går att nå med e-post eller telefon",
            email::ADVICE,
            |judging| email_or_phone(judging, &ANDRA_EPOST, &ANDRA_TELEFON),
        ),
        stop(
            "andra-telefon",
            &ANDRA_TELEFON,
            Guideline::Vardnad,
            "Den andra vårdnadshavarens telefonnummer har rätt form",
            phone::ADVICE,
            |judging| optional_phone(judging, &ANDRA_TELEFON),
        ),
        UNGDOMENS_ASIKT,
    ],
    OCCASION_RULES,
    MEDIUM_RULES,
    &[KANALER_RULE, ENHETENS_KONTO_RULE],
    CHANNEL_RULES,
    NAMING_RULES,
    DURATION_RULES,
    &[TEXT_LAST_RULE],
];

/// Also on the paper form.
pub(super) const UNGDOMENS_ASIKT: Rule = stop(
    "ungdomens-asikt",
    &BARNETS_ASIKT,
    Guideline::Under18,
    "Den som är gammal nog är själv tillfrågad",
    &[
        "Välj vad barnet själv vill.",
        "Fråga barnet först. Från {min} år ska barnet själv få svara.",
    ],
    |judging| {
        let limit = judging.policy().numbers.youth_opinion_from;
        let unasked = judging.text(&BARNETS_ASIKT) == NOT_ASKED
            && age(judging).is_some_and(|age| u32::from(limit) <= age);
        if unasked {
            return Some(Breach::case(1).with("min", &limit));
        }
        unchosen(judging, &BARNETS_ASIKT)
    },
);

const GROWN_ADVICE: &[&str] =
    &["Be om blanketten för vuxna. Den som har fyllt {min} år svarar själv."];

fn grown(judging: &Judging<'_>) -> Option<Breach> {
    (age(judging).is_some() && !is_minor(judging))
        .then(|| Breach::case(0).with("min", &judging.policy().numbers.guardian_required_below))
}

/// Whether the youth is old enough to sign beside the guardians, also on a sheet of paper that they
/// signed before that.
pub(super) fn signs_too(judging: &Judging<'_>) -> bool {
    let limit = u32::from(judging.policy().numbers.youth_cosigns_from);
    is_minor(judging) && age_today(judging).is_some_and(|age| limit <= age)
}

/// Where the first guardian's name stands.
fn first_name(judging: &Judging<'_>) -> &'static Field {
    if judging.text(&FYLLER_I) == YOUTH {
        &FORSTA_NAMN
    } else {
        &DITT_NAMN
    }
}

/// Where the first guardian's address stands.
fn first_email(judging: &Judging<'_>) -> &'static Field {
    if judging.text(&FYLLER_I) == YOUTH {
        &FORSTA_EPOST
    } else {
        &DIN_EPOST
    }
}
