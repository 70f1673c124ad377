//! What surrounds every handler: bodies, headers, problems, limits and files.

pub mod answer;
pub mod assets;
pub mod encoding;
pub mod extract;
pub mod headers;
pub(crate) mod idempotency;
pub mod layers;
pub mod problem;
pub mod rate_limit;
pub mod server;
pub mod shell;

#[cfg(test)]
mod tests;
