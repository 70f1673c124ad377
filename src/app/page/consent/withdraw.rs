//! Taking back with the link: what, and it is done.

use crate::draw::*;
use rules::consent::form::withdrawal;
use rules::consent::{Channel, View};
use rules::publication::ShownPicture;
use serde::Serialize;

use super::code::{self, code};
use super::pictures::place_name;
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

const CHANNELS: &str = "kanaler";
const PICTURES: &str = "bilder";
const NEVER: &str = "fotografera-mig-inte";

/// The page.
pub(crate) fn withdraw() -> AnyView {
    with_link(|view| match &view.consent {
        Some(consent) if view.offers("ta-tillbaka") => page(&view, consent),
        Some(_) => {
            go("/samtycke/status", true);
            ().into_view()
        }
        None => {
            go(&view.page(|| answer::first_step(&view.form)), true);
            ().into_view()
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

/// The pictures that can be taken back, each with where it is shown.
fn boxes_of(pictures: &[ShownPicture]) -> Vec<Choice> {
    pictures
        .iter()
        .filter(|picture| picture.can_be_taken_back)
        .map(|picture| {
            let places: Vec<String> = picture.places.iter().map(place_name).collect();
            Choice {
                value: picture.id.clone(),
                label: picture.title.clone().into(),
                hint: places.join(". "),
            }
        })
        .collect()
}

fn page(view: &LinkView, consent: &View) -> AnyView {
    let link = Link::here();
    let version = RwSignal::new(view.version);
    let open = open_channels(consent);
    let has_some = 1 < open.len();
    let has_pictures = view
        .pictures
        .iter()
        .any(|picture| picture.can_be_taken_back)
        || view.identified.is_required && 0 < view.picture_count;
    let for_child = consent
        .seats
        .iter()
        .any(|seat| seat.you && seat.role.is_for_minor());
    let what = RwSignal::new(String::new());
    let which = RwSignal::new(Vec::<String>::new());
    let which_pictures = RwSignal::new(Vec::<String>::new());
    let pictures = RwSignal::new(view.pictures.clone());
    // What the pictures show is told to whoever has shown who they are.
    let needs_proof = RwSignal::new(view.identified.is_required);
    let address = view.identified.code_to.clone().unwrap_or_default();
    let asks_code = Memo::new(move |_| what.get() == PICTURES && needs_proof.get());
    let missing = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let key = StoredValue::new(link::command_key());

    let no_what = Memo::new(move |_| missing.get() && what.with(String::is_empty));
    let no_which =
        Memo::new(move |_| missing.get() && what.get() == CHANNELS && which.with(Vec::is_empty));
    let no_pictures = Memo::new(move |_| {
        missing.get()
            && what.get() == PICTURES
            && !needs_proof.get()
            && which_pictures.with(Vec::is_empty)
    });
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
    let picture_words = Words::new(
        withdrawal::VILKA_BILDER.id,
        withdrawal::VILKA_BILDER.label,
        "",
    )
    .error(say(no_pictures, "Kryssa i minst en bild."));
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
    let choices = Choice::of(&withdrawal::VAD)
        .into_iter()
        .filter(|choice| {
            (has_some || choice.value != CHANNELS) && (has_pictures || choice.value != PICTURES)
        })
        .map(|choice| match choice.value.as_str() {
            NEVER if for_child => Choice {
                label: "Ta inga fler bilder på barnet".into(),
                ..choice
            },
            _ => choice,
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
    let change = |list: RwSignal<Vec<String>>| {
        Callback::new(move |(id, on): (String, bool)| {
            list.update(|list| {
                list.retain(|known| *known != id);
                if on {
                    list.push(id);
                }
            });
        })
    };
    let (change_channels, change_pictures) = (change(which), change(which_pictures));
    let asked = move || match what.get().as_str() {
        CHANNELS => Some(choice::boxes(
            which_words,
            channels.clone(),
            which.into(),
            change_channels,
        )),
        PICTURES if needs_proof.get() => {
            link.code.send_once("");
            let asks = view! {
                <p>"Vi behöver veta att det är du innan vi visar bilderna."</p>
                {code(link.code, String::new(), address.clone())}
            };
            Some(asks.into_view())
        }
        PICTURES => Some(choice::boxes(
            picture_words,
            pictures.with(|pictures| boxes_of(pictures)),
            which_pictures.into(),
            change_pictures,
        )),
        _ => None,
    };
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
        busy.set(true);
        failed.set(None);
        if asks_code.get_untracked() {
            spawn_local_scoped(async move {
                let proven = link.code.prove().await;
                busy.set(false);
                let Some(view) = proven else {
                    error_summary::focus();
                    return;
                };
                missing.set(false);
                version.set(view.version);
                pictures.set(view.pictures);
                needs_proof.set(false);
                request_animation_frame(|| browser::focus_question(withdrawal::VILKA_BILDER.id));
            });
            return;
        }
        let what = what.get_untracked();
        let which = match what.as_str() {
            CHANNELS => Some(which.get_untracked()),
            PICTURES => Some(which_pictures.get_untracked()),
            _ => None,
        };
        let body = serde_json::to_string(&TakeBack {
            kommando: "ta-tillbaka",
            vad: &what,
            vilka: which.as_deref(),
        });
        spawn_local_scoped(async move {
            let ended = link
                .order(
                    version.get_untracked(),
                    &key.get_value(),
                    body.unwrap_or_default(),
                )
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
                "Hittar du inte bilden du vill ha bort? " <a href="/ta-tillbaka">"Skriv till oss vilken"</a>
                "."
            </p>
            {told(Tone::Stop, failed.into())}
            <div class="buttons">
                <button
                    class="button button--act"
                    type="submit"
                    aria-disabled=move || busy.get().then_some("true")
                >
                    {move || if asks_code.get() { "Visa bilderna" } else { "Ta tillbaka" }}
                </button>
                <a class="button" href="/samtycke/status">
                    "Tillbaka"
                </a>
            </div>
        </form>
    }
}
