//! `cargo xtask bench`: the numbers, each beside another program's in one run.

use anyhow::{Context, Result};
use clap::Args;
use xshell::cmd;

use crate::checkout::Checkout;
use crate::{build, install, tool};

#[derive(Args)]
pub(crate) struct Options {
    /// Measure only rows whose name holds one of these texts
    #[arg(value_name = "TEXT")]
    only: Vec<String>,
}

pub(crate) fn run(at: &Checkout, Options { only }: &Options) -> Result<bool> {
    install::tools(at)?;
    let needs = "it comes by pip, of Python 3 with venv (Debian: `apt-get install python3-venv`)";
    let pocketbase = install::tool(at, &tool::POCKETBASE).context(needs)?;
    at.shell.set_var("POCKETBASE", pocketbase);
    at.shell.set_var("CHROMIUM", install::chromium(at)?);
    install::packages(at, "tests/bench")?;
    at.shell.set_var("KLARTECKEN", build::release(at)?);
    cmd!(at, "node tests/bench/run.mjs {only...}").run()?;
    Ok(true)
}
