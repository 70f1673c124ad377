//! What stands in the address of the page, and going from page to page of the app.

use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_params_map, use_query_map};

use crate::browser;
use crate::draw::*;

/// What stands in the path where the page's route says `:name`.
pub(crate) fn named(name: &'static str) -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get(name).unwrap_or_default()))
}

/// What stands after the `?` under a name. Of another page that one is going to, the page that is
/// shown learns nothing.
pub(crate) fn asked(name: &'static str) -> Memo<Option<String>> {
    // Within one route the router renews the page's parameters when the path has changed, and the
    // page's own query only when the path has not.
    let (params, own, now) = (use_params_map(), use_query_map(), use_location().query);
    Memo::new(move |_| {
        params.track();
        own.track();
        now.with_untracked(|query| query.get(name))
    })
}

/// Goes to a page of the app; `instead` leaves no trace of the page left behind. Works where there is
/// an owner: while a page is drawn, in its handlers and effects.
pub(crate) fn go(address: &str, instead: bool) {
    going().run((address.to_owned(), instead));
}

/// The same for what leads on later, when the time is up or an answer has come: an address, and
/// whether it leaves no trace of the page left behind.
pub(crate) fn going() -> Callback<(String, bool)> {
    let navigate = use_navigate();
    Callback::new(move |(address, instead): (String, bool)| {
        let options = NavigateOptions {
            resolve: false,
            replace: instead,
            // The heading scrolls, when it has been drawn.
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&address, options);
    })
}

/// Puts an address that one has gone to into the browser's history where the router has not:
/// leptos_router 0.8.17 keeps a list of what it has put there, which does not follow Forward, and
/// leaves out what stands last in it.
pub(crate) fn keep_history() {
    let location = use_location();
    Effect::new(move |_| {
        // What stands after the # may be a key that has been taken out of the address.
        let at = [location.pathname.get(), location.search.get()];
        spawn_local(async move {
            // The address changes when the page has been drawn.
            browser::shown().await;
            let is_still = [location.pathname, location.search]
                .iter()
                .zip(&at)
                .all(|(now, at)| now.try_get_untracked().as_ref() == Some(at));
            if is_still {
                let [path, search] = &at;
                let mark = if search.is_empty() { "" } else { "?" };
                browser::stand_at(&[path.as_str(), mark, search].concat());
            }
        });
    });
}
