//! The pages for everybody who is employed.

pub(crate) mod begin;
pub(crate) mod fill;
pub(crate) mod login;
pub(crate) mod manager_first;
pub(crate) mod my_pages;
pub(crate) mod overview;
pub(crate) mod receipt;
