//! Radios and boxes. Nothing is chosen beforehand.

use leptos::prelude::*;

use super::question::{Answer, ErrorText, Grouped, Words};

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

/// One of several.
#[component]
pub(crate) fn Radios(
    /// The question's words.
    words: Words,
    /// What there is to choose.
    choices: Vec<Choice>,
    /// The answer, and the way to change it.
    answer: Answer,
) -> AnyView {
    let short = choices.len() <= 3
        && choices
            .iter()
            .all(|choice| choice.hint.is_empty() && choice.label.len() <= 12);
    let many = 6 < choices.len();
    let rows = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            let id = id_of(&words, index, &choice.value);
            let ours = choice.value.clone();
            let control = view! {
                <input
                    type="radio"
                    id=id.clone()
                    name=words.id
                    value=choice.value.clone()
                    prop:checked=move || answer.text.with(|text| *text == ours)
                    on:change=move |_| answer.write.run(choice.value.clone())
                />
            }
            .into_any();
            row(control.into_any(), id, choice.label, choice.hint)
        })
        .collect_view();
    view! {
        <Grouped words=words role="radiogroup">
            <div class="choices" class:choices--row=short class:choices--many=many>
                {rows}
            </div>
        </Grouped>
    }
    .into_any()
}

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
    let rows = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            let id = id_of(&words, index, &choice.value);
            let ours = choice.value.clone();
            let control = view! {
                <input
                    type="checkbox"
                    id=id.clone()
                    name=words.id
                    value=choice.value.clone()
                    aria-invalid=words.invalid()
                    prop:checked=move || ticked.with(|list| list.contains(&ours))
                    on:change=move |event| {
                        change.run((choice.value.clone(), event_target_checked(&event)));
                    }
                />
            }
            .into_any();
            row(control.into_any(), id, choice.label, choice.hint)
        })
        .collect_view();
    view! {
        <Grouped words=words role="group">
            <div class="choices">{rows}</div>
        </Grouped>
    }
    .into_any()
}

/// A single box whose label is the statement; ticked is `ja`, else empty.
#[component]
pub(crate) fn Tick(
    /// The question's words.
    words: Words,
    /// The answer, and the way to change it.
    answer: Answer,
) -> AnyView {
    let hint = (!words.hint.is_empty()).then(|| {
        view! {
            <span class="choice__hint" id=words.id_of("hint")>
                {words.hint}
            </span>
        }
        .into_any()
    });
    let free = words
        .optional
        .then(|| view! { <span class="field__free">" (frivilligt)"</span> }.into_any());
    view! {
        <div class="field" class:field--wrong=move || words.is_wrong()>
            <ErrorText words=words />
            <label class="choice" for=words.id>
                <input
                    type="checkbox"
                    id=words.id
                    name=words.id
                    value=rules::form::field::YES
                    aria-required=words.required()
                    aria-invalid=words.invalid()
                    aria-describedby=words.described()
                    prop:checked=move || answer.text.with(|text| text == rules::form::field::YES)
                    on:change=move |event| {
                        let ticked = event_target_checked(&event);
                        answer
                            .write
                            .run(if ticked { rules::form::field::YES.to_owned() } else { String::new() });
                    }
                />
                <span class="choice__text">{words.label} {free} {hint}</span>
            </label>
        </div>
    }
    .into_any()
}
