//! What a command leads to.

use chrono::NaiveDate;

use super::answers::{ReviewReason, SubjectDetails, WhyNot};
use super::command::{By, Command, Decision, Effect, Event, Letter, Moment, To};
use super::party::{Party, Reply};
use super::refusal::{Input, NOTE_CHARS_MAX, Refusal};
use super::state::{Consent, Freeze, State};
use crate::value::proof::Proof;
use crate::value::text;

/// Decides what a command leads to.
///
/// # Errors
///
/// A [`Refusal`]; nothing has changed.
pub fn decide(
    consent: &Consent,
    command: Command,
    by: By<'_>,
    moment: &Moment<'_>,
) -> Result<Decision, Refusal> {
    let kind = command.kind();
    consent.admits(kind, by)?;
    let (index, mut proof) = match by {
        By::Party { index, proof } => (Some(index), Some(proof)),
        By::Staff(_) | By::System => (None, None),
    };
    let mut change = Change {
        next: consent.clone(),
        effects: Vec::new(),
        moment,
        day: moment.today,
        person: moment.subject.map(|subject| subject.person.clone()),
    };
    let mut signed_text = None;
    let reason = match command {
        Command::Submit(draft, given, evidence) => {
            signed_text = Some(evidence.text_version.clone());
            change.receive(draft, *given, proof)?;
            if change.next.state == State::Declined {
                change.next.parties[0].reply = Reply::Declined;
                change.letter(0, Letter::DeclinedReceipt);
            } else if !change.next.parties[0].role.signs() {
                return Err(Refusal::Input(Input::NobodySigns));
            } else {
                proof = Some(change.sign_by(0, evidence, proof)?);
                change.settle(true);
            }
            change.next.why_not.map_or("", |why| why.id())
        }
        Command::Register(registration) => {
            signed_text = Some(registration.evidence.text_version.clone());
            change.register(*registration, by)?;
            change.next.origin.id()
        }
        Command::Sign(evidence) => {
            signed_text = Some(evidence.text_version.clone());
            change.in_time()?;
            proof = Some(change.sign_by(index.unwrap_or_default(), evidence, proof)?);
            change.settle(false);
            ""
        }
        Command::Certify(certificate) => {
            change.certify(certificate, by)?;
            ""
        }
        Command::Confirm(party, how) => {
            change.confirm(party, how, by)?;
            how.id()
        }
        Command::Recognise => {
            change.recognise()?;
            ""
        }
        Command::Disown(party) => {
            change.disown(party)?;
            ""
        }
        Command::SettleNo(outcome) => {
            change.settle_no(outcome)?;
            outcome.id()
        }
        Command::Object(number) => {
            change.object(number)?;
            ""
        }
        Command::Decline => {
            let proof = proof.unwrap_or(Proof::SharedLink);
            change.say_no(index.unwrap_or_default(), proof, None)?
        }
        Command::Edit => {
            change.edit();
            ""
        }
        Command::Approve(comment) => {
            change.still_theirs()?;
            change.next.reviewed = Some(written(&comment)?);
            // Who has signed is no matter of a review.
            change
                .next
                .review
                .retain(|reason| *reason == ReviewReason::Unconfirmed);
            change.settle(false);
            ""
        }
        Command::Reject(reasons) => {
            change.next.reviewed = Some(required(&reasons)?);
            change.next.state = State::Declined;
            change.next.why_not = Some(WhyNot::Rejected);
            change.letters(Letter::Rejected, |party| party.reply == Reply::Signed);
            change.effects.push(Effect::CloseSigning);
            ""
        }
        Command::Withdraw(withdrawal) => match (index, proof) {
            (Some(index), Some(proof)) => change.say_no(index, proof, Some(withdrawal))?,
            _ => change.withdraw(&withdrawal, index)?,
        },
        Command::Dispute(reasons) => {
            change.next.reviewed = Some(required(&reasons)?);
            change.freeze(Freeze::Dispute);
            Freeze::Dispute.id()
        }
        Command::Resolve(comment) => {
            change.next.reviewed = Some(written(&comment)?);
            change.thaw(Freeze::Dispute)?;
            Freeze::Dispute.id()
        }
        Command::Freeze(freeze) => {
            let due = match freeze {
                Freeze::Adult => consent.is_outgrown(moment.today),
                Freeze::MandateOver => consent.is_mandate_over(moment.today),
                Freeze::Deceased | Freeze::Protected | Freeze::Dispute => true,
                // Only a no brings that about.
                Freeze::Unconfirmed => false,
            };
            if !due || consent.frozen.contains(&freeze) {
                return Err(Refusal::NotNow);
            }
            change.freeze(freeze);
            freeze.id()
        }
        Command::Thaw(freeze) => {
            change.thaw(freeze)?;
            freeze.id()
        }
        Command::Lapse => change.lapse()?,
        Command::Meet(_) => {
            change.letters(Letter::NewAnswer, |_| true);
            ""
        }
        Command::Replace(number, scope) => {
            change.replace(number, scope.as_deref());
            ""
        }
    };
    let Change {
        mut next,
        mut effects,
        ..
    } = change;
    if is_silent(&next, by, moment) {
        effects.retain(|effect| !matches!(effect, Effect::Letter(..) | Effect::Tell(..)));
    }
    if next.state != consent.state {
        next.since = moment.now;
    }
    Ok(Decision {
        event: Event {
            kind,
            role: index
                .and_then(|index| next.parties.get(index).or(consent.parties.get(index)))
                .map(|party| party.role),
            proof,
            text_version: signed_text,
            reason,
        },
        consent: next,
        effects,
    })
}

/// Whether nobody may be written to: never about protected data, and by what the calendar brings not
/// about a person who has died.
fn is_silent(consent: &Consent, by: By<'_>, moment: &Moment<'_>) -> bool {
    let holds = |freeze| {
        consent.frozen.contains(&freeze)
            || moment
                .subject
                .is_some_and(|subject| subject.freezes().any(|other| other == freeze))
    };
    holds(Freeze::Protected) || (holds(Freeze::Deceased) && matches!(by, By::System))
}

/// A consent on its way to what it becomes.
pub(super) struct Change<'a> {
    pub(super) next: Consent,
    pub(super) effects: Vec<Effect>,
    pub(super) moment: &'a Moment<'a>,
    /// The day the answer was given: today, or that of a sheet.
    pub(super) day: NaiveDate,
    /// Whom it is about, once that is known.
    pub(super) person: Option<SubjectDetails>,
}

impl Change<'_> {
    pub(super) fn letter(&mut self, party: usize, letter: Letter) {
        if self.next.parties[party].email.is_some() {
            self.effects.push(Effect::Letter(To::Party(party), letter));
        }
    }

    pub(super) fn letters(&mut self, letter: Letter, to: impl Fn(&Party) -> bool) {
        for index in 0..self.next.parties.len() {
            let party = &self.next.parties[index];
            if party.role.signs() && to(party) {
                self.letter(index, letter);
            }
        }
    }
}

/// A text that may be empty but not too long.
pub(super) fn written(text: &str) -> Result<String, Refusal> {
    let text = text::tidy_lines(text);
    if NOTE_CHARS_MAX < text::chars(&text) {
        return Err(Refusal::Input(Input::TooLong));
    }
    Ok(text.into_owned())
}

/// A text that may be neither.
pub(super) fn required(text: &str) -> Result<String, Refusal> {
    let text = written(text)?;
    if text.is_empty() {
        return Err(Refusal::Input(Input::ReasonMissing));
    }
    Ok(text)
}
