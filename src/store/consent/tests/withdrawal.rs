//! A yes that is taken back, by those who gave it or by staff who have been told.

use serde_json::Value;
use serde_json::json;

use crate::consent::tests::{GUARDIANS, publication};
use crate::database::writer::check_chain;
use crate::tests::{Reply, TestService, Visitor, check};

/// A consent as staff see it.
async fn seen_by(staff: &Visitor, id: &str) -> Value {
    let reply = staff.get(&format!("/api/samtycken/{id}")).send().await;
    check(&reply, 200, "");
    reply.json()
}

async fn take_back(staff: &Visitor, seen: &Value, key: &str, pictures: &[&String]) -> Reply {
    let id = seen["id"].as_str().unwrap();
    staff
        .post(&format!("/api/samtycken/{id}/kommando"))
        .version(seen["version"].as_i64().unwrap())
        .key(key)
        .json(&json!({ "kommando": "ta-tillbaka", "vad": "bilder", "vilka": pictures }))
        .send()
        .await
}

#[tokio::test]
async fn staff_take_back_the_pictures_that_somebody_calls_about() {
    let service = TestService::new().await;
    service.in_force("Barn Ett", "a").await;
    let own = service
        .published("ett", &["Skolgården", "Utflykten till sjön"])
        .await;
    let others = [
        ("Vårdnadshavare Tre", "tre@demo.example"),
        ("Vårdnadshavare Fyra", "fyra@demo.example"),
    ];
    service.signed_by_one("Barn Andra", others, "b").await;
    let invitation = service.letter_to(others[1].1, "samtycke-medsignera").await;
    let (fourth, _) = service.opened(&invitation.token()).await;
    let seen = service.identified(&fourth, others[1].1, false).await;
    check(&service.sign(&fourth, &seen, "b2").await, 200, "");
    service.confirmed("Barn Andra", "b").await;
    let theirs = &service.published("andra", &["Klassrummet"]).await[0];

    // Staff are told which pictures it can be, and where each is shown.
    let staff = service.person("kommunikator").await;
    let list = staff.consents("ett").await;
    let id = list["samtycken"][0]["id"].as_str().unwrap();
    let seen = seen_by(&staff, id).await;
    let pictures = seen["bilder"].as_array().unwrap();
    let titles: Vec<&Value> = pictures.iter().map(|picture| &picture["titel"]).collect();
    assert_eq!(titles, ["Skolgården", "Utflykten till sjön"]);
    assert_eq!(pictures[1]["kan_tas_tillbaka"], true);
    assert_eq!(pictures[1]["platser"][0]["kanal"], "webbplats");

    // Only those that were published on this consent, and at least one of them.
    for (key, wrong) in [("none", &[][..]), ("theirs", &[theirs])] {
        let refused = take_back(&staff, &seen, key, wrong).await;
        check(&refused, 422, "uppgift");
        assert_eq!(refused.json()["uppgift"], "inget-valt", "{key}");
    }
    let reply = take_back(&staff, &seen, "one", &[&own[1]]).await;
    check(&reply, 200, "");
    let seen = reply.json();
    assert_eq!(seen["lage"], "delvis-aterkallad");
    assert_eq!(seen["borttagning"]["av"], 1);
    let picture = |place: usize| &seen["bilder"][place];
    assert_eq!(picture(0)["platser"][0]["lage"], "visas");
    assert_eq!(picture(0)["kan_tas_tillbaka"], true);
    assert_eq!(picture(1)["platser"][0]["lage"], "tas-bort");
    assert_eq!(picture(1)["kan_tas_tillbaka"], false);
    let done = seen["handelser"].as_array().unwrap().last().unwrap();
    assert_eq!(done["action"], "ta-tillbaka");
    assert_eq!(done["note"], "bilder");
    for (_, address) in GUARDIANS {
        service
            .letter_to(address, "samtycke-delvis-aterkallat")
            .await;
    }

    // What is taken back cannot be again; what is left can.
    let refused = take_back(&staff, &seen, "again", &[&own[1]]).await;
    assert_eq!(refused.json()["uppgift"], "inget-valt");
    let reply = take_back(&staff, &seen, "rest", &[&own[0]]).await;
    check(&reply, 200, "");
    assert_eq!(reply.json()["borttagning"]["av"], 2);
}

#[tokio::test]
async fn staff_see_the_pictures_of_an_older_yes_at_the_one_that_counts() {
    let service = TestService::new().await;
    service.in_force("Barn Ett", "a").await;
    let [picture] = &service.published("ett", &["Skolgården"]).await[..] else {
        panic!("one picture");
    };
    service.in_force("Barn Ett", "b").await;
    let staff = service.person("kommunikator").await;
    let list = staff.consents("ett").await;
    let of = |state: &str| {
        let lines = list["samtycken"].as_array().unwrap();
        let line = lines.iter().find(|line| line["lage"] == state).unwrap();
        line["id"].as_str().unwrap().to_owned()
    };
    let older = seen_by(&staff, &of("ersatt")).await;
    assert_eq!(older["bilder"], json!([]));
    let seen = seen_by(&staff, &of("galler")).await;
    assert_eq!(seen["bilder"][0]["id"], picture.as_str());
    let reply = take_back(&staff, &seen, "back", &[picture]).await;
    check(&reply, 200, "");
    let place = &reply.json()["bilder"][0]["platser"][0];
    assert_eq!(place["lage"], "tas-bort");
}

