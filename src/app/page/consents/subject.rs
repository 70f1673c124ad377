//! A person on pictures: every consent, where the pictures are, and what the person wishes.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use rules::consent::subject::{Command, Wish};
use rules::date;
use serde_json::json;

use super::told::{Closed, SubjectView, Told, history, read, shown, unit_name};
use super::{row_of_person, sentence};
use crate::api::{Call, Trouble};
use crate::attempt::Attempt;
use crate::browser;
use crate::page::login;
use crate::page::trouble::trouble_page;
use crate::part::choice::{Choice, radios};
use crate::part::dialog::dialog;
use crate::part::heading::heading_of;
use crate::part::notice::{Tone, told};
use crate::part::question::{Answer, Words};
use crate::part::table::table;
use crate::session::Session;

const API: &str = "/api/individer/";
/// What was told after a command, which focus moves to.
const NEWS: &str = "besked";

/// Something that can be done, in the words of its button and of the question before it.
struct Act {
    id: &'static str,
    button: &'static str,
    question: &'static str,
    follows: &'static str,
    class: &'static str,
    done: &'static str,
}

static ACTS: &[Act] = &[
    Act {
        id: Command::DeclinePictures.id(),
        button: "Fotografera inte",
        question: "Vill personen inte vara med på bild?",
        follows: "Alla ja tas tillbaka på en gång, bilderna ska tas bort och ingen ska fråga igen.",
        class: "button",
        done: "Klart. Personen är inte med på bild.",
    },
    Act {
        id: Command::AllowQuestions.id(),
        button: "Får tillfrågas igen",
        question: "Får personen tillfrågas igen?",
        follows: "Det gör inget samtycke giltigt igen. Fråga om ett nytt.",
        class: "button",
        done: "Klart. Personen får tillfrågas igen.",
    },
    Act {
        id: SETTLE,
        button: "Vi är överens med de närstående",
        question: "Vad är ni överens om?",
        follows: "Önskemålet gäller från och med nu.",
        class: "button button--act",
        done: "Klart. Önskemålet gäller.",
    },
    Act {
        id: Command::Protect.id(),
        button: "Skyddad identitet",
        question: "Har personen skyddade uppgifter?",
        follows: "Allt fryses. Personen försvinner ur listor, sökningar och brev, och bilderna ska bort i dag.",
        class: "button button--stop",
        done: "Klart. Uppgifterna är skyddade.",
    },
    Act {
        id: Command::Unprotect.id(),
        button: "Ta bort skyddet",
        question: "Är uppgifterna inte skyddade längre?",
        follows: "Personen syns igen för dem som arbetar med samtycken.",
        class: "button",
        done: "Klart. Skyddet är borttaget.",
    },
];

/// The word of what staff and relatives agree on.
const SETTLE: &str = "onskemal-klart";

/// The page.
pub(crate) fn subject() -> AnyView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("individ").unwrap_or_default()));
    login::gate(move |_| {
        let first = LocalResource::new(move || {
            let id = id.get();
            async move { read::<SubjectView>(API, &id).await.map(|view| (id, view)) }
        });
        (move || match first.get() {
            None => None,
            Some(Err(trouble)) => Some(trouble_page(&trouble)),
            Some(Ok((id, view))) => Some(untrack(|| Page::new(id, view).draw())),
        })
        .into_any()
    })
}

/// The page's state. Copies are the same.
#[derive(Clone, Copy)]
struct Page {
    id: StoredValue<String>,
    view: RwSignal<Told<SubjectView>>,
    asked: RwSignal<Option<&'static Act>>,
    wish: RwSignal<String>,
    wrong: RwSignal<Option<String>>,
    under_way: RwSignal<bool>,
    done: RwSignal<Option<String>>,
    failed: RwSignal<Option<String>>,
    attempt: Attempt,
    session: Session,
}

impl Page {
    fn new(id: String, view: Told<SubjectView>) -> Self {
        Self {
            id: StoredValue::new(id),
            view: RwSignal::new(view),
            asked: RwSignal::new(None),
            wish: RwSignal::new(String::new()),
            wrong: RwSignal::new(None),
            under_way: RwSignal::new(false),
            done: RwSignal::new(None),
            failed: RwSignal::new(None),
            attempt: Attempt::new(),
            session: Session::here(),
        }
    }

