//! `cargo xtask fresh`: what a newcomer meets. Both of the README's commands on the committed tree, with
//! every cache empty, and the minutes of each stage.

use std::env;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::ops::ControlFlow;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::checkout::Checkout;
use crate::process::{self, listen};
use crate::stage::{closed, minutes, stage};

/// What the machine's network asks of programs. The rest of the environment is left out.
const NETWORK: &[&str] = &[
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "NODE_EXTRA_CA_CERTS",
    "RUSTUP_DIST_SERVER",
];
/// The programs that a newcomer brings, and the names that each of them answers to: what else lies
/// beside them is not theirs.
const PROGRAMS: &[(&str, &[&str])] = &[
    ("rustup", &["rustup", "cargo", "rustc", "rustdoc"]),
    ("node", &["node"]),
    ("npm", &["npm"]),
    ("npx", &["npx"]),
];
/// Where a Debian has its programs.
const SYSTEM_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const DEBIAN: &str = "http://deb.debian.org";
const RELEASE: &str = "bookworm";
/// The README's oldest Node.
const NODE: &str = "20";
const NPM: &str = "10";
const CERTIFICATES: &str = "/etc/ssl/certs/ca-certificates.crt";
/// Puts the folder `$0` in the place of everything, in a mount and process space of its own, so that
/// nothing of it outlives the command. The first process of such a space hears no Ctrl-C unless it says
/// so, and all the others end with it.
const ENTER: &str = "trap 'exit 130' INT TERM; \
    mount --rbind /dev \"$0/dev\" && mount -t proc proc \"$0/proc\" || exit; \
    chroot \"$0\" \"$@\" & wait $!";
/// The address that the service is asked at: another than the usual one, which may be taken.
const ADDRESS: &str = "127.0.0.1:18080";
/// rustup as its own site installs it, without a toolchain: the tree names the one it needs.
const RUSTUP: &str = "curl -sSf -o /tmp/rustup-init \
    https://static.rust-lang.org/rustup/dist/$(uname -m)-unknown-linux-gnu/rustup-init \
    && chmod +x /tmp/rustup-init \
    && /tmp/rustup-init -y -q --default-toolchain none --no-modify-path";
/// The committed tree, packed.
const ARCHIVE: &str = "tree.tar";
/// What the folder's name begins with, before the process' id.
const FOLDER: &str = "klartecken-fresh-";
const LISTENS: &str = "Klartecken listens on ";

#[derive(Args)]
pub(crate) struct Options {
    /// In a Debian of its own, so that nothing of this machine is seen; needs to be root
    #[arg(long)]
    root: bool,
    /// Stop when the service has answered, without the tests
    #[arg(long)]
    serve: bool,
}

/// Where nothing has been built before.
struct Sandbox {
    /// Everything of it; taken away afterwards.
    folder: PathBuf,
    /// Where the committed tree is put.
    checkout: PathBuf,
    /// The words before a command, which end in a clean environment.
    enter: Vec<String>,
}

pub(crate) fn run(checkout: &Checkout, options: &Options) -> Result<ExitCode> {
    TcpListener::bind(ADDRESS).with_context(|| format!("{ADDRESS} is taken"))?;
    if options.root && !process::is_root() {
        bail!(
            "a Debian of its own needs root: `sudo env PATH=\"$PATH:/usr/sbin\" {} fresh --root`",
            env::current_exe()?.display()
        );
    }
    let folders = env::temp_dir();
    clear(&folders)?;
    let folder = folders.join(format!("{FOLDER}{}", std::process::id()));
    fs::create_dir(&folder).with_context(|| format!("could not create {}", folder.display()))?;
    let result = try_in(checkout, options, &folder.canonicalize()?);
    remove(&folder);
    result
}

/// Removes a folder. One that stays is in nobody's way, so what was tried counts all the same.
fn remove(folder: &Path) {
    if let Err(trouble) = fs::remove_dir_all(folder) {
        eprintln!("could not remove {}: {trouble}", folder.display());
    }
}

/// Removes what runs that were broken off have left.
fn clear(folders: &Path) -> Result<()> {
    for entry in fs::read_dir(folders)? {
        let entry = entry?;
        let name = entry.file_name();
        let id = name.to_str().and_then(|name| name.strip_prefix(FOLDER));
        if id.is_some_and(|id| !Path::new("/proc").join(id).exists()) {
            remove(&entry.path());
        }
    }
    Ok(())
}

