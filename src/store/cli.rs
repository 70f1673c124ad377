//! The command line: the settings, and what is done besides serving.

pub mod import;
pub mod settings;
pub mod task;
