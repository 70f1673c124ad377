//! Building the store with the app inside it.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::checkout::Checkout;
use crate::{app, process};

/// Builds app and store in release and returns the binary's path.
///
/// # Errors
///
/// When either does not build.
pub(crate) fn build(checkout: &Checkout) -> Result<PathBuf> {
    app::build(checkout)?;
    println!("Store: building – the first time about 5 min, then seconds");
    let start = Instant::now();
    process::run(
        process::cargo()
            .args(["build", "--release", "--locked", "--package", "store"])
            .current_dir(&checkout.root),
    )?;
    let binary = checkout.target.join("release/klartecken");
    if !binary.is_file() {
        bail!(
            "cargo built the store, yet {} is not there",
            binary.display()
        );
    }
    println!("Store: built in {} s", start.elapsed().as_secs());
    Ok(binary)
}
