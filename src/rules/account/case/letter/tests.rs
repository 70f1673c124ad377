//! Who is written to about a case, and when the manager is reminded.

use super::{Letter, Posting, To, due};
use crate::account::case::tests::{
    after, applicant, asks_manager, begun, complete, manager, moment, sent_back, staff, submit,
};
use crate::account::case::*;
use crate::permission::Role;
use crate::tests::sample::{self, Ground, day, with};

const APPLICANT: &str = "medarbetare@demo.example";
const MANAGER: &str = "chef@demo.example";
const STAFF: &str = "kommunikator@demo.example";
/// Stands for everybody at communications.
const ALL: &str = "";

/// Gives a command and checks the letters it leads to.
#[track_caller]
fn check_letters(
    ground: &Ground,
    case: &Case,
    actor: &Actor,
    command: Command,
    letters: &[(&str, Letter)],
) -> Case {
    let decision = decide(case, command, actor, &moment(ground)).expect("a command that is taken");
    let expected: Vec<_> = letters
        .iter()
        .map(|(to, letter)| Posting {
            to: match *to {
                ALL => To::Communications,
                to => To::One(to.to_owned()),
            },
            letter: *letter,
        })
        .collect();
    assert_eq!(decision.letters, expected);
    decision.case
}

#[test]
fn the_manager_is_asked_and_the_applicant_learns_the_outcome() {
    let ground = Ground::new();
    let draft = asks_manager();
    let case = begun(&draft, applicant());
    let case = check_letters(
        &ground,
        &case,
        &applicant(),
        submit(&draft, &ground),
        &[
            (APPLICANT, Letter::Received),
            (MANAGER, Letter::ManagerAsked),
        ],
    );
    check_letters(
        &ground,
        &case,
        &manager(),
        Command::ManagerRefuse("Inte nu.".to_owned()),
        &[(APPLICANT, Letter::Refused)],
    );
    let case = check_letters(
        &ground,
        &case,
        &manager(),
        Command::ManagerApprove(String::new()),
        &[(ALL, Letter::Waits)],
    );
    check_letters(
        &ground,
        &case,
        &staff(),
        Command::Refuse("Kontot finns redan.".to_owned()),
        &[(APPLICANT, Letter::Refused)],
    );
    check_letters(
        &ground,
        &case,
        &staff(),
        Command::Grant(String::new()),
        &[(APPLICANT, Letter::Granted)],
    );
}

#[test]
fn communications_learn_of_what_waits_for_them() {
    let ground = Ground::new();
    let draft = sample::start();
    let sent = check_letters(
        &ground,
        &begun(&draft, applicant()),
        &applicant(),
        submit(&draft, &ground),
        &[(APPLICANT, Letter::Received), (ALL, Letter::Waits)],
    );
    // Nobody has taken it, so the person who does should see what is written to them all.
    let message = Command::Message("Hej!".to_owned());
    let to_all = [(ALL, Letter::MessageWritten)];
    check_letters(&ground, &sent, &applicant(), message, &to_all);
    let granted = after(
        &ground,
        sent,
        vec![(staff(), Command::Grant(String::new()))],
    );
    // An account under another name than the one granted goes to the person who granted it.
    let report = |handle: &str| Command::Report(handle.to_owned(), "2026-11-20".to_owned());
    let to_staff = [(STAFF, Letter::Waits)];
    check_letters(
        &ground,
        &granted,
        &applicant(),
        report("ettannatnamn"),
        &to_staff,
    );
    let as_granted = granted.proposal.as_ref().unwrap().address.url();
    check_letters(&ground, &granted, &applicant(), report(as_granted), &[]);
}

#[test]
fn what_waits_is_told_to_those_who_may_decide_it_and_are_not_in_it() {
    let case = begun(&sample::start(), applicant());
    let letter = Letter::Waits;
    let people = [
        (Role::Communicator, STAFF),
        (Role::Communicator, APPLICANT),
        (Role::Communicator, "annan@demo.example"),
        (Role::Manager, MANAGER),
    ];
    let to = To::Communications;
    let posting = Posting { to, letter };
    assert_eq!(
        posting.addresses(&case, &staff(), people),
        ["annan@demo.example"]
    );
    assert_eq!(
        posting.addresses(&case, &manager(), people),
        [STAFF, "annan@demo.example"]
    );
    let to = To::One(APPLICANT.to_owned());
    let posting = Posting { to, letter };
    assert_eq!(posting.addresses(&case, &applicant(), people), [APPLICANT]);
}

