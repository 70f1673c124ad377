//! Begins a case and goes to its first step.

use crate::draw::*;
use crate::fetch::Fetch;
use crate::route::Address;
use rules::change;

use super::fill::prefilled;
use super::login;
use super::trouble::trouble_page;
use crate::case;
use crate::desk::{Desk, Opened};
use crate::part::heading::heading;
use crate::wizard::{self, Service};

/// Begins a «Starta konto».
pub(crate) fn begin_start() -> AnyView {
    login::gate(|user| begin(&wizard::START, user))
}

/// Begins an «Avsluta eller ändra konto».
pub(crate) fn begin_change() -> AnyView {
    login::gate(|user| begin(&wizard::CHANGE, user))
}

fn begin(service: &'static Service, user: crate::session::User) -> AnyView {
    let desk = Desk::here();
    // An account's page leads here with the account already chosen.
    let account = Address::here().asked("konto");
    let begun = Fetch::new(move || case::begin(service.form));
    (move || match begun.get() {
        None => view! { {heading("Börjar …")} },
        Some(Err(trouble)) => trouble_page(&trouble),
        Some(Ok(slip)) => {
            let opened = desk.take_up(&slip, service.form);
            if let Opened::Draft(open) = &opened {
                let mut draft = prefilled(service.form, &user);
                if let Some(account) = &account {
                    // A form without the field is left as it is.
                    draft.set_text(&change::KONTO, account.as_str());
                }
                open.keeping.sheet.replace(draft);
            }
            // This page begins cases, so it must not be what Back leads to.
            wizard::go(&service.step_path(&slip.id, 0), true);
            ().into_view()
        }
    })
    .into_view()
}
