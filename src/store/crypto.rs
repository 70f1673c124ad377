//! What is sealed, and with what.

pub mod hex;
pub mod keyring;
