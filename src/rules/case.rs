//! A case: an application or a change, from draft to the register, and who may do what to it.
//!
//! The life of a case is the table [`TRANSITIONS`]. [`decide`] looks a command up there, asks who is
//! allowed, and says what the case becomes; it does nothing itself.

pub mod letter;
pub mod list;
mod summary;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::address;
use crate::application::{self, Application, Flag, Person, Proposal};
use crate::change::{self, Change};
use crate::date;
use crate::draft::Draft;
use crate::email;
use crate::finding::Finding;
use crate::form::Form;
use crate::journey;
use crate::permission::{self, Action, Role};
use crate::reading::Facts;
use crate::text;
use crate::word::words;

pub use summary::{Somebody, Summary};

/// Most characters of a reason or a message.
pub const MESSAGE_CHARS_MAX: usize = 4000;
/// Most messages in a case, so that a document stays a document.
pub const MESSAGES_MAX: usize = 200;

/// Who is doing something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The user's id.
    pub id: String,
    /// The name people read.
    #[serde(rename = "namn")]
    pub name: String,
    /// The work address; what ties a person to the cases that name them.
    #[serde(rename = "epost")]
    pub email: String,
    /// What they are here.
    #[serde(rename = "roll")]
    pub role: Role,
}

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
    #[serde(rename = "tid")]
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

/// What somebody decided, and on what grounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Yes or no.
    #[serde(rename = "bifall")]
    pub granted: bool,
    /// The reasons, as the applicant reads them.
    #[serde(rename = "motivering")]
    pub reasons: String,
    /// When.
    #[serde(rename = "tid")]
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
    #[serde(rename = "sedan")]
    pub since: DateTime<Utc>,
    /// Who wrote it.
    #[serde(rename = "sokande")]
    pub applicant: Actor,
    /// When it was begun.
    #[serde(rename = "skapat")]
    pub created: DateTime<Utc>,
    /// When it was sent the first time.
    #[serde(rename = "inskickat", default, skip_serializing_if = "Option::is_none")]
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
    pub manager: Option<Person>,
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
    #[serde(rename = "start")]
    pub started: NaiveDate,
}

/// What was sent, after every rule was kept; which of the two follows from the form.
#[derive(Clone, Debug)]
pub enum Checked {
    /// To start an account.
    Start(Box<Application>),
    /// To change one.
    Change(Box<change::Request>),
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
enum Who {
    /// Whoever wrote the case.
    Applicant,
    /// The manager the case names, who is not its applicant.
    Manager,
    /// Communications, but nobody in their own case.
    OtherStaff,
    /// Communications and administrators, who set the registrar's number.
    Registrar,
    /// Whoever may see the case and may write.
    Participant,
}

/// A row of the table: this command, in these states, by these people.
struct Transition {
    kind: Kind,
    from: &'static [State],
    who: Who,
}

const fn row(kind: Kind, who: Who, from: &'static [State]) -> Transition {
    Transition { kind, from, who }
}

/// The life of a case. What is not here cannot happen.
static TRANSITIONS: &[Transition] = {
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

/// You may not, or not now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not this actor: HTTP 403.
    NotAllowed,
    /// Nobody decides their own case: HTTP 403.
    OwnCase,
    /// Not in this state: HTTP 409.
    NotNow,
    /// The account has been taken by somebody else meanwhile: HTTP 409.
    Taken,
    /// An input of the command needs mending; [`Input::advice`] has the sentence: HTTP 422.
    Input(Input),
}

/// An input of a command that needs mending: which, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Input {
    /// A comment or reason is missing.
    #[serde(rename = "motivering-saknas")]
    ReasonMissing,
    /// A message is missing.
    #[serde(rename = "meddelande-saknas")]
    MessageMissing,
    /// A text is over [`MESSAGE_CHARS_MAX`] characters.
    #[serde(rename = "for-lang")]
    TooLong,
    /// No step was named.
    #[serde(rename = "steg-saknas")]
    StepsMissing,
    /// The registrar's number is missing or longer than 50 characters.
    #[serde(rename = "diarienummer")]
    RegistryNumber,
    /// The address is none, or of another platform.
    #[serde(rename = "adress")]
    Address,
    /// The first day is none, or after today.
    #[serde(rename = "startdatum")]
    StartDate,
    /// A draft of another form than the case's.
    #[serde(rename = "blankett")]
    OtherForm,
    /// Answers on a step that is not open were changed.
    #[serde(rename = "stangt-steg")]
    ClosedStep,
    /// The case already has as many messages as it can hold.
    #[serde(rename = "for-manga")]
    TooMany,
}

