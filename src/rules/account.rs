//! An account in the register and what can happen to it.

pub mod application;
pub mod case;
pub mod change;
pub mod refusal;
pub mod wire;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::account::application::{Contact, Proposal};
use crate::account::change::{Change, Post};
use crate::account::refusal::Refusal;
use crate::permission::Actor;
use crate::permission::{self, Action};
use crate::policy::Policy;
use crate::register::{Row, Status};
use crate::value::address::Address;
use crate::value::email;
use crate::value::word::words;

/// Days a manager has to answer when closing for inactivity has been announced.
pub const NOTICE_DAYS: u64 = 14;

/// An account as the store keeps it. [`Account::row`] is what the public sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Its id, for ever.
    pub id: String,
    /// Where it is.
    #[serde(rename = "konto")]
    pub address: Address,
    /// What the platform is called, when it is another one.
    #[serde(
        rename = "plattform_annan",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub other_platform: Option<String>,
    /// The unit.
    #[serde(rename = "enhet")]
    pub unit: String,
    /// Its förvaltning.
    #[serde(rename = "forvaltning")]
    pub department: String,
    /// For the public.
    #[serde(rename = "beskrivning")]
    pub description: String,
    /// Whether anybody can see it.
    #[serde(rename = "oppet")]
    pub open: bool,
    /// Who answers for it; none for an imported account nobody has claimed.
    #[serde(rename = "chef", default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<Contact>,
    /// Who runs it.
    #[serde(rename = "ansvarig", default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<Contact>,
    /// Who runs it when they cannot.
    #[serde(rename = "ersattare", default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<Contact>,
    /// The day it went live, if known.
    #[serde(rename = "start", default, skip_serializing_if = "Option::is_none")]
    pub started: Option<NaiveDate>,
    /// The day a person last said that the register is right.
    #[serde(
        rename = "kontrollerad",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub certified: Option<NaiveDate>,
    /// The last day of its rest.
    #[serde(
        rename = "pausat_till",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub paused_until: Option<NaiveDate>,
    /// The day it is closed from.
    #[serde(rename = "avslutat", default, skip_serializing_if = "Option::is_none")]
    pub closed_from: Option<NaiveDate>,
    /// The day closing for inactivity was announced for.
    #[serde(rename = "varslat", default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<NaiveDate>,
    /// The case it came from.
    #[serde(rename = "arende", default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
}

words! {
    /// What staff and those responsible should notice about an account.
    Flag {
        CertificationDue "kontroll-forfallen" "Behöver kontrolleras" "Nobody has said for a long time that the row is right.",
        NobodyResponsible "ansvarig-saknas" "Ansvarig saknas" "Nobody answers for it.",
        ClosingAnnounced "varslat" "Stängning varslad" "Closing for inactivity has been announced.",
    }
}

/// What can be done to an account directly; every other change goes through a case.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kommando", deny_unknown_fields)]
pub enum Command {
    /// The register is right; also takes back an announced closing.
    #[serde(rename = "intyga")]
    Certify,
    /// Announce closing for inactivity.
    #[serde(rename = "varsla")]
    AnnounceClosing,
    /// Close, once the announced day has come.
    #[serde(rename = "stang")]
    CloseAnnounced,
    /// End a rest before its last day.
    #[serde(rename = "aterga-i-drift")]
    Resume,
}

impl Command {
    /// The word on the wire and in the history.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Certify => "intyga",
            Self::AnnounceClosing => "varsla",
            Self::CloseAnnounced => "stang",
            Self::Resume => "aterga-i-drift",
        }
    }

    /// What people read, on the button and in the history.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Certify => "Uppgifterna stämmer",
            Self::AnnounceClosing => "Varsla om stängning",
            Self::CloseAnnounced => "Stäng kontot",
            Self::Resume => "Ta kontot i drift igen",
        }
    }

    /// Every command.
    pub const ALL: &[Self] = &[
        Self::Certify,
        Self::AnnounceClosing,
        Self::CloseAnnounced,
        Self::Resume,
    ];
}

impl Account {
    /// A new account from what was applied for, at the address it really got.
    pub fn new(
        id: String,
        proposal: &Proposal,
        address: Address,
        started: NaiveDate,
        case: String,
    ) -> Self {
        Self {
            id,
            address,
            other_platform: proposal.other_platform.clone(),
            unit: proposal.unit.clone(),
            department: proposal.department.clone(),
            description: proposal.description.clone(),
            open: proposal.open,
            manager: Some(proposal.manager.clone()),
            responsible: Some(proposal.responsible.clone()),
            deputy: Some(proposal.deputy.clone()),
            started: Some(started),
            certified: Some(started),
            paused_until: None,
            closed_from: None,
            notice: None,
            case: Some(case),
        }
    }

