//! How a consent ends or pauses.

use super::*;

#[test]
fn channels_are_taken_back_one_by_one() {
    let world = World::new();
    let consent = world.signed(child());
    let website = BTreeSet::from([Channel::Website]);
    let one = Command::Withdraw(Withdrawal::Channels(website.clone()));
    let partly = world.take(&consent, one.clone(), link(1));
    assert_eq!(partly.consent.state, State::PartlyWithdrawn);
    assert!(partly.consent.is_in_force(TODAY));
    assert_eq!(
        partly.consent.open_channels(),
        BTreeSet::from([Channel::UnitAccount])
    );
    assert_eq!(removals(&partly), [&Removal::Channels(website)]);
    assert_eq!(
        letters(&partly),
        [
            (To::Party(1), Letter::WithdrawnReceipt),
            (To::Party(0), Letter::Narrowed)
        ]
    );
    let again = world.decide(&partly.consent, one, link(0));
    assert_eq!(again, Err(Refusal::Input(Input::Nothing)));
    let last = Withdrawal::Channels([Channel::UnitAccount, Channel::Print].into());
    let all = world.take(&partly.consent, Command::Withdraw(last), link(0));
    assert_eq!(all.consent.state, State::Withdrawn);
    assert!(!all.consent.is_in_force(TODAY));
}

#[test]
fn pictures_are_taken_back_by_themselves() {
    let mut world = World::new();
    let consent = world.signed(adult());
    let own = BTreeSet::from(["bild-1".to_owned()]);
    // Another person's picture cannot be named.
    let named = BTreeSet::from(["bild-1".to_owned(), "bild-9".to_owned()]);
    let command = Command::Withdraw(Withdrawal::Pictures(named));
    let nothing = world.decide(&consent, command.clone(), link(0));
    assert_eq!(nothing, Err(Refusal::Input(Input::Nothing)));
    world.shown = ["bild-1".to_owned(), "bild-2".to_owned()].into();
    let decision = world.take(&consent, command.clone(), link(0));
    assert_eq!(decision.consent.state, State::PartlyWithdrawn);
    assert_eq!(removals(&decision), [&Removal::Pictures(own.clone())]);
    assert_eq!(decision.consent.withdrawn_pictures, own);
    let again = world.decide(&decision.consent, command, link(0));
    assert_eq!(again, Err(Refusal::Input(Input::Nothing)));
}

#[test]
fn taking_all_back_takes_all_down() {
    let world = World::new();
    let consent = world.signed(child());
    let employee = employee();
    for by in [link(0), link(1), By::Staff(&employee), By::System] {
        let decision = world.take(&consent, Command::Withdraw(Withdrawal::All), by);
        assert_eq!(decision.consent.state, State::Withdrawn);
        assert_eq!(removals(&decision), [&Removal::All]);
        assert!(letters(&decision).contains(&match by {
            By::Party { index, .. } => (To::Party(1 - index), Letter::Ended),
            By::Staff(_) | By::System => (To::Party(0), Letter::Ended),
        }));
    }
    let never = world.take(&consent, Command::Withdraw(Withdrawal::NoPictures), link(0));
    assert_eq!(never.consent.state, State::Withdrawn);
    assert!(never.effects.contains(&Effect::DeclinePictures));
    // What has never been in force has never been published.
    let pending = world.submitted(child());
    let decision = world.take(&pending, Command::Withdraw(Withdrawal::All), link(0));
    assert_eq!(decision.consent.state, State::Withdrawn);
    assert!(removals(&decision).is_empty());
}

#[test]
fn a_dispute_freezes_until_it_is_settled() {
    let world = World::new();
    let consent = world.signed(child());
    let staff = staff();
    let dispute = Command::Dispute("Vårdnadshavarna är oense.".to_owned());
    let frozen = world.take(&consent, dispute, By::Staff(&staff));
    assert_eq!(frozen.consent.state, State::Frozen);
    assert!(!frozen.consent.is_in_force(TODAY));
    assert_eq!(letters(&frozen).len(), 2);
    let website = Withdrawal::Channels([Channel::Website].into());
    let narrower = world
        .take(&frozen.consent, Command::Withdraw(website), link(0))
        .consent;
    assert_eq!(narrower.state, State::Frozen);
    let settled = world.take(
        &narrower,
        Command::Resolve(String::new()),
        By::Staff(&staff),
    );
    assert_eq!(settled.consent.state, State::PartlyWithdrawn);
    let twice = world.decide(&narrower, Command::Thaw(Freeze::Protected), By::System);
    assert_eq!(twice, Err(Refusal::NotNow));
}

