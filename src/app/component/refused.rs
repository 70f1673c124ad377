//! A page that is for others.

use leptos::prelude::*;

use super::page_heading::PageHeading;

/// What the page is for, and where one's own things are.
#[component]
pub(crate) fn Refused(
    /// What is done on the page, and by whom.
    purpose: &'static str,
) -> AnyView {
    view! {
        <PageHeading />
        <p class="lead">{purpose} " Du har ingen roll som gör det."</p>
        <p>
            "Stämmer det inte? " <a href="/kontakt">"Kontakta oss"</a>
            ". Dina egna ärenden finns i " <a href="/mina-sidor">"Mina sidor"</a> "."
        </p>
    }
    .into_any()
}
