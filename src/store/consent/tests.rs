//! A youth's consent: how it is signed, and what must not go wrong on the way.

pub(crate) mod marks;
mod roster;
pub(crate) mod sealed;
pub(crate) mod withdrawal;

use rules::catalogue;
use rules::consent::scope::{Channel, Occasion};
use rules::consent::{form, text};
use rules::form::draft::Draft;
use rules::policy::Policy;
use serde_json::Value;
use serde_json::json;

use crate::tests::{Reply, TestService, Visitor, check, noon};

/// A letter that waits in the outbox.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    pub(crate) to: String,
    pub(crate) template: String,
    pub(crate) told: Value,
}

impl Mail {
    /// The token of the link in it.
    pub(crate) fn token(&self) -> String {
        let link = self.told["lank"].as_str().unwrap();
        link.strip_prefix("/samtycke/lank#").unwrap().to_owned()
    }
}

impl TestService {
    /// Every letter that was written, the first first.
    pub(crate) async fn mail(&self) -> Vec<Mail> {
        let rows: Vec<(i64, i64, String, String, String)> = sqlx::query_as(
            "SELECT event, place, recipient, body, template FROM outbox ORDER BY event, place",
        )
        .fetch_all(self.state.db.readers())
        .await
        .unwrap();
        rows.into_iter()
            .map(|(event, place, recipient, body, template)| {
                let (to, body) = self
                    .state
                    .keyring
                    .open_letter((event, place), &recipient, &body)
                    .unwrap();
                Mail {
                    to,
                    template,
                    told: serde_json::from_str(&body).unwrap(),
                }
            })
            .collect()
    }

    /// The last letter of a kind to an address.
    pub(crate) async fn letter_to(&self, to: &str, template: &str) -> Mail {
        let mail = self.mail().await;
        mail.iter()
            .rfind(|mail| mail.to == to && mail.template == template)
            .unwrap_or_else(|| panic!("no {template} to {to} in {mail:?}"))
            .clone()
    }

    /// A request of the library's own, and the token of its link.
    pub(crate) async fn asked(&self, staff: &Visitor, form: &str, key: &str) -> (String, String) {
        let reply = staff
            .post("/api/samtycke/begaran")
            .key(key)
            .json(&json!({
                "blankett": form,
                "enhet": "biblioteket",
                "tillfalle": { "slag": "fortlopande" },
                "kanaler": ["kommunens-konton", "webbplats"],
                "till": "2026-12-15",
            }))
            .send()
            .await;
        check(&reply, 201, "");
        let request = reply.json();
        let link = request["lank"].as_str().unwrap();
        let token = link.strip_prefix("/samtycke/lank#").unwrap();
        (request["id"].as_str().unwrap().to_owned(), token.to_owned())
    }

    /// A person who opens a link, and what they see.
    pub(crate) async fn opened(&self, token: &str) -> (Visitor, Value) {
        let mut visitor = self.stranger();
        let reply = visitor
            .post("/api/lank")
            .json(&json!({ "nyckel": token }))
            .send()
            .await;
        check(&reply, 200, "");
        visitor.cookie = reply.cookie();
        (visitor, reply.json())
    }

    /// Shows who one is with a code by e-mail. The address is only said by the person who fills in.
    pub(crate) async fn identified(&self, visitor: &Visitor, address: &str, typed: bool) -> Value {
        let wanted = if typed {
            json!({ "epost": address })
        } else {
            json!({})
        };
        let reply = visitor.post("/api/lank/kod").json(&wanted).send().await;
        check(&reply, 204, "");
        let code = self.letter_to(address, "samtycke-kod").await.told["kod"].clone();
        let reply = visitor
            .post("/api/lank/legitimera")
            .json(&json!({ "kod": code }))
            .send()
            .await;
        check(&reply, 200, "");
        reply.json()
    }

    /// The version of the text that a youth's guardian reads.
    pub(crate) fn text_version(&self, form: &str, channels: &[Channel]) -> String {
        let form = catalogue::form(form).unwrap();
        let policy = &self.state.policy.value;
        text::information(form, text::Wording::Standard, policy, channels, "").version
    }

