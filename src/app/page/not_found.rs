//! An address that leads nowhere.

use leptos::prelude::*;
use rules::page::prose;

use crate::part::heading::Heading;
use crate::part::prose::Prose;

/// The page.
#[component]
pub(crate) fn NotFound() -> AnyView {
    view! {
        <Heading text="Sidan finns inte" />
        <Prose text=prose::NOT_FOUND />
    }
    .into_any()
}
