//! Taking back with the link: what, and it is done.

use leptos::prelude::*;
use leptos::task::spawn_local_scoped;
use rules::consent::form::withdrawal;
use rules::consent::{Channel, View};
use serde::Serialize;

use super::{answer, with_link};
use crate::app::policy;
use crate::browser;
use crate::link::{self, Link, LinkView};
use crate::part::choice::{self, Choice};
use crate::part::error_summary::{self, Item, error_summary};
use crate::part::heading::heading_of;
use crate::part::notice::{Tone, told};
use crate::part::question::{Answer, Words};
use crate::wizard::go;

/// The command, as it is sent.
#[derive(Serialize)]
struct TakeBack<'a> {
    kommando: &'static str,
    vad: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    vilka: Option<&'a [String]>,
}

/// What can be taken back with the link. Some pictures only are described in words, to staff.
const WITH_LINK: &[&str] = &["allt", CHANNELS, "fotografera-mig-inte"];
const CHANNELS: &str = "kanaler";

/// The page.
pub(crate) fn withdraw() -> AnyView {
    with_link(|view| match &view.consent {
        Some(consent) if view.offers("ta-tillbaka") => page(&view, consent),
        Some(_) => {
            go("/samtycke/status", true);
            ().into_any()
        }
        None => {
            go(&view.page(|| answer::first_step(&view.form)), true);
            ().into_any()
        }
    })
}

/// The channels that can still be taken back, when there is more than one to choose among.
fn open_channels(consent: &View) -> Vec<Channel> {
    let all = consent.scope.as_ref().map(|scope| &scope.channels);
    all.into_iter()
        .flat_map(|channels| channels.difference(&consent.withdrawn_channels))
        .copied()
        .collect()
}

fn page(view: &LinkView, consent: &View) -> AnyView {
    let link = Link::here();
    let version = view.version;
    let open = open_channels(consent);
    let has_some = 1 < open.len();
    let what = RwSignal::new(String::new());
    let which = RwSignal::new(Vec::<String>::new());
    let missing = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let key = StoredValue::new(link::command_key());

    let no_what = Memo::new(move |_| missing.get() && what.with(String::is_empty));
    let no_which =
        Memo::new(move |_| missing.get() && what.get() == CHANNELS && which.with(Vec::is_empty));
    let say = |is_wrong: Memo<bool>, sentence: &'static str| {
        Signal::derive(move || is_wrong.get().then(|| sentence.to_owned()))
    };
    let what_words = Words::new(
        withdrawal::VAD.id,
        withdrawal::VAD.label,
        withdrawal::VAD.hint,
    )
    .error(say(no_what, "Välj vad du vill."));
    let which_words = Words::new(
        withdrawal::VILKA_KANALER.id,
        withdrawal::VILKA_KANALER.label,
        "",
    )
    .error(say(no_which, "Kryssa i minst en plats."));
    let items = Signal::derive(move || {
        [what_words, which_words]
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
    let choices = Choice::of(&withdrawal::VAD)
        .into_iter()
        .filter(|choice| {
            WITH_LINK.contains(&choice.value.as_str()) && (has_some || choice.value != CHANNELS)
        })
        .collect();
    let channels: Vec<Choice> = open
        .iter()
        .map(|channel| Choice {
            value: channel.id().to_owned(),
            label: channel.label().into(),
            hint: String::new(),
        })
        .collect();
    let change = Callback::new(move |(id, on): (String, bool)| {
        which.update(|which| {
            which.retain(|known| *known != id);
            if on {
                which.push(id);
            }
        });
    });
    let asked = move || {
        (what.get() == CHANNELS)
            .then(|| choice::boxes(which_words, channels.clone(), which.into(), change))
    };
    let take_back = move || {
        missing.set(true);
        if wrong.get_untracked() {
            error_summary::focus();
            return;
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        let (what, which) = (what.get_untracked(), which.get_untracked());
        let body = serde_json::to_string(&TakeBack {
            kommando: "ta-tillbaka",
            vad: &what,
            vilka: (what == CHANNELS).then_some(&which),
        });
        spawn_local_scoped(async move {
            let ended = link
                .order(version, &key.get_value(), body.unwrap_or_default())
                .await;
            busy.set(false);
            match ended {
                Ok(_) => go("/samtycke/kvittens", true),
                Err(trouble) => {
                    failed.set(Some(trouble.sentence().to_owned()));
                    // Another try is another command: what is taken back may have changed.
                    key.set_value(browser::random_key());
                }
            }
        });
    };
    let days = policy().numbers.removal_within.to_string();
    view! {
        {heading_of(Signal::derive(|| "Ta tillbaka ditt ja".to_owned()), wrong)}
        {error_summary(items)}
        <p>"Det gäller genast. Vi tar bort bilderna inom " {days} " arbetsdagar. Det som är tryckt, eller som andra har sparat, kan vi inte ta bort."</p>
        <form
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                take_back();
            }
        >
            {choice::radios(what_words, choices, Answer::of(what))}
            {asked}
            <p>
                "Gäller det bara vissa bilder? " <a href="/ta-tillbaka">"Skriv till oss vilka"</a>
                "."
            </p>
            {told(Tone::Stop, failed.into())}
            <div class="buttons">
                <button
                    class="button button--act"
                    type="submit"
                    aria-disabled=move || busy.get().then_some("true")
                >
                    "Ta tillbaka"
                </button>
                <a class="button" href="/samtycke/status">
                    "Tillbaka"
                </a>
            </div>
        </form>
    }
    .into_any()
}
