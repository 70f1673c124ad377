//! `cargo xtask fresh`: what a newcomer meets. Both of the README's commands on the committed tree, with every
//! cache empty, and the minutes of each stage.

use std::net::TcpListener;
use std::path::Path;
use std::time::Instant;
use std::{env, process};

use anyhow::{Context, Result, bail};
use clap::Args;
use xshell::cmd;

use crate::checkout::Checkout;
use crate::stage::{closed, listen, since, stage};

/// The address that the service is asked at: another than the usual one, which may be taken.
const ADDRESS: &str = "127.0.0.1:18080";
/// Asks for the app's first page.
const ASK: &str =
    "fetch('http://127.0.0.1:18080').then(async (it) => console.log(it.ok && await it.text()))";
/// Makes the place, and runs commands there.
const SANDBOX: &str = "src/xtask/sandbox.sh";

#[derive(Args)]
pub(crate) struct Options {
    /// In a Debian of its own, so that nothing of this machine is seen; needs to be root
    #[arg(long)]
    root: bool,
    /// Stop when the service has answered, without the tests
    #[arg(long)]
    serve: bool,
}

pub(crate) fn run(at: &Checkout, options: &Options) -> Result<bool> {
    TcpListener::bind(ADDRESS).with_context(|| format!("{ADDRESS} is taken"))?;
    let name = format!("klartecken-fresh-{}", process::id());
    let folder = env::temp_dir().canonicalize()?.join(name);
    let result = try_in(at, options, &folder);
    // A folder that stays is in nobody's way, so what was tried counts all the same.
    let _ = cmd!(at, "rm -rf --one-file-system {folder}").run();
    result
}

fn try_in(at: &Checkout, options: &Options, folder: &Path) -> Result<bool> {
    let kind = if options.root { "debian" } else { "folder" };
    stage("an empty place with Rust", "1 min, a Debian 4 min", || {
        Ok(cmd!(at, "sh {SANDBOX} {kind} {folder}").run()?)
    })?;
    let (mut rows, mut well) = (Vec::new(), true);
    let tasks = [&["serve", "--listen", ADDRESS][..], &["test"]];
    for words in tasks.into_iter().take(if options.serve { 1 } else { 2 }) {
        let (task, start, mut answered) = (words[0], Instant::now(), None);
        let cmd = cmd!(at, "sh {SANDBOX} {kind} {folder} cargo xtask {words...}");
        let (status, output) = listen(cmd, |line| {
            if task == "serve" && line.starts_with("Klartecken listens on ") {
                let page = cmd!(at, "node --eval {ASK}").read();
                answered = Some(page.is_ok_and(|page| page.contains("</html>")));
            }
            answered.is_none()
        })?;
        let name = match (task, answered) {
            ("test", _) => format!("test: {}", output.lines().last().unwrap_or_default()),
            (_, Some(true)) => "serve, to the address".to_owned(),
            (_, Some(false)) => bail!("the service listens, yet its first page is not there"),
            (_, None) => bail!("`cargo xtask serve` ended with {status} before it listened"),
        };
        for (stage, time) in output.lines().filter_map(closed) {
            rows.push(format!("| {task}: {stage} | {time} |"));
        }
        rows.push(format!("| **{name}** | **{}** |", since(start)));
        well = task == "serve" || status.success();
    }
    println!("\n| stage | time |\n|---|---|\n{}", rows.join("\n"));
    Ok(well)
}
