//! Ärenden: the staff's inbox. Everything chosen is in the address, so that a list can be linked.

mod row;

use std::collections::HashSet;
use std::time::Duration;

use leptos::prelude::*;
use rules::account::application::Flag;
use rules::account::case::Summary;
use rules::account::case::list::{Column, Filter, Handled, Tab};
use rules::catalogue;

use self::row::row;
use crate::component::list_search::ListSearch;
use crate::component::page_heading::PageHeading;
use crate::component::question::Answer;
use crate::component::row_keys::between_rows;
use crate::component::select::Select;
use crate::data::inbox::Inbox;
use crate::data::session::Session;
use crate::platform::address::{History, navigator, pairs, query, query_of};
use crate::platform::browser;

const PATH: &str = "/arenden";
const SEARCH: &str = "arende-sok";
const ROWS: &str = "arende-rader";

/// How long typing must have paused before the address follows. Browsers refuse an
/// address that changes too often.
const QUIET_BEFORE_ADDRESS: Duration = Duration::from_millis(300);
/// Most rows drawn before more are asked for.
const ROWS_MAX: usize = 200;

/// The page.
#[component]
pub(crate) fn Cases() -> AnyView {
    Inbox::here().refresh();
    page(Session::here().logged_in().id)
}

/// The list with what is chosen.
#[derive(Clone, Copy)]
struct List {
    inbox: Inbox,
    me: StoredValue<String>,
    /// What the address asks for, with the search as it stands in its field.
    filter: Memo<Filter>,
    /// The search as it is typed; the address follows when the typing pauses.
    typed: RwSignal<String>,
    go: Callback<(String, History)>,
    everything: RwSignal<bool>,
}

/// What there is to see.
#[derive(Clone, PartialEq)]
struct Matches {
    cases: Vec<Summary>,
    counts: Vec<usize>,
}

fn page(me: String) -> AnyView {
    let query = query();
    let asked = Memo::new(move |_| query.with(|query| Filter::from_pairs(pairs(query))));
    let typed = RwSignal::new(asked.with_untracked(|filter| filter.text.clone()));
    // Back and a tab may bring another search: the field shows it. Written from an effect since the
    // field runs ahead of the address during typing.
    Effect::new(move |before: Option<String>| {
        let text = asked.with(|filter| filter.text.clone());
        if before.is_some_and(|before| before != text) {
            typed.set(text.clone());
        }
        text
    });
    let list = List {
        inbox: Inbox::here(),
        me: StoredValue::new(me),
        filter: Memo::new(move |_| Filter {
            text: typed.get(),
            ..asked.get()
        }),
        typed,
        go: navigator(),
        everything: RwSignal::new(false),
    };
    on_cleanup(move || list.inbox.mark_read());
    let found = Memo::new(move |_| {
        list.inbox.with(|cases| {
            let (cases, counts) = list.me.with_value(|me| {
                list.filter.with(|filter| {
                    let (cases, counts) = filter.find(cases, me);
                    (cases.into_iter().cloned().collect(), counts)
                })
            });
            Matches { cases, counts }
        })
    });
    view! {
        <PageHeading />
        <div class="inbox">
            {list.filters(found)} <section class="inbox__list" aria-label="Ärenden">
                {list.search()}
                {list.told(found)}
                {list.rows(found)}
            </section>
        </div>
    }
    .into_any()
}

/// The address of the list with this filter.
fn address(filter: &Filter) -> String {
    [PATH, &query_of(filter.to_pairs())].concat()
}

impl List {
    fn change(self, change: impl FnOnce(&mut Filter), history: History) {
        let mut filter = self.filter.get_untracked();
        change(&mut filter);
        self.go.run((address(&filter), history));
    }

