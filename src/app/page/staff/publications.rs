//! Publiceringar: what was published, what must be taken down first, and that it was done.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::publication::log::{Command, Publication};
use rules::value::date;
use rules::value::sort::sorted;
use serde::{Deserialize, Deserializer, Serialize};

use crate::component::account_combo::Accounts;
use crate::component::notice::Tone;
use crate::component::page_heading::PageHeading;
use crate::component::status::{Shape, StatusTag};
use crate::component::tell::Tell;
use crate::data::document::halves;
use crate::platform::api::{ApiError, Call};
use crate::platform::clock;
use crate::platform::idempotency::IdempotencyKey;
use crate::platform::screen::anew;

const API: &str = "/api/publiceringar";

/// A publication with what may be done to it.
#[derive(Clone, PartialEq)]
struct View {
    publication: Publication,
    version: u64,
    late: bool,
    offered: Vec<String>,
}

/// What an answer holds beside the publication.
#[derive(Deserialize)]
struct Around {
    version: u64,
    #[serde(rename = "forsenad")]
    late: bool,
    #[serde(rename = "far")]
    offered: Vec<String>,
}

impl<'de> Deserialize<'de> for View {
    fn deserialize<D: Deserializer<'de>>(answer: D) -> Result<Self, D::Error> {
        let (publication, around): (_, Around) = halves(answer, &["version", "forsenad", "far"])?;
        Ok(Self {
            publication,
            version: around.version,
            late: around.late,
            offered: around.offered,
        })
    }
}

#[derive(Deserialize)]
struct All {
    publiceringar: Vec<View>,
}

#[derive(Serialize)]
struct Body {
    kommando: &'static str,
}

/// The list.
#[derive(Clone, Copy)]
struct List {
    accounts: Accounts,
    all: RwSignal<Option<Vec<View>>>,
    done: RwSignal<Option<String>>,
    failed: RwSignal<Option<String>>,
    idempotency: IdempotencyKey,
}

/// The page.
#[component]
pub(crate) fn Publications() -> AnyView {
    let list = List {
        accounts: Accounts::new(),
        all: RwSignal::new(None),
        done: RwSignal::new(None),
        failed: RwSignal::new(None),
        idempotency: IdempotencyKey::new(),
    };
    list.fetch();
    list.draw()
}

impl List {
    fn fetch(self) {
        spawn_local(async move {
            match Call::get(API).read::<All>().await {
                Ok(reply) => {
                    // The page may be gone when they come.
                    self.all.try_set(Some(reply.body.publiceringar));
                }
                Err(error) => self.fail(&error),
            }
        });
    }

    fn fail(self, error: &ApiError) {
        self.done.try_set(None);
        let says = match error {
            ApiError::Stale => "Någon annan har redan ändrat det. Listan visar hur det är nu.",
            error => error.sentence(),
        };
        self.failed.try_set(Some(says.to_owned()));
    }

    fn draw(self) -> AnyView {
        let content = move || match self.all.get() {
            None => view! { <p class="quiet">"Hämtar publiceringar …"</p> }.into_any(),
            Some(all) if all.is_empty() => view! {
                <section class="notice">
                    <h2>"Inget är loggat än"</h2>
                    <p>
                        "Börja med att fråga om en bild: "
                        <a href="/far-jag-publicera">"Får jag publicera det här?"</a>
                    </p>
                </section>
            }
            .into_any(),
            Some(all) => self.lists(all),
        };
        view! {
            <PageHeading />
            <div>
                <Tell tone=Tone::Good sentence=self.done.into() />
                <Tell tone=Tone::Stop sentence=self.failed.into() />
            </div>
            {anew(content)}
        }
        .into_any()
    }

