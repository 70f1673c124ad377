//! What is asked of the list. It stands in the address, so that it can be linked to and Back works;
//! only what is being typed is ahead of the address, for as long as it is typed.

use std::time::Duration;

use crate::draw::*;
use leptos_router::hooks::{use_location, use_query_map};
use leptos_router::params::ParamsMap;
use rules::account::Flag;
use rules::register::Filter;

use crate::address::going;
use crate::register::InsideColumn;

/// How long somebody must have stopped typing before the address follows. Browsers refuse more than
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
    fn read(pairs: &ParamsMap) -> Self {
        let flag = pairs.get_str("flagga");
        let mut filter = Filter::from_pairs(pairs);
        let order = pairs.get_str(ORDER).unwrap_or_default();
        let id = order.strip_prefix('-');
        let inside = InsideColumn::from_id(id.unwrap_or(order));
        if inside.is_some() {
            filter.descending = id.is_some();
        }
        Self {
            filter,
            inside,
            flag: flag.and_then(Flag::from_id),
        }
    }

    /// `path` with this query.
    pub(super) fn address(&self, path: &str) -> String {
        let flag = self.flag.map(|flag| ("flagga", flag.id().to_owned()));
        let mut pairs: ParamsMap = self.filter.to_pairs().into_iter().chain(flag).collect();
        if let Some(inside) = self.inside {
            let sign = if self.filter.descending { "-" } else { "" };
            pairs.replace(ORDER, [sign, inside.id()].concat());
        }
        [path, &pairs.to_query_string()].concat()
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
    go: Callback<(String, bool)>,
}

impl Asking {
    /// What the address asks for.
    pub(super) fn new() -> Self {
        let search = use_location().search;
        let pairs = use_query_map();
        let typed = RwSignal::new(None::<Typed>);
        let query = Memo::new(move |_| {
            let mut query = pairs.with(Query::read);
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
            go: going(),
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
                self.go.run((query.address(PATH), true));
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
        self.go.run((query.address(PATH), false));
    }

    fn stop_timer(self) {
        let timer = self.timer.try_update_value(Option::take).flatten();
        if let Some(timer) = timer {
            timer.clear();
        }
    }
}
