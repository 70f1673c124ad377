//! Building the store: for working on, or in release with the app inside it.

use std::ffi::OsStr;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::checkout::Checkout;
use crate::stage::stage;
use crate::{app, process};

/// Builds the store without optimisation, which takes half the time, and returns the binary's path.
/// It reads the app from a folder.
///
/// # Errors
///
/// When it does not build.
pub(crate) fn debug(checkout: &Checkout) -> Result<PathBuf> {
    store(checkout, "debug", &[], "3 min the first time, then seconds")
}

/// Builds app and store in release, with the tools on `path`, and returns the binary that holds both.
///
/// # Errors
///
/// When either does not build.
pub(crate) fn release(checkout: &Checkout, path: &OsStr) -> Result<PathBuf> {
    app::build(checkout, path)?;
    store(
        checkout,
        "release",
        &["--release"],
        "6 min the first time, then seconds",
    )
}

fn store(checkout: &Checkout, profile: &str, words: &[&str], expected: &str) -> Result<PathBuf> {
    stage(&format!("the store, {profile}"), expected, || {
        process::run(
            process::cargo()
                .args(["build", "--locked", "--package", "store"])
                .args(words)
                .current_dir(&checkout.root),
        )?;
        let binary = checkout.target.join(profile).join("klartecken");
        if !binary.is_file() {
            bail!(
                "cargo built the store, yet {} is not there",
                binary.display()
            );
        }
        Ok(binary)
    })
}
