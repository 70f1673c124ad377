//! A row of the staff's list.

use std::collections::HashSet;

use leptos::prelude::*;
use rules::account::case::Summary;

use crate::component::case_line;
use crate::form::Service;

/// The row. Its first cell is the link that opens the case.
pub(super) fn row(case: &Summary, unread: Memo<HashSet<String>>) -> AnyView {
    let id = case.id.clone();
    let is_fresh = move || {
        unread
            .with(|unread| unread.contains(&id))
            .then(|| view! { <span class="case-mark">"Nytt"</span> }.into_any())
    };
    let unanswered = (case.last_message_from_staff == Some(false) && !case.state.is_final())
        .then(|| view! { <span class="case-mark">"Obesvarat meddelande"</span> }.into_any());
    let flags = case
        .flags
        .iter()
        .map(|flag| view! { <span class="case-flag">{flag.label()}</span> }.into_any())
        .collect_view();
    let handler = case.handler.as_ref().map(|handler| handler.name.clone());
    view! {
        <tr>
            <th scope="row">
                <a href=Service::href(case)>{case_line::name(case)}</a>
                {move || is_fresh()}
                {unanswered}
            </th>
            <td data-label="Konto">
                <span>{case_line::account(case)}</span>
                <span class="case-under">{case_line::title_of(case)}</span>
                {flags}
            </td>
            <td data-label="Enhet">{case.unit.clone()}</td>
            <td data-label="Sökande">{case.applicant.name.clone()}</td>
            <td data-label="Läge">
                <case_line::StateTag state=case.state />
            </td>
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
