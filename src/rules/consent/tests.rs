//! The life of a consent: who may do what when, and what it leads to.

use super::refusal::{Input, Refusal};
use super::state::*;
use super::subject;
use crate::account::application;
use crate::consent::answers::{ConsentAnswers, Outcome, ReviewReason, SubjectDetails, WhyNot};
use crate::consent::command::{
    By, Cause, Certificate, Command, Decision, Effect, Kind, Letter, Moment, Registration, Removal,
    TRANSITIONS, To,
};
use crate::consent::decide::decide;
use crate::consent::due::{DueAction, due};
use crate::consent::party::{Duty, Mandate, Party, PartyRole, Reply};
use crate::consent::request::{ConsentRequest, Fault};
use crate::consent::roster::Member;
use crate::consent::scope::{Channel, Medium, Naming, Occasion, Purpose, Scope, Validity};
use crate::consent::subject::{Subject, Wish};
use crate::consent::view::PartyView;
use crate::form::draft::Draft;
use crate::permission::Actor;
use crate::permission::Role;
use crate::policy::{GuardiansRequired, Policy};
use crate::tests::sample::{self, TODAY, day, now};
use crate::value::personnummer;
use crate::value::proof::Proof;
use chrono::NaiveDate;
use std::collections::BTreeSet;

mod boundary;
mod calendar;
mod meeting;
mod objection;
mod proof;
mod registration;
mod roster;
mod signer;
mod table;
mod termination;

const TEXT: &str = "text-1";
const NUMBER: &str = "S-2026-0001";
const PERSON: &str = "individ-1";

fn actor(id: &str, role: Role) -> Actor {
    Actor {
        id: id.to_owned(),
        name: [id, " Demo"].concat(),
        email: [id, "@demo.example"].concat(),
        role,
        unit_ids: Vec::new(),
    }
}

fn staff() -> Actor {
    actor("kommunikator", Role::Communicator)
}

fn employee() -> Actor {
    Actor {
        unit_ids: vec!["skolan".to_owned()],
        ..actor("medarbetare", Role::Employee)
    }
}

/// A person who answers, with a mailbox of their own.
fn party(role: PartyRole, name: &str) -> Party {
    Party {
        email: Some([name, "@hem.example"].concat()),
        ..Party::new(role, ["Namn ", name].concat())
    }
}

fn scope() -> Scope {
    Scope {
        occasion: Occasion::Ongoing,
        media: [Medium::Photo, Medium::Film].into(),
        channels: [Channel::UnitAccount, Channel::Website].into(),
        purposes: [Purpose::Inform].into(),
        sharing: false,
        naming: Naming::First,
        validity: Validity::UntilFurtherNotice,
    }
}

fn person(born: NaiveDate) -> SubjectDetails {
    SubjectDetails {
        name: "Personen Demo".to_owned(),
        born: Some(born),
        personnummer: None,
        email: None,
        phone: None,
        unit: "skolan".to_owned(),
        staff: false,
    }
}

fn given(born: &str, parties: Vec<Party>) -> ConsentAnswers {
    ConsentAnswers {
        person: person(day(born)),
        outcome: Outcome::Yes(scope()),
        parties,
        review: Vec::new(),
    }
}

/// A child of ten with two guardians.
fn child() -> ConsentAnswers {
    given(
        "2016-05-05",
        vec![
            party(PartyRole::Guardian, "ett"),
            party(PartyRole::Guardian, "tva"),
        ],
    )
}

/// An adult who answers alone.
fn adult() -> ConsentAnswers {
    given("1980-05-05", vec![party(PartyRole::Person, "sjalv")])
}

/// An adult with a representative whose appointment is this.
fn represented(duty: Duty, until: Option<&str>) -> ConsentAnswers {
    let mandate = Some(Mandate {
        duty,
        until: until.map(day),
    });
    let own = Party {
        reply: Reply::Agreed,
        ..Party::new(PartyRole::Person, "Personen Demo".to_owned())
    };
    given(
        "1950-05-05",
        vec![
            Party {
                mandate,
                ..party(PartyRole::Representative, "god-man")
            },
            own,
        ],
    )
}

