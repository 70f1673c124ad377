//! What is known of a person when a person asks whether a picture may be published.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Question;
use super::rule::PersonStatus;
use super::so_far::{SoFar, all};
use crate::consent::force::Force;
use crate::consent::scope::{Channel, Scope};
use crate::consent::state::{Consent, State};
use crate::consent::subject::Subject;
use crate::policy::Policy;
use crate::register::Row;
use crate::value::collation;
use crate::value::wire;

/// A yes that has been asked for, as much of it as the question needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permit {
    /// The consent's id.
    #[serde(rename = "samtycke")]
    pub consent: String,
    /// Its number.
    #[serde(rename = "nummer", default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The unit that asked.
    #[serde(rename = "enhet")]
    pub unit: String,
    /// The unit's account that was named.
    #[serde(rename = "konto", default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Where it is.
    #[serde(rename = "lage")]
    pub state: State,
    /// What was said yes to.
    #[serde(rename = "omfattning")]
    pub scope: Scope,
    /// Channels that were taken back.
    #[serde(
        rename = "aterkallade_kanaler",
        default,
        skip_serializing_if = "BTreeSet::is_empty"
    )]
    pub withdrawn_channels: BTreeSet<Channel>,
    /// Pictures that were taken back.
    #[serde(
        rename = "aterkallade_bilder",
        default,
        skip_serializing_if = "BTreeSet::is_empty"
    )]
    pub withdrawn_pictures: BTreeSet<String>,
    /// The first day it counts.
    #[serde(
        rename = "fran",
        default,
        deserialize_with = "wire::day_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub first: Option<NaiveDate>,
    /// The last day it counts.
    #[serde(
        rename = "till",
        default,
        deserialize_with = "wire::day_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub last: Option<NaiveDate>,
}

impl Permit {
    /// What a consent amounts to; nothing before there is a scope, and nothing when it is a no.
    pub fn of(consent: &Consent) -> Option<Self> {
        let scope = consent.scope.clone()?;
        let Force { state, first, last } = Force::of(consent);
        (state != State::Declined).then(|| Self {
            consent: consent.id.clone(),
            number: consent.number.clone(),
            unit: consent.unit.clone(),
            account: consent.account.clone(),
            state,
            scope,
            withdrawn_channels: consent.withdrawn_channels.clone(),
            withdrawn_pictures: consent.withdrawn_pictures.clone(),
            first,
            last,
        })
    }

    /// Whether what was asked about is within the question, whatever became of the answer; nothing
    /// while the answers so far leave it open.
    fn is_about(
        &self,
        question: &SoFar<'_>,
        account: Option<&Row>,
        policy: &Policy,
    ) -> Option<bool> {
        let scope = &self.scope;
        let right_account = match question.channel {
            Some(Channel::UnitAccount) => question.account.map(|asked| match &self.account {
                Some(named) => asked == Some(named),
                // The register has the unit's name, and a consent its id.
                None => account.is_some_and(|row| {
                    let unit = policy.units.get(&self.unit);
                    unit.is_some_and(|unit| unit.name == row.unit)
                }),
            }),
            channel => channel.map(|_| true),
        };
        all([
            right_account,
            question
                .channel
                .map(|channel| scope.channels.contains(&channel)),
            question.medium.map(|medium| scope.media.contains(&medium)),
            question
                .purpose
                .map(|purpose| scope.purposes.contains(&purpose)),
            question.taken.map(|taken| scope.covers_pictures_of(taken)),
            if scope.sharing {
                Some(true)
            } else {
                question.is_shared.map(|shared| !shared)
            },
        ])
    }

    /// Whether neither the channel nor the picture was taken back.
    fn is_kept(&self, question: &SoFar<'_>) -> Option<bool> {
        let channel = question
            .channel
            .map(|channel| !self.withdrawn_channels.contains(&channel));
        let picture = question
            .picture
            .is_none_or(|picture| !self.withdrawn_pictures.contains(picture));
        all([channel, Some(picture)])
    }

    /// Whether a publication may lean on it.
    fn allows(
        &self,
        question: &SoFar<'_>,
        account: Option<&Row>,
        policy: &Policy,
        today: NaiveDate,
    ) -> Option<bool> {
        all([
            Some(self.force().counts(today)),
            self.is_about(question, account, policy),
            self.is_kept(question),
        ])
    }

    /// The force of the consent. Its members stand beside the others on the wire, which refuses
    /// unknown ones, and so cannot be flattened.
    const fn force(&self) -> Force {
        Force {
            state: self.state,
            first: self.first,
            last: self.last,
        }
    }
}

/// A person on pictures, as much as the question needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonOnPicture {
    /// The [`Subject`]'s id.
    pub id: String,
    /// The name; empty when the data are protected.
    #[serde(rename = "namn")]
    pub name: String,
    /// The unit; empty when the data are protected.
    #[serde(rename = "enhet")]
    pub unit: String,
    /// Whether the person works here.
    #[serde(rename = "personal")]
    pub staff: bool,
    /// Whether the data are protected.
    #[serde(rename = "skyddad")]
    pub protected: bool,
    /// Whether the person has died and the relatives have not agreed to new use.
    #[serde(rename = "avliden")]
    pub deceased: bool,
    /// «Fotografera mig inte.»
    #[serde(rename = "avbojt")]
    pub declined: bool,
    /// What has been said yes to.
    #[serde(rename = "samtycken")]
    pub permits: Vec<Permit>,
}

