//! Every page of the table has a journey: somebody walks to it in a browser.

use std::fs;
use std::path::Path;

use rules::page::Page;

/// The text of every journey and of what journeys share.
fn journeys() -> String {
    let browser = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser");
    let mut text = String::new();
    for folder in ["journeys", "harness"] {
        for entry in fs::read_dir(browser.join(folder)).expect("a folder") {
            let path = entry.expect("a file").path();
            text += &fs::read_to_string(path).expect("a text");
        }
    }
    text
}

/// Whether a journey goes to the page: by its address, or, when a part of that is known only on the way,
/// by what stands before and after it.
fn is_walked(journeys: &str, page: Page) -> bool {
    let mut parts = page.row().path.split('/').skip(1).peekable();
    let mut before = String::new();
    while let Some(part) = parts.next_if(|part| !part.starts_with(':')) {
        before += "/";
        before += part;
    }
    match parts.next() {
        None => ["'", "`", "?", "#", "\""]
            .iter()
            .any(|end| journeys.contains(&[&before, *end].concat())),
        Some(_) => {
            let after = parts.last().filter(|part| !part.starts_with(':'));
            journeys.contains(&[&before, "/"].concat())
                && after.is_none_or(|after| journeys.contains(&["/", after].concat()))
        }
    }
}

#[test]
fn every_page_has_a_journey() {
    let journeys = journeys();
    let missing: Vec<_> = Page::ALL
        .iter()
        .filter(|page| !is_walked(&journeys, **page))
        .map(|page| page.row().path)
        .collect();
    assert!(missing.is_empty(), "no journey goes to {missing:?}");
}
