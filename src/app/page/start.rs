//! The start page: three doors, and how it goes.

use crate::draw::*;

use super::prose::prose;
use crate::part::heading::heading;
use crate::policy::policy;

/// The page.
pub(crate) fn start() -> AnyView {
    let name = policy().organisation.name.as_str();
    view! {
        <div class="hero">
            {heading("Konton i sociala medier, rätt från början")}
            <p class="lead">
                "Här ansöker du om att starta ett konto, och här finns alla konton som " {name}
                " har. Allt på ett ställe, från första frågan till att kontot avslutas."
            </p>
        </div>
        {prose(include_str!("../text/start.html"))}
    }
}
