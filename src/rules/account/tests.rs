//! What can be done to an account, by whom, on which day.

use chrono::Days;

use super::*;
use crate::permission::Role;
use crate::tests::sample::{TODAY, day, policy};
use crate::value::address;

fn person(id: &str) -> Contact {
    Contact {
        name: [id, " Demo"].concat(),
        email: [id, "@demo.example"].concat(),
    }
}

fn actor(id: &str, role: Role) -> Actor {
    let Contact { name, email } = person(id);
    Actor {
        id: id.to_owned(),
        name,
        email,
        role,
        unit_ids: Vec::new(),
    }
}

fn account() -> Account {
    Account {
        id: "konto-1".to_owned(),
        address: address::parse(None, "https://www.facebook.com/exempel").unwrap(),
        other_platform: None,
        unit: "Badhuset".to_owned(),
        department: "Kultur- och fritidsförvaltningen".to_owned(),
        description: "Öppettider.".to_owned(),
        open: true,
        manager: Some(person("chef")),
        responsible: Some(person("ansvarig")),
        deputy: Some(person("ersattare")),
        started: Some(day("2026-01-01")),
        certified: Some(TODAY),
        paused_until: None,
        closed_from: None,
        notice: None,
        case: None,
    }
}

fn before(days: u64) -> NaiveDate {
    TODAY - Days::new(days)
}

fn later(days: u64) -> NaiveDate {
    TODAY + Days::new(days)
}

#[test]
fn the_status_changes_with_the_day() {
    for (paused_until, closed_from, status, status_date) in [
        (None, None, Status::Active, None),
        (Some(before(1)), None, Status::Active, None),
        (Some(TODAY), None, Status::Paused, Some(TODAY)),
        (Some(later(1)), None, Status::Paused, Some(later(1))),
        (None, Some(before(1)), Status::Closed, Some(before(1))),
        (None, Some(TODAY), Status::Closed, Some(TODAY)),
        (None, Some(later(1)), Status::Active, None),
        (Some(later(9)), Some(TODAY), Status::Closed, Some(TODAY)),
        (
            Some(later(9)),
            Some(later(1)),
            Status::Paused,
            Some(later(9)),
        ),
    ] {
        let account = Account {
            paused_until,
            closed_from,
            ..account()
        };
        assert_eq!(
            account.status(TODAY),
            status,
            "{paused_until:?} {closed_from:?}"
        );
        let row = account.row(TODAY);
        assert_eq!((row.status, row.status_date), (status, status_date));
    }
}

#[test]
fn the_public_row_names_nobody() {
    let row = serde_json::to_string(&account().row(TODAY)).unwrap();
    for part in ["Demo", "demo.example", "chef", "ansvarig", "ersattare"] {
        assert!(!row.contains(part), "{row}");
    }
    assert!(row.contains("https://www.facebook.com/exempel"), "{row}");
}

