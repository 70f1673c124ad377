//! A case: an application or a change, from draft to the register, and who may do what to it.
//!
//! The life of a case is the table `command::TRANSITIONS`. [`decide`] looks a command up there, asks who is
//! allowed, and says what the case becomes; it does nothing itself.

mod command;
mod decide;
pub mod letter;
pub mod list;
mod summary;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::account::application::{self, Application, Contact, Flag, Proposal};
use crate::account::change::{self, Change};
use crate::account::refusal::{Input, Refusal};
use crate::form::Form;
use crate::form::draft::Draft;
use crate::form::finding::Finding;
use crate::form::journey;
use crate::form::judging::Facts;
use crate::permission::Actor;
use crate::permission::{self, Action};

use crate::value::address;
use crate::value::email;
use crate::value::wire;
use crate::value::word::words;

pub use command::{Command, Decision, Effect, Event, Kind, Moment, done};
pub use decide::decide;
pub use summary::{Summary, UserSummary};

/// Most characters of a reason or a message.
pub const MESSAGE_CHARS_MAX: usize = 4000;
/// Most messages in a case, so that a document stays a document.
pub const MESSAGES_MAX: usize = 200;

words! {
    /// Where a case is in its life.
    State {
        Draft "utkast" "Utkast" "Being written.",
        AwaitingManager "vantar-pa-chef" "Väntar på chef" "Waiting for the manager.",
        UnderReview "under-granskning" "Under granskning" "With communications.",
        Supplementing "komplettering" "Behöver kompletteras" "Back with the applicant, who completes the named steps.",
        Approved "godkand" "Godkänd" "Granted; the account may be started.",
        Reported "anmald" "Anmäld" "The account is live under another name than the one granted; communications look.",
        Registered "registrerad" "Klar" "Done: in the register, or the change carried out.",
        Refused "avslagen" "Avslagen" "Refused, by the manager or by communications.",
        Withdrawn "aterkallad" "Återkallad" "Taken back by the applicant.",
    }
}

impl State {
    /// Whether nothing more will happen.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Refused | Self::Registered | Self::Withdrawn)
    }
}

/// A line written by one side to the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// When.
    #[serde(rename = "tid", deserialize_with = "wire::moment")]
    pub at: DateTime<Utc>,
    /// Whose name it has.
    #[serde(rename = "fran")]
    pub from: String,
    /// Whether communications wrote it.
    #[serde(rename = "fran_kommunikation")]
    pub from_staff: bool,
    /// What it says.
    pub text: String,
}

/// What a person decided, and on what grounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Yes or no.
    #[serde(rename = "bifall")]
    pub granted: bool,
    /// The reasons, as the applicant reads them.
    #[serde(rename = "motivering")]
    pub reasons: String,
    /// When.
    #[serde(rename = "tid", deserialize_with = "wire::moment")]
    pub at: DateTime<Utc>,
    /// Who.
    #[serde(rename = "av")]
    pub by: String,
    /// The policy it was decided under.
    #[serde(rename = "policy")]
    pub policy_version: String,
}

/// A case as the store keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its id in addresses.
    pub id: String,
    /// The case number people use, from the moment it is sent.
    #[serde(rename = "nummer", default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Where it is.
    #[serde(rename = "lage")]
    pub state: State,
    /// Since when it is there.
    #[serde(rename = "sedan", deserialize_with = "wire::moment")]
    pub since: DateTime<Utc>,
    /// Who wrote it.
    #[serde(rename = "sokande")]
    pub applicant: Actor,
    /// When it was begun.
    #[serde(rename = "skapat", deserialize_with = "wire::moment")]
    pub created: DateTime<Utc>,
    /// When it was sent the first time.
    #[serde(
        rename = "inskickat",
        default,
        deserialize_with = "wire::moment_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub sent: Option<DateTime<Utc>>,
    /// What was typed.
    #[serde(rename = "utkast")]
    pub draft: Draft,
    /// The account applied for, once every rule was kept.
    #[serde(rename = "forslag", default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Proposal>,
    /// The change asked for, once every rule was kept.
    #[serde(rename = "andring", default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// The account it concerns or became.
    #[serde(rename = "konto", default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// What staff should look at.
    #[serde(rename = "flaggor", default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
    /// Advice, and warnings that were acknowledged.
    #[serde(
        rename = "anmarkningar",
        default,
        skip_serializing_if = "Vec::is_empty"
    )]
    pub remarks: Vec<Finding>,
    /// The manager who is to approve here, if one is.
    #[serde(rename = "chef", default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<Contact>,
    /// What the manager said here.
    #[serde(
        rename = "chefens_svar",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub manager_verdict: Option<Verdict>,
    /// Who at communications has taken it.
    #[serde(
        rename = "handlaggare",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub handler: Option<Actor>,
    /// The steps that are open while it is being completed.
    #[serde(rename = "oppna_steg", default, skip_serializing_if = "Vec::is_empty")]
    pub open_steps: Vec<String>,
    /// What communications decided.
    #[serde(rename = "beslut", default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// The account as it was reported live.
    #[serde(rename = "anmalt", default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
    /// The registrar's number.
    #[serde(
        rename = "diarienummer",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub registry_number: Option<String>,
    /// What the two sides wrote.
    #[serde(rename = "meddelanden", default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Message>,
}