impl PersonOnPicture {
    /// What is known of a person. Of a protected person, only that.
    pub fn new<'a>(subject: &Subject, consents: impl IntoIterator<Item = &'a Consent>) -> Self {
        let open = !subject.protected;
        let shown = |text: &String| {
            if open { text.clone() } else { String::new() }
        };
        Self {
            id: subject.id.clone(),
            name: shown(&subject.person.name),
            unit: shown(&subject.person.unit),
            staff: open && subject.person.staff,
            protected: subject.protected,
            deceased: open
                && subject
                    .deceased
                    .as_ref()
                    .is_some_and(|death| !death.allows_new_use()),
            declined: open && subject.declined.is_some(),
            permits: consents
                .into_iter()
                .filter(|consent| open && consent.subject.as_ref() == Some(&subject.id))
                .filter_map(Permit::of)
                .collect(),
        }
    }

    /// How the person stands to a question; nothing while the answers so far leave it open.
    pub(super) fn standing(
        &self,
        question: &SoFar<'_>,
        account: Option<&Row>,
        policy: &Policy,
        today: NaiveDate,
    ) -> Option<PersonStatus> {
        if self.protected {
            return Some(PersonStatus::Protected);
        }
        if self.declined {
            return Some(PersonStatus::DeclinedPictures);
        }
        if self.deceased {
            return Some(PersonStatus::Deceased);
        }
        // A yes that may cover it, with the most of a name that any of them allows.
        let (mut hoped, mut is_certain) = (None, false);
        for permit in &self.permits {
            let allows = permit.allows(question, account, policy, today);
            if allows != Some(false) {
                hoped = hoped.max(Some(permit.scope.naming));
                is_certain |= allows == Some(true);
            }
        }
        if let Some(naming) = hoped {
            // Too much of a name is a no to whatever else is answered, but for a colleague: one
            // whom nobody asked is to be asked.
            return (is_certain || !self.staff).then_some(PersonStatus::Allowed(naming));
        }
        // No yes is left to hope for. What was asked for and came to nothing tells why.
        let mut why = None;
        for permit in &self.permits {
            let about = permit.is_about(question, account, policy);
            if permit.state == State::Draft || about == Some(false) {
                continue;
            }
            is_certain |= about == Some(true);
            if permit.state.is_pending() {
                why = Some(PersonStatus::Pending);
            } else if why.is_none() {
                why = Some(PersonStatus::Ended);
            }
        }
        match (why, self.staff) {
            // It may turn out that nobody asked the colleague.
            (Some(_), true) if !is_certain => None,
            (None, true) => Some(PersonStatus::StaffNotAsked),
            (None, false) => Some(PersonStatus::Missing),
            (why, _) => why,
        }
    }

    /// The yes that a publication leans on: of several, the one that allows most of the name.
    pub(super) fn permit(
        &self,
        question: &Question,
        account: Option<&Row>,
        policy: &Policy,
        today: NaiveDate,
    ) -> Option<&Permit> {
        let question = question.into();
        self.permits
            .iter()
            .filter(|permit| permit.allows(&question, account, policy, today) == Some(true))
            .max_by_key(|permit| permit.scope.naming)
    }
}

/// Everybody on pictures, found by id and by name.
#[derive(Debug, Default)]
pub struct People {
    people: Vec<PersonOnPicture>,
    /// The folded name of each, in the same order.
    names: Vec<String>,
    places: HashMap<String, usize>,
}

impl People {
    /// Puts people in order of finding.
    pub fn new(people: Vec<PersonOnPicture>) -> Self {
        Self {
            names: people
                .iter()
                .map(|person| collation::fold(&person.name))
                .collect(),
            places: people
                .iter()
                .enumerate()
                .map(|(place, person)| (person.id.clone(), place))
                .collect(),
            people,
        }
    }

    /// The person with this id.
    pub fn get(&self, id: &str) -> Option<&PersonOnPicture> {
        self.places.get(id).map(|place| &self.people[*place])
    }

    /// Those of a question who are known.
    pub fn pick(&self, question: &Question) -> Vec<&PersonOnPicture> {
        match &question.people {
            super::PeopleShown::Nobody => Vec::new(),
            super::PeopleShown::These { ids, .. } => {
                ids.iter().filter_map(|id| self.get(id)).collect()
            }
        }
    }

    /// Those with a name in which every word of the query begins a word; never anybody protected,
    /// and nobody at all for an empty query.
    pub fn search<'a>(&'a self, query: &str) -> impl Iterator<Item = &'a PersonOnPicture> {
        let query = collation::fold(query);
        let words: Vec<String> = query.split_whitespace().map(str::to_owned).collect();
        self.people
            .iter()
            .zip(&self.names)
            .filter(move |(person, name)| {
                !person.protected
                    && !words.is_empty()
                    && words
                        .iter()
                        .all(|word| name.split([' ', '-']).any(|part| part.starts_with(word)))
            })
            .map(|(person, _)| person)
    }
}
