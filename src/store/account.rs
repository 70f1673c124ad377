//! Accounts: one at a time, for those who are logged in.

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, Utc};
use rules::account::application::Contact;
use rules::account::{self, Account, Flag};
use rules::permission::Actor;
use rules::permission::{Action, may};
use rules::register::Row;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::State;
use crate::audit::history::{Line, history};
use crate::database::writer::{Event, Put, Receipt};
use crate::http::extract::Id;
use crate::http::idempotency::{self, IdempotentRequest, respond};
use crate::http::problem::Problem;
use crate::kind::Kind;
use crate::session::command::CommandRequest;
use crate::session::login::LoggedIn;

/// An account as far as the user may see it.
#[derive(Serialize)]
pub struct AccountView {
    #[serde(flatten)]
    row: Row,
    version: i64,
    far: Vec<&'static str>,
    #[serde(flatten)]
    inside: Option<Inside>,
}

/// An account with what has been done to it, for those who see it from the inside.
#[derive(Serialize)]
struct Page {
    #[serde(flatten)]
    view: AccountView,
    handelser: Vec<Line>,
}

/// What staff and those who run the account see.
#[derive(Serialize)]
struct Inside {
    chef: Option<Contact>,
    ansvarig: Option<Contact>,
    ersattare: Option<Contact>,
    start: Option<NaiveDate>,
    varslat: Option<NaiveDate>,
    arende: Option<String>,
    flaggor: Vec<Flag>,
}

impl AccountView {
    /// An account from its document.
    pub(crate) fn read(
        state: &State,
        body: &str,
        version: i64,
        actor: &Actor,
    ) -> Result<Self, Problem> {
        let account: Account = serde_json::from_str(body).map_err(Problem::broken)?;
        Ok(Self::of(state, account, version, actor))
    }

    fn of(state: &State, account: Account, version: i64, actor: &Actor) -> Self {
        let today = state.clock.today();
        let sees_inside = may(actor.role, Action::SeeRegisterInside) || account.is_run_by(actor);
        Self {
            row: account.row(today),
            version,
            far: account::offered(&account, actor, today)
                .into_iter()
                .map(account::Command::id)
                .collect(),
            inside: sees_inside.then(|| Inside {
                flaggor: account.flags(&state.policy.value, today),
                chef: account.manager,
                ansvarig: account.responsible,
                ersattare: account.deputy,
                start: account.started,
                varslat: account.notice,
                arende: account.case,
            }),
        }
    }
}

/// Every account's document with its version.
pub(crate) async fn all(state: &State) -> Result<Vec<(String, i64)>, Problem> {
    Ok(
        sqlx::query_as("SELECT body, version FROM document WHERE kind = $1 ORDER BY id")
            .bind(Kind::Account.word())
            .fetch_all(state.db.readers())
            .await?,
    )
}

/// An account with its version.
pub(crate) async fn load(state: &State, id: &str) -> Result<(Account, i64), Problem> {
    let (account, version, _) = load_dated(state, id).await?;
    Ok((account, version))
}

async fn load_dated(state: &State, id: &str) -> Result<(Account, i64, DateTime<Utc>), Problem> {
    let row: Option<(String, i64, String)> =
        sqlx::query_as("SELECT body, version, changed FROM document WHERE kind = $1 AND id = $2")
            .bind(Kind::Account.word())
            .bind(id)
            .fetch_optional(state.db.readers())
            .await?;
    let (body, version, changed) = row.ok_or(Problem::NotFound)?;
    let account = serde_json::from_str(&body).map_err(Problem::broken)?;
    Ok((account, version, changed.parse().map_err(Problem::broken)?))
}

