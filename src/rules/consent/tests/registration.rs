//! What staff record: a signed sheet of paper, and a spoken yes.

use super::*;

#[test]
fn paper_and_word_of_mouth_come_into_force_at_once() {
    let world = World::new();
    let employee = employee();
    let by = By::Staff(&employee);
    let paper = sheet(child(), Origin::Paper, &[0, 1], "Pärm 3 på expeditionen");
    let decision = world.take(&begun(), paper, by);
    assert_eq!(decision.consent.state, State::InForce);
    assert_eq!(decision.event.reason, "papper");
    let signature = &decision.consent.signatures[1];
    assert_eq!(signature.evidence.proof, Proof::Certified);
    assert_eq!(signature.certified_by.as_deref(), Some("medarbetare"));

    let mut colleague = adult();
    colleague.person.staff = true;
    let spoken = world.take(&begun(), sheet(colleague, Origin::Spoken, &[0], ""), by);
    assert_eq!(spoken.consent.state, State::InForce);

    for (command, input) in [
        (
            sheet(adult(), Origin::Spoken, &[0], ""),
            Input::SpokenNotStaff,
        ),
        (sheet(adult(), Origin::Paper, &[0], " "), Input::PaperPlace),
        (
            sheet(adult(), Origin::Paper, &[], "Pärm"),
            Input::NobodySigned,
        ),
        (
            sheet(adult(), Origin::Paper, &[4], "Pärm"),
            Input::NobodySigned,
        ),
    ] {
        let refused = world.decide(&begun(), command, by);
        assert_eq!(refused, Err(Refusal::Input(input)));
    }
    let elsewhere = actor("annan", Role::Employee);
    let paper = sheet(adult(), Origin::Paper, &[0], "Pärm");
    let refused = world.decide(&begun(), paper, By::Staff(&elsewhere));
    assert_eq!(refused, Err(Refusal::Input(Input::OtherUnit)));
    let tomorrow = world.today.succ_opt().unwrap();
    let Command::Register(mut late) = sheet(adult(), Origin::Paper, &[0], "Pärm") else {
        unreachable!("a sheet is registered");
    };
    late.day = tomorrow;
    let refused = world.decide(&begun(), Command::Register(late), by);
    assert_eq!(refused, Err(Refusal::Input(Input::AnswerDay)));
}

#[test]
fn a_guardian_who_has_not_signed_the_sheet_is_asked() {
    let world = World::new();
    let employee = employee();
    let by = By::Staff(&employee);
    let half = sheet(child(), Origin::Paper, &[0], "Pärm 3");
    let decision = world.take(&begun(), half, by);
    assert_eq!(decision.consent.state, State::AwaitingSignatures);
    assert!(letters(&decision).contains(&(To::Party(1), Letter::Invitation)));
    let certificate = |party, yes| {
        Command::Certify(Certificate {
            party,
            yes,
            evidence: evidence(),
        })
    };
    let done = world.take(&decision.consent, certificate(1, true), by);
    assert_eq!(done.consent.state, State::InForce);
    let no = world.take(&decision.consent, certificate(1, false), by);
    assert_eq!(no.consent.state, State::Declined);
    let twice = world.decide(&decision.consent, certificate(0, true), by);
    assert_eq!(twice, Err(Refusal::Input(Input::NobodySigned)));
}

#[test]
fn guardians_sheet_waits_for_a_youth_of_sixteen_who_has_not_signed_it() {
    let world = World::new();
    let employee = employee();
    let by = By::Staff(&employee);
    let with_youth = |born: &str| {
        let mut given = child();
        given.person.born = Some(day(born));
        let youth = Party::new(PartyRole::Youth, "Personen Demo".to_owned());
        given.parties.push(youth);
        given
    };
    for (born, state) in [
        ("2010-11-22", State::InForce),
        ("2010-11-21", State::AwaitingSignatures),
        ("2010-11-20", State::AwaitingSignatures),
        ("2008-11-22", State::AwaitingSignatures),
    ] {
        let half = sheet(with_youth(born), Origin::Paper, &[0, 1], "Pärm 3");
        let waiting = world.take(&begun(), half, by).consent;
        assert_eq!(waiting.state, state, "{born}");
        let whole = sheet(with_youth(born), Origin::Paper, &[0, 1, 2], "Pärm 3");
        let signed = world.take(&begun(), whole, by).consent;
        assert_eq!(signed.state, State::InForce, "{born}");
        assert_eq!(signed.signatures[2].role, PartyRole::Youth);
        if state == State::InForce {
            continue;
        }
        for (yes, end) in [(true, State::InForce), (false, State::Declined)] {
            let certificate = Certificate {
                party: 2,
                yes,
                evidence: evidence(),
            };
            let told = world.take(&waiting, Command::Certify(certificate), by);
            assert_eq!(told.consent.state, end, "{born}");
        }
    }
}
