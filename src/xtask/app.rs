//! Building the app with Trunk, and only when something it is made of changed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::checkout::Checkout;
use crate::part::PARTS;
use crate::{process, tool};

/// Everything the built app depends on; directories with all they hold.
const INPUTS: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "index.html",
    "public",
    "rust-toolchain.toml",
    "src/app",
    "src/rules",
    "style",
];

/// The built app.
const OUTPUTS: &[&str] = &["dist"];

/// How the app is compiled, on top of its profile: a panic stops it at once, without a message put together first,
/// nothing is written for programmers to read, and the standard library is built for size as well. That takes a twelfth
/// off all that people download. These are still called unstable, so the pinned compiler is told to take them; [`start.js`](../../public/start.js) tells people.
const COMPILED: &[(&str, &str)] = &[
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    (
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "-Zunstable-options -Cpanic=immediate-abort -Zfmt-debug=none -Zlocation-detail=none",
    ),
];

/// Builds `dist/` unless it is already made of the present sources.
///
/// # Errors
///
/// When a tool cannot be had or Trunk fails.
pub(crate) fn build(checkout: &Checkout) -> Result<()> {
    // Beside dist/ and not in it, for everything there goes into the binary.
    let stamp_file = checkout.target.join("app.built-from");
    let before = fingerprint(&checkout.root, INPUTS)?;
    if let Ok(built) = fingerprint(&checkout.root, OUTPUTS)
        && fs::read_to_string(&stamp_file).is_ok_and(|stamp| stamp == format!("{before} {built}"))
    {
        println!("App: unchanged, dist/ is used as it is");
        return Ok(());
    }
    let path = tool::path_for_all()?;
    println!("App: building dist/ – the first time about 5 min, then 1");
    let start = Instant::now();
    // Fetched first, because Trunk is told to stay off the network.
    process::run(
        process::cargo()
            .args(["fetch", "--locked"])
            .envs(COMPILED.iter().copied())
            .current_dir(&checkout.root),
    )?;
    let dist = checkout.root.join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).context("could not clear dist/")?;
    }
    for part in PARTS {
        let folder = checkout.target.join("part").join(part.name);
        let page = part.lay_out(&checkout.root, &folder)?;
        let built = folder.join("dist");
        process::run(
            process::command("trunk")
                .args(["build", "--release", "--locked", "--offline"])
                .arg("--config")
                .arg(checkout.root.join("Trunk.toml"))
                .arg("--dist")
                .arg(&built)
                .arg(&page)
                .env("PATH", &path)
                .envs(COMPILED.iter().copied())
                // Trunk takes only `true` or `false` here, where others set `1`.
                .env_remove("NO_COLOR")
                .current_dir(&checkout.root),
        )?;
        collect(&built, &dist, &part.page())?;
    }
    // Sources that changed under the build are built again next time.
    if before == fingerprint(&checkout.root, INPUTS)? {
        let built = fingerprint(&checkout.root, OUTPUTS)?;
        fs::write(&stamp_file, format!("{before} {built}"))
            .with_context(|| format!("could not write {}", stamp_file.display()))?;
    }
    println!("App: built in {} s", start.elapsed().as_secs());
    Ok(())
}

/// Copies what Trunk made to `dist/`, with the first page under its own name.
fn collect(built: &Path, dist: &Path, page: &str) -> Result<()> {
    let mut files = Vec::new();
    gather(built, &mut files)?;
    for file in files {
        let name = file.strip_prefix(built).unwrap_or(&file);
        let target = if name == Path::new("index.html") {
            dist.join(page)
        } else {
            dist.join(name)
        };
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&file, &target).with_context(|| format!("could not copy {}", file.display()))?;
    }
    Ok(())
}

/// One word that changes with the name or content of any file in `parts`.
fn fingerprint(root: &Path, parts: &[&str]) -> Result<String> {
    let mut files = Vec::new();
    for part in parts {
        gather(&root.join(part), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in &files {
        file.strip_prefix(root).unwrap_or(file).hash(&mut hasher);
        fs::read(file)
            .with_context(|| format!("could not read {}", file.display()))?
            .hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Adds the file, or every file below the directory.
fn gather(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        let entries =
            fs::read_dir(path).with_context(|| format!("could not list {}", path.display()))?;
        for entry in entries {
            gather(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    } else {
        bail!("{} is missing, and the app is made of it", path.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_follows_names_and_content_and_nothing_else() {
        let root = std::env::temp_dir().join(format!("xtask-app-{}", std::process::id()));
        fs::create_dir_all(root.join("style/part")).unwrap();
        fs::write(root.join("style/part/button.css"), "button {}").unwrap();
        let of = |parts: &[&str]| fingerprint(&root, parts);

        let first = of(&["style"]).unwrap();
        assert_eq!(first, of(&["style"]).unwrap());
        fs::write(root.join("elsewhere"), "").unwrap();
        assert_eq!(first, of(&["style"]).unwrap());
        fs::write(root.join("style/part/button.css"), "button { color: red }").unwrap();
        let second = of(&["style"]).unwrap();
        assert_ne!(first, second);
        fs::rename(
            root.join("style/part/button.css"),
            root.join("style/part/knapp.css"),
        )
        .unwrap();
        assert_ne!(second, of(&["style"]).unwrap());
        assert!(of(&["style", "index.html"]).is_err());

        fs::remove_dir_all(root).unwrap();
    }
}