fn try_in(checkout: &Checkout, options: &Options, folder: &Path) -> Result<ExitCode> {
    process::run(
        Command::new("git")
            .args(["archive", "--output"])
            .arg(folder.join(ARCHIVE))
            .arg("HEAD")
            .current_dir(&checkout.root),
    )?;
    let sandbox = if options.root {
        Sandbox::debian(folder)?
    } else {
        Sandbox::folder(checkout, folder)?
    };
    sandbox.unpack()?;
    let mut lines = Vec::new();

    let start = Instant::now();
    let mut answered = None;
    let serve = ["cargo", "xtask", "serve", "--listen", ADDRESS];
    let status = listen(&mut sandbox.command(&serve), |line| {
        lines.extend(closed(line).map(|(name, time)| format!("| serve: {name} | {time} |")));
        if line.starts_with(LISTENS) {
            answered = Some(answers());
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    match answered {
        Some(true) => {}
        Some(false) => bail!("the service listens, and does not answer with its first page"),
        None => bail!("`cargo xtask serve` ended with {status} before it listened"),
    }
    lines.push(format!(
        "| **serve, to the address** | **{}** |",
        minutes(start.elapsed())
    ));

    let mut code = ExitCode::SUCCESS;
    if !options.serve {
        let start = Instant::now();
        let mut last = String::new();
        let status = listen(&mut sandbox.command(&["cargo", "xtask", "test"]), |line| {
            lines.extend(closed(line).map(|(name, time)| format!("| test: {name} | {time} |")));
            if !line.is_empty() {
                line.clone_into(&mut last);
            }
            ControlFlow::Continue(())
        })?;
        lines.push(format!(
            "| **test: {last}** | **{}** |",
            minutes(start.elapsed())
        ));
        if !status.success() {
            code = ExitCode::FAILURE;
        }
    }
    println!("\n| stage | time |\n|---|---|\n{}", lines.join("\n"));
    Ok(code)
}

/// Whether the service answers with the app's first page.
fn answers() -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(ADDRESS)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        write!(
            stream,
            "GET / HTTP/1.1\r\nHost: {ADDRESS}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200") && answer.contains("</html>"))
}

impl Sandbox {
    /// A folder on this machine, with its system's programs and Node, and a Rust that has only been
    /// installed. rustup is told to add nothing by itself, as some machines are.
    fn folder(checkout: &Checkout, folder: &Path) -> Result<Self> {
        let programs = folder.join("bin");
        fs::create_dir_all(&programs)?;
        for (file, names) in PROGRAMS {
            let found = process::on_path(file).next();
            let found = found.with_context(|| format!("{file} is not on PATH"))?;
            for name in *names {
                symlink(&found, programs.join(name))?;
            }
        }
        let (home, tree) = (folder.join("home"), folder.join("klartecken"));
        fs::create_dir_all(&home)?;
        fs::create_dir_all(&tree)?;
        let variable = |name: &str, value: &Path| format!("{name}={}", value.display());
        let mut enter = clean_environment(&tree);
        enter.push(format!("PATH={}:{SYSTEM_PATH}", programs.display()));
        enter.push(variable("HOME", &home));
        enter.push(variable("CARGO_HOME", &folder.join("cargo")));
        enter.push(variable("RUSTUP_HOME", &folder.join("rustup")));
        enter.push("RUSTUP_AUTO_INSTALL=0".to_owned());
        enter.extend(env::var("CHROMIUM").map(|file| format!("CHROMIUM={file}")));
        let sandbox = Self {
            folder: folder.to_owned(),
            checkout: tree,
            enter,
        };
        let toolchain = fs::read_to_string(checkout.root.join("rust-toolchain.toml"))?;
        let channel = toolchain
            .lines()
            .find_map(|line| line.strip_prefix("channel = "))
            .context("rust-toolchain.toml names no channel")?;
        stage("Rust", "1 min", || {
            process::run(
                sandbox
                    .command(&["rustup", "toolchain", "install", channel.trim_matches('"')])
                    .args(["--profile", "minimal", "--no-self-update"]),
            )
        })?;
        Ok(sandbox)
    }

    /// A Debian with what the README names and nothing else: `build-essential`, rustup and Node.
    fn debian(folder: &Path) -> Result<Self> {
        let tree = folder.join("debian");
        let inside = |path: &str| tree.join(path.trim_start_matches('/'));
        stage("Debian and Node", "3 min", || {
            process::run(
                // It mounts, too.
                Command::new("unshare")
                    .args([
                        "--mount",
                        "debootstrap",
                        "--variant=minbase",
                        "--include=build-essential,ca-certificates,curl",
                    ])
                    .arg(RELEASE)
                    .arg(&tree)
                    .arg(format!("{DEBIAN}/debian"))
                    .stdout(Stdio::null()),
            )
            .context("a Debian of its own needs debootstrap (`apt-get install debootstrap`)")?;
            fs::write(
                inside("etc/apt/sources.list"),
                format!(
                    "deb {DEBIAN}/debian {RELEASE} main\n\
                     deb {DEBIAN}/debian {RELEASE}-updates main\n\
                     deb {DEBIAN}/debian-security {RELEASE}-security main\n"
                ),
            )?;
            // Names of hosts and whose certificates are believed are the network's, not the machine's.
            let certificates = env::var("SSL_CERT_FILE").unwrap_or(CERTIFICATES.to_owned());
            for (from, to) in [
                ("/etc/resolv.conf", "/etc/resolv.conf"),
                ("/etc/hosts", "/etc/hosts"),
                (&certificates, CERTIFICATES),
            ] {
                fs::copy(from, inside(to)).with_context(|| format!("could not copy {from}"))?;
            }
            node(folder, &tree)
        })?;
        let mut enter: Vec<String> = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
            .into_iter()
            .chain(["sh", "-c", ENTER])
            .map(str::to_owned)
            .collect();
        enter.push(tree.display().to_string());
        enter.extend(clean_environment(Path::new("/klartecken")));
        enter.push(format!("PATH=/root/.cargo/bin:{SYSTEM_PATH}"));
        enter.push("HOME=/root".to_owned());
        for name in ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"] {
            enter.push(format!("{name}={CERTIFICATES}"));
        }
        let sandbox = Self {
            folder: folder.to_owned(),
            checkout: inside("klartecken"),
            enter,
        };
        fs::create_dir_all(&sandbox.checkout)?;
        stage("rustup", "seconds", || {
            process::run(&mut sandbox.command(&["sh", "-c", RUSTUP]))
        })?;
        Ok(sandbox)
    }

    /// Puts the committed tree in its place.
    fn unpack(&self) -> Result<()> {
        process::run(
            Command::new("tar")
                .arg("-xf")
                .arg(self.folder.join(ARCHIVE))
                .arg("-C")
                .arg(&self.checkout),
        )
    }

    /// A command in the tree, with a clean environment.
    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.enter[0]);
        command.args(&self.enter[1..]).args(words);
        command
    }
}

