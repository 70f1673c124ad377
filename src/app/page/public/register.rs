//! Förteckningen: every account, found as one types. Open to everybody; staff see more of it.

mod filters;
mod list;
mod query;
mod row;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::{ev, html};
use list::List;
use query::{Asking, Query};
use rules::page::prose;
use rules::permission::Action;
use rules::register::Column;

use crate::component::page_heading::PageHeading;
use crate::component::prose::Prose;
use crate::data::register::{Arriving, InsideColumn, Register, Shelf};
use crate::data::session::Session;
use crate::platform::api::ApiError;
use crate::platform::browser;
use crate::platform::screen::follow;

pub(crate) use row::shape;

const SEARCH: &str = "fritext";
const PLAIN: &str = "/api/forteckning.html";

/// Rows that are printed from here. A longer list is printed from the plain page.
const PRINTED_MAX: usize = 3_000;

/// How long the list must have stood still before its length is read out.
const QUIET_BEFORE_TELLING: Duration = Duration::from_millis(900);

/// The page's state.
#[derive(Clone, Copy)]
struct Page {
    asking: Asking,
    staff: bool,
    /// The rows, once they are here.
    shelf: Signal<Option<Arc<Shelf>>>,
    /// What passes, in order.
    found: Memo<Option<Arc<[u32]>>>,
    error: RwSignal<Option<ApiError>>,
    list: StoredValue<Option<Rc<RefCell<List>>>, LocalStorage>,
    /// How many rows have been drawn of all, when all are wanted; 0 when none are left to draw.
    all: RwSignal<Option<usize>>,
}

/// The page.
#[component]
pub(crate) fn Register() -> AnyView {
    let session = Session::here();
    let register = Register::here();
    let staff = session.may(Action::SeeRegisterInside);
    let asking = Asking::new();
    let inside = RwSignal::new(None::<Arc<Shelf>>);
    let shelf = Signal::derive(move || {
        if staff {
            inside.get()
        } else {
            (register.arriving() == Arriving::Here).then(|| register.shelf())
        }
    });
    let find = move |_: Option<&_>| {
        let shelf = shelf.get()?;
        let found = asking
            .query()
            .with(|query| shelf.find(&query.filter, query.flag, query.inside));
        Some(Arc::from(found))
    };
    let page = Page {
        asking,
        staff,
        shelf,
        // Made anew only when something was asked, and compared it would be read once more.
        found: Memo::new_with_compare(find, |_, _| true),
        error: RwSignal::new(None),
        list: StoredValue::new_local(None),
        all: RwSignal::new(None),
    };
    let ask = move || {
        spawn_local(async move {
            page.error.set(None);
            let answer = if staff {
                Shelf::fetch_inside()
                    .await
                    .map(|shelf| inside.set(Some(Arc::new(shelf))))
            } else {
                register.fetch().await
            };
            if let Err(error) = answer {
                page.error.set(Some(error));
            }
        });
    };
    // The list may have changed since another page fetched it; the browser's cache answers when not.
    Effect::new(move |before: Option<u32>| {
        let renewals = session.renewals();
        if before != Some(renewals) {
            ask();
        }
        renewals
    });
    view! {
        <div class="register">
            {page.lead()} {page.filters()} {page.standing()}
            {page.failure(Callback::new(move |()| ask()))} {page.empty()} {page.table()}
            {page.foot()}
        </div>
    }
    .into_any()
}

/// A heading that the list can be ordered by.
#[derive(Clone, Copy)]
enum Heading {
    /// What everybody sees.
    Open(Column),
    /// What staff see.
    Inside(InsideColumn),
}

impl Heading {
    /// Whether the list is ordered by it.
    fn orders(self, query: &Query) -> bool {
        match self {
            Self::Open(column) => query.inside.is_none() && query.filter.column == column,
            Self::Inside(column) => query.inside == Some(column),
        }
    }

