//! The app as files and pages, and what it asks for first.

pub mod health;
pub mod page;
pub mod policy;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::State;

pub(crate) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(health::get_health))
        .routes(routes!(health::get_readiness))
        .routes(routes!(policy::get_policy))
        .routes(routes!(page::get_program))
}

#[cfg(test)]
mod tests;
