//! A list to choose one from, for filters: there is always something chosen.

use leptos::prelude::*;

use super::question::Answer;

/// A labelled list. `choices` are values and what people read.
#[component]
pub(crate) fn Select(
    /// The HTML id of the list.
    id: &'static str,
    /// What people read.
    label: &'static str,
    /// What there is to choose.
    choices: Vec<(String, String)>,
    /// The answer, and the way to change it.
    answer: Answer,
) -> AnyView {
    let options = choices
        .into_iter()
        .map(|(value, label)| {
            let ours = value.clone();
            view! {
                <option value=value prop:selected=move || answer.text.with(|text| *text == ours)>
                    {label}
                </option>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <div class="select">
            <label for=id>{label}</label>
            <select
                class="input"
                id=id
                on:change=move |event| answer.write.run(event_target_value(&event))
            >
                {options}
            </select>
        </div>
    }
    .into_any()
}
