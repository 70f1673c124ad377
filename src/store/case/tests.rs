//! The life of a case over HTTP: versions, keys, who may.

use serde_json::{Value, json};

use crate::tests::{TestService, at_once, check};

#[tokio::test]
async fn the_whole_way_from_draft_to_register() {
    let service = TestService::new().await;
    let employee = service.person("medarbetare").await;
    let chef = service.person("chef").await;
    let staff = service.person("kommunikator").await;
    let mut draft = service.draft("exempelbiblioteket");
    draft["svar"]["chef-godkannande"] = json!("be-chefen");

    let case = employee.begin("k1").await;
    let saved = employee
        .put(&format!("{case}/utkast"))
        .version(1)
        .json(&draft)
        .send()
        .await;
    assert_eq!(saved.headers["etag"], "\"2\"");
    let sent = employee
        .command(&case, 2, "k2", &json!({ "kommando": "skicka-in" }))
        .send()
        .await;
    assert_eq!(sent.json()["lage"], "vantar-pa-chef");
    assert_eq!(sent.json()["nummer"], "KT-2026-000001");
    let approved = chef
        .command(&case, 3, "k3", &json!({ "kommando": "chef-godkann" }))
        .send()
        .await;
    assert_eq!(approved.json()["lage"], "under-granskning");
    let granted = json!({ "kommando": "godkann", "motivering": "Bra." });
    assert_eq!(
        staff.command(&case, 4, "k4", &granted).send().await.json()["lage"],
        "godkand"
    );
    let report =
        json!({ "kommando": "anmal", "adress": "exempelbiblioteket", "startdatum": "2026-11-20" });
    let done = employee.command(&case, 5, "k5", &report).send().await;
    assert_eq!(done.json()["lage"], "registrerad", "{}", done.text());

    let history: Vec<String> = done.json()["handelser"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| format!("{} {} {}", line["actor_name"], line["action"], line["note"]))
        .collect();
    assert_eq!(
        history,
        [
            r#""medarbetare" "borja" """#,
            r#""medarbetare" "skicka-in" """#,
            r#""chef" "chef-godkann" """#,
            r#""kommunikator" "godkann" "Bra.""#,
            r#""medarbetare" "anmal" """#,
        ]
    );
    let register = service
        .stranger()
        .get("/api/forteckning")
        .send()
        .await
        .json();
    assert_eq!(register["konton"][0]["konto"], "exempelbiblioteket");
    assert_eq!(
        crate::database::writer::check_chain(&service.state.db).await,
        Ok(service.rows("event").await as u64)
    );
}

#[tokio::test]
async fn somebody_elses_case_is_not_there() {
    let service = TestService::new().await;
    let owner = service.person("medarbetare").await;
    let draft = owner.begin("a").await;
    let sent = owner.sent(&service.draft("exempelbiblioteket"), "b").await;
    for (id, case) in [
        ("medarbetare2", &draft),
        ("medarbetare2", &sent),
        ("chef", &draft),
        ("kommunikator", &draft),
        ("administrator", &draft),
    ] {
        let other = service.person(id).await;
        check(&other.get(case).send().await, 404, "finns-inte");
        check(&other.delete(case).send().await, 404, "finns-inte");
        let body = service.draft("annat");
        check(
            &other
                .put(&format!("{case}/utkast"))
                .version(1)
                .json(&body)
                .send()
                .await,
            404,
            "finns-inte",
        );
        let command = other.command(case, 1, "x", &json!({ "kommando": "aterkalla" }));
        check(&command.send().await, 404, "finns-inte");
        let list = other.get("/api/arenden").send().await.text();
        assert!(
            !list.contains(case.rsplit('/').next().unwrap()),
            "{id} sees {case}"
        );
    }
}

