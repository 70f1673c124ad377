//! The page's heading, and with it the page's title, where focus goes and where the page begins.

use leptos::prelude::*;

use crate::browser;

/// Whether the page now shown is the first one since the app started. On the first one focus and
/// scrolling are the browser's own.
#[derive(Clone, Copy)]
pub(crate) struct Arrival(StoredValue<bool>);

impl Arrival {
    /// Before any page has been shown.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new(true))
    }

    fn is_first(self) -> bool {
        let first = self.0.get_value();
        self.0.set_value(false);
        first
    }
}

/// A heading that never changes.
pub(crate) fn heading(text: &'static str) -> AnyView {
    heading_of(
        Signal::derive(move || text.to_owned()),
        Signal::derive(|| false),
    )
}

/// A heading with words of its own time; `wrong` puts «Fel: » first in the title.
pub(crate) fn heading_of(text: Signal<String>, wrong: Signal<bool>) -> AnyView {
    let arrival = expect_context::<Arrival>();
    Effect::new(move |_| {
        let wrong = if wrong.get() { "Fel: " } else { "" };
        document().set_title(&[wrong, &text.get(), " – Klartecken"].concat());
    });
    let node = NodeRef::<leptos::html::H1>::new();
    node.on_load(move |heading| {
        if arrival.is_first() {
            return;
        }
        browser::focus_still(&heading);
        browser::scroll_top();
    });
    view! { <h1 tabindex="-1" node_ref=node>{move || text.get()}</h1> }.into_any()
}
