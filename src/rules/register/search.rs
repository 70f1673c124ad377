//! Finding rows at each keystroke, however many there are.
//!
//! Words come again and again in a register, so each different word is kept once, folded, in one long
//! text, with the rows it stands in beside it. A keystroke reads the words, not the rows. Scanning
//! every row's folded text was measured too: twice to eight times as slow.

use chrono::{Datelike, NaiveDate};
use memchr::memmem;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{Column, Filter, Row, Status};
use crate::value::address::Platform;
use crate::value::{collation, sort};

/// All rows made ready to be searched, and their order in each column that has been asked for. By
/// default nothing is ready, and what is asked for is made then.
#[derive(Default)]
pub struct Search {
    contents: Option<Contents>,
    orders: Orders,
}

impl Search {
    /// Makes the rows ready. Takes time in proportion to the text; done once per snapshot.
    pub fn new(rows: &[Row]) -> Self {
        Self::with_more(rows, &[])
    }

    /// The same, where each row can also be found by the words of `more`, which is empty or has one
    /// text for each row.
    pub fn with_more(rows: &[Row], more: &[String]) -> Self {
        Self {
            contents: Some(Contents::new(rows, more)),
            orders: Orders::default(),
        }
    }

    /// The förvaltningar that occur, in Swedish order. `rows` are those this was made from.
    pub fn departments(&mut self, rows: &[Row]) -> Vec<&str> {
        let departments = &ready(&mut self.contents, rows).departments;
        let names = departments.iter().map(String::as_str).collect();
        sort::sorted_by_key(names, |name| collation::key(name))
    }

    /// The positions of the rows that pass the filter, in its order. The page is left to the caller.
    /// `rows` are those this was made from.
    pub fn find(&mut self, rows: &[Row], filter: &Filter) -> Vec<u32> {
        let order = self.orders.of(rows, filter.column);
        let mut found = if filter.is_open() {
            order.to_vec()
        } else {
            ready(&mut self.contents, rows).passing(order, filter)
        };
        if filter.descending {
            found.reverse();
        }
        found
    }
}

fn ready<'a>(contents: &'a mut Option<Contents>, rows: &[Row]) -> &'a Contents {
    contents.get_or_insert_with(|| Contents::new(rows, &[]))
}

/// What rows are found by.
struct Contents {
    words: Words,
    facets: Vec<Facet>,
    departments: Vec<String>,
}

struct Facet {
    platform: Platform,
    status: Status,
    department: u32,
}