fn evidence() -> Evidence {
    Evidence {
        proof: Proof::Named,
        text_version: TEXT.to_owned(),
        language: "sv".to_owned(),
        variant: Variant::Standard,
        answers: "svar-1".to_owned(),
    }
}

/// What a consent is decided against; a day can be moved to.
struct World {
    policy: Policy,
    today: NaiveDate,
    request: Option<ConsentRequest>,
    subject: Option<Subject>,
    shown: BTreeSet<String>,
    others: Vec<Consent>,
    list: Vec<Member>,
    is_elsewhere: bool,
}

impl World {
    fn new() -> Self {
        Self {
            policy: sample::GROUND.policy.clone(),
            today: TODAY,
            request: None,
            subject: None,
            shown: BTreeSet::new(),
            others: Vec::new(),
            list: Vec::new(),
            is_elsewhere: false,
        }
    }

    fn on(today: &str) -> Self {
        Self {
            today: day(today),
            ..Self::new()
        }
    }

    fn moment<'a>(&'a self, others: &'a [&'a Consent], list: &'a [&'a Member]) -> Moment<'a> {
        Moment {
            policy: &self.policy,
            today: self.today,
            now: self.today.and_hms_opt(8, 0, 0).unwrap().and_utc(),
            next_number: NUMBER,
            request: self.request.as_ref(),
            subject: self.subject.as_ref(),
            subject_id: PERSON,
            new_id: "samtycke-2",
            others,
            is_elsewhere: self.is_elsewhere,
            list,
            shown: &self.shown,
        }
    }

    fn decide(&self, consent: &Consent, command: Command, by: By<'_>) -> Result<Decision, Refusal> {
        let others: Vec<&Consent> = self.others.iter().collect();
        let list: Vec<&Member> = self.list.iter().collect();
        decide(consent, command, by, &self.moment(&others, &list))
    }

    #[track_caller]
    fn take(&self, consent: &Consent, command: Command, by: By<'_>) -> Decision {
        self.decide(consent, command, by)
            .expect("a command that is taken")
    }

    /// A consent after its first signature.
    fn submit(&self, given: ConsentAnswers) -> Result<Decision, Refusal> {
        let begun = begun();
        let draft = begun.draft.clone();
        let submit = Command::Submit(draft, Box::new(given), evidence());
        self.decide(&begun, submit, link(0))
    }

    #[track_caller]
    fn submitted(&self, given: ConsentAnswers) -> Consent {
        self.submit(given).expect("answers that are taken").consent
    }

    /// A consent after everybody has signed.
    #[track_caller]
    fn signed(&self, given: ConsentAnswers) -> Consent {
        let mut consent = self.submitted(given);
        for index in 0..consent.parties.len() {
            let party = &consent.parties[index];
            if consent.awaits(party, &self.policy, self.today) {
                consent = self
                    .take(&consent, Command::Sign(evidence()), link(index))
                    .consent;
            }
        }
        consent
    }
}

fn begun() -> Consent {
    Consent::new(
        "samtycke-1".to_owned(),
        "skolan".to_owned(),
        &application::FORM,
        TEXT.to_owned(),
        "medarbetare".to_owned(),
        now(),
    )
}

/// A person by their own link, with a code to an address that the unit knows.
fn link(index: usize) -> By<'static> {
    By::Party {
        index,
        proof: Proof::Named,
    }
}

/// Who gets which letter.
fn letters(decision: &Decision) -> Vec<(To, Letter)> {
    decision
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Letter(to, letter) => Some((*to, *letter)),
            _ => None,
        })
        .collect()
}

fn removals(decision: &Decision) -> Vec<&Removal> {
    decision
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Remove(removal, _) => Some(removal),
            _ => None,
        })
        .collect()
}

