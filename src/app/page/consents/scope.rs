//! What a consent covers, in words.

use crate::draw::*;
use rules::consent::{Channel, Medium, Occasion, Purpose, Scope, State};
use rules::date;

use super::told::{ConsentView, joined};
use crate::part::facts::facts;
use crate::part::status::{Shape, status};

/// The answers: per channel with a word and a shape, and the rest as facts.
pub(super) fn scope(view: &ConsentView) -> AnyView {
    let Some(scope) = &view.scope else {
        return ().into_view();
    };
    let channels = Channel::ALL.iter().map(|channel| {
        let tag = if view.withdrawn_channels.contains(channel) {
            status("Återkallat", Shape::Over)
        } else if scope.channels.contains(channel) {
            yes(view.state)
        } else {
            status("Nej", Shape::Stopped)
        };
        (channel.label(), tag)
    });
    view! {
        <section class="case__part">
            <h2>"Svaret för varje kanal"</h2>
            <dl class="facts facts--wide">{facts(channels)}</dl>
            <h2>"Vad svaret gäller"</h2>
            <dl class="facts facts--wide">{facts(rest(scope))}</dl>
        </section>
    }
}

/// What a yes is worth while the consent is in this state.
fn yes(state: State) -> AnyView {
    match state {
        State::InForce | State::PartlyWithdrawn => status("Ja", Shape::Good),
        State::Draft | State::AwaitingSignatures | State::AwaitingReview => {
            status("Ja, men gäller inte än", Shape::Waiting)
        }
        State::Frozen => status("Ja, men gäller inte nu", Shape::Stopped),
        State::Withdrawn => status("Återkallat", Shape::Over),
        State::Expired | State::Replaced | State::Declined => {
            status("Gäller inte längre", Shape::Over)
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
