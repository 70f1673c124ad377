//! A single box whose label is the statement; ticked is `ja`, else empty.

use leptos::prelude::*;

use super::error_text::ErrorText;
use super::question::{Answer, Words};

/// A single box whose label is the statement; ticked is `ja`, else empty.
#[component]
pub(crate) fn Tick(
    /// The question's words.
    words: Words,
    /// The answer, and the way to change it.
    answer: Answer,
) -> AnyView {
    let hint = (!words.hint.is_empty()).then(|| {
        view! {
            <span class="choice__hint" id=words.id_of("hint")>
                {words.hint}
            </span>
        }
        .into_any()
    });
    let free = words
        .optional
        .then(|| view! { <span class="field__free">" (frivilligt)"</span> }.into_any());
    view! {
        <div class="field" class:field--wrong=move || words.is_wrong()>
            <ErrorText words=words />
            <label class="choice" for=words.id>
                <input
                    type="checkbox"
                    id=words.id
                    name=words.id
                    value=rules::form::field::YES
                    aria-required=words.required()
                    aria-invalid=words.invalid()
                    aria-describedby=words.described()
                    prop:checked=move || answer.text.with(|text| text == rules::form::field::YES)
                    on:change=move |event| {
                        let ticked = event_target_checked(&event);
                        answer
                            .write
                            .run(if ticked { rules::form::field::YES.to_owned() } else { String::new() });
                    }
                />
                <span class="choice__text">{words.label} {free} {hint}</span>
            </label>
        </div>
    }
    .into_any()
}
