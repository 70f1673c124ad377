//! A no of which it is not sure who gave it.
//!
//! Any holder of a link can stop, and nobody can erase with it: the consent stands still from that
//! second, and the unit finds out whether it was the right person.

use super::answers::WhyNot;
use super::command::{Cause, Command, Effect, Letter, Removal, To};
use super::decide::Change;
use super::refusal::{Input, Refusal};
use super::state::{Freeze, Objection, ObjectionOutcome, State, Withdrawal};
use crate::value::proof::Proof;

impl Change<'_> {
    /// What a party has proven by now: a code to an address that the unit knows as theirs proves more
    /// than one to any other.
    pub(super) fn proven(&self, party: usize, proof: Proof) -> Proof {
        if proof == Proof::OwnAddress && self.vouched_for(party).is_some() {
            Proof::Named
        } else {
            proof
        }
    }

    /// Takes a no, or a yes back, from a party by their own link. Without proof it only stops.
    pub(super) fn say_no(
        &mut self,
        party: usize,
        proof: Proof,
        what: Option<Withdrawal>,
    ) -> Result<&'static str, Refusal> {
        let proof = self.proven(party, proof);
        let is_sure = proof.suffices(self.next.proof_needed(self.moment.policy));
        let objection = Objection {
            party: Some(party),
            number: None,
            at: self.moment.now,
            proof,
            what: what.clone(),
            outcome: is_sure.then_some(ObjectionOutcome::Confirmed),
        };
        if is_sure {
            self.next.objections.push(objection);
            return self.carry_out(Some(party), what);
        }
        let removal = match &what {
            Some(what) => Some(self.removal(what)?),
            None => None,
        };
        self.next.objections.push(objection);
        self.stand_still(removal.map(|(removal, _)| removal));
        self.letter(party, Letter::NoReceived);
        self.tell_others(Some(party), Letter::PausedToCheck);
        Ok(Freeze::Unconfirmed.id())
    }

    /// A no came beside the own link, and nobody knows who gave it.
    pub(super) fn object(&mut self, number: Option<String>) -> Result<(), Refusal> {
        // It stands still already, and the unit has been told.
        if self.next.frozen.contains(&Freeze::Unconfirmed) {
            return Err(Refusal::NotNow);
        }
        self.next.objections.push(Objection {
            party: None,
            number,
            at: self.moment.now,
            proof: Proof::SharedLink,
            what: Some(Withdrawal::All),
            outcome: None,
        });
        self.stand_still(Some(Removal::All));
        self.letters(Letter::PausedToCheck, |_| true);
        Ok(())
    }

    /// Stops it, and has what was published ready to be taken down.
    fn stand_still(&mut self, removal: Option<Removal>) {
        if let Some(removal) = removal.filter(|_| self.next.from.is_some()) {
            self.effects
                .push(Effect::Remove(removal, Cause::Unconfirmed));
        }
        self.freeze(Freeze::Unconfirmed);
        self.effects
            .push(Effect::Letter(To::Unit, Letter::NoToConfirm));
    }

    /// What the unit has found.
    pub(super) fn settle_no(&mut self, outcome: ObjectionOutcome) -> Result<(), Refusal> {
        let next = &mut self.next;
        let mut open = Vec::new();
        for objection in &mut next.objections {
            if objection.outcome.is_none() {
                objection.outcome = Some(outcome);
                open.push(objection.clone());
            }
        }
        if open.is_empty() || !next.frozen.remove(&Freeze::Unconfirmed) {
            return Err(Refusal::Input(Input::NothingToSettle));
        }
        if next.frozen.is_empty()
            && let Some(held) = next.held.take()
        {
            next.state = held;
        }
        if outcome == ObjectionOutcome::Mistake {
            self.effects.push(Effect::KeepPictures);
            if self.next.state != State::Frozen {
                self.letters(Letter::Resumed, |_| true);
            }
            return Ok(());
        }
        for objection in open {
            if !self.next.state.is_final() {
                self.carry_out(objection.party, objection.what)?;
            }
        }
        Ok(())
    }

    /// A no, or a yes taken back, of which it is sure who gave it.
    fn carry_out(
        &mut self,
        party: Option<usize>,
        what: Option<Withdrawal>,
    ) -> Result<&'static str, Refusal> {
        match (what, party) {
            (Some(what), party) => self.withdraw(&what, party),
            (None, Some(party)) => {
                self.refuse(party);
                Ok("")
            }
            (None, None) => Ok(""),
        }
    }

    /// Ends as a no that was the first answer to a question.
    pub(super) fn answer_no(&mut self, why: WhyNot, proof: Option<Proof>) {
        self.next.scope = None;
        self.next.why_not = Some(why);
        self.next.state = State::Declined;
        self.effects.push(Effect::CloseSigning);
        let number = self.next.number.clone().unwrap_or_default();
        let needed = self.next.proof_needed(self.moment.policy);
        let proof = proof.map(|proof| self.proven(0, proof));
        let is_sure = proof.is_none_or(|proof| proof.suffices(needed));
        if let Some(proof) = proof {
            self.next.objections.push(Objection {
                party: Some(0),
                number: None,
                at: self.moment.now,
                proof,
                what: None,
                outcome: is_sure.then_some(ObjectionOutcome::Confirmed),
            });
        }
        let command = if is_sure {
            Command::Replace(number, None)
        } else {
            Command::Object(Some(number))
        };
        self.effects.push(Effect::ToOlder(command));
    }
}
