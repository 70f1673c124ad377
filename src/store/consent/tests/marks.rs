//! What is personal is sealed: marks in every field are found nowhere they should not be.

use serde_json::json;
use std::sync::{Arc, Mutex};

use crate::consent::tests::publication;
use crate::consent::tests::sealed::sheet;
use crate::tests::{TestService, check};

impl TestService {
    /// Everything that lies in the database's folder, and a backup.
    async fn everything_on_disk(&self) -> Vec<u8> {
        let folder = self.state.db.path().parent().unwrap();
        let copy = folder.join("copy.db");
        let _ = std::fs::remove_file(&copy);
        self.state.db.back_up(&copy).await.unwrap();
        std::fs::read_dir(folder)
            .unwrap()
            .flat_map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
            .collect()
    }
}

/// How every mark begins.
const MARK: &str = "Qzqzqz";

fn holds(bytes: &[u8], text: &str) -> bool {
    let text = text.as_bytes();
    let mut rest = bytes;
    while let Some(place) = rest.iter().position(|byte| *byte == text[0]) {
        rest = &rest[place..];
        if rest.starts_with(text) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

/// Where the log of a test goes.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_thousand_marks_are_found_nowhere_they_should_not_be() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let service = TestService::new().await;
    let staff = service.person("kommunikator").await;
    let mut marks: Vec<String> = Vec::new();
    let mut mark = |what: &str| {
        let mark = format!("{MARK}{what}x{:04}q", marks.len());
        marks.push(mark.clone());
        mark
    };
    let mut children = Vec::new();
    for number in 0..238 {
        let child = mark("barn");
        let guardians = [mark("ett"), mark("två")];
        let draft = sheet(&child, [&guardians[0], &guardians[1]], &mark("skåp"));
        let (_, id) = service.paper(&staff, &draft, &number.to_string()).await;
        children.push(id);
    }
    for number in 0..8 {
        let key = format!("youth {number}");
        let (child, one, two) = (mark("barn"), mark("ett"), mark("två"));
        let addresses = [mark("epost"), mark("post")]
            .map(|mark| format!("{}@demo.example", mark.replace('å', "a")));
        service
            .signed_by_one(&child, [(&one, &addresses[0]), (&two, &addresses[1])], &key)
            .await;
    }
    for (number, child) in children.iter().take(4).enumerate() {
        let mut draft = publication(child);
        draft["bild"]["titel"] = json!(mark("bild"));
        let reply = staff
            .post("/api/publiceringar")
            .key(&format!("picture {number}"))
            .json(&draft)
            .send()
            .await;
        check(&reply, 201, "");
    }
    for _ in 0..2 {
        let draft = json!({ "form": "avliden", "svar": {
            "avliden-namn": mark("död"), "avliden-fodelsedatum": "1934-11-21",
            "ditt-namn": mark("nära"), "relation": mark("barn"),
            "din-epost": "nara@demo.example", "din-telefon": "070-174 06 05",
            "onskan": "lat-ligga", "onskan-bilder": format!("Bilderna {}", mark("sommar")),
            "narstaende-overens": "ja",
        }});
        let reply = service
            .stranger()
            .post("/api/avliden")
            .json(&draft)
            .send()
            .await;
        check(&reply, 202, "");
    }
    assert!(1000 <= marks.len(), "{}", marks.len());

    let mut places = Vec::new();
    // Staff who may see them do, or the rest would prove nothing.
    let seen = staff.consents(&marks[0]).await.to_string();
    assert!(holds(seen.as_bytes(), MARK) && holds(seen.as_bytes(), &marks[0]));
    let seen = staff.people(&marks[0]).await.to_string();
    assert!(holds(seen.as_bytes(), &marks[0]));
    // Addresses are kept by browsers and proxies, so a name in one leads nowhere.
    for path in ["/api/samtycken", "/api/individer"] {
        let named = staff.get(&format!("{path}?sok={}", marks[0])).send().await;
        assert!(named.status.is_client_error(), "{path}");
        places.push(("the answer to an address", named.bytes));
    }

    places.push(("disk", service.everything_on_disk().await));
    places.push(("log", log.0.lock().unwrap().clone()));
    for person in ["medarbetare2", "chef2", "administrator"] {
        let person = service.person(person).await;
        for path in [
            "/api/samtycke/begaran",
            "/api/publiceringar",
            "/api/aterkallelser",
            "/api/gallring",
            &format!("/api/individer/{}", children[0]),
            &format!("/api/individer/{}/utdrag", children[0]),
            &format!("/api/individer/{}/underlag", children[0]),
        ] {
            places.push(("another role's answer", person.get(path).send().await.bytes));
        }
        for words in ["", "qzqzqz"] {
            for found in [person.people(words).await, person.consents(words).await] {
                let found = found.to_string().into_bytes();
                places.push(("another role's search", found));
            }
        }
    }
    for mail in service.mail().await {
        let told = [mail.template, mail.told.to_string()].concat();
        places.push(("mail", told.into_bytes()));
    }
    for (name, bytes) in places {
        // All marks begin alike, with more than chance puts into what is sealed, so one look is enough
        // when there is none.
        if !holds(&bytes, MARK) {
            continue;
        }
        for mark in &marks {
            assert!(!holds(&bytes, mark), "{mark} is in {name}");
        }
    }
}
