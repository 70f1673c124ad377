//! A draft as the rules read it: every answer read once, with what is needed to judge it.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::ptr;

use chrono::NaiveDate;

use crate::address::{self, Address, Platform};
use crate::date;
use crate::draft::Draft;
use crate::email;
use crate::field::{Field, Kind, YES};
use crate::form::{Form, When, answered};
use crate::name;
use crate::personnummer::{self, Personnummer};
use crate::phone;
use crate::policy::Policy;
use crate::register::{self, Likeness};
use crate::text;
use crate::unit::Unit;

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
    /// One per field of the form; none for a field that is not asked.
    meanings: Vec<Option<Meaning<'a>>>,
    /// The field that was looked for last. Rules come in field order, so that the next one wanted
    /// is nearly always near.
    last: Cell<usize>,
    address: OnceCell<Result<Address, address::Problem>>,
    likeness: OnceCell<Likeness<'a>>,
    unit: OnceCell<Option<&'a Unit>>,
}

/// What an answer says, read once however many rules ask.
enum Meaning<'a> {
    /// Text, an id, or something that is read by the one rule that asks.
    Text(Cow<'a, str>),
    /// T2.
    Name(Result<Cow<'a, str>, name::Problem>),
    /// T3.
    Email(Result<Cow<'a, str>, email::Problem>),
    /// T5.
    Date(Result<NaiveDate, date::Problem>),
}

impl<'a> Meaning<'a> {
    fn of(field: &Field, typed: &'a str) -> Self {
        match field.kind {
            Kind::LongText { .. } => Self::Text(text::tidy_lines(typed)),
            Kind::Number { .. } => Self::Text(text::tidy(typed)),
            Kind::Line | Kind::Name => Self::Name(name::parse(typed)),
            Kind::Email => Self::Email(email::parse(typed)),
            Kind::Date => Self::Date(date::parse(typed)),
            // These are tidied where they are read. Ids are not: they are chosen and not typed, and
            // were one nearly right, a branch could be taken by one reader and not by another.
            Kind::Personnummer
            | Kind::Phone
            | Kind::Address
            | Kind::Choice(_)
            | Kind::Choices(_)
            | Kind::Tick
            | Kind::Unit
            | Kind::Account
            | Kind::Guidelines
            | Kind::Warnings
            | Kind::Information => Self::Text(Cow::Borrowed(typed)),
        }
    }
}

impl<'a> Reading<'a> {
    /// Reads every answer of the draft. What was left behind in a closed branch reads as empty, so
    /// that no rule can be swayed by it.
    pub fn new(draft: &'a Draft, facts: Facts<'a>) -> Self {
        Self {
            draft,
            facts,
            meanings: meanings(draft),
            last: Cell::new(0),
            address: OnceCell::new(),
            likeness: OnceCell::new(),
            unit: OnceCell::new(),
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
        self.meaning(field).is_some()
    }

    /// The answer as text: tidied where people type, empty where it is no such answer.
    pub fn text(&self, field: &Field) -> &str {
        match self.meaning(field) {
            Some(Meaning::Text(text) | Meaning::Name(Ok(text)) | Meaning::Email(Ok(text))) => text,
            Some(Meaning::Name(Err(_)) | Meaning::Email(Err(_)) | Meaning::Date(_)) | None => "",
        }
    }

    /// The answer as a name.
    pub fn name(&self, field: &Field) -> Result<&str, name::Problem> {
        match self.meaning(field) {
            Some(Meaning::Name(name)) => name.as_deref().map_err(|problem| *problem),
            Some(Meaning::Text(_) | Meaning::Email(_) | Meaning::Date(_)) | None => {
                Err(name::Problem::Missing)
            }
        }
    }

    /// The answer as an e-mail address.
    pub fn email(&self, field: &Field) -> Result<&str, email::Problem> {
        match self.meaning(field) {
            Some(Meaning::Email(email)) => email.as_deref().map_err(|problem| *problem),
            Some(Meaning::Text(_) | Meaning::Name(_) | Meaning::Date(_)) | None => {
                Err(email::Problem::Missing)
            }
        }
    }

    /// The answer as a day.
    pub fn date(&self, field: &Field) -> Result<NaiveDate, date::Problem> {
        match self.meaning(field) {
            Some(Meaning::Date(day)) => *day,
            Some(Meaning::Text(_) | Meaning::Name(_) | Meaning::Email(_)) | None => {
                Err(date::Problem::Missing)
            }
        }
    }

    fn meaning(&self, field: &Field) -> Option<&Meaning<'a>> {
        self.meanings[self.position(field)?].as_ref()
    }

    /// The ticked ids.
    pub fn list(&self, field: &Field) -> &'a [String] {
        match self.position(field) {
            Some(at) if self.meanings[at].is_some() => self.draft.list_at(at),
            Some(_) | None => &[],
        }
    }

    fn position(&self, field: &Field) -> Option<usize> {
        let fields = self.form().fields;
        let is_at = |at: usize| fields.get(at).is_some_and(|known| ptr::eq(*known, field));
        let last = self.last.get();
        if is_at(last) {
            return Some(last);
        }
        let found = (1..fields.len()).find_map(|distance| {
            if is_at(last + distance) {
                return Some(last + distance);
            }
            last.checked_sub(distance).filter(|at| is_at(*at))
        })?;
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

    /// The answer as a telephone number in digits.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn phone(&self, field: &Field) -> Result<String, phone::Problem> {
        phone::parse(self.text(field))
    }

    /// The answer as a personnummer.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn personnummer(&self, field: &Field) -> Result<Personnummer, personnummer::Problem> {
        Personnummer::parse(self.text(field), self.facts.today)
    }

    /// The answer as a whole number, if it is one.
    pub fn number(&self, field: &Field) -> Option<u16> {
        let text = self.text(field);
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits { text.parse().ok() } else { None }
    }

    /// The platform chosen.
    pub fn platform(&self, field: &Field) -> Option<Platform> {
        // Old names of platforms are read in imports. On a form only the options count.
        let id = self.text(field);
        Platform::ALL
            .into_iter()
            .find(|platform| platform.id() == id)
    }

    /// The unit chosen, when it is in the organisation's tree.
    pub fn unit(&self, field: &Field) -> Option<&'a Unit> {
        *self
            .unit
            .get_or_init(|| self.facts.policy.units.get(self.text(field)))
    }

    /// Whether the form's account address is in the register, or like one that is.
    pub fn likeness(&self, platform: &Field, handle: &Field) -> Likeness<'a> {
        *self.likeness.get_or_init(|| {
            self.address(platform, handle)
                .map_or(Likeness::None, |address| {
                    self.facts.register.likeness(address)
                })
        })
    }

    /// The form's account address, read once however many rules ask.
    pub fn address(&self, platform: &Field, handle: &Field) -> Result<&Address, address::Problem> {
        self.address
            .get_or_init(|| address::parse(self.platform(platform), self.text(handle)))
            .as_ref()
            .map_err(|problem| *problem)
    }
}

/// Reads every answer that is asked for. One pass is enough, since a question only waits for one
/// before it.
fn meanings(draft: &Draft) -> Vec<Option<Meaning<'_>>> {
    let form = draft.form();
    let mut meanings: Vec<Option<Meaning<'_>>> = Vec::with_capacity(form.fields.len());
    for question in form.steps.iter().flat_map(|step| step.questions) {
        let is_asked = match question.when {
            When::Always => true,
            When::Is(other, values) => {
                let mut before = form.fields[..meanings.len()].iter();
                before
                    .rposition(|known| ptr::eq(*known, other))
                    .is_some_and(|at| {
                        meanings[at].is_some()
                            && answered(values, draft.text_at(at), draft.list_at(at))
                    })
            }
        };
        let typed = draft.text_at(meanings.len());
        meanings.push(is_asked.then(|| Meaning::of(question.field, typed)));
    }
    meanings
}
