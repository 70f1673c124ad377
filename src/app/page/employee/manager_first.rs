//! For those whose manager has not said yes: not an error but another way on.

use leptos::prelude::*;
use rules::account::application;
use rules::page::prose;

use crate::component::page_heading::PageHeading;
use crate::component::prose::Prose;
use crate::data::policy::policy;
use crate::form::START;
use crate::platform::address::asked;

/// The page.
#[component]
pub(crate) fn ManagerFirst() -> AnyView {
    let case = asked("arende").get_untracked();
    let here = view! {
        <div class="buttons">
            {match &case {
                Some(case) => {
                    let step = [
                        &START.step_path(case, 0),
                        "?andra=",
                        application::CHEF_GODKANNANDE.id,
                    ]
                        .concat();
                    view! {
                        <a class="button button--act" href=step>
                            "Ändra svaret i ansökan"
                        </a>
                    }.into_any()
                }
                None => {
                    view! {
                        <a class="button button--act" href="/ansok/ny">
                            "Börja ansökan"
                        </a>
                    }.into_any()
                }
            }}
        </div>
    }
    .into_any();
    let kept = if case.is_some() {
        "Utkastet är sparat. Du hittar det i Mina sidor när chefen har svarat."
    } else {
        "Kom tillbaka hit när chefen har svarat. Vill du förbereda dig kan du börja ansökan redan nu. Den sparas som utkast."
    };
    let subject = "Får vi starta ett konto i sociala medier?";
    let body = letter(&policy().organisation.name);
    let encode = |text: &str| {
        js_sys::encode_uri_component(text)
            .as_string()
            .unwrap_or_default()
    };
    let mail = [
        "mailto:?subject=",
        &encode(subject),
        "&body=",
        &encode(&body),
    ]
    .concat();
    view! {
        <PageHeading />
        <Prose text=prose::MANAGER_FIRST />
        {here}
        <h2>"Fråga chefen med ett mejl"</h2>
        <p>"Använd texten så som den är, eller ändra i den."</p>
        <div class="buttons">
            <a class="button" href=mail>
                "Öppna mejlet"
            </a>
        </div>
        <details>
            <summary>"Visa texten"</summary>
            <p class="letter">{body}</p>
        </details>
        <h2>"Vänta"</h2>
        <p>{kept}</p>
        <p>
            <a href="/riktlinjer#chef">"Läs riktlinjen om chefens godkännande"</a>
        </p>
    }
    .into_any()
}

/// What an employee may want to write to the manager.
fn letter(organisation: &str) -> String {
    [
        "Hej!\n\nJag vill ansöka om att starta ett konto i sociala medier för vår verksamhet. ",
        organisation,
        " kräver att du som chef säger ja innan jag ansöker.\n\nSyfte med kontot: \nPlattform: \nVem som sköter kontot: \n\nSom enhetschef är du ansvarig för kontot, även när någon annan sköter det. Svara gärna på det här mejlet, så anger jag datumet i ansökan. Du kan också godkänna direkt i tjänsten när jag har skickat in.\n",
    ]
    .concat()
}
