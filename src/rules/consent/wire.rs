//! What the store and the app say to each other about consents and people on pictures, besides the
//! documents themselves.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::roster::paste::RowFault;
use super::roster::standing::Difference;
use super::roster::{Contact, MemberDetails};
use super::scope::{Channel, Occasion};
use super::state::{HowConfirmed, Origin, State};
use crate::value::proof::Proof;
use crate::value::wire;

/// What is wanted of the list of consents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ConsentSearch {
    /// Words that each begin a word of the name, or the number.
    #[serde(rename = "sok")]
    pub words: String,
    /// Only in this state, by id; empty for all.
    #[serde(rename = "lage")]
    pub state: String,
    /// Only of this unit, by id; empty for all.
    #[serde(rename = "enhet")]
    pub unit_id: String,
    /// Only those that wait for the user to find out who answered.
    #[serde(rename = "kontrollera")]
    pub to_confirm: bool,
    /// Only those that staff have confirmed or registered on this day or later.
    #[serde(rename = "av_personal_sedan", deserialize_with = "wire::day_if_any")]
    #[schema(value_type = Option<String>, format = Date)]
    pub by_staff_since: Option<NaiveDate>,
    /// Which page, from 1.
    #[serde(rename = "sida")]
    pub page: usize,
}

/// A consent as one line of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsentLine {
    /// Its id in addresses.
    pub id: String,
    /// Its number, from the first signature.
    #[serde(rename = "nummer")]
    pub number: Option<String>,
    /// The id of its form.
    #[serde(rename = "blankett")]
    pub form: String,
    /// Where it is in its life.
    #[serde(rename = "lage")]
    #[schema(value_type = String)]
    pub state: State,
    /// Since when it is there.
    #[serde(rename = "sedan", deserialize_with = "wire::moment")]
    #[schema(value_type = String, format = DateTime)]
    pub since: DateTime<Utc>,
    /// The id of the unit that asks.
    #[serde(rename = "enhet")]
    pub unit_id: String,
    /// The id of the person on the pictures, from the first signature.
    #[serde(rename = "individ")]
    pub subject: Option<String>,
    /// The person's name, from the first signature.
    #[serde(rename = "namn")]
    pub name: Option<String>,
    /// The person's day of birth.
    #[serde(rename = "fodd", deserialize_with = "wire::day_if_any")]
    #[schema(value_type = Option<String>, format = Date)]
    pub born: Option<NaiveDate>,
    /// How the answer came in.
    #[serde(rename = "ursprung")]
    #[schema(value_type = String)]
    pub origin: Origin,
    /// The last day in force, if there is one.
    #[serde(rename = "till", deserialize_with = "wire::day_if_any")]
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<NaiveDate>,
    /// The channels that were said yes to and not taken back.
    #[serde(rename = "kanaler")]
    #[schema(value_type = Vec<String>)]
    pub channels: Vec<Channel>,
    /// How many have not answered.
    #[serde(rename = "vantar")]
    pub waiting: usize,
    /// Whether it waits for a review.
    #[serde(rename = "granskas")]
    pub in_review: bool,
}

/// A page of the list of consents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsentPage {
    /// How many were found on all pages.
    #[serde(rename = "antal")]
    pub count: usize,
    /// Which page, from 1.
    #[serde(rename = "sida")]
    pub page: usize,
    /// How many pages there are, at least 1.
    #[serde(rename = "sidor")]
    pub pages: usize,
    /// How many wait for the user to find out who answered, whatever is searched for.
    #[serde(rename = "att_kontrollera")]
    pub to_confirm: usize,
    /// The consents on it, the latest changed first.
    #[serde(rename = "samtycken")]
    pub consents: Vec<ConsentLine>,
}

/// Which person is searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PeopleSearch {
    /// Words that each begin a word of the name.
    #[serde(rename = "sok")]
    pub words: String,
}

/// A person on pictures that a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FoundPerson {
    /// The person's id.
    pub id: String,
    /// The name.
    #[serde(rename = "namn")]
    pub name: String,
    /// The day of birth.
    #[serde(rename = "fodd", deserialize_with = "wire::day_if_any")]
    #[schema(value_type = Option<String>, format = Date)]
    pub born: Option<NaiveDate>,
    /// The id of the unit.
    #[serde(rename = "enhet")]
    pub unit_id: String,
    /// Whether the person works here.
    #[serde(rename = "personal")]
    pub staff: bool,
    /// «Fotografera mig inte.»
    #[serde(rename = "avbojt")]
    pub declined: bool,
    /// Whether the person has died.
    #[serde(rename = "avliden")]
    pub deceased: bool,
}

