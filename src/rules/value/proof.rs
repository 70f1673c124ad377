//! How sure it is who gave an answer.

use serde::Deserializer;

use super::word::{read, words};

words! {
    /// How it is known who gave an answer; never dressed up as more than it is.
    Proof {
        SharedLink "delad-lank" "Delad länk eller blad, utan kod" "The link of a question, which many have, and no code.",
        PersonalLink "personlig-lank" "Personlig länk, utan kod" "A link that was made for one person, and no code.",
        OwnAddress "egen-adress" "Kod till en adress som den som svarade själv uppgav" "A code came back from an address that somebody who answers gave.",
        Named "utpekad" "Kod till en adress som enheten känner" "A code came back from an address that the unit knows as this person's.",
        Confirmed "bekraftad" "Bekräftad av enheten" "Staff of the unit confirmed afterwards who it was.",
        Certified "intygad" "Intygad av personal" "On paper or by word of mouth before a named witness.",
        EId "e-legitimation" "E-legitimation" "An electronic identification.",
    }
}

impl Proof {
    const fn strength(self) -> u8 {
        match self {
            Self::SharedLink | Self::PersonalLink => 0,
            Self::OwnAddress => 1,
            Self::Named | Self::Confirmed | Self::Certified => 2,
            Self::EId => 3,
        }
    }

    /// Whether it is at least as strong as what is wanted. Several are equally strong, so that they
    /// have no order of their own.
    pub const fn suffices(self, wanted: Self) -> bool {
        wanted.strength() <= self.strength()
    }
}

/// Reads a proof as it may have been stored: before proofs were told apart, a one-time code meant an
/// address that nobody had vouched for, and a link any link.
pub(crate) fn stored<'de, D: Deserializer<'de>>(from: D) -> Result<Proof, D::Error> {
    read(from, |word| match word {
        "engangslank" => Some(Proof::SharedLink),
        "engangskod" => Some(Proof::OwnAddress),
        "intygad-av-personal" => Some(Proof::Certified),
        word => Proof::from_id(word),
    })
}
