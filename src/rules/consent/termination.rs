//! How a consent ends or pauses: a no, a withdrawal, what freezes it, and time.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, Utc};

use super::command::{Cause, Command, Effect, Letter, Moment, Removal, To};
use super::decide::Change;
use super::form::question::answer_about;
use super::party::{PartyRole, Reply};
use super::refusal::{Input, Refusal};
use super::scope::{Channel, Scope, Validity};
use super::state::{Consent, Freeze, State, Withdrawal, unanswered};
use crate::form::draft::Draft;

impl Consent {
    /// The same answers again, to be changed while these still count. What was taken back is not
    /// asked for again.
    fn anew(&self, id: String, now: DateTime<Utc>) -> Self {
        let mut draft = self.draft.clone();
        for channel in &self.withdrawn_channels {
            if let Some(field) = answer_about(*channel) {
                draft.set_text(field, "");
            }
        }
        Self {
            subject: self.subject.clone(),
            request: self.request.clone(),
            asked: self.asked.clone(),
            account: self.account.clone(),
            draft,
            parties: unanswered(&self.parties),
            withdrawn_pictures: self.withdrawn_pictures.clone(),
            changes: self.number.clone(),
            ..Self::new(
                id,
                self.unit.clone(),
                self.draft.form(),
                self.text_version.clone(),
                self.created_by.clone(),
                now,
            )
        }
    }
}

