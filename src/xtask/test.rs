//! `cargo xtask test`: every test there is, minutes per suite, and one closing line.

use std::ffi::OsString;
use std::fs;
use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::checkout::Checkout;
use crate::stage::stage;
use crate::tally::Tally;
use crate::{binary, chromium, npm, process, tool};

/// How many cases a property test of the long suite tries where it usually tries 256.
const LONG_CASES: &str = "1024";

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
    /// The rules' tests once more, the properties with many times as many cases
    Property,
}

impl Suite {
    fn is_long(self) -> bool {
        self == Self::Property
    }

    /// What it takes on two cores, once its tests are built.
    fn expected(self) -> &'static str {
        match self {
            Self::Unit | Self::Border | Self::Wasm => "1 min",
            Self::Browser => "8 min",
            Self::Property => "4 min",
        }
    }

    fn name(self) -> String {
        let name = self.to_possible_value();
        name.map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }
}

/// What the suites' commands need.
struct Setup<'a> {
    checkout: &'a Checkout,
    path: OsString,
    journey: Option<&'a str>,
    browser: Option<Browser>,
}

/// What the journeys need besides: the store as it is shipped, and Chromium.
struct Browser {
    store: PathBuf,
    chromium: PathBuf,
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
    let browser = if suites.contains(&Suite::Browser) {
        npm::install(&checkout.root.join("tests/browser"))?;
        Some(Browser {
            chromium: chromium::find_or_install()?,
            store: binary::release(checkout, &path)?,
        })
    } else {
        None
    };
    let setup = Setup {
        checkout,
        path,
        journey: options.journey.as_deref(),
        browser,
    };
    if suites.contains(&Suite::Unit) || suites.contains(&Suite::Border) {
        let built = stage(
            "the native tests",
            "3 min the first time, then seconds",
            || process::run(&mut setup.cargo_test(&["--workspace", "--no-run"])),
        );
        // Their suites fail, and the others say what they have to say.
        if let Err(trouble) = built {
            eprintln!("{trouble:#}");
        }
    }

    let mut sum = Tally::default();
    for suite in suites {
        sum.add(stage(&suite.name(), suite.expected(), || {
            let tally = count(&mut setup.command(suite)?)?;
            println!(
                "\n{}: {} passed, {} failed",
                suite.name(),
                tally.passed,
                tally.failed
            );
            Ok(tally)
        })?);
    }
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    Ok(if sum.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl Setup<'_> {
    fn command(&self, suite: Suite) -> Result<Command> {
        Ok(match suite {
            Suite::Unit => self.cargo_test(&["--workspace", "--lib", "--bins"]),
            Suite::Border => self.cargo_test(&["--workspace", "--test", "*"]),
            Suite::Wasm => {
                let mut tests = self.cargo_test(&["--package", "tests", "--test", "wasm"]);
                tests.args(["--target", tool::WASM]).env(
                    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                    "wasm-bindgen-test-runner",
                );
                tests
            }
            Suite::Browser => {
                let browser = self.browser.as_ref();
                self.journeys(browser.context("the journeys need a browser")?)?
            }
            // Every property is one of the rules'.
            Suite::Property => {
                let mut tests = self.cargo_test(&["--package", "rules", "--lib"]);
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
            .current_dir(&self.checkout.root);
        if io::stdout().is_terminal() {
            tests.env("CARGO_TERM_COLOR", "always");
        }
        tests
    }

    fn journeys(&self, browser: &Browser) -> Result<Command> {
        let screenshots = self.checkout.target.join("screenshots");
        fs::create_dir_all(&screenshots)
            .with_context(|| format!("could not create {}", screenshots.display()))?;
        let mut journeys = process::command("node");
        journeys
            .arg("tests/browser/run.mjs")
            .args(self.journey)
            .env("KLARTECKEN", &browser.store)
            .env("CHROMIUM", &browser.chromium)
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
