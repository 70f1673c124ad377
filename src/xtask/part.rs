//! The parts of the app that are downloaded apart, and the page that each of them begins with.
//!
//! `index.html` is the pattern of them all. Each part gets its own copy, with its own program, the
//! addresses it knows for the store to read, and its styles joined: a style sheet of a kilobyte
//! costs nearly as much in headers as in rules.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// A program of its own, with the addresses it knows.
pub(crate) struct Part {
    /// The name of its binary in `src/app`.
    pub(crate) name: &'static str,
    /// The first segments of its addresses. The part without any answers for all the others.
    pages: &'static [&'static str],
}

/// Every part.
pub(crate) static PARTS: &[Part] = &[
    Part {
        name: "site",
        pages: &[],
    },
    Part {
        name: "wizard",
        pages: &["ansok", "andra"],
    },
    Part {
        name: "staff",
        pages: &[
            "arenden",
            "far-jag-publicera",
            "gallring",
            "godkann",
            "individer",
            "konto",
            "publiceringar",
            "samtycken",
            "utkorg",
        ],
    },
    Part {
        name: "consent",
        pages: &["samtycke", "ta-tillbaka", "avliden", "bildstod"],
    },
];

const STYLE: &str = "<link data-trunk rel=\"css\" href=\"";
const BINARY: &str = "data-bin=\"site\"";

impl Part {
    /// The name of its page among the built files.
    pub(crate) fn page(&self) -> String {
        if self.pages.is_empty() {
            "index.html".to_owned()
        } else {
            format!("{}.html", self.name)
        }
    }

    /// Writes the part's page, and the styles it is dressed in, to `folder`.
    ///
    /// # Errors
    ///
    /// When the pattern is not as it is expected to be, or a file cannot be read or written.
    pub(crate) fn lay_out(&self, root: &Path, folder: &Path) -> Result<PathBuf> {
        let pattern = fs::read_to_string(root.join("index.html"))?;
        if !pattern.contains(BINARY) {
            bail!("index.html has no {BINARY} to put another part in the place of");
        }
        fs::create_dir_all(folder)?;
        let up = way(folder, root);
        let mut page = Vec::new();
        let mut styles = Styles {
            root,
            folder,
            joined: String::new(),
            number: 0,
        };
        for line in pattern.lines() {
            match line.trim_start().strip_prefix(STYLE) {
                Some(style) => {
                    if self.wears(style) {
                        styles.add(style)?;
                    }
                }
                None => {
                    page.extend(styles.link()?);
                    page.push(
                        line.replace(BINARY, &format!("data-bin=\"{}\"", self.name))
                            .replace("href=\"src/", &format!("href=\"{up}/src/"))
                            .replace("href=\"public\"", &format!("href=\"{up}/public\"")),
                    );
                    if line.contains("<head>") && !self.pages.is_empty() {
                        page.push(format!(
                            "<meta name=\"pages\" content=\"{}\">",
                            self.pages.join(" ")
                        ));
                    }
                }
            }
        }
        let file = folder.join("index.html");
        fs::write(&file, page.join("\n"))
            .with_context(|| format!("could not write {}", file.display()))?;
        Ok(file)
    }

    /// Whether the style sheet is for this part: for all, unless it says for which.
    fn wears(&self, style: &str) -> bool {
        style
            .split_once("data-part=\"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .is_none_or(|(parts, _)| parts.split(' ').any(|part| part == self.name))
    }
}

/// The way from `folder` to `root` as Trunk takes it: it knows no absolute addresses.
fn way(folder: &Path, root: &Path) -> String {
    let up = folder
        .components()
        .skip(1)
        .map(|_| "../")
        .collect::<String>();
    let down = root.display().to_string();
    [&up, down.trim_start_matches('/')].concat()
}

/// Style sheets that follow upon each other, joined into one.
struct Styles<'a> {
    root: &'a Path,
    folder: &'a Path,
    joined: String,
    number: usize,
}

impl Styles<'_> {
    fn add(&mut self, style: &str) -> Result<()> {
        let name = style.split('"').next().unwrap_or_default();
        let file = self.root.join(name);
        self.joined += &fs::read_to_string(&file)
            .with_context(|| format!("index.html names {}", file.display()))?;
        Ok(())
    }

    /// The link to what has been joined since the last one.
    fn link(&mut self) -> Result<Option<String>> {
        if self.joined.is_empty() {
            return Ok(None);
        }
        let name = ["first.css", "rest.css", "more.css"]
            .get(self.number)
            .context("index.html has styles in more than three places")?;
        fs::write(self.folder.join(name), std::mem::take(&mut self.joined))?;
        self.number += 1;
        Ok(Some(format!("{STYLE}{name}\">")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_gets_its_own_program_addresses_and_styles() {
        let root = std::env::temp_dir().join(format!("xtask-part-{}", std::process::id()));
        fs::create_dir_all(root.join("style")).unwrap();
        for name in ["a", "b", "c"] {
            fs::write(
                root.join(format!("style/{name}.css")),
                format!(".{name} {{}}\n"),
            )
            .unwrap();
        }
        fs::write(
            root.join("index.html"),
            "<head>\n\
             <link data-trunk rel=\"css\" href=\"style/a.css\">\n\
             <link data-trunk rel=\"css\" href=\"style/b.css\" data-part=\"site staff\">\n\
             <link data-trunk rel=\"rust\" href=\"src/app/Cargo.toml\" data-bin=\"site\">\n\
             <link data-trunk rel=\"css\" href=\"style/c.css\">\n\
             </head>\n",
        )
        .unwrap();
        let of = |name: &str| {
            let part = PARTS.iter().find(|part| part.name == name).unwrap();
            let folder = root.join(name);
            let page = fs::read_to_string(part.lay_out(&root, &folder).unwrap()).unwrap();
            let first = fs::read_to_string(folder.join("first.css")).unwrap();
            let rest = fs::read_to_string(folder.join("rest.css")).unwrap();
            (page, first, rest)
        };

        let (page, first, rest) = of("wizard");
        assert!(page.contains("<meta name=\"pages\" content=\"ansok andra\">"));
        assert!(page.contains("data-bin=\"wizard\""));
        let up = way(&root.join("wizard"), &root);
        assert!(page.contains(&format!("href=\"{up}/src/app/Cargo.toml\"")));
        assert!(root.join("wizard").join(&up).join("index.html").is_file());
        assert_eq!((first.as_str(), rest.as_str()), (".a {}\n", ".c {}\n"));
        let (page, first, _) = of("site");
        assert!(!page.contains("name=\"pages\""));
        assert_eq!(first, ".a {}\n.b {}\n");

        fs::remove_dir_all(root).unwrap();
    }
}