    /// Whether it is in use on `today`.
    pub fn status(&self, today: NaiveDate) -> Status {
        if self.closed_from.is_some_and(|day| day <= today) {
            Status::Closed
        } else if self.paused_until.is_some_and(|day| today <= day) {
            Status::Paused
        } else {
            Status::Active
        }
    }

    /// What the public sees on `today`: no person's data.
    pub fn row(&self, today: NaiveDate) -> Row {
        let status = self.status(today);
        Row {
            id: self.id.clone(),
            platform: self.address.platform(),
            handle: self.address.handle().to_owned(),
            url: self.address.url().to_owned(),
            unit: self.unit.clone(),
            department: self.department.clone(),
            description: self.description.clone(),
            open: self.open,
            status,
            status_date: match status {
                Status::Active => None,
                Status::Paused => self.paused_until,
                Status::Closed => self.closed_from,
            },
            certified: self.certified,
        }
    }

    /// What should be noticed on `today`.
    pub fn flags(&self, policy: &Policy, today: NaiveDate) -> Vec<Flag> {
        if self.status(today) == Status::Closed {
            return Vec::new();
        }
        let every = Days::new(policy.numbers.certify_every.into());
        let due = self.certified.is_none_or(|day| day + every < today);
        [
            (due, Flag::CertificationDue),
            (self.manager.is_none(), Flag::NobodyResponsible),
            (self.notice.is_some(), Flag::ClosingAnnounced),
        ]
        .into_iter()
        .filter_map(|(raised, flag)| raised.then_some(flag))
        .collect()
    }

    /// Whether the actor answers for or runs the account.
    pub fn is_run_by(&self, actor: &Actor) -> bool {
        [&self.manager, &self.responsible, &self.deputy]
            .into_iter()
            .flatten()
            .any(|person| email::same(&person.email, &actor.email))
    }

    /// The account after a change that has been granted. Nothing else changes it but [`decide`].
    #[must_use]
    pub fn changed(mut self, change: &Change) -> Self {
        match change {
            Change::Close { datum, .. } => self.closed_from = Some(*datum),
            Change::Replace { post, person } => {
                let place = match post {
                    Post::Manager => &mut self.manager,
                    Post::Responsible => &mut self.responsible,
                    Post::Deputy => &mut self.deputy,
                };
                *place = Some(person.clone());
            }
            Change::Move { konto } => self.address = konto.clone(),
            Change::Pause { till, .. } => self.paused_until = Some(*till),
        }
        self.notice = None;
        self
    }
}

/// Decides what a command does to an account.
///
/// # Errors
///
/// A [`Refusal`] when the actor may not, or not now.
pub fn decide(
    account: &Account,
    command: &Command,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Account, Refusal> {
    let staff = permission::may(actor.role, Action::CloseForInactivity);
    let allowed = match command {
        Command::Certify | Command::Resume => {
            permission::may(actor.role, Action::Certify) && (staff || account.is_run_by(actor))
        }
        Command::AnnounceClosing | Command::CloseAnnounced => staff,
    };
    if !allowed {
        return Err(Refusal::NotAllowed);
    }
    let status = account.status(today);
    let timely = match command {
        Command::Certify => status != Status::Closed,
        Command::Resume => status == Status::Paused,
        Command::AnnounceClosing => status == Status::Active && account.notice.is_none(),
        Command::CloseAnnounced => {
            status != Status::Closed && account.notice.is_some_and(|day| day <= today)
        }
    };
    if !timely {
        return Err(Refusal::NotNow);
    }
    let mut account = account.clone();
    match command {
        Command::Certify => {
            account.certified = Some(today);
            account.notice = None;
        }
        Command::Resume => account.paused_until = None,
        Command::AnnounceClosing => account.notice = Some(today + Days::new(NOTICE_DAYS)),
        Command::CloseAnnounced => {
            account.closed_from = Some(today);
            account.notice = None;
        }
    }
    Ok(account)
}

/// The commands the actor may give now.
pub fn offered(account: &Account, actor: &Actor, today: NaiveDate) -> Vec<&'static Command> {
    Command::ALL
        .iter()
        .filter(|command| decide(account, command, actor, today).is_ok())
        .collect()
}

#[cfg(test)]
mod tests;
