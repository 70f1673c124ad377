//! `cargo xtask serve`: the whole service with demo data on this machine, or only the store.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;
use xshell::cmd;

use crate::checkout::Checkout;
use crate::{build, install};

/// Where `trunk serve` listens.
const TRUNK: &str = "http://127.0.0.1:8080";

#[derive(Args)]
pub(crate) struct Options {
    /// Address and port to listen on; with --api the default is 127.0.0.1:8081
    #[arg(long, default_value = "127.0.0.1:8080")]
    #[arg(default_value_if("api", "true", "127.0.0.1:8081"))]
    listen: String,
    /// Start over: remove the demo database first
    #[arg(long)]
    fresh: bool,
    /// Start only the store, for `trunk serve`, which builds the app at every save; the line to type for it
    /// in another terminal is printed. In one terminal put `&` after this, and end the store with `kill %1`
    #[arg(long)]
    api: bool,
}

pub(crate) fn run(at: &Checkout, Options { listen, fresh, api }: &Options) -> Result<bool> {
    // Asked before ten minutes of building, and free again at once.
    TcpListener::bind(listen)
        .with_context(|| format!("{listen} is taken; choose another with --listen"))?;
    let line = install::tools(at)?;
    let app = if *api {
        // So links, and the addresses that are printed, lead to where the app is.
        ["--public-url".into(), TRUNK.into()]
    } else {
        ["--app".into(), build::app(at)?.into_os_string()]
    };
    let (store, home) = (build::store(at, "debug")?, at.target.join("demo"));
    if *fresh {
        at.shell.remove_path(&home)?;
    }
    let data = at.shell.create_dir(&home)?.join("klartecken.db");
    if *api {
        println!(
            "\nThe store is at {listen}; for the app at {TRUNK} type at the root:\n\n    {line}"
        );
    }
    let short = at.shorten(&data);
    println!("\nStarting with {short}; Ctrl-C stops it\n");
    let store = cmd!(at, "{store} serve --demo --listen {listen} --data {data}");
    // This program becomes the store, so that Ctrl-C, SIGTERM and the exit code are the store's own.
    let trouble = Command::from(store.args(app)).exec();
    Err(trouble).context("could not start the store")
}
