//! What is kept of people: who sees it, that nobody else does, and that it can be destroyed.

use rules::policy::Policy;
use serde_json::Value;
use serde_json::json;

use crate::clock::Clock;
use crate::crypto::data_key::Context;
use crate::database::key;
use crate::database::writer::check_chain;
use crate::kind::Kind;
use crate::tests::{Reply, TestService, Visitor, check, noon};

/// A sheet of paper that keeps every rule.
pub(crate) fn sheet(child: &str, guardians: [&str; 2], place: &str) -> Value {
    json!({ "form": "samtycke-papper", "svar": {
        "namn": child, "fodelsedatum": "2016-05-04", "verksamhet": "ekskolan",
        "papper-av": "tva-vardnadshavare",
        "papper-namn": guardians[0], "papper-andra-namn": guardians[1],
        "barnets-asikt": "ja", "papper-dag": "2026-10-01", "papper-plats": place,
        "bilder-fran": "fortlopande", "foto": "ja", "film": "ja", "ljud": "nej",
        "kanaler": ["kommunens-konton", "webbplats"],
        "kanal-kommunens-konton": "ja", "kanal-webbplats": "ja",
        "andamal-informera": "ja", "andamal-marknadsfora": "nej", "delning": "nej",
        "namn-med-bild": "fornamn", "giltighet": "tills-vidare",
    }})
}

impl Visitor {
    /// Begins a consent that came in beside the service and gives its address.
    async fn beside(&self, form: &str, key: &str) -> String {
        let reply = self
            .post("/api/samtycken")
            .key(&format!("{key} begin"))
            .json(&json!({ "form": form }))
            .send()
            .await;
        check(&reply, 201, "");
        reply.headers["location"].to_str().unwrap().to_owned()
    }

    async fn registered(&self, place: &str, draft: &Value, key: &str) -> Reply {
        self.command(
            place,
            1,
            key,
            &json!({ "kommando": "registrera", "utkast": draft }),
        )
        .send()
        .await
    }
}

