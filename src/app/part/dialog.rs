//! The browser's own dialog, opened and closed by a signal.

use leptos::prelude::*;

/// A modal dialog. `close` is called when the person leaves it with Escape.
pub(crate) fn dialog(
    id: &'static str,
    title: Signal<String>,
    open: Signal<bool>,
    close: Callback<()>,
    content: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let node = NodeRef::<leptos::html::Dialog>::new();
    Effect::new(move |_| {
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
            {move || open.get().then(&content)}
        </dialog>
    }
    .into_any()
}
