//! What can be done to a consent: by whom, in which states, and what may come of it.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::answers::{ConsentAnswers, ReviewReason, SubjectDetails};
use super::party::{PartyRole, Reply};
use super::refusal::Refusal;
use super::request::ConsentRequest;
use super::roster::Member;
use super::scope::{Channel, Scope};
use super::state::Evidence;
use super::state::{
    Consent, Freeze, HowConfirmed, ObjectionOutcome, Origin, Signature, State, Withdrawal,
};
use super::subject::Subject;
use crate::form::draft::Draft;
use crate::permission::Actor;
use crate::permission::{self, Action};
use crate::policy::Policy;
use crate::value::email;
use crate::value::proof::Proof;
use crate::value::word::words;

/// Who gives a command.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// A person who answers, through their own link.
    Party {
        /// The place among [`Consent::parties`]; the person who fills in the form is the first.
        index: usize,
        /// How it is known that it is they.
        proof: Proof,
    },
    /// Staff.
    Staff(&'a Actor),
    /// The store itself, by what [`due`](super::due::due) or an [`Effect`] says.
    System,
}

/// An answer that came in beside the service.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The answers.
    pub given: ConsentAnswers,
    /// The draft they were typed in.
    pub draft: Draft,
    /// How they came in.
    pub origin: Origin,
    /// The day it was signed or said.
    pub day: NaiveDate,
    /// Who of the parties has signed, or spoken.
    pub signed: BTreeSet<usize>,
    /// Where the sheet is kept; needed for [`Origin::Paper`].
    pub paper_place: String,
    /// What was shown.
    pub evidence: Evidence,
}

/// An answer of one party that staff have heard or seen on paper.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// Whose.
    pub party: usize,
    /// Whether it was a yes.
    pub yes: bool,
    /// What was shown.
    pub evidence: Evidence,
}

/// Something done to a consent.
#[derive(Clone, Debug)]
pub enum Command {
    /// Sign first: the draft as it stood, what the rules made of it, and what was shown.
    Submit(Draft, Box<ConsentAnswers>, Evidence),
    /// Register what came in beside the service.
    Register(Box<Registration>),
    /// Sign what another person has signed.
    Sign(Evidence),
    /// Staff have a party's answer from elsewhere.
    Certify(Certificate),
    /// The unit confirms who the party at this place is, and how it knows.
    Confirm(usize, HowConfirmed),
    /// The unit's list has come to name the address that a party answered from.
    Recognise,
    /// The unit has found that it was not the party at this place who signed.
    Disown(usize),
    /// The unit has found out about a no of which it was not sure who gave it.
    SettleNo(ObjectionOutcome),
    /// A no came beside the own link, and it is not sure who gave it: a newer answer with this number, or
    /// a message without a link.
    Object(Option<String>),
    /// Say no.
    Decline,
    /// Change the answers. Until all have signed it opens them again, which voids every signature; in
    /// force it begins a new consent with the same answers, and this one counts until that one does.
    Edit,
    /// The review is for it.
    Approve(String),
    /// The review is against it; a reason is required.
    Reject(String),
    /// Take it back.
    Withdraw(Withdrawal),
    /// Those who answer do not agree.
    Dispute(String),
    /// They do now.
    Resolve(String),
    /// It does not count, for this reason.
    Freeze(Freeze),
    /// This reason is gone.
    Thaw(Freeze),
    /// Its time is over.
    Lapse,
    /// A newer answer, with this number, would count instead, and waits for a review.
    Meet(String),
    /// A newer answer counts instead: its number, and what it says yes to.
    Replace(String, Option<Box<Scope>>),
}

