//! The public list, fetched once and asked while people type; and the list as staff see it.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::account::Flag;
use rules::account::application::Contact;
use rules::register::{Filter, Index, Row, Search};
use rules::value::collation;
use rules::value::sort;
use rules::value::wire;
use serde::{Deserialize, Deserializer};

use crate::platform::api::{ApiError, Call};
use crate::platform::clock;

/// How far the list has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arriving {
    /// Nobody has asked for it.
    Not,
    /// On its way.
    Soon,
    /// Here.
    Here,
    /// It did not come; asking again may help.
    Failed,
}

/// The list as pages see it. Empty until it has come: the store checks everything once more.
#[derive(Clone, Copy)]
pub(crate) struct Register {
    snapshot: RwSignal<Arc<Snapshot>>,
    arriving: RwSignal<Arriving>,
}

/// What `/api/forteckning` answers, as far as it is used here.
#[derive(Default, Deserialize)]
struct Snapshot {
    #[serde(rename = "dag", default, deserialize_with = "wire::day_if_any")]
    day: Option<NaiveDate>,
    #[serde(rename = "konton", deserialize_with = "shared")]
    rows: Arc<[Row]>,
    /// Made when a page first asks for it; the list itself can do without.
    #[serde(skip)]
    index: OnceLock<Arc<Index>>,
    /// The same.
    #[serde(skip)]
    shelf: OnceLock<Arc<Shelf>>,
}

impl Snapshot {
    fn index(&self) -> Arc<Index> {
        let index = self
            .index
            .get_or_init(|| Arc::new(Index::new(Arc::clone(&self.rows))));
        Arc::clone(index)
    }
}

fn shared<'de, D: Deserializer<'de>>(rows: D) -> Result<Arc<[Row]>, D::Error> {
    Vec::deserialize(rows).map(Into::into)
}

/// What staff see of an account beside its row.
#[derive(Clone, PartialEq, Default, Deserialize)]
pub(crate) struct Inside {
    /// Who answers for it.
    #[serde(rename = "chef", default)]
    pub(crate) manager: Option<Contact>,
    /// Who runs it.
    #[serde(rename = "ansvarig", default)]
    pub(crate) responsible: Option<Contact>,
    /// Who runs it when they cannot.
    #[serde(rename = "ersattare", default)]
    pub(crate) deputy: Option<Contact>,
    /// What should be noticed.
    #[serde(rename = "flaggor", default)]
    pub(crate) flags: Vec<Flag>,
}

/// What staff can order the list by beside the columns that everybody has.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum InsideColumn {
    /// Who answers for the account.
    Manager,
    /// What should be noticed.
    Flags,
}

/// The rows with what finds them. Never changes but for the orders it has worked out.
pub(crate) struct Shelf {
    /// The rows.
    pub(crate) rows: Arc<[Row]>,
    /// What staff see of each row, or nothing.
    pub(crate) inside: Vec<Inside>,
    /// The day the rows are of.
    pub(crate) day: Option<NaiveDate>,
    search: Mutex<Search>,
}

impl Shelf {
    fn public(snapshot: &Snapshot) -> Self {
        Self {
            rows: Arc::clone(&snapshot.rows),
            inside: Vec::new(),
            day: snapshot.day,
            search: Mutex::new(Search::new(&snapshot.rows)),
        }
    }

    /// Every row as staff see it, from the store.
    pub(crate) async fn fetch_inside() -> Result<Self, ApiError> {
        Self::fetch_from("/api/forteckning/intern").await
    }

    /// The rows that the user answers for or runs.
    pub(crate) async fn fetch_own() -> Result<Self, ApiError> {
        Self::fetch_from("/api/konton").await
    }

    async fn fetch_from(path: &str) -> Result<Self, ApiError> {
        /// The same answer, read for the other half of each account: that takes less code than one
        /// type with both.
        #[derive(Deserialize)]
        struct Insides {
            #[serde(rename = "konton")]
            rows: Vec<Inside>,
        }
        let text = Call::get(path).raw().await?;
        let snapshot: Snapshot = serde_json::from_str(&text).map_err(|_| ApiError::Failed)?;
        let Insides { rows: inside } = serde_json::from_str(&text).map_err(|_| ApiError::Failed)?;
        let people: Vec<String> = inside.iter().map(Inside::people).collect();
        Ok(Self {
            search: Mutex::new(Search::with_more(&snapshot.rows, &people)),
            rows: snapshot.rows,
            inside,
            // Not a snapshot but the accounts as they are now.
            day: Some(clock::today()),
        })
    }

