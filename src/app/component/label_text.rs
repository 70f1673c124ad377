//! The label's words.

use leptos::prelude::*;

use super::question::Words;

/// The label's words.
#[component]
pub(super) fn LabelText(
    /// The question's words.
    words: Words,
) -> AnyView {
    let free = words
        .optional
        .then(|| view! { <span class="field__free">" (frivilligt)"</span> }.into_any());
    view! {
        {words.label}
        {free}
    }
    .into_any()
}
