//! How the organisation is reached.

use crate::draw::*;

use super::prose::prose;
use crate::part::heading::heading;

/// The page.
pub(crate) fn contact() -> AnyView {
    view! {
        {heading("Kontakt")}
        {prose(include_str!("../text/contact.html"))}
    }
}
