//! Who answers, in which role, and what they have answered.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::value::wire;
use crate::value::word::words;

words! {
    /// What a person is to the person on the pictures.
    PartyRole {
        Person "person" "Personen själv" "The person on the pictures, an adult.",
        Guardian "vardnadshavare" "Vårdnadshavare" "A guardian of somebody under age.",
        AppointedGuardian "sarskilt-forordnad" "Särskilt förordnad vårdnadshavare" "A guardian appointed by a court.",
        AsylumGuardian "god-man" "God man för ensamkommande barn" "The god man of a child who came alone.",
        Youth "ungdom" "Ungdomen" "The person on the pictures, under age.",
        Representative "foretradare" "God man eller förvaltare" "A god man or förvaltare of an adult.",
        Relative "narstaende" "Närstående" "A relative who was consulted. Never consents.",
        Staff "personal" "Personal" "Staff who was the witness or was consulted. Never consents.",
    }
}

impl PartyRole {
    /// Whether a yes of this role counts, and a no ends the consent.
    pub const fn signs(self) -> bool {
        !matches!(self, Self::Relative | Self::Staff)
    }

    /// Whether it answers for a person under age.
    pub const fn is_for_minor(self) -> bool {
        matches!(
            self,
            Self::Guardian | Self::AppointedGuardian | Self::AsylumGuardian
        )
    }
}

words! {
    /// What a party has answered.
    Reply {
        Waiting "vantar" "Väntar" "Not yet.",
        Agreed "sagt-ja" "Har sagt ja" "Said yes to whoever filled in the form: no signature.",
        Signed "signerat" "Signerat" "Yes.",
        Declined "nej" "Nej" "No.",
    }
}

words! {
    /// What a god man or förvaltare is appointed to do (föräldrabalken 11 kap. 4 and 7 §§).
    Duty {
        Person "sorja-for-person" "Sörja för person, ensamt eller med annat" "To care for the person: may answer.",
        Property "bara-annat" "Bara bevaka rätt eller förvalta egendom" "Something else only: may not answer.",
        General "allmant" "Det står bara allmänt" "Worded generally: a lawyer looks.",
        Unknown "vet-inte" "Vet inte" "Not known: a lawyer looks.",
    }
}

/// The appointment of a god man or förvaltare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mandate {
    /// What it includes.
    #[serde(rename = "omfattar")]
    pub duty: Duty,
    /// Its last day, if it has one.
    #[serde(
        rename = "till",
        default,
        deserialize_with = "wire::day_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub until: Option<NaiveDate>,
}

/// A person who answers, or was consulted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// What they are to the person.
    #[serde(rename = "roll")]
    pub role: PartyRole,
    /// Their name.
    #[serde(rename = "namn")]
    pub name: String,
    /// Where mail reaches them.
    #[serde(rename = "epost", default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Where a call reaches them.
    #[serde(rename = "telefon", default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What they have answered.
    #[serde(rename = "svar")]
    pub reply: Reply,
    /// The user who made a personal link for this party and handed it over.
    #[serde(
        rename = "lank_lamnad_av",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub link_handed_by: Option<String>,
    /// The appointment of a representative.
    #[serde(rename = "uppdrag", default, skip_serializing_if = "Option::is_none")]
    pub mandate: Option<Mandate>,
}

impl Party {
    /// A person who has not answered yet.
    pub fn new(role: PartyRole, name: String) -> Self {
        Self {
            role,
            name,
            email: None,
            phone: None,
            reply: Reply::Waiting,
            link_handed_by: None,
            mandate: None,
        }
    }
}
