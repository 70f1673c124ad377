//! The browser that the tests drive: found, or installed by apt.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::process;
use crate::stage::stage;

/// Program names under which systems ship Chromium or its near kin.
const NAMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// The browser's program: `CHROMIUM`, else PATH, else installed by apt when
/// this person may without a password.
///
/// # Errors
///
/// When there is none and it may not be installed; the text says what to do.
pub(crate) fn find_or_install() -> Result<PathBuf> {
    if let Some(chosen) = env::var_os("CHROMIUM").map(PathBuf::from) {
        if !chosen.is_file() {
            bail!("CHROMIUM names {}, which is no file", chosen.display());
        }
        println!("Found Chromium at {} (CHROMIUM)", chosen.display());
        return Ok(chosen);
    }
    if let Some(file) = find() {
        println!("Found Chromium at {}", file.display());
        return Ok(file);
    }
    install()?;
    match find() {
        Some(file) => Ok(file),
        None => bail!("apt-get installed chromium, yet none of {NAMES:?} is on PATH"),
    }
}

fn find() -> Option<PathBuf> {
    NAMES.iter().find_map(|name| process::on_path(name).next())
}

fn install() -> Result<()> {
    let by_hand = "install Chromium (Debian: `apt-get install chromium fonts-liberation`) or set \
                   CHROMIUM to the program of one you have";
    if process::version(Path::new("apt-get")).is_none() {
        bail!("the browser tests need Chromium: {by_hand}");
    }
    let Some(prefix) = privilege() else {
        bail!("the browser tests need Chromium and sudo asks for a password here: {by_hand}");
    };
    stage("Chromium, by apt-get", "2 min, once per machine", || {
        for words in [
            "update -q",
            "install -q -y --no-install-recommends chromium fonts-liberation",
        ] {
            let mut line =
                prefix
                    .iter()
                    .chain(&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
            let program = line.next().expect("the chain holds at least `env`");
            process::run(process::command(program).args(line).args(words.split(' ')))?;
        }
        Ok(())
    })
}

/// What goes before a command to run it as root, if that is allowed.
fn privilege() -> Option<&'static [&'static str]> {
    if process::is_root() {
        return Some(&[]);
    }
    let sudo = process::command("sudo").args(["-n", "true"]).output();
    sudo.is_ok_and(|output| output.status.success())
        .then_some(&["sudo", "-n"])
}
