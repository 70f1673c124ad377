//! An account: what the register says of it, who answers for it, and what can be done to it.

use chrono::NaiveDate;
use leptos::prelude::*;
use rules::account::application::Contact;
use rules::account::case::Kind;
use rules::account::{Command, Flag, NOTICE_DAYS};
use rules::permission::Action;
use rules::register::{Row, Status};
use rules::value::date;
use rules::value::wire;
use serde::Deserialize;
use serde_json::json;

use crate::component::confirmed_action::{CommandRequest, ConfirmedAction};
use crate::component::dialog::Question;
use crate::component::facts::Facts;
use crate::component::heading_of::HeadingOf;
use crate::component::reading::reading;
use crate::component::status::StatusTag;
use crate::data::case::Event;
use crate::data::register::Inside;
use crate::data::session::Session;
use crate::page::public::register::shape;
use crate::platform::address::named;
use crate::platform::api::{ApiError, Call, id_of_document};
use crate::platform::clock;

/// An account as the store shows it to the user.
#[derive(Clone, PartialEq)]
struct View {
    row: Row,
    rest: Rest,
    inside: Inside,
}

/// What an account has beside its row and the people.
#[derive(Clone, PartialEq, Deserialize)]
struct Rest {
    version: u64,
    /// The commands that the user may give now.
    #[serde(rename = "far")]
    offered: Vec<String>,
    #[serde(rename = "start", default, deserialize_with = "wire::day_if_any")]
    started: Option<NaiveDate>,
    #[serde(rename = "varslat", default, deserialize_with = "wire::day_if_any")]
    notice: Option<NaiveDate>,
    #[serde(rename = "arende", default)]
    case: Option<String>,
    #[serde(rename = "handelser", default)]
    events: Vec<Event>,
}

impl View {
    /// Reads the three parts of the same document: that takes less code than one type of them all.
    fn read(text: &str) -> Result<Self, ApiError> {
        let read = || -> serde_json::Result<Self> {
            Ok(Self {
                row: serde_json::from_str(text)?,
                rest: serde_json::from_str(text)?,
                inside: serde_json::from_str(text)?,
            })
        };
        read().map_err(|_| ApiError::Failed)
    }

    fn offers(&self, command: &Command) -> bool {
        self.rest.offered.iter().any(|id| id == command.id())
    }
}

async fn read(id: &str) -> Result<View, ApiError> {
    let id = id_of_document(id)?;
    let text = Call::get(&["/api/konton/", id].concat())
        .while_shown()
        .raw()
        .await?;
    View::read(&text)
}

/// The page.
#[component]
pub(crate) fn Account() -> AnyView {
    let id = named("konto");
    reading(
        id,
        |id| async move { read(&id).await },
        |view| Page::new(view).draw(),
    )
}

/// The page's state.
#[derive(Clone, Copy)]
struct Page {
    view: RwSignal<View>,
    action: ConfirmedAction<&'static Command>,
    session: Session,
}

impl Page {
    fn new(view: View) -> Self {
        Self {
            view: RwSignal::new(view),
            action: ConfirmedAction::new(sentence),
            session: Session::here(),
        }
    }

    fn draw(self) -> AnyView {
        let title = Signal::derive(move || {
            self.view
                .with(|view| [&view.row.handle, " på ", view.row.platform.label()].concat())
        });
        let tag = move || {
            self.view.with(|view| {
                let row = &view.row;
                let day = row.status_date.map(date::long).unwrap_or_default();
                let day = match row.status {
                    Status::Active => String::new(),
                    Status::Paused => [" till ", &day].concat(),
                    Status::Closed => [" ", &day].concat(),
                };
                view! {
                    <StatusTag label=row.status.label() shape=shape(row.status) />
                    {day}
                }
                .into_any()
            })
        };
        view! {
            <p class="eyebrow no-print">
                <a href="/forteckning">"‹ Förteckning"</a>
            </p>
            <HeadingOf text=title wrong=Signal::stored(false) />
            <p>{move || tag()}</p>
            {self.action.news()}
            <div class="columns">
                <div>{self.remarks()}</div>
                {self.actions()}
                <div>
                    <dl class="answers">{move || self.view.with(known)}</dl>
                    {self.history()}
                </div>
            </div>
            {self.confirm()}
        }
        .into_any()
    }

