//! Which letters a case gives rise to, and to whom. The store keeps their words and sends them.

use chrono::NaiveDate;

use super::{Case, Kind, State};
use crate::permission::Actor;
use crate::permission::{self, Action, Role};
use crate::policy::Policy;
use crate::value::email;
use crate::value::holiday;

/// The word of a reminder in the history.
pub const REMINDED: &str = "paminn-chefen";
/// The word in the history of a letter that was sent again.
pub const RESENT: &str = "skicka-om";

/// Which letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Letter {
    /// The applicant's receipt.
    Received,
    /// The manager is asked to approve.
    ManagerAsked,
    /// The manager has not answered.
    ManagerReminded,
    /// Communications have a case to decide or an account to look at.
    Waits,
    /// The applicant may start the account.
    Granted,
    /// The applicant's change is made.
    ChangeGranted,
    /// The applicant is told no, by the manager or by communications.
    Refused,
    /// The applicant is to complete the application.
    CompletionAsked,
    /// Communications have what they asked for.
    Completed,
    /// A person has written in the case.
    MessageWritten,
    /// The applicant's account is in the register.
    Entered,
}

impl Letter {
    /// Every letter.
    pub const ALL: &[Self] = &[
        Self::Received,
        Self::ManagerAsked,
        Self::ManagerReminded,
        Self::Waits,
        Self::Granted,
        Self::ChangeGranted,
        Self::Refused,
        Self::CompletionAsked,
        Self::Completed,
        Self::MessageWritten,
        Self::Entered,
    ];

    /// The word of its template.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Received => "arende-kvittens",
            Self::ManagerAsked => "chef-godkann",
            Self::ManagerReminded => "chef-paminnelse",
            Self::Waits => "arende-vantar",
            Self::Granted => "arende-godkant",
            Self::ChangeGranted => "andring-gjord",
            Self::Refused => "arende-avslaget",
            Self::CompletionAsked => "arende-komplettera",
            Self::Completed => "arende-kompletterat",
            Self::MessageWritten => "arende-meddelande",
            Self::Entered => "arende-infort",
        }
    }

    /// What people read in the outbox.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Received => "Kvittens på ansökan",
            Self::ManagerAsked => "Chefen ska godkänna",
            Self::ManagerReminded => "Påminnelse till chefen",
            Self::Waits => "Ett ärende väntar",
            Self::Granted => "Ansökan är godkänd",
            Self::ChangeGranted => "Ändringen är gjord",
            Self::Refused => "Ansökan fick nej",
            Self::CompletionAsked => "Ansökan ska kompletteras",
            Self::Completed => "Ansökan är kompletterad",
            Self::MessageWritten => "Nytt meddelande",
            Self::Entered => "Kontot är infört",
        }
    }

    /// The letter with this word.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|letter| letter.id() == id)
    }
}

/// Whom a letter is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// The person with this address.
    One(String),
    /// Everybody who may decide the case.
    Communications,
}

/// A letter to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Whom it is for.
    pub to: To,
    /// Which letter.
    pub letter: Letter,
}

impl Posting {
    /// The addresses it goes to, when these are the people who may log in and `actor` did what it
    /// tells of. Nobody decides their own case, so no applicant is told that it waits.
    pub fn addresses<'a>(
        &'a self,
        case: &Case,
        actor: &Actor,
        people: impl IntoIterator<Item = (Role, &'a str)>,
    ) -> Vec<&'a str> {
        match &self.to {
            To::One(address) => vec![address],
            To::Communications => {
                let but = [actor.email.as_str(), &case.applicant.email];
                permission::addresses(Action::Decide, people, &but)
            }
        }
    }
}

/// A reminder that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// What it is called, the same each time it is asked for, so that it is sent only once.
    pub name: String,
    /// What to send.
    pub posting: Posting,
}

/// The letters of a command that made `before` into `after`. Nobody is written to about what they
/// did themselves, but for the receipt: it has the number that the case is known by, and the way
/// back to it.
pub(super) fn written(before: &Case, after: &Case, kind: Kind, actor: &Actor) -> Vec<Posting> {
    let applicant = Some(after.applicant.email.as_str());
    let manager = after.manager.as_ref().map(|manager| manager.email.as_str());
    let handler = after.handler.as_ref().map(|handler| handler.email.as_str());
    let came_to = |state| after.state == state && before.state != state;
    let mut letters = Vec::new();
    if kind == Kind::Submit {
        letters.push(Posting {
            to: To::One(after.applicant.email.clone()),
            letter: Letter::Received,
        });
    }
    let mut add = |to: Option<&str>, letter| {
        letters.extend(
            to.filter(|to| !email::same(to, &actor.email))
                .map(|to| Posting {
                    to: To::One(to.to_owned()),
                    letter,
                }),
        );
    };
    match kind {
        Kind::Submit | Kind::Complete | Kind::ManagerApprove | Kind::Report => {
            if came_to(State::AwaitingManager) {
                add(manager, Letter::ManagerAsked);
            } else if came_to(State::UnderReview) || came_to(State::Reported) {
                let letter = match kind {
                    Kind::Complete => Letter::Completed,
                    _ => Letter::Waits,
                };
                match handler {
                    Some(_) => add(handler, letter),
                    None => letters.push(Posting {
                        to: To::Communications,
                        letter: Letter::Waits,
                    }),
                }
            }
        }
        Kind::ManagerRefuse | Kind::Refuse => add(applicant, Letter::Refused),
        Kind::Grant if after.change.is_some() => add(applicant, Letter::ChangeGranted),
        Kind::Grant => add(applicant, Letter::Granted),
        Kind::AskCompletion => add(applicant, Letter::CompletionAsked),
        Kind::Message => {
            add(applicant, Letter::MessageWritten);
            // The handler wrote it, or is among those it is written to.
            if handler != applicant {
                add(handler, Letter::MessageWritten);
            }
            if after.state == State::AwaitingManager {
                add(manager, Letter::MessageWritten);
            } else if handler.is_none() && after.is_own(actor) {
                letters.push(Posting {
                    to: To::Communications,
                    letter: Letter::MessageWritten,
                });
            }
        }
        Kind::Enter => add(applicant, Letter::Entered),
        Kind::Take | Kind::Withdraw | Kind::SetRegistryNumber => {}
    }
    letters
}

/// The reminder that is due today, if one is. `since` is the day, in Sweden, from which the case has
/// been where it is. When several have been missed, the last one stands for them all.
///
/// «Chefens godkännande»: reminders after so many working days, see
/// [`crate::policy::Numbers::manager_first_reminder_after`].
pub fn due(case: &Case, since: NaiveDate, policy: &Policy, today: NaiveDate) -> Option<Due> {
    let manager = case
        .manager
        .as_ref()
        .filter(|_| case.state == State::AwaitingManager)?;
    let waited = holiday::working_days_between(since, today);
    let numbers = &policy.numbers;
    let (ordinal, _) = [
        ("2", numbers.manager_second_reminder_after),
        ("1", numbers.manager_first_reminder_after),
    ]
    .into_iter()
    .find(|(_, days)| i64::from(*days) <= waited)?;
    // A case that comes back to the manager is reminded of anew.
    let round = case.since.timestamp().to_string();
    Some(Due {
        name: [REMINDED, "/", &case.id, "/", &round, "/", ordinal].concat(),
        posting: Posting {
            to: To::One(manager.email.clone()),
            letter: Letter::ManagerReminded,
        },
    })
}

#[cfg(test)]
mod tests;
