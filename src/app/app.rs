//! The routes of each part of the app, and what every page may ask for.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;
use rules::policy::Policy;

use crate::desk::Desk;
use crate::inbox::Inbox;
use crate::layout;
use crate::page;
use crate::part::heading::{Arrival, heading};
use crate::register::Register;
use crate::session::{self, Session, Standing};
use crate::unsent::Unsent;

/// Longest wait for drafts to be saved before another part of the app is loaded.
const SAVING_WAIT: Duration = Duration::from_secs(3);

/// The address that this part of the app was loaded for.
#[derive(Clone)]
struct LoadedFor(String);

/// The organisation's policy.
pub(crate) fn policy() -> &'static Policy {
    expect_context()
}

/// The whole app, once the policy and the session are known.
pub(crate) fn app(policy: &'static Policy, standing: Standing, pages: fn() -> AnyView) -> AnyView {
    session::dress(&policy.organisation);
    provide_context(policy);
    provide_context(LoadedFor(here()));
    let session = Session::new(standing);
    provide_context(session);
    provide_context(Inbox::new(session));
    provide_context(Unsent::new());
    provide_context(Arrival::new());
    provide_context(Register::new());
    view! {
        <Router>
            {layout::top()}
            <main class="page main" id="innehall" tabindex="-1">
                {pages()}
            </main>
            {layout::foot()}
            {layout::session_dialogs()}
        </Router>
    }
    .into_any()
}

/// The pages that everybody may read, and what is one's own.
pub(crate) fn site() -> AnyView {
    view! {
        <FlatRoutes fallback=elsewhere>
            <Route path=path!("/") view=page::start::start />
            <Route path=path!("/mina-sidor") view=page::my_pages::my_pages />
            <Route path=path!("/logga-in") view=page::login::login />
            <Route path=path!("/forteckning") view=page::register::register />
            <Route path=path!("/riktlinjer") view=page::guidelines::guidelines />
            <Route path=path!("/tillganglighet") view=page::accessibility::accessibility />
            <Route path=path!("/personuppgifter") view=page::privacy::privacy />
            <Route path=path!("/kontakt") view=page::contact::contact />
        </FlatRoutes>
    }
    .into_any()
}

/// The employees' forms.
pub(crate) fn wizard() -> AnyView {
    provide_context(Desk::new());
    view! {
        <FlatRoutes fallback=away_from_desk>
            <Route path=path!("/ansok") view=page::overview::start_account />
            <Route path=path!("/ansok/chefen") view=page::manager_first::manager_first />
            <Route path=path!("/ansok/ny") view=page::begin::begin_start />
            <Route path=path!("/ansok/:arende/kvittens") view=page::receipt::receipt />
            <Route path=path!("/ansok/:arende/:steg") view=page::fill::fill_start />
            <Route path=path!("/andra") view=page::overview::change_account />
            <Route path=path!("/andra/ny") view=page::begin::begin_change />
            <Route path=path!("/andra/:arende/kvittens") view=page::receipt::receipt />
            <Route path=path!("/andra/:arende/:steg") view=page::fill::fill_change />
        </FlatRoutes>
    }
    .into_any()
}

/// What managers and communications work in.
pub(crate) fn staff() -> AnyView {
    view! {
        <FlatRoutes fallback=elsewhere>
            <Route path=path!("/arenden") view=page::cases::cases />
            <Route path=path!("/arenden/:arende") view=page::case::case />
            <Route path=path!("/godkann") view=page::manager::manager />
            <Route path=path!("/konto/:konto") view=page::account::account />
        </FlatRoutes>
    }
    .into_any()
}

/// What people on pictures and those who answer for them meet.
pub(crate) fn consent() -> AnyView {
    view! {
        <FlatRoutes fallback=elsewhere>
            <Route path=path!("/samtycke") view=page::consent::consent />
        </FlatRoutes>
    }
    .into_any()
}

fn here() -> String {
    window().location().pathname().unwrap_or_default()
}

/// An address that this part does not know. Another part may, and then the store answers with that
/// one; what it answered with this part for is nowhere.
fn elsewhere() -> AnyView {
    if expect_context::<LoadedFor>().0 == here() {
        return page::not_found::not_found();
    }
    load_anew();
    heading("Sidan öppnas …")
}

/// The same, but only when the drafts that are open have come to rest.
fn away_from_desk() -> AnyView {
    if expect_context::<LoadedFor>().0 == here() {
        return page::not_found::not_found();
    }
    let desk = Desk::here();
    desk.save_now();
    Effect::new(move |_| {
        if desk.is_at_rest() {
            load_anew();
        }
    });
    set_timeout(load_anew, SAVING_WAIT);
    heading("Sidan öppnas …")
}

fn load_anew() {
    // It fails only in a page that is already going away.
    let _ = window().location().reload();
}
