//! Which module of a crate may use which: the one rule of order, so that no circle grows.

use std::collections::{BTreeMap, BTreeSet};

use crate::{File, files};

/// The order of a crate's modules.
struct Levels {
    /// The crate's folder in `src`.
    name: &'static str,
    /// The modules from top to bottom, with spaces between those of one level. A file may use what
    /// lies on its own level and on those below. A part of a module, as `consent/cache`, can have a
    /// level of its own.
    levels: &'static [&'static str],
    /// How many pairs of a file and a module it uses go up. The number may only fall.
    up: usize,
}

/// Each crate's order. `lib` is the file that lists the modules.
const ORDERS: &[Levels] = &[
    Levels {
        name: "rules",
        levels: &[
            "lib",
            "catalogue",
            "page paper_form",
            "publication",
            "consent",
            "account",
            "form",
            "permission",
            "register",
            "policy",
            "value",
        ],
        up: 0,
    },
    Levels {
        name: "app",
        levels: &[
            "bin lib",
            "app layout route",
            "page",
            "wizard",
            // What a link holds is a draft too, which it opens and closes.
            "desk home keeping link sheet",
            "order part",
            "case inbox policy register session unsent",
            "address api attempt browser clock document screen speech",
        ],
        up: 0,
    },
    Levels {
        name: "store",
        levels: &[
            "lib main",
            "start",
            "demo",
            "cli",
            "router",
            "daily",
            "erasure link publication",
            "case consent register",
            "account",
            "mail paper site",
            "audit session",
            "state",
            // What each feature keeps in memory is named by the state.
            "audit/searches consent/cache register/cache session/cache",
            "error http",
            "database",
            "crypto",
            "clock kind",
        ],
        up: 0,
    },
];

impl Levels {
    /// The number of each module's level, from the top.
    fn depths(&self) -> BTreeMap<&'static str, usize> {
        let mut depths = BTreeMap::new();
        for (depth, level) in self.levels.iter().enumerate() {
            for module in level.split_whitespace() {
                let before = depths.insert(module, depth);
                assert!(before.is_none(), "{} lists {module} twice", self.name);
            }
        }
        depths
    }
}

/// A file's path inside its crate.
fn inside<'a>(file: &'a File, order: &Levels) -> &'a str {
    &file.path["src/".len() + order.name.len() + 1..]
}

impl Levels {
    /// The listed module that a path inside the crate belongs to: a part of a module where that is
    /// listed, else the module of the crate's root.
    fn module<'a>(&self, inside: &'a str) -> &'a str {
        let path = inside.strip_suffix(".rs").unwrap_or(inside);
        let depths = self.depths();
        let ends = path.match_indices('/').map(|(at, _)| at);
        let mut ends: Vec<usize> = ends.chain([path.len()]).collect();
        let first = ends[0];
        ends.retain(|end| depths.contains_key(&path[..*end]));
        &path[..ends.last().copied().unwrap_or(first)]
    }
}

/// The parts of what stands between braces, or the one name there is.
fn parts(text: &str) -> Vec<&str> {
    let Some(list) = text.strip_prefix('{') else {
        return vec![text];
    };
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, sign) in list.char_indices() {
        match sign {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                parts.push(&list[start..at]);
                start = at + 1;
                if sign == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    parts
}

fn is_of_name(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// The name that a path begins with.
fn first_name(path: &str) -> &str {
    let path = path.trim_start();
    path.split(|sign| !is_of_name(sign))
        .next()
        .unwrap_or_default()
}

/// The paths that one with braces stands for, with `/` between their names.
fn paths(text: &str) -> Vec<String> {
    let mut paths_taken = Vec::new();
    for part in parts(text) {
        let name = first_name(part);
        match part.trim_start()[name.len()..].strip_prefix("::") {
            Some(rest) if !name.is_empty() => {
                paths_taken.extend(paths(rest).iter().map(|rest| [name, "/", rest].concat()));
            }
            _ => paths_taken.push(name.to_owned()),
        }
    }
    paths_taken
}

/// The paths that `text` takes from after `prefix`, as in `crate::{names, names::Name}`.
fn taken<'a>(text: &'a str, prefix: &'a str) -> impl Iterator<Item = String> {
    text.match_indices(prefix)
        .filter(|(at, _)| !text[..*at].ends_with(|sign| is_of_name(sign) || sign == ':'))
        .flat_map(|(at, _)| paths(&text[at + prefix.len()..]))
        .filter(|path| !path.is_empty() && !path.starts_with("super"))
}

/// The paths from the crate's root that a file with this path inside the crate takes.
fn used(inside: &str, text: &str) -> Vec<String> {
    let mut used: Vec<String> = taken(text, "crate::").collect();
    let path = inside.strip_suffix(".rs").unwrap_or(inside);
    let names: Vec<&str> = path.split('/').collect();
    // As many steps lead out of a file as there are names in its path.
    for steps in 1..=names.len() {
        let mut above = names[..names.len() - steps].join("/");
        if !above.is_empty() {
            above.push('/');
        }
        let out = "super::".repeat(steps);
        used.extend(taken(text, &out).map(|path| [above.as_str(), &path].concat()));
    }
    used
}

/// The modules that the names handed on by the crate's root come from, by name.
fn handed_on(lib: &str) -> BTreeMap<&str, &str> {
    let mut names = BTreeMap::new();
    for (at, found) in lib.match_indices("pub use ") {
        let path = &lib[at + found.len()..];
        let Some((module, rest)) = path.split_once("::") else {
            continue;
        };
        names.extend(
            parts(rest)
                .into_iter()
                .map(|name| (first_name(name), module)),
        );
    }
    names
}

#[test]
fn files_use_what_lies_beside_or_below_them() {
    for order in ORDERS {
        let name = order.name;
        let depths = order.depths();
        let mut files = files(&["src/", name].concat(), &[".rs"]);
        // What builds the crate is a program of its own.
        files.retain(|file| !file.is_test() && inside(file, order) != "build.rs");
        let modules: BTreeSet<&str> = files
            .iter()
            .map(|file| order.module(inside(file, order)))
            .collect();
        let listed: BTreeSet<&str> = depths.keys().copied().collect();
        assert_eq!(modules, listed, "the modules of {name} and the order's");
        let texts: Vec<(&str, String)> = files
            .iter()
            .map(|file| {
                let lines: Vec<&str> = file.shipped().into_iter().map(|(_, line)| line).collect();
                (inside(file, order), lines.join("\n"))
            })
            .collect();
        let lib = texts.iter().find(|(path, _)| *path == "lib.rs").unwrap();
        let handed_on = handed_on(&lib.1);
        let mut up = BTreeSet::new();
        for (path, text) in &texts {
            let from = order.module(path);
            for used in used(path, text) {
                let handed_on = handed_on.get(first_name(&used)).copied();
                let to = handed_on.unwrap_or_else(|| order.module(&used));
                let depth = depths
                    .get(to)
                    .unwrap_or_else(|| panic!("{name}/{path} uses {to}, which is no module"));
                if *depth < depths[from] {
                    up.insert(format!("{name}/{path} → {to}"));
                }
            }
        }
        let arrows = up.iter().cloned().collect::<Vec<_>>().join("\n");
        assert!(
            up.len() <= order.up,
            "{} arrows go up in {name} and {} may:\n{arrows}",
            up.len(),
            order.up
        );
        assert!(
            order.up <= up.len(),
            "lower the number for {name} to {}:\n{arrows}",
            up.len()
        );
    }
}