/// What the account is, for the table of commands.
fn kinds() -> [(&'static str, Account); 8] {
    let with =
        |paused: Option<NaiveDate>, closed: Option<NaiveDate>, notice: Option<NaiveDate>| Account {
            paused_until: paused,
            closed_from: closed,
            notice,
            ..account()
        };
    [
        ("active", with(None, None, None)),
        ("paused", with(Some(TODAY), None, None)),
        ("rested", with(Some(before(1)), None, None)),
        ("closed", with(None, Some(TODAY), None)),
        ("closing", with(None, Some(later(1)), None)),
        ("notice, the day before", with(None, None, Some(later(1)))),
        ("notice, on the day", with(None, None, Some(TODAY))),
        ("notice, the day after", with(None, None, Some(before(1)))),
    ]
}

/// Every cell of commands × kinds × people, by hand. The rows are those of [`kinds`]; the columns
/// the responsible manager, the one who runs it, the deputy, another employee, another manager, a
/// communicator, an administrator, and an administrator who runs it. `+` may, `-` may not, `.` not
/// now.
#[test]
fn every_cell_of_the_table() {
    let people = [
        actor("chef", Role::Manager),
        actor("ansvarig", Role::Employee),
        actor("ERSATTARE", Role::Employee),
        actor("medarbetare", Role::Employee),
        actor("chef2", Role::Manager),
        actor("kommunikator", Role::Communicator),
        actor("administrator", Role::Administrator),
        actor("ansvarig", Role::Administrator),
    ];
    let table = [
        (
            Command::Certify,
            [
                "+++--+--", "+++--+--", "+++--+--", "...--.--", "+++--+--", "+++--+--", "+++--+--",
                "+++--+--",
            ],
        ),
        (
            Command::AnnounceClosing,
            [
                "-----+--", "-----.--", "-----+--", "-----.--", "-----+--", "-----.--", "-----.--",
                "-----.--",
            ],
        ),
        (
            Command::CloseAnnounced,
            [
                "-----.--", "-----.--", "-----.--", "-----.--", "-----.--", "-----.--", "-----+--",
                "-----+--",
            ],
        ),
        (
            Command::Resume,
            [
                "...--.--", "+++--+--", "...--.--", "...--.--", "...--.--", "...--.--", "...--.--",
                "...--.--",
            ],
        ),
    ];
    assert_eq!(table.len(), Command::ALL.len());
    for (command, rows) in &table {
        for ((kind, account), cells) in kinds().iter().zip(rows) {
            for (actor, cell) in people.iter().zip(cells.chars()) {
                let decided = decide(account, command, actor, TODAY);
                let expected = match cell {
                    '+' => None,
                    '-' => Some(Refusal::NotAllowed),
                    '.' => Some(Refusal::NotNow),
                    other => panic!("{other} is no cell"),
                };
                assert_eq!(
                    decided.as_ref().err(),
                    expected.as_ref(),
                    "{command:?} {kind} by {}",
                    actor.id
                );
                assert_eq!(
                    offered(account, actor, TODAY).contains(&command),
                    decided.is_ok()
                );
            }
        }
    }
}

#[test]
fn commands_do_what_they_say_and_nothing_else() {
    let staff = actor("kommunikator", Role::Communicator);
    let does = |account: &Account, command| decide(account, &command, &staff, TODAY).unwrap();
    let announced = does(&account(), Command::AnnounceClosing);
    assert_eq!(
        announced,
        Account {
            notice: Some(later(NOTICE_DAYS)),
            ..account()
        }
    );
    // A person answered: the account lives, and the notice is gone.
    let old = Account {
        certified: Some(before(300)),
        ..announced.clone()
    };
    assert_eq!(does(&old, Command::Certify), account());
    // Nobody answered. The notice's last day is the first on which the account may be closed.
    let due = announced.notice.unwrap();
    assert_eq!(
        decide(
            &announced,
            &Command::CloseAnnounced,
            &staff,
            due - Days::new(1)
        ),
        Err(Refusal::NotNow)
    );
    let closed = decide(&announced, &Command::CloseAnnounced, &staff, due).unwrap();
    assert_eq!(
        closed,
        Account {
            closed_from: Some(due),
            ..account()
        }
    );
    let resting = Account {
        paused_until: Some(later(9)),
        ..account()
    };
    assert_eq!(does(&resting, Command::Resume), account());
}

#[test]
fn flags_come_with_their_day() {
    let policy = policy();
    let every = u64::from(policy.numbers.certify_every);
    let flags = |account: Account| account.flags(&policy, TODAY);
    for (certified, due) in [
        (None, true),
        (Some(before(every + 1)), true),
        (Some(before(every)), false),
        (Some(before(every - 1)), false),
        (Some(TODAY), false),
    ] {
        let found = flags(Account {
            certified,
            ..account()
        });
        assert_eq!(
            found.contains(&Flag::CertificationDue),
            due,
            "{certified:?}"
        );
    }
    let nobody = Account {
        manager: None,
        notice: Some(later(1)),
        ..account()
    };
    assert_eq!(
        flags(nobody.clone()),
        [Flag::NobodyResponsible, Flag::ClosingAnnounced]
    );
    let closed = Account {
        closed_from: Some(TODAY),
        ..nobody
    };
    assert_eq!(flags(closed), []);
}

#[test]
fn a_granted_change_is_applied_and_takes_back_a_notice() {
    let announced = || Account {
        notice: Some(later(3)),
        ..account()
    };
    let elsewhere = address::parse(None, "https://www.facebook.com/badhuset").unwrap();
    for (change, expected) in [
        (
            Change::Close {
                orsak: String::new(),
                datum: later(5),
                arkivarie: true,
            },
            Account {
                closed_from: Some(later(5)),
                ..account()
            },
        ),
        (
            Change::Pause {
                orsak: String::new(),
                till: later(5),
            },
            Account {
                paused_until: Some(later(5)),
                ..account()
            },
        ),
        (
            Change::Move {
                konto: elsewhere.clone(),
            },
            Account {
                address: elsewhere,
                ..account()
            },
        ),
        (
            Change::Replace {
                post: Post::Manager,
                person: person("ny"),
            },
            Account {
                manager: Some(person("ny")),
                ..account()
            },
        ),
        (
            Change::Replace {
                post: Post::Responsible,
                person: person("ny"),
            },
            Account {
                responsible: Some(person("ny")),
                ..account()
            },
        ),
        (
            Change::Replace {
                post: Post::Deputy,
                person: person("ny"),
            },
            Account {
                deputy: Some(person("ny")),
                ..account()
            },
        ),
    ] {
        assert_eq!(announced().changed(&change), expected);
        let wire = serde_json::to_string(&change).unwrap();
        assert_eq!(serde_json::from_str::<Change>(&wire).unwrap(), change);
    }
}

#[test]
fn an_account_is_read_as_it_was_written() {
    for (_, account) in kinds() {
        let wire = serde_json::to_string(&account).unwrap();
        assert_eq!(serde_json::from_str::<Account>(&wire).unwrap(), account);
        let unknown = wire.replacen('{', "{\"admin\":true,", 1);
        assert!(serde_json::from_str::<Account>(&unknown).is_err());
    }
    for command in Command::ALL {
        let wire = format!("{{\"kommando\":\"{}\"}}", command.id());
        assert_eq!(&serde_json::from_str::<Command>(&wire).unwrap(), command);
    }
}
