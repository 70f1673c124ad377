//! A draft as the rules read it: every answer tidied once, with what is needed to judge it.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::ptr;

use chrono::NaiveDate;

use crate::address::{self, Address, Platform};
use crate::date;
use crate::draft::{Answer, Draft};
use crate::field::{Field, Kind, YES};
use crate::form::{Form, When};
use crate::policy::Policy;
use crate::register;
use crate::text;

/// What a draft is judged against.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The organisation's policy.
    pub policy: &'a Policy,
    /// The register as it stands.
    pub register: &'a register::Index,
    /// Today, in Sweden.
    pub today: NaiveDate,
}

/// A draft being judged.
pub struct Reading<'a> {
    draft: &'a Draft,
    facts: Facts<'a>,
    /// One text per field of the form.
    tidied: Vec<Cow<'a, str>>,
    /// Whether each field of the form is asked.
    asked: Vec<bool>,
    /// The field that was looked for last. Rules come in field order, so that the next one wanted
    /// is nearly always the same or the one after.
    last: Cell<usize>,
    address: OnceCell<Result<Address, address::Problem>>,
}

impl<'a> Reading<'a> {
    /// Tidies every text of the draft. What was left behind in a closed branch reads as empty, so
    /// that no rule can be swayed by it.
    pub fn new(draft: &'a Draft, facts: Facts<'a>) -> Self {
        let asked = asked(draft);
        let tidied = draft
            .answers()
            .zip(&asked)
            .map(
                |((field, answer), is_asked)| match (answer.filter(|_| *is_asked), field.kind) {
                    (None | Some(Answer::List(_)), _) => Cow::Borrowed(""),
                    (Some(Answer::Text(text)), Kind::LongText { .. }) => text::tidy_lines(text),
                    (
                        Some(Answer::Text(text)),
                        Kind::Line
                        | Kind::Name
                        | Kind::Email
                        | Kind::Phone
                        | Kind::Date
                        | Kind::Address
                        | Kind::Number { .. },
                    ) => text::tidy(text),
                    // Ids are chosen and not typed. One that is nearly right is wrong, or a branch
                    // could be taken by one reader of it and not by another.
                    (
                        Some(Answer::Text(id)),
                        Kind::Choice(_)
                        | Kind::Choices(_)
                        | Kind::Tick
                        | Kind::Unit
                        | Kind::Account
                        | Kind::Guidelines
                        | Kind::Warnings,
                    ) => Cow::Borrowed(id.as_str()),
                },
            )
            .collect();
        Self {
            draft,
            facts,
            tidied,
            asked,
            last: Cell::new(0),
            address: OnceCell::new(),
        }
    }

    /// The form.
    pub fn form(&self) -> &'static Form {
        self.draft.form()
    }

    /// The draft as it was typed.
    pub fn draft(&self) -> &'a Draft {
        self.draft
    }

    /// The policy.
    pub fn policy(&self) -> &'a Policy {
        self.facts.policy
    }

    /// The register.
    pub fn register(&self) -> &'a register::Index {
        self.facts.register
    }

    /// Today, in Sweden.
    pub fn today(&self) -> NaiveDate {
        self.facts.today
    }

    /// Whether the field is asked, given the other answers.
    pub fn asks(&self, field: &Field) -> bool {
        self.position(field).is_some_and(|at| self.asked[at])
    }

    /// The tidied text.
    pub fn text(&self, field: &Field) -> &str {
        self.position(field).map_or("", |at| &self.tidied[at])
    }

    /// The ticked ids.
    pub fn list(&self, field: &Field) -> &'a [String] {
        if self.asks(field) {
            self.draft.list(field)
        } else {
            &[]
        }
    }

    fn position(&self, field: &Field) -> Option<usize> {
        let fields = self.form().fields;
        let last = self.last.get();
        let found = (last..fields.len())
            .chain(0..last)
            .find(|at| ptr::eq(fields[*at], field))?;
        self.last.set(found);
        Some(found)
    }

    /// Whether the answer is yes, or the box ticked.
    pub fn is_yes(&self, field: &Field) -> bool {
        self.text(field) == YES
    }

    /// Whether the answer is one of the field's options.
    pub fn is_chosen(&self, field: &Field) -> bool {
        let text = self.text(field);
        field.choices().iter().any(|choice| choice.id == text)
    }

    /// The answer as a whole number, if it is one.
    pub fn number(&self, field: &Field) -> Option<u16> {
        let text = self.text(field);
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits { text.parse().ok() } else { None }
    }

    /// The answer as a day.
    pub fn date(&self, field: &Field) -> Result<NaiveDate, date::Problem> {
        date::parse(self.text(field))
    }

    /// The platform chosen.
    pub fn platform(&self, field: &Field) -> Option<Platform> {
        // Old names of platforms are read in imports. On a form only the options count.
        let id = self.text(field);
        Platform::from_id(id).filter(|platform| platform.id() == id)
    }

    /// The form's account address, read once however many rules ask.
    pub fn address(&self, platform: &Field, handle: &Field) -> Result<&Address, address::Problem> {
        self.address
            .get_or_init(|| address::parse(self.platform(platform), self.text(handle)))
            .as_ref()
            .map_err(|problem| *problem)
    }
}

/// Whether each field is asked. One pass is enough, since a question only waits for one before it.
fn asked(draft: &Draft) -> Vec<bool> {
    let form = draft.form();
    let mut asked: Vec<bool> = Vec::with_capacity(form.fields.len());
    for question in form.steps.iter().flat_map(|step| step.questions) {
        let is_asked = match question.when {
            When::Always => true,
            When::Is(other, values) => form
                .position(other)
                .and_then(|at| asked.get(at))
                .is_some_and(|other_is_asked| {
                    *other_is_asked && values.contains(&draft.text(other))
                }),
        };
        asked.push(is_asked);
    }
    asked
}
