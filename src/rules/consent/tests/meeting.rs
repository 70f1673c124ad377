//! Answers that meet: when the new one counts instead of the earlier one by itself.

use super::*;

fn by(index: usize, proof: Proof) -> By<'static> {
    By::Party { index, proof }
}

/// What a new answer comes to when the person has this earlier one.
fn met(world: &mut World, earlier: Consent, given: ConsentAnswers, proofs: &[Proof]) -> Decision {
    world.others = vec![Consent {
        id: "tidigare".to_owned(),
        number: Some("S-2026-0002".to_owned()),
        ..earlier
    }];
    let begun = begun();
    let submit = Command::Submit(begun.draft.clone(), Box::new(given), evidence());
    let mut decision = world.take(&begun, submit, by(0, proofs[0]));
    for (index, proof) in proofs.iter().enumerate().skip(1) {
        let sign = Command::Sign(evidence());
        decision = world.take(&decision.consent, sign, by(index, *proof));
    }
    world.others.clear();
    decision
}

fn replaces(decision: &Decision) -> bool {
    let replaces = |effect: &Effect| matches!(effect, Effect::ToOlder(Command::Replace(..)));
    decision.effects.iter().any(replaces)
}

fn scoped(given: ConsentAnswers, change: impl Fn(&mut Scope)) -> ConsentAnswers {
    let mut scope = scope();
    change(&mut scope);
    ConsentAnswers {
        outcome: Outcome::Yes(scope),
        ..given
    }
}

fn stricter() -> ConsentAnswers {
    scoped(adult(), |scope| {
        scope.channels.remove(&Channel::Website);
    })
}

fn wider() -> ConsentAnswers {
    scoped(adult(), |scope| {
        scope.channels.insert(Channel::Advert);
    })
}

/// The answers of another person, who says that it is the same person.
fn by_another(given: ConsentAnswers) -> ConsentAnswers {
    ConsentAnswers {
        parties: vec![party(PartyRole::Person, "annan")],
        ..given
    }
}

/// Who answers × with which proof × how much, written out by hand: `+` replaces by itself, `-` waits.
#[test]
fn every_meeting_of_two_answers() {
    let kinds = [
        ("stricter", stricter as fn() -> ConsentAnswers),
        ("same", adult),
        ("wider", wider),
    ];
    // The earlier one was proven by a code to an address that the unit knows.
    let rows = [
        ("the same signer", false, Proof::OwnAddress, "++-"),
        ("the same signer", false, Proof::Named, "+++"),
        ("the same signer", false, Proof::EId, "+++"),
        ("another signer", true, Proof::OwnAddress, "++-"),
        ("another signer", true, Proof::Named, "++-"),
        ("another signer", true, Proof::EId, "++-"),
    ];
    let mut world = World::new();
    for (who, is_another, proof, expected) in rows {
        for ((how, given), sign) in kinds.iter().zip(expected.chars()) {
            let mut earlier = world.signed(adult());
            // What the unit knows of an address would make the weaker proof as good.
            earlier.signatures[0].role = PartyRole::Relative;
            let given = if is_another {
                by_another(given())
            } else {
                given()
            };
            let decision = met(&mut world, earlier, given, &[proof]);
            let says = format!("{who} {proof:?} {how}");
            assert_eq!(replaces(&decision), sign == '+', "{says}");
            if sign == '-' {
                assert_eq!(decision.consent.state, State::AwaitingReview, "{says}");
                assert_eq!(decision.consent.review, [ReviewReason::MeetsEarlier]);
                let meet = Effect::ToOlder(Command::Meet(NUMBER.to_owned()));
                assert!(decision.effects.contains(&meet), "{says}");
                let review = (To::Communications, Letter::ReviewWaits);
                assert!(letters(&decision).contains(&review), "{says}");
            }
        }
    }
}

