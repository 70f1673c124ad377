//! Cases: begin, write, send, decide.

pub mod reminder;

use std::cmp::Reverse;

use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::{DateTime, Utc};
use rules::account::Account;
use rules::account::case::{self, Case, Command, Effect, Kind, Moment, Summary};
use rules::account::refusal;
use rules::account::wire::NewCase;
use rules::catalogue;
use rules::form::Keeper;
use rules::form::draft::Draft;
use rules::form::judging::Facts;
use rules::permission::Actor;
use rules::permission::{Action, may};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::Row as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::State;
use crate::account::{self, put_account};
use crate::audit::history::{Line, Note, WRITTEN, history};
use crate::database::writer::{Event, Put, Receipt};
use crate::http::extract::{Id, Json};
use crate::http::idempotency::{self, IdempotentRequest, respond};
use crate::http::problem::Problem;
use crate::kind;
use crate::mail::letter;
use crate::register::cache::Snapshot;
use crate::session::command::CommandRequest;
use crate::session::login::LoggedIn;

/// The action of a case being begun.
const BEGUN: &str = "borja";
/// The action of a draft being thrown away.
const DISCARDED: &str = "kasta";

/// Most cases in one answer, newest first.
const CASES_MAX: i64 = 5000;

/// A case with what the page around it needs.
#[derive(Serialize)]
struct CaseView<'a> {
    #[serde(flatten)]
    case: &'a Case,
    version: i64,
    far: Vec<&'static str>,
    handelser: Vec<Line>,
}

/// The answer to a request for the inbox.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Inbox {
    #[schema(value_type = Vec<Object>)]
    arenden: Vec<Summary>,
}

/// A command as it is sent.
#[derive(Deserialize)]
#[serde(tag = "kommando", rename_all = "kebab-case", deny_unknown_fields)]
pub enum CaseCommand {
    /// Sends the application in.
    SkickaIn {
        /// The draft as the person sees it; none takes what was saved last.
        #[serde(default)]
        utkast: Option<Draft>,
    },
    /// Sends the completed application in again.
    Komplettera {
        /// The draft as the person sees it; none takes what was saved last.
        #[serde(default)]
        utkast: Option<Draft>,
    },
    /// The manager approves.
    ChefGodkann {
        /// What the manager adds, or empty.
        #[serde(default)]
        kommentar: String,
    },
    /// The manager refuses.
    ChefAvsla {
        /// What the manager adds, or empty.
        #[serde(default)]
        kommentar: String,
    },
    /// Takes the case on.
    TaArendet {},
    /// Asks the applicant to complete the application.
    BegarKomplettering {
        /// The slugs of the steps to complete.
        #[serde(default)]
        steg: Vec<String>,
        /// What is to be completed.
        #[serde(default)]
        meddelande: String,
    },
    /// Approves.
    Godkann {
        /// The reasons, as the applicant reads them.
        #[serde(default)]
        motivering: String,
    },
    /// Refuses.
    Avsla {
        /// The reasons, as the applicant reads them.
        #[serde(default)]
        motivering: String,
    },
    /// Reports the account as started.
    Anmal {
        /// The name or the address of the account, as typed.
        #[serde(default)]
        adress: String,
        /// The first day of the account, as typed.
        #[serde(default)]
        startdatum: String,
    },
    /// Enters the account in the register.
    ForIn {},
    /// Withdraws the application.
    Aterkalla {},
    /// Writes a message.
    Meddela {
        /// The message.
        #[serde(default)]
        text: String,
    },
    /// Sets the number in the records.
    SattDiarienummer {
        /// The number in the records.
        #[serde(default)]
        diarienummer: String,
    },
}

/// A command that can be sent with every input it may have; for the API's description.
#[derive(utoipa::ToSchema)]
#[allow(dead_code, reason = "only described, never made")]
pub struct CommandBody {
    kommando: String,
    utkast: Option<Value>,
    kommentar: Option<String>,
    steg: Option<Vec<String>>,
    meddelande: Option<String>,
    motivering: Option<String>,
    adress: Option<String>,
    startdatum: Option<String>,
    text: Option<String>,
    diarienummer: Option<String>,
}

/// A case as it was read.
struct CaseRow {
    case: Case,
    version: i64,
    changed: DateTime<Utc>,
}

