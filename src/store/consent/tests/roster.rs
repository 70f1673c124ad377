//! The units' lists, and confirming with them beside.

use serde_json::{Value, json};

use crate::consent::calendar::tell_managers;
use crate::consent::roster::destroy_due;
use crate::consent::tests::GUARDIANS;
use crate::tests::{Reply, TestService, Visitor, check, noon};

const LIST: &str = "/api/enheter/biblioteket/lista";

impl Visitor {
    async fn takes_in(&self, text: &str, all: bool, key: &str) -> Reply {
        self.post(LIST)
            .key(key)
            .json(&json!({ "text": text, "alla": all }))
            .send()
            .await
    }

    async fn rows(&self) -> Vec<Value> {
        let reply = self.get(LIST).send().await;
        check(&reply, 200, "");
        reply.json()["rader"].as_array().unwrap().clone()
    }

    async fn to_confirm(&self) -> Vec<Value> {
        let reply = self.get("/api/samtycken/kontrollera").send().await;
        check(&reply, 200, "");
        reply.json()["svar"].as_array().unwrap().clone()
    }
}

impl TestService {
    /// The second guardian signs what the first has. Gives how the consent then stands.
    async fn signed_by_both(&self, child: &str, guardians: [(&str, &str); 2], key: &str) -> Value {
        self.signed_by_one(child, guardians, key).await;
        let invitation = self.letter_to(guardians[1].1, "samtycke-medsignera").await;
        let (second, _) = self.opened(&invitation.token()).await;
        let seen = self.identified(&second, guardians[1].1, false).await;
        let reply = self.sign(&second, &seen, &[key, " two"].concat()).await;
        check(&reply, 200, "");
        reply.json()["samtycke"]["lage"].clone()
    }
}

fn row(child: &str, guardians: [(&str, &str); 2]) -> String {
    let [(one, first), (two, second)] = guardians;
    format!("{child}\t2016-05-04\t{one}\t{first}\t{two}\t{second}\n")
}

#[tokio::test]
async fn a_list_makes_known_who_answers_afterwards_and_before() {
    let service = TestService::new().await;
    let waits = service.signed_by_both("Barn Ett", GUARDIANS, "a").await;
    assert_eq!(waits, "vantar-pa-granskning");
    let staff = service.person("medarbetare").await;
    let others = [
        ("Vårdnadshavare Tre", "tre@demo.example"),
        ("Vårdnadshavare Fyra", "fyra@demo.example"),
    ];
    let text = [row("Barn Ett", GUARDIANS), row("Barn Två", others)].concat();
    let reply = staff.takes_in(&text, false, "in").await;
    check(&reply, 200, "");
    let came = reply.json();
    assert_eq!((&came["nya"], &came["andrade"]), (&json!(2), &json!(0)));
    assert_eq!(came["kanda"], json!(["Barn Ett"]));
    // The same once more is answered the same, and changes nothing.
    let events = service.rows("event").await;
    assert_eq!(
        staff.takes_in(&text, false, "in").await.text(),
        reply.text()
    );
    assert_eq!(service.rows("event").await, events);
    let again = staff.takes_in(&text, false, "again").await.json();
    assert_eq!((&again["nya"], &again["andrade"]), (&json!(0), &json!(0)));

    let communicator = service.person("kommunikator").await;
    let line = communicator.consents("Barn Ett").await["samtycken"][0].clone();
    assert_eq!(line["lage"], "galler");
    let path = format!("/api/samtycken/{}", line["id"].as_str().unwrap());
    let seen = communicator.get(&path).send().await.json();
    assert_eq!(seen["underskrifter"][0]["pa_listan"]["av"], "medarbetare");
    assert_eq!(
        seen["underskrifter"][0]["underlag"]["legitimerad"],
        "egen-adress"
    );
    // Afterwards it counts at once.
    assert_eq!(
        service.signed_by_both("Barn Två", others, "b").await,
        "galler"
    );
    // Who has not answered is seen on the list.
    let rows = staff.rows().await;
    assert_eq!(rows[0]["person"]["namn"], "Barn Ett");
    assert_eq!(rows[0]["svar"][0]["lage"], "galler");
}

