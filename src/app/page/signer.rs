//! The pages for people on pictures, and for those who answer for them.
//!
//! - [`about`]: what a consent is, and what the pages of a link share; [`open`]: a link is opened;
//! - [`no`]: a no to everything, with as little as it takes;
//! - [`answer`]: the form behind a link; [`sign`]: what the next signer reads and signs;
//! - [`status`]: the state of the consent, and the receipt; [`pictures`]: what has been published;
//! - [`seats`]: who has signed; [`code`]: the one-time code;
//! - [`change`]: changes the answers; [`withdraw`]: takes the consent back with the link;
//! - [`doubt`]: those on a unit's list are told of a yes, and can stop it;
//! - [`without_link`]: takes it back, or tells of a death, without a link;
//! - [`symbols`]: every symbol.

pub(crate) mod about;
pub(crate) mod answer;
pub(crate) mod change;
mod code;
pub(crate) mod doubt;
pub(crate) mod no;
pub(crate) mod open;
mod pictures;
mod seats;
pub(crate) mod sign;
pub(crate) mod status;
pub(crate) mod symbols;
pub(crate) mod withdraw;
pub(crate) mod without_link;
