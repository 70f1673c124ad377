//! Whose yes it is: with which proof a yes counts by itself, and how the unit confirms the rest.

use super::*;

pub(super) fn by(index: usize, proof: Proof) -> By<'static> {
    By::Party { index, proof }
}

/// A member of the unit's staff.
pub(super) fn teacher() -> Actor {
    Actor {
        unit_ids: vec!["skolan".to_owned()],
        ..actor("larare", Role::Employee)
    }
}

impl World {
    /// A consent that everybody has signed with this proof.
    pub(super) fn signed_with(&self, given: ConsentAnswers, proof: Proof) -> Decision {
        let begun = begun();
        let submit = Command::Submit(begun.draft.clone(), Box::new(given), evidence());
        let mut decision = self.take(&begun, submit, by(0, proof));
        for index in 0..decision.consent.parties.len() {
            let party = &decision.consent.parties[index];
            if decision.consent.awaits(party, &self.policy, self.today) {
                let sign = Command::Sign(evidence());
                decision = self.take(&decision.consent, sign, by(index, proof));
            }
        }
        decision
    }
}

/// Every proof with every kind of answerer, written out by hand: `+` counts by itself, `-` waits.
#[test]
fn every_proof_for_every_form() {
    let youth = || {
        let mut youth = child();
        youth.person.born = Some(day("2009-05-05"));
        youth.parties.push(party(PartyRole::Youth, "ungdom"));
        youth
    };
    let rows: [(&str, ConsentAnswers, &str); 4] = [
        ("a child", child(), "---++++"),
        ("a youth", youth(), "---++++"),
        ("an adult", adult(), "--+++++"),
        (
            "an adult with a god man",
            represented(Duty::Person, None),
            "---++++",
        ),
    ];
    assert_eq!(Proof::ALL.len(), 7);
    let world = World::new();
    for (whose, given, expected) in rows {
        for (proof, sign) in Proof::ALL.iter().zip(expected.chars()) {
            let decision = world.signed_with(given.clone(), *proof);
            let state = if sign == '+' {
                State::InForce
            } else {
                State::AwaitingReview
            };
            assert_eq!(decision.consent.state, state, "{whose} {proof:?}");
            let letter = if sign == '+' {
                Letter::InForce
            } else {
                Letter::Unconfirmed
            };
            let told = letters(&decision);
            assert!(told.contains(&(To::Party(0), letter)), "{whose} {told:?}");
            // The review is not what is waited for, and nobody there is written to.
            assert!(!told.iter().any(|(to, _)| *to == To::Communications));
        }
    }
}

#[test]
fn it_counts_when_the_unit_has_confirmed_everybody_and_the_record_says_who_and_how() {
    let world = World::new();
    let waiting = world.signed_with(child(), Proof::OwnAddress).consent;
    let teacher = teacher();
    let confirm = |party| Command::Confirm(party, HowConfirmed::Known);
    let one = world.take(&waiting, confirm(0), By::Staff(&teacher));
    assert_eq!(one.consent.state, State::AwaitingReview);
    assert_eq!(one.event.reason, HowConfirmed::Known.id());
    let is_waited_for = |consent: &Consent, party| {
        let view = consent.view_for(party, Proof::OwnAddress, &world.policy);
        assert!(view.confirming_ends.is_some());
        view.is_self_unconfirmed
    };
    assert!(is_waited_for(&waiting, 0) && is_waited_for(&waiting, 1));
    assert!(!is_waited_for(&one.consent, 0) && is_waited_for(&one.consent, 1));
    let both = world.take(&one.consent, confirm(1), By::Staff(&teacher));
    assert_eq!(both.consent.state, State::InForce);
    assert_eq!(both.consent.from, Some(TODAY));
    for signature in &both.consent.signatures {
        // What was shown at the signature stays as it was.
        assert_eq!(signature.evidence.proof, Proof::OwnAddress);
        assert_eq!(signature.proof(), Proof::Confirmed);
        let confirmed = signature.confirmed.as_ref().unwrap();
        assert_eq!(confirmed.by, "larare");
        assert_eq!(confirmed.how, HowConfirmed::Known);
    }
    let again = world.decide(&one.consent, confirm(0), By::Staff(&teacher));
    assert_eq!(again, Err(Refusal::Input(Input::Confirmed)));
}

