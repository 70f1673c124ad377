//! How the organisation is reached.

use leptos::prelude::*;

use super::prose::Prose;
use crate::part::heading::Heading;

/// The page.
#[component]
pub(crate) fn Contact() -> AnyView {
    view! {
        <Heading text="Kontakt" />
        <Prose text=include_str!("../text/contact.html") />
    }
    .into_any()
}
