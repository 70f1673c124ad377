//! What every question has: a label or legend, a hint, a finding, an answer.

use leptos::prelude::*;

/// The words around an answer.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    /// The HTML id of the answer; for a group, of its first choice.
    pub(crate) id: &'static str,
    /// The question.
    pub(crate) label: &'static str,
    /// A sentence under it, or empty.
    pub(crate) hint: &'static str,
    /// Whether it may be left empty.
    pub(crate) optional: bool,
    /// What to do about the answer, after a failed try.
    pub(crate) error: Signal<Option<String>>,
}

/// A text answer and the way to change it.
#[derive(Clone, Copy)]
pub(crate) struct Answer {
    /// What the field holds.
    pub(crate) text: Signal<String>,
    /// Called with what was typed or chosen.
    pub(crate) write: Callback<String>,
}

impl Answer {
    /// An answer kept in a signal of the page's own.
    pub(crate) fn of(signal: RwSignal<String>) -> Self {
        Self {
            text: signal.into(),
            write: Callback::new(move |text| signal.set(text)),
        }
    }
}

impl Words {
    /// A question that has no findings of its own.
    pub(crate) fn new(id: &'static str, label: &'static str, hint: &'static str) -> Self {
        Self {
            id,
            label,
            hint,
            optional: false,
            error: Signal::derive(|| None),
        }
    }

    /// The same with a finding that may come.
    #[must_use]
    pub(crate) fn error(self, error: Signal<Option<String>>) -> Self {
        Self { error, ..self }
    }

    /// The same, allowed to be left empty.
    #[must_use]
    pub(crate) fn optional(self) -> Self {
        Self {
            optional: true,
            ..self
        }
    }

    /// Whether there is something to correct.
    pub(crate) fn is_wrong(&self) -> bool {
        self.error.with(Option::is_some)
    }

    /// `aria-invalid`, only when it says something.
    pub(crate) fn invalid(self) -> impl Fn() -> Option<String> + Copy + Send + 'static {
        move || self.is_wrong().then(|| "true".to_owned())
    }

    /// `aria-required`, only when it says something.
    pub(crate) fn required(&self) -> Option<&'static str> {
        (!self.optional).then_some("true")
    }

    /// `aria-describedby`: the hint and, when there is one, the finding.
    pub(crate) fn described(self) -> impl Fn() -> Option<String> + Copy + Send + 'static {
        move || {
            let mut ids = String::new();
            if !self.hint.is_empty() {
                ids.push_str(self.id);
                ids.push_str("-hint");
            }
            if self.is_wrong() {
                if !ids.is_empty() {
                    ids.push(' ');
                }
                ids.push_str(self.id);
                ids.push_str("-error");
            }
            (!ids.is_empty()).then_some(ids)
        }
    }

    /// The id of a thing that belongs to the question.
    pub(crate) fn id_of(&self, what: &str) -> String {
        [self.id, "-", what].concat()
    }
}
