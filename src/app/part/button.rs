//! A button that sends, and says so until the answer has come.

use crate::draw::*;

/// A button that sends. While it is `under_way` pressing does nothing and focus stays where it is.
/// Without `press` it sends the form that it stands in.
pub(crate) fn sending(
    class: &'static str,
    label: &'static str,
    under_way: Signal<bool>,
    press: Option<Callback<()>>,
) -> AnyView {
    view! {
        <button
            class=class
            type=if press.is_some() { "button" } else { "submit" }
            aria-disabled=move || under_way.get().then_some("true")
            on:click=move |_| {
                if let Some(press) = press.filter(|_| !under_way.get_untracked()) {
                    press.run(());
                }
            }
        >
            {move || if under_way.get() { "Skickar …" } else { label }}
        </button>
    }
}
