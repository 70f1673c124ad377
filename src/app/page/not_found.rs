//! An address that leads nowhere.

use crate::draw::*;

use super::prose::prose;
use crate::part::heading::heading;

/// The page.
pub(crate) fn not_found() -> AnyView {
    view! {
        {heading("Sidan finns inte")}
        {prose(include_str!("../text/not_found.html"))}
    }
}