impl Input {
    /// What to do, in Swedish.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::ReasonMissing => "Skriv en motivering, så att den som söker förstår varför.",
            Self::MessageMissing => "Skriv ett meddelande.",
            Self::TooLong => "Skriv kortare, högst 4000 tecken.",
            Self::StepsMissing => "Välj minst ett steg som ska kompletteras.",
            Self::RegistryNumber => "Skriv diarienumret, högst 50 tecken.",
            Self::Address => "Skriv adressen till kontot så som den står i webbläsaren.",
            Self::StartDate => "Skriv den dag då kontot startade, i dag eller tidigare.",
            Self::OtherForm => "Ladda om sidan och försök igen.",
            Self::ClosedStep => "Ändra bara i de steg som ska kompletteras.",
            Self::TooMany => "Ring i stället. Ärendet har fått så många meddelanden det rymmer.",
        }
    }
}

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

    /// Whether the actor may give a command of this kind now, its inputs aside.
    ///
    /// # Errors
    ///
    /// Why not.
    pub fn admits(&self, kind: Kind, actor: &Actor) -> Result<(), Refusal> {
        if !self.is_seen_by(actor) {
            return Err(Refusal::NotAllowed);
        }
        let Some(row) = TRANSITIONS.iter().find(|row| row.kind == kind) else {
            return Err(Refusal::NotAllowed);
        };
        let may = |action| permission::may(actor.role, action);
        match row.who {
            Who::Applicant if !may(Action::Apply) || !self.is_own(actor) => {
                return Err(Refusal::NotAllowed);
            }
            Who::Manager if self.is_own(actor) => return Err(Refusal::OwnCase),
            Who::Manager if !may(Action::ApproveAsManager) || !self.names_manager(actor) => {
                return Err(Refusal::NotAllowed);
            }
            Who::OtherStaff if !may(Action::Decide) => return Err(Refusal::NotAllowed),
            Who::OtherStaff if self.is_own(actor) => return Err(Refusal::OwnCase),
            Who::Registrar if !may(Action::SetRegistryNumber) => {
                return Err(Refusal::NotAllowed);
            }
            Who::Participant if !may(Action::Message) => return Err(Refusal::NotAllowed),
            Who::Applicant | Who::Manager | Who::OtherStaff | Who::Registrar | Who::Participant => {
            }
        }
        // A change is carried out when it is granted: there is nothing to report.
        let reports_change = kind == Kind::Report && self.proposal.is_none();
        // One's own case can be taken once; taking it over from a colleague is another matter.
        let has_it = kind == Kind::Take
            && self
                .handler
                .as_ref()
                .is_some_and(|handler| handler.id == actor.id);
        if !row.from.contains(&self.state) || reports_change || has_it {
            return Err(Refusal::NotNow);
        }
        Ok(())
    }

    /// The commands the actor may give now.
    pub fn offered(&self, actor: &Actor) -> Vec<Kind> {
        Kind::ALL
            .iter()
            .copied()
            .filter(|kind| self.admits(*kind, actor).is_ok())
            .collect()
    }
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

