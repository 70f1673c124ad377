//! Which page an address leads to, and going from page to page without loading anything.
//!
//! The address is changed first and the page is drawn after it. Within one route the page stays and
//! only what stands in its address changes.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent, UrlSearchParams};

use crate::browser;
use crate::draw::*;

/// A path, in which `:name` stands for any segment, and what draws its page.
pub(crate) struct Route(pub(crate) &'static str, pub(crate) fn() -> AnyView);

impl Route {
    /// What stands at the `:names`, if the path is one of this route's.
    fn read(&self, path: &str) -> Option<Vec<(&'static str, String)>> {
        let path = path.strip_suffix('/').unwrap_or(path);
        let pattern = self.0.strip_suffix('/').unwrap_or(self.0);
        let mut segments = path.split('/');
        let mut read = Vec::new();
        for part in pattern.split('/') {
            let segment = segments.next()?;
            match part.strip_prefix(':') {
                Some(name) => read.push((name, browser::decoded(segment))),
                None if part == segment => {}
                None => return None,
            }
        }
        segments.next().is_none().then_some(read)
    }
}

/// Where in the browser one is. Copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// The path of the address.
    pub(crate) path: RwSignal<String>,
    /// What stands after the `#`.
    pub(crate) fragment: RwSignal<String>,
    /// What stands after the `?`.
    query: RwSignal<String>,
}

impl Place {
    /// The place that the browser shows, kept up with from now on.
    pub(crate) fn new() -> Self {
        let place = Self {
            path: RwSignal::new(String::new()),
            fragment: RwSignal::new(String::new()),
            query: RwSignal::new(String::new()),
        };
        place.look();
        // The handles are dropped and not the listeners: they live as long as the page.
        let _ = window_event_listener(event::popstate, move |_| place.look());
        let _ = window_event_listener(event::click, move |event| place.follow_link(&event));
        place
    }

    /// The place of the page.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// Reads the address.
    fn look(self) {
        let location = window().location();
        // A browser always tells a page its own address.
        let read = |part: Result<String, JsValue>| part.unwrap_or_default();
        let set = |signal: RwSignal<String>, now: String| {
            if signal.with_untracked(|before| *before != now) {
                signal.set(now);
            }
        };
        set(self.query, after('?', &read(location.search())));
        set(self.fragment, after('#', &read(location.hash())));
        set(self.path, read(location.pathname()));
    }

    /// Goes to a page of ours; `instead` leaves no trace of the page left behind.
    pub(crate) fn go(self, address: &str, instead: bool) {
        let Ok(history) = window().history() else {
            return;
        };
        // Refused only when it is done hundreds of times in a few seconds.
        let _ = if instead {
            history.replace_state_with_url(&JsValue::NULL, "", Some(address))
        } else {
            history.push_state_with_url(&JsValue::NULL, "", Some(address))
        };
        self.look();
    }

    /// A click on a link to a page of ours goes there without loading anything, unless somebody
    /// wants it elsewhere: in another tab, as a file, or loaded anew.
    fn follow_link(self, event: &MouseEvent) {
        let held = event.meta_key() || event.alt_key() || event.ctrl_key() || event.shift_key();
        if event.default_prevented() || event.button() != 0 || held {
            return;
        }
        let link = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|element| element.closest("a[href]").ok().flatten())
            .and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
        let Some(link) = link else { return };
        let ours = window()
            .location()
            .origin()
            .is_ok_and(|here| here == link.origin());
        if !ours
            || !link.target().is_empty()
            || link.has_attribute("download")
            || link.rel() == "external"
        {
            return;
        }
        event.prevent_default();
        let address = [link.pathname(), link.search(), link.hash()].concat();
        let location = window().location();
        let stands = location.href().is_ok_and(|here| here == link.href());
        let same_page = location
            .pathname()
            .is_ok_and(|here| here == link.pathname());
        self.go(&address, stands);
        match browser::by_id(link.hash().trim_start_matches('#')) {
            Some(pointed) => browser::scroll_to(&pointed),
            // Another page is scrolled by its heading, when it has been drawn.
            None if same_page => browser::scroll_top(),
            None => {}
        }
    }
}

/// What stands after the sign that an address's part begins with.
fn after(sign: char, part: &str) -> String {
    part.strip_prefix(sign).unwrap_or(part).to_owned()
}

/// What stands in the address of the page that is shown. Another page has its own, so that a page on
/// its way out is not changed by where one is going.
#[derive(Clone, Copy)]
pub(crate) struct Address {
    names: RwSignal<Vec<(&'static str, String)>>,
    query: RwSignal<String>,
}

impl Address {
    /// The address of the page.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// What stands in the path where its route says `:name`. Tracked.
    pub(crate) fn name(self, name: &str) -> String {
        self.names.with(|names| {
            let found = names.iter().find(|(known, _)| *known == name);
            found.map(|(_, text)| text.clone()).unwrap_or_default()
        })
    }

    /// What stands after the `?`. Tracked.
    pub(crate) fn query(self) -> String {
        self.query.get()
    }

    /// What stands after the `?` under a name. Tracked.
    pub(crate) fn asked(self, name: &str) -> Option<String> {
        self.query.with(|query| params(query)?.get(name))
    }
}

fn params(query: &str) -> Option<UrlSearchParams> {
    UrlSearchParams::new_with_str(query).ok()
}

/// The names and texts of what stands after a `?`.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    if let Some(params) = params(query) {
        for pair in params.entries().into_iter().flatten() {
            let pair: js_sys::Array = pair.unchecked_into();
            let text = |at| pair.get(at).as_string().unwrap_or_default();
            pairs.push((text(0), text(1)));
        }
    }
    pairs
}

/// The other way: what stands from the `?` on, or nothing when there are no pairs.
pub(crate) fn query_of<N: AsRef<str>, T: AsRef<str>>(
    pairs: impl IntoIterator<Item = (N, T)>,
) -> String {
    let Some(params) = params("") else {
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

/// The page that the address leads to, and `elsewhere` where it leads to none.
pub(crate) fn pages(routes: &'static [Route], elsewhere: fn() -> AnyView) -> AnyView {
    let place = Place::here();
    let find = move |path: &String| {
        routes
            .iter()
            .enumerate()
            .find_map(|(number, route)| Some((number, route.read(path)?)))
    };
    // Nowhere is not the same place twice.
    let found = Memo::new(move |_| {
        place.path.with(|path| match find(path) {
            Some((number, _)) => Ok(number),
            None => Err(path.clone()),
        })
    });
    let shown = StoredValue::new(None::<(usize, Address)>);
    effect(move |_| {
        let read = place.path.with(find);
        let query = place.query.get();
        if let (Some((number, names)), Some((shown, address))) = (read, shown.get_value())
            && number == shown
        {
            if address.names.with_untracked(|before| *before != names) {
                address.names.set(names);
            }
            if address.query.with_untracked(|before| *before != query) {
                address.query.set(query);
            }
        }
    });
    (move || {
        let found = found.get();
        untrack(|| {
            let names = place.path.with(find).map(|(_, names)| names);
            let address = Address {
                names: RwSignal::new(names.unwrap_or_default()),
                query: RwSignal::new(place.query.get()),
            };
            provide_context(address);
            shown.set_value(found.as_ref().ok().map(|number| (*number, address)));
            match found {
                Ok(number) => (routes[number].1)(),
                Err(_) => elsewhere(),
            }
        })
    })
    .into_view()
}

/// Goes to a page of ours; `instead` leaves no trace of the page left behind.
pub(crate) fn go(address: &str, instead: bool) {
    Place::here().go(address, instead);
}