    fn filters(self, found: Memo<Option<Matches>>) -> AnyView {
        let tab = move |index: usize| {
            let tab = Tab::ALL[index];
            let is_here = move || self.filter.with(|filter| filter.tab == tab);
            let count = move || found.with(|found| found.as_ref().map(|found| found.counts[index]));
            view! {
                <li>
                    <a
                        class="tab"
                        href=move || { address(&Filter { tab, ..self.filter.get() }) }
                        aria-current=move || is_here().then(|| "true".to_owned())
                    >
                        {tab.label()}
                        <span class="tab__count">{move || count()}</span>
                    </a>
                </li>
            }
            .into_any()
        };
        let tabs = (0..Tab::ALL.len()).map(tab).collect_view();
        let forms = [(String::new(), "Alla".to_owned())]
            .into_iter()
            .chain(
                catalogue::OF_EMPLOYEES
                    .iter()
                    .map(|form| (form.id.to_owned(), form.title.to_owned())),
            )
            .collect();
        let handled = Handled::ALL
            .iter()
            .map(|handled| (handled.id().to_owned(), handled.label().to_owned()))
            .collect();
        let flags = [(String::new(), "Alla".to_owned())]
            .into_iter()
            .chain(
                Flag::ALL
                    .iter()
                    .map(|flag| (flag.id().to_owned(), flag.label().to_owned())),
            )
            .collect();
        let form_answer = Answer {
            text: Signal::derive(move || self.filter.with(|filter| filter.form.clone())),
            write: Callback::new(move |id| {
                self.change(|filter| filter.form = id, History::Replace)
            }),
        };
        let handled_answer = Answer {
            text: Signal::derive(move || self.filter.with(|filter| filter.handled.id().to_owned())),
            write: Callback::new(move |id: String| {
                let handled = Handled::from_id(&id).unwrap_or_default();
                self.change(|filter| filter.handled = handled, History::Replace);
            }),
        };
        let flag_answer = Answer {
            text: Signal::derive(move || {
                self.filter
                    .with(|filter| filter.flag.map_or("", Flag::id).to_owned())
            }),
            write: Callback::new(move |id: String| {
                self.change(|filter| filter.flag = Flag::from_id(&id), History::Replace);
            }),
        };
        let clear = move || (!self.filter.with(Filter::is_open)).then(|| self.clear_button());
        view! {
            <div class="inbox__filters no-print">
                <nav aria-label="Läge">
                    <ul class="tabs">{tabs}</ul>
                </nav>
                <div class="inbox__choices">
                    <Select
                        id="handlaggare"
                        label="Handläggare"
                        choices=handled
                        answer=handled_answer
                    />
                    <Select id="blankett" label="Blankett" choices=forms answer=form_answer />
                    <Select id="flagga" label="Flagga" choices=flags answer=flag_answer />
                    {move || clear()}
                </div>
            </div>
        }
        .into_any()
    }

    fn clear_button(self) -> AnyView {
        let clear = move |_| {
            self.typed.set(String::new());
            self.change(
                |filter| {
                    *filter = Filter {
                        tab: filter.tab,
                        column: filter.column,
                        descending: filter.descending,
                        ..Filter::default()
                    };
                },
                History::Replace,
            );
            // The button goes away with what it cleared.
            if let Some(search) = browser::by_id(SEARCH) {
                browser::focus_still(&search);
            }
        };
        view! {
            <button class="button" type="button" on:click=clear>
                "Rensa filter"
            </button>
        }
        .into_any()
    }

    fn search(self) -> AnyView {
        view! {
            <ListSearch
                class="inbox__search no-print"
                id=SEARCH
                label="Sök bland ärendena"
                hint="Ärendenummer, konto, enhet eller namn. Pil ned går till listan, och / i listan går hit."
                typed=self.typed
                wait=QUIET_BEFORE_ADDRESS
                search=Callback::new(move |_: String| self.change(|_| (), History::Replace))
                first_row=|| browser::by_id(ROWS).and_then(|rows| rows.first_element_child())
            />
        }
        .into_any()
    }

    /// How many there are, what has come since, and what went wrong.
    fn told(self, found: Memo<Option<Matches>>) -> AnyView {
        let inbox = self.inbox;
        let count =
            Memo::new(move |_| found.with(|found| found.as_ref().map(|found| found.cases.len())));
        let count = move || {
            count.get().map(|count| match count {
                1 => "1 ärende".to_owned(),
                count => [&count.to_string(), " ärenden"].concat(),
            })
        };
        let unread = Memo::new(move |_| inbox.unread().len());
        let unread = move || match unread.get() {
            0 => None,
            count => Some(
                view! {
                    <span class="inbox__fresh">
                        {count} {if count == 1 { " nytt" } else { " nya" }} " att göra"
                    </span>
                    <button
                        class="button button--plain"
                        type="button"
                        on:click=move |_| inbox.mark_read()
                    >
                        "Jag har sett"
                    </button>
                }
                .into_any(),
            ),
        };
        let error = move || {
            inbox.error().map(|error| {
                view! {
                    <p class="notice notice--stop" role="alert">
                        "Listan kunde inte hämtas. "
                        {error.sentence()}
                    </p>
                }
                .into_any()
            })
        };
        view! {
            {move || error()}
            <div class="inbox__told">
                <p class="quiet" role="status">
                    {move || count()}
                </p>
                <div class="inbox__news" role="status">
                    {move || unread()}
                </div>
                <button
                    class="button button--plain no-print"
                    type="button"
                    on:click=move |_| inbox.refresh()
                >
                    "Uppdatera listan"
                </button>
            </div>
        }
        .into_any()
    }

