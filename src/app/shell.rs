//! What stands around the pages of each program, and which view a page has.

pub(crate) mod app;
pub(crate) mod frame;
pub(crate) mod route;
