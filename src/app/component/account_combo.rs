//! The accounts of the register to pick one from, one's own first.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::register::{Filter, Row, Status};
use rules::value::collation;

use super::choice::Choice;
use super::combo::{Combo, Source};
use super::question::{Answer, Words};
use crate::data::register::{Register, Shelf};

/// Most accounts drawn at once; more letters find the others.
const PICKS_MAX: usize = 20;

/// The accounts in use.
#[derive(Clone, Copy)]
pub(crate) struct Accounts {
    register: Register,
    /// Those that the user answers for.
    own: RwSignal<Arc<[Row]>>,
}

impl Accounts {
    /// The accounts, asked for at once.
    pub(crate) fn new() -> Self {
        let accounts = Self {
            register: Register::here(),
            own: RwSignal::new(Arc::new([])),
        };
        accounts.register.want();
        spawn_local(async move {
            // Without one's own the list is as useful, only in another order.
            if let Ok(shelf) = Shelf::fetch_own().await {
                // The page may be gone when they come.
                let _ = accounts.own.try_set(shelf.rows);
            }
        });
        accounts
    }

    /// The account with this id. Tracked.
    pub(crate) fn row(self, id: &str) -> Option<Row> {
        let is_it = |row: &&Row| row.id == id;
        self.own
            .with(|own| own.iter().find(is_it).cloned())
            .or_else(|| self.register.shelf().rows.iter().find(is_it).cloned())
    }

    /// The labelled combobox.
    pub(crate) fn combo(self, words: Words, answer: Answer) -> AnyView {
        let source = Source {
            search: Callback::new(move |typed: String| self.picks(&typed)),
            name: Callback::new(move |id: String| {
                self.row(&id).map(|row| row.handle).unwrap_or_default()
            }),
        };
        view! { <Combo words=words source=source answer=answer /> }.into_any()
    }

    fn picks(self, typed: &str) -> Vec<Choice> {
        let folded = collation::fold(typed.trim());
        let fits = |row: &Row| {
            [&row.handle, &row.unit]
                .iter()
                .any(|text| collation::fold(text).contains(&folded))
        };
        let own = self.own.get();
        let shelf = self.register.shelf();
        let filter = Filter {
            text: typed.to_owned(),
            status: Some(Status::Active),
            ..Filter::default()
        };
        let found = shelf.find(&filter, None, None);
        let others = found
            .iter()
            .filter_map(|place| shelf.rows.get(*place as usize))
            .filter(|row| own.iter().all(|own| own.id != row.id));
        own.iter()
            .filter(|row| row.status == Status::Active && fits(row))
            .chain(others)
            .take(PICKS_MAX)
            .map(|row| Choice {
                value: row.id.clone(),
                label: row.handle.clone(),
                hint: [row.platform.label(), ", ", &row.unit].concat(),
            })
            .collect()
    }
}
