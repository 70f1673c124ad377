//! A person on pictures: what holds for every consent of theirs.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::answers::SubjectDetails;
use super::command::Command as ConsentCommand;
use super::command::{By, Cause};
use super::refusal::Refusal;
use super::state::{Freeze, Withdrawal};
use crate::permission::{self, Action};
use crate::value::collation;
use crate::value::text;
use crate::value::wire;
use crate::value::word::words;

words! {
    /// What relatives wish for the pictures of a person who has died, the strictest first.
    Wish {
        Remove "ta-bort" "Ta bort alla bilder" "No picture stays.",
        KeepAsIs "lat-ligga" "Låt dem ligga kvar men inte i nya sammanhang" "What is published stays; nothing new.",
        MayBeUsed "far-anvandas" "Bilderna får användas" "As before.",
    }
}

/// What a relative has told us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelativeReport {
    /// The relative's name.
    #[serde(rename = "namn")]
    pub name: String,
    /// What they are to the person.
    #[serde(rename = "relation")]
    pub relation: String,
    /// How they are reached.
    #[serde(rename = "kontakt")]
    pub contact: String,
    /// What they wish.
    #[serde(rename = "onskemal")]
    pub wish: Wish,
    /// Which pictures, in their words.
    #[serde(rename = "bilder", default, skip_serializing_if = "String::is_empty")]
    pub pictures: String,
    /// Whether they say that all who are near agree.
    #[serde(rename = "overens")]
    pub agreed: bool,
    /// When.
    #[serde(rename = "tid", deserialize_with = "wire::moment")]
    pub at: DateTime<Utc>,
}

/// A death, as relatives have told it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Death {
    /// What was told, the first first.
    #[serde(rename = "berattat")]
    pub told: Vec<RelativeReport>,
    /// What staff and the relatives came to when they talked.
    #[serde(
        rename = "overenskommet",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub settled: Option<Wish>,
}

impl Death {
    /// The wish that counts: what was settled, and before that the strictest.
    pub fn wish(&self) -> Wish {
        let strictest = self.told.iter().map(|told| told.wish).min();
        self.settled.or(strictest).unwrap_or(Wish::Remove)
    }

    /// Whether pictures may be shown in new contexts, which takes a talk.
    pub fn allows_new_use(&self) -> bool {
        self.settled == Some(Wish::MayBeUsed)
    }
}

/// A person on pictures, as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Its id.
    pub id: String,
    /// Who it is.
    pub person: SubjectDetails,
    /// Whether the personal data are protected: nothing is shown, searched, listed or mailed.
    #[serde(rename = "skyddad", default)]
    pub protected: bool,
    /// The death, if there is one.
    #[serde(rename = "avliden", default, skip_serializing_if = "Option::is_none")]
    pub deceased: Option<Death>,
    /// «Fotografera mig inte», since this day.
    #[serde(
        rename = "avbojt",
        default,
        deserialize_with = "wire::day_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub declined: Option<NaiveDate>,
}

/// Something done to a person's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The personal data are protected.
    Protect,
    /// They no longer are.
    Unprotect,
    /// A relative tells of a death.
    TellOfDeath(Box<RelativeReport>),
    /// Staff and the relatives have come to this.
    SettleWish(Wish),
    /// «Fotografera mig inte.»
    DeclinePictures,
    /// The person wants to be asked again.
    AllowQuestions,
}

impl Command {
    /// The word on the wire and in the history.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Protect => "skydda",
            Self::Unprotect => "ta-bort-skydd",
            Self::TellOfDeath(_) => "avliden",
            Self::SettleWish(_) => "onskemal-klart",
            Self::DeclinePictures => "fotografera-inte",
            Self::AllowQuestions => "far-tillfragas",
        }
    }

    /// What has happened, as the history reads.
    pub const fn done(&self) -> &'static str {
        match self {
            Self::Protect => "Skyddade uppgifterna",
            Self::Unprotect => "Tog bort skyddet",
            Self::TellOfDeath(_) => "Tog emot önskemål efter en avliden",
            Self::SettleWish(_) => "Kom överens med de närstående",
            Self::DeclinePictures => "Vill inte vara med på bild",
            Self::AllowQuestions => "Får tillfrågas igen",
        }
    }
}

/// What is to be done besides.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Give this command, by [`By::System`], to each of the person's consents that
    /// [admits](super::state::Consent::admits) it.
    ToConsents(ConsentCommand),
    /// Give [`crate::publication::log::Command::Order`] to every publication that shows the person.
    RemovePictures(Cause),
    /// Destroy every row of a unit's list that is about the person.
    StrikeFromLists,
}

/// What a command leads to. Nothing of it has been done.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The person afterwards.
    pub subject: Subject,
    /// What else is to be done in the same transaction.
    pub effects: Vec<Effect>,
}

