//! A box with something worth stopping at.

use leptos::prelude::*;

/// What a notice is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Good to know.
    Info,
    /// It went well.
    Good,
    /// It did not go well.
    Stop,
}

impl Tone {
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Info => "notice",
            Self::Good => "notice notice--good",
            Self::Stop => "notice notice--stop",
        }
    }
}

/// A notice that stands on the page from the start.
#[component]
pub(crate) fn Notice(
    /// What it is about.
    tone: Tone,
    /// Its heading, or empty for none.
    title: &'static str,
    /// Its contents.
    children: Children,
) -> AnyView {
    let title = (!title.is_empty()).then(|| view! { <h2>{title}</h2> }.into_any());
    view! { <section class=tone.class()>{title} {children()}</section> }.into_any()
}
