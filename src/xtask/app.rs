//! Building the app with Trunk, which asks cargo what has changed.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::checkout::Checkout;
use crate::part::PARTS;
use crate::process;
use crate::stage::stage;

/// Builds `dist/`, the app as it is shipped, with the tools on `path`, and returns where it is.
///
/// # Errors
///
/// When Trunk fails or its files cannot be copied.
pub(crate) fn build(checkout: &Checkout, path: &OsStr) -> Result<PathBuf> {
    stage(
        "the app",
        "3 min the first time, then half a minute",
        || {
            let dist = checkout.root.join("dist");
            let mut names = BTreeSet::new();
            for part in PARTS {
                let folder = checkout.target.join("part").join(part.name);
                let page = part.lay_out(&checkout.root, &folder)?;
                let built = folder.join("dist");
                process::run(
                    process::command("trunk")
                        .args(["build", "--release", "--locked", "--config"])
                        .arg(checkout.root.join("Trunk.toml"))
                        .arg("--dist")
                        .arg(&built)
                        .arg(&page)
                        .env("PATH", path)
                        // Trunk takes only `true` or `false` here, where others set `1`.
                        .env_remove("NO_COLOR")
                        .current_dir(&checkout.root),
                )?;
                for file in files(&built)? {
                    let name = match file.strip_prefix(&built)? {
                        index if index == Path::new("index.html") => PathBuf::from(part.page()),
                        name => name.to_owned(),
                    };
                    put(&file, &dist.join(&name))?;
                    names.insert(name);
                }
            }
            for file in files(&dist)? {
                if !names.contains(file.strip_prefix(&dist)?) {
                    fs::remove_file(&file)?;
                }
            }
            Ok(dist)
        },
    )
}

/// Copies a file unless the target holds the same: the store packs `dist/` again when a file there
/// has been written.
fn put(file: &Path, target: &Path) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("could not read {}", file.display()))?;
    if fs::read(target).is_ok_and(|present| present == bytes) {
        return Ok(());
    }
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(target, bytes).with_context(|| format!("could not write {}", target.display()))
}

/// Every file below the folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder)
            .with_context(|| format!("could not list {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    Ok(found)
}