impl TestService {
    /// A sheet that staff have registered: its address and the person's id.
    pub(crate) async fn paper(
        &self,
        staff: &Visitor,
        draft: &Value,
        key: &str,
    ) -> (String, String) {
        let place = staff.beside("samtycke-papper", key).await;
        let reply = staff.registered(&place, draft, key).await;
        check(&reply, 200, "");
        (place, reply.json()["individ"].as_str().unwrap().to_owned())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_register_the_same_sheet_one_is_told() {
    let service = TestService::new().await;
    let (one, two) = (
        service.person("kommunikator").await,
        service.person("kommunikator2").await,
    );
    let draft = sheet(
        "Barn Ett",
        ["Vårdnadshavare Ett", "Vårdnadshavare Två"],
        "Skåp 2",
    );
    let places = [
        one.beside("samtycke-papper", "a").await,
        two.beside("samtycke-papper", "b").await,
    ];
    let (first, second) = tokio::join!(
        one.registered(&places[0], &draft, "a"),
        two.registered(&places[1], &draft, "b")
    );
    let (won, lost) = if first.status == 200 {
        (first, second)
    } else {
        (second, first)
    };
    check(&won, 200, "");
    assert_eq!(won.json()["lage"], "galler");
    assert_eq!(
        won.json()["underskrifter"][1]["underlag"]["legitimerad"],
        "intygad"
    );
    check(&lost, 409, "redan-registrerat");
    assert_eq!(
        one.people("barn").await["individer"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

/// Guardians answer on a sheet for a child of sixteen or more, and the child signs it or is asked.
#[tokio::test]
async fn a_sheet_waits_for_the_youths_own_answer_that_staff_can_witness() {
    let service = TestService::new().await;
    let staff = service.person("kommunikator").await;
    let register = async |child: &str, own: &str, signed: bool| {
        let guardians = ["Vårdnadshavare Ett", "Vårdnadshavare Två"];
        let mut draft = sheet(child, guardians, "Skåp 2");
        draft["svar"]["fodelsedatum"] = json!("2009-10-01");
        draft["svar"]["barnets-asikt"] = json!(own);
        if signed {
            draft["svar"]["papper-barnet"] = json!("ja");
        }
        let place = staff.beside("samtycke-papper", child).await;
        let reply = staff.registered(&place, &draft, child).await;
        check(&reply, 200, "");
        (place, reply.json())
    };
    let certify = async |place: &str, party: usize, reply: &str, key: &str| {
        let told = json!({ "kommando": "intyga", "part": party, "svar": reply });
        staff.command(place, 2, key, &told).send().await
    };

    let (place, waiting) = register("Ung Ett", "ja", false).await;
    assert_eq!(waiting["lage"], "vantar-pa-medsignering");
    let replies: Vec<_> = [0, 1, 2]
        .map(|party| &waiting["parter"][party])
        .map(|party| (party["roll"].as_str(), party["svar"].as_str()))
        .into();
    let of = |role, reply| (Some(role), Some(reply));
    assert_eq!(
        replies,
        [
            of("vardnadshavare", "signerat"),
            of("vardnadshavare", "signerat"),
            of("ungdom", "vantar")
        ]
    );
    let guardian = certify(&place, 0, "ja", "twice").await;
    check(&guardian, 422, "uppgift");
    let certified = certify(&place, 2, "ja", "yes").await;
    check(&certified, 200, "");
    let seen = certified.json();
    assert_eq!(seen["lage"], "galler");
    let signature = &seen["underskrifter"][2];
    assert_eq!(signature["roll"], "ungdom");
    assert_eq!(signature["underlag"]["legitimerad"], "intygad");

    let (place, waiting) = register("Ung Fem", "ja", false).await;
    assert_eq!(waiting["lage"], "vantar-pa-medsignering");
    let declined = certify(&place, 2, "nej", "no").await;
    assert_eq!(declined.json()["lage"], "nekad");

    // What is on the sheet need not be asked again.
    let (_, signed) = register("Ung Tre", "ja", true).await;
    assert_eq!(signed["lage"], "galler");
    assert_eq!(signed["underskrifter"][2]["roll"], "ungdom");
    let (_, refused) = register("Ung Fyra", "nej", true).await;
    assert_eq!(refused["lage"], "nekad");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_look_leaves_a_trace_and_others_see_nothing() {
    let service = TestService::new().await;
    let staff = service.person("kommunikator").await;
    let draft = sheet(
        "Barn Ett",
        ["Vårdnadshavare Ett", "Vårdnadshavare Två"],
        "Skåp 2",
    );
    let (place, child) = service.paper(&staff, &draft, "a").await;
    let looks = async || {
        let sql = "SELECT count(*) FROM event WHERE action IN ('tittade', 'utdrag') AND actor = 'kommunikator'";
        sqlx::query_scalar::<_, i64>(sql)
            .fetch_one(service.state.db.readers())
            .await
            .unwrap()
    };
    for (number, path) in [
        place.clone(),
        format!("/api/individer/{child}"),
        format!("/api/individer/{child}/underlag"),
        format!("/api/individer/{child}/utdrag"),
        format!("/api/individer/{child}/utdrag.html"),
    ]
    .iter()
    .enumerate()
    {
        check(&staff.get(path).send().await, 200, "");
        assert_eq!(looks().await, number as i64 + 1, "{path}");
    }
    // Many who look at once are all written down.
    let before = looks().await;
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..20 {
        waiting.spawn(staff.get(&place).send());
    }
    assert!(
        waiting
            .join_all()
            .await
            .iter()
            .all(|reply| reply.status == 200)
    );
    assert_eq!(looks().await, before + 20);
    let page = staff
        .get(&format!("/api/individer/{child}/utdrag.html"))
        .send()
        .await
        .text();
    assert!(
        page.contains("Barn Ett") && page.contains("Skåp 2"),
        "{page}"
    );
    let stranger = service.person("medarbetare2").await;
    for path in [
        place.clone(),
        format!("/api/individer/{child}"),
        format!("{place}/lank"),
    ] {
        let reply = if path.ends_with("lank") {
            stranger
                .post(&path)
                .json(&json!({ "part": 0 }))
                .send()
                .await
        } else {
            stranger.get(&path).send().await
        };
        check(&reply, 404, "finns-inte");
    }
}

#[tokio::test]
async fn who_is_protected_is_in_no_list_and_gets_no_mail() {
    let service = TestService::new().await;
    let guardians = [
        ("Vårdnadshavare Ett", "ett@demo.example"),
        ("Vårdnadshavare Två", "tva@demo.example"),
    ];
    service.signed_by_one("Barn Ett", guardians, "k").await;
    let token = service
        .letter_to("tva@demo.example", "samtycke-medsignera")
        .await
        .token();
    let staff = service.person("kommunikator").await;
    let found = staff.people("barn").await;
    let child = found["individer"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/individer/{child}");
    let protect = json!({ "kommando": "skydda" });
    check(
        &staff.command(&path, 1, "s", &protect).send().await,
        200,
        "",
    );
    let letters = service.rows("outbox").await;
    for answer in [
        staff.people("barn").await.to_string(),
        staff.consents("").await.to_string(),
        staff.consents("barn").await.to_string(),
        staff.get(&path).send().await.text(),
    ] {
        assert!(
            !answer.contains("Barn") && !answer.contains("ett@"),
            "{answer}"
        );
    }
    assert_eq!(staff.consents("").await["antal"], 0);
    let (visitor, seen) = service.opened(&token).await;
    assert!(!seen.to_string().contains("Barn"), "{seen}");
    check(
        &visitor.post("/api/lank/kod").json(&json!({})).send().await,
        204,
        "",
    );
    assert_eq!(service.rows("outbox").await, letters, "a letter was sent");
    let free = json!({ "kommando": "ta-bort-skydd" });
    check(&staff.command(&path, 2, "f", &free).send().await, 200, "");
    assert_eq!(staff.consents("").await["antal"], 1);
}

#[tokio::test]
async fn a_spoken_yes_is_registered_in_two_calls() {
    let service = TestService::new().await;
    let staff = service.person("medarbetare").await;
    let place = staff.beside("samtycke-muntligt", "m").await;
    let draft = json!({ "form": "samtycke-muntligt", "svar": {
        "namn": "Medarbetare Demo", "verksamhet": "biblioteket", "muntligt-dag": "2026-11-21",
        "muntligt-svar": "ja", "bilder-fran": "fortlopande", "medier": ["foto"],
        "kanaler": ["kommunens-konton"], "namn-med-bild": "fornamn",
    }});
    let reply = staff.registered(&place, &draft, "m").await;
    check(&reply, 200, "");
    assert_eq!(reply.json()["lage"], "galler");
    assert_eq!(reply.json()["ursprung"], "muntligt");
}

#[tokio::test]
async fn whoever_has_no_link_is_always_answered_the_same() {
    let service = TestService::new().await;
    let staff = service.person("kommunikator").await;
    let draft = sheet(
        "Barn Ett",
        ["Vårdnadshavare Ett", "Vårdnadshavare Två"],
        "Skåp 2",
    );
    let (place, _) = service.paper(&staff, &draft, "a").await;
    let number = staff.get(&place).send().await.json()["nummer"].clone();
    let mut answers = Vec::new();
    for (number, born) in [
        (number, "2016-05-04"),
        (json!("SA-1999-000001"), "2016-05-04"),
        (json!("Barn Ett"), "1999-01-01"),
    ] {
        let draft = json!({ "form": "ta-tillbaka", "svar": {
            "har-lank": "utan-lank", "samtyckets-nummer": number,
            "aterkallelse-fodelsedatum": born, "ring-mig": "070-174 06 05",
            "ta-tillbaka-vad": "allt",
        }});
        let reply = service
            .stranger()
            .post("/api/ta-tillbaka")
            .json(&draft)
            .send()
            .await;
        check(&reply, 202, "");
        answers.push(reply.text());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    let calls = staff.get("/api/aterkallelser").send().await.json();
    let calls = calls["uppgifter"].as_array().unwrap().clone();
    assert_eq!(calls.len(), 3);
    assert_eq!(
        calls
            .iter()
            .filter(|call| call["samtycke"].is_string())
            .count(),
        1
    );
    let path = format!(
        "/api/aterkallelser/{}/klar",
        calls[0]["id"].as_str().unwrap()
    );
    check(&staff.post(&path).version(1).key("c").send().await, 200, "");
    check(
        &staff.post(&path).version(2).key("d").send().await,
        409,
        "inte-nu",
    );
    assert_eq!(service.rows("document").await, 3 + 2);
}

#[tokio::test]
async fn a_person_is_destroyed_by_a_decision_and_the_chain_still_holds() {
    let service = TestService::new().await;
    let staff = service.person("kommunikator").await;
    let draft = sheet(
        "Barn Ett",
        ["Vårdnadshavare Ett", "Vårdnadshavare Två"],
        "Skåp 2",
    );
    let (place, child) = service.paper(&staff, &draft, "a").await;
    let id = place.rsplit('/').next().unwrap().to_owned();
    let kept = service.state.consents.consents().get(&id).unwrap();
    let withdraw = json!({ "kommando": "ta-tillbaka", "vad": "allt" });
    check(
        &staff.command(&place, 2, "w", &withdraw).send().await,
        200,
        "",
    );
    let destroy = |decision: &str, key: &str| {
        let body = json!({ "beslut": decision, "individer": [child] });
        staff.post("/api/gallring").key(key).json(&body).send()
    };
    check(&destroy("KS 2026/12", "early").await, 409, "inte-nu");

    let later = noon() + chrono::Duration::days(366 * 2);
    service.state.clock.set(later);
    let staff = service.person("kommunikator").await;
    let due = staff.get("/api/gallring").send().await.json();
    assert_eq!(due["forfallet"][0]["individ"], child);
    let destroy = |decision: &str, key: &str| {
        let body = json!({ "beslut": decision, "individer": [child] });
        staff.post("/api/gallring").key(key).json(&body).send()
    };
    check(&destroy(" ", "none").await, 422, "beslut-saknas");
    let other = service.person("medarbetare").await;
    let body = json!({ "beslut": "KS 2026/12", "individer": [child] });
    let reply = other
        .post("/api/gallring")
        .key("x")
        .json(&body)
        .send()
        .await;
    check(&reply, 403, "inte-behorig");
    let done = destroy("KS 2026/12", "d").await;
    check(&done, 200, "");
    assert_eq!(destroy("KS 2026/12", "d").await.text(), done.text());

    for path in [place, format!("/api/individer/{child}")] {
        check(&staff.get(&path).send().await, 404, "finns-inte");
    }
    assert_eq!(
        (service.rows("document").await, service.rows("lock").await),
        (0, 0)
    );
    assert!(check_chain(&service.state.db).await.is_ok());
    let rows: Vec<(String, i64, String)> =
        sqlx::query_as("SELECT action, version, body FROM event WHERE id = $1 ORDER BY seq")
            .bind(&id)
            .fetch_all(service.state.db.readers())
            .await
            .unwrap();
    let (last, before) = rows.split_last().unwrap();
    assert!(last.0 == "gallra" && last.2.contains("KS 2026/12"));
    // What is left opens with the lock that was wiped, and with nothing that is left.
    for (action, version, body) in before {
        let place = Context::Event(Kind::Consent, &id, *version, action);
        assert!(kept.data_key.open(place, body).is_ok());
        let (another, _) = service.state.keyring.new_data_key(&id);
        assert!(another.open(place, body).is_err());
    }
}

#[tokio::test]
async fn a_restart_finds_everything_and_goes_on_numbering() {
    let service = TestService::new().await;
    let staff = service.person("kommunikator").await;
    let draft = sheet(
        "Barn Ett",
        ["Vårdnadshavare Ett", "Vårdnadshavare Två"],
        "Skåp 2",
    );
    let (place, _) = service.paper(&staff, &draft, "a").await;
    let before = staff.get(&place).send().await.json();
    let (state, _running) = crate::start(
        service.state.db.clone(),
        service.state.keyring.clone(),
        service.state.policy.value.clone(),
        service.state.clock.clone(),
    )
    .await
    .unwrap();
    state.register.reload().await.unwrap();
    let mut again = staff.clone();
    again.router = crate::router(state).unwrap();
    let after = again.get(&place).send().await.json();
    assert_eq!(before, after);
    let draft = sheet(
        "Barn Två",
        ["Vårdnadshavare Tre", "Vårdnadshavare Fyra"],
        "Skåp 3",
    );
    let place = again.beside("samtycke-papper", "b").await;
    let reply = again.registered(&place, &draft, "b").await;
    assert_eq!(before["nummer"], "SA-2026-000001");
    assert_eq!(reply.json()["nummer"], "SA-2026-000002");
}

#[tokio::test]
async fn the_demo_has_consents_in_every_state() {
    let folder = tempfile::tempdir().unwrap();
    let (db, keyring) = key::open(&folder.path().join("k.db"), &key::Source::Beside)
        .await
        .unwrap();
    let policy = Policy::from_toml(crate::demo::POLICY).unwrap();
    let (state, _running) = crate::start(db, keyring, policy, Clock::standing(noon()))
        .await
        .unwrap();
    crate::demo::fill(&state).await.unwrap();
    let all = state.consents.consents().find(|_| true);
    let mut found: Vec<&str> = all.iter().map(|kept| kept.value.state.id()).collect();
    found.sort_unstable();
    found.dedup();
    assert_eq!(
        found,
        [
            "aterkallad",
            "delvis-aterkallad",
            "fryst",
            "galler",
            "nekad",
            "vantar-pa-granskning",
            "vantar-pa-medsignering",
        ]
    );
    let due = state
        .consents
        .publications()
        .find(|publication| publication.due().is_some());
    assert_eq!(due.len(), 3);
    // Communications have been told which of them wait for a review, by a link to it alone.
    let rows: Vec<(i64, i64, String, String)> = sqlx::query_as(
        "SELECT event, place, recipient, body FROM outbox \
         WHERE template = 'samtycke-vantar-pa-granskning'",
    )
    .fetch_all(state.db.readers())
    .await
    .unwrap();
    assert!(!rows.is_empty());
    for (event, place, recipient, body) in rows {
        let row = (event, place);
        let (_, told) = state.keyring.open_letter(row, &recipient, &body).unwrap();
        let told: Value = serde_json::from_str(&told).unwrap();
        let id = told["lank"].as_str().unwrap().replace("/samtycken/", "");
        let kept = state.consents.consents().get(&id).unwrap();
        assert_eq!(kept.value.number.as_deref(), told["nummer"].as_str());
    }
}
