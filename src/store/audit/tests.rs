//! What can be shown afterwards: the very text that was signed, and who searched.

use axum::Router;
use rules::policy::Policy;
use serde_json::json;
use std::sync::Arc;

use rules::catalogue;
use rules::consent::scope::Channel;
use rules::consent::text;

use crate::CurrentPolicy;
use crate::consent::tests::GUARDIANS;
use crate::database::writer::check_chain;
use crate::http::answer::Answer;
use crate::tests::{TestService, check, noon};

impl TestService {
    /// The same service after the organisation has changed who answers questions, and that policy.
    fn after_a_change(&self) -> (Router, Policy) {
        let before = Policy::from_toml(crate::demo::POLICY).unwrap();
        let changed = crate::demo::POLICY.replace(&before.contact.phone, "070-174 06 05");
        let policy = Policy::from_toml(&changed).unwrap();
        assert_ne!(policy.contact.phone, before.contact.phone);
        let mut state = self.state.clone();
        state.policy = Arc::new(CurrentPolicy {
            answer: Answer::json(&policy),
            value: policy.clone(),
        });
        (crate::router(state).unwrap(), policy)
    }
}

#[tokio::test]
async fn what_was_signed_can_be_read_word_for_word_after_the_text_has_changed() {
    let service = TestService::new().await;
    let channels = [Channel::SharedAccount, Channel::Website];
    let form = catalogue::form("samtycke-ungdom").unwrap();
    let policy = &service.state.policy.value;
    let shown = text::information(form, text::Wording::Standard, policy, &channels, "");
    let address = ["/api/samtycke/text/", &shown.version].concat();
    check(
        &service.stranger().get(&address).send().await,
        404,
        "finns-inte",
    );

    service.signed_by_one("Barn Ett", GUARDIANS, "k1").await;
    let wanted = json!({ "version": shown.version, "delar": shown.parts });
    let reply = service.stranger().get(&address).send().await;
    check(&reply, 200, "");
    assert_eq!(reply.json(), wanted);

    // The text changes before the other guardian signs: they sign what the first one signed.
    let (router, changed) = service.after_a_change();
    let invitation = service
        .letter_to("tva@demo.example", "samtycke-medsignera")
        .await;
    let (mut second, _) = service.opened(&invitation.token()).await;
    second.router = router.clone();
    let seen = service.identified(&second, "tva@demo.example", false).await;
    assert_eq!(seen["textversion"], json!(shown.version));
    check(&service.sign(&second, &seen, "k2").await, 200, "");
    let mut stranger = service.stranger();
    stranger.router = router.clone();
    assert_eq!(stranger.get(&address).send().await.json(), wanted);
    let other = text::information(form, text::Wording::Standard, &changed, &channels, "");
    assert_ne!(other.version, shown.version);
    let address = ["/api/samtycke/text/", &other.version].concat();
    check(&stranger.get(&address).send().await, 404, "finns-inte");

    // A person who asks for everything about them gets the text as well.
    let mut staff = service.person("kommunikator").await;
    staff.router = router;
    let found = staff.people("barn").await;
    let child = found["individer"][0]["id"].as_str().unwrap();
    let told = staff
        .get(&format!("/api/individer/{child}/utdrag"))
        .send()
        .await
        .json();
    assert_eq!(told["samtycken"][0]["texter"], json!([wanted]));
}

/// Who searched, and what the trail says of it, in order.
async fn searches(service: &TestService) -> Vec<(String, String, String)> {
    sqlx::query_as("SELECT actor, action, body FROM event WHERE kind = 'sokning' ORDER BY seq")
        .fetch_all(service.state.db.readers())
        .await
        .unwrap()
}

#[tokio::test]
async fn who_searched_stays_in_the_trail_and_what_for_does_not() {
    let service = TestService::new().await;
    service.signed_by_one("Barn Ett", GUARDIANS, "k1").await;
    let staff = service.person("kommunikator2").await;
    let found = staff.people("barn").await;
    assert_eq!(found["individer"].as_array().unwrap().len(), 1);
    assert_eq!(staff.consents("barn").await["antal"], 1);
    // Nothing is shown before something has been typed.
    assert_eq!(staff.people("").await, json!({ "individer": [] }));
    let line = |body: &str| {
        let who = "kommunikator2".to_owned();
        (who, "sokte".to_owned(), body.to_owned())
    };
    assert_eq!(
        searches(&service).await,
        [
            line("{\"bland\":\"individ\"}"),
            line("{\"bland\":\"samtycke\"}")
        ]
    );
    assert!(check_chain(&service.state.db).await.is_ok());
}

#[tokio::test]
async fn a_search_that_is_typed_letter_by_letter_is_one_search() {
    let service = TestService::new().await;
    service.signed_by_one("Barn Ett", GUARDIANS, "k1").await;
    let staff = service.person("kommunikator").await;
    let seconds = chrono::Duration::seconds;
    let mut expected = 0;
    let mut noted = async |more: usize, what: &str| {
        expected += more;
        assert_eq!(searches(&service).await.len(), expected, "{what}");
    };
    for words in ["B", "Ba", "barn", "Barn ", "barn e", "barn ett"] {
        assert_eq!(staff.consents(words).await["antal"], 1, "{words}");
    }
    noted(1, "typed").await;
    staff.consents("barn ett").await;
    noted(0, "the same once more").await;
    staff.consents("barn").await;
    noted(1, "fewer letters find more people").await;
    staff.consents("vuxen").await;
    noted(1, "somebody else").await;
    for words in ["", "", "v"] {
        staff.consents(words).await;
    }
    noted(2, "the whole list, and a search in it").await;
    staff.people("v").await;
    noted(1, "among other things").await;
    service.person("kommunikator2").await.consents("vu").await;
    noted(1, "another person").await;
    service.state.clock.set(noon() + seconds(20));
    staff.consents("vu").await;
    noted(0, "a moment later").await;
    service.state.clock.set(noon() + seconds(49));
    staff.consents("vux").await;
    noted(0, "as long as it goes on").await;
    service.state.clock.set(noon() + seconds(80));
    staff.consents("vuxe").await;
    noted(1, "after a while").await;
    service.state.searches.sweep(noon() + seconds(90));
    staff.consents("vuxen").await;
    noted(0, "still going on").await;
    service.state.searches.sweep(noon() + seconds(180));
    staff.consents("vuxen").await;
    noted(1, "forgotten").await;
}
