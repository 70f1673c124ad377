//! What was published, and that it was taken down.

use std::sync::Arc;

use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use rules::consent::command::By;
use rules::permission::Actor;
use rules::permission::{Action, may};
use rules::publication::log::{Command, Entry, Picture, Publication};
use rules::publication::person::People;
use rules::publication::{self, PeopleShown, Question};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::State;
use crate::consent::cache::Revision;
use crate::consent::calendar::tell_removed;
use crate::consent::changeset::EventDetails;
use crate::consent::executor::Executor;
use crate::consent::run_by::accounts_run_by;
use crate::consent::subject;
use crate::database::writer::Receipt;
use crate::http::extract::Json;
use crate::http::idempotency::{self, IdempotentRequest};
use crate::http::problem::Problem;
use crate::session::command::CommandRequest;
use crate::session::login::LoggedIn;

/// A publication as staff see it.
#[derive(Serialize)]
struct View<'a> {
    #[serde(flatten)]
    publication: &'a Publication,
    version: i64,
    forsenad: bool,
    far: Vec<&'static str>,
}

/// A picture as it is sent; one that was published before has an id.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Shot {
    #[serde(default)]
    id: Option<String>,
    titel: String,
    #[serde(default)]
    fil: Option<String>,
}

/// What is logged.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Logging {
    #[schema(value_type = Object)]
    fraga: Question,
    bild: Shot,
    #[serde(default)]
    lank: String,
}

/// A command as it is sent.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(tag = "kommando", rename_all = "kebab-case", deny_unknown_fields)]
pub enum PublicationCommand {
    /// Records that the picture has been taken down.
    Borttagen {},
    /// Records that the picture is still there.
    InteBorttagen {},
}

async fn is_seen_by(
    state: &State,
    actor: &Actor,
) -> Result<impl Fn(&Publication) -> bool, Problem> {
    let all = may(actor.role, Action::SeePublications);
    let accounts = if all {
        Vec::new()
    } else {
        accounts_run_by(state, actor).await?
    };
    let id = actor.id.clone();
    Ok(move |publication: &Publication| {
        let runs = |account: &String| accounts.iter().any(|(run, _)| run == account);
        all || publication.by == id || publication.account.as_ref().is_some_and(runs)
    })
}

fn view(state: &State, kept: &Revision<Publication>, actor: &Actor) -> Result<String, Problem> {
    let publication = &kept.value;
    let today = state.clock.today();
    let policy = &state.policy.value;
    let far = [Command::TickOff, Command::Untick]
        .into_iter()
        .filter_map(|command| {
            let word = command.id();
            let by = By::Staff(actor);
            publication::log::decide(publication, command, by, policy, today, kept.changed)
                .is_ok()
                .then_some(word)
        })
        .collect();
    let view = View {
        publication,
        version: kept.version,
        forsenad: publication.is_overdue(today),
        far,
    };
    serde_json::to_string(&view).map_err(Problem::broken)
}

/// What was published, the newest first, as far as the person may see it.
#[utoipa::path(get, path = "/api/publiceringar", responses((status = 200, description = "The publications")))]
pub async fn get_publications(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    if !may(actor.role, Action::LogPublication) && !may(actor.role, Action::SeePublications) {
        return Err(Problem::Refused(
            rules::account::refusal::Refusal::NotAllowed,
        ));
    }
    let mut found = state
        .consents
        .publications()
        .find(is_seen_by(&state, &actor).await?);
    found.reverse();
    let lines: Vec<String> = found
        .iter()
        .map(|kept| view(&state, kept, &actor))
        .collect::<Result<_, _>>()?;
    let body = ["{\"publiceringar\":[", &lines.join(","), "]}"].concat();
    Ok(idempotency::json(body))
}

/// Logs a publication, once the rules say yes here too.
#[utoipa::path(post, path = "/api/publiceringar", request_body = Logging,
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, description = "The publication"),
        (status = 422, description = "The rules do not say yes, or something needs mending")))]
