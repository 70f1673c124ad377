//! The browser's own dialog, opened and closed by a signal.

use leptos::html;
use leptos::prelude::*;

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
    /// Its contents while it is open.
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
