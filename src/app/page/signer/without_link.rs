//! Taking back without a link, and reporting a death. What is typed is on the page and
//! nowhere else until it is sent.

use leptos::prelude::*;
use rules::consent::form::{deceased, withdrawal};
use rules::form::draft::Draft;

use super::about::protected;
use crate::component::page_heading::PageHeading;
use crate::data::policy::policy;
use crate::draft::open_drafts::OpenDrafts;
use crate::draft::resource::DraftResource;
use crate::form::{Leave, Setting, Wizard, information, steps};

static LEAVE: Leave = Leave {
    told: "Inget är skickat och inget är sparat. Lämnar du sidan försvinner det du har skrivit.",
    label: "Lämna sidan",
    to: "/samtycke",
    discard: "",
};

static WITHDRAWAL: Setting = Setting {
    form: &withdrawal::FORM,
    base: "/ta-tillbaka",
    under: |_| "/ta-tillbaka".to_owned(),
    receipt: |_| "/ta-tillbaka/kvittens".to_owned(),
    exit: |_, _| "/ta-tillbaka".to_owned(),
    act: "Ta tillbaka",
    acting: "Skickar …",
    before: "Innan du skickar",
    steps: "Steg i formuläret",
    leave: &LEAVE,
    draw: information::draw,
    looks_in_register: false,
    screen: None,
    closing: |_| ().into_any(),
    send: |_, sync| sync.send(),
};

static DEATH: Setting = Setting {
    form: &deceased::FORM,
    base: "/avliden",
    under: |_| "/avliden".to_owned(),
    receipt: |_| "/avliden/kvittens".to_owned(),
    exit: |_, _| "/avliden".to_owned(),
    act: "Skicka",
    acting: "Skickar …",
    before: "Innan du skickar",
    steps: "Steg i formuläret",
    leave: &LEAVE,
    draw: information::draw,
    looks_in_register: false,
    screen: None,
    closing: |_| ().into_any(),
    send: |_, sync| sync.send(),
};

/// Before «Ta tillbaka ditt ja».
#[component]
pub(crate) fn Withdrawal() -> AnyView {
    protected(first_step(&WITHDRAWAL))
}

/// Before «När någon har dött».
#[component]
pub(crate) fn Death() -> AnyView {
    protected(first_step(&DEATH))
}

/// A step of «Ta tillbaka ditt ja».
#[component]
pub(crate) fn FillWithdrawal() -> AnyView {
    fill(&WITHDRAWAL, "/api/ta-tillbaka")
}

/// A step of «När någon har dött».
#[component]
pub(crate) fn FillDeath() -> AnyView {
    fill(&DEATH, "/api/avliden")
}

fn first_step(setting: &'static Setting) -> String {
    [setting.base, "/", setting.form.steps[0].slug].concat()
}

fn fill(setting: &'static Setting, path: &'static str) -> AnyView {
    let drafts = OpenDrafts::here();
    let open = drafts.get(path).unwrap_or_else(|| {
        let mut draft = Draft::new(setting.form);
        // A form without the question is left as it is.
        draft.set_text(&withdrawal::ATKOMST, withdrawal::WITHOUT_LINK);
        drafts.insert(DraftResource::Page(path), 0, draft, Vec::new())
    });
    steps(Wizard::of_draft(setting, open))
}

/// After «Ta tillbaka ditt ja». It says the same whether or not there was anything to find.
#[component]
pub(crate) fn WithdrawalReceipt() -> AnyView {
    view! {
        <PageHeading />
        <p class="lead">
            "Hittar vi svaret visas inga nya bilder från och med nu. Vi ringer dig så snart vi kan, på en vardag. Det gör vi för att ingen annan ska kunna ta tillbaka åt dig."
        </p>
        <p>
            "När vi har pratat med dig tar vi bort bilderna inom "
            {removal_days()}
            " arbetsdagar. Det som är tryckt, eller som andra har sparat, kan vi inte ta bort."
        </p>
        {foot()}
    }.into_any()
}

/// After «När någon har dött».
#[component]
pub(crate) fn DeathReceipt() -> AnyView {
    view! {
        <PageHeading />
        <p class="lead">
            "Vi beklagar sorgen. Vi använder inga bilder på nya sätt medan vi tar hand om din önskan."
        </p>
        <p>"Vi hör av oss till dig. Du behöver inte göra något mer."</p>
        {foot()}
    }.into_any()
}

fn removal_days() -> String {
    policy().numbers.removal_within.to_string()
}

fn foot() -> AnyView {
    let contact = &policy().contact;
    view! {
        <p>
            "Frågor? Ring " {contact.phone.as_str()} " eller skriv till "
            <a href=["mailto:", &contact.email].concat()>{contact.email.as_str()}</a> "."
        </p>
        <div class="buttons">
            <button
                class="button no-print"
                type="button"
                on:click=|_| {
                    let _ = window().print();
                }
            >
                "Skriv ut eller spara som pdf"
            </button>
        </div>
    }
    .into_any()
}