impl Contents {
    fn new(rows: &[Row], more: &[String]) -> Self {
        let mut words = Gathering::default();
        let mut facets = Vec::with_capacity(rows.len());
        let mut departments = Distinct::default();
        for (number, row) in rows.iter().enumerate() {
            let more = more.get(number).map_or("", String::as_str);
            for part in [
                row.platform.label(),
                &row.handle,
                &row.unit,
                &row.department,
                &row.description,
                more,
            ] {
                words.add(part);
            }
            words.end_row();
            facets.push(Facet {
                platform: row.platform,
                status: row.status,
                department: departments.number(&row.department),
            });
        }
        Self {
            words: words.sorted(),
            facets,
            departments: departments.texts.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Those of the rows in `order` that pass the filter.
    fn passing(&self, order: &[u32], filter: &Filter) -> Vec<u32> {
        let query = collation::fold(&filter.text);
        let wanted: Vec<&str> = query.split_whitespace().take(WORDS_MAX).collect();
        // The longest word is the rarest. When it is in no row the others are not looked for.
        let wanted = sort::sorted(wanted, |one, other| other.len().cmp(&one.len()));
        let mut counts = vec![0u8; self.facets.len()];
        let mut all = 0;
        for word in wanted {
            if !self.words.count(word, all, &mut counts) {
                return Vec::new();
            }
            all += 1;
        }
        let facet = self.wanted_facet(filter);
        let mut found = Vec::with_capacity(order.len());
        for row in order {
            if counts[*row as usize] == all {
                found.push(*row);
            }
        }
        if !facet.is_open() {
            found.retain(|row| facet.passes(&self.facets[*row as usize]));
        }
        found
    }

    fn wanted_facet(&self, filter: &Filter) -> WantedFacet {
        let department = (!filter.department.is_empty()).then(|| {
            self.departments
                .iter()
                .position(|name| *name == filter.department)
                .map_or(u32::MAX, position)
        });
        WantedFacet {
            platform: filter.platform,
            status: filter.status,
            department,
        }
    }
}

/// What a filter wants of a row besides words.
struct WantedFacet {
    platform: Option<Platform>,
    status: Option<Status>,
    department: Option<u32>,
}

impl WantedFacet {
    fn is_open(&self) -> bool {
        self.platform.is_none() && self.status.is_none() && self.department.is_none()
    }

    fn passes(&self, facet: &Facet) -> bool {
        self.platform.is_none_or(|wanted| wanted == facet.platform)
            && self.status.is_none_or(|wanted| wanted == facet.status)
            && self
                .department
                .is_none_or(|wanted| wanted == facet.department)
    }
}

/// Most words of a query that are looked for; a filter's text has at most 200 characters, so that
/// no more come from people.
const WORDS_MAX: usize = 100;

/// Every different word of the rows.
struct Words {
    /// The folded words, with a line feed after each.
    text: String,
    /// Where each word starts in the text, and the end of the last one.
    starts: Vec<u32>,
    /// Where each word's rows start, and the end of the last one's.
    row_starts: Vec<u32>,
    /// The rows of the first word, of the second, and so on.
    rows: Vec<u32>,
}

impl Words {
    /// Counts one up each row that holds `wanted` and has been counted `before` times. Says whether
    /// there was any.
    fn count(&self, wanted: &str, before: u8, counts: &mut [u8]) -> bool {
        let text = self.text.as_bytes();
        let finder = memmem::Finder::new(wanted);
        let mut any = false;
        let (mut from, mut word) = (0, 0);
        while let Some(at) = finder.find(&text[from..]) {
            let at = position(from + at);
            while self.starts[word + 1] <= at {
                word += 1;
            }
            let rows = self.row_starts[word] as usize..self.row_starts[word + 1] as usize;
            for row in &self.rows[rows] {
                let count = &mut counts[*row as usize];
                if *count == before {
                    *count += 1;
                    any = true;
                }
            }
            word += 1;
            from = self.starts[word] as usize;
        }
        any
    }
}

/// The words while they are read, row after row.
#[derive(Default)]
struct Gathering<'a> {
    distinct: Distinct<'a>,
    /// The number of each word, as they come.
    sequence: Vec<u32>,
    /// How much of the sequence there is at the end of each row.
    row_ends: Vec<u32>,
}

impl<'a> Gathering<'a> {
    fn add(&mut self, text: &'a str) {
        for word in text.split_whitespace() {
            self.sequence.push(self.distinct.number(word));
        }
    }

    fn end_row(&mut self) {
        self.row_ends.push(position(self.sequence.len()));
    }

    /// Turns it around: from each word to its rows, by counting.
    fn sorted(self) -> Words {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(1 + self.distinct.texts.len());
        for word in &self.distinct.texts {
            starts.push(position(text.len()));
            collation::fold_onto(word, &mut text);
            text.push('\n');
        }
        starts.push(position(text.len()));

        let mut row_starts = vec![0u32; 1 + self.distinct.texts.len()];
        for word in &self.sequence {
            row_starts[*word as usize + 1] += 1;
        }
        for word in 1..row_starts.len() {
            row_starts[word] += row_starts[word - 1];
        }
        let mut next = row_starts.clone();
        let mut rows = vec![0; self.sequence.len()];
        let mut from = 0;
        for (row, end) in self.row_ends.iter().enumerate() {
            for word in &self.sequence[from..*end as usize] {
                let place = &mut next[*word as usize];
                rows[*place as usize] = position(row);
                *place += 1;
            }
            from = *end as usize;
        }
        Words {
            text,
            starts,
            row_starts,
            rows,
        }
    }
}

/// Different texts, numbered in the order they came. The hash takes a fraction of the standard one's time for
/// millions of short words; what it lacks is protection against texts chosen to collide, and these come from
/// the register itself.
#[derive(Default)]
struct Distinct<'a> {
    numbers: FxHashMap<&'a str, u32>,
    texts: Vec<&'a str>,
}

impl<'a> Distinct<'a> {
    /// With room for so many, since making room as they come takes as long as taking them in.
    fn with_capacity(count: usize) -> Self {
        Self {
            numbers: FxHashMap::with_capacity_and_hasher(count, FxBuildHasher),
            texts: Vec::with_capacity(count),
        }
    }

