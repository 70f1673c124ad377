//! What a consent covers: which pictures, where, for what, with which name and for how long.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::policy::Policy;
use crate::value::wire;
use crate::value::word::words;

words! {
    /// Where a picture is shown.
    Channel {
        UnitAccount "enhetens-konto" "Enhetens eget konto i sociala medier" "The unit's own account, which the request names.",
        SharedAccount "kommunens-konton" "Kommunens gemensamma konton" "The organisation's shared accounts.",
        Website "webbplats" "Webbplatsen" "The public website.",
        Intranet "intranat" "Intranätet" "The intranet, for staff only.",
        Print "tryck" "Trycksaker" "Brochures and papers. What is printed cannot be taken back.",
        Advert "annons" "Annonser" "Advertising, which also the law on name and picture asks for.",
    }
}

words! {
    /// What is recorded.
    Medium {
        Photo "foto" "Foto" "A still picture.",
        Film "film" "Film" "A moving picture.",
        Sound "ljud" "Ljud" "A voice.",
    }
}

words! {
    /// What a picture is shown for.
    Purpose {
        Inform "informera" "Informera om verksamheten" "To tell about what the unit does.",
        Promote "marknadsfora" "Marknadsföra verksamheten" "To promote it.",
    }
}

words! {
    /// How much of the person's name may stand with the picture; each allows those before it.
    Naming {
        Nothing "nej" "Inget namn" "No name.",
        First "fornamn" "Förnamnet" "The first name.",
        Full "hela" "Hela namnet" "The whole name.",
    }
}

/// Which pictures are meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "slag", deny_unknown_fields)]
pub enum Occasion {
    /// Those of one day at one place.
    #[serde(rename = "tillfalle")]
    Once {
        /// The day they are taken.
        #[serde(rename = "dag", deserialize_with = "wire::day")]
        day: NaiveDate,
        /// Where.
        #[serde(rename = "plats")]
        place: String,
    },
    /// Those taken at the unit as time goes.
    #[serde(rename = "fortlopande")]
    Ongoing,
}

/// How long pictures may be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "slag", deny_unknown_fields)]
pub enum Validity {
    /// In connection with the one occasion, for as many days as the policy says.
    #[serde(rename = "tillfalle")]
    Occasion,
    /// Through this day.
    #[serde(rename = "till-datum")]
    Until {
        /// The last day.
        #[serde(rename = "datum", deserialize_with = "wire::day")]
        day: NaiveDate,
    },
    /// Until a person says otherwise, with a reminder now and then.
    #[serde(rename = "tills-vidare")]
    UntilFurtherNotice,
}

/// What a person said yes to. What is not here is a no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Which pictures.
    #[serde(rename = "tillfalle")]
    pub occasion: Occasion,
    /// Which kinds of recording.
    #[serde(rename = "medier")]
    pub media: BTreeSet<Medium>,
    /// Where they may be shown.
    #[serde(rename = "kanaler")]
    pub channels: BTreeSet<Channel>,
    /// For what.
    #[serde(rename = "andamal")]
    pub purposes: BTreeSet<Purpose>,
    /// Whether they may be shared to the organisation's other accounts, each time with a new question.
    #[serde(rename = "delning")]
    pub sharing: bool,
    /// With how much of the name.
    #[serde(rename = "namn")]
    pub naming: Naming,
    /// For how long.
    #[serde(rename = "giltighet")]
    pub validity: Validity,
}

impl Scope {
    /// A no to everything about these pictures.
    pub const fn nothing(occasion: Occasion) -> Self {
        Self {
            occasion,
            media: BTreeSet::new(),
            channels: BTreeSet::new(),
            purposes: BTreeSet::new(),
            sharing: false,
            naming: Naming::Nothing,
            validity: Validity::UntilFurtherNotice,
        }
    }

    /// Whether it lets nothing be published, which is a no.
    pub fn is_empty(&self) -> bool {
        self.media.is_empty() || self.channels.is_empty() || self.purposes.is_empty()
    }

    /// Whether pictures taken on `day` are meant.
    pub fn covers_pictures_of(&self, day: NaiveDate) -> bool {
        match &self.occasion {
            Occasion::Once { day: occasion, .. } => *occasion == day,
            Occasion::Ongoing => true,
        }
    }

    /// The last day anything may be published, if there is one.
    pub fn last_day(&self, policy: &Policy) -> Option<NaiveDate> {
        match (self.validity, &self.occasion) {
            (Validity::Until { day }, _) => Some(day),
            (Validity::Occasion, Occasion::Once { day, .. }) => {
                Some(*day + Days::new(policy.numbers.occasion_consent_valid_for.into()))
            }
            // An occasion that is never over has no end but the day it is withdrawn.
            (Validity::Occasion, Occasion::Ongoing) | (Validity::UntilFurtherNotice, _) => None,
        }
    }
}
