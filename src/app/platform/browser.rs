//! The few things asked of the browser itself: focus, scrolling, the address and its history.

use js_sys::{Map, Promise, Reflect};
use leptos::prelude::{document, request_animation_frame, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Event, File, FocusOptions, HtmlElement, HtmlInputElement, HtmlTemplateElement, KeyboardEvent,
    ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition, ScrollRestoration,
};

/// The element with this id.
pub(crate) fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Ends the task at hand, so that the browser can hear what people do before the rest goes on.
pub(crate) async fn pause() {
    let next_task = Promise::new(&mut |resolve, _| {
        // It fails only in a page that is going away.
        let _ = window().set_timeout_with_callback(&resolve);
    });
    // Nobody rejects it.
    let _ = JsFuture::from(next_task).await;
}

/// Waits until what has been drawn is on the screen.
pub(crate) async fn shown() {
    let frame = Promise::new(&mut |resolve, _| {
        // The same.
        let _ = window().request_animation_frame(&resolve);
    });
    let _ = JsFuture::from(frame).await;
    // What runs in a frame runs before it is painted.
    pause().await;
}

/// The answer that start.js has asked for at `path` before the app had come. It is good for once.
pub(crate) fn fetched_ahead(path: &str) -> Option<Promise> {
    let answers: Map = Reflect::get(&window(), &"ahead".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let answer = answers.get(&path.into()).dyn_into().ok();
    answers.delete(&path.into());
    answer
}

/// Fetches the program that one is likely to load next, when the browser has time: the store has put the
/// lines for it into the page, where they do nothing until they are moved to its head.
pub(crate) fn fetch_ahead() {
    let template = by_id("nasta").and_then(|lines| lines.dyn_into::<HtmlTemplateElement>().ok());
    if let (Some(template), Some(head)) = (template, document().head()) {
        // Empty the second time.
        let _ = head.append_child(&template.content());
    }
}

/// Moves focus without moving the page.
pub(crate) fn focus_still(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // Focus fails only for elements out of the document, and then there is nothing to focus.
    let _ = element.focus_with_options(&options);
}

/// The file that has been chosen in the field that an event is about.
pub(crate) fn chosen_file(event: &Event) -> Option<File> {
    let field: HtmlInputElement = event.target()?.dyn_into().ok()?;
    field.files()?.get(0)
}

/// Moves focus to a report that is about to be drawn, and shows it. A dialog that closes gives focus back first.
pub(crate) fn focus_soon(id: &'static str) {
    request_animation_frame(move || {
        if let Some(element) = by_id(id) {
            focus_still(&element);
            scroll_nearest(&element);
        }
    });
}

/// Focuses the answer of a question and scrolls its label or legend into view.
pub(crate) fn focus_question(id: &str) {
    let Some(element) = by_id(id) else { return };
    focus_still(&element);
    if let Ok(Some(question)) = element.closest(".field") {
        scroll_to(&question);
    }
}

/// Puts focus in the field with this id, if it is there.
pub(crate) fn lead_to(id: &str) {
    if let Some(field) = by_id(id) {
        // Focus fails only for elements out of the document.
        let _ = field.focus();
    }
}

/// `/` leads from a list to its search field, but not from where a `/` can be written. Listened to
/// on the list and not on the window: a single letter may do nothing while focus is elsewhere
/// (WCAG 2.1.4), for those who speak to their computer would press it unawares.
pub(crate) fn slash_leads_to(id: &str, event: &KeyboardEvent) {
    let writes = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| {
            matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        });
    if event.key() != "/" || writes || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    event.prevent_default();
    lead_to(id);
}

/// Scrolls so that the element's top is in sight. Instant: a jump explains itself better than
/// a ride over a long page.
pub(crate) fn scroll_to(element: &web_sys::Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_behavior(ScrollBehavior::Instant);
    options.set_block(ScrollLogicalPosition::Start);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Scrolls no more than is needed for the element to be seen.
pub(crate) fn scroll_nearest(element: &web_sys::Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Scrolls to the top of the page.
pub(crate) fn scroll_top() {
    scroll_to_px(0);
}

/// Scrolls so far down, pixels.
pub(crate) fn scroll_to_px(top_px: i32) {
    window().scroll_to_with_x_and_y(0.0, f64::from(top_px));
}

/// How far the page is scrolled, pixels.
pub(crate) fn scrolled_px() -> i32 {
    // More pixels than a page has, and no part of one is worth keeping.
    window().scroll_y().unwrap_or_default().round() as i32
}

/// Whether the page is long enough to be scrolled so far, pixels.
pub(crate) fn reaches(top_px: i32) -> bool {
    let view_px = window().inner_height().ok();
    let view_px = view_px
        .and_then(|height| height.as_f64())
        .unwrap_or_default();
    document()
        .document_element()
        .is_some_and(|root| f64::from(top_px) + view_px <= f64::from(root.scroll_height()) + 1.0)
}

/// Marks the entry of the history that is shown. The place on its page is ours to find again from
/// then on, and not the browser's, which looks for it before a list has come.
pub(crate) fn mark_entry(mark: &JsValue) {
    // Refused only when it is done hundreds of times in a few seconds.
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(mark, "", None);
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
}

/// How the entry of the history that is shown was marked, or nothing.
pub(crate) fn entry_mark() -> JsValue {
    let history = window().history().ok();
    history
        .and_then(|history| history.state().ok())
        .unwrap_or(JsValue::NULL)
}

/// Adds the address to the history, unless its page and question are the ones that are shown.
pub(crate) fn stand_at(address: &str) {
    let location = window().location();
    let parts = [location.pathname(), location.search()];
    let shown: String = parts.into_iter().flatten().collect();
    if shown != address
        && let Ok(history) = window().history()
    {
        // Refused only when it is done hundreds of times in a few seconds.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// The path of the address.
pub(crate) fn path() -> String {
    // A browser always tells a page its own address.
    window().location().pathname().unwrap_or_default()
}

/// The path of the page and what is asked of it.
pub(crate) fn address() -> String {
    let query = window().location().search().unwrap_or_default();
    [path(), query].concat()
}

/// Loads the page at the address, anew when it is the one that is shown: what is asked of that one stays.
pub(crate) fn load_anew(address_of_page: &str) {
    let location = window().location();
    let is_shown = [path(), address()]
        .iter()
        .any(|shown| shown == address_of_page);
    // Both fail only in a page that is already going away.
    let _ = if is_shown {
        location.reload()
    } else {
        location.assign(address_of_page)
    };
}

/// Takes the part after the `#` out of the address, so that it is neither seen, copied nor kept
/// in the history.
pub(crate) fn take_fragment() -> Option<String> {
    let location = window().location();
    let fragment = location.hash().ok()?;
    let fragment = fragment.strip_prefix('#').filter(|rest| !rest.is_empty())?;
    let path = location.pathname().ok()?;
    if let Ok(history) = window().history() {
        // Refused only when it is done hundreds of times in a few seconds.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
    Some(fragment.to_owned())
}