words! {
    /// The kinds of command, for the table, the wire and the history.
    Kind {
        Submit "skicka-in" "Skrev under och skickade in" "[`Command::Submit`].",
        Register "registrera" "Registrerade" "[`Command::Register`].",
        Sign "signera" "Skrev under" "[`Command::Sign`].",
        Certify "intyga" "Intygade ett svar" "[`Command::Certify`].",
        Confirm "bekrafta" "Bekräftade vem som har svarat" "[`Command::Confirm`].",
        Recognise "kand-adress" "Adressen finns på enhetens lista" "[`Command::Recognise`].",
        Disown "inte-personen" "Kontrollerade: svaret var inte personens" "[`Command::Disown`].",
        SettleNo "nej-utrett" "Kontrollerade vem som sa nej" "[`Command::SettleNo`].",
        Object "nej-att-utreda" "Ett nej kom, och det är inte kontrollerat vem som sa det" "[`Command::Object`].",
        Decline "neka" "Sa nej" "[`Command::Decline`].",
        Edit "andra" "Började ändra svaren" "[`Command::Edit`].",
        Approve "godkann" "Godkände efter granskning" "[`Command::Approve`].",
        Reject "avsla" "Sa nej efter granskning" "[`Command::Reject`].",
        Withdraw "ta-tillbaka" "Tog tillbaka" "[`Command::Withdraw`].",
        Dispute "tvist" "Frös på grund av oenighet" "[`Command::Dispute`].",
        Resolve "tvist-lost" "Avslutade oenigheten" "[`Command::Resolve`].",
        Freeze "frys" "Frystes" "[`Command::Freeze`].",
        Thaw "tina" "Frystes upp" "[`Command::Thaw`].",
        Lapse "utga" "Gick ut" "[`Command::Lapse`].",
        Meet "nytt-svar" "Ett nytt svar kom och väntar på granskning" "[`Command::Meet`].",
        Replace "ersatt" "Ersattes" "[`Command::Replace`].",
    }
}

/// Who a command is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The person who fills in the form.
    First,
    /// A person who answers and has not answered yet.
    Waiting,
    /// A person who answers, and staff who may do this.
    PartyOr(Action),
    /// Staff who may do this.
    Staff(Action),
    /// Staff who may do this, but not with what they answered or registered themselves.
    OtherStaff(Action),
    /// Staff who may do this and whose unit is the one that asked or above it, or who asked themselves;
    /// but not about an answer of their own.
    Unit(Action),
    /// Nobody but the store.
    System,
}

/// A row of the table: this command, in these states, by these people.
pub struct Transition {
    /// What is done.
    pub kind: Kind,
    /// By whom.
    pub who: Who,
    /// In which states.
    pub from: &'static [State],
}

const fn row(kind: Kind, who: Who, from: &'static [State]) -> Transition {
    Transition { kind, who, from }
}

