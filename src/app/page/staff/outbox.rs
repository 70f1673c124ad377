//! Utkorg: the letters that have not arrived, for those who see to it that they do.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::account::case;
use rules::consent;
use rules::problem::ProblemId;
use rules::value::wire;
use serde::Deserialize;

use crate::component::notice::{Notice, Tone};
use crate::component::page_heading::PageHeading;
use crate::component::table::Table;
use crate::component::tell::Tell;
use crate::platform::api::{ApiError, Call};
use crate::platform::clock;
use crate::platform::screen::anew;

const PATH: &str = "/api/utkorg";
/// Why a letter is destroyed.
const ERASED: &str = "raderad";
/// What is said before it is sent all the same.
const TOO_LATE: &str = "Brevet går inte att skicka igen. Det som står i det gäller inte längre, och därför är det raderat. Väntar du på ett svar? Gör en ny länk på samtyckets sida.";

/// What `/api/utkorg` answers.
#[derive(Clone, PartialEq, Deserialize)]
struct Outbox {
    /// Whether letters are sent at all.
    #[serde(rename = "skickar")]
    sends: bool,
    #[serde(rename = "brev")]
    letters: Vec<Letter>,
}

#[derive(Clone, PartialEq, Deserialize)]
struct Letter {
    #[serde(rename = "handelse")]
    event: i64,
    #[serde(rename = "plats")]
    place: i64,
    #[serde(rename = "brev")]
    word: String,
    #[serde(rename = "nummer")]
    number: String,
    #[serde(rename = "skapat", deserialize_with = "wire::moment")]
    written: DateTime<Utc>,
    #[serde(rename = "lage")]
    state: String,
    #[serde(rename = "forsok")]
    attempts: u32,
    #[serde(rename = "fel")]
    error: String,
    #[serde(rename = "innehall", default)]
    contents: Option<Contents>,
}

#[derive(Clone, PartialEq, Deserialize)]
struct Contents {
    #[serde(rename = "till")]
    to: String,
    #[serde(rename = "amne")]
    subject: String,
    text: String,
    #[serde(rename = "lank")]
    link: String,
}

/// The page as it stands.
#[derive(Clone, Copy)]
struct OpenDrafts {
    outbox: RwSignal<Option<Outbox>>,
    error: RwSignal<Option<ApiError>>,
    told: RwSignal<Option<String>>,
}

impl OpenDrafts {
    fn read(self) {
        spawn_local(async move {
            match Call::get(PATH).read().await {
                Ok(reply) => {
                    self.error.set(None);
                    self.outbox.set(Some(reply.body));
                }
                Err(error) => self.fail(error),
            }
        });
    }

    fn fail(self, error: ApiError) {
        self.error.set(Some(error));
    }

    /// Has a letter tried again.
    fn send_again(self, event: i64, place: i64) {
        spawn_local(async move {
            let (event, place) = (event.to_string(), place.to_string());
            let path = [PATH, "/", &event, "/", &place, "/skicka-om"].concat();
            match Call::post(&path).done().await {
                Ok(()) => {
                    let told = "Vi försöker skicka brevet igen. Läs in sidan om en stund.";
                    self.told.set(Some(told.to_owned()));
                    self.read();
                }
                Err(error) => self.fail(error),
            }
        });
    }
}

/// The page.
#[component]
pub(crate) fn Outbox() -> AnyView {
    let drafts = OpenDrafts {
        outbox: RwSignal::new(None),
        error: RwSignal::new(None),
        told: RwSignal::new(None),
    };
    drafts.read();
    page(drafts)
}

fn page(drafts: OpenDrafts) -> AnyView {
    let error = Signal::derive(move || {
        drafts.error.with(|error| {
            let sentence = match error.as_ref()? {
                ApiError::Refused(ProblemId::LetterErased) => TOO_LATE,
                error => error.sentence(),
            };
            Some(sentence.to_owned())
        })
    });
    let content = move || match drafts.outbox.get() {
        Some(outbox) => letters(drafts, outbox),
        None if drafts.error.with(Option::is_none) => {
            view! { <p class="quiet">"Hämtar brev …"</p> }.into_any()
        }
        None => view! {
            <button class="button" type="button" on:click=move |_| drafts.read()>
                "Försök igen"
            </button>
        }
        .into_any(),
    };
    view! {
        <PageHeading />
        <p class="lead">
            "Här står brev som inte har kommit fram. Vi försöker i fyra dagar. Sedan behöver någon skicka dem igen."
        </p>
        <Tell tone=Tone::Stop sentence=error />
        <Tell tone=Tone::Good sentence=drafts.told.into() />
        {anew(content)}
    }.into_any()
}

