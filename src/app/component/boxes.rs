//! Any number of several. `change` is called with the value and whether it is ticked now.

use leptos::prelude::*;

use super::choice::{Choice, rows};
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
    let control = move |id: String, value: String| {
        let ours = value.clone();
        view! {
            <input
                type="checkbox"
                id=id
                name=words.id
                value=value.clone()
                aria-invalid=words.invalid()
                prop:checked=move || ticked.with(|list| list.contains(&ours))
                on:change=move |event| {
                    change.run((value.clone(), event_target_checked(&event)));
                }
            />
        }
        .into_any()
    };
    let rows = rows(&words, choices, &control);
    view! {
        <Grouped words=words role="group">
            <div class="choices">{rows}</div>
        </Grouped>
    }
    .into_any()
}
