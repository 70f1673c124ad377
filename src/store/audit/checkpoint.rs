//! Checkpoints of the chain of events, signed and kept in a file apart from the database.
//!
//! The chain shows that nothing in it was changed by a person who could not make all of it anew.
//! A checkpoint is for those who could, or who cut it short: it says, signed by a key that the
//! database does not hold, what the chain was at a moment. A person with the public key can follow
//! chain and checkpoints without being able to read anything that is sealed.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use chrono::{DateTime, Utc};
use ed25519_dalek::{Signature, Signer, VerifyingKey};
use serde::{Deserialize, Serialize};
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use crate::State;
use crate::clock::{in_sweden, stamp};
use crate::crypto::hex::hex;
use crate::crypto::keyring::Keyring;
use crate::database::db::Db;
use crate::database::writer::follow_chain;
use crate::error::{TaskError, file_error};

/// What the chain was at some moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// The number of the last event.
    pub seq: i64,
    /// Its hash, in hexadecimal.
    pub hash: String,
    /// When this was signed.
    pub at: String,
    /// The public key, Ed25519 in hexadecimal.
    pub key: String,
    /// The signature, in hexadecimal.
    pub signature: String,
}

/// What is wrong with a chain or with its checkpoints.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The chain does not hang together.
    #[error(
        "the chain of events is broken at event {0}: it was changed, taken out or put in, \
         or the one before it was"
    )]
    Broken(i64),
    /// The chain is shorter than it was.
    #[error(
        "event {seq} was there on {at} and is not there now: the last is event {last}; \
         the end was cut off"
    )]
    Short {
        /// The event that was signed.
        seq: i64,
        /// When.
        at: String,
        /// The last event there is.
        last: i64,
    },
    /// The chain hangs together, but is another than it was.
    #[error("event {seq} is not what it was on {at}: the chain was written anew")]
    Rewritten {
        /// The event that was signed.
        seq: i64,
        /// When.
        at: String,
    },
    /// A checkpoint was not made by the key it should be made by.
    #[error("the checkpoint on line {0} is not signed by the key it should be signed by")]
    Forged(usize),
    /// A line that is no checkpoint.
    #[error("line {0} is no checkpoint")]
    Unreadable(usize),
    /// The database cannot be read.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

/// What was found when nothing was wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// How many events there are.
    pub events: i64,
    /// The number of the last event that a checkpoint stands for, or 0.
    pub signed: i64,
}

impl Checkpoint {
    /// Signs what the chain is at event `seq`.
    #[must_use]
    pub fn new(keyring: &Keyring, seq: i64, hash: String, at: DateTime<Utc>) -> Self {
        let signing = keyring.signing_key();
        let at = stamp(at);
        let signature = signing.sign(said(seq, &hash, &at).as_bytes());
        Self {
            seq,
            hash,
            at,
            key: hex(signing.verifying_key().as_bytes()),
            signature: hex(&signature.to_bytes()),
        }
    }

    fn is_signed_by(&self, key: &VerifyingKey) -> bool {
        let said = said(self.seq, &self.hash, &self.at);
        bytes(&self.signature).is_some_and(|signature: [u8; 64]| {
            key.verify_strict(said.as_bytes(), &Signature::from_bytes(&signature))
                .is_ok()
        })
    }
}

fn said(seq: i64, hash: &str, at: &str) -> String {
    format!("klartecken checkpoint\n{seq}\n{hash}\n{at}\n")
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits: Vec<u8> = text
        .chars()
        .map(|digit| {
            digit
                .to_digit(16)
                .and_then(|value| u8::try_from(value).ok())
        })
        .collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits
        .chunks_exact(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect();
    (digits.len() == 2 * N).then(|| bytes.try_into().ok())?
}

/// A public key from its digits.
#[must_use]
pub fn public_key(text: &str) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(&bytes(text.trim())?).ok()
}

