//! Any number of several. `change` is called with the value and whether it is ticked now.

use leptos::prelude::*;

use super::choice::{Choice, id_of, row};
use super::grouped::Grouped;
use super::question::Words;

/// Any number of several. `change` is called with the value and whether it is ticked now.
#[component]
pub(crate) fn Boxes(
    /// The question's words.
    words: Words,
    /// What there is to choose.
    choices: Vec<Choice>,
    /// The values that are ticked.
    ticked: Signal<Vec<String>>,
    /// Called with a value and whether it is ticked now.
    change: Callback<(String, bool)>,
) -> AnyView {
    let rows = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            let id = id_of(&words, index, &choice.value);
            let ours = choice.value.clone();
            let control = view! {
                <input
                    type="checkbox"
                    id=id.clone()
                    name=words.id
                    value=choice.value.clone()
                    aria-invalid=words.invalid()
                    prop:checked=move || ticked.with(|list| list.contains(&ours))
                    on:change=move |event| {
                        change.run((choice.value.clone(), event_target_checked(&event)));
                    }
                />
            }
            .into_any();
            row(control.into_any(), id, choice.label, choice.hint)
        })
        .collect_view();
    view! {
        <Grouped words=words role="group">
            <div class="choices">{rows}</div>
        </Grouped>
    }
    .into_any()
}
