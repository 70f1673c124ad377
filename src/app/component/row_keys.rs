//! The keys that go between the rows of a list whose rows each begin with a link.

use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use web_sys::{Element, HtmlElement};

use crate::platform::browser;

/// The arrow keys go from row to row, and from the first one up to the search field with the id
/// `search`; Enter opens since each row begins with a link.
pub(crate) fn between_rows(event: &KeyboardEvent, search: &str) {
    let row = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("tbody tr").ok().flatten());
    let Some(row) = row else { return };
    let other = match event.key().as_str() {
        "ArrowDown" => row.next_element_sibling(),
        "ArrowUp" => row.previous_element_sibling(),
        _ => return,
    };
    event.prevent_default();
    match other {
        Some(other) => focus_row(&other),
        // Above the first row is the search.
        None if event.key() == "ArrowUp" => browser::lead_to(search),
        None => {}
    }
}

/// Focuses the row's link and brings the row into sight.
pub(crate) fn focus_row(row: &Element) {
    let link = row
        .query_selector("a")
        .ok()
        .flatten()
        .and_then(|link| link.dyn_into::<HtmlElement>().ok());
    if let Some(link) = link {
        browser::focus_still(&link);
        browser::scroll_nearest(row);
    }
}
