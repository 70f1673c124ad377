//! The routes of each part of the app, and what stands around its pages.

use std::time::Duration;

use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_location;
use leptos_router::path;
use rules::policy::Policy;

use crate::address::{keep_history, named};
use crate::browser;
use crate::desk::Desk;
use crate::inbox::Inbox;
use crate::layout;
use crate::link::Link;
use crate::page;
use crate::part::heading::{Arrival, Heading};
use crate::policy::provide_policy;
use crate::register::Register;
use crate::screen::afterwards;
use crate::screen::{Screen, Side, anew};
use crate::session::{self, Session, Standing};
use crate::unsent::Unsent;
use leptos::prelude::*;

/// Longest wait for drafts to be saved before another part of the app is loaded.
const SAVING_WAIT: Duration = Duration::from_secs(3);

/// The address that this part of the app was loaded for.
#[derive(Clone)]
struct LoadedFor(String);

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
    approve: layout::ApproveCounted,
};

/// The employees' forms.
pub(crate) static WIZARD: Part = Part {
    frame: employees_frame,
    pages: wizard,
    approve: layout::ApprovePlain,
};

/// What managers and communications work in.
pub(crate) static STAFF: Part = Part {
    frame: frame_with_inbox,
    pages: staff,
    approve: layout::ApproveCounted,
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
    provide_policy(policy);
    provide_context(Session::new(standing));
    provide_context(LoadedFor(browser::loaded_for()));
    // Before the router, so that it hears of a click before one goes where it leads.
    provide_context(Arrival::new());
    provide_context(Side::new());
    (part.frame)(part)
}

/// The frame of those who log in.
fn employees_frame(part: &Part) -> AnyView {
    provide_context(Register::new());
    let (pages, approve) = (part.pages, part.approve);
    view! {
        <Router>
            {keep_history()} <layout::Top approve=approve />
            <main class="page main" id="innehall" tabindex="-1">
                {pages()}
            </main> <layout::Foot /> {afterwards(layout::SessionDialogs)}
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
            {keep_history()} <layout::PlainTop />
            <main class="page main" id="innehall" tabindex="-1">
                {pages()}
            </main> <layout::Foot />
        </Router>
    }
    .into_any()
}

fn site() -> AnyView {
    view! {
        <FlatRoutes fallback=|| ()>
            <Route path=path!("/") view=shown(page::start::Start) />
            <Route path=path!("/mina-sidor") view=shown(page::my_pages::MyPages) />
            <Route path=path!("/logga-in") view=shown(page::login::Login) />
            <Route path=path!("/forteckning") view=shown(page::register::Register) />
            <Route path=path!("/riktlinjer") view=shown(page::guidelines::Guidelines) />
            <Route path=path!("/tillganglighet") view=shown(page::accessibility::Accessibility) />
            <Route path=path!("/personuppgifter") view=shown(page::privacy::Privacy) />
            <Route path=path!("/kontakt") view=shown(page::contact::Contact) />
            <Route path=path!("/*rest") view=shown(elsewhere) />
        </FlatRoutes>
    }
    .into_any()
}

fn wizard() -> AnyView {
    provide_context(Desk::new());
    view! {
        <FlatRoutes fallback=|| ()>
            <Route path=path!("/ansok") view=shown(page::overview::StartAccount) />
            <Route path=path!("/ansok/chefen") view=shown(page::manager_first::ManagerFirst) />
            <Route path=path!("/ansok/ny") view=shown(page::begin::BeginStart) />
            <Route path=path!("/ansok/:arende/kvittens") view=shown(page::receipt::ReceiptStart) />
            <Route path=path!("/ansok/:arende/:steg") view=shown(page::fill::FillStart) />
            <Route path=path!("/andra") view=shown(page::overview::ChangeAccount) />
            <Route path=path!("/andra/ny") view=shown(page::begin::BeginChange) />
            <Route path=path!("/andra/:arende/kvittens") view=shown(page::receipt::ReceiptChange) />
            <Route path=path!("/andra/:arende/:steg") view=shown(page::fill::FillChange) />
            <Route path=path!("/*rest") view=shown(away_from_desk) />
        </FlatRoutes>
    }
    .into_any()
}

