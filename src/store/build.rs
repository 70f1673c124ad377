//! Puts the app inside the binary: every file of `dist/` with its brotli and gzip forms.
//!
//! Only release builds carry the app, and only when it has been built before; a debug build is for
//! working on the store and reads the app from a folder.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest, Sha256};

/// Endings whose files do not get smaller by packing.
const PACKED_ALREADY: &[&str] = &["png", "jpg", "webp", "woff2", "pdf"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let mut table = String::from("static EMBEDDED: &[Embedded] = &[\n");
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?);
        let dist = here.join("../../dist");
        println!("cargo::rerun-if-changed={}", dist.display());
        if dist.join("index.html").is_file() {
            let mut files = Vec::new();
            gather(&dist, "", &mut files)?;
            files.sort();
            for (number, (name, path)) in files.iter().enumerate() {
                embed(&out, number, name, path, &mut table)?;
            }
        }
    }
    table.push_str("];\n");
    fs::write(out.join("embedded.rs"), table)
}

fn gather(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = [prefix, &entry.file_name().to_string_lossy()].concat();
        if entry.file_type()?.is_dir() {
            gather(&entry.path(), &[&name, "/"].concat(), files)?;
        } else if !name.starts_with('.') {
            files.push((name, entry.path()));
        }
    }
    Ok(())
}

fn embed(out: &Path, number: usize, name: &str, path: &Path, table: &mut String) -> io::Result<()> {
    let plain = fs::read(path)?;
    let (mut brotli, mut gzip) = (Vec::new(), Vec::new());
    let ending = name.rsplit('.').next().unwrap_or_default();
    if !PACKED_ALREADY.contains(&ending) {
        brotli::CompressorWriter::new(&mut brotli, 4096, 11, 22).write_all(&plain)?;
        let mut writer = flate2::write::GzEncoder::new(&mut gzip, flate2::Compression::best());
        writer.write_all(&plain)?;
        writer.finish()?;
    }
    let etag = Sha256::digest(&plain)[..12]
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
    let field = |form: &str, bytes: &[u8]| -> io::Result<String> {
        let file = out.join(format!("{number}.{form}"));
        fs::write(&file, bytes)?;
        Ok(format!(
            "{form}: include_bytes!({:?}), ",
            file.display().to_string()
        ))
    };
    let forms = [
        field("plain", &plain)?,
        field("brotli", &brotli)?,
        field("gzip", &gzip)?,
    ]
    .concat();
    let _ = writeln!(
        table,
        "    Embedded {{ path: {name:?}, {forms}etag: {etag:?} }},"
    );
    Ok(())
}