    fn number(&mut self, text: &'a str) -> u32 {
        *self.numbers.entry(text).or_insert_with(|| {
            self.texts.push(text);
            position(self.texts.len() - 1)
        })
    }
}

/// A place in a text or among rows. A register is far below four billion bytes.
fn position(place: usize) -> u32 {
    u32::try_from(place).expect("a register is smaller than 4 GiB")
}

/// What a row is ordered by in a column.
enum Keys {
    /// Swedish order of the texts.
    Texts(fn(&Row) -> &str),
    /// Smallest first.
    Numbers(fn(&Row) -> u64),
}

impl Column {
    const fn keys(self) -> Keys {
        match self {
            Self::Platform => Keys::Texts(|row| row.platform.label()),
            Self::Handle => Keys::Texts(|row| &row.handle),
            Self::Unit => Keys::Texts(|row| &row.unit),
            Self::Department => Keys::Texts(|row| &row.department),
            Self::Description => Keys::Texts(|row| &row.description),
            Self::Open => Keys::Numbers(|row| u64::from(!row.open)),
            // Words in alphabetical order, and within a word by day.
            Self::Status => Keys::Numbers(|row| {
                let word = match row.status {
                    Status::Active => 0,
                    Status::Closed => 1,
                    Status::Paused => 2,
                };
                word << 32 | day(row.status_date)
            }),
            Self::Certified => Keys::Numbers(|row| day(row.certified)),
        }
    }
}

/// Days since the year one, 0 for no day.
fn day(day: Option<NaiveDate>) -> u64 {
    day.map_or(0, |day| {
        u64::try_from(day.num_days_from_ce()).unwrap_or_default()
    })
}

/// The order of the rows in each column that has been asked for.
#[derive(Default)]
struct Orders {
    /// Each row's place among all handles.
    handles: Option<Vec<u32>>,
    columns: [Option<Vec<u32>>; Column::ALL.len()],
}

impl Orders {
    fn of(&mut self, rows: &[Row], column: Column) -> &[u32] {
        let place = Column::ALL.iter().position(|other| *other == column);
        self.columns[place.unwrap_or_default()].get_or_insert_with(|| {
            let handles = self.handles.get_or_insert_with(|| handle_ranks(rows));
            in_order(rows, column, handles)
        })
    }
}

fn in_order(rows: &[Row], column: Column, handles: &[u32]) -> Vec<u32> {
    let keys = match column.keys() {
        Keys::Texts(text) => ranks(rows.iter().map(text)),
        Keys::Numbers(number) => rows.iter().map(number).collect(),
    };
    // The handle after the column, so that equal units still come in an order that can be read.
    sort::places(rows.len(), &|one, other| {
        (keys[one], handles[one]).cmp(&(keys[other], handles[other]))
    })
}

/// Each text's place among the different texts. Units and departments come again and again, so the
/// costly keys are made once for each.
fn ranks<'a>(texts: impl ExactSizeIterator<Item = &'a str>) -> Vec<u64> {
    let mut distinct = Distinct::with_capacity(texts.len());
    let numbers: Vec<u32> = texts.map(|text| distinct.number(text)).collect();
    let keys: Vec<Vec<u8>> = distinct
        .texts
        .iter()
        .map(|text| collation::key(text))
        .collect();
    let sorted = sort::places(keys.len(), &|one, other| keys[one].cmp(&keys[other]));
    let mut places = vec![0; keys.len()];
    let mut place = 0;
    for pair in sorted.windows(2) {
        let (before, number) = (pair[0] as usize, pair[1] as usize);
        // A composed and a decomposed letter are one, and share their place.
        place += u64::from(keys[before] != keys[number]);
        places[number] = place;
    }
    numbers
        .into_iter()
        .map(|number| places[number as usize])
        .collect()
}

/// Each row's place in the order of handles; the id tells equal ones apart.
fn handle_ranks(rows: &[Row]) -> Vec<u32> {
    let keys = ranks(rows.iter().map(|row| row.handle.as_str()));
    let order = sort::places(rows.len(), &|one, other| {
        (keys[one].cmp(&keys[other])).then_with(|| rows[one].id.cmp(&rows[other].id))
    });
    let mut places = vec![0; rows.len()];
    for (place, row) in (0..).zip(order) {
        places[row as usize] = place;
    }
    places
}

#[cfg(test)]
mod tests;
