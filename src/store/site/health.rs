//! Whether the service lives, and whether it is ready for people.

use std::sync::atomic::Ordering;

use axum::Json;
use axum::extract::State as Extract;
use serde_json::{Value, json};

use crate::State;
use crate::database::writer::WriteError;
use crate::http::problem::Problem;

/// The program runs. Says nothing of the database: a full disk is no reason to restart.
#[utoipa::path(get, path = "/halsa", responses((status = 200, description = "The program runs")))]
pub async fn get_health() -> Json<Value> {
    Json(json!({ "status": "lever" }))
}

/// The register is in memory and the database answers.
#[utoipa::path(get, path = "/redo", responses(
    (status = 200, description = "Ready for people"),
    (status = 503, description = "Starting, or the database does not answer"),
))]
pub async fn get_readiness(Extract(state): Extract<State>) -> Result<Json<Value>, Problem> {
    if !state.ready.load(Ordering::Acquire) {
        return Err(Problem::Failed(WriteError::Busy));
    }
    sqlx::query("SELECT 1")
        .execute(state.db.readers())
        .await
        .map_err(|error| Problem::Failed(WriteError::Broken(error.to_string())))?;
    Ok(Json(json!({ "status": "redo" })))
}
