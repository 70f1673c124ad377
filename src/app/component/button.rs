//! A button that sends, and says so until the answer has come.

use leptos::prelude::*;

/// A button that sends. While it is `under_way` pressing does nothing and focus stays where it is.
/// Without `press` it sends the form that it stands in.
#[component]
pub(crate) fn SendButton(
    /// The button's looks.
    class: &'static str,
    /// What people read.
    label: &'static str,
    /// Whether it is being sent.
    under_way: Signal<bool>,
    /// What it does; without it the form is sent that the button stands in.
    #[prop(optional)]
    press: Option<Callback<()>>,
) -> AnyView {
    view! {
        <button
            class=class
            type=if press.is_some() { "button" } else { "submit" }
            aria-disabled=move || under_way.get().then(|| "true".to_owned())
            on:click=move |_| {
                if let Some(press) = press.filter(|_| !under_way.get_untracked()) {
                    press.run(());
                }
            }
        >
            {move || (if under_way.get() { "Skickar …" } else { label }).to_owned()}
        </button>
    }
    .into_any()
}
