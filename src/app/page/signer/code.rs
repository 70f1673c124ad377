//! The one-time code, which shows who the holder is.

use leptos::prelude::*;

use crate::component::heading_of::HeadingOf;
use crate::component::question::{Answer, Words};
use crate::component::text_field::{Line, TextField};
use crate::data::link::{Code, Link, LinkView};
use crate::platform::browser;
use crate::platform::screen::follow;

/// The id of the field for the code.
pub(super) const FIELD: &str = "kod";

/// What is said of how well a code shows who the holder is.
const STRENGTH: &str = "Koden visar att du når e-posten. Det är ingen e-legitimation.";

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
        <p role="status">{move || told()}</p>
        <TextField
            words=words
            line=Line::EXACT.autocomplete("one-time-code")
            answer=Answer::of(code.typed)
        />
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

/// Asks for the code that is sent to the address on file, which is what the link's holder shows who
/// they are with. `then` is given what they see after that.
pub(super) fn prove(view: &LinkView, then: Callback<LinkView>) -> AnyView {
    let link = Link::here();
    let address = view.identified.code_to.clone().unwrap_or_default();
    link.code.send_once("");
    let trying = Action::new_local(move |(): &()| link.code.prove());
    follow(move || match trying.value().get() {
        None => {}
        Some(Some(view)) => then.run(view),
        Some(None) => request_animation_frame(|| browser::focus_question(FIELD)),
    });
    let busy = trying.pending();
    let try_code = move || {
        if !busy.get_untracked() {
            trying.dispatch_local(());
        }
    };
    view! {
        <form
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                try_code();
            }
        >
            {code(link.code, String::new(), address)}
            <div class="buttons">
                <button class="button button--act" type="submit">
                    "Fortsätt"
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// A page that asks for the code before it shows anything.
pub(super) fn prove_first(
    view: &LinkView,
    lead: &'static str,
    then: Callback<LinkView>,
) -> AnyView {
    let code = Link::here().code;
    let wrong = Signal::derive(move || code.wrong.with(Option::is_some));
    view! {
        <HeadingOf text=Signal::derive(|| "Visa att det är du".to_owned()) wrong=wrong />
        <p class="lead">{lead}</p>
        {prove(view, then)}
    }
    .into_any()
}
