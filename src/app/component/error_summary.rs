//! What must be corrected, above the form, with a link to each.

use leptos::prelude::*;

use crate::platform::browser;

/// The summary's id, which a failed try moves focus to.
pub(crate) const ID: &str = "fel-lista";

/// One thing to correct.
#[derive(Clone, PartialEq)]
pub(crate) struct Item {
    /// The HTML id of the answer.
    pub(crate) id: &'static str,
    /// Where the question is, when it is on another page.
    pub(crate) elsewhere: Option<String>,
    /// What to do, in the same words as at the field.
    pub(crate) sentence: String,
}

/// The summary; nothing while there is nothing to correct.
#[component]
pub(crate) fn ErrorSummary(
    /// What must be corrected.
    items: Signal<Vec<Item>>,
) -> AnyView {
    view! {
        {move || {
            let items = items.get();
            (!items.is_empty())
                .then(|| {
                    let links = items.into_iter().map(link).collect_view();
                    view! {
                        <section
                            class="notice summary"
                            id=ID
                            tabindex="-1"
                            aria-labelledby="fel-lista-rubrik"
                        >
                            <h2 id="fel-lista-rubrik">"Det finns fel på sidan"</h2>
                            <ul>{links}</ul>
                        </section>
                    }.into_any()
                })
        }}
    }
    .into_any()
}

/// Moves focus to the summary once it has been drawn.
pub(crate) fn focus() {
    request_animation_frame(|| {
        if let Some(summary) = browser::by_id(ID) {
            browser::focus_still(&summary);
            browser::scroll_to(&summary);
        }
    });
}

fn link(item: Item) -> AnyView {
    let is_here = item.elsewhere.is_none();
    view! {
        <li>
            <a
                href=item.elsewhere.unwrap_or_else(|| ["#", item.id].concat())
                on:click=move |event| {
                    if is_here {
                        event.prevent_default();
                        browser::focus_question(item.id);
                    }
                }
            >
                {item.sentence}
            </a>
        </li>
    }
    .into_any()
}
