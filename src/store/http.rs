//! What stands around every handler: bodies, headers, problems, limits and files.

pub mod answer;
pub mod assets;
pub mod headers;
pub(crate) mod idempotency;
pub mod problem;
pub mod rate_limit;
pub mod server;
pub mod shell;