    /// The positions of the rows that pass the filter, in its order or that of a column which only
    /// staff have.
    pub(crate) fn find(
        &self,
        filter: &Filter,
        flag: Option<Flag>,
        column: Option<InsideColumn>,
    ) -> Vec<u32> {
        let mut search = self.search.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = search.find(&self.rows, filter);
        if let Some(flag) = flag {
            found.retain(|row| {
                self.inside
                    .get(*row as usize)
                    .is_some_and(|inside| inside.flags.contains(&flag))
            });
        }
        if let Some(column) = column {
            // Equal rows stay in the order that the filter gave them.
            let key = |row: &u32| {
                let inside = self.inside.get(*row as usize);
                inside.map(|inside| inside.key(column)).unwrap_or_default()
            };
            found = sort::sorted_by_key(found, key);
            if filter.descending {
                found.reverse();
            }
        }
        found
    }

    /// The förvaltningar that occur, in Swedish order.
    pub(crate) fn departments(&self) -> Vec<String> {
        let mut search = self.search.lock().unwrap_or_else(PoisonError::into_inner);
        search
            .departments(&self.rows)
            .into_iter()
            .map(str::to_owned)
            .collect()
    }
}

impl InsideColumn {
    /// Both, in the order shown.
    pub(crate) const ALL: &[Self] = &[Self::Manager, Self::Flags];

    /// The word in addresses.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Manager => "ansvarig",
            Self::Flags => "att-gora",
        }
    }

    /// What people read.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Manager => "Ansvarig",
            Self::Flags => "Att göra",
        }
    }

    /// The column with this word.
    pub(crate) fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|column| column.id() == id)
    }
}

impl Inside {
    /// What the row is ordered by: those with nothing to show come last.
    fn key(&self, column: InsideColumn) -> (bool, Vec<u8>) {
        match column {
            InsideColumn::Manager => {
                let name = self
                    .manager
                    .as_ref()
                    .map(|person| collation::key(&person.name));
                (name.is_none(), name.unwrap_or_default())
            }
            // Most to do first, and those with the same to do together.
            InsideColumn::Flags => {
                let most = u8::try_from(self.flags.len()).unwrap_or(u8::MAX);
                let mut key = vec![u8::MAX - most];
                key.extend(self.flags.iter().flat_map(|flag| flag.id().bytes()));
                (self.flags.is_empty(), key)
            }
        }
    }

    /// The names and addresses it can be found by.
    fn people(&self) -> String {
        let mut words = String::new();
        for person in [&self.manager, &self.responsible, &self.deputy]
            .into_iter()
            .flatten()
        {
            for word in [&person.name, " ", &person.email, " "] {
                words.push_str(word);
            }
        }
        words
    }
}

impl Register {
    /// A list that has not been asked for.
    pub(crate) fn new() -> Self {
        Self {
            snapshot: RwSignal::new(Arc::new(Snapshot::default())),
            arriving: RwSignal::new(Arriving::Not),
        }
    }

    /// The list of the page.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// The list as it stands. Tracked.
    pub(crate) fn index(&self) -> Arc<Index> {
        self.snapshot.get().index()
    }

    /// The list as it stands, without following it.
    pub(crate) fn index_untracked(&self) -> Arc<Index> {
        self.snapshot.get_untracked().index()
    }

    /// The list made ready to be searched. Tracked.
    pub(crate) fn shelf(&self) -> Arc<Shelf> {
        let snapshot = self.snapshot.get();
        let shelf = snapshot
            .shelf
            .get_or_init(|| Arc::new(Shelf::public(&snapshot)));
        Arc::clone(shelf)
    }

    /// How far it has come.
    pub(crate) fn arriving(&self) -> Arriving {
        self.arriving.get()
    }

    /// Fetches the list, unless it is here or on its way.
    pub(crate) fn want(self) {
        if matches!(
            self.arriving.get_untracked(),
            Arriving::Soon | Arriving::Here
        ) {
            return;
        }
        self.arriving.set(Arriving::Soon);
        spawn_local(async move {
            // Nothing is told of a failure: it only means that the answer comes when sending.
            let _ = self.fetch().await;
        });
    }

    /// Fetches the list anew, after something has changed it.
    pub(crate) async fn fetch(self) -> Result<(), ApiError> {
        match Call::get("/api/forteckning").read::<Snapshot>().await {
            Ok(reply) => {
                self.snapshot.set(Arc::new(reply.body));
                self.arriving.set(Arriving::Here);
                Ok(())
            }
            Err(error) => {
                self.arriving.set(Arriving::Failed);
                Err(error)
            }
        }
    }
}
