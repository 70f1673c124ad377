//! How the organisation is reached.

use leptos::prelude::*;
use rules::page::prose;

use crate::component::page_heading::PageHeading;
use crate::component::prose::Prose;

/// The page.
#[component]
pub(crate) fn Contact() -> AnyView {
    view! {
        <PageHeading />
        <Prose text=prose::CONTACT />
    }
    .into_any()
}
