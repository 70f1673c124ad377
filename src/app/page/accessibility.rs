//! Tillgänglighetsredogörelse, with the content that Digg asks for.

use crate::draw::*;

use super::prose::prose;
use crate::part::heading::heading;

/// The page.
pub(crate) fn accessibility() -> AnyView {
    view! {
        {heading("Tillgänglighetsredogörelse")}
        {prose(include_str!("../text/accessibility.html"))}
    }
}
