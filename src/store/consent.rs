//! Consents as staff see and handle them.

pub mod cache;
pub mod calendar;
pub mod callback;
pub mod changeset;
pub mod command;
pub mod confirm;
pub mod executor;
pub mod list;
pub mod request;
pub mod roster;
pub(crate) mod run_by;
pub mod subject;
pub mod text;

use std::sync::Arc;

use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use rules::catalogue;
use rules::consent;
use rules::consent::command::{By, Kind};
use rules::consent::state::{Consent, State as Life};
use rules::consent::subject::Subject;
use rules::consent::wire::{IssuedLink, LinkFor, NewConsent};
use rules::form::Keeper;
use rules::form::draft::Draft;
use rules::form::judging::Facts;
use rules::permission::Actor;
use rules::permission::{Action, may};
use rules::publication::log::{Progress, Publication};
use rules::publication::shown::ShownPicture;
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::Row as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::State;
use crate::clock::stamp;
use crate::consent::cache::{Document, Revision};
use crate::consent::changeset::{Changeset, EventDetails};
use crate::consent::executor::{Executor, note_look, path};
use crate::consent::run_by::units_run_by;
use crate::crypto::hex::hex;
use crate::database::writer::Receipt;
use crate::http::extract::{Id, Json};
use crate::http::idempotency::{self, IdempotentRequest};
use crate::http::problem::Problem;
use crate::session::login::LoggedIn;

/// The action of a draft being written. Not part of the history that people read.
pub(crate) const WRITTEN: &str = "utkast";
/// The action of looking.
pub(crate) const LOOKED: &str = "tittade";
/// The action of a consent being begun.
const BEGUN: &str = "borja";

/// A line of the history of something sealed.
#[derive(Serialize)]
pub(crate) struct Line {
    at: String,
    actor_name: String,
    action: String,
    note: String,
    roll: String,
    hur: String,
}

impl Line {
    fn new(at: String, action: String, details: EventDetails) -> Self {
        Self {
            at,
            actor_name: details.namn,
            action,
            note: details.orsak,
            roll: details.roll,
            hur: details.hur,
        }
    }
}

/// A consent with what the page around it needs.
#[derive(Serialize)]
struct View<'a> {
    #[serde(flatten)]
    consent: &'a Consent,
    version: i64,
    namn: Option<&'a str>,
    far: Vec<&'static str>,
    handelser: Vec<Line>,
    publiceringar: Vec<&'a Publication>,
    borttagning: Progress,
    bilder: Vec<ShownPicture>,
}

/// A consent that the actor may see. One that is not theirs is not there.
pub(crate) async fn load(
    state: &State,
    id: &str,
    actor: &Actor,
) -> Result<Arc<Revision<Consent>>, Problem> {
    let kept = state.consents.consents().get(id).ok_or(Problem::NotFound)?;
    let units = units_run_by(state, actor).await?;
    if kept.value.is_seen_by(actor, &units) {
        Ok(kept)
    } else {
        Err(Problem::NotFound)
    }
}

/// The person that a consent is about, once it has a signature.
pub(crate) fn subject_of(
    changeset: &Changeset<'_>,
    consent: &Consent,
) -> Option<Arc<Revision<Subject>>> {
    changeset.get(consent.subject.as_deref()?)
}

/// What has been done to something sealed, in order, as people read it, with what is being done.
pub(crate) async fn history<T: Document>(
    changeset: &Changeset<'_>,
    kept: &Revision<T>,
) -> Result<Vec<Line>, Problem> {
    let id = kept.value.id();
    let rows = sqlx::query(
        "SELECT at, version, action, body FROM event WHERE kind = $1 AND id = $2 \
         AND action NOT IN ($3, $4) ORDER BY seq",
    )
    .bind(T::KIND.word())
    .bind(id)
    .bind(WRITTEN)
    .bind(LOOKED)
    .fetch_all(changeset.state().db.readers())
    .await?;
    let mut lines = Vec::with_capacity(rows.len() + 1);
    for row in rows {
        let (version, action): (i64, String) = (row.try_get(1)?, row.try_get(2)?);
        let place = crate::crypto::data_key::Context::Event(T::KIND, id, version, &action);
        let details: EventDetails = kept
            .data_key
            .open(place, row.try_get(3)?)
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        lines.push(Line::new(row.try_get(0)?, action, details));
    }
    if let Some((at, action, details)) = changeset.doing(T::KIND, id)
        && action != WRITTEN
    {
        lines.push(Line::new(stamp(at), action, details));
    }
    Ok(lines)
}

/// What is judged against.
pub(crate) fn facts<'a>(
    state: &'a State,
    register: &'a crate::register::cache::Snapshot,
) -> Facts<'a> {
    Facts {
        policy: &state.policy.value,
        register: register.index(),
        today: state.clock.today(),
    }
}