#[test]
fn the_unit_may_confirm_before_the_other_guardian_has_signed() {
    let world = World::new();
    let begun = begun();
    let submit = Command::Submit(begun.draft.clone(), Box::new(child()), evidence());
    let first = world.take(&begun, submit, by(0, Proof::SharedLink)).consent;
    let confirm = Command::Confirm(0, HowConfirmed::OnTheSpot);
    let teacher = teacher();
    let confirmed = world.take(&first, confirm, By::Staff(&teacher)).consent;
    assert_eq!(confirmed.state, State::AwaitingSignatures);
    let sign = |proof| world.take(&confirmed, Command::Sign(evidence()), by(1, proof));
    assert_eq!(sign(Proof::Named).consent.state, State::InForce);
    assert_eq!(sign(Proof::OwnAddress).consent.state, State::AwaitingReview);
}

#[test]
fn only_the_unit_those_above_it_and_who_asked_confirm_and_never_their_own_answer() {
    let world = World::new();
    let waiting = world.signed_with(child(), Proof::OwnAddress).consent;
    let confirm = || Command::Confirm(0, HowConfirmed::Called);
    let other = Actor {
        unit_ids: vec!["biblioteket".to_owned()],
        ..teacher()
    };
    let refused = world.decide(&waiting, confirm(), By::Staff(&other));
    assert_eq!(refused, Err(Refusal::NotAllowed));
    // Who reviews consents knows nobody at the unit, and has nothing to approve here.
    for command in [
        confirm(),
        Command::Approve(String::new()),
        Command::Reject("Skäl".to_owned()),
    ] {
        assert!(
            world
                .decide(&waiting, command, By::Staff(&staff()))
                .is_err()
        );
    }
    let guardian = Actor {
        email: "ETT@hem.example".to_owned(),
        ..teacher()
    };
    let refused = world.decide(&waiting, confirm(), By::Staff(&guardian));
    assert_eq!(refused, Err(Refusal::OwnConsent));
    assert!(
        world
            .decide(&waiting, confirm(), By::Staff(&employee()))
            .is_ok()
    );
    let mut handed = waiting;
    handed.parties[0].link_handed_by = Some("larare".to_owned());
    let refused = world.decide(&handed, confirm(), By::Staff(&teacher()));
    assert_eq!(refused, Err(Refusal::Input(Input::HandedOver)));
    assert!(
        world
            .decide(&handed, confirm(), By::Staff(&employee()))
            .is_ok()
    );
}

#[test]
fn a_review_does_not_confirm_and_a_confirmation_does_not_review() {
    let world = World::new();
    let unclear = || ConsentAnswers {
        review: vec![ReviewReason::GuardiansUnknown],
        ..child()
    };
    let waiting = world.signed_with(unclear(), Proof::OwnAddress).consent;
    let (teacher, staff) = (teacher(), staff());
    let approve = || Command::Approve("Vi har frågat".to_owned());
    let approved = world.take(&waiting, approve(), By::Staff(&staff)).consent;
    assert_eq!(approved.state, State::AwaitingReview);
    assert_eq!(approved.review, [ReviewReason::Unconfirmed]);

    let mut confirmed = waiting;
    for party in 0..2 {
        let confirm = Command::Confirm(party, HowConfirmed::Called);
        confirmed = world.take(&confirmed, confirm, By::Staff(&teacher)).consent;
    }
    assert_eq!(confirmed.review, [ReviewReason::GuardiansUnknown]);
    let approved = world.take(&confirmed, approve(), By::Staff(&staff)).consent;
    assert_eq!(approved.state, State::InForce);
}

#[test]
fn an_answer_that_was_not_the_persons_is_no_yes() {
    let world = World::new();
    let waiting = world.signed_with(child(), Proof::SharedLink).consent;
    let disowned = world.take(&waiting, Command::Disown(1), By::Staff(&teacher()));
    assert_eq!(disowned.consent.state, State::Declined);
    assert!(letters(&disowned).contains(&(To::Party(0), Letter::Rejected)));
    assert!(disowned.effects.contains(&Effect::CloseSigning));
}

