//! How it stands, and the receipt for what was just done.

use leptos::prelude::*;
use rules::consent::party::Reply;
use rules::consent::state::State;
use rules::consent::view::View;

use super::about::with_link;
use super::answer;
use super::code;
use super::pictures::pictures;
use super::seats::{scope, seats, standing};
use crate::component::heading::Heading;
use crate::component::heading_of::HeadingOf;
use crate::component::notice::{Notice, Tone};
use crate::component::page_heading::PageHeading;
use crate::data::link::{Link, LinkView, Task};
use crate::data::policy::policy;
use crate::platform::address::{History, navigate};
use crate::platform::browser;

/// «Så står det till».
#[component]
pub(crate) fn Status() -> AnyView {
    with_link(|view| match (&view.consent, view.task) {
        (Some(_), Task::Look) => whole(view, view! { <PageHeading /> }.into_any()),
        _ => elsewhere(&view),
    })
}

/// The receipt.
#[component]
pub(crate) fn Receipt() -> AnyView {
    with_link(|view| match &view.consent {
        Some(consent) => {
            let title = title(consent);
            let heading = view! { <HeadingOf text=Signal::derive(move || title.to_owned()) wrong=Signal::stored(false) /> }.into_any();
            whole(view, heading)
        }
        None => elsewhere(&view),
    })
}

fn elsewhere(view: &LinkView) -> AnyView {
    if view.task == Task::Look && view.consent.is_none() {
        return changing();
    }
    navigate(
        &view.page(|| answer::first_step(&view.form)),
        History::Replace,
    );
    ().into_any()
}

/// Another party has opened the answers again.
fn changing() -> AnyView {
    view! {
        <Heading text="Svaren ändras just nu" />
        <p class="lead">
            "Den som svarade först ändrar sina svar. Vi mejlar dig när det är klart."
        </p>
        <p>"Du behöver inte göra något nu. Inga bilder visas så länge."</p>
    }
    .into_any()
}

/// What the one who looks has done.
fn title(consent: &View) -> &'static str {
    let own = consent.seats.iter().find(|seat| seat.you);
    if consent.is_no_unconfirmed {
        return "Vi har fått ditt nej";
    }
    match (consent.state, own.map(|seat| seat.reply)) {
        (State::Withdrawn, _) => "Du har tagit tillbaka ditt ja",
        (State::PartlyWithdrawn, _) => "Du har tagit tillbaka en del",
        (State::Declined, _) | (_, Some(Reply::Declined)) => "Vi har fått ditt nej",
        _ => "Tack, du har skrivit under",
    }
}

/// The page, and once more when it is known who looks.
fn whole(view: LinkView, heading: AnyView) -> AnyView {
    let seen = RwSignal::new(view);
    let proving = RwSignal::new(false);
    let rest = move || {
        seen.with(|view| {
            let consent = view.consent.as_ref()?;
            Some(page(view, consent, pictures(seen, proving)))
        })
    };
    view! {
        {heading}
        {move || rest()}
    }
    .into_any()
}

fn page(view: &LinkView, consent: &View, pictures: AnyView) -> AnyView {
    let number = consent.number.clone().map(|number| {
        view! {
            <p class="eyebrow">"Nummer"</p>
            <p>
                <span class="receipt-number">{number}</span>
            </p>
        }
        .into_any()
    });
    let person = view
        .person
        .as_ref()
        .map(|person| view! { <p>"Det gäller " {person.name.clone()} "."</p> }.into_any());
    let how = consent.proof.map(|proof| {
        view! {
            <p class="quiet">
                "Så vet vi vem du är: " {rules::value::text::lowered(proof.label())} "."
            </p>
        }
        .into_any()
    });
    let withdraw = view.offers("ta-tillbaka").then(|| {
        view! {
            <a class="button" href="/samtycke/ta-tillbaka">
                "Ta tillbaka ditt ja"
            </a>
        }
        .into_any()
    });
    let change = view.offers("andra").then(|| {
        view! {
            <a class="button" href="/samtycke/andra">
                "Ändra svaren"
            </a>
        }
        .into_any()
    });
    let policy = policy();
    let contact = &policy.contact;
    let unit = policy
        .units
        .get(&view.unit_id)
        .map_or("Den som frågade", |unit| unit.name.as_str());
    view! {
        <p class="lead">{standing(consent, unit)}</p>
        {on_the_spot(consent)}
        {faster(view, consent)}
        {number}
        {person}
        <h2>"Vem har svarat?"</h2>
        {seats(consent)}
        {how}
        {scope(consent)}
        {taken_down(view)}
        {pictures}
        {own_link()}
        <div class="buttons no-print">
            {withdraw} {change}
            <button
                class="button"
                type="button"
                on:click=|_| {
                    let _ = window().print();
                }
            >
                "Skriv ut eller spara som pdf"
            </button>
        </div>
        <p>
            "Frågor? Ring " {contact.phone.as_str()} " eller skriv till "
            <a href=["mailto:", &contact.email].concat()>{contact.email.as_str()}</a> "."
        </p>
    }
    .into_any()
}

