//! What people ask for without a link. The answer is always the same, whether or not there is
//! anything to find: staff call back.

use std::sync::Arc;

use axum::extract::State as Extract;
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::Response;
use chrono::NaiveDate;
use rules::consent::answers::SubjectDetails;
use rules::consent::command::{By, Command as ConsentCommand, Letter};
use rules::consent::form::withdrawal::Caller;
use rules::consent::form::{deceased, withdrawal};
use rules::consent::state::Consent;
use rules::consent::subject::Wish;
use rules::consent::subject::{Command, RelativeReport};
use rules::consent::task;
use rules::form::draft::Draft;
use rules::permission::{Action, may};
use serde::Serialize;
use uuid::Uuid;

use crate::State;
use crate::clock::in_sweden;
use crate::consent::cache::Revision;
use crate::consent::cache::callback::{Callback, Done};
use crate::consent::changeset::EventDetails;
use crate::consent::executor::Executor;
use crate::consent::facts;
use crate::database::writer::Receipt;
use crate::http::extract::{Id, Json};
use crate::http::idempotency::{self, IdempotentRequest};
use crate::http::problem::{Place, Problem};
use crate::http::rate_limit::client_address;
use crate::session::login::LoggedIn;

/// Who an event names when nobody knows who it was.
const ANYBODY: &str = "utan-lank";

/// Where staff find whom to call back.
const CALLBACKS: &str = "/samtycken";

/// The answer to everybody.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Received {}

/// Something to call back about, as staff see it.
#[derive(Serialize)]
struct View<'a> {
    #[serde(flatten)]
    callback: &'a Callback,
    version: i64,
    /// The consent with the number that was given, when the day of birth is right too.
    samtycke: Option<String>,
}

fn received() -> (StatusCode, axum::Json<Received>) {
    (StatusCode::ACCEPTED, axum::Json(Received {}))
}

/// Puts something on the list of those to call back.
fn remember(
    executor: &mut Executor<'_>,
    draft: &Draft,
    born: Option<NaiveDate>,
) -> Result<(), Problem> {
    let wire = serde_json::to_value(draft).map_err(Problem::broken)?;
    // What waits already of the same kind has been told of.
    let alike = executor
        .changeset
        .find::<Callback>(|other| other.klar.is_none() && other.form == draft.form().id);
    let days = alike.iter().map(|kept| in_sweden(kept.value.kom).date());
    if task::tells(days, executor.state.clock.today()) {
        let letter = if draft.form() == &deceased::FORM {
            Letter::DeathTold
        } else {
            Letter::CallBack
        };
        executor.tell_communications(Action::SeeConsents, letter, "", CALLBACKS);
    }
    let callback = Callback {
        id: Uuid::now_v7().simple().to_string(),
        form: draft.form().id.to_owned(),
        svar: wire["svar"].clone(),
        fodd: born,
        kom: executor.changeset.now(),
        klar: None,
    };
    executor
        .changeset
        .put(callback, "kom-in", &EventDetails::default())
}

/// Takes a consent back without its link. Staff call back.
#[utoipa::path(post, path = "/api/ta-tillbaka", responses(
    (status = 202, body = Received), (status = 422, description = "Answers break rules"),
    (status = 429, description = "Too many attempts")))]
pub async fn post_withdrawal(
    Extract(state): Extract<State>,
    extensions: Extensions,
    headers: HeaderMap,
    Json { value: draft, .. }: Json<Draft>,
) -> Result<(StatusCode, axum::Json<Received>), Problem> {
    state
        .logins
        .open(client_address(&extensions, &headers, &state.proxies))?;
    let register = state.register.now().await;
    let draft = of_form(draft, &withdrawal::FORM)?;
    let withdrawal =
        withdrawal::check(&draft, &facts(&state, &register)).map_err(Problem::Findings)?;
    let mut executor = Executor::new(&state, ANYBODY, EventDetails::default());
    let caller = withdrawal.caller();
    remember(&mut executor, &draft, Some(caller.born))?;
    // From this second nothing new is published. Who called is found out afterwards.
    for kept in meant(&state, caller) {
        executor.pass_on(&kept.value, ConsentCommand::Object(None))?;
    }
    executor.changeset.commit(None).await?;
    Ok(received())
}

/// The consents that a message without a link is about: by number and day of birth, or all of a person with
/// this name and day of birth.
fn meant(state: &State, caller: &Caller) -> Vec<Arc<Revision<Consent>>> {
    let number = caller.number.trim();
    let by_number = state.consents.consents().find(|consent| {
        let own = consent.number.as_deref();
        own.is_some_and(|own| own.eq_ignore_ascii_case(number)) && consent.born == Some(caller.born)
    });
    if !by_number.is_empty() {
        return by_number;
    }
    let person = SubjectDetails::named(number.to_owned(), Some(caller.born));
    let subject = state.consents.known(&person);
    subject.map_or_else(Vec::new, |kept| state.consents.of_subject(&kept.value.id))
}

/// Tells of what relatives wish for the pictures of a person who has died. New use of pictures of
/// a person who is known is frozen at once.
#[utoipa::path(post, path = "/api/avliden", responses(
    (status = 202, body = Received), (status = 422, description = "Answers break rules"),
    (status = 429, description = "Too many attempts")))]