    /// A youth form that keeps every rule, for a child with these guardians.
    pub(crate) fn youth(&self, child: &str, guardians: [(&str, &str); 2]) -> Value {
        let channels = [Channel::SharedAccount, Channel::Website];
        let [(name, email), (other, others)] = guardians;
        json!({ "form": "samtycke-ungdom", "svar": {
            "fyller-i": "vardnadshavare",
            "ditt-namn": name,
            "din-epost": email,
            "barnets-namn": child,
            "barnets-fodelsedatum": "2016-05-04",
            "antal-vardnadshavare": "tva",
            "andra-namn": other,
            "andra-epost": others,
            "foto": "ja", "film": "nej", "ljud": "nej",
            "kanal-kommunens-konton": "ja",
            "kanal-webbplats": "ja",
            "andamal-informera": "ja", "andamal-marknadsfora": "nej",
            "delning": "nej",
            "namn-med-bild": "fornamn",
            "giltighet": "tills-vidare",
            "text-last": self.text_version("samtycke-ungdom", &channels),
            "barnets-asikt": "ja",
        }})
    }

    /// A consent signed by the first guardian. Gives their browser and what they see.
    pub(crate) async fn signed_by_one(
        &self,
        child: &str,
        guardians: [(&str, &str); 2],
        key: &str,
    ) -> (Visitor, Value) {
        let staff = self.person("kommunikator").await;
        let (_, token) = self.asked(&staff, "samtycke-ungdom", key).await;
        let (visitor, seen) = self.opened(&token).await;
        assert_eq!(
            (&seen["steg"], &seen["version"]),
            (&json!("utkast"), &json!(0))
        );
        let draft = self.youth(child, guardians);
        let reply = visitor
            .put("/api/lank/utkast")
            .version(0)
            .json(&draft)
            .send()
            .await;
        check(&reply, 200, "");
        self.identified(&visitor, guardians[0].1, true).await;
        let reply = visitor
            .post("/api/lank/kommando")
            .version(1)
            .key(key)
            .json(&json!({ "kommando": "signera" }))
            .send()
            .await;
        check(&reply, 200, "");
        (visitor, reply.json())
    }

    /// The unit confirms everybody who has signed for the person and is waited for.
    pub(crate) async fn confirmed(&self, child: &str, key: &str) {
        let staff = self.person("kommunikator").await;
        let list = staff.consents(child).await;
        for line in list["samtycken"].as_array().unwrap() {
            if line["lage"] != "vantar-pa-granskning" {
                continue;
            }
            let path = format!("/api/samtycken/{}", line["id"].as_str().unwrap());
            let mut seen = staff.get(&path).send().await.json();
            let signatures = seen["underskrifter"].as_array().unwrap().clone();
            for signature in signatures.iter().filter(|one| one["bekraftad"].is_null()) {
                let party = &signature["part"];
                let reply = staff
                    .post(&[&path, "/kommando"].concat())
                    .version(seen["version"].as_i64().unwrap())
                    .key(&format!("{key} confirm {party}"))
                    .json(&json!({ "kommando": "bekrafta", "part": party, "hur": "kanner" }))
                    .send()
                    .await;
                check(&reply, 200, "");
                seen = reply.json();
            }
        }
    }

    /// The unit tells what it has found about a no. Gives the consent.
    pub(crate) async fn settled(&self, child: &str, outcome: &str) -> Value {
        let staff = self.person("kommunikator").await;
        let list = staff.consents(child).await;
        let lines = list["samtycken"].as_array().unwrap();
        let frozen = lines.iter().find(|line| line["lage"] == "fryst").unwrap();
        let path = format!("/api/samtycken/{}", frozen["id"].as_str().unwrap());
        let seen = staff.get(&path).send().await.json();
        let reply = staff
            .post(&[&path, "/kommando"].concat())
            .version(seen["version"].as_i64().unwrap())
            .key(&["settled ", child, outcome].concat())
            .json(&json!({ "kommando": "nej-utrett", "utfall": outcome }))
            .send()
            .await;
        check(&reply, 200, "");
        reply.json()
    }

