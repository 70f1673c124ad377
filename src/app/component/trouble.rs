//! A page that could not be shown.

use leptos::prelude::*;

use super::heading::Heading;
use super::not_found::NotFound;
use crate::platform::api::Trouble;

/// What happened and what to do about it.
#[component]
#[allow(
    clippy::needless_pass_by_value,
    reason = "a component owns what it is given"
)]
pub(crate) fn TroublePage(
    /// Why it could not be shown.
    trouble: Trouble,
) -> AnyView {
    if matches!(trouble, Trouble::NotFound) {
        return view! { <NotFound /> }.into_any();
    }
    view! {
        <Heading text="Sidan kunde inte visas" />
        <p class="lead">{trouble.sentence()}</p>
        <p>"Det du har skrivit tidigare finns kvar."</p>
        <div class="buttons">
            <a class="button button--act" href="" rel="external">
                "Läs in sidan igen"
            </a>
            <a class="button" href="/kontakt">
                "Kontakta oss"
            </a>
        </div>
    }
    .into_any()
}
