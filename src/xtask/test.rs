//! `cargo xtask test`: every test there is, and one closing line.

use std::io::{BufRead, BufReader, IsTerminal, Write};
use std::process::{Command, ExitCode, Stdio};
use std::{fs, io};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::checkout::Checkout;
use crate::tally::Tally;
use crate::{binary, chromium, npm, process, tool};

/// Tests of the crate `tests` that run compiled to WebAssembly, in Node.
const WASM_TESTS: &str = "wasm";

#[derive(Args)]
pub(crate) struct Options {
    /// Run only this part
    #[arg(long)]
    part: Option<Part>,
    /// Run only browser journeys whose file name or title holds this text
    #[arg(long, value_name = "TEXT")]
    journey: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// What cargo tests, with the half that runs as WebAssembly
    Native,
    /// The journeys in Chromium
    Browser,
}

pub(crate) fn run(checkout: &Checkout, options: &Options) -> Result<ExitCode> {
    // Everything is made ready before the first test, so that a machine that
    // lacks something says so at once and not after ten minutes.
    let path = tool::path_for_all()?;
    let wants = |part| options.part.is_none_or(|only| only == part);
    let browser = if wants(Part::Browser) {
        npm::install(&checkout.root.join("tests/browser"))?;
        Some(chromium::find_or_install()?)
    } else {
        None
    };
    // The native tests start the same binary as the journeys do.
    let binary = binary::build(checkout)?;

    let mut sum = Tally::default();
    if wants(Part::Native) {
        let cargo_test = || {
            let mut tests = process::cargo();
            tests
                .args(["test", "--locked", "--no-fail-fast"])
                .env("PATH", &path)
                .env("KLARTECKEN", &binary)
                .current_dir(&checkout.root);
            if io::stdout().is_terminal() {
                tests.env("CARGO_TERM_COLOR", "always");
            }
            tests
        };
        sum.add(count(cargo_test().arg("--workspace"))?);
        if checkout
            .root
            .join("tests")
            .join(WASM_TESTS)
            .with_extension("rs")
            .is_file()
        {
            sum.add(count(
                cargo_test()
                    .args(["--package", "tests", "--test", WASM_TESTS])
                    .args(["--target", tool::WASM])
                    .env(
                        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                        "wasm-bindgen-test-runner",
                    ),
            )?);
        }
    }
    if let Some(chromium) = browser {
        let screenshots = checkout.target.join("screenshots");
        fs::create_dir_all(&screenshots)
            .with_context(|| format!("could not create {}", screenshots.display()))?;
        let mut journeys = process::command("node");
        journeys
            .arg("tests/browser/run.mjs")
            .args(&options.journey)
            .env("KLARTECKEN", &binary)
            .env("CHROMIUM", chromium)
            .env("SCREENSHOTS", screenshots)
            .current_dir(&checkout.root);
        sum.add(count(&mut journeys)?);
    }
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    Ok(if sum.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Runs a test program, shows its output as it comes, and counts.
///
/// A program that ends badly without having counted a failure – it did not
/// compile, it crashed – is one failure.
fn count(command: &mut Command) -> Result<Tally> {
    let written = process::written(command);
    println!("\n$ {written}");
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start `{written}`"))?;
    let output = child.stdout.take().expect("stdout was asked to be piped");
    let mut reader = BufReader::new(output);
    let mut tally = Tally::default();
    let mut line = Vec::new();
    while 0 < reader.read_until(b'\n', &mut line)? {
        let mut terminal = io::stdout().lock();
        terminal.write_all(&line)?;
        terminal.flush()?;
        tally.read(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
    let status = child.wait()?;
    if !status.success() && tally.failed == 0 {
        eprintln!("`{written}` ended with {status}");
        tally.failed = 1;
    }
    Ok(tally)
}
