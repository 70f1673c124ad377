//! What was published, and that it was taken down.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::person::People;
use super::{Answer, PeopleShown, Question, Shared, Verdict, may_publish};
use crate::consent::command::{By, Cause, Removal};
use crate::consent::scope::{Channel, Medium, Purpose};
use crate::consent::state::{Consent, State};
use crate::permission::Actor;
use crate::permission::{self, Action};
use crate::policy::Policy;
use crate::register::Row;
use crate::value::holiday;
use crate::value::text;
use crate::value::wire;
use crate::value::word::words;

/// Most characters of a title.
pub const TITLE_CHARS_MAX: usize = 200;
/// Most characters of a link.
pub const LINK_CHARS_MAX: usize = 2000;

/// A picture; the file itself is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// Its id, the same wherever it is published.
    pub id: String,
    /// What it shows.
    #[serde(rename = "titel")]
    pub title: String,
    /// The SHA-256 of the file in lower-case hex, when the file was at hand.
    #[serde(rename = "fil", default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
}

/// A person on a published picture, and the yes it leans on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownPerson {
    /// The person's id.
    #[serde(rename = "individ")]
    pub subject: String,
    /// The consent's id.
    #[serde(rename = "samtycke")]
    pub consent: String,
}

/// That a published picture is to be taken down, for one person's sake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// For whose sake, by id.
    #[serde(rename = "individ")]
    pub subject: String,
    /// Why.
    #[serde(rename = "orsak")]
    pub cause: Cause,
    /// The day it was ordered.
    #[serde(rename = "dag", deserialize_with = "wire::day")]
    pub day: NaiveDate,
    /// The last day to do it.
    #[serde(rename = "senast", deserialize_with = "wire::day")]
    pub due: NaiveDate,
}

/// That a picture has been taken down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Removed {
    /// When.
    #[serde(rename = "tid", deserialize_with = "wire::moment")]
    pub at: DateTime<Utc>,
    /// The user who says so.
    #[serde(rename = "av")]
    pub by: String,
}

/// A picture that was published, as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// Its id.
    pub id: String,
    /// The picture.
    #[serde(rename = "bild")]
    pub picture: Picture,
    /// Who can be recognised on it.
    #[serde(rename = "personer", default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<ShownPerson>,
    /// The account, by id.
    #[serde(rename = "konto", default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Where it is shown.
    #[serde(rename = "kanal")]
    pub channel: Channel,
    /// What it is.
    #[serde(rename = "medium")]
    pub medium: Medium,
    /// What for.
    #[serde(rename = "andamal")]
    pub purpose: Purpose,
    /// The address of the post, if it has one.
    #[serde(rename = "lank", default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The day it was published.
    #[serde(rename = "dag", deserialize_with = "wire::day")]
    pub day: NaiveDate,
    /// The user who asked and logged it.
    #[serde(rename = "av")]
    pub by: String,
    /// Where it was shared from, with the new question.
    #[serde(rename = "delad", default, skip_serializing_if = "Option::is_none")]
    pub shared: Option<Shared>,
    /// The answer it was published on, which was yes.
    #[serde(rename = "bedomning")]
    pub verdict: Verdict,
    /// Why it is to be taken down, if it is.
    #[serde(rename = "ska_bort", default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<Order>,
    /// That it has been.
    #[serde(rename = "borttagen", default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Removed>,
}

/// What is logged: what was asked, and what came of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The publication's id.
    pub id: String,
    /// What was asked.
    pub question: Question,
    /// The picture.
    pub picture: Picture,
    /// The address of the post; may be empty.
    pub link: String,
}

/// Something done to a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// It is to be taken down for the sake of this person.
    Order(String, Cause),
    /// It is not to be taken down for this reason after all, for the sake of this person.
    Keep(String, Cause),
    /// It has been taken down.
    TickOff,
    /// It has not after all.
    Untick,
}

impl Command {
    /// The word on the wire and in the history.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Order(..) => "ska-bort",
            Self::Keep(..) => "ska-inte-bort",
            Self::TickOff => "borttagen",
            Self::Untick => "inte-borttagen",
        }
    }

    /// What has happened, as the history reads.
    pub const fn done(&self) -> &'static str {
        match self {
            Self::Order(..) => "Ska tas bort",
            Self::Keep(..) => "Ska inte tas bort",
            Self::TickOff => "Tog bort bilden",
            Self::Untick => "Ångrade: bilden är kvar",
        }
    }
}

