//! Who has said yes to being on pictures: what was asked, what was answered, by whom, and what became of it.
//!
//! The life of a consent is the table [`command::TRANSITIONS`]. [`decide::decide`] looks a command up there, asks who
//! is allowed, and says what the consent becomes; it does nothing itself. What the calendar brings about is
//! [`due::due`]'s to say. Only a consent that [`state::Consent::is_in_force`] lets anything be published, and
//! [`crate::publication::may_publish`] says what.

pub mod answers;
pub mod command;
pub mod decide;
pub mod due;
pub mod force;
pub mod form;
pub mod meeting;
pub mod objection;
pub mod party;
pub mod refusal;
pub mod request;
pub mod roster;
pub mod scope;
pub mod signing;
pub mod spot;
pub mod state;
pub mod subject;
pub mod task;
pub mod termination;
pub mod text;
pub mod view;
pub mod wire;

#[cfg(test)]
mod tests;
