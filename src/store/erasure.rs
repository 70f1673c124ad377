//! Destroying what need not be kept, and telling a person everything that is.

use std::collections::BTreeSet;

use axum::extract::State as Extract;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use rules::consent::request::ConsentRequest as Question;
use rules::consent::roster::Member;
use rules::consent::state::Consent;
use rules::consent::subject::Subject;
use rules::consent::wire::{Erased, ErasureDecision, ErasureDue, ErasureList};
use rules::permission::{Action, may};
use rules::publication::log::Publication;
use rules::publication::retention::destroyable_from;
use rules::value::html::{escape, filled};
use rules::value::text::{chars, tidy};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::State;
use crate::clock::stamp;
use crate::consent::cache::Revision;
use crate::consent::changeset::{Changeset, EventDetails};
use crate::consent::executor::{Executor, note_look};
use crate::consent::subject;
use crate::consent::text::{self, Text};
use crate::consent::{LOOKED, history};
use crate::database::writer::Receipt;
use crate::http::extract::{Id, Json};
use crate::http::idempotency::{self, IdempotentRequest};
use crate::http::problem::Problem;
use crate::session::login::LoggedIn;

const EXTRACT: &str = include_str!("erasure/extract.html");

/// Most characters in a decision's number.
const DECISION_CHARS_MAX: usize = 200;

fn destroyable(state: &State, subject: &Subject) -> Option<NaiveDate> {
    let consents = state.consents.of_subject(&subject.id);
    let shown = state
        .consents
        .publications()
        .find(|publication| publication.shows(&subject.id));
    let day = destroyable_from(
        subject,
        consents.iter().map(|kept| &kept.value),
        shown.iter().map(|kept| &kept.value),
        &state.policy.value,
    )?;
    (day <= state.clock.today()).then_some(day)
}

/// What is due to be destroyed, by the policy.
#[utoipa::path(get, path = "/api/gallring", responses((status = 200, body = ErasureList)))]
pub async fn get_due(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
) -> Result<axum::Json<ErasureList>, Problem> {
    if !may(logged_in.actor().role, Action::Destroy) {
        return Err(Problem::Refused(
            rules::account::refusal::Refusal::NotAllowed,
        ));
    }
    let mut due = Vec::new();
    for kept in state.consents.subjects().find(|_| true) {
        let subject = &kept.value;
        if let Some(day) = destroyable(&state, subject) {
            let consents = state.consents.of_subject(&subject.id);
            due.push(ErasureDue {
                subject: subject.id.clone(),
                name: (!subject.protected).then(|| subject.person.name.clone()),
                consents: consents
                    .iter()
                    .filter_map(|kept| kept.value.number.clone())
                    .collect(),
                since: day,
            });
        }
    }
    due.sort_by_key(|due| due.since);
    Ok(axum::Json(ErasureList { due }))
}

/// Destroys everything about people, by a decision that has a number. The keys of what was written
/// about them are wiped, and the chain of events still holds.
#[utoipa::path(post, path = "/api/gallring", request_body = ErasureDecision,
    params(("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Erased), (status = 403, description = "Not this person"),
        (status = 409, description = "Somebody among them is not due"),
        (status = 422, description = "The decision's number is missing")))]
