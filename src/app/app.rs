//! The routes, and what every page may ask for.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;
use rules::policy::Policy;

use crate::desk::Desk;
use crate::inbox::Inbox;
use crate::layout;
use crate::page;
use crate::part::heading::Arrival;
use crate::register::Register;
use crate::session::{self, Session, Standing};
use crate::unsent::Unsent;

/// The organisation's policy.
pub(crate) fn policy() -> &'static Policy {
    expect_context()
}

/// The whole app, once the policy and the session are known.
pub(crate) fn app(policy: &'static Policy, standing: Standing) -> AnyView {
    session::dress(&policy.organisation);
    provide_context(policy);
    let session = Session::new(standing);
    provide_context(session);
    provide_context(Inbox::new(session));
    provide_context(Unsent::new());
    provide_context(Arrival::new());
    provide_context(Register::new());
    provide_context(Desk::new());
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

/// One line per page.
fn pages() -> AnyView {
    view! {
        <FlatRoutes fallback=page::not_found::not_found>
            <Route path=path!("/") view=page::start::start />
            <Route path=path!("/ansok") view=page::overview::start_account />
            <Route path=path!("/ansok/chefen") view=page::manager_first::manager_first />
            <Route path=path!("/ansok/ny") view=page::begin::begin_start />
            <Route path=path!("/ansok/:arende/kvittens") view=page::receipt::receipt />
            <Route path=path!("/ansok/:arende/:steg") view=page::fill::fill_start />
            <Route path=path!("/andra") view=page::overview::change_account />
            <Route path=path!("/andra/ny") view=page::begin::begin_change />
            <Route path=path!("/andra/:arende/kvittens") view=page::receipt::receipt />
            <Route path=path!("/andra/:arende/:steg") view=page::fill::fill_change />
            <Route path=path!("/arenden") view=page::cases::cases />
            <Route path=path!("/arenden/:arende") view=page::case::case />
            <Route path=path!("/godkann") view=page::manager::manager />
            <Route path=path!("/mina-sidor") view=page::my_pages::my_pages />
            <Route path=path!("/logga-in") view=page::login::login />
            <Route path=path!("/forteckning") view=page::register::register />
            <Route path=path!("/konto/:konto") view=page::account::account />
            <Route path=path!("/samtycke") view=page::consent::consent />
            <Route path=path!("/riktlinjer") view=page::guidelines::guidelines />
            <Route path=path!("/tillganglighet") view=page::accessibility::accessibility />
            <Route path=path!("/personuppgifter") view=page::privacy::privacy />
            <Route path=path!("/kontakt") view=page::contact::contact />
        </FlatRoutes>
    }
    .into_any()
}
