//! «Avsluta eller ändra konto»: the form for an account that is already in the register.

#![allow(
    missing_docs,
    reason = "a field is described by its label and its hint"
)]

use std::sync::OnceLock;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::account::application::Contact;
use crate::form::check::{check_email, check_length, check_name, unchosen, unticked};
use crate::form::draft::Draft;
use crate::form::field::{Choice, Class, Field, Kind, YES};
use crate::form::finding::{self, Breach, Finding, Rule, Severity};
use crate::form::judging::{Facts, Judging};
use crate::form::{self, Form, Keeper, Question, Step};
use crate::policy::guideline::Guideline;
use crate::register::{Row, Status};
use crate::value::address::{self, Address};
use crate::value::date;
use crate::value::email;
use crate::value::name;
use crate::value::wire;

/// «Vad gäller det?»: close the account.
pub const CLOSE: &str = "avsluta";
/// «Vad gäller det?»: another person takes over.
pub const REPLACE: &str = "byta-ansvarig";
/// «Vad gäller det?»: a new name or address.
pub const MOVE: &str = "byta-adress";
/// «Vad gäller det?»: let it rest.
pub const PAUSE: &str = "pausa";

/// Longest pause, in days.
const PAUSE_DAYS_MAX: u64 = 365;
const REASON: Kind = Kind::LongText { min: 10, max: 500 };

pub static KONTO: Field = Field::new("konto", "Vilket konto gäller det?", Kind::Account)
    .hint("Börja skriva kontots namn eller enhetens namn.")
    .class(Class::Open);
pub static ANDRING: Field = Field::new(
    "andring",
    "Vad gäller det?",
    Kind::Choice(&[
        Choice::with_hint(
            CLOSE,
            "Avsluta kontot",
            "Kontot stängs och står kvar i förteckningen som avslutat.",
        ),
        Choice::with_hint(
            REPLACE,
            "Byta ansvarig",
            "Någon annan tar över ansvaret eller skötseln.",
        ),
        Choice::with_hint(
            MOVE,
            "Byta namn eller adress",
            "Kontot får ett nytt namn på samma plattform.",
        ),
        Choice::with_hint(
            PAUSE,
            "Pausa kontot",
            "Kontot vilar en tid och används sedan igen.",
        ),
    ]),
);

pub static AVSLUTA_ORSAK: Field =
    Field::new("avsluta-orsak", "Varför ska kontot avslutas?", REASON);
pub static AVSLUTA_DATUM: Field =
    Field::new("avsluta-datum", "Vilken dag stängs kontot?", Kind::Date)
        .hint("Till exempel 21 november 2026 eller 2026-11-21.");
pub static ARKIVERAT: Field = Field::new(
    "arkiverat",
    "Är innehållet sparat för arkivet?",
    Kind::Choice(&[
        Choice::new(YES, "Ja, innehållet är sparat"),
        Choice::with_hint(
            "behover-hjalp",
            "Vi behöver hjälp av en arkivarie",
            "Stäng inte kontot förrän ni har fått hjälp.",
        ),
    ]),
);
pub static FRAGOR: Field = Field::new(
    "fragor-besvarade",
    "Alla frågor och kommentarer är besvarade",
    Kind::Tick,
);
pub static BEHORIGHETER: Field = Field::new(
    "behorigheter-borttagna",
    "Behörigheter och kopplade appar tas bort när kontot stängs",
    Kind::Tick,
);
pub static BILDER: Field = Field::new(
    "bilder-hanterade",
    "Bilder på personer är borttagna eller tas bort när kontot stängs",
    Kind::Tick,
);

pub static VEM_BYTS: Field = Field::new(
    "vem-byts",
    "Vem byts ut?",
    Kind::Choice(&[
        Choice::with_hint(
            "chef",
            "Ansvarig enhetschef",
            "Den nya chefen godkänner här i tjänsten.",
        ),
        Choice::new("ansvarig", "Kontoansvarig"),
        Choice::new("ersattare", "Ersättare"),
    ]),
);
pub static NY_NAMN: Field = Field::new("ny-namn", "Den nya personens namn", Kind::Name);
pub static NY_EPOST: Field = Field::new("ny-epost", "Den nya personens e-post", Kind::Email);

