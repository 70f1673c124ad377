//! What the tests of several modules begin from.

pub(crate) mod sample;
