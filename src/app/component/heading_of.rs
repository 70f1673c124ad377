//! A heading with words of its own time; `wrong` puts «Fel: » first in the title.

use leptos::prelude::*;

use super::heading::titled;

/// A heading with words of its own time; `wrong` puts «Fel: » first in the title.
#[component]
pub(crate) fn HeadingOf(
    /// The words.
    text: Signal<String>,
    /// Whether there is something to correct, which the title then says first.
    wrong: Signal<bool>,
) -> AnyView {
    let node = titled(text, wrong);
    view! {
        <h1 tabindex="-1" node_ref=node>
            {move || text.get()}
        </h1>
    }
    .into_any()
}