/// The checkpoints in a file; none when there is no file.
///
/// # Errors
/// When the file cannot be read, or a line of it is no checkpoint.
pub fn read(path: &Path) -> Result<Vec<Checkpoint>, TaskError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(file_error(path)(error)),
    };
    let read = |(number, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|_| {
            TaskError::Message(format!(
                "{}: {}",
                path.display(),
                Fault::Unreadable(number + 1)
            ))
        })
    };
    text.lines().enumerate().map(read).collect()
}

/// Follows the whole chain and compares it with the checkpoints, which must all be signed by `key`.
/// Without a key, by the one that the first of them names.
///
/// # Errors
/// The first [`Fault`].
pub async fn verify(
    connection: &mut SqliteConnection,
    checkpoints: &[Checkpoint],
    key: Option<VerifyingKey>,
) -> Result<Verification, Fault> {
    let named = checkpoints.first().and_then(|first| public_key(&first.key));
    for (number, checkpoint) in checkpoints.iter().enumerate() {
        let forged = Fault::Forged(number + 1);
        let key = key.or(named).ok_or(Fault::Forged(number + 1))?;
        if !checkpoint.is_signed_by(&key) {
            return Err(forged);
        }
    }
    let mut kept: Vec<&Checkpoint> = checkpoints.iter().collect();
    kept.sort_by_key(|checkpoint| checkpoint.seq);
    let mut waiting = kept.iter().peekable();
    let mut rewritten = None;
    let followed = follow_chain(connection, |seq, hash| {
        while let Some(checkpoint) = waiting.next_if(|checkpoint| checkpoint.seq <= seq) {
            if checkpoint.hash != hash && rewritten.is_none() {
                rewritten = Some(Fault::Rewritten {
                    seq,
                    at: checkpoint.at.clone(),
                });
            }
        }
    })
    .await?;
    let events = followed.map_err(Fault::Broken)?;
    if let Some(fault) = rewritten {
        return Err(fault);
    }
    if let Some(missing) = waiting.next() {
        return Err(Fault::Short {
            seq: missing.seq,
            at: missing.at.clone(),
            last: events,
        });
    }
    Ok(Verification {
        events,
        signed: kept.last().map_or(0, |checkpoint| checkpoint.seq),
    })
}

/// Follows the chain, then adds a checkpoint to the file. A chain with a fault is not signed.
///
/// # Errors
/// When the chain or an earlier checkpoint has a fault, or a file cannot be read or written.
pub async fn append(
    db: &Db,
    keyring: &Keyring,
    path: &Path,
    now: DateTime<Utc>,
) -> Result<Checkpoint, TaskError> {
    let earlier = read(path)?;
    let mut connection = db.readers().acquire().await?;
    // One transaction, so that the chain that is followed is the one that is signed.
    let mut reading = connection.begin().await?;
    let key = keyring.signing_key().verifying_key();
    verify(&mut reading, &earlier, Some(key))
        .await
        .map_err(|fault| TaskError::Message(fault.to_string()))?;
    let last: Option<(i64, String)> =
        sqlx::query_as("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
            .fetch_optional(&mut *reading)
            .await?;
    let (seq, hash) =
        last.ok_or_else(|| TaskError::Message("there are no events yet".to_owned()))?;
    let checkpoint = Checkpoint::new(keyring, seq, hash, now);
    let mut line = serde_json::to_string(&checkpoint)
        .map_err(|error| TaskError::Message(error.to_string()))?;
    line.push('\n');
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .map_err(file_error(path))?;
    file.write_all(line.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(file_error(path))?;
    Ok(checkpoint)
}

/// Adds a checkpoint when none was made today. Tells whether it did.
///
/// # Errors
/// See [`append`].
pub async fn keep_daily(state: &State, path: &Path) -> Result<bool, TaskError> {
    let now = state.clock.now();
    let last = read(path)?
        .last()
        .and_then(|last| last.at.parse::<DateTime<Utc>>().ok());
    if last.is_some_and(|last| in_sweden(last).date() == in_sweden(now).date()) {
        return Ok(false);
    }
    append(&state.db, &state.keyring, path, now).await?;
    Ok(true)
}

#[cfg(test)]
mod tests;
