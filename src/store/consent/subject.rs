//! People on pictures: everything that is kept of one, and what is done to it.

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use rules::consent::command::By;
use rules::consent::state::Consent;
use rules::consent::subject::Command;
use rules::consent::subject::{Subject, Wish};
use rules::consent::wire::{ConsentLine, FoundPeople, FoundPerson, PeopleSearch};
use rules::permission::Actor;
use rules::permission::{Action, may};
use rules::publication::log::{Progress, Publication};
use rules::publication::person::PersonOnPicture;
use rules::value::collation;
use serde::{Deserialize, Serialize};

use crate::State;
use crate::audit::search;
use crate::consent::cache::Revision;
use crate::consent::changeset::{Changeset, EventDetails};
use crate::consent::executor::{Executor, note_look};
use crate::consent::list;
use crate::consent::run_by::units_run_by;
use crate::consent::{self, LOOKED, history};
use crate::database::writer::Receipt;
use crate::http::extract::{Id, Json};
use crate::http::idempotency::{self, IdempotentRequest, respond};
use crate::http::problem::Problem;
use crate::kind::Kind;
use crate::session::command::CommandRequest;
use crate::session::login::LoggedIn;

/// Most people in one answer to a search.
const FOUND_MAX: usize = 20;

/// Everything that is kept of a person.
#[derive(Serialize)]
struct View<'a> {
    #[serde(flatten)]
    subject: &'a Subject,
    version: i64,
    far: Vec<&'static str>,
    samtycken: Vec<ConsentLine>,
    publiceringar: Vec<&'a Publication>,
    borttagning: Progress,
    handelser: Vec<consent::Line>,
}

/// A command as it is sent.
#[derive(Deserialize)]
#[serde(tag = "kommando", rename_all = "kebab-case", deny_unknown_fields)]
pub enum SubjectCommand {
    /// Records that the personal data are protected.
    Skydda {},
    /// Records that the personal data are not protected any more.
    TaBortSkydd {},
    /// Records that a wish about a person who has died is done.
    OnskemalKlart {
        /// The wish.
        onskemal: Wish,
    },
    /// Records that the person does not want to be on pictures.
    FotograferaInte {},
    /// Records that the person may be asked again.
    FarTillfragas {},
}

/// A command with every input it may have; for the API's description.
#[derive(utoipa::ToSchema)]
#[allow(dead_code, reason = "only described, never made")]
pub struct SubjectCommandBody {
    kommando: String,
    onskemal: Option<String>,
}

impl From<SubjectCommand> for Command {
    fn from(told: SubjectCommand) -> Self {
        match told {
            SubjectCommand::Skydda {} => Self::Protect,
            SubjectCommand::TaBortSkydd {} => Self::Unprotect,
            SubjectCommand::OnskemalKlart { onskemal } => Self::SettleWish(onskemal),
            SubjectCommand::FotograferaInte {} => Self::DeclinePictures,
            SubjectCommand::FarTillfragas {} => Self::AllowQuestions,
        }
    }
}

/// The people one of whose consents the actor may see; all of them for those who see all.
async fn seen_by(state: &State, actor: &Actor) -> Result<Option<HashSet<String>>, Problem> {
    if may(actor.role, Action::SeeConsents) {
        return Ok(None);
    }
    let units = units_run_by(state, actor).await?;
    let seen = state
        .consents
        .consents()
        .find(|consent| consent.is_seen_by(actor, &units));
    let ids = seen.iter().filter_map(|kept| kept.value.subject.clone());
    Ok(Some(ids.collect()))
}

/// A person that the actor may see. One that is not theirs is not there.
pub(crate) async fn load(
    state: &State,
    id: &str,
    actor: &Actor,
) -> Result<Arc<Revision<Subject>>, Problem> {
    let kept = state.consents.subjects().get(id).ok_or(Problem::NotFound)?;
    match seen_by(state, actor).await? {
        Some(seen) if !seen.contains(id) => Err(Problem::NotFound),
        _ => Ok(kept),
    }
}

/// Searches among the people on pictures. Nobody protected is ever found. That the user searched
/// stays in the trail. The name comes in the body, so that no address holds it.
#[utoipa::path(post, path = "/api/individer/sok", request_body = PeopleSearch,
    responses((status = 200, body = FoundPeople)))]
pub async fn post_subject_search(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
    Json { value: wanted, .. }: Json<PeopleSearch>,
) -> Result<axum::Json<FoundPeople>, Problem> {
    let actor = logged_in.actor();
    let query = collation::fold(&wanted.words);
    if query.trim().is_empty() {
        return Ok(axum::Json(FoundPeople { people: Vec::new() }));
    }
    let seen = seen_by(&state, &actor).await?;
    let mut found = state.consents.subjects().find(|subject| {
        !subject.protected
            && collation::has_words(&query, &subject.person.name)
            && seen.as_ref().is_none_or(|seen| seen.contains(&subject.id))
    });
    search::note(&state, &actor, Kind::Subject, &query).await?;
    found.sort_by_cached_key(|kept| collation::key(&kept.value.person.name));
    let people = found
        .iter()
        .take(FOUND_MAX)
        .map(|kept| FoundPerson {
            id: kept.value.id.clone(),
            name: kept.value.person.name.clone(),
            born: kept.value.person.born,
            unit_id: kept.value.person.unit.clone(),
            staff: kept.value.person.staff,
            declined: kept.value.declined.is_some(),
            deceased: kept.value.deceased.is_some(),
        })
        .collect();
    Ok(axum::Json(FoundPeople { people }))
}

