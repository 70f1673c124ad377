//! Ages, last days, reminders, and what holds for a person whatever consents there are.

use super::*;

/// A youth born on this day with one guardian and a mailbox.
fn youth(born: &str) -> ConsentAnswers {
    given(
        born,
        vec![
            party(PartyRole::Guardian, "ett"),
            party(PartyRole::Youth, "ungdom"),
        ],
    )
}

#[test]
fn at_sixteen_the_youth_signs_too() {
    for (born, signs) in [
        ("2010-11-22", false),
        ("2010-11-21", true),
        ("2010-11-20", true),
    ] {
        let consent = World::new().submitted(youth(born));
        let state = if signs {
            State::AwaitingSignatures
        } else {
            State::InForce
        };
        assert_eq!(consent.state, state, "{born}");
    }
}

#[test]
fn at_eighteen_the_person_answers_alone() {
    for (born, for_others, alone) in [
        ("2008-11-22", Ok(()), Err(Input::GuardianMissing)),
        ("2008-11-21", Err(Input::NowAdult), Ok(())),
        ("2008-11-20", Err(Input::NowAdult), Ok(())),
    ] {
        let world = World::new();
        let own = given(born, vec![party(PartyRole::Person, "sjalv")]);
        let taken = |given| match world.submit(given) {
            Ok(_) => Ok(()),
            Err(Refusal::Input(input)) => Err(input),
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(taken(youth(born)), for_others, "{born}");
        assert_eq!(taken(own), alone, "{born}");
    }
}

#[test]
fn the_policy_can_let_the_young_answer_earlier() {
    let mut world = World::new();
    world.policy.numbers.guardian_required_below = 13;
    for (born, alone) in [
        ("2013-11-22", false),
        ("2013-11-21", true),
        ("2013-11-20", true),
    ] {
        let own = given(born, vec![party(PartyRole::Person, "sjalv")]);
        assert_eq!(world.submit(own).is_ok(), alone, "{born}");
    }
}

#[test]
fn born_on_the_29_of_february_one_is_of_age_on_the_first_of_march() {
    assert_eq!(birthday(day("2008-02-29"), 18), Some(day("2026-03-01")));
    assert_eq!(birthday(day("2008-02-29"), 16), Some(day("2024-02-29")));
    for (today, taken) in [
        ("2026-02-27", true),
        ("2026-02-28", true),
        ("2026-03-01", false),
    ] {
        let submitted = World::on(today).submit(youth("2008-02-29"));
        assert_eq!(submitted.is_ok(), taken, "{today}");
    }
}

/// The one command that is due, as its key says.
fn ends(consent: &Consent, today: &str) -> Option<(String, Command)> {
    let policy = sample::policy();
    due(consent, &policy, day(today))
        .into_iter()
        .find_map(|due| match due.what {
            DueAction::Do(command) => Some((due.key, command)),
            DueAction::Letters(_) => None,
        })
}

#[test]
fn the_eighteenth_birthday_freezes_what_is_in_force() {
    let world = World::on("2026-01-10");
    let consent = world.signed(youth("2008-02-29"));
    assert!(consent.is_in_force(day("2026-02-28")));
    // Whether or not the clock has had time to freeze it.
    assert!(!consent.is_in_force(day("2026-03-01")));
    assert!(ends(&consent, "2026-02-28").is_none());
    let (key, command) = ends(&consent, "2026-03-01").unwrap();
    assert_eq!(key, "fyllt-18");
    let early = world.decide(&consent, Command::Freeze(Freeze::Adult), By::System);
    assert_eq!(early, Err(Refusal::NotNow));
    let later = World::on("2026-03-01");
    let frozen = later.take(&consent, command, By::System);
    assert_eq!(frozen.consent.state, State::Frozen);
    assert_eq!(
        letters(&frozen),
        [
            (To::Person, Letter::AnswerAlone),
            (To::Party(0), Letter::NowAdult)
        ]
    );
    assert!(ends(&frozen.consent, "2026-03-02").is_none());
    let thaw = later.decide(&frozen.consent, Command::Thaw(Freeze::Adult), By::System);
    assert_eq!(thaw, Err(Refusal::NotNow));
    // The person's own answer counts instead.
    let own = Consent {
        id: "samtycke-2".to_owned(),
        ..later.signed(given("2008-02-29", vec![party(PartyRole::Person, "sjalv")]))
    };
    assert!(own.replaces(&frozen.consent));
    let replaced = later.take(
        &frozen.consent,
        Command::Replace(NUMBER.to_owned(), own.scope.map(Box::new)),
        By::System,
    );
    assert_eq!(replaced.consent.state, State::Replaced);
}

#[test]
fn the_eighteenth_birthday_freezes_what_ends_the_day_before() {
    let mut until = youth("2008-12-01");
    until.outcome = Outcome::Yes(Scope {
        validity: Validity::Until {
            day: day("2026-11-30"),
        },
        ..scope()
    });
    let consent = World::new().signed(until);
    let policy = sample::policy();
    let keys: Vec<String> = due(&consent, &policy, day("2026-12-01"))
        .into_iter()
        .map(|due| due.key)
        .collect();
    assert_eq!(keys, ["fyllt-18"]);
    let lapse = World::on("2026-12-01").decide(&consent, Command::Lapse, By::System);
    assert_eq!(lapse, Err(Refusal::NotNow));
}

#[test]
fn the_eighteenth_birthday_freezes_what_is_pending() {
    let world = World::new();
    let consent = world.submitted(youth("2008-12-01"));
    assert_eq!(consent.state, State::AwaitingSignatures);
    let later = World::on("2026-12-01");
    let sign = later.decide(&consent, Command::Sign(evidence()), link(1));
    assert_eq!(sign, Err(Refusal::Input(Input::NowAdult)));
    let (_, command) = ends(&consent, "2026-12-01").unwrap();
    let frozen = later.take(&consent, command, By::System).consent;
    assert_eq!(frozen.state, State::Frozen);
    let sign = later.decide(&frozen, Command::Sign(evidence()), link(1));
    assert_eq!(sign, Err(Refusal::NotNow));
}

#[test]
fn a_youths_consent_is_no_longer_than_the_policy_says() {
    let consent = World::new().signed(child());
    assert_eq!(consent.until, Some(day("2029-11-21")));
    assert_eq!(World::new().signed(adult()).until, None);
}

#[test]
fn an_occasion_is_over_after_its_days() {
    let mut once = adult();
    once.outcome = Outcome::Yes(Scope {
        occasion: Occasion::Once {
            day: day("2026-12-13"),
            place: "Torget".to_owned(),
        },
        validity: Validity::Occasion,
        ..scope()
    });
    let consent = World::new().signed(once);
    assert_eq!(consent.until, Some(day("2027-01-12")));
    let (_, lapse) = ends(&consent, "2027-01-13").unwrap();
    let over = World::on("2027-01-13").take(&consent, lapse, By::System);
    // What has been published in its time stays.
    assert!(removals(&over).is_empty());
}

#[test]
fn signing_ends_after_thirty_days() {
    let consent = World::new().submitted(child());
    let last = World::on("2026-12-21");
    assert!(
        last.decide(&consent, Command::Sign(evidence()), link(1))
            .is_ok()
    );
    assert!(ends(&consent, "2026-12-21").is_none());
    let late = World::on("2026-12-22");
    let sign = late.decide(&consent, Command::Sign(evidence()), link(1));
    assert_eq!(sign, Err(Refusal::TooLate));
    let (key, lapse) = ends(&consent, "2026-12-22").unwrap();
    assert_eq!(key, "utgar 2026-11-21");
    let over = late.take(&consent, lapse, By::System);
    assert_eq!(over.consent.state, State::Expired);
    assert_eq!(
        letters(&over),
        [
            (To::Party(0), Letter::NotSigned),
            (To::Party(1), Letter::NotSigned)
        ]
    );
    let early = last.decide(&consent, Command::Lapse, By::System);
    assert_eq!(early, Err(Refusal::NotNow));
}

#[test]
fn a_draft_nobody_sends_is_destroyed() {
    let begun = begun();
    assert!(ends(&begun, "2026-12-21").is_none());
    let (_, lapse) = ends(&begun, "2026-12-22").unwrap();
    let gone = World::on("2026-12-22").take(&begun, lapse, By::System);
    assert!(gone.effects.contains(&Effect::Discard));
    assert_eq!(gone.consent.draft, Draft::new(begun.draft.form()));
}

#[test]
fn an_appointment_that_ends_freezes() {
    let consent = World::new().submitted(represented(Duty::Person, Some("2026-12-31")));
    assert!(consent.is_in_force(day("2026-12-31")));
    assert!(!consent.is_in_force(day("2027-01-01")));
    assert!(ends(&consent, "2026-12-31").is_none());
    let (key, freeze) = ends(&consent, "2027-01-01").unwrap();
    assert_eq!(key, "uppdrag-slut");
    let frozen = World::on("2027-01-01").take(&consent, freeze, By::System);
    assert_eq!(frozen.consent.state, State::Frozen);
    assert_eq!(
        letters(&frozen),
        [
            (To::Person, Letter::MandateOver),
            (To::Party(0), Letter::MandateOver)
        ]
    );
}

/// The reminders that are due, with who gets them.
fn reminders(consent: &Consent, today: &str) -> Vec<(String, Vec<(To, Letter)>)> {
    let policy = sample::policy();
    due(consent, &policy, day(today))
        .into_iter()
        .filter_map(|due| match due.what {
            DueAction::Letters(letters) => Some((due.key, letters)),
            DueAction::Do(_) => None,
        })
        .collect()
}

#[test]
fn who_has_not_signed_is_reminded_twice() {
    let consent = World::new().submitted(child());
    assert_eq!(reminders(&consent, "2026-11-27"), []);
    let first = [(
        "paminnelse-1 2026-11-21".to_owned(),
        vec![(To::Party(1), Letter::FirstReminder)],
    )];
    // The key is the same every day, so that it is sent once.
    assert_eq!(reminders(&consent, "2026-11-28"), first);
    assert_eq!(reminders(&consent, "2026-12-11"), first);
    let second = [(
        "paminnelse-2 2026-11-21".to_owned(),
        vec![(To::Party(1), Letter::SecondReminder)],
    )];
    // Both missed, only the latest is sent.
    assert_eq!(reminders(&consent, "2026-12-12"), second);
    assert_eq!(reminders(&consent, "2026-12-21"), second);
    assert_eq!(reminders(&consent, "2026-12-22"), []);
    let signed = World::new().signed(child());
    assert_eq!(reminders(&signed, "2026-12-12"), []);
}

#[test]
fn until_further_notice_is_reminded_of_every_year() {
    let consent = World::new().signed(adult());
    assert_eq!(reminders(&consent, "2027-11-20"), []);
    let yearly = |year: &str| {
        [(
            ["paminnelse-arlig ", year, "-11-21"].concat(),
            vec![(To::Party(0), Letter::Yearly)],
        )]
    };
    assert_eq!(reminders(&consent, "2027-11-21"), yearly("2027"));
    assert_eq!(reminders(&consent, "2028-11-20"), yearly("2027"));
    assert_eq!(reminders(&consent, "2028-11-21"), yearly("2028"));
}

#[test]
fn the_end_is_told_before_it_comes() {
    let until = |last: &str| {
        let mut given = adult();
        given.outcome = Outcome::Yes(Scope {
            validity: Validity::Until { day: day(last) },
            ..scope()
        });
        World::new().signed(given)
    };
    let consent = until("2027-06-30");
    assert_eq!(reminders(&consent, "2027-05-30"), []);
    let soon = [(
        "upphor-snart 2027-06-30".to_owned(),
        vec![(To::Party(0), Letter::EndsSoon)],
    )];
    assert_eq!(reminders(&consent, "2027-05-31"), soon);
    assert_eq!(reminders(&consent, "2027-06-30"), soon);
    assert!(consent.is_in_force(day("2027-06-30")));
    assert!(!consent.is_in_force(day("2027-07-01")));
    let (_, lapse) = ends(&consent, "2027-07-01").unwrap();
    let over = World::on("2027-07-01").take(&consent, lapse, By::System);
    assert_eq!(over.consent.state, State::Expired);
    assert_eq!(removals(&over), [&Removal::All]);
    assert_eq!(letters(&over), [(To::Party(0), Letter::Over)]);
    // One as short as the notice needs none.
    assert_eq!(reminders(&until("2026-12-01"), "2026-11-30"), []);
}

fn known() -> Subject {
    Subject::new(PERSON.to_owned(), person(day("1980-05-05")))
}

fn told(wish: Wish) -> subject::Command {
    subject::Command::TellOfDeath(Box::new(subject::RelativeReport {
        name: "Närstående Demo".to_owned(),
        relation: "Dotter".to_owned(),
        contact: "dotter@hem.example".to_owned(),
        wish,
        pictures: String::new(),
        agreed: true,
        at: now(),
    }))
}

#[test]
fn protection_freezes_everything_and_takes_all_down_today() {
    let employee = employee();
    let by = By::Staff(&employee);
    let protected = subject::decide(&known(), subject::Command::Protect, by, TODAY).unwrap();
    assert!(protected.subject.protected);
    assert_eq!(
        protected.effects,
        [
            subject::Effect::ToConsents(Command::Freeze(Freeze::Protected)),
            subject::Effect::RemovePictures(Cause::Protected),
            subject::Effect::StrikeFromLists,
        ]
    );
    let world = World::new();
    let consent = world.signed(adult());
    let frozen = world.take(&consent, Command::Freeze(Freeze::Protected), By::System);
    assert_eq!(frozen.consent.state, State::Frozen);
    assert_eq!(letters(&frozen), []);
    // A consent that comes in later is frozen the moment it is given, and nobody is written to.
    let world = World {
        subject: Some(protected.subject.clone()),
        ..World::new()
    };
    let given = world.submit(adult()).unwrap();
    assert_eq!(given.consent.state, State::Frozen);
    assert_eq!(letters(&given), []);
    let withdrawn = world.take(&given.consent, Command::Withdraw(Withdrawal::All), link(0));
    assert_eq!(letters(&withdrawn), []);
    let pending = World::new().submitted(child());
    let pending = world
        .take(&pending, Command::Freeze(Freeze::Protected), By::System)
        .consent;
    let (_, lapse) = ends(&pending, "2026-12-22").unwrap();
    let over = World::on("2026-12-22").take(&pending, lapse, By::System);
    assert_eq!(over.consent.state, State::Expired);
    assert_eq!(letters(&over), []);

    let lift = |by| subject::decide(&protected.subject, subject::Command::Unprotect, by, TODAY);
    assert_eq!(lift(by), Err(Refusal::NotAllowed));
    let staff = staff();
    let lifted = lift(By::Staff(&staff)).unwrap();
    assert!(!lifted.subject.protected);
    let thawed = world.take(
        &frozen.consent,
        Command::Thaw(Freeze::Protected),
        By::System,
    );
    assert_eq!(thawed.consent.state, State::InForce);
}

#[test]
fn the_strictest_wish_for_the_dead_holds_until_there_has_been_a_talk() {
    let tell =
        |subject: &Subject, wish| subject::decide(subject, told(wish), By::System, TODAY).unwrap();
    let first = tell(&known(), Wish::MayBeUsed);
    let death = |subject: &Subject| subject.deceased.clone().unwrap();
    // New use is frozen at receipt, whatever is wished.
    assert_eq!(
        first.effects,
        [subject::Effect::ToConsents(Command::Freeze(
            Freeze::Deceased
        ))]
    );
    assert!(!death(&first.subject).allows_new_use());
    let second = tell(&first.subject, Wish::Remove);
    assert_eq!(death(&second.subject).wish(), Wish::Remove);
    assert!(
        second
            .effects
            .contains(&subject::Effect::RemovePictures(Cause::Deceased))
    );
    let third = tell(&second.subject, Wish::KeepAsIs);
    assert_eq!(death(&third.subject).wish(), Wish::Remove);

    let settle = |actor: &Actor| {
        let command = subject::Command::SettleWish(Wish::MayBeUsed);
        subject::decide(&third.subject, command, By::Staff(actor), TODAY)
    };
    assert_eq!(settle(&employee()), Err(Refusal::NotAllowed));
    let settled = settle(&staff()).unwrap();
    assert!(death(&settled.subject).allows_new_use());
    assert_eq!(
        settled.effects,
        [subject::Effect::ToConsents(Command::Thaw(Freeze::Deceased))]
    );
    // Another person tells: the strictest holds again.
    let again = tell(&settled.subject, Wish::KeepAsIs);
    assert!(!death(&again.subject).allows_new_use());
}

#[test]
fn whoever_does_not_want_to_be_photographed_can_change_their_mind() {
    let declined = subject::decide(
        &known(),
        subject::Command::DeclinePictures,
        By::System,
        TODAY,
    )
    .unwrap();
    assert_eq!(declined.subject.declined, Some(TODAY));
    assert_eq!(
        declined.effects[0],
        subject::Effect::ToConsents(Command::Withdraw(Withdrawal::All))
    );
    let allow = |by| {
        let command = subject::Command::AllowQuestions;
        subject::decide(&declined.subject, command, by, TODAY)
    };
    assert_eq!(allow(By::System), Err(Refusal::NotAllowed));
    assert_eq!(allow(link(0)), Err(Refusal::NotAllowed));
    let employee = employee();
    assert_eq!(allow(By::Staff(&employee)).unwrap().subject.declined, None);
}

#[test]
fn a_person_is_known_again() {
    let one = person(day("1980-05-05"));
    let same = SubjectDetails {
        name: "personen  DEMO".to_owned(),
        ..one.clone()
    };
    assert_eq!(one.claims(), same.claims());
    let other = person(day("1980-05-06"));
    assert_ne!(one.claims(), other.claims());
    let numbered = SubjectDetails {
        personnummer: Some("198005059999".to_owned()),
        ..one.clone()
    };
    assert!(numbered.claims().contains(&one.claims()[0]));
    let colleague = SubjectDetails {
        born: None,
        email: Some("Kollega@demo.example".to_owned()),
        staff: true,
        ..one
    };
    assert_eq!(colleague.claims(), ["personal kollega@demo.example"]);
}

#[test]
fn a_request_is_mended_before_it_is_sent() {
    let request = ConsentRequest {
        id: "begaran-1".to_owned(),
        form: "samtycke-vuxen".to_owned(),
        unit: "skolan".to_owned(),
        occasion: Occasion::Once {
            day: TODAY,
            place: " ".to_owned(),
        },
        channels: BTreeSet::new(),
        account: Some("konto-1".to_owned()),
        account_name: Some("@skolan".to_owned()),
        created_by: "medarbetare".to_owned(),
        created: now(),
        expires: day("2026-11-20"),
        closed: None,
        mailed: None,
    };
    use crate::consent::request::Fault;
    assert_eq!(
        request.faults(&staff(), &[], TODAY),
        [
            Fault::Channels,
            Fault::Account,
            Fault::Place,
            Fault::Expires
        ]
    );
    for (expires, fits) in [
        ("2026-11-21", true),
        ("2027-11-21", true),
        ("2027-11-22", false),
    ] {
        let request = ConsentRequest {
            expires: day(expires),
            ..request.clone()
        };
        let found = request
            .faults(&staff(), &[], TODAY)
            .contains(&Fault::Expires);
        assert_eq!(!found, fits, "{expires}");
    }
}

#[test]
fn everybody_sees_the_last_day_it_counts() {
    for (given, last) in [
        (adult(), None),
        (represented(Duty::Person, None), None),
        (
            represented(Duty::Person, Some("2026-12-31")),
            Some("2026-12-31"),
        ),
        // The day before the 18th birthday.
        (youth("2008-12-01"), Some("2026-11-30")),
    ] {
        let world = World::new();
        let view = world.signed(given).view_for(0, Proof::Named, &world.policy);
        assert_eq!(view.until, last.map(day));
    }
}
