//! The programs: what surrounds the pages of each, and which function draws a page.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;
use rules::page::{Page, Program};
use rules::policy::Policy;

use super::bundle::Bundle;
use super::frame;
use super::route::{Pages, View};
use crate::component::heading::{Arrival, Heading};
use crate::data::inbox::Inbox;
use crate::data::link::Link;
use crate::data::pending_input::PendingInput;
use crate::data::policy::provide_policy;
use crate::data::register::Register;
use crate::data::session::{Session, SessionInfo};
use crate::draft::open_drafts::OpenDrafts;
use crate::page;
use crate::platform::address::keep_history;
use crate::platform::browser;
use crate::platform::screen::{Side, afterwards};

/// Longest wait for drafts to be saved before another program is loaded.
const SAVING_WAIT: Duration = Duration::from_secs(3);

/// The program, once the policy and the session are known.
pub(crate) fn app<B: Bundle>(policy: &'static Policy, session_info: SessionInfo) -> AnyView {
    provide_policy(policy);
    provide_context(Session::new(session_info, B::PROGRAM));
    // Before the router, so that it hears of a click before one goes where it leads.
    provide_context(Arrival::new());
    provide_context(Side::new());
    provide_context(Register::new());
    if const { !matches!(B::PROGRAM, Program::Site) } {
        provide_context(OpenDrafts::new());
    }
    if const { works_with_cases::<B>() } {
        provide_context(Inbox::new(Session::here()));
        provide_context(PendingInput::new());
    }
    if const { matches!(B::PROGRAM, Program::Staff) } {
        provide_context(page::staff::consents::SearchText::new());
    }
    if const { matches!(B::PROGRAM, Program::Signer) } {
        provide_context(Link::new());
    }
    view! {
        <Router>
            {keep_history()} {top::<B>()} <main class="page main" id="innehall" tabindex="-1">
                {Pages::shown(shown::<B>)}
            </main> <frame::Foot /> {dialogs::<B>()}
        </Router>
    }
    .into_any()
}

const fn works_with_cases<B: Bundle>() -> bool {
    matches!(B::PROGRAM, Program::Apply | Program::Staff)
}

/// The top of the page. The signer's has no navigation, so that nothing leads away from the answer.
fn top<B: Bundle>() -> AnyView {
    if const { matches!(B::PROGRAM, Program::Signer) } {
        view! { <frame::PlainTop /> }.into_any()
    } else if const { works_with_cases::<B>() } {
        view! { <frame::Top waiting=frame::Waiting /> }.into_any()
    } else {
        view! { <frame::Top waiting=|| ().into_any() /> }.into_any()
    }
}

/// The session's dialogs, in the programs with a login.
fn dialogs<B: Bundle>() -> AnyView {
    if const { works_with_cases::<B>() } {
        afterwards(frame::SessionDialogs)
    } else {
        ().into_any()
    }
}

/// What is shown of a page: the page itself, the login before it, or for whom it is. A page of another
/// program is loaded anew, and the store answers with a program that holds it.
fn shown<B: Bundle>(page: Option<Page>) -> AnyView {
    let Some(page) = page else {
        return view! { <crate::component::not_found::NotFound /> }.into_any();
    };
    let Some(view) = view_of::<B>(page) else {
        return elsewhere();
    };
    // The pages of the others are for everybody, and the login is left out of them.
    if const { works_with_cases::<B>() } {
        page::employee::login::gate(page, view)
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
    Start => page::public::start::Start,
    Register => page::public::register::Register,
    Guidelines => page::public::guidelines::Guidelines,
    Accessibility => page::public::accessibility::Accessibility,
    Privacy => page::public::privacy::Privacy,
    Contact => page::public::contact::Contact,
    Login => page::employee::login::Login,
    MyPages => page::employee::my_pages::MyPages,
    StartAccount => page::employee::overview::StartAccount,
    ManagerFirst => page::employee::manager_first::ManagerFirst,
    BeginStart => page::employee::begin::BeginStart,
    LookStart => page::employee::fill::LookStart,
    ReceiptStart => page::employee::receipt::ReceiptStart,
    FillStart => page::employee::fill::FillStart,
    ChangeAccount => page::employee::overview::ChangeAccount,
    BeginChange => page::employee::begin::BeginChange,
    LookChange => page::employee::fill::LookChange,
    ReceiptChange => page::employee::receipt::ReceiptChange,
    FillChange => page::employee::fill::FillChange,
    Cases => page::staff::cases::Cases,
    Case => page::staff::case::Case,
    Manager => page::staff::manager::Manager,
    Account => page::staff::account::Account,
    Publish => page::staff::publish::Publish,
    Publications => page::staff::publications::Publications,
    Consents => page::staff::consents::Consents,
    AskConsent => page::staff::consents::Ask,
    UnitList => page::staff::consents::UnitList,
    ConfirmSigners => page::staff::consents::ConfirmSigners,
    FillConsent => page::staff::consent_fill::Fill,
    Consent => page::staff::consents::One,
    Subject => page::staff::consents::Subject,
    Destruction => page::staff::destruction::Destruction,
    Outbox => page::staff::outbox::Outbox,
    AboutConsent => page::signer::about::Consent,
    OpenLink => page::signer::open::Open,
    Answer => page::signer::answer::Fill,
    SayNo => page::signer::no::SayNo,
    AnotherWay => page::signer::answer::AnotherWay,
    Sign => page::signer::sign::Sign,
    Doubt => page::signer::doubt::Doubt,
    SignerReceipt => page::signer::status::Receipt,
    SignerStatus => page::signer::status::Status,
    ChangeAnswers => page::signer::change::Change,
    Withdraw => page::signer::withdraw::Withdraw,
    WithdrawWithoutLink => page::signer::without_link::Withdrawal,
    WithdrawalReceipt => page::signer::without_link::WithdrawalReceipt,
    FillWithdrawal => page::signer::without_link::FillWithdrawal,
    ReportDeath => page::signer::without_link::Death,
    DeathReceipt => page::signer::without_link::DeathReceipt,
    FillDeath => page::signer::without_link::FillDeath,
    Symbols => page::signer::symbols::Symbols,
}

/// A page of another program. It is loaded when no open draft has a save due.
fn elsewhere() -> AnyView {
    let path = use_location().pathname.get_untracked();
    match use_context::<OpenDrafts>() {
        None => load_anew(path.clone()),
        Some(drafts) => {
            drafts.save_now();
            let timer = set_timeout_with_handle(
                {
                    let path = path.clone();
                    move || load_anew(path)
                },
                SAVING_WAIT,
            );
            // A user who goes back meanwhile stays.
            on_cleanup(move || {
                if let Ok(timer) = timer {
                    timer.clear();
                }
            });
            let path = path.clone();
            Effect::new(move |_| {
                if drafts.is_at_rest() {
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
