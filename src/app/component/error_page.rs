//! A page that could not be shown.

use leptos::prelude::*;

use super::heading::Heading;
use super::not_found::NotFound;
use crate::platform::api::ApiError;

/// What happened and what to do about it.
#[component]
#[allow(
    clippy::needless_pass_by_value,
    reason = "a component owns what it is given"
)]
pub(crate) fn ErrorPage(
    /// Why it could not be shown.
    error: ApiError,
) -> AnyView {
    if matches!(error, ApiError::NotFound) {
        return view! { <NotFound /> }.into_any();
    }
    view! {
        <Heading text="Sidan kunde inte visas" />
        <p class="lead">{error.sentence()}</p>
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
