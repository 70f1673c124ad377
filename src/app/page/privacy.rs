//! What is kept about people, why and for how long.

use crate::draw::*;

use super::prose::prose;
use crate::part::heading::heading;

/// The page.
pub(crate) fn privacy() -> AnyView {
    view! {
        {heading("Så behandlar vi personuppgifter")}
        {prose(include_str!("../text/privacy.html"))}
    }
}
