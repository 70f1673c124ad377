//! Klartecken's mark: a tick that breaks out of what is said.

use leptos::prelude::*;

/// The mark, in the colour of the text around it. Decorative: the name stands beside it.
#[component]
pub(crate) fn Mark() -> AnyView {
    view! {
        <svg
            class="brand__mark"
            viewBox="0 0 32 32"
            width="36"
            height="36"
            fill="none"
            stroke="currentColor"
            stroke-width="3"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
        >
            <path d="M19 5H8a4 4 0 0 0-4 4v11a4 4 0 0 0 4 4h1v5l6-5h9a4 4 0 0 0 4-4v-4" />
            <path d="m10.5 13 5 5L28.5 4.5" />
        </svg>
    }
    .into_any()
}
