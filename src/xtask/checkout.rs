//! Where the checkout and its target directory lie, and commands that are started there.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Cmd, Shell, cmd};

/// What the variables begin with that `cargo run` sets for the program it starts. A cargo started from
/// here must not see them: build scripts that watch them would run again, and all that depends on them.
const SET_BY_CARGO: &str = "CARGO_BIN_NAME CARGO_CRATE_NAME CARGO_MANIFEST_ CARGO_PKG_ \
                            CARGO_PRIMARY_PACKAGE OUT_DIR";

/// A checkout of the project. `cmd!(checkout, "…")` is a command in its root.
pub(crate) struct Checkout {
    /// Cargo's target directory, `CARGO_TARGET_DIR` heeded.
    pub(crate) target: PathBuf,
    /// What every command starts from: the root, and a PATH with the tools once they are there.
    pub(crate) shell: Shell,
}

impl Checkout {
    /// Finds the checkout that this program was started from. The environment comes first, so that a
    /// binary compiled in one clone and shared through a common target directory serves every clone.
    pub(crate) fn find() -> Result<Self> {
        let compiled = env!("CARGO_MANIFEST_DIR").into();
        let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or(compiled));
        let root = manifest.ancestors().nth(2);
        let root = root.context("the crate xtask lies in src/xtask of a checkout")?;
        let target = root.join(env::var_os("CARGO_TARGET_DIR").unwrap_or("target".into()));
        let shell = Shell::new()?;
        shell.change_dir(root);
        Ok(Self { target, shell })
    }

    /// A command in the root, not echoed, without what `cargo run` has set for this program.
    pub(crate) fn cmd(&self, program: impl AsRef<Path>) -> Cmd<'_> {
        env::vars_os()
            .filter_map(|(name, _)| name.into_string().ok())
            .filter(|name| SET_BY_CARGO.split(' ').any(|start| name.starts_with(start)))
            .fold(self.shell.cmd(program).quiet(), Cmd::env_remove)
    }

    /// What a program prints when it is asked for its version, if it can be asked.
    pub(crate) fn version(&self, program: impl AsRef<Path>) -> Option<String> {
        let asked = cmd!(self, "{program} --version").ignore_stderr();
        asked.read().ok()
    }

    /// `path` as a person in the checkout would write it.
    pub(crate) fn shorten(&self, path: &Path) -> String {
        let short = path.strip_prefix(self.shell.current_dir());
        short.unwrap_or(path).display().to_string()
    }
}