async fn load(state: &State, id: &str, actor: &Actor) -> Result<CaseRow, Problem> {
    let row =
        sqlx::query("SELECT body, version, changed FROM document WHERE kind = $1 AND id = $2")
            .bind(kind::Kind::Case.word())
            .bind(id)
            .fetch_optional(state.db.readers())
            .await?
            .ok_or(Problem::NotFound)?;
    let case: Case = serde_json::from_str(row.try_get(0)?).map_err(Problem::broken)?;
    // Another person's case is not refused but not there: that it exists is not theirs to know.
    if !case.is_seen_by(actor) {
        return Err(Problem::NotFound);
    }
    let changed: &str = row.try_get(2)?;
    Ok(CaseRow {
        case,
        version: row.try_get(1)?,
        changed: changed.parse().map_err(Problem::broken)?,
    })
}

fn view(case: &Case, version: i64, actor: &Actor, handelser: Vec<Line>) -> Result<String, Problem> {
    let far = case.offered(actor).into_iter().map(Kind::id).collect();
    serde_json::to_string(&CaseView {
        case,
        version,
        far,
        handelser,
    })
    .map_err(Problem::broken)
}

/// The new version of a case, and the event that made it.
fn put_case(case: &Case, expected: i64, event: Event) -> Result<Put, Problem> {
    Ok(Put {
        kind: kind::Kind::Case,
        id: case.id.clone(),
        expected,
        owner: case.applicant.id.clone(),
        party: case
            .manager
            .as_ref()
            .map_or(String::new(), |manager| manager.email.to_lowercase()),
        state: case.state.id().to_owned(),
        unique_key: case.number.clone(),
        body: Some(serde_json::to_string(case).map_err(Problem::broken)?),
        event,
    })
}

/// Notes who did what. The history's line comes with it.
fn event(actor: &Actor, action: &str, note: &str, at: DateTime<Utc>) -> (Event, Line) {
    let body = Note {
        namn: actor.name.clone(),
        anteckning: note.to_owned(),
    };
    let event = Event {
        at,
        actor: actor.id.clone(),
        action: action.to_owned(),
        // Two texts can always be said in JSON.
        body: serde_json::to_string(&body).unwrap_or_default(),
    };
    let line = Line {
        at: crate::clock::stamp(at),
        actor_name: body.namn,
        action: action.to_owned(),
        note: body.anteckning,
    };
    (event, line)
}

/// Begins a case.
#[utoipa::path(post, path = "/api/arenden", request_body = NewCase,
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, description = "The case"), (status = 409, description = "The key was used for another request")))]
pub async fn post_case(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
    headers: HeaderMap,
    Json {
        value: beginning,
        bytes,
    }: Json<NewCase>,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    let request = IdempotentRequest::new("POST /api/arenden", &headers, &bytes, &actor.id)?;
    if !may(actor.role, Action::Apply) {
        return Err(Problem::Refused(refusal::Refusal::NotAllowed));
    }
    let form = catalogue::form(&beginning.form)
        .filter(|form| form.keeper == Keeper::Employee)
        .ok_or(Problem::NotFound)?;
    let now = state.clock.now();
    let case = Case::new(
        Uuid::now_v7().simple().to_string(),
        form,
        actor.clone(),
        now,
    );
    let (event, line) = event(&actor, BEGUN, "", now);
    let receipt = Receipt {
        status: StatusCode::CREATED.as_u16(),
        etag: idempotency::etag(1),
        place: ["/api/arenden/", &case.id].concat(),
        body: view(&case, 1, &actor, vec![line])?,
    };
    request
        .execute(
            &state,
            vec![put_case(&case, 0, event)?],
            Vec::new(),
            receipt,
        )
        .await
}

/// The cases that the person may see.
#[utoipa::path(get, path = "/api/arenden", responses((status = 200, body = Inbox)))]
pub async fn get_cases(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
) -> Result<axum::Json<Inbox>, Problem> {
    let actor = logged_in.actor();
    let sql = if may(actor.role, Action::SeeAllCases) {
        "SELECT body FROM document \
         WHERE kind = $1 AND (owner = $2 OR state <> $4 OR party = $3) ORDER BY id DESC LIMIT $5"
    } else {
        "SELECT body, id FROM document WHERE kind = $1 AND owner = $2 \
         UNION SELECT body, id FROM document \
         WHERE kind = $1 AND party = $3 AND state <> $4 ORDER BY id DESC LIMIT $5"
    };
    let rows = sqlx::query(sql)
        .bind(kind::Kind::Case.word())
        .bind(&actor.id)
        .bind(actor.email.to_lowercase())
        .bind(case::State::Draft.id())
        .bind(CASES_MAX)
        .fetch_all(state.db.readers())
        .await?;
    let register = state.register.now().await;
    let facts = facts(&state, &register);
    let mut arenden = Vec::with_capacity(rows.len());
    for row in &rows {
        let case: Case = serde_json::from_str(row.try_get(0)?).map_err(Problem::broken)?;
        // The query only narrows; the rules decide who sees what.
        if case.is_seen_by(&actor) {
            arenden.push(Summary::of(&case, &actor, &facts));
        }
    }
    arenden.sort_by_key(|line| Reverse(line.since));
    Ok(axum::Json(Inbox { arenden }))
}