#[test]
fn a_code_to_an_address_that_the_unit_knows_is_proof_and_in_no_other_role() {
    let mut world = World::new();
    let teacher = teacher();
    let mut confirmed = world.signed_with(child(), Proof::OwnAddress).consent;
    for party in 0..2 {
        let confirm = Command::Confirm(party, HowConfirmed::Known);
        confirmed = world.take(&confirmed, confirm, By::Staff(&teacher)).consent;
    }
    assert_eq!(confirmed.vouched().count(), 2);
    confirmed.id = "tidigare".to_owned();
    world.others = vec![confirmed];
    let again = world.signed_with(child(), Proof::OwnAddress);
    assert_eq!(again.consent.state, State::InForce);
    assert_eq!(again.event.proof, Some(Proof::Named));
    let only_link = world.signed_with(child(), Proof::SharedLink);
    assert_eq!(only_link.consent.state, State::AwaitingReview);
    for signature in &mut world.others[0].signatures {
        signature.role = PartyRole::Youth;
    }
    let other_role = world.signed_with(child(), Proof::OwnAddress);
    assert_eq!(other_role.consent.state, State::AwaitingReview);

    // Whom staff saw with nothing but the shared link has no address that is known.
    let mut seen = world.signed_with(child(), Proof::SharedLink).consent;
    let confirm = Command::Confirm(0, HowConfirmed::OnTheSpot);
    seen = world.take(&seen, confirm, By::Staff(&teacher)).consent;
    assert_eq!(seen.vouched().count(), 0);
}

#[test]
fn the_unit_is_reminded_then_its_manager_and_then_it_is_over() {
    let mut world = World::on("2026-03-02");
    let waiting = world.signed_with(child(), Proof::OwnAddress).consent;
    assert_eq!(
        waiting.confirming_ends(&world.policy),
        Some(day("2026-03-16"))
    );
    let on = |today: &str| due(&waiting, &world.policy, day(today));
    let reminded = |today: &str| match &on(today)[..] {
        [only] => match &only.what {
            DueAction::Letters(letters) => letters.clone(),
            DueAction::Do(command) => panic!("{command:?}"),
        },
        [] => Vec::new(),
        other => panic!("{other:?}"),
    };
    assert_eq!(reminded("2026-03-08"), []);
    assert_eq!(reminded("2026-03-09"), [(To::Unit, Letter::ConfirmWaits)]);
    assert_eq!(
        reminded("2026-03-14"),
        [(To::UnitManager, Letter::ConfirmWaits)]
    );
    assert_eq!(
        reminded("2026-03-16"),
        [(To::UnitManager, Letter::ConfirmWaits)]
    );
    assert!(matches!(
        on("2026-03-17")[0].what,
        DueAction::Do(Command::Lapse)
    ));
    world.today = day("2026-03-17");
    let lapsed = world.take(&waiting, Command::Lapse, By::System);
    assert_eq!(lapsed.consent.state, State::Expired);
    assert_eq!(
        letters(&lapsed),
        [
            (To::Party(0), Letter::NotConfirmed),
            (To::Party(1), Letter::NotConfirmed)
        ]
    );
}

#[test]
fn what_was_stored_before_proofs_is_read_as_the_least_that_it_can_have_been() {
    let world = World::new();
    let consent = world.signed(adult());
    let stored = serde_json::to_string(&consent).unwrap();
    for (before, proof) in [
        ("engangslank", Proof::SharedLink),
        ("engangskod", Proof::OwnAddress),
        ("intygad-av-personal", Proof::Certified),
        ("delad-lank", Proof::SharedLink),
    ] {
        let older = stored.replace("\"utpekad\"", &["\"", before, "\""].concat());
        let read: Consent = serde_json::from_str(&older).unwrap();
        assert_eq!(read.signatures[0].evidence.proof, proof);
    }
}
