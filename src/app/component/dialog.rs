//! The browser's own dialog, opened and closed by a signal.

use leptos::html;
use leptos::prelude::*;

use super::button::SendButton;

use crate::platform::screen::follow;

/// A modal dialog.
#[component]
pub(crate) fn Dialog(
    /// The HTML id of the dialog.
    id: &'static str,
    /// Its heading.
    title: Signal<String>,
    /// Whether it is open.
    open: Signal<bool>,
    /// Called when the person leaves it with Escape.
    close: Callback<()>,
    /// What stands in it while it is open.
    children: ChildrenFn,
) -> AnyView {
    // What is typed in it would be lost if it were drawn again while it is open.
    let open = Memo::new(move |_| open.get());
    let node = NodeRef::<html::Dialog>::new();
    follow(move || {
        let open = open.get();
        let Some(dialog) = node.get() else { return };
        if open && !dialog.open() {
            // Fails only for a dialog that is out of the document, and this one is drawn.
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    let title_id = [id, "-rubrik"].concat();
    let labelled = title_id.clone();
    view! {
        <dialog
            class="dialog"
            id=id
            node_ref=node
            aria-labelledby=labelled
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                close.run(());
            }
        >
            <h2 id=title_id>{move || title.get()}</h2>
            {move || open.get().then(|| untrack(|| children()))}
        </dialog>
    }
    .into_any()
}

/// The question before an act, as it is named.
pub(crate) struct Question {
    /// What is asked.
    pub(crate) title: String,
    /// The button that does it.
    pub(crate) button: &'static str,
    /// The looks of that button.
    pub(crate) class: &'static str,
    /// The button that does not.
    pub(crate) leave: &'static str,
}

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