fn staff() -> AnyView {
    provide_context(Desk::new());
    provide_context(page::consents::Sought::new());
    view! {
        <FlatRoutes fallback=|| ()>
            <Route path=path!("/samtycken/:id/fyll/:steg") view=shown(page::consent_fill::Fill) />
            <Route path=path!("/arenden") view=shown(page::cases::Cases) />
            <Route path=path!("/arenden/:arende") view=shown(page::case::Case) />
            <Route path=path!("/godkann") view=shown(page::manager::Manager) />
            <Route path=path!("/konto/:konto") view=shown(page::account::Account) />
            <Route path=path!("/far-jag-publicera") view=shown(page::publish::Publish) />
            <Route path=path!("/publiceringar") view=shown(page::publications::Publications) />
            <Route path=path!("/samtycken") view=shown(page::consents::Consents) />
            <Route path=path!("/samtycken/ny") view=shown(page::consents::Ask) />
            <Route path=path!("/samtycken/:samtycke") view=shown(page::consents::One) />
            <Route path=path!("/individer/:individ") view=shown(page::consents::Subject) />
            <Route path=path!("/gallring") view=shown(page::destruction::Destruction) />
            <Route path=path!("/utkorg") view=shown(page::outbox::Outbox) />
            <Route path=path!("/*rest") view=shown(away_from_desk) />
        </FlatRoutes>
    }
    .into_any()
}

fn consent() -> AnyView {
    provide_context(Register::new());
    provide_context(Desk::new());
    provide_context(Link::new());
    view! {
        <FlatRoutes fallback=|| ()>
            <Route path=path!("/samtycke") view=shown(page::consent::Consent) />
            <Route path=path!("/samtycke/lank") view=shown(page::consent::open::Open) />
            <Route path=path!("/samtycke/svara/:steg") view=shown(page::consent::answer::Fill) />
            <Route
                path=path!("/samtycke/annan-vag")
                view=shown(page::consent::answer::AnotherWay)
            />
            <Route path=path!("/samtycke/signera") view=shown(page::consent::sign::Sign) />
            <Route path=path!("/samtycke/kvittens") view=shown(page::consent::status::Receipt) />
            <Route path=path!("/samtycke/status") view=shown(page::consent::status::Status) />
            <Route path=path!("/samtycke/andra") view=shown(page::consent::change::Change) />
            <Route
                path=path!("/samtycke/ta-tillbaka")
                view=shown(page::consent::withdraw::Withdraw)
            />
            <Route path=path!("/ta-tillbaka") view=shown(page::consent::without_link::Withdrawal) />
            <Route
                path=path!("/ta-tillbaka/kvittens")
                view=shown(page::consent::without_link::WithdrawalReceipt)
            />
            <Route
                path=path!("/ta-tillbaka/:steg")
                view=shown(page::consent::without_link::FillWithdrawal)
            />
            <Route path=path!("/avliden") view=shown(page::consent::without_link::Death) />
            <Route
                path=path!("/avliden/kvittens")
                view=shown(page::consent::without_link::DeathReceipt)
            />
            <Route
                path=path!("/avliden/:steg")
                view=shown(page::consent::without_link::FillDeath)
            />
            <Route path=path!("/bildstod") view=shown(page::consent::symbols::Symbols) />
            <Route path=path!("/*rest") view=shown(away_from_desk) />
        </FlatRoutes>
    }
    .into_any()
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
        let timer = set_timeout_with_handle(
            {
                let path = path.clone();
                move || load_anew(path)
            },
            SAVING_WAIT,
        );
        // Whoever goes back meanwhile stays.
        on_cleanup(move || {
            if let Ok(timer) = timer {
                timer.clear();
            }
        });
        Effect::new(move |_| {
            if desk.is_at_rest() {
                load_anew(path.clone());
            }
        });
    })
}

fn go_elsewhere(go: fn(String)) -> AnyView {
    let rest = named("rest");
    let path = use_location().pathname;
    let loaded_for = expect_context::<LoadedFor>().0;
    // One address that is unknown here may follow on another.
    anew(move || {
        // Read and not only tracked: a memo that has not been read follows nothing.
        rest.with(|_| ());
        untrack(|| {
            let path = path.get();
            if loaded_for == path {
                return view! { <page::not_found::NotFound /> }.into_any();
            }
            go(path.clone());
            view! {
                <Heading text="Sidan öppnas …" />
                <p>
                    <a href=path rel="external">
                        "Öppna sidan"
                    </a>
                    " om inget händer."
                </p>
            }
            .into_any()
        })
    })
}

/// Loads the page anew when its address has come to be `path`: the router draws a page first and
/// changes the address afterwards, in the same task or the next.
fn load_anew(path: String) {
    request_animation_frame(move || {
        let location = window().location();
        // Both fail only in a page that is already going away.
        let _ = if browser::path() == path {
            location.reload()
        } else {
            location.assign(&path)
        };
    });
}

/// A page as the router draws it: never as a change of the page before it.
fn shown(page: fn() -> AnyView) -> impl Fn() -> Screen + Send + Clone {
    move || expect_context::<Side>().next(page())
}
