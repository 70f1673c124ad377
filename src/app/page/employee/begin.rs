//! Begins a case and goes to its first step.

use leptos::prelude::*;
use rules::account::change;

use super::fill::prefilled;
use crate::component::error_page::ErrorPage;
use crate::component::page_heading::PageHeading;
use crate::data::case;
use crate::data::session::Session;
use crate::draft::open_drafts::{OpenDrafts, OpenResult};
use crate::form::{self, Service};
use crate::platform::address::{History, asked, navigate};
use crate::platform::screen::{anew, ask};

/// Begins a «Starta konto».
#[component]
pub(crate) fn BeginStart() -> AnyView {
    begin(&form::START)
}

/// Begins an «Avsluta eller ändra konto».
#[component]
pub(crate) fn BeginChange() -> AnyView {
    begin(&form::CHANGE)
}

fn begin(service: &'static Service) -> AnyView {
    let (drafts, user) = (OpenDrafts::here(), Session::here().logged_in());
    // An account's page leads here with the account already chosen.
    let account = asked("konto").get_untracked();
    let begun = RwSignal::new_local(None);
    ask(begun, case::begin(service.form));
    anew(move || match begun.get() {
        None => view! { <PageHeading /> }.into_any(),
        Some(Err(error)) => view! { <ErrorPage error=error /> }.into_any(),
        Some(Ok(case_draft)) => {
            let opened = drafts.open(&case_draft, service.form);
            if let OpenResult::Draft(open) = &opened {
                let mut draft = prefilled(service.form, &user);
                if let Some(account) = &account {
                    // A form without the field is left as it is.
                    draft.set_text(&change::KONTO, account.as_str());
                }
                open.sync.form_state.replace(draft);
            }
            // This page begins cases, so it must not be what Back leads to.
            navigate(&service.step_path(&case_draft.id, 0), History::Replace);
            ().into_any()
        }
    })
}
