//! What is known of a person when a person asks whether a picture may be published.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Question;
use super::rule::PersonStatus;
use super::so_far::{SoFar, all};
use crate::consent::force::Force;
use crate::consent::scope::{Channel, Naming, Occasion, Scope};
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
    /// What a consent amounts to: a no to everything when it is a no, and nothing before there is an
    /// answer or when it was nobody's.
    pub fn of(consent: &Consent) -> Option<Self> {
        let Force { state, first, last } = Force::of(consent);
        let scope = match (&consent.scope, state) {
            (None, State::Declined) => Scope::nothing(consent.asked.clone()?),
            (scope, _) => scope.clone()?,
        };
        (!consent.is_void()).then(|| Self {
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

    /// Whether it says anything of the account, yes or no; nothing while the answers so far leave that
    /// open.
    fn concerns(
        &self,
        question: &SoFar<'_>,
        account: Option<&Row>,
        policy: &Policy,
    ) -> Option<bool> {
        match question.channel {
            Some(Channel::UnitAccount) => question.account.map(|asked| match &self.account {
                Some(named) => asked == Some(named),
                // The register has the unit's name, and a consent its id.
                None => account.is_some_and(|row| {
                    let unit = policy.units.get(&self.unit);
                    unit.is_some_and(|unit| unit.name == row.unit)
                }),
            }),
            channel => channel.map(|_| true),
        }
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
        all([
            self.concerns(question, account, policy),
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

    /// Whether what was said yes to, less what was taken back, is what the question is about.
    fn covers(&self, question: &SoFar<'_>, account: Option<&Row>, policy: &Policy) -> Option<bool> {
        all([
            self.is_about(question, account, policy),
            self.is_kept(question),
        ])
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
            self.covers(question, account, policy),
        ])
    }

    /// Whether it leaves what another allows as it is. An answer that waits says no already to what it
    /// would say no to, and one that was taken back, is frozen or over to everything.
    fn tolerates(
        &self,
        question: &SoFar<'_>,
        account: Option<&Row>,
        policy: &Policy,
        today: NaiveDate,
    ) -> Option<bool> {
        if self.state.is_pending() {
            return self.covers(question, account, policy);
        }
        // Another counts instead, or it ended before it ever counted and nobody said no.
        let never_counted = self.state == State::Expired && self.first.is_none();
        if never_counted || self.state == State::Replaced {
            return Some(true);
        }
        self.allows(question, account, policy, today)
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
        let theirs: Vec<&Consent> = consents
            .into_iter()
            .filter(|consent| open && consent.subject.as_ref() == Some(&subject.id))
            .collect();
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
            permits: Self::permits(&theirs),
        }
    }

    /// What the person's answers amount to. One that has ended says nothing more once a newer one is in
    /// force.
    fn permits(consents: &[&Consent]) -> Vec<Permit> {
        let is_over = |older: &Consent| {
            older.state.is_final()
                && consents.iter().any(|newer| {
                    matches!(newer.state, State::InForce | State::PartlyWithdrawn)
                        && newer.replaces(older)
                })
        };
        consents
            .iter()
            .filter(|consent| !is_over(consent))
            .filter_map(|consent| Permit::of(consent))
            .collect()
    }

    /// The answers at one unit that decide about the picture, and whether it is known that these are they.
    ///
    /// One about an occasion decides about the pictures of its day, and those about running pictures
    /// about every other.
    fn deciding(
        &self,
        unit: &str,
        question: &SoFar<'_>,
        account: Option<&Row>,
        policy: &Policy,
    ) -> (Vec<&Permit>, bool) {
        let concerned: Vec<(&Permit, Option<bool>)> = self
            .permits
            .iter()
            .filter(|permit| permit.unit == unit && permit.state != State::Draft)
            .map(|permit| (permit, permit.concerns(question, account, policy)))
            .filter(|(_, concerns)| *concerns != Some(false))
            .collect();
        let is_once = |permit: &Permit| matches!(permit.scope.occasion, Occasion::Once { .. });
        let is_known = concerned.iter().all(|(permit, concerns)| {
            concerns.is_some() && (question.taken.is_some() || !is_once(permit))
        });
        let of_the_day = |permit: &Permit| {
            is_once(permit)
                && question
                    .taken
                    .is_some_and(|taken| permit.scope.covers_pictures_of(taken))
        };
        let has_own = concerned.iter().any(|(permit, _)| of_the_day(permit));
        let decides =
            |permit: &Permit| !is_known || of_the_day(permit) || !(has_own || is_once(permit));
        let deciding = concerned
            .into_iter()
            .map(|(permit, _)| permit)
            .filter(|permit| decides(permit))
            .collect();
        (deciding, is_known)
    }

    /// The yes that a publication may lean on at one unit; nothing when there is none to hope for.
    ///
    /// Of several that decide the strictest holds: all of them have to allow it, and no more of a name
    /// than every one of them allows may stand with it.
    fn leaning(
        &self,
        unit: &str,
        question: &SoFar<'_>,
        account: Option<&Row>,
        policy: &Policy,
        today: NaiveDate,
    ) -> Option<Leaning<'_>> {
        let (deciding, is_known) = self.deciding(unit, question, account, policy);
        let is_hoped =
            |permit: &&&Permit| permit.allows(question, account, policy, today) != Some(false);
        if !is_known {
            let hoped = deciding.iter().filter(is_hoped);
            let permit = hoped.max_by_key(|permit| permit.scope.naming)?;
            return Some(Leaning {
                permit,
                naming: permit.scope.naming,
                is_certain: false,
            });
        }
        let permit = deciding.iter().find(is_hoped)?;
        let tolerated = all(deciding
            .iter()
            .map(|permit| permit.tolerates(question, account, policy, today)));
        let naming = deciding
            .iter()
            .filter(|permit| permit.state.is_pending() || is_hoped(permit))
            .map(|permit| permit.scope.naming)
            .min()?;
        (tolerated != Some(false)).then_some(Leaning {
            permit,
            naming,
            is_certain: tolerated == Some(true),
        })
    }

    /// The units that have asked the person.
    fn units(&self) -> BTreeSet<&str> {
        self.permits.iter().map(|permit| &*permit.unit).collect()
    }

    /// The same at every unit that has asked the person.
    fn leanings(
        &self,
        question: &SoFar<'_>,
        account: Option<&Row>,
        policy: &Policy,
        today: NaiveDate,
    ) -> Vec<Leaning<'_>> {
        self.units()
            .into_iter()
            .filter_map(|unit| self.leaning(unit, question, account, policy, today))
            .collect()
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
        let hoped = self.leanings(question, account, policy, today);
        let mut is_certain = hoped.iter().any(|leaning| leaning.is_certain);
        // Of several units' yes, the one that allows most of the name.
        if let Some(naming) = hoped.iter().map(|leaning| leaning.naming).max() {
            // Too much of a name is a no to whatever else is answered, but for a colleague: one
            // whom nobody asked is to be asked.
            return (is_certain || !self.staff).then_some(PersonStatus::Allowed(naming));
        }
        // No yes is left to hope for. What was asked for and came to nothing tells why.
        let mut why = None;
        let deciding = |unit: &str| self.deciding(unit, question, account, policy).0;
        for permit in self.units().into_iter().flat_map(deciding) {
            let is_no = permit.state == State::Declined;
            let about = if is_no || permit.state.is_pending() {
                all([
                    permit.concerns(question, account, policy),
                    question
                        .taken
                        .map(|taken| permit.scope.covers_pictures_of(taken)),
                ])
            } else {
                permit.is_about(question, account, policy)
            };
            let is_kept = permit.is_kept(question) != Some(false);
            let counts = is_kept && permit.force().counts(today);
            if about == Some(false) || counts {
                continue;
            }
            is_certain |= about == Some(true);
            if permit.state.is_pending() {
                why = Some(PersonStatus::Pending);
            } else if is_no && why != Some(PersonStatus::Pending) {
                why = Some(PersonStatus::SaidNo);
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
        self.leanings(&question.into(), account, policy, today)
            .into_iter()
            .filter(|leaning| leaning.is_certain)
            .max_by_key(|leaning| leaning.naming)
            .map(|leaning| leaning.permit)
    }
}

/// A yes that may be leaned on at a unit.
struct Leaning<'a> {
    /// The yes.
    permit: &'a Permit,
    /// With how much of the name at most.
    naming: Naming,
    /// Whether it is certain that it covers what is asked.
    is_certain: bool,
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
