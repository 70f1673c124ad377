//! What people read before they signed, as it was then.

use axum::extract::State as Extract;
use serde::{Deserialize, Serialize};

use crate::State;
use crate::database::db::Db;
use crate::http::extract::Id;
use crate::http::problem::Problem;

/// A text that has been signed.
#[derive(Serialize, Deserialize, utoipa::ToSchema)]
pub struct Text {
    /// The hash of it.
    version: String,
    /// Each part: a heading, and sentences.
    delar: Vec<(String, String)>,
}

/// The text of this version, if anybody has signed it.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn find(db: &Db, version: &str) -> Result<Option<Text>, Problem> {
    let parts: Option<String> = sqlx::query_scalar("SELECT parts FROM text WHERE version = $1")
        .bind(version)
        .fetch_optional(db.readers())
        .await?;
    let read = parts.map(|parts| serde_json::from_str(&parts)).transpose();
    Ok(read.map_err(Problem::broken)?.map(|delar| Text {
        version: version.to_owned(),
        delar,
    }))
}

/// A text that has been signed, also after it has changed. Nothing in it is about anybody.
#[utoipa::path(get, path = "/api/samtycke/text/{version}", params(("version" = String, Path)),
    responses((status = 200, body = Text), (status = 404, description = "Nobody has signed such a text")))]
pub async fn get_text(
    Extract(state): Extract<State>,
    Id(version): Id,
) -> Result<axum::Json<Text>, Problem> {
    let text = find(&state.db, &version).await?;
    text.map(axum::Json).ok_or(Problem::NotFound)
}
