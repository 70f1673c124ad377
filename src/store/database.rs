//! The database: its schema, its reading half and the one write path.

pub mod db;
pub mod key;
pub mod link;
pub mod numbers;
pub mod user;
pub mod writer;