    /// Orders the list by it.
    fn order(self, query: &mut Query) {
        match self {
            Self::Open(column) => {
                query.inside = None;
                query.filter.column = column;
            }
            Self::Inside(column) => query.inside = Some(column),
        }
    }

    /// The class of its cells, and what people read.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Open(column) => match column {
                Column::Platform => ("row__platform", column.label()),
                Column::Handle => ("row__handle", column.label()),
                Column::Unit => ("row__unit", column.label()),
                Column::Department => ("row__department", column.label()),
                Column::Description => ("row__text", column.label()),
                // What is in the cells says the rest.
                Column::Open => ("row__open", "Öppet"),
                Column::Status => ("row__status", column.label()),
                Column::Certified => ("row__checked", column.label()),
            },
            Self::Inside(column) => match column {
                InsideColumn::Manager => ("row__people", column.label()),
                InsideColumn::Flags => ("row__flags", column.label()),
            },
        }
    }
}

impl Page {
    fn lead(self) -> AnyView {
        view! {
            <PageHeading />
            <Prose text=prose::REGISTER />
        }
        .into_any()
    }

    /// How many there are, read out when the list has stood still.
    fn standing(self) -> AnyView {
        let counts = Memo::new(move |_| {
            let found = self
                .found
                .with(|found| found.as_ref().map(|found| found.len()))?;
            let all = self
                .shelf
                .with(|shelf| shelf.as_ref().map_or(0, |shelf| shelf.rows.len()));
            Some((found, all))
        });
        let sentence = move || match counts.get() {
            None if self.error.with(Option::is_some) => String::new(),
            None => "Hämtar förteckningen …".to_owned(),
            Some((found, all)) if found == all => [&number(all), noun(all)].concat(),
            Some((found, all)) => [&number(found), " av ", &number(all), noun(all)].concat(),
        };
        let read_out = RwSignal::new(String::new());
        let timer = StoredValue::new(None::<TimeoutHandle>);
        let stop = move || {
            if let Some(timer) = timer.try_update_value(Option::take).flatten() {
                timer.clear();
            }
        };
        // A reader would otherwise be interrupted by every letter.
        follow(move || {
            let words = sentence();
            stop();
            let tell = move || {
                // The page may be gone when the time is up.
                let _ = read_out.try_set(words);
            };
            timer.set_value(set_timeout_with_handle(tell, QUIET_BEFORE_TELLING).ok());
        });
        on_cleanup(stop);
        let query = self.asking.query();
        view! {
            <div class="register__standing">
                <p class="register__count">{move || sentence()}</p>
                <p class="hidden-visually" role="status">
                    {read_out}
                </p>
                <div class="register__ways no-print">
                    {self.all_button()}
                    <a href=move || query.with(|query| query.address(PLAIN)) rel="external">
                        "Enkel sida för utskrift"
                    </a>
                </div>
            </div>
        }
        .into_any()
    }

    fn all_button(self) -> AnyView {
        let toggle = move |_| {
            if self.all.get_untracked().is_some() {
                self.all.set(None);
                self.with_list(List::show_few);
            } else {
                self.all.set(Some(1));
                self.with_list(List::begin_all);
                self.draw_more();
            }
        };
        let label = move || match self.all.get() {
            None => "Visa alla rader".to_owned(),
            Some(0) => "Visa bara raderna i fönstret".to_owned(),
            Some(drawn) => [&number(drawn), " rader hittills. Avbryt"].concat(),
        };
        view! {
            <button
                class="button button--plain"
                type="button"
                title="Med alla rader på sidan hittar webbläsarens egen sökning dem"
                on:click=toggle
            >
                {move || label()}
            </button>
        }
        .into_any()
    }

    /// Draws a piece of every row in each frame, so that the page answers meanwhile.
    fn draw_more(self) {
        request_animation_frame(move || {
            let more = self
                .list
                .try_get_value()
                .flatten()
                .and_then(|list| list.borrow_mut().more());
            // The page may be gone, or the search has changed: then few are drawn again.
            match more {
                Some(drawn) if self.all.try_get_untracked().flatten().is_some() => {
                    self.all.set(Some(drawn));
                    self.draw_more();
                }
                Some(_) => {}
                None => {
                    let _ = self.all.try_update(|all| *all = all.map(|_| 0));
                }
            }
        });
    }