/// The words to show to staff who stand beside, so that nothing need wait.
fn on_the_spot(consent: &View) -> AnyView {
    let Some(words) = &consent.spot else {
        return ().into_any();
    };
    view! {
        <p class="no-print">
            "Är du hos personalen nu? Visa de här orden: "
            <strong class="spot">{words.clone()}</strong>
        </p>
    }
    .into_any()
}

/// The way to have the pictures taken down at once, for who has said no and can prove it.
fn faster(view: &LinkView, consent: &View) -> AnyView {
    if !(consent.is_no_unconfirmed && view.identified.is_required) {
        return ().into_any();
    }
    let view = StoredValue::new(view.clone());
    let proving = RwSignal::new(false);
    let then = Callback::new(|_| navigate("/samtycke/ta-tillbaka", History::Push));
    let content = move || {
        if proving.get() {
            return view.with_value(|view| code::prove(view, then));
        }
        view! {
            <p>
                <button
                    class="button"
                    type="button"
                    on:click=move |_| {
                        proving.set(true);
                        request_animation_frame(|| browser::focus_question(code::FIELD));
                    }
                >
                    "Visa vem du är med en kod"
                </button>
            </p>
        }
        .into_any()
    };
    view! {
        <h2>"Vill du att bilderna tas bort direkt?"</h2>
        <p>"Visa att det är du. Då behöver ingen ringa dig först."</p>
        {move || content()}
    }
    .into_any()
}

/// «2 av 2 borttagna», by when, and what cannot be taken down.
fn taken_down(view: &LinkView) -> AnyView {
    // Nothing is sure to be taken down before it is known whose no it is.
    let is_sure = |consent: &View| !consent.is_no_unconfirmed;
    let Some(progress) = view
        .progress
        .filter(|_| view.consent.as_ref().is_some_and(is_sure))
    else {
        return ().into_any();
    };
    let due = progress
        .due
        .filter(|_| progress.removed < progress.ordered)
        .map(|day| {
            view! { <p>"Allt ska vara borta senast " {rules::value::date::long(day)} "."</p> }
                .into_any()
        });
    let ordered = (0 < progress.ordered)
        .then(|| view! { <p class="lead">{progress.sentence()} "."</p> }.into_any());
    let printed = (0 < progress.printed)
        .then(|| view! { <p>"Det som redan är tryckt kan vi inte ta bort."</p> }.into_any());
    let tone = if progress.removed == progress.ordered {
        Tone::Good
    } else {
        Tone::Info
    };
    view! {
        <Notice tone=tone title="Det som ska bort">
            {ordered}
            {due}
            {printed}
            <p>"Andra kan ha sparat bilder från sociala medier. De bilderna når vi inte."</p>
        </Notice>
    }
    .into_any()
}

/// The personal link, while it is known: it is told once.
fn own_link() -> AnyView {
    let Some(link) = Link::here().own() else {
        return ().into_any();
    };
    let whole = [
        &window().location().origin().unwrap_or_default(),
        link.as_str(),
    ]
    .concat();
    view! {
        <Notice tone=Tone::Info title="Spara din länk">
            <p>
                "Med länken ser du hur det går och kan ta tillbaka ditt ja. Vi mejlar den också om du har gett oss din e-post. Ge den inte till någon annan."
            </p>
            <p class="break-anywhere">
                <a href=link rel="external">
                    {whole}
                </a>
            </p>
        </Notice>
    }.into_any()
}
