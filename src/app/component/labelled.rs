//! A question with one control: label, hint, finding, control.

use leptos::prelude::*;

use super::error_text::ErrorText;
use super::hint_text::HintText;
use super::label_text::LabelText;
use super::question::Words;

/// A question with one control: label, hint, finding, control.
#[component]
pub(crate) fn Labelled(
    /// The question's words.
    words: Words,
    /// The control, and what is under it.
    children: Children,
) -> AnyView {
    view! {
        <div class="field" class:field--wrong=move || words.is_wrong()>
            <label class="field__label" for=words.id id=words.id_of("label")>
                <LabelText words=words />
            </label>
            <HintText words=words />
            <ErrorText words=words />
            {children()}
        </div>
    }
    .into_any()
}