/// An account reported live.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Where it really is.
    #[serde(rename = "konto")]
    pub address: address::Address,
    /// Since when.
    #[serde(rename = "start", deserialize_with = "wire::day")]
    pub started: NaiveDate,
}

/// What was sent, after every rule was kept; which of the two follows from the form.
#[derive(Clone, Debug)]
pub enum Checked {
    /// To start an account.
    Start(Box<Application>),
    /// To change one.
    Change(Box<change::ChangeApplication>),
}

/// Judges a draft by the rules of its own form.
///
/// # Errors
///
/// Every finding when at least one is in the way.
pub fn check(draft: &Draft, facts: &Facts<'_>) -> Result<Checked, Vec<Finding>> {
    if draft.form() == &application::FORM {
        application::check(draft, facts).map(|application| Checked::Start(Box::new(application)))
    } else {
        change::check(draft, facts).map(|request| Checked::Change(Box::new(request)))
    }
}

impl Case {
    /// A new, empty case.
    pub fn new(id: String, form: &'static Form, applicant: Actor, now: DateTime<Utc>) -> Self {
        Self {
            id,
            number: None,
            state: State::Draft,
            since: now,
            applicant,
            created: now,
            sent: None,
            draft: Draft::new(form),
            proposal: None,
            change: None,
            account: None,
            flags: Vec::new(),
            remarks: Vec::new(),
            manager: None,
            manager_verdict: None,
            handler: None,
            open_steps: Vec::new(),
            verdict: None,
            report: None,
            registry_number: None,
            messages: Vec::new(),
        }
    }

    /// Whether the actor wrote it.
    pub fn is_own(&self, actor: &Actor) -> bool {
        self.applicant.id == actor.id
    }

    /// Whether the actor is the manager it names.
    fn names_manager(&self, actor: &Actor) -> bool {
        self.manager
            .as_ref()
            .is_some_and(|manager| email::same(&manager.email, &actor.email))
    }

    /// Whether the actor may see it. A draft is its writer's alone.
    pub fn is_seen_by(&self, actor: &Actor) -> bool {
        self.is_own(actor)
            || (self.state != State::Draft
                && (permission::may(actor.role, Action::SeeAllCases)
                    || (self.names_manager(actor)
                        && permission::may(actor.role, Action::ApproveAsManager))))
    }

    /// Whether the draft may be written to by its owner, and which steps are open for that: `None`
    /// means all of them.
    pub fn open_for_writing(&self) -> Option<Option<&[String]>> {
        match self.state {
            State::Draft => Some(None),
            State::Supplementing => Some(Some(&self.open_steps)),
            State::AwaitingManager
            | State::UnderReview
            | State::Approved
            | State::Refused
            | State::Reported
            | State::Registered
            | State::Withdrawn => None,
        }
    }

    /// Puts a draft in place while it is being written.
    ///
    /// # Errors
    ///
    /// When it is not the actor's, not open now, of another form, or changes a step that is closed.
    pub fn with_draft(&self, draft: Draft, actor: &Actor) -> Result<Self, Refusal> {
        if !self.is_own(actor) {
            return Err(Refusal::NotAllowed);
        }
        self.accepts(&draft)?;
        Ok(Self {
            draft,
            ..self.clone()
        })
    }

    fn accepts(&self, draft: &Draft) -> Result<(), Refusal> {
        if draft.form() != self.draft.form() {
            return Err(Refusal::Input(Input::OtherForm));
        }
        let Some(open) = self.open_for_writing() else {
            return Err(Refusal::NotNow);
        };
        let Some(open) = open else {
            return Ok(());
        };
        let untouched = |field| {
            draft.text(field) == self.draft.text(field)
                && draft.list(field) == self.draft.list(field)
        };
        let form = draft.form();
        if form
            .fields()
            .all(|field| untouched(field) || journey::is_open(form, field, open))
        {
            Ok(())
        } else {
            Err(Refusal::Input(Input::ClosedStep))
        }
    }
}

#[cfg(test)]
mod tests;
