//! Requests: what a unit asks, with a link to answer at.

use std::collections::BTreeMap;

use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{Days, NaiveTime};
use rules::catalogue;
use rules::consent;
use rules::consent::request::ConsentRequest as Asked;
use rules::consent::wire::{IssuedLink, NewRequest};
use rules::form::Keeper;
use rules::permission::Actor;
use rules::permission::{Action, may};
use serde::Serialize;
use uuid::Uuid;

use crate::State;
use crate::consent::cache::Revision;
use crate::consent::changeset::EventDetails;
use crate::consent::executor::{Executor, REQUEST, path};
use crate::consent::run_by::units_run_by;
use crate::database::link;
use crate::database::writer::{LinkChange, Receipt};
use crate::http::extract::{Id, Json};
use crate::http::idempotency::{self, IdempotentRequest};
use crate::http::problem::Problem;
use crate::kind::Kind;
use crate::session::login::LoggedIn;

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
    let oppen = request.is_open(state.clock.today());
    let view = RequestView {
        request,
        version,
        oppen,
        antal,
        far: if oppen {
            vec!["stang", "ny-lank"]
        } else {
            Vec::new()
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
