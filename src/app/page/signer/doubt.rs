//! Those whom a unit's list names are told that staff have brought about a yes, and can stop it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::about::{telephone, with_link};
use crate::component::button::SendButton;
use crate::component::notice::{Notice, Tone};
use crate::component::page_heading::PageHeading;
use crate::component::tell::Tell;
use crate::data::link::{Link, LinkView, command_key};
use crate::data::policy::policy;
use crate::platform::api::ApiError;
use crate::platform::screen::anew;

/// The command, and its name among those that are offered.
const STOP: &str = "stammer-inte";

/// The page.
#[component]
pub(crate) fn Doubt() -> AnyView {
    with_link(page)
}

fn page(view: LinkView) -> AnyView {
    let link = Link::here();
    let unit = policy().units.get(&view.unit_id);
    let unit = unit.map_or("Verksamheten", |unit| unit.name.as_str());
    let (seen, stopped) = (RwSignal::new(view), RwSignal::new(false));
    let (failed, under_way) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let key = StoredValue::new(command_key());
    let stop = move || {
        if under_way.get_untracked() {
            return;
        }
        under_way.set(true);
        let version = seen.with_untracked(|view| view.version);
        let body = ["{\"kommando\":\"", STOP, "\"}"].concat();
        spawn_local(async move {
            let answer = link.send_command(version, &key.get_value(), body).await;
            let is_done = answer.is_ok();
            let answer = match answer {
                // It has changed since the page was read: what it says of itself now is shown.
                Err(ApiError::Stale) => link.read().await,
                answer => answer,
            };
            // The page may be gone by now.
            if under_way.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(view) => {
                    stopped.set(is_done);
                    key.set_value(command_key());
                    seen.set(view);
                    failed.set(None);
                }
                Err(error) => failed.set(Some(error.sentence().to_owned())),
            }
        });
    };
    let content = move || {
        if stopped.get() {
            return view! {
                <Notice tone=Tone::Good title="Det är stoppat">
                    <p>"Inga nya bilder visas. " {unit} " hör av sig till dig."</p>
                </Notice>
            }
            .into_any();
        }
        if seen.with(|view| !view.offers(STOP)) {
            return view! {
                <Notice tone=Tone::Info title="Det finns inget att stoppa">
                    <p>"Samtycket gäller inte nu. Du behöver inte göra något."</p>
                </Notice>
            }
            .into_any();
        }
        view! {
            <p class="lead">
                {unit}
                " har antecknat ett ja till bilder. Det gäller någon som du svarar för, eller dig själv."
            </p>
            <p>"Stämmer det behöver du inte göra något."</p>
            <form
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    stop();
                }
            >
                <div class="buttons">
                    <SendButton
                        class="button button--stop"
                        label="Det stämmer inte, stoppa bilderna"
                        under_way=under_way.into()
                    />
                </div>
            </form>
        }
        .into_any()
    };
    let contact = &policy().contact;
    view! {
        <PageHeading />
        <Tell tone=Tone::Stop sentence=failed.into() />
        <div role="status">{anew(content)}</div>
        <p>
            "Frågor? Ring " {telephone()}
            " eller skriv till "
            <a href=["mailto:", &contact.email].concat()>{contact.email.as_str()}</a> "."
        </p>
    }
    .into_any()
}
