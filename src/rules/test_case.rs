//! The life of a case: who may do what when, and what it leads to.

use proptest::prelude::*;

use super::*;
use crate::application as start;
use crate::test_sample::{self, GROUND, Ground, TODAY, now, ticked, with};

const CASE: &str = "arende-1";
const NUMBER: &str = "2026-0001";
const ACCOUNT: &str = "konto-1";

fn actor(id: &str, role: Role) -> Actor {
    Actor {
        id: id.to_owned(),
        name: [id, " Demo"].concat(),
        email: [id, "@demo.example"].concat(),
        role,
    }
}

pub(super) fn applicant() -> Actor {
    actor("medarbetare", Role::Employee)
}

pub(super) fn manager() -> Actor {
    actor("chef", Role::Manager)
}

pub(super) fn staff() -> Actor {
    actor("kommunikator", Role::Communicator)
}

pub(super) fn moment(ground: &Ground) -> Moment<'_> {
    Moment {
        facts: ground.facts(),
        now: now(),
        next_number: NUMBER,
        next_account: ACCOUNT,
    }
}

pub(super) fn begun(draft: &Draft, by: Actor) -> Case {
    Case::new(CASE.to_owned(), draft.form(), by, now())
}

/// A draft that the manager is asked about here.
pub(super) fn asks_manager() -> Draft {
    with(
        test_sample::start(),
        &[(&start::CHEF_GODKANNANDE, start::ASK_MANAGER)],
    )
}

fn checked(draft: &Draft, ground: &Ground) -> Checked {
    check(draft, &ground.facts()).expect("a draft that keeps every rule")
}

pub(super) fn submit(draft: &Draft, ground: &Ground) -> Command {
    Command::Submit(draft.clone(), checked(draft, ground))
}

pub(super) fn complete(draft: &Draft, ground: &Ground) -> Command {
    Command::Complete(draft.clone(), checked(draft, ground))
}

/// A case after these commands, each of which must go well.
#[track_caller]
pub(super) fn after(ground: &Ground, case: Case, commands: Vec<(Actor, Command)>) -> Case {
    commands.into_iter().fold(case, |case, (actor, command)| {
        decide(&case, command, &actor, &moment(ground))
            .expect("a command that is taken")
            .case
    })
}

#[track_caller]
fn check_refusal(ground: &Ground, case: &Case, actor: &Actor, command: Command, why: Refusal) {
    let refused = decide(case, command, actor, &moment(ground)).map(|decision| decision.case.state);
    assert_eq!(refused, Err(why));
}

/// Everything that is in a case somewhere on its way, so that no cell of the table is refused for
/// want of it.
fn in_state(state: State, by: Actor) -> Case {
    let ground = Ground::new();
    let draft = asks_manager();
    let case = after(
        &ground,
        begun(&draft, by.clone()),
        vec![(by, submit(&draft, &ground))],
    );
    Case {
        state,
        open_steps: vec!["kontot".to_owned()],
        report: case.proposal.as_ref().map(|proposal| Report {
            address: proposal.address.clone(),
            started: TODAY,
        }),
        ..case
    }
}

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

