//! Requests: what a unit asks, with a link to answer at.

use std::collections::BTreeMap;

use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{Days, NaiveTime};
use rules::catalogue;
use rules::consent;
use rules::consent::form::addressee;
use rules::consent::request::ConsentRequest as Asked;
use rules::consent::roster::Member;
use rules::consent::state::State as Life;
use rules::consent::wire::{IssuedLink, Mailed, NewRequest};
use rules::form::Keeper;
use rules::permission::Actor;
use rules::permission::{Action, may};
use rules::value::{date, email};
use serde::Serialize;
use uuid::Uuid;

use crate::State;
use crate::consent::cache::Revision;
use crate::consent::changeset::EventDetails;
use crate::consent::executor::{Executor, REQUEST, is_near, list_of, path};
use crate::consent::run_by::units_run_by;
use crate::crypto::token;
use crate::database::link;
use crate::database::writer::{self, LinkChange, Receipt};
use crate::http::extract::{Id, Json};
use crate::http::idempotency::{self, IdempotentRequest};
use crate::http::problem::Problem;
use crate::kind::Kind;
use crate::mail::letter::LetterData;
use crate::session::login::LoggedIn;

/// The letter that asks.
const QUESTION: &str = "samtycke-fraga";

/// A request as staff see it.
#[derive(Serialize)]
struct RequestView<'a> {
    #[serde(flatten)]
    request: &'a Asked,
    version: i64,
    oppen: bool,
    /// How many answers are in each state.
    antal: BTreeMap<&'static str, usize>,
    far: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lank: Option<String>,
}

fn is_seen_by(request: &Asked, actor: &Actor) -> bool {
    may(actor.role, Action::SeeConsents)
        || (may(actor.role, Action::AskConsent)
            && (request.created_by == actor.id || actor.unit_ids.contains(&request.unit)))
}

fn view(
    state: &State,
    request: &Asked,
    version: i64,
    lank: Option<String>,
) -> Result<String, Problem> {
    let mut antal = BTreeMap::new();
    let answers = state
        .consents
        .consents()
        .find(|consent| consent.request.as_ref() == Some(&request.id));
    for kept in answers {
        *antal.entry(kept.value.state.id()).or_default() += 1;
    }
    let today = state.clock.today();
    let oppen = request.is_open(today);
    let view = RequestView {
        request,
        version,
        oppen,
        antal,
        far: match oppen {
            true if request.mailed == Some(today) => vec!["stang", "ny-lank"],
            true => vec!["stang", "ny-lank", "utskick"],
            false => Vec::new(),
        },
        lank,
    };
    serde_json::to_string(&view).map_err(Problem::broken)
}

/// The requests that the person may see, the newest first.
#[utoipa::path(get, path = "/api/samtycke/begaran", responses((status = 200, description = "The requests")))]
pub async fn get_requests(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    let mut found = state
        .consents
        .requests()
        .find(|request| is_seen_by(request, &actor));
    found.sort_by_key(|kept| std::cmp::Reverse(kept.value.created));
    let lines: Vec<String> = found
        .iter()
        .map(|kept| view(&state, &kept.value, kept.version, None))
        .collect::<Result<_, _>>()?;
    let body = ["{\"begaran\":[", &lines.join(","), "]}"].concat();
    Ok(idempotency::json(body))
}

/// Asks.
#[utoipa::path(post, path = "/api/samtycke/begaran", request_body = NewRequest,
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, description = "The request, with the link that is shown once"),
        (status = 422, description = "The request needs mending")))]
pub async fn post_request(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
    headers: HeaderMap,
    Json {
        value: asking,
        bytes,
    }: Json<NewRequest>,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    let sent = IdempotentRequest::new("POST /api/samtycke/begaran", &headers, &bytes, &actor.id)?;
    if !may(actor.role, Action::AskConsent) {
        return Err(Problem::Refused(
            rules::account::refusal::Refusal::NotAllowed,
        ));
    }
    let form = catalogue::form(&asking.form)
        .filter(|form| form.keeper == Keeper::LinkHolder)
        .ok_or(Problem::NotFound)?;
    if state.policy.value.units.get(&asking.unit_id).is_none() {
        return Err(Problem::NotFound);
    }
    let register = state.register.now().await;
    let account_name = asking.account.as_ref().and_then(|id| {
        let rows = register.index().rows();
        let row = rows.iter().find(|row| &row.id == id)?;
        Some(row.handle.clone())
    });
    let mut executor = Executor::new(&state, &actor.id, EventDetails::by(&actor));
    let now = executor.changeset.now();
    let request = Asked {
        id: Uuid::now_v7().simple().to_string(),
        form: form.id.to_owned(),
        unit: asking.unit_id,
        occasion: asking.occasion,
        channels: asking.channels,
        account: asking.account,
        account_name,
        created_by: actor.id.clone(),
        created: now,
        expires: asking.expires,
        closed: None,
        mailed: None,
    };
    let units = units_run_by(&state, &actor).await?;
    let faults = request.faults(&actor, &units, state.clock.today());
    if !faults.is_empty() {
        return Err(Problem::RequestFaults(faults));
    }
    let token = issue(&mut executor, &request);
    executor
        .changeset
        .put(request.clone(), "borja", &executor.details.clone())?;
    let receipt = Receipt {
        status: StatusCode::CREATED.as_u16(),
        etag: idempotency::etag(1),
        place: ["/api/samtycke/begaran/", &request.id].concat(),
        body: view(&state, &request, 1, Some(path(&token)))?,
    };
    sent.commit::<Asked>(&state, executor.changeset, receipt, &request.id)
        .await
}

