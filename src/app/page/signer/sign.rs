//! What the next one signs: answers that another party has given. Nothing about the person is shown
//! before one has shown who one is.

use leptos::prelude::*;
use rules::consent::text;
use rules::form::draft::Draft;
use rules::form::field::Kind;
use rules::form::journey;
use rules::form::judging::{Facts, Judging};
use rules::problem::ProblemId;
use serde::Serialize;

use super::about::with_link;
use super::answer;
use super::code;
use super::seats::seats;
use crate::component::answers::{answer_text, steers};
use crate::component::dialog::Dialog;
use crate::component::notice::Tone;
use crate::component::page_heading::PageHeading;
use crate::component::tell::Tell;
use crate::data::link::{self, Link, LinkView, Task};
use crate::data::policy::policy;
use crate::data::register::Register;
use crate::platform::address::{History, navigate};
use crate::platform::api::ApiError;
use crate::platform::clock;
use crate::platform::screen::{anew, follow};

#[derive(Serialize)]
struct Sign<'a> {
    kommando: &'static str,
    textversion: &'a str,
    svar: &'a str,
}

/// The page.
#[component]
pub(crate) fn Sign() -> AnyView {
    with_link(|view| {
        if view.task != Task::Sign {
            navigate(
                &view.page(|| answer::first_step(&view.form)),
                History::Replace,
            );
            return ().into_any();
        }
        if view.identified.is_required {
            prove(&view)
        } else {
            review(&view)
        }
    })
}

/// Shows who one is, before anything is shown.
fn prove(view: &LinkView) -> AnyView {
    let view = view.clone();
    let proven = RwSignal::new(None::<LinkView>);
    let then = Callback::new(move |view| proven.set(Some(view)));
    anew(move || match proven.get() {
        None => code::prove_first(
            &view,
            "Någon annan har svarat och du behöver också svara. Först behöver vi veta att det är du.",
            then,
        ),
        Some(view) => review(&view),
    })
}

/// Every answer, the text that is signed, and the two ways to answer.
fn review(view: &LinkView) -> AnyView {
    let link = Link::here();
    let form = answer::form(&view.form);
    let draft = form.and_then(|form| view.draft(form));
    let content = draft.map(|draft| {
        view! {
            {given(&draft)}
            {information(&draft, &view.text_version)}
        }
        .into_any()
    });
    let name = view.person.as_ref().map(|person| {
        view! { <p class="lead">"Det gäller " {person.name.clone()} "."</p> }.into_any()
    });
    let strength = view.identified.how.map_or(
        "Vi vet bara att du har fått länken. Den som frågar kontrollerar att det är du innan ditt ja gäller.",
        |_| "Du har visat vem du är med en kod till din e-post. Det står vid din underskrift.",
    );
    let asking = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let key = StoredValue::new(link::command_key());
    let version = view.version;
    let send = Action::new_local(move |body: &String| {
        let body = body.clone();
        async move { link.send_command(version, &key.get_value(), body).await }
    });
    let busy = send.pending();
    follow(move || {
        if let Some(ended) = send.value().get() {
            asking.set(false);
            match ended {
                Ok(_) => navigate("/samtycke/kvittens", History::Replace),
                Err(error) => failed.set(Some(sentence(&error).to_owned())),
            }
        }
    });
    let order = move |body: String| {
        if !busy.get_untracked() {
            failed.set(None);
            send.dispatch_local(body);
        }
    };
    let signing = serde_json::to_string(&Sign {
        kommando: "signera",
        textversion: &view.text_version,
        svar: view.answers.as_deref().unwrap_or_default(),
    })
    .unwrap_or_default();
    let decline = move || {
        view! {
            <p>
                "Säger du nej visar vi inga bilder. De andra får veta att svaret är nej, men inte varför."
            </p>
            <div class="buttons">
                <button
                    class="button button--stop"
                    type="button"
                    on:click=move |_| order("{\"kommando\":\"neka\"}".to_owned())
                >
                    "Säg nej"
                </button>
                <button class="button" type="button" on:click=move |_| asking.set(false)>
                    "Tillbaka"
                </button>
            </div>
        }.into_any()
    };
    view! {
        <PageHeading />
        {name}
        <p>
            "Det här har den som svarade först skrivit. Du kan säga ja till allt det, eller nej."
        </p>
        {view.consent.as_ref().map(seats)}
        {content}
        <section>
            <div class="review__head">
                <h2>"Skriv under"</h2>
            </div>
            <p></p>
            <p>{strength}</p>
            <Tell tone=Tone::Stop sentence=failed.into() />
            <div class="buttons">
                <button
                    class="button button--act"
                    type="button"
                    aria-disabled=move || busy.get().then(|| "true".to_owned())
                    on:click=move |_| order(signing.clone())
                >
                    "Signera"
                </button>
                <button class="button" type="button" on:click=move |_| asking.set(true)>
                    "Säg nej"
                </button>
            </div>
        </section>
        <Dialog
            id="neka"
            title=Signal::derive(|| "Vill du säga nej?".to_owned())
            open=asking.into()
            close=Callback::new(move |()| asking.set(false))
        >
            {decline()}
        </Dialog>
    }
    .into_any()
}

/// What has been answered, step by step. How to reach the others is not told.
fn given(draft: &Draft) -> AnyView {
    let register = Register::here();
    let index = register.index_untracked();
    let form = draft.form();
    form.steps
        .iter()
        .filter_map(|step| {
            let rows: Vec<AnyView> = journey::asked(step, draft)
                .filter(|field| !field.is_contact() && !steers(draft, field))
                .filter(|field| !matches!(field.kind, Kind::Information))
                .filter_map(|field| {
                    let answer = answer_text(draft, field, policy(), &index)?;
                    let row = view! {
                        <div>
                            <dt>{field.label}</dt>
                            <dd>{answer}</dd>
                        </div>
                    }
                    .into_any();
                    Some(row.into_any())
                })
                .collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <section>
                        <div class="review__head">
                            <h2>{step.title}</h2>
                        </div>
                        <dl class="answers">{rows}</dl>
                    </section>
                }
                .into_any()
            })
        })
        .collect_view()
        .into_any()
}

/// What to do about an answer that was not taken.
fn sentence(error: &ApiError) -> &'static str {
    match error {
        ApiError::Refused(ProblemId::OtherAnswers | ProblemId::OtherText) => {
            "Svaren eller texten har ändrats. Läs in sidan och läs igen."
        }
        ApiError::Stale => "Svaren har ändrats. Läs in sidan och läs igen.",
        ApiError::LoggedOut => "Länken gäller inte längre här. Öppna den igen.",
        other if link::is_over(other) => {
            "Länken gäller inte längre. Titta efter ett nyare mejl från oss."
        }
        other => other.sentence(),
    }
}

/// The text that everybody signs, in the wording that the first one read.
fn information(draft: &Draft, version: &str) -> AnyView {
    let register = Register::here();
    let index = register.index_untracked();
    let facts = Facts {
        policy: policy(),
        register: &index,
        today: clock::today(),
    };
    let reading = Judging::new(draft, facts);
    let Some(wording) = text::wording_of(&reading, version) else {
        return ().into_any();
    };
    let parts = text::of(&reading, wording)
        .parts
        .into_iter()
        .map(|(heading, sentences)| {
            view! {
                <h3>{heading}</h3>
                <p>{sentences}</p>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <section>
            <div class="review__head">
                <h2>"Det här betyder det"</h2>
            </div>
            <div class="prose">{parts}</div>
        </section>
    }
    .into_any()
}
