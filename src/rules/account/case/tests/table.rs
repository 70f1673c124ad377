//! Who may do what when, cell by cell, and where it may lead.

use proptest::prelude::*;

use super::*;
use crate::account::case::command::TRANSITIONS;

/// Every cell of commands × states × people, written out once more by hand.
///
/// The columns are the applicant, the manager named, another manager, a communicator, a communicator
/// who is the applicant, an administrator and another employee. `+` may, `-` may not, `o` not in
/// one's own case, `.` not now.
const TABLE: &[(Kind, [&str; 9])] = &[
    // The rows are draft, awaiting the manager, under review, supplementing, approved, reported,
    // registered, refused, withdrawn.
    (
        Kind::Submit,
        [
            "+---+--", ".---.--", ".---.--", ".---.--", ".---.--", ".---.--", ".---.--", ".---.--",
            ".---.--",
        ],
    ),
    (
        Kind::Complete,
        [
            ".---.--", ".---.--", ".---.--", "+---+--", ".---.--", ".---.--", ".---.--", ".---.--",
            ".---.--",
        ],
    ),
    (
        Kind::ManagerApprove,
        [
            "o---o--", "o+--o--", "o.--o--", "o.--o--", "o.--o--", "o.--o--", "o.--o--", "o.--o--",
            "o.--o--",
        ],
    ),
    (
        Kind::ManagerRefuse,
        [
            "o---o--", "o+--o--", "o.--o--", "o.--o--", "o.--o--", "o.--o--", "o.--o--", "o.--o--",
            "o.--o--",
        ],
    ),
    (
        Kind::Take,
        [
            "----o--", "---.o--", "---+o--", "---+o--", "---.o--", "---+o--", "---.o--", "---.o--",
            "---.o--",
        ],
    ),
    (
        Kind::AskCompletion,
        [
            "----o--", "---.o--", "---+o--", "---+o--", "---.o--", "---.o--", "---.o--", "---.o--",
            "---.o--",
        ],
    ),
    (
        Kind::Grant,
        [
            "----o--", "---.o--", "---+o--", "---.o--", "---.o--", "---.o--", "---.o--", "---.o--",
            "---.o--",
        ],
    ),
    (
        Kind::Refuse,
        [
            "----o--", "---.o--", "---+o--", "---.o--", "---.o--", "---.o--", "---.o--", "---.o--",
            "---.o--",
        ],
    ),
    (
        Kind::Report,
        [
            ".---.--", ".---.--", ".---.--", ".---.--", "+---+--", ".---.--", ".---.--", ".---.--",
            ".---.--",
        ],
    ),
    (
        Kind::Enter,
        [
            "----o--", "---.o--", "---.o--", "---.o--", "---.o--", "---+o--", "---.o--", "---.o--",
            "---.o--",
        ],
    ),
    (
        Kind::Withdraw,
        [
            ".---.--", "+---+--", "+---+--", "+---+--", "+---+--", ".---.--", ".---.--", ".---.--",
            ".---.--",
        ],
    ),
    (
        Kind::Message,
        [
            ".---.--", "++-++--", "++-++--", "++-++--", "++-++--", "++-++--", "++-++--", "++-++--",
            "..-..--",
        ],
    ),
    (
        Kind::SetRegistryNumber,
        [
            "----.--", "---+++-", "---+++-", "---+++-", "---+++-", "---+++-", "---+++-", "---+++-",
            "---+++-",
        ],
    ),
];

#[test]
fn every_cell_of_the_table() {
    assert_eq!(TABLE.len(), Kind::ALL.len());
    let people = [
        applicant(),
        manager(),
        actor("chef2", Role::Manager),
        staff(),
        staff(),
        actor("administrator", Role::Administrator),
        actor("medarbetare2", Role::Employee),
    ];
    for (row, state) in State::ALL.iter().enumerate() {
        let others = in_state(*state, applicant());
        let own = in_state(*state, staff());
        for (kind, cells) in TABLE {
            for (column, cell) in cells[row].chars().enumerate() {
                let case = if column == 4 { &own } else { &others };
                let expected = match cell {
                    '+' => Ok(()),
                    '-' => Err(Refusal::NotAllowed),
                    'o' => Err(Refusal::OwnCase),
                    '.' => Err(Refusal::NotNow),
                    other => panic!("{other} is no cell"),
                };
                let actor = &people[column];
                assert_eq!(
                    case.admits(*kind, actor),
                    expected,
                    "{kind:?} in {state:?} by column {column}"
                );
                assert_eq!(case.offered(actor).contains(kind), expected.is_ok());
            }
        }
    }
}

#[test]
fn words_go_both_ways() {
    for kind in Kind::ALL {
        assert_eq!(Kind::from_id(kind.id()), Some(*kind));
        assert_eq!(
            serde_json::to_string(kind).unwrap(),
            format!("{:?}", kind.id())
        );
        assert_eq!(
            TRANSITIONS.iter().filter(|row| row.kind == *kind).count(),
            1
        );
    }
    for state in State::ALL {
        assert_eq!(State::from_id(state.id()), Some(*state));
        assert_eq!(
            serde_json::to_string(state).unwrap(),
            format!("{:?}", state.id())
        );
    }
    assert_eq!((Kind::from_id(""), State::from_id("Utkast")), (None, None));
}