/// Node and npm from the registry of npm, whose packages hold the same files as Node's own.
fn node(folder: &Path, tree: &Path) -> Result<()> {
    let machine = match env::consts::ARCH {
        "aarch64" => "arm64",
        _ => "x64",
    };
    let prefix = tree.join("usr/local");
    let home = prefix.join("lib/node_modules/npm");
    fs::create_dir_all(&home)?;
    for (package, target) in [
        (format!("node-linux-{machine}@{NODE}"), &prefix),
        (format!("npm@{NPM}"), &home),
    ] {
        let packed = folder.join("packed");
        fs::create_dir_all(&packed)?;
        process::run(
            Command::new("npm")
                .args(["pack", "--silent", &package])
                .current_dir(&packed),
        )?;
        for entry in fs::read_dir(&packed)? {
            process::run(
                Command::new("tar")
                    .args(["--strip-components=1", "-C"])
                    .arg(target)
                    .arg("-xzf")
                    .arg(entry?.path()),
            )?;
        }
        fs::remove_dir_all(&packed)?;
    }
    for program in ["npm", "npx"] {
        let script = format!("../lib/node_modules/npm/bin/{program}-cli.js");
        symlink(script, prefix.join("bin").join(program))?;
    }
    process::run(Command::new("chmod").arg("+x").arg(prefix.join("bin/node")))
}

/// The words that run a command in `folder`, knowing nothing but what the network asks for.
fn clean_environment(folder: &Path) -> Vec<String> {
    [
        "env".to_owned(),
        "-i".to_owned(),
        format!("--chdir={}", folder.display()),
    ]
    .into_iter()
    .chain(
        NETWORK
            .iter()
            .filter_map(|name| Some(format!("{name}={}", env::var(name).ok()?))),
    )
    .collect()
}
