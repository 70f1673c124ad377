//! Förteckningen: the public list of every account, its filter, its order, and what is too alike.
//!
//! A [`Row`] holds what the public may see and never a private person's data. [`Search`] answers a
//! filter over all rows fast enough to run at each keystroke; [`Index`] says whether an account is
//! already there or could be taken for one that is.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::value::address::{Address, Marks, Platform};
use crate::value::wire;
use crate::value::word::words;

mod search;

pub use search::Search;

/// Rows on a page of the plain list and of the paged API.
pub const PAGE_ROWS: usize = 50;

/// One account as the public sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The account's id in the register.
    pub id: String,
    /// Where it is.
    #[serde(rename = "plattform")]
    pub platform: Platform,
    /// What it is called there.
    #[serde(rename = "konto")]
    pub handle: String,
    /// The canonical address; empty when none is known.
    #[serde(rename = "adress")]
    pub url: String,
    /// The unit that runs it.
    #[serde(rename = "enhet")]
    pub unit: String,
    /// The förvaltning the unit belongs to.
    #[serde(rename = "forvaltning")]
    pub department: String,
    /// What the account is for.
    #[serde(rename = "beskrivning")]
    pub description: String,
    /// Whether anybody can see what is posted.
    #[serde(rename = "oppet")]
    pub open: bool,
    /// Whether it is in use.
    pub status: Status,
    /// The day the status holds from (closed) or until (paused).
    #[serde(
        rename = "status_datum",
        default,
        deserialize_with = "wire::day_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub status_date: Option<NaiveDate>,
    /// The day a person last said that the row is right.
    #[serde(
        rename = "kontrollerad",
        default,
        deserialize_with = "wire::day_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub certified: Option<NaiveDate>,
}

words! {
    /// Whether an account is in use.
    Status {
        Active "aktivt" "Aktivt" "In use.",
        Paused "pausat" "Pausat" "Resting, with a last day.",
        Closed "avslutat" "Avslutat" "Closed; the row stays with its date.",
    }
}

words! {
    /// A column the list can be ordered by.
    Column {
        Platform "plattform" "Plattform" "Plattform.",
        Handle "konto" "Konto" "Konto.",
        Unit "enhet" "Enhet" "Enhet.",
        Department "forvaltning" "Förvaltning" "Förvaltning.",
        Description "beskrivning" "Beskrivning" "Beskrivning.",
        Open "oppet" "Öppet eller slutet" "Öppet eller slutet.",
        Status "status" "Status" "Status.",
        Certified "kontrollerad" "Senast kontrollerad" "Senast kontrollerad.",
    }
}

/// What is wanted of the list. Its query text can be linked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Words that must all be in the row.
    pub text: String,
    /// Only this platform.
    pub platform: Option<Platform>,
    /// Only this förvaltning, by its name.
    pub department: String,
    /// Only this status.
    pub status: Option<Status>,
    /// Ordered by this column.
    pub column: Column,
    /// Last first.
    pub descending: bool,
    /// Which page, counted from 1.
    pub page: usize,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            text: String::new(),
            platform: None,
            department: String::new(),
            status: None,
            column: Column::Unit,
            descending: false,
            page: 1,
        }
    }
}

impl Filter {
    /// The filter's parts as names and values, those at their defaults left out, in a fixed order:
    /// the same filter always gives the same address.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let defaults = Self::default();
        let mut pairs = Vec::new();
        if !self.text.trim().is_empty() {
            pairs.push(("fritext", self.text.clone()));
        }
        if let Some(platform) = self.platform {
            pairs.push(("plattform", platform.id().to_owned()));
        }
        if !self.department.is_empty() {
            pairs.push(("forvaltning", self.department.clone()));
        }
        if let Some(status) = self.status {
            pairs.push(("status", status.id().to_owned()));
        }
        if self.column != defaults.column || self.descending {
            let sign = if self.descending { "-" } else { "" };
            pairs.push(("ordning", [sign, self.column.id()].concat()));
        }
        if 1 < self.page {
            pairs.push(("sida", self.page.to_string()));
        }
        pairs
    }

    /// Reads names and values as [`Filter::to_pairs`] writes them. What it does not understand is
    /// left at its default: a mistyped link still shows the list.
    pub fn from_pairs<N: AsRef<str>, V: AsRef<str>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let mut filter = Self::default();
        for (name, value) in pairs {
            let value = value.as_ref();
            match name.as_ref() {
                "fritext" => filter.text = value.chars().take(200).collect(),
                "plattform" => filter.platform = Platform::from_id(value),
                "forvaltning" => filter.department = value.chars().take(200).collect(),
                "status" => filter.status = Status::from_id(value),
                "ordning" => {
                    let (descending, id) = match value.strip_prefix('-') {
                        Some(id) => (true, id),
                        None => (false, value),
                    };
                    if let Some(column) = Column::from_id(id) {
                        filter.column = column;
                        filter.descending = descending;
                    }
                }
                "sida" => filter.page = value.parse().unwrap_or(1).clamp(1, 1_000_000),
                _ => {}
            }
        }
        filter
    }

    /// Whether every row passes.
    pub fn is_open(&self) -> bool {
        self.text.trim().is_empty()
            && self.platform.is_none()
            && self.department.is_empty()
            && self.status.is_none()
    }
}

