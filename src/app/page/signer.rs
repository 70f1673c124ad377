//! The pages for people on pictures, and for those who answer for them.

pub(crate) mod about;
pub(crate) mod answer;
pub(crate) mod change;
mod code;
pub(crate) mod open;
mod pictures;
mod seats;
pub(crate) mod sign;
pub(crate) mod status;
pub(crate) mod symbols;
pub(crate) mod withdraw;
pub(crate) mod without_link;
