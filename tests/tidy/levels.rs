//! Which module of a crate may use which: the one rule of order, so that no circle grows.

use std::collections::{BTreeMap, BTreeSet};

use crate::{File, files};

/// The order of a crate's modules.
struct Levels {
    /// The crate's folder in `src`.
    name: &'static str,
    /// The modules from top to bottom, with spaces between those of one level. A file may use what
    /// lies on its own level and on those below. A module that has a line of its own, as in
    /// `consent/state`, lies there; every other one lies with its folder.
    levels: &'static [&'static str],
    /// How many pairs of a file and a module it uses go up. The number may only fall.
    up: usize,
    /// How many files may use each other in a circle. The number may only fall.
    circle: usize,
}

/// Each crate's order. `lib` is the file that lists the modules.
const ORDERS: &[Levels] = &[
    Levels {
        name: "rules",
        levels: &[
            "lib",
            "catalogue",
            "page paper_form",
            "publication/retention publication/shown",
            "publication/log",
            "publication",
            "consent consent/due consent/meeting consent/objection consent/signing consent/task consent/termination consent/view",
            "consent/decide",
            "consent/form consent/text",
            "consent/command consent/roster consent/subject",
            "consent/force consent/spot consent/state",
            "consent/answers consent/request",
            "consent/party consent/refusal consent/scope",
            "account/case",
            "account",
            "account/change",
            "account/application",
            "account/refusal",
            "form/check form/journey",
            // The engine: a form names its rules, a rule is about a draft being judged, a draft is of a form.
            "form form/draft form/finding form/judging form/parsed",
            "form/field_index",
            "form/field",
            "permission",
            "register",
            "policy",
            "policy/number",
            "policy/guideline policy/unit problem",
            "value value/personal value/wire",
            "value/address value/collation value/date value/email value/name value/personnummer value/phone",
            "value/text",
            "value/holiday value/html value/sort value/word",
        ],
        up: 0,
        circle: 5,
    },
    Levels {
        name: "app",
        levels: &[
            "bin lib",
            "shell",
            "page",
            "form",
            "draft",
            "component",
            "data",
            "platform",
        ],
        up: 0,
        circle: 5,
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
        circle: 5,
    },
];