#[test]
fn the_whole_way_with_a_manager() {
    let ground = Ground::new();
    let draft = asks_manager();
    let case = begun(&draft, applicant());
    assert_eq!(case.number, None);

    let case = after(&ground, case, vec![(applicant(), submit(&draft, &ground))]);
    assert_eq!(case.state, State::AwaitingManager);
    assert_eq!(case.number.as_deref(), Some(NUMBER));
    assert_eq!(case.sent, Some(now()));
    assert_eq!(case.flags, [Flag::Sensitive]);

    let case = after(
        &ground,
        case,
        vec![
            (manager(), Command::ManagerApprove(" Bra. ".to_owned())),
            (staff(), Command::Take),
        ],
    );
    assert_eq!(case.state, State::UnderReview);
    assert_eq!(case.handler, Some(staff()));
    let said = case.manager_verdict.clone().unwrap();
    assert_eq!((said.granted, said.reasons.as_str()), (true, "Bra."));

    let case = after(
        &ground,
        case,
        vec![(staff(), Command::Grant("Välkommen!".to_owned()))],
    );
    assert_eq!(case.state, State::Approved);
    let verdict = case.verdict.clone().unwrap();
    assert_eq!(verdict.policy_version, "prov-2026-1");
    assert_eq!(verdict.by, "kommunikator Demo");

    let report = Command::Report(
        "https://instagram.com/Norrskolan.Exempelkommun/".to_owned(),
        "21 november 2026".to_owned(),
    );
    let decision = decide(&case, report, &applicant(), &moment(&ground)).unwrap();
    assert_eq!(decision.case.state, State::Registered);
    assert_eq!(decision.case.account.as_deref(), Some(ACCOUNT));
    assert_eq!(decision.event.kind, Kind::Report);
    let [Effect::CreateAccount(account)] = &decision.effects[..] else {
        panic!("one account is made");
    };
    assert_eq!(account.id, ACCOUNT);
    assert_eq!(account.case.as_deref(), Some(CASE));
    assert_eq!(account.started, Some(TODAY));
    assert_eq!(account.unit, "Norrskolan");
    assert_eq!(account.department, "Utbildningsförvaltningen");
    assert_eq!(account.manager.as_ref().unwrap().email, "chef@demo.example");
}

#[test]
fn an_account_under_another_name_waits_for_communications() {
    let ground = Ground::new();
    let approved = in_state(State::Approved, applicant());
    let reported = after(
        &ground,
        approved,
        vec![(
            applicant(),
            Command::Report("@norrskolan_live".to_owned(), "2026-11-20".to_owned()),
        )],
    );
    assert_eq!(reported.state, State::Reported);
    assert_eq!(reported.account, None);
    let decision = decide(&reported, Command::Enter, &staff(), &moment(&ground)).unwrap();
    assert_eq!(decision.case.state, State::Registered);
    let [Effect::CreateAccount(account)] = &decision.effects[..] else {
        panic!("one account is made");
    };
    assert_eq!(account.address.handle(), "norrskolan_live");
    assert_eq!(account.started, Some(test_sample::day("2026-11-20")));
}

#[test]
fn a_name_taken_meanwhile_is_refused() {
    let ground = Ground::new();
    let mut rows = test_sample::rows();
    rows[1].url = "https://www.instagram.com/norrskolan.exempelkommun".to_owned();
    let taken = Ground {
        register: crate::register::Index::new(rows),
        ..Ground::new()
    };
    let approved = in_state(State::Approved, applicant());
    let report = |name: &str| Command::Report(name.to_owned(), "2026-11-21".to_owned());
    check_refusal(
        &taken,
        &approved,
        &applicant(),
        report("norrskolan.exempelkommun"),
        Refusal::Taken,
    );
    let reported = after(&ground, approved, vec![(applicant(), report("norrskolan"))]);
    let mut reported_taken = reported.clone();
    reported_taken.report = Some(Report {
        address: address::parse(None, "https://www.instagram.com/norrskolan.exempelkommun")
            .unwrap(),
        started: TODAY,
    });
    check_refusal(
        &taken,
        &reported_taken,
        &staff(),
        Command::Enter,
        Refusal::Taken,
    );
    assert!(decide(&reported, Command::Enter, &staff(), &moment(&taken)).is_ok());
}

#[test]
fn a_report_needs_the_platforms_address_and_a_day_that_has_been() {
    let ground = Ground::new();
    let approved = in_state(State::Approved, applicant());
    for (address, day, input) in [
        ("", "2026-11-21", Input::Address),
        (
            "https://www.facebook.com/norrskolan",
            "2026-11-21",
            Input::Address,
        ),
        ("javascript:alert(1)", "2026-11-21", Input::Address),
        ("norrskolan", "2026-11-22", Input::StartDate),
        ("norrskolan", "", Input::StartDate),
        ("norrskolan", "2026-02-29", Input::StartDate),
    ] {
        check_refusal(
            &ground,
            &approved,
            &applicant(),
            Command::Report(address.to_owned(), day.to_owned()),
            Refusal::Input(input),
        );
    }
}

