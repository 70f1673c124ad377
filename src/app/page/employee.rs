//! The pages for every employee: the login, their own cases, and the forms for accounts.

pub(crate) mod begin;
pub(crate) mod fill;
pub(crate) mod login;
pub(crate) mod manager_first;
pub(crate) mod my_pages;
pub(crate) mod overview;
pub(crate) mod receipt;
