//! A timer that starts over at each call.

use std::time::Duration;

use leptos::prelude::*;

/// Runs the last of several calls, once no further call has come for a while. Copies share the timer.
#[derive(Clone, Copy)]
pub(crate) struct Debounce(StoredValue<Option<TimeoutHandle>>);

impl Debounce {
    /// A timer that is not running.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// Runs `act` after `wait`, unless another call comes before that. The page may be gone by then.
    pub(crate) fn call(self, wait: Duration, act: impl FnOnce() + 'static) {
        // Boxed, so that the timer is compiled once and not for every caller.
        let act: Box<dyn FnOnce()> = Box::new(act);
        let handle = set_timeout_with_handle(act, wait);
        self.0.update_value(|timer| {
            if let Some(before) = std::mem::replace(timer, handle.ok()) {
                before.clear();
            }
        });
    }
}
