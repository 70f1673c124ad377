//! What the holder of a link sees of the pictures, takes back of them, and changes in the answers.

use serde_json::Value;
use serde_json::json;

use crate::consent::tests::{GUARDIANS, publication};
use crate::tests::{Reply, TestService, Visitor, check, noon};

impl TestService {
    /// A consent in force: the first guardian's browser, and what is seen there.
    pub(crate) async fn in_force(&self, child: &str, key: &str) -> (Visitor, Value) {
        let (first, _) = self.signed_by_one(child, GUARDIANS, key).await;
        self.second_signs(key).await;
        self.confirmed(child, key).await;
        let seen = first.get("/api/lank").send().await.json();
        assert_eq!(seen["samtycke"]["lage"], "galler");
        (first, seen)
    }

    /// The second guardian answers the last invitation with yes.
    async fn second_signs(&self, key: &str) -> Visitor {
        let address = GUARDIANS[1].1;
        let invitation = self.letter_to(address, "samtycke-medsignera").await;
        let (second, _) = self.opened(&invitation.token()).await;
        let seen = self.identified(&second, address, false).await;
        let reply = self.sign(&second, &seen, &[key, " two"].concat()).await;
        check(&reply, 200, "");
        second
    }

    /// The ids of pictures of the child that are published, one for each title.
    pub(crate) async fn published(&self, child: &str, titles: &[&str]) -> Vec<String> {
        let staff = self.person("kommunikator").await;
        let found = staff.people(child).await;
        let subject = found["individer"][0]["id"].as_str().unwrap();
        let mut ids = Vec::new();
        for (place, title) in titles.iter().enumerate() {
            let mut body = publication(subject);
            body["bild"]["titel"] = json!(title);
            body["lank"] = json!("https://www.exempelkommunen.example/nyheter");
            let reply = staff
                .post("/api/publiceringar")
                .key(&format!("picture {child} {place}"))
                .json(&body)
                .send()
                .await;
            check(&reply, 201, "");
            ids.push(reply.json()["bild"]["id"].as_str().unwrap().to_owned());
        }
        ids
    }

    async fn order(&self, visitor: &Visitor, seen: &Value, key: &str, body: Value) -> Reply {
        visitor
            .post("/api/lank/kommando")
            .version(seen["version"].as_i64().unwrap())
            .key(key)
            .json(&body)
            .send()
            .await
    }
}

fn take_back(pictures: &[&String]) -> Value {
    json!({ "kommando": "ta-tillbaka", "vad": "bilder", "vilka": pictures })
}

