//! An address that leads nowhere.

use leptos::prelude::*;
use rules::page::{NOWHERE, prose};

use super::heading::Heading;
use super::prose::Prose;

/// The page.
#[component]
pub(crate) fn NotFound() -> AnyView {
    view! {
        <Heading text=NOWHERE />
        <Prose text=prose::NOT_FOUND />
    }
    .into_any()
}
