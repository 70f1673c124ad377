//! Why something that was asked of the program was not done.

use std::path::{Path, PathBuf};

use crate::database::db::OpenError;
use crate::database::writer::WriteError;

/// Why a task was not done.
#[derive(Debug, thiserror::Error)]
pub enum TaskError {
    /// The database was refused.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database could not.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// The write path could not.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The policy has a fault.
    #[error("{path}: {fault}")]
    Policy {
        /// The policy file.
        path: String,
        /// What is wrong and where.
        fault: String,
    },
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Anything else, said to the person who typed the command.
    #[error("{0}")]
    Message(String),
}

/// A file that could not be read or written.
pub fn file_error(path: &Path) -> impl FnOnce(std::io::Error) -> TaskError {
    move |source| TaskError::File {
        path: path.to_owned(),
        source,
    }
}
