//! The pages. Each one is a function that draws it; the routes in [`crate::app`] name them.

pub(crate) mod accessibility;
pub(crate) mod account;
pub(crate) mod begin;
pub(crate) mod case;
pub(crate) mod cases;
pub(crate) mod consent;
pub(crate) mod consent_fill;
pub(crate) mod contact;
pub(crate) mod fill;
pub(crate) mod guidelines;
pub(crate) mod login;
pub(crate) mod manager;
pub(crate) mod manager_first;
pub(crate) mod my_pages;
pub(crate) mod not_found;
pub(crate) mod outbox;
pub(crate) mod overview;
pub(crate) mod privacy;
pub(crate) mod prose;
pub(crate) mod receipt;
pub(crate) mod register;
pub(crate) mod start;
pub(crate) mod trouble;
