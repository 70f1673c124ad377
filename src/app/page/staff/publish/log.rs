//! «Logga publiceringen»: what the picture shows, where it is, and the mark of its file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::problem::ProblemId;
use rules::publication::Question;
use rules::publication::log::Fault;
use serde::Serialize;
use wasm_bindgen::JsCast;
use web_sys::File;

use super::verdict::again;
use crate::component::button::SendButton;
use crate::component::labelled::Labelled;
use crate::component::notice::Tone;
use crate::component::question::{Answer, Words};
use crate::component::tell::Tell;
use crate::component::text_field::{Line, TextField};
use crate::platform::api::{ApiError, Call};
use crate::platform::browser;
use crate::platform::idempotency::IdempotencyKey;
use crate::platform::screen::anew;

/// Where focus goes when something has been told.
const NEWS: &str = "loggad";

#[derive(Serialize)]
struct Body<'a> {
    fraga: &'a Question,
    bild: Shot,
    lank: String,
}

#[derive(Serialize)]
struct Shot {
    titel: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fil: Option<String>,
}

/// What is typed about the picture.
#[derive(Clone, Copy)]
struct Log {
    question: StoredValue<Question>,
    title: RwSignal<String>,
    link: RwSignal<String>,
    /// The SHA-256 of the file, lower-case hex.
    hash: RwSignal<Option<String>>,
    file_told: RwSignal<Option<String>>,
    faults: RwSignal<Vec<Fault>>,
    failed: RwSignal<Option<String>>,
    under_way: RwSignal<bool>,
    done: RwSignal<bool>,
    idempotency: IdempotencyKey,
}

/// The form, for a question that the rules say yes to.
pub(super) fn form(question: Question, round: RwSignal<u32>) -> AnyView {
    let log = Log {
        question: StoredValue::new(question),
        title: RwSignal::new(String::new()),
        link: RwSignal::new(String::new()),
        hash: RwSignal::new(None),
        file_told: RwSignal::new(None),
        faults: RwSignal::new(Vec::new()),
        failed: RwSignal::new(None),
        under_way: RwSignal::new(false),
        done: RwSignal::new(false),
        idempotency: IdempotencyKey::new(),
    };
    view! {
        {anew(move || {
            if log.done.get() {
                view! {
                    <section class="notice notice--good" id=NEWS tabindex="-1">
                        <h2>"Publiceringen är loggad"</h2>
                        <p>
                            "Om någon på bilden ångrar sig ser du det i "
                            <a href="/publiceringar">"Publiceringar"</a> "."
                        </p>
                    </section>
                    {again(round)}
                }.into_any()
            } else {
                log.draw()
            }
        })}
    }
    .into_any()
}

