//! The demo's consents: in every state, each made as people make them.

use std::collections::BTreeSet;

use axum::Router;
use axum::http::{Request, header};
use chrono::Months;
use rules::catalogue;
use rules::consent::scope::Channel;
use rules::consent::text::{Wording, information};
use rules::register::Index;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Browser, Browsers, call, filled, read};
use crate::State;
use crate::clock::Clock;
use crate::error::TaskError;

const CONSENTS: &str = include_str!("consents.json");

/// What to make: answers that all of them share, what came in beside the service, and what is asked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    gemensamt: Map<String, Value>,
    registrerade: Vec<Registered>,
    begaran: Vec<Asked>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Registered {
    av: String,
    form: String,
    /// How long ago it came in, and whatever was done to it since.
    #[serde(default)]
    for_manader_sedan: u32,
    svar: Map<String, Value>,
    #[serde(default)]
    publicerade: Vec<String>,
    #[serde(default)]
    sedan: Vec<super::Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    av: String,
    fraga: Value,
    svar: Vec<Map<String, Value>>,
}

fn said(error: impl std::fmt::Display) -> TaskError {
    TaskError::Message(error.to_string())
}

/// The answers, without those that the form does not have.
fn draft(
    form: &str,
    shared: &Map<String, Value>,
    own: &Map<String, Value>,
    state: &State,
) -> Value {
    let mut answers = shared.clone();
    answers.extend(own.clone());
    if let Some(form) = catalogue::form(form) {
        answers.retain(|field, _| form.field(field).is_some());
    }
    let answers = filled(Value::Object(answers), state, &Index::default());
    json!({ "form": form, "svar": answers })
}

/// The service as it was so many months ago.
fn before(state: &State, months: u32) -> State {
    let now = state.clock.now();
    let then = now.checked_sub_months(Months::new(months)).unwrap_or(now);
    State {
        clock: if months == 0 {
            state.clock.clone()
        } else {
            Clock::standing(then)
        },
        ..state.clone()
    }
}

/// Makes them all.
pub(super) async fn play(
    state: &State,
    router: &Router,
    browsers: &Browsers,
) -> Result<(), TaskError> {
    let script: Script = serde_json::from_str(CONSENTS).map_err(said)?;
    let browser = |id: &str| {
        browsers
            .get(id)
            .ok_or_else(|| TaskError::Message(format!("the demo has no {id}")))
    };
    for (number, part) in script.registrerade.iter().enumerate() {
        let number = 1000 + number * 20;
        let past = before(state, part.for_manader_sedan);
        let state = &past;
        let router = crate::router::router(past.clone()).map_err(said)?;
        let browser = |id: &str| browser(id).map(|browser| browser.with(&router));
        let staff = browser(&part.av)?;
        let begin = json!({ "form": part.form });
        let begun = staff
            .send("POST", "/api/samtycken", 0, &begin, number)
            .await?;
        let path = format!(
            "/api/samtycken/{}",
            begun["id"].as_str().unwrap_or_default()
        );
        let draft = draft(&part.form, &script.gemensamt, &part.svar, state);
        let body = json!({ "kommando": "registrera", "utkast": draft });
        let command = format!("{path}/kommando");
        let mut consent = staff.send("POST", &command, 1, &body, number).await?;
        for (place, title) in part.publicerade.iter().enumerate() {
            let body = json!({
                "fraga": {
                    "kanal": "webbplats", "medium": "foto", "andamal": "informera",
                    "tagen": state.clock.today(),
                    "personer": { "slag": "personer", "individer": [consent["individ"]] },
                    "namn": "nej", "foretag": false, "egen_bild": true, "tvekan": false,
                },
                "bild": { "titel": title },
            });
            staff
                .send("POST", "/api/publiceringar", 0, &body, number + 1 + place)
                .await?;
        }
        for step in &part.sedan {
            let version = consent["version"].as_i64().unwrap_or(0);
            let body = Value::Object(step.kommando.clone());
            consent = browser(&step.av)?
                .send("POST", &command, version, &body, number)
                .await?;
        }
    }
    for (number, part) in script.begaran.iter().enumerate() {
        let number = 2000 + number * 20;
        let body = filled(part.fraga.clone(), state, &Index::default());
        let asked = browser(&part.av)?
            .send("POST", "/api/samtycke/begaran", 0, &body, number)
            .await?;
        let token = asked["lank"]
            .as_str()
            .and_then(|link| link.split_once('#'))
            .map(|(_, token)| token)
            .unwrap_or_default();
        for (place, own) in part.svar.iter().enumerate() {
            answer(
                state,
                router,
                &asked,
                token,
                (&script.gemensamt, own),
                number + 1 + place,
            )
            .await?;
        }
    }
    Ok(())
}

/// Answers a request at its link.
async fn answer(
    state: &State,
    router: &Router,
    asked: &Value,
    token: &str,
    (shared, own): (&Map<String, Value>, &Map<String, Value>),
    number: usize,
) -> Result<(), TaskError> {
    let form = asked["blankett"].as_str().unwrap_or_default();
    let channels: BTreeSet<Channel> =
        serde_json::from_value(asked["kanaler"].clone()).map_err(said)?;
    let channels: Vec<Channel> = channels.into_iter().collect();
    let read_text = catalogue::form(form).map(|form| {
        let policy = &state.policy.value;
        information(form, Wording::Standard, policy, &channels, "").version
    });
    let mut draft = draft(form, shared, own, state);
    draft["svar"]["text-last"] = json!(read_text);
    let request = Request::post("/api/lank").header(header::CONTENT_TYPE, "application/json");
    let response = call(router, request, &json!({ "nyckel": token })).await?;
    let cookie = response
        .headers()
        .get(header::SET_COOKIE)
        .and_then(|cookie| cookie.to_str().ok()?.split(';').next())
        .map(str::to_owned)
        .ok_or_else(|| TaskError::Message("the demo's link opened nothing".to_owned()))?;
    read(response).await?;
    let holder = Browser {
        router: router.clone(),
        cookie,
    };
    holder
        .send("PUT", "/api/lank/utkast", 0, &draft, number)
        .await?;
    let sign = json!({ "kommando": "signera" });
    holder
        .send("POST", "/api/lank/kommando", 1, &sign, number)
        .await?;
    Ok(())
}
