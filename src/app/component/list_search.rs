//! The search field above a list of rows.

use std::time::Duration;

use leptos::prelude::*;
use web_sys::Element;

use super::row_keys::focus_row;
use crate::platform::debounce::Debounce;

/// A search field that calls `search` when the typing has paused. Down arrow moves focus to the first row, and
/// the rows lead back by [`between_rows`](super::row_keys::between_rows).
#[component]
pub(crate) fn ListSearch(
    /// The classes of the field with its label.
    class: &'static str,
    /// The HTML id of the field. The hint's is `{id}-hint`.
    id: &'static str,
    /// The label.
    label: &'static str,
    /// What can be searched for, and the keys.
    hint: &'static str,
    /// The typed text.
    typed: RwSignal<String>,
    /// How long the typing must have paused.
    wait: Duration,
    /// Called with the typed text when the typing has paused, unless the page is gone.
    search: Callback<String>,
    /// The first row that is on the page.
    first_row: fn() -> Option<Element>,
) -> AnyView {
    let debounce = Debounce::new();
    let hint_id = [id, "-hint"].concat();
    view! {
        <div class=class>
            <label class="field__label" for=id>
                {label}
            </label>
            <p class="field__hint" id=hint_id.clone()>
                {hint}
            </p>
            <input
                class="input"
                id=id
                type="search"
                autocomplete="off"
                spellcheck="false"
                aria-describedby=hint_id
                prop:value=move || typed.get()
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    debounce
                        .call(
                            wait,
                            move || {
                                if let Some(text) = typed.try_get_untracked() {
                                    search.try_run(text);
                                }
                            },
                        );
                }
                on:keydown=move |event| {
                    if event.key() == "ArrowDown" && let Some(first) = first_row() {
                        event.prevent_default();
                        focus_row(&first);
                    }
                }
            />
        </div>
    }
    .into_any()
}