/// A further link to a request. Gives its token.
fn issue(executor: &mut Executor<'_>, request: &Asked) -> String {
    let expires = (request.expires + Days::new(1))
        .and_time(NaiveTime::MIN)
        .and_utc();
    let place = (Kind::Request, request.id.as_str());
    let (token, link) = link::make(place, None, REQUEST, executor.changeset.now(), expires);
    executor.issue(link);
    token
}

fn load(
    state: &State,
    id: &str,
    actor: &Actor,
) -> Result<std::sync::Arc<Revision<Asked>>, Problem> {
    state
        .consents
        .requests()
        .get(id)
        .filter(|kept| is_seen_by(&kept.value, actor))
        .ok_or(Problem::NotFound)
}

/// Makes a further link to a request, to print it again.
#[utoipa::path(post, path = "/api/samtycke/begaran/{id}/lank",
    responses((status = 200, body = IssuedLink), (status = 409, description = "It is closed")))]
pub async fn post_request_link(
    Extract(state): Extract<State>,
    Id(id): Id,
    logged_in: LoggedIn,
) -> Result<axum::Json<IssuedLink>, Problem> {
    let actor = logged_in.actor();
    let kept = load(&state, &id, &actor)?;
    if !kept.value.is_open(state.clock.today()) {
        return Err(Problem::ConsentRefused(consent::refusal::Refusal::NotNow));
    }
    let mut executor = Executor::new(&state, &actor.id, EventDetails::by(&actor));
    let token = issue(&mut executor, &kept.value);
    executor
        .changeset
        .note(&kept, "ny-lank", &executor.details.clone())?;
    executor.changeset.commit(None).await?;
    Ok(axum::Json(IssuedLink { path: path(&token) }))
}

/// Mails a request to those whom the unit's list names, but for whom it has been answered.
#[utoipa::path(post, path = "/api/samtycke/begaran/{id}/utskick",
    params(("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Mailed), (status = 403, description = "Not this unit's staff"),
        (status = 409, description = "It is closed, or has been mailed today")))]
pub async fn post_request_mail(
    Extract(state): Extract<State>,
    Id(id): Id,
    logged_in: LoggedIn,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    let what = ["POST /api/samtycke/begaran/", &id, "/utskick"].concat();
    let sent = IdempotentRequest::new(&what, &headers, &[], &actor.id)?;
    if let Some(response) = sent.replay(&state).await? {
        return Ok(response);
    }
    let kept = load(&state, &id, &actor)?;
    let today = state.clock.today();
    let request = kept.value.mail(&actor, today)?;
    let form = catalogue::form(&request.form).ok_or(Problem::NotFound)?;
    let mut executor = Executor::new(&state, &actor.id, EventDetails::by(&actor));
    let mut came = Mailed::default();
    let mut addresses: Vec<String> = Vec::new();
    for row in list_of(&executor.changeset, &request.unit) {
        if is_answered(&state, &request, &row.value) {
            came.answered += 1;
            continue;
        }
        let addressee = addressee(&row.value, form, today);
        let Some(address) = addressee.and_then(|contact| contact.email.clone()) else {
            came.unreachable += 1;
            continue;
        };
        // Who answers for two gets one letter: its link is answered once for each.
        if !addresses.iter().any(|other| email::same(other, &address)) {
            addresses.push(address);
        }
    }
    came.sent = addresses.len();
    for recipient in addresses {
        let token = issue(&mut executor, &request);
        let telling = LetterData {
            lank: path(&token),
            dag: date::long(request.expires),
            telefon: state.policy.value.contact.phone.clone(),
            ..LetterData::default()
        };
        executor.changeset.letter(writer::Letter {
            recipient,
            template: QUESTION.to_owned(),
            body: telling.body(),
            link: token::hashed(&token),
            ..writer::Letter::default()
        });
    }
    executor
        .changeset
        .put(request, "utskick", &executor.details.clone())?;
    let receipt = Receipt {
        status: StatusCode::OK.as_u16(),
        body: serde_json::to_string(&came).map_err(Problem::broken)?,
        ..Receipt::default()
    };
    sent.commit_open(&state, executor.changeset, receipt).await
}

/// Whether the person on the row has answered the request, or is not to be asked.
fn is_answered(state: &State, request: &Asked, row: &Member) -> bool {
    let subjects = state
        .consents
        .subjects()
        .find(|subject| row.person.is(&subject.person));
    subjects.iter().any(|kept| {
        let subject = &kept.value;
        subject.protected
            || subject.deceased.is_some()
            || subject.declined.is_some()
            || state.consents.of_subject(&subject.id).iter().any(|kept| {
                let answer = &kept.value;
                let is_answer =
                    answer.request.as_ref() == Some(&request.id) && answer.state != Life::Draft;
                is_answer
                    || (is_near(state, &answer.unit, &request.unit)
                        && answer.is_no_to(&request.occasion))
            })
    })
}

/// Closes a request. Its links lead nowhere any more.
#[utoipa::path(delete, path = "/api/samtycke/begaran/{id}",
    responses((status = 200, description = "The request"), (status = 409, description = "It is closed")))]
pub async fn delete_request(
    Extract(state): Extract<State>,
    Id(id): Id,
    logged_in: LoggedIn,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    let kept = load(&state, &id, &actor)?;
    let closed = kept.value.close(&actor, state.clock.today())?;
    let mut executor = Executor::new(&state, &actor.id, EventDetails::by(&actor));
    executor
        .changeset
        .put(closed.clone(), "stang", &executor.details.clone())?;
    executor.changeset.link(LinkChange::Revoke {
        kind: Kind::Request,
        id: id.clone(),
        purpose: None,
        party: None,
        at: executor.changeset.now(),
    });
    executor.changeset.commit(None).await?;
    let body = view(&state, &closed, kept.version + 1, None)?;
    Ok(idempotency::json(body).into_response())
}
