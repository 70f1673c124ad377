//! The start page: three doors, and how it goes.

use leptos::prelude::*;
use rules::page::prose;

use crate::component::page_heading::PageHeading;
use crate::component::prose::Prose;

/// The page.
#[component]
pub(crate) fn Start() -> AnyView {
    view! {
        <div class="hero">
            <PageHeading />
            <Prose text=prose::START_LEAD />
        </div>
        <Prose text=prose::START />
    }
    .into_any()
}
