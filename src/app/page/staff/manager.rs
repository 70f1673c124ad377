//! Chefens godkännande: what waits for this manager's yes or no, and what they have answered.

use leptos::prelude::*;
use rules::account::case::{State, Summary};
use rules::value::sort::sorted;

use crate::component::case_line;
use crate::component::page_heading::PageHeading;
use crate::component::table::Table;
use crate::data::inbox::{self, Inbox};
use crate::data::policy::policy;
use crate::data::session::Session;
use crate::form::Service;

/// The page.
#[component]
pub(crate) fn Manager() -> AnyView {
    Inbox::here().refresh();
    page(&Session::here().logged_in().id)
}

fn page(me: &str) -> AnyView {
    let me = me.to_owned();
    // One's own cases are in Mina sidor; nobody approves their own.
    let others = move |case: &Summary| case.applicant.id != me && case.state != State::Draft;
    view! {
        <PageHeading />
        <p class="lead">
            "Du ansvarar för de konton som din enhet har. Därför behövs ditt ja innan "
            {policy().contact.department.as_str()} " granskar en ansökan."
        </p>
        {Inbox::here().list(others, lists)}
    }
    .into_any()
}

fn lists(cases: Vec<Summary>) -> AnyView {
    let (waiting, answered): (Vec<_>, Vec<_>) =
        cases.into_iter().partition(inbox::waits_for_manager);
    // What has waited longest comes first.
    let waiting = sorted(waiting, |one, other| one.since.cmp(&other.since));
    let rows = |cases: &[Summary], last: fn(&Summary) -> AnyView| -> Vec<_> {
        cases.iter().map(|case| row(case, last)).collect()
    };
    let first = if waiting.is_empty() {
        view! {
            <section class="notice notice--good">
                <h2>"Inget väntar på dig"</h2>
                <p>"När någon ber dig godkänna en ansökan kommer den hit."</p>
            </section>
        }
        .into_any()
    } else {
        let rows = rows(&waiting, |case| {
            case_line::waited(case.state, case.since).into_any()
        });
        view! {
            <section class="case-list">
                <h2>"Väntar på ditt svar"</h2>
                <Table
                    caption="Väntar på ditt svar"
                    columns=&["Ärende", "Konto", "Enhet", "Sökande", "Har väntat"]
                    rows=rows
                />
            </section>
        }
        .into_any()
    };
    let before = (!answered.is_empty()).then(|| {
        let rows = rows(&answered, |case| {
            view! { <case_line::StateTag state=case.state /> }.into_any()
        });
        view! {
            <section class="case-list">
                <h2>"Du har svarat"</h2>
                <Table
                    caption="Ansökningar som inte väntar på dig längre"
                    columns=&["Ärende", "Konto", "Enhet", "Sökande", "Läge"]
                    rows=rows
                />
            </section>
        }
        .into_any()
    });
    view! {
        {first}
        {before}
    }
    .into_any()
}

fn row(case: &Summary, last: fn(&Summary) -> AnyView) -> Vec<AnyView> {
    vec![
        view! {
            <a href=Service::href(case)>{case_line::name(case)}</a>
            <span class="case-under">{case_line::title_of(case)}</span>
        }
        .into_any(),
        case_line::account(case).into_any(),
        case.unit.clone().into_any(),
        case.applicant.name.clone().into_any(),
        last(case),
    ]
}
