//! Who may do what in which state.

use proptest::prelude::*;

use super::*;
use crate::publication::person::PersonOnPicture;
use crate::publication::{Answer, PeopleShown, Question, may_publish};
use crate::register::{Row, Status};

/// Every cell of commands × states × people, written out once more by hand.
///
/// The columns are guardian one, who has signed, guardian two and the youth, who have not, a
/// relative, an employee, a manager, a communicator, a communicator who registered it, an
/// administrator and the store. `+` may, `-` may not, `o` not with one's own, `.` not now.
const TABLE: &[(Kind, [&str; 10])] = &[
    // The rows are draft, awaiting signatures, awaiting review, in force, partly withdrawn, frozen,
    // withdrawn, expired, replaced, declined.
    (
        Kind::Submit,
        [
            "+---------",
            ".---------",
            ".---------",
            ".---------",
            ".---------",
            ".---------",
            ".---------",
            ".---------",
            ".---------",
            ".---------",
        ],
    ),
    (
        Kind::Register,
        [
            "----++++--",
            "----....--",
            "----....--",
            "----....--",
            "----....--",
            "----....--",
            "----....--",
            "----....--",
            "----....--",
            "----....--",
        ],
    ),
    (
        Kind::Sign,
        [
            "...-------",
            ".++-------",
            "...-------",
            "...-------",
            "...-------",
            "...-------",
            "...-------",
            "...-------",
            "...-------",
            "...-------",
        ],
    ),
    (
        Kind::Certify,
        [
            "----....--",
            "----++++--",
            "----....--",
            "----....--",
            "----....--",
            "----....--",
            "----....--",
            "----....--",
            "----....--",
            "----....--",
        ],
    ),
    (
        Kind::Confirm,
        [
            "----..----",
            "----++----",
            "----++----",
            "----..----",
            "----..----",
            "----..----",
            "----..----",
            "----..----",
            "----..----",
            "----..----",
        ],
    ),
    (
        Kind::Recognise,
        [
            "---------.",
            "---------+",
            "---------+",
            "---------.",
            "---------.",
            "---------+",
            "---------.",
            "---------.",
            "---------.",
            "---------.",
        ],
    ),
    (
        Kind::Disown,
        [
            "----..----",
            "----++----",
            "----++----",
            "----..----",
            "----..----",
            "----..----",
            "----..----",
            "----..----",
            "----..----",
            "----..----",
        ],
    ),
    (
        Kind::SettleNo,
        [
            "----..----",
            "----..----",
            "----..----",
            "----..----",
            "----..----",
            "----++----",
            "----..----",
            "----..----",
            "----..----",
            "----..----",
        ],
    ),
    (
        Kind::Object,
        [
            "---------.",
            "---------+",
            "---------+",
            "---------+",
            "---------+",
            "---------+",
            "---------.",
            "---------.",
            "---------.",
            "---------.",
        ],
    ),
    (
        Kind::Decline,
        [
            "...-------",
            ".++-------",
            ".++-------",
            "...-------",
            "...-------",
            "...-------",
            "...-------",
            "...-------",
            "...-------",
            "...-------",
        ],
    ),
    (
        Kind::Edit,
        [
            ".---------",
            "+---------",
            "+---------",
            "+---------",
            "+---------",
            ".---------",
            ".---------",
            ".---------",
            ".---------",
            ".---------",
        ],
    ),
    (
        Kind::Approve,
        [
            "------.o--",
            "------.o--",
            "------+o--",
            "------.o--",
            "------.o--",
            "------.o--",
            "------.o--",
            "------.o--",
            "------.o--",
            "------.o--",
        ],
    ),
    (
        Kind::Reject,
        [
            "------.o--",
            "------.o--",
            "------+o--",
            "------.o--",
            "------.o--",
            "------.o--",
            "------.o--",
            "------.o--",
            "------.o--",
            "------.o--",
        ],
    ),
    (
        Kind::Withdraw,
        [
            "...-....-.",
            "+++-++++-+",
            "+++-++++-+",
            "+++-++++-+",
            "+++-++++-+",
            "+++-++++-+",
            "...-....-.",
            "...-....-.",
            "...-....-.",
            "...-....-.",
        ],
    ),
    (
        Kind::Dispute,
        [
            "------..--",
            "------++--",
            "------++--",
            "------++--",
            "------++--",
            "------..--",
            "------..--",
            "------..--",
            "------..--",
            "------..--",
        ],
    ),
    (
        Kind::Resolve,
        [
            "------.o--",
            "------.o--",
            "------.o--",
            "------.o--",
            "------.o--",
            "------+o--",
            "------.o--",
            "------.o--",
            "------.o--",
            "------.o--",
        ],
    ),
    (
        Kind::Freeze,
        [
            "---------.",
            "---------+",
            "---------+",
            "---------+",
            "---------+",
            "---------+",
            "---------.",
            "---------.",
            "---------.",
            "---------.",
        ],
    ),
    (
        Kind::Thaw,
        [
            "---------.",
            "---------.",
            "---------.",
            "---------.",
            "---------.",
            "---------+",
            "---------.",
            "---------.",
            "---------.",
            "---------.",
        ],
    ),
    (
        Kind::Lapse,
        [
            "---------+",
            "---------+",
            "---------+",
            "---------+",
            "---------+",
            "---------+",
            "---------.",
            "---------.",
            "---------.",
            "---------.",
        ],
    ),
    (
        Kind::Meet,
        [
            "---------.",
            "---------.",
            "---------.",
            "---------+",
            "---------+",
            "---------+",
            "---------+",
            "---------.",
            "---------.",
            "---------+",
        ],
    ),
    (
        Kind::Replace,
        [
            "---------.",
            "---------+",
            "---------+",
            "---------+",
            "---------+",
            "---------+",
            "---------.",
            "---------.",
            "---------.",
            "---------.",
        ],
    ),
];

