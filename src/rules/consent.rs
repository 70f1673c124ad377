//! A consent: what was asked, what was answered, by whom, and what became of it.

pub mod given;
pub mod party;
pub mod scope;

pub use given::{Given, Outcome, Person, ReviewReason, WhyNot};
pub use party::{Duty, Mandate, Party, PartyRole, Reply};
pub use scope::{Channel, Medium, Naming, Occasion, Purpose, Scope, Validity};
