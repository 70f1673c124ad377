//! Tillgänglighetsredogörelse, with the content that Digg asks for.

use leptos::prelude::*;

use super::prose::Prose;
use crate::part::heading::Heading;

/// The page.
#[component]
pub(crate) fn Accessibility() -> AnyView {
    view! {
        <Heading text="Tillgänglighetsredogörelse" />
        <Prose text=include_str!("../text/accessibility.html") />
    }
    .into_any()
}
