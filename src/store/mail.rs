//! The mail: its letters, the outbox and the way to the server.

pub mod letter;
pub mod outbox;
pub mod sender;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::State;

pub(crate) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(outbox::get_outbox))
        .routes(routes!(outbox::post_letter))
}

#[cfg(test)]
pub(crate) mod tests;
