//! The sentence under the label, if there is one.

use leptos::prelude::*;

use super::question::Words;

/// The sentence under the label, if there is one.
#[component]
pub(super) fn HintText(
    /// The question's words.
    words: Words,
) -> AnyView {
    let hint = (!words.hint.is_empty()).then(|| {
        view! {
            <p class="field__hint" id=words.id_of("hint")>
                {words.hint}
            </p>
        }
        .into_any()
    });
    hint.into_any()
}
