//! What is kept about people, why and for how long.

use leptos::prelude::*;
use rules::page::prose;

use crate::component::page_heading::PageHeading;
use crate::component::prose::Prose;

/// The page.
#[component]
pub(crate) fn Privacy() -> AnyView {
    view! {
        <PageHeading />
        <Prose text=prose::PRIVACY />
    }
    .into_any()
}
