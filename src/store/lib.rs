//! The store: a thin JSON service over one SQLite file, and the file server for the app.
//!
//! It loads, asks `rules` to decide, and saves what `rules` says. A module may use what lies in its
//! own folder and in those below, from top to bottom:
//!
//! - [`start`](mod@start) opens and starts everything; [`demo`] fills it; [`cli`] is the command line;
//! - [`router`](mod@router) merges what the features answer; [`daily`] is what each new day brings;
//! - the features, each with its routes, what it keeps in memory and its letters: [`case`], [`account`],
//!   [`register`], [`consent`], [`link`], [`publication`], [`erasure`], [`session`], [`mail`], [`paper`],
//!   [`audit`], [`site`];
//! - [`state`]: what handlers may use;
//! - [`http`]: what surrounds every handler; [`error`]: why a task was not done;
//! - [`database`]: the schema, reading, and the one write path;
//! - [`crypto`]: what personal data is sealed with;
//! - [`clock`] and [`kind`]: what time it is, and what kinds of document there are.
//!
//! There is no rule, no sentence of Swedish and no conditional compilation here. The words of the
//! plain pages stand in templates, those of the demo in its data.

#![deny(missing_docs)]

pub mod account;
pub mod audit;
pub mod case;
pub mod cli;
pub mod clock;
pub mod consent;
pub mod crypto;
pub mod daily;
pub mod database;
pub mod demo;
pub mod erasure;
pub mod error;
pub mod http;
pub mod kind;
pub mod link;
pub mod mail;
pub mod paper;
pub mod publication;
pub mod register;
pub mod router;
pub mod session;
pub mod site;
pub mod start;
pub mod state;
#[cfg(test)]
mod tests;

pub use router::router;
pub use start::{Running, open, start};
pub use state::{CurrentPolicy, State};
