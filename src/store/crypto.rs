//! What is sealed, and with what.

pub mod data_key;
pub mod hex;
pub mod keyring;
pub mod token;
