//! A row of the staff's list, and the keys that go between rows.

use std::collections::HashSet;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use rules::case::Summary;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::SEARCH;
use crate::browser;
use crate::part::case_line;

/// The row. Its first cell is the link that opens the case.
pub(super) fn row(case: &Summary, fresh: Memo<HashSet<String>>) -> AnyView {
    let id = case.id.clone();
    let is_fresh = move || {
        fresh
            .with(|fresh| fresh.contains(&id))
            .then(|| view! { <span class="case-mark">"Nytt"</span> })
    };
    let unanswered = (case.last_message_from_staff == Some(false) && !case.state.is_final())
        .then(|| view! { <span class="case-mark">"Obesvarat meddelande"</span> });
    let flags = case
        .flags
        .iter()
        .map(|flag| view! { <span class="case-flag">{flag.label()}</span> })
        .collect_view();
    let handler = case.handler.as_ref().map(|handler| handler.name.clone());
    view! {
        <tr>
            <th scope="row">
                <a href=case_line::href(case)>{case_line::name(case)}</a>
                {is_fresh}
                {unanswered}
            </th>
            <td data-label="Konto">
                <span>{case_line::account(case)}</span>
                <span class="case-under">{case_line::title_of(case)}</span>
                {flags}
            </td>
            <td data-label="Enhet">{case.unit.clone()}</td>
            <td data-label="Sökande">{case.applicant.name.clone()}</td>
            <td data-label="Läge">{case_line::state_tag(case.state)}</td>
            <td data-label="Handläggare">
                {match handler {
                    Some(name) => name.into_any(),
                    None => view! { <span class="quiet">"Ingen"</span> }.into_any(),
                }}
            </td>
            <td data-label="Har väntat">{case_line::waited(case.state, case.since)}</td>
        </tr>
    }
    .into_any()
}

/// The arrow keys go from case to case; Enter opens since each row begins with a link.
pub(super) fn between_rows(event: &KeyboardEvent) {
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
        None if event.key() == "ArrowUp" => browser::lead_to(SEARCH),
        None => {}
    }
}

/// Focuses the row's link and brings the row into sight.
pub(super) fn focus_row(row: &Element) {
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
