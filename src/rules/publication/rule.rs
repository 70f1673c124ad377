//! The rules of «Får jag publicera?», one row each.

use serde::{Deserialize, Serialize};

use super::Answer;
use super::person::PersonOnPicture;
use super::so_far::SoFar;
use crate::consent::scope::{Channel, Naming};
use crate::policy::guideline::Guideline;
use crate::register::{Row, Status};

/// How a person on a picture stands to a question; one of these, the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PersonStatus {
    /// The data are protected; nothing else is said.
    Protected,
    /// «Fotografera mig inte.»
    DeclinedPictures,
    /// Dead, and the relatives have not agreed to new use.
    Deceased,
    /// A person's signature or a review is waited for.
    Pending,
    /// A no to the question.
    SaidNo,
    /// A yes that was taken back, is over or is frozen.
    Ended,
    /// Staff without a recorded yes.
    StaffNotAsked,
    /// No yes to this.
    Missing,
    /// A yes, with this much of the name at most.
    Allowed(Naming),
}

/// What a rule looks at. What is not answered yet breaks nothing.
#[derive(Clone, Copy)]
pub(super) enum Test {
    /// The question as a whole, with the register's row for the account.
    Question(fn(&SoFar<'_>, Option<&Row>) -> bool),
    /// Each person on the picture.
    Person(fn(PersonStatus, &SoFar<'_>) -> bool),
}

/// A rule of «Får jag publicera?».
pub struct Rule {
    /// Swedish kebab-case word, stable for ever.
    pub id: &'static str,
    /// What is answered when it is broken.
    pub answer: Answer,
    /// The sentences it enforces, the main one first.
    pub guidelines: &'static [Guideline],
    /// What it checks, in a short sentence for the guideline page.
    pub summary: &'static str,
    /// Why not, in a sentence.
    pub says: &'static str,
    /// What to do instead.
    pub instead: &'static str,
    pub(super) test: Test,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

/// Whether the channel is an account, which must be in the register.
const fn is_account(channel: Channel) -> bool {
    matches!(channel, Channel::UnitAccount | Channel::SharedAccount)
}

/// Every rule. Those about the person come first, in the order of `PersonStatus`.
pub static RULES: &[Rule] = &[
    Rule {
        id: "skyddad",
        answer: Answer::No,
        guidelines: &[Guideline::Personal],
        summary: "Den som har skyddade personuppgifter publiceras inte.",
        says: "En person på bilden får inte publiceras.",
        instead: "Välj en annan bild.",
        test: Test::Person(|standing, _| standing == PersonStatus::Protected),
    },
    Rule {
        id: "avbojt",
        answer: Answer::No,
        guidelines: &[Guideline::Avbojande],
        summary: "Den som har sagt ”Fotografera mig inte” publiceras inte.",
        says: "Personen vill inte vara med på bild.",
        instead: "Välj en bild där personen inte är med.",
        test: Test::Person(|standing, _| standing == PersonStatus::DeclinedPictures),
    },
    Rule {
        id: "avliden-nya-sammanhang",
        answer: Answer::No,
        guidelines: &[Guideline::Avliden],
        summary: "Bilder på en avliden används inte i nya sammanhang, om de närstående inte vill det.",
        says: "Personen har avlidit, och bilderna används inte i nya sammanhang.",
        instead: "Välj en annan bild, eller tala med kommunikationsavdelningen.",
        test: Test::Person(|standing, _| standing == PersonStatus::Deceased),
    },
    Rule {
        id: "samtycke-vantar",
        answer: Answer::No,
        guidelines: &[Guideline::Vardnad],
        summary: "Samtycket räknas först när alla har skrivit under.",
        says: "Samtycket är inte klart. Alla har inte svarat, eller så granskas det.",
        instead: "Vänta tills samtycket gäller, eller välj en annan bild.",
        test: Test::Person(|standing, _| standing == PersonStatus::Pending),
    },
    Rule {
        id: "har-sagt-nej",
        answer: Answer::No,
        guidelines: &[Guideline::Gdpr],
        summary: "Den som har svarat nej på frågan publiceras inte och får inte frågan igen.",
        says: "Personen har sagt nej.",
        instead: "Välj en annan bild. Fråga inte igen.",
        test: Test::Person(|standing, _| standing == PersonStatus::SaidNo),
    },
    Rule {
        id: "samtycke-aterkallat",
        answer: Answer::No,
        guidelines: &[Guideline::Angra],
        summary: "Ett samtycke som är återkallat, utgånget eller fryst räknas inte.",
        says: "Samtycket gäller inte längre.",
        instead: "Välj en annan bild. Den som har tagit tillbaka sitt ja ska inte övertalas.",
        test: Test::Person(|standing, _| standing == PersonStatus::Ended),
    },
    Rule {
        id: "personal-muntligt",
        answer: Answer::AskAgain,
        guidelines: &[Guideline::Personal],
        summary: "Personal tillfrågas alltid, och svaret antecknas.",
        says: "Det finns inget antecknat ja från kollegan.",
        instead: "Fråga kollegan och anteckna svaret. Det tar en minut.",
        test: Test::Person(|standing, _| standing == PersonStatus::StaffNotAsked),
    },
    Rule {
        id: "samtycke-saknas",
        answer: Answer::No,
        guidelines: &[Guideline::Gdpr, Guideline::AllaKonton],
        summary: "Alla som går att känna igen har samtyckt till kanalen, bilden, ändamålet och dagen.",
        says: "Det finns inget samtycke för det här.",
        instead: "Be om samtycke först, eller välj en bild där ingen går att känna igen.",
        test: Test::Person(|standing, _| standing == PersonStatus::Missing),
    },
    Rule {
        id: "namn-inte-tillatet",
        answer: Answer::No,
        guidelines: &[Guideline::Gdpr],
        summary: "Namnet visas inte mer än personen har sagt ja till.",
        says: "Personen har inte sagt ja till att namnet visas så.",
        instead: "Ta bort namnet, eller skriv bara det som personen har sagt ja till.",
        test: Test::Person(
            |standing, question| matches!(standing, PersonStatus::Allowed(naming) if Some(naming) < question.naming),
        ),
    },
    Rule {
        id: "delning-fraga",
        answer: Answer::AskAgain,
        guidelines: &[Guideline::Delning],
        summary: "Innan en bild delas från ett annat konto tillfrågas personerna på nytt.",
        says: "Bilden kommer från ett annat konto, och personerna är inte tillfrågade på nytt.",
        instead: "Fråga dem på bilden, säg att bilden blir offentlig, och anteckna vem som frågade och när.",
        test: Test::Question(|question, _| {
            question.is_shared == Some(true) && question.is_asked_again == Some(false)
        }),
    },
    Rule {
        id: "reklam-foretag",
        answer: Answer::No,
        guidelines: &[Guideline::Reklam],
        summary: "Inga privata företag taggas, och inga varor visas för att säljas.",
        says: "Inlägget gör reklam för ett företag.",
        instead: "Ta bort taggen, eller välj en bild utan varan.",
        test: Test::Question(|question, _| question.tags_company == Some(true)),
    },
    Rule {
        id: "upphovsratt",
        answer: Answer::No,
        guidelines: &[Guideline::Bakgrund],
        summary: "Vi har rätt att använda bilden.",
        says: "Det är inte klart att vi får använda bilden.",
        instead: "Ta en egen bild, eller be den som tog bilden om lov.",
        test: Test::Question(|question, _| question.own_picture == Some(false)),
    },
    Rule {
        id: "konto-inte-registrerat",
        answer: Answer::No,
        guidelines: &[Guideline::Kanaler],
        summary: "Kontot finns i förteckningen och är i bruk.",
        says: "Kontot är inte i bruk i förteckningen.",
        instead: "Välj ett konto som är i bruk, eller sök om att starta ett.",
        test: Test::Question(|question, account| {
            question.channel.is_some_and(is_account)
                && question.account.is_some_and(|asked| {
                    !account
                        .is_some_and(|row| row.status == Status::Active && asked == Some(&row.id))
                })
        }),
    },
    Rule {
        id: "tvekan-publicera",
        answer: Answer::No,
        guidelines: &[Guideline::Tvekan],
        summary: "Vid minsta tvekan publiceras inte bilden.",
        says: "Du tvekar.",
        instead: "Välj en annan bild, eller fråga kommunikationsavdelningen.",
        test: Test::Question(|question, _| question.doubt == Some(true)),
    },
];

/// A rule that is broken, and by whom when it is about a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "FindingJson", try_from = "FindingJson")]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The person's id and name; nothing for people who are not known, and no more than the id of
    /// a protected person.
    pub person: Option<(String, String)>,
}

impl Finding {
    pub(super) fn of(rule: &'static Rule, person: Option<&PersonOnPicture>) -> Self {
        Self {
            rule,
            person: person.map(|person| (person.id.clone(), person.name.clone())),
        }
    }
}

/// The JSON of a finding: `{"regel":"avbojt","individ":"…","namn":"…"}`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FindingJson {
    regel: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    individ: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    namn: String,
}

impl From<Finding> for FindingJson {
    fn from(finding: Finding) -> Self {
        let (individ, namn) = finding.person.unzip();
        Self {
            regel: finding.rule.id.to_owned(),
            individ,
            namn: namn.unwrap_or_default(),
        }
    }
}

impl TryFrom<FindingJson> for Finding {
    type Error = String;

    fn try_from(wire: FindingJson) -> Result<Self, String> {
        let rule = RULES
            .iter()
            .find(|rule| rule.id == wire.regel)
            .ok_or_else(|| format!("unknown rule {:.60}", wire.regel))?;
        Ok(Self {
            rule,
            person: wire.individ.map(|id| (id, wire.namn)),
        })
    }
}
