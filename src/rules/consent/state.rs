//! A consent: where it is in its life, what is kept of it, and what can be asked of it.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::refusal::{Input, Refusal};
use crate::form::Form;
use crate::form::draft::Draft;
use crate::permission::Actor;
use crate::permission::{self, Action};
use crate::policy::{GuardiansRequired, Policy};
use crate::value::personnummer;
use crate::value::proof::{self, Proof};
use crate::value::wire;
use crate::value::word::words;

use super::answers::{ReviewReason, WhyNot};
use super::force::Force;
use super::party::{Party, PartyRole, Reply};
use super::request::ConsentRequest;
use super::scope::{Channel, Occasion, Scope};

/// The age from which everybody answers alone (föräldrabalken 9 kap. 1 §).
pub const ADULT: u32 = 18;

words! {
    /// Where a consent is in its life.
    State {
        Draft "utkast" "Utkast" "Being answered.",
        AwaitingSignatures "vantar-pa-medsignering" "Väntar på medsignering" "Somebody has signed and somebody has not.",
        AwaitingReview "vantar-pa-granskning" "Väntar på granskning" "All have signed; the organisation looks.",
        InForce "galler" "Gäller" "A yes, within its scope.",
        PartlyWithdrawn "delvis-aterkallad" "Delvis återkallat" "A yes, but for what was taken back.",
        Frozen "fryst" "Fryst" "Not a yes until what froze it is settled.",
        Withdrawn "aterkallad" "Återkallat" "Taken back.",
        Expired "utgangen" "Utgånget" "Its time is over, or it was not signed in time.",
        Replaced "ersatt" "Ersatt" "A newer answer counts instead.",
        Declined "nekad" "Nekat" "A no.",
    }
}

impl State {
    /// Whether a person or something is waited for. Pending is never yes.
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::AwaitingSignatures | Self::AwaitingReview)
    }

    /// Whether nothing more will happen.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Withdrawn | Self::Expired | Self::Replaced | Self::Declined
        )
    }
}

words! {
    /// Why a consent does not count for the time being.
    Freeze {
        Adult "fyllt-18" "Personen har fyllt 18 år och svarar själv" "The person is of age and answers alone. Never thaws.",
        MandateOver "uppdrag-slut" "Uppdraget som god man eller förvaltare har upphört" "The representative's appointment is over. Never thaws.",
        Deceased "avliden" "Personen har avlidit" "The relatives' wish is being settled.",
        Protected "skyddad" "Uppgifterna är skyddade" "Protected personal data.",
        Unconfirmed "obekraftat-nej" "Någon har sagt nej, och det är inte kontrollerat vem" "A no of which it is not sure who gave it.",
        Dispute "tvist" "De som svarar är oense" "Those who answer do not agree.",
    }
}

words! {
    /// How the answer came in.
    Origin {
        Digital "digital" "I tjänsten" "Filled in here.",
        Paper "papper" "På papper" "A sheet that staff registered.",
        Spoken "muntligt" "Muntligt" "A spoken yes, of staff only.",
        Pictogram "bildstod" "Med bildstöd" "The pictogram form, with staff beside.",
    }
}

words! {
    /// How staff know who gave an answer that they confirm.
    HowConfirmed {
        Known "kanner" "Jag känner personen" "Staff know the person.",
        Called "ringde" "Jag ringde numret på vår lista" "Staff rang the number that the unit had before.",
        Legitimation "legitimation" "Personen kom hit med legitimation" "Staff saw a legitimation.",
        OnTheSpot "pa-plats" "Personen visade svaret på plats" "The person showed the receipt to staff.",
    }
}

/// That the unit's staff have confirmed who signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// Who, by the user's id.
    #[serde(rename = "av")]
    pub by: String,
    /// When.
    #[serde(rename = "tid", deserialize_with = "wire::moment")]
    pub at: DateTime<Utc>,
    /// How they know.
    #[serde(rename = "hur")]
    pub how: HowConfirmed,
}