#[tokio::test]
async fn nobody_decides_their_own_case() {
    let service = TestService::new().await;
    let staff = service.person("kommunikator").await;
    let mut draft = service.draft("exempelbiblioteket");
    draft["svar"]["sokande-epost"] = json!("kommunikator@demo.example");
    draft["svar"]["sokande-roll"] = json!("kommunikator");
    let case = staff.sent(&draft, "a").await;
    let before = service.rows("event").await;
    for command in ["ta-arendet", "godkann", "avsla", "begar-komplettering"] {
        let reply = staff
            .command(&case, 2, command, &json!({ "kommando": command }))
            .send()
            .await;
        check(&reply, 403, "eget-arende");
    }
    assert_eq!(service.rows("event").await, before);
    let other = service.person("kommunikator2").await;
    let reply = other
        .command(&case, 2, "b", &json!({ "kommando": "godkann" }))
        .send()
        .await;
    assert_eq!(reply.status, 200);
}

#[tokio::test]
async fn a_command_for_another_role_is_refused_and_leaves_nothing() {
    let service = TestService::new().await;
    let employee = service.person("medarbetare").await;
    let case = employee
        .sent(&service.draft("exempelbiblioteket"), "a")
        .await;
    let before = (
        service.rows("event").await,
        employee.get(&case).send().await.bytes,
    );
    for (id, command) in [
        (
            "medarbetare",
            json!({ "kommando": "godkann", "motivering": "Ja." }),
        ),
        ("kommunikator", json!({ "kommando": "chef-godkann" })),
        (
            "administrator",
            json!({ "kommando": "avsla", "motivering": "Nej." }),
        ),
        ("kommunikator", json!({ "kommando": "aterkalla" })),
    ] {
        let visitor = service.person(id).await;
        let reply = visitor.command(&case, 2, "b", &command).send().await;
        check(&reply, 403, "inte-behorig");
    }
    assert_eq!(
        before,
        (
            service.rows("event").await,
            employee.get(&case).send().await.bytes
        )
    );
}