impl SubjectDetails {
    /// A person of whom only the name and the day of birth are known.
    pub fn named(name: String, born: Option<NaiveDate>) -> Self {
        Self {
            name,
            born,
            personnummer: None,
            email: None,
            phone: None,
            unit: String::new(),
            staff: false,
        }
    }

    /// What tells the person from others, for a look-up by a keyed hash: the personnummer, the name
    /// with the day of birth, and for staff the work address. Two people with one claim in common
    /// are the same.
    pub fn claims(&self) -> Vec<String> {
        let name = collation::fold(&text::tidy(&self.name));
        let email = self.email.as_ref().filter(|_| self.staff);
        [
            self.personnummer
                .as_ref()
                .map(|number| ["personnummer ", number].concat()),
            self.born
                .map(|born| ["namn ", &born.to_string(), " ", &name].concat()),
            email.map(|email| ["personal ", &text::lowered(email)].concat()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl Subject {
    /// A person nothing is known of but who it is.
    pub const fn new(id: String, person: SubjectDetails) -> Self {
        Self {
            id,
            person,
            protected: false,
            deceased: None,
            declined: None,
        }
    }

    /// What freezes a consent the moment it is given.
    pub(super) fn freezes(&self) -> impl Iterator<Item = Freeze> {
        let dead = self
            .deceased
            .as_ref()
            .is_some_and(|death| !death.allows_new_use());
        [
            (self.protected, Freeze::Protected),
            (dead, Freeze::Deceased),
        ]
        .into_iter()
        .filter_map(|(holds, freeze)| holds.then_some(freeze))
    }
}

/// Decides what a command does to a person's page.
///
/// # Errors
///
/// A [`Refusal`] when `by` may not, or not now.
pub fn decide(
    subject: &Subject,
    command: Command,
    by: By<'_>,
    today: NaiveDate,
) -> Result<Decision, Refusal> {
    let action = match &command {
        Command::Protect => Some(Action::SetProtected),
        Command::Unprotect | Command::SettleWish(_) => Some(Action::ReviewConsent),
        // Relatives tell without a login, and the system passes on what a guardian decided.
        Command::TellOfDeath(_) | Command::DeclinePictures => None,
        Command::AllowQuestions => Some(Action::WithdrawConsent),
    };
    let allowed = match (by, action) {
        (By::Staff(actor), action) => {
            permission::may(actor.role, action.unwrap_or(Action::WithdrawConsent))
        }
        (By::System, action) => action.is_none(),
        (By::Party { .. }, _) => false,
    };
    if !allowed {
        return Err(Refusal::NotAllowed);
    }
    let timely = match &command {
        Command::Protect => !subject.protected,
        Command::Unprotect => subject.protected,
        Command::TellOfDeath(_) => true,
        Command::SettleWish(_) => subject.deceased.is_some(),
        Command::DeclinePictures => subject.declined.is_none(),
        Command::AllowQuestions => subject.declined.is_some(),
    };
    if !timely {
        return Err(Refusal::NotNow);
    }
    let mut next = subject.clone();
    let mut effects = Vec::new();
    match command {
        Command::Protect => {
            next.protected = true;
            effects.push(Effect::ToConsents(ConsentCommand::Freeze(
                Freeze::Protected,
            )));
            effects.push(Effect::RemovePictures(Cause::Protected));
            effects.push(Effect::StrikeFromLists);
        }
        Command::Unprotect => {
            next.protected = false;
            effects.push(Effect::ToConsents(ConsentCommand::Thaw(Freeze::Protected)));
        }
        Command::TellOfDeath(told) => {
            let wanted = next.deceased.as_ref().map(Death::wish);
            let death = next.deceased.get_or_insert(Death {
                told: Vec::new(),
                settled: None,
            });
            // What was settled before others told counts no longer: the strictest does again.
            death.settled = None;
            death.told.push(*told);
            let wish = death.wish();
            effects.push(Effect::ToConsents(ConsentCommand::Freeze(Freeze::Deceased)));
            if wish == Wish::Remove && wanted != Some(Wish::Remove) {
                effects.push(Effect::RemovePictures(Cause::Deceased));
            }
        }
        Command::SettleWish(wish) => {
            if let Some(death) = &mut next.deceased {
                death.settled = Some(wish);
            }
            effects.push(match wish {
                Wish::Remove => Effect::RemovePictures(Cause::Deceased),
                Wish::KeepAsIs => Effect::ToConsents(ConsentCommand::Freeze(Freeze::Deceased)),
                Wish::MayBeUsed => Effect::ToConsents(ConsentCommand::Thaw(Freeze::Deceased)),
            });
        }
        Command::DeclinePictures => {
            next.declined = Some(today);
            effects.push(Effect::ToConsents(ConsentCommand::Withdraw(
                Withdrawal::All,
            )));
            effects.push(Effect::RemovePictures(Cause::Withdrawn));
        }
        Command::AllowQuestions => next.declined = None,
    }
    Ok(Decision {
        subject: next,
        effects,
    })
}
