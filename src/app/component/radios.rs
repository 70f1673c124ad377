//! One of several.

use leptos::prelude::*;

use super::choice::{Choice, id_of, row};
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
    let rows = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            let id = id_of(&words, index, &choice.value);
            let ours = choice.value.clone();
            let control = view! {
                <input
                    type="radio"
                    id=id.clone()
                    name=words.id
                    value=choice.value.clone()
                    prop:checked=move || answer.text.with(|text| *text == ours)
                    on:change=move |_| answer.write.run(choice.value.clone())
                />
            }
            .into_any();
            row(control.into_any(), id, choice.label, choice.hint)
        })
        .collect_view();
    view! {
        <Grouped words=words role="radiogroup">
            <div class="choices" class:choices--row=short class:choices--many=many>
                {rows}
            </div>
        </Grouped>
    }
    .into_any()
}