/// The life of a consent. What is not here cannot happen.
pub static TRANSITIONS: &[Transition] = {
    use State::{
        AwaitingReview, AwaitingSignatures, Declined, Draft, Frozen, InForce, PartlyWithdrawn,
        Withdrawn,
    };
    const ALIVE: &[State] = &[
        AwaitingSignatures,
        AwaitingReview,
        InForce,
        PartlyWithdrawn,
        Frozen,
    ];
    &[
        row(Kind::Submit, Who::First, &[Draft]),
        row(
            Kind::Register,
            Who::Staff(Action::RegisterConsent),
            &[Draft],
        ),
        row(Kind::Sign, Who::Waiting, &[AwaitingSignatures]),
        row(
            Kind::Certify,
            Who::Staff(Action::RegisterConsent),
            &[AwaitingSignatures],
        ),
        row(
            Kind::Confirm,
            Who::Unit(Action::ConfirmSigner),
            &[AwaitingSignatures, AwaitingReview],
        ),
        row(
            Kind::Recognise,
            Who::System,
            &[AwaitingSignatures, AwaitingReview, Frozen],
        ),
        row(
            Kind::Disown,
            Who::Unit(Action::ConfirmSigner),
            &[AwaitingSignatures, AwaitingReview],
        ),
        row(Kind::SettleNo, Who::Unit(Action::ConfirmSigner), &[Frozen]),
        row(Kind::Object, Who::System, ALIVE),
        row(
            Kind::Decline,
            Who::Waiting,
            &[AwaitingSignatures, AwaitingReview],
        ),
        row(
            Kind::Edit,
            Who::First,
            &[AwaitingSignatures, AwaitingReview, InForce, PartlyWithdrawn],
        ),
        row(
            Kind::Approve,
            Who::OtherStaff(Action::ReviewConsent),
            &[AwaitingReview],
        ),
        row(
            Kind::Reject,
            Who::OtherStaff(Action::ReviewConsent),
            &[AwaitingReview],
        ),
        row(Kind::Withdraw, Who::PartyOr(Action::WithdrawConsent), ALIVE),
        row(
            Kind::Dispute,
            Who::Staff(Action::ReviewConsent),
            &[AwaitingSignatures, AwaitingReview, InForce, PartlyWithdrawn],
        ),
        row(
            Kind::Resolve,
            Who::OtherStaff(Action::ReviewConsent),
            &[Frozen],
        ),
        row(Kind::Freeze, Who::System, ALIVE),
        row(Kind::Thaw, Who::System, &[Frozen]),
        row(
            Kind::Lapse,
            Who::System,
            &[
                Draft,
                AwaitingSignatures,
                AwaitingReview,
                InForce,
                PartlyWithdrawn,
                Frozen,
            ],
        ),
        row(
            Kind::Meet,
            Who::System,
            &[InForce, PartlyWithdrawn, Frozen, Withdrawn, Declined],
        ),
        row(Kind::Replace, Who::System, ALIVE),
    ]
};

/// Whom a letter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum To {
    /// This party, by the place among [`Consent::parties`].
    Party(usize),
    /// The person on the pictures, at the [`Subject`]'s own address.
    Person,
    /// The staff of the unit that asked.
    Unit,
    /// The manager of the unit that asked.
    UnitManager,
    /// Everybody who may review consents and calls back.
    Communications,
}

