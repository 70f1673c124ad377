//! Forms being filled in, and how their drafts are saved.
//!
//! - [`form_state`]: the answers of a form and the findings shown; [`resource`]: where a draft is read, saved
//!   and sent;
//! - [`autosave`]: saves a draft while it is written; [`open_drafts`]: the drafts of the page;
//! - [`link`]: the draft under the link that the browser has opened.

pub(crate) mod autosave;
pub(crate) mod form_state;
pub(crate) mod link;
pub(crate) mod open_drafts;
pub(crate) mod resource;
