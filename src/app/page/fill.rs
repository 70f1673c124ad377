//! A step of a form, at the address that names the case and the step.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};
use rules::application;
use rules::draft::{Answer, Draft};
use rules::form::Form;

use super::login;
use super::trouble::trouble_page;
use crate::desk::{Desk, Opened};
use crate::session::User;
use crate::wizard::{self, LOOKING, Service, Wizard};

/// A step of «Starta konto».
pub(crate) fn fill_start() -> AnyView {
    fill(&wizard::START)
}

/// A step of «Avsluta eller ändra konto».
pub(crate) fn fill_change() -> AnyView {
    fill(&wizard::CHANGE)
}

fn fill(service: &'static Service) -> AnyView {
    let params = use_params_map();
    let case = Memo::new(move |_| params.with(|params| params.get("arende").unwrap_or_default()));
    (move || {
        let case = case.get();
        if case == LOOKING {
            let sheet = Desk::here().look(service.form);
            steps(Wizard::of_looking(service, sheet))
        } else {
            login::gate(move |_| draft(service, case.clone()))
        }
    })
    .into_any()
}

fn draft(service: &'static Service, case: String) -> AnyView {
    let desk = Desk::here();
    if let Some(open) = desk.at_hand(&case) {
        return steps(Wizard::of_draft(service, open));
    }
    let receipt = service.receipt_path(&case);
    let opened = LocalResource::new(move || desk.clone().open(case.clone(), service.form));
    (move || match opened.get() {
        None => None,
        Some(Opened::Draft(open)) => Some(steps(Wizard::of_draft(service, *open))),
        Some(Opened::Sent) => {
            wizard::go(&receipt, true);
            None
        }
        Some(Opened::Trouble(trouble)) => Some(trouble_page(&trouble)),
    })
    .into_any()
}

/// The step in the address, and again when the address changes.
fn steps(wizard: Wizard) -> AnyView {
    let params = use_params_map();
    // Not `use_query_map`: within one route FlatRoutes renews the parameters and not the query.
    let query = use_location().query;
    let slug = Memo::new(move |_| params.with(|params| params.get("steg").unwrap_or_default()));
    let changing = Memo::new(move |_| query.with(|query| query.get("andra")));
    (move || {
        let (slug, changing) = (slug.get(), changing.get());
        match untrack(|| wizard.step_at(&slug)) {
            Ok(step) => Some(untrack(|| wizard.page(step, changing.as_deref()))),
            Err(path) => {
                wizard::go(&path, true);
                None
            }
        }
    })
    .into_any()
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
