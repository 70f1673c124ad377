//! The units' lists: who is there, taking rows in, and what they make known of answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use rules::consent::command::Command;
use rules::consent::refusal::Refusal;
use rules::consent::roster::paste::{self, Fault, RowFault};
use rules::consent::roster::{Change, Member, MemberDetails, keeps, take_in};
use rules::consent::state::{Consent, State as Life};
use rules::consent::subject::Subject;
use rules::consent::wire::{ListAnswer, ListPage, ListRow, NewRows, RefusedRow, TakenIn};
use rules::permission::Actor;
use rules::value::collation;
use serde::Deserialize;
use uuid::Uuid;

use crate::State;
use crate::audit::search;
use crate::consent::cache::Revision;
use crate::consent::calendar::CLOCK;
use crate::consent::changeset::EventDetails;
use crate::consent::executor::{Executor, is_near};
use crate::database::writer::Receipt;
use crate::http::extract::{Id, Json};
use crate::http::idempotency::{self, IdempotentRequest};
use crate::http::problem::{Place, Problem};
use crate::kind::Kind;
use crate::session::command::CommandRequest;
use crate::session::login::LoggedIn;

/// The action of taking rows in.
const TAKEN_IN: &str = "listan";
/// The action of destroying a row that is needed no longer.
const DESTROYED: &str = "gallra";

/// A command as it is sent.
#[derive(Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kommando", rename_all = "kebab-case", deny_unknown_fields)]
pub enum RowCommand {
    /// The person is there no longer.
    Sluta {},
    /// The person is there again.
    Tillbaka {},
    /// The row was a mistake.
    TaBort {},
}

/// The consents of the people on the rows, by the person.
fn answers(state: &State, member: &Member) -> Vec<ListAnswer> {
    let person = |subject: &Subject| member.person.is(&subject.person);
    let subjects = state.consents.subjects().find(person);
    let mut answers: Vec<Arc<Revision<Consent>>> = subjects
        .iter()
        .flat_map(|subject| state.consents.of_subject(&subject.value.id))
        .filter(|kept| {
            kept.value.state != Life::Draft && is_near(state, &kept.value.unit, &member.unit)
        })
        .collect();
    answers.sort_by_key(|kept| std::cmp::Reverse(kept.value.since));
    answers
        .iter()
        .map(|kept| ListAnswer {
            consent: kept.value.id.clone(),
            request: kept.value.request.clone(),
            state: kept.value.state,
        })
        .collect()
}

fn row(state: &State, kept: &Revision<Member>) -> ListRow {
    let member = &kept.value;
    ListRow {
        id: member.id.clone(),
        version: kept.version,
        person: member.person.clone(),
        since: member.since,
        until: member.until,
        answers: answers(state, member),
    }
}

/// A unit's list. That the user looked stays in the trail.
#[utoipa::path(get, path = "/api/enheter/{id}/lista", responses(
    (status = 200, body = ListPage), (status = 403, description = "Not this unit's staff")))]
pub async fn get_list(
    Extract(state): Extract<State>,
    Id(unit): Id,
    logged_in: LoggedIn,
) -> Result<axum::Json<ListPage>, Problem> {
    let actor = logged_in.actor();
    keeps(&actor, &unit)?;
    search::note(&state, &actor, Kind::Member, &unit).await?;
    let mut rows = state.consents.members().find(|member| member.unit == unit);
    rows.sort_by_cached_key(|kept| collation::key(&kept.value.person.name));
    let rows = rows.iter().map(|kept| row(&state, kept)).collect();
    Ok(axum::Json(ListPage { rows }))
}

/// Takes rows in as they were pasted or typed. Those that need mending are told of, and the others are taken.
#[utoipa::path(post, path = "/api/enheter/{id}/lista", request_body = NewRows,
    params(("Idempotency-Key" = String, Header)),
    responses((status = 200, body = TakenIn), (status = 403, description = "Not this unit's staff"),
        (status = 422, description = "Others were to end, and not every row could be read")))]
