//! `cargo xtask serve`: the whole service with demo data on this machine.

use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::checkout::Checkout;
use crate::{app, binary, process, tool};

#[derive(Args)]
pub(crate) struct Options {
    /// Address and port to listen on
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// Start over: remove the demo database first
    #[arg(long)]
    fresh: bool,
}

pub(crate) fn run(checkout: &Checkout, options: &Options) -> Result<ExitCode> {
    // Asked before ten minutes of building, and free again at once.
    TcpListener::bind(&options.listen)
        .with_context(|| format!("{} is taken; choose another with --listen", options.listen))?;
    let path = tool::path_for_all()?;
    let app = app::build(checkout, &path)?;
    let binary = binary::debug(checkout)?;
    let home = checkout.target.join("demo");
    if options.fresh && home.exists() {
        fs::remove_dir_all(&home)
            .with_context(|| format!("could not remove {}", home.display()))?;
    }
    fs::create_dir_all(&home).with_context(|| format!("could not create {}", home.display()))?;
    let database = home.join("klartecken.db");
    println!(
        "\nStarting with {}; Ctrl-C stops it\n",
        checkout.shorten(&database)
    );
    // This program becomes the store, so that Ctrl-C, SIGTERM and the exit
    // code are the store's own. It returns only when that failed.
    let trouble = process::command(&binary)
        .args(["serve", "--listen", &options.listen, "--data"])
        .arg(&database)
        .arg("--app")
        .arg(&app)
        .arg("--demo")
        .current_dir(&checkout.root)
        .exec();
    Err(trouble).with_context(|| format!("could not start {}", binary.display()))
}