impl Levels {
    /// The number of each listed module's level, from the top.
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

/// A file of a crate, and what it uses of the same crate.
struct Module {
    /// Its place in the crate, as in `consent/state`.
    place: String,
    uses: BTreeSet<String>,
}

impl Module {
    fn of(file: &File, order: &Levels) -> Self {
        let inside = &file.path["src/".len() + order.name.len() + 1..];
        let place = inside.trim_end_matches(".rs").to_owned();
        let lines: Vec<&str> = file.shipped().into_iter().map(|(_, line)| line).collect();
        let text = lines.join("\n");
        let here: Vec<&str> = match place.as_str() {
            "lib" | "main" => Vec::new(),
            place => place.split('/').collect(),
        };
        let mut uses = BTreeSet::new();
        let mut add = |from: &[&str], prefix: &str| {
            for path in taken(&text, prefix) {
                let path = from.iter().copied().chain(path.split("::"));
                uses.insert(path.collect::<Vec<_>>().join("/"));
            }
        };
        add(&[], "crate::");
        for out in 1..=here.len() {
            add(&here[..here.len() - out], &"super::".repeat(out));
        }
        add(&here, "self::");
        for line in &lines {
            if let Some((_, child)) = line.split_once("mod ")
                && let Some(child) = child.strip_suffix(';')
            {
                let child: Vec<&str> = here.iter().copied().chain([child]).collect();
                add(&child, &[child[child.len() - 1], "::"].concat());
            }
        }
        Self { place, uses }
    }
}

/// The longest of `known` that `path` is or lies in.
fn longest(path: &str, known: impl Fn(&str) -> bool) -> Option<&str> {
    let ends = path.match_indices('/').map(|(at, _)| at);
    let mut ends: Vec<usize> = ends.chain([path.len()]).collect();
    ends.reverse();
    ends.into_iter()
        .map(|end| &path[..end])
        .find(|path| known(path))
}

/// The paths that a tree of imports stands for, without what comes after their last name.
fn paths(text: &str) -> Vec<String> {
    let end = text
        .find(|sign| !is_of_name(sign) && sign != ':')
        .unwrap_or(text.len());
    let (path, rest) = text.split_at(end);
    let Some(list) = rest.strip_prefix('{') else {
        return vec![path.trim_end_matches(':').to_owned()];
    };
    let mut paths = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, sign) in list.char_indices() {
        match sign {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                let parts = self::paths(list[start..at].trim());
                paths.extend(parts.into_iter().map(|part| match part.as_str() {
                    "" | "self" => path.trim_end_matches(':').to_owned(),
                    part => [path, part].concat(),
                }));
                start = at + 1;
                if sign == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    paths
}

fn is_of_name(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// The paths that `text` takes from after `prefix`, as in `crate::{names, names::Name}`.
fn taken(text: &str, prefix: &str) -> Vec<String> {
    text.match_indices(prefix)
        .filter(|(at, _)| {
            !text[..*at].ends_with(|sign| is_of_name(sign) || sign == ':' || sign == '.')
        })
        .map(|(at, _)| &text[at + prefix.len()..])
        .filter(|after| !after.starts_with("super::"))
        .flat_map(paths)
        .collect()
}

/// The modules that the names handed on by the crate's root come from, by name.
fn handed_on(lib: &str) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for (at, found) in lib.match_indices("pub use ") {
        for path in paths(&lib[at + found.len()..]) {
            if let Some((module, name)) = path.rsplit_once("::") {
                names.insert(name.to_owned(), module.replace("::", "/"));
            }
        }
    }
    names
}

/// The largest circle: the most files each of which leads to all the others.
fn largest_circle(uses: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<String> {
    let reached = |from: &str| {
        let mut reached = BTreeSet::new();
        let mut next = vec![from.to_owned()];
        while let Some(at) = next.pop() {
            for to in uses.get(at.as_str()).into_iter().flatten() {
                if reached.insert((*to).to_owned()) {
                    next.push((*to).to_owned());
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&str, BTreeSet<String>> =
        uses.keys().map(|from| (*from, reached(from))).collect();
    let circle = |from: &str| -> Vec<String> {
        let others = reached[from].iter();
        others
            .filter(|to| reached[to.as_str()].contains(from))
            .cloned()
            .collect()
    };
    let circles = uses.keys().map(|from| circle(from));
    circles.max_by_key(Vec::len).unwrap_or_default()
}

#[test]
fn files_use_what_lies_beside_or_below_them() {
    for order in ORDERS {
        let name = order.name;
        let depths = order.depths();
        let mut files = files(&["src/", name].concat(), &[".rs"]);
        // What builds the crate is a program of its own.
        files.retain(|file| !file.is_test() && !file.path.ends_with("/build.rs"));
        let lib = files.iter().find(|file| file.path.ends_with("/lib.rs"));
        let handed_on = handed_on(&lib.expect("a root").text);
        let modules: Vec<Module> = files.iter().map(|file| Module::of(file, order)).collect();
        let places: BTreeSet<&str> = modules.iter().map(|module| &*module.place).collect();
        for listed in depths.keys() {
            let folder = [listed, "/"].concat();
            let stands =
                places.contains(listed) || places.iter().any(|place| place.starts_with(&folder));
            assert!(stands, "{name} has no {listed}, which the order lists");
        }
        let mut up = BTreeSet::new();
        let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for module in &modules {
            let place = &*module.place;
            let own = longest(place, |path| depths.contains_key(path));
            let own = own.unwrap_or_else(|| panic!("the order of {name} does not list {place}"));
            for path in &module.uses {
                let first = path.split('/').next().unwrap_or_default();
                let path = handed_on.get(first).unwrap_or(path);
                if path.is_empty() {
                    continue;
                }
                let to = longest(path, |path| depths.contains_key(path))
                    .unwrap_or_else(|| panic!("{name}/{place} uses {path}, which is no module"));
                if depths[to] < depths[own] {
                    up.insert(format!("{name}/{place} → {to}"));
                }
                if let Some(to) = longest(path, |path| places.contains(path))
                    && to != place
                {
                    uses.entry(place).or_default().insert(to);
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
        for place in &places {
            uses.entry(place).or_default();
        }
        let circle = largest_circle(&uses);
        assert!(
            circle.len() <= order.circle,
            "{} files of {name} use each other in a circle and {} may: {}",
            circle.len(),
            order.circle,
            circle.join(" ")
        );
    }
}
