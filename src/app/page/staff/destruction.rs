//! Gallring: whose data is kept no longer, and destroying it with the number of the decision.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::consent::wire::{Erased, ErasureDecision, ErasureDue, ErasureList};
use rules::value::date;

use crate::component::boxes::Boxes;
use crate::component::choice::Choice;
use crate::component::confirmed_action::{CommandRequest, ConfirmedAction};
use crate::component::dialog::Question;
use crate::component::page_heading::PageHeading;
use crate::component::question::{Answer, Words};
use crate::component::text_field::{Line, TextField};
use crate::platform::api::{ApiError, Call};
use crate::platform::browser;

const API: &str = "/api/gallring";

/// What is chosen.
#[derive(Clone, Copy)]
struct Page {
    due: RwSignal<Option<Vec<ErasureDue>>>,
    chosen: RwSignal<Vec<String>>,
    decision: RwSignal<String>,
    wrong: RwSignal<Option<(&'static str, String)>>,
    action: ConfirmedAction<()>,
}

/// The page.
#[component]
pub(crate) fn Destruction() -> AnyView {
    let page = Page {
        due: RwSignal::new(None),
        chosen: RwSignal::new(Vec::new()),
        decision: RwSignal::new(String::new()),
        wrong: RwSignal::new(None),
        action: ConfirmedAction::new(sentence),
    };
    spawn_local(page.fetch());
    page.draw()
}

impl Page {
    async fn fetch(self) {
        match Call::get(API).read::<ErasureList>().await {
            Ok(reply) => {
                let due = reply.body.due;
                // The page may be gone when they come.
                self.chosen.try_update(|chosen| {
                    chosen.retain(|id| due.iter().any(|due| due.subject == *id));
                });
                self.due.try_set(Some(due));
            }
            Err(error) => self.action.fail(&error),
        }
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
            <PageHeading />
            <p class="lead">
                "De här uppgifterna behövs inte längre. De gallras med numret på ett gallringsbeslut."
            </p>
            {self.action.news()}
            {move || content()}
            {self.confirm()}
        }.into_any()
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

    fn form(self, due: Vec<ErasureDue>) -> AnyView {
        let choices = due
            .into_iter()
            .map(|due| Choice {
                value: due.subject,
                label: due.name.unwrap_or_else(|| "Skyddade uppgifter".to_owned()),
                hint: [
                    &due.consents.join(", "),
                    ". Behövs inte sedan ",
                    &date::long(due.since),
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
                <Boxes
                    words=self.words("individer", "Vilka ska gallras?", "")
                    choices=choices
                    ticked=self.chosen.into()
                    change=change
                />
                <TextField
                    words=self.words("beslut", "Numret på gallringsbeslutet", "")
                    line=Line::EXACT
                    answer=Answer::of(self.decision)
                />
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
            None => self.action.ask(()),
        }
    }

    fn confirm(self) -> AnyView {
        let words = |()| Question {
            title: "Gallra uppgifterna?".to_owned(),
            button: "Gallra",
            class: "button button--stop",
            leave: "Avbryt",
        };
        let content = move |()| {
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
            }
            .into_any()
        };
        self.action.question(words, content, move |()| self.send())
    }

    fn send(self) {
        let decision = ErasureDecision {
            number: self.decision.get_untracked().trim().to_owned(),
            subjects: self.chosen.get_untracked(),
        };
        let request = CommandRequest {
            path: API.to_owned(),
            version: None,
            body: serde_json::to_string(&decision).unwrap_or_default(),
        };
        self.action.send(request, self.fetch(), |answer| {
            let count = serde_json::from_str::<Erased>(answer).map(|erased| erased.count);
            let count = count.unwrap_or_default().to_string();
            ["Klart. Gallrade: ", &count, "."].concat()
        });
    }
}

fn sentence(error: &ApiError) -> &'static str {
    match error {
        ApiError::Refused(_) => "Någon av dem ska sparas längre. Listan visar hur det är nu.",
        error => error.sentence(),
    }
}
