//! A no of which it is not sure who gave it: it stops, and it erases nothing until it is found out.

use super::*;

fn by(index: usize, proof: Proof) -> By<'static> {
    By::Party { index, proof }
}

fn unit() -> Actor {
    Actor {
        unit_ids: vec!["skolan".to_owned()],
        ..actor("larare", Role::Employee)
    }
}

/// Whether a withdrawal ends it, written out by hand for every proof: `+` at once, `-` it stands still.
#[test]
fn every_proof_of_who_takes_back() {
    let rows: [(&str, ConsentAnswers, &str); 3] = [
        ("a child", child(), "---++++"),
        ("an adult", adult(), "--+++++"),
        (
            "an adult with a god man",
            represented(Duty::Person, None),
            "---++++",
        ),
    ];
    let world = World::new();
    for (whose, given, expected) in rows {
        let mut consent = world.signed(given);
        assert!(consent.is_in_force(TODAY));
        // By a sheet of paper the unit knows nobody's address.
        for signature in &mut consent.signatures {
            signature.evidence.proof = Proof::Certified;
        }
        for (proof, sign) in Proof::ALL.iter().zip(expected.chars()) {
            let withdraw = Command::Withdraw(Withdrawal::All);
            let decision = world.take(&consent, withdraw, by(0, *proof));
            assert!(!decision.consent.is_in_force(TODAY), "{whose} {proof:?}");
            let (state, letter, cause) = if sign == '+' {
                (State::Withdrawn, Letter::WithdrawnReceipt, Cause::Withdrawn)
            } else {
                (State::Frozen, Letter::NoReceived, Cause::Unconfirmed)
            };
            assert_eq!(decision.consent.state, state, "{whose} {proof:?}");
            assert!(letters(&decision).contains(&(To::Party(0), letter)));
            let seats = decision.consent.view_for(0, *proof, &world.policy).seats;
            assert_eq!(seats[0].reply, Reply::Declined, "{whose} {proof:?}");
            assert!(seats[1..].iter().all(|seat| seat.reply != Reply::Declined));
            let removal = Effect::Remove(Removal::All, cause);
            assert!(decision.effects.contains(&removal), "{whose} {proof:?}");
            let waits = letters(&decision).contains(&(To::Unit, Letter::NoToConfirm));
            assert_eq!(waits, sign == '-');
        }
    }
}

#[test]
fn the_unit_finds_out_and_every_end_has_its_outcome() {
    let world = World::new();
    let consent = world.signed(child());
    let channels = Withdrawal::Channels([Channel::Website].into());
    let withdraw = Command::Withdraw(channels);
    let frozen = world.take(&consent, withdraw, by(1, Proof::PersonalLink));
    assert_eq!(frozen.consent.frozen, BTreeSet::from([Freeze::Unconfirmed]));
    let removed = Removal::Channels([Channel::Website].into());
    assert_eq!(removals(&frozen), [&removed]);
    let frozen = frozen.consent;
    let unit = unit();
    let settle = |outcome| world.take(&frozen, Command::SettleNo(outcome), By::Staff(&unit));

    let mistake = settle(ObjectionOutcome::Mistake);
    assert_eq!(mistake.consent.state, State::InForce);
    assert!(mistake.effects.contains(&Effect::KeepPictures));
    assert!(letters(&mistake).contains(&(To::Party(0), Letter::Resumed)));

    for outcome in [ObjectionOutcome::Confirmed, ObjectionOutcome::Unreached] {
        let settled = settle(outcome);
        assert_eq!(settled.event.reason, outcome.id());
        assert_eq!(settled.consent.state, State::PartlyWithdrawn);
        assert_eq!(
            settled.consent.open_channels(),
            BTreeSet::from([Channel::UnitAccount])
        );
        assert!(
            settled
                .effects
                .contains(&Effect::Remove(removed.clone(), Cause::Withdrawn))
        );
        let again = Command::SettleNo(outcome);
        let refused = world.decide(&settled.consent, again, By::Staff(&unit));
        assert_eq!(refused, Err(Refusal::NotNow));
    }
}