pub static NYTT_KONTONAMN: Field = Field::new(
    "nytt-kontonamn",
    "Nytt kontonamn eller ny adress",
    Kind::Address,
)
.hint("Skriv kontots nya namn eller hela den nya adressen.")
.class(Class::Open);

pub static PAUS_ORSAK: Field = Field::new("paus-orsak", "Varför ska kontot pausas?", REASON);
pub static PAUS_SLUT: Field = Field::new("paus-slut", "Till och med vilken dag?", Kind::Date)
    .hint("Högst ett år framåt, till exempel 31 augusti 2027.");

pub static VARNINGAR: Field = Field::new(
    "varningar-andring",
    "Varningar som jag har läst",
    Kind::Warnings,
)
.optional();

/// Its steps; the last one is the review.
const STEPS: &[Step] = &[
    Step {
        slug: "valj-konto",
        title: "Välj konto",
        lead: "",
        questions: &[Question::always(&KONTO)],
    },
    Step {
        slug: "vad-galler-det",
        title: "Vad gäller det?",
        lead: "",
        questions: &[Question::always(&ANDRING)],
    },
    Step {
        slug: "uppgifter",
        title: "Uppgifter om ändringen",
        lead: "",
        questions: &[
            Question::when(&AVSLUTA_ORSAK, &ANDRING, &[CLOSE]),
            Question::when(&AVSLUTA_DATUM, &ANDRING, &[CLOSE]),
            Question::when(&ARKIVERAT, &ANDRING, &[CLOSE]),
            Question::when(&FRAGOR, &ANDRING, &[CLOSE]),
            Question::when(&BEHORIGHETER, &ANDRING, &[CLOSE]),
            Question::when(&BILDER, &ANDRING, &[CLOSE]),
            Question::when(&VEM_BYTS, &ANDRING, &[REPLACE]),
            Question::when(&NY_NAMN, &ANDRING, &[REPLACE]),
            Question::when(&NY_EPOST, &ANDRING, &[REPLACE]),
            Question::when(&NYTT_KONTONAMN, &ANDRING, &[MOVE]),
            Question::when(&PAUS_ORSAK, &ANDRING, &[PAUSE]),
            Question::when(&PAUS_SLUT, &ANDRING, &[PAUSE]),
        ],
    },
    Step {
        slug: "granska",
        title: "Granska och skicka in",
        lead: "Läs igenom dina svar. Du kan ändra dem innan du skickar in.",
        questions: &[Question::always(&VARNINGAR)],
    },
];

/// The form.
pub static FORM: Form = Form {
    id: "andra-konto",
    title: "Avsluta eller ändra ett konto",
    keeper: Keeper::Employee,
    prefilled: &[],
    steps: STEPS,
    fields: &form::fields::<{ form::count(STEPS) }>(STEPS),
    field_index: OnceLock::new(),
    rules: &[RULES],
};

