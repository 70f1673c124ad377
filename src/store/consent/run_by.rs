//! What the actor runs, which decides what they see.

use rules::account::Account;
use rules::permission::{Action, Actor, may};

use crate::State;
use crate::http::problem::Problem;
use crate::kind::Kind;

/// The units whose accounts the actor runs, for those who do not see every consent anyway.
pub(crate) async fn units_run_by(state: &State, actor: &Actor) -> Result<Vec<String>, Problem> {
    if may(actor.role, Action::SeeConsents) || !may(actor.role, Action::AskConsent) {
        return Ok(Vec::new());
    }
    let accounts = accounts_run_by(state, actor).await?;
    // An account has its unit's name, as the register shows it, and a consent its unit's id.
    let units = state.policy.value.units.0.iter();
    Ok(units
        .filter(|unit| accounts.iter().any(|(_, name)| *name == unit.name))
        .map(|unit| unit.id.clone())
        .collect())
}

/// The accounts that the actor runs, each with its unit's name.
pub(crate) async fn accounts_run_by(
    state: &State,
    actor: &Actor,
) -> Result<Vec<(String, String)>, Problem> {
    // The address narrows, so that not every account is read; the rules decide.
    let bodies: Vec<String> = sqlx::query_scalar(
        "SELECT body FROM document WHERE kind = $1 AND 0 < instr(lower(body), $2)",
    )
    .bind(Kind::Account.word())
    .bind(actor.email.to_lowercase())
    .fetch_all(state.db.readers())
    .await?;
    let mut run = Vec::new();
    for body in bodies {
        let account: Account = serde_json::from_str(&body).map_err(Problem::broken)?;
        if account.is_run_by(actor) {
            run.push((account.id, account.unit));
        }
    }
    Ok(run)
}
