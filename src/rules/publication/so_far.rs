//! The answers so far: a question that is still being answered, as the rules read it.

use chrono::NaiveDate;

use super::{PeopleShown, Question};
use crate::consent::scope::{Channel, Medium, Naming, Purpose};

/// A [`Question`] of which some is not answered yet. Nothing stands for that everywhere.
///
/// A rule is broken by answers so far only when it, or another with the same answer, stays broken
/// whatever is answered to the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SoFar<'a> {
    /// The account, or that it is published in none.
    pub account: Option<Option<&'a str>>,
    /// Where it is shown.
    pub channel: Option<Channel>,
    /// What it is.
    pub medium: Option<Medium>,
    /// What for.
    pub purpose: Option<Purpose>,
    /// The day it was taken.
    pub taken: Option<NaiveDate>,
    /// The picture's id, if it is known to have one.
    pub picture: Option<&'a str>,
    /// Who can be recognised. More people can be added and none taken away.
    pub people: Option<&'a PeopleShown>,
    /// How much of a name stands with it.
    pub naming: Option<Naming>,
    /// Whether a private company is tagged, or a product shown to be sold.
    pub tags_company: Option<bool>,
    /// Whether the organisation has the right to the picture.
    pub own_picture: Option<bool>,
    /// Whether it comes from another account.
    pub is_shared: Option<bool>,
    /// Whether those on it have been asked anew for that.
    pub is_asked_again: Option<bool>,
    /// Whether the asker is in any doubt.
    pub doubt: Option<bool>,
}

impl<'a> From<&'a Question> for SoFar<'a> {
    fn from(question: &'a Question) -> Self {
        let shared = question.shared.as_ref();
        Self {
            account: Some(question.account.as_deref()),
            channel: Some(question.channel),
            medium: Some(question.medium),
            purpose: Some(question.purpose),
            taken: Some(question.taken),
            picture: question.picture.as_deref(),
            people: Some(&question.people),
            naming: Some(question.naming),
            tags_company: Some(question.tags_company),
            own_picture: Some(question.own_picture),
            is_shared: Some(shared.is_some()),
            is_asked_again: Some(shared.is_some_and(|shared| shared.asked.is_some())),
            doubt: Some(question.doubt),
        }
    }
}

/// Whether all of it holds, as far as that is known: one no is enough, whatever the rest is.
pub(super) fn all(parts: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for part in parts {
        match part {
            Some(true) => {}
            Some(false) => return Some(false),
            None => known = None,
        }
    }
    known
}

#[cfg(test)]
mod tests;