#[test]
fn a_granted_change_is_told_as_made() {
    let ground = Ground::new();
    let draft = sample::change();
    let case = after(
        &ground,
        begun(&draft, applicant()),
        vec![(applicant(), submit(&draft, &ground))],
    );
    check_letters(
        &ground,
        &case,
        &staff(),
        Command::Grant(String::new()),
        &[(APPLICANT, Letter::ChangeGranted)],
    );
}

#[test]
fn completion_is_asked_for_and_the_one_who_asked_is_told() {
    let ground = Ground::new();
    let draft = with(sample::start(), &[]);
    let sent = after(
        &ground,
        begun(&draft, applicant()),
        vec![(applicant(), submit(&draft, &ground))],
    );
    check_letters(
        &ground,
        &sent,
        &staff(),
        Command::AskCompletion(vec!["kontot".to_owned()], "Berätta mer.".to_owned()),
        &[(APPLICANT, Letter::CompletionAsked)],
    );
    let back = sent_back(&ground, &draft, &["kontot"]);
    check_letters(
        &ground,
        &back,
        &applicant(),
        complete(&draft, &ground),
        &[(STAFF, Letter::Completed)],
    );
}

#[test]
fn a_message_reaches_the_others_and_never_its_writer() {
    let ground = Ground::new();
    let draft = asks_manager();
    let message = || Command::Message("Hej!".to_owned());
    let case = after(
        &ground,
        begun(&draft, applicant()),
        vec![(applicant(), submit(&draft, &ground))],
    );
    let to_manager = [(MANAGER, Letter::MessageWritten)];
    check_letters(&ground, &case, &applicant(), message(), &to_manager);
    let to_applicant = [(APPLICANT, Letter::MessageWritten)];
    check_letters(&ground, &case, &manager(), message(), &to_applicant);
    let taken = after(
        &ground,
        case,
        vec![
            (manager(), Command::ManagerApprove(String::new())),
            (staff(), Command::Take),
        ],
    );
    check_letters(&ground, &taken, &staff(), message(), &to_applicant);
    let to_staff = [(STAFF, Letter::MessageWritten)];
    check_letters(&ground, &taken, &applicant(), message(), &to_staff);
}

#[test]
fn the_manager_is_reminded_after_three_and_seven_working_days() {
    let ground = Ground::new();
    let draft = asks_manager();
    let case = after(
        &ground,
        begun(&draft, applicant()),
        vec![(applicant(), submit(&draft, &ground))],
    );
    let policy = ground.facts().policy;
    // A Thursday: the weekend does not count.
    let since = day("2026-11-19");
    for (today, ordinal) in [
        ("2026-11-19", None),
        ("2026-11-23", None),
        ("2026-11-24", Some("1")),
        ("2026-11-27", Some("1")),
        ("2026-11-29", Some("1")),
        ("2026-11-30", Some("2")),
        ("2027-11-30", Some("2")),
    ] {
        let found = due(&case, since, policy, day(today));
        let name = found.as_ref().and_then(|due| due.name.rsplit('/').next());
        assert_eq!(name, ordinal, "{today}");
        let to = To::One(MANAGER.to_owned());
        assert!(found.is_none_or(|due| due.posting.to == to));
    }
    let answered = after(
        &ground,
        case,
        vec![(manager(), Command::ManagerApprove(String::new()))],
    );
    assert_eq!(due(&answered, since, policy, day("2027-01-01")), None);
}

#[test]
fn every_letter_has_a_word_of_its_own() {
    let words: std::collections::BTreeSet<_> =
        Letter::ALL.iter().map(|letter| letter.id()).collect();
    assert_eq!(words.len(), Letter::ALL.len());
    for letter in Letter::ALL {
        assert_eq!(Letter::from_id(letter.id()), Some(*letter));
    }
}
