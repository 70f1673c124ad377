//! A page that could not be shown.

use crate::draw::*;

use super::not_found;
use crate::api::Trouble;
use crate::part::heading::heading;

/// What happened and what to do about it.
pub(crate) fn trouble_page(trouble: &Trouble) -> AnyView {
    if *trouble == Trouble::NotFound {
        return not_found::not_found();
    }
    view! {
        {heading("Sidan kunde inte visas")}
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
}