/// Decides what a command leads to.
///
/// # Errors
///
/// A [`Refusal`]; nothing has changed.
pub fn decide(
    case: &Case,
    command: Command,
    actor: &Actor,
    moment: &Moment<'_>,
) -> Result<Decision, Refusal> {
    let kind = command.kind();
    case.admits(kind, actor)?;
    let mut next = case.clone();
    let mut effects = Vec::new();
    let note = match command {
        Command::Submit(draft, checked) => {
            case.accepts(&draft)?;
            next.number.get_or_insert(moment.next_number.to_owned());
            next.sent.get_or_insert(moment.now);
            send(&mut next, draft, checked);
            String::new()
        }
        Command::Complete(draft, checked) => {
            case.accepts(&draft)?;
            send(&mut next, draft, checked);
            next.open_steps.clear();
            String::new()
        }
        Command::ManagerApprove(comment) => {
            let comment = written(&comment)?;
            next.state = State::UnderReview;
            next.manager_verdict = Some(verdict(true, &comment, actor, moment));
            comment
        }
        Command::ManagerRefuse(comment) => {
            let comment = required(&comment, Input::ReasonMissing)?;
            next.state = State::Refused;
            next.manager_verdict = Some(verdict(false, &comment, actor, moment));
            comment
        }
        Command::Take => {
            next.handler = Some(actor.clone());
            String::new()
        }
        Command::AskCompletion(steps, message) => {
            let message = required(&message, Input::MessageMissing)?;
            let form = case.draft.form();
            let known = steps.iter().all(|slug| form.step(slug).is_some());
            if steps.is_empty() || !known {
                return Err(Refusal::Input(Input::StepsMissing));
            }
            add_message(&mut next, actor, moment, message.clone())?;
            next.state = State::Supplementing;
            for slug in steps {
                if !next.open_steps.contains(&slug) {
                    next.open_steps.push(slug);
                }
            }
            next.handler.get_or_insert(actor.clone());
            message
        }
        Command::Grant(reasons) => {
            let reasons = written(&reasons)?;
            next.verdict = Some(verdict(true, &reasons, actor, moment));
            next.handler.get_or_insert(actor.clone());
            match (&case.change, &case.account) {
                (Some(change), Some(account)) => {
                    if let Change::Move { konto } = change
                        && moment
                            .facts
                            .register
                            .taken(konto)
                            .is_some_and(|row| row.id != *account)
                    {
                        return Err(Refusal::Taken);
                    }
                    next.state = State::Registered;
                    effects.push(Effect::ChangeAccount {
                        account: account.clone(),
                        change: change.clone(),
                    });
                }
                _ => next.state = State::Approved,
            }
            reasons
        }
        Command::Refuse(reasons) => {
            let reasons = required(&reasons, Input::ReasonMissing)?;
            next.state = State::Refused;
            next.verdict = Some(verdict(false, &reasons, actor, moment));
            next.handler.get_or_insert(actor.clone());
            reasons
        }
        Command::Report(address, day) => {
            let proposal = case.proposal.as_ref().ok_or(Refusal::NotNow)?;
            let address = address::parse(Some(proposal.address.platform()), &address)
                .map_err(|_| Refusal::Input(Input::Address))?;
            let started = date::parse(&day)
                .and_then(|day| date::within(day, ..=moment.facts.today))
                .map_err(|_| Refusal::Input(Input::StartDate))?;
            let as_granted = address.key() == proposal.address.key();
            next.report = Some(Report { address, started });
            if as_granted {
                effects.push(enter(&mut next, moment)?);
            } else {
                next.state = State::Reported;
            }
            String::new()
        }
        Command::Enter => {
            effects.push(enter(&mut next, moment)?);
            String::new()
        }
        Command::Withdraw => {
            next.state = State::Withdrawn;
            String::new()
        }
        Command::Message(text) => {
            let text = required(&text, Input::MessageMissing)?;
            add_message(&mut next, actor, moment, text)?;
            String::new()
        }
        Command::SetRegistryNumber(number) => {
            let number = text::tidy(&number).into_owned();
            if number.is_empty() || 50 < text::chars(&number) {
                return Err(Refusal::Input(Input::RegistryNumber));
            }
            next.registry_number = Some(number.clone());
            number
        }
    };
    if next.state != case.state {
        next.since = moment.now;
    }
    Ok(Decision {
        letters: letter::written(case, &next, kind, actor),
        case: next,
        event: Event { kind, note },
        effects,
    })
}

