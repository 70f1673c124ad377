//! Counting tests from what test programs print.

/// How many tests went well and how many did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    /// Adds what this line of a test program's output tells, if anything.
    ///
    /// Known lines are cargo's «test result: ok. 3 passed; 0 failed; …» and
    /// the browser suite's «Browser: 3 passed, 0 failed».
    pub(crate) fn read(&mut self, line: &str) {
        let line = without_colours(line);
        let summary = line
            .strip_prefix("test result: ")
            .or_else(|| line.strip_prefix("Browser: "));
        let Some(summary) = summary else { return };
        for (word, sum) in [("passed", &mut self.passed), ("failed", &mut self.failed)] {
            *sum += count_before(summary, word).unwrap_or(0);
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// The number that stands before `word`.
fn count_before(summary: &str, word: &str) -> Option<u64> {
    let words: Vec<&str> = summary
        .split([' ', ';', ',', '.'])
        .filter(|w| !w.is_empty())
        .collect();
    let at = words.iter().position(|candidate| *candidate == word)?;
    words.get(at.checked_sub(1)?)?.parse().ok()
}

/// The line without the terminal's colour codes (ESC `[` … letter).
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find("\u{1b}[") {
        plain.push_str(&rest[..start]);
        let code = &rest[start + 2..];
        let end = code
            .find(|c: char| c.is_ascii_alphabetic())
            .map_or(code.len(), |at| at + 1);
        rest = &code[end..];
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], passed: u64, failed: u64) {
        let mut tally = Tally::default();
        for line in lines {
            tally.read(line);
        }
        assert_eq!(tally, Tally { passed, failed });
    }

    #[test]
    fn cargos_and_the_browsers_lines_are_summed() {
        check(
            &[
                "running 12 tests",
                "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
                "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
                "Browser: 40 passed, 1 failed",
            ],
            55,
            3,
        );
    }

    #[test]
    fn colours_do_not_hide_a_result() {
        check(
            &["test result: \u{1b}[32mok\u{1b}[0m. 7 passed; 0 failed; 0 ignored"],
            7,
            0,
        );
    }

    #[test]
    fn other_lines_count_for_nothing() {
        check(
            &[
                "",
                "test a::b ... ok",
                "5 passed, 5 failed",
                "Browser: nothing",
            ],
            0,
            0,
        );
    }
}