#[test]
fn reasons_are_required_and_have_a_length() {
    let ground = Ground::new();
    let waits = in_state(State::AwaitingManager, applicant());
    let review = in_state(State::UnderReview, applicant());
    for empty in ["", " \n ", "\u{202E}\u{200B}"] {
        let text = || empty.to_owned();
        for (case, actor, command, input) in [
            (
                &waits,
                manager(),
                Command::ManagerRefuse(text()),
                Input::ReasonMissing,
            ),
            (
                &review,
                staff(),
                Command::Refuse(text()),
                Input::ReasonMissing,
            ),
            (
                &review,
                staff(),
                Command::Message(text()),
                Input::MessageMissing,
            ),
            (
                &review,
                staff(),
                Command::AskCompletion(vec!["kontot".to_owned()], text()),
                Input::MessageMissing,
            ),
        ] {
            check_refusal(&ground, case, &actor, command, Refusal::Input(input));
        }
        assert!(
            decide(
                &waits,
                Command::ManagerApprove(text()),
                &manager(),
                &moment(&ground)
            )
            .is_ok()
        );
        assert!(decide(&review, Command::Grant(text()), &staff(), &moment(&ground)).is_ok());
    }
    let longest = "å".repeat(MESSAGE_CHARS_MAX);
    let too_long = [&longest, "å"].concat();
    assert!(
        decide(
            &review,
            Command::Refuse(longest),
            &staff(),
            &moment(&ground)
        )
        .is_ok()
    );
    for command in [
        Command::Refuse(too_long.clone()),
        Command::Grant(too_long.clone()),
        Command::Message(too_long),
    ] {
        check_refusal(
            &ground,
            &review,
            &staff(),
            command,
            Refusal::Input(Input::TooLong),
        );
    }
}

#[test]
fn what_is_written_is_kept_as_text() {
    let ground = Ground::new();
    let review = in_state(State::UnderReview, applicant());
    let text = "<script>alert(1)</script>\n\n\n\u{202E}javascript:alert(1)";
    let case = after(
        &ground,
        review,
        vec![
            (staff(), Command::Message(text.to_owned())),
            (applicant(), Command::Message("Tack.".to_owned())),
            (
                staff(),
                Command::SetRegistryNumber(" KS  2026/17 ".to_owned()),
            ),
        ],
    );
    assert_eq!(
        case.messages[0].text,
        "<script>alert(1)</script>\n\njavascript:alert(1)"
    );
    let sides: Vec<bool> = case
        .messages
        .iter()
        .map(|message| message.from_staff)
        .collect();
    assert_eq!(sides, [true, false]);
    assert_eq!(case.registry_number.as_deref(), Some("KS 2026/17"));
    let json = serde_json::to_string(&case).unwrap();
    assert_eq!(serde_json::from_str::<Case>(&json).unwrap(), case);
}

#[test]
fn a_registry_number_has_a_length() {
    let ground = Ground::new();
    let review = in_state(State::UnderReview, applicant());
    for (number, taken) in [
        ("", false),
        (" ", false),
        ("1", true),
        (&"å".repeat(50), true),
        (&"å".repeat(51), false),
    ] {
        let command = Command::SetRegistryNumber(number.to_owned());
        let decided = decide(&review, command, &staff(), &moment(&ground));
        assert_eq!(decided.is_ok(), taken, "{number:?}");
    }
}

#[test]
fn a_case_holds_so_many_messages() {
    let ground = Ground::new();
    let write = || Command::Message("Hej.".to_owned());
    let full = after(
        &ground,
        in_state(State::UnderReview, applicant()),
        vec![(staff(), write()); MESSAGES_MAX],
    );
    check_refusal(
        &ground,
        &full,
        &staff(),
        write(),
        Refusal::Input(Input::TooMany),
    );
}

#[test]
fn a_case_is_taken_once_by_the_same_and_over_by_another() {
    let ground = Ground::new();
    let taken = after(
        &ground,
        in_state(State::UnderReview, applicant()),
        vec![(staff(), Command::Take)],
    );
    check_refusal(&ground, &taken, &staff(), Command::Take, Refusal::NotNow);
    let other = actor("kommunikator2", Role::Communicator);
    let over = after(&ground, taken, vec![(other.clone(), Command::Take)]);
    assert_eq!(over.handler, Some(other));
}

