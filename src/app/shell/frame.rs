//! The frame of every page: top, foot and what the session has to say.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use rules::page::{Admission, Page, Row};
use rules::permission::{self, Action, Role};

use crate::component::dialog::Dialog;
use crate::component::mark::Mark;
use crate::data::inbox::Inbox;
use crate::data::policy::policy;
use crate::data::session::{self, Phase, Session};
use crate::page::employee::login;
use crate::platform::browser;

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
    page: Page,
    /// What comes after its label.
    beside: AnyView,
) -> AnyView {
    let Row { path, label, .. } = *page.row();
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

/// How many wait for a manager's yes or no.
#[component]
pub(crate) fn Waiting() -> AnyView {
    let inbox = Inbox::here();
    let waiting = Memo::new(move |_| inbox.waiting_for_me());
    view! {
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
    .into_any()
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

/// The pages that the navigation leads to, in its order.
const WAYS: &[Page] = &[
    Page::StartAccount,
    Page::Register,
    Page::Guidelines,
    Page::MyPages,
    Page::Cases,
    Page::Manager,
    Page::Consents,
    Page::Publish,
    Page::Publications,
    Page::Outbox,
];

/// Whether the navigation leads to the page for a user with this role, or without a login.
fn leads_to(page: Page, role: Option<Role>) -> bool {
    let answers = |role: Role| {
        let answer = [Action::SeeAllCases, Action::ApproveAsManager];
        answer.iter().any(|action| permission::may(role, *action))
    };
    match page {
        // Those who answer others begin their own from Mina sidor, and a logged in user finds the
        // guidelines in the foot: so the top is one line on a laptop.
        Page::StartAccount => !role.is_some_and(answers),
        Page::Guidelines => role.is_none(),
        page => page.admission(role) == Admission::Admitted,
    }
}

/// Name, navigation and who is logged in.
#[component]
pub(crate) fn Top(
    /// What comes after the way to what waits for a manager.
    waiting: fn() -> AnyView,
) -> AnyView {
    let session = Session::here();
    // Told of only where all the ways do not fit on one line: see the style sheet.
    let open = RwSignal::new(false);
    let role = Memo::new(move |_| session.role());
    let ways = move || {
        let role = role.get();
        let led = WAYS.iter().filter(|page| leads_to(**page, role));
        led.map(|page| {
            let beside = match page {
                Page::Manager => waiting(),
                _ => ().into_any(),
            };
            view! { <NavLink page=*page beside=beside /> }.into_any()
        })
        .collect::<Vec<_>>()
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
                    <ul class="nav">{move || ways()}</ul>
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
                    {[Page::Accessibility, Page::Privacy, Page::Guidelines, Page::Contact]
                        .map(|page| {
                            let Row { path, label, .. } = *page.row();
                            view! {
                                <li>
                                    <a href=path>{label}</a>
                                </li>
                            }.into_any()
                        })
                        .into_iter()
                        .collect_view()}
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
            {login::login_form(String::new(), Callback::new(|()| ()))}
            <button class="button button--plain" type="button" on:click=move |_| session.dismiss()>
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
            close=Callback::new(move |()| session.dismiss())
        >
            {again()}
        </Dialog>
    }
    .into_any()
}
