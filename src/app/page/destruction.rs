//! Gallring: whose data is kept no longer, and destroying it with the number of the decision.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::date;
use rules::permission::Action;
use serde::{Deserialize, Serialize};

use super::login;
use crate::api::{Call, Trouble};
use crate::attempt::Attempt;
use crate::browser;
use crate::part::choice::{Choice, boxes};
use crate::part::dialog::dialog;
use crate::part::heading::heading;
use crate::part::notice::{Tone, told};
use crate::part::question::{Answer, Words};
use crate::part::text_field::{Line, text_field};
use crate::session::Session;

const API: &str = "/api/gallring";
/// What was told after a command, which focus moves to.
const NEWS: &str = "besked";

/// Somebody whose data is due.
#[derive(Clone, PartialEq, Deserialize)]
struct Due {
    individ: String,
    namn: Option<String>,
    samtycken: Vec<String>,
    sedan: NaiveDate,
}

#[derive(Deserialize)]
struct All {
    forfallet: Vec<Due>,
}

#[derive(Serialize)]
struct Body {
    beslut: String,
    individer: Vec<String>,
}

#[derive(Deserialize)]
struct Destroyed {
    gallrade: usize,
}

/// What is chosen. Copies are the same.
#[derive(Clone, Copy)]
struct Page {
    due: RwSignal<Option<Vec<Due>>>,
    chosen: RwSignal<Vec<String>>,
    decision: RwSignal<String>,
    wrong: RwSignal<Option<(&'static str, String)>>,
    asked: RwSignal<bool>,
    under_way: RwSignal<bool>,
    done: RwSignal<Option<String>>,
    failed: RwSignal<Option<String>>,
    attempt: Attempt,
    session: Session,
}

/// The page.
pub(crate) fn destruction() -> AnyView {
    login::gate(|_| {
        let session = Session::here();
        if !session.may(Action::Destroy) {
            return view! {
                {heading("Gallring")}
                <p class="lead">"Här gallrar kommunikatörer uppgifter som inte ska sparas längre. Du har ingen roll som gör det."</p>
            }
            .into_any();
        }
        let page = Page {
            due: RwSignal::new(None),
            chosen: RwSignal::new(Vec::new()),
            decision: RwSignal::new(String::new()),
            wrong: RwSignal::new(None),
            asked: RwSignal::new(false),
            under_way: RwSignal::new(false),
            done: RwSignal::new(None),
            failed: RwSignal::new(None),
            attempt: Attempt::new(),
            session,
        };
        page.fetch();
        page.draw()
    })
}

impl Page {
    fn fetch(self) {
        spawn_local(async move {
            match Call::get(API).read::<All>().await {
                Ok(reply) => {
                    // The page may be gone when they come.
                    self.due.try_set(Some(reply.body.forfallet));
                }
                Err(trouble) => self.fail(&trouble),
            }
        });
    }

    fn fail(self, trouble: &Trouble) {
        self.session.note(trouble);
        self.done.try_set(None);
        let says = match trouble {
            Trouble::Refused(_) => "Någon av dem ska sparas längre. Listan visar hur det är nu.",
            trouble => trouble.sentence(),
        };
        self.failed.try_set(Some(says.to_owned()));
    }

    fn draw(self) -> AnyView {
        let content = move || match self.due.get() {
            None => view! { <p class="quiet">"Hämtar …"</p> }.into_any(),
            Some(due) if due.is_empty() => view! {
                <section class="notice notice--good">
                    <h2>"Inget att gallra"</h2>
                    <p>"Ingens uppgifter har sparats längre än de ska."</p>
                </section>
            }
            .into_any(),
            Some(due) => self.form(due),
        };
        view! {
            <p class="eyebrow">
                <a href="/samtycken">"‹ Samtycken"</a>
            </p>
            {heading("Gallring")}
            <p class="lead">"De här uppgifterna behövs inte längre. De gallras med numret på ett gallringsbeslut."</p>
            <div id=NEWS tabindex="-1">
                {told(Tone::Good, self.done.into())} {told(Tone::Stop, self.failed.into())}
            </div>
            {content}
            {self.confirm()}
        }
        .into_any()
    }