/// The people that a search found, in Swedish order, at most 20.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FoundPeople {
    /// The people.
    #[serde(rename = "individer")]
    pub people: Vec<FoundPerson>,
}

/// A row of a unit's list, with how the person has answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ListRow {
    /// The row's id.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// Who it is, and who answers for them.
    #[schema(value_type = Object)]
    pub person: MemberDetails,
    /// The first day there.
    #[serde(rename = "sedan", deserialize_with = "wire::day")]
    #[schema(value_type = String, format = Date)]
    pub since: NaiveDate,
    /// The last day there.
    #[serde(rename = "till", deserialize_with = "wire::day_if_any")]
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<NaiveDate>,
    /// What they have answered the unit, the latest first; nothing when they have not.
    #[serde(rename = "svar")]
    pub answers: Vec<ListAnswer>,
}

/// An answer of a person on a unit's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ListAnswer {
    /// The consent's id.
    #[serde(rename = "samtycke")]
    pub consent: String,
    /// The id of the request that it answers.
    #[serde(rename = "begaran")]
    pub request: Option<String>,
    /// Where it is in its life.
    #[serde(rename = "lage")]
    #[schema(value_type = String)]
    pub state: State,
}

/// A unit's list, in Swedish order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ListPage {
    /// The rows of those who are there, and of those who are there no longer.
    #[serde(rename = "rader")]
    pub rows: Vec<ListRow>,
}

/// Rows to take in, as they were pasted or typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRows {
    /// One person a line; [`paste::read`](super::roster::paste::read) reads it.
    pub text: String,
    /// Whether those who are not among them are there no longer.
    #[serde(rename = "alla", default)]
    pub all: bool,
}

/// A row that was not taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RefusedRow {
    /// The line it stands on, from 1.
    #[serde(rename = "rad")]
    pub line: usize,
    /// What is wrong.
    #[serde(rename = "fel")]
    pub faults: Vec<RowFault>,
}

/// What taking in rows came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TakenIn {
    /// How many are new.
    #[serde(rename = "nya")]
    pub added: usize,
    /// How many were there and say something else now.
    #[serde(rename = "andrade")]
    pub written: usize,
    /// How many are there no longer.
    #[serde(rename = "slutade")]
    pub ended: usize,
    /// The names of those whose answer is known by it to be of the right person.
    #[serde(rename = "kanda")]
    pub recognised: Vec<String>,
    /// The rows that were not taken in.
    #[serde(rename = "avvisade")]
    pub refused: Vec<RefusedRow>,
}

/// What mailing a question to those on the unit's list came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Mailed {
    /// How many letters are on their way.
    #[serde(rename = "skickade")]
    pub sent: usize,
    /// How many have answered it, or are not to be asked.
    #[serde(rename = "svarat")]
    pub answered: usize,
    /// How many have nobody on the list with an address whom the question is for.
    #[serde(rename = "nas_inte")]
    pub unreachable: usize,
}

