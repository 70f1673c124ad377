//! Changing the answers with the link: what it means for the others, and it begins.

use leptos::prelude::*;
use rules::consent::party::Reply;
use rules::consent::state::State;
use rules::consent::view::View;

use super::about::with_link;
use super::answer;
use super::code::{self, code};
use crate::component::notice::Tone;
use crate::component::page_heading::PageHeading;
use crate::component::tell::Tell;
use crate::data::link::{self, Link, LinkView};
use crate::draft::open_drafts::OpenDrafts;
use crate::draft::resource::DraftResource;
use crate::platform::address::{History, navigate};
use crate::platform::api::ApiError;
use crate::platform::browser;
use crate::platform::idempotency;
use crate::platform::screen::follow;

/// The page.
#[component]
pub(crate) fn Change() -> AnyView {
    with_link(|view| match &view.consent {
        Some(consent) if view.offers("andra") => page(&view, consent),
        _ => {
            navigate(
                &view.page(|| answer::first_step(&view.form)),
                History::Replace,
            );
            ().into_any()
        }
    })
}

/// What a change means for the others who answer.
fn meaning(consent: &View) -> &'static [&'static str] {
    let mut others = consent.seats.iter().filter(|seat| !seat.you);
    let in_force = matches!(consent.state, State::InForce | State::PartlyWithdrawn);
    let alone = others.clone().count() == 0;
    let signed = others.any(|seat| seat.reply == Reply::Signed);
    match (in_force, alone, signed) {
        (true, true, _) => &["De gamla svaren gäller tills du har skrivit under de nya."],
        (true, false, _) => &[
            "De andra som svarade måste skriva under de nya svaren. Vi mejlar dem när du är klar.",
            "De gamla svaren gäller tills alla har skrivit under.",
        ],
        (false, true, _) => &["Det du skrev under räknas inte längre. Du skriver under på nytt."],
        (false, false, true) => &[
            "Den som redan har skrivit under måste göra det igen. Den underskriften räknas inte längre.",
            "Vi mejlar alla en ny länk när du är klar. Vi visar inga bilder så länge.",
        ],
        (false, false, false) => &[
            "Länken som de andra har fått slutar att gälla. Vi mejlar dem en ny när du är klar.",
            "Vi visar inga bilder så länge.",
        ],
    }
}

fn page(view: &LinkView, consent: &View) -> AnyView {
    let (link, drafts) = (Link::here(), StoredValue::new(OpenDrafts::here()));
    let in_force = matches!(consent.state, State::InForce | State::PartlyWithdrawn);
    let is_required = view.identified.is_required;
    let address = view.identified.code_to.clone().unwrap_or_default();
    let version = RwSignal::new(view.version);
    let needs_proof = RwSignal::new(is_required);
    let failed = RwSignal::new(None::<String>);
    let key = StoredValue::new(link::command_key());
    if is_required {
        link.code.send_once("");
    }
    let wrong = Signal::derive(move || link.code.wrong.with(Option::is_some));
    // Nothing when the code was wrong, which its field tells.
    let beginning = Action::new_local(move |(): &()| async move {
        if needs_proof.get_untracked() {
            let view = link.code.prove().await?;
            version.set(view.version);
            needs_proof.set(false);
        }
        let body = "{\"kommando\":\"andra\"}".to_owned();
        let version = version.get_untracked();
        Some(link.send_command(version, &key.get_value(), body).await)
    });
    let busy = beginning.pending();
    follow(move || match beginning.value().get() {
        None => {}
        Some(None) => request_animation_frame(|| browser::focus_question(code::FIELD)),
        Some(Some(Ok(view))) => {
            drafts.with_value(|drafts| drafts.remove(DraftResource::Link.id()));
            navigate(
                &view.page(|| answer::first_step(&view.form)),
                History::Replace,
            );
        }
        Some(Some(Err(error))) => {
            let sentence = match &error {
                ApiError::Stale => "Svaren har ändrats. Läs in sidan och läs igen.",
                other => other.sentence(),
            };
            failed.set(Some(sentence.to_owned()));
            key.set_value(idempotency::random_key());
        }
    });
    let begin = move || {
        if !busy.get_untracked() {
            failed.set(None);
            beginning.dispatch_local(());
        }
    };
    let asked = move || {
        needs_proof.get().then(|| {
            view! {
                <h2>"Visa att det är du"</h2>
                {code(link.code, String::new(), address.clone())}
            }
            .into_any()
        })
    };
    let part = in_force.then(|| {
        view! {
            <p>
                "Vill du bara att något ska bort? "
                <a href="/samtycke/ta-tillbaka">"Ta tillbaka en del"</a> ". Det gäller genast."
            </p>
        }
        .into_any()
    });
    let means = meaning(consent)
        .iter()
        .map(|sentence| view! { <p>{*sentence}</p> }.into_any())
        .collect_view();
    view! {
        <PageHeading wrong=wrong />
        <p class="lead">
            "Du går igenom frågorna igen. Det du svarade står kvar, och du ändrar det du vill."
        </p>
        {means}
        {part}
        <form
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                begin();
            }
        >
            {move || asked()}
            <Tell tone=Tone::Stop sentence=failed.into() />
            <div class="buttons">
                <button
                    class="button button--act"
                    type="submit"
                    aria-disabled=move || busy.get().then(|| "true".to_owned())
                >
                    "Börja ändra"
                </button>
                <a class="button" href="/samtycke/status">
                    "Tillbaka"
                </a>
            </div>
        </form>
    }
    .into_any()
}
