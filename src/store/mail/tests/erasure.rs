//! Letters that are of no use any more are destroyed, and staff are told why they cannot be sent.

use chrono::TimeDelta;
use serde_json::Value;
use serde_json::json;

use crate::consent::tests::GUARDIANS;
use crate::mail::tests::{MANAGER, first, open, outbox, state};
use crate::tests::smtp::Mood;
use crate::tests::{TestService, check};

/// A letter as it lies on disk.
type Row = (i64, i64, String, String);

impl TestService {
    /// A letter of this kind, sealed.
    async fn sealed(&self, template: &str) -> Row {
        sqlx::query_as("SELECT event, place, recipient, body FROM outbox WHERE template = $1")
            .bind(template)
            .fetch_one(self.state.db.readers())
            .await
            .unwrap()
    }

    /// Whether anything of a letter as it lay on disk is there still, in any file.
    async fn lies_on_disk(&self, (_, _, recipient, body): &Row) -> bool {
        assert!(!recipient.is_empty() && !body.is_empty());
        let folder = self.state.db.path().parent().unwrap();
        std::fs::read_dir(folder).unwrap().any(|entry| {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            text.contains(recipient.as_str()) || text.contains(body.as_str())
        })
    }
}

fn again((event, place, ..): &Row) -> String {
    format!("/api/utkorg/{event}/{place}/skicka-om")
}

#[tokio::test]
async fn a_letter_whose_link_was_used_is_destroyed_and_not_sent_again() {
    let service = TestService::new().await;
    let (server, mailer) = open(Mood::Refuses);
    service.signed_by_one("Barn Ett", GUARDIANS, "k1").await;
    service.deliver(&mailer).await;
    let invitation = service.sealed("samtycke-medsignera").await;
    let token = service
        .letter_to("tva@demo.example", "samtycke-medsignera")
        .await
        .token();
    // A link that can still be signed with keeps its letter, so that it can be sent again.
    service.state.sessions.sweep().await;
    assert!(service.lies_on_disk(&invitation).await);
    let staff = service.person("kommunikator").await;
    check(&staff.post(&again(&invitation)).send().await, 204, "");
    service.deliver(&mailer).await;

    let (second, _) = service.opened(&token).await;
    let seen = service.identified(&second, "tva@demo.example", false).await;
    check(&service.sign(&second, &seen, "k2").await, 200, "");
    service.state.sessions.sweep().await;
    assert!(!service.lies_on_disk(&invitation).await);
    server.be(Mood::Takes);
    let reply = staff.post(&again(&invitation)).send().await;
    check(&reply, 410, "brevet-raderat");
    service.deliver(&mailer).await;
    assert!(
        server
            .taken()
            .iter()
            .all(|letter| !letter.parts()[1].contains(&token))
    );
    // Nobody is asked to see to a letter that nobody can send.
    let listed = |letters: &[Value]| {
        letters
            .iter()
            .find(|letter| letter["handelse"] == invitation.0 && letter["plats"] == invitation.1)
            .map(|letter| (letter["lage"].clone(), letter["fel"].clone()))
    };
    assert_eq!(listed(&outbox(&staff).await), None);
    let administrator = service.person("administrator").await;
    assert_eq!(
        listed(&outbox(&administrator).await),
        Some((json!("uppgivet"), json!("raderad")))
    );
}

#[tokio::test]
async fn a_letter_whose_link_or_code_is_past_its_time_is_destroyed() {
    let service = TestService::new().await;
    service.signed_by_one("Barn Ett", GUARDIANS, "k1").await;
    let invitation = service.sealed("samtycke-medsignera").await;
    let receipt = service.sealed("samtycke-inskickat").await;
    let code = service.sealed("samtycke-kod").await;
    let left = async || {
        service.state.sessions.sweep().await;
        let mut left = Vec::new();
        for letter in [&invitation, &receipt, &code] {
            left.push(service.lies_on_disk(letter).await);
        }
        left
    };
    service.later(TimeDelta::minutes(10));
    assert_eq!(left().await, [true, true, true]);
    service.later(TimeDelta::minutes(1));
    assert_eq!(left().await, [true, true, false]);
    service.later(TimeDelta::days(60));
    assert_eq!(left().await, [false, true, false]);
}

#[tokio::test]
async fn a_letter_about_a_case_can_be_sent_again_for_ninety_days() {
    let service = TestService::new().await;
    let (server, mailer) = open(Mood::Refuses);
    let employee = service.person("medarbetare").await;
    employee.sent(&service.asking("ettkonto"), "a").await;
    service.deliver(&mailer).await;
    let letter = service.sealed("chef-godkann").await;
    service.later(TimeDelta::days(90));
    service.state.sessions.sweep().await;
    assert!(service.lies_on_disk(&letter).await);
    let staff = service.person("kommunikator").await;
    check(&staff.post(&again(&letter)).send().await, 204, "");
    service.deliver(&mailer).await;
    service.later(TimeDelta::days(1));
    service.state.sessions.sweep().await;
    assert!(!service.lies_on_disk(&letter).await);
    server.be(Mood::Takes);
    let staff = service.person("kommunikator").await;
    let reply = staff.post(&again(&letter)).send().await;
    check(&reply, 410, "brevet-raderat");
    assert_eq!(service.deliver(&mailer).await, 0);
    let administrator = service.person("administrator").await;
    assert_eq!(first(&administrator).await, state("uppgivet", 1, "raderad"));
}

#[tokio::test]
async fn nothing_of_a_letter_that_arrived_is_left_on_disk() {
    let service = TestService::new().await;
    let (server, mailer) = open(Mood::Takes);
    let employee = service.person("medarbetare").await;
    employee.sent(&service.asking("ettkonto"), "a").await;
    let letter = service.sealed("chef-godkann").await;
    service.deliver(&mailer).await;
    assert!(server.taken().iter().any(|letter| letter.to == MANAGER));
    service.state.sessions.sweep().await;
    assert!(!service.lies_on_disk(&letter).await);
    let staff = service.person("kommunikator").await;
    let reply = staff.post(&again(&letter)).send().await;
    check(&reply, 409, "inte-nu");
}
