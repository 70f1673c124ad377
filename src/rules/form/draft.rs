//! What was typed, unjudged: the wire type of every form.
//!
//! A draft keeps the text exactly as a person wrote it. It is read by the rules and only they say
//! what it means; see [`crate::account::application::check`] and [`crate::account::change::check`].

use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::form::Form;
use crate::form::field::Field;
use crate::form::parsed::ParsedAnswers;
use crate::value::sort::sorted_by_key;
use crate::value::wire;

/// Most characters one answer may hold on its way in, far above what any rule lets through, so
/// that a too long text is kept and explained rather than refused.
pub const ANSWER_CHARS_MAX: usize = 20_000;
/// Most entries in a list answer.
pub const LIST_ENTRIES_MAX: usize = 200;

/// One answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// Everything typed or chosen as one.
    Text(String),
    /// The ids that were ticked.
    List(Vec<String>),
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(AnswerVisitor)
    }
}

/// Reads an answer as it comes. What serde writes for an untagged enum keeps a copy of it first, of
/// any shape there is.
struct AnswerVisitor;

impl<'de> Visitor<'de> for AnswerVisitor {
    type Value = Answer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Answer, E> {
        Ok(Answer::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Answer, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = list.next_element()? {
            texts.push(text);
        }
        Ok(Answer::List(texts))
    }
}

/// The answers to one form, in the order of the form's fields. [`crate::catalogue`], which knows
/// every form, reads one from the wire.
#[derive(Clone, Deserialize)]
#[serde(try_from = "DraftJson")]
pub struct Draft {
    form: &'static Form,
    answers: Vec<Option<Answer>>,
    /// What the answers say. It is read when a person asks, and forgotten when an answer changes.
    parsed: OnceLock<Arc<ParsedAnswers>>,
}

/// A draft on its way: `{"form":"starta-konto","svar":{"syfte":"…"}}`. A caller that
/// knows the form reads it as a draft of that form, and links no other.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftJson {
    form: String,
    #[serde(deserialize_with = "wire::members")]
    svar: Vec<(String, Answer)>,
}

/// Why a JSON object is not a draft. These are mistakes of a program, never of a person.
#[derive(Debug, PartialEq, Eq)]
pub enum DraftError {
    /// No form has this id.
    UnknownForm(String),
    /// The form has no field with this id.
    UnknownField(String),
    /// A text where a list belongs, or the other way round.
    WrongShape(&'static str),
    /// More than [`ANSWER_CHARS_MAX`] characters or [`LIST_ENTRIES_MAX`] entries.
    TooLong(&'static str),
}

impl fmt::Display for DraftError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownForm(id) => write!(f, "unknown form {id:.60}"),
            Self::UnknownField(id) => write!(f, "unknown field {id:.60}"),
            Self::WrongShape(id) => write!(f, "wrong shape of {id}"),
            Self::TooLong(id) => write!(f, "too long: {id}"),
        }
    }
}

impl Draft {
    /// An empty draft of `form`.
    pub fn new(form: &'static Form) -> Self {
        Self {
            form,
            answers: vec![None; form.fields.len()],
            parsed: OnceLock::new(),
        }
    }

