//! The pages. Each one is a function that draws it; [`rules::page`] has their addresses, and [`crate::shell::app`] says which
//! function draws which.

pub(crate) mod employee;
pub(crate) mod public;
pub(crate) mod signer;
pub(crate) mod staff;