    /// Signs what another party has signed.
    pub(crate) async fn sign(&self, visitor: &Visitor, seen: &Value, key: &str) -> Reply {
        let body = json!({
            "kommando": "signera",
            "textversion": seen["textversion"],
            "svar": seen["svar"],
        });
        visitor
            .post("/api/lank/kommando")
            .version(seen["version"].as_i64().unwrap())
            .key(key)
            .json(&body)
            .send()
            .await
    }
}

pub(crate) const GUARDIANS: [(&str, &str); 2] = [
    ("Vårdnadshavare Ett", "ett@demo.example"),
    ("Vårdnadshavare Två", "tva@demo.example"),
];

pub(crate) fn publication(child: &str) -> Value {
    json!({
        "fraga": {
            "kanal": "webbplats", "medium": "foto", "andamal": "informera",
            "tagen": "2026-11-21",
            "personer": { "slag": "personer", "individer": [child] },
            "namn": "fornamn", "foretag": false, "egen_bild": true, "tvekan": false,
        },
        "bild": { "titel": "Utflykt" },
    })
}

#[tokio::test]
async fn a_signature_is_given_once_however_often_it_is_sent() {
    let service = TestService::new().await;
    service.signed_by_one("Barn Ett", GUARDIANS, "k1").await;
    let invitation = service
        .letter_to("tva@demo.example", "samtycke-medsignera")
        .await;
    let (visitor, _) = service.opened(&invitation.token()).await;
    let seen = service
        .identified(&visitor, "tva@demo.example", false)
        .await;
    let reply = service.sign(&visitor, &seen, "k2").await;
    let before = (service.rows("event").await, service.rows("outbox").await);
    let again = service.sign(&visitor, &seen, "k2").await;
    check(&again, 200, "");
    assert_eq!(reply.text(), again.text());
    check(
        &service.sign(&visitor, &seen, "another").await,
        412,
        "inaktuell",
    );
    // A person with the used link finds nothing.
    let late = service
        .stranger()
        .post("/api/lank")
        .json(&json!({ "nyckel": invitation.token() }))
        .send()
        .await;
    check(&late, 410, "lanken-galler-inte");
    assert_eq!(
        before,
        (service.rows("event").await, service.rows("outbox").await)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_64_who_sign_with_one_link_at_once_one_wins() {
    let service = TestService::new().await;
    let guardians = [GUARDIANS[0], ("Vårdnadshavare Två", "")];
    let staff = service.person("kommunikator").await;
    let (_, token) = service.asked(&staff, "samtycke-ungdom", "k").await;
    let (first, _) = service.opened(&token).await;
    let mut draft = service.youth("Barn Ett", guardians);
    draft["svar"]["andra-telefon"] = json!("070-174 06 05");
    let reply = first
        .put("/api/lank/utkast")
        .version(0)
        .json(&draft)
        .send()
        .await;
    check(&reply, 200, "");
    service.identified(&first, "ett@demo.example", true).await;
    let signed = json!({ "kommando": "signera" });
    let reply = first
        .post("/api/lank/kommando")
        .version(1)
        .key("k")
        .json(&signed)
        .send()
        .await;
    check(&reply, 200, "");
    // No mail reaches the second, so staff hand over a link.
    let list = staff.consents("").await;
    let id = list["samtycken"][0]["id"].as_str().unwrap();
    let link = staff
        .post(&format!("/api/samtycken/{id}/lank"))
        .json(&json!({ "part": 1 }))
        .send()
        .await
        .json();
    let token = link["lank"]
        .as_str()
        .unwrap()
        .strip_prefix("/samtycke/lank#")
        .unwrap();
    let mut openers = Vec::new();
    for _ in 0..64 {
        openers.push(service.opened(token).await);
    }
    let mut waiting = tokio::task::JoinSet::new();
    for (number, (visitor, seen)) in openers.into_iter().enumerate() {
        let body = json!({
            "kommando": "signera", "textversion": seen["textversion"], "svar": seen["svar"],
        });
        let ask = visitor
            .post("/api/lank/kommando")
            .version(seen["version"].as_i64().unwrap())
            .key(&number.to_string())
            .json(&body);
        waiting.spawn(ask.send());
    }
    let replies = waiting.join_all().await;
    let won: Vec<_> = replies.iter().filter(|reply| reply.status == 200).collect();
    assert_eq!(won.len(), 1);
    assert!(
        replies
            .iter()
            .all(|reply| [200, 409, 410, 412].contains(&reply.status.as_u16()))
    );
    let signatures = staff
        .get(&format!("/api/samtycken/{id}"))
        .send()
        .await
        .json();
    assert_eq!(signatures["underskrifter"].as_array().unwrap().len(), 2);
    assert_eq!(
        signatures["underskrifter"][1]["underlag"]["legitimerad"],
        "personlig-lank"
    );
}

#[tokio::test]
async fn a_link_opens_nothing_but_what_it_is_for() {
    let service = TestService::new().await;
    service.signed_by_one("Barn Ett", GUARDIANS, "a").await;
    let mine = service
        .letter_to("tva@demo.example", "samtycke-medsignera")
        .await;
    let others = [
        ("Vårdnadshavare Tre", "tre@demo.example"),
        ("Vårdnadshavare Fyra", "fyra@demo.example"),
    ];
    service.signed_by_one("Barn Två", others, "b").await;
    let theirs = service
        .letter_to("fyra@demo.example", "samtycke-medsignera")
        .await;

    // A code that was sent for one link is worth nothing with another.
    let (visitor, _) = service.opened(&mine.token()).await;
    let (intruder, seen) = service.opened(&theirs.token()).await;
    check(
        &visitor.post("/api/lank/kod").json(&json!({})).send().await,
        204,
        "",
    );
    let code = service
        .letter_to("tva@demo.example", "samtycke-kod")
        .await
        .told["kod"]
        .clone();
    let reply = intruder
        .post("/api/lank/legitimera")
        .json(&json!({ "kod": code }))
        .send()
        .await;
    check(&reply, 422, "koden-stammer-inte");
    check(
        &service.sign(&intruder, &seen, "x").await,
        403,
        "legitimering-kravs",
    );

    // Another person's address gets no code, however it is asked for.
    let before = service.rows("outbox").await;
    let reply = intruder
        .post("/api/lank/kod")
        .json(&json!({ "epost": "inkraktare@demo.example" }))
        .send()
        .await;
    check(&reply, 204, "");
    assert_eq!(service.rows("outbox").await, before + 1);
    assert!(
        service
            .mail()
            .await
            .iter()
            .all(|mail| mail.to != "inkraktare@demo.example")
    );

    // A changed character, another deployment, nonsense: all the same.
    let elsewhere = TestService::new().await;
    let mut changed = mine.token().into_bytes();
    changed[7] = if changed[7] == b'x' { b'y' } else { b'x' };
    let mut answers = Vec::new();
    for (service, token) in [
        (&service, String::from_utf8(changed).unwrap()),
        (&elsewhere, mine.token()),
        (&service, "x".to_owned()),
        (&service, String::new()),
    ] {
        let reply = service
            .stranger()
            .post("/api/lank")
            .json(&json!({ "nyckel": token }))
            .send()
            .await;
        check(&reply, 410, "lanken-galler-inte");
        answers.push(reply.text());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
}

#[test]
fn the_request_decides_what_is_asked() {
    let policy = Policy::from_toml(crate::demo::POLICY).unwrap();
    let form = catalogue::form("samtycke-ungdom").unwrap();
    let channels = [Channel::Website].into();
    let settled: Draft = form::prefill(
        form,
        &policy,
        "biblioteket",
        &Occasion::Ongoing,
        &channels,
        None,
    );
    assert_eq!(
        serde_json::to_value(&settled).unwrap()["svar"]["kanaler"][0],
        "webbplats"
    );
}

#[tokio::test]
async fn who_has_not_signed_is_reminded_once_and_then_it_is_over() {
    let service = TestService::new().await;
    service.signed_by_one("Barn Ett", GUARDIANS, "k1").await;
    let reminders = async |word: &str| {
        let mail = service.mail().await;
        mail.iter().filter(|mail| mail.template == word).count()
    };
    for (days, first, second, over) in [(6, 0, 0, 0), (7, 1, 0, 0), (21, 1, 1, 0), (31, 1, 1, 1)] {
        service
            .state
            .clock
            .set(noon() + chrono::Duration::days(days));
        for _ in 0..2 {
            crate::consent::calendar::come_due(&service.state).await;
        }
        assert_eq!(reminders("samtycke-paminnelse-1").await, first, "{days}");
        assert_eq!(reminders("samtycke-paminnelse-2").await, second, "{days}");
        assert_eq!(
            reminders("samtycke-inte-signerat").await,
            2 * over,
            "{days}"
        );
    }
    let reminder = service
        .letter_to("tva@demo.example", "samtycke-paminnelse-2")
        .await;
    let late = service
        .stranger()
        .post("/api/lank")
        .json(&json!({ "nyckel": reminder.token() }))
        .send()
        .await;
    check(&late, 410, "lanken-galler-inte");
    let staff = service.person("kommunikator").await;
    let list = staff.consents("").await;
    assert_eq!(list["samtycken"][0]["lage"], "utgangen");
}

#[tokio::test]
async fn a_no_from_one_ends_it_and_the_other_is_not_told_why() {
    let service = TestService::new().await;
    service.signed_by_one("Barn Ett", GUARDIANS, "k1").await;
    let invitation = service
        .letter_to("tva@demo.example", "samtycke-medsignera")
        .await;
    let (second, _) = service.opened(&invitation.token()).await;
    let seen = service.identified(&second, "tva@demo.example", false).await;
    let reply = second
        .post("/api/lank/kommando")
        .version(seen["version"].as_i64().unwrap())
        .key("no")
        .json(&json!({ "kommando": "neka" }))
        .send()
        .await;
    check(&reply, 200, "");
    // The address came from the first guardian, so that the unit finds out first whose no it is.
    let seen = reply.json();
    assert_eq!(seen["samtycke"]["lage"], "fryst");
    assert_eq!(seen["samtycke"]["nej_kontrolleras"], true);
    for to in ["medarbetare@demo.example", "chef@demo.example"] {
        service.letter_to(to, "samtycke-nej-att-kontrollera").await;
    }
    service
        .letter_to(GUARDIANS[1].1, "samtycke-nej-mottaget")
        .await;
    let settled = service.settled("Barn Ett", "stammer").await;
    assert_eq!(settled["lage"], "nekad");
    for letter in ["samtycke-pausat-kontroll", "samtycke-avslutat"] {
        let told = service.letter_to("ett@demo.example", letter).await;
        assert!(!told.told.to_string().contains("Två"), "{told:?}");
    }
}

#[tokio::test]
async fn after_a_death_nothing_new_is_published() {
    let service = TestService::new().await;
    service.signed_by_one("Barn Ett", GUARDIANS, "k1").await;
    let invitation = service
        .letter_to("tva@demo.example", "samtycke-medsignera")
        .await;
    let (second, _) = service.opened(&invitation.token()).await;
    let seen = service.identified(&second, "tva@demo.example", false).await;
    check(&service.sign(&second, &seen, "k2").await, 200, "");
    service.confirmed("Barn Ett", "k").await;
    let staff = service.person("kommunikator").await;
    let found = staff.people("barn").await;
    let child = found["individer"][0]["id"].as_str().unwrap().to_owned();
    let log = |key: &str| {
        staff
            .post("/api/publiceringar")
            .key(key)
            .json(&publication(&child))
            .send()
    };
    check(&log("before").await, 201, "");
    let mut answers = Vec::new();
    for (name, born) in [("Barn Ett", "2016-05-04"), ("Barn Okänt", "2016-05-04")] {
        let draft = json!({ "form": "avliden", "svar": {
            "avliden-namn": name, "avliden-fodelsedatum": born, "ditt-namn": "Närstående Ett",
            "relation": "Förälder", "din-epost": "nara@demo.example",
            "onskan": "ta-bort", "narstaende-overens": "ja",
        }});
        let reply = service
            .stranger()
            .post("/api/avliden")
            .json(&draft)
            .send()
            .await;
        check(&reply, 202, "");
        answers.push(reply.text());
    }
    assert_eq!(answers[0], answers[1]);
    check(&log("after").await, 422, "inte-ja");
    let pages = staff.get("/api/publiceringar").send().await.json();
    assert_eq!(pages["publiceringar"][0]["ska_bort"][0]["orsak"], "avliden");
    assert!(
        service
            .mail()
            .await
            .iter()
            .all(|mail| mail.to != "nara@demo.example")
    );
}
