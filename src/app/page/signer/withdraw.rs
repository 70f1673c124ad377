//! Taking back with the link: what, and it is done.

use leptos::prelude::*;
use rules::consent::form::withdrawal;
use rules::consent::view::View;

use super::about::with_link;
use super::answer;
use super::code::{self, code};
use crate::component::choice::Choice;
use crate::component::error_summary::{self, ErrorSummary, Item};
use crate::component::notice::Tone;
use crate::component::page_heading::PageHeading;
use crate::component::question::{Answer, Words};
use crate::component::radios::Radios;
use crate::component::tell::Tell;
use crate::component::withdrawal::{Lack, NEVER, Withdrawal, has_some, offered, open_channels};
use crate::data::link::{self, Link, LinkView};
use crate::data::policy::policy;
use crate::platform::address::{History, navigate};
use crate::platform::browser;
use crate::platform::idempotency;
use crate::platform::screen::follow;

/// The page.
#[component]
pub(crate) fn Withdraw() -> AnyView {
    with_link(|view| match &view.consent {
        Some(consent) if view.offers("ta-tillbaka") => page(&view, consent),
        Some(_) => {
            navigate("/samtycke/status", History::Replace);
            ().into_any()
        }
        None => {
            navigate(
                &view.page(|| answer::first_step(&view.form)),
                History::Replace,
            );
            ().into_any()
        }
    })
}

fn page(view: &LinkView, consent: &View) -> AnyView {
    let link = Link::here();
    let version = RwSignal::new(view.version);
    let open = open_channels(consent.scope.as_ref(), &consent.withdrawn_channels);
    let has_pictures =
        has_some(&view.pictures) || view.identified.is_required && 0 < view.picture_count;
    let for_child = consent
        .seats
        .iter()
        .any(|seat| seat.you && seat.role.is_for_minor());
    let withdrawn = Withdrawal::new();
    let pictures = RwSignal::new(view.pictures.clone());
    // What the pictures show is told to a holder who has shown who they are.
    let needs_proof = RwSignal::new(view.identified.is_required);
    let address = view.identified.code_to.clone().unwrap_or_default();
    let asks_code = Memo::new(move |_| withdrawn.is_pictures() && needs_proof.get());
    let missing = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let key = StoredValue::new(link::command_key());

    // Which pictures is not asked before they are shown.
    let lack = Memo::new(move |_| {
        withdrawn
            .lacks()
            .filter(|lack| missing.get() && (*lack != Lack::Pictures || !needs_proof.get()))
    });
    let say = |wrong: Lack, sentence: &'static str| {
        Signal::derive(move || (lack.get() == Some(wrong)).then(|| sentence.to_owned()))
    };
    let what_words = Words::new(
        withdrawal::VAD.id,
        withdrawal::VAD.label,
        withdrawal::VAD.hint,
    )
    .error(say(Lack::What, "Välj vad du vill."));
    let which_words = Words::new(
        withdrawal::VILKA_KANALER.id,
        withdrawal::VILKA_KANALER.label,
        "",
    )
    .error(say(Lack::Channels, "Kryssa i minst en plats."));
    let picture_words = Words::new(
        withdrawal::VILKA_BILDER.id,
        withdrawal::VILKA_BILDER.label,
        "",
    )
    .error(say(Lack::Pictures, "Kryssa i minst en bild."));
    let code_words = Words::new(code::FIELD, "", "").error(Signal::derive(move || {
        link.code.wrong.get().filter(|_| asks_code.get())
    }));
    let items = Signal::derive(move || {
        [what_words, which_words, picture_words, code_words]
            .into_iter()
            .filter_map(|words| {
                Some(Item {
                    id: words.id,
                    elsewhere: None,
                    sentence: words.error.get()?,
                })
            })
            .collect::<Vec<_>>()
    });
    let wrong = Signal::derive(move || items.with(|items| !items.is_empty()));
    let choices = offered(Choice::of(&withdrawal::VAD), &open, has_pictures)
        .into_iter()
        .map(|choice| match choice.value.as_str() {
            NEVER if for_child => Choice {
                label: "Ta inga fler bilder på barnet".into(),
                ..choice
            },
            _ => choice,
        })
        .collect();
    let asked = move || {
        if withdrawn.is_channels() {
            return Some(withdrawn.which_channels(which_words, &open));
        }
        if asks_code.get() {
            link.code.send_once("");
            return Some(
                view! {
                    <p>"Vi behöver veta att det är du innan vi visar bilderna."</p>
                    {code(link.code, String::new(), address.clone())}
                }
                .into_any(),
            );
        }
        withdrawn
            .is_pictures()
            .then(|| pictures.with(|pictures| withdrawn.which_pictures(picture_words, pictures)))
    };
    let proving = Action::new_local(move |(): &()| link.code.prove());
    follow(move || match proving.value().get() {
        None => {}
        Some(None) => error_summary::focus(),
        Some(Some(view)) => {
            missing.set(false);
            version.set(view.version);
            pictures.set(view.pictures);
            needs_proof.set(false);
            request_animation_frame(|| browser::focus_question(withdrawal::VILKA_BILDER.id));
        }
    });
    let sending = Action::new_local(move |body: &String| {
        let (body, version) = (body.clone(), version.get_untracked());
        async move { link.send_command(version, &key.get_value(), body).await }
    });
    follow(move || match sending.value().get() {
        None => {}
        Some(Ok(_)) => navigate("/samtycke/kvittens", History::Replace),
        Some(Err(error)) => {
            failed.set(Some(error.sentence().to_owned()));
            // Another try is another command: what is taken back may have changed.
            key.set_value(idempotency::random_key());
        }
    });
    let (is_proving, is_sending) = (proving.pending(), sending.pending());
    let busy = Signal::derive(move || is_proving.get() || is_sending.get());
    let take_back = move || {
        missing.set(true);
        // A code that was wrong is tried once more.
        if wrong.get_untracked() && !asks_code.get_untracked() {
            error_summary::focus();
            return;
        }
        if busy.get_untracked() {
            return;
        }
        failed.set(None);
        if asks_code.get_untracked() {
            proving.dispatch_local(());
        } else {
            sending.dispatch_local(withdrawn.command());
        }
    };
    let days = policy().numbers.removal_within.to_string();
    let follows = move || {
        if needs_proof.get() {
            return "Det gäller genast: inga nya bilder visas. Du behöver ingen kod. Men utan kod kontrollerar vi att det är du innan vi tar bort bilderna.".to_owned();
        }
        [
            "Det gäller genast. Vi tar bort bilderna inom ",
            &days,
            " arbetsdagar. Det som är tryckt, eller som andra har sparat, kan vi inte ta bort.",
        ]
        .concat()
    };
    view! {
        <PageHeading wrong=wrong />
        <ErrorSummary items=items />
        <p>{move || follows()}</p>
        <form
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                take_back();
            }
        >
            <Radios words=what_words choices=choices answer=Answer::of(withdrawn.what) />
            {move || asked()}
            <p>
                "Hittar du inte bilden du vill ha bort? "
                <a href="/ta-tillbaka">"Skriv till oss vilken"</a> "."
            </p>
            <Tell tone=Tone::Stop sentence=failed.into() />
            <div class="buttons">
                <button
                    class="button button--act"
                    type="submit"
                    aria-disabled=move || busy.get().then(|| "true".to_owned())
                >
                    {move || if asks_code.get() { "Visa bilderna" } else { "Ta tillbaka" }}
                </button>
                <a class="button" href="/samtycke/status">
                    "Tillbaka"
                </a>
            </div>
        </form>
    }
    .into_any()
}