/// That the unit's list came to name the address that a signature was proven by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listing {
    /// Who wrote the row, by the user's id.
    #[serde(rename = "av")]
    pub by: String,
    /// When it was found there.
    #[serde(rename = "tid", deserialize_with = "wire::moment")]
    pub at: DateTime<Utc>,
}

words! {
    /// Which form of the text was shown.
    Variant {
        Standard "standard" "Standard" "The usual text.",
        EasyRead "lattlast" "Lättläst" "The easy text.",
        Pictogram "bildstod" "Bildstöd" "The pictograms.",
    }
}

/// What is kept of a signature, so that it can be shown afterwards what was answered to which text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Whose, by the place among [`Consent::parties`].
    #[serde(rename = "part")]
    pub party: usize,
    /// In which role.
    #[serde(rename = "roll")]
    pub role: PartyRole,
    /// When.
    #[serde(rename = "tid", deserialize_with = "wire::moment")]
    pub at: DateTime<Utc>,
    /// What was shown and how the signer was identified.
    #[serde(rename = "underlag")]
    pub evidence: Evidence,
    /// The member of staff who certified it, by the user's id.
    #[serde(
        rename = "intygad_av",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub certified_by: Option<String>,
    /// That the unit has confirmed who it was.
    #[serde(rename = "bekraftad", default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmation>,
    /// That the address which a code came back from was found on the unit's list afterwards.
    #[serde(rename = "pa_listan", default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<Listing>,
}

impl Signature {
    /// How sure it is by now who signed.
    pub fn proof(&self) -> Proof {
        let proof = self.evidence.proof;
        match (&self.confirmed, &self.listed) {
            _ if proof.suffices(Proof::Confirmed) => proof,
            (Some(_), _) => Proof::Confirmed,
            (None, Some(_)) => Proof::Named,
            (None, None) => proof,
        }
    }

    /// Whether it is so sure who signed that there is nothing for the unit to confirm.
    pub fn is_confirmed(&self) -> bool {
        self.proof().suffices(Proof::Confirmed)
    }
}

/// What is taken back. No reason is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "vad", content = "vilka", deny_unknown_fields)]
pub enum Withdrawal {
    /// All of it.
    #[serde(rename = "allt")]
    All,
    /// These channels.
    #[serde(rename = "kanaler")]
    Channels(BTreeSet<Channel>),
    /// These pictures, by id.
    #[serde(rename = "bilder")]
    Pictures(BTreeSet<String>),
    /// All of it, and the person is not to be photographed.
    #[serde(rename = "fotografera-mig-inte")]
    NoPictures,
}

words! {
    /// What the unit found about a no of which it was not sure who gave it.
    ObjectionOutcome {
        Confirmed "stammer" "Det stämmer: samtycket är taget tillbaka" "It was the right person, whose no counts.",
        Mistake "misstag" "Det var ett misstag: svaret gäller som förut" "It was somebody else, or a mistake.",
        Unreached "gick-inte-att-na" "Det gick inte att nå någon: räkna det som ett nej" "Nobody was reached, and the no counts.",
    }
}

/// A no, or a yes taken back, with how it was known who gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objection {
    /// Whose, by the place among [`Consent::parties`]; none when it came beside their links.
    #[serde(rename = "part", default, skip_serializing_if = "Option::is_none")]
    pub party: Option<usize>,
    /// The number of the newer answer that it came as, if it did.
    #[serde(rename = "nummer", default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// When.
    #[serde(rename = "tid", deserialize_with = "wire::moment")]
    pub at: DateTime<Utc>,
    /// How it was known who gave it.
    #[serde(rename = "legitimerad")]
    pub proof: Proof,
    /// What was taken back; none for a no before it counted.
    #[serde(rename = "vad", default, skip_serializing_if = "Option::is_none")]
    pub what: Option<Withdrawal>,
    /// What came of it; none while it is to be found out who gave it.
    #[serde(rename = "utfall", default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ObjectionOutcome>,
}