    /// What should be noticed, each with what to do about it.
    fn remarks(self) -> AnyView {
        view! {
            {move || {
                self.view
                    .with(|view| {
                        let one = |flag: &Flag| {
                            let what = match flag {
                                Flag::CertificationDue => {
                                    "Ingen har intygat uppgifterna på länge. Läs igenom dem. Stämmer de, välj «Uppgifterna stämmer». Annars, ändra dem."
                                }
                                Flag::NobodyResponsible => {
                                    "Ingen chef står som ansvarig. Välj «Ändra eller avsluta kontot» och byt ansvarig."
                                }
                                Flag::ClosingAnnounced => {
                                    "Kontot kan stängas om ingen intygar uppgifterna i tid. Används kontot, välj «Uppgifterna stämmer»."
                                }
                            };
                            view! {
                                <section class="notice notice--warn">
                                    <h2>{flag.label()}</h2>
                                    <p>{what}</p>
                                </section>
                            }.into_any()
                        };
                        view.inside.flags.iter().map(one).collect_view()
                    })
            }}
        }.into_any()
    }

    fn actions(self) -> AnyView {
        let buttons = move || {
            self.view.with(|view| {
                Command::ALL
                    .iter()
                    .filter(|command| view.offers(command))
                    .map(|command| {
                        let class = match command {
                            Command::Certify => "button button--act",
                            Command::CloseAnnounced => "button button--stop",
                            Command::AnnounceClosing | Command::Resume => "button",
                        };
                        view! {
                            <button
                                class=class
                                type="button"
                                on:click=move |_| self.action.ask(command)
                            >
                                {command.label()}
                            </button>
                        }
                        .into_any()
                    })
                    .collect_view()
            })
        };
        let change = move || {
            let may = self.session.may(Action::Apply);
            self.view.with(|view| {
                (may && view.row.status != Status::Closed).then(|| {
                    let href = ["/andra/ny?konto=", &view.row.id].concat();
                    view! {
                        <p>
                            <a href=href>"Ändra eller avsluta kontot"</a>
                        </p>
                    }
                    .into_any()
                })
            })
        };
        view! {
            <aside class="aside no-print" aria-label="Det här kan du göra">
                <h2>"Det här kan du göra"</h2>
                <div class="buttons">{move || buttons()}</div>
                {move || change()}
                <p class="case__print">
                    <button
                        class="button button--plain"
                        type="button"
                        on:click=|_| {
                            let _ = window().print();
                        }
                    >
                        "Skriv ut eller spara som pdf"
                    </button>
                </p>
            </aside>
        }
        .into_any()
    }

    /// The question before a command, which names what will be done.
    fn confirm(self) -> AnyView {
        let words = |command: &'static Command| Question {
            title: question(command).to_owned(),
            button: command.label(),
            class: "button button--act",
            leave: "Avbryt",
        };
        let content = move |command: &'static Command| {
            let follows = self.view.with_untracked(|view| consequence(command, view));
            view! { <p>{follows}</p> }.into_any()
        };
        self.action
            .question(words, content, move |command| self.send(command))
    }

    fn send(self, command: &'static Command) {
        let (id, version) = self
            .view
            .with_untracked(|view| (view.row.id.clone(), view.rest.version));
        let request = CommandRequest {
            path: ["/api/konton/", &id, "/kommando"].concat(),
            version: Some(version),
            body: json!({ "kommando": command.id() }).to_string(),
        };
        let reload = async move {
            if let Ok(view) = read(&id).await {
                // The page may be gone when the answer comes.
                self.view.try_set(view);
            }
        };
        self.action
            .send(request, reload, |_| outcome(command).to_owned());
    }

    /// What has happened, newest first.
    fn history(self) -> AnyView {
        view! {
            {move || {
                let events = self.view.with(|view| view.rest.events.clone());
                (!events.is_empty())
                    .then(|| {
                        let items = events.iter().rev().map(event).collect_view();
                        view! {
                            <h2>"Händelser"</h2>
                            <ol class="history">{items}</ol>
                        }.into_any()
                    })
            }}
        }
        .into_any()
    }
}

/// The question before the command.
const fn question(command: &Command) -> &'static str {
    match command {
        Command::Certify => "Stämmer uppgifterna?",
        Command::AnnounceClosing => "Varsla om stängning?",
        Command::CloseAnnounced => "Stänga kontot?",
        Command::Resume => "Ta kontot i drift igen?",
    }
}

