//! What the address of the page says, and going from page to page of the app.

use js_sys::Array;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_params_map, use_url};
use wasm_bindgen::JsCast;
use web_sys::UrlSearchParams;

use super::browser;
use super::screen::follow;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The part of the path where the page's route says `:name`.
pub(crate) fn named(name: &'static str) -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get(name).unwrap_or_default()))
}

/// What the query says under a name. Of another page that one is going to, the page that is
/// shown learns nothing.
pub(crate) fn asked(name: &'static str) -> Memo<Option<String>> {
    // Within one route the router renews the page's parameters when the path has changed, and the
    // page's own query only when the path has not.
    let (params, own, now) = (use_params_map(), query(), use_location().search);
    Memo::new(move |_| {
        // Read and not only tracked: a memo that has not been read follows nothing.
        params.with(|_| ());
        own.with(|_| ());
        now.with_untracked(|query| found(&pairs(query), name).map(str::to_owned))
    })
}

/// The query of the page's own address.
pub(crate) fn query() -> Memo<String> {
    let url = use_url();
    Memo::new(move |_| url.with(|url| url.search().to_owned()))
}

/// The names and texts of a query. Read here and not by the router, which takes a text
/// apart twice: what is searched for may hold a `%`.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    let params = UrlSearchParams::new_with_str(query).ok();
    let entries = params.into_iter().flat_map(|params| params.entries());
    entries
        .flatten()
        .map(|pair| {
            let pair: Array = pair.unchecked_into();
            let text = |at| pair.get(at).as_string().unwrap_or_default();
            (text(0), text(1))
        })
        .collect()
}

/// The text that stands under a name among `pairs`.
pub(crate) fn found<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(known, _)| known == name);
    found.map(|(_, text)| text.as_str())
}

/// The other way: the query with its `?`, or nothing when there are no pairs.
pub(crate) fn query_of<N: AsRef<str>, T: AsRef<str>>(
    pairs: impl IntoIterator<Item = (N, T)>,
) -> String {
    let Ok(params) = UrlSearchParams::new() else {
        return String::new();
    };
    for (name, text) in pairs {
        params.append(name.as_ref(), text.as_ref());
    }
    let query = String::from(params.to_string());
    if query.is_empty() {
        query
    } else {
        ["?", &query].concat()
    }
}

/// What navigation does to the entry of the history for the page that is left.
#[derive(Clone, Copy)]
pub(crate) enum History {
    /// Keeps it: Back leads to it.
    Push,
    /// Replaces it: Back leads to the page before it.
    Replace,
}

/// Goes to a page of the app. It needs a reactive owner: call it while a page is drawn, in its handlers and
/// in its effects.
pub(crate) fn navigate(address: &str, history: History) {
    use_navigate()(address, options(history));
}

/// The same for a timer or an answer, which has no owner when it navigates: made while the page is drawn.
pub(crate) fn navigator() -> Callback<(String, History)> {
    let navigate = use_navigate();
    Callback::new(move |(address, history): (String, History)| navigate(&address, options(history)))
}

fn options(history: History) -> NavigateOptions {
    NavigateOptions {
        resolve: false,
        replace: matches!(history, History::Replace),
        // The heading scrolls, when it has been drawn.
        scroll: false,
        ..NavigateOptions::default()
    }
}

/// Puts an address that one has gone to into the browser's history where the router has not:
/// leptos_router 0.8.17 keeps a list of what it has put there, which does not follow Forward, and
/// leaves out the last part of it.
pub(crate) fn keep_history() {
    let location = use_location();
    follow(move || {
        // The part after the # may be a key that has been taken out of the address.
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
