//! Radios and boxes. Nothing is chosen beforehand.

use leptos::prelude::*;

use super::question::Words;

/// One thing to choose.
#[derive(Clone, PartialEq)]
pub(crate) struct Choice {
    /// The value on the wire.
    pub(crate) value: String,
    /// What people read.
    pub(crate) label: String,
    /// A line under it, or empty.
    pub(crate) hint: String,
}

impl Choice {
    /// The choices of a field, as they stand in its table.
    pub(crate) fn of(field: &rules::form::field::Field) -> Vec<Self> {
        field
            .choices()
            .iter()
            .map(|choice| Self {
                value: choice.id.to_owned(),
                label: choice.label.into(),
                hint: choice.hint.to_owned(),
            })
            .collect()
    }
}

/// The id of choice number `index`: the first one carries the question's own, so that a link to the
/// question lands in it.
fn id_of(words: &Words, index: usize, value: &str) -> String {
    if index == 0 {
        words.id.to_owned()
    } else {
        words.id_of(value)
    }
}

/// A row for each choice, with the control that `control` draws from the choice's id and value.
pub(super) fn rows(
    words: &Words,
    choices: Vec<Choice>,
    control: &dyn Fn(String, String) -> AnyView,
) -> AnyView {
    choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            let id = id_of(words, index, &choice.value);
            let control = control(id.clone(), choice.value);
            row(control, id, choice.label, choice.hint)
        })
        .collect_view()
        .into_any()
}

fn row(control: AnyView, id: String, label: String, hint: String) -> AnyView {
    let hint =
        (!hint.is_empty()).then(|| view! { <span class="choice__hint">{hint}</span> }.into_any());
    view! {
        <label class="choice" for=id>
            {control}
            <span class="choice__text">{label} {hint}</span>
        </label>
    }
    .into_any()
}