/// The new version of an account, and the event that made it. Its address is claimed, so that two
/// decisions at the same moment cannot put one account in the register twice.
pub(crate) fn put_account(account: &Account, expected: i64, event: Event) -> Result<Put, Problem> {
    Ok(Put {
        kind: Kind::Account,
        id: account.id.clone(),
        expected,
        owner: String::new(),
        party: account
            .manager
            .as_ref()
            .map_or(String::new(), |manager| manager.email.to_lowercase()),
        state: String::new(),
        unique_key: Some(account.address.key()),
        body: Some(serde_json::to_string(account).map_err(Problem::broken)?),
        event,
    })
}

/// Accounts as staff see them, or as those who run them do.
#[derive(Serialize)]
pub(crate) struct AccountViews {
    pub(crate) konton: Vec<AccountView>,
}

/// The accounts that the person answers for or runs.
#[utoipa::path(get, path = "/api/konton", responses((status = 200, description = "The accounts")))]
pub async fn get_accounts(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
) -> Result<Response, Problem> {
    let actor = logged_in.actor();
    let mut konton = Vec::new();
    for (body, version) in all(&state).await? {
        let account: Account = serde_json::from_str(&body).map_err(Problem::broken)?;
        if account.is_run_by(&actor) {
            konton.push(AccountView::of(&state, account, version, &actor));
        }
    }
    Ok(axum::Json(AccountViews { konton }).into_response())
}

/// An account.
#[utoipa::path(get, path = "/api/konton/{id}", responses(
    (status = 200, description = "The account"), (status = 404, description = "None")))]
pub async fn get_account(
    Extract(state): Extract<State>,
    Id(id): Id,
    logged_in: LoggedIn,
) -> Result<Response, Problem> {
    let (account, version) = load(&state, &id).await?;
    let view = AccountView::of(&state, account, version, &logged_in.actor());
    let handelser = match view.inside {
        Some(_) => history(&state, Kind::Account, &id).await?,
        None => Vec::new(),
    };
    let body = serde_json::to_string(&Page { view, handelser }).map_err(Problem::broken)?;
    Ok(respond(Receipt {
        status: 200,
        etag: idempotency::etag(version),
        place: String::new(),
        body,
    }))
}

/// A command to an account; for the API's description.
#[derive(utoipa::ToSchema)]
#[allow(dead_code, reason = "only described, never made")]
pub struct AccountCommandBody {
    kommando: String,
}

/// Does something to an account.
#[utoipa::path(post, path = "/api/konton/{id}/kommando", request_body = AccountCommandBody,
    params(("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses((status = 200, description = "The account"), (status = 403, description = "Not this person"),
        (status = 409, description = "Not now"), (status = 412, description = "Changed since")))]
pub async fn post_account_command(
    Extract(state): Extract<State>,
    CommandRequest {
        id,
        actor,
        version,
        value: command,
        request,
    }: CommandRequest<account::Command>,
) -> Result<Response, Problem> {
    let done = apply_command(&state, &request, &id, version, &command, &actor).await;
    request.replay_or(&state, done).await
}

async fn apply_command(
    state: &State,
    request: &IdempotentRequest,
    id: &str,
    version: i64,
    command: &account::Command,
    actor: &Actor,
) -> Result<Response, Problem> {
    let (account, found, changed) = load_dated(state, id).await?;
    idempotency::same_version(version, found)?;
    let account = account::decide(&account, command, actor, state.clock.today())?;
    let event = Event {
        at: state.clock.now().max(changed),
        actor: actor.id.clone(),
        action: command.id().to_owned(),
        body: serde_json::json!({ "namn": actor.name }).to_string(),
    };
    let put = put_account(&account, found, event)?;
    let view = AccountView::of(state, account.clone(), found + 1, actor);
    let receipt = Receipt {
        status: 200,
        etag: idempotency::etag(found + 1),
        place: String::new(),
        body: serde_json::to_string(&view).map_err(Problem::broken)?,
    };
    let response = request
        .execute(state, vec![put], Vec::new(), receipt)
        .await?;
    state.register.take_in(&account).await;
    Ok(response)
}

pub(crate) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(get_accounts))
        .routes(routes!(get_account))
        .routes(routes!(post_account_command))
}