    fn rows(self, found: Memo<Option<Matches>>) -> AnyView {
        #[derive(PartialEq)]
        enum SessionInfo {
            Waiting,
            Empty,
            Rows,
        }
        let standing = Memo::new(move |_| {
            found.with(|found| match found {
                None => SessionInfo::Waiting,
                Some(found) if found.cases.is_empty() => SessionInfo::Empty,
                Some(_) => SessionInfo::Rows,
            })
        });
        view! {
            {move || {
                standing
                    .with(|standing| match standing {
                        SessionInfo::Waiting => view! { <p class="quiet">"Hämtar ärenden …"</p> }.into_any(),
                        SessionInfo::Empty => self.empty(),
                        SessionInfo::Rows => self.table(found),
                    })
            }}
        }.into_any()
    }

    /// Nothing to show, and what to do about it.
    fn empty(self) -> AnyView {
        view! {
            {move || {
                let filter = self.filter.get();
                if !filter.is_open() {
                    return view! {
                        <section class="notice">
                            <h2>"Inga ärenden passar"</h2>
                            <p>
                                "Sök på något annat, välj ett annat läge eller rensa det du har valt."
                            </p>
                            {self.clear_button()}
                        </section>
                    }.into_any();
                }
                match filter.tab {
                    Tab::ToDo => {
                        view! {
                            <section class="notice notice--good">
                                <h2>"Inget att göra just nu"</h2>
                                <p>
                                    "Alla ärenden som kommunikation ska arbeta med är klara. "
                                    <a href="/arenden?lage=alla">"Visa alla ärenden"</a>
                                </p>
                            </section>
                        }.into_any()
                    }
                    Tab::One(_) | Tab::All => {
                        view! {
                            <section class="notice">
                                <h2>"Inga ärenden här"</h2>
                                <p>
                                    "Inget ärende har det läget nu. "
                                    <a href="/arenden">"Visa det som finns att göra"</a>
                                </p>
                            </section>
                        }.into_any()
                    }
                }
            }}
        }.into_any()
    }

    fn table(self, found: Memo<Option<Matches>>) -> AnyView {
        let heads = Column::ALL
            .iter()
            .map(|column| self.head(*column))
            .collect_view();
        let shown = Memo::new(move |_| {
            let most = if self.everything.get() {
                usize::MAX
            } else {
                ROWS_MAX
            };
            found.with(|found| {
                found
                    .iter()
                    .flat_map(|found| found.cases.iter().take(most).cloned())
                    .collect::<Vec<_>>()
            })
        });
        let unread = Memo::new(move |_| self.inbox.unread().into_iter().collect::<HashSet<_>>());
        let more = move || {
            let hidden = found.with(|found| found.as_ref().map_or(0, |found| found.cases.len()))
                - shown.with(Vec::len);
            (0 < hidden).then(|| {
                view! {
                    <button
                        class="button no-print"
                        type="button"
                        on:click=move |_| self.everything.set(true)
                    >
                        "Visa "
                        {hidden}
                        " till"
                    </button>
                }
                .into_any()
            })
        };
        view! {
            <table
                class="table table--inbox"
                on:keydown=|event| {
                    browser::slash_leads_to(SEARCH, &event);
                    between_rows(&event, SEARCH);
                }
            >
                <caption class="hidden-visually">
                    "Ärenden. Det som har väntat längst står först om du inte väljer en annan ordning."
                </caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody id=ROWS>
                    <For
                        each=move || shown.get()
                        // A case that has changed is another row.
                        key=|case| {
                            let handler = case.handler.as_ref().map(|handler| handler.id.clone());
                            (case.id.clone(), case.since, handler, case.last_message_from_staff)
                        }
                        children=move |case| row(&case, unread)
                    />
                </tbody>
            </table>
            {move || more()}
        }.into_any()
    }

    /// A heading that orders the list.
    fn head(self, column: Column) -> AnyView {
        let order = move |_| {
            self.change(
                |filter| {
                    filter.descending = filter.column == column && !filter.descending;
                    filter.column = column;
                },
                History::Replace,
            );
        };
        view! {
            <th
                scope="col"
                aria-sort=move || {
                    self.filter
                        .with(|filter| {
                            (filter.column == column)
                                .then_some(
                                    if filter.descending { "descending" } else { "ascending" },
                                )
                        })
                }
            >
                <button class="sort" type="button" on:click=order>
                    {column.label()}
                </button>
            </th>
        }
        .into_any()
    }
}