#[test]
fn who_can_prove_it_need_not_wait_for_the_unit() {
    let world = World::new();
    let consent = world.signed(child());
    let all = || Command::Withdraw(Withdrawal::All);
    let frozen = world.take(&consent, all(), by(0, Proof::PersonalLink));
    let seen = |decision: &Decision| decision.consent.view_for(0, Proof::Named, &world.policy);
    assert!(seen(&frozen).is_no_unconfirmed);
    let withdrawn = world.take(&frozen.consent, all(), by(0, Proof::Named));
    assert_eq!(withdrawn.consent.state, State::Withdrawn);
    assert!(!seen(&withdrawn).is_no_unconfirmed);
    assert!(
        withdrawn
            .effects
            .contains(&Effect::Remove(Removal::All, Cause::Withdrawn))
    );
}

#[test]
fn a_code_to_the_address_that_was_proven_at_the_signature_is_proof() {
    let world = World::new();
    let consent = world.signed(child());
    let all = || Command::Withdraw(Withdrawal::All);
    let withdrawn = world.take(&consent, all(), by(0, Proof::OwnAddress));
    assert_eq!(withdrawn.consent.state, State::Withdrawn);
    let only_link = world.take(&consent, all(), by(0, Proof::PersonalLink));
    assert_eq!(only_link.consent.state, State::Frozen);
}

#[test]
fn a_no_to_sign_without_proof_stops_it_and_a_mistake_lets_it_go_on() {
    let world = World::new();
    let waiting = world.submitted(child());
    let frozen = world.take(&waiting, Command::Decline, by(1, Proof::PersonalLink));
    assert_eq!(frozen.consent.state, State::Frozen);
    assert_eq!(removals(&frozen), Vec::<&Removal>::new());
    let settle = |outcome| {
        let command = Command::SettleNo(outcome);
        world
            .take(&frozen.consent, command, By::Staff(&unit()))
            .consent
    };
    let going_on = settle(ObjectionOutcome::Mistake);
    assert_eq!(going_on.state, State::AwaitingSignatures);
    let signed = world.take(&going_on, Command::Sign(evidence()), link(1));
    assert_eq!(signed.consent.state, State::InForce);
    assert_eq!(settle(ObjectionOutcome::Confirmed).state, State::Declined);
}

#[test]
fn a_strangers_new_no_stops_what_is_in_force_and_does_not_replace_it() {
    let world = World::new();
    let no = || ConsentAnswers {
        outcome: Outcome::No(WhyNot::AllNo, Occasion::Ongoing),
        ..child()
    };
    let begun = begun();
    let submit = || Command::Submit(begun.draft.clone(), Box::new(no()), evidence());
    let stranger = world.take(&begun, submit(), by(0, Proof::SharedLink));
    assert_eq!(stranger.consent.state, State::Declined);
    let object = Command::Object(Some(NUMBER.to_owned()));
    assert!(stranger.effects.contains(&Effect::ToOlder(object.clone())));
    let guardian = world.take(&begun, submit(), by(0, Proof::Named));
    let replace = Command::Replace(NUMBER.to_owned(), None);
    assert!(guardian.effects.contains(&Effect::ToOlder(replace)));

    let older = world.signed(child());
    let stopped = world.take(&older, object, By::System);
    assert_eq!(stopped.consent.state, State::Frozen);
    assert_eq!(removals(&stopped), [&Removal::All]);
    let mistake = Command::SettleNo(ObjectionOutcome::Mistake);
    let settled = world.take(&stopped.consent, mistake, By::Staff(&unit()));
    assert_eq!(settled.consent.state, State::InForce);
}

#[test]
fn the_units_manager_is_told_when_nobody_has_found_out() {
    // A Monday; three working days later it is Thursday.
    let world = World::on("2026-03-02");
    let consent = world.signed(child());
    let withdraw = Command::Withdraw(Withdrawal::All);
    let frozen = world
        .take(&consent, withdraw, by(0, Proof::SharedLink))
        .consent;
    assert!(due(&frozen, &world.policy, day("2026-03-05")).is_empty());
    let due = due(&frozen, &world.policy, day("2026-03-06"));
    let letters = vec![(To::UnitManager, Letter::NoToConfirm)];
    assert!(
        matches!(&due[..], [only] if matches!(&only.what, DueAction::Letters(sent) if *sent == letters))
    );
}
