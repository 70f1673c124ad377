//! A sentence that comes when something has happened, and is read out, also when it is told again.

use leptos::prelude::*;

use super::notice::Tone;
use crate::platform::screen::anew;

/// A sentence that comes when something has happened, and is read out, also when it is told again.
#[component]
pub(crate) fn Tell(
    /// How it went; what did not go well is read out at once.
    tone: Tone,
    /// The sentence, while there is one.
    sentence: Signal<Option<String>>,
) -> AnyView {
    view! {
        <div role=if tone == Tone::Stop {
            "alert"
        } else {
            "status"
        }>
            {anew(move || sentence.get().map(|text| view! { <p class=tone.class()>{text}</p> }.into_any()))}
        </div>
    }.into_any()
}
