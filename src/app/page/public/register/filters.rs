//! What the list can be narrowed down by: words, and what each column holds.

use leptos::prelude::*;
use rules::account::Flag;
use rules::register::{Column, Status};
use rules::value::address::Platform;

use super::query::Query;
use super::{Page, SEARCH};
use crate::component::question::Answer;
use crate::component::select::Select;
use crate::data::register::InsideColumn;
use crate::platform::browser;

impl Page {
    pub(super) fn filters(self) -> AnyView {
        let asking = self.asking;
        let query = asking.query();
        let text = Memo::new(move |_| query.with(|query| query.filter.text.clone()));
        let down = move |event: web_sys::KeyboardEvent| {
            if event.key() == "ArrowDown" && self.found.with_untracked(|found| found.is_some()) {
                event.prevent_default();
                self.with_list(|list| list.go_to(0));
            }
        };
        let clear = move |_| {
            asking.ask(|query| {
                query.filter = rules::register::Filter {
                    column: query.filter.column,
                    descending: query.filter.descending,
                    ..Default::default()
                };
                query.flag = None;
            });
            // The button goes away with what it cleared.
            browser::lead_to(SEARCH);
        };
        let clear = move || {
            (!query.with(Query::is_open)).then(|| {
                view! {
                    <button class="button" type="button" on:click=clear>
                        "Rensa filter"
                    </button>
                }
                .into_any()
            })
        };
        view! {
            <search class="register__filters no-print">
                <div class="register__search">
                    <label for=SEARCH>"Sök"</label>
                    <input
                        class="input"
                        id=SEARCH
                        type="search"
                        autocomplete="off"
                        spellcheck="false"
                        enterkeyhint="search"
                        maxlength="200"
                        aria-describedby="fritext-hint"
                        prop:value=move || text.get()
                        on:input=move |event| asking.type_in(event_target_value(&event))
                        on:keydown=down
                    />
                    <p class="field__hint" id="fritext-hint">
                        {if self.staff {
                            "Konto, enhet, beskrivning eller namn."
                        } else {
                            "Konto, enhet eller beskrivning."
                        }}
                        <span class="register__keys">
                            " Pil ned går till raderna, och / i raderna går hit."
                        </span>
                    </p>
                </div>
                {move || self.choices()}
                {move || clear()}
            </search>
        }
        .into_any()
    }

    /// The lists to choose from hold what occurs in the register, so they follow it.
    fn choices(self) -> AnyView {
        let asking = self.asking;
        let query = asking.query();
        let shelf = self.shelf.get();
        let all = |label: &str| vec![(String::new(), label.to_owned())];
        let mut platforms = all("Alla");
        let mut departments = all("Alla");
        if let Some(shelf) = shelf {
            let occurs =
                |platform: &&Platform| shelf.rows.iter().any(|row| row.platform == **platform);
            platforms.extend(
                Platform::ALL
                    .iter()
                    .filter(occurs)
                    .map(|platform| (platform.id().to_owned(), platform.label().to_owned())),
            );
            departments.extend(
                shelf
                    .departments()
                    .into_iter()
                    .map(|name| (name.clone(), name)),
            );
        }
        let mut statuses = all("Alla");
        statuses.extend(
            Status::ALL
                .iter()
                .map(|one| (one.id().to_owned(), one.label().to_owned())),
        );
        let platform = Answer {
            text: Signal::derive(move || {
                query.with(|query| query.filter.platform.map_or("", Platform::id).to_owned())
            }),
            write: Callback::new(move |id: String| {
                asking.ask(|query| query.filter.platform = Platform::from_id(&id));
            }),
        };
        let department = Answer {
            text: Signal::derive(move || query.with(|query| query.filter.department.clone())),
            write: Callback::new(move |name| asking.ask(|query| query.filter.department = name)),
        };
        let status = Answer {
            text: Signal::derive(move || {
                query.with(|query| query.filter.status.map_or("", Status::id).to_owned())
            }),
            write: Callback::new(move |id: String| {
                asking.ask(|query| query.filter.status = Status::from_id(&id));
            }),
        };
        let flags = self.staff.then(|| {
            let mut flags = all("Alla");
            flags.extend(
                Flag::ALL
                    .iter()
                    .map(|flag| (flag.id().to_owned(), flag.label().to_owned())),
            );
            let flag = Answer {
                text: Signal::derive(move || {
                    query.with(|query| query.flag.map_or("", Flag::id).to_owned())
                }),
                write: Callback::new(move |id: String| {
                    asking.ask(|query| query.flag = Flag::from_id(&id));
                }),
            };
            view! { <Select id="flagga" label="Att göra" choices=flags answer=flag /> }.into_any()
        });
        let mut orders: Vec<_> = Column::ALL
            .iter()
            .map(|column| (column.id().to_owned(), column.label().to_owned()))
            .collect();
        if self.staff {
            orders.extend(
                InsideColumn::ALL
                    .iter()
                    .map(|column| (column.id().to_owned(), column.label().to_owned())),
            );
        }
        let order = Answer {
            text: Signal::derive(move || {
                query.with(|query| {
                    let open = query.filter.column.id();
                    query.inside.map_or(open, InsideColumn::id).to_owned()
                })
            }),
            write: Callback::new(move |id: String| {
                asking.ask(|query| {
                    query.inside = InsideColumn::from_id(&id);
                    query.filter.column = Column::from_id(&id).unwrap_or(Column::Unit);
                    query.filter.descending = false;
                });
            }),
        };
        view! {
            <Select id="plattform" label="Plattform" choices=platforms answer=platform />
            <Select id="forvaltning" label="Förvaltning" choices=departments answer=department />
            <Select id="status" label="Status" choices=statuses answer=status />
            {flags}
            // Where there are no headings to sort by.
            <div class="register__order">
                <Select id="ordning" label="Ordna efter" choices=orders answer=order />
            </div>
        }
        .into_any()
    }
}