/// Every rule of the form, in field order.
pub static RULES: &[Rule] = &[
    Rule {
        id: "konto-valt",
        field: &KONTO,
        severity: Severity::Stop,
        guideline: Guideline::Anmal,
        summary: "Kontot finns i förteckningen och är inte redan avslutat",
        advice: &[
            "Välj ett konto i listan.",
            "Välj ett annat konto. Det här är redan avslutat.",
        ],
        broken: |judging| match row(judging) {
            None => Some(Breach::case(0)),
            Some(row) => (row.status == Status::Closed).then(|| Breach::case(1)),
        },
    },
    Rule {
        id: "andring-vald",
        field: &ANDRING,
        severity: Severity::Stop,
        guideline: Guideline::Anmal,
        summary: "Det är sagt vad som ska ändras",
        advice: &["Välj vad som ska ändras."],
        broken: |judging| unchosen(judging, &ANDRING),
    },
    Rule {
        id: "avsluta-orsak",
        field: &AVSLUTA_ORSAK,
        severity: Severity::Stop,
        guideline: Guideline::Anmal,
        summary: "Det finns ett skäl att avsluta",
        advice: REASON_ADVICE,
        broken: |judging| check_length(judging, &AVSLUTA_ORSAK),
    },
    Rule {
        id: "avsluta-datum",
        field: &AVSLUTA_DATUM,
        severity: Severity::Stop,
        guideline: Guideline::Anmal,
        summary: "Dagen då kontot stängs är i dag eller senare",
        advice: &[
            "Fyll i vilken dag kontot stängs.",
            "Skriv hela datumet med dag, månad och år, till exempel 2026-11-21.",
            "Kontrollera datumet. Den dagen finns inte i kalendern.",
            "Skriv dagens datum eller ett senare.",
            "Skriv ett datum inom ett år.",
        ],
        broken: |judging| check_day(judging, &AVSLUTA_DATUM, 0),
    },
    Rule {
        id: "arkiverat-fore-stangning",
        field: &ARKIVERAT,
        severity: Severity::Stop,
        guideline: Guideline::AllmanHandling,
        summary: "Innehållet är sparat, eller en arkivarie ombeds hjälpa till",
        advice: &["Svara om innehållet är sparat eller om ni behöver hjälp."],
        broken: |judging| unchosen(judging, &ARKIVERAT),
    },
    Rule {
        id: "fragor-besvarade",
        field: &FRAGOR,
        severity: Severity::Stop,
        guideline: Guideline::Svar,
        summary: "Frågor är besvarade innan kontot stängs",
        advice: TICK_ADVICE,
        broken: |judging| unticked(judging, &FRAGOR),
    },
    Rule {
        id: "behorigheter-borttagna",
        field: &BEHORIGHETER,
        severity: Severity::Stop,
        guideline: Guideline::Sakerhet,
        summary: "Behörigheter tas bort när kontot stängs",
        advice: TICK_ADVICE,
        broken: |judging| unticked(judging, &BEHORIGHETER),
    },
    Rule {
        id: "bilder-hanterade",
        field: &BILDER,
        severity: Severity::Stop,
        guideline: Guideline::Gdpr,
        summary: "Bilder på personer tas om hand när kontot stängs",
        advice: TICK_ADVICE,
        broken: |judging| unticked(judging, &BILDER),
    },
    Rule {
        id: "byt-ansvarig",
        field: &VEM_BYTS,
        severity: Severity::Stop,
        guideline: Guideline::Enhetschef,
        summary: "Det är sagt vem som byts; en ny chef godkänner själv",
        advice: &["Välj vem som byts ut."],
        broken: |judging| unchosen(judging, &VEM_BYTS),
    },
    Rule {
        id: "ny-namn",
        field: &NY_NAMN,
        severity: Severity::Stop,
        guideline: Guideline::Enhetschef,
        summary: "Den nya personen anges med namn",
        advice: name::ADVICE,
        broken: |judging| check_name(judging, &NY_NAMN),
    },
    Rule {
        id: "ny-epost",
        field: &NY_EPOST,
        severity: Severity::Stop,
        guideline: Guideline::Enhetschef,
        summary: "Den nya personen anges med e-post",
        advice: email::ADVICE,
        broken: |judging| check_email(judging, &NY_EPOST),
    },
    Rule {
        id: "nytt-kontonamn",
        field: &NYTT_KONTONAMN,
        severity: Severity::Stop,
        guideline: Guideline::Forteckning,
        summary: "Det nya namnet är ett som plattformen tillåter",
        advice: address::ADVICE,
        broken: |judging| {
            let problem = new_address(judging).err()?;
            // What a platform allows can only be said once the account is known.
            let judged = problem == address::Problem::Empty || row(judging).is_some();
            judged.then(|| Breach::case(problem as usize))
        },
    },
    Rule {
        id: "nytt-kontonamn-upptaget",
        field: &NYTT_KONTONAMN,
        severity: Severity::Stop,
        guideline: Guideline::Forteckning,
        summary: "Det nya namnet finns inte redan i förteckningen",
        advice: &[
            "Välj ett annat kontonamn. {konto} används redan av {enhet}.",
            "Skriv det nya namnet. {konto} heter kontot redan i dag.",
        ],
        broken: |judging| {
            let address = new_address(judging).ok()?;
            let taken = judging.register().taken(&address)?;
            let same = row(judging).is_some_and(|row| row.id == taken.id);
            // A changed spelling of the own name is a change too; only the very same is none.
            if same && taken.url != address.url() {
                return None;
            }
            Some(
                Breach::case(usize::from(same))
                    .with("konto", &taken.handle)
                    .with("enhet", &taken.unit),
            )
        },
    },
    Rule {
        id: "nytt-kontonamn-forvaxlingsbart",
        field: &NYTT_KONTONAMN,
        severity: Severity::Warning,
        guideline: Guideline::Forteckning,
        summary: "Det nya namnet går inte att förväxla med ett som finns",
        advice: &[
            "Välj helst ett tydligare kontonamn. Det är lätt att förväxla med {konto}, som används av {enhet}.",
        ],
        broken: |judging| {
            let address = new_address(judging).ok()?;
            let other = judging.register().confusable(&address)?;
            let own = row(judging).is_some_and(|row| row.id == other.id);
            let clear = own || judging.register().taken(&address).is_some();
            (!clear).then(|| {
                Breach::case(0)
                    .with("konto", &other.handle)
                    .with("enhet", &other.unit)
            })
        },
    },
    Rule {
        id: "pausa",
        field: &PAUS_ORSAK,
        severity: Severity::Stop,
        guideline: Guideline::Inaktivt,
        summary: "Det finns ett skäl att pausa",
        advice: REASON_ADVICE,
        broken: |judging| check_length(judging, &PAUS_ORSAK),
    },
    Rule {
        id: "pausa-slut",
        field: &PAUS_SLUT,
        severity: Severity::Stop,
        guideline: Guideline::Inaktivt,
        summary: "Pausen har ett slut inom ett år",
        advice: &[
            "Fyll i pausens sista dag.",
            "Skriv hela datumet med dag, månad och år, till exempel 2027-08-31.",
            "Kontrollera datumet. Den dagen finns inte i kalendern.",
            "Skriv en dag efter i dag.",
            "Skriv en dag inom ett år. Behövs längre tid ansöker ni igen.",
        ],
        broken: |judging| check_day(judging, &PAUS_SLUT, 1),
    },
];

