//! What pages know: the policy, the session, and what the store has answered. Each is a context.

pub(crate) mod case;
pub(crate) mod document;
pub(crate) mod inbox;
pub(crate) mod link;
pub(crate) mod pending_input;
pub(crate) mod policy;
pub(crate) mod register;
pub(crate) mod session;
