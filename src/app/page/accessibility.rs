//! Tillgänglighetsredogörelse, with the content that Digg asks for.

use leptos::prelude::*;
use rules::page::prose;

use crate::part::heading::PageHeading;
use crate::part::prose::Prose;

/// The page.
#[component]
pub(crate) fn Accessibility() -> AnyView {
    view! {
        <PageHeading />
        <Prose text=prose::ACCESSIBILITY />
    }
    .into_any()
}
