//! What the pages know: contexts, and the answers of the store.
//!
//! - [`policy`], [`session`], [`register`], [`inbox`]: one of each for as long as the page lives;
//! - [`case`]: a case as the store answers it, [`pending_input`]: what is typed about one and not sent;
//! - [`link`]: the personal link that the browser has opened;
//! - [`document`]: reads an answer that holds a document and what the store says beside it.

pub(crate) mod case;
pub(crate) mod document;
pub(crate) mod inbox;
pub(crate) mod link;
pub(crate) mod pending_input;
pub(crate) mod policy;
pub(crate) mod register;
pub(crate) mod session;
