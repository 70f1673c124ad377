//! The parsed answers of a draft, which are parsed once and judged many times.
//!
//! They depend only on what was typed, never on the policy, the register or the day, which may differ the next time.
//! A [`Draft`] keeps its parsed answers until one of its answers changes.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::form::draft::Draft;
use crate::form::field::{Class, Field, Kind};
use crate::form::field_index::FieldIndex;
use crate::form::finding::Rule;
use crate::form::{When, answered};
use crate::policy::guideline::Guideline;
use crate::value::address::{self, Address, Marks, Platform};
use crate::value::personal;
use crate::value::{collation, date, email, name, phone, text};

/// What all answers of a draft say.
pub(crate) struct ParsedAnswers {
    field_index: &'static FieldIndex,
    /// One per field of the form; none for a field that is not asked.
    answers: Box<[Option<ParsedAnswer>]>,
    /// The form's rules whose fields are asked, in field order.
    rules: Vec<&'static Rule>,
    account: OnceLock<Result<Arc<Account>, address::Problem>>,
}

/// The account that the answers mean.
pub(crate) struct Account {
    pub(crate) address: Address,
    pub(crate) marks: Marks,
}

/// What one answer says.
pub(crate) struct ParsedAnswer {
    /// The text as the rules take it: tidied where people type, empty where it is no such answer.
    pub(crate) text: Box<str>,
    /// The text of an open field without spaces, case and marks, to look for names in.
    pub(crate) closed: Vec<u8>,
    pub(crate) value: AnswerValue,
}

/// What an answer says besides its text, by the kind of its field.
pub(crate) enum AnswerValue {
    /// Text, an id, or something that is read by the one rule that asks.
    Text,
    /// Text over several lines.
    LongText(LongText),
    /// T2.
    Name(Result<(), name::Problem>),
    /// T3.
    Email(Result<(), email::Problem>),
    /// T4.
    Phone(Result<Box<str>, phone::Problem>),
    /// T5.
    Date(Result<NaiveDate, date::Problem>),
    /// A whole number, if it is one.
    Number(Option<u16>),
    /// The place of the option chosen, if it is one of them.
    Choice(Option<usize>),
    /// The guidelines confirmed.
    Guidelines(GuidelineSet),
}

/// A set of guidelines, each a bit by its place among [`Guideline::ALL`].
#[derive(Clone, Copy, Default)]
pub(crate) struct GuidelineSet(u64);

const _: () = assert!(Guideline::ALL.len() <= u64::BITS as usize);

impl GuidelineSet {
    fn of(ids: &[String]) -> Self {
        let confirmed = Guideline::ALL
            .iter()
            .filter(|guideline| ids.iter().any(|id| id == guideline.id()));
        Self(confirmed.fold(0, |set, guideline| set | Self::bit(*guideline)))
    }

    pub(crate) fn has(self, guideline: Guideline) -> bool {
        self.0 & Self::bit(guideline) != 0
    }

    fn bit(guideline: Guideline) -> u64 {
        1 << guideline as u32
    }
}

/// What is asked about a long text.
pub(crate) struct LongText {
    pub(crate) chars: usize,
    /// Whether it is worth a search for personal details.
    pub(crate) may_be_personal: bool,
    emails: OnceLock<Emails>,
}

/// A long text read as e-mail addresses, one on each line that is not empty.
#[derive(Clone, Copy)]
pub(crate) struct Emails {
    pub(crate) count: usize,
    /// The first line that is no address, counted from 1.
    pub(crate) wrong_line: Option<usize>,
}

impl LongText {
    fn of(text: &str) -> Self {
        Self {
            chars: text::chars(text),
            may_be_personal: personal::may_be_personal(text),
            emails: OnceLock::new(),
        }
    }

    /// The addresses in `text`, which this is about.
    pub(crate) fn emails(&self, text: &str) -> Emails {
        *self.emails.get_or_init(|| {
            let lines = || (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty());
            Emails {
                count: lines().count(),
                wrong_line: lines()
                    .find(|(_, line)| email::parse(line).is_err())
                    .map(|(number, _)| number),
            }
        })
    }
}

