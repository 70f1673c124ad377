//! The pinned build tools: found on PATH, else in the person's cache, else
//! installed there.
//!
//! Trunk accepts only exact versions and otherwise tries to download them, so
//! an approximate match is worth nothing.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::checkout::tool_cache;
use crate::process;
use crate::stage::stage;

/// How a tool gets onto a machine that lacks it.
enum Source {
    /// A crate, with further words for `cargo install`.
    Crate {
        name: &'static str,
        extra: &'static [&'static str],
    },
    /// A package of npm, whose programs land in `node_modules/.bin`.
    Npm { name: &'static str },
}

struct Tool {
    /// The program's file name.
    program: &'static str,
    /// The version to install.
    version: &'static str,
    /// What `--version` says of the right version.
    says: &'static str,
    source: Source,
    /// What an installation takes on two cores.
    expected: &'static str,
}

const TOOLS: &[Tool] = &[
    Tool {
        program: "trunk",
        version: "0.21.14",
        says: "trunk 0.21.14",
        // Without its default features Trunk builds in half the time and needs
        // no OpenSSL; what goes missing is downloading, which is not wanted.
        source: Source::Crate {
            name: "trunk",
            extra: &["--no-default-features"],
        },
        expected: "4 min",
    },
    Tool {
        program: "wasm-bindgen",
        version: "0.2.129",
        says: "wasm-bindgen 0.2.129",
        source: Source::Crate {
            name: "wasm-bindgen-cli",
            extra: &[],
        },
        expected: "2 min",
    },
    Tool {
        program: "wasm-opt",
        version: "132.0.0",
        // Debian's own is older and builds a page that dies at start.
        says: "wasm-opt version 132",
        source: Source::Npm { name: "binaryen" },
        expected: "seconds",
    },
];

/// The target that the app is compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Makes sure of every build tool and returns the PATH that finds them first.
///
/// # Errors
///
/// When a tool is missing and cannot be installed.
pub(crate) fn path_for_all() -> Result<std::ffi::OsString> {
    require_node()?;
    require_wasm_target()?;
    let directories = TOOLS
        .iter()
        .map(find_or_install)
        .collect::<Result<Vec<_>>>()?;
    process::path_with(&directories)
}

/// The directory that holds the tool.
fn find_or_install(tool: &Tool) -> Result<PathBuf> {
    for file in process::on_path(tool.program) {
        if fits(tool, &file) {
            println!(
                "Found {} {} at {}",
                tool.program,
                tool.version,
                file.display()
            );
            return directory_of(&file);
        }
    }
    let home = tool_cache()?.join(match tool.source {
        Source::Crate { name, .. } | Source::Npm { name } => format!("{name}-{}", tool.version),
    });
    let file = match tool.source {
        Source::Crate { .. } => home.join("bin").join(tool.program),
        Source::Npm { .. } => home.join("node_modules/.bin").join(tool.program),
    };
    if fits(tool, &file) {
        println!(
            "Found {} {} in the cache, {}",
            tool.program,
            tool.version,
            file.display()
        );
        return directory_of(&file);
    }
    install(tool, &home)?;
    if !fits(tool, &file) {
        bail!(
            "{} was installed, yet does not answer «{}»",
            file.display(),
            tool.says
        );
    }
    directory_of(&file)
}

fn install(tool: &Tool, home: &Path) -> Result<()> {
    let name = format!("{} {}", tool.program, tool.version);
    let expected = format!("{}, once per person", tool.expected);
    stage(&name, &expected, || {
        fs::create_dir_all(home).with_context(|| format!("could not create {}", home.display()))?;
        match tool.source {
            Source::Crate { name, extra } => {
                // Kept until the installation is through, so that an interrupted
                // one goes on where it was.
                let half_done = home.join("build");
                let mut install = process::cargo();
                install
                    .args(["install", name, "--version", tool.version])
                    .args(["--locked", "--debug"])
                    .args(extra)
                    .arg("--root")
                    .arg(home)
                    .arg("--target-dir")
                    .arg(&half_done)
                    // Nobody debugs the tool, and without this it builds in two thirds of the time.
                    .env("CARGO_PROFILE_DEV_DEBUG", "0")
                    // The project's own settings are not the tool's.
                    .current_dir(home);
                process::run(&mut install)?;
                fs::remove_dir_all(&half_done)
                    .with_context(|| format!("could not remove {}", half_done.display()))
            }
            Source::Npm { name } => process::run(
                process::command("npm")
                    .args(["install", "--no-audit", "--no-fund", "--loglevel=error"])
                    .arg("--prefix")
                    .arg(home)
                    .arg(format!("{name}@{}", tool.version)),
            ),
        }
    })
}

/// Whether the file is the tool in its right version.
fn fits(tool: &Tool, file: &Path) -> bool {
    file.is_file()
        && process::version(file).is_some_and(|answer| {
            answer == tool.says
                || answer
                    .strip_prefix(tool.says)
                    .is_some_and(|rest| rest.starts_with(' '))
        })
}

fn directory_of(file: &Path) -> Result<PathBuf> {
    let directory = file
        .parent()
        .with_context(|| format!("{} lies nowhere", file.display()))?;
    Ok(directory.to_path_buf())
}

/// `wasm-opt` and the browser's tests run in Node.
fn require_node() -> Result<()> {
    let Some(version) = process::version(Path::new("node")) else {
        bail!(
            "Node is missing: install Node 20 or newer with npm, so that `node --version` answers"
        );
    };
    if major(&version).is_none_or(|major| major < 20) {
        bail!("Node {version} is too old: install Node 20 or newer");
    }
    println!("Found Node {version}");
    Ok(())
}

/// The first number in «v20.20.2».
fn major(version: &str) -> Option<u32> {
    version
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

/// rustup adds the target by itself where it may; here for where it may not.
fn require_wasm_target() -> Result<()> {
    let sysroot = process::command("rustc")
        .args(["--print", "sysroot"])
        .output()
        .context("could not start rustc")?;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&sysroot.stdout).trim());
    if sysroot.join("lib/rustlib").join(WASM).is_dir() {
        println!("Found Rust's target {WASM}");
        return Ok(());
    }
    stage(&format!("Rust's target {WASM}"), "seconds, once", || {
        process::run(process::command("rustup").args(["target", "add", WASM])).context(
            "the app is compiled to WebAssembly; with a Rust that rustup does not manage, install \
             its standard library for wasm32-unknown-unknown",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_tells_its_major_version() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("22.1"), Some(22));
        assert_eq!(major(""), None);
    }

    #[test]
    fn a_tool_that_is_not_there_does_not_fit() {
        for tool in TOOLS {
            assert!(!fits(tool, Path::new("/nowhere/at/all")));
        }
    }
}
