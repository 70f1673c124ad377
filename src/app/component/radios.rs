//! One of several.

use leptos::prelude::*;

use super::choice::{Choice, rows};
use super::grouped::Grouped;
use super::question::{Answer, Words};

/// One of several.
#[component]
pub(crate) fn Radios(
    /// The question's words.
    words: Words,
    /// What there is to choose.
    choices: Vec<Choice>,
    /// The answer, and the way to change it.
    answer: Answer,
) -> AnyView {
    let short = choices.len() <= 3
        && choices
            .iter()
            .all(|choice| choice.hint.is_empty() && choice.label.len() <= 12);
    let many = 6 < choices.len();
    let control = move |id: String, value: String| {
        let ours = value.clone();
        view! {
            <input
                type="radio"
                id=id
                name=words.id
                value=value.clone()
                prop:checked=move || answer.text.with(|text| *text == ours)
                on:change=move |_| answer.write.run(value.clone())
            />
        }
        .into_any()
    };
    let rows = rows(&words, choices, &control);
    view! {
        <Grouped words=words role="radiogroup">
            <div class="choices" class:choices--row=short class:choices--many=many>
                {rows}
            </div>
        </Grouped>
    }
    .into_any()
}