pub async fn post_death(
    Extract(state): Extract<State>,
    extensions: Extensions,
    headers: HeaderMap,
    Json { value: draft, .. }: Json<Draft>,
) -> Result<(StatusCode, axum::Json<Received>), Problem> {
    state
        .logins
        .open(client_address(&extensions, &headers, &state.proxies))?;
    let register = state.register.now().await;
    let draft = of_form(draft, &deceased::FORM)?;
    let told = deceased::check(&draft, &facts(&state, &register)).map_err(Problem::Findings)?;
    let person = SubjectDetails::named(told.name().to_owned(), told.born());
    let mut executor = Executor::new(&state, ANYBODY, EventDetails::default());
    remember(&mut executor, &draft, told.born())?;
    if let Some(kept) = state.consents.known(&person) {
        let contact = [told.phone(), told.email()];
        let told = RelativeReport {
            name: told.by().to_owned(),
            relation: told.relation().to_owned(),
            contact: contact.into_iter().flatten().collect::<Vec<_>>().join(" "),
            wish: Wish::from_id(told.wish().id()).unwrap_or(Wish::Remove),
            pictures: told.pictures().to_owned(),
            agreed: told.agreed().unwrap_or(false),
            at: executor.changeset.now(),
        };
        executor.subject(
            &kept.value,
            Command::TellOfDeath(Box::new(told)),
            By::System,
        )?;
    }
    executor.changeset.commit(None).await?;
    Ok(received())
}

fn of_form(draft: Draft, form: &'static rules::form::Form) -> Result<Draft, Problem> {
    if draft.form() == form {
        Ok(draft)
    } else {
        Err(Problem::Malformed(Place {
            part: "form",
            ..Place::default()
        }))
    }
}

fn view(state: &State, kept: &Revision<Callback>) -> Result<String, Problem> {
    let callback = &kept.value;
    let number = callback.svar["samtyckets-nummer"]
        .as_str()
        .unwrap_or("")
        .trim();
    let found = state.consents.consents().find(|consent| {
        consent
            .number
            .as_deref()
            .is_some_and(|own| own.eq_ignore_ascii_case(number))
            && consent.born == callback.fodd
    });
    let view = View {
        callback,
        version: kept.version,
        samtycke: found.first().map(|kept| kept.value.id.clone()),
    };
    serde_json::to_string(&view).map_err(Problem::broken)
}

/// What there is to call back about, the oldest first, and what was done last.
#[utoipa::path(get, path = "/api/aterkallelser", responses((status = 200, description = "What to call back about")))]
pub async fn get_callbacks(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
) -> Result<Response, Problem> {
    if !may(logged_in.actor().role, Action::SeeConsents) {
        return Err(Problem::Refused(
            rules::account::refusal::Refusal::NotAllowed,
        ));
    }
    let mut found = state.consents.callbacks().find(|_| true);
    found.sort_by_key(|kept| (kept.value.klar.is_some(), kept.value.kom));
    let lines: Vec<String> = found
        .iter()
        .map(|kept| view(&state, kept))
        .collect::<Result<_, _>>()?;
    Ok(idempotency::json(
        ["{\"uppgifter\":[", &lines.join(","), "]}"].concat(),
    ))
}

/// Ticks off that staff called.
#[utoipa::path(post, path = "/api/aterkallelser/{id}/klar",
    params(("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses((status = 200, description = "What was called about"), (status = 409, description = "It was done before")))]
pub async fn post_callback_done(
    Extract(state): Extract<State>,
    Id(id): Id,
    logged_in: LoggedIn,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    let version = idempotency::version_wanted(&headers)?;
    let what = ["POST /api/aterkallelser/", &id, " ", &version.to_string()].concat();
    let sent = IdempotentRequest::new(&what, &headers, &[], &actor.id)?;
    if !may(actor.role, Action::SeeConsents) {
        return Err(Problem::Refused(
            rules::account::refusal::Refusal::NotAllowed,
        ));
    }
    let kept = state
        .consents
        .callbacks()
        .get(&id)
        .ok_or(Problem::NotFound)?;
    let done = async {
        idempotency::same_version(version, kept.version)?;
        if kept.value.klar.is_some() {
            return Err(Problem::ConsentRefused(
                rules::consent::refusal::Refusal::NotNow,
            ));
        }
        let mut executor = Executor::new(&state, &actor.id, EventDetails::by(&actor));
        let next = Callback {
            klar: Some(Done {
                av: actor.name.clone(),
                nar: executor.changeset.now(),
            }),
            ..kept.value.clone()
        };
        executor
            .changeset
            .put(next, "klar", &executor.details.clone())?;
        let next = executor
            .changeset
            .get::<Callback>(&id)
            .ok_or(Problem::NotFound)?;
        let receipt = Receipt {
            status: StatusCode::OK.as_u16(),
            etag: idempotency::etag(next.version),
            place: String::new(),
            body: view(&state, &next)?,
        };
        sent.commit::<Callback>(&state, executor.changeset, receipt, &id)
            .await
    };
    sent.replay_or(&state, done.await).await
}
