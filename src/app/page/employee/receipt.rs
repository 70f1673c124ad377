//! Kvittens: what was sent, when, and what happens next.

use leptos::prelude::*;
use rules::account::case::{Kind, State};
use rules::form::draft::Draft;

use crate::component::answers::answers;
use crate::component::error_page::ErrorPage;
use crate::component::page_heading::PageHeading;
use crate::component::reading::reading;
use crate::data::case::{self, CaseDraft};
use crate::data::policy::policy;
use crate::data::register::Register;
use crate::form::{self, Service};
use crate::platform::address::{History, named, navigate};
use crate::platform::api::ApiError;
use crate::platform::browser;
use crate::platform::clock;

/// What was sent in «Starta konto».
#[component]
pub(crate) fn ReceiptStart() -> AnyView {
    receipt(&form::START)
}

/// What was sent in «Avsluta eller ändra konto».
#[component]
pub(crate) fn ReceiptChange() -> AnyView {
    receipt(&form::CHANGE)
}

fn receipt(service: &'static Service) -> AnyView {
    let id = named("arende");
    reading(
        id,
        |id| async move { case::read::<CaseDraft>(&id).await },
        move |case_draft| {
            if case_draft.state == State::Draft {
                navigate(&service.step_path(&case_draft.id, 0), History::Replace);
                return ().into_any();
            }
            match case_draft.draft(service.form) {
                Some(draft) => page(&case_draft, draft),
                None => view! { <ErrorPage error=ApiError::NotFound /> }.into_any(),
            }
        },
    )
}

fn page(case: &CaseDraft, draft: Draft) -> AnyView {
    // What is asked for next is another program's: consents, or the case itself.
    browser::fetch_ahead();
    let register = Register::here();
    register.want();
    let form = draft.form();
    let sections = move || {
        let index = register.index();
        form.steps
            .iter()
            .enumerate()
            .map(|(number, step)| {
                view! {
                    <section>
                        <div class="review__head">
                            <h2>{step.title}</h2>
                        </div>
                        {answers(&draft, number, policy(), &index, None)}
                    </section>
                }
                .into_any()
            })
            .collect::<Vec<_>>()
    };
    let number = case.number.clone().unwrap_or_default();
    let sent = case.sent.map(clock::moment).unwrap_or_default();
    let contact = &policy().contact;
    let withdraw = case.offered.contains(&Kind::Withdraw).then(|| {
        view! {
            <p class="no-print">
                "Vill du inte gå vidare? Du kan "
                <a href=["/arenden/", &case.id].concat()>"ta tillbaka ansökan"</a> " i ärendet."
            </p>
        }
        .into_any()
    });
    view! {
        <PageHeading />
        <p class="eyebrow">"Ärendenummer"</p>
        <p>
            <span class="receipt-number">{number}</span>
        </p>
        <p>{form.title} ". Inskickat " {sent} " av " {case.applicant.name.clone()} "."</p>
        <h2>"Vad händer nu?"</h2>
        {next(case)}
        <p>
            "Frågor? Ring " {contact.phone.as_str()} " eller skriv till "
            <a href=["mailto:", &contact.email].concat()>{contact.email.as_str()}</a>
            " och ange ärendenumret."
        </p>
        {withdraw}
        <div class="buttons">
            <button
                class="button"
                type="button"
                on:click=|_| {
                    let _ = window().print();
                }
            >
                "Skriv ut eller spara som pdf"
            </button>
            <a class="button" href="/mina-sidor">
                "Till Mina sidor"
            </a>
        </div>
        {move || sections()}
    }
    .into_any()
}

/// What happens next, in the order it happens.
fn next(case: &CaseDraft) -> AnyView {
    let department = policy().contact.department.as_str();
    let reminder = policy().numbers.manager_first_reminder_after.to_string();
    let manager = case
        .manager
        .as_ref()
        .map(|manager| manager.name.clone())
        .unwrap_or_default();
    let lines: Vec<String> = match case.state {
        State::AwaitingManager => vec![
            [&manager, " får ansökan och svarar här i tjänsten. Efter ", &reminder, " arbetsdagar går en påminnelse ut."].concat(),
            ["Säger chefen ja granskar ", department, " ansökan."].concat(),
            "Du ser beskedet och skälen i Mina sidor.".to_owned(),
        ],
        State::UnderReview | State::Reported => vec![
            [department, " granskar det du har skickat in. De kan be dig komplettera."].concat(),
            "Du ser beskedet och skälen i Mina sidor.".to_owned(),
        ],
        State::Supplementing => vec!["Öppna ärendet i Mina sidor och komplettera de steg som är öppna.".to_owned()],
        State::Approved => vec!["Ansökan är godkänd. Starta kontot och anmäl adressen i ärendet, så kommer det med i förteckningen.".to_owned()],
        State::Registered => vec!["Allt är klart. Det syns i förteckningen.".to_owned()],
        State::Refused => vec!["Ärendet är avslutat. Skälen står i ärendet i Mina sidor.".to_owned()],
        State::Withdrawn => vec!["Du har tagit tillbaka ansökan. Inget mer händer.".to_owned()],
        State::Draft => Vec::new(),
    };
    let items = lines
        .into_iter()
        .map(|line| view! { <li>{line}</li> }.into_any())
        .collect_view();
    view! { <ol>{items}</ol> }.into_any()
}
