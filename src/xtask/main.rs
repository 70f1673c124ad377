//! What a person runs: `cargo xtask serve`, `test`, `bench`, `fresh`, `build`, `tools`.
//!
//! [`tool`] is the table of pinned tools, and [`install`] makes sure of them and of all else. [`serve`], [`mod@test`],
//! [`mod@bench`], [`build`] and [`fresh`], which has `sandbox.sh`, do what they are called. Below them, [`checkout`]
//! knows where things lie and starts programs there, and [`stage`] says what each step takes.
//!
//! Absent on purpose: any knowledge of forms, rules or HTTP. This crate is meant for Unix-like systems; the
//! store itself is not bound to them.

#![expect(clippy::print_stdout, reason = "a person reads it in a terminal")]

mod bench;
mod build;
mod checkout;
mod fresh;
mod install;
mod serve;
mod stage;
mod test;
mod tool;

use std::process::ExitCode;

use checkout::Checkout;
use clap::Parser;

/// Builds, runs and tests Klartecken.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Task {
    /// Build the app and the store, and start them with demo data
    Serve(serve::Options),
    /// Run every test, the browser's included; ends with «N passed, N failed»
    Test(test::Options),
    /// Measure sizes and speeds beside other programs, as one table
    Bench(bench::Options),
    /// Try both of the README's commands on the committed tree with every cache empty; Chromium alone
    /// is the machine's, and is installed where there is none
    Fresh(fresh::Options),
    /// Build one release binary, target/release/klartecken, with the app inside
    Build,
    /// Say which tools are found, and install what is missing
    Tools,
}

fn main() -> ExitCode {
    let task = Task::parse();
    let well = Checkout::find().and_then(|at| match task {
        Task::Serve(options) => serve::run(&at, &options),
        Task::Test(options) => test::run(&at, &options),
        Task::Bench(options) => bench::run(&at, &options),
        Task::Fresh(options) => fresh::run(&at, &options),
        Task::Build => build::run(&at),
        Task::Tools => install::run(&at),
    });
    if let Err(trouble) = &well {
        eprintln!("\nxtask stopped: {trouble:#}");
    }
    ExitCode::from(u8::from(!well.unwrap_or(false)))
}
