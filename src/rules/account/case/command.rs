//! What is done to a case, the table of who may do it when, and what it leads to.

use chrono::{DateTime, Utc};

use super::{Case, Checked, State, letter};
use crate::account::Account;
use crate::account::change::Change;
use crate::form::draft::Draft;
use crate::form::judging::Facts;
use crate::value::word::words;

/// Something done to a case.
#[derive(Clone, Debug)]
pub enum Command {
    /// Send it; the draft as it stood and what the rules made of it.
    Submit(Draft, Checked),
    /// Send it again after completing.
    Complete(Draft, Checked),
    /// The manager says yes.
    ManagerApprove(String),
    /// The manager says no; a comment is required.
    ManagerRefuse(String),
    /// Take it on.
    Take,
    /// Ask the applicant to complete these steps.
    AskCompletion(Vec<String>, String),
    /// Grant it.
    Grant(String),
    /// Refuse it; reasons are required.
    Refuse(String),
    /// The account is live: its address and first day, as typed.
    Report(String, String),
    /// Enter a reported account in the register.
    Enter,
    /// Take it back.
    Withdraw,
    /// Write to the other side.
    Message(String),
    /// Put the registrar's number on it.
    SetRegistryNumber(String),
}

words! {
    /// The kinds of command, for the table and for the wire.
    Kind {
        Submit "skicka-in" "Skickade in" "[`Command::Submit`].",
        Complete "komplettera" "Kompletterade" "[`Command::Complete`].",
        ManagerApprove "chef-godkann" "Chefen godkände" "[`Command::ManagerApprove`].",
        ManagerRefuse "chef-avsla" "Chefen sa nej" "[`Command::ManagerRefuse`].",
        Take "ta-arendet" "Tog ärendet" "[`Command::Take`].",
        AskCompletion "begar-komplettering" "Bad om komplettering" "[`Command::AskCompletion`].",
        Grant "godkann" "Godkände" "[`Command::Grant`].",
        Refuse "avsla" "Avslog" "[`Command::Refuse`].",
        Report "anmal" "Anmälde att kontot är igång" "[`Command::Report`].",
        Enter "for-in" "Förde in i förteckningen" "[`Command::Enter`].",
        Withdraw "aterkalla" "Tog tillbaka ansökan" "[`Command::Withdraw`].",
        Message "meddela" "Skrev ett meddelande" "[`Command::Message`].",
        SetRegistryNumber "satt-diarienummer" "Satte diarienummer" "[`Command::SetRegistryNumber`].",
    }
}

/// What has happened, as the history reads, when this is its word.
pub fn done(action: &str) -> Option<&'static str> {
    match action {
        letter::REMINDED => Some("Chefen fick en påminnelse"),
        letter::RESENT => Some("Skickade ett brev igen"),
        _ => Kind::from_id(action).map(Kind::label),
    }
}

/// Who a command is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// The applicant.
    Applicant,
    /// The manager the case names, who is not its applicant.
    Manager,
    /// Communications, but nobody in their own case.
    OtherStaff,
    /// Communications and administrators, who set the registrar's number.
    Registrar,
    /// Everybody who may see the case and may write.
    Participant,
}

/// A row of the table: this command, in these states, by these people.
pub(super) struct Transition {
    pub(super) kind: Kind,
    pub(super) from: &'static [State],
    pub(super) who: Who,
}

const fn row(kind: Kind, who: Who, from: &'static [State]) -> Transition {
    Transition { kind, from, who }
}

/// The life of a case. What is not here cannot happen.
pub(super) static TRANSITIONS: &[Transition] = {
    use State::{
        Approved, AwaitingManager, Draft, Refused, Registered, Reported, Supplementing,
        UnderReview, Withdrawn,
    };
    &[
        row(Kind::Submit, Who::Applicant, &[Draft]),
        row(Kind::Complete, Who::Applicant, &[Supplementing]),
        row(Kind::ManagerApprove, Who::Manager, &[AwaitingManager]),
        row(Kind::ManagerRefuse, Who::Manager, &[AwaitingManager]),
        row(
            Kind::Take,
            Who::OtherStaff,
            &[UnderReview, Supplementing, Reported],
        ),
        // Asked once more, it opens further steps for an applicant who cannot get on.
        row(
            Kind::AskCompletion,
            Who::OtherStaff,
            &[UnderReview, Supplementing],
        ),
        row(Kind::Grant, Who::OtherStaff, &[UnderReview]),
        row(Kind::Refuse, Who::OtherStaff, &[UnderReview]),
        row(Kind::Report, Who::Applicant, &[Approved]),
        row(Kind::Enter, Who::OtherStaff, &[Reported]),
        row(
            Kind::Withdraw,
            Who::Applicant,
            &[AwaitingManager, UnderReview, Supplementing, Approved],
        ),
        row(
            Kind::Message,
            Who::Participant,
            &[
                AwaitingManager,
                UnderReview,
                Supplementing,
                Approved,
                Reported,
                Registered,
                Refused,
            ],
        ),
        row(
            Kind::SetRegistryNumber,
            Who::Registrar,
            &[
                AwaitingManager,
                UnderReview,
                Supplementing,
                Approved,
                Reported,
                Registered,
                Refused,
                Withdrawn,
            ],
        ),
    ]
};

/// What a command leads to. Nothing of it has been done.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The case afterwards.
    pub case: Case,
    /// What goes into the history besides who and when.
    pub event: Event,
    /// What else is to be done in the same transaction.
    pub effects: Vec<Effect>,
    /// Who is to be told, once it is done.
    pub letters: Vec<letter::Posting>,
}

/// A line of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What was done.
    pub kind: Kind,
    /// What was written with it, or empty.
    pub note: String,
}

/// What is to be done to other documents.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Put this account in the register.
    CreateAccount(Box<Account>),
    /// Change this account; the store applies [`Account::changed`] to what it has.
    ChangeAccount {
        /// The account's id.
        account: String,
        /// The change.
        change: Change,
    },
}

/// What a command is decided against.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// The policy, the register and today.
    pub facts: Facts<'a>,
    /// The time.
    pub now: DateTime<Utc>,
    /// The case number to use if this command needs one.
    pub next_number: &'a str,
    /// The account id to use if this command needs one.
    pub next_account: &'a str,
}

impl Command {
    /// Which row of the table it is.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Submit(..) => Kind::Submit,
            Self::Complete(..) => Kind::Complete,
            Self::ManagerApprove(_) => Kind::ManagerApprove,
            Self::ManagerRefuse(_) => Kind::ManagerRefuse,
            Self::Take => Kind::Take,
            Self::AskCompletion(..) => Kind::AskCompletion,
            Self::Grant(_) => Kind::Grant,
            Self::Refuse(_) => Kind::Refuse,
            Self::Report(..) => Kind::Report,
            Self::Enter => Kind::Enter,
            Self::Withdraw => Kind::Withdraw,
            Self::Message(_) => Kind::Message,
            Self::SetRegistryNumber(_) => Kind::SetRegistryNumber,
        }
    }
}
