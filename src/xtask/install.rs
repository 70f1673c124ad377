//! Makes sure of what the commands need: found, else installed, with a line that says where it is.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::checkout::Checkout;
use crate::stage::stage;
use crate::tool::{TOOLS, Tool};

/// The target that the app is compiled for.
const WASM: &str = "wasm32-unknown-unknown";
/// Under these names systems ship Chromium or its near kin.
const FIND_CHROMIUM: &str = "command -v chromium || command -v chromium-browser || \
                             command -v google-chrome-stable || command -v google-chrome";
const INSTALL_CHROMIUM: &str = "export DEBIAN_FRONTEND=noninteractive; apt-get update -q && \
                  apt-get install -q -y --no-install-recommends chromium fonts-liberation";

/// `cargo xtask tools`.
pub(crate) fn run(at: &Checkout) -> Result<bool> {
    let line = tools(at)?;
    chromium(at)?;
    packages(at, "tests/browser")?;
    println!("\nTo build the app at every save: {line}\n\nEverything needed is in place.");
    Ok(true)
}

/// Makes sure of all that builds, and has every command find it first. Returns what to type for `trunk serve`.
pub(crate) fn tools(at: &Checkout) -> Result<String> {
    // `wasm-opt` and the browser's tests run in Node.
    let node = at.version("node").unwrap_or("missing".to_owned());
    let major = node.trim_start_matches('v').split('.').next();
    let new = major.is_some_and(|number| number.parse().unwrap_or(0) >= 20);
    let wanted = "install Node 20 or newer with npm, so that `node --version` answers";
    ensure!(new, "Node is {node}: {wanted}");
    println!("Found Node {node}");
    wasm_target(at)?;
    let mut folders = Vec::new();
    for wanted in &TOOLS {
        folders.extend(tool(at, wanted)?.parent().map(Path::to_owned));
    }
    let line = env::join_paths(&folders)?.to_string_lossy().into_owned();
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    at.shell.set_var("PATH", env::join_paths(folders)?);
    // Trunk takes only `true` or `false` there, where others set `1`.
    let unset = env::var_os("NO_COLOR").map_or("", |_| "env -u NO_COLOR ");
    Ok(format!("{unset}PATH=\"{line}:$PATH\" trunk serve"))
}

/// Makes sure of one thing that `find` finds or `install` installs.
fn sure(
    name: &str,
    expected: &str,
    find: impl Fn() -> Option<PathBuf>,
    install: impl FnOnce() -> Result<()>,
) -> Result<PathBuf> {
    if find().is_none() {
        stage(name, expected, install)?;
    }
    let file = find().with_context(|| format!("{name} was installed, yet is not found"))?;
    println!("Found {name} at {}", file.display());
    Ok(file)
}

/// The program of a pinned tool.
pub(crate) fn tool(at: &Checkout, tool: &Tool) -> Result<PathBuf> {
    let Tool([program, package, version, script, flags, expected]) = tool;
    let (name, find) = (format!("{program} {version}"), || tool.find(at));
    sure(&name, &format!("{expected}, once per person"), find, || {
        let home = at.shell.create_dir(tool.home()?)?;
        // The project's own settings are not the tool's.
        let _inside = at.shell.push_dir(&home);
        Ok(cmd!(at, "sh -ec {script} {home} {package} {version} {flags}").run()?)
    })
}

/// rustup adds the target by itself where it may; here for where it may not.
fn wasm_target(at: &Checkout) -> Result<PathBuf> {
    let folder = cmd!(at, "rustc --print target-libdir --target {WASM}").read()?;
    let find = || Some(PathBuf::from(&folder)).filter(|folder| folder.is_dir());
    sure("Rust for WebAssembly", "seconds, once", find, || {
        let added = cmd!(at, "rustup target add {WASM}").run();
        added.context("without rustup, install Rust's library for wasm32-unknown-unknown")
    })
}

/// The browser's program: `CHROMIUM`, else on PATH, else installed by apt where that asks for no password.
pub(crate) fn chromium(at: &Checkout) -> Result<PathBuf> {
    let chosen = env::var_os("CHROMIUM").map(PathBuf::from);
    if let Some(file) = &chosen {
        ensure!(file.is_file(), "CHROMIUM names {file:?}, which is no file");
    }
    let on_path = || Some(cmd!(at, "sh -c {FIND_CHROMIUM}").read().ok()?.into());
    let find = || chosen.clone().or_else(on_path);
    sure("Chromium", "2 min, once per machine", find, || {
        let root = cmd!(at, "id -u").read()? == "0";
        let sudo: &[&str] = if root { &[] } else { &["sudo", "-n"] };
        let may = cmd!(at, "env {sudo...} apt-get --version").ignore_stderr();
        may.read().context(
            "apt-get is missing or sudo asks for a password here: install Chromium (Debian: `apt-get \
             install chromium fonts-liberation`) or set CHROMIUM to the program of one you have",
        )?;
        Ok(cmd!(at, "env {sudo...} sh -c {INSTALL_CHROMIUM}").run()?)
    })
}

/// The JavaScript packages of a folder, as its lock file says.
pub(crate) fn packages(at: &Checkout, folder: &str) -> Result<PathBuf> {
    let _inside = at.shell.push_dir(folder);
    let lock = at.shell.read_file("package-lock.json")?;
    // A copy of the lock file beside what it gave: equal means nothing to do.
    let copy = at.shell.current_dir().join("node_modules/.installed-from");
    let find = || (at.shell.read_file(&copy).ok()? == lock).then(|| copy.clone());
    let name = format!("the JavaScript packages of {folder}");
    sure(&name, "1 min, once", find, || {
        cmd!(at, "npm ci --no-audit --no-fund --loglevel=error").run()?;
        Ok(at.shell.write_file(&copy, &lock)?)
    })
}
