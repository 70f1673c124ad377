//! Every form and every rule, by id.
//!
//! The one module that names all forms, and so the top of the crate: no module below looks a form or
//! a rule up. What reads an id off the wire is therefore implemented here, for types from below.

use crate::account::{application, change};
use crate::consent::form::{
    adult, deceased, oral, paper, pictogram, representative, withdrawal, youth,
};
use crate::form::Form;
use crate::form::draft::{Draft, DraftError, DraftJson};
use crate::form::finding::{Finding, FindingJson, Rule};

/// Every form there is.
pub static FORMS: &[&Form] = &[
    &application::FORM,
    &change::FORM,
    &youth::FORM,
    &adult::FORM,
    &representative::FORM,
    &pictogram::FORM,
    &oral::FORM,
    &paper::FORM,
    &withdrawal::FORM,
    &deceased::FORM,
];

/// The forms that an employee keeps as cases. A list of its own, so that a program that only knows cases
/// holds no other form.
pub static OF_EMPLOYEES: &[&Form] = &[&application::FORM, &change::FORM];

/// The form of a case with this id.
pub fn form_of_case(id: &str) -> Option<&'static Form> {
    OF_EMPLOYEES.iter().copied().find(|form| form.id == id)
}

/// The form with this id.
pub fn form(id: &str) -> Option<&'static Form> {
    FORMS.iter().copied().find(|form| form.id == id)
}

/// Every rule. One that several forms keep comes once for each; it is the same one.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    FORMS.iter().flat_map(|form| form.rules())
}

/// The rule with this id, in any form.
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.id == id)
}

impl TryFrom<DraftJson> for Draft {
    type Error = DraftError;

    fn try_from(written: DraftJson) -> Result<Self, DraftError> {
        match form(written.form_id()) {
            Some(form) => written.read(form),
            None => Err(DraftError::UnknownForm(written.form_id().to_owned())),
        }
    }
}

impl TryFrom<FindingJson> for Finding {
    type Error = String;

    fn try_from(told: FindingJson) -> Result<Self, String> {
        match rule(told.rule_id()) {
            Some(rule) => Ok(told.of(rule)),
            None => Err(format!("unknown rule {:.60}", told.rule_id())),
        }
    }
}

#[cfg(test)]
mod tests;