    fn words(self, id: &'static str, label: &'static str, hint: &'static str) -> Words {
        Words::new(id, label, hint).error(Signal::derive(move || {
            self.wrong.with(|wrong| {
                wrong
                    .as_ref()
                    .filter(|(question, _)| *question == id)
                    .map(|(_, says)| says.clone())
            })
        }))
    }

    fn form(self, due: Vec<Due>) -> AnyView {
        let choices = due
            .into_iter()
            .map(|due| Choice {
                value: due.individ,
                label: due
                    .namn
                    .unwrap_or_else(|| "Skyddade uppgifter".to_owned())
                    .into(),
                hint: [
                    &due.samtycken.join(", "),
                    ". Behövs inte sedan ",
                    &date::long(due.sedan),
                ]
                .concat(),
            })
            .collect();
        let change = Callback::new(move |(value, ticked): (String, bool)| {
            self.chosen.update(|chosen| {
                chosen.retain(|id| *id != value);
                if ticked {
                    chosen.push(value);
                }
            });
        });
        view! {
            <form
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    self.ask();
                }
            >
                {boxes(
                    self.words("individer", "Vilka ska gallras?", ""),
                    choices,
                    self.chosen.into(),
                    change,
                )}
                {text_field(
                    self.words("beslut", "Numret på gallringsbeslutet", ""),
                    Line::EXACT,
                    Answer::of(self.decision),
                    None,
                )}
                <button class="button button--stop" type="submit">
                    "Gallra"
                </button>
            </form>
        }
        .into_any()
    }

    fn ask(self) {
        let wrong = if self.chosen.with_untracked(Vec::is_empty) {
            Some(("individer", "Välj vilka som ska gallras."))
        } else if self.decision.with_untracked(|text| text.trim().is_empty()) {
            Some(("beslut", "Skriv numret på gallringsbeslutet."))
        } else {
            None
        };
        self.wrong
            .set(wrong.map(|(id, says)| (id, says.to_owned())));
        match wrong {
            Some((id, _)) => request_animation_frame(move || browser::focus_question(id)),
            None => self.asked.set(true),
        }
    }

    fn confirm(self) -> AnyView {
        let title = Signal::derive(|| "Gallra uppgifterna?".to_owned());
        let close = Callback::new(move |()| self.asked.set(false));
        let content = move || {
            let count = self.chosen.with_untracked(Vec::len);
            let whose = match count {
                1 => "1 person".to_owned(),
                count => [&count.to_string(), " personer"].concat(),
            };
            view! {
                <p>
                    "Allt om " {whose}
                    " förstörs. Det går inte att ångra. Händelserna finns kvar utan namn."
                </p>
                <div class="buttons">
                    <button
                        class="button button--stop"
                        type="button"
                        aria-disabled=move || self.under_way.get().then_some("true")
                        on:click=move |_| self.send()
                    >
                        {move || if self.under_way.get() { "Gallrar …" } else { "Gallra" }}
                    </button>
                    <button class="button" type="button" on:click=move |_| close.run(())>
                        "Avbryt"
                    </button>
                </div>
            }
            .into_any()
        };
        dialog("bekrafta", title, self.asked.into(), close, content)
    }

    fn send(self) {
        if self.under_way.get_untracked() {
            return;
        }
        self.under_way.set(true);
        let body = serde_json::to_string(&Body {
            beslut: self.decision.get_untracked().trim().to_owned(),
            individer: self.chosen.get_untracked(),
        });
        let Ok(body) = body else { return };
        let key = self.attempt.key(&body);
        spawn_local(async move {
            let answer = Call::post(API)
                .text(body)
                .key(&key)
                .read::<Destroyed>()
                .await;
            // The page may be gone when the answer comes.
            if self.under_way.try_set(false).is_some() {
                return;
            }
            self.asked.set(false);
            match answer {
                Ok(reply) => {
                    self.attempt.done();
                    self.failed.set(None);
                    self.chosen.set(Vec::new());
                    let count = reply.body.gallrade.to_string();
                    self.done
                        .set(Some(["Klart. Gallrade: ", &count, "."].concat()));
                }
                Err(trouble) => self.fail(&trouble),
            }
            self.fetch();
            request_animation_frame(|| browser::lead_to(NEWS));
        });
    }
}
