//! What can be shown afterwards: the signed chain of events, and who searched.

pub mod checkpoint;
pub(crate) mod history;
pub mod search;
pub mod searches;

#[cfg(test)]
mod tests;
