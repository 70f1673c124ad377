//! The frame of every page: top, foot and what the session has to say.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use rules::permission::Action;

use crate::browser;
use crate::inbox::Inbox;
use crate::page::login;
use crate::part::dialog::Dialog;
use crate::part::mark::Mark;
use crate::policy::policy;
use crate::session::{self, Phase, Session};

/// Where managers approve.
const APPROVE: &str = "/godkann";

/// The navigation.
const MENU: &str = "huvudmeny";

/// The way to skip everything above the page's own content.
#[component]
fn SkipLink() -> AnyView {
    view! {
        <a
            class="skip"
            href="#innehall"
            on:click=|event| {
                event.prevent_default();
                if let Some(main) = browser::by_id("innehall") {
                    browser::focus_still(&main);
                    browser::scroll_to(&main);
                }
            }
        >
            "Hoppa till innehållet"
        </a>
    }
    .into_any()
}

/// A link of the navigation; the one to the section one is in says so.
#[component]
fn NavLink(
    /// Where it leads: the section's first page.
    path: &'static str,
    /// What people read.
    label: &'static str,
    /// What stands after it.
    #[prop(optional)]
    beside: Option<AnyView>,
) -> AnyView {
    let here = use_location().pathname;
    let is_here = move || {
        here.with(|here| {
            here.strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    view! {
        <li>
            <a href=path aria-current=move || is_here().then(|| "page".to_owned())>
                {label}
                {beside}
            </a>
        </li>
    }
    .into_any()
}

/// The way to what waits for a manager's yes or no.
#[component]
pub(crate) fn ApprovePlain() -> AnyView {
    view! { <NavLink path=APPROVE label="Godkänn" /> }.into_any()
}

/// The same with how many there are.
#[component]
pub(crate) fn ApproveCounted() -> AnyView {
    let inbox = Inbox::here();
    let waiting = Memo::new(move |_| inbox.waiting_for_me());
    let count = view! {
        {move || match waiting.get() {
            0 => None,
            count => {
                Some(
                    view! {
                        <span class="count-mark">
                            {count} <span class="hidden-visually">" väntar på ditt svar"</span>
                        </span>
                    }.into_any(),
                )
            }
        }}
    }
    .into_any();
    view! { <NavLink path=APPROVE label="Godkänn" beside=count /> }.into_any()
}

/// Whose service it is, and the way to its first page.
#[component]
fn Brand() -> AnyView {
    let organisation = &policy().organisation;
    let logotype = organisation.logotype.as_ref().map_or_else(Mark, |source| {
        view! { <img class="brand__logo" src=source.clone() alt="" /> }.into_any()
    });
    view! {
        <a class="brand" href="/">
            {logotype}
            <span class="brand__name">
                "Klartecken" <span class="brand__owner">{organisation.name.as_str()}</span>
            </span>
        </a>
    }
    .into_any()
}

/// Only the name.
#[component]
pub(crate) fn PlainTop() -> AnyView {
    view! {
        <SkipLink />
        <header class="top">
            <div class="page top__row">
                <Brand />
            </div>
        </header>
    }
    .into_any()
}

/// Name, navigation and who is logged in.
#[component]
pub(crate) fn Top(
    /// The way to what waits for a manager.
    approve: fn() -> AnyView,
) -> AnyView {
    let session = Session::here();
    // Told of only where all the ways do not fit on one line: see the style sheet.
    let open = RwSignal::new(false);
    let own = move || {
        session
            .user()
            .is_some()
            .then(|| view! { <NavLink path="/mina-sidor" label="Mina sidor" /> }.into_any())
    };
    let cases = move || {
        session
            .may(Action::SeeAllCases)
            .then(|| view! { <NavLink path="/arenden" label="Ärenden" /> }.into_any())
    };
    // Those who answer others begin their own from Mina sidor, and whoever is logged in finds the
    // guidelines in the foot: so the top is one line on a laptop.
    let apply = move || {
        let answers = session.may(Action::SeeAllCases) || session.may(Action::ApproveAsManager);
        (!answers).then(|| view! { <NavLink path="/ansok" label="Ansök om konto" /> }.into_any())
    };
    let guidelines = move || {
        session
            .user()
            .is_none()
            .then(|| view! { <NavLink path="/riktlinjer" label="Riktlinjer" /> }.into_any())
    };
    let approve = move || session.may(Action::ApproveAsManager).then(approve);
    let letters = move || {
        session
            .may(Action::SeeUndelivered)
            .then(|| view! { <NavLink path="/utkorg" label="Utkorg" /> }.into_any())
    };
    let consents = move || {
        session
            .may(Action::AskConsent)
            .then(|| view! { <NavLink path="/samtycken" label="Samtycken" /> }.into_any())
    };
    let publish = move || {
        session.may(Action::LogPublication).then(|| {
            view! {
                <NavLink path="/far-jag-publicera" label="Får jag publicera?" />
                <NavLink path="/publiceringar" label="Publiceringar" />
            }
            .into_any()
        })
    };
    view! {
        <SkipLink />
        <header class="top">
            <div class="page top__row">
                <Brand />
                <button
                    class="button top__menu"
                    type="button"
                    aria-expanded=move || open.get().to_string()
                    aria-controls=MENU
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    "Meny"
                </button>
                <nav id=MENU aria-label="Huvudmeny" on:click=move |_| open.set(false)>
                    <ul class="nav">
                        {move || apply()} <NavLink path="/forteckning" label="Förteckning" />
                        {move || guidelines()} {move || own()} {move || cases()} {move || approve()}
                        {move || consents()} {move || publish()} {move || letters()}
                    </ul>
                </nav>
                <Who />
            </div>
        </header>
    }
    .into_any()
}

/// Who is logged in, or the way to log in and back.
#[component]
fn Who() -> AnyView {
    let session = Session::here();
    let here = use_location().pathname;
    let failed = RwSignal::new(false);
    let content = move || match session.user() {
        Some(user) => {
            let log_out = move |_| {
                spawn_local(async move { failed.set(session.log_out().await.is_err()) });
            };
            view! {
                <span class="who__name">{user.name}</span>
                <span class="who__role">{user.role.label()}</span>
                <button class="button button--plain" type="button" on:click=log_out>
                    "Logga ut"
                </button>
                <span class="who__name" role="alert">
                    {move || failed.get().then(|| "Utloggningen gick inte fram. Försök igen.".to_owned())}
                </span>
            }
            .into_any()
        }
        None => view! {
            <a
                class="button button--plain"
                href=move || {
                    let here = here.get();
                    let back = if here == "/" || here == "/logga-in" {
                        "/mina-sidor"
                    } else {
                        &here
                    };
                    session::login_path(back)
                }
            >
                "Logga in"
            </a>
        }
        .into_any(),
    };
    view! { <div class="who">{move || content()}</div> }.into_any()
}

/// What must be reachable from every page.
#[component]
pub(crate) fn Foot() -> AnyView {
    view! {
        <footer class="foot">
            <div class="page foot__row">
                <ul>
                    <li>
                        <a href="/tillganglighet">"Tillgänglighetsredogörelse"</a>
                    </li>
                    <li>
                        <a href="/personuppgifter">"Så behandlar vi personuppgifter"</a>
                    </li>
                    <li>
                        <a href="/riktlinjer">"Riktlinjer"</a>
                    </li>
                    <li>
                        <a href="/kontakt">"Kontakt"</a>
                    </li>
                </ul>
                <p>{policy().organisation.name.as_str()}</p>
            </div>
        </footer>
    }
    .into_any()
}

/// The warning before the session ends, and the way back in after it has.
#[component]
pub(crate) fn SessionDialogs() -> AnyView {
    let session = Session::here();
    let ending = Signal::derive(move || session.phase() == Phase::Ending);
    let lapsed = Signal::derive(move || session.phase() == Phase::Lapsed);
    let stay = move || {
        spawn_local(async move {
            // A failure shows by itself: the dialog stays, or turns into the login.
            let _ = session.extend().await;
        });
    };
    let warning_title = Signal::derive(move || match session.minutes_left() {
        0 => "Du loggas ut om mindre än en minut".to_owned(),
        1 => "Du loggas ut om 1 minut".to_owned(),
        minutes => ["Du loggas ut om ", &minutes.to_string(), " minuter"].concat(),
    });
    let warning = move || {
        view! {
            <p>"Det du har skrivit är sparat. Välj om du vill fortsätta."</p>
            <p class="hidden-visually" role="alert">
                {move || warning_title.get()}
            </p>
            <div class="buttons">
                <button class="button button--act" type="button" on:click=move |_| stay()>
                    "Stanna inloggad"
                </button>
                <button
                    class="button"
                    type="button"
                    on:click=move |_| {
                        spawn_local(async move {
                            let _ = session.log_out().await;
                        });
                    }
                >
                    "Logga ut"
                </button>
            </div>
        }
        .into_any()
    };
    let again = move || {
        view! {
            <p>
                "Det du har skrivit finns kvar på sidan. Logga in igen så fortsätter du där du var."
            </p>
            {login::login_form(Callback::new(|()| ()))}
            <button class="button button--plain" type="button" on:click=move |_| session.put_off()>
                "Logga in senare"
            </button>
        }
        .into_any()
    };
    view! {
        <Dialog
            id="session-slutar"
            title=warning_title
            open=ending
            close=Callback::new(move |()| stay())
        >
            {warning()}
        </Dialog>
        <Dialog
            id="session-slut"
            title=Signal::derive(|| "Du har loggats ut".to_owned())
            open=lapsed
            close=Callback::new(move |()| session.put_off())
        >
            {again()}
        </Dialog>
    }
    .into_any()
}
