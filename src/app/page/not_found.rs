//! An address that leads nowhere.

use leptos::prelude::*;

use super::prose::Prose;
use crate::part::heading::Heading;

/// The page.
#[component]
pub(crate) fn NotFound() -> AnyView {
    view! {
        <Heading text="Sidan finns inte" />
        <Prose text=include_str!("../text/not_found.html") />
    }
    .into_any()
}