pub async fn post_publication(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
    headers: HeaderMap,
    Json {
        value: logging,
        bytes,
    }: Json<Logging>,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    let sent = IdempotentRequest::new("POST /api/publiceringar", &headers, &bytes, &actor.id)?;
    let mut people = Vec::new();
    if let PeopleShown::These { ids, .. } = &logging.fraga.people {
        for id in ids {
            // Of a person whom the actor may not see, nothing is known.
            if let Ok(kept) = subject::load(&state, id, &actor).await {
                people.push(subject::on_picture(&state, &kept.value));
            }
        }
    }
    let register = state.register.now().await;
    let account = logging.fraga.account.as_ref().and_then(|id| {
        let rows = register.index().rows();
        rows.iter().find(|row| &row.id == id)
    });
    let entry = Entry {
        id: Uuid::now_v7().simple().to_string(),
        question: logging.fraga,
        picture: Picture {
            id: logging
                .bild
                .id
                .unwrap_or_else(|| Uuid::now_v7().simple().to_string()),
            title: logging.bild.titel,
            hash: logging.bild.fil,
        },
        link: logging.lank,
    };
    let publication = Publication::log(
        entry,
        &People::new(people),
        account,
        &state.policy.value,
        state.clock.today(),
        &actor,
    )?;
    let mut executor = Executor::new(&state, &actor.id, EventDetails::by(&actor));
    let id = publication.id.clone();
    executor
        .changeset
        .put(publication, "loggad", &executor.details.clone())?;
    let kept = executor
        .changeset
        .get::<Publication>(&id)
        .ok_or(Problem::NotFound)?;
    let receipt = Receipt {
        status: StatusCode::CREATED.as_u16(),
        etag: idempotency::etag(1),
        place: ["/api/publiceringar/", &id].concat(),
        body: view(&state, &kept, &actor)?,
    };
    sent.commit::<Publication>(&state, executor.changeset, receipt, &id)
        .await
}

/// Ticks off that a picture was taken down.
#[utoipa::path(post, path = "/api/publiceringar/{id}/kommando", request_body = PublicationCommand,
    params(("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses((status = 200, description = "The publication"), (status = 409, description = "Not now"),
        (status = 412, description = "Changed since")))]
pub async fn post_publication_command(
    Extract(state): Extract<State>,
    CommandRequest {
        id,
        actor,
        version,
        value: input,
        request: sent,
    }: CommandRequest<PublicationCommand>,
) -> Result<Response, Problem> {
    let seen = is_seen_by(&state, &actor).await?;
    let kept: Arc<Revision<Publication>> = state
        .consents
        .publications()
        .get(&id)
        .filter(|kept| seen(&kept.value))
        .ok_or(Problem::NotFound)?;
    let done = apply_command(&state, &sent, &kept, version, &input, &actor).await;
    sent.replay_or(&state, done).await
}

async fn apply_command(
    state: &State,
    sent: &IdempotentRequest,
    kept: &Revision<Publication>,
    version: i64,
    input: &PublicationCommand,
    actor: &Actor,
) -> Result<Response, Problem> {
    idempotency::same_version(version, kept.version)?;
    let mut executor = Executor::new(state, &actor.id, EventDetails::by(actor));
    let command = match input {
        PublicationCommand::Borttagen {} => Command::TickOff,
        PublicationCommand::InteBorttagen {} => Command::Untick,
    };
    let word = command.id();
    let next = publication::log::decide(
        &kept.value,
        command,
        By::Staff(actor),
        &state.policy.value,
        state.clock.today(),
        executor.changeset.now(),
    )?;
    let id = next.id.clone();
    executor
        .changeset
        .put(next, word, &executor.details.clone())?;
    let next = executor
        .changeset
        .get::<Publication>(&id)
        .ok_or(Problem::NotFound)?;
    let receipt = Receipt {
        status: StatusCode::OK.as_u16(),
        etag: idempotency::etag(next.version),
        place: String::new(),
        body: view(state, &next, actor)?,
    };
    let response = sent
        .commit::<Publication>(state, executor.changeset, receipt, &id)
        .await?;
    // Not before it is on disk: when two are ticked off at once, the later sees the other.
    tell_removed(state, &next.value).await;
    Ok(response)
}

pub(crate) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(get_publications, post_publication))
        .routes(routes!(post_publication_command))
}
