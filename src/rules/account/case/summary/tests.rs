use chrono::NaiveDate;

use super::*;
use crate::permission::Role;
use crate::policy::Policy;
use crate::register::Index;

fn actor(id: &str, role: Role) -> Actor {
    Actor {
        id: id.to_owned(),
        name: format!("{} Demo", role.label()),
        email: format!("{id}@demo.example"),
        role,
        unit_ids: Vec::new(),
    }
}

#[test]
fn a_draft_is_named_by_what_has_been_typed() {
    let policy = Policy::preset("kommun").unwrap();
    let register = Index::default();
    let facts = Facts {
        policy: &policy,
        register: &register,
        today: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
    };
    let owner = actor("medarbetare", Role::Employee);
    let mut case = Case::new(
        "a".to_owned(),
        &application::FORM,
        owner.clone(),
        DateTime::UNIX_EPOCH,
    );
    case.draft.set_text(&application::PLATTFORM, "facebook");
    case.draft
        .set_text(&application::KONTO_NAMN, "  Exempel  badet ");
    let line = Summary::of(&case, &owner, &facts);
    assert_eq!(line.platform, Some(Platform::Facebook));
    assert_eq!(line.account, "Exempel badet");
    assert_eq!(line.offered, [Kind::Submit]);

    let json = serde_json::to_string(&line).unwrap();
    assert_eq!(serde_json::from_str::<Summary>(&json).unwrap(), line);
    assert!(!json.contains('@'), "no address in a list: {json}");
}
