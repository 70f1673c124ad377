//! How a consent stands, for one of those who answer: who has signed and what it covers. No names.

use leptos::prelude::*;
use rules::consent::party::Reply;
use rules::consent::scope::Scope;
use rules::consent::state::State;
use rules::consent::view::View;
use rules::value::date;

use crate::component::status::{Shape, StatusTag};

const fn shape_of(reply: Reply) -> Shape {
    match reply {
        Reply::Waiting => Shape::Waiting,
        Reply::Agreed | Reply::Signed => Shape::Good,
        Reply::Declined => Shape::Stopped,
    }
}

/// «Signerat», «Väntar» or «Nej» for each of those who answer.
pub(super) fn seats(consent: &View) -> AnyView {
    let rows = consent
        .seats
        .iter()
        .map(|seat| {
            let role = seat.role.label();
            let you = seat.you.then_some(" (du)");
            view! {
                <div>
                    <dt>{role} {you}</dt>
                    <dd>
                        <StatusTag label=seat.reply.label() shape=shape_of(seat.reply) />
                    </dd>
                </div>
            }
            .into_any()
        })
        .collect_view();
    view! { <dl class="answers">{rows}</dl> }.into_any()
}

/// How it stands, in a sentence or two. `unit` is the unit that asked.
pub(super) fn standing(consent: &View, unit: &str) -> String {
    if consent.is_no_unconfirmed {
        return [
            "Vi har fått ditt nej. Inga nya bilder visas. ",
            unit,
            " hör av sig och kontrollerar att det är du. Sedan tas bilderna bort.",
        ]
        .concat();
    }
    if let Some(last) = consent.confirming_ends {
        let what = if consent.is_self_unconfirmed {
            "att det är du"
        } else {
            "vem den andra är"
        };
        return [
            "Ditt ja är mottaget. Det gäller när ",
            unit,
            " har kontrollerat ",
            what,
            ", senast ",
            &date::long(last),
            ". Vi visar inga bilder innan dess.",
        ]
        .concat();
    }
    sentence(consent.state).to_owned()
}

const fn sentence(state: State) -> &'static str {
    match state {
        State::Draft => "Du har inte skrivit under än.",
        State::AwaitingSignatures => {
            "Alla har inte skrivit under än. Vi visar inga bilder förrän alla har sagt ja."
        }
        State::AwaitingReview => {
            "Alla har skrivit under. Vi går igenom svaren innan de börjar gälla."
        }
        State::InForce => "Ditt ja gäller.",
        State::PartlyWithdrawn => "En del är tillbakataget. Resten gäller.",
        State::Frozen => "Svaret gäller inte just nu. Vi visar inga nya bilder.",
        State::Withdrawn => "Det är tillbakataget. Vi tar bort bilderna.",
        State::Expired => "Tiden har gått ut. Vi visar inga nya bilder.",
        State::Replaced => {
            "Ett nyare svar gäller i stället. Länken till det finns i ett nyare mejl från oss."
        }
        State::Declined => "Svaret är nej. Vi visar inga bilder.",
    }
}

/// What was said yes to and for how long.
pub(super) fn scope(consent: &View) -> AnyView {
    // What was said yes to before it ended would read as if it still held.
    let holds = matches!(
        consent.state,
        State::AwaitingSignatures | State::AwaitingReview | State::InForce | State::PartlyWithdrawn
    );
    let scope = consent.scope.as_ref();
    let Some(scope) = scope.filter(|scope| holds && !scope.is_empty()) else {
        return ().into_any();
    };
    let open = open_channels(consent, scope);
    let media: Vec<&str> = scope.media.iter().map(|medium| medium.label()).collect();
    let until = consent.until.map(date::long);
    let lasts = until.map_or_else(
        || "Tills du säger något annat".to_owned(),
        |day| ["Till ", &day].concat(),
    );
    let rows = [
        ("Det här får vi visa", media.join(", ")),
        ("Här får vi visa det", open.join(", ")),
        ("Så länge gäller det", lasts),
    ]
    .into_iter()
    .filter(|(_, answer)| !answer.is_empty())
    .map(|(question, answer)| {
        view! {
            <div>
                <dt>{question}</dt>
                <dd>{answer}</dd>
            </div>
        }
        .into_any()
    })
    .collect_view();
    view! {
        <h2>"Det här har du sagt ja till"</h2>
        <dl class="answers">{rows}</dl>
    }
    .into_any()
}

fn open_channels(consent: &View, scope: &Scope) -> Vec<&'static str> {
    scope
        .channels
        .difference(&consent.withdrawn_channels)
        .map(|channel| channel.label())
        .collect()
}
