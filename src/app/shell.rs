//! What surrounds the pages of each program.
//!
//! - [`mod@app`]: which function draws each page; [`route`]: the table of pages as the router reads it;
//! - [`frame`]: the top, the foot and the dialogs of the session;
//! - [`bundle`]: the programs as types.

pub(crate) mod app;
pub(crate) mod bundle;
pub(crate) mod frame;
pub(crate) mod route;
