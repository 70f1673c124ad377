//! Builds the app and the store. (`Cargo.toml` says that this is no build script.)

use std::path::PathBuf;

use anyhow::{Result, ensure};
use xshell::cmd;

use crate::checkout::Checkout;
use crate::install;
use crate::stage::stage;

/// Makes folder `$1` hold the files of `$0`, and writes only those that differ: Trunk writes all of them each
/// time, and the store packs `dist/` again when a file there has been written.
const MIRROR: &str = r#"
    cd "$1"
    find . -type f | while read -r file; do [ -e "$0/$file" ] || rm "$file"; done
    cd "$0"
    find . -type f | while read -r file; do
        cmp -s "$file" "$1/$file" && continue
        mkdir -p "$1/${file%/*}"
        cp "$file" "$1/$file"
    done"#;

/// `cargo xtask build`.
pub(crate) fn run(at: &Checkout) -> Result<bool> {
    install::tools(at)?;
    println!("\nBuilt {}", at.shorten(&release(at)?));
    Ok(true)
}

/// Builds `dist/`, the app as it is shipped, and returns where it is.
pub(crate) fn app(at: &Checkout) -> Result<PathBuf> {
    let (built, dist) = (at.target.join("trunk"), at.shell.create_dir("dist")?);
    let expected = "3 min the first time, then half a minute";
    stage("the app", expected, || {
        // Trunk takes only `true` or `false` there, where others set `1`.
        let trunk = cmd!(at, "trunk build --release --locked --dist {built}");
        trunk.env_remove("NO_COLOR").run()?;
        Ok(cmd!(at, "sh -euc {MIRROR} {built} {dist}").run()?)
    })?;
    Ok(dist)
}

/// Builds app and store in release, and returns the binary that holds both.
pub(crate) fn release(at: &Checkout) -> Result<PathBuf> {
    app(at)?;
    store(at, "release")
}

/// Builds the store and returns the binary. «debug» takes half the time, and reads the app from a folder.
pub(crate) fn store(at: &Checkout, profile: &str) -> Result<PathBuf> {
    let flag = (profile == "release").then_some("--release");
    let expected = format!("{} min the first time, then seconds", flag.map_or(3, |_| 6));
    stage(&format!("the store, {profile}"), &expected, || {
        Ok(cmd!(at, "cargo build --locked --package store {flag...}").run()?)
    })?;
    let binary = at.target.join(profile).join("klartecken");
    ensure!(binary.is_file(), "{} is not there", binary.display());
    Ok(binary)
}