/// A case that has been sent back with these steps open.
pub(super) fn sent_back(ground: &Ground, draft: &Draft, steps: &[&str]) -> Case {
    let steps = steps.iter().map(|slug| (*slug).to_owned()).collect();
    after(
        ground,
        begun(draft, applicant()),
        vec![
            (applicant(), submit(draft, ground)),
            (
                staff(),
                Command::AskCompletion(steps, "Berätta mer.".to_owned()),
            ),
        ],
    )
}

#[test]
fn completion_opens_only_the_named_steps() {
    let ground = Ground::new();
    let draft = test_sample::start();
    let case = sent_back(&ground, &draft, &["bemanning"]);
    assert_eq!(case.state, State::Supplementing);
    assert_eq!(case.messages[0].text, "Berätta mer.");

    let open = with(draft.clone(), &[(&start::ANSVARIG_NAMN, "Annan Demo")]);
    let open = ticked(open, &start::VARNINGAR, &["avsandare-syns"]);
    assert_eq!(
        case.with_draft(open.clone(), &applicant()).unwrap().draft,
        open
    );
    let completed = after(
        &ground,
        case.clone(),
        vec![(applicant(), complete(&open, &ground))],
    );
    assert_eq!(completed.state, State::UnderReview);
    assert!(completed.open_steps.is_empty());
    assert_eq!(completed.number.as_deref(), Some(NUMBER));
    assert_eq!(completed.proposal.unwrap().responsible.name, "Annan Demo");

    let closed = Refusal::Input(Input::ClosedStep);
    for draft in [
        with(draft.clone(), &[(&start::KONTO_NAMN, "annat")]),
        with(draft.clone(), &[(&start::SYFTE, "")]),
        ticked(draft.clone(), &start::ROR, &["inget"]),
    ] {
        assert_eq!(case.with_draft(draft, &applicant()), Err(closed.clone()));
    }
    let sly = with(draft, &[(&start::KONTO_NAMN, "norrskolan.exempelkommunen")]);
    check_refusal(
        &ground,
        &case,
        &applicant(),
        complete(&sly, &ground),
        closed,
    );
    let opens = |field| journey::is_open(&start::FORM, field, &case.open_steps);
    assert!(opens(&start::INLAGG) && opens(&start::RIKTLINJER));
    assert!(!opens(&start::SYFTE));
}

/// What waits for an answer on an open step may be asked only now, so it must be open too.
#[test]
fn completion_opens_what_the_new_answers_ask() {
    let ground = Ground::new();
    let individual = with(
        test_sample::start(),
        &[
            (&start::DRIVS_AV, start::INDIVIDUAL),
            (&start::PROFILBILD, ""),
        ],
    );
    let case = sent_back(&ground, &individual, &["kontot"]);
    let whole = with(
        individual,
        &[
            (&start::DRIVS_AV, "verksamheten"),
            (&start::PROFILBILD, "ja"),
        ],
    );
    // Kept while it is written, and then sent.
    let written = case.with_draft(whole.clone(), &applicant()).unwrap();
    let opens = |field| journey::is_open(&start::FORM, field, &written.open_steps);
    assert!(opens(&start::PROFILBILD) && !opens(&start::REKLAM));
    assert!(
        decide(
            &written,
            complete(&whole, &ground),
            &applicant(),
            &moment(&ground)
        )
        .is_ok()
    );
}

#[test]
fn further_steps_can_be_opened_while_completing() {
    let ground = Ground::new();
    let draft = test_sample::start();
    let case = sent_back(&ground, &draft, &["kontot"]);
    let ask = |steps: &[&str]| {
        Command::AskCompletion(
            steps.iter().map(|slug| (*slug).to_owned()).collect(),
            "Och detta.".to_owned(),
        )
    };
    let wider = after(
        &ground,
        case.clone(),
        vec![(staff(), ask(&["kontot", "bemanning"]))],
    );
    assert_eq!(wider.open_steps, ["kontot", "bemanning"]);
    for steps in [&[][..], &["nagot-annat"], &["kontot", "Kontot"]] {
        check_refusal(
            &ground,
            &case,
            &staff(),
            ask(steps),
            Refusal::Input(Input::StepsMissing),
        );
    }
}