    /// The form this is a draft of.
    pub fn form(&self) -> &'static Form {
        self.form
    }

    /// The text answered to `field`, or the empty text. Also empty for list answers and for
    /// fields of another form.
    pub fn text(&self, field: &Field) -> &str {
        self.form.position(field).map_or("", |at| self.text_at(at))
    }

    /// The ids ticked at `field`, or none.
    pub fn list(&self, field: &Field) -> &[String] {
        self.form.position(field).map_or(&[], |at| self.list_at(at))
    }

    /// The text answered to the form's field number `at`.
    pub(crate) fn text_at(&self, at: usize) -> &str {
        match self.answers.get(at) {
            Some(Some(Answer::Text(text))) => text,
            Some(Some(Answer::List(_)) | None) | None => "",
        }
    }

    /// The ids ticked at the form's field number `at`.
    pub(crate) fn list_at(&self, at: usize) -> &[String] {
        match self.answers.get(at) {
            Some(Some(Answer::List(list))) => list,
            Some(Some(Answer::Text(_)) | None) | None => &[],
        }
    }

    /// What the answers say, read at the first call.
    pub(crate) fn parsed(&self) -> &Arc<ParsedAnswers> {
        self.parsed
            .get_or_init(|| Arc::new(ParsedAnswers::of(self)))
    }

    /// The answers, to be changed. The only way to change one, so that what was read of them is forgotten.
    fn answers_mut(&mut self) -> &mut [Option<Answer>] {
        self.parsed = OnceLock::new();
        &mut self.answers
    }

    /// Whether nothing has been answered to `field`.
    pub fn is_empty(&self, field: &Field) -> bool {
        match self.answer(field) {
            Some(Answer::Text(text)) => crate::value::text::is_blank(text),
            Some(Answer::List(list)) => list.is_empty(),
            None => true,
        }
    }

    /// Puts `answer` in place. A field of another form changes nothing.
    pub fn set(&mut self, field: &Field, answer: Answer) {
        if let Some(index) = self.form.position(field) {
            self.answers_mut()[index] = Some(answer);
        }
    }

    /// Puts a text in place.
    pub fn set_text(&mut self, field: &Field, text: impl Into<String>) {
        self.set(field, Answer::Text(text.into()));
    }

    /// Drops the answers to fields that are not asked any more, so that a closed branch leaves
    /// nothing behind.
    #[must_use]
    pub fn without_hidden(mut self) -> Self {
        let hidden: Vec<usize> = self
            .form
            .fields()
            .enumerate()
            .filter(|(_, field)| !self.form.asks(field, &self))
            .map(|(index, _)| index)
            .collect();
        for index in hidden {
            self.answers_mut()[index] = None;
        }
        self
    }

    /// The same without the answers to some fields, for those who are not to see them.
    #[must_use]
    pub fn without(mut self, unseen: impl Fn(&Field) -> bool) -> Self {
        for (field, answer) in self.form.fields().zip(self.answers_mut()) {
            if unseen(field) {
                *answer = None;
            }
        }
        self
    }

    /// Sets the prefilled fields to what `request` has, whatever was answered: the holder of a link
    /// cannot change what was asked for.
    #[must_use]
    pub fn with_request(mut self, request: &Self) -> Self {
        for field in self.form.prefilled {
            if let Some(at) = self.form.position(field) {
                self.answers_mut()[at] = request.answer(field).cloned();
            }
        }
        self
    }

    /// Every field of the form with its answer, in order.
    pub fn answers(&self) -> impl Iterator<Item = (&'static Field, Option<&Answer>)> {
        self.form
            .fields()
            .zip(self.answers.iter().map(Option::as_ref))
    }

    fn answer(&self, field: &Field) -> Option<&Answer> {
        self.answers.get(self.form.position(field)?)?.as_ref()
    }
}

impl DraftJson {
    /// The id of the form it says it is of.
    pub(crate) fn form_id(&self) -> &str {
        &self.form
    }

    /// The draft of `form` that this is.
    ///
    /// # Errors
    ///
    /// [`DraftError`], also when it is of another form.
    pub fn read(self, form: &'static Form) -> Result<Draft, DraftError> {
        if self.form != form.id {
            return Err(DraftError::UnknownForm(self.form));
        }
        let mut draft = Draft::new(form);
        for (id, answer) in self.svar {
            let field = form.field(&id).ok_or(DraftError::UnknownField(id))?;
            let fits = match &answer {
                Answer::Text(text) => {
                    if field.holds_list() {
                        return Err(DraftError::WrongShape(field.id));
                    }
                    text.len() <= ANSWER_CHARS_MAX || text.chars().nth(ANSWER_CHARS_MAX).is_none()
                }
                Answer::List(list) => {
                    if !field.holds_list() {
                        return Err(DraftError::WrongShape(field.id));
                    }
                    list.len() <= LIST_ENTRIES_MAX && list.iter().all(|id| id.len() <= 200)
                }
            };
            if !fits {
                return Err(DraftError::TooLong(field.id));
            }
            draft.set(field, answer);
        }
        Ok(draft)
    }
}

impl Serialize for Draft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Wire<'a> {
            form: &'static str,
            #[serde(serialize_with = "wire::write_members")]
            svar: Vec<(&'static str, &'a Answer)>,
        }
        let answers = self
            .form
            .fields()
            .zip(&self.answers)
            .filter_map(|(field, answer)| Some((field.id, answer.as_ref()?)))
            .collect();
        Wire {
            form: self.form.id,
            // By their ids, so that the same answers are always the same text.
            svar: sorted_by_key(answers, |(id, _)| *id),
        }
        .serialize(serializer)
    }
}

impl PartialEq for Draft {
    /// By what was typed, from which everything else follows.
    fn eq(&self, other: &Self) -> bool {
        self.form == other.form && self.answers == other.answers
    }
}

impl fmt::Debug for Draft {
    /// Only the form's id: what people typed does not belong in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Draft({})", self.form.id)
    }
}

#[cfg(test)]
mod tests;
