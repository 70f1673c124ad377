//! What a single value means: texts, names, dates, addresses, and how they are written.

pub mod address;
pub mod collation;
pub mod date;
pub mod email;
pub mod holiday;
pub mod html;
pub mod name;
pub mod personal;
pub mod personnummer;
pub mod phone;
pub mod proof;
pub mod sort;
pub mod text;
pub mod wire;
pub(crate) mod word;