words! {
    /// Which letter; none of them says more than that something has happened and where to look.
    Letter {
        Invitation "medsignera" "Du behöver svara" "Somebody has signed, and you are asked to.",
        Sent "inskickat" "Vi har fått ditt svar" "You have signed and others have not.",
        UnderReview "granskas" "Vi granskar svaret" "All have signed and the organisation looks.",
        Unconfirmed "kontrolleras" "Vi kontrollerar vem som har svarat" "All have signed and the unit looks who they are.",
        NotConfirmed "inte-kontrollerat" "Ditt svar gäller inte" "Nobody confirmed in time who had signed.",
        ConfirmWaits "att-kontrollera" "Någon väntar på att du kontrollerar" "To the unit: it is to confirm who has signed.",
        YesNoted "ja-antecknat" "Vi har antecknat ditt ja" "To those on the unit's list: staff have brought about a yes for the person.",
        InForce "kvittens" "Samtycket gäller" "All is done: the receipt.",
        SignAgain "signera-om" "Svaren har ändrats" "What you signed was changed and does not count.",
        DeclinedReceipt "kvittens-nej" "Vi har fått ditt nej" "Your no.",
        Ended "avslutat" "Samtycket gäller inte" "It has ended, without why or by whom.",
        Rejected "avslag" "Samtycket kan inte börja gälla" "The review was against it.",
        NoReceived "nej-mottaget" "Vi har fått ditt nej" "Your no, which stops and is not confirmed.",
        PausedToCheck "pausat-kontroll" "Samtycket räknas inte just nu" "It is frozen while the unit finds out who said no.",
        NoToConfirm "nej-att-kontrollera" "Någon har sagt nej" "To the unit: it is to find out who said no.",
        WithdrawnReceipt "kvittens-aterkallat" "Du har tagit tillbaka" "Your withdrawal and what follows.",
        Narrowed "delvis-aterkallat" "En del av samtycket har tagits tillbaka" "A part has ended, without why or by whom.",
        FirstReminder "paminnelse-1" "Påminnelse: du behöver svara" "The first reminder to sign.",
        SecondReminder "paminnelse-2" "Sista påminnelsen: du behöver svara" "The second reminder to sign.",
        NewAnswer "nytt-svar" "Någon har svarat på nytt" "To those who answered before: a new answer waits for a review.",
        NotSigned "inte-signerat" "Alla svarade inte i tid" "It was not signed in time.",
        Yearly "paminnelse-arlig" "Ditt samtycke gäller fortfarande" "It holds until further notice.",
        EndsSoon "upphor-snart" "Ditt samtycke upphör snart" "Its last day is near.",
        Over "upphort" "Ditt samtycke har upphört" "Its last day is past.",
        AnswerAlone "fyllt-18" "Nu svarar du själv" "To the person, who is of age.",
        NowAdult "fyllt-18-vardnadshavare" "Samtycket räknas inte längre" "To those who answered before.",
        MandateOver "uppdrag-slut" "Uppdraget har upphört" "To the representative and the person.",
        Paused "pausat" "Samtycket räknas inte just nu" "It is frozen while a disagreement lasts.",
        Resumed "aterupptaget" "Samtycket räknas igen" "The disagreement is over.",
        PicturesGone "borttaget" "Bilderna är borta" "All that was to be taken down has been.",
        ReviewWaits "vantar-pa-granskning" "Ett samtycke ska granskas" "To communications: all have signed.",
        CallBack "ring-upp" "Någon ska ringas upp" "To communications: somebody without a link takes a consent back.",
        DeathTold "dodsfall" "Ett dödsfall att följa upp" "To communications: relatives have told of a death.",
        Weekly "veckan" "Ja som personal har antecknat" "To the unit's manager, once a week: what staff have brought about.",
        Removal "ta-bort" "Bilder ska tas bort" "To whoever published: something is to be taken down.",
    }
}

/// Which published pictures are to be taken down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "vad", content = "vilka")]
pub enum Removal {
    /// All that were published with the consent.
    #[serde(rename = "allt")]
    All,
    /// Those in these channels.
    #[serde(rename = "kanaler")]
    Channels(BTreeSet<Channel>),
    /// These.
    #[serde(rename = "bilder")]
    Pictures(BTreeSet<String>),
}

words! {
    /// Why a picture is to be taken down.
    Cause {
        Withdrawn "aterkallat" "Samtycket är återkallat" "Somebody took a yes back, or a newer answer is narrower.",
        Unconfirmed "vantar-pa-kontroll" "Väntar på kontroll" "Somebody said no, and it is not sure who.",
        Over "upphort" "Samtycket har upphört" "The last day is past.",
        Deceased "avliden" "Närståendes önskemål" "The relatives wish it.",
        Protected "skyddad" "Måste bort i dag" "Protected data; no more is said.",
    }
}

/// What is to be done besides.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Send a letter. There is none about protected data.
    Letter(To, Letter),
    /// Send a letter to this address, which the unit's list has. With its link anybody can stop the consent, and
    /// see nothing of it.
    Tell(String, Letter),
    /// Make removal tasks ([`crate::publication`]).
    Remove(Removal, Cause),
    /// Give [`crate::publication::log::Command::Keep`] to what was to be taken down for
    /// [`Cause::Unconfirmed`].
    KeepPictures,
    /// Keep the person: a new [`Subject`] with the id of [`Moment::subject_id`] unless it is known.
    KeepSubject(Box<SubjectDetails>),
    /// Give [`super::subject::Command::DeclinePictures`] to the subject.
    DeclinePictures,
    /// Give this command, by [`By::System`], to each consent that this one
    /// [replaces](Consent::replaces) and that admits it.
    ToOlder(Command),
    /// Revoke every link that a person could still sign with.
    CloseSigning,
    /// Revoke every link of the party at this place, who is another person from now on.
    CloseLinks(usize),
    /// Keep this new consent, which is a draft and is to replace this one.
    Anew(Box<Consent>),
    /// Destroy the document: nothing was ever sent.
    Discard,
}