/// A consent with everybody the table asks about.
fn in_state(state: State) -> Consent {
    let world = World::new();
    let mut consent = world.submitted(given(
        "2010-05-05",
        vec![
            party(PartyRole::Guardian, "ett"),
            party(PartyRole::Guardian, "tva"),
            party(PartyRole::Youth, "ungdom"),
            party(PartyRole::Relative, "mormor"),
        ],
    ));
    consent.signatures[0].certified_by = Some("registrator".to_owned());
    consent.signatures[0].evidence.proof = Proof::OwnAddress;
    consent.review.push(ReviewReason::GuardiansUnknown);
    if state == State::Frozen {
        consent
            .frozen
            .extend([Freeze::Unconfirmed, Freeze::Dispute]);
    }
    consent.state = state;
    consent
}

#[test]
fn every_cell_of_the_table() {
    let actors = [
        employee(),
        Actor {
            unit_ids: vec!["skolan".to_owned()],
            ..actor("chef", Role::Manager)
        },
        staff(),
        actor("registrator", Role::Communicator),
        actor("administrator", Role::Administrator),
    ];
    let people: Vec<By<'_>> = (0..4)
        .map(|index| -> By<'_> { link(index) })
        .chain(actors.iter().map(By::Staff))
        .chain([By::System])
        .collect();
    assert_eq!(TABLE.len(), Kind::ALL.len());
    for (kind, rows) in TABLE {
        for (state, row) in State::ALL.iter().zip([
            rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7], rows[8],
            rows[9],
        ]) {
            let consent = in_state(*state);
            let found: String = people
                .iter()
                .map(|by| match consent.admits(*kind, *by) {
                    Ok(()) => '+',
                    Err(Refusal::NotAllowed) => '-',
                    Err(Refusal::OwnConsent) => 'o',
                    Err(Refusal::NotNow) => '.',
                    Err(other) => panic!("{other:?}"),
                })
                .collect();
            assert_eq!(found, *row, "{kind:?} in {state:?}");
        }
    }
}

