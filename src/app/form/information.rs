//! The text that a person who answers for pictures is to read.

use leptos::prelude::*;
use rules::consent::text::{self, Wording};
use rules::form::field::{Field, Kind, YES};

use crate::component::question::Answer;
use crate::component::tick::Tick;
use crate::draft::form_state::FormState;

/// The questions that only forms about pictures have.
pub(crate) fn draw(form_state: FormState, field: &'static Field) -> Option<AnyView> {
    matches!(field.kind, Kind::Information)
        .then(|| view! { <Information form_state=form_state field=field /> }.into_any())
}

/// The text that is to be read, in the wording that the person chooses, and a box to confirm it.
/// The answer is the version of the text that was shown.
#[component]
fn Information(
    /// The form being filled in.
    form_state: FormState,
    /// The question.
    field: &'static Field,
) -> AnyView {
    let words = form_state.words(field);
    let chosen = RwSignal::new(None::<Wording>);
    let read_before = form_state.read(|reading| text::wording_of(reading, reading.text(field)));
    let first = read_before.unwrap_or(text::first_wording(form_state.form));
    let wording = move || chosen.get().unwrap_or(first);
    let shown = Memo::new(move |_| form_state.read(|reading| text::of(reading, wording())));
    let parts = move || {
        shown
            .get()
            .parts
            .into_iter()
            .map(|(heading, sentences)| {
                view! {
                    <h3>{heading}</h3>
                    <p>{sentences}</p>
                }
                .into_any()
            })
            .collect_view()
    };
    let other = move || {
        let other = match wording() {
            Wording::Standard => Wording::Easy,
            Wording::Easy => Wording::Standard,
        };
        let change = move |_| {
            // What was confirmed was the other text.
            form_state.answer(field).write.run(String::new());
            chosen.set(Some(other));
        };
        text::wordings(form_state.form).contains(&other).then(|| {
            view! {
                <button type="button" class="button button--quiet" on:click=change>
                    {other.label()}
                </button>
            }
            .into_any()
        })
    };
    let typed = form_state.answer(field);
    let answer = Answer {
        text: Signal::derive(move || {
            let is_read = typed.text.get() == shown.get().version;
            (if is_read { YES } else { "" }).to_owned()
        }),
        write: Callback::new(move |ticked: String| {
            let version = shown.get_untracked().version;
            typed.write.run(if ticked == YES {
                version
            } else {
                String::new()
            });
        }),
    };
    view! {
        <div class="prose">{move || other()} {move || parts()}</div>
        <Tick words=words answer=answer />
    }
    .into_any()
}
