//! What a person runs: `cargo xtask serve`, `test`, `bench`, `fresh`, `build`, `tools`.
//!
//! Modules: [`checkout`] knows where things lie, [`process`] starts programs,
//! [`stage`] says what each step takes, [`tool`] finds or installs the pinned
//! build tools, [`chromium`] and [`npm`] do the same for the browser and for
//! JavaScript packages, [`app`] and [`binary`] build, [`tally`] counts tests,
//! [`test`], [`serve`], [`bench`] and [`fresh`] are the commands.
//!
//! Absent on purpose: any knowledge of forms, rules or HTTP. This crate is
//! meant for Unix-like systems; the store itself is not bound to them.

#![expect(
    clippy::print_stdout,
    reason = "this program talks to a person in a terminal"
)]

mod app;
mod bench;
mod binary;
mod checkout;
mod chromium;
mod fresh;
mod npm;
mod part;
mod process;
mod serve;
mod stage;
mod tally;
mod test;
mod tool;

use std::process::ExitCode;

use anyhow::Result;
use checkout::Checkout;
use clap::{Parser, Subcommand};

/// Builds, runs and tests Klartecken.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
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
    match run(Cli::parse().task) {
        Ok(code) => code,
        Err(trouble) => {
            eprintln!("\nxtask stopped: {trouble:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<ExitCode> {
    let checkout = Checkout::find()?;
    match task {
        Task::Serve(options) => serve::run(&checkout, &options),
        Task::Test(options) => test::run(&checkout, &options),
        Task::Bench(options) => bench::run(&checkout, &options),
        Task::Fresh(options) => fresh::run(&checkout, &options),
        Task::Build => {
            let binary = binary::release(&checkout, &tool::path_for_all()?)?;
            println!("\nBuilt {}", checkout.shorten(&binary));
            Ok(ExitCode::SUCCESS)
        }
        Task::Tools => {
            tool::path_for_all()?;
            chromium::find_or_install()?;
            npm::install(&checkout.root.join("tests/browser"))?;
            println!("\nEverything needed is in place.");
            Ok(ExitCode::SUCCESS)
        }
    }
}