fn letters(drafts: OpenDrafts, outbox: Outbox) -> AnyView {
    let not_sent = (!outbox.sends).then(|| {
        view! {
            <Notice tone=Tone::Info title="Inga brev skickas">
                <p>"Tjänsten är inte kopplad till e-post. Breven sparas här."</p>
            </Notice>
        }
        .into_any()
    });
    let list = if outbox.letters.is_empty() {
        // Where none are sent, none arrive either.
        outbox
            .sends
            .then(|| {
                view! {
                    <Notice tone=Tone::Good title="Alla brev har kommit fram">
                        <p>"Du behöver inte göra något."</p>
                    </Notice>
                }
                .into_any()
            })
            .into_any()
    } else {
        let rows = outbox
            .letters
            .into_iter()
            .map(|letter| row(drafts, letter))
            .collect();
        view! {
            <Table
                caption="Brev, de senaste först"
                columns=&["Brev", "Nummer", "Skrevs", "Läge", "Gör"]
                rows=rows
            />
        }
        .into_any()
    };
    view! {
        {not_sent}
        {list}
    }
    .into_any()
}

fn row(drafts: OpenDrafts, letter: Letter) -> Vec<AnyView> {
    let name = name(&letter.word);
    let (event, place) = (letter.event, letter.place);
    let waits = letter.state != "skickat" && letter.error != ERASED;
    let again = (waits && 0 < letter.attempts).then(|| {
        let about = [" ", name, " ", &letter.number].concat();
        view! {
            <button
                class="button button--plain"
                type="button"
                on:click=move |_| drafts.send_again(event, place)
            >
                "Skicka igen"
                <span class="hidden-visually">{about}</span>
            </button>
        }
        .into_any()
    });
    let state = match letter.state.as_str() {
        "skickat" => "Skickat",
        "uppgivet" => "Kom inte fram",
        _ if letter.attempts == 0 => "Väntar",
        _ => "Försöker igen",
    };
    let why = why(&letter.error);
    let why = (!why.is_empty()).then(|| view! { <span class="case-under">{why}</span> }.into_any());
    vec![
        name.into_any(),
        letter.number.into_any(),
        clock::moment(letter.written).into_any(),
        view! {
            {state}
            {why}
            {letter.contents.map(contents)}
        }
        .into_any(),
        again.into_any(),
    ]
}

/// The letter itself, in the demo.
fn contents(contents: Contents) -> AnyView {
    let paragraphs: Vec<_> = contents
        .text
        .split("\n\n")
        .map(|text| view! { <p>{text.to_owned()}</p> }.into_any())
        .collect();
    let link = (!contents.link.is_empty()).then(|| {
        view! {
            <p>
                <a href=contents.link>"Öppna brevets länk"</a>
            </p>
        }
        .into_any()
    });
    view! {
        <details>
            <summary>"Läs brevet"</summary>
            <p>"Till: " {contents.to}</p>
            <p>"Ämne: " {contents.subject}</p>
            {paragraphs}
            {link}
        </details>
    }
    .into_any()
}

/// What the letter with this word is called.
fn name(word: &str) -> &'static str {
    let of_consent = |word: &str| match word {
        "kod" => Some("Engångskod"),
        word => consent::command::Letter::from_id(word).map(consent::command::Letter::label),
    };
    match word.strip_prefix("samtycke-") {
        Some(word) => of_consent(word),
        None => case::letter::Letter::from_id(word).map(case::letter::Letter::label),
    }
    .unwrap_or("Brev")
}

/// Why the last attempt failed, and what to do about it.
fn why(error: &str) -> &'static str {
    match error {
        "ej-nadd" | "for-langsam" | "avbruten" => "E-postservern svarar inte.",
        "nekad-nu" => "Mottagarens server tar inte emot just nu.",
        "nekad" => "Mottagarens server säger nej. Kontrollera adressen.",
        "inloggning" => "E-postservern tar inte lösenordet. Säg till den som sköter driften.",
        "installning" => "E-postservern är fel inställd. Säg till den som sköter driften.",
        "adress" => "Adressen går inte att skicka till. Kontrollera den.",
        "olasbar" => "Brevet går inte att läsa. Säg till den som sköter driften.",
        "for-sent" => "Det blev för gammalt innan det kunde skickas.",
        ERASED => "Brevet är raderat. Det kunde inte användas längre.",
        _ => "",
    }
}