const REASON_ADVICE: &[&str] = &[
    "Skriv ett skäl.",
    "Skriv lite mer, minst {min} tecken.",
    "Skriv kortare, högst {max} tecken. Nu är det {antal}.",
];
const TICK_ADVICE: &[&str] = &["Kryssa i rutan om det stämmer: {label}."];

/// The row of the account chosen.
fn row<'a>(judging: &Judging<'a>) -> Option<&'a Row> {
    judging.register().row(judging.text(&KONTO))
}

/// The new address, on the platform the account has.
fn new_address(judging: &Judging<'_>) -> Result<Address, address::Problem> {
    let platform = row(judging).map(|row| row.platform);
    address::parse(platform, judging.text(&NYTT_KONTONAMN))
}

/// Judges a day that is to come, from `first` days after today to a year from now.
fn check_day(judging: &Judging<'_>, field: &Field, first: u64) -> Option<Breach> {
    let after = |days| judging.today() + Days::new(days);
    judging
        .date(field)
        .and_then(|day| date::within(day, after(first)..=after(PAUSE_DAYS_MAX)))
        .err()
        .map(|problem| Breach::case(problem as usize))
}

/// Whose place a person takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Post {
    /// Ansvarig enhetschef.
    #[serde(rename = "chef")]
    Manager,
    /// Kontoansvarig.
    #[serde(rename = "ansvarig")]
    Responsible,
    /// Ersättare.
    #[serde(rename = "ersattare")]
    Deputy,
}

