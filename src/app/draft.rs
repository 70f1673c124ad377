//! Forms being filled in, and how their drafts are saved.

pub(crate) mod autosave;
pub(crate) mod form_state;
pub(crate) mod open_drafts;
pub(crate) mod resource;
