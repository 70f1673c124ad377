//! The one-time code, which shows who somebody is.

use leptos::prelude::*;

use crate::link::Code;
use crate::part::question::{Answer, Words};
use crate::part::text_field::{Line, text_field};

/// The id of the field for the code.
pub(super) const FIELD: &str = "kod";

/// What is said of how well a code shows who somebody is.
const STRENGTH: &str =
    "Koden visar att du når e-posten. Det står vid din underskrift. Det är ingen e-legitimation.";

/// Asks for the code that is sent to `address`, empty for the one on file. `shown` is what people read
/// of the address.
pub(super) fn code(code: Code, address: String, shown: String) -> AnyView {
    let words = Words::new(
        FIELD,
        "Koden i mejlet",
        "8 tecken. Kommer den inte? Titta bland skräpposten.",
    )
    .error(code.wrong.into());
    let told = move || {
        Some(match code.sent.get() {
            0 => return None,
            1 => [
                "Vi har skickat en kod till ",
                &shown,
                ". Den gäller i 10 minuter.",
            ]
            .concat(),
            _ => [
                "Vi har skickat en ny kod till ",
                &shown,
                ". Den gamla gäller inte längre.",
            ]
            .concat(),
        })
    };
    view! {
        <p role="status">{told}</p>
        {text_field(words, Line::EXACT.autocomplete("one-time-code"), Answer::of(code.typed), None)}
        <p>
            <button
                class="button button--plain"
                type="button"
                on:click=move |_| code.send(address.clone())
            >
                "Skicka en ny kod"
            </button>
        </p>
        <p class="quiet">{STRENGTH}</p>
    }
    .into_any()
}