#[test]
fn a_consent_is_in_force_when_all_have_signed_and_not_before() {
    let world = World::new();
    let first = world.submit(child()).unwrap();
    assert_eq!(first.consent.state, State::AwaitingSignatures);
    assert!(!first.consent.is_in_force(TODAY));
    assert_eq!(first.consent.number.as_deref(), Some(NUMBER));
    assert_eq!(
        letters(&first),
        [
            (To::Party(1), Letter::Invitation),
            (To::Party(0), Letter::Sent)
        ]
    );
    assert!(
        matches!(&first.effects[0], Effect::KeepSubject(person) if person.name == "Personen Demo")
    );

    let second = world.take(&first.consent, Command::Sign(evidence()), link(1));
    assert_eq!(second.consent.state, State::InForce);
    assert!(second.consent.is_in_force(TODAY));
    assert_eq!(
        letters(&second),
        [
            (To::Party(0), Letter::InForce),
            (To::Party(1), Letter::InForce)
        ]
    );
    assert_eq!(second.event.role, Some(PartyRole::Guardian));
    assert_eq!(second.event.proof, Some(Proof::Named));
    assert_eq!(second.event.text_version.as_deref(), Some(TEXT));
    assert_eq!(
        second.consent.policy_version,
        Some(world.policy.version.clone())
    );
}

#[test]
fn one_guardians_no_ends_it_and_the_other_learns_only_that() {
    let world = World::new();
    let consent = world.submitted(child());
    let declined = world.take(&consent, Command::Decline, link(1));
    assert_eq!(declined.consent.state, State::Declined);
    assert_eq!(
        letters(&declined),
        [
            (To::Party(1), Letter::DeclinedReceipt),
            (To::Party(0), Letter::Ended)
        ]
    );
    assert_eq!(declined.event.reason, "");
    let late = world.decide(&declined.consent, Command::Sign(evidence()), link(1));
    assert_eq!(late, Err(Refusal::NotNow));
    let view = declined.consent.view_for(0, Proof::Named, &world.policy);
    assert_eq!(
        view.seats[1],
        PartyView {
            role: PartyRole::Guardian,
            reply: Reply::Declined,
            you: false
        }
    );
}

#[test]
fn one_no_among_two_yes_is_a_no() {
    let world = World::new();
    let mut three = child();
    three.person.born = Some(day("2010-05-05"));
    three.parties.push(party(PartyRole::Youth, "ungdom"));
    let consent = world.submitted(three);
    let both = world
        .take(&consent, Command::Sign(evidence()), link(1))
        .consent;
    assert_eq!(both.state, State::AwaitingSignatures);
    let declined = world.take(&both, Command::Decline, link(2)).consent;
    assert_eq!(declined.state, State::Declined);
}

#[test]
fn a_youths_own_no_is_a_no_whoever_has_signed() {
    let world = World::new();
    for why in WhyNot::ALL {
        let no = ConsentAnswers {
            outcome: Outcome::No(*why, Occasion::Ongoing),
            ..child()
        };
        let decision = world.submit(no).unwrap();
        assert_eq!(decision.consent.state, State::Declined);
        assert_eq!(decision.event.reason, why.id());
        assert_eq!(
            letters(&decision),
            [(To::Party(0), Letter::DeclinedReceipt)]
        );
    }
    let nothing = ConsentAnswers {
        outcome: Outcome::Yes(Scope {
            channels: BTreeSet::new(),
            ..scope()
        }),
        ..child()
    };
    let consent = world.submitted(nothing);
    assert_eq!(consent.state, State::Declined);
    assert_eq!(consent.why_not, Some(WhyNot::AllNo));
}

