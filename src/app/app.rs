//! The routes of each part of the app, and what stands around its pages.

use std::time::Duration;

use crate::draw::*;
use crate::route::{Place, Route, pages};
use rules::policy::Policy;

use crate::desk::Desk;
use crate::inbox::Inbox;
use crate::layout;
use crate::link::Link;
use crate::page;
use crate::part::heading::{Arrival, heading};
use crate::policy::provide_policy;
use crate::register::Register;
use crate::session::{self, Session, Standing};
use crate::unsent::Unsent;

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
    approve: || ().into_view(),
};

/// A part of the app, once the policy and the session are known.
pub(crate) fn app(policy: &'static Policy, standing: Standing, part: &'static Part) -> AnyView {
    session::dress(&policy.organisation);
    provide_policy(policy);
    provide_context(Session::new(standing));
    provide_context(Arrival::new());
    // After the arrival, which must hear of a click before one goes where it leads.
    let place = Place::new();
    provide_context(place);
    provide_context(LoadedFor(place.path.get_untracked()));
    (part.frame)(part)
}

/// The frame of those who log in.
fn employees_frame(part: &Part) -> AnyView {
    provide_context(Register::new());
    let (pages, approve) = (part.pages, part.approve);
    view! {
            {layout::top(approve)}
            <main class="page main" id="innehall" tabindex="-1">
                {pages()}
            </main>
            {layout::foot()}
            {afterwards(layout::session_dialogs)}
    }
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
            {layout::plain_top()}
            <main class="page main" id="innehall" tabindex="-1">
                {pages()}
            </main>
            {layout::foot()}
    }
}

static SITE_PAGES: &[Route] = &[
    Route("/", page::start::start),
    Route("/mina-sidor", page::my_pages::my_pages),
    Route("/logga-in", page::login::login),
    Route("/forteckning", page::register::register),
    Route("/riktlinjer", page::guidelines::guidelines),
    Route("/tillganglighet", page::accessibility::accessibility),
    Route("/personuppgifter", page::privacy::privacy),
    Route("/kontakt", page::contact::contact),
];

fn site() -> AnyView {
    pages(SITE_PAGES, elsewhere)
}

static WIZARD_PAGES: &[Route] = &[
    Route("/ansok", page::overview::start_account),
    Route("/ansok/chefen", page::manager_first::manager_first),
    Route("/ansok/ny", page::begin::begin_start),
    Route("/ansok/:arende/kvittens", page::receipt::receipt_start),
    Route("/ansok/:arende/:steg", page::fill::fill_start),
    Route("/andra", page::overview::change_account),
    Route("/andra/ny", page::begin::begin_change),
    Route("/andra/:arende/kvittens", page::receipt::receipt_change),
    Route("/andra/:arende/:steg", page::fill::fill_change),
];

fn wizard() -> AnyView {
    provide_context(Desk::new());
    pages(WIZARD_PAGES, away_from_desk)
}

static STAFF_PAGES: &[Route] = &[
    Route("/samtycken/:id/fyll/:steg", page::consent_fill::fill),
    Route("/arenden", page::cases::cases),
    Route("/arenden/:arende", page::case::case),
    Route("/godkann", page::manager::manager),
    Route("/konto/:konto", page::account::account),
    Route("/far-jag-publicera", page::publish::publish),
    Route("/publiceringar", page::publications::publications),
    Route("/samtycken", page::consents::consents),
    Route("/samtycken/ny", page::consents::ask),
    Route("/samtycken/:samtycke", page::consents::one),
    Route("/individer/:individ", page::consents::subject),
    Route("/gallring", page::destruction::destruction),
    Route("/utkorg", page::outbox::outbox),
];

fn staff() -> AnyView {
    provide_context(Desk::new());
    provide_context(page::consents::Sought::new());
    pages(STAFF_PAGES, away_from_desk)
}

static CONSENT_PAGES: &[Route] = &[
    Route("/samtycke", page::consent::consent),
    Route("/samtycke/lank", page::consent::open::open),
    Route("/samtycke/svara/:steg", page::consent::answer::fill),
    Route("/samtycke/annan-vag", page::consent::answer::another_way),
    Route("/samtycke/signera", page::consent::sign::sign),
    Route("/samtycke/kvittens", page::consent::status::receipt),
    Route("/samtycke/status", page::consent::status::status),
    Route("/samtycke/andra", page::consent::change::change),
    Route("/samtycke/ta-tillbaka", page::consent::withdraw::withdraw),
    Route("/ta-tillbaka", page::consent::without_link::withdrawal),
    Route(
        "/ta-tillbaka/kvittens",
        page::consent::without_link::withdrawal_receipt,
    ),
    Route(
        "/ta-tillbaka/:steg",
        page::consent::without_link::fill_withdrawal,
    ),
    Route("/avliden", page::consent::without_link::death),
    Route(
        "/avliden/kvittens",
        page::consent::without_link::death_receipt,
    ),
    Route("/avliden/:steg", page::consent::without_link::fill_death),
    Route("/bildstod", page::consent::symbols::symbols),
];

fn consent() -> AnyView {
    provide_context(Register::new());
    provide_context(Desk::new());
    provide_context(Link::new());
    pages(CONSENT_PAGES, away_from_desk)
}

/// An address that this part does not know. Another part may, and then the store answers with that
/// one; what it answered with this part for is nowhere.
fn elsewhere() -> AnyView {
    go_elsewhere(load_anew)
}

/// The same, but only when the drafts that are open have come to rest.
fn away_from_desk() -> AnyView {
    go_elsewhere(|| {
        let desk = Desk::here();
        desk.save_now();
        set_timeout(load_anew, SAVING_WAIT);
        effect(move |_| {
            if desk.is_at_rest() {
                load_anew();
            }
        });
    })
}

fn go_elsewhere(go: fn()) -> AnyView {
    let path = Place::here().path.get_untracked();
    if expect_context::<LoadedFor>().0 == path {
        return page::not_found::not_found();
    }
    go();
    view! {
        {heading("Sidan öppnas …")}
        <p>
            <a href=path rel="external">
                "Öppna sidan"
            </a>
            " om inget händer."
        </p>
    }
}

fn load_anew() {
    // It fails only in a page that is already going away.
    let _ = window().location().reload();
}
