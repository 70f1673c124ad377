//! Who is on the picture: searched for among those whose consents one may see.

use std::time::Duration;

use chrono::Datelike;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::consent::wire::{FoundPeople, FoundPerson, PeopleSearch};
use rules::publication::person::PersonOnPicture;

use super::questionnaire::Questionnaire;
use super::{Answer, NOBODY, Radios, SOMEBODY, Tick, Words, choice};
use crate::component::labelled::Labelled;
use crate::component::notice::Tone;
use crate::component::tell::Tell;
use crate::data::policy::policy;
use crate::platform::api::{ApiError, Call};
use crate::platform::browser;
use crate::platform::debounce::Debounce;

/// How long typing must have paused before the store is asked.
const QUIET_BEFORE_ASKING: Duration = Duration::from_millis(200);
const SEARCH: &str = "sok-person";

/// The search as it stands.
#[derive(Clone, Copy)]
struct Search {
    questionnaire: Questionnaire,
    typed: RwSignal<String>,
    /// Those that fit what was typed, once they have come.
    found: RwSignal<Option<Vec<FoundPerson>>>,
    error: RwSignal<Option<String>>,
    debounce: Debounce,
}

/// The question of who is on the picture.
pub(super) fn people(questionnaire: Questionnaire) -> AnyView {
    let search = Search {
        questionnaire,
        typed: RwSignal::new(String::new()),
        found: RwSignal::new(None),
        error: RwSignal::new(None),
        debounce: Debounce::new(),
    };
    let more = move || (questionnaire.who.get() == SOMEBODY).then(|| search.draw());
    view! {
        <Radios
            words=Words::new(
                "vem",
                "Vem är på bilden?",
                "Den som går att känna igen på kläder, röst eller plats räknas också.",
            )
            choices=vec![
                choice(NOBODY, "Ingen går att känna igen"),
                choice(SOMEBODY, "En eller flera går att känna igen"),
            ]
            answer=Answer::of(questionnaire.who)
        />
        {move || more()}
    }
    .into_any()
}

impl Search {
    fn draw(self) -> AnyView {
        let hint = "Både elever, besökare och personal. Skriv början av namnet.";
        view! {
            <div class="publish__more">
                {self.chosen()} <Labelled words=Words::new(SEARCH, "Sök personen", hint)>
                    <input
                        class="input"
                        id=SEARCH
                        type="search"
                        autocomplete="off"
                        spellcheck="false"
                        aria-describedby="sok-person-hint"
                        prop:value=move || self.typed.get()
                        on:input=move |event| self.type_in(event_target_value(&event))
                    />
                    {self.results()}
                    <Tell tone=Tone::Stop sentence=self.error.into() />
                </Labelled>
                <Tick
                    words=Words::new(
                            "andra",
                            "Det finns fler på bilden som jag inte hittar här",
                            "",
                        )
                        .optional()
                    answer=Answer::of(self.questionnaire.others)
                />
            </div>
        }
        .into_any()
    }

    fn type_in(self, text: String) {
        self.typed.set(text);
        self.debounce.call(QUIET_BEFORE_ASKING, move || self.ask());
    }

    fn ask(self) {
        // The page may be gone when the time is up.
        let Some(typed) = self.typed.try_get_untracked() else {
            return;
        };
        if typed.trim().is_empty() {
            self.found.set(None);
            return;
        }
        spawn_local(async move {
            let wanted = PeopleSearch {
                words: typed.trim().to_owned(),
            };
            let call = Call::post("/api/individer/sok").json(&wanted);
            let answer = call.read::<FoundPeople>().await;
            // What was asked for before is not what the field holds now.
            if self.typed.try_get_untracked().as_ref() != Some(&typed) {
                return;
            }
            match answer {
                Ok(reply) => {
                    self.error.set(None);
                    self.found.set(Some(reply.body.people));
                }
                Err(error) => self.fail(&error),
            }
        });
    }

    fn fail(self, error: &ApiError) {
        self.error.set(Some(error.sentence().to_owned()));
    }

    fn results(self) -> AnyView {
        let count = move || {
            self.found.with(|found| {
                found.as_ref().map(|found| match found.len() {
                    0 => {
                        "Ingen hittades. Har personen inget samtycke här räknas det som ett nej. Kryssa i rutan nedan."
                            .to_owned()
                    }
                    1 => "1 person hittades".to_owned(),
                    count => [&count.to_string(), " personer hittades"].concat(),
                })
            })
        };
        let rows = move || {
            let chosen: Vec<String> = self
                .questionnaire
                .people
                .with(|people| people.iter().map(|person| person.id.clone()).collect());
            self.found.get().map(|found| {
                found
                    .into_iter()
                    .filter(|person| !chosen.contains(&person.id))
                    .map(|person| self.result(person))
                    .collect_view()
            })
        };
        view! {
            <p class="publish__count" role="status">
                {move || count()}
            </p>
            <ul class="publish__found">{move || rows()}</ul>
        }
        .into_any()
    }

    fn result(self, person: FoundPerson) -> AnyView {
        let born = person.born.map_or(String::new(), |day| {
            [", född ", &day.year().to_string()].concat()
        });
        let unit = policy()
            .units
            .get(&person.unit_id)
            .map_or(String::new(), |unit| unit.name.clone());
        let under = if person.staff {
            ["Personal, ", &unit].concat()
        } else {
            unit
        };
        let label = [&person.name, born.as_str()].concat();
        let id = person.id;
        view! {
            <li>
                <button class="publish__pick" type="button" on:click=move |_| self.add(id.clone())>
                    <span>
                        <span class="hidden-visually">"Lägg till "</span>
                        {label}
                    </span>
                    <span class="quiet small">{under}</span>
                </button>
            </li>
        }
        .into_any()
    }

    fn add(self, id: String) {
        spawn_local(async move {
            let path = ["/api/individer/", &id, "/underlag"].concat();
            match Call::get(&path).read::<PersonOnPicture>().await {
                Ok(reply) => {
                    // The page may be gone when the answer comes.
                    if self.typed.try_set(String::new()).is_some() {
                        return;
                    }
                    self.error.set(None);
                    self.found.set(None);
                    self.questionnaire.people.update(|people| {
                        if people.iter().all(|person| person.id != reply.body.id) {
                            people.push(reply.body);
                        }
                    });
                    browser::lead_to(SEARCH);
                }
                Err(error) => self.fail(&error),
            }
        });
    }

    fn chosen(self) -> AnyView {
        view! {
            {move || {
                let people = self.questionnaire.people.get();
                (!people.is_empty())
                    .then(|| {
                        let rows = people
                            .into_iter()
                            .map(|person| {
                                let id = person.id;
                                let remove = move |_| {
                                    self.questionnaire
                                        .people
                                        .update(|people| people.retain(|person| person.id != id));
                                    browser::lead_to(SEARCH);
                                };
                                let name = if person.protected {
                                    "En person".to_owned()
                                } else {
                                    person.name
                                };
                                let label = ["Ta bort ", &name].concat();
                                view! {
                                    <li>
                                        <span>{name}</span>
                                        <button
                                            class="button button--plain"
                                            type="button"
                                            aria-label=label
                                            on:click=remove
                                        >
                                            "Ta bort"
                                        </button>
                                    </li>
                                }.into_any()
                            })
                            .collect_view();
                        view! {
                            <h2 class="publish__who">"På bilden"</h2>
                            <ul class="publish__chosen">{rows}</ul>
                        }.into_any()
                    })
            }}
        }
        .into_any()
    }
}
