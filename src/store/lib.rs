//! The store: a thin JSON service over one SQLite file, and the file server for the app.
//!
//! It loads, asks `rules` to decide, and saves what `rules` says.
//!
//! - what opens and starts everything: [`start`](mod@start); what handlers may use of it: [`state`];
//! - what it is told and when: [`settings`], [`clock`]; why something was not done: [`error`];
//! - what it keeps: [`kind`], [`db`], [`writer`] (the one write path), [`person`], [`session`], [`number`];
//! - how it is known that nobody changed what has happened: [`checkpoint`];
//! - what of it is sealed, and with what: [`key`], [`seal`], [`hex`]; who comes in without a login: [`link`];
//! - how it answers: [`server`], [`problem`], [`limit`], [`header`], [`asset`], [`shell`], [`answer`], [`route`];
//! - what it serves from memory: [`register`], [`consent`], and how it is known who looked: [`search`];
//! - what it tells people by mail, and reminds them of: [`mail`], [`reminder`];
//! - what is done from the command line: [`task`], [`import`], [`demo`].
//!
//! There is no rule, no sentence of Swedish and no conditional compilation here. The words of the
//! plain pages stand in templates, those of the demo in its data.

pub mod answer;
pub mod asset;
pub mod checkpoint;
pub mod clock;
pub mod consent;
pub mod db;
pub mod demo;
pub mod error;
pub mod header;
pub mod hex;
pub mod holder;
pub mod import;
pub mod key;
pub mod kind;
pub mod limit;
pub mod link;
pub mod mail;
pub mod number;
pub mod person;
pub mod problem;
pub mod qr;
pub mod register;
pub mod reminder;
pub mod route;
pub mod seal;
pub mod search;
pub mod server;
pub mod session;
pub mod settings;
pub mod shell;
pub mod start;
pub mod state;
pub mod task;
#[cfg(test)]
mod tests;
pub mod writer;

pub use route::router;
pub use start::{Running, open, start};
pub use state::{Decided, State};