/// Whether a consent counts on a day, written out once more by hand: the state, both ends, the 18th
/// birthday and the appointments.
fn counts_by_hand(consent: &Consent, day: NaiveDate) -> bool {
    let is_adult = consent
        .born
        .is_some_and(|born| 18 <= personnummer::age_on(born, day));
    let answered_by = |role| consent.parties.iter().any(|party| party.role == role);
    [State::InForce, State::PartlyWithdrawn].contains(&consent.state)
        && consent.from.is_some_and(|first| first <= day)
        && consent.until.is_none_or(|last| day <= last)
        && !(is_adult && answered_by(PartyRole::Guardian))
        && !consent.parties.iter().any(|party| {
            let mandate = party.mandate.and_then(|mandate| mandate.until);
            mandate.is_some_and(|last| last < day)
        })
}

/// The day, and those around every day on which a consent begins or ends to count.
fn days_around(consent: &Consent, today: NaiveDate) -> Vec<NaiveDate> {
    let adult = consent.born.and_then(|born| birthday(born, ADULT));
    let mandates = consent.parties.iter().map(|party| party.mandate?.until);
    [Some(today), consent.from, consent.until, adult]
        .into_iter()
        .chain(mandates)
        .flatten()
        .flat_map(|day| [day.pred_opt(), Some(day), day.succ_opt()])
        .flatten()
        .collect()
}

/// The answer to whether a photo of the person may be published in a channel on a day.
fn answer(
    consent: &Consent,
    channel: Channel,
    account: &Row,
    policy: &Policy,
    day: NaiveDate,
) -> Answer {
    let subject = Subject::new(PERSON.to_owned(), child().person);
    let question = Question {
        account: Some(account.id.clone()),
        channel,
        medium: Medium::Photo,
        purpose: Purpose::Inform,
        taken: day,
        picture: None,
        people: PeopleShown::These {
            ids: vec![PERSON.to_owned()],
            others: false,
        },
        naming: Naming::First,
        tags_company: false,
        own_picture: true,
        shared: None,
        doubt: false,
    };
    let person = PersonOnPicture::new(&subject, [consent]);
    may_publish(&question, &[&person], Some(account), policy, day).answer
}