impl PartialEq for Command {
    /// Commands in effects are told apart by what they carry there.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Freeze(one), Self::Freeze(other)) | (Self::Thaw(one), Self::Thaw(other)) => {
                one == other
            }
            (Self::Withdraw(one), Self::Withdraw(other)) => one == other,
            (Self::Replace(one, scope), Self::Replace(other, others)) => {
                one == other && scope == others
            }
            _ => self.kind() == other.kind(),
        }
    }
}

/// A line of the history: no name and no contact detail is ever in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What was done.
    pub kind: Kind,
    /// In which role a party did it.
    pub role: Option<PartyRole>,
    /// How it was known who a party was.
    pub proof: Option<Proof>,
    /// The text that was signed.
    pub text_version: Option<String>,
    /// A word of this module that says why or what, or empty.
    pub reason: &'static str,
}

/// What a command leads to. Nothing of it has been done.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The consent afterwards.
    pub consent: Consent,
    /// What goes into the history besides who and when.
    pub event: Event,
    /// What else is to be done in the same transaction.
    pub effects: Vec<Effect>,
}

/// What a command is decided against.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// Today, in Sweden.
    pub today: NaiveDate,
    /// The time.
    pub now: DateTime<Utc>,
    /// The number to use if this command needs one.
    pub next_number: &'a str,
    /// The request the consent answers, as it is now.
    pub request: Option<&'a ConsentRequest>,
    /// The person the consent is about, if known: by the consent's id of the person, and before there
    /// is one by the answers ([`SubjectDetails::claims`]).
    pub subject: Option<&'a Subject>,
    /// The person's id: the known one's, or the one to use for a new one.
    pub subject_id: &'a str,
    /// The id to use for a consent that this command begins.
    pub new_id: &'a str,
    /// The person's other consents at the unit.
    pub others: &'a [&'a Consent],
    /// Whether the person has answered at, or stands on the list of, a unit that is neither this one nor
    /// above or below it.
    pub is_elsewhere: bool,
    /// The rows of the unit's list of those who are there today.
    pub list: &'a [&'a Member],
    /// The pictures of the person that were published on this consent or on those that it
    /// [stands for](Consent::stands_for), by id. Asked only of [`Withdrawal::Pictures`].
    pub shown: &'a BTreeSet<String>,
}

impl Command {
    /// Which row of the table it is.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Submit(..) => Kind::Submit,
            Self::Register(_) => Kind::Register,
            Self::Sign(_) => Kind::Sign,
            Self::Certify(_) => Kind::Certify,
            Self::Confirm(..) => Kind::Confirm,
            Self::Recognise => Kind::Recognise,
            Self::Disown(_) => Kind::Disown,
            Self::SettleNo(_) => Kind::SettleNo,
            Self::Object(_) => Kind::Object,
            Self::Decline => Kind::Decline,
            Self::Edit => Kind::Edit,
            Self::Approve(_) => Kind::Approve,
            Self::Reject(_) => Kind::Reject,
            Self::Withdraw(_) => Kind::Withdraw,
            Self::Dispute(_) => Kind::Dispute,
            Self::Resolve(_) => Kind::Resolve,
            Self::Freeze(_) => Kind::Freeze,
            Self::Thaw(_) => Kind::Thaw,
            Self::Lapse => Kind::Lapse,
            Self::Meet(_) => Kind::Meet,
            Self::Replace(..) => Kind::Replace,
        }
    }
}

