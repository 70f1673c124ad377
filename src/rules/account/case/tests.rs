//! The life of a case: who may do what when, and what it leads to.

use super::*;
use crate::account::application as start;
use crate::permission::Role;
use crate::tests::sample::{self, GROUND, Ground, TODAY, now, ticked, with};

mod completion;
mod table;

const CASE: &str = "arende-1";
const NUMBER: &str = "2026-0001";
const ACCOUNT: &str = "konto-1";

fn actor(id: &str, role: Role) -> Actor {
    Actor {
        id: id.to_owned(),
        name: [id, " Demo"].concat(),
        email: [id, "@demo.example"].concat(),
        role,
        unit_ids: Vec::new(),
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
        sample::start(),
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
    assert_eq!(account.started, Some(sample::day("2026-11-20")));
}

#[test]
fn a_name_taken_meanwhile_is_refused() {
    let ground = Ground::new();
    let mut rows = sample::rows();
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

#[test]
fn a_draft_is_its_writers_and_of_its_form() {
    let draft = sample::start();
    let case = begun(&draft, applicant());
    assert!(case.with_draft(draft.clone(), &applicant()).is_ok());
    assert_eq!(
        case.with_draft(draft.clone(), &staff()),
        Err(Refusal::NotAllowed)
    );
    assert_eq!(
        case.with_draft(sample::change(), &applicant()),
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

fn replace_manager() -> Draft {
    with(
        sample::change(),
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
    let draft = sample::change();
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
                datum: sample::day("2026-12-01"),
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
        sample::change(),
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
    let mut rows = sample::rows();
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