words! {
    /// What must be mended before a publication is logged; the label is the sentence that says how.
    Fault {
        Title "titel" "Skriv vad bilden visar, högst 200 tecken." "No title, or a long one.",
        Hash "fil" "Välj filen igen." "Not a SHA-256 in lower-case hex.",
        Link "lank" "Skriv adressen till inlägget så som den står i webbläsaren, eller lämna tomt." "Not an address on the web.",
    }
}

/// You may not, or not now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not this one: HTTP 403.
    NotAllowed,
    /// Not in this state: HTTP 409.
    NotNow,
    /// The rules do not say yes: HTTP 422, with why.
    NotYes(Box<Verdict>),
    /// The inputs need mending: HTTP 422.
    Faults(Vec<Fault>),
}

impl Publication {
    /// Logs a publication once the rules say yes.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] when the actor may not, an input needs mending, or the answer is not yes.
    pub fn log(
        entry: Entry,
        people: &People,
        account: Option<&Row>,
        policy: &Policy,
        today: NaiveDate,
        actor: &Actor,
    ) -> Result<Self, Refusal> {
        let Entry {
            id,
            question,
            picture,
            link,
        } = entry;
        if !permission::may(actor.role, Action::LogPublication) {
            return Err(Refusal::NotAllowed);
        }
        let title = text::tidy(&picture.title).into_owned();
        let link = text::tidy(&link).into_owned();
        let faults: Vec<Fault> = [
            (
                title.is_empty() || TITLE_CHARS_MAX < text::chars(&title),
                Fault::Title,
            ),
            (
                picture.hash.as_ref().is_some_and(|hash| !is_hash(hash)),
                Fault::Hash,
            ),
            (!link.is_empty() && !is_link(&link), Fault::Link),
        ]
        .into_iter()
        .filter_map(|(broken, fault)| broken.then_some(fault))
        .collect();
        if !faults.is_empty() {
            return Err(Refusal::Faults(faults));
        }
        // A picture that was taken back is known by its id.
        let question = Question {
            picture: Some(picture.id.clone()),
            ..question
        };
        let known = people.pick(&question);
        let verdict = may_publish(&question, &known, account, policy, today);
        if verdict.answer != Answer::Yes {
            return Err(Refusal::NotYes(Box::new(verdict)));
        }
        let shown = known
            .iter()
            .filter_map(|person| {
                let permit = person.permit(&question, account, policy, today)?;
                Some(ShownPerson {
                    subject: person.id.clone(),
                    consent: permit.consent.clone(),
                })
            })
            .collect();
        Ok(Self {
            id,
            picture: Picture { title, ..picture },
            people: match question.people {
                PeopleShown::Nobody => Vec::new(),
                PeopleShown::These { .. } => shown,
            },
            account: question.account,
            channel: question.channel,
            medium: question.medium,
            purpose: question.purpose,
            link: (!link.is_empty()).then_some(link),
            day: today,
            by: actor.id.clone(),
            shared: question.shared,
            verdict,
            orders: Vec::new(),
            removed: None,
        })
    }

    /// Whether the person is on it.
    pub fn shows(&self, subject: &str) -> bool {
        self.people.iter().any(|person| person.subject == subject)
    }

    /// Whether it leans on one of these consents.
    pub fn leans_on(&self, consents: &BTreeSet<String>) -> bool {
        self.people
            .iter()
            .any(|person| consents.contains(&person.consent))
    }

    /// Whether a removal concerns it, and for whose sake. `consents` are those that the removal is
    /// about: the one that led to it and those that one stands for.
    pub fn is_hit_by(&self, consents: &BTreeSet<String>, removal: &Removal) -> Option<&str> {
        let person = self
            .people
            .iter()
            .find(|person| consents.contains(&person.consent))?;
        match removal {
            Removal::All => true,
            Removal::Channels(channels) => channels.contains(&self.channel),
            Removal::Pictures(pictures) => pictures.contains(&self.picture.id),
        }
        .then_some(&person.subject)
    }

    /// Whether it can be taken down at all: what is printed cannot.
    pub const fn is_removable(&self) -> bool {
        !matches!(self.channel, Channel::Print)
    }

    /// The last day to take it down, when that is still to be done.
    pub fn due(&self) -> Option<NaiveDate> {
        if self.removed.is_some() {
            return None;
        }
        self.orders.iter().map(|order| order.due).min()
    }

    /// Whether it should have been taken down before `today`.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.due().is_some_and(|due| due < today)
    }
}

