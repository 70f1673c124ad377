//! The start page: three doors, and how it goes.

use leptos::prelude::*;

use super::prose::Prose;
use crate::part::heading::Heading;
use crate::policy::policy;

/// The page.
#[component]
pub(crate) fn Start() -> AnyView {
    let name = policy().organisation.name.as_str();
    view! {
        <div class="hero">
            <Heading text="Konton i sociala medier, rätt från början" />
            <p class="lead">
                "Här ansöker du om att starta ett konto, och här finns alla konton som " {name}
                " har. Allt på ett ställe, från första frågan till att kontot avslutas."
            </p>
        </div>
        <Prose text=include_str!("../text/start.html") />
    }
    .into_any()
}