    fn draw(self) -> AnyView {
        let title = Signal::derive(move || {
            self.view.with(|view| match view {
                Told::Whole(view) => view.person.name.clone(),
                Told::Protected(_) => "Skyddade uppgifter".to_owned(),
            })
        });
        let body = move || {
            self.view.with(|view| match view {
                Told::Whole(view) => whole(view),
                Told::Protected(_) => view! {
                    <section class="notice notice--stop">
                        <p>"Bilder på personen får inte publiceras. Inget mer visas här."</p>
                    </section>
                }
                .into_any(),
            })
        };
        view! {
            <p class="eyebrow no-print">
                <a href="/samtycken">"‹ Samtycken"</a>
            </p>
            {heading_of(title, Signal::derive(|| false))}
            <div id=NEWS tabindex="-1">
                {told(Tone::Good, self.done.into())} {told(Tone::Stop, self.failed.into())}
            </div>
            <div class="columns">
                <div>{body}</div>
                {self.actions()}
            </div>
            {self.confirm()}
        }
        .into_any()
    }

    fn offers(self, id: &str) -> bool {
        self.view.with(|view| {
            let offered = match view {
                Told::Whole(view) => &view.offered,
                Told::Protected(closed) => &closed.offered,
            };
            offered.iter().any(|word| word == id)
        })
    }

    fn actions(self) -> AnyView {
        let buttons = move || {
            ACTS.iter()
                .filter(|act| self.offers(act.id))
                .map(|act| {
                    view! {
                        <button
                            class=act.class
                            type="button"
                            on:click=move |_| {
                                self.wrong.set(None);
                                self.asked.set(Some(act));
                            }
                        >
                            {act.button}
                        </button>
                    }
                })
                .collect_view()
        };
        let extract = move || {
            let open = self.view.with(|view| matches!(view, Told::Whole(_)));
            open.then(|| {
                let path = self.id.with_value(|id| [API, id, "/utdrag"].concat());
                let page = [&path, ".html"].concat();
                view! {
                    <h3>"Registerutdrag"</h3>
                    <ul>
                        <li>
                            <a href=page rel="external" target="_blank">
                                "Att skriva ut (ny flik)"
                            </a>
                        </li>
                        <li>
                            <a href=path rel="external" download="registerutdrag.json">
                                "Som fil (JSON)"
                            </a>
                        </li>
                    </ul>
                }
            })
        };
        view! {
            <aside class="aside no-print" aria-label="Det här kan du göra">
                <h2>"Det här kan du göra"</h2>
                <div class="buttons">{buttons}</div>
                {extract}
            </aside>
        }
        .into_any()
    }

    fn confirm(self) -> AnyView {
        let title = Signal::derive(move || {
            self.asked
                .get()
                .map_or(String::new(), |act| act.question.to_owned())
        });
        let open = Signal::derive(move || self.asked.with(Option::is_some));
        let close = Callback::new(move |()| self.asked.set(None));
        let content = move || {
            let Some(act) = self.asked.get_untracked() else {
                return ().into_any();
            };
            let wishes = (act.id == SETTLE).then(|| {
                let choices = Wish::ALL
                    .iter()
                    .map(|wish| Choice {
                        value: wish.id().to_owned(),
                        label: wish.label().into(),
                        hint: String::new(),
                    })
                    .collect();
                radios(
                    Words::new("onskemal", "De närståendes önskemål", ""),
                    choices,
                    Answer::of(self.wish),
                )
            });
            view! {
                <p>{act.follows}</p>
                {wishes}
                {told(Tone::Stop, self.wrong.into())}
                <div class="buttons">
                    <button
                        class="button button--act"
                        type="button"
                        aria-disabled=move || self.under_way.get().then_some("true")
                        on:click=move |_| self.press(act)
                    >
                        {move || if self.under_way.get() { "Skickar …" } else { act.button }}
                    </button>
                    <button class="button" type="button" on:click=move |_| close.run(())>
                        "Avbryt"
                    </button>
                </div>
            }
            .into_any()
        };
        dialog("bekrafta", title, open, close, content)
    }