/// Decides what a command does to a publication.
///
/// # Errors
///
/// A [`Refusal`] when `by` may not, or not now. What is printed is never ordered to be taken down.
pub fn decide(
    publication: &Publication,
    command: Command,
    by: By<'_>,
    policy: &Policy,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Publication, Refusal> {
    let mut next = publication.clone();
    match (command, by) {
        (Command::Order(subject, cause), By::System) => {
            let known = publication
                .orders
                .iter()
                .any(|order| order.subject == subject && order.cause == cause);
            if known
                || publication.removed.is_some()
                || !publication.is_removable()
                || !publication.shows(&subject)
            {
                return Err(Refusal::NotNow);
            }
            let due = match cause {
                Cause::Protected => today,
                Cause::Withdrawn | Cause::Unconfirmed | Cause::Over | Cause::Deceased => {
                    holiday::add_working_days(today, policy.numbers.removal_within.into())
                }
            };
            // It is found out now whose no it was.
            if cause == Cause::Withdrawn {
                next.orders
                    .retain(|order| order.subject != subject || order.cause != Cause::Unconfirmed);
            }
            next.orders.push(Order {
                subject,
                cause,
                day: today,
                due,
            });
        }
        (Command::Keep(subject, cause), By::System) => {
            let before = next.orders.len();
            next.orders
                .retain(|order| order.subject != subject || order.cause != cause);
            if next.orders.len() == before {
                return Err(Refusal::NotNow);
            }
        }
        (Command::TickOff, By::Staff(actor))
            if permission::may(actor.role, Action::TickRemoval) =>
        {
            if publication.due().is_none() {
                return Err(Refusal::NotNow);
            }
            next.removed = Some(Removed {
                at: now,
                by: actor.id.clone(),
            });
        }
        (Command::Untick, By::Staff(actor)) if permission::may(actor.role, Action::TickRemoval) => {
            if next.removed.take().is_none() {
                return Err(Refusal::NotNow);
            }
        }
        (Command::Order(..) | Command::Keep(..) | Command::TickOff | Command::Untick, _) => {
            return Err(Refusal::NotAllowed);
        }
    }
    Ok(next)
}

/// How far the taking down of a person's pictures has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    /// Taken down.
    #[serde(rename = "borttagna")]
    pub removed: usize,
    /// To be taken down, those that have been among them.
    #[serde(rename = "av")]
    pub ordered: usize,
    /// Printed, which cannot be taken back.
    #[serde(rename = "tryckta")]
    pub printed: usize,
    /// The last day for what is left, if anything is.
    #[serde(
        rename = "senast",
        default,
        deserialize_with = "wire::day_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub due: Option<NaiveDate>,
}

impl Progress {
    /// Counts among publications what is taken down for the person's sake.
    pub fn of<'a>(subject: &str, publications: impl IntoIterator<Item = &'a Publication>) -> Self {
        let mut progress = Self::default();
        for publication in publications {
            if !publication.shows(subject) {
                continue;
            }
            progress.printed += usize::from(!publication.is_removable());
            if publication
                .orders
                .iter()
                .any(|order| order.subject == subject)
            {
                progress.ordered += 1;
                progress.removed += usize::from(publication.removed.is_some());
                progress.due = [progress.due, publication.due()]
                    .into_iter()
                    .flatten()
                    .min();
            }
        }
        progress
    }

    /// «7 av 9 borttagna».
    pub fn sentence(&self) -> String {
        format!("{} av {} borttagna", self.removed, self.ordered)
    }
}

/// How many pictures were taken down because this consent was taken back, once every one of them
/// has been. None while one is left, when there was none, and when nothing has been taken back.
/// `leaning` are the ids of the consents that it stands for, its own among them.
pub fn taken_down<'a>(
    consent: &Consent,
    leaning: &BTreeSet<String>,
    publications: impl IntoIterator<Item = &'a Publication>,
) -> Option<usize> {
    if !matches!(consent.state, State::Withdrawn | State::PartlyWithdrawn) {
        return None;
    }
    let mut count = 0;
    for publication in publications {
        let ordered = publication
            .people
            .iter()
            .filter(|person| leaning.contains(&person.consent))
            .any(|person| {
                publication
                    .orders
                    .iter()
                    .any(|order| order.subject == person.subject && order.cause == Cause::Withdrawn)
            });
        if ordered {
            publication.removed.as_ref()?;
            count += 1;
        }
    }
    (0 < count).then_some(count)
}

fn is_hash(hash: &str) -> bool {
    hash.len() == 64
        && hash
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_link(link: &str) -> bool {
    let rest = link
        .strip_prefix("https://")
        .or_else(|| link.strip_prefix("http://"));
    text::chars(link) <= LINK_CHARS_MAX
        && !link.contains(char::is_whitespace)
        && rest.is_some_and(|rest| {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            host.contains('.') && !host.contains('@')
        })
}
