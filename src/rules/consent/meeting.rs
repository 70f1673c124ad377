//! Answers that meet: when a new answer counts instead of an earlier one by itself.
//!
//! It does when everyone whose answer it replaces has answered again with at least the proof they had,
//! when it is a change of that very consent, and when it is stricter. Every other waits for a review.

use super::answers::WhyNot;
use super::decide::Change;
use super::party::Party;
use super::state::{Consent, ObjectionOutcome, Signature, State};
use crate::value::collation;
use crate::value::email;

impl Change<'_> {
    /// Whether there is an earlier answer that this one may not replace by itself.
    pub(super) fn meets_earlier(&self) -> bool {
        let next = &self.next;
        self.moment.others.iter().any(|earlier| {
            next.replaces(earlier)
                && self.is_answer(earlier)
                && !(next.changes.is_some() && next.changes == earlier.number)
                && !next.is_within(earlier)
                && !self.is_answered_again(earlier)
        })
    }

    /// Whether a party has said something with it that a new answer would overturn.
    fn is_answer(&self, earlier: &Consent) -> bool {
        let is_theirs_no_more = earlier.is_outgrown(self.moment.today);
        !is_theirs_no_more
            && !earlier.is_void()
            && match earlier.state {
                State::AwaitingSignatures
                | State::AwaitingReview
                | State::InForce
                | State::PartlyWithdrawn
                | State::Frozen
                | State::Withdrawn
                | State::Declined => true,
                State::Draft | State::Expired | State::Replaced => false,
            }
    }

    /// Whether everyone who has answered there has answered here, with at least the proof they had
    /// there. A yes that was never proven binds nobody; a no does until it is known to be a mistake.
    fn is_answered_again(&self, earlier: &Consent) -> bool {
        let needed = earlier.proof_needed(self.moment.policy);
        let yes = earlier
            .signatures
            .iter()
            .map(|signature| (signature.party, signature.proof()))
            .filter(|(_, proof)| proof.suffices(needed));
        let no = earlier
            .objections
            .iter()
            .filter(|objection| objection.outcome != Some(ObjectionOutcome::Mistake))
            .filter_map(|objection| Some((objection.party?, objection.proof)));
        yes.chain(no).all(|(party, proof)| {
            earlier.parties.get(party).is_none_or(|before| {
                self.next.signatures.iter().any(|signature| {
                    signature.proof().suffices(proof)
                        && self
                            .next
                            .parties
                            .get(signature.party)
                            .is_some_and(|after| is_same(before, after, signature))
                })
            })
        })
    }
}

/// Whether they are the same person: by mailbox, by phone, or by name when staff saw who signed.
fn is_same(before: &Party, after: &Party, signature: &Signature) -> bool {
    let both = |one: &Option<String>, other: &Option<String>| Some((one.clone()?, other.clone()?));
    if let Some((one, other)) = both(&before.email, &after.email) {
        return email::same(&one, &other);
    }
    if let Some((one, other)) = both(&before.phone, &after.phone) {
        return one == other;
    }
    signature.is_confirmed() && collation::fold(&before.name) == collation::fold(&after.name)
}

impl Consent {
    /// Whether nothing of it was anybody's answer: it was a stranger's, or the review was against it.
    pub fn is_void(&self) -> bool {
        matches!(self.why_not, Some(WhyNot::Stranger | WhyNot::Rejected))
    }

    /// Whether it says yes to nothing that the other does not say yes to still.
    fn is_within(&self, other: &Self) -> bool {
        let counts = matches!(other.state, State::InForce | State::PartlyWithdrawn);
        let (Some(new), Some(old)) = (&self.scope, &other.scope) else {
            return false;
        };
        let ends = match (self.until, other.until) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(new), Some(old)) => new <= old,
        };
        counts
            && ends
            && new.channels.is_subset(&other.open_channels())
            && new.media.is_subset(&old.media)
            && new.purposes.is_subset(&old.purposes)
            && new.sharing <= old.sharing
            && new.naming <= old.naming
            && self
                .withdrawn_pictures
                .is_superset(&other.withdrawn_pictures)
    }
}