/// Where each command may lead, written out by hand.
const LEADS: &[(Kind, &[(State, State)])] = {
    use State::{
        Approved, AwaitingManager, Draft, Refused, Registered, Reported, Supplementing,
        UnderReview, Withdrawn,
    };
    &[
        (
            Kind::Submit,
            &[(Draft, AwaitingManager), (Draft, UnderReview)],
        ),
        (
            Kind::Complete,
            &[
                (Supplementing, AwaitingManager),
                (Supplementing, UnderReview),
            ],
        ),
        (Kind::ManagerApprove, &[(AwaitingManager, UnderReview)]),
        (Kind::ManagerRefuse, &[(AwaitingManager, Refused)]),
        (
            Kind::AskCompletion,
            &[(UnderReview, Supplementing), (Supplementing, Supplementing)],
        ),
        (
            Kind::Grant,
            &[(UnderReview, Approved), (UnderReview, Registered)],
        ),
        (Kind::Refuse, &[(UnderReview, Refused)]),
        (
            Kind::Report,
            &[(Approved, Registered), (Approved, Reported)],
        ),
        (Kind::Enter, &[(Reported, Registered)]),
        (
            Kind::Withdraw,
            &[
                (AwaitingManager, Withdrawn),
                (UnderReview, Withdrawn),
                (Supplementing, Withdrawn),
                (Approved, Withdrawn),
            ],
        ),
    ]
};

fn leads(kind: Kind, from: State, to: State) -> bool {
    let stays = matches!(kind, Kind::Take | Kind::Message | Kind::SetRegistryNumber);
    (stays && from == to)
        || LEADS
            .iter()
            .any(|(known, ways)| *known == kind && ways.contains(&(from, to)))
}

/// Any command, with inputs that are sometimes right.
fn any_command() -> impl Strategy<Value = Attempt> {
    (
        0..Kind::ALL.len(),
        prop_oneof![
            Just(String::new()),
            Just("norrskolan.exempelkommun".to_owned()),
            Just("norrskolan_live".to_owned()),
            Just("2026-11-21".to_owned()),
            any::<String>(),
        ],
        prop_oneof![Just("2026-11-21".to_owned()), any::<String>()],
        prop::collection::vec(
            prop_oneof![
                Just("kontot".to_owned()),
                Just("du-och-din-chef".to_owned()),
                any::<String>()
            ],
            0..3,
        ),
        0..4usize,
        0..12usize,
    )
}

/// Kind, two texts, steps, which draft, which actor.
type Attempt = (usize, String, String, Vec<String>, usize, usize);

proptest! {
    #![proptest_config(sample::tries(100))]

    /// Any commands in any order: no panic, no way that is not in the table, nothing
    /// decided by its own applicant, and a number that never changes.
    #[test]
    fn no_commands_leave_the_table(
        changes in any::<bool>(),
        by_staff in any::<bool>(),
        commands in prop::collection::vec(any_command(), 1..40),
    ) {
        let other = with(asks_manager(), &[(&start::CHEF_EPOST, "chef2@demo.example")]);
        let drafts = if changes {
            vec![sample::change(), replace_manager(), sample::change(), sample::start()]
        } else {
            vec![asks_manager(), sample::start(), other, sample::change()]
        };
        let people = [
            applicant(),
            manager(),
            actor("chef2", Role::Manager),
            staff(),
            actor("kommunikator2", Role::Communicator),
            actor("administrator", Role::Administrator),
        ];
        let own = if by_staff { staff() } else { applicant() };
        let mut case = begun(&drafts[0], own.clone());
        for (kind, text, second, steps, draft, actor) in commands {
            let draft = &drafts[draft];
            // Half of the attempts are made by a person who may, so that cases get on in life.
            let kind = Kind::ALL[kind];
            let somebody = people.iter().find(|person| case.admits(kind, person).is_ok());
            let actor = people.get(actor).or(somebody).unwrap_or(&people[0]);
            let command = match kind {
                Kind::Submit => submit(draft, &GROUND),
                Kind::Complete => complete(draft, &GROUND),
                Kind::ManagerApprove => Command::ManagerApprove(text),
                Kind::ManagerRefuse => Command::ManagerRefuse(text),
                Kind::Take => Command::Take,
                Kind::AskCompletion => Command::AskCompletion(steps, text),
                Kind::Grant => Command::Grant(text),
                Kind::Refuse => Command::Refuse(text),
                Kind::Report => Command::Report(text, second),
                Kind::Enter => Command::Enter,
                Kind::Withdraw => Command::Withdraw,
                Kind::Message => Command::Message(text),
                Kind::SetRegistryNumber => Command::SetRegistryNumber(text),
            };
            prop_assert_eq!(command.kind(), kind);
            let admitted = case.admits(kind, actor);
            match decide(&case, command, actor, &moment(&GROUND)) {
                Ok(decision) => {
                    let next = decision.case;
                    prop_assert_eq!(admitted, Ok(()));
                    prop_assert!(leads(kind, case.state, next.state), "{:?} {:?} {:?}", kind, case.state, next.state);
                    prop_assert_eq!(decision.event.kind, kind);
                    prop_assert_eq!(&next.applicant, &own);
                    if matches!(kind, Kind::ManagerApprove | Kind::ManagerRefuse | Kind::Grant | Kind::Refuse | Kind::Enter) {
                        prop_assert_ne!(&actor.id, &own.id);
                    }
                    prop_assert!(case.number.is_none() || case.number == next.number);
                    prop_assert_eq!(next.number.is_none(), next.state == State::Draft);
                    prop_assert_eq!(decision.effects.is_empty(), next.state != State::Registered || case.state == State::Registered);
                    prop_assert_eq!(next.account.is_some() && next.proposal.is_some(), next.state == State::Registered && next.proposal.is_some());
                    prop_assert_eq!(!next.open_steps.is_empty(), next.state == State::Supplementing || (next.state == State::Withdrawn && !next.open_steps.is_empty()));
                    case = next;
                }
                Err(refusal) => {
                    if let Err(why) = admitted {
                        prop_assert_eq!(refusal, why);
                    }
                }
            }
        }
    }
}
