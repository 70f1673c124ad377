use super::*;

/// Every cell, written out once more by hand, so that a change of the table is a change here.
#[test]
fn every_cell() {
    let expected = [
        (Action::Apply, [true, true, true, false]),
        (Action::ApproveAsManager, [false, true, false, false]),
        (Action::SeeAllCases, [false, false, true, true]),
        (Action::Decide, [false, false, true, false]),
        (Action::Message, [true, true, true, false]),
        (Action::SetRegistryNumber, [false, false, true, true]),
        (Action::SeeRegisterInside, [false, false, true, true]),
        (Action::Certify, [true, true, true, false]),
        (Action::CloseForInactivity, [false, false, true, false]),
        (Action::ManageUsers, [false, false, false, true]),
        (Action::SeeUndelivered, [false, false, true, true]),
        (Action::SeeOutbox, [false, false, false, true]),
        (Action::AskConsent, [true, true, true, false]),
        (Action::SeeConsents, [false, false, true, false]),
        (Action::RegisterConsent, [true, true, true, false]),
        (Action::ConfirmSigner, [true, true, true, false]),
        (Action::KeepList, [true, true, true, false]),
        (Action::WithdrawConsent, [true, true, true, false]),
        (Action::ReviewConsent, [false, false, true, false]),
        (Action::SetProtected, [true, true, true, false]),
        (Action::LogPublication, [true, true, true, false]),
        (Action::SeePublications, [false, false, true, false]),
        (Action::TickRemoval, [true, true, true, false]),
        (Action::Destroy, [false, false, true, false]),
        (Action::SeeTrail, [false, false, false, true]),
    ];
    assert_eq!(expected.len(), Action::ALL.len());
    for (action, row) in expected {
        for (role, allowed) in Role::ALL.iter().zip(row) {
            assert_eq!(may(*role, action), allowed, "{role:?} {action:?}");
        }
    }
}

#[test]
fn those_who_may_do_it_are_written_to_once_each() {
    let people = [
        (Role::Communicator, "ett@demo.example"),
        (Role::Employee, "tva@demo.example"),
        (Role::Communicator, "Ett@Demo.example"),
        (Role::Communicator, "tre@demo.example"),
        (Role::Administrator, "fyra@demo.example"),
        (Role::Communicator, "fem@demo.example"),
    ];
    assert_eq!(
        addresses(Action::Decide, people, &["TRE@demo.example"]),
        ["ett@demo.example", "fem@demo.example"]
    );
}

#[test]
fn words_go_both_ways() {
    for role in Role::ALL {
        assert_eq!(Role::from_id(role.id()), Some(*role));
        assert_eq!(
            serde_json::to_string(role).unwrap(),
            format!("\"{}\"", role.id())
        );
    }
    assert_eq!(Role::from_id("Chef"), None);
}
