//! Those who want to take a yes back and have no link: staff call them.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::catalogue;
use rules::consent::form::withdrawal::ATKOMST;
use rules::form::draft::Answer;
use rules::permission::Action;
use rules::value::wire;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::sentence;
use crate::component::facts::Facts;
use crate::component::notice::Tone;
use crate::component::tell::Tell;
use crate::data::session::Session;
use crate::platform::api::Call;
use crate::platform::clock;
use crate::platform::idempotency::IdempotencyKey;
use crate::platform::screen::anew;

/// A person to call.
#[derive(Clone, PartialEq, Deserialize)]
struct Task {
    id: String,
    version: u64,
    form: String,
    #[serde(deserialize_with = "wire::members")]
    svar: Vec<(String, Answer)>,
    #[serde(deserialize_with = "wire::moment")]
    kom: DateTime<Utc>,
    klar: Option<IgnoredAny>,
    samtycke: Option<String>,
}

#[derive(Deserialize)]
struct Reply {
    uppgifter: Vec<Task>,
}

/// What there is to do.
#[derive(Clone, Copy)]
struct Tasks {
    tasks: RwSignal<Vec<Task>>,
    failed: RwSignal<Option<String>>,
    idempotency: IdempotencyKey,
}

/// The calls to make; nothing when there are none, or when others make them.
pub(super) fn notice() -> AnyView {
    if !Session::here().may(Action::SeeConsents) {
        return ().into_any();
    }
    let tasks = Tasks {
        tasks: RwSignal::new(Vec::new()),
        failed: RwSignal::new(None),
        idempotency: IdempotencyKey::new(),
    };
    tasks.fetch();
    let content = move || {
        let open: Vec<Task> = tasks
            .tasks
            .get()
            .into_iter()
            .filter(|task| task.klar.is_none())
            .collect();
        (!open.is_empty()).then(|| {
            let rows = open.into_iter().map(|task| tasks.row(task)).collect_view();
            view! {
                <section class="notice notice--warn" aria-labelledby="ring-rubrik">
                    <h2 id="ring-rubrik">"Ring upp"</h2>
                    <p>
                        "De här har skrivit till oss utan länk. Ring, kontrollera vem det är och gör det de ber om."
                    </p>
                    <ul class="tasks">{rows}</ul>
                </section>
            }.into_any()
        })
    };
    view! {
        <Tell tone=Tone::Stop sentence=tasks.failed.into() />
        {anew(content)}
    }
    .into_any()
}

impl Tasks {
    fn fetch(self) {
        spawn_local(async move {
            match Call::get("/api/aterkallelser").read::<Reply>().await {
                Ok(reply) => {
                    // The page may be gone when the answer comes.
                    self.tasks.try_set(reply.body.uppgifter);
                }
                Err(error) => {
                    self.failed.try_set(Some(error.sentence().to_owned()));
                }
            }
        });
    }

    fn row(self, task: Task) -> AnyView {
        let Task {
            id,
            version,
            form,
            svar,
            kom,
            samtycke,
            ..
        } = task;
        let what = if form == "avliden" {
            "Önskemål efter någon som har avlidit"
        } else {
            "Vill ta tillbaka ett samtycke"
        };
        let fields = catalogue::form(&form)
            .into_iter()
            .flat_map(|form| form.steps)
            .flat_map(|step| step.questions)
            .filter_map(|question| {
                let field = question.field;
                // Only those without a link come here.
                if field.id == ATKOMST.id {
                    return None;
                }
                let answer = match &svar.iter().find(|(name, _)| name == field.id)?.1 {
                    Answer::Text(text) => text.clone(),
                    Answer::List(texts) => texts.join(", "),
                };
                let answer = field
                    .choices()
                    .iter()
                    .find(|choice| choice.id == answer)
                    .map_or(answer, |choice| choice.label.to_owned());
                Some((field.label, answer))
            })
            .collect();
        let answers = view! { <Facts rows=fields /> }.into_any();
        let link = samtycke.map(|id| {
            view! {
                <a class="button" href=["/samtycken/", &id].concat()>
                    "Öppna samtycket"
                </a>
            }
            .into_any()
        });
        let done = move |_| {
            let path = ["/api/aterkallelser/", &id, "/klar"].concat();
            let key = self.idempotency.key(&path);
            spawn_local(async move {
                let answer = Call::post(&path).if_version(version).key(&key).done().await;
                match answer {
                    Ok(()) => {
                        self.idempotency.renew();
                        self.failed.try_set(None);
                    }
                    Err(error) => {
                        self.failed.try_set(Some(sentence(&error).to_owned()));
                    }
                }
                self.fetch();
            });
        };
        view! {
            <li>
                <p>
                    <strong>{what}</strong>
                    " "
                    <span class="quiet">{clock::moment(kom)}</span>
                </p>
                <dl class="facts">{answers}</dl>
                <div class="buttons">
                    {link} <button class="button" type="button" on:click=done>
                        "Klart, vi har talats vid"
                    </button>
                </div>
            </li>
        }
        .into_any()
    }
}
