//! Tillgänglighetsredogörelse, with the content that Digg asks for.

use leptos::prelude::*;
use rules::page::prose;

use crate::component::page_heading::PageHeading;
use crate::component::prose::Prose;

/// The page.
#[component]
pub(crate) fn Accessibility() -> AnyView {
    view! {
        <PageHeading />
        <Prose text=prose::ACCESSIBILITY />
    }
    .into_any()
}