#[test]
fn a_withdrawal_and_a_no_are_overturned_by_nobody_else() {
    let mut world = World::new();
    let yes = world.signed(child());
    let all = Command::Withdraw(Withdrawal::All);
    let withdrawn = world.take(&yes, all, link(1)).consent;
    let waiting = world.submitted(child());
    let declined = world.take(&waiting, Command::Decline, link(1)).consent;
    let no = ConsentAnswers {
        outcome: Outcome::No(WhyNot::AllNo, Occasion::Ongoing),
        ..child()
    };
    let begun_no = {
        let begun = begun();
        let submit = Command::Submit(begun.draft.clone(), Box::new(no), evidence());
        world.take(&begun, submit, by(0, Proof::SharedLink)).consent
    };
    // The one who said no is not among those who say yes now.
    let others = || {
        let mut given = child();
        given.parties[0] = party(PartyRole::Guardian, "ny");
        given.parties[1] = party(PartyRole::Guardian, "nyare");
        given
    };
    let known = [Proof::Named, Proof::Named];
    assert_eq!(begun_no.asked, Some(Occasion::Ongoing));
    for earlier in [&withdrawn, &declined, &begun_no] {
        let decision = met(&mut world, earlier.clone(), others(), &known);
        assert!(!replaces(&decision), "{:?}", earlier.state);
        assert_eq!(decision.consent.state, State::AwaitingReview);
        // All of them again, who had said no among them.
        let decision = met(&mut world, earlier.clone(), child(), &known);
        assert!(replaces(&decision), "{:?}", earlier.state);
    }
}

#[test]
fn what_was_nobodys_answer_is_in_nobodys_way() {
    let mut world = World::new();
    let teacher = Actor {
        unit_ids: vec!["skolan".to_owned()],
        ..actor("larare", Role::Employee)
    };
    let begun = begun();
    let submit = Command::Submit(
        begun.draft.clone(),
        Box::new(by_another(adult())),
        evidence(),
    );
    let stranger = world.take(&begun, submit, by(0, Proof::SharedLink)).consent;
    assert_eq!(stranger.state, State::AwaitingReview);
    let disown = Command::Disown(0);
    let disowned = world.take(&stranger, disown, By::Staff(&teacher)).consent;
    for earlier in [stranger, disowned] {
        let decision = met(&mut world, earlier, adult(), &[Proof::Named]);
        assert_eq!(decision.consent.state, State::InForce);
    }
}

#[test]
fn a_change_through_that_very_consent_replaces_it() {
    let mut world = World::new();
    let mut earlier = world.signed(adult());
    earlier.number = Some("S-2026-0002".to_owned());
    let edited = world.take(&earlier, Command::Edit, link(0));
    let anew = edited
        .effects
        .iter()
        .find_map(|effect| match effect {
            Effect::Anew(anew) => Some((**anew).clone()),
            _ => None,
        })
        .unwrap();
    world.others = vec![earlier];
    let submit = Command::Submit(anew.draft.clone(), Box::new(wider()), evidence());
    let decision = world.take(&anew, submit, by(0, Proof::OwnAddress));
    assert!(replaces(&decision));
}

#[test]
fn a_review_that_is_for_it_lets_it_count_instead() {
    let mut world = World::new();
    let earlier = world.signed(adult());
    let decision = met(
        &mut world,
        earlier.clone(),
        by_another(wider()),
        &[Proof::Named],
    );
    world.others = vec![earlier];
    let staff = staff();
    let approve = Command::Approve("De har talat med varandra".to_owned());
    let approved = world.take(&decision.consent, approve, By::Staff(&staff));
    assert_eq!(approved.consent.state, State::InForce);
    assert!(replaces(&approved));
    let reject = Command::Reject("Den andra ska fråga själv".to_owned());
    let rejected = world.take(&decision.consent, reject, By::Staff(&staff));
    assert!(rejected.consent.is_void());
    assert!(!replaces(&rejected));
}

#[test]
fn those_who_answered_before_are_told_once() {
    let world = World::new();
    let earlier = world.signed(child());
    let meet = Command::Meet(NUMBER.to_owned());
    let told = world.take(&earlier, meet, By::System);
    assert_eq!(told.consent, earlier);
    assert_eq!(
        letters(&told),
        [
            (To::Party(0), Letter::NewAnswer),
            (To::Party(1), Letter::NewAnswer)
        ]
    );
}