    fn lists(self, all: Vec<View>) -> AnyView {
        let ordered = all
            .iter()
            .filter(|view| !view.publication.orders.is_empty())
            .count();
        let removed = all
            .iter()
            .filter(|view| {
                !view.publication.orders.is_empty() && view.publication.removed.is_some()
            })
            .count();
        let (due, others): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|view| view.publication.due().is_some());
        // What must be gone soonest comes first.
        let due = sorted(due, |one, other| {
            one.publication.due().cmp(&other.publication.due())
        });
        let progress = (0 < ordered).then(|| {
            view! {
                <p class="removal" role="status">
                    {removed}
                    " av "
                    {ordered}
                    " borttagna"
                </p>
            }
            .into_any()
        });
        let first = (!due.is_empty()).then(|| {
            let rows = due.into_iter().map(|view| self.row(view)).collect_view();
            view! {
                <section class="case__part">
                    <h2>"Ska tas bort"</h2>
                    <p>"Ta bort bilden där den visas. Kryssa sedan av den här."</p>
                    <ul class="tasks">{rows}</ul>
                </section>
            }
            .into_any()
        });
        let rest = (!others.is_empty()).then(|| {
            let rows = others.into_iter().map(|view| self.row(view)).collect_view();
            view! {
                <section class="case__part">
                    <h2>"Alla andra"</h2>
                    <ul class="tasks">{rows}</ul>
                </section>
            }
            .into_any()
        });
        view! {
            {progress}
            {first}
            {rest}
        }
        .into_any()
    }

    fn row(self, view: View) -> AnyView {
        let publication = view.publication;
        let id = publication.account.clone();
        let account = move || {
            let id = id.as_ref()?;
            let row = self.accounts.row(id)?;
            Some([", ", &row.handle].concat())
        };
        let title = match &publication.link {
            Some(link) => view! {
                <a href=link.clone() rel="noopener noreferrer">
                    {publication.picture.title.clone()}
                </a>
            }
            .into_any(),
            None => publication.picture.title.clone().into_any(),
        };
        let tag = match (&publication.removed, publication.due()) {
            (Some(_), _) => view! { <StatusTag label="Borttagen" shape=Shape::Over /> }.into_any(),
            (None, Some(due)) if view.late => {
                view! {
                    <StatusTag
                        label=["Försenad, skulle bort ", &date::long(due)].concat()
                        shape=Shape::Stopped
                    />
                }.into_any()
            }
            (None, Some(due)) => {
                view! { <StatusTag label=["Ska bort senast ", &date::long(due)].concat() shape=Shape::Waiting /> }.into_any()
            }
            (None, None) => view! { <StatusTag label="Visas" shape=Shape::Good /> }.into_any(),
        };
        let why = publication
            .orders
            .iter()
            .map(|order| view! { <p>{order.cause.label()} "."</p> }.into_any())
            .collect_view();
        let gone = publication.removed.as_ref().map(|removed| {
            view! { <p class="quiet">"Borttagen " {clock::moment(removed.at)} "."</p> }.into_any()
        });
        let people = match publication.people.len() {
            0 => "Ingen går att känna igen".to_owned(),
            1 => "1 person".to_owned(),
            count => [&count.to_string(), " personer"].concat(),
        };
        let version = view.version;
        let button = |command: &'static str, label: &'static str, class: &'static str| {
            let offered = view.offered.iter().any(|word| word == command);
            let (id, name) = (publication.id.clone(), publication.picture.title.clone());
            offered.then(move || {
                let says = [label, ": ", &name].concat();
                view! {
                    <button
                        class=class
                        type="button"
                        aria-label=says
                        on:click=move |_| self.press(&id, version, command)
                    >
                        {label}
                    </button>
                }
                .into_any()
            })
        };
        view! {
            <li>
                <p>
                    <strong>{title}</strong>
                    " "
                    {tag}
                </p>
                <p class="quiet">
                    {publication.channel.label()} {move || account()} ". "
                    {date::long(publication.day)} ". " {people} "."
                </p>
                {why}
                {gone}
                <div class="buttons">
                    {button(Command::TickOff.id(), "Bilden är borttagen", "button button--act")}
                    {button(Command::Untick.id(), "Bilden är kvar", "button")}
                </div>
            </li>
        }
        .into_any()
    }

    fn press(self, id: &str, version: u64, command: &'static str) {
        let path = [API, "/", id, "/kommando"].concat();
        let key = self
            .idempotency
            .key(&[&path, " ", &version.to_string(), " ", command].concat());
        spawn_local(async move {
            let answer = Call::post(&path)
                .json(&Body { kommando: command })
                .if_version(version)
                .key(&key)
                .done()
                .await;
            match answer {
                Ok(()) => {
                    self.idempotency.renew();
                    self.failed.try_set(None);
                    let says = if command == Command::TickOff.id() {
                        "Klart. Bilden står som borttagen."
                    } else {
                        "Klart. Bilden står som kvar och ska tas bort."
                    };
                    self.done.try_set(Some(says.to_owned()));
                }
                Err(error) => self.fail(&error),
            }
            self.fetch();
        });
    }
}