#[tokio::test]
async fn a_guardian_sees_the_pictures_of_the_own_child_and_takes_one_back() {
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
    let [theirs] = &service.published("andra", &["Klassrummet"]).await[..] else {
        panic!("one picture");
    };

    // With the link alone it is seen how many they are; what they show is told when it is known who
    // asks.
    let receipt = service.letter_to(GUARDIANS[0].1, "samtycke-kvittens").await;
    let (guardian, seen) = service.opened(&receipt.token()).await;
    assert_eq!(seen["antal_bilder"], 2);
    assert!(!seen.to_string().contains("Skolgården"), "{seen}");
    let seen = service.identified(&guardian, GUARDIANS[0].1, false).await;
    let titles: Vec<&str> = seen["bilder"]
        .as_array()
        .unwrap()
        .iter()
        .map(|picture| picture["titel"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["Skolgården", "Utflykten till sjön"]);
    let place = &seen["bilder"][0]["platser"][0];
    assert_eq!(place["kanal"], "webbplats");
    assert_eq!(place["dag"], "2026-11-21");
    assert_eq!(place["lage"], "visas");
    assert_eq!(place["lank"], "https://www.exempelkommunen.example/nyheter");

    // Another child's picture cannot be named, with or without an own one.
    let refused = service
        .order(&guardian, &seen, "x", take_back(&[theirs]))
        .await;
    check(&refused, 422, "uppgift");
    assert_eq!(refused.json()["uppgift"], "inget-valt");
    let reply = service
        .order(&guardian, &seen, "y", take_back(&[&own[1], theirs]))
        .await;
    check(&reply, 200, "");
    let seen = reply.json();
    assert_eq!(seen["samtycke"]["lage"], "delvis-aterkallad");
    assert_eq!(seen["publiceringar"]["av"], 1);
    assert_eq!(seen["bilder"][0]["platser"][0]["lage"], "visas");
    assert_eq!(seen["bilder"][1]["platser"][0]["lage"], "tas-bort");
    assert_eq!(seen["bilder"][1]["kan_tas_tillbaka"], false);
    let untouched = fourth.get("/api/lank").send().await.json();
    assert!(untouched["publiceringar"].is_null(), "{untouched}");

    // The picture cannot be published again, another one can.
    let staff = service.person("kommunikator").await;
    let found = staff.people("ett").await;
    let subject = found["individer"][0]["id"].as_str().unwrap();
    let mut again = publication(subject);
    again["bild"]["id"] = json!(own[1]);
    again["fraga"]["bild"] = json!(own[1]);
    let reply = staff
        .post("/api/publiceringar")
        .key("again")
        .json(&again)
        .send()
        .await;
    check(&reply, 422, "inte-ja");
}

#[tokio::test]
async fn answers_are_changed_before_all_have_signed_and_the_others_sign_again() {
    let service = TestService::new().await;
    let (first, seen) = service.signed_by_one("Barn Ett", GUARDIANS, "a").await;
    let invitation = service
        .letter_to(GUARDIANS[1].1, "samtycke-medsignera")
        .await;
    let receipt = seen["lank"].as_str().unwrap();
    let token = receipt.strip_prefix("/samtycke/lank#").unwrap();

    // The link alone neither changes anything nor shows what was answered.
    let (holder, seen) = service.opened(token).await;
    let edit = json!({ "kommando": "andra" });
    let refused = service.order(&holder, &seen, "x", edit.clone()).await;
    check(&refused, 403, "legitimering-kravs");
    let seen = first.get("/api/lank").send().await.json();
    assert!(seen["far"].as_array().unwrap().contains(&json!("andra")));
    let reply = service.order(&first, &seen, "edit", edit).await;
    check(&reply, 200, "");
    let seen = reply.json();
    assert_eq!(seen["steg"], "utkast");
    assert_eq!(seen["utkast"]["svar"]["barnets-namn"], "Barn Ett");
    let stranger = holder.get("/api/lank").send().await.json();
    assert_eq!(stranger["legitimering"]["kravs"], true);
    assert!(!stranger.to_string().contains("Barn Ett"), "{stranger}");
    let draft = service.youth("Barn Annat", GUARDIANS);
    let reply = holder
        .put("/api/lank/utkast")
        .version(seen["version"].as_i64().unwrap())
        .json(&draft)
        .send()
        .await;
    check(&reply, 403, "legitimering-kravs");
    // What the other one was to sign is gone.
    let late = service
        .stranger()
        .post("/api/lank")
        .json(&json!({ "nyckel": invitation.token() }))
        .send()
        .await;
    check(&late, 410, "lanken-galler-inte");

    // Narrower, after the request has closed, and signed anew by both.
    service.state.clock.set(noon() + chrono::Duration::days(25));
    let (first, seen) = service.opened(token).await;
    assert_eq!(seen["steg"], "utkast");
    let seen = service.identified(&first, GUARDIANS[0].1, false).await;
    let mut draft = service.youth("Barn Ett", GUARDIANS);
    draft["svar"]["kanal-webbplats"] = json!("nej");
    let reply = first
        .put("/api/lank/utkast")
        .version(seen["version"].as_i64().unwrap())
        .json(&draft)
        .send()
        .await;
    check(&reply, 200, "");
    let sign = json!({ "kommando": "signera" });
    let reply = service.order(&first, &reply.json(), "again", sign).await;
    check(&reply, 200, "");
    assert_eq!(reply.json()["samtycke"]["lage"], "vantar-pa-medsignering");
    let second = service.second_signs("a").await;
    service.confirmed("Barn Ett", "a").await;
    let seen = second.get("/api/lank").send().await.json();
    assert_eq!(seen["samtycke"]["lage"], "galler");
    assert_eq!(
        seen["samtycke"]["omfattning"]["kanaler"],
        json!(["kommunens-konton"])
    );
}

#[tokio::test]
async fn answers_in_force_count_until_the_changed_ones_do() {
    let service = TestService::new().await;
    let (first, seen) = service.in_force("Barn Ett", "a").await;
    service.published("ett", &["Skolgården", "Sjön"]).await;
    let number = seen["samtycke"]["nummer"].clone();
    let edit = json!({ "kommando": "andra" });
    let reply = service.order(&first, &seen, "edit", edit).await;
    check(&reply, 200, "");
    let seen = reply.json();
    assert_eq!(
        (&seen["steg"], &seen["version"]),
        (&json!("utkast"), &json!(1))
    );
    let staff = service.person("kommunikator").await;
    let states = async || {
        let list = staff.consents("barn").await;
        let lines = list["samtycken"].as_array().unwrap();
        let mut states: Vec<String> = lines
            .iter()
            .map(|line| format!("{} {}", line["nummer"], line["lage"]).replace('"', ""))
            .collect();
        states.sort();
        states
    };
    let old = number.as_str().unwrap();
    assert_eq!(states().await, [format!("{old} galler")]);

    // Another name does not make it another person's.
    let mut draft = service.youth("Barn Annat", GUARDIANS);
    let put = async |draft: &Value, seen: &Value| {
        let reply = first
            .put("/api/lank/utkast")
            .version(seen["version"].as_i64().unwrap())
            .json(draft)
            .send()
            .await;
        check(&reply, 200, "");
        reply.json()
    };
    let seen = put(&draft, &seen).await;
    let sign = json!({ "kommando": "signera" });
    let refused = service.order(&first, &seen, "s1", sign.clone()).await;
    check(&refused, 422, "uppgift");
    assert_eq!(refused.json()["uppgift"], "annan-person");
    draft["svar"]["barnets-namn"] = json!("Barn Ett");
    draft["svar"]["kanal-webbplats"] = json!("nej");
    let seen = put(&draft, &seen).await;
    let reply = service.order(&first, &seen, "s2", sign).await;
    check(&reply, 200, "");
    let new = reply.json()["samtycke"]["nummer"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        states().await,
        [
            format!("{old} galler"),
            format!("{new} vantar-pa-medsignering")
        ]
    );

    // When all have signed the new answers count, and what they do not allow is taken down.
    service.second_signs("b").await;
    assert_eq!(
        states().await,
        [format!("{old} ersatt"), format!("{new} galler")]
    );
    let seen = first.get("/api/lank").send().await.json();
    assert_eq!(seen["publiceringar"]["av"], 2);
    assert_eq!(seen["antal_bilder"], 2);
    let receipt = service.letter_to(GUARDIANS[1].1, "samtycke-kvittens").await;
    assert_eq!(receipt.told["nummer"], new.as_str());
}

#[tokio::test]
async fn what_was_published_on_an_older_yes_is_taken_down_with_the_newer() {
    let service = TestService::new().await;
    service.in_force("Barn Ett", "a").await;
    let [picture] = &service.published("ett", &["Skolgården"]).await[..] else {
        panic!("one picture");
    };
    // Asked once more, and answered with yes to the same: the picture stays.
    let (first, seen) = service.in_force("Barn Ett", "b").await;
    assert_eq!(seen["antal_bilder"], 1);
    assert!(seen["publiceringar"].is_null(), "{seen}");
    let reply = service
        .order(&first, &seen, "back", take_back(&[picture]))
        .await;
    check(&reply, 200, "");
    assert_eq!(reply.json()["publiceringar"]["av"], 1);
    // It is told when it is gone, though it was published on the older yes.
    let staff = service.person("kommunikator").await;
    let pages = staff.get("/api/publiceringar").send().await.json();
    let page = &pages["publiceringar"][0];
    let reply = staff
        .post(&format!(
            "/api/publiceringar/{}/kommando",
            page["id"].as_str().unwrap()
        ))
        .version(page["version"].as_i64().unwrap())
        .key("gone")
        .json(&json!({ "kommando": "borttagen" }))
        .send()
        .await;
    check(&reply, 200, "");
    for (_, address) in GUARDIANS {
        service.letter_to(address, "samtycke-borttaget").await;
    }
}

#[tokio::test]
async fn a_no_takes_who_says_it_and_about_whom_and_no_more() {
    let service = TestService::new().await;
    let staff = service.person("kommunikator").await;
    let (_, token) = service.asked(&staff, "samtycke-ungdom", "q").await;
    let (holder, seen) = service.opened(&token).await;
    let no = |answers: Value| json!({ "kommando": "neka", "utkast": { "form": "samtycke-ungdom", "svar": answers } });
    let says = |body: Value, key: &str| {
        holder
            .post("/api/lank/kommando")
            .version(0)
            .key(key)
            .json(&body)
            .send()
    };
    assert_eq!(seen["version"], 0);
    let missing = says(no(json!({ "fyller-i": "vardnadshavare" })), "a").await;
    check(&missing, 422, "fynd");
    let told: Vec<String> = missing.json()["fynd"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["regel"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert!(!told.iter().any(|rule| rule.contains("epost")), "{told:?}");
    // More than is needed may be sent, and is not kept.
    let whole = no(json!({
        "fyller-i": "vardnadshavare",
        "ditt-namn": "Vårdnadshavare Ett",
        "barnets-namn": "Barn Ett",
        "barnets-fodelsedatum": "2016-05-04",
        "din-epost": "ett@demo.example",
        "foto": "ja",
    }));
    let reply = says(whole.clone(), "b").await;
    check(&reply, 200, "");
    let receipt = reply.json();
    assert_eq!(receipt["samtycke"]["lage"], "nekad");
    assert!(
        receipt["lank"]
            .as_str()
            .unwrap()
            .starts_with("/samtycke/lank#")
    );
    assert_eq!(says(whole.clone(), "b").await.text(), reply.text());
    check(&says(whole, "c").await, 412, "inaktuell");
    let line = staff.consents("Barn Ett").await["samtycken"][0].clone();
    let path = format!("/api/samtycken/{}", line["id"].as_str().unwrap());
    let kept = staff.get(&path).send().await.json();
    assert_eq!(kept["utkast"]["svar"]["foto"], "nej");
    assert!(!kept.to_string().contains("ett@demo"), "{kept}");
    // Signed answers are changed or taken back, and not said no to in this way.
    let (_, seen) = service.signed_by_one("Barn Två", GUARDIANS, "d").await;
    let own = seen["lank"]
        .as_str()
        .unwrap()
        .strip_prefix("/samtycke/lank#")
        .unwrap();
    let (first, seen) = service.opened(own).await;
    let body = no(
        json!({ "fyller-i": "vardnadshavare", "ditt-namn": "Någon Annan",
        "barnets-namn": "Barn Två", "barnets-fodelsedatum": "2016-05-04" }),
    );
    let reply = first
        .post("/api/lank/kommando")
        .version(seen["version"].as_i64().unwrap())
        .key("e")
        .json(&body)
        .send()
        .await;
    check(&reply, 409, "inte-nu");
}
