//! How a consent is given: answers come in, are signed, and come into force when all is done.

use chrono::NaiveDate;

use super::answers::{ConsentAnswers, Outcome, ReviewReason, WhyNot};
use super::command::{By, Certificate, Command, Effect, Letter, Moment, Registration, To};
use super::decide::{Change, written};
use super::party::{Duty, Party, PartyRole, Reply};
use super::refusal::{Input, Refusal};
use super::roster::Member;
use super::roster::standing::{Standing, is_role, ways};
use super::scope::Scope;
use super::state::Evidence;
use super::state::{
    ADULT, Confirmation, Consent, Freeze, HowConfirmed, Listing, Objection, ObjectionOutcome,
    Origin, Signature, State, Vouched,
};
use super::subject::Subject;
use crate::form::draft::Draft;
use crate::policy::GuardiansRequired;
use crate::value::email;
use crate::value::personnummer;
use crate::value::proof::Proof;

impl Change<'_> {
    /// Takes in the answers of a form.
    ///
    /// `proof` is how it is known who gives them; none when staff say so.
    pub(super) fn receive(
        &mut self,
        draft: Draft,
        given: ConsentAnswers,
        proof: Option<Proof>,
    ) -> Result<(), Refusal> {
        let moment = self.moment;
        if !self.next.is_answerable(moment.request, moment.today) {
            return Err(Refusal::TooLate);
        }
        let known = self.next.subject.as_deref();
        if self.next.changes.is_some() && known.is_some_and(|known| known != moment.subject_id) {
            return Err(Refusal::Input(Input::OtherPerson));
        }
        self.next = self.next.with_draft(draft.without_hidden())?;
        let ConsentAnswers {
            person,
            outcome,
            mut parties,
            review,
        } = given;
        let outcome = match outcome {
            Outcome::Yes(scope) if scope.is_empty() => Outcome::No(WhyNot::AllNo, scope.occasion),
            outcome => outcome,
        };
        if let Outcome::Yes(scope) = &outcome {
            self.judge(person.born, scope, &parties)?;
        } else if parties.is_empty() {
            return Err(Refusal::Input(Input::NobodySigns));
        }
        self.next.born = person.born;
        self.person.get_or_insert_with(|| person.clone());
        for party in &mut parties {
            // A yes counts when it is signed, or told of whom the pictures show.
            let may_be_told = match party.role {
                PartyRole::Youth => !self.next.cosigns(moment.policy, moment.today),
                role => role == PartyRole::Person,
            };
            if !may_be_told || party.reply != Reply::Agreed {
                party.reply = Reply::Waiting;
            }
        }
        for (index, before) in self.next.parties.iter().enumerate().skip(1) {
            let after = parties.get(index).and_then(|party| party.email.as_deref());
            if before.email.as_deref() != after {
                self.effects.push(Effect::CloseLinks(index));
            }
        }
        let next = &mut self.next;
        next.number.get_or_insert(moment.next_number.to_owned());
        next.subject = Some(moment.subject_id.to_owned());
        next.sent = Some(moment.today);
        next.review = review;
        for party in &parties {
            let doubt = match party.mandate.map(|mandate| mandate.duty) {
                Some(Duty::General) => Some(ReviewReason::DutyGeneral),
                Some(Duty::Unknown) => Some(ReviewReason::DutyUnknown),
                Some(Duty::Person) => None,
                Some(Duty::Property) | None => {
                    (party.role == PartyRole::Representative).then_some(ReviewReason::DutyUnknown)
                }
            };
            if let Some(doubt) = doubt
                && !next.review.contains(&doubt)
            {
                next.review.push(doubt);
            }
        }
        next.parties = parties;
        if moment.subject.is_none() {
            self.effects.push(Effect::KeepSubject(Box::new(person)));
        }
        match outcome {
            Outcome::Yes(scope) => {
                next.scope = Some(scope);
                next.why_not = None;
            }
            Outcome::No(why, occasion) => {
                next.asked = Some(occasion);
                self.answer_no(why, proof);
            }
        }
        Ok(())
    }

    /// Whether the right people answer for this person, and only what was asked.
    pub(super) fn judge(
        &self,
        born: Option<NaiveDate>,
        scope: &Scope,
        parties: &[Party],
    ) -> Result<(), Refusal> {
        let Moment { policy, today, .. } = *self.moment;
        let input = |broken, input| {
            if broken {
                Err(Refusal::Input(input))
            } else {
                Ok(())
            }
        };
        let has = |role| parties.iter().any(|party| party.role == role);
        let for_minor = parties.iter().any(|party| party.role.is_for_minor());
        let age = born.map(|born| personnummer::age_on(born, today));
        let below = |years: u16| age.is_some_and(|age| age < years.into());
        input(
            !parties.iter().any(|party| party.role.signs()),
            Input::NobodySigns,
        )?;
        input(
            !for_minor && below(policy.numbers.guardian_required_below),
            Input::GuardianMissing,
        )?;
        input(
            for_minor && age.is_some_and(|age| ADULT <= age),
            Input::NowAdult,
        )?;
        input(
            for_minor && !below(policy.numbers.youth_cosigns_from) && !has(PartyRole::Youth),
            Input::YouthMissing,
        )?;
        let signing: Vec<&str> = parties
            .iter()
            .filter(|party| party.role.signs())
            .filter_map(|party| party.email.as_deref())
            .collect();
        let shared = signing.iter().enumerate().any(|(place, address)| {
            signing[..place]
                .iter()
                .any(|before| email::same(before, address))
        });
        input(shared, Input::SamePerson)?;
        for mandate in parties.iter().filter_map(|party| party.mandate) {
            input(mandate.duty == Duty::Property, Input::NoDuty)?;
            input(
                mandate.until.is_some_and(|last| last < today),
                Input::MandateOver,
            )?;
        }
        let offered = self.moment.request.map(|request| &request.channels);
        input(
            self.next.request.is_some()
                && offered.is_some_and(|offered| !scope.channels.is_subset(offered)),
            Input::NotOffered,
        )
    }

    /// By what the unit knows this party's address as that of a person in this role: its list, or an
    /// answer that was proven.
    pub(super) fn vouched_for(&self, party: usize) -> Option<Vouched> {
        let signer = self.next.parties.get(party)?;
        let address = signer.email.as_deref()?;
        let others = self.moment.others.iter().copied();
        let answers = others.chain([&self.next]).flat_map(Consent::vouched);
        let listed = self.row().into_iter().flat_map(Member::vouched);
        let mut known = listed.chain(answers);
        known.find(|known| is_role(known.role, signer.role) && email::same(address, &known.address))
    }

    /// The person's row on the unit's list.
    fn row(&self) -> Option<&Member> {
        let person = self.person.as_ref()?;
        let mut list = self.moment.list.iter().copied();
        list.find(|member| member.person.is(person))
    }

    /// Adds the signature of a party by their own link. Gives what was proven.
    pub(super) fn sign_by(
        &mut self,
        party: usize,
        evidence: Evidence,
        proof: Option<Proof>,
    ) -> Result<Proof, Refusal> {
        let proof = self.proven(party, proof.unwrap_or(evidence.proof));
        self.sign(party, Evidence { proof, ..evidence }, None)?;
        Ok(proof)
    }

    /// Adds a signature.
    pub(super) fn sign(
        &mut self,
        party: usize,
        evidence: Evidence,
        certified_by: Option<String>,
    ) -> Result<(), Refusal> {
        if evidence.text_version != self.next.text_version {
            return Err(Refusal::OtherText);
        }
        let first = self.next.signatures.first();
        if first.is_some_and(|first| first.evidence.answers != evidence.answers) {
            return Err(Refusal::OtherAnswers);
        }
        let role = self.next.parties[party].role;
        self.next.parties[party].reply = Reply::Signed;
        self.next.signatures.push(Signature {
            party,
            role,
            at: self.moment.now,
            evidence,
            certified_by,
            confirmed: None,
            listed: None,
        });
        Ok(())
    }

    /// Whether the others may still sign.
    pub(super) fn in_time(&self) -> Result<(), Refusal> {
        let last = self.next.signing_ends(self.moment.policy);
        if last.is_some_and(|last| last < self.moment.today) {
            return Err(Refusal::TooLate);
        }
        self.still_theirs()
    }

    /// Whether those who answered are the ones to, as they were when they did.
    pub(super) fn still_theirs(&self) -> Result<(), Refusal> {
        if self.next.is_outgrown(self.moment.today) {
            return Err(Refusal::Input(Input::NowAdult));
        }
        if self.next.is_mandate_over(self.moment.today) {
            return Err(Refusal::Input(Input::MandateOver));
        }
        Ok(())
    }

    /// Where a consent goes when a person has signed or a review is done: to those who are waited
    /// for, to the review, or in force.
    pub(super) fn settle(&mut self, invites: bool) {
        let Moment { policy, today, .. } = *self.moment;
        let awaited = |consent: &Consent, party: &Party| consent.awaits(party, policy, today);
        let waiting = self
            .next
            .parties
            .iter()
            .any(|party| awaited(&self.next, party));
        let signed = |party: &Party| party.reply == Reply::Signed;
        let before = self.review_again(waiting);
        if waiting {
            self.next.state = State::AwaitingSignatures;
            if invites {
                for index in 0..self.next.parties.len() {
                    if awaited(&self.next, &self.next.parties[index]) {
                        self.letter(index, Letter::Invitation);
                    }
                }
                self.letters(Letter::Sent, signed);
            }
        } else if !self.next.review.is_empty() {
            self.next.state = State::AwaitingReview;
            let is_unconfirmed =
                |reasons: &[ReviewReason]| reasons.contains(&ReviewReason::Unconfirmed);
            let is_reviewed = |reasons: &[ReviewReason]| {
                let mut reasons = reasons.iter();
                reasons.any(|reason| *reason != ReviewReason::Unconfirmed)
            };
            let now = self.next.review.clone();
            let told = before.as_deref();
            if told.is_none_or(|told| is_unconfirmed(told) != is_unconfirmed(&now)) {
                let letter = if is_unconfirmed(&now) {
                    Letter::Unconfirmed
                } else {
                    Letter::UnderReview
                };
                self.letters(letter, signed);
            }
            if is_reviewed(&now) && !told.is_some_and(is_reviewed) {
                self.effects
                    .push(Effect::Letter(To::Communications, Letter::ReviewWaits));
            }
        } else {
            self.come_into_force();
        }
        // A person who is protected or has died is so whatever comes in.
        for freeze in self.moment.subject.into_iter().flat_map(Subject::freezes) {
            if !self.next.state.is_final() {
                self.freeze(freeze);
            }
        }
    }

    /// Finds out anew what it takes to count once all have signed. Gives what was waited for before, if
    /// it was.
    fn review_again(&mut self, waiting: bool) -> Option<Vec<ReviewReason>> {
        let before = (self.next.state == State::AwaitingReview).then(|| self.next.review.clone());
        let mut found = Vec::new();
        if !waiting && self.next.reviewed.is_none() {
            let doubts = [
                (self.lacks_guardian(), ReviewReason::GuardianMissing),
                (self.is_new_here(), ReviewReason::KnownElsewhere),
            ];
            found.extend(
                doubts
                    .into_iter()
                    .filter_map(|(holds, doubt)| holds.then_some(doubt)),
            );
        }
        if !waiting && self.next.unproven(self.moment.policy).next().is_some() {
            found.push(ReviewReason::Unconfirmed);
        }
        if !waiting && self.next.reviewed.is_none() && self.meets_earlier() {
            found.push(ReviewReason::MeetsEarlier);
            if !before
                .as_ref()
                .is_some_and(|before| before.contains(&ReviewReason::MeetsEarlier))
            {
                let number = self.next.number.clone().unwrap_or_default();
                self.effects.push(Effect::ToOlder(Command::Meet(number)));
            }
        }
        let review = &mut self.next.review;
        review.retain(|reason| {
            !matches!(
                reason,
                ReviewReason::Unconfirmed
                    | ReviewReason::MeetsEarlier
                    | ReviewReason::GuardianMissing
                    | ReviewReason::KnownElsewhere
            )
        });
        review.extend(found);
        before
    }

    /// Whether it is about a person whom others answer for and whom only another unit knows: its staff
    /// could else bring about a yes for any child of any other.
    fn is_new_here(&self) -> bool {
        let is_known = self.moment.others.iter().any(|other| other.from.is_some());
        let needs_others = self.next.parties.iter().any(|party| {
            party.role.is_for_minor()
                || matches!(party.role, PartyRole::Youth | PartyRole::Representative)
        });
        self.moment.is_elsewhere && needs_others && !is_known
    }

    /// Whether the unit's list names more guardians than those who answer.
    fn lacks_guardian(&self) -> bool {
        let is_guardian = |party: &&Party| party.role == PartyRole::Guardian;
        let answering = self.next.parties.iter().filter(is_guardian).count();
        let listed = self.row().map_or(0, Member::guardians);
        self.moment.policy.guardians_required == GuardiansRequired::All
            && 0 < answering
            && answering < listed
    }

    pub(super) fn come_into_force(&mut self) {
        let Moment { policy, today, .. } = *self.moment;
        let next = &mut self.next;
        next.from = Some(self.day);
        next.until = next.last_day(policy, self.day);
        next.policy_version = Some(policy.version.clone());
        next.state = if next.until.is_some_and(|last| last < today) {
            State::Expired
        } else if next.withdrawn_channels.is_empty() && next.withdrawn_pictures.is_empty() {
            State::InForce
        } else {
            State::PartlyWithdrawn
        };
        let scope = next.scope.clone().map(Box::new);
        let number = next.number.clone().unwrap_or_default();
        self.effects
            .push(Effect::ToOlder(Command::Replace(number, scope)));
        self.letters(Letter::InForce, |party| party.reply == Reply::Signed);
        self.tell_listed();
    }

    /// The control of staff is openness: what they have brought about is told to those whom the unit's own
    /// list names, at the addresses that it has.
    fn tell_listed(&mut self) {
        if self.next.by_staff().is_none() {
            return;
        }
        let contacts = self.row().map(|row| row.person.contacts.clone());
        for contact in contacts.into_iter().flatten() {
            let Some(address) = contact.email.filter(|_| contact.role.signs()) else {
                continue;
            };
            // They have a receipt.
            let mut parties = self.next.parties.iter();
            let is_party = parties.any(|party| {
                let own = party.email.as_deref();
                party.reply == Reply::Signed && own.is_some_and(|own| email::same(own, &address))
            });
            if !is_party {
                self.effects.push(Effect::Tell(address, Letter::YesNoted));
            }
        }
    }

    pub(super) fn register(
        &mut self,
        registration: Registration,
        by: By<'_>,
    ) -> Result<(), Refusal> {
        let Registration {
            given,
            draft,
            origin,
            day,
            signed,
            paper_place,
            evidence,
        } = registration;
        let By::Staff(actor) = by else {
            return Err(Refusal::NotAllowed);
        };
        if !actor.acts_for(&given.person.unit) {
            return Err(Refusal::Input(Input::OtherUnit));
        }
        if origin == Origin::Spoken && !given.person.staff {
            return Err(Refusal::Input(Input::SpokenNotStaff));
        }
        if self.moment.today < day {
            return Err(Refusal::Input(Input::AnswerDay));
        }
        self.day = day;
        let paper_place = written(&paper_place)?;
        if origin == Origin::Paper && paper_place.is_empty() {
            return Err(Refusal::Input(Input::PaperPlace));
        }
        self.receive(draft, given, None)?;
        self.next.origin = origin;
        self.next.paper_place = (!paper_place.is_empty()).then_some(paper_place);
        if self.next.state == State::Declined {
            self.next.parties[0].reply = Reply::Declined;
            return Ok(());
        }
        let signs = |index: &usize| {
            let party = self.next.parties.get(*index);
            party.is_some_and(|party| party.role.signs())
        };
        if signed.is_empty() || !signed.iter().all(signs) {
            return Err(Refusal::Input(Input::NobodySigned));
        }
        for party in signed {
            // Whatever was claimed: it is staff who say who signed.
            let evidence = Evidence {
                proof: Proof::Certified,
                ..evidence.clone()
            };
            self.sign(party, evidence, Some(actor.id.clone()))?;
        }
        self.settle(true);
        Ok(())
    }

    pub(super) fn certify(&mut self, certificate: Certificate, by: By<'_>) -> Result<(), Refusal> {
        let Certificate {
            party,
            yes,
            evidence,
        } = certificate;
        let By::Staff(actor) = by else {
            return Err(Refusal::NotAllowed);
        };
        let waits = self.next.parties.get(party).is_some_and(|party| {
            party.role.signs() && matches!(party.reply, Reply::Waiting | Reply::Agreed)
        });
        if !waits {
            return Err(Refusal::Input(Input::NobodySigned));
        }
        if !yes {
            self.refuse(party);
            return Ok(());
        }
        self.in_time()?;
        let evidence = Evidence {
            proof: Proof::Certified,
            ..evidence
        };
        self.sign(party, evidence, Some(actor.id.clone()))?;
        self.settle(false);
        Ok(())
    }

    /// The unit has confirmed who a party is.
    pub(super) fn confirm(
        &mut self,
        party: usize,
        how: HowConfirmed,
        by: By<'_>,
    ) -> Result<(), Refusal> {
        let By::Staff(actor) = by else {
            return Err(Refusal::NotAllowed);
        };
        let signer = self.next.parties.get(party);
        if let Some(signer) = signer {
            let person = self.person.as_ref();
            let standing = person.map_or(Standing::NoList, |person| {
                Standing::of(self.moment.list, person, signer)
            });
            let ways = ways(&standing, signer, actor);
            if ways.is_empty() {
                return Err(Refusal::Input(Input::HandedOver));
            }
            if !ways.contains(&how) {
                return Err(Refusal::Input(Input::Unlisted));
            }
        }
        let at = self.moment.now;
        self.unconfirmed(party)?.confirmed = Some(Confirmation {
            by: actor.id.clone(),
            at,
            how,
        });
        if self.next.state == State::AwaitingReview {
            self.still_theirs()?;
            self.settle(false);
        }
        Ok(())
    }

    /// The unit's list names a party by the address that a code came back from: what they said is
    /// theirs, the yes as well as the no.
    pub(super) fn recognise(&mut self) -> Result<(), Refusal> {
        let at = self.moment.now;
        let mut is_known = false;
        for place in 0..self.next.signatures.len() {
            let signature = &self.next.signatures[place];
            let is_unproven = signature.proof() == Proof::OwnAddress;
            let known = self.vouched_for(signature.party).filter(|_| is_unproven);
            if let Some(by) = known.and_then(|known| known.listed_by) {
                self.next.signatures[place].listed = Some(Listing { by, at });
                is_known = true;
            }
        }
        let is_theirs = |objection: &Objection| {
            let party = objection
                .party
                .filter(|_| objection.proof == Proof::OwnAddress);
            party.is_some_and(|party| self.vouched_for(party).is_some())
        };
        let mut open = self
            .next
            .objections
            .iter()
            .filter(|no| no.outcome.is_none());
        if self.next.frozen.contains(&Freeze::Unconfirmed) && open.all(is_theirs) {
            return self.settle_no(ObjectionOutcome::Confirmed);
        }
        if !is_known {
            return Err(Refusal::NotNow);
        }
        if self.next.state == State::AwaitingReview {
            self.still_theirs()?;
            self.settle(false);
        }
        Ok(())
    }

    /// The unit has found that it was another person who signed: nothing is left of a yes.
    pub(super) fn disown(&mut self, party: usize) -> Result<(), Refusal> {
        self.unconfirmed(party)?;
        self.next.why_not = Some(WhyNot::Stranger);
        self.next.state = State::Declined;
        self.letters(Letter::Rejected, |party| party.reply == Reply::Signed);
        self.effects.push(Effect::CloseSigning);
        Ok(())
    }

    /// The signature of this party, which nobody has confirmed.
    fn unconfirmed(&mut self, party: usize) -> Result<&mut Signature, Refusal> {
        self.next
            .signatures
            .iter_mut()
            .find(|signature| signature.party == party && !signature.is_confirmed())
            .ok_or(Refusal::Input(Input::Confirmed))
    }
}
