//! Several lines of text with a counter.

use std::time::Duration;

use leptos::prelude::*;

use super::labelled::Labelled;
use super::question::{Answer, Words};

/// How long typing must have paused before the counter is read out.
const QUIET_BEFORE_TELLING: Duration = Duration::from_millis(1_200);

/// A labelled text area. `max` is in characters; more can be typed and is explained, never cut.
#[component]
pub(crate) fn LongText(
    /// The question's words.
    words: Words,
    /// The most characters it should have.
    max: usize,
    /// The answer, and the way to change it.
    answer: Answer,
) -> AnyView {
    let count = Signal::derive(move || {
        answer
            .text
            .with(|text| rules::value::text::chars(text.trim()))
    });
    let told = RwSignal::new(String::new());
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let tell = move || {
        if let Some(before) = waiting.get_value() {
            before.clear();
        }
        let handle = set_timeout_with_handle(
            move || {
                // The question may be gone when the time is up.
                if let Some(count) = count.try_get_untracked() {
                    told.set(left(count, max));
                }
            },
            QUIET_BEFORE_TELLING,
        );
        waiting.set_value(handle.ok());
    };
    view! {
        <Labelled words=words>
            <textarea
                class="input"
                id=words.id
                name=words.id
                rows="5"
                spellcheck="true"
                aria-required=words.required()
                aria-invalid=words.invalid()
                aria-describedby=words.described()
                prop:value=move || answer.text.get()
                on:input=move |event| {
                    answer.write.run(event_target_value(&event));
                    tell();
                }
            ></textarea>
            <p class="count" class:count--over=move || max < count.get() aria-hidden="true">
                {move || [&count.get().to_string(), " av ", &max.to_string(), " tecken"].concat()}
            </p>
            <p class="hidden-visually" role="status">{told}</p>
        </Labelled>
    }
    .into_any()
}

fn left(count: usize, max: usize) -> String {
    if count <= max {
        [&(max - count).to_string(), " tecken kvar"].concat()
    } else {
        [&(count - max).to_string(), " tecken för mycket"].concat()
    }
}