/// What the command leads to, for the user who is about to give it.
fn consequence(command: &Command, view: &View) -> String {
    let handle = view.row.handle.as_str();
    match command {
        Command::Certify => {
            let taken_back = match view.rest.notice {
                Some(_) => " Varslet om stängning tas tillbaka.",
                None => "",
            };
            [
                "Du intygar att det som står här om ",
                handle,
                " stämmer i dag.",
                taken_back,
            ]
            .concat()
        }
        Command::AnnounceClosing => [
            "Du varslar om att ",
            handle,
            " stängs för att det inte används. Den som ansvarar för kontot har ",
            &NOTICE_DAYS.to_string(),
            " dagar på sig att intyga uppgifterna. Annars kan kontot stängas här.",
        ]
        .concat(),
        Command::CloseAnnounced => [
            handle,
            " står som avslutat i förteckningen från och med i dag. Det går inte att ångra. Stäng kontot också hos ",
            view.row.platform.label(),
            ".",
        ]
        .concat(),
        Command::Resume => ["Pausen slutar i dag. ", handle, " står som aktivt i förteckningen."].concat(),
    }
}

/// What has been done.
const fn outcome(command: &Command) -> &'static str {
    match command {
        Command::Certify => "Klart. Du har intygat att uppgifterna stämmer.",
        Command::AnnounceClosing => "Klart. Kontot är varslat om stängning.",
        Command::CloseAnnounced => "Klart. Kontot står som avslutat i förteckningen.",
        Command::Resume => "Klart. Kontot står som aktivt i förteckningen.",
    }
}

fn sentence(error: &ApiError) -> &'static str {
    if matches!(error, ApiError::Stale) {
        "Någon annan har ändrat kontot. Här är den nya versionen. Läs igenom den och försök igen om det fortfarande gäller."
    } else {
        error.sentence()
    }
}

/// What is known of the account, as far as the user may see it.
fn known(view: &View) -> AnyView {
    let row = &view.row;
    let text = |text: &str| text.to_owned().into_any();
    let day = |day: NaiveDate| date::long(day).into_any();
    let is_web = row.url.starts_with("https://") || row.url.starts_with("http://");
    let account = if is_web {
        view! {
            <a href=row.url.clone() rel="noopener noreferrer">
                {row.handle.clone()}
            </a>
        }
        .into_any()
    } else {
        text(&row.handle)
    };
    let mut known = vec![
        ("Plattform", text(row.platform.label())),
        ("Konto", account),
        ("Enhet", text(&row.unit)),
        ("Förvaltning", text(&row.department)),
        ("Beskrivning", text(&row.description)),
        (
            "Öppet eller slutet",
            text(if row.open { "Öppet" } else { "Slutet" }),
        ),
        (
            "Senast kontrollerad",
            row.certified.map_or_else(|| text("Aldrig"), day),
        ),
    ];
    let inside = &view.inside;
    for (label, somebody) in [
        ("Ansvarig chef", &inside.manager),
        ("Kontoansvarig", &inside.responsible),
        ("Ersättare", &inside.deputy),
    ] {
        if let Some(somebody) = somebody {
            known.push((label, person(somebody)));
        }
    }
    if let Some(started) = view.rest.started {
        known.push(("Startade", day(started)));
    }
    if let Some(notice) = view.rest.notice {
        known.push(("Kan stängas från", day(notice)));
    }
    if let Some(case) = &view.rest.case {
        let href = ["/arenden/", case].concat();
        known.push((
            "Ärende",
            view! { <a href=href>"Visa ansökan"</a> }.into_any(),
        ));
    }
    view! { <Facts rows=known /> }.into_any()
}

fn person(person: &Contact) -> AnyView {
    let href = ["mailto:", &person.email].concat();
    view! {
        {person.name.clone()}
        ", "
        <a href=href>{person.email.clone()}</a>
    }
    .into_any()
}

/// What has happened to an account, by the words that commands to it and to cases have.
const DONE: &[(&str, &str)] = &[
    (Command::Certify.id(), "Intygade att uppgifterna stämmer"),
    (Command::AnnounceClosing.id(), "Varslade om stängning"),
    (Command::CloseAnnounced.id(), "Stängde kontot"),
    (Command::Resume.id(), "Tog kontot i drift igen"),
    (Kind::Report.id(), "Anmälde att kontot är igång"),
    (Kind::Enter.id(), "Förde in kontot i förteckningen"),
    (Kind::Grant.id(), "Godkände en ändring"),
    ("importera", "Fördes in från en lista"),
];

fn event(event: &Event) -> AnyView {
    let what = DONE
        .iter()
        .find(|(action, _)| *action == event.action)
        .map_or("Ändrade uppgifterna", |(_, what)| what);
    // What was taken in from a list was taken in by nobody in particular.
    let who = if event.actor_name.is_empty() {
        clock::moment(event.at)
    } else {
        [&event.actor_name, ", ", &clock::moment(event.at)].concat()
    };
    view! {
        <li>
            <p>
                <span class="history__what">{what}</span>
                <span class="history__who">{who}</span>
            </p>
        </li>
    }
    .into_any()
}
