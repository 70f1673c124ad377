//! A form: steps of questions, and when each question is asked.
//!
//! A form is a table. The wizard, the review page, the print and the journey are drawn from it.

pub(crate) mod check;
pub mod draft;
pub mod field;
pub(crate) mod field_index;
pub mod finding;
pub mod journey;
pub mod judging;
pub(crate) mod parsed;

use std::fmt;
use std::ptr;
use std::sync::OnceLock;

use crate::form::draft::Draft;
use crate::form::field::Field;
use crate::form::field_index::{FIELDS_MAX, FieldIndex};
use crate::form::finding::Rule;

/// A form with everything asked in it.
pub struct Form {
    /// The word on the wire, stable for ever.
    pub id: &'static str,
    /// What people read above the steps.
    pub title: &'static str,
    /// Who fills it in and how it is kept.
    pub keeper: Keeper,
    /// The fields that come from the request and are shown without being asked; see
    /// [`Draft::with_request`].
    pub prefilled: &'static [&'static Field],
    /// The steps in order. The last one is the review.
    pub steps: &'static [Step],
    /// Every field once, in the order asked: `fields` of the steps.
    pub fields: &'static [&'static Field],
    /// Where each of them stands; not known before a person asks, and then for good.
    pub(crate) field_index: OnceLock<FieldIndex>,
    /// Every rule of the form, in field order, in groups that several forms share.
    pub rules: &'static [&'static [Rule]],
}

/// Who fills in a form, which decides how it is kept and by which way it comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeper {
    /// A logged in employee, as a case with a draft of their own.
    Employee,
    /// A person with a link to a request, as a consent that becomes signed.
    LinkHolder,
    /// Staff, who record what a person answered, as a consent.
    Staff,
    /// Anybody, with or without a link: a message that staff take care of.
    Anyone,
}

/// One page of a form, with one theme.
pub struct Step {
    /// Last part of the page's address, unique within the form.
    pub slug: &'static str,
    /// The heading after «Steg N av M:».
    pub title: &'static str,
    /// One or two sentences under the heading, or empty.
    pub lead: &'static str,
    /// What is asked, in order.
    pub questions: &'static [Question],
}

/// A field on a step, and when it is asked.
#[derive(Clone, Copy)]
pub struct Question {
    /// What is asked.
    pub field: &'static Field,
    /// Whether it is asked at all.
    pub when: When,
}

/// When a question is asked.
#[derive(Clone, Copy)]
pub enum When {
    /// Of everybody.
    Always,
    /// Only when the answer to this field is one of these values or, for a list, holds one of them.
    Is(&'static Field, &'static [&'static str]),
}

/// How many questions the steps hold.
pub(crate) const fn count(steps: &[Step]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < steps.len() {
        count += steps[at].questions.len();
        at += 1;
    }
    count
}

/// The fields that the steps ask for, in the order asked. `N` is [`count`] of the same steps.
pub(crate) const fn fields<const N: usize>(steps: &'static [Step]) -> [&'static Field; N] {
    assert!(N <= FIELDS_MAX, "a form with too many fields");
    let mut fields = [steps[0].questions[0].field; N];
    let (mut step, mut put) = (0, 0);
    while step < steps.len() {
        let questions = steps[step].questions;
        let mut at = 0;
        while at < questions.len() {
            fields[put] = questions[at].field;
            put += 1;
            at += 1;
        }
        step += 1;
    }
    fields
}

/// Two slices of questions as one; `N` is the length of both together.
pub(crate) const fn joined<const N: usize>(
    first: &'static [Question],
    second: &'static [Question],
) -> [Question; N] {
    let mut questions = [first[0]; N];
    let mut at = 0;
    while at < N {
        questions[at] = if at < first.len() {
            first[at]
        } else {
            second[at - first.len()]
        };
        at += 1;
    }
    questions
}

/// Whether a text or a list answers with one of `values`.
pub(crate) fn answered(values: &[&str], text: &str, list: &[String]) -> bool {
    values.contains(&text) || list.iter().any(|id| values.contains(&id.as_str()))
}

impl Question {
    /// A question asked of everybody.
    pub const fn always(field: &'static Field) -> Self {
        Self {
            field,
            when: When::Always,
        }
    }

    /// A question asked only when `other` was answered with one of `values`.
    pub const fn when(
        field: &'static Field,
        other: &'static Field,
        values: &'static [&'static str],
    ) -> Self {
        Self {
            field,
            when: When::Is(other, values),
        }
    }

    /// Whether the question is asked, given the draft. An answer left behind in a closed branch
    /// opens nothing.
    pub fn is_asked(&self, draft: &Draft) -> bool {
        draft.parsed().get(self.field).is_some()
    }
}

impl Form {
    /// Every field, in the order asked.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.fields.iter().copied()
    }

    /// The field with this id.
    pub fn field(&self, id: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.id == id)
    }

    /// Every rule, in field order.
    pub fn rules(&self) -> impl Iterator<Item = &'static Rule> + use<> {
        self.rules.iter().copied().flatten()
    }

    /// Whether the request settles the answer to `field`.
    pub fn is_prefilled(&self, field: &Field) -> bool {
        self.prefilled.iter().any(|known| ptr::eq(*known, field))
    }

    /// Where in [`Form::fields`] this field stands.
    pub fn position(&self, field: &Field) -> Option<usize> {
        self.field_index().get(field)
    }

    pub(crate) fn field_index(&self) -> &FieldIndex {
        self.field_index.get_or_init(|| FieldIndex::of(self.fields))
    }

    /// The question that asks for `field`.
    pub fn question(&self, field: &Field) -> Option<&'static Question> {
        self.steps
            .iter()
            .flat_map(|step| step.questions)
            .find(|question| ptr::eq(question.field, field))
    }

    /// Whether `field` is asked, given the draft.
    pub fn asks(&self, field: &Field, draft: &Draft) -> bool {
        self == draft.form() && draft.parsed().get(field).is_some()
    }

    /// The step that asks for `field`, counted from 0.
    pub fn step_of(&self, field: &Field) -> Option<usize> {
        self.steps.iter().position(|step| {
            step.questions
                .iter()
                .any(|question| ptr::eq(question.field, field))
        })
    }

    /// The step with this slug, counted from 0.
    pub fn step(&self, slug: &str) -> Option<usize> {
        self.steps.iter().position(|step| step.slug == slug)
    }
}

impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}