#[tokio::test]
async fn a_list_is_seen_and_kept_by_its_unit_alone() {
    let service = TestService::new().await;
    let staff = service.person("medarbetare").await;
    check(
        &staff
            .takes_in(&row("Barn Ett", GUARDIANS), false, "a")
            .await,
        200,
        "",
    );
    let kept = staff.rows().await[0].clone();
    let path = format!("/api/lista/{}", kept["id"].as_str().unwrap());
    for who in ["medarbetare2", "kommunikator", "administrator"] {
        let other = service.person(who).await;
        check(&other.get(LIST).send().await, 403, "inte-behorig");
        check(
            &other.takes_in("Barn Två;2016-05-04", false, "b").await,
            403,
            "inte-behorig",
        );
        let ends = json!({ "kommando": "sluta" });
        let reply = other.command(&path, 1, "c", &ends).send().await;
        check(&reply, 403, "inte-behorig");
    }
    check(
        &service.stranger().get(LIST).send().await,
        401,
        "inloggning-kravs",
    );
    // Nothing of it stands in the open.
    let bodies: Vec<String> =
        sqlx::query_scalar("SELECT body FROM document UNION SELECT body FROM event")
            .fetch_all(service.state.db.readers())
            .await
            .unwrap();
    assert!(
        bodies
            .iter()
            .all(|body| !body.contains("Barn Ett") && !body.contains("ett@demo"))
    );
}