pub async fn post_list(
    Extract(state): Extract<State>,
    Id(unit): Id,
    logged_in: LoggedIn,
    headers: HeaderMap,
    Json { value: sent, bytes }: Json<NewRows>,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    let what = ["POST /api/enheter/", &unit, "/lista"].concat();
    let request = IdempotentRequest::new(&what, &headers, &bytes, &actor.id)?;
    keeps(&actor, &unit)?;
    if let Some(response) = request.replay(&state).await? {
        return Ok(response);
    }
    let today = state.clock.today();
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for row in paste::read(&sent.text, today) {
        match row.read {
            Ok(member) if is_protected(&state, &member) => refused.push(RefusedRow {
                line: row.line,
                faults: vec![RowFault {
                    fault: Fault::Protected,
                    cell: String::new(),
                }],
            }),
            Ok(member) => taken.push(member),
            Err(faults) => refused.push(RefusedRow {
                line: row.line,
                faults,
            }),
        }
    }
    // A row that could not be read may be of one who would end.
    if sent.all && !refused.is_empty() {
        return Err(Problem::Malformed(Place {
            part: "rader",
            line: refused[0].line,
            ..Place::default()
        }));
    }
    let list = state.consents.members().find(|member| member.unit == unit);
    let members: Vec<&Member> = list.iter().map(|kept| &kept.value).collect();
    let changes = take_in(&members, &taken, sent.all, today);
    let mut executor = Executor::new(&state, &actor.id, EventDetails::by(&actor));
    let mut came = TakenIn {
        added: 0,
        written: 0,
        ended: 0,
        recognised: Vec::new(),
        refused,
    };
    for change in changes {
        let kept = |id: &str| members.iter().find(|member| member.id == id).copied();
        let (next, count) = match change {
            Change::Add(person) => (written(&actor, &unit, person, None, today), &mut came.added),
            Change::Write(id, person) => (
                written(&actor, &unit, person, kept(&id), today),
                &mut came.written,
            ),
            Change::End(id) => {
                let Some(member) = kept(&id) else { continue };
                let ended = Member {
                    until: Some(today),
                    ..member.clone()
                };
                (ended, &mut came.ended)
            }
        };
        *count += 1;
        let details = executor.details.clone();
        executor.changeset.put(next, TAKEN_IN, &details)?;
    }
    came.recognised = recognise(&mut executor, &unit)?;
    let receipt = Receipt {
        status: StatusCode::OK.as_u16(),
        body: serde_json::to_string(&came).map_err(Problem::broken)?,
        ..Receipt::default()
    };
    // The names in the receipt are sealed with one of the rows; without any there are none.
    let first = executor
        .changeset
        .find::<Member>(|member| member.unit == unit)
        .into_iter()
        .next();
    match first {
        Some(kept) => {
            let id = kept.value.id.clone();
            request
                .commit::<Member>(&state, executor.changeset, receipt, &id)
                .await
        }
        None => {
            request
                .commit_open(&state, executor.changeset, receipt)
                .await
        }
    }
}

/// A row as the actor has written it; one that had ended is there again.
fn written(
    actor: &Actor,
    unit: &str,
    person: MemberDetails,
    before: Option<&Member>,
    today: chrono::NaiveDate,
) -> Member {
    Member {
        id: before.map_or_else(
            || Uuid::now_v7().simple().to_string(),
            |before| before.id.clone(),
        ),
        unit: unit.to_owned(),
        person,
        since: before
            .filter(|before| before.until.is_none())
            .map_or(today, |before| before.since),
        until: None,
        written_by: actor.id.clone(),
        written_by_email: actor.email.clone(),
    }
}

fn is_protected(state: &State, member: &MemberDetails) -> bool {
    let protected = |subject: &Subject| subject.protected && member.is(&subject.person);
    !state.consents.subjects().find(protected).is_empty()
}

