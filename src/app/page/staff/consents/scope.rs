//! What a consent covers, in words.

use leptos::prelude::*;
use rules::consent::scope::{Channel, Medium, Occasion, Purpose, Scope};
use rules::consent::state::State;
use rules::value::date;

use super::view::{ConsentView, joined};
use crate::component::facts::Facts;
use crate::component::status::{Shape, StatusTag};

/// The answers: per channel with a word and a shape, and the rest as facts.
pub(super) fn scope(view: &ConsentView) -> AnyView {
    let Some(scope) = &view.scope else {
        return ().into_any();
    };
    let channel = |channel: &Channel| {
        let tag = if view.withdrawn_channels.contains(channel) {
            view! { <StatusTag label="Återkallat" shape=Shape::Over /> }.into_any()
        } else if scope.channels.contains(channel) {
            yes(view.state)
        } else {
            view! { <StatusTag label="Nej" shape=Shape::Stopped /> }.into_any()
        };
        (channel.label(), tag)
    };
    let channels = Channel::ALL.iter().map(channel).collect();
    view! {
        <section class="case__part">
            <h2>"Svaret för varje kanal"</h2>
            <dl class="facts facts--wide">
                <Facts rows=channels />
            </dl>
            <h2>"Vad svaret gäller"</h2>
            <dl class="facts facts--wide">
                <Facts rows=rest(scope) />
            </dl>
        </section>
    }
    .into_any()
}

/// What a yes is worth while the consent is in this state.
fn yes(state: State) -> AnyView {
    match state {
        State::InForce | State::PartlyWithdrawn => {
            view! { <StatusTag label="Ja" shape=Shape::Good /> }.into_any()
        }
        State::Draft | State::AwaitingSignatures | State::AwaitingReview => {
            view! { <StatusTag label="Ja, men gäller inte än" shape=Shape::Waiting /> }.into_any()
        }
        State::Frozen => {
            view! { <StatusTag label="Ja, men gäller inte nu" shape=Shape::Stopped /> }.into_any()
        }
        State::Withdrawn => view! { <StatusTag label="Återkallat" shape=Shape::Over /> }.into_any(),
        State::Expired | State::Replaced | State::Declined => {
            view! { <StatusTag label="Gäller inte längre" shape=Shape::Over /> }.into_any()
        }
    }
}

fn rest(scope: &Scope) -> Vec<(&'static str, String)> {
    let pictures = match &scope.occasion {
        Occasion::Once { day, place } => [place, ", ", &date::long(*day)].concat(),
        Occasion::Ongoing => "Fortlöpande vid enheten".to_owned(),
    };
    let or_none = |words: String| {
        if words.is_empty() {
            "Inget".to_owned()
        } else {
            words
        }
    };
    vec![
        ("Bilder från", pictures),
        (
            "Slag",
            or_none(joined(scope.media.iter().copied().map(Medium::label))),
        ),
        (
            "Ändamål",
            or_none(joined(scope.purposes.iter().copied().map(Purpose::label))),
        ),
        (
            "Delning till andra kommunala konton",
            if scope.sharing { "Ja" } else { "Nej" }.to_owned(),
        ),
        ("Namn med bilden", scope.naming.label().to_owned()),
    ]
}
