//! A table that becomes a list of small letters on a phone.

use leptos::prelude::*;

/// A table. The first cell of each row is its heading; `columns` label the cells on a phone too.
#[component]
pub(crate) fn Table(
    /// What the table is about.
    caption: &'static str,
    /// The headings of the columns.
    columns: &'static [&'static str],
    /// The cells of each row.
    rows: Vec<Vec<AnyView>>,
) -> AnyView {
    let head = columns
        .iter()
        .map(|column| view! { <th scope="col">{*column}</th> }.into_any())
        .collect_view();
    let body = rows
        .into_iter()
        .map(|cells| {
            let cells = cells
                .into_iter()
                .zip(columns)
                .enumerate()
                .map(|(index, (cell, column))| {
                    if index == 0 {
                        view! { <th scope="row">{cell}</th> }.into_any()
                    } else {
                        view! { <td data-label=*column>{cell}</td> }.into_any()
                    }
                })
                .collect_view();
            view! { <tr>{cells}</tr> }.into_any()
        })
        .collect_view();
    view! {
        <div class="table-frame">
            <table class="table table--fold">
                <caption>{caption}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
    .into_any()
}
