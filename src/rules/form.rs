//! A form: steps of questions, and when each question is asked.
//!
//! A form is a table. The wizard, the review page, the print and the journey are drawn from it.

use std::fmt;
use std::ptr;

use crate::draft::Draft;
use crate::field::Field;
use crate::finding::Rule;
use crate::{application, change};

/// A form with everything asked in it.
pub struct Form {
    /// The word on the wire, stable for ever.
    pub id: &'static str,
    /// What people read above the steps.
    pub title: &'static str,
    /// The steps in order. The last one is the review.
    pub steps: &'static [Step],
    /// Every field once, in the order asked; the same as in the steps.
    pub fields: &'static [&'static Field],
    /// Every rule of the form, in field order.
    pub rules: &'static [Rule],
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
    /// Only when the answer to this field is one of these values.
    Is(&'static Field, &'static [&'static str]),
}

/// Every form there is.
pub static FORMS: &[&Form] = &[&application::FORM, &change::FORM];

/// The form with this id.
pub fn by_id(id: &str) -> Option<&'static Form> {
    FORMS.iter().copied().find(|form| form.id == id)
}

/// The rule with this id, in any form.
pub fn rule(id: &str) -> Option<&'static Rule> {
    FORMS
        .iter()
        .flat_map(|form| form.rules)
        .find(|rule| rule.id == id)
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
        match self.when {
            When::Always => true,
            When::Is(other, values) => {
                values.contains(&draft.text(other)) && draft.form().asks(other, draft)
            }
        }
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

    /// Where in [`Form::fields`] this field stands. By address, since every field is one static.
    pub fn position(&self, field: &Field) -> Option<usize> {
        self.fields.iter().position(|known| ptr::eq(*known, field))
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
        self.question(field)
            .is_some_and(|question| question.is_asked(draft))
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