#[tokio::test]
async fn the_second_of_two_tabs_is_told_and_nothing_is_overwritten() {
    let service = TestService::new().await;
    let employee = service.person("medarbetare").await;
    let case = employee.begin("a").await;
    let path = format!("{case}/utkast");
    let first = employee
        .put(&path)
        .version(1)
        .json(&service.draft("forsta"))
        .send()
        .await;
    assert_eq!(first.status, 200);
    let second = employee
        .put(&path)
        .version(1)
        .json(&service.draft("andra"))
        .send()
        .await;
    check(&second, 412, "inaktuell");
    assert_eq!(second.json()["version"], 2);
    assert_eq!(second.headers["etag"], "\"2\"");
    let kept = employee.get(&case).send().await.json();
    assert_eq!(kept["utkast"]["svar"]["konto-namn"], "forsta");

    check(
        &employee
            .put(&path)
            .json(&service.draft("tredje"))
            .send()
            .await,
        428,
        "version-saknas",
    );
    for tag in ["2", "W/\"2\"", "\"x\"", "*"] {
        let reply = employee
            .put(&path)
            .header("if-match", tag)
            .json(&service.draft("x"))
            .send()
            .await;
        check(&reply, 400, "trasig-begaran");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_double_click_sends_once_and_both_get_the_same_answer() {
    let service = TestService::new().await;
    let employee = service.person("medarbetare").await;
    let case = employee.begin("a").await;
    let body = json!({ "kommando": "skicka-in", "utkast": service.draft("exempelbiblioteket") });
    let send = || employee.command(&case, 1, "send", &body);
    let (one, other) = at_once(send(), send()).await;
    assert_eq!((one.status.as_u16(), other.status.as_u16()), (200, 200));
    assert_eq!(one.bytes, other.bytes);
    assert_eq!(one.headers["etag"], other.headers["etag"]);

    let body = json!({ "form": "starta-konto" });
    let begin = || employee.post("/api/arenden").key("b").json(&body);
    let (one, other) = at_once(begin(), begin()).await;
    assert_eq!(one.headers["location"], other.headers["location"]);
    assert_eq!(service.rows("document").await, 2);
}

#[tokio::test]
async fn a_lost_answer_is_given_again_byte_for_byte() {
    let service = TestService::new().await;
    let employee = service.person("medarbetare").await;
    let case = employee.begin("a").await;
    let body = json!({ "kommando": "skicka-in", "utkast": service.draft("exempelbiblioteket") });
    let first = employee.command(&case, 1, "send", &body).send().await;
    // Meanwhile the case has moved on.
    let staff = service.person("kommunikator").await;
    staff
        .command(&case, 2, "grant", &json!({ "kommando": "godkann" }))
        .send()
        .await;
    let events = service.rows("event").await;
    let again = employee.command(&case, 1, "send", &body).send().await;
    assert_eq!(again.status, 200);
    assert_eq!(first.bytes, again.bytes);
    assert_eq!(first.headers["etag"], again.headers["etag"]);
    assert_eq!(service.rows("event").await, events);

    let other = json!({ "kommando": "aterkalla" });
    check(
        &employee.command(&case, 3, "send", &other).send().await,
        409,
        "nyckel-aterbruk",
    );
    check(
        &employee
            .post("/api/arenden")
            .json(&json!({ "form": "starta-konto" }))
            .send()
            .await,
        400,
        "nyckel-saknas",
    );
    // Another user's keys are their own.
    let reply = service.person("medarbetare2").await.begin("send").await;
    assert_ne!(reply, case);
}

#[tokio::test]
async fn findings_are_all_told_and_nothing_is_stored() {
    let service = TestService::new().await;
    let employee = service.person("medarbetare").await;
    let case = employee.begin("a").await;
    let before = (
        service.rows("event").await,
        service.rows("idempotency").await,
    );
    let mut draft = service.draft("exempelbiblioteket");
    draft["svar"]["syfte"] = json!("kort");
    draft["svar"]["inlagg-per-vecka"] = json!("1");
    let body = json!({ "kommando": "skicka-in", "utkast": draft });
    let reply = employee.command(&case, 1, "b", &body).send().await;
    check(&reply, 422, "fynd");
    let told = reply.json();
    let rules: Vec<&str> = told["fynd"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["regel"].as_str().unwrap())
        .collect();
    assert!(
        rules.contains(&"syfte") && rules.contains(&"inlagg-minst"),
        "{rules:?}"
    );
    assert!(
        !reply.text().contains("Skriv"),
        "a sentence went over the wire"
    );
    assert_eq!(
        before,
        (
            service.rows("event").await,
            service.rows("idempotency").await
        )
    );
    // The same key is free for the mended draft.
    let body = json!({ "kommando": "skicka-in", "utkast": service.draft("exempelbiblioteket") });
    assert_eq!(
        employee.command(&case, 1, "b", &body).send().await.status,
        200
    );
}

#[tokio::test]
async fn only_a_draft_can_be_thrown_away() {
    let service = TestService::new().await;
    let employee = service.person("medarbetare").await;
    let draft = employee.begin("a").await;
    assert_eq!(employee.delete(&draft).send().await.status, 204);
    check(&employee.get(&draft).send().await, 404, "finns-inte");
    let sent = employee
        .sent(&service.draft("exempelbiblioteket"), "b")
        .await;
    check(&employee.delete(&sent).send().await, 409, "inte-nu");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_reports_of_one_account_cannot_both_enter_the_register() {
    let service = TestService::new().await;
    let staff = service.person("kommunikator").await;
    let mut cases = Vec::new();
    for id in ["medarbetare", "medarbetare2"] {
        let visitor = service.person(id).await;
        let case = visitor
            .sent(&service.draft("exempelbiblioteket"), "a")
            .await;
        let key = format!("grant {id}");
        staff
            .command(&case, 2, &key, &json!({ "kommando": "godkann" }))
            .send()
            .await;
        cases.push((visitor, case));
    }
    let report =
        json!({ "kommando": "anmal", "adress": "exempelbiblioteket", "startdatum": "2026-11-20" });
    let [first, second] = [0, 1].map(|at| {
        let (visitor, case) = &cases[at];
        visitor.command(case, 3, "r", &report)
    });
    let (one, other) = at_once(first, second).await;
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let refused = if one.status == 409 { one } else { other };
    check(&refused, 409, "konto-upptaget");
    let register = service
        .stranger()
        .get("/api/forteckning")
        .send()
        .await
        .json();
    assert_eq!(register["antal"], 1);
}

#[tokio::test]
async fn a_granted_change_changes_the_account_and_the_register() {
    let service = TestService::new().await;
    let employee = service.person("medarbetare").await;
    let staff = service.person("kommunikator").await;
    let case = employee
        .sent(&service.draft("exempelbiblioteket"), "a")
        .await;
    staff
        .command(&case, 2, "b", &json!({ "kommando": "godkann" }))
        .send()
        .await;
    let report =
        json!({ "kommando": "anmal", "adress": "exempelbiblioteket", "startdatum": "2026-11-20" });
    let account = employee.command(&case, 3, "c", &report).send().await.json()["konto"].clone();

    let begun = employee
        .post("/api/arenden")
        .key("d")
        .json(&json!({ "form": "andra-konto" }))
        .send()
        .await;
    let change = begun.headers["location"].to_str().unwrap().to_owned();
    let answers = json!({
        "konto": account, "andring": "pausa",
        "paus-orsak": "Biblioteket byggs om hela våren.", "paus-slut": "2027-05-31",
    });
    let draft = json!({ "form": "andra-konto", "svar": answers });
    let body = json!({ "kommando": "skicka-in", "utkast": draft });
    let sent = employee.command(&change, 1, "e", &body).send().await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    let granted = staff
        .command(&change, 2, "f", &json!({ "kommando": "godkann" }))
        .send()
        .await;
    assert_eq!(granted.json()["lage"], "registrerad", "{}", granted.text());
    let register = service
        .stranger()
        .get("/api/forteckning")
        .send()
        .await
        .json();
    assert_eq!(register["konton"][0]["status"], "pausat");
    assert_eq!(register["konton"][0]["status_datum"], "2027-05-31");

    let path = format!("/api/konton/{}", account.as_str().unwrap());
    let seen = employee.get(&path).send().await;
    assert_eq!(seen.headers["etag"], "\"2\"");
    assert_eq!(seen.json()["ansvarig"]["epost"], "medarbetare@demo.example");
    let resume = json!({ "kommando": "aterga-i-drift" });
    let resumed = employee
        .post(&format!("{path}/kommando"))
        .version(2)
        .key("g")
        .json(&resume)
        .send()
        .await;
    assert_eq!(resumed.json()["status"], "aktivt", "{}", resumed.text());
    let history = employee.get(&path).send().await.json()["handelser"].clone();
    let done: Vec<&str> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["action"].as_str().unwrap())
        .collect();
    assert_eq!(done, ["anmal", "godkann", "aterga-i-drift"]);
    for (id, count) in [("medarbetare", 1), ("chef", 1), ("administrator", 0)] {
        let own = service
            .person(id)
            .await
            .get("/api/konton")
            .send()
            .await
            .json();
        assert_eq!(own["konton"].as_array().unwrap().len(), count, "{id}");
    }
    let stranger = service.person("chef").await.get(&path).send().await.json();
    assert_eq!(
        stranger["chef"]["epost"], "chef@demo.example",
        "the manager it names sees it"
    );
}

#[tokio::test]
async fn the_inbox_holds_what_each_may_see() {
    let service = TestService::new().await;
    let employee = service.person("medarbetare").await;
    employee.begin("draft").await;
    let mut draft = service.draft("exempelbiblioteket");
    draft["svar"]["chef-godkannande"] = json!("be-chefen");
    employee.sent(&draft, "a").await;
    for (id, count) in [
        ("medarbetare", 2),
        ("medarbetare2", 0),
        ("chef", 1),
        ("kommunikator", 1),
        ("administrator", 1),
    ] {
        let inbox = service
            .person(id)
            .await
            .get("/api/arenden")
            .send()
            .await
            .json();
        assert_eq!(
            inbox["arenden"].as_array().map(Vec::len),
            Some(count),
            "{id}"
        );
    }
    let seen: Value = service
        .person("chef")
        .await
        .get("/api/arenden")
        .send()
        .await
        .json();
    let far = seen["arenden"][0]["far"].to_string();
    assert!(far.contains("chef-godkann"), "{far}");
}
