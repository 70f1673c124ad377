//! Tillgänglighetsredogörelse, with the content that Digg asks for.

use leptos::prelude::*;

use super::prose::prose;
use crate::part::heading::heading;

/// The page.
pub(crate) fn accessibility() -> AnyView {
    view! {
        {heading("Tillgänglighetsredogörelse")}
        {prose(include_str!("../text/accessibility.html"))}
    }
    .into_any()
}
