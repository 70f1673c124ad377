//! The programs: what stands around the pages of each, and which view a page has.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;
use rules::page::{Page, Program};
use rules::policy::Policy;

use crate::address::keep_history;
use crate::browser;
use crate::desk::Desk;
use crate::inbox::Inbox;
use crate::layout;
use crate::link::Link;
use crate::page;
use crate::part::heading::{Arrival, Heading};
use crate::policy::provide_policy;
use crate::register::Register;
use crate::route::{Pages, View};
use crate::screen::{Side, afterwards};
use crate::session::{Session, Standing};
use crate::unsent::Unsent;

/// Longest wait for drafts to be saved before another program is loaded.
const SAVING_WAIT: Duration = Duration::from_secs(3);

/// A program as a type, so that what it does not hold is left out when it is compiled.
pub trait Bundle: 'static {
    /// Which one it is.
    const PROGRAM: Program;
}

/// The program, once the policy and the session are known.
pub(crate) fn app<B: Bundle>(policy: &'static Policy, standing: Standing) -> AnyView {
    provide_policy(policy);
    provide_context(Session::new(standing, B::PROGRAM));
    // Before the router, so that it hears of a click before one goes where it leads.
    provide_context(Arrival::new());
    provide_context(Side::new());
    provide_context(Register::new());
    if const { !matches!(B::PROGRAM, Program::Site) } {
        provide_context(Desk::new());
    }
    if const { works_with_cases::<B>() } {
        provide_context(Inbox::new(Session::here()));
        provide_context(Unsent::new());
    }
    if const { matches!(B::PROGRAM, Program::Staff) } {
        provide_context(page::consents::Sought::new());
    }
    if const { matches!(B::PROGRAM, Program::Signer) } {
        provide_context(Link::new());
    }
    view! {
        <Router>
            {keep_history()} {top::<B>()} <main class="page main" id="innehall" tabindex="-1">
                {Pages::shown(shown::<B>)}
            </main> <layout::Foot /> {dialogs::<B>()}
        </Router>
    }
    .into_any()
}

const fn works_with_cases<B: Bundle>() -> bool {
    matches!(B::PROGRAM, Program::Apply | Program::Staff)
}

/// The top of the page. Those who come by a link get nothing that leads away from what they came for.
fn top<B: Bundle>() -> AnyView {
    if const { matches!(B::PROGRAM, Program::Signer) } {
        view! { <layout::PlainTop /> }.into_any()
    } else if const { works_with_cases::<B>() } {
        view! { <layout::Top waiting=layout::Waiting /> }.into_any()
    } else {
        view! { <layout::Top waiting=|| ().into_any() /> }.into_any()
    }
}

/// What the session has to say, in the programs that one logs in to.
fn dialogs<B: Bundle>() -> AnyView {
    if const { works_with_cases::<B>() } {
        afterwards(layout::SessionDialogs)
    } else {
        ().into_any()
    }
}

/// What is shown of a page: the page itself, the login before it, or for whom it is. A page of another
/// program is loaded anew, and the store answers with a program that holds it.
fn shown<B: Bundle>(page: Option<Page>) -> AnyView {
    let Some(page) = page else {
        return view! { <page::not_found::NotFound /> }.into_any();
    };
    let Some(view) = view_of::<B>(page) else {
        return elsewhere();
    };
    // The pages of the others are for everybody, and the login is left out of them.
    if const { works_with_cases::<B>() } {
        page::login::gate(page, view)
    } else {
        view()
    }
}

/// Which view each page has, in the programs that hold it.
macro_rules! views {
    ($($page:ident => $view:path,)+) => {
        fn view_of<B: Bundle>(page: Page) -> Option<View> {
            match page {
                $(Page::$page => if const { Page::$page.is_in(B::PROGRAM) } {
                    Some($view)
                } else {
                    None
                },)+
            }
        }
    };
}

views! {
    Start => page::start::Start,
    Register => page::register::Register,
    Guidelines => page::guidelines::Guidelines,
    Accessibility => page::accessibility::Accessibility,
    Privacy => page::privacy::Privacy,
    Contact => page::contact::Contact,
    Login => page::login::Login,
    MyPages => page::my_pages::MyPages,
    StartAccount => page::overview::StartAccount,
    ManagerFirst => page::manager_first::ManagerFirst,
    BeginStart => page::begin::BeginStart,
    LookStart => page::fill::LookStart,
    ReceiptStart => page::receipt::ReceiptStart,
    FillStart => page::fill::FillStart,
    ChangeAccount => page::overview::ChangeAccount,
    BeginChange => page::begin::BeginChange,
    LookChange => page::fill::LookChange,
    ReceiptChange => page::receipt::ReceiptChange,
    FillChange => page::fill::FillChange,
    Cases => page::cases::Cases,
    Case => page::case::Case,
    Manager => page::manager::Manager,
    Account => page::account::Account,
    Publish => page::publish::Publish,
    Publications => page::publications::Publications,
    Consents => page::consents::Consents,
    AskConsent => page::consents::Ask,
    FillConsent => page::consent_fill::Fill,
    Consent => page::consents::One,
    Subject => page::consents::Subject,
    Destruction => page::destruction::Destruction,
    Outbox => page::outbox::Outbox,
    AboutConsent => page::consent::Consent,
    OpenLink => page::consent::open::Open,
    Answer => page::consent::answer::Fill,
    AnotherWay => page::consent::answer::AnotherWay,
    Sign => page::consent::sign::Sign,
    SignerReceipt => page::consent::status::Receipt,
    SignerStatus => page::consent::status::Status,
    ChangeAnswers => page::consent::change::Change,
    Withdraw => page::consent::withdraw::Withdraw,
    WithdrawWithoutLink => page::consent::without_link::Withdrawal,
    WithdrawalReceipt => page::consent::without_link::WithdrawalReceipt,
    FillWithdrawal => page::consent::without_link::FillWithdrawal,
    ReportDeath => page::consent::without_link::Death,
    DeathReceipt => page::consent::without_link::DeathReceipt,
    FillDeath => page::consent::without_link::FillDeath,
    Symbols => page::consent::symbols::Symbols,
}

/// A page of another program, which is loaded when the drafts that are open have come to rest.
fn elsewhere() -> AnyView {
    let path = use_location().pathname.get_untracked();
    match use_context::<Desk>() {
        None => load_anew(path.clone()),
        Some(desk) => {
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
            let path = path.clone();
            Effect::new(move |_| {
                if desk.is_at_rest() {
                    load_anew(path.clone());
                }
            });
        }
    }
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
}

/// Loads the page anew when its address has come to be `path`: the router draws a page first and
/// changes the address afterwards, in the same task or the next.
fn load_anew(path: String) {
    request_animation_frame(move || browser::load_anew(&path));
}
