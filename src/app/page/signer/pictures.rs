//! The pictures that have been published: what they show, where and since when.

use leptos::prelude::*;
use rules::publication::shown::{Fate, ShownPicture, ShownPlace};
use rules::value::date;

use super::code;
use crate::component::status::{Shape, StatusTag};
use crate::component::withdrawal::place_name;
use crate::data::link::LinkView;
use crate::platform::browser;

/// The id of the section.
const SECTION: &str = "bilderna";

/// «Vi har visat 2 bilder.»
fn count(pictures: usize) -> String {
    match pictures {
        1 => "Vi har visat 1 bild.".to_owned(),
        count => ["Vi har visat ", &count.to_string(), " bilder."].concat(),
    }
}

fn tag(place: &ShownPlace) -> AnyView {
    let shape = match place.fate {
        Fate::Shown => Shape::Good,
        Fate::Leaving => Shape::Waiting,
        Fate::Gone => Shape::Over,
        Fate::Printed => Shape::Open,
    };
    view! { <StatusTag label=place.fate.label() shape=shape /> }.into_any()
}

fn place(place: &ShownPlace) -> AnyView {
    let link = place.link.clone().map(|link| {
        view! {
            " "
            <a href=link rel="noopener noreferrer">
                "Se inlägget"
            </a>
        }
        .into_any()
    });
    let by = place
        .due
        .map(|day| [" Senast ", &date::long(day), "."].concat());
    view! {
        <p>{place_name(place)} "." {link}</p>
        <p>{tag(place)} {by}</p>
    }
    .into_any()
}

fn list(pictures: &[ShownPicture]) -> AnyView {
    let rows = pictures
        .iter()
        .map(|picture| {
            view! {
                <div>
                    <dt>{picture.title.clone()}</dt>
                    <dd>{picture.places.iter().map(place).collect_view()}</dd>
                </div>
            }
            .into_any()
        })
        .collect_view();
    view! { <dl class="answers">{rows}</dl> }.into_any()
}

/// The section, if there are any pictures. What they show is told to a holder who has shown who they are;
/// `seen` becomes what is seen then.
pub(super) fn pictures(seen: RwSignal<LinkView>, proving: RwSignal<bool>) -> AnyView {
    let (number, is_hidden) = seen.with_untracked(|view| {
        let is_hidden = view.pictures.is_empty() && view.identified.is_required;
        (view.picture_count, is_hidden)
    });
    if number == 0 {
        return ().into_any();
    }
    let then = Callback::new(move |view| {
        proving.set(false);
        seen.set(view);
        request_animation_frame(|| {
            if let Some(section) = browser::by_id(SECTION) {
                browser::focus_still(&section);
                browser::scroll_nearest(&section);
            }
        });
    });
    let content = move || {
        if !is_hidden {
            return seen.with_untracked(|view| list(&view.pictures));
        }
        if proving.get() {
            return seen.with_untracked(|view| code::prove(view, then));
        }
        view! {
            <p>
                <button
                    class="button"
                    type="button"
                    on:click=move |_| {
                        proving.set(true);
                        request_animation_frame(|| browser::focus_question(code::FIELD));
                    }
                >
                    "Visa vilka"
                </button>
            </p>
        }
        .into_any()
    };
    view! {
        <section id=SECTION tabindex="-1">
            <h2>"Bilderna"</h2>
            <p>{count(number)}</p>
            {move || content()}
        </section>
    }
    .into_any()
}
