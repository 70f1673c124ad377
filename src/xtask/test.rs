//! `cargo xtask test`: every test there is, minutes per suite, and one closing line.

use std::fs;
use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::checkout::Checkout;
use crate::stage::{minutes, stage};
use crate::tally::Tally;
use crate::{binary, chromium, npm, process, tool};

/// How many cases a property test of the long suite tries where it usually tries 256.
const LONG_CASES: &str = "5120";

#[derive(Args)]
pub(crate) struct Options {
    /// Run only these suites
    #[arg(long, value_name = "NAME")]
    suite: Vec<Suite>,
    /// Run only browser journeys whose file name or title holds this text
    #[arg(long, value_name = "TEXT")]
    journey: Option<String>,
    /// Run what takes too long for every change, too
    #[arg(long)]
    long: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Suite {
    /// Tests inside the crates, natively
    Unit,
    /// Tests of what crosses a crate's border, natively
    Border,
    /// The cases compiled to WebAssembly, in Node
    Wasm,
    /// The journeys in Chromium
    Browser,
    /// The rules' property tests with many times as many cases
    Property,
}

impl Suite {
    fn is_long(self) -> bool {
        match self {
            Self::Unit | Self::Border | Self::Wasm | Self::Browser => false,
            Self::Property => true,
        }
    }

    fn name(self) -> String {
        let name = self.to_possible_value();
        name.map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }
}

/// What the suites' commands need.
struct Place<'a> {
    checkout: &'a Checkout,
    path: std::ffi::OsString,
    binary: PathBuf,
    chromium: Option<PathBuf>,
    journey: Option<&'a str>,
}

pub(crate) fn run(checkout: &Checkout, options: &Options) -> Result<ExitCode> {
    let suites: Vec<Suite> = Suite::value_variants()
        .iter()
        .copied()
        .filter(|suite| {
            options.suite.contains(suite)
                || options.suite.is_empty() && (options.long || !suite.is_long())
        })
        .collect();
    // Everything is made ready before the first test, so that a machine that
    // lacks something says so at once and not after ten minutes.
    let path = tool::path_for_all()?;
    let chromium = if suites.contains(&Suite::Browser) {
        npm::install(&checkout.root.join("tests/browser"))?;
        Some(chromium::find_or_install()?)
    } else {
        None
    };
    let place = Place {
        checkout,
        path,
        // The native tests start the same binary as the journeys do.
        binary: binary::release(checkout)?,
        chromium,
        journey: options.journey.as_deref(),
    };
    if suites.iter().any(|suite| *suite != Suite::Browser) {
        stage("the tests", "5 min the first time, then seconds", || {
            process::run(&mut place.cargo_test(&["--workspace", "--no-run"]))
        })?;
    }

    let mut sum = Tally::default();
    let mut table = Vec::new();
    for suite in suites {
        let start = Instant::now();
        let tally = count(&mut place.command(suite)?)?;
        table.push(format!(
            "{:<9} {:>6} passed {:>4} failed  {}",
            suite.name(),
            tally.passed,
            tally.failed,
            minutes(start.elapsed())
        ));
        sum.add(tally);
    }
    println!("\n{}", table.join("\n"));
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    Ok(if sum.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl Place<'_> {
    fn command(&self, suite: Suite) -> Result<Command> {
        Ok(match suite {
            Suite::Unit => self.cargo_test(&["--workspace", "--lib", "--bins"]),
            Suite::Border => self.cargo_test(&["--workspace", "--test", "*"]),
            Suite::Wasm => {
                let mut tests = self.cargo_test(&[
                    "--package",
                    "tests",
                    "--test",
                    "wasm",
                    "--target",
                    tool::WASM,
                ]);
                tests.env(
                    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                    "wasm-bindgen-test-runner",
                );
                tests
            }
            Suite::Browser => self.journeys()?,
            Suite::Property => {
                let mut tests = self.cargo_test(&["--workspace", "--lib"]);
                tests.env("PROPTEST_CASES", LONG_CASES);
                tests
            }
        })
    }

    fn cargo_test(&self, words: &[&str]) -> Command {
        let mut tests = process::cargo();
        tests
            .args(["test", "--locked", "--no-fail-fast"])
            .args(words)
            .env("PATH", &self.path)
            .env("KLARTECKEN", &self.binary)
            .current_dir(&self.checkout.root);
        if io::stdout().is_terminal() {
            tests.env("CARGO_TERM_COLOR", "always");
        }
        tests
    }

    fn journeys(&self) -> Result<Command> {
        let screenshots = self.checkout.target.join("screenshots");
        fs::create_dir_all(&screenshots)
            .with_context(|| format!("could not create {}", screenshots.display()))?;
        let mut journeys = process::command("node");
        journeys
            .arg("tests/browser/run.mjs")
            .args(self.journey)
            .env("KLARTECKEN", &self.binary)
            .env(
                "CHROMIUM",
                self.chromium.as_deref().unwrap_or(Path::new("")),
            )
            .env("SCREENSHOTS", screenshots)
            .current_dir(&self.checkout.root);
        Ok(journeys)
    }
}

/// Runs a test program and counts.
///
/// A program that ends badly without having counted a failure – it did not
/// compile, it crashed – is one failure.
fn count(command: &mut Command) -> Result<Tally> {
    let mut tally = Tally::default();
    let status = process::listen(command, |line| {
        tally.read(line);
        ControlFlow::Continue(())
    })?;
    if !status.success() && tally.failed == 0 {
        eprintln!("`{}` ended with {status}", process::written(command));
        tally.failed = 1;
    }
    Ok(tally)
}