    fn failure(self, again: Callback<()>) -> AnyView {
        view! {
            {move || {
                self.error
                    .get()
                    .map(|error| {
                        view! {
                            <section class="notice notice--stop" role="alert">
                                <h2>"Förteckningen kunde inte hämtas"</h2>
                                <p>{error.sentence()}</p>
                                <div class="buttons">
                                    <button
                                        class="button"
                                        type="button"
                                        on:click=move |_| again.run(())
                                    >
                                        "Försök igen"
                                    </button>
                                    <a class="button button--plain" href=PLAIN rel="external">
                                        "Öppna den enkla sidan"
                                    </a>
                                </div>
                            </section>
                        }.into_any()
                    })
            }}
        }
        .into_any()
    }

    fn empty(self) -> AnyView {
        let is_empty = Memo::new(move |_| {
            self.found
                .with(|found| found.as_ref().is_some_and(|found| found.is_empty()))
        });
        let has_rows = move || {
            self.shelf
                .with_untracked(|shelf| shelf.as_ref().is_some_and(|shelf| !shelf.rows.is_empty()))
        };
        view! {
            {move || {
                is_empty
                    .get()
                    .then(|| {
                        if !has_rows() {
                            return view! {
                                <section class="notice">
                                    <h2>"Det finns inga konton i förteckningen än"</h2>
                                    <p>
                                        "Ett konto kommer hit när ansökan är godkänd och kontot har anmälts."
                                    </p>
                                </section>
                            }.into_any();
                        }
                        view! {
                            <section class="notice">
                                <h2>"Inga konton passar det du söker"</h2>
                                <ul>
                                    <li>
                                        "Kontrollera stavningen, eller pröva med färre ord eller bokstäver."
                                    </li>
                                    <li>"Ta bort ett filter i taget, eller rensa alla."</li>
                                    <li>
                                        "Hittar du ett konto som inte står här? "
                                        <a href="/kontakt">"Berätta för oss"</a>
                                        ". Det kan vara falskt."
                                    </li>
                                </ul>
                            </section>
                        }.into_any()
                    })
            }}
        }.into_any()
    }

    fn table(self) -> AnyView {
        let body = NodeRef::<html::Div>::new();
        let rows = NodeRef::<html::Div>::new();
        follow(move || {
            let (Some(body), Some(rows)) = (body.get(), rows.get()) else {
                return;
            };
            let (Some(shelf), Some(found)) = (self.shelf.get(), self.found.get()) else {
                return;
            };
            let before = self.list.get_value();
            let list = match before {
                Some(list) if list.borrow().is_of(&shelf) => list,
                _ => {
                    rows.set_text_content(None);
                    let Some(list) = List::new(body.into(), rows.into(), shelf) else {
                        return;
                    };
                    let list = Rc::new(RefCell::new(list));
                    self.list.set_value(Some(Rc::clone(&list)));
                    list
                }
            };
            list.borrow_mut().show(found);
            self.all.set(None);
        });
        self.listen();
        let query = self.asking.query();
        let count = Memo::new(move |_| {
            self.found
                .with(|found| found.as_ref().map_or(0, |found| found.len()))
        });
        let heads = Column::ALL
            .iter()
            .enumerate()
            .map(|(index, column)| self.head(index + 1, Heading::Open(*column)))
            .collect_view();
        let inside = self.staff.then(|| {
            InsideColumn::ALL
                .iter()
                .zip(Column::ALL.len() + 1..)
                .map(|(column, index)| self.head(index, Heading::Inside(*column)))
                .collect_view()
        });
        view! {
            <div
                class="accounts"
                class:accounts--staff=self.staff
                role="table"
                aria-label="Konton"
                aria-colcount=if self.staff { "10" } else { "8" }
                aria-rowcount=move || (count.get() + 1).to_string()
                aria-busy=move || self.shelf.with(Option::is_none).then(|| "true".to_owned())
                hidden=move || count.get() == 0
                on:keydown=move |event| {
                    browser::slash_leads_to(SEARCH, &event);
                    if self.with_list(|list| list.key(&event)) == Some(true) {
                        event.prevent_default();
                    }
                }
            >
                <div role="rowgroup" class="accounts__head">
                    <div role="row" class="row" aria-rowindex="1">
                        {heads}
                        {inside}
                    </div>
                </div>
                <div role="rowgroup" class="accounts__body" tabindex="-1" node_ref=body>
                    <div class="accounts__rows" node_ref=rows></div>
                </div>
            </div>
            <p class="print-only">
                {move || {
                    (PRINTED_MAX < count.get())
                        .then(|| {
                            [
                                "Listan är lång. Här är bara en del av den. Skriv ut allt från ",
                                &query.with(|query| query.address(PLAIN)),
                                ".",
                            ]
                                .concat()
                        })
                }}
            </p>
        }
        .into_any()
    }