/// What is to happen to an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "vad")]
pub enum Change {
    /// It is closed on a day.
    #[serde(rename = "avsluta")]
    Close {
        /// Why.
        orsak: String,
        /// The day.
        #[serde(deserialize_with = "wire::day")]
        datum: NaiveDate,
        /// Whether an archivist must help first.
        arkivarie: bool,
    },
    /// A person takes over.
    #[serde(rename = "byta-ansvarig")]
    Replace {
        /// Whose place.
        post: Post,
        /// Who.
        person: Contact,
    },
    /// It has a new name or address.
    #[serde(rename = "byta-adress")]
    Move {
        /// The new one.
        konto: Address,
    },
    /// It rests.
    #[serde(rename = "pausa")]
    Pause {
        /// Why.
        orsak: String,
        /// The last day.
        #[serde(deserialize_with = "wire::day")]
        till: NaiveDate,
    },
}

/// A request for a change that has kept every rule. Only [`check`] makes one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangeApplication {
    account: String,
    change: Change,
    remarks: Vec<Finding>,
}

impl ChangeApplication {
    /// The account's id in the register.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// What is to happen.
    pub fn change(&self) -> &Change {
        &self.change
    }

    /// What was found without being in the way.
    pub fn remarks(&self) -> &[Finding] {
        &self.remarks
    }

    /// The new manager who must accept before anybody else looks.
    pub fn accepting_manager(&self) -> Option<&Contact> {
        match &self.change {
            Change::Replace {
                post: Post::Manager,
                person,
            } => Some(person),
            Change::Replace { .. }
            | Change::Close { .. }
            | Change::Move { .. }
            | Change::Pause { .. } => None,
        }
    }
}

/// Judges a draft of [`FORM`].
///
/// # Errors
///
/// Every finding, in field order, when at least one is in the way of sending.
pub fn check(draft: &Draft, facts: &Facts<'_>) -> Result<ChangeApplication, Vec<Finding>> {
    let judging = Judging::new(draft, *facts);
    let findings = finding::find(&judging);
    let acknowledged = judging.list(&VARNINGAR);
    if findings.iter().any(|finding| finding.blocks(acknowledged)) {
        return Err(findings);
    }
    match read_change(&judging) {
        Some(change) => Ok(ChangeApplication {
            account: judging.text(&KONTO).to_owned(),
            change,
            remarks: findings,
        }),
        None => Err(findings),
    }
}

/// The change; `None` cannot happen once every rule was kept.
fn read_change(judging: &Judging<'_>) -> Option<Change> {
    Some(match judging.text(&ANDRING) {
        CLOSE => Change::Close {
            orsak: judging.text(&AVSLUTA_ORSAK).to_owned(),
            datum: judging.date(&AVSLUTA_DATUM).ok()?,
            arkivarie: !judging.is_yes(&ARKIVERAT),
        },
        REPLACE => Change::Replace {
            post: match judging.text(&VEM_BYTS) {
                "chef" => Post::Manager,
                "ansvarig" => Post::Responsible,
                _ => Post::Deputy,
            },
            person: Contact {
                name: judging.text(&NY_NAMN).to_owned(),
                email: judging.text(&NY_EPOST).to_owned(),
            },
        },
        MOVE => Change::Move {
            konto: new_address(judging).ok()?,
        },
        PAUSE => Change::Pause {
            orsak: judging.text(&PAUS_ORSAK).to_owned(),
            till: judging.date(&PAUS_SLUT).ok()?,
        },
        _ => return None,
    })
}