#[test]
fn an_edit_between_two_signatures_voids_the_first() {
    let world = World::new();
    let mut three = child();
    three.person.born = Some(day("2010-05-05"));
    three.parties.push(party(PartyRole::Youth, "ungdom"));
    let consent = world.submitted(three.clone());
    let two = world
        .take(&consent, Command::Sign(evidence()), link(1))
        .consent;
    let edited = world.take(&two, Command::Edit, link(0));
    assert_eq!(edited.consent.state, State::Draft);
    assert!(edited.consent.signatures.is_empty());
    // The party that changes the answers knows of it; one that has not signed yet has nothing to sign again.
    assert_eq!(letters(&edited), [(To::Party(1), Letter::SignAgain)]);
    assert!(edited.effects.contains(&Effect::CloseSigning));
    // Who is to answer is known still, so that nobody else can go on with it.
    assert_eq!(edited.consent.parties.len(), 3);
    assert!(
        edited
            .consent
            .parties
            .iter()
            .all(|party| party.reply == Reply::Waiting)
    );

    // Signed anew with other answers, the second must have seen those.
    let other = Evidence {
        answers: "svar-2".to_owned(),
        ..evidence()
    };
    let submit = Command::Submit(edited.consent.draft.clone(), Box::new(three), other.clone());
    let again = world.take(&edited.consent, submit, link(0));
    let closed = |effect: &&Effect| matches!(effect, Effect::CloseLinks(_));
    assert_eq!(again.effects.iter().find(closed), None);
    let again = again.consent;
    assert_eq!(again.number, consent.number);
    let stale = world.decide(&again, Command::Sign(evidence()), link(1));
    assert_eq!(stale, Err(Refusal::OtherAnswers));
    assert!(world.decide(&again, Command::Sign(other), link(1)).is_ok());
}

#[test]
fn all_sign_the_text_it_was_begun_with() {
    let world = World::new();
    let newer = Evidence {
        text_version: "text-2".to_owned(),
        ..evidence()
    };
    let begun = begun();
    let submit = Command::Submit(begun.draft.clone(), Box::new(child()), newer.clone());
    let refused = world.decide(&begun, submit, link(0));
    assert_eq!(refused, Err(Refusal::OtherText));
    let consent = world.submitted(child());
    let refused = world.decide(&consent, Command::Sign(newer), link(1));
    assert_eq!(refused, Err(Refusal::OtherText));
}

#[test]
fn a_signature_cannot_be_given_twice() {
    let world = World::new();
    let consent = world.submitted(child());
    let twice = world.decide(&consent, Command::Sign(evidence()), link(0));
    assert_eq!(twice, Err(Refusal::NotNow));
}

fn sheet(given: ConsentAnswers, origin: Origin, signed: &[usize], place: &str) -> Command {
    Command::Register(Box::new(Registration {
        given,
        draft: begun().draft,
        origin,
        day: TODAY,
        signed: signed.iter().copied().collect(),
        paper_place: place.to_owned(),
        evidence: evidence(),
    }))
}

/// A question to adults that can be answered today and no longer.
fn request() -> ConsentRequest {
    ConsentRequest {
        id: "begaran-1".to_owned(),
        form: "samtycke-vuxen".to_owned(),
        unit: "skolan".to_owned(),
        occasion: Occasion::Ongoing,
        channels: [Channel::UnitAccount, Channel::Website].into(),
        account: Some("konto-1".to_owned()),
        account_name: Some("@skolan".to_owned()),
        created_by: "medarbetare".to_owned(),
        created: now(),
        expires: TODAY,
        closed: None,
        mailed: None,
    }
}

