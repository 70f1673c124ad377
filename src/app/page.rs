//! The pages, in a folder per audience, each a function that draws it. [`rules::page`] has their
//! addresses, and [`crate::shell::app`] names the function of each.

pub(crate) mod employee;
pub(crate) mod public;
pub(crate) mod signer;
pub(crate) mod staff;
