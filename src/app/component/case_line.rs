//! What lists say of a case, each in the same words everywhere.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use rules::account::case::{State, Summary};
use rules::account::{application, change};
use rules::catalogue;
use rules::form::Form;
use rules::value::holiday;

use super::status::{Shape, StatusTag};
use crate::platform::clock;

/// How the case is named: its number, or what it is before it has one.
pub(crate) fn name(case: &Summary) -> String {
    case.number.clone().unwrap_or_else(|| "Utkast".to_owned())
}

/// A state as a word and a shape.
#[component]
pub(crate) fn StateTag(
    /// The state.
    state: State,
) -> AnyView {
    let shape = match state {
        State::Draft => Shape::Open,
        State::AwaitingManager | State::Supplementing => Shape::Waiting,
        State::UnderReview | State::Reported => Shape::Working,
        State::Approved | State::Registered => Shape::Good,
        State::Refused => Shape::Stopped,
        State::Withdrawn => Shape::Over,
    };
    view! { <StatusTag label=state.label() shape=shape /> }.into_any()
}

/// What is asked for: «Starta konto», «Avsluta kontot».
pub(crate) fn title(form: &Form, asked: &str) -> &'static str {
    if form == &application::FORM {
        return "Starta konto";
    }
    change::ANDRING
        .choices()
        .iter()
        .find(|choice| choice.id == asked)
        .map_or("Ändra konto", |choice| choice.label)
}

/// The same for a line.
pub(crate) fn title_of(case: &Summary) -> &'static str {
    catalogue::form_of_case(&case.form).map_or("Ärende", |form| title(form, &case.change))
}

/// Which account it is about: «Facebook: exempelbadet».
pub(crate) fn account(case: &Summary) -> String {
    match (case.platform, case.account.is_empty()) {
        (Some(platform), false) => [platform.label(), ": ", &case.account].concat(),
        (Some(platform), true) => platform.label().to_owned(),
        (None, _) => case.account.clone(),
    }
}

/// How long it has been where it is: «3 arbetsdagar», or since when, once nobody waits.
pub(crate) fn waited(state: State, since: DateTime<Utc>) -> String {
    let since = clock::day(since);
    if state.is_final() {
        return rules::value::date::iso(since);
    }
    let today = clock::today();
    match holiday::working_days_between(since, today) {
        days if days <= 0 && since < today => "Sedan helgen".to_owned(),
        days if days <= 0 => "Sedan i dag".to_owned(),
        1 => "1 arbetsdag".to_owned(),
        days => [&days.to_string(), " arbetsdagar"].concat(),
    }
}
