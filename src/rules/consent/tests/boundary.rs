//! What happens when the ground moves between two signatures: a day passes, a person declines, the
//! question closes, an appointment ends.

use super::*;

/// Two guardians and a youth, who is in the third place.
fn three(born: &str) -> ConsentAnswers {
    let mut three = child();
    three.person.born = Some(day(born));
    three.parties.push(party(PartyRole::Youth, "ungdom"));
    three
}

fn sign() -> Command {
    Command::Sign(evidence())
}

#[test]
fn nobody_signs_after_another_has_declined() {
    let world = World::new();
    let consent = world.submitted(three("2010-05-05"));
    let declined = world.take(&consent, Command::Decline, link(1)).consent;
    assert_eq!(declined.state, State::Declined);
    // The one who had signed, the one who had not, and the one who declined and now thinks otherwise.
    for index in 0..3 {
        let late = world.decide(&declined, sign(), link(index));
        assert_eq!(late.map(|_| ()), Err(Refusal::NotNow), "party {index}");
    }
    let edit = world.decide(&declined, Command::Edit, link(0));
    assert_eq!(edit.map(|_| ()), Err(Refusal::NotNow));
    let staff = staff();
    let certificate = Command::Certify(Certificate {
        party: 2,
        yes: true,
        evidence: evidence(),
    });
    let certified = world.decide(&declined, certificate, By::Staff(&staff));
    assert_eq!(certified.map(|_| ()), Err(Refusal::NotNow));
    assert!(!declined.is_in_force(TODAY));
}

#[test]
fn a_youth_who_turns_sixteen_before_the_last_signature_signs_too() {
    for (signed_on, state) in [
        ("2026-12-09", State::InForce),
        ("2026-12-10", State::AwaitingSignatures),
        ("2026-12-11", State::AwaitingSignatures),
    ] {
        let consent = World::new().submitted(three("2010-12-10"));
        let world = World::on(signed_on);
        let second = world.take(&consent, sign(), link(1)).consent;
        assert_eq!(second.state, state, "{signed_on}");
        if state == State::AwaitingSignatures {
            let youth = world.take(&second, sign(), link(2)).consent;
            assert_eq!(youth.state, State::InForce);
        }
    }
}

/// Who is born on the leap day has the birthday of an ordinary year on the first of March.
#[test]
fn born_on_the_29_of_february_the_day_decides_at_thirteen_and_sixteen() {
    let born = day("2012-02-29");
    assert_eq!(birthday(born, 13), Some(day("2025-03-01")));
    assert_eq!(birthday(born, 16), Some(day("2028-02-29")));
    let mut by_themselves = World::on("2025-02-28");
    by_themselves.policy.numbers.guardian_required_below = 13;
    for (today, alone) in [
        ("2025-02-28", false),
        ("2025-03-01", true),
        ("2025-03-02", true),
    ] {
        by_themselves.today = day(today);
        let own = given("2012-02-29", vec![party(PartyRole::Person, "sjalv")]);
        assert_eq!(by_themselves.submit(own).is_ok(), alone, "{today}");
    }
    for (today, signatures) in [("2028-02-28", 2), ("2028-02-29", 3), ("2028-03-01", 3)] {
        let consent = World::on(today).signed(three("2012-02-29"));
        assert_eq!(consent.signatures.len(), signatures, "{today}");
        assert_eq!(consent.state, State::InForce);
    }
}

