//! What is kept about people, why and for how long.

use leptos::prelude::*;

use super::prose::Prose;
use crate::part::heading::Heading;

/// The page.
#[component]
pub(crate) fn Privacy() -> AnyView {
    view! {
        <Heading text="Så behandlar vi personuppgifter" />
        <Prose text=include_str!("../text/privacy.html") />
    }
    .into_any()
}