    fn press(self, act: &'static Act) {
        if self.under_way.get_untracked() {
            return;
        }
        let mut body = json!({ "kommando": act.id });
        if act.id == SETTLE {
            let wish = self.wish.get_untracked();
            if wish.is_empty() {
                self.wrong
                    .set(Some("Välj vad ni är överens om.".to_owned()));
                return;
            }
            body["onskemal"] = json!(wish);
        }
        self.under_way.set(true);
        let body = body.to_string();
        let id = self.id.get_value();
        let version = self.view.with_untracked(|view| match view {
            Told::Whole(view) => view.version,
            Told::Protected(Closed { version, .. }) => *version,
        });
        let key = self
            .attempt
            .key(&[&version.to_string(), " ", &body].concat());
        spawn_local(async move {
            let answer = Call::post(&[API, &id, "/kommando"].concat())
                .text(body)
                .if_version(version)
                .key(&key)
                .done()
                .await;
            let now = match &answer {
                Ok(()) | Err(Trouble::Stale | Trouble::Refused(_)) => {
                    read::<SubjectView>(API, &id).await.ok()
                }
                Err(_) => None,
            };
            // The page may be gone when the answer comes.
            if self.under_way.try_set(false).is_some() {
                return;
            }
            if let Some(view) = now {
                self.view.set(view);
            }
            self.asked.set(None);
            match answer {
                Ok(()) => {
                    self.attempt.done();
                    self.failed.set(None);
                    self.done.set(Some(act.done.to_owned()));
                }
                Err(trouble) => {
                    self.session.note(&trouble);
                    self.done.set(None);
                    self.failed.set(Some(sentence(&trouble).to_owned()));
                }
            }
            // The dialog closes first, and gives focus back to a button that may be gone.
            request_animation_frame(|| {
                if let Some(news) = browser::by_id(NEWS) {
                    browser::focus_still(&news);
                    browser::scroll_nearest(&news);
                }
            });
        });
    }
}

fn whole(view: &SubjectView) -> AnyView {
    let person = &view.person;
    let declined = view.declined.map(|day| {
        view! {
            <section class="notice notice--stop">
                <h2>"Fotografera inte"</h2>
                <p>"Personen sa det " {date::long(day)} "."</p>
            </section>
        }
    });
    let deceased = view.deceased.as_ref().map(|death| {
        let told = death
            .told
            .iter()
            .map(|told| {
                view! {
                    <li>
                        {told.name.clone()} " (" {told.relation.clone()} "), " {told.contact.clone()}
                        ": " {told.wish.label()} " " {told.pictures.clone()}
                    </li>
                }
            })
            .collect_view();
        view! {
            <section class="notice notice--warn">
                <h2>"Personen har avlidit"</h2>
                <p>"Det som gäller nu: " {death.wish().label()} "."</p>
                <ul>{told}</ul>
            </section>
        }
    });
    let mut facts: Vec<(&str, String)> = Vec::new();
    if let Some(born) = person.born {
        facts.push(("Född", date::iso(born)));
    }
    facts.push(("Enhet", unit_name(&person.unit)));
    for (label, fact) in [("E-post", &person.email), ("Telefon", &person.phone)] {
        if let Some(fact) = fact {
            facts.push((label, fact.clone()));
        }
    }
    let facts = facts
        .into_iter()
        .map(|(label, fact)| {
            view! {
                <div>
                    <dt>{label}</dt>
                    <dd>{fact}</dd>
                </div>
            }
        })
        .collect_view();
    let rows = view.consents.iter().map(row_of_person).collect();
    view! {
        {declined}
        {deceased}
        <dl class="facts facts--wide">{facts}</dl>
        <section class="case__part">
            <h2>"Samtycken"</h2>
            {table(
                "Personens samtycken",
                &["Nummer", "Läge", "Får visas i", "Gäller till"],
                rows,
            )}
        </section>
        {shown(&view.publications, view.progress)}
        {history(&view.events)}
    }
    .into_any()
}