#[test]
fn a_draft_is_its_writers_and_of_its_form() {
    let draft = test_sample::start();
    let case = begun(&draft, applicant());
    assert!(case.with_draft(draft.clone(), &applicant()).is_ok());
    assert_eq!(
        case.with_draft(draft.clone(), &staff()),
        Err(Refusal::NotAllowed)
    );
    assert_eq!(
        case.with_draft(test_sample::change(), &applicant()),
        Err(Refusal::Input(Input::OtherForm))
    );
    for state in State::ALL {
        let case = in_state(*state, applicant());
        let expected = match state {
            State::Draft | State::Supplementing => Ok(()),
            State::AwaitingManager
            | State::UnderReview
            | State::Approved
            | State::Refused
            | State::Reported
            | State::Registered
            | State::Withdrawn => Err(Refusal::NotNow),
        };
        let kept = case
            .with_draft(case.draft.clone(), &applicant())
            .map(|_| ());
        assert_eq!(kept, expected, "{state:?}");
        // Everybody else's eyes are told nothing of a draft.
        assert_eq!(case.is_seen_by(&staff()), *state != State::Draft);
        assert_eq!(case.is_seen_by(&manager()), *state != State::Draft);
        assert!(case.is_seen_by(&applicant()));
        assert!(!case.is_seen_by(&actor("chef2", Role::Manager)));
        // Naming an address is not enough: only managers are asked.
        let namesake = Actor {
            role: Role::Employee,
            ..manager()
        };
        assert!(!case.is_seen_by(&namesake));
    }
}

#[test]
fn a_manager_changed_while_completing_is_asked() {
    let ground = Ground::new();
    let draft = asks_manager();
    let case = after(
        &ground,
        begun(&draft, applicant()),
        vec![
            (applicant(), submit(&draft, &ground)),
            (manager(), Command::ManagerApprove(String::new())),
            (
                staff(),
                Command::AskCompletion(
                    vec!["du-och-din-chef".to_owned()],
                    "Vem är chef?".to_owned(),
                ),
            ),
        ],
    );
    for (email, state) in [
        ("chef@demo.example", State::UnderReview),
        ("CHEF@demo.example", State::UnderReview),
        ("Chef Demo <chef@demo.example>", State::UnderReview),
        ("chef2@demo.example", State::AwaitingManager),
    ] {
        let draft = with(draft.clone(), &[(&start::CHEF_EPOST, email)]);
        let sent = after(
            &ground,
            case.clone(),
            vec![(applicant(), complete(&draft, &ground))],
        );
        assert_eq!(sent.state, state, "{email}");
        let asked_again = state == State::AwaitingManager;
        assert_eq!(sent.manager_verdict.is_none(), asked_again, "{email}");
        let other = actor("chef2", Role::Manager);
        assert_eq!(
            sent.admits(Kind::ManagerApprove, &other).is_ok(),
            asked_again,
            "{email}"
        );
    }
}

#[test]
fn a_manager_pasted_from_a_mail_program_is_still_asked() {
    let ground = Ground::new();
    let draft = with(
        asks_manager(),
        &[(&start::CHEF_EPOST, "Chef Demo <CHEF@Demo.example>;")],
    );
    let case = after(
        &ground,
        begun(&draft, applicant()),
        vec![(applicant(), submit(&draft, &ground))],
    );
    assert_eq!(case.admits(Kind::ManagerApprove, &manager()), Ok(()));
}

#[test]
fn what_is_not_asked_any_more_is_not_kept() {
    let ground = Ground::new();
    let draft = with(
        test_sample::start(),
        &[(&start::SOKANDE_ROLL, start::HEAD_OF_UNIT)],
    );
    let case = after(
        &ground,
        begun(&draft, applicant()),
        vec![(applicant(), submit(&draft, &ground))],
    );
    assert_eq!(case.state, State::UnderReview);
    assert!(case.draft.is_empty(&start::CHEF_EPOST));
    let manager = case.proposal.unwrap().manager;
    assert_eq!(manager.email, "medarbetare@demo.example");
}

