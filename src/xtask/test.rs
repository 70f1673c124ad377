//! `cargo xtask test`: every test there is, minutes per suite, and one closing line.

use std::io::{self, IsTerminal};

use anyhow::Result;
use clap::{Args, ValueEnum};
use xshell::cmd;

use crate::checkout::Checkout;
use crate::stage::{listen, stage};
use crate::{build, install};

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
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
    /// What others can do, in any order: many times as many sequences
    Adversary,
}

pub(crate) fn run(at: &Checkout, options: &Options) -> Result<bool> {
    let mut suites = Suite::value_variants().to_vec();
    suites.retain(|suite| match options.suite[..] {
        [] => options.long || !matches!(suite, Suite::Property | Suite::Adversary),
        _ => options.suite.contains(suite),
    });
    // Before the first test, so that a machine that lacks something says so at once.
    install::tools(at)?;
    let sh = &at.shell;
    if suites.contains(&Suite::Browser) {
        install::packages(at, "tests/browser")?;
        sh.set_var("CHROMIUM", install::chromium(at)?);
        sh.set_var("KLARTECKEN", build::release(at)?);
        sh.set_var("SCREENSHOTS", sh.create_dir(at.target.join("screenshots"))?);
    }
    let runner = "wasm-bindgen-test-runner";
    sh.set_var("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    if io::stdout().is_terminal() {
        sh.set_var("CARGO_TERM_COLOR", "always");
    }
    let cargo = |words: &str| cmd!(at, "cargo test --locked --no-fail-fast").args(words.split(' '));
    if suites.contains(&Suite::Unit) || suites.contains(&Suite::Border) {
        let build = || Ok(cargo("--workspace --no-run").run()?);
        // Their suites fail, and the others say what they have to say.
        let expected = "3 min the first time, then seconds";
        let _ = stage("the native tests", expected, build);
    }

    let mut sum = [0, 0];
    for suite in suites {
        let (name, journey) = (format!("{suite:?}").to_lowercase(), &options.journey);
        // What it takes on two cores, once its tests are built.
        #[rustfmt::skip]
        let (expected, command) = match suite {
            Suite::Unit => ("1 min", cargo("--workspace --lib --bins")),
            Suite::Border => ("1 min", cargo("--workspace --test *")),
            Suite::Wasm => ("1 min", cargo("--package tests --test wasm --target wasm32-unknown-unknown")),
            Suite::Browser => ("8 min", cmd!(at, "node tests/browser/run.mjs {journey...}")),
            // Every property is one of the rules', and is otherwise tried with 256 cases.
            Suite::Property => ("4 min", cargo("--package rules --lib").env("PROPTEST_CASES", "1024")),
            Suite::Adversary => ("20 min", cargo("--package store --test adversary").env("SEQUENCES", "10000")),
        };
        stage(&name, expected, || {
            let (status, output) = listen(command, |_| true)?;
            let [passed, mut failed] = tally(&output);
            // It did not compile, or it crashed.
            if !status.success() && failed == 0 {
                eprintln!("{name} ended with {status}");
                failed = 1;
            }
            println!("\n{name}: {passed} passed, {failed} failed");
            sum = [sum[0] + passed, sum[1] + failed];
            Ok(())
        })?;
    }
    println!("\n{} passed, {} failed", sum[0], sum[1]);
    Ok(sum[1] == 0)
}

/// What passed and failed by a program's output: by cargo's lines «test result: ok. 3 passed; 0 failed; …» and
/// the browser suite's «Browser: 3 passed, 0 failed», without the terminal's colour codes (ESC `[` … letter).
fn tally(output: &str) -> [u64; 2] {
    let mut parts = output.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    plain.extend(parts.filter_map(|part| Some(part.split_once(char::is_alphabetic)?.1)));
    let known = |line: &&str| line.starts_with("test result: ") || line.starts_with("Browser: ");
    ["passed", "failed"].map(|word| {
        let number = |line: &str| {
            let (before, _) = line.split_once(word)?;
            before.split_whitespace().last()?.parse::<u64>().ok()
        };
        plain.lines().filter(known).filter_map(number).sum()
    })
}

#[cfg(test)]
#[test]
fn cargos_and_the_browsers_lines_are_summed_and_no_others() {
    let output = "test a::b ... ok\n5 passed, 5 failed\nBrowser: nothing\n\
        test result: \u{1b}[32mok\u{1b}[0m. 12 passed; 0 failed; 0 ignored; 0 measured\n\
        test result: FAILED. 3 passed; 2 failed; 0 ignored\nBrowser: 40 passed, 1 failed\n";
    assert_eq!(tally(output), [55, 3]);
}
