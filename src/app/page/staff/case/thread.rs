//! What the two sides have written, and what has happened.

use leptos::prelude::*;
use rules::account::case::{self, Kind, MESSAGE_CHARS_MAX, Message};

use super::act::{self, CaseActions};
use super::panel;
use crate::component::button::SendButton;
use crate::component::error_summary::ErrorSummary;
use crate::component::long_text::LongText;
use crate::data::case::Event;
use crate::data::policy::policy;
use crate::platform::clock;

/// The messages, and a form for those who may write.
pub(super) fn messages(actions: CaseActions) -> AnyView {
    let lines = Memo::new(move |_| actions.case(|case| case.messages.clone()));
    let may_write = Memo::new(move |_| actions.offers(Kind::Message));
    let list = move || {
        let lines = lines.get();
        if lines.is_empty() {
            return view! { <p class="quiet">"Ingen har skrivit något än."</p> }.into_any();
        }
        let items = lines.into_iter().map(line).collect_view();
        view! { <ol class="thread">{items}</ol> }.into_any()
    };
    view! {
        <section class="case__part" aria-labelledby="meddelanden">
            <h2 id="meddelanden">"Meddelanden"</h2>
            {move || list()}
            {move || may_write.get().then(|| write(actions))}
        </section>
    }
    .into_any()
}

fn line(message: Message) -> AnyView {
    let side = if message.from_staff {
        policy().contact.department.as_str()
    } else {
        ""
    };
    let side =
        (!side.is_empty()).then(|| view! { <span class="quiet">", " {side}</span> }.into_any());
    view! {
        <li class="thread__line" class:thread__line--staff=message.from_staff>
            <p class="thread__who">
                <strong>{message.from}</strong>
                {side}
                <span class="thread__when">{clock::moment(message.at)}</span>
            </p>
            <p class="thread__text">{message.text}</p>
        </li>
    }
    .into_any()
}

fn write(actions: CaseActions) -> AnyView {
    let is_own = actions.case(|case| actions.me.with_value(|me| case.is_own(me)));
    let label = if is_own {
        "Skriv till kommunikation"
    } else {
        "Skriv till den som söker"
    };
    let is_under_way = Signal::derive(move || actions.under_way.get() == Some(Kind::Message));
    view! {
        <form
            class="act no-print"
            novalidate
            aria-label="Skriv ett meddelande"
            on:submit=move |event| {
                event.prevent_default();
                actions.press(Kind::Message);
            }
        >
            <ErrorSummary items=actions.items(Kind::Message) />
            {panel::failed(actions, |kind| kind == Kind::Message)}
            <LongText
                words=actions
                    .words(
                        act::MESSAGE,
                        label,
                        "Alla som får se ärendet kan läsa. Skriv inte känsliga personuppgifter här.",
                    )
                max=MESSAGE_CHARS_MAX
                answer=actions.answer(actions.typed.message)
            />
            <SendButton class="button" label="Skicka meddelandet" under_way=is_under_way />
        </form>
    }.into_any()
}

/// What has happened, newest first.
pub(super) fn history(actions: CaseActions) -> AnyView {
    let events = Memo::new(move |_| actions.view.with(|view| view.events.clone()));
    let items = move || events.get().into_iter().rev().map(event).collect_view();
    view! {
        <section class="case__part" aria-labelledby="handelser">
            <h2 id="handelser">"Händelser"</h2>
            <ol class="history">{move || items()}</ol>
        </section>
    }
    .into_any()
}

fn event(event: Event) -> AnyView {
    let what = case::done(&event.action).unwrap_or("Började fylla i");
    let note = (!event.note.is_empty())
        .then(|| view! { <p class="history__note">{event.note}</p> }.into_any());
    view! {
        <li>
            <p>
                <span class="history__what">{what}</span>
                <span class="history__who">{event.actor_name} ", " {clock::moment(event.at)}</span>
            </p>
            {note}
        </li>
    }
    .into_any()
}