/// What the rules judge against.
fn facts<'a>(state: &'a State, register: &'a Snapshot) -> Facts<'a> {
    Facts {
        policy: &state.policy.value,
        register: register.index(),
        today: state.clock.today(),
    }
}

/// A case.
#[utoipa::path(get, path = "/api/arenden/{id}", responses(
    (status = 200, description = "The case"), (status = 404, description = "None that this person may see")))]
pub async fn get_case(
    Extract(state): Extract<State>,
    Id(id): Id,
    logged_in: LoggedIn,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    let loaded = load(&state, &id, &actor).await?;
    let body = view(
        &loaded.case,
        loaded.version,
        &actor,
        history(&state, kind::Kind::Case, &id).await?,
    )?;
    Ok(respond(Receipt {
        status: 200,
        etag: idempotency::etag(loaded.version),
        place: String::new(),
        body,
    }))
}

/// Writes a draft.
#[utoipa::path(put, path = "/api/arenden/{id}/utkast",
    params(("If-Match" = String, Header)),
    responses((status = 200, description = "The case"), (status = 412, description = "Changed since")))]
pub async fn put_draft(
    Extract(state): Extract<State>,
    Id(id): Id,
    logged_in: LoggedIn,
    headers: HeaderMap,
    Json { value: draft, .. }: Json<Draft>,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    let version = idempotency::version_wanted(&headers)?;
    let CaseRow {
        case,
        version: found,
        changed,
    } = load(&state, &id, &actor).await?;
    idempotency::same_version(version, found)?;
    let case = case.with_draft(draft, &actor)?;
    let (event, _) = event(&actor, WRITTEN, "", state.clock.now().max(changed));
    state
        .commit(idempotency::alone(put_case(&case, found, event)?))
        .await?;
    let body = view(
        &case,
        found + 1,
        &actor,
        history(&state, kind::Kind::Case, &id).await?,
    )?;
    Ok(respond(Receipt {
        status: 200,
        etag: idempotency::etag(found + 1),
        place: String::new(),
        body,
    }))
}

/// Throws a draft away.
#[utoipa::path(delete, path = "/api/arenden/{id}", responses(
    (status = 204, description = "Gone"), (status = 409, description = "It has been sent")))]
