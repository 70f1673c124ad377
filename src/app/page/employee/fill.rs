//! A step of a form, at the address that names the case and the step.

use crate::platform::address::{History, named, navigate};
use leptos::prelude::*;
use rules::account::application;
use rules::form::Form;
use rules::form::draft::{Answer, Draft};

use crate::component::error_page::ErrorPage;
use crate::data::session::User;
use crate::draft::open_drafts::{OpenDrafts, OpenResult};
use crate::form::employee::{CHANGE_SETTING, START_SETTING};
use crate::form::{Setting, Wizard, steps};
use crate::platform::screen::{anew, ask};

/// A step of «Starta konto».
#[component]
pub(crate) fn FillStart() -> AnyView {
    fill(&START_SETTING)
}

/// The same, for looking only.
#[component]
pub(crate) fn LookStart() -> AnyView {
    look(&START_SETTING)
}

/// A step of «Avsluta eller ändra konto».
#[component]
pub(crate) fn FillChange() -> AnyView {
    fill(&CHANGE_SETTING)
}

/// The same, for looking only.
#[component]
pub(crate) fn LookChange() -> AnyView {
    look(&CHANGE_SETTING)
}

fn look(setting: &'static Setting) -> AnyView {
    let form_state = OpenDrafts::here().look(setting.form);
    steps(Wizard::of_looking(setting, form_state))
}

fn fill(setting: &'static Setting) -> AnyView {
    let case = named("arende");
    anew(move || draft(setting, case.get()))
}

fn draft(setting: &'static Setting, case: String) -> AnyView {
    let drafts = OpenDrafts::here();
    if let Some(open) = drafts.get(&case) {
        return steps(Wizard::of_draft(setting, open));
    }
    let receipt = (setting.receipt)(&case);
    let opened = RwSignal::new_local(None);
    ask(opened, drafts.load(case, setting.form));
    anew(move || match opened.get() {
        None => None,
        Some(OpenResult::Draft(open)) => Some(steps(Wizard::of_draft(setting, *open))),
        Some(OpenResult::Sent) => {
            navigate(&receipt, History::Replace);
            None
        }
        Some(OpenResult::Failed(error)) => Some(view! { <ErrorPage error=error /> }.into_any()),
    })
}

/// A new draft with what the login already knows, so that it is not asked twice.
pub(crate) fn prefilled(form: &'static Form, user: &User) -> Draft {
    let mut draft = Draft::new(form);
    for (field, text) in [
        (&application::SOKANDE_NAMN, &user.name),
        (&application::SOKANDE_EPOST, &user.email),
    ] {
        // A form without the field is left as it is.
        draft.set(field, Answer::Text(text.clone()));
    }
    if let Some(unit) = &user.unit {
        draft.set(&application::ENHET, Answer::Text(unit.clone()));
    }
    draft
}
