//! A draft as the rules read it: what its answers say, with what is needed to judge them.

use std::cell::OnceCell;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::form::Form;
use crate::form::draft::Draft;
use crate::form::field::{Field, YES};
use crate::form::finding::Rule;
use crate::form::parsed::{Account, AnswerValue, Emails, GuidelineSet, LongText, ParsedAnswers};
use crate::policy::Policy;
use crate::policy::unit::Unit;
use crate::register::{self, Likeness};
use crate::value::address::{self, Address, Platform};
use crate::value::date;
use crate::value::email;
use crate::value::name;
use crate::value::personnummer::{self, Personnummer};
use crate::value::phone;

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
pub struct Judging<'a> {
    draft: &'a Draft,
    parsed: &'a Arc<ParsedAnswers>,
    facts: Facts<'a>,
    likeness: OnceCell<Likeness<'a>>,
    unit: OnceCell<Option<&'a Unit>>,
}

impl<'a> Judging<'a> {
    /// Takes what the draft says. What was left behind in a closed branch reads as empty.
    pub fn new(draft: &'a Draft, facts: Facts<'a>) -> Self {
        Self {
            draft,
            parsed: draft.parsed(),
            facts,
            likeness: OnceCell::new(),
            unit: OnceCell::new(),
        }
    }

    /// What all answers say.
    pub(crate) fn parsed(&self) -> &'a Arc<ParsedAnswers> {
        self.parsed
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
        self.parsed.get(field).is_some()
    }

    /// The answer as text: tidied where people type, empty where it is no such answer.
    pub fn text(&self, field: &Field) -> &'a str {
        self.parsed.text(field)
    }

    /// The answer to an open field without spaces, case and marks.
    pub(crate) fn closed(&self, field: &Field) -> &'a [u8] {
        self.parsed.get(field).map_or(&[], |answer| &*answer.closed)
    }

    /// The answer as a name.
    pub fn name(&self, field: &Field) -> Result<&'a str, name::Problem> {
        match self.value(field) {
            Some((text, AnswerValue::Name(read))) => read.map(|()| text),
            _ => Err(name::Problem::Missing),
        }
    }

    /// The answer as an e-mail address.
    pub fn email(&self, field: &Field) -> Result<&'a str, email::Problem> {
        match self.value(field) {
            Some((text, AnswerValue::Email(read))) => read.map(|()| text),
            _ => Err(email::Problem::Missing),
        }
    }

    /// The answer as a day.
    pub fn date(&self, field: &Field) -> Result<NaiveDate, date::Problem> {
        match self.value(field) {
            Some((_, AnswerValue::Date(day))) => *day,
            _ => Err(date::Problem::Missing),
        }
    }

    /// The rules to be kept: those of the form whose fields are asked, in field order.
    pub(crate) fn rules(&self) -> &'a [&'static Rule] {
        self.parsed.rules()
    }

    /// How many characters the answer has, tidied, where the field counts them.
    pub fn chars(&self, field: &Field) -> usize {
        self.long_text(field).map_or(0, |(_, long)| long.chars)
    }

    /// Whether the answer is worth a search for personal details.
    pub(crate) fn may_be_personal(&self, field: &Field) -> bool {
        self.long_text(field)
            .is_some_and(|(_, long)| long.may_be_personal)
    }

    /// The answer as e-mail addresses, one on each line.
    pub(crate) fn emails(&self, field: &Field) -> Option<Emails> {
        self.long_text(field).map(|(text, long)| long.emails(text))
    }

    fn long_text(&self, field: &Field) -> Option<(&'a str, &'a LongText)> {
        match self.value(field) {
            Some((text, AnswerValue::LongText(long))) => Some((text, long)),
            _ => None,
        }
    }

    fn value(&self, field: &Field) -> Option<(&'a str, &'a AnswerValue)> {
        let answer = self.parsed.get(field)?;
        Some((&answer.text, &answer.value))
    }

    /// The ticked ids.
    pub fn list(&self, field: &Field) -> &'a [String] {
        if self.asks(field) {
            self.draft.list(field)
        } else {
            &[]
        }
    }

    /// The guidelines confirmed.
    pub(crate) fn confirmed(&self, field: &Field) -> GuidelineSet {
        match self.value(field) {
            Some((_, AnswerValue::Guidelines(confirmed))) => *confirmed,
            _ => GuidelineSet::default(),
        }
    }

    /// Whether the answer is yes, or the box ticked.
    pub fn is_yes(&self, field: &Field) -> bool {
        self.text(field) == YES
    }

    /// Whether the answer is one of the field's options.
    pub fn is_chosen(&self, field: &Field) -> bool {
        matches!(self.value(field), Some((_, AnswerValue::Choice(Some(_)))))
    }

    /// The answer as a telephone number in digits.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn phone(&self, field: &Field) -> Result<&'a str, phone::Problem> {
        match self.value(field) {
            Some((_, AnswerValue::Phone(number))) => number.as_deref().map_err(|problem| *problem),
            _ => Err(phone::Problem::Missing),
        }
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
        match self.value(field) {
            Some((_, AnswerValue::Number(number))) => *number,
            _ => None,
        }
    }

    /// The platform chosen, where the options are [`Platform::ALL`].
    pub fn platform(&self, field: &Field) -> Option<Platform> {
        // Old names of platforms are read in imports. On a form only the options count.
        match self.value(field) {
            Some((_, AnswerValue::Choice(at))) => Platform::ALL.get((*at)?).copied(),
            _ => None,
        }
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
            self.account(platform, handle)
                .map_or(Likeness::None, |account| {
                    self.facts.register.likeness(&account.marks)
                })
        })
    }

    /// The form's account address.
    pub fn address(
        &self,
        platform: &Field,
        handle: &Field,
    ) -> Result<&'a Address, address::Problem> {
        let account = self.account(platform, handle)?;
        Ok(&account.address)
    }

    /// The form's account: its address, and the marks that it is compared by.
    pub(crate) fn account(
        &self,
        platform: &Field,
        handle: &Field,
    ) -> Result<&'a Arc<Account>, address::Problem> {
        self.parsed
            .account(|| (self.platform(platform), self.text(handle)))
    }
}