pub async fn post_destruction(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
    headers: HeaderMap,
    Json {
        value: decided,
        bytes,
    }: Json<ErasureDecision>,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    let sent = IdempotentRequest::new("POST /api/gallring", &headers, &bytes, &actor.id)?;
    if !may(actor.role, Action::Destroy) {
        return Err(Problem::Refused(
            rules::account::refusal::Refusal::NotAllowed,
        ));
    }
    if let Some(response) = sent.replay(&state).await? {
        return Ok(response);
    }
    let number = tidy(&decided.number);
    if number.is_empty() || DECISION_CHARS_MAX < chars(&number) {
        return Err(Problem::DecisionMissing);
    }
    let mut executor = Executor::new(&state, &actor.id, EventDetails::by(&actor));
    let open = json!({ "beslut": number }).to_string();
    for id in &decided.subjects {
        let kept = state.consents.subjects().get(id).ok_or(Problem::NotFound)?;
        if destroyable(&state, &kept.value).is_none() {
            return Err(Problem::ConsentRefused(
                rules::consent::refusal::Refusal::NotNow,
            ));
        }
        for consent in state.consents.of_subject(id) {
            executor
                .changeset
                .destroy::<Consent>(&consent.value.id, "gallra", &open)?;
        }
        for shown in executor
            .changeset
            .find::<Publication>(|publication| publication.shows(id))
        {
            let mut next = shown.value.clone();
            next.people.retain(|person| &person.subject != id);
            next.orders.retain(|order| &order.subject != id);
            executor
                .changeset
                .put(next, "gallra", &executor.details.clone())?;
        }
        // Who is at the unit still stands on its list.
        let left = executor
            .changeset
            .find::<Member>(|row| row.until.is_some() && row.person.is(&kept.value.person));
        for row in left {
            executor
                .changeset
                .destroy::<Member>(&row.value.id, "gallra", &open)?;
        }
        executor.changeset.destroy::<Subject>(id, "gallra", &open)?;
    }
    let erased = Erased {
        count: decided.subjects.len(),
    };
    let receipt = Receipt {
        status: StatusCode::OK.as_u16(),
        body: serde_json::to_string(&erased).map_err(Problem::broken)?,
        ..Receipt::default()
    };
    sent.commit_open(&state, executor.changeset, receipt).await
}

/// Everything that is kept of a person (dataskyddsförordningen art. 15), but for what is others':
/// how those who answered are reached.
async fn extracted(changeset: &Changeset<'_>, kept: &Revision<Subject>) -> Result<Value, Problem> {
    let state = changeset.state();
    let mut consents = Vec::new();
    for consent in state.consents.of_subject(&kept.value.id) {
        let mut value = serde_json::to_value(&consent.value).map_err(Problem::broken)?;
        for party in value["parter"].as_array_mut().into_iter().flatten() {
            let own = matches!(party["roll"].as_str(), Some("person" | "ungdom"));
            if let (false, Some(party)) = (own, party.as_object_mut()) {
                party.remove("epost");
                party.remove("telefon");
            }
        }
        if let Some(consent) = value.as_object_mut() {
            consent.remove("utkast");
        }
        let request = consent.value.request.as_deref();
        let asked = request.and_then(|id| changeset.get::<Question>(id));
        consents.push(json!({
            "samtycke": value,
            "begaran": asked.map(|kept| kept.value.clone()),
            "texter": texts(state, &consent.value).await?,
            "handelser": history(changeset, &consent).await?,
        }));
    }
    let shown = changeset.find::<Publication>(|publication| publication.shows(&kept.value.id));
    let publications: Vec<Value> = shown
        .iter()
        .map(|publication| {
            let publication = &publication.value;
            json!({
                "bild": publication.picture.title,
                "kanal": publication.channel,
                "konto": publication.account,
                "lank": publication.link,
                "dag": publication.day,
                "borttagen": publication.removed.as_ref().map(|removed| stamp(removed.at)),
            })
        })
        .collect();
    let rows = changeset.find::<Member>(|row| row.person.is(&kept.value.person));
    let rows: Vec<Value> = rows
        .iter()
        .map(|row| {
            let row = &row.value;
            let contacts = row.person.contacts.iter();
            json!({
                "enhet": row.unit,
                "sedan": row.since,
                "till": row.until,
                "svarar": contacts
                    .map(|contact| json!({ "namn": contact.name, "roll": contact.role }))
                    .collect::<Vec<_>>(),
            })
        })
        .collect();
    let policy = &state.policy.value;
    Ok(json!({
        "skapat": stamp(changeset.now()),
        "ansvarig": { "namn": policy.organisation.name, "epost": policy.contact.email,
            "dataskyddsombud": policy.contact.data_protection_email },
        "individ": kept.value,
        "samtycken": consents,
        "publiceringar": publications,
        "listor": rows,
        "handelser": history(changeset, kept).await?,
        "visningar": looks(state, kept).await?,
    }))
}

