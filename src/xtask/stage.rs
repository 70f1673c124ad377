//! The stages of a command: each is announced with what it takes, and closed with what it took.
//!
//! The closing lines are what `cargo xtask fresh` sums up.

use std::time::{Duration, Instant};

use anyhow::Result;

/// What a closing line begins with.
const DONE: &str = "Done: ";

/// Runs `work` as the stage `name`. `expected` says what it takes on two cores.
///
/// # Errors
///
/// What `work` fails with; then the stage is not closed.
pub(crate) fn stage<T>(name: &str, expected: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("\nNow: {name} – {expected}");
    let start = Instant::now();
    let made = work()?;
    println!("{DONE}{name} – {}", minutes(start.elapsed()));
    Ok(made)
}

/// A duration as people read it.
pub(crate) fn minutes(time: Duration) -> String {
    format!("{:.1} min", time.as_secs_f64() / 60.0)
}

/// The stage and its time, when the line closes one.
pub(crate) fn closed(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix(DONE)?.rsplit_once(" – ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closing_line_tells_its_stage_and_time() {
        let line = format!("{DONE}the app – {}", minutes(Duration::from_secs(90)));
        assert_eq!(closed(&line), Some(("the app", "1.5 min")));
        assert_eq!(closed("Now: the app – about 3 min"), None);
    }
}
