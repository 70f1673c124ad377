//! What the parts must not know, and what must not be left lying about.

mod levels;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A file of the project.
struct File {
    /// Its path from the root, with `/` between the parts.
    path: String,
    text: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file below `folder` with one of these endings. Nothing that was installed or built.
fn files(folder: &str, endings: &[&str]) -> Vec<File> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).expect("a folder of the project") {
            let entry = entry.expect("a file of the project");
            let name = entry.file_name().into_string().expect("a name in UTF-8");
            let path = [&folder, "/", &name].concat();
            let kind = entry.file_type().expect("a file or a folder");
            if kind.is_dir() && !["node_modules", "target", "dist"].contains(&name.as_str()) {
                folders.push(path);
            } else if kind.is_file() && endings.iter().any(|ending| name.ends_with(ending)) {
                let text = fs::read_to_string(root().join(&path)).expect("a text");
                found.push(File { path, text });
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has no {endings:?}");
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

const SOURCES: &[&str] = &["src/rules", "src/app", "src/store", "src/xtask"];

impl File {
    /// Whether the file holds nothing but tests.
    fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        self.path.contains("/tests/") || name == "tests.rs" || self.path.starts_with("tests/")
    }

    /// The lines that are shipped, each with its number: no comments and no tests.
    fn shipped(&self) -> Vec<(usize, &str)> {
        if self.is_test() {
            return Vec::new();
        }
        let end = self.text.find("\nmod tests {").unwrap_or(self.text.len());
        code(&self.text[..end])
    }

    /// The lines that are tests, each with its number: no comments.
    fn tested(&self) -> Vec<(usize, &str)> {
        if self.is_test() {
            return code(&self.text);
        }
        let start = self.text.find("\nmod tests {").unwrap_or(self.text.len());
        code(&self.text[start..])
    }
}

fn code(text: &str) -> Vec<(usize, &str)> {
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .collect()
}

/// Fails with every line of `files` that holds one of these words, tests aside.
#[track_caller]
fn check_absent(files: &[File], words: &[&str]) {
    let found: Vec<String> = files
        .iter()
        .flat_map(|file| {
            file.shipped()
                .into_iter()
                .filter(|(_, line)| words.iter().any(|word| line.contains(word)))
                .map(|(number, line)| format!("{}:{number}: {}", file.path, line.trim()))
        })
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// Words that this file must be able to name without holding them.
fn joined(parts: &[[&str; 2]]) -> Vec<String> {
    parts.iter().map(|parts| parts.concat()).collect()
}

#[test]
fn rules_know_no_clock_no_machine_and_no_condition() {
    let files = files("src/rules", &[".rs"]);
    check_absent(
        &files,
        &[
            "Utc::now",
            "Local::now",
            "SystemTime",
            "Instant",
            "std::time",
            "std::fs",
            "std::io",
            "std::net",
            "std::env",
            "std::process",
            "std::thread",
            "env!",
            "println!",
            "web_sys",
            "wasm_bindgen",
            "axum",
            "sqlx",
            "tokio",
            "cfg!",
            "cfg_attr",
            "unsafe",
        ],
    );
    for file in &files {
        for (number, line) in file.shipped() {
            let conditional = line.contains("cfg(") && line.trim() != "#[cfg(test)]";
            assert!(!conditional, "{}:{number}: {line}", file.path);
        }
    }
    let manifest = fs::read_to_string(root().join("src/rules/Cargo.toml")).unwrap();
    let (_, dependencies) = manifest.split_once("[dependencies]").unwrap();
    let (dependencies, _) = dependencies.split_once("\n[").unwrap();
    let names: Vec<&str> = dependencies
        .lines()
        .filter_map(|line| Some(line.split(['.', ' ', '=']).next()?.trim()))
        .filter(|name| !name.is_empty())
        .collect();
    assert_eq!(
        names,
        [
            "chrono",
            "serde",
            "serde_json",
            // The version of a text that people sign is its SHA-256.
            "sha2",
            "toml",
            // The API is described from the types that both sides use. It leaves nothing in the app.
            "utoipa",
            "rustc-hash",
            "memchr",
            // Lists come out of spreadsheets, whose cells are quoted in ways that a split does not see.
            "csv-core",
            // How many letters two writings of a name are apart.
            "strsim"
        ],
        "a new dependency of the rules needs a reason"
    );
    assert!(!manifest.contains("[features]") && !manifest.contains("[target"));
    let workspace = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let chrono = workspace
        .lines()
        .find(|line| line.starts_with("chrono"))
        .unwrap();
    assert!(
        chrono.contains("default-features = false") && !chrono.contains("clock"),
        "{chrono}"
    );
}

#[test]
fn the_app_asks_the_network_in_one_place() {
    let mut app = files("src/app", &[".rs"]);
    app.retain(|file| file.path != "src/app/platform/api.rs");
    check_absent(&app, &["gloo_net", "fetch_with"]);
    check_absent(&app, &["sqlx", "axum", "tokio::"]);
}

#[test]
fn a_file_of_components_holds_one() {
    for file in files("src/app/component", &[".rs"]) {
        let count = file.text.matches("#[component]\n").count();
        assert!(count <= 1, "{} holds {count} components", file.path);
    }
}

#[test]
fn nothing_is_compiled_on_a_condition() {
    for folder in ["src/rules", "src/app", "src/store"] {
        for file in files(folder, &[".rs"]) {
            for (number, line) in file.shipped() {
                for word in [
                    "cfg(target",
                    "cfg(feature",
                    "cfg(not",
                    "cfg(any",
                    "cfg(debug",
                ] {
                    assert!(!line.contains(word), "{}:{number}: {line}", file.path);
                }
            }
        }
    }
}

/// Tests have one place: `foo/tests.rs` beside `foo.rs`, with files of their own in `foo/tests` where they are
/// long, and what a property once failed for beside them.
#[test]
fn the_tests_of_the_rules_stand_beside_what_they_test() {
    for File { path, text } in files("src/rules", &[".rs"]) {
        let name = path.rsplit('/').next().unwrap_or_default();
        let is_named = !name.starts_with("test_") && !name.ends_with("_test.rs");
        assert!(is_named, "{path} has a name of its own");
        for other in ["#[path", "\nmod tests {"] {
            assert!(!text.contains(other), "{path} holds {}", other.trim());
        }
    }
    for File { path, .. } in files("src/rules", &[".regressions"]) {
        let tests = path.replace(".regressions", ".rs");
        assert!(root().join(&tests).exists(), "{path} is of no {tests}");
    }
}

/// The description of the API keeps one schema of a name, whichever comes first.
#[test]
fn schemas_of_the_api_have_names_of_their_own() {
    let mut seen = BTreeMap::new();
    for File { path, text } in files("src/store", &[".rs"]) {
        for after in text.split("ToSchema").skip(1) {
            let item = after
                .lines()
                .find(|line| line.contains("struct ") || line.contains("enum "));
            let Some((_, name)) =
                item.and_then(|line| line.split_once("struct ").or(line.split_once("enum ")))
            else {
                continue;
            };
            let name: String = name
                .chars()
                .take_while(|sign| sign.is_alphanumeric())
                .collect();
            if let Some(before) = seen.insert(name.clone(), path.clone()) {
                panic!("{name} is a schema in {before} and in {path}");
            }
        }
    }
    assert!(20 < seen.len());
}

/// How many comments of a crate hold a word that says less than it could: who, instead of somebody. The numbers may
/// only fall.
#[test]
fn comments_name_what_they_are_about() {
    const LEFT: [(&str, usize); 3] = [("src/rules", 0), ("src/app", 0), ("src/store", 0)];
    let vague = joined(&[
        ["some", "body"],
        ["who", "ever"],
        ["the same", ", but"],
        ["copies are", " the same"],
        ["what", " stands"],
    ]);
    for (folder, left) in LEFT {
        let files = files(folder, &[".rs"]);
        let lines = files.iter().flat_map(|file| file.text.lines());
        let comments = lines.filter(|line| line.trim_start().starts_with("//"));
        let counted = comments
            .map(str::to_lowercase)
            .filter(|line| vague.iter().any(|word| line.contains(word.as_str())))
            .count();
        assert!(
            counted <= left,
            "{folder} has {counted} vague comments and may have {left}"
        );
    }
}

/// The words in double quotes on a line.
fn literals(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}

/// What people read comes from the rules, the app and the templates of pages, mail and print.
#[test]
fn the_store_says_no_sentence_in_swedish() {
    let mut store = files("src/store", &[".rs"]);
    store.retain(|file| !file.path.starts_with("src/store/demo"));
    for file in &store {
        for (number, line) in file.shipped() {
            for literal in literals(line) {
                let words: Vec<&str> = literal.split(|c: char| !c.is_alphabetic()).collect();
                let sentence = [
                    "och", "att", "inte", "är", "som", "ett", "Fyll", "Skriv", "Välj",
                ]
                .iter()
                .any(|word| words.contains(word))
                    && literal.contains(' ');
                let swedish =
                    literal.contains(['å', 'ä', 'ö']) && literal.ends_with(['.', '!', '?']);
                assert!(!sentence && !swedish, "{}:{number}: {literal}", file.path);
            }
        }
    }
}

/// `RUSTFLAGS` in the environment silently drops what `.cargo/config.toml` says, and the app would be
/// a tenth larger. The app itself does not compile without it.
#[test]
fn views_are_built_with_erased_types() {
    const { assert!(cfg!(erase_components), "unset RUSTFLAGS and build again") };
    let config = fs::read_to_string(root().join(".cargo/config.toml")).unwrap();
    assert!(
        config.contains("\"--cfg\", \"erase_components\""),
        "{config}"
    );
}

/// What `cargo build` makes is what is shipped, with the compiler that the toolchain file names.
#[test]
fn the_compiler_is_told_nothing_unstable() {
    let words = joined(&[
        ["RUSTC_BOOT", "STRAP"],
        ["BUILD", "_STD"],
        ["build", "-std"],
        ["![fea", "ture("],
        ["cargo-fea", "tures"],
    ]);
    let mut everything: Vec<File> = SOURCES
        .iter()
        .chain(&["tests", ".cargo", ".ci"])
        .flat_map(|folder| files(folder, &[".rs", ".toml", ".mjs", "run"]))
        .collect();
    for path in [
        "Cargo.toml",
        "Trunk.toml",
        "index.html",
        "rust-toolchain.toml",
    ] {
        let text = fs::read_to_string(root().join(path)).expect("a text");
        let path = path.to_owned();
        everything.push(File { path, text });
    }
    for file in everything {
        for (number, line) in (1..).zip(file.text.lines()) {
            let unstable = words.iter().any(|word| line.contains(word))
                || line
                    .split(['"', '\'', ' '])
                    .any(|word| word.strip_prefix("-Z").is_some_and(|rest| !rest.is_empty()));
            assert!(!unstable, "{}:{number}: {line}", file.path);
        }
    }
}

#[test]
fn nothing_is_left_for_later() {
    let words = joined(&[
        ["to", "do!"],
        ["unimple", "mented!"],
        ["db", "g!"],
        ["TO", "DO"],
        ["FIX", "ME"],
        ["X", "XX"],
        ["HA", "CK"],
    ]);
    let endings = &[".rs", ".mjs", ".js", ".css", ".html", ".toml"];
    let everything = SOURCES
        .iter()
        .chain(&["tests", "style", "public"])
        .flat_map(|folder| files(folder, endings));
    for file in everything {
        for (number, line) in (1..).zip(file.text.lines()) {
            let mut parts =
                line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '!');
            let left = parts.any(|part| words.iter().any(|word| word == part));
            assert!(!left, "{}:{number}: {line}", file.path);
        }
    }
}

#[test]
fn tests_wait_for_conditions_and_none_is_left_out() {
    let words = joined(&[
        ["slee", "p("],
        ["#[ign", "ore"],
        ["thread::sle", "ep"],
        ["waitFor", "Timeout"],
        ["test.sk", "ip"],
        ["test.on", "ly"],
        ["test.to", "do"],
    ]);
    let mut tests: Vec<File> = SOURCES
        .iter()
        .flat_map(|folder| files(folder, &[".rs"]))
        .collect();
    tests.extend(files("tests", &[".rs", ".mjs"]));
    // Measuring lets time pass on purpose.
    tests.retain(|file| !file.path.starts_with("tests/bench/"));
    for file in &tests {
        for (number, line) in file.tested() {
            for word in &words {
                assert!(!line.contains(word), "{}:{number}: {line}", file.path);
            }
        }
    }
}

#[test]
fn modules_are_called_what_they_are() {
    // A manager is a person here, so that word is free.
    let vague = [
        "util", "utils", "helper", "helpers", "common", "types", "misc", "service",
    ];
    for file in SOURCES.iter().flat_map(|folder| files(folder, &[".rs"])) {
        for part in file.path.trim_end_matches(".rs").split('/') {
            assert!(!vague.contains(&part), "{}", file.path);
        }
        assert!(
            !file.path[4..].contains("/src/"),
            "crates are flat: {}",
            file.path
        );
    }
}

/// The symbols are read by people who do not read: each has a word to stand under it, the same canvas,
/// and only strokes of its own, so that it works as a picture, in print and in black and white.
#[test]
fn every_pictogram_has_its_word_and_is_nothing_but_strokes() {
    let folder = root().join("public/pictogram");
    let list = fs::read_to_string(folder.join("lista.json")).unwrap();
    let list: Vec<BTreeMap<String, String>> = serde_json::from_str(&list).unwrap();
    let mut words: Vec<String> = list
        .iter()
        .map(|entry| ["public/pictogram/", &entry["ord"], ".svg"].concat())
        .collect();
    words.sort_unstable();
    let symbols = files("public/pictogram", &[".svg"]);
    let drawn: Vec<&str> = symbols.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(drawn, words, "the words of lista.json and the drawings");
    for entry in &list {
        assert!(entry["text"].starts_with(char::is_uppercase), "{entry:?}");
        assert_eq!(entry.len(), 2, "{entry:?}");
    }
    let opening = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 96 96\">\n";
    for file in &symbols {
        let path = &file.path;
        assert!(file.text.starts_with(opening), "{path}");
        assert!(file.text.len() < 1500, "{path}: {} bytes", file.text.len());
        for tag in file.text.split('<').skip(1) {
            let name = tag.split([' ', '>']).next().unwrap_or_default();
            let shape = [
                "rect", "circle", "ellipse", "path", "g", "/g", "svg", "/svg",
            ];
            assert!(shape.contains(&name), "{path} holds <{name}>");
        }
        for attribute in ["style=", "href=", " on", "url("] {
            assert!(!file.text.contains(attribute), "{path} holds {attribute}");
        }
        let inks = file.text.split("=\"#").skip(1).map(|rest| &rest[..3]);
        let others: Vec<&str> = inks.filter(|ink| !["111", "fff"].contains(ink)).collect();
        assert!(others.is_empty(), "{path} holds the colours {others:?}");
    }
}

#[test]
fn the_readme_maps_every_crate() {
    let workspace = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let (_, members) = workspace.split_once("members = [").unwrap();
    let (members, _) = members.split_once(']').unwrap();
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for member in literals(members) {
        // What belongs to the tests has the tests' own line.
        let part = if member.starts_with("tests/") {
            "tests"
        } else {
            member
        };
        assert!(
            readme.contains(&["`", part, "`"].concat()),
            "README.md does not name {member}"
        );
        let manifest = fs::read_to_string(root().join(member).join("Cargo.toml")).unwrap();
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "{member} has its own lints"
        );
    }
}