proptest! {
    #![proptest_config(crate::tests::sample::tries(256))]

    /// Whatever is tried by whomever, in any order: nothing happens that is not in the table, a final
    /// state stays, what is in force has every signature it needs, and a picture may be published on
    /// the days when it is in force, where it says so, and never else.
    #[test]
    fn no_way_leaves_the_table(
        tries in prop::collection::vec((0..Kind::ALL.len(), 0usize..8, 0u64..40), 1..40),
        proofs in prop::collection::vec(0..Proof::ALL.len(), 40),
        whose in 0..4,
        unclear in any::<bool>(),
        signed in any::<bool>(),
        listed in any::<bool>(),
    ) {
        let mut world = World::new();
        let is_active = |row: &Row| row.status == Status::Active;
        let account = sample::rows().into_iter().find(is_active).unwrap();
        let actors = [employee(), staff(), actor("administrator", Role::Administrator)];
        let mut answers = child();
        match whose {
            0 => {
                answers.person.born = Some(day("2009-01-15"));
                answers.parties.push(party(PartyRole::Youth, "ungdom"));
            }
            1 => {
                // Fifteen when the guardian answers, and eighteen before the last day.
                answers = given("2012-02-29", vec![party(PartyRole::Guardian, "ett")]);
                world.today = day("2028-01-10");
            }
            2 => answers = represented(Duty::Person, Some("2027-06-30")),
            _ => {}
        }
        if unclear {
            answers.review.push(ReviewReason::GuardiansUnknown);
        }
        if listed {
            world.list = vec![super::roster::row(&answers)];
            world.subject = Some(Subject::new(PERSON.to_owned(), answers.person.clone()));
        }
        let mut consent = if signed {
            world.signed(answers.clone())
        } else {
            begun()
        };
        consent.account = Some(account.id.clone());
        for ((what, who, days), proof) in tries.into_iter().zip(proofs) {
            world.today = world.today + chrono::Days::new(days);
            let by = match who {
                0..4 => By::Party { index: who, proof: Proof::ALL[proof] },
                4..7 => By::Staff(&actors[who - 4]),
                _ => By::System,
            };
            let draft = consent.draft.clone();
            let command = match Kind::ALL[what] {
                Kind::Submit => Command::Submit(draft, Box::new(answers.clone()), evidence()),
                Kind::Register => sheet(answers.clone(), Origin::Paper, &[0], "Pärm"),
                Kind::Sign => Command::Sign(evidence()),
                Kind::Certify => Command::Certify(Certificate {
                    party: who,
                    yes: days % 2 == 0,
                    evidence: evidence(),
                }),
                Kind::Confirm => {
                    Command::Confirm(who, HowConfirmed::ALL[who % HowConfirmed::ALL.len()])
                }
                Kind::Recognise => Command::Recognise,
                Kind::Disown => Command::Disown(who),
                Kind::SettleNo => {
                    Command::SettleNo(ObjectionOutcome::ALL[who % ObjectionOutcome::ALL.len()])
                }
                Kind::Object => Command::Object((who % 2 == 0).then(|| "S-2026-0009".to_owned())),
                Kind::Decline => Command::Decline,
                Kind::Edit => Command::Edit,
                Kind::Approve => Command::Approve(String::new()),
                Kind::Reject => Command::Reject("Skäl".to_owned()),
                Kind::Withdraw => Command::Withdraw(Withdrawal::Channels(
                    [Channel::ALL[who % Channel::ALL.len()]].into(),
                )),
                Kind::Dispute => Command::Dispute("Skäl".to_owned()),
                Kind::Resolve => Command::Resolve(String::new()),
                Kind::Freeze => Command::Freeze(Freeze::ALL[who % Freeze::ALL.len()]),
                Kind::Thaw => Command::Thaw(Freeze::ALL[who % Freeze::ALL.len()]),
                Kind::Lapse => Command::Lapse,
                Kind::Meet => Command::Meet("S-2026-0009".to_owned()),
                Kind::Replace => Command::Replace("S-2026-0009".to_owned(), None),
            };
            let kind = command.kind();
            let before = consent.clone();
            if let Ok(decision) = world.decide(&consent, command, by) {
                let row = TRANSITIONS.iter().find(|row| row.kind == kind).unwrap();
                prop_assert!(row.from.contains(&before.state));
                prop_assert!(before.admits(kind, by).is_ok());
                prop_assert_eq!(decision.event.kind, kind);
                consent = decision.consent;
            }
            prop_assert!(!before.state.is_final() || consent == before);
            // Who says no with a link alone stops it, and ends nothing.
            if let By::Party { proof: Proof::SharedLink | Proof::PersonalLink, .. } = by
                && matches!(kind, Kind::Decline | Kind::Withdraw)
            {
                prop_assert!(consent == before || consent.state == State::Frozen);
            }
            let is_open = |objection: &Objection| objection.outcome.is_none();
            prop_assert_eq!(
                consent.frozen.contains(&Freeze::Unconfirmed),
                !consent.state.is_final() && consent.objections.iter().any(is_open)
            );
            prop_assert_eq!(consent.state == State::Frozen, !consent.frozen.is_empty());
            prop_assert_eq!(consent.held.is_some(), consent.state == State::Frozen);
            if consent.is_in_force(world.today) {
                let waits = consent
                    .parties
                    .iter()
                    .any(|party| consent.awaits(party, &world.policy, consent.from.unwrap()));
                prop_assert!(!waits && consent.review.is_empty());
                prop_assert_eq!(consent.unproven(&world.policy).next(), None);
                prop_assert!(!consent.open_channels().is_empty());
            }
            let channel = Channel::ALL[who % Channel::ALL.len()];
            for day in days_around(&consent, world.today) {
                let counts = counts_by_hand(&consent, day);
                prop_assert_eq!(consent.is_in_force(day), counts, "{}", day);
                let may = answer(&consent, channel, &account, &world.policy, day) == Answer::Yes;
                let covers = consent.open_channels().contains(&channel);
                prop_assert_eq!(may, counts && covers, "{:?} {}", channel, day);
            }
            // Whatever the calendar says is due is taken, and then is due no longer.
            for due in due(&consent, &world.policy, world.today) {
                if let DueAction::Do(command) = due.what {
                    let decision = world.decide(&consent, command, By::System);
                    prop_assert!(decision.is_ok(), "{} {:?}", due.key, decision);
                }
            }
        }
    }
}