/// An address that the unit knows as that of a person who answers in this role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// The role.
    pub role: PartyRole,
    /// The address.
    pub address: String,
    /// The user who wrote it on the unit's list, by id; none when it was proven by an answer.
    pub listed_by: Option<String>,
}

/// A consent as the store keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Its id in addresses.
    pub id: String,
    /// The number people use, from the first signature.
    #[serde(rename = "nummer", default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The [`Subject`](super::subject::Subject)'s id, from the first signature.
    #[serde(rename = "individ", default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The person's day of birth.
    #[serde(rename = "fodd", default, skip_serializing_if = "Option::is_none")]
    pub born: Option<NaiveDate>,
    /// Where it is.
    #[serde(rename = "lage")]
    pub state: State,
    /// Since when it is there.
    #[serde(rename = "sedan")]
    pub since: DateTime<Utc>,
    /// When it was begun.
    #[serde(rename = "skapat")]
    pub created: DateTime<Utc>,
    /// The user who asked for it or registered it.
    #[serde(rename = "skapat_av")]
    pub created_by: String,
    /// The [`ConsentRequest`] it answers.
    #[serde(rename = "begaran", default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// The occasion that was asked about.
    #[serde(rename = "fragat", default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Occasion>,
    /// The unit that asked.
    #[serde(rename = "enhet")]
    pub unit: String,
    /// The unit's own account that was named in the question.
    #[serde(rename = "konto", default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// What was typed.
    #[serde(rename = "utkast")]
    pub draft: Draft,
    /// The text it was begun with. Everybody signs the same; a new text asks for a new consent.
    #[serde(rename = "textversion")]
    pub text_version: String,
    /// What was said yes to, once every rule was kept.
    #[serde(
        rename = "omfattning",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub scope: Option<Scope>,
    /// Why it is a no, when the answers said so.
    #[serde(
        rename = "nej_for_att",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub why_not: Option<WhyNot>,
    /// Who answers and who was consulted.
    #[serde(rename = "parter", default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<Party>,
    /// What was signed.
    #[serde(
        rename = "underskrifter",
        default,
        skip_serializing_if = "Vec::is_empty"
    )]
    pub signatures: Vec<Signature>,
    /// Why it must be reviewed.
    #[serde(
        rename = "granskas_for_att",
        default,
        skip_serializing_if = "Vec::is_empty"
    )]
    pub review: Vec<ReviewReason>,
    /// What the review came to, in words.
    #[serde(
        rename = "granskning",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub reviewed: Option<String>,
    /// The day of the first signature.
    #[serde(rename = "inskickat", default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<NaiveDate>,
    /// The first day in force.
    #[serde(rename = "fran", default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last day in force, if there is one.
    #[serde(rename = "till", default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Every no of those who answer, and every yes that they took back.
    #[serde(rename = "nej", default, skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<Objection>,
    /// Channels that were taken back.
    #[serde(
        rename = "aterkallade_kanaler",
        default,
        skip_serializing_if = "BTreeSet::is_empty"
    )]
    pub withdrawn_channels: BTreeSet<Channel>,
    /// Pictures that were taken back, by id.
    #[serde(
        rename = "aterkallade_bilder",
        default,
        skip_serializing_if = "BTreeSet::is_empty"
    )]
    pub withdrawn_pictures: BTreeSet<String>,
    /// What has frozen it.
    #[serde(
        rename = "fryst_for_att",
        default,
        skip_serializing_if = "BTreeSet::is_empty"
    )]
    pub frozen: BTreeSet<Freeze>,
    /// Where it was when it was frozen.
    #[serde(
        rename = "fore_frysning",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub held: Option<State>,
    /// The number of what counts instead.
    #[serde(rename = "ersatt_av", default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// The number of the consent in force that this one is to replace, when it began as a change.
    #[serde(rename = "andrar", default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<String>,
    /// How the answer came in.
    #[serde(rename = "ursprung")]
    pub origin: Origin,
    /// Where the sheet is kept.
    #[serde(
        rename = "papperet_finns",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub paper_place: Option<String>,
    /// The policy it came into force under.
    #[serde(rename = "policy", default, skip_serializing_if = "Option::is_none")]
    pub policy_version: Option<String>,
}

