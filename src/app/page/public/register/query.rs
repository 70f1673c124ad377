//! What is asked of the list. It stands in the address, so that it can be linked to and Back works;
//! only what is being typed is ahead of the address, for as long as it is typed.

use std::time::Duration;

use leptos::prelude::*;
use rules::account::Flag;
use rules::register::Filter;

use crate::data::register::InsideColumn;
use crate::platform::address::{History, found, navigator, pairs, query, query_of};

/// How long typing must have paused before the address follows. Browsers refuse more than
/// a hundred changes of the address in half a minute.
const QUIET_BEFORE_ADDRESS: Duration = Duration::from_millis(400);

/// The name in the address of what the list is ordered by.
const ORDER: &str = "ordning";
/// The list's own address.
const PATH: &str = "/forteckning";

/// What is asked of the list.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Query {
    /// What anybody can ask.
    pub(super) filter: Filter,
    /// Only accounts with this flag; staff ask for it.
    pub(super) flag: Option<Flag>,
    /// Ordered by what only staff see, instead of by the filter's column.
    pub(super) inside: Option<InsideColumn>,
}

impl Query {
    fn read(pairs: &[(String, String)]) -> Self {
        let mut filter = Filter::from_pairs(pairs.iter().map(|(name, text)| (name, text)));
        let order = found(pairs, ORDER).unwrap_or_default();
        let id = order.strip_prefix('-');
        let inside = InsideColumn::from_id(id.unwrap_or(order));
        if inside.is_some() {
            filter.descending = id.is_some();
        }
        Self {
            filter,
            inside,
            flag: found(pairs, "flagga").and_then(Flag::from_id),
        }
    }

    /// `path` with this query.
    pub(super) fn address(&self, path: &str) -> String {
        let flag = self.flag.map(|flag| ("flagga", flag.id().to_owned()));
        let mut pairs = self.filter.to_pairs();
        pairs.extend(flag);
        if let Some(inside) = self.inside {
            let sign = if self.filter.descending { "-" } else { "" };
            pairs.retain(|(name, _)| *name != ORDER);
            pairs.push((ORDER, [sign, inside.id()].concat()));
        }
        [path, &query_of(pairs)].concat()
    }

    /// Whether every row passes.
    pub(super) fn is_open(&self) -> bool {
        self.filter.is_open() && self.flag.is_none()
    }
}

/// Text that is ahead of the address.
#[derive(Clone, PartialEq)]
struct Typed {
    text: String,
    /// What stood after the `?` when it was typed. Something else stands there after Back, a link,
    /// or when the address has followed.
    over: String,
}

/// The question as it is being asked.
#[derive(Clone, Copy)]
pub(super) struct Asking {
    search: Memo<String>,
    typed: RwSignal<Option<Typed>>,
    query: Memo<Query>,
    timer: StoredValue<Option<TimeoutHandle>>,
    go: Callback<(String, History)>,
}

impl Asking {
    /// What the address asks for.
    pub(super) fn new() -> Self {
        // The page's own, as what is read of it: the router's changes before the page's does, and in
        // between the field would show what stood there before.
        let search = query();
        let typed = RwSignal::new(None::<Typed>);
        let query = Memo::new(move |_| {
            let mut query = search.with(|search| Query::read(&pairs(search)));
            typed.with(|typed| {
                if let Some(typed) = typed
                    && search.with(|search| *search == typed.over)
                {
                    query.filter.text.clone_from(&typed.text);
                }
            });
            query
        });
        let asking = Self {
            search,
            typed,
            query,
            timer: StoredValue::new(None),
            go: navigator(),
        };
        on_cleanup(move || asking.stop_timer());
        asking
    }

    /// What is asked. Tracked.
    pub(super) fn query(&self) -> Memo<Query> {
        self.query
    }

    /// The text has been typed; the address follows when the typing has paused.
    pub(super) fn type_in(self, text: String) {
        let over = self.search.get_untracked();
        self.typed.set(Some(Typed { text, over }));
        self.stop_timer();
        let follow = move || {
            // The page may be gone when the time is up.
            if let Some(query) = self.query.try_get_untracked() {
                self.go.run((query.address(PATH), History::Replace));
            }
        };
        self.timer
            .set_value(set_timeout_with_handle(follow, QUIET_BEFORE_ADDRESS).ok());
    }

    /// Asks for something else. Back returns to what was asked before.
    pub(super) fn ask(self, change: impl FnOnce(&mut Query)) {
        self.stop_timer();
        let mut query = self.query.get_untracked();
        change(&mut query);
        self.typed.set(None);
        self.go.run((query.address(PATH), History::Push));
    }

    fn stop_timer(self) {
        let timer = self.timer.try_update_value(Option::take).flatten();
        if let Some(timer) = timer {
            timer.clear();
        }
    }
}
