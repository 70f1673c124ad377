//! One line of text: names, addresses, dates, numbers.

use leptos::prelude::*;

use super::labelled::Labelled;
use super::question::{Answer, Words};

/// How a line is typed.
#[derive(Clone, Copy)]
pub(crate) struct Line {
    /// The HTML type. Never `email` or `number`: browsers rewrite those before we see them.
    pub(crate) kind: &'static str,
    /// Which keyboard a phone shows.
    pub(crate) keyboard: &'static str,
    /// What the browser may fill in.
    pub(crate) autocomplete: &'static str,
    /// Class for the width.
    pub(crate) width: &'static str,
    /// Whether it is prose, so that the keyboard may help with capitals and spelling.
    pub(crate) prose: bool,
}

impl Line {
    /// Any text.
    pub(crate) const TEXT: Self = Self {
        kind: "text",
        keyboard: "text",
        autocomplete: "off",
        width: "input",
        prose: true,
    };
    /// A word that is to be typed letter by letter, such as a user's name.
    pub(crate) const EXACT: Self = Self {
        prose: false,
        ..Self::TEXT
    };
    /// An e-mail address.
    pub(crate) const EMAIL: Self = Self {
        keyboard: "email",
        ..Self::EXACT
    };
    /// A telephone number.
    pub(crate) const PHONE: Self = Self {
        kind: "tel",
        keyboard: "tel",
        width: "input input--phone",
        ..Self::EXACT
    };
    /// A date in any writing.
    pub(crate) const DATE: Self = Self {
        width: "input input--date",
        ..Self::TEXT
    };
    /// A whole number.
    pub(crate) const NUMBER: Self = Self {
        keyboard: "numeric",
        width: "input input--number",
        ..Self::EXACT
    };
    /// An account's address.
    pub(crate) const ADDRESS: Self = Self {
        keyboard: "url",
        ..Self::EXACT
    };

    /// The same with what the browser may fill in.
    #[must_use]
    pub(crate) const fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self {
            autocomplete,
            ..self
        }
    }

    /// The same, hidden as it is typed.
    #[must_use]
    pub(crate) const fn secret(self) -> Self {
        Self {
            kind: "password",
            ..self
        }
    }
}

/// A labelled line. `beside` stands under it: what is known about the answer so far.
#[component]
pub(crate) fn TextField(
    /// The question's words.
    words: Words,
    /// How it is typed.
    line: Line,
    /// The answer, and the way to change it.
    answer: Answer,
    /// What is known about the answer so far; it stands under the field.
    #[prop(optional)]
    beside: Option<AnyView>,
) -> AnyView {
    view! {
        <Labelled words=words>
            <input
                class=line.width
                id=words.id
                name=words.id
                type=line.kind
                inputmode=line.keyboard
                autocomplete=line.autocomplete
                autocapitalize=(!line.prose).then_some("none")
                spellcheck=if line.prose { "true" } else { "false" }
                aria-required=words.required()
                aria-invalid=words.invalid()
                aria-describedby=words.described()
                prop:value=move || answer.text.get()
                on:input=move |event| answer.write.run(event_target_value(&event))
            />
            {beside}
        </Labelled>
    }
    .into_any()
}