impl Change<'_> {
    /// One no among any number of yes: it ends at once, and the others learn only that.
    pub(super) fn refuse(&mut self, party: usize) {
        self.next.parties[party].reply = Reply::Declined;
        self.next.state = State::Declined;
        let number = self.next.number.clone().unwrap_or_default();
        self.effects
            .push(Effect::ToOlder(Command::Replace(number, None)));
        self.end();
        self.letter(party, Letter::DeclinedReceipt);
        self.tell_others(Some(party), Letter::Ended);
    }

    pub(super) fn tell_others(&mut self, but: Option<usize>, letter: Letter) {
        for index in 0..self.next.parties.len() {
            if Some(index) != but && self.next.parties[index].role.signs() {
                self.letter(index, letter);
            }
        }
    }

    /// Changes the answers: in a new consent beside one that counts, or else back to the draft, and
    /// then every other party signs again.
    pub(super) fn edit(&mut self) {
        if self.next.from.is_some() {
            let Moment { new_id, now, .. } = *self.moment;
            let anew = self.next.anew(new_id.to_owned(), now);
            self.effects.push(Effect::Anew(Box::new(anew)));
            return;
        }
        for index in 1..self.next.parties.len() {
            if self.next.parties[index].reply == Reply::Signed {
                self.letter(index, Letter::SignAgain);
            }
        }
        let next = &mut self.next;
        next.state = State::Draft;
        next.signatures.clear();
        next.parties = unanswered(&next.parties);
        next.review.clear();
        next.reviewed = None;
        next.scope = None;
        next.sent = None;
        next.withdrawn_channels.clear();
        self.effects.push(Effect::CloseSigning);
    }

    /// Nothing more will happen to it.
    fn end(&mut self) {
        self.next.frozen.clear();
        self.next.held = None;
        self.effects.push(Effect::CloseSigning);
    }

    /// What a withdrawal takes away, and whether nothing is left then.
    pub(super) fn removal(&self, withdrawal: &Withdrawal) -> Result<(Removal, bool), Refusal> {
        let (removal, ended) = match withdrawal {
            Withdrawal::All | Withdrawal::NoPictures => (Removal::All, true),
            Withdrawal::Channels(channels) => {
                let open = self.next.open_channels();
                let taken: BTreeSet<Channel> = channels.intersection(&open).copied().collect();
                let ended = taken == open;
                (Removal::Channels(taken), ended)
            }
            Withdrawal::Pictures(pictures) => {
                let taken = pictures
                    .intersection(self.moment.shown)
                    .filter(|picture| !self.next.withdrawn_pictures.contains(*picture))
                    .cloned()
                    .collect();
                (Removal::Pictures(taken), false)
            }
        };
        match &removal {
            Removal::Channels(taken) if taken.is_empty() => Err(Refusal::Input(Input::Nothing)),
            Removal::Pictures(taken) if taken.is_empty() => Err(Refusal::Input(Input::Nothing)),
            _ => Ok((removal, ended)),
        }
    }

    /// Takes back all or a part, at once.
    pub(super) fn withdraw(
        &mut self,
        withdrawal: &Withdrawal,
        by: Option<usize>,
    ) -> Result<&'static str, Refusal> {
        let was_in_force = self.next.from.is_some();
        let (removal, ended) = self.removal(withdrawal)?;
        match &removal {
            Removal::All => {}
            Removal::Channels(taken) => self.next.withdrawn_channels.extend(taken),
            Removal::Pictures(taken) => self.next.withdrawn_pictures.extend(taken.clone()),
        }
        if *withdrawal == Withdrawal::NoPictures {
            self.effects.push(Effect::DeclinePictures);
        }
        let word = match withdrawal {
            Withdrawal::All => "allt",
            Withdrawal::NoPictures => "fotografera-mig-inte",
            Withdrawal::Channels(_) => "kanaler",
            Withdrawal::Pictures(_) => "bilder",
        };
        if ended {
            self.next.state = State::Withdrawn;
            self.end();
        } else {
            for state in [Some(&mut self.next.state), self.next.held.as_mut()]
                .into_iter()
                .flatten()
            {
                if *state == State::InForce {
                    *state = State::PartlyWithdrawn;
                }
            }
        }
        if was_in_force {
            self.effects.push(Effect::Remove(removal, Cause::Withdrawn));
        }
        if let Some(party) = by {
            self.letter(party, Letter::WithdrawnReceipt);
        }
        let letter = if ended {
            Letter::Ended
        } else {
            Letter::Narrowed
        };
        self.tell_others(by, letter);
        Ok(word)
    }

    pub(super) fn freeze(&mut self, freeze: Freeze) {
        let next = &mut self.next;
        next.frozen.insert(freeze);
        if next.state != State::Frozen {
            next.held = Some(next.state);
            next.state = State::Frozen;
        }
        match freeze {
            Freeze::Adult => {
                self.effects
                    .push(Effect::Letter(To::Person, Letter::AnswerAlone));
                self.letters(Letter::NowAdult, |party| party.role != PartyRole::Youth);
                self.effects.push(Effect::CloseSigning);
            }
            Freeze::MandateOver => {
                self.effects
                    .push(Effect::Letter(To::Person, Letter::MandateOver));
                self.letters(Letter::MandateOver, |party| party.mandate.is_some());
                self.effects.push(Effect::CloseSigning);
            }
            Freeze::Dispute => self.letters(Letter::Paused, |_| true),
            // The bereaved get no mail from a list, and who is protected gets none at all.
            // What is told of a no depends on who said it.
            Freeze::Deceased | Freeze::Protected | Freeze::Unconfirmed => {}
        }
    }

    pub(super) fn thaw(&mut self, freeze: Freeze) -> Result<(), Refusal> {
        let next = &mut self.next;
        let stays = matches!(
            freeze,
            Freeze::Adult | Freeze::MandateOver | Freeze::Unconfirmed
        );
        if stays || !next.frozen.remove(&freeze) {
            return Err(Refusal::NotNow);
        }
        if next.frozen.is_empty()
            && let Some(state) = next.held.take()
        {
            next.state = state;
            if freeze == Freeze::Dispute {
                self.letters(Letter::Resumed, |_| true);
            }
        }
        Ok(())
    }

    /// Ends what nobody has ended.
    pub(super) fn lapse(&mut self) -> Result<&'static str, Refusal> {
        let Moment { policy, today, .. } = *self.moment;
        let next = &mut self.next;
        let was = next.held.unwrap_or(next.state);
        match was {
            State::Draft => {
                let days = Days::new(policy.numbers.cosign_expires_after.into());
                if today <= next.since.date_naive() + days {
                    return Err(Refusal::NotNow);
                }
                // What has been signed once is kept as long as any other answer.
                if next.number.is_none() {
                    next.draft = Draft::new(next.draft.form());
                    self.effects.push(Effect::Discard);
                }
            }
            State::AwaitingSignatures => {
                if next.signing_ends(policy).is_none_or(|last| today <= last) {
                    return Err(Refusal::NotNow);
                }
                if self.next.frozen.is_empty() {
                    self.letters(Letter::NotSigned, |_| true);
                }
            }
            State::InForce | State::PartlyWithdrawn => {
                if next.until.is_none_or(|last| today <= last) || next.is_outgrown(today) {
                    return Err(Refusal::NotNow);
                }
                // What was promised until a day is taken down after it. What is from one occasion
                // stays; it only is not published again.
                let until_a_day = next
                    .scope
                    .as_ref()
                    .is_some_and(|scope| matches!(scope.validity, Validity::Until { .. }));
                if until_a_day {
                    self.effects.push(Effect::Remove(Removal::All, Cause::Over));
                }
                if self.next.frozen.is_empty() {
                    self.letters(Letter::Over, |party| party.reply == Reply::Signed);
                }
            }
            State::AwaitingReview => {
                let last = next.confirming_ends(policy);
                if last.is_none_or(|last| today <= last) {
                    return Err(Refusal::NotNow);
                }
                self.letters(Letter::NotConfirmed, |party| party.reply == Reply::Signed);
            }
            State::Frozen
            | State::Withdrawn
            | State::Expired
            | State::Replaced
            | State::Declined => return Err(Refusal::NotNow),
        }
        self.next.state = State::Expired;
        self.end();
        Ok(was.id())
    }

    /// Ends because a newer answer counts, and takes down what that one does not allow.
    pub(super) fn replace(&mut self, number: String, newer: Option<&Scope>) {
        if self.next.from.is_some() {
            let open = self.next.open_channels();
            let closed: BTreeSet<Channel> = newer.map_or(open.clone(), |newer| {
                open.difference(&newer.channels).copied().collect()
            });
            if newer.is_none() {
                self.effects
                    .push(Effect::Remove(Removal::All, Cause::Withdrawn));
            } else if !closed.is_empty() {
                self.effects
                    .push(Effect::Remove(Removal::Channels(closed), Cause::Withdrawn));
            }
        }
        self.next.state = State::Replaced;
        self.next.replaced_by = Some(number);
        self.end();
    }
}
