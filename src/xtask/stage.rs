//! What a person sees meanwhile: stages with what they take and took, and programs' output as it comes.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};
use xshell::Cmd;

/// Runs `work` as the stage `name`, which takes `expected` on two cores. One that fails is not closed.
pub(crate) fn stage<T>(name: &str, expected: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("\nNow: {name} – {expected}");
    let start = Instant::now();
    let made = work()?;
    println!("Done: {name} – {}", since(start));
    Ok(made)
}

/// The time since `start` as people read it.
pub(crate) fn since(start: Instant) -> String {
    format!("{:.1} min", start.elapsed().as_secs_f64() / 60.0)
}

/// The stage and its time, when the line closes one. `cargo xtask fresh` sums them up.
pub(crate) fn closed(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("Done: ")?.rsplit_once(" – ")
}

/// Runs a program, shows its output as it comes, and stops it as soon as `more` says no to a line. Returns how
/// it ended and all that it said.
pub(crate) fn listen(cmd: Cmd, mut more: impl FnMut(&str) -> bool) -> Result<(ExitStatus, String)> {
    println!("\n$ {cmd}");
    let child = Command::from(cmd).stdout(Stdio::piped()).spawn();
    let mut child = child.context("could not start it")?;
    let output = child.stdout.take().context("stdout is piped")?;
    let mut all = String::new();
    for bytes in BufReader::new(output).split(b'\n') {
        let bytes = bytes?;
        let line = String::from_utf8_lossy(&bytes) + "\n";
        // Nobody may look any more, and what was begun still goes to its end.
        let _ = io::stdout().write_all(line.as_bytes());
        all += &line;
        if !more(&line) {
            child.kill()?;
            break;
        }
    }
    Ok((child.wait()?, all))
}

#[cfg(test)]
#[test]
fn a_closing_line_tells_its_stage_and_time() {
    let line = format!("Done: the app – {}", since(Instant::now()));
    assert_eq!(closed(&line), Some(("the app", "0.0 min")));
    assert_eq!(closed("Now: the app – about 3 min"), None);
}
