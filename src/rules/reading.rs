//! A draft as the rules read it: every answer tidied once, with what is needed to judge it.

use std::borrow::Cow;
use std::cell::OnceCell;

use chrono::NaiveDate;

use crate::address::{self, Address, Platform};
use crate::date;
use crate::draft::Draft;
use crate::field::{Field, Kind, YES};
use crate::form::Form;
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
    tidied: Vec<Cow<'a, str>>,
    address: OnceCell<Result<Address, address::Problem>>,
}

impl<'a> Reading<'a> {
    /// Tidies every text of the draft.
    pub fn new(draft: &'a Draft, facts: Facts<'a>) -> Self {
        Self {
            draft,
            facts,
            tidied: draft
                .form()
                .fields()
                .map(|field| match field.kind {
                    Kind::LongText { .. } => text::tidy_lines(draft.text(field)),
                    Kind::Line
                    | Kind::Name
                    | Kind::Email
                    | Kind::Phone
                    | Kind::Date
                    | Kind::Address
                    | Kind::Number { .. }
                    | Kind::Choice(_)
                    | Kind::Choices(_)
                    | Kind::Tick
                    | Kind::Unit
                    | Kind::Account
                    | Kind::Guidelines
                    | Kind::Warnings => text::tidy(draft.text(field)),
                })
                .collect(),
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
        self.form().asks(field, self.draft)
    }

    /// The tidied text.
    pub fn text(&self, field: &Field) -> &str {
        self.form()
            .position(field)
            .map_or("", |index| &self.tidied[index])
    }

    /// The ticked ids.
    pub fn list(&self, field: &Field) -> &'a [String] {
        self.draft.list(field)
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
        Platform::from_id(self.text(field))
    }

    /// The form's account address, read once however many rules ask.
    pub fn address(&self, platform: &Field, handle: &Field) -> Result<&Address, address::Problem> {
        self.address
            .get_or_init(|| address::parse(self.platform(platform), self.text(handle)))
            .as_ref()
            .map_err(|problem| *problem)
    }
}
