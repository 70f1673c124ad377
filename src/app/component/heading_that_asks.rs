//! A heading that is the question of a screen with symbols, while the page's title says which step.

use leptos::prelude::*;

use super::heading::titled;

/// A heading that is the question of a screen with symbols, while the page's title says which step
/// it is.
#[component]
pub(crate) fn HeadingThatAsks(
    /// What comes first in the title of the page.
    title: Signal<String>,
    /// Whether there is something to correct, which the title then says first.
    wrong: Signal<bool>,
    /// What is asked.
    question: &'static str,
) -> AnyView {
    let node = titled(title, wrong);
    view! {
        <h1 class="picto__question" tabindex="-1" node_ref=node>
            {question}
        </h1>
    }
    .into_any()
}