/// The commands that the actor may give now.
fn offered(subject: &Subject, actor: &Actor, today: NaiveDate) -> Vec<&'static str> {
    [
        Command::Protect,
        Command::Unprotect,
        Command::SettleWish(Wish::Remove),
        Command::DeclinePictures,
        Command::AllowQuestions,
    ]
    .into_iter()
    .filter_map(|command| {
        let word = command.id();
        rules::consent::subject::decide(subject, command, By::Staff(actor), today)
            .is_ok()
            .then_some(word)
    })
    .collect()
}

async fn view(
    changeset: &Changeset<'_>,
    kept: &Revision<Subject>,
    actor: &Actor,
) -> Result<String, Problem> {
    let state = changeset.state();
    let subject = &kept.value;
    let far = offered(subject, actor, state.clock.today());
    if subject.protected {
        let closed = serde_json::json!({
            "id": subject.id,
            "skyddad": true,
            "version": kept.version,
            "far": far,
        });
        return Ok(closed.to_string());
    }
    let consents =
        changeset.find::<Consent>(|consent| consent.subject.as_ref() == Some(&subject.id));
    let shown = changeset.find::<Publication>(|publication| publication.shows(&subject.id));
    let publications: Vec<&Publication> = shown.iter().map(|kept| &kept.value).collect();
    let view = View {
        subject,
        version: kept.version,
        far,
        samtycken: consents
            .iter()
            .map(|kept| list::line(state, &kept.value, Some(subject)))
            .collect(),
        borttagning: Progress::of(&subject.id, publications.iter().copied()),
        publiceringar: publications,
        handelser: history(changeset, kept).await?,
    };
    serde_json::to_string(&view).map_err(Problem::broken)
}

fn answer(version: i64, body: String) -> Receipt {
    Receipt {
        status: StatusCode::OK.as_u16(),
        etag: idempotency::etag(version),
        place: String::new(),
        body,
    }
}

/// A person. The look stays in the trail.
#[utoipa::path(get, path = "/api/individer/{id}", responses(
    (status = 200, description = "The person"), (status = 404, description = "None that this person may see")))]
pub async fn get_subject(
    Extract(state): Extract<State>,
    Id(id): Id,
    logged_in: LoggedIn,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    let kept = load(&state, &id, &actor).await?;
    let body = view(&Changeset::new(&state, &actor.id), &kept, &actor).await?;
    note_look::<Subject>(&state, &actor, &id, LOOKED).await?;
    Ok(respond(answer(kept.version, body)))
}

/// What the rules need to know of a person on a picture. The look stays in the trail.
#[utoipa::path(get, path = "/api/individer/{id}/underlag", responses(
    (status = 200, description = "What may be published"), (status = 404, description = "None that this person may see")))]
pub async fn get_subject_grounds(
    Extract(state): Extract<State>,
    Id(id): Id,
    logged_in: LoggedIn,
) -> Result<axum::Json<PersonOnPicture>, Problem> {
    let actor = logged_in.actor();
    if !may(actor.role, Action::LogPublication) {
        return Err(Problem::Refused(
            rules::account::refusal::Refusal::NotAllowed,
        ));
    }
    let kept = load(&state, &id, &actor).await?;
    note_look::<Subject>(&state, &actor, &id, LOOKED).await?;
    Ok(axum::Json(on_picture(&state, &kept.value)))
}

/// A person as the rules about publishing know them.
pub(crate) fn on_picture(state: &State, subject: &Subject) -> PersonOnPicture {
    let consents = state.consents.of_subject(&subject.id);
    PersonOnPicture::new(subject, consents.iter().map(|kept| &kept.value))
}

/// Does something to a person's page.
#[utoipa::path(post, path = "/api/individer/{id}/kommando", request_body = SubjectCommandBody,
    params(("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses((status = 200, description = "The person"), (status = 403, description = "Not this person"),
        (status = 409, description = "Not now"), (status = 412, description = "Changed since")))]
pub async fn post_subject_command(
    Extract(state): Extract<State>,
    CommandRequest {
        id,
        actor,
        version,
        value: told,
        request: sent,
    }: CommandRequest<SubjectCommand>,
) -> Result<Response, Problem> {
    let kept = load(&state, &id, &actor).await?;
    let done = apply_command(&state, &sent, &kept, version, told, &actor).await;
    sent.replay_or(&state, done).await
}

async fn apply_command(
    state: &State,
    sent: &IdempotentRequest,
    kept: &Revision<Subject>,
    version: i64,
    told: SubjectCommand,
    actor: &Actor,
) -> Result<Response, Problem> {
    idempotency::same_version(version, kept.version)?;
    let mut executor = Executor::new(state, &actor.id, EventDetails::by(actor));
    let next = executor.subject(&kept.value, told.into(), By::Staff(actor))?;
    let next = executor
        .changeset
        .get::<Subject>(&next.id)
        .ok_or(Problem::NotFound)?;
    let body = view(&executor.changeset, &next, actor).await?;
    let receipt = answer(next.version, body);
    sent.commit::<Subject>(state, executor.changeset, receipt, &next.value.id)
        .await
}
