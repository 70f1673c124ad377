//! A yes that is taken back, by whoever gave it or by staff whom somebody has told.

use super::consent::GUARDIANS;
use super::*;

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
    let trial = Trial::new().await;
    trial.in_force("Barn Ett", "a").await;
    let own = trial
        .published("ett", &["Skolgården", "Utflykten till sjön"])
        .await;
    let others = [
        ("Vårdnadshavare Tre", "tre@demo.example"),
        ("Vårdnadshavare Fyra", "fyra@demo.example"),
    ];
    trial.signed_by_one("Barn Andra", others, "b").await;
    let invitation = trial.letter_to(others[1].1, "samtycke-medsignera").await;
    let (fourth, _) = trial.opened(&invitation.token()).await;
    let seen = trial.identified(&fourth, others[1].1, false).await;
    check(&trial.sign(&fourth, &seen, "b2").await, 200, "");
    let theirs = &trial.published("andra", &["Klassrummet"]).await[0];

    // Staff are told which pictures it can be, and where each is shown.
    let staff = trial.person("kommunikator").await;
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
        trial.letter_to(address, "samtycke-delvis-aterkallat").await;
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
    let trial = Trial::new().await;
    trial.in_force("Barn Ett", "a").await;
    let [picture] = &trial.published("ett", &["Skolgården"]).await[..] else {
        panic!("one picture");
    };
    trial.in_force("Barn Ett", "b").await;
    let staff = trial.person("kommunikator").await;
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