impl Consent {
    /// Whether a command of this kind may be given now, its inputs aside.
    ///
    /// # Errors
    ///
    /// Why not.
    pub fn admits(&self, kind: Kind, by: By<'_>) -> Result<(), Refusal> {
        let row = TRANSITIONS
            .iter()
            .find(|row| row.kind == kind)
            .ok_or(Refusal::NotAllowed)?;
        let allowed = match (row.who, by) {
            // What was given on paper, by word of mouth or with pictures is changed in the same way.
            (Who::First, By::Party { index, .. }) => index == 0 && self.origin == Origin::Digital,
            (Who::Waiting | Who::PartyOr(_), By::Party { index, .. }) => self
                .parties
                .get(index)
                .is_some_and(|party| party.role.signs()),
            (
                Who::PartyOr(action) | Who::Staff(action) | Who::OtherStaff(action),
                By::Staff(actor),
            ) => permission::may(actor.role, action),
            (Who::Unit(action), By::Staff(actor)) => {
                let is_theirs = self.created_by == actor.id || actor.unit_ids.contains(&self.unit);
                is_theirs && permission::may(actor.role, action)
            }
            (Who::System, By::System) => true,
            // What a person's page leads to, «fotografera mig inte», is passed on to every consent.
            (Who::PartyOr(_), By::System) => true,
            (Who::First | Who::Waiting | Who::System, By::Staff(_))
            | (
                Who::First | Who::Waiting | Who::Staff(_) | Who::OtherStaff(_) | Who::Unit(_),
                By::System,
            )
            | (Who::Staff(_) | Who::OtherStaff(_) | Who::Unit(_) | Who::System, By::Party { .. }) => {
                false
            }
        };
        if !allowed {
            return Err(Refusal::NotAllowed);
        }
        if let (Who::OtherStaff(_), By::Staff(actor)) = (row.who, by)
            && self.is_by(actor)
        {
            return Err(Refusal::OwnConsent);
        }
        if let (Who::Unit(_), By::Staff(actor)) = (row.who, by)
            && self.is_answered_by(actor)
        {
            return Err(Refusal::OwnConsent);
        }
        let answered = match (row.who, by) {
            (Who::Waiting, By::Party { index, .. }) => {
                !matches!(self.parties[index].reply, Reply::Waiting | Reply::Agreed)
            }
            _ => false,
        };
        // A review is done by those who review; who has signed is the unit's to confirm.
        let is_only_unconfirmed = matches!(kind, Kind::Approve | Kind::Reject)
            && self
                .review
                .iter()
                .all(|reason| *reason == ReviewReason::Unconfirmed);
        // What froze it is settled by what is for that.
        let is_frozen_for_else = match kind {
            Kind::SettleNo => !self.frozen.contains(&Freeze::Unconfirmed),
            Kind::Resolve => !self.frozen.contains(&Freeze::Dispute),
            _ => false,
        };
        let is_confirmed = matches!(kind, Kind::Confirm | Kind::Disown)
            && self.signatures.iter().all(Signature::is_confirmed);
        if !row.from.contains(&self.state)
            || answered
            || is_only_unconfirmed
            || is_confirmed
            || is_frozen_for_else
        {
            return Err(Refusal::NotNow);
        }
        Ok(())
    }

    /// The commands that may be given now.
    pub fn offered(&self, by: By<'_>) -> Vec<Kind> {
        Kind::ALL
            .iter()
            .copied()
            .filter(|kind| self.admits(*kind, by).is_ok())
            .collect()
    }

    /// Whether the actor registered it or is among those who answer or were consulted.
    fn is_by(&self, actor: &Actor) -> bool {
        self.is_answered_by(actor)
            || self
                .signatures
                .iter()
                .any(|signature| signature.certified_by.as_deref() == Some(&actor.id))
    }

    /// Whether the actor is among those who answer or were consulted.
    fn is_answered_by(&self, actor: &Actor) -> bool {
        self.parties.iter().any(|party| {
            let address = party.email.as_deref();
            address.is_some_and(|address| email::same(address, &actor.email))
        })
    }
}
