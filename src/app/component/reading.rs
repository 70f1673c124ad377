//! A page of what the store tells of the thing that the address names.

use leptos::prelude::*;

use super::error_page::ErrorPage;
use crate::data::session::Session;
use crate::platform::api::ApiError;
use crate::platform::screen::{self, anew};

/// What `page` makes of the answer to `ask` about `id`: nothing until it has come, and why where there
/// is none. For another id it is asked anew, and what was asked before is given up.
pub(crate) fn reading<T, F>(
    id: Memo<String>,
    ask: fn(String) -> F,
    page: impl Fn(T) -> AnyView + Clone + Send + 'static,
) -> AnyView
where
    T: Clone + 'static,
    F: Future<Output = Result<T, ApiError>> + 'static,
{
    let session = Session::here();
    anew(move || {
        let id = id.get();
        let page = page.clone();
        let read = RwSignal::new_local(None);
        screen::ask(read, ask(id.clone()));
        // A page that could not be read is read when the user has logged in again. One that is
        // being worked on stays as it is.
        Effect::new(move |before: Option<u32>| {
            let now = session.renewals();
            let failed = matches!(untrack(|| read.get()), Some(Err(_)));
            if failed && before.is_some_and(|before| before != now) {
                screen::ask(read, ask(id.clone()));
            }
            now
        });
        anew(move || match read.get() {
            None => None,
            Some(Err(error)) => Some(view! { <ErrorPage error=error /> }.into_any()),
            Some(Ok(told)) => Some(untrack(|| page(told))),
        })
    })
}