#[tokio::test]
async fn two_guardians_say_yes_and_one_takes_it_back() {
    let service = TestService::new().await;
    let (first, seen) = service.signed_by_one("Barn Ett", GUARDIANS, "k1").await;
    assert_eq!(seen["samtycke"]["lage"], "vantar-pa-medsignering");
    assert!(
        seen["lank"]
            .as_str()
            .unwrap()
            .starts_with("/samtycke/lank#")
    );
    assert_eq!(seen["legitimering"]["hur"], "egen-adress");

    // The second guardian sees no name before it is known who they are.
    let invitation = service
        .letter_to("tva@demo.example", "samtycke-medsignera")
        .await;
    let (second, seen) = service.opened(&invitation.token()).await;
    assert_eq!(seen["steg"], "signera");
    assert!(
        seen["individ"].is_null() && seen["utkast"].is_null(),
        "{seen}"
    );
    assert!(!seen.to_string().contains("Barn"), "{seen}");
    assert_eq!(seen["legitimering"]["kod_till"], "t•••@demo.example");
    check(
        &service.sign(&second, &seen, "early").await,
        403,
        "legitimering-kravs",
    );
    let seen = service.identified(&second, "tva@demo.example", false).await;
    assert_eq!(seen["individ"]["namn"], "Barn Ett");
    assert!(
        !seen["samtycke"].to_string().contains("ett@demo.example"),
        "{seen}"
    );

    let reply = service.sign(&second, &seen, "k2").await;
    check(&reply, 200, "");
    // A code to an address that the first guardian gave says nothing of who the children's guardians are.
    assert_eq!(reply.json()["samtycke"]["lage"], "vantar-pa-granskning");
    assert_eq!(
        reply.json()["samtycke"]["kontrolleras_senast"],
        "2026-12-05"
    );
    for (_, address) in GUARDIANS {
        service.letter_to(address, "samtycke-kontrolleras").await;
    }
    service.confirmed("Barn Ett", "k").await;
    for (_, address) in GUARDIANS {
        service.letter_to(address, "samtycke-kvittens").await;
    }

    // Staff find it, may publish and log that they did.
    let staff = service.person("kommunikator").await;
    let found = staff.people("barn").await;
    let child = found["individer"][0]["id"].as_str().unwrap().to_owned();
    let list = staff.consents("barn").await;
    assert_eq!(list["samtycken"][0]["lage"], "galler");
    let id = list["samtycken"][0]["id"].as_str().unwrap().to_owned();
    let view = staff
        .get(&format!("/api/samtycken/{id}"))
        .send()
        .await
        .json();
    assert_eq!(
        view["underskrifter"][1]["underlag"]["legitimerad"],
        "egen-adress"
    );
    let mut pages = Vec::new();
    for number in 0..2 {
        let reply = staff
            .post("/api/publiceringar")
            .key(&format!("p{number}"))
            .json(&publication(&child))
            .send()
            .await;
        check(&reply, 201, "");
        pages.push(reply.json()["id"].as_str().unwrap().to_owned());
    }

    // One takes it back from the receipt. Without a code it only stops: it may be anybody who has the
    // letter. With one it ends for both.
    let receipt = service
        .letter_to("ett@demo.example", "samtycke-kvittens")
        .await;
    let (again, seen) = service.opened(&receipt.token()).await;
    assert_eq!(seen["steg"], "status");
    let take_back = async |seen: &Value, key: &str| {
        let reply = again
            .post("/api/lank/kommando")
            .version(seen["version"].as_i64().unwrap())
            .key(key)
            .json(&json!({ "kommando": "ta-tillbaka", "vad": "allt" }))
            .send()
            .await;
        check(&reply, 200, "");
        reply.json()
    };
    let seen = take_back(&seen, "k3").await;
    assert_eq!(seen["samtycke"]["lage"], "fryst");
    let ordered = staff.get("/api/publiceringar").send().await.json();
    let order = &ordered["publiceringar"][0]["ska_bort"][0];
    assert_eq!(order["orsak"], "vantar-pa-kontroll", "{ordered}");
    service
        .letter_to("ett@demo.example", "samtycke-nej-mottaget")
        .await;
    let seen = service.identified(&again, "ett@demo.example", false).await;
    let seen = take_back(&seen, "k4").await;
    assert_eq!(seen["samtycke"]["lage"], "aterkallad");
    assert_eq!(seen["publiceringar"]["av"], 2);
    assert_eq!(seen["publiceringar"]["borttagna"], 0);
    let other = second.get("/api/lank").send().await.json();
    assert_eq!(other["samtycke"]["lage"], "aterkallad");
    service
        .letter_to("tva@demo.example", "samtycke-avslutat")
        .await;

    let refused = staff
        .post("/api/publiceringar")
        .key("p9")
        .json(&publication(&child))
        .send()
        .await;
    check(&refused, 422, "inte-ja");
    // Both are told that the pictures are gone with the last one, and only once.
    let told = async || {
        let mail = service.mail().await;
        let gone = mail
            .into_iter()
            .filter(|mail| mail.template == "samtycke-borttaget");
        gone.map(|mail| mail.to).collect::<Vec<String>>()
    };
    let tick = async |page: &str, version: i64, word: &str| {
        let reply = staff
            .post(&format!("/api/publiceringar/{page}/kommando"))
            .version(version)
            .key(&format!("{page} {version}"))
            .json(&json!({ "kommando": word }))
            .send()
            .await;
        check(&reply, 200, "");
    };
    tick(&pages[0], 3, "borttagen").await;
    assert!(told().await.is_empty());
    tick(&pages[1], 3, "borttagen").await;
    assert_eq!(told().await, ["ett@demo.example", "tva@demo.example"]);
    tick(&pages[1], 4, "inte-borttagen").await;
    tick(&pages[1], 5, "borttagen").await;
    crate::consent::calendar::come_due(&service.state).await;
    assert_eq!(told().await.len(), 2);
    let seen = first.get("/api/lank").send().await.json();
    assert_eq!(seen["publiceringar"]["borttagna"], 2);
    assert_eq!(service.rows("lock").await, service.rows("document").await);
    assert!(check_chain(&service.state.db).await.is_ok());
}