#[tokio::test]
async fn rows_that_need_mending_are_told_of_and_the_others_are_taken() {
    let service = TestService::new().await;
    let staff = service.person("medarbetare").await;
    let text = "Barn Ett;2016-05-04;Vårdnadshavare Ett;ett@demo\nBarn Två;2016-05-05\n;;\nBarn Tre";
    let came = staff.takes_in(text, false, "a").await.json();
    assert_eq!(came["nya"], 1);
    assert_eq!(
        came["avvisade"],
        json!([
            { "rad": 1, "fel": [{ "fel": "epost", "cell": "ett@demo" }] },
            { "rad": 4, "fel": [{ "fel": "fodd", "cell": "" }] },
        ])
    );
    // With such a row among them nobody is said to have left: it may be theirs.
    check(
        &staff.takes_in(text, true, "b").await,
        400,
        "trasig-begaran",
    );
    let came = staff
        .takes_in("Barn Fem;2016-05-05", true, "c")
        .await
        .json();
    assert_eq!((&came["nya"], &came["slutade"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn who_leaves_names_nobody_and_is_destroyed_after_a_while() {
    let mut service = TestService::new().await;
    let staff = service.person("medarbetare").await;
    check(
        &staff
            .takes_in(&row("Barn Ett", GUARDIANS), false, "a")
            .await,
        200,
        "",
    );
    let kept = staff.rows().await[0].clone();
    let path = format!("/api/lista/{}", kept["id"].as_str().unwrap());
    let ends = json!({ "kommando": "sluta" });
    // The last day is today, and from tomorrow the row names nobody.
    let reply = staff.command(&path, 1, "b", &ends).send().await;
    check(&reply, 200, "");
    assert_eq!(reply.json()["till"], "2026-11-21");
    check(
        &staff.command(&path, 2, "c", &ends).send().await,
        409,
        "inte-nu",
    );
    check(
        &staff.command(&path, 1, "d", &ends).send().await,
        412,
        "inaktuell",
    );
    let back = json!({ "kommando": "tillbaka" });
    let reply = staff.command(&path, 2, "e", &back).send().await;
    assert_eq!(reply.json()["till"], Value::Null);
    check(&staff.command(&path, 3, "f", &ends).send().await, 200, "");

    let later = |days| crate::clock::Clock::standing(noon() + chrono::Days::new(days));
    service.state.clock = later(29);
    destroy_due(&service.state).await;
    assert_eq!(staff.rows().await.len(), 1);
    service.state.clock = later(30);
    destroy_due(&service.state).await;
    assert_eq!(staff.rows().await.len(), 0);
    let gone = staff.command(&path, 4, "g", &back).send().await;
    check(&gone, 404, "finns-inte");

    // A row that was a mistake is taken away at once, however often it is asked for.
    service.state.clock = later(0);
    check(
        &staff
            .takes_in(&row("Barn Fel", GUARDIANS), false, "h")
            .await,
        200,
        "",
    );
    let kept = staff.rows().await[0].clone();
    let path = format!("/api/lista/{}", kept["id"].as_str().unwrap());
    for _ in 0..2 {
        let away = json!({ "kommando": "ta-bort" });
        check(&staff.command(&path, 1, "i", &away).send().await, 200, "");
    }
    assert_eq!(staff.rows().await.len(), 0);
}

#[tokio::test]
async fn a_row_that_a_consent_hangs_on_stays() {
    let mut service = TestService::new().await;
    let staff = service.person("medarbetare").await;
    check(
        &staff
            .takes_in(&row("Barn Ett", GUARDIANS), false, "a")
            .await,
        200,
        "",
    );
    assert_eq!(
        service.signed_by_both("Barn Ett", GUARDIANS, "b").await,
        "galler"
    );
    let came = staff
        .takes_in("Barn Två;2016-05-05", true, "c")
        .await
        .json();
    assert_eq!(came["slutade"], 1);
    service.state.clock = crate::clock::Clock::standing(noon() + chrono::Days::new(60));
    destroy_due(&service.state).await;
    assert_eq!(staff.rows().await.len(), 2);
}

#[tokio::test]
async fn who_is_protected_leaves_the_lists_and_comes_on_none() {
    let service = TestService::new().await;
    let staff = service.person("medarbetare").await;
    check(
        &staff
            .takes_in(&row("Barn Ett", GUARDIANS), false, "a")
            .await,
        200,
        "",
    );
    service.signed_by_one("Barn Ett", GUARDIANS, "b").await;
    let communicator = service.person("kommunikator").await;
    let found = communicator.people("barn").await;
    let path = format!(
        "/api/individer/{}",
        found["individer"][0]["id"].as_str().unwrap()
    );
    let protect = json!({ "kommando": "skydda" });
    check(
        &communicator.command(&path, 1, "s", &protect).send().await,
        200,
        "",
    );
    assert_eq!(staff.rows().await.len(), 0);
    let came = staff
        .takes_in(&row("Barn Ett", GUARDIANS), false, "c")
        .await
        .json();
    assert_eq!(came["avvisade"][0]["fel"][0]["fel"], "skyddad");
    assert_eq!(staff.rows().await.len(), 0);
    assert_eq!(staff.to_confirm().await.len(), 0);
}

#[tokio::test]
async fn what_waits_is_shown_with_the_list_beside() {
    let service = TestService::new().await;
    let staff = service.person("medarbetare").await;
    // Before there is a list there is nothing to compare with.
    service.signed_by_one("Barn Ett", GUARDIANS, "a").await;
    let waiting = staff.to_confirm().await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(
        (&waiting[0]["finns_lista"], &waiting[0]["listan"]),
        (&json!(false), &Value::Null)
    );
    assert!(
        waiting[0]["satt"]
            .as_array()
            .unwrap()
            .contains(&json!("kanner"))
    );

    let listed = [
        ("Vårdnadshavare Ett", "ett@demo.example"),
        ("Okänd Förälder", "tva@demo.example"),
    ];
    let text = row("Barn Et", listed);
    check(&staff.takes_in(&text, false, "b").await, 200, "");
    let waiting = staff.to_confirm().await;
    assert_eq!(waiting[0]["listan"]["namn"], "Barn Et");
    assert_eq!(waiting[0]["narmast"], 0);
    assert_eq!(
        waiting[0]["skillnader"],
        json!([{ "vad": "namn", "listan": "Barn Et", "svaret": "Barn Ett" }])
    );
    let strangers = [
        ("Främling Ett", "f1@demo.example"),
        ("Främling Två", "f2@demo.example"),
    ];
    service.signed_by_one("Barn Et", strangers, "c").await;
    let waiting = staff.to_confirm().await;
    let stranger = waiting
        .iter()
        .find(|one| one["svarande"]["namn"] == "Främling Ett")
        .unwrap();
    assert_eq!(stranger["narmast"], Value::Null);
    assert_eq!(stranger["listan"]["kontakter"][1]["namn"], "Okänd Förälder");
    assert_eq!(
        stranger["satt"],
        json!(["ringde", "legitimation", "pa-plats"])
    );
    // And the rules hold to it.
    let path = format!("/api/samtycken/{}", stranger["samtycke"].as_str().unwrap());
    let version = stranger["version"].as_i64().unwrap();
    let known = json!({ "kommando": "bekrafta", "part": 0, "hur": "kanner" });
    let reply = staff.command(&path, version, "d", &known).send().await;
    check(&reply, 422, "uppgift");
    assert_eq!(reply.json()["uppgift"], "inte-pa-listan");
    let rung = json!({ "kommando": "bekrafta", "part": 0, "hur": "ringde" });
    check(
        &staff.command(&path, version, "e", &rung).send().await,
        200,
        "",
    );
    assert_eq!(staff.to_confirm().await.len(), 1);
    // Nobody of another unit has anything to confirm here.
    let other = service.person("medarbetare2").await;
    assert_eq!(other.to_confirm().await.len(), 0);
}

#[tokio::test]
async fn who_is_told_of_a_yes_can_stop_it_and_sees_nothing() {
    let service = TestService::new().await;
    let staff = service.person("medarbetare").await;
    let old = [("Vårdnadshavare Ett", "gammal@demo.example"), GUARDIANS[1]];
    check(
        &staff.takes_in(&row("Barn Ett", old), false, "a").await,
        200,
        "",
    );
    let waits = service.signed_by_both("Barn Ett", GUARDIANS, "b").await;
    assert_eq!(waits, "vantar-pa-granskning");
    let [one] = &staff.to_confirm().await[..] else {
        panic!("one answer waits");
    };
    let path = format!("/api/samtycken/{}", one["samtycke"].as_str().unwrap());
    let rung = json!({ "kommando": "bekrafta", "part": 0, "hur": "ringde" });
    let version = one["version"].as_i64().unwrap();
    check(
        &staff.command(&path, version, "c", &rung).send().await,
        200,
        "",
    );
    let mail = service.mail().await;
    let told: Vec<&str> = mail
        .iter()
        .filter(|mail| mail.template == "samtycke-ja-antecknat")
        .map(|mail| mail.to.as_str())
        .collect();
    assert_eq!(told, ["gammal@demo.example"]);

    let letter = service
        .letter_to("gammal@demo.example", "samtycke-ja-antecknat")
        .await;
    let (holder, seen) = service.opened(&letter.token()).await;
    assert_eq!(
        (&seen["steg"], &seen["far"]),
        (&json!("invandning"), &json!(["stammer-inte"]))
    );
    let shown = seen.to_string();
    assert!(
        !shown.contains("Barn") && !shown.contains("demo.example"),
        "{shown}"
    );
    // The link does that one thing.
    let version = seen["version"].as_i64().unwrap();
    let gives = |body: Value, key: &str| {
        holder
            .post("/api/lank/kommando")
            .version(version)
            .key(key)
            .json(&body)
            .send()
    };
    for body in [
        json!({ "kommando": "neka" }),
        json!({ "kommando": "andra" }),
        json!({ "kommando": "signera" }),
        json!({ "kommando": "ta-tillbaka", "vad": "allt" }),
    ] {
        check(
            &gives(body.clone(), &body.to_string()).await,
            403,
            "inte-behorig",
        );
    }
    let draft = service.youth("Barn Ett", GUARDIANS);
    let put = holder
        .put("/api/lank/utkast")
        .version(version)
        .json(&draft)
        .send()
        .await;
    check(&put, 410, "lanken-galler-inte");
    let code = holder.post("/api/lank/kod").json(&json!({})).send().await;
    check(&code, 410, "lanken-galler-inte");
    // And no other link does it.
    let receipt = service.letter_to(GUARDIANS[0].1, "samtycke-kvittens").await;
    let (guardian, _) = service.opened(&receipt.token()).await;
    let reply = guardian
        .post("/api/lank/kommando")
        .version(version)
        .key("d")
        .json(&json!({ "kommando": "stammer-inte" }))
        .send()
        .await;
    check(&reply, 403, "inte-behorig");

    let stopped = gives(json!({ "kommando": "stammer-inte" }), "e").await;
    check(&stopped, 200, "");
    assert_eq!(stopped.json()["far"], json!([]));
    let again = gives(json!({ "kommando": "stammer-inte" }), "e").await;
    assert_eq!(again.text(), stopped.text());
    let seen = staff.get(&path).send().await.json();
    assert_eq!(seen["lage"], "fryst");
    assert_eq!(seen["fryst_for_att"], json!(["obekraftat-nej"]));
}

#[tokio::test]
async fn each_manager_is_told_once_a_week_of_what_the_staff_brought_about() {
    let mut service = TestService::new().await;
    let (first, _) = service.signed_by_one("Barn Ett", GUARDIANS, "a").await;
    drop(first);
    service.signed_by_both("Barn Två", GUARDIANS, "b").await;
    service.confirmed("Barn Två", "c").await;
    let letters = async |service: &TestService| {
        let mail = service.mail().await;
        let weekly = mail
            .iter()
            .filter(|mail| mail.template == "samtycke-veckan");
        weekly
            .map(|mail| (mail.to.clone(), mail.told["lank"].clone()))
            .collect::<Vec<_>>()
    };
    // In the week that it was done nothing is told, and in the one after it once.
    tell_managers(&service.state).await.unwrap();
    assert_eq!(letters(&service).await, []);
    service.state.clock = crate::clock::Clock::standing(noon() + chrono::Days::new(3));
    for _ in 0..2 {
        tell_managers(&service.state).await.unwrap();
    }
    let expected = (
        "chef@demo.example".to_owned(),
        json!("/samtycken?personal=2026-11-16"),
    );
    assert_eq!(letters(&service).await, [expected]);
    let manager = service.person("chef").await;
    let wanted = |day: &str| json!({ "av_personal_sedan": day });
    let found = async |day: &str| {
        let reply = manager
            .post("/api/samtycken/sok")
            .json(&wanted(day))
            .send()
            .await;
        check(&reply, 200, "");
        let lines = reply.json()["samtycken"].clone();
        let names = lines
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["namn"].clone());
        names.collect::<Vec<_>>()
    };
    assert_eq!(found("2026-11-16").await, ["Barn Två"]);
    assert_eq!(found("2026-11-22").await, [""; 0]);
    service.state.clock = crate::clock::Clock::standing(noon() + chrono::Days::new(10));
    tell_managers(&service.state).await.unwrap();
    assert_eq!(letters(&service).await.len(), 1);
}

#[tokio::test]
async fn a_question_is_mailed_to_the_list_and_not_to_who_has_answered() {
    let service = TestService::new().await;
    let staff = service.person("medarbetare").await;
    let others = [
        ("Vårdnadshavare Tre", "tre@demo.example"),
        ("Vårdnadshavare Fyra", "fyra@demo.example"),
    ];
    let text = [
        &row("Barn Ett", GUARDIANS)[..],
        &row("Barn Två", others),
        "Barn Tre\t2016-05-04\tVårdnadshavare Fem\t070-174 06 05\n",
        "Person Demo\t1980-05-04\tperson@demo.example\n",
    ]
    .concat();
    assert_eq!(staff.takes_in(&text, false, "in").await.json()["nya"], 4);
    let (id, _) = service.asked(&staff, "samtycke-ungdom", "q").await;
    let path = format!("/api/samtycke/begaran/{id}/utskick");
    let reply = staff.post(&path).key("m").send().await;
    check(&reply, 200, "");
    assert_eq!(
        reply.json(),
        json!({ "skickade": 2, "svarat": 0, "nas_inte": 2 })
    );
    assert_eq!(staff.post(&path).key("m").send().await.text(), reply.text());
    check(&staff.post(&path).key("again").send().await, 409, "inte-nu");
    let other = service.person("medarbetare2").await;
    check(&other.post(&path).key("x").send().await, 404, "finns-inte");

    // The link in the letter is answered, by a code to the very address, and counts at once.
    let letter = service.letter_to(GUARDIANS[0].1, "samtycke-fraga").await;
    assert!(letter.told["dag"].as_str().unwrap().contains("december"));
    let (visitor, seen) = service.opened(&letter.token()).await;
    assert_eq!(seen["steg"], "utkast");
    let draft = service.youth("Barn Ett", GUARDIANS);
    let put = visitor
        .put("/api/lank/utkast")
        .version(0)
        .json(&draft)
        .send()
        .await;
    check(&put, 200, "");
    service.identified(&visitor, GUARDIANS[0].1, true).await;
    let signed = visitor
        .post("/api/lank/kommando")
        .version(1)
        .key("s")
        .json(&json!({ "kommando": "signera" }))
        .send()
        .await;
    check(&signed, 200, "");
    // Who has said no to the same pictures is not asked by another question either.
    let (second, _) = service.asked(&staff, "samtycke-ungdom", "q2").await;
    let no = json!({ "kommando": "neka", "utkast": { "form": "samtycke-ungdom", "svar": {
        "fyller-i": "vardnadshavare", "ditt-namn": others[0].0,
        "barnets-namn": "Barn Två", "barnets-fodelsedatum": "2016-05-04",
    }}});
    let letter = service.letter_to(others[0].1, "samtycke-fraga").await;
    let (refuser, _) = service.opened(&letter.token()).await;
    let said = refuser
        .post("/api/lank/kommando")
        .version(0)
        .key("no")
        .json(&no)
        .send()
        .await;
    check(&said, 200, "");
    let other = format!("/api/samtycke/begaran/{second}/utskick");
    let reply = staff.post(&other).key("m2").send().await;
    assert_eq!(
        reply.json(),
        json!({ "skickade": 1, "svarat": 1, "nas_inte": 2 })
    );
    // The next day those are reminded who have not answered.
    service.state.clock.set(noon() + chrono::Days::new(1));
    let staff = service.person("medarbetare").await;
    let reply = staff.post(&path).key("tomorrow").send().await;
    assert_eq!(
        reply.json(),
        json!({ "skickade": 0, "svarat": 2, "nas_inte": 2 })
    );
}

#[tokio::test]
async fn no_other_unit_brings_about_a_yes_for_a_child_on_a_list() {
    let service = TestService::new().await;
    let school = service.person("medarbetare2").await;
    let text = row("Barn Ett", GUARDIANS);
    let reply = school
        .post("/api/enheter/simhallen/lista")
        .key("a")
        .json(&json!({ "text": text }))
        .send()
        .await;
    check(&reply, 200, "");
    // The library has the child on no list, and registers a sheet all the same.
    let library = service.person("medarbetare").await;
    let names = ["Vårdnadshavare Ett", "Vårdnadshavare Två"];
    let mut draft = super::sealed::sheet("Barn Ett", names, "Skåp 2");
    draft["svar"]["verksamhet"] = json!("biblioteket");
    let (place, _) = service.paper(&library, &draft, "p").await;
    let seen = library.get(&place).send().await.json();
    assert_eq!(seen["lage"], "vantar-pa-granskning");
    assert_eq!(seen["granskas_for_att"], json!(["annan-enhet"]));
    let version = seen["version"].as_i64().unwrap();
    let approve = json!({ "kommando": "godkann" });
    check(
        &library.command(&place, version, "g", &approve).send().await,
        403,
        "inte-behorig",
    );
    let communicator = service.person("kommunikator").await;
    let reply = communicator
        .command(&place, version, "h", &approve)
        .send()
        .await;
    check(&reply, 200, "");
    assert_eq!(reply.json()["lage"], "galler");
}