#[test]
fn a_request_that_is_over_takes_no_answer() {
    let mut world = World::new();
    let request = request();
    assert!(request.faults(&staff(), &[], TODAY).is_empty());
    // Who asks can confirm the answers, so that nobody asks for a unit that is not theirs.
    let other = [Fault::Unit];
    let elsewhere = actor("annan", Role::Manager);
    assert_eq!(request.faults(&elsewhere, &[], TODAY), other);
    let run = ["skolan".to_owned()];
    assert!(request.faults(&elsewhere, &run, TODAY).is_empty());
    assert!(request.faults(&employee(), &[], TODAY).is_empty());
    let begun = Consent::answering(
        "samtycke-1".to_owned(),
        &request,
        &application::FORM,
        TEXT.to_owned(),
        now(),
    );
    let submit = |given| Command::Submit(begun.draft.clone(), Box::new(given), evidence());
    world.request = Some(request.clone());
    let consent = world.take(&begun, submit(adult()), link(0)).consent;
    assert_eq!(consent.account.as_deref(), Some("konto-1"));

    let mut wider = adult();
    wider.outcome = Outcome::Yes(Scope {
        channels: [Channel::Advert].into(),
        ..scope()
    });
    let refused = world.decide(&begun, submit(wider), link(0));
    assert_eq!(refused, Err(Refusal::Input(Input::NotOffered)));

    world.request = Some(request.close(&employee(), TODAY).unwrap());
    let closed = world.decide(&begun, submit(adult()), link(0));
    assert_eq!(closed, Err(Refusal::TooLate));
    assert_eq!(
        request.close(&actor("annan", Role::Employee), TODAY),
        Err(Refusal::NotAllowed)
    );

    world.request = Some(request);
    world.today = TODAY.succ_opt().unwrap();
    let expired = world.decide(&begun, submit(adult()), link(0));
    assert_eq!(expired, Err(Refusal::TooLate));
}

#[test]
fn a_party_sees_nobody_elses_details_or_reasons() {
    let world = World::new();
    let mut given = represented(Duty::Unknown, None);
    given.person.phone = Some("070-999 00 11".to_owned());
    given.parties[0].phone = Some("070-999 00 22".to_owned());
    given.parties[1] = party(PartyRole::Person, "sjalv");
    given.parties.push(party(PartyRole::Relative, "dotter"));
    let consent = world.signed(given);
    let staff = staff();
    let reject = Command::Reject("Hemlig motivering".to_owned());
    let rejected = world.take(&consent, reject, By::Staff(&staff)).consent;
    for consent in [&consent, &rejected] {
        for index in 0..2 {
            let view = consent.view_for(index, Proof::Named, &world.policy);
            let json = serde_json::to_string(&view).unwrap();
            for secret in [
                "Namn",
                "hem.example",
                "070",
                "Personen",
                "Hemlig",
                "1950",
                "dotter",
            ] {
                assert!(!json.contains(secret), "{secret} in {json}");
            }
            // The relative was consulted, which is nobody else's business.
            assert_eq!(view.seats.len(), 2);
            assert!(view.seats[index].you);
        }
    }
    let view = consent.view_for(0, Proof::Named, &world.policy);
    assert_eq!(view.can, [Kind::Edit, Kind::Withdraw]);
}

#[test]
fn only_those_concerned_see_a_consent() {
    let consent = begun();
    let unit = ["skolan".to_owned()];
    assert!(consent.is_seen_by(&employee(), &[]));
    assert!(consent.is_seen_by(&staff(), &[]));
    let other = actor("annan", Role::Employee);
    assert!(!consent.is_seen_by(&other, &[]));
    assert!(consent.is_seen_by(&other, &unit));
    let of_the_unit = Actor {
        unit_ids: unit.to_vec(),
        ..other
    };
    assert!(consent.is_seen_by(&of_the_unit, &[]));
    assert!(!consent.is_seen_by(&actor("admin", Role::Administrator), &unit));
}

#[test]
fn what_is_stored_is_read_back() {
    let world = World::new();
    let consent = world.signed(child());
    let website = Withdrawal::Channels([Channel::Website].into());
    let partly = world
        .take(&consent, Command::Withdraw(website), link(0))
        .consent;
    let frozen = world
        .take(&partly, Command::Freeze(Freeze::Protected), By::System)
        .consent;
    let json = serde_json::to_string(&frozen).unwrap();
    assert_eq!(serde_json::from_str::<Consent>(&json).unwrap(), frozen);
}