impl Log {
    fn error(self, fault: Fault) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.faults
                .with(|faults| faults.contains(&fault))
                .then(|| fault.label().to_owned())
        })
    }

    fn draw(self) -> AnyView {
        let file_words = Words::new(
            "bildens-fil",
            "Bildfilen",
            "Filen skickas inte. Webbläsaren räknar ut ett märke som bilden känns igen på.",
        )
        .optional()
        .error(self.error(Fault::Hash));
        view! {
            <form
                class="publish__log no-print"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    self.send();
                }
            >
                <h2>"Logga publiceringen"</h2>
                <Tell tone=Tone::Stop sentence=self.failed.into() />
                <TextField
                    words=Words::new(
                            "bildens-titel",
                            "Vad visar bilden?",
                            "Skriv så att någon annan hittar den. Skriv inga namn.",
                        )
                        .error(self.error(Fault::Title))
                    line=Line::TEXT
                    answer=Answer::of(self.title)
                />
                <TextField
                    words=Words::new(
                            "inlaggets-lank",
                            "Adressen till inlägget",
                            "Börjar med https://. Du kan logga innan du har den.",
                        )
                        .optional()
                        .error(self.error(Fault::Link))
                    line=Line::ADDRESS
                    answer=Answer::of(self.link)
                />
                <Labelled words=file_words>
                    <input
                        class="input"
                        type="file"
                        id="bildens-fil"
                        accept="image/*,video/*,audio/*"
                        aria-describedby=file_words.described()
                        on:change=move |event| self.choose(&event)
                    />
                    <Tell tone=Tone::Info sentence=self.file_told.into() />
                </Labelled>
                <SendButton
                    class="button button--act"
                    label="Logga publiceringen"
                    under_way=self.under_way.into()
                />
            </form>
        }
        .into_any()
    }

    fn choose(self, event: &web_sys::Event) {
        self.hash.set(None);
        self.file_told.set(None);
        let Some(file) = browser::chosen_file(event) else {
            return;
        };
        self.under_way.set(true);
        self.file_told
            .set(Some("Räknar ut bildens märke …".to_owned()));
        spawn_local(async move {
            let hash = sha256(&file).await;
            // The page may be gone by now.
            if self.under_way.try_set(false).is_some() {
                return;
            }
            let says = match &hash {
                Some(hash) => ["Bildens märke är klart: ", &hash[..12], " …"].concat(),
                None => "Filen kunde inte läsas. Välj den igen, eller logga utan fil.".to_owned(),
            };
            self.hash.set(hash);
            self.file_told.set(Some(says));
        });
    }

    fn send(self) {
        if self.under_way.get_untracked() {
            return;
        }
        self.under_way.set(true);
        let body = self.question.with_value(|question| {
            serde_json::to_string(&Body {
                fraga: question,
                bild: Shot {
                    titel: self.title.get_untracked(),
                    fil: self.hash.get_untracked(),
                },
                lank: self.link.get_untracked(),
            })
        });
        let Ok(body) = body else { return };
        let key = self.idempotency.key(&body);
        spawn_local(async move {
            let answer = Call::post("/api/publiceringar")
                .text(body)
                .key(&key)
                .done()
                .await;
            if self.under_way.try_set(false).is_some() {
                return;
            }
            self.failed.set(None);
            match answer {
                Ok(()) => {
                    self.idempotency.renew();
                    self.done.set(true);
                    request_animation_frame(|| browser::lead_to(NEWS));
                }
                Err(ApiError::Faults(words)) => {
                    let faults: Vec<Fault> = words
                        .iter()
                        .filter_map(|word| Fault::from_id(word))
                        .collect();
                    let first = faults.first().copied();
                    self.faults.set(faults);
                    request_animation_frame(move || {
                        browser::focus_question(match first {
                            Some(Fault::Link) => "inlaggets-lank",
                            Some(Fault::Hash) => "bildens-fil",
                            Some(Fault::Title) | None => "bildens-titel",
                        });
                    });
                }
                Err(error) => {
                    self.failed.set(Some(sentence(&error).to_owned()));
                }
            }
        });
    }
}

fn sentence(error: &ApiError) -> &'static str {
    match error {
        ApiError::Refused(ProblemId::NotYes) => {
            "Något har ändrats, och nu säger reglerna inte ja. Publicera inte. Fråga om bilden på nytt."
        }
        error => error.sentence(),
    }
}

/// The SHA-256 of a file in lower-case hex; nothing when it cannot be read or the browser cannot
/// count it. The file stays here.
async fn sha256(file: &File) -> Option<String> {
    let bytes = wasm_bindgen_futures::JsFuture::from(file.array_buffer())
        .await
        .ok()?;
    let digest = window()
        .crypto()
        .ok()?
        .subtle()
        .digest_with_str_and_buffer_source("SHA-256", bytes.unchecked_ref())
        .ok()?;
    let digest = wasm_bindgen_futures::JsFuture::from(digest).await.ok()?;
    let mut hash = String::with_capacity(64);
    for byte in js_sys::Uint8Array::new(&digest).to_vec() {
        for digit in [byte >> 4, byte & 15] {
            hash.push(char::from_digit(digit.into(), 16)?);
        }
    }
    Some(hash)
}
