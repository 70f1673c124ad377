//! Samtycke: announced as coming, with the way it is done by hand.

use leptos::prelude::*;

use super::prose::prose;
use crate::part::heading::heading;

/// The page.
pub(crate) fn consent() -> AnyView {
    view! {
        {heading("Samtycke till bild")}
        {prose(include_str!("../text/consent.html"))}
    }
    .into_any()
}
