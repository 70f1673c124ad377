//! The programs as types.

use rules::page::Program;

/// A program as a type, so that the compiler leaves out the pages that the program does not hold.
pub trait Bundle: 'static {
    /// The program.
    const PROGRAM: Program;
}

/// Declares a type for each program.
macro_rules! bundles {
    ($($bundle:ident)+) => {
        $(#[doc = concat!("The program `", stringify!($bundle), "`.")]
        pub struct $bundle;

        impl Bundle for $bundle {
            const PROGRAM: Program = Program::$bundle;
        })+
    };
}

bundles! { Site Apply Staff Signer }