/// Tells every answer that waits near the unit of its list as it will be. Gives the names of those whose
/// answer is known by it to be of the right person.
fn recognise(executor: &mut Executor<'_>, unit: &str) -> Result<Vec<String>, Problem> {
    let state = executor.state;
    let waits = |consent: &Consent| {
        matches!(
            consent.state,
            Life::AwaitingSignatures | Life::AwaitingReview | Life::Frozen
        ) && is_near(state, &consent.unit, unit)
    };
    let waiting = executor.changeset.find::<Consent>(waits);
    let mut names = BTreeMap::new();
    for kept in waiting {
        executor.pass_on(&kept.value, Command::Recognise)?;
        let after = executor.changeset.get::<Consent>(&kept.value.id);
        let is_known = after.is_some_and(|after| after.version != kept.version);
        let subject = kept.value.subject.as_deref();
        let subject = subject.and_then(|id| executor.changeset.get::<Subject>(id));
        if let (true, Some(subject)) = (is_known, subject)
            && !subject.value.protected
        {
            let name = &subject.value.person.name;
            names.insert(collation::key(name), name.clone());
        }
    }
    Ok(names.into_values().collect())
}

/// Ends a row, begins it again or takes it away.
#[utoipa::path(post, path = "/api/lista/{id}/kommando", request_body = RowCommand,
    params(("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses((status = 200, description = "The row, or nothing when it is gone"),
        (status = 403, description = "Not this unit's staff"), (status = 409, description = "Not now"),
        (status = 412, description = "Changed since")))]
pub async fn post_row_command(
    Extract(state): Extract<State>,
    CommandRequest {
        id,
        actor,
        version,
        value: told,
        request: sent,
    }: CommandRequest<RowCommand>,
) -> Result<Response, Problem> {
    let done = async {
        let kept = state.consents.members().get(&id).ok_or(Problem::NotFound)?;
        keeps(&actor, &kept.value.unit)?;
        idempotency::same_version(version, kept.version)?;
        let today = state.clock.today();
        let mut executor = Executor::new(&state, &actor.id, EventDetails::by(&actor));
        let details = executor.details.clone();
        let member = &kept.value;
        let next = match told {
            RowCommand::Sluta {} if member.until.is_none() => Member {
                until: Some(today),
                ..member.clone()
            },
            RowCommand::Tillbaka {} if member.until.is_some() => {
                let person = member.person.clone();
                written(&actor, &member.unit, person, Some(member), today)
            }
            RowCommand::TaBort {} => {
                executor.changeset.destroy::<Member>(&id, "ta-bort", "{}")?;
                let receipt = Receipt {
                    status: StatusCode::OK.as_u16(),
                    body: "{}".to_owned(),
                    ..Receipt::default()
                };
                return sent.commit_open(&state, executor.changeset, receipt).await;
            }
            RowCommand::Sluta {} | RowCommand::Tillbaka {} => {
                return Err(Problem::ConsentRefused(Refusal::NotNow));
            }
        };
        executor.changeset.put(next, TAKEN_IN, &details)?;
        recognise(&mut executor, &member.unit)?;
        let next = executor
            .changeset
            .get::<Member>(&id)
            .ok_or(Problem::NotFound)?;
        let receipt = Receipt {
            status: StatusCode::OK.as_u16(),
            etag: idempotency::etag(next.version),
            body: serde_json::to_string(&row(&state, &next)).map_err(Problem::broken)?,
            ..Receipt::default()
        };
        sent.commit::<Member>(&state, executor.changeset, receipt, &id)
            .await
    };
    sent.replay_or(&state, done.await).await
}

/// Destroys the rows of those who left a while ago, when no consent of theirs is alive.
pub async fn destroy_due(state: &State) {
    let today = state.clock.today();
    let due = state.consents.members().find(|member| {
        member
            .destroyable_from(&state.policy.value)
            .is_some_and(|day| day <= today)
    });
    for kept in due {
        let member = &kept.value;
        let alive = answers(state, member)
            .iter()
            .any(|answer| !answer.state.is_final());
        if alive {
            continue;
        }
        let mut executor = Executor::new(state, CLOCK, EventDetails::default());
        let destroyed = executor
            .changeset
            .destroy::<Member>(&member.id, DESTROYED, "{}");
        let done = match destroyed {
            Ok(()) => executor.changeset.commit(None).await.map(|_| ()),
            Err(problem) => Err(problem),
        };
        match done {
            Ok(()) | Err(Problem::Stale(_) | Problem::NotFound) => {}
            Err(problem) => {
                tracing::error!(id = member.id, ?problem, "a row was not destroyed");
            }
        }
    }
}
