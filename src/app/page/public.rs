//! The pages that need no login and no link.

pub(crate) mod accessibility;
pub(crate) mod contact;
pub(crate) mod guidelines;
pub(crate) mod privacy;
pub(crate) mod register;
pub(crate) mod start;
