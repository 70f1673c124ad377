//! Starting other programs, with failures that name the program.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail};

/// Variables that `cargo run` sets for the program it starts.
///
/// A cargo started from here must not see them: build scripts that watch them
/// would run again, and with them everything that depends on their crates.
const SET_BY_CARGO: &[&str] = &[
    "CARGO_BIN_NAME",
    "CARGO_CRATE_NAME",
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_LINKS",
    "CARGO_MANIFEST_PATH",
    "CARGO_PRIMARY_PACKAGE",
    "OUT_DIR",
];

/// A command without the traces of the cargo that started this program.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if SET_BY_CARGO.contains(&&*text) || text.starts_with("CARGO_PKG_") {
            command.env_remove(&name);
        }
    }
    command
}

/// The cargo that started this program, or the one on PATH.
pub(crate) fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs to the end with the terminal's own output; an unclean end is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let written = written(command);
    let status = command
        .status()
        .with_context(|| format!("could not start `{written}`"))?;
    if !status.success() {
        bail!("`{written}` ended with {status}");
    }
    Ok(())
}

/// Runs a program, shows its output as it comes, and lets `hear` have each line. Where `hear` breaks
/// off, the program is stopped.
///
/// # Errors
///
/// When it cannot be started or its output cannot be shown.
pub(crate) fn listen(
    command: &mut Command,
    mut hear: impl FnMut(&str) -> ControlFlow<()>,
) -> Result<ExitStatus> {
    let written = written(command);
    println!("\n$ {written}");
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start `{written}`"))?;
    let output = child.stdout.take().expect("stdout was asked to be piped");
    let mut reader = BufReader::new(output);
    let mut line = Vec::new();
    while 0 < reader.read_until(b'\n', &mut line)? {
        let mut terminal = io::stdout().lock();
        // Nobody may look any more, and what was begun still goes to its end.
        let _ = terminal.write_all(&line).and_then(|()| terminal.flush());
        if hear(String::from_utf8_lossy(&line).trim_end()).is_break() {
            child.kill()?;
            break;
        }
        line.clear();
    }
    Ok(child.wait()?)
}

/// What a program prints when it is asked for its version, if it can be asked.
pub(crate) fn version(program: &Path) -> Option<String> {
    let output = Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether this person may do everything on the machine.
pub(crate) fn is_root() -> bool {
    let answer = Command::new("id").arg("-u").output();
    answer.is_ok_and(|answer| answer.stdout.trim_ascii() == b"0")
}

/// Every file on PATH with this name, in PATH's order.
pub(crate) fn on_path(name: &str) -> impl Iterator<Item = PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found: Vec<PathBuf> = env::split_paths(&path)
        .map(|directory| directory.join(name))
        .filter(|file| file.is_file())
        .collect();
    found.into_iter()
}

/// PATH with these directories before everything else.
pub(crate) fn path_with(directories: &[PathBuf]) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::join_paths(directories.iter().cloned().chain(env::split_paths(&path)))
        .context("a tool's directory cannot be put on PATH")
}

/// The command as one would type it.
pub(crate) fn written(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}