/// The question was open when it was answered. What closes afterwards is the question, not the
/// answer: it can be signed by the other, and changed.
#[test]
fn a_request_that_ends_between_two_signatures_stops_neither_signature_nor_change() {
    let open = request();
    let closed = open.clone().close(&employee(), TODAY).unwrap();
    let tomorrow = TODAY.succ_opt().unwrap();
    for (request, today) in [(open.clone(), tomorrow), (closed, TODAY)] {
        let mut world = World::new();
        world.request = Some(open.clone());
        let begun = Consent::answering(
            "samtycke-1".to_owned(),
            &open,
            &application::FORM,
            TEXT.to_owned(),
            now(),
        );
        let submit = |consent: &Consent| {
            Command::Submit(consent.draft.clone(), Box::new(child()), evidence())
        };
        let consent = world.take(&begun, submit(&begun), link(0)).consent;

        world.request = Some(request);
        world.today = today;
        let second = world.take(&consent, sign(), link(1)).consent;
        assert_eq!(second.state, State::InForce);

        let edited = world.take(&consent, Command::Edit, link(0)).consent;
        let anew = world.decide(&edited, submit(&edited), link(0));
        assert_eq!(anew.map(|_| ()), Ok(()));
    }
}

#[test]
fn an_appointment_that_ends_between_two_answers_gives_no_yes() {
    let until = Some("2026-12-31");
    // While the person is waited for.
    let mut both = represented(Duty::Person, until);
    both.parties[1] = party(PartyRole::Person, "sjalv");
    let waiting = World::on("2026-12-20").submitted(both);
    assert_eq!(waiting.state, State::AwaitingSignatures);
    // While staff look at the appointment.
    let reviewed = World::on("2026-12-20").submitted(represented(Duty::Unknown, until));
    assert_eq!(reviewed.state, State::AwaitingReview);
    let staff = staff();
    let approve = || Command::Approve("Beslutet är läst.".to_owned());
    for (today, taken) in [
        ("2026-12-30", true),
        ("2026-12-31", true),
        ("2027-01-01", false),
    ] {
        let world = World::on(today);
        let over = Err(Refusal::Input(Input::MandateOver));
        let expected = || {
            if taken {
                Ok(State::InForce)
            } else {
                over.clone()
            }
        };
        let state = |decision: Decision| decision.consent.state;
        let signed = world.decide(&waiting, sign(), link(1)).map(state);
        assert_eq!(signed, expected(), "signed {today}");
        let approved = world
            .decide(&reviewed, approve(), By::Staff(&staff))
            .map(state);
        assert_eq!(approved, expected(), "approved {today}");
    }
}

#[test]
fn staff_approve_no_guardians_yes_for_somebody_of_age() {
    let mut unknown = given("2008-12-01", vec![party(PartyRole::Guardian, "ett")]);
    unknown.parties.push(party(PartyRole::Youth, "ungdom"));
    unknown.review = vec![ReviewReason::GuardiansUnknown];
    let consent = World::new().signed(unknown);
    assert_eq!(consent.state, State::AwaitingReview);
    let staff = staff();
    for (today, taken) in [
        ("2026-11-30", Ok(State::InForce)),
        ("2026-12-01", Err(Refusal::Input(Input::NowAdult))),
        ("2026-12-02", Err(Refusal::Input(Input::NowAdult))),
    ] {
        let approve = Command::Approve("De är två och båda vet.".to_owned());
        let approved = World::on(today).decide(&consent, approve, By::Staff(&staff));
        let state = approved.map(|decision| decision.consent.state);
        assert_eq!(state, taken, "{today}");
    }
}

/// One taken back by one of two who answered, and given by nobody again.
#[test]
fn one_channel_is_closed_by_any_one_and_opened_by_none() {
    let world = World::new();
    let consent = world.signed(three("2010-05-05"));
    let website = BTreeSet::from([Channel::Website]);
    for index in 0..3 {
        let command = Command::Withdraw(Withdrawal::Channels(website.clone()));
        let narrowed = world.take(&consent, command, link(index)).consent;
        assert_eq!(narrowed.state, State::PartlyWithdrawn);
        assert!(!narrowed.open_channels().contains(&Channel::Website));
        assert!(narrowed.open_channels().contains(&Channel::UnitAccount));
        for other in 0..3 {
            let again = world.decide(&narrowed, sign(), link(other));
            assert_eq!(again.map(|_| ()), Err(Refusal::NotNow), "party {other}");
        }
    }
}
