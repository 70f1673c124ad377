//! The browser's window: its document, its timers and its events.
//!
//! Everything takes a closure in a box, so that a closure brings no more code than its own.

use std::time::Duration;

use reactive_graph::owner::{LocalStorage, StoredValue};
use reactive_graph::traits::{Dispose, GetValue};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, Window};

use crate::event::Named;

thread_local! {
    // The app runs in a page and nowhere else.
    static WINDOW: Window = web_sys::window().unwrap_or_else(|| unreachable!());
    static DOCUMENT: Document = window().document().unwrap_or_else(|| unreachable!());
}

/// The window.
pub(crate) fn window() -> Window {
    WINDOW.with(Window::clone)
}

/// The page.
pub(crate) fn document() -> Document {
    DOCUMENT.with(Document::clone)
}

/// What stands in the field that the event is about.
pub(crate) fn event_target_value(event: &Event) -> String {
    let Some(target) = event.target() else {
        return String::new();
    };
    if let Some(field) = target.dyn_ref::<HtmlInputElement>() {
        field.value()
    } else if let Some(field) = target.dyn_ref::<HtmlTextAreaElement>() {
        field.value()
    } else {
        let list = target.dyn_ref::<HtmlSelectElement>();
        list.map(HtmlSelectElement::value).unwrap_or_default()
    }
}

/// Whether the box that the event is about is ticked.
pub(crate) fn event_target_checked(event: &Event) -> bool {
    let target = event.target();
    let field = target.and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    field.is_some_and(|field| field.checked())
}

/// A timer that has not run out.
#[derive(Clone, Copy)]
pub(crate) struct TimeoutHandle(i32);

impl TimeoutHandle {
    /// Stops it.
    pub(crate) fn clear(&self) {
        window().clear_timeout_with_handle(self.0);
    }
}

/// Does something after a while.
pub(crate) fn set_timeout(act: impl FnOnce() + 'static, wait: Duration) {
    let _ = set_timeout_with_handle(act, wait);
}

/// The same, with a way to stop it; `None` where the browser refuses timers.
pub(crate) fn set_timeout_with_handle(
    act: impl FnOnce() + 'static,
    wait: Duration,
) -> Option<TimeoutHandle> {
    let act = once(Box::new(act));
    let wait_ms = i32::try_from(wait.as_millis()).unwrap_or(i32::MAX);
    window()
        .set_timeout_with_callback_and_timeout_and_arguments_0(act.unchecked_ref(), wait_ms)
        .ok()
        .map(TimeoutHandle)
}

/// Does something before the next frame is drawn.
pub(crate) fn request_animation_frame(act: impl FnOnce() + 'static) {
    // It fails only in a page that is going away.
    let _ = window().request_animation_frame(once(Box::new(act)).unchecked_ref());
}

fn once(act: Box<dyn FnOnce()>) -> JsValue {
    Closure::once_into_js(act)
}

/// A listener on the window. Copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct WindowListenerHandle {
    name: &'static str,
    call: StoredValue<JsValue, LocalStorage>,
}

impl WindowListenerHandle {
    /// Listens no more.
    pub(crate) fn remove(self) {
        if let Some(call) = self.call.try_get_value() {
            let _ = window().remove_event_listener_with_callback(self.name, call.unchecked_ref());
            self.call.dispose();
        }
    }
}

/// Listens to an event of the window.
pub(crate) fn window_event_listener<E: JsCast>(
    event: Named<E>,
    mut handler: impl FnMut(E) + 'static,
) -> WindowListenerHandle {
    listen(
        event.0,
        Box::new(move |event: Event| handler(event.unchecked_into())),
    )
}

fn listen(name: &'static str, handler: Box<dyn FnMut(Event)>) -> WindowListenerHandle {
    let call = Closure::<dyn FnMut(Event)>::new(handler).into_js_value();
    let _ = window().add_event_listener_with_callback(name, call.unchecked_ref());
    WindowListenerHandle {
        name,
        call: StoredValue::new_local(call),
    }
}