#[tokio::test]
async fn a_withdrawn_consent_cannot_be_signed_from_a_stale_tab() {
    let service = TestService::new().await;
    let (first, seen) = service.signed_by_one("Barn Ett", GUARDIANS, "k1").await;
    let invitation = service
        .letter_to("tva@demo.example", "samtycke-medsignera")
        .await;
    let (second, _) = service.opened(&invitation.token()).await;
    let stale = service.identified(&second, "tva@demo.example", false).await;
    let reply = first
        .post("/api/lank/kommando")
        .version(seen["version"].as_i64().unwrap())
        .key("k2")
        .json(&json!({ "kommando": "ta-tillbaka", "vad": "allt" }))
        .send()
        .await;
    check(&reply, 200, "");
    check(&service.sign(&second, &stale, "k3").await, 412, "inaktuell");
    service.settled("Barn Ett", "stammer").await;
    check(
        &service.sign(&second, &stale, "k4").await,
        410,
        "lanken-galler-inte",
    );
}

#[tokio::test]
async fn a_message_without_a_link_stops_at_once_and_erases_nothing() {
    let service = TestService::new().await;
    service.in_force("Barn Ett", "a").await;
    service.published("ett", &["Skolgården"]).await;
    let message = async |who: &str| {
        let body = json!({ "form": "ta-tillbaka", "svar": {
            "har-lank": "utan-lank", "samtyckets-nummer": who,
            "aterkallelse-fodelsedatum": "2016-05-04", "ring-mig": "070-174 06 05",
            "ta-tillbaka-vad": "allt",
        }});
        let reply = service
            .stranger()
            .post("/api/ta-tillbaka")
            .json(&body)
            .send()
            .await;
        check(&reply, 202, "");
    };
    let staff = service.person("kommunikator").await;
    let state = async || staff.consents("ett").await["samtycken"][0].clone();
    // Another name, with the same day: nothing happens, and the answer tells no more.
    message("Barn Annat").await;
    assert_eq!(state().await["lage"], "galler");
    message("barn  ett").await;
    let line = state().await;
    assert_eq!(line["lage"], "fryst");
    let before = service.mail().await.len();
    message(line["nummer"].as_str().unwrap()).await;
    // It stands still already, and nobody is written to again.
    let after = service.mail().await;
    let new: Vec<&str> = after[before..]
        .iter()
        .map(|mail| mail.template.as_str())
        .collect();
    assert!(!new.contains(&"samtycke-pausat-kontroll"), "{new:?}");
    let publications = staff.get("/api/publiceringar").send().await.json();
    let order = &publications["publiceringar"][0]["ska_bort"];
    assert_eq!(order[0]["orsak"], "vantar-pa-kontroll");
    assert_eq!(
        service.settled("Barn Ett", "misstag").await["lage"],
        "galler"
    );
    let publications = staff.get("/api/publiceringar").send().await.json();
    assert!(publications["publiceringar"][0]["ska_bort"].is_null());
}
