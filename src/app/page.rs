//! The pages. Each one is a function that draws it; [`rules::page`] has their addresses, and [`crate::app`] says which
//! function draws which.

pub(crate) mod accessibility;
pub(crate) mod account;
pub(crate) mod begin;
pub(crate) mod case;
pub(crate) mod cases;
pub(crate) mod consent;
pub(crate) mod consent_fill;
pub(crate) mod consents;
pub(crate) mod contact;
pub(crate) mod destruction;
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
pub(crate) mod publications;
pub(crate) mod publish;
pub(crate) mod reading;
pub(crate) mod receipt;
pub(crate) mod refused;
pub(crate) mod register;
pub(crate) mod start;
pub(crate) mod trouble;