pub async fn delete_case(
    Extract(state): Extract<State>,
    Id(id): Id,
    logged_in: LoggedIn,
) -> Result<StatusCode, Problem> {
    let actor = logged_in.actor();
    let CaseRow {
        case,
        version,
        changed,
    } = load(&state, &id, &actor).await?;
    if !case.is_own(&actor) {
        return Err(Problem::Refused(refusal::Refusal::NotAllowed));
    }
    if case.state != case::State::Draft {
        return Err(Problem::Refused(refusal::Refusal::NotNow));
    }
    let (event, _) = event(&actor, DISCARDED, "", state.clock.now().max(changed));
    let mut put = put_case(&case, version, event)?;
    put.body = None;
    state.commit(idempotency::alone(put)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Does something to a case.
#[utoipa::path(post, path = "/api/arenden/{id}/kommando", request_body = CommandBody,
    params(("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses((status = 200, description = "The case"), (status = 403, description = "Not this person"),
        (status = 409, description = "Not now"), (status = 412, description = "Changed since"),
        (status = 422, description = "Answers break rules")))]
pub async fn post_case_command(
    Extract(state): Extract<State>,
    CommandRequest {
        id,
        actor,
        version,
        value: told,
        request,
    }: CommandRequest<CaseCommand>,
) -> Result<Response, Problem> {
    let loaded = load(&state, &id, &actor).await?;
    let done = apply_command(&state, &request, loaded, version, told, &actor).await;
    request.replay_or(&state, done).await
}

async fn apply_command(
    state: &State,
    request: &IdempotentRequest,
    loaded: CaseRow,
    version: i64,
    told: CaseCommand,
    actor: &Actor,
) -> Result<Response, Problem> {
    let CaseRow {
        case,
        version: found,
        changed,
    } = loaded;
    idempotency::same_version(version, found)?;
    let register = state.register.now().await;
    let facts = facts(state, &register);
    let now = state.clock.now().max(changed);
    let command = understand(told, &case, &facts, actor)?;
    let next_number = if case.number.is_none() && command.kind() == Kind::Submit {
        state.numbers.next(now)
    } else {
        String::new()
    };
    let next_account = Uuid::now_v7().simple().to_string();
    let moment = Moment {
        facts,
        now,
        next_number: &next_number,
        next_account: &next_account,
    };
    let decision = case::decide(&case, command, actor, &moment)?;

    let action = decision.event.kind.id();
    let (event, line) = event(actor, action, &decision.event.note, now);
    let mut puts = vec![put_case(&decision.case, found, event.clone())?];
    let mut accounts = Vec::new();
    for effect in decision.effects {
        let (account, expected) = carry(state, effect).await?;
        puts.push(put_account(&account, expected, event.clone())?);
        accounts.push(account);
    }
    let letters = decision
        .letters
        .iter()
        .flat_map(|posting| letter::posted(&state.users, &decision.case, actor, posting))
        .collect();
    let mut lines = history(state, kind::Kind::Case, &case.id).await?;
    lines.push(line);
    let receipt = Receipt {
        status: 200,
        etag: idempotency::etag(found + 1),
        place: String::new(),
        body: view(&decision.case, found + 1, actor, lines)?,
    };
    let response = request.execute(state, puts, letters, receipt).await?;
    for account in &accounts {
        state.register.take_in(account).await;
    }
    Ok(response)
}

/// The account that an effect makes or changes, with the version it had.
async fn carry(state: &State, effect: Effect) -> Result<(Account, i64), Problem> {
    match effect {
        Effect::CreateAccount(account) => Ok((*account, 0)),
        Effect::ChangeAccount { account, change } => {
            let (account, version) = account::load(state, &account).await?;
            Ok((account.changed(&change), version))
        }
    }
}

/// The command that was meant. A draft that is sent passes the rules here or not at all.
fn understand(
    told: CaseCommand,
    case: &Case,
    facts: &Facts<'_>,
    actor: &Actor,
) -> Result<Command, Problem> {
    let judged = |kind: Kind, draft: Option<Draft>| {
        case.admits(kind, actor)?;
        let draft = draft.unwrap_or_else(|| case.draft.clone());
        if draft.form() != case.draft.form() {
            return Err(Problem::Refused(refusal::Refusal::Input(
                refusal::Input::OtherForm,
            )));
        }
        let checked = case::check(&draft, facts).map_err(Problem::Findings)?;
        Ok((draft, checked))
    };
    Ok(match told {
        CaseCommand::SkickaIn { utkast } => {
            let (draft, checked) = judged(Kind::Submit, utkast)?;
            Command::Submit(draft, checked)
        }
        CaseCommand::Komplettera { utkast } => {
            let (draft, checked) = judged(Kind::Complete, utkast)?;
            Command::Complete(draft, checked)
        }
        CaseCommand::ChefGodkann { kommentar } => Command::ManagerApprove(kommentar),
        CaseCommand::ChefAvsla { kommentar } => Command::ManagerRefuse(kommentar),
        CaseCommand::TaArendet {} => Command::Take,
        CaseCommand::BegarKomplettering { steg, meddelande } => {
            Command::AskCompletion(steg, meddelande)
        }
        CaseCommand::Godkann { motivering } => Command::Grant(motivering),
        CaseCommand::Avsla { motivering } => Command::Refuse(motivering),
        CaseCommand::Anmal { adress, startdatum } => Command::Report(adress, startdatum),
        CaseCommand::ForIn {} => Command::Enter,
        CaseCommand::Aterkalla {} => Command::Withdraw,
        CaseCommand::Meddela { text } => Command::Message(text),
        CaseCommand::SattDiarienummer { diarienummer } => Command::SetRegistryNumber(diarienummer),
    })
}

pub(crate) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(get_cases, post_case))
        .routes(routes!(get_case, delete_case))
        .routes(routes!(put_draft))
        .routes(routes!(post_case_command))
}

#[cfg(test)]
mod tests;