/// A signature that waits for the user to confirm whose it is, with what the unit's list has beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ToConfirm {
    /// The consent's id.
    #[serde(rename = "samtycke")]
    pub consent: String,
    /// The consent's version.
    pub version: i64,
    /// Its number.
    #[serde(rename = "nummer")]
    pub number: Option<String>,
    /// The id of the request that it answers.
    #[serde(rename = "begaran")]
    pub request: Option<String>,
    /// The id of its form.
    #[serde(rename = "blankett")]
    pub form: String,
    /// The id of the unit that asks.
    #[serde(rename = "enhet")]
    pub unit_id: String,
    /// Which pictures it is about.
    #[serde(rename = "tillfalle")]
    #[schema(value_type = Option<Object>)]
    pub occasion: Option<Occasion>,
    /// The name of the person on the pictures.
    #[serde(rename = "namn")]
    pub name: String,
    /// The person's day of birth.
    #[serde(rename = "fodd", deserialize_with = "wire::day_if_any")]
    #[schema(value_type = Option<String>, format = Date)]
    pub born: Option<NaiveDate>,
    /// Whose signature it is, by the place among the parties.
    #[serde(rename = "part")]
    pub party: usize,
    /// Who signed, as the answer has it.
    #[serde(rename = "svarande")]
    #[schema(value_type = Object)]
    pub signer: Contact,
    /// The words by which who stands beside finds it.
    #[serde(rename = "ord_pa_plats")]
    pub spot: String,
    /// How it was known who signed.
    #[serde(rename = "legitimerad")]
    #[schema(value_type = String)]
    pub proof: Proof,
    /// When it was signed.
    #[serde(rename = "tid", deserialize_with = "wire::moment")]
    #[schema(value_type = String, format = DateTime)]
    pub at: DateTime<Utc>,
    /// The last day to confirm it, once all have signed.
    #[serde(rename = "senast", deserialize_with = "wire::day_if_any")]
    #[schema(value_type = Option<String>, format = Date)]
    pub ends: Option<NaiveDate>,
    /// Whether there is a list to compare with.
    #[serde(rename = "finns_lista")]
    pub has_list: bool,
    /// The row of the list that it is about or is nearest to.
    #[serde(rename = "listan")]
    #[schema(value_type = Option<Object>)]
    pub row: Option<MemberDetails>,
    /// Which of those on the row it is nearest to; none when it is a stranger.
    #[serde(rename = "narmast")]
    pub nearest: Option<usize>,
    /// What differs from that one.
    #[serde(rename = "skillnader")]
    #[schema(value_type = Vec<Object>)]
    pub differences: Vec<Difference>,
    /// How the user may say that they know.
    #[serde(rename = "satt")]
    #[schema(value_type = Vec<String>)]
    pub ways: Vec<HowConfirmed>,
}

/// Everything that waits for the user to confirm who signed, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ToConfirmList {
    /// The signatures.
    #[serde(rename = "svar")]
    pub answers: Vec<ToConfirm>,
}

/// A link that was made, as a path of the app. Shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IssuedLink {
    /// The path.
    #[serde(rename = "lank")]
    pub path: String,
}

/// A person about whom everything may be destroyed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ErasureDue {
    /// The person's id.
    #[serde(rename = "individ")]
    pub subject: String,
    /// The name; none of protected people.
    #[serde(rename = "namn")]
    pub name: Option<String>,
    /// The numbers of the person's consents.
    #[serde(rename = "samtycken")]
    pub consents: Vec<String>,
    /// Since which day it may be destroyed.
    #[serde(rename = "sedan", deserialize_with = "wire::day")]
    #[schema(value_type = String, format = Date)]
    pub since: NaiveDate,
}

/// Everybody about whom everything may be destroyed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ErasureList {
    /// The people.
    #[serde(rename = "forfallet")]
    pub due: Vec<ErasureDue>,
}

/// A decision to destroy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasureDecision {
    /// The number of the decision.
    #[serde(rename = "beslut")]
    pub number: String,
    /// The ids of the people.
    #[serde(rename = "individer")]
    pub subjects: Vec<String>,
}

/// What a decision to destroy came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Erased {
    /// How many people.
    #[serde(rename = "gallrade")]
    pub count: usize,
}

/// A question to be put to those who get its link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRequest {
    /// The id of the form that it is answered with.
    #[serde(rename = "blankett")]
    pub form: String,
    /// The id of the unit that asks.
    #[serde(rename = "enhet")]
    pub unit_id: String,
    /// Which pictures it is about.
    #[serde(rename = "tillfalle")]
    #[schema(value_type = Object)]
    pub occasion: Occasion,
    /// Where they may come to be shown.
    #[serde(rename = "kanaler")]
    #[schema(value_type = Vec<String>)]
    pub channels: BTreeSet<Channel>,
    /// The unit's own account, by its id in the register, when it is among the channels.
    #[serde(rename = "konto", default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The last day it can be answered.
    #[serde(rename = "till", deserialize_with = "wire::day")]
    #[schema(value_type = String, format = Date)]
    pub expires: NaiveDate,
}

/// A consent that staff begin to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConsent {
    /// The id of its form.
    pub form: String,
    /// The id of the unit that asks; without it that of the user.
    #[serde(rename = "enhet", default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<String>,
}

/// Which party a personal link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkFor {
    /// The place among the consent's parties.
    #[serde(rename = "part")]
    pub party: usize,
}