/// Where a case goes when it is sent, first or again.
fn send(case: &mut Case, draft: Draft, checked: Checked) {
    case.draft = draft.without_hidden();
    let manager = match checked {
        Checked::Start(application) => {
            case.proposal = Some(application.proposal().clone());
            case.flags = application.flags().to_vec();
            case.remarks = application.remarks().to_vec();
            application
                .needs_manager()
                .then(|| application.proposal().manager.clone())
        }
        Checked::Change(request) => {
            case.account = Some(request.account().to_owned());
            case.change = Some(request.change().clone());
            case.remarks = request.remarks().to_vec();
            request.accepting_manager().cloned()
        }
    };
    // A manager who has said yes here need not be asked again unless it is now somebody else.
    let still = case.manager_verdict.is_some()
        && match (&manager, &case.manager) {
            (Some(now), Some(before)) => email::same(&now.email, &before.email),
            (None, _) => true,
            (Some(_), None) => false,
        };
    if !still {
        case.manager_verdict = None;
    }
    case.state = if manager.is_some() && !still {
        State::AwaitingManager
    } else {
        State::UnderReview
    };
    if manager.is_some() {
        case.manager = manager;
    }
}

/// Makes the account of a report, unless somebody has taken its name meanwhile.
fn enter(case: &mut Case, moment: &Moment<'_>) -> Result<Effect, Refusal> {
    let (Some(proposal), Some(report)) = (&case.proposal, &case.report) else {
        return Err(Refusal::NotNow);
    };
    if moment.facts.register.taken(&report.address).is_some() {
        return Err(Refusal::Taken);
    }
    let account = Account::new(
        moment.next_account.to_owned(),
        proposal,
        report.address.clone(),
        report.started,
        case.id.clone(),
    );
    case.account = Some(account.id.clone());
    case.state = State::Registered;
    Ok(Effect::CreateAccount(Box::new(account)))
}

fn verdict(granted: bool, reasons: &str, actor: &Actor, moment: &Moment<'_>) -> Verdict {
    Verdict {
        granted,
        reasons: reasons.to_owned(),
        at: moment.now,
        by: actor.name.clone(),
        policy_version: moment.facts.policy.version.clone(),
    }
}

fn add_message(
    case: &mut Case,
    actor: &Actor,
    moment: &Moment<'_>,
    text: String,
) -> Result<(), Refusal> {
    if MESSAGES_MAX <= case.messages.len() {
        return Err(Refusal::Input(Input::TooMany));
    }
    case.messages.push(Message {
        at: moment.now,
        from: actor.name.clone(),
        from_staff: permission::may(actor.role, Action::Decide) && !case.is_own(actor),
        text,
    });
    Ok(())
}

/// A text that may be empty but not too long.
fn written(text: &str) -> Result<String, Refusal> {
    let text = text::tidy_lines(text);
    if MESSAGE_CHARS_MAX < text::chars(&text) {
        return Err(Refusal::Input(Input::TooLong));
    }
    Ok(text.into_owned())
}

/// A text that may be neither.
fn required(text: &str, missing: Input) -> Result<String, Refusal> {
    let text = written(text)?;
    if text.is_empty() {
        return Err(Refusal::Input(missing));
    }
    Ok(text)
}

#[cfg(test)]
#[path = "test_case.rs"]
mod tests;

#[cfg(test)]
#[path = "test_case_letter.rs"]
mod test_letter;
