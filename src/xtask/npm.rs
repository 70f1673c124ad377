//! JavaScript packages of a directory, as its lock file says.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::process;
use crate::stage::stage;

/// Installs what `package-lock.json` names, unless that is what is there.
///
/// # Errors
///
/// When the lock file cannot be read or `npm ci` fails.
pub(crate) fn install(directory: &Path) -> Result<()> {
    let lock_file = directory.join("package-lock.json");
    let lock =
        fs::read(&lock_file).with_context(|| format!("could not read {}", lock_file.display()))?;
    // A copy of the lock file beside what it gave: equal means nothing to do.
    let copy = directory.join("node_modules/.installed-from");
    if fs::read(&copy).is_ok_and(|installed| installed == lock) {
        println!("Found the JavaScript packages of {}", directory.display());
        return Ok(());
    }
    let name = directory.file_name().unwrap_or_default().display();
    stage(
        &format!("the JavaScript packages of {name}"),
        "1 min, once",
        || {
            process::run(
                process::command("npm")
                    .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
                    .current_dir(directory),
            )?;
            fs::write(&copy, lock).with_context(|| format!("could not write {}", copy.display()))
        },
    )
}
