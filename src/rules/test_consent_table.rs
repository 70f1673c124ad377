//! Who may do what in which state.

use proptest::prelude::*;

use super::*;

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
    consent.state = state;
    consent
}

#[test]
fn every_cell_of_the_table() {
    let actors = [
        employee(),
        actor("chef", Role::Manager),
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

proptest! {
    /// Whatever is tried by whomever, in any order: nothing happens that is not in the table, a final
    /// state stays, and what is in force has every signature it needs.
    #[test]
    fn no_way_leaves_the_table(
        tries in prop::collection::vec((0usize..15, 0usize..8, 0u64..40), 1..40),
        sixteen in any::<bool>(),
        unclear in any::<bool>(),
    ) {
        let mut world = World::new();
        let actors = [employee(), staff(), actor("administrator", Role::Administrator)];
        let mut answers = child();
        if sixteen {
            answers.person.born = Some(day("2009-01-15"));
            answers.parties.push(party(PartyRole::Youth, "ungdom"));
        }
        if unclear {
            answers.review.push(ReviewReason::GuardiansUnknown);
        }
        let mut consent = begun();
        for (what, who, days) in tries {
            world.today = world.today + chrono::Days::new(days);
            let by = match who {
                0..4 => link(who),
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
                Kind::Decline => Command::Decline,
                Kind::Edit => Command::Edit,
                Kind::Approve => Command::Approve(String::new()),
                Kind::Reject => Command::Reject("Skäl".to_owned()),
                Kind::Withdraw => Command::Withdraw(Withdrawal::Channels(
                    [Channel::ALL[who % 4]].into(),
                )),
                Kind::Dispute => Command::Dispute("Skäl".to_owned()),
                Kind::Resolve => Command::Resolve(String::new()),
                Kind::Freeze => Command::Freeze(Freeze::ALL[who % 5]),
                Kind::Thaw => Command::Thaw(Freeze::ALL[who % 5]),
                Kind::Lapse => Command::Lapse,
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
            prop_assert_eq!(consent.state == State::Frozen, !consent.frozen.is_empty());
            prop_assert_eq!(consent.held.is_some(), consent.state == State::Frozen);
            if consent.is_in_force(world.today) {
                let waits = consent
                    .parties
                    .iter()
                    .any(|party| consent.awaits(party, &world.policy, consent.from.unwrap()));
                prop_assert!(!waits && consent.review.is_empty());
                prop_assert!(!consent.open_channels().is_empty());
            }
            // Whatever the calendar says is due is taken, and then is due no longer.
            for due in due(&consent, &world.policy, world.today) {
                if let What::Do(command) = due.what {
                    let decision = world.decide(&consent, command, By::System);
                    prop_assert!(decision.is_ok(), "{} {:?}", due.key, decision);
                }
            }
        }
    }
}