/// The day a person born on `born` turns `age`; 1 March when born on 29 February and the year has
/// none.
pub fn birthday(born: NaiveDate, age: u32) -> Option<NaiveDate> {
    let year = born.year() + i32::try_from(age).ok()?;
    NaiveDate::from_ymd_opt(year, born.month(), born.day())
        .or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}

/// The same people, of whom none has answered.
pub(super) fn unanswered(parties: &[Party]) -> Vec<Party> {
    parties
        .iter()
        .map(|party| Party {
            reply: Reply::Waiting,
            ..party.clone()
        })
        .collect()
}

impl Consent {
    /// A new, empty consent that answers a request.
    pub fn answering(
        id: String,
        request: &ConsentRequest,
        form: &'static Form,
        text_version: String,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            request: Some(request.id.clone()),
            asked: Some(request.occasion.clone()),
            account: request.account.clone(),
            ..Self::new(
                id,
                request.unit.clone(),
                form,
                text_version,
                request.created_by.clone(),
                now,
            )
        }
    }

    /// A new, empty consent that staff register.
    pub fn new(
        id: String,
        unit: String,
        form: &'static Form,
        text_version: String,
        created_by: String,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            number: None,
            subject: None,
            born: None,
            state: State::Draft,
            since: now,
            created: now,
            created_by,
            request: None,
            asked: None,
            unit,
            account: None,
            draft: Draft::new(form),
            text_version,
            scope: None,
            why_not: None,
            parties: Vec::new(),
            signatures: Vec::new(),
            review: Vec::new(),
            reviewed: None,
            sent: None,
            from: None,
            until: None,
            objections: Vec::new(),
            withdrawn_channels: BTreeSet::new(),
            withdrawn_pictures: BTreeSet::new(),
            frozen: BTreeSet::new(),
            held: None,
            replaced_by: None,
            changes: None,
            origin: Origin::Digital,
            paper_place: None,
            policy_version: None,
        }
    }

    /// Whether a person answered for a person under age.
    pub fn is_for_minor(&self) -> bool {
        self.parties.iter().any(|party| party.role.is_for_minor())
    }

    /// Whether others answered and the person is of age on `today`.
    pub fn is_outgrown(&self, today: NaiveDate) -> bool {
        self.childhood_end().is_some_and(|last| last < today)
    }

    /// Whether the appointment of a person who answered is over on `today`.
    pub fn is_mandate_over(&self, today: NaiveDate) -> bool {
        self.mandate_end().is_some_and(|last| last < today)
    }

    /// The day before the 18th birthday, when others answered for a person under age.
    pub(super) fn childhood_end(&self) -> Option<NaiveDate> {
        self.is_for_minor()
            .then(|| birthday(self.born?, ADULT)?.checked_sub_days(Days::new(1)))
            .flatten()
    }

    /// The last day of the appointment that ends first.
    pub(crate) fn mandate_end(&self) -> Option<NaiveDate> {
        self.parties
            .iter()
            .filter(|party| party.role.signs())
            .filter_map(|party| party.mandate?.until)
            .min()
    }

    /// The last day it counts: by its own end, before the 18th birthday, or by the end of an appointment.
    pub fn last_counted(&self) -> Option<NaiveDate> {
        [self.until, self.childhood_end(), self.mandate_end()]
            .into_iter()
            .flatten()
            .min()
    }

    /// Whether it lets anything be published on `today`, whatever the clock has had time to do.
    pub fn is_in_force(&self, today: NaiveDate) -> bool {
        Force::of(self).counts(today)
    }

    /// The last day a person may sign what others have signed.
    pub fn signing_ends(&self, policy: &Policy) -> Option<NaiveDate> {
        let days = Days::new(policy.numbers.cosign_expires_after.into());
        self.sent.map(|sent| sent + days)
    }

    /// Whether this party's yes is needed and has not been given.
    pub fn awaits(&self, party: &Party, policy: &Policy, today: NaiveDate) -> bool {
        party.reply == Reply::Waiting
            && match party.role {
                PartyRole::Youth => self.cosigns(policy, today),
                PartyRole::Guardian => match policy.guardians_required {
                    GuardiansRequired::All => true,
                    GuardiansRequired::One => !self.parties.iter().any(|other| {
                        other.role == PartyRole::Guardian && other.reply == Reply::Signed
                    }),
                },
                role => role.signs(),
            }
    }

    /// The weakest proof with which a yes counts here.
    pub fn proof_needed(&self, policy: &Policy) -> Proof {
        let has = |role| self.parties.iter().any(|party| party.role == role);
        if self.is_for_minor() || has(PartyRole::Youth) {
            policy.proof.minor
        } else if has(PartyRole::Representative) {
            policy.proof.representative
        } else {
            policy.proof.adult
        }
    }

    /// The signatures of which it is not sure enough who gave them.
    pub fn unproven(&self, policy: &Policy) -> impl Iterator<Item = &Signature> {
        let needed = self.proof_needed(policy);
        self.signatures
            .iter()
            .filter(move |signature| !signature.proof().suffices(needed))
    }

    /// Whether the party at this place has said no to all of it, or taken all of it back.
    pub(super) fn has_said_no(&self, party: usize) -> bool {
        self.objections.iter().any(|objection| {
            objection.party == Some(party)
                && objection.outcome != Some(ObjectionOutcome::Mistake)
                && matches!(
                    objection.what,
                    None | Some(Withdrawal::All | Withdrawal::NoPictures)
                )
        })
    }

    /// Whether it is sure that the party at this place is the person they say, by their signature here.
    pub fn knows(&self, party: usize) -> bool {
        let own = |signature: &&Signature| signature.party == party;
        let signature = self.signatures.iter().rfind(own);
        signature.is_some_and(|signature| signature.proof().suffices(Proof::Named))
    }

    /// The roles and addresses of those who have proven themselves here so well that a code to the same
    /// address is proof of them another time.
    pub fn vouched(&self) -> impl Iterator<Item = Vouched> {
        self.signatures
            .iter()
            .filter(|signature| {
                signature.proof().suffices(Proof::Named)
                    && matches!(
                        signature.evidence.proof,
                        Proof::OwnAddress | Proof::Named | Proof::EId
                    )
            })
            .filter_map(|signature| {
                let address = self.parties.get(signature.party)?.email.clone()?;
                Some(Vouched {
                    role: signature.role,
                    address,
                    listed_by: None,
                })
            })
    }

    /// When the unit's staff last brought it about: confirmed a signer, certified a signature, or wrote a
    /// signer's address on the list afterwards.
    pub fn by_staff(&self) -> Option<DateTime<Utc>> {
        let moments = self.signatures.iter().filter_map(|signature| {
            let certified = signature.certified_by.as_ref().map(|_| signature.at);
            let confirmed = signature.confirmed.as_ref();
            let listed = signature.listed.as_ref().map(|listed| listed.at);
            confirmed
                .map(|confirmed| confirmed.at)
                .or(certified)
                .or(listed)
        });
        moments.max()
    }

    /// The last day to confirm who has signed, while that is waited for.
    pub fn confirming_ends(&self, policy: &Policy) -> Option<NaiveDate> {
        let waits =
            self.state == State::AwaitingReview && self.review.contains(&ReviewReason::Unconfirmed);
        let days = Days::new(policy.numbers.confirm_within.into());
        waits.then(|| self.since.date_naive() + days)
    }

    /// Whether a youth signs too.
    pub(super) fn cosigns(&self, policy: &Policy, today: NaiveDate) -> bool {
        self.born.is_some_and(|born| {
            u32::from(policy.numbers.youth_cosigns_from) <= personnummer::age_on(born, today)
        })
    }

    /// The last day in force when it comes into force on `first`. The 18th birthday is no end: it
    /// freezes, until the person has answered.
    pub(super) fn last_day(&self, policy: &Policy, first: NaiveDate) -> Option<NaiveDate> {
        let chosen = self.scope.as_ref().and_then(|scope| scope.last_day(policy));
        let longest = self
            .is_for_minor()
            .then(|| Months::new(policy.numbers.youth_consent_valid_for_max.into()))
            .and_then(|months| first.checked_add_months(months));
        [chosen, longest].into_iter().flatten().min()
    }

    /// Whether it may be answered on `today`. What was once answered in time may be changed after the
    /// request has closed.
    pub fn is_answerable(&self, request: Option<&ConsentRequest>, today: NaiveDate) -> bool {
        self.request.is_none()
            || self.is_changed()
            || request.is_some_and(|request| request.is_open(today))
    }

    /// Whether it is a draft of answers that have been signed before.
    pub const fn is_changed(&self) -> bool {
        self.number.is_some() || self.changes.is_some()
    }

    /// Whether what was published on the other one is this one's to answer for: itself, or an older
    /// answer that it counts instead of.
    pub fn stands_for(&self, other: &Self) -> bool {
        self.id == other.id || self.replaces(other)
    }

    /// Whether this answer counts instead of the older one: the same person, unit and occasion, or
    /// begun as a change of it.
    pub fn replaces(&self, older: &Self) -> bool {
        let occasion = |consent: &'_ Self| {
            let scope = consent.scope.as_ref();
            scope.map_or(consent.asked.clone(), |scope| Some(scope.occasion.clone()))
        };
        self.id != older.id
            && self.subject.is_some()
            && self.subject == older.subject
            && self.unit == older.unit
            && older.created <= self.created
            && (self.changes.is_some() && self.changes == older.number
                || occasion(self).is_some() && occasion(self) == occasion(older))
    }

    /// Whether it is a no to pictures of this occasion that stands.
    pub fn is_no_to(&self, occasion: &Occasion) -> bool {
        let scope = self.scope.as_ref();
        let about = scope.map_or(self.asked.as_ref(), |scope| Some(&scope.occasion));
        matches!(self.state, State::Declined | State::Withdrawn)
            && !self.is_void()
            && about == Some(occasion)
    }

    /// The channels that were said yes to and not taken back.
    pub fn open_channels(&self) -> BTreeSet<Channel> {
        self.scope
            .iter()
            .flat_map(|scope| scope.channels.difference(&self.withdrawn_channels))
            .copied()
            .collect()
    }

    /// Whether the actor may see it: who asked for it, those of the unit or of one above it, who answers
    /// for an account of the unit (`units`), and those who see every consent.
    pub fn is_seen_by(&self, actor: &Actor, units: &[String]) -> bool {
        permission::may(actor.role, Action::SeeConsents)
            || (permission::may(actor.role, Action::AskConsent)
                && (self.created_by == actor.id
                    || actor.unit_ids.contains(&self.unit)
                    || units.contains(&self.unit)))
    }

    /// Puts a draft in place while it is being answered.
    ///
    /// # Errors
    ///
    /// When it is not open now, or the draft is of another form.
    pub fn with_draft(&self, draft: Draft) -> Result<Self, Refusal> {
        if self.state != State::Draft {
            return Err(Refusal::NotNow);
        }
        if draft.form() != self.draft.form() {
            return Err(Refusal::Input(Input::OtherForm));
        }
        Ok(Self {
            draft,
            ..self.clone()
        })
    }
}
/// What was in front of a person who signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// How it was known who signed.
    #[serde(rename = "legitimerad", deserialize_with = "proof::stored")]
    pub proof: Proof,
    /// The version of the text that was shown.
    #[serde(rename = "textversion")]
    pub text_version: String,
    /// Its language, as in `sv`.
    #[serde(rename = "sprak")]
    pub language: String,
    /// Its form.
    #[serde(rename = "variant")]
    pub variant: Variant,
    /// The digest of the answers that were shown.
    #[serde(rename = "svar")]
    pub answers: String,
}
