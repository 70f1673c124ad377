//! What every page is written with: Leptos's prelude, its events, and a `view!` of one type.
//!
//! In Leptos every shape of markup is a type of its own. A page, a part and a closure of ours all
//! answer with [`AnyView`], so that what they are put into is one type whatever they draw.

pub(crate) use leptos::ev;
pub(crate) use leptos::html;
pub(crate) use leptos::prelude::*;
pub(crate) use leptos::task::{spawn_local, spawn_local_scoped};

use crate::browser;

/// Leptos's `view!`, as an [`AnyView`].
macro_rules! view {
    ($($tokens:tt)*) => {
        leptos::prelude::IntoAny::into_any(leptos::prelude::view! { $($tokens)* })
    };
}
pub(crate) use view;

/// What is not seen at first, drawn when the rest is on the screen.
pub(crate) fn afterwards(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let is_time = RwSignal::new(false);
    spawn_local(async move {
        browser::shown().await;
        // The page may be gone by then.
        let _ = is_time.try_set(true);
    });
    view! { {move || is_time.get().then(|| untrack(&draw))} }
}

/// The text as it may stand in HTML, also inside a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
