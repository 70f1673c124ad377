use super::*;

#[tokio::test]
async fn only_the_right_password_of_an_enabled_person_fits() {
    let kept = hash_password("ett långt lösenord".to_owned())
        .await
        .unwrap();
    assert!(kept.starts_with("$argon2id$"), "{kept}");
    let people = Users::default();
    let person = |id: &str, disabled| {
        let id = id.to_owned();
        let password = kept.clone();
        let (name, email, unit) = Default::default();
        Arc::new(User {
            id,
            name,
            email,
            role: Role::Employee,
            unit,
            password,
            revision: 1,
            disabled,
        })
    };
    people.by_id.write().unwrap().extend([
        ("anna".to_owned(), person("anna", false)),
        ("borta".to_owned(), person("borta", true)),
    ]);
    for (id, password, fits) in [
        ("anna", "ett långt lösenord", true),
        (" Anna ", "ett långt lösenord", true),
        ("anna", "ett langt lösenord", false),
        ("anna", "", false),
        ("borta", "ett långt lösenord", false),
        ("okänd", "ett långt lösenord", false),
        ("okänd", "nobody has this password", false),
    ] {
        let found = people.log_in(id, password.to_owned()).await;
        assert_eq!(found.is_some(), fits, "{id} {password}");
    }
    assert!(
        people
            .log_in("anna", "x".repeat(PASSWORD_BYTES_MAX + 1))
            .await
            .is_none()
    );
}