impl ParsedAnswers {
    /// Reads every answer that is asked for. What was left behind in a closed branch is not read, so that no rule can
    /// be swayed by it. One pass is enough, since a question only waits for one before it.
    pub(crate) fn of(draft: &Draft) -> Self {
        let form = draft.form();
        let field_index = form.field_index();
        let mut answers: Vec<Option<ParsedAnswer>> = Vec::with_capacity(form.fields.len());
        let is_asked = |field: &Field, before: &[Option<ParsedAnswer>]| {
            let answer = field_index.get(field).and_then(|at| before.get(at));
            answer.is_some_and(Option::is_some)
        };
        for question in form.steps.iter().flat_map(|step| step.questions) {
            let asked = match question.when {
                When::Always => true,
                When::Is(other, values) => {
                    is_asked(other, &answers)
                        && answered(values, draft.text(other), draft.list(other))
                }
            };
            let at = answers.len();
            answers.push(
                asked.then(|| {
                    ParsedAnswer::of(question.field, draft.text_at(at), draft.list_at(at))
                }),
            );
        }
        Self {
            rules: form
                .rules()
                .filter(|rule| is_asked(rule.field, &answers))
                .collect(),
            field_index,
            answers: answers.into(),
            account: OnceLock::new(),
        }
    }

    /// The form's rules whose fields are asked, in field order.
    pub(crate) fn rules(&self) -> &[&'static Rule] {
        &self.rules
    }

    /// What the answer to the field says, if it is asked.
    pub(crate) fn get(&self, field: &Field) -> Option<&ParsedAnswer> {
        self.answers[self.field_index.get(field)?].as_ref()
    }

    /// The answer as text: tidied where people type, empty where it is no such answer.
    pub(crate) fn text(&self, field: &Field) -> &str {
        self.get(field).map_or("", |answer| &*answer.text)
    }

    /// The account that is meant, where `answers` are its platform and what was typed. A form asks for one at most.
    pub(crate) fn account<'a>(
        &self,
        answers: impl FnOnce() -> (Option<Platform>, &'a str),
    ) -> Result<&Arc<Account>, address::Problem> {
        self.account
            .get_or_init(|| {
                let (platform, handle) = answers();
                let address = address::parse(platform, handle)?;
                let marks = address.marks();
                Ok(Arc::new(Account { address, marks }))
            })
            .as_ref()
            .map_err(|problem| *problem)
    }
}

impl ParsedAnswer {
    fn of(field: &Field, typed: &str, ticked: &[String]) -> Self {
        let (text, value) = match field.kind {
            Kind::LongText { .. } => {
                let text = text::tidy_lines(typed);
                let value = LongText::of(&text);
                (text, AnswerValue::LongText(value))
            }
            Kind::Number { .. } => {
                let text = text::tidy(typed);
                let number = number(&text);
                (text, AnswerValue::Number(number))
            }
            Kind::Line | Kind::Name => split(name::parse(typed), AnswerValue::Name),
            Kind::Email => split(email::parse(typed), AnswerValue::Email),
            Kind::Date => (Cow::Borrowed(""), AnswerValue::Date(date::parse(typed))),
            Kind::Phone => {
                let number = phone::parse(typed).map(String::into_boxed_str);
                (Cow::Borrowed(typed), AnswerValue::Phone(number))
            }
            // Ids are not tidied: they are chosen and not typed, and were one nearly right, a branch could be taken by
            // one reader and not by another.
            Kind::Choice(choices) => {
                let chosen = choices.iter().position(|choice| choice.id == typed);
                (Cow::Borrowed(typed), AnswerValue::Choice(chosen))
            }
            Kind::Guidelines => (
                Cow::Borrowed(""),
                AnswerValue::Guidelines(GuidelineSet::of(ticked)),
            ),
            // These are tidied where they are read.
            Kind::Personnummer
            | Kind::Address
            | Kind::Choices(_)
            | Kind::Tick
            | Kind::Unit
            | Kind::Account
            | Kind::Warnings
            | Kind::Information => (Cow::Borrowed(typed), AnswerValue::Text),
        };
        let mut closed = Vec::new();
        if field.class == Class::Open {
            collation::close_onto(&text, &mut closed);
        }
        Self {
            text: text.into(),
            closed,
            value,
        }
    }
}

/// The text that was read, empty when it could not be, and how it went.
fn split<P>(
    read: Result<Cow<'_, str>, P>,
    value: fn(Result<(), P>) -> AnswerValue,
) -> (Cow<'_, str>, AnswerValue) {
    match read {
        Ok(text) => (text, value(Ok(()))),
        Err(problem) => (Cow::Borrowed(""), value(Err(problem))),
    }
}

fn number(text: &str) -> Option<u16> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests;
