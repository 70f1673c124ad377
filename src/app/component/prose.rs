//! Running text, compiled in as HTML: the same words as views would be ten times as many bytes.

use leptos::prelude::*;
use rules::page::prose::of_policy;

use crate::data::policy::policy;

/// A text with the organisation's own words in it.
#[component]
pub(crate) fn Prose(
    /// HTML, with names in braces for what the policy says.
    text: &'static str,
) -> AnyView {
    view! { <div class="prose" inner_html=of_policy(text, policy())></div> }.into_any()
}
