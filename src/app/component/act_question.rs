//! The question before an act: what follows, the button that does it, and the one that does not.

use leptos::prelude::*;

use super::button::SendButton;
use super::dialog::{Dialog, Question};

/// The question before an act: what follows, the button that does it, and the one that does not.
/// It is open for as long as something is `asked`.
#[component]
pub(crate) fn ActQuestion<A>(
    /// The HTML id of the dialog.
    id: &'static str,
    /// What it is about, while it is asked.
    asked: RwSignal<Option<A>>,
    /// Whether it is being done.
    under_way: Signal<bool>,
    /// How the act is named.
    words: Callback<A, Question>,
    /// What follows from it.
    content: Callback<A, AnyView>,
    /// Does it.
    press: Callback<A>,
) -> AnyView
where
    A: Clone + Send + Sync + 'static,
{
    let title = Signal::derive(move || {
        asked
            .get()
            .map_or_else(String::new, |asked| words.run(asked).title)
    });
    let close = Callback::new(move |()| asked.set(None));
    let inside = move || {
        let Some(asked) = asked.get_untracked() else {
            return ().into_any();
        };
        let Question {
            button,
            class,
            leave,
            ..
        } = words.run(asked.clone());
        let content = content.run(asked.clone());
        let press = Callback::new(move |()| press.run(asked.clone()));
        view! {
            {content}
            <div class="buttons">
                <SendButton class=class label=button under_way=under_way press=press />
                <button class="button" type="button" on:click=move |_| close.run(())>
                    {leave}
                </button>
            </div>
        }
        .into_any()
    };
    let open = Signal::derive(move || asked.with(Option::is_some));
    view! {
        <Dialog id=id title=title open=open close=close>
            {inside()}
        </Dialog>
    }
    .into_any()
}
