//! Who has to answer for whom, and that nobody else can.

use super::*;

#[test]
fn the_policy_says_whether_one_guardian_is_enough() {
    let mut world = World::new();
    world.policy.guardians_required = GuardiansRequired::One;
    let consent = world.submitted(child());
    assert_eq!(consent.state, State::InForce);
    // A person who need not sign may still end it.
    let ended = world.take(&consent, Command::Withdraw(Withdrawal::All), link(1));
    assert_eq!(ended.consent.state, State::Withdrawn);
}

#[test]
fn an_appointed_guardian_or_god_man_answers_alone() {
    let world = World::new();
    for role in [PartyRole::AppointedGuardian, PartyRole::AsylumGuardian] {
        let consent = world.submitted(given("2016-05-05", vec![party(role, "ett")]));
        assert_eq!(consent.state, State::InForce, "{role:?}");
    }
}

#[test]
fn nobody_signs_for_others_by_what_a_form_says() {
    let world = World::new();
    let mut forged = child();
    forged.parties[1].reply = Reply::Signed;
    assert_eq!(world.submitted(forged).state, State::AwaitingSignatures);
    let mut told = child();
    told.person.born = Some(day("2010-05-05"));
    told.parties.push(Party {
        reply: Reply::Agreed,
        ..party(PartyRole::Youth, "ungdom")
    });
    let consent = world.signed(told.clone());
    // At sixteen the youth signs, whatever the guardian has been told.
    assert_eq!(consent.signatures.len(), 3);
    told.person.born = Some(day("2012-05-05"));
    let consent = world.signed(told);
    assert_eq!(consent.signatures.len(), 2);
    assert_eq!(consent.parties[2].reply, Reply::Agreed);
    assert_eq!(consent.state, State::InForce);
}

#[test]
fn the_right_people_answer() {
    let world = World::new();
    let cases: [(ConsentAnswers, Input); 8] = [
        (
            given("2016-05-05", vec![party(PartyRole::Person, "sjalv")]),
            Input::GuardianMissing,
        ),
        (
            given("2000-05-05", vec![party(PartyRole::Guardian, "ett")]),
            Input::NowAdult,
        ),
        (
            given("2010-05-05", vec![party(PartyRole::Guardian, "ett")]),
            Input::YouthMissing,
        ),
        (
            given(
                "2016-05-05",
                vec![
                    party(PartyRole::Guardian, "ett"),
                    party(PartyRole::Guardian, "ETT"),
                ],
            ),
            Input::SamePerson,
        ),
        (represented(Duty::Property, None), Input::NoDuty),
        (
            represented(Duty::Person, Some("2026-11-20")),
            Input::MandateOver,
        ),
        (
            given("1980-05-05", vec![party(PartyRole::Relative, "dotter")]),
            Input::NobodySigns,
        ),
        (given("1980-05-05", Vec::new()), Input::NobodySigns),
    ];
    for (given, input) in cases {
        let refused = world.submit(given).map(|decision| decision.consent.state);
        assert_eq!(refused, Err(Refusal::Input(input)));
    }
}

#[test]
fn a_representative_is_reviewed_when_the_appointment_is_not_clear() {
    let world = World::new();
    let clear = world.submitted(represented(Duty::Person, None));
    assert_eq!(clear.state, State::InForce);
    for (duty, why) in [
        (Duty::General, ReviewReason::DutyGeneral),
        (Duty::Unknown, ReviewReason::DutyUnknown),
    ] {
        let sent = world.submit(represented(duty, None)).unwrap();
        let waits = (To::Communications, Letter::ReviewWaits);
        assert!(letters(&sent).contains(&waits));
        let unclear = sent.consent;
        assert_eq!(unclear.state, State::AwaitingReview);
        assert_eq!(unclear.review, [why]);
        assert!(!unclear.is_in_force(TODAY));
        let staff = staff();
        let approve = Command::Approve("Beslutet är läst.".to_owned());
        let approved = world.take(&unclear, approve, By::Staff(&staff));
        assert_eq!(approved.consent.state, State::InForce);
        let empty = world.decide(&unclear, Command::Reject(" ".to_owned()), By::Staff(&staff));
        assert_eq!(empty, Err(Refusal::Input(Input::ReasonMissing)));
        let reject = Command::Reject("Uppdraget gäller annat.".to_owned());
        let rejected = world.take(&unclear, reject, By::Staff(&staff));
        assert_eq!(rejected.consent.state, State::Declined);
        assert_eq!(letters(&rejected), [(To::Party(0), Letter::Rejected)]);
    }
    let mut unsaid = represented(Duty::Person, None);
    unsaid.parties[0].mandate = None;
    assert_eq!(world.submitted(unsaid).review, [ReviewReason::DutyUnknown]);
}

#[test]
fn a_person_with_a_representative_signs_too_when_not_asked_by_them() {
    let world = World::new();
    let mut given = represented(Duty::Person, None);
    given.parties[1] = party(PartyRole::Person, "sjalv");
    let consent = world.submitted(given);
    assert_eq!(consent.state, State::AwaitingSignatures);
    let declined = world.take(&consent, Command::Decline, link(1)).consent;
    assert_eq!(declined.state, State::Declined);
}
