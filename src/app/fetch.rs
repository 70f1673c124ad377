//! What a page asks the store as it is drawn, and again when a signal that the question reads has
//! changed.

use crate::draw::*;

/// A question under way, and its answer. Copies are the same.
pub(crate) struct Fetch<T: 'static> {
    answer: RwSignal<Option<T>, LocalStorage>,
    again: RwSignal<u32>,
}

impl<T> Clone for Fetch<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Fetch<T> {}

impl<T: Clone + 'static> Fetch<T> {
    /// Asks. What has been answered stays until the next answer has come.
    pub(crate) fn new<F: Future<Output = T> + 'static>(ask: impl Fn() -> F + 'static) -> Self {
        let fetch = Self {
            answer: RwSignal::new_local(None),
            again: RwSignal::new(0),
        };
        let asked = StoredValue::new(0_u32);
        follow_boxed(Box::new(move || {
            fetch.again.track();
            let number = asked.get_value() + 1;
            asked.set_value(number);
            let answer = ask();
            Box::pin(async move {
                let answer = answer.await;
                // The page may be gone, or have asked anew.
                if asked.try_get_value() == Some(number) {
                    fetch.answer.set(Some(answer));
                }
            })
        }));
        fetch
    }

    /// The answer, once it has come. Tracked.
    pub(crate) fn get(self) -> Option<T> {
        self.answer.get()
    }

    /// Asks again.
    pub(crate) fn refetch(self) {
        self.again.update(|again| *again += 1);
    }
}

/// The part that is the same whatever is asked. The answer may lead on to another page, so it comes
/// as part of what the page was drawn in.
fn follow_boxed(begin: Box<dyn Fn() -> Task>) {
    effect(move |_| spawn_local_scoped(begin()));
}