fn replace_manager() -> Draft {
    with(
        test_sample::change(),
        &[
            (&change::ANDRING, change::REPLACE),
            (&change::VEM_BYTS, "chef"),
            (&change::NY_NAMN, "Chef Demo"),
            (&change::NY_EPOST, "chef@demo.example"),
        ],
    )
}

#[test]
fn a_change_is_carried_out_when_it_is_granted() {
    let ground = Ground::new();
    let draft = test_sample::change();
    let case = after(
        &ground,
        begun(&draft, applicant()),
        vec![(applicant(), submit(&draft, &ground))],
    );
    assert_eq!(case.state, State::UnderReview);
    let decision = decide(
        &case,
        Command::Grant(String::new()),
        &staff(),
        &moment(&ground),
    )
    .unwrap();
    assert_eq!(decision.case.state, State::Registered);
    assert_eq!(
        decision.effects,
        [Effect::ChangeAccount {
            account: "biblioteket-facebook".to_owned(),
            change: Change::Close {
                orsak: "Kontot används inte längre.".to_owned(),
                datum: test_sample::day("2026-12-01"),
                arkivarie: false,
            },
        }]
    );
    // There is nothing to report of a change, whatever its state.
    let approved = Case {
        state: State::Approved,
        ..case
    };
    assert_eq!(
        approved.admits(Kind::Report, &applicant()),
        Err(Refusal::NotNow)
    );
}

#[test]
fn a_new_manager_accepts_first() {
    let ground = Ground::new();
    let draft = replace_manager();
    let case = after(
        &ground,
        begun(&draft, applicant()),
        vec![(applicant(), submit(&draft, &ground))],
    );
    assert_eq!(case.state, State::AwaitingManager);
    let case = after(
        &ground,
        case,
        vec![
            (manager(), Command::ManagerApprove(String::new())),
            (staff(), Command::Grant(String::new())),
        ],
    );
    assert_eq!(case.state, State::Registered);
}

#[test]
fn a_new_address_taken_meanwhile_is_refused() {
    let ground = Ground::new();
    let draft = with(
        test_sample::change(),
        &[
            (&change::ANDRING, change::MOVE),
            (&change::NYTT_KONTONAMN, "nyabiblioteket"),
        ],
    );
    let case = after(
        &ground,
        begun(&draft, applicant()),
        vec![(applicant(), submit(&draft, &ground))],
    );
    let grant = || Command::Grant(String::new());
    assert!(decide(&case, grant(), &staff(), &moment(&ground)).is_ok());
    let mut rows = test_sample::rows();
    rows[2].url = "https://www.facebook.com/nyabiblioteket".to_owned();
    let taken = Ground {
        register: crate::register::Index::new(rows),
        ..Ground::new()
    };
    check_refusal(&taken, &case, &staff(), grant(), Refusal::Taken);
}

#[test]
fn a_refusal_is_the_end_and_says_why() {
    let ground = Ground::new();
    let case = after(
        &ground,
        in_state(State::AwaitingManager, applicant()),
        vec![(
            manager(),
            Command::ManagerRefuse("Vi har redan ett.".to_owned()),
        )],
    );
    assert_eq!(case.state, State::Refused);
    assert!(case.state.is_final());
    let said = case.manager_verdict.unwrap();
    assert_eq!(
        (said.granted, said.reasons.as_str()),
        (false, "Vi har redan ett.")
    );
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
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Whoever sends whatever in any order: no panic, no way that is not in the table, nothing
    /// decided by its own applicant, and a number that never changes.
    #[test]
    fn no_commands_leave_the_table(
        changes in any::<bool>(),
        by_staff in any::<bool>(),
        commands in prop::collection::vec(any_command(), 1..40),
    ) {
        let other = with(asks_manager(), &[(&start::CHEF_EPOST, "chef2@demo.example")]);
        let drafts = if changes {
            vec![test_sample::change(), replace_manager(), test_sample::change(), test_sample::start()]
        } else {
            vec![asks_manager(), test_sample::start(), other, test_sample::change()]
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
            // Half of the attempts are made by somebody who may, so that cases get on in life.
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
