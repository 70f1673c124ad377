//! A person on pictures: every consent, where the pictures are, and what the person wishes.

use leptos::prelude::*;
use rules::consent::subject::Wish;
use rules::value::date;
use serde_json::json;

use super::act::{self, Act, SETTLE};
use super::view::{Closed, Disclosure, SubjectView, history, read, shown, unit_name};
use super::{row_of_person, sentence};
use crate::component::choice::Choice;
use crate::component::confirmed_action::{CommandRequest, ConfirmedAction};
use crate::component::facts::Facts;
use crate::component::heading_of::HeadingOf;
use crate::component::question::{Answer, Words};
use crate::component::radios::Radios;
use crate::component::reading::reading;
use crate::component::table::Table;
use crate::platform::address::named;

const API: &str = "/api/individer/";

/// The page.
#[component]
pub(crate) fn Subject() -> AnyView {
    let id = named("individ");
    reading(
        id,
        |id| async move { read::<SubjectView>(API, &id).await.map(|view| (id, view)) },
        |(id, view)| Page::new(id, view).draw(),
    )
}

/// The page's state.
#[derive(Clone, Copy)]
struct Page {
    id: StoredValue<String>,
    view: RwSignal<Disclosure<SubjectView>>,
    action: ConfirmedAction<&'static Act>,
    wish: RwSignal<String>,
}

impl Page {
    fn new(id: String, view: Disclosure<SubjectView>) -> Self {
        Self {
            id: StoredValue::new(id),
            view: RwSignal::new(view),
            action: ConfirmedAction::new(sentence),
            wish: RwSignal::new(String::new()),
        }
    }

    fn draw(self) -> AnyView {
        let title = Signal::derive(move || {
            self.view.with(|view| match view {
                Disclosure::Whole(view) => view.person.name.clone(),
                Disclosure::Protected(_) => "Skyddade uppgifter".to_owned(),
            })
        });
        let body = move || {
            self.view.with(|view| match view {
                Disclosure::Whole(view) => Some(body(view)),
                Disclosure::Protected(_) => None,
            })
        };
        let head = move || {
            self.view.with(|view| match view {
                Disclosure::Whole(view) => head(view),
                Disclosure::Protected(_) => view! {
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
            <HeadingOf text=title wrong=Signal::stored(false) />
            {self.action.news()}
            <div class="columns">
                <div>{move || head()}</div>
                {self.actions()}
                <div>{move || body()}</div>
            </div>
            {self.confirm()}
        }
        .into_any()
    }

    fn offers(self, id: &str) -> bool {
        self.view.with(|view| {
            let offered = match view {
                Disclosure::Whole(view) => &view.offered,
                Disclosure::Protected(closed) => &closed.offered,
            };
            offered.iter().any(|word| word == id)
        })
    }

    fn actions(self) -> AnyView {
        let buttons = move || {
            act::buttons(
                act::OF_SUBJECT,
                |act| self.offers(act.id),
                move |act| self.action.ask(act),
            )
        };
        let extract = move || {
            let open = self.view.with(|view| matches!(view, Disclosure::Whole(_)));
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
                .into_any()
            })
        };
        view! {
            <aside class="aside no-print" aria-label="Det här kan du göra">
                <h2>"Det här kan du göra"</h2>
                <div class="buttons">{move || buttons()}</div>
                {move || extract()}
            </aside>
        }
        .into_any()
    }

    fn confirm(self) -> AnyView {
        let content = move |act: &'static Act| {
            let wishes = (act.id == SETTLE).then(|| {
                let choices = Wish::ALL
                    .iter()
                    .map(|wish| Choice {
                        value: wish.id().to_owned(),
                        label: wish.label().into(),
                        hint: String::new(),
                    })
                    .collect();
                view! {
                    <Radios
                        words=Words::new("onskemal", "De närståendes önskemål", "")
                        choices=choices
                        answer=Answer::of(self.wish)
                    />
                }
                .into_any()
            });
            view! {
                <p>{act.follows}</p>
                {wishes}
            }
            .into_any()
        };
        self.action
            .question(Act::asked, content, move |act| self.press(act))
    }

    fn press(self, act: &'static Act) {
        let mut body = json!({ "kommando": act.id });
        if act.id == SETTLE {
            let wish = self.wish.get_untracked();
            if wish.is_empty() {
                return self.action.lacks("Välj vad ni är överens om.");
            }
            body["onskemal"] = json!(wish);
        }
        let id = self.id.get_value();
        let version = self.view.with_untracked(|view| match view {
            Disclosure::Whole(view) => view.version,
            Disclosure::Protected(Closed { version, .. }) => *version,
        });
        let request = CommandRequest {
            path: [API, &id, "/kommando"].concat(),
            version: Some(version),
            body: body.to_string(),
        };
        let reload = async move {
            if let Ok(view) = read::<SubjectView>(API, &id).await {
                // The page may be gone when the answer comes.
                self.view.try_set(view);
            }
        };
        self.action.send(request, reload, |_| act.done.to_owned());
    }
}

/// What to stop at, and who it is.
fn head(view: &SubjectView) -> AnyView {
    let person = &view.person;
    let declined = view.declined.map(|day| {
        view! {
            <section class="notice notice--stop">
                <h2>"Fotografera inte"</h2>
                <p>"Personen sa det " {date::long(day)} "."</p>
            </section>
        }
        .into_any()
    });
    let deceased = view.deceased.as_ref().map(|death| {
        let told = death
            .told
            .iter()
            .map(|told| {
                view! {
                    <li>
                        {told.name.clone()} " (" {told.relation.clone()} "), "
                        {told.contact.clone()} ": " {told.wish.label()} " " {told.pictures.clone()}
                    </li>
                }
                .into_any()
            })
            .collect_view();
        view! {
            <section class="notice notice--warn">
                <h2>"Personen har avlidit"</h2>
                <p>"Det som gäller nu: " {death.wish().label()} "."</p>
                <ul>{told}</ul>
            </section>
        }
        .into_any()
    });
    let mut known: Vec<(&str, String)> = Vec::new();
    if let Some(born) = person.born {
        known.push(("Född", date::iso(born)));
    }
    known.push(("Enhet", unit_name(&person.unit)));
    for (label, fact) in [("E-post", &person.email), ("Telefon", &person.phone)] {
        if let Some(fact) = fact {
            known.push((label, fact.clone()));
        }
    }
    view! {
        {declined}
        {deceased}
        <dl class="facts facts--wide">
            <Facts rows=known />
        </dl>
    }
    .into_any()
}

/// Every consent, where the pictures are, and what has happened.
fn body(view: &SubjectView) -> AnyView {
    let rows = view.consents.iter().map(row_of_person).collect();
    view! {
        <section class="case__part case-list">
            <h2>"Samtycken"</h2>
            <Table
                caption="Personens samtycken"
                columns=&["Nummer", "Läge", "Får visas i", "Gäller till"]
                rows=rows
            />
        </section>
        {shown(&view.publications, view.progress)}
        {history(&view.events)}
    }
    .into_any()
}