/// What is already in the register, by what makes two accounts the same or easy to mix up.
#[derive(Default)]
pub struct Index {
    rows: Arc<[Row]>,
    by_key: FxHashMap<String, usize>,
    by_skeleton: FxHashMap<String, Vec<usize>>,
    by_id: FxHashMap<String, usize>,
}

/// How an account stands to those in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness<'a> {
    /// It is this very account.
    Same(&'a Row),
    /// People could take it for this account.
    Confusable(&'a Row),
    /// It is like none.
    None,
}

impl Index {
    /// Indexes the rows. Closed accounts count too: their name may still be theirs on the platform.
    pub fn new(rows: impl Into<Arc<[Row]>>) -> Self {
        Self::of(rows.into())
    }

    fn of(rows: Arc<[Row]>) -> Self {
        let mut index = Self::default();
        for (number, row) in rows.iter().enumerate() {
            index.by_id.insert(row.id.clone(), number);
            if let Ok(address) = row.address() {
                index.by_key.entry(address.key()).or_insert(number);
                index
                    .by_skeleton
                    .entry(address.skeleton())
                    .or_default()
                    .push(number);
            }
        }
        index.rows = rows;
        index
    }

    /// The rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The row with this id.
    pub fn row(&self, id: &str) -> Option<&Row> {
        self.by_id.get(id).map(|number| &self.rows[*number])
    }

    /// The row that has this very account.
    pub fn taken(&self, address: &Address) -> Option<&Row> {
        self.with_key(&address.key())
    }

    fn with_key(&self, key: &str) -> Option<&Row> {
        self.by_key.get(key).map(|number| &self.rows[*number])
    }

    /// A row on any platform's list that people could take for this account, other than itself.
    pub fn confusable(&self, address: &Address) -> Option<&Row> {
        self.like(&address.marks())
    }

    fn like(&self, marks: &Marks) -> Option<&Row> {
        self.by_skeleton
            .get(&marks.skeleton)?
            .iter()
            .map(|number| &self.rows[*number])
            .find(|row| row.address().is_ok_and(|other| other.key() != marks.key))
    }

    /// Whether the account with these marks is in the register, or like one that is.
    pub fn likeness(&self, marks: &Marks) -> Likeness<'_> {
        if let Some(row) = self.with_key(&marks.key) {
            Likeness::Same(row)
        } else if let Some(row) = self.like(marks) {
            Likeness::Confusable(row)
        } else {
            Likeness::None
        }
    }

    /// Accounts in use that may already serve the same purpose: those of the same unit first, then
    /// those of the same förvaltning, at most `most`.
    pub fn similar(&self, unit: &str, department: &str, most: usize) -> Vec<&Row> {
        let in_use = |row: &&Row| row.status != Status::Closed;
        let own = self.rows.iter().filter(|row| row.unit == unit);
        // Rows of no known förvaltning are not near to each other for that.
        let near = self.rows.iter().filter(|row| {
            !department.is_empty() && row.unit != unit && row.department == department
        });
        own.chain(near).filter(in_use).take(most).collect()
    }
}

impl Row {
    /// The row's address, read anew.
    ///
    /// # Errors
    ///
    /// When a row has neither an address nor a handle that its platform allows.
    pub fn address(&self) -> Result<Address, crate::value::address::Problem> {
        let text = if self.url.is_empty() {
            &self.handle
        } else {
            &self.url
        };
        crate::value::address::parse(Some(self.platform), text)
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index of {} rows", self.rows.len())
    }
}

#[cfg(test)]
mod tests;