    /// A heading that orders the list by its column.
    fn head(self, index: usize, heading: Heading) -> AnyView {
        let asking = self.asking;
        let query = asking.query();
        let way = Memo::new(move |_| {
            query.with(|query| {
                heading.orders(query).then_some(if query.filter.descending {
                    "descending"
                } else {
                    "ascending"
                })
            })
        });
        let sort = move |_| {
            asking.ask(|query| {
                query.filter.descending = heading.orders(query) && !query.filter.descending;
                heading.order(query);
            });
        };
        let (class, label) = heading.words();
        view! {
            <div role="columnheader" class=class aria-colindex=index.to_string() aria-sort=way>
                <button class="accounts__sort" type="button" on:click=sort>
                    {label}
                </button>
            </div>
        }
        .into_any()
    }

    /// Scrolling, other widths, and paper.
    fn listen(self) {
        let draw = move || {
            self.with_list(List::draw);
        };
        let before_print = move || {
            self.with_list(|list| {
                if list.count() <= PRINTED_MAX {
                    list.begin_all();
                    while list.more().is_some() {}
                }
            });
        };
        let after_print = move || {
            self.all.set(None);
            self.with_list(List::show_few);
        };
        let listeners = [
            window_event_listener(ev::scroll, move |_| draw()),
            window_event_listener(ev::resize, move |_| {
                self.with_list(|list| {
                    list.measure();
                    list.draw();
                });
            }),
            window_event_listener(ev::beforeprint, move |_| before_print()),
            window_event_listener(ev::afterprint, move |_| after_print()),
        ];
        on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    }

    fn foot(self) -> AnyView {
        let day = move || {
            self.shelf
                .with(|shelf| shelf.as_ref().and_then(|shelf| shelf.day))
                .map(|day| ["Senast uppdaterad ", &rules::value::date::long(day), "."].concat())
        };
        view! {
            <div class="register__foot">
                <p class="quiet">{move || day()}</p>
                <p class="no-print">
                    "Hämta hela förteckningen: "
                    <a href="/api/forteckning.csv" download="forteckning.csv">
                        "kalkylblad (CSV)"
                    </a> ", " <a href="/api/forteckning" rel="external">
                        "öppna data (JSON)"
                    </a> "."
                </p>
            </div>
        }
        .into_any()
    }

    /// Does something to the list, once it has been drawn.
    fn with_list<T>(self, act: impl FnOnce(&mut List) -> T) -> Option<T> {
        let list = self.list.try_get_value().flatten()?;
        let mut list = list.try_borrow_mut().ok()?;
        Some(act(&mut list))
    }
}

fn noun(count: usize) -> &'static str {
    if count == 1 { " konto" } else { " konton" }
}

/// «100 000», with spaces that do not break.
fn number(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + 4);
    for (index, digit) in digits.chars().enumerate() {
        if 0 < index && (digits.len() - index).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    grouped
}
