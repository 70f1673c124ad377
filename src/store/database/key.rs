//! Where the master key comes from, and whether it is the database's own.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::crypto::data_key::{Key, random};
use crate::crypto::hex::hex;
use crate::crypto::keyring::Keyring;
use crate::database::db::{Db, OpenError};

/// The environment variable that may hold the key itself.
pub const VARIABLE: &str = "KLARTECKEN_KEY";
/// The mark in the database that tells its own key from others.
const CHECK: &str = "nyckel";
/// Digits in a key as it is written: 256 bits.
const DIGITS: usize = 64;

/// Where the key lies.
#[derive(Clone, Debug)]
pub enum Source {
    /// In a file that was named.
    File(PathBuf),
    /// In these words, from the environment.
    Text(Zeroizing<String>),
    /// In a file beside the database, which is made when there is none.
    Beside,
}

impl Source {
    /// What was named, else what the environment holds, else the file beside the database.
    #[must_use]
    pub fn named(file: Option<&Path>) -> Self {
        match (file, std::env::var(VARIABLE)) {
            (Some(file), _) => Self::File(file.to_owned()),
            (None, Ok(text)) => Self::Text(Zeroizing::new(text)),
            (None, Err(_)) => Self::Beside,
        }
    }
}

/// Opens the database at `path` with its key. A database that has had no key before takes this one
/// for its own.
///
/// # Errors
/// See [`OpenError`]; then nothing has been written to the database.
pub async fn open(path: &Path, source: &Source) -> Result<(Db, Keyring), OpenError> {
    let known = Db::read_meta(path, CHECK).await?;
    let beside = path.with_extension("key");
    let master = match source {
        Source::File(file) => read_file(file)?,
        Source::Text(text) => parse(text).ok_or(OpenError::KeyUnreadable(VARIABLE.into()))?,
        Source::Beside if beside.exists() => read_file(&beside)?,
        Source::Beside if known.is_some() => return Err(OpenError::KeyMissing(beside)),
        Source::Beside => make(&beside)?,
    };
    let keyring = Keyring::of(&master);
    let is_ours = known.map(|known| keyring.is_made_by_us(&known));
    if is_ours == Some(false) {
        return Err(OpenError::KeyWrong(path.to_owned()));
    }
    let db = Db::open(path).await?;
    if is_ours == Some(true) {
        return Ok((db, keyring));
    }
    let kept = db.meta(CHECK, &keyring.check_value()).await?;
    // Another program with another key may have been first.
    if keyring.is_made_by_us(&kept) {
        Ok((db, keyring))
    } else {
        Err(OpenError::KeyWrong(path.to_owned()))
    }
}

/// A key from its digits.
fn parse(text: &str) -> Option<Key> {
    let text = text.trim().as_bytes();
    if text.len() != DIGITS {
        return None;
    }
    let mut key = Zeroizing::new([0; DIGITS / 2]);
    for (byte, digits) in key.iter_mut().zip(text.chunks_exact(2)) {
        for digit in digits {
            let digit = char::from(*digit).to_digit(16)?;
            *byte = *byte << 4 | u8::try_from(digit).ok()?;
        }
    }
    Some(key)
}

fn read_file(path: &Path) -> Result<Key, OpenError> {
    let failed = |source| OpenError::File {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(failed)?;
    let mode = file.metadata().map_err(failed)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(OpenError::Exposed {
            path: path.to_owned(),
            mode,
        });
    }
    let mut text = Zeroizing::new(String::new());
    file.take(1024).read_to_string(&mut text).map_err(failed)?;
    parse(&text).ok_or_else(|| OpenError::KeyUnreadable(path.to_owned()))
}

/// Makes a key file that only its owner may read. It is on disk before anything is sealed with it.
fn make(path: &Path) -> Result<Key, OpenError> {
    let failed = |source| OpenError::File {
        path: path.to_owned(),
        source,
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let key: Key = Zeroizing::new(random());
    let text = Zeroizing::new([&hex(&*key), "\n"].concat());
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    File::open(folder.unwrap_or(Path::new(".")))
        .and_then(|folder| folder.sync_all())
        .map_err(failed)?;
    tracing::warn!(
        path = %path.display(),
        "a master key was made; keep a copy of it apart from the backups"
    );
    Ok(key)
}

#[cfg(test)]
mod tests;