/// The digest of answers: the same for the same answers, by all signers.
pub(crate) fn digest(draft: &Draft) -> Result<String, Problem> {
    let text = serde_json::to_string(&draft.clone().without_hidden()).map_err(Problem::broken)?;
    Ok(hex(&Sha256::digest(text.as_bytes())))
}

fn offered(consent: &Consent, actor: &Actor) -> Vec<&'static str> {
    let by = By::Staff(actor);
    consent.offered(by).into_iter().map(Kind::id).collect()
}

/// A consent as staff see it; of a protected person, only that.
pub(crate) async fn view(
    changeset: &Changeset<'_>,
    kept: &Revision<Consent>,
    actor: &Actor,
) -> Result<String, Problem> {
    let consent = &kept.value;
    let subject = subject_of(changeset, consent);
    if subject.as_ref().is_some_and(|kept| kept.value.protected) {
        let closed = serde_json::json!({
            "id": consent.id,
            "individ": consent.subject,
            "version": kept.version,
            "skyddad": true,
            "far": Vec::<&str>::new(),
        });
        return Ok(closed.to_string());
    }
    let shown = changeset.find::<Publication>(|publication| {
        publication
            .people
            .iter()
            .any(|person| person.consent == consent.id)
    });
    let publications: Vec<&Publication> = shown.iter().map(|kept| &kept.value).collect();
    let view = View {
        consent,
        version: kept.version,
        namn: subject.as_ref().map(|kept| kept.value.person.name.as_str()),
        far: offered(consent, actor),
        handelser: history(changeset, kept).await?,
        borttagning: Progress::of(
            consent.subject.as_deref().unwrap_or_default(),
            publications.iter().copied(),
        ),
        publiceringar: publications,
        bilder: changeset
            .pictures(consent, &changeset.leaning_on(consent))
            .await,
    };
    serde_json::to_string(&view).map_err(Problem::broken)
}

fn answer(status: StatusCode, version: i64, place: String, body: String) -> Receipt {
    Receipt {
        status: status.as_u16(),
        etag: idempotency::etag(version),
        place,
        body,
    }
}

/// Begins a consent that came in beside the service.
#[utoipa::path(post, path = "/api/samtycken", request_body = NewConsent,
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, description = "The consent, a draft")))]
pub async fn post_consent(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
    headers: HeaderMap,
    Json {
        value: beginning,
        bytes,
    }: Json<NewConsent>,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    let sent = IdempotentRequest::new("POST /api/samtycken", &headers, &bytes, &actor.id)?;
    if !may(actor.role, Action::RegisterConsent) {
        return Err(Problem::ConsentRefused(
            consent::refusal::Refusal::NotAllowed,
        ));
    }
    let form = catalogue::form(&beginning.form)
        .filter(|form| form.keeper == Keeper::Staff)
        .ok_or(Problem::NotFound)?;
    let unit = beginning
        .unit_id
        .unwrap_or_else(|| logged_in.person.unit.clone());
    let mut executor = Executor::new(&state, &actor.id, EventDetails::by(&actor));
    let id = Uuid::now_v7().simple().to_string();
    let by = actor.id.clone();
    let consent = Consent::new(
        id.clone(),
        unit,
        form,
        String::new(),
        by,
        executor.changeset.now(),
    );
    executor
        .changeset
        .put(consent, BEGUN, &executor.details.clone())?;
    let kept = executor
        .changeset
        .get::<Consent>(&id)
        .ok_or(Problem::NotFound)?;
    let body = view(&executor.changeset, &kept, &actor).await?;
    let place = ["/api/samtycken/", &id].concat();
    let receipt = answer(StatusCode::CREATED, 1, place, body);
    sent.commit::<Consent>(&state, executor.changeset, receipt, &id)
        .await
}

/// A consent. The look stays in the trail.
#[utoipa::path(get, path = "/api/samtycken/{id}", responses(
    (status = 200, description = "The consent"), (status = 404, description = "None that this person may see")))]
pub async fn get_consent(
    Extract(state): Extract<State>,
    Id(id): Id,
    logged_in: LoggedIn,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    let kept = load(&state, &id, &actor).await?;
    let body = view(&Changeset::new(&state, &actor.id), &kept, &actor).await?;
    if kept.value.state != Life::Draft {
        note_look::<Consent>(&state, &actor, &id, LOOKED).await?;
    }
    Ok(idempotency::respond(answer(
        StatusCode::OK,
        kept.version,
        String::new(),
        body,
    )))
}

