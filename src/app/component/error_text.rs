//! The finding, with the same words as in the summary.

use leptos::prelude::*;

use super::question::Words;

/// The finding, with the same words as in the summary.
#[component]
pub(crate) fn ErrorText(
    /// The question's words.
    words: Words,
) -> AnyView {
    view! {
        {move || {
            words
                .error
                .get()
                .map(|sentence| {
                    view! {
                        <p class="field__error" id=words.id_of("error")>
                            <span>
                                <span class="hidden-visually">"Fel: "</span>
                                {sentence}
                            </span>
                        </p>
                    }.into_any()
                })
        }}
    }
    .into_any()
}