/// The texts that were signed, word for word, each once.
async fn texts(state: &State, consent: &Consent) -> Result<Vec<Text>, Problem> {
    let versions: BTreeSet<&str> = consent
        .signatures
        .iter()
        .map(|signature| signature.evidence.text_version.as_str())
        .collect();
    let mut texts = Vec::with_capacity(versions.len());
    for version in versions {
        texts.extend(text::find(&state.db, version).await?);
    }
    Ok(texts)
}

/// How often staff have looked, which is told without saying who.
async fn looks(state: &State, kept: &Revision<Subject>) -> Result<i64, Problem> {
    let mut ids = vec![kept.value.id.clone()];
    let consents = state.consents.of_subject(&kept.value.id);
    ids.extend(consents.iter().map(|kept| kept.value.id.clone()));
    let mut looks = 0;
    for id in ids {
        let count: i64 =
            sqlx::query_scalar("SELECT count(*) FROM event WHERE id = $1 AND action = $2")
                .bind(id)
                .bind(LOOKED)
                .fetch_one(state.db.readers())
                .await?;
        looks += count;
    }
    Ok(looks)
}

async fn extract(state: &State, id: &str, logged_in: &LoggedIn) -> Result<Value, Problem> {
    let actor = logged_in.actor();
    if !may(actor.role, Action::SeeConsents) {
        return Err(Problem::NotFound);
    }
    let kept = subject::load(state, id, &actor).await?;
    let value = extracted(&Changeset::new(state, &actor.id), &kept).await?;
    note_look::<Subject>(state, &actor, id, "utdrag").await?;
    Ok(value)
}

/// Everything that is kept of a person.
#[utoipa::path(get, path = "/api/individer/{id}/utdrag", responses(
    (status = 200, description = "Everything"), (status = 404, description = "None that this person may see")))]
pub async fn get_extract(
    Extract(state): Extract<State>,
    Id(id): Id,
    logged_in: LoggedIn,
) -> Result<Response, Problem> {
    let value = extract(&state, &id, &logged_in).await?;
    Ok(idempotency::json(value.to_string()))
}

/// The same, to print.
#[utoipa::path(get, path = "/api/individer/{id}/utdrag.html", responses(
    (status = 200, description = "Everything, as a page"), (status = 404, description = "None that this person may see")))]
pub async fn get_extract_html(
    Extract(state): Extract<State>,
    Id(id): Id,
    logged_in: LoggedIn,
) -> Result<Response, Problem> {
    let value = extract(&state, &id, &logged_in).await?;
    let organisation = value["ansvarig"]["namn"].as_str().unwrap_or_default();
    let name = value["individ"]["person"]["namn"]
        .as_str()
        .unwrap_or_default();
    let mut rows = String::new();
    flatten(&value, &mut Vec::new(), &mut rows);
    let page = filled(
        EXTRACT,
        &[
            ("organisation", escape(organisation)),
            ("namn", escape(name)),
            ("rader", rows),
        ],
    );
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, html)], page).into_response())
}

/// Every value as a row of a table, named by the members it lies in.
fn flatten<'a>(value: &'a Value, path: &mut Vec<&'a str>, rows: &mut String) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                path.push(name);
                flatten(value, path, rows);
                path.pop();
            }
        }
        Value::Array(entries) => {
            for entry in entries {
                flatten(entry, path, rows);
            }
        }
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            let text = value.as_str().map_or(value.to_string(), str::to_owned);
            rows.push_str("<tr><th scope=\"row\">");
            rows.push_str(&escape(&path.join(" · ")));
            rows.push_str("</th><td>");
            rows.push_str(&escape(&text));
            rows.push_str("</td></tr>\n");
        }
    }
}

pub(crate) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(get_extract))
        .routes(routes!(get_extract_html))
        .routes(routes!(get_due, post_destruction))
}