/// A draft of the actor's own, as staff write it.
async fn own_draft(
    state: &State,
    id: &str,
    actor: &Actor,
) -> Result<Arc<Revision<Consent>>, Problem> {
    let kept = load(state, id, actor).await?;
    let consent = &kept.value;
    if consent.request.is_some() || consent.created_by != actor.id {
        return Err(Problem::ConsentRefused(
            consent::refusal::Refusal::NotAllowed,
        ));
    }
    if consent.state != Life::Draft {
        return Err(Problem::ConsentRefused(consent::refusal::Refusal::NotNow));
    }
    Ok(kept)
}

/// Writes the draft of a consent that staff register.
#[utoipa::path(put, path = "/api/samtycken/{id}/utkast",
    params(("If-Match" = String, Header)),
    responses((status = 200, description = "The consent"), (status = 412, description = "Changed since")))]
pub async fn put_consent_draft(
    Extract(state): Extract<State>,
    Id(id): Id,
    logged_in: LoggedIn,
    headers: HeaderMap,
    Json { value: draft, .. }: Json<Draft>,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    let version = idempotency::version_wanted(&headers)?;
    let kept = own_draft(&state, &id, &actor).await?;
    idempotency::same_version(version, kept.version)?;
    let next = kept.value.with_draft(draft)?;
    let mut executor = Executor::new(&state, &actor.id, EventDetails::by(&actor));
    executor
        .changeset
        .put(next, WRITTEN, &executor.details.clone())?;
    let kept = executor
        .changeset
        .get::<Consent>(&id)
        .ok_or(Problem::NotFound)?;
    let body = view(&executor.changeset, &kept, &actor).await?;
    executor.changeset.commit(None).await?;
    Ok(idempotency::respond(answer(
        StatusCode::OK,
        kept.version,
        String::new(),
        body,
    )))
}

/// Throws a draft away, so that nothing of it can be read any more.
#[utoipa::path(delete, path = "/api/samtycken/{id}", responses(
    (status = 204, description = "Gone"), (status = 409, description = "It has been registered")))]
pub async fn delete_consent(
    Extract(state): Extract<State>,
    Id(id): Id,
    logged_in: LoggedIn,
) -> Result<StatusCode, Problem> {
    let actor = logged_in.actor();
    own_draft(&state, &id, &actor).await?;
    let mut executor = Executor::new(&state, &actor.id, EventDetails::by(&actor));
    executor.changeset.destroy::<Consent>(&id, "kasta", "{}")?;
    executor.changeset.commit(None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a personal link, to hand to a party whom no mail reaches.
#[utoipa::path(post, path = "/api/samtycken/{id}/lank", request_body = LinkFor,
    responses((status = 200, body = IssuedLink), (status = 404, description = "No such party")))]
pub async fn post_consent_link(
    Extract(state): Extract<State>,
    Id(id): Id,
    logged_in: LoggedIn,
    Json { value: wanted, .. }: Json<LinkFor>,
) -> Result<axum::Json<IssuedLink>, Problem> {
    let actor = logged_in.actor();
    let kept = load(&state, &id, &actor).await?;
    let mut executor = Executor::new(&state, &actor.id, EventDetails::by(&actor));
    let is_party = kept
        .value
        .parties
        .get(wanted.party)
        .is_some_and(|party| party.role.signs());
    let protected =
        subject_of(&executor.changeset, &kept.value).is_some_and(|kept| kept.value.protected);
    if !is_party || protected || !may(actor.role, Action::RegisterConsent) {
        return Err(Problem::NotFound);
    }
    let token = executor.personal_link(&kept.value, wanted.party);
    let mut consent = kept.value.clone();
    consent.parties[wanted.party].link_handed_by = Some(actor.id.clone());
    executor
        .changeset
        .put(consent, "ny-lank", &executor.details.clone())?;
    executor.changeset.commit(None).await?;
    Ok(axum::Json(IssuedLink { path: path(&token) }))
}

pub(crate) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(text::get_text))
        .routes(routes!(request::get_requests, request::post_request))
        .routes(routes!(request::delete_request))
        .routes(routes!(request::post_request_link))
        .routes(routes!(request::post_request_mail))
        .routes(routes!(list::post_consent_search))
        .routes(routes!(confirm::get_to_confirm))
        .routes(routes!(roster::get_list, roster::post_list))
        .routes(routes!(roster::post_row_command))
        .routes(routes!(post_consent))
        .routes(routes!(get_consent, delete_consent))
        .routes(routes!(put_consent_draft))
        .routes(routes!(command::post_consent_command))
        .routes(routes!(post_consent_link))
        .routes(routes!(subject::post_subject_search))
        .routes(routes!(subject::get_subject))
        .routes(routes!(subject::get_subject_grounds))
        .routes(routes!(subject::post_subject_command))
        .routes(routes!(callback::post_withdrawal))
        .routes(routes!(callback::post_death))
        .routes(routes!(callback::get_callbacks))
        .routes(routes!(callback::post_callback_done))
}

#[cfg(test)]
pub(crate) mod tests;
