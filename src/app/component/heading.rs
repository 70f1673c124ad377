//! The page's heading, and with it the page's title, where focus goes and where the page begins.

use leptos::prelude::*;
use leptos::{ev, html};
use leptos_router::hooks::use_location;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

use super::heading_of::HeadingOf;
use crate::platform::browser;

/// Frames that a list may take to become as long as it was when it was left. Five seconds on most
/// screens; then one stands at its top, as on any page.
const FRAMES_MAX: u32 = 300;

/// How the user came to the page now shown, and how they leave it.
#[derive(Clone, Copy)]
pub(crate) struct Arrival {
    /// Whether it is the first page since the app started. On that one focus and scrolling are the
    /// browser's own.
    first: StoredValue<bool>,
    /// How many lists that one comes back to are shown. The next page is drawn before the last one
    /// goes away, so there may be two.
    lists: StoredValue<u32>,
}

impl Arrival {
    /// Before any page has been shown.
    pub(crate) fn new() -> Self {
        let arrival = Self {
            first: StoredValue::new(true),
            lists: StoredValue::new(0),
        };
        // It hears before the router does, which listens from later on. The handle is dropped and
        // not the listener: it lives as long as the page.
        let _ = window_event_listener(ev::click, move |event| {
            let link = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok())
                .and_then(|element| element.closest("a[href]").ok().flatten())
                .and_then(|link| link.get_attribute("href"));
            if let Some(link) = link.filter(|_| 0 < arrival.lists.get_value()) {
                let left = Left {
                    top_px: browser::scrolled_px(),
                    list: browser::path(),
                    link,
                };
                browser::mark_entry(&left.write());
            }
        });
        arrival
    }

    fn is_first(self) -> bool {
        let first = self.first.get_value();
        self.first.set_value(false);
        first
    }
}

/// Where a list was left. It is marked on the entry of the browser's history, which Back leads to,
/// also from another part of the app.
pub(super) struct Left {
    /// How far the page was scrolled, pixels.
    top_px: i32,
    /// The path of the list.
    list: String,
    /// The link that led away.
    link: String,
}

impl Left {
    fn write(&self) -> JsValue {
        let top_px = self.top_px.to_string();
        [&top_px, " ", &self.list, " ", &self.link].concat().into()
    }

    fn read(mark: &JsValue) -> Option<Self> {
        let mark = mark.as_string()?;
        let (top_px, places) = mark.split_once(' ')?;
        let (list, link) = places.split_once(' ')?;
        Some(Self {
            top_px: top_px.parse().ok()?,
            list: list.to_owned(),
            link: link.to_owned(),
        })
    }

    /// Stands where the page was left, once it has become long enough, with focus on the link.
    fn come_back(self, frames: u32) {
        request_animation_frame(move || {
            // A user who has scrolled meanwhile has chosen another place.
            if 0 < browser::scrolled_px() || frames == 0 {
                return;
            }
            if !browser::reaches(self.top_px) {
                return self.come_back(frames - 1);
            }
            browser::scroll_to_px(self.top_px);
            // A frame later what is in sight has been drawn.
            request_animation_frame(move || self.focus_link(frames));
        });
    }

    fn focus_link(self, frames: u32) {
        let selector = ["main a[href=\"", &self.link, "\"]"].concat();
        let link = document().query_selector(&selector).ok().flatten();
        match link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
            Some(link) => browser::focus_still(&link),
            // A short list is as long as the window before its rows have come.
            None if 0 < frames => request_animation_frame(move || self.focus_link(frames - 1)),
            None => {}
        }
    }
}

/// On a list that one opens things from, Back leads to the place where one was.
pub(super) fn stand_where_left() {
    let arrival = expect_context::<Arrival>();
    arrival.lists.update_value(|lists| *lists += 1);
    on_cleanup(move || {
        arrival.lists.try_update_value(|lists| *lists -= 1);
    });
    // A link's page is drawn before the address changes, over the entry of the page it stood on.
    let here = use_location().pathname.get_untracked();
    if let Some(left) = Left::read(&browser::entry_mark()).filter(|left| left.list == here) {
        // After the heading, which takes the page to its top as it is drawn.
        request_animation_frame(move || left.come_back(FRAMES_MAX));
    }
}

/// A heading of something else than the page's own title.
#[component]
pub(crate) fn Heading(
    /// The words.
    text: &'static str,
) -> AnyView {
    view! { <HeadingOf text=Signal::stored(text.to_owned()) wrong=Signal::stored(false) /> }
        .into_any()
}

/// Keeps the page's title, and takes focus and the page's top to the heading when it is drawn.
pub(super) fn titled(title: Signal<String>, wrong: Signal<bool>) -> NodeRef<html::H1> {
    let arrival = expect_context::<Arrival>();
    Effect::new(move |_| {
        let wrong = if wrong.get() { "Fel: " } else { "" };
        document().set_title(&[wrong, &title.get(), " – Klartecken"].concat());
    });
    let node = NodeRef::<html::H1>::new();
    let is_first = arrival.is_first();
    // An effect runs when the page around the heading stands.
    Effect::new(move |_| {
        if let Some(heading) = node.get().filter(|_| !is_first) {
            browser::focus_still(&heading);
            browser::scroll_top();
        }
    });
    node
}
