//! What an e-service needs, how it goes and how to begin.

use leptos::prelude::*;
use rules::page::prose;

use crate::component::choice::Choice;
use crate::component::error_summary::{self, ErrorSummary, Item};
use crate::component::page_heading::PageHeading;
use crate::component::prose::Prose;
use crate::component::question::{Answer, Words};
use crate::component::radios::Radios;
use crate::data::policy::policy;
use crate::data::session::Session;
use crate::form::{self, LOOKING, Service};
use crate::platform::address::{History, navigate};

/// The question that comes before everything else.
const MANAGER: &str = "chef-ja";

/// The overview of «Starta konto».
#[component]
pub(crate) fn StartAccount() -> AnyView {
    overview(&form::START, prose::START_ACCOUNT, manager_question())
}

/// The overview of «Avsluta eller ändra konto».
#[component]
pub(crate) fn ChangeAccount() -> AnyView {
    let begin = Begin {
        error_items: Signal::derive(Vec::new),
        content: view! {
            <div class="buttons">
                <a class="button button--act" href="/andra/ny">
                    "Börja anmälan"
                </a>
                {look_link(&form::CHANGE)}
            </div>
        }
        .into_any(),
    };
    overview(&form::CHANGE, prose::CHANGE_ACCOUNT, begin)
}

/// How a form is begun, and what is wrong with the attempt.
struct Begin {
    error_items: Signal<Vec<Item>>,
    content: AnyView,
}

fn overview(service: &'static Service, text: &'static str, begin: Begin) -> AnyView {
    let items = begin.error_items;
    let wrong = Signal::derive(move || items.with(|items| !items.is_empty()));
    let steps = service
        .form
        .steps
        .iter()
        .map(|step| view! { <li>{step.title}</li> }.into_any())
        .collect_view();
    view! {
        <div class="columns">
            <div>
                <PageHeading wrong=wrong />
                <ErrorSummary items=items />
                <Prose text=text />
                <h2>"Stegen"</h2>
                <ol>{steps}</ol>
                {begin.content}
            </div>
            {facts(service)}
        </div>
    }
    .into_any()
}

fn look_link(service: &'static Service) -> AnyView {
    view! {
        <a class="button" href=service.step_path(LOOKING, 0)>
            "Titta igenom formuläret"
        </a>
    }
    .into_any()
}

/// «Har din chef sagt ja?»
fn manager_question() -> Begin {
    let answer = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let error = Signal::derive(move || {
        let missing = tried.get() && answer.with(String::is_empty);
        missing.then(|| "Välj om din chef har sagt ja.".to_owned())
    });
    let items = Signal::derive(move || {
        error
            .get()
            .map(|sentence| Item {
                id: MANAGER,
                elsewhere: None,
                sentence,
            })
            .into_iter()
            .collect()
    });
    let words = Words::new(
        MANAGER,
        "Har din chef sagt ja?",
        "Är du själv enhetschef svarar du Ja.",
    )
    .error(error);
    let choices = [("ja", "Ja"), ("nej", "Nej, inte än")]
        .into_iter()
        .map(|(value, label)| Choice {
            value: value.to_owned(),
            label: label.into(),
            hint: String::new(),
        })
        .collect();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match answer.get_untracked().as_str() {
            "ja" => navigate("/ansok/ny", History::Push),
            "nej" => navigate("/ansok/chefen", History::Push),
            _ => {
                tried.set(true);
                error_summary::focus();
            }
        }
    };
    let content = view! {
        <form novalidate on:submit=submit>
            <h2>"Börja"</h2>
            <Radios words=words choices=choices answer=Answer::of(answer) />
            <div class="buttons">
                <button class="button button--act" type="submit">
                    "Börja ansökan"
                </button>
                {look_link(&form::START)}
            </div>
        </form>
    }
    .into_any();
    Begin {
        error_items: items,
        content: content.into_any(),
    }
}

/// Time, who decides, contact, personal data.
fn facts(service: &'static Service) -> AnyView {
    let policy = policy();
    let session = Session::here();
    let is_start = service.form == form::START.form;
    let minutes = if is_start {
        "Ungefär 15 minuter"
    } else {
        "Ungefär 5 minuter"
    };
    let decides = if is_start {
        "Din chef beslutar om ni ska ansöka. Sedan beslutar "
    } else {
        "Det gör "
    };
    let reminders = [
        "Det beror på hur snart chefen och handläggaren hinner svara. Chefen får en påminnelse efter ",
        &policy.numbers.manager_first_reminder_after.to_string(),
        " arbetsdagar. Du ser hela tiden i Mina sidor var ärendet är.",
    ]
    .concat();
    let login = move || {
        match session.user() {
        Some(_) => [
            "Du är inloggad i ",
            &session.minutes_left().to_string(),
            " minuter till, och längre när du använder tjänsten. Vi säger till innan du loggas ut, och det du har skrivit finns kvar.",
        ]
        .concat(),
        None => "Du loggar in när du börjar. Är du borta länge loggas du ut. Vi säger till innan, och det du har skrivit finns kvar.".to_owned(),
    }
    };
    let contact = &policy.contact;
    view! {
        <aside class="aside" aria-labelledby="kort-om">
            <h2 id="kort-om">"Kort om tjänsten"</h2>
            <dl class="glance">
                <div>
                    <dt>"Så lång tid tar det att fylla i"</dt>
                    <dd>{minutes} ". Du kan spara och fortsätta senare."</dd>
                </div>
                <div>
                    <dt>"Vem beslutar?"</dt>
                    <dd>{decides} {contact.department.as_str()} "."</dd>
                </div>
                <div>
                    <dt>"När får du svar?"</dt>
                    <dd>{reminders}</dd>
                </div>
                <div>
                    <dt>"Inloggning"</dt>
                    <dd>{move || login()}</dd>
                </div>
                <div>
                    <dt>"Frågor"</dt>
                    <dd>
                        {contact.phone.as_str()} ", "
                        <a href=["mailto:", &contact.email].concat()>{contact.email.as_str()}</a>
                    </dd>
                </div>
                <div>
                    <dt>"Hellre på papper?"</dt>
                    <dd>
                        <a href=["/blankett/", service.form.id, ".html"].concat() rel="external">
                            "Skriv ut blanketten"
                        </a>
                    </dd>
                </div>
                <div>
                    <dt>"Personuppgifter"</dt>
                    <dd>
                        <a href="/personuppgifter">"Så behandlar vi personuppgifter"</a>
                    </dd>
                </div>
            </dl>
        </aside>
    }
    .into_any()
}
