//! What the answers of a consent form come to, once every rule of the form was kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::party::Party;
use super::scope::{Occasion, Scope};
use crate::value::wire;
use crate::value::word::words;

/// The person on the pictures, as the form was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubjectDetails {
    /// The name.
    #[serde(rename = "namn")]
    pub name: String,
    /// The day of birth.
    #[serde(
        rename = "fodd",
        default,
        deserialize_with = "wire::day_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub born: Option<NaiveDate>,
    /// Twelve digits.
    #[serde(
        rename = "personnummer",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub personnummer: Option<String>,
    /// Where mail reaches the person.
    #[serde(rename = "epost", default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Where a call reaches the person.
    #[serde(rename = "telefon", default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The unit's id.
    #[serde(rename = "enhet")]
    pub unit: String,
    /// Whether the person works here.
    #[serde(rename = "personal", default)]
    pub staff: bool,
}

words! {
    /// Why answers that keep every rule are a no.
    WhyNot {
        AllNo "alla-nej" "Nej till allt" "Nothing was said yes to.",
        YouthNo "ungdomens-nej" "Ungdomen sa nej" "The youth's own no wins over the guardians' yes.",
        PersonNo "personens-nej" "Personen sa nej" "The person's own no wins over the representative's yes.",
        Rejected "granskningens-nej" "Granskningen sa nej" "The organisation's review was against it.",
        Stranger "nagon-annan" "Någon annan än personen svarade" "The unit found that it was somebody else who answered.",
        Doubt "tvekan" "Personen tvekade" "Hesitation, silence and «vet inte» are a no.",
    }
}

words! {
    /// Why a person at the organisation must look before a yes counts.
    ReviewReason {
        DutyUnknown "uppdrag-okant" "Det är inte känt vad uppdraget omfattar" "The representative's appointment is not known.",
        DutyGeneral "uppdrag-allmant" "Uppdraget är bara allmänt beskrivet" "The representative's appointment is worded generally.",
        Unconfirmed "legitimering" "Det är inte kontrollerat vem som har svarat" "It is not sure enough who gave an answer.",
        MeetsEarlier "tidigare-svar" "Det finns ett tidigare svar av någon som inte har svarat på nytt" "An earlier answer would be overturned by others than those who gave it.",
        GuardianMissing "vardnadshavare-saknas" "Enhetens lista har fler vårdnadshavare än de som har svarat" "The unit's list names more guardians than those who answer.",
        KnownElsewhere "annan-enhet" "Personen finns på en annan enhet: kontrollera att det är samma person" "A person who cannot answer alone is known at another unit, which has not been asked.",
        GuardiansUnknown "vardnadshavare-okant" "Det är inte känt hur många vårdnadshavarna är" "Nobody knows how many the guardians are.",
    }
}

/// What the answers come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A yes to this.
    Yes(Scope),
    /// A no, and to which pictures.
    No(WhyNot, Occasion),
}

/// The answers of a form, once every rule was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentAnswers {
    /// Whom it is about.
    pub person: SubjectDetails,
    /// What was answered.
    pub outcome: Outcome,
    /// Who answers and who was consulted. The person who fills in the form is the first.
    pub parties: Vec<Party>,
    /// Why a person must look first; empty when nobody need. A representative's [`Mandate`](super::party::Mandate)
    /// is looked at besides.
    pub review: Vec<ReviewReason>,
}
