//! The page that says what a consent to pictures is, and what the other pages of a link share: the question
//! about protected identity, and what to do when the link leads nowhere.

use leptos::prelude::*;
use rules::consent::form::PROTECTED;
use rules::consent::scope::Occasion;
use rules::page::prose;
use rules::value::date;

use crate::component::error_page::ErrorPage;
use crate::component::facts::Facts;
use crate::component::heading::Heading;
use crate::component::page_heading::PageHeading;
use crate::component::prose::Prose;
use crate::data::link::{self, Link, LinkView, Task};
use crate::data::policy::policy;
use crate::draft;
use crate::draft::open_drafts::OpenDrafts;
use crate::platform::api::ApiError;
use crate::platform::screen::{anew, ask};

/// The page that tells what it is about.
#[component]
pub(crate) fn Consent() -> AnyView {
    view! {
        <PageHeading />
        <Prose text=prose::CONSENT />
    }
    .into_any()
}

/// The organisation's telephone, to be pressed.
pub(super) fn telephone() -> AnyView {
    let phone = &policy().contact.phone;
    let is_dialled = |sign: &char| sign.is_ascii_digit() || *sign == '+';
    let dialled: String = phone.chars().filter(is_dialled).collect();
    view! { <a href=["tel:", &dialled].concat()>{phone.as_str()}</a> }.into_any()
}

/// Asked before the first field. Nothing is kept of the answer; `on` leads to the first field.
pub(super) fn protected(on: String) -> AnyView {
    let chosen = RwSignal::new(false);
    let contact = &policy().contact;
    view! {
        <Heading text=PROTECTED.question />
        <p class="lead">{PROTECTED.lead}</p>
        <div class="buttons">
            <a class="button button--act" href=on>
                "Nej, fortsätt"
            </a>
            <button class="button" type="button" on:click=move |_| chosen.set(true)>
                "Ja"
            </button>
        </div>
        <div role="status">
            {move || {
                chosen
                    .get()
                    .then(|| {
                        view! {
                            <section class="notice">
                                <p>
                                    <strong>{PROTECTED.advice}</strong>
                                </p>
                                <p>
                                    "Ring "
                                    {telephone()}
                                    ". Besök: " {contact.visit.as_str()}
                                </p>
                            </section>
                        }.into_any()
                    })
            }}
        </div>
    }
    .into_any()
}

/// The first page of a link: who asks, about what, where, by when and whom to ring; and before the first
/// field, about protected data. Nothing is kept of that. `on` leads to the first field.
pub(super) fn told(view: &LinkView, on: String) -> AnyView {
    let contact = &policy().contact;
    let form = super::answer::form(&view.form);
    let title = form.map_or(PROTECTED.question, |form| form.title);
    let unit = policy().units.get(&view.unit_id);
    let unit = unit.map_or("Verksamheten", |unit| unit.name.as_str());
    let facts = view.asked.as_ref().map(|asked| {
        let pictures = match &asked.occasion {
            Occasion::Once { day, place } => [place, ", ", &date::long(*day)].concat(),
            Occasion::Ongoing => "Bilder som vi tar då och då i vår verksamhet".to_owned(),
        };
        let places: Vec<&str> = asked
            .channels
            .iter()
            .map(|channel| channel.label())
            .collect();
        let rows = vec![
            ("Vem frågar", unit.to_owned()),
            ("Vilka bilder", pictures),
            ("Var de kan synas", places.join(", ")),
            ("Så lång tid tar det", "Ungefär fem minuter".to_owned()),
            ("Svara senast", date::long(asked.until)),
        ];
        view! {
            <dl class="facts facts--wide">
                <Facts rows=rows />
            </dl>
        }
        .into_any()
    });
    // Who signs after others says no where the answers are shown.
    let fills_in = view.task == Task::FillIn;
    let may_refuse = fills_in && !view.identified.is_required;
    let no = may_refuse.then(|| {
        view! {
            <a class="button" href="/samtycke/nej">
                "Nej, inga bilder"
            </a>
        }
        .into_any()
    });
    view! {
        <Heading text=title />
        <p class="lead">"Du kan svara ja eller nej. Båda svaren är lika bra."</p>
        {facts}
        <section class="notice">
            <h2>{PROTECTED.question}</h2>
            <p>{PROTECTED.lead} " Ring " {telephone()} ". Besök: " {contact.visit.as_str()}</p>
        </section>
        <div class="buttons">
            <a class="button button--act" href=on>
                {if fills_in { "Svara på frågorna" } else { "Fortsätt" }}
            </a>
            {no}
        </div>
    }
    .into_any()
}

/// A link that leads nowhere: one calm page, whatever the reason.
fn over() -> AnyView {
    let contact = &policy().contact;
    view! {
        <Heading text="Länken går inte att använda" />
        <p class="lead">
            "Den kan vara använd, för gammal eller utbytt. Det är inget fel på det du har gjort."
        </p>
        <h2>"Så gör du"</h2>
        <ul>
            <li>
                "Har du redan svarat? Titta efter ett nyare mejl från oss. Där finns din egen länk."
            </li>
            <li>"Har du inte svarat? Be verksamheten om en ny länk."</li>
            <li>
                "Vill du ta tillbaka ditt ja? " <a href="/ta-tillbaka">"Det går utan länk"</a> "."
            </li>
            <li>"Hjälper det inte? Ring " {contact.phone.as_str()} "."</li>
        </ul>
        <p>
            <a href="/samtycke">"Läs mer om samtycke till bild"</a>
        </p>
    }
    .into_any()
}

/// What became of a link that could not be read.
pub(super) fn link_error(error: ApiError) -> AnyView {
    if link::is_over(&error) {
        over()
    } else {
        view! { <ErrorPage error=error /> }.into_any()
    }
}

/// A page about the link this browser has opened, as it stands now.
pub(super) fn with_link(page: impl Fn(LinkView) -> AnyView + Send + Sync + 'static) -> AnyView {
    let (link, drafts) = (Link::here(), OpenDrafts::here());
    let read = RwSignal::new_local(None);
    ask(read, draft::link::read(link, drafts));
    anew(move || match read.get() {
        None => None,
        Some(Err(failed)) => Some(link_error(failed)),
        Some(Ok(view)) => Some(page(view)),
    })
}
