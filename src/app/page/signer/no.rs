//! A no to everything: who says it, about whom, and nothing more.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::consent::form::{is_needed_for_no, no_to_everything};
use rules::form::field::Field;
use serde::Serialize;

use super::about::with_link;
use super::answer;
use crate::component::button::SendButton;
use crate::component::notice::Tone;
use crate::component::page_heading::PageHeading;
use crate::component::tell::Tell;
use crate::data::link::{Link, LinkView, Task, command_key};
use crate::draft::form_state::{FormState, Validation};
use crate::form::Wizard;
use crate::platform::address::{History, navigate, navigator};
use crate::platform::api::ApiError;
use crate::platform::browser;

#[derive(Serialize)]
struct Body {
    kommando: &'static str,
    utkast: rules::form::draft::Draft,
}

/// The page.
#[component]
pub(crate) fn SayNo() -> AnyView {
    with_link(|view| {
        let wizard = answer::form(&view.form)
            .filter(|_| view.task == Task::FillIn && !view.identified.is_required)
            .and_then(|form| answer::drawn(form, FormState::new(view.draft(form)?)));
        match wizard {
            Some(wizard) => page(&view, wizard),
            None => {
                let on = view.page(|| answer::first_step(&view.form));
                navigate(&on, History::Replace);
                ().into_any()
            }
        }
    })
}

fn page(view: &LinkView, wizard: Wizard) -> AnyView {
    let link = Link::here();
    let form_state = wizard.form_state;
    let (failed, under_way) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let version = view.version;
    let go = navigator();
    let key = StoredValue::new(command_key());
    let is_asked = move |field: &Field| is_needed_for_no(form_state.form, field);
    let send = move || {
        if under_way.get_untracked() {
            return;
        }
        failed.set(None);
        match form_state.validate_fields(is_asked) {
            Validation::Clear => {}
            Validation::Wrong => return to_first_wrong(form_state),
            Validation::Exit(rule) => {
                failed.set(rule.advice.first().map(|advice| (*advice).to_owned()));
                return;
            }
        }
        let body = Body {
            kommando: "neka",
            utkast: no_to_everything(&form_state.draft_untracked()),
        };
        let Ok(body) = serde_json::to_string(&body) else {
            return;
        };
        under_way.set(true);
        spawn_local(async move {
            let answer = link.send_command(version, &key.get_value(), body).await;
            // The page may be gone by now.
            if under_way.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => go.run(("/samtycke/kvittens".to_owned(), History::Replace)),
                Err(ApiError::Findings(found)) => {
                    form_state.tell(&found);
                    to_first_wrong(form_state);
                }
                Err(error) => failed.set(Some(error.sentence().to_owned())),
            }
        });
    };
    let questions = form_state
        .form
        .steps
        .iter()
        .flat_map(|step| step.questions)
        .filter(|question| is_asked(question.field))
        .map(|question| wizard.question(question))
        .collect_view();
    view! {
        <PageHeading />
        <p class="lead">
            "Då visar vi inga bilder. Skriv vem du är och vem det gäller. Du kan ändra dig senare."
        </p>
        <form
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            {questions}
            <Tell tone=Tone::Stop sentence=failed.into() />
            <div class="buttons">
                <SendButton
                    class="button button--act"
                    label="Skicka mitt nej"
                    under_way=under_way.into()
                />
                <a class="button" href=answer::first_step(form_state.form.id)>
                    "Svara på frågorna i stället"
                </a>
            </div>
        </form>
    }
    .into_any()
}

fn to_first_wrong(form_state: FormState) {
    let first = untrack(|| form_state.to_correct())
        .first()
        .map(|(field, _)| field.id);
    if let Some(id) = first {
        request_animation_frame(move || browser::focus_question(id));
    }
}
