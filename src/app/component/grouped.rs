//! A question with several controls: legend, hint, finding, controls.

use leptos::prelude::*;

use super::error_text::ErrorText;
use super::hint_text::HintText;
use super::label_text::LabelText;
use super::question::Words;

/// A question with several controls: legend, hint, finding, controls.
#[component]
pub(crate) fn Grouped(
    /// The question's words.
    words: Words,
    /// `radiogroup` or `group`.
    role: &'static str,
    /// The controls.
    children: Children,
) -> AnyView {
    let is_radios = role == "radiogroup";
    // A group of boxes has no aria-required, so its legend says it.
    let must = (!is_radios && !words.optional)
        .then(|| view! { <span class="hidden-visually">" (måste besvaras)"</span> }.into_any());
    view! {
        <fieldset
            class="field"
            class:field--wrong=move || words.is_wrong()
            role=role
            aria-required=is_radios.then(|| words.required()).flatten()
            aria-invalid=move || (is_radios && words.is_wrong()).then(|| "true".to_owned())
            aria-describedby=words.described()
        >
            <legend>
                <LabelText words=words />
                {must}
            </legend>
            <HintText words=words />
            <ErrorText words=words />
            {children()}
        </fieldset>
    }
    .into_any()
}
