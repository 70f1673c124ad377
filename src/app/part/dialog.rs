//! The browser's own dialog, opened and closed by a signal.

use web_sys::HtmlDialogElement;

use crate::draw::*;

use super::button::sending;

/// A modal dialog. `close` is called when the person leaves it with Escape.
pub(crate) fn dialog(
    id: &'static str,
    title: Signal<String>,
    open: Signal<bool>,
    close: Callback<()>,
    content: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let node = NodeRef::<HtmlDialogElement>::new();
    effect(move |_| {
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
            on:cancel=move |event| {
                event.prevent_default();
                close.run(());
            }
        >
            <h2 id=title_id>{move || title.get()}</h2>
            {move || open.get().then(&content)}
        </dialog>
    }
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
pub(crate) fn question<A: Clone + Send + Sync + 'static>(
    id: &'static str,
    asked: RwSignal<Option<A>>,
    under_way: Signal<bool>,
    words: impl Fn(&A) -> Question + Copy + Send + Sync + 'static,
    content: impl Fn(&A) -> AnyView + Send + 'static,
    press: impl Fn(A) + Copy + Send + Sync + 'static,
) -> AnyView {
    let title = Signal::derive(move || {
        asked.with(|asked| {
            asked
                .as_ref()
                .map_or_else(String::new, |asked| words(asked).title)
        })
    });
    let close = Callback::new(move |()| asked.set(None));
    let inside = move || {
        let Some(asked) = asked.get_untracked() else {
            return ().into_view();
        };
        let Question {
            button,
            class,
            leave,
            ..
        } = words(&asked);
        let content = content(&asked);
        let press = Callback::new(move |()| press(asked.clone()));
        view! {
            {content}
            <div class="buttons">
                {sending(class, button, under_way, Some(press))}
                <button class="button" type="button" on:click=move |_| close.run(())>
                    {leave}
                </button>
            </div>
        }
    };
    let open = Signal::derive(move || asked.with(Option::is_some));
    dialog(id, title, open, close, inside)
}
