//! The routes of each part of the app, and what every page may ask for.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_location;
use leptos_router::path;
use rules::policy::Policy;

use crate::desk::Desk;
use crate::inbox::Inbox;
use crate::layout;
use crate::link::Link;
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

/// A part of the app: its pages and what stands around them.
pub(crate) struct Part {
    frame: fn(&Self) -> AnyView,
    pages: fn() -> AnyView,
    /// The way to what waits for a manager, as far as the part knows of it.
    approve: fn() -> AnyView,
}

/// The pages that everybody may read, and what is one's own.
pub(crate) static SITE: Part = Part {
    frame: frame_with_inbox,
    pages: site,
    approve: layout::approve_counted,
};

/// The employees' forms.
pub(crate) static WIZARD: Part = Part {
    frame: employees_frame,
    pages: wizard,
    approve: layout::approve_plain,
};

/// What managers and communications work in.
pub(crate) static STAFF: Part = Part {
    frame: frame_with_inbox,
    pages: staff,
    approve: layout::approve_counted,
};

/// What people on pictures and those who answer for them meet.
pub(crate) static CONSENT: Part = Part {
    frame: peoples_frame,
    pages: consent,
    approve: || ().into_any(),
};

/// A part of the app, once the policy and the session are known.
pub(crate) fn app(policy: &'static Policy, standing: Standing, part: &'static Part) -> AnyView {
    session::dress(&policy.organisation);
    provide_context(policy);
    provide_context(LoadedFor(here()));
    provide_context(Session::new(standing));
    provide_context(Arrival::new());
    (part.frame)(part)
}

/// The frame of those who log in.
fn employees_frame(part: &Part) -> AnyView {
    provide_context(Register::new());
    let (pages, approve) = (part.pages, part.approve);
    view! {
        <Router>
            {layout::top(approve)}
            <main class="page main" id="innehall" tabindex="-1">
                {pages()}
            </main>
            {layout::foot()}
            {layout::session_dialogs()}
        </Router>
    }
    .into_any()
}

/// The same for the parts that list cases.
fn frame_with_inbox(part: &Part) -> AnyView {
    provide_context(Inbox::new(Session::here()));
    provide_context(Unsent::new());
    employees_frame(part)
}

/// The frame of those who come by a link: nothing that leads away from what they came for.
fn peoples_frame(part: &Part) -> AnyView {
    let pages = part.pages;
    view! {
        <Router>
            {layout::plain_top()}
            <main class="page main" id="innehall" tabindex="-1">
                {pages()}
            </main>
            {layout::foot()}
        </Router>
    }
    .into_any()
}

fn site() -> AnyView {
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

fn wizard() -> AnyView {
    provide_context(Desk::new());
    view! {
        <FlatRoutes fallback=away_from_desk>
            <Route path=path!("/ansok") view=page::overview::start_account />
            <Route path=path!("/ansok/chefen") view=page::manager_first::manager_first />
            <Route path=path!("/ansok/ny") view=page::begin::begin_start />
            <Route path=path!("/ansok/:arende/kvittens") view=page::receipt::receipt_start />
            <Route path=path!("/ansok/:arende/:steg") view=page::fill::fill_start />
            <Route path=path!("/andra") view=page::overview::change_account />
            <Route path=path!("/andra/ny") view=page::begin::begin_change />
            <Route path=path!("/andra/:arende/kvittens") view=page::receipt::receipt_change />
            <Route path=path!("/andra/:arende/:steg") view=page::fill::fill_change />
        </FlatRoutes>
    }
    .into_any()
}

fn staff() -> AnyView {
    provide_context(Desk::new());
    provide_context(page::consents::Sought::new());
    view! {
        <FlatRoutes fallback=away_from_desk>
            <Route path=path!("/samtycken/:id/fyll/:steg") view=page::consent_fill::fill />
            <Route path=path!("/arenden") view=page::cases::cases />
            <Route path=path!("/arenden/:arende") view=page::case::case />
            <Route path=path!("/godkann") view=page::manager::manager />
            <Route path=path!("/konto/:konto") view=page::account::account />
            <Route path=path!("/far-jag-publicera") view=page::publish::publish />
            <Route path=path!("/publiceringar") view=page::publications::publications />
            <Route path=path!("/samtycken") view=page::consents::consents />
            <Route path=path!("/samtycken/ny") view=page::consents::ask />
            <Route path=path!("/samtycken/:samtycke") view=page::consents::one />
            <Route path=path!("/individer/:individ") view=page::consents::subject />
            <Route path=path!("/gallring") view=page::destruction::destruction />
            <Route path=path!("/utkorg") view=page::outbox::outbox />
        </FlatRoutes>
    }
    .into_any()
}

fn consent() -> AnyView {
    provide_context(Register::new());
    provide_context(Desk::new());
    provide_context(Link::new());
    view! {
        <FlatRoutes fallback=away_from_desk>
            <Route path=path!("/samtycke") view=page::consent::consent />
            <Route path=path!("/samtycke/lank") view=page::consent::open::open />
            <Route path=path!("/samtycke/svara/:steg") view=page::consent::answer::fill />
            <Route path=path!("/samtycke/annan-vag") view=page::consent::answer::another_way />
            <Route path=path!("/samtycke/signera") view=page::consent::sign::sign />
            <Route path=path!("/samtycke/kvittens") view=page::consent::status::receipt />
            <Route path=path!("/samtycke/status") view=page::consent::status::status />
            <Route path=path!("/samtycke/andra") view=page::consent::change::change />
            <Route path=path!("/samtycke/ta-tillbaka") view=page::consent::withdraw::withdraw />
            <Route path=path!("/ta-tillbaka") view=page::consent::without_link::withdrawal />
            <Route
                path=path!("/ta-tillbaka/kvittens")
                view=page::consent::without_link::withdrawal_receipt
            />
            <Route
                path=path!("/ta-tillbaka/:steg")
                view=page::consent::without_link::fill_withdrawal
            />
            <Route path=path!("/avliden") view=page::consent::without_link::death />
            <Route
                path=path!("/avliden/kvittens")
                view=page::consent::without_link::death_receipt
            />
            <Route path=path!("/avliden/:steg") view=page::consent::without_link::fill_death />
            <Route path=path!("/bildstod") view=page::consent::symbols::symbols />
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
    go_elsewhere(load_anew)
}

/// The same, but only when the drafts that are open have come to rest.
fn away_from_desk() -> AnyView {
    go_elsewhere(|path| {
        let desk = Desk::here();
        desk.save_now();
        set_timeout(
            {
                let path = path.clone();
                move || load_anew(path)
            },
            SAVING_WAIT,
        );
        Effect::new(move |_| {
            if desk.is_at_rest() {
                load_anew(path.clone());
            }
        });
    })
}

fn go_elsewhere(go: fn(String)) -> AnyView {
    let path = use_location().pathname.get_untracked();
    if expect_context::<LoadedFor>().0 == path {
        return page::not_found::not_found();
    }
    go(path.clone());
    view! {
        {heading("Sidan öppnas …")}
        <p>
            <a href=path rel="external">
                "Öppna sidan"
            </a>
            " om inget händer."
        </p>
    }
    .into_any()
}

/// Loads the page anew when its address has come to be `path`: the router draws a page first and
/// changes the address afterwards.
fn load_anew(path: String) {
    if here() == path {
        // It fails only in a page that is already going away.
        let _ = window().location().reload();
    } else {
        request_animation_frame(move || load_anew(path));
    }
}
