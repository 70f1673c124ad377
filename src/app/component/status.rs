//! A status as a word and a shape.

use leptos::prelude::*;

/// What a status means in a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Not begun, or neither here nor there.
    Open,
    /// Waits for a person.
    Waiting,
    /// Being worked on.
    Working,
    /// Went well, in use.
    Good,
    /// Was refused.
    Stopped,
    /// Is over.
    Over,
}

impl Shape {
    /// The class it is drawn with, for code that changes a tag in place.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Open => "status",
            Self::Waiting => "status status--wait",
            Self::Working => "status status--work",
            Self::Good => "status status--good",
            Self::Stopped => "status status--stop",
            Self::Over => "status status--over",
        }
    }
}

/// The tag.
#[component]
pub(crate) fn StatusTag(
    /// The word.
    #[prop(into)]
    label: String,
    /// What it means in a list.
    shape: Shape,
) -> AnyView {
    view! { <span class=shape.class()>{label}</span> }.into_any()
}