#[test]
fn a_newer_answer_counts_instead() {
    let world = World::new();
    let older = world.signed(child());
    let mut narrower = child();
    narrower.outcome = Outcome::Yes(Scope {
        channels: [Channel::UnitAccount].into(),
        ..scope()
    });
    let first = world.submitted(narrower);
    let newer = Consent {
        id: "samtycke-2".to_owned(),
        ..first
    };
    let decision = world.take(&newer, Command::Sign(evidence()), link(1));
    assert!(decision.consent.replaces(&older));
    assert!(!older.replaces(&older));
    let command = decision
        .effects
        .iter()
        .find_map(|effect| match effect {
            Effect::ToOlder(command) => Some(command.clone()),
            _ => None,
        })
        .unwrap();
    let replaced = world.take(&older, command, By::System);
    assert_eq!(replaced.consent.state, State::Replaced);
    assert_eq!(replaced.consent.replaced_by.as_deref(), Some(NUMBER));
    assert_eq!(
        removals(&replaced),
        [&Removal::Channels([Channel::Website].into())]
    );
    let no = Command::Replace("S-2026-0003".to_owned(), None);
    assert_eq!(
        removals(&world.take(&older, no, By::System)),
        [&Removal::All]
    );
    // Another occasion or unit is another matter.
    let mut once = scope();
    once.occasion = Occasion::Once {
        day: TODAY,
        place: "Parken".to_owned(),
    };
    let occasion = Consent {
        scope: Some(once),
        ..decision.consent.clone()
    };
    assert!(!occasion.replaces(&older));
    let elsewhere = Consent {
        unit: "badet".to_owned(),
        ..decision.consent
    };
    assert!(!elsewhere.replaces(&older));
}

#[test]
fn in_force_the_answers_are_changed_in_a_new_consent_beside_them() {
    let mut world = World::new();
    world.subject = Some(Subject::new(PERSON.to_owned(), child().person));
    let consent = world.signed(child());
    let website = Withdrawal::Channels([Channel::Website].into());
    let consent = world
        .take(&consent, Command::Withdraw(website), link(1))
        .consent;
    let edited = world.take(&consent, Command::Edit, link(0));
    // What was said counts until the new answers do.
    assert_eq!(edited.consent, consent);
    assert!(letters(&edited).is_empty());
    let [Effect::Anew(anew)] = &edited.effects[..] else {
        panic!("{:?}", edited.effects);
    };
    assert_eq!((anew.state, &anew.number), (State::Draft, &None));
    assert_eq!(anew.changes, consent.number);
    assert!(anew.signatures.is_empty() && anew.is_changed());

    // The request may have closed meanwhile; it was answered in time.
    let submit =
        |given: ConsentAnswers| Command::Submit(anew.draft.clone(), Box::new(given), evidence());
    let next = Moment {
        next_number: "S-2026-0002",
        ..world.moment(&[], &[])
    };
    let narrower = ConsentAnswers {
        outcome: Outcome::Yes(Scope {
            channels: [Channel::UnitAccount].into(),
            occasion: Occasion::Once {
                day: TODAY,
                place: "Skolgården".to_owned(),
            },
            ..scope()
        }),
        ..child()
    };
    let one = decide(anew, submit(narrower.clone()), link(0), &next)
        .unwrap()
        .consent;
    assert!(one.replaces(&consent), "even with another occasion");
    let two = decide(&one, Command::Sign(evidence()), link(1), &next).unwrap();
    assert_eq!(two.consent.state, State::InForce);
    let Some(Effect::ToOlder(replace)) = two
        .effects
        .iter()
        .find(|effect| matches!(effect, Effect::ToOlder(_)))
    else {
        panic!("{:?}", two.effects);
    };
    let replaced = world.take(&consent, replace.clone(), By::System);
    assert_eq!(replaced.consent.state, State::Replaced);
    // What it stands for is taken back with it.
    assert!(two.consent.stands_for(&replaced.consent));
    assert!(!replaced.consent.stands_for(&two.consent));

    // It is about the same person, or it would count beside the old one.
    let somebody_else = Moment {
        subject: None,
        subject_id: "individ-9",
        ..next
    };
    let refused = decide(anew, submit(narrower), link(0), &somebody_else);
    assert_eq!(refused, Err(Refusal::Input(Input::OtherPerson)));
}

#[test]
fn what_came_in_on_paper_is_not_changed_by_a_link() {
    let world = World::new();
    let consent = Consent {
        origin: Origin::Paper,
        ..world.signed(child())
    };
    assert_eq!(
        world.decide(&consent, Command::Edit, link(0)),
        Err(Refusal::NotAllowed)
    );
}

#[test]
fn who_is_no_longer_to_answer_loses_the_link() {
    let world = World::new();
    let consent = world.submitted(child());
    let edited = world.take(&consent, Command::Edit, link(0)).consent;
    let mut other = child();
    other.parties[1] = party(PartyRole::Guardian, "tredje");
    let submit = Command::Submit(edited.draft.clone(), Box::new(other), evidence());
    let again = world.take(&edited, submit, link(0));
    assert!(again.effects.contains(&Effect::CloseLinks(1)));
}

#[test]
fn a_change_that_is_never_signed_ends_but_is_kept() {
    let world = World::new();
    let consent = world.submitted(child());
    let later = World::on("2026-12-15");
    let edited = later.take(&consent, Command::Edit, link(0)).consent;
    // A new time to answer in begins with the change.
    let soon = World::on("2027-01-14");
    assert_eq!(
        soon.decide(&edited, Command::Lapse, By::System),
        Err(Refusal::NotNow)
    );
    let over = World::on("2027-01-15").take(&edited, Command::Lapse, By::System);
    assert_eq!(over.consent.state, State::Expired);
    assert!(!over.effects.contains(&Effect::Discard));
}
