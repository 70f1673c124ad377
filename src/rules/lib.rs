//! All rules and state changes of Klartecken, as pure functions of plain data.
//!
//! The app compiles this crate to WebAssembly and guides people with it; the store decides with the same code.
//!
//! The modules from top to bottom, where a module uses only those on its own level and below:
//!
//! - [`catalogue`]: every form and every rule by id;
//! - [`page`]: the pages of the app in one table; [`paper_form`]: what is printed on paper forms;
//! - [`publication`]: whether a picture may be published, the log of publications, retention;
//! - [`consent`]: consents to being on pictures: their forms, states and commands;
//! - [`account`]: applications for accounts, changes to accounts, the cases of both, and the accounts;
//! - [`form`]: the form engine: fields, drafts, parsed answers, judging, findings, the order of steps;
//! - [`permission`]: roles, actions and actors;
//! - [`register`]: the public list of accounts: rows, filter, search;
//! - [`policy`]: what an organisation decides: guidelines, numbers, units;
//! - [`problem`]: the ids of what the store answers besides yes;
//! - [`value`]: texts, names, dates, addresses and other single values, their order and their JSON.
//!
//! The crate knows no time, network, browser, database or HTTP, and compiles nothing conditionally. Today's date is
//! an argument.

#![deny(missing_docs)]

pub mod account;
pub mod catalogue;
pub mod consent;
pub mod form;
pub mod page;
pub mod paper_form;
pub mod permission;
pub mod policy;
pub mod problem;
pub mod publication;
pub mod register;
pub mod value;

#[cfg(test)]
mod tests;
