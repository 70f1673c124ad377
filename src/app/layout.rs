//! The frame of every page: top, foot and what the session has to say.

use crate::draw::*;
use crate::route::Place;
use rules::permission::Action;

use crate::browser;
use crate::inbox::Inbox;
use crate::page::login;
use crate::part::dialog::dialog;
use crate::part::mark::mark;
use crate::policy::policy;
use crate::session::{self, Phase, Session};

/// Where managers approve.
const APPROVE: &str = "/godkann";

/// The navigation.
const MENU: &str = "huvudmeny";

/// The way to skip everything above the page's own content.
fn skip_link() -> AnyView {
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
}

/// A link of the navigation; the one to the section one is in says so.
fn nav_link(path: &'static str, label: &'static str) -> AnyView {
    nav_link_with(path, label, ().into_view())
}

fn nav_link_with(path: &'static str, label: &'static str, beside: AnyView) -> AnyView {
    let here = Place::here().path;
    let is_here = move || {
        here.with(|here| {
            here.strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    view! {
        <li>
            <a href=path aria-current=move || is_here().then_some("page")>
                {label}
                {beside}
            </a>
        </li>
    }
}

/// The way to what waits for a manager's yes or no.
pub(crate) fn approve_plain() -> AnyView {
    nav_link(APPROVE, "Godkänn")
}

/// The same with how many there are.
pub(crate) fn approve_counted() -> AnyView {
    let inbox = Inbox::here();
    let waiting = Memo::new(move |_| inbox.waiting_for_me());
    let count = move || match waiting.get() {
        0 => None,
        count => Some(view! {
            <span class="count-mark">
                {count}
                <span class="hidden-visually">" väntar på ditt svar"</span>
            </span>
        }),
    };
    nav_link_with(APPROVE, "Godkänn", count.into_view())
}

/// Whose service it is, and the way to its first page.
fn brand() -> AnyView {
    let organisation = &policy().organisation;
    let logotype = organisation.logotype.as_ref().map_or_else(mark, |source| {
        view! { <img class="brand__logo" src=source.clone() alt="" /> }
    });
    view! {
        <a class="brand" href="/">
            {logotype}
            <span class="brand__name">
                "Klartecken"
                <span class="brand__owner">{organisation.name.as_str()}</span>
            </span>
        </a>
    }
}

/// Only the name.
pub(crate) fn plain_top() -> AnyView {
    view! {
        {skip_link()}
        <header class="top">
            <div class="page top__row">{brand()}</div>
        </header>
    }
}

/// Name, navigation and who is logged in.
pub(crate) fn top(approve: fn() -> AnyView) -> AnyView {
    let session = Session::here();
    // Told of only where all the ways do not fit on one line: see the style sheet.
    let open = RwSignal::new(false);
    let own = move || {
        session
            .user()
            .is_some()
            .then(|| nav_link("/mina-sidor", "Mina sidor"))
    };
    let cases = move || {
        session
            .may(Action::SeeAllCases)
            .then(|| nav_link("/arenden", "Ärenden"))
    };
    // Those who answer others begin their own from Mina sidor, and whoever is logged in finds the
    // guidelines in the foot: so the top is one line on a laptop.
    let apply = move || {
        let answers = session.may(Action::SeeAllCases) || session.may(Action::ApproveAsManager);
        (!answers).then(|| nav_link("/ansok", "Ansök om konto"))
    };
    let guidelines = move || {
        session
            .user()
            .is_none()
            .then(|| nav_link("/riktlinjer", "Riktlinjer"))
    };
    let approve = move || session.may(Action::ApproveAsManager).then(approve);
    let letters = move || {
        session
            .may(Action::SeeUndelivered)
            .then(|| nav_link("/utkorg", "Utkorg"))
    };
    let consents = move || {
        session
            .may(Action::AskConsent)
            .then(|| nav_link("/samtycken", "Samtycken"))
    };
    let publish = move || {
        session.may(Action::LogPublication).then(|| {
            view! {
                {nav_link("/far-jag-publicera", "Får jag publicera?")}
                {nav_link("/publiceringar", "Publiceringar")}
            }
        })
    };
    view! {
        {skip_link()}
        <header class="top">
            <div class="page top__row">
                {brand()}
                <button
                    class="button top__menu"
                    type="button"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=MENU
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    "Meny"
                </button>
                <nav id=MENU aria-label="Huvudmeny" on:click=move |_| open.set(false)>
                    <ul class="nav">
                        {apply}
                        {nav_link("/forteckning", "Förteckning")}
                        {guidelines}
                        {own}
                        {cases}
                        {approve}
                        {consents}
                        {publish}
                        {letters}
                    </ul>
                </nav>
                {who()}
            </div>
        </header>
    }
}

/// Who is logged in, or the way to log in and back.
fn who() -> AnyView {
    let session = Session::here();
    let here = Place::here().path;
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
                    {move || failed.get().then_some("Utloggningen gick inte fram. Försök igen.")}
                </span>
            }
        }
        None => {
            let href = move || {
                let here = here.get();
                let back = if here == "/" || here == "/logga-in" {
                    "/mina-sidor"
                } else {
                    &here
                };
                session::login_path(back)
            };
            view! { <a class="button button--plain" href=href>"Logga in"</a> }
        }
    };
    view! { <div class="who">{content}</div> }
}

/// What must be reachable from every page.
pub(crate) fn foot() -> AnyView {
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
}

/// The warning before the session ends, and the way back in after it has.
pub(crate) fn session_dialogs() -> AnyView {
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
    };
    let again = move || {
        view! {
            <p>"Det du har skrivit finns kvar på sidan. Logga in igen så fortsätter du där du var."</p>
            {login::login_form(Callback::new(|()| ()))}
            <button class="button button--plain" type="button" on:click=move |_| session.put_off()>
                "Logga in senare"
            </button>
        }
    };
    view! {
        {dialog(
            "session-slutar",
            warning_title,
            ending,
            Callback::new(move |()| stay()),
            warning,
        )}
        {dialog(
            "session-slut",
            Signal::derive(|| "Du har loggats ut".to_owned()),
            lapsed,
            Callback::new(move |()| session.put_off()),
            again,
        )}
    }
}
