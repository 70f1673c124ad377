//! A consent as one of those who answer sees it: nobody else's contact details or reasons.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::command::{By, Kind};
use super::party::{PartyRole, Reply};
use super::scope::{Channel, Scope};
use super::spot;
use super::state::{Consent, Freeze, Signature, State};
use crate::policy::Policy;
use crate::value::proof::Proof;
use crate::value::wire;

/// What is seen of one who answers: the role and «Signerat», «Väntar» or «Nej».
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyView {
    /// What they are to the person.
    #[serde(rename = "roll")]
    pub role: PartyRole,
    /// What they have answered.
    #[serde(rename = "svar")]
    pub reply: Reply,
    /// Whether it is the one who looks.
    #[serde(rename = "du")]
    pub you: bool,
}

/// A party's own view of a consent. It holds no name at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The number.
    #[serde(rename = "nummer")]
    pub number: Option<String>,
    /// Where it is.
    #[serde(rename = "lage")]
    pub state: State,
    /// What was said yes to.
    #[serde(rename = "omfattning")]
    pub scope: Option<Scope>,
    /// The channels that were taken back.
    #[serde(rename = "aterkallade_kanaler")]
    pub withdrawn_channels: BTreeSet<Channel>,
    /// The first day in force.
    #[serde(default, rename = "fran", deserialize_with = "wire::day_if_any")]
    pub from: Option<NaiveDate>,
    /// The last day it counts.
    #[serde(default, rename = "till", deserialize_with = "wire::day_if_any")]
    pub until: Option<NaiveDate>,
    /// The text that is signed.
    #[serde(rename = "textversion")]
    pub text_version: String,
    /// Those who answer, in the order they were named.
    #[serde(rename = "parter")]
    pub seats: Vec<PartyView>,
    /// How sure it is by now who gave the own signature.
    #[serde(rename = "legitimerad")]
    pub proof: Option<Proof>,
    /// The last day for the unit to confirm who has signed, while that is waited for.
    #[serde(
        default,
        rename = "kontrolleras_senast",
        deserialize_with = "wire::day_if_any"
    )]
    pub confirming_ends: Option<NaiveDate>,
    /// Whether it is the one who looks that the unit is to confirm, alone or among others.
    #[serde(default, rename = "du_kontrolleras")]
    pub is_self_unconfirmed: bool,
    /// The words by which staff who stand beside find the own answer, while it is to be confirmed.
    #[serde(default, rename = "ord_pa_plats")]
    pub spot: Option<String>,
    /// Whether the own no is one of which the unit finds out first who gave it.
    #[serde(default, rename = "nej_kontrolleras")]
    pub is_no_unconfirmed: bool,
    /// What the one who looks may do now.
    #[serde(rename = "kan")]
    pub can: Vec<Kind>,
}

impl Consent {
    /// What the party at this place sees. The person's name is not in it: the store adds it once the
    /// party is identified.
    pub fn view_for(&self, party: usize, proof: Proof, policy: &Policy) -> View {
        let own = self
            .signatures
            .iter()
            .rfind(|signature| signature.party == party);
        let is_self_unconfirmed = self
            .unproven(policy)
            .any(|signature| signature.party == party);
        View {
            spot: is_self_unconfirmed.then(|| spot::words(&self.id, party)),
            number: self.number.clone(),
            state: self.state,
            scope: self.scope.clone(),
            withdrawn_channels: self.withdrawn_channels.clone(),
            from: self.from,
            until: self.last_counted(),
            text_version: self.text_version.clone(),
            seats: self
                .parties
                .iter()
                .enumerate()
                .filter(|(_, other)| other.role.signs())
                .map(|(index, other)| PartyView {
                    role: other.role,
                    reply: if self.has_said_no(index) {
                        Reply::Declined
                    } else {
                        other.reply
                    },
                    you: index == party,
                })
                .collect(),
            proof: own.map(Signature::proof),
            confirming_ends: self.confirming_ends(policy),
            is_self_unconfirmed,
            is_no_unconfirmed: self.frozen.contains(&Freeze::Unconfirmed)
                && self
                    .objections
                    .iter()
                    .any(|objection| objection.party == Some(party) && objection.outcome.is_none()),
            can: self.offered(By::Party {
                index: party,
                proof,
            }),
        }
    }
}
