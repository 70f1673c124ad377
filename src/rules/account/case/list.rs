//! The staff's list of cases: which are shown, in which order, and how many there are of each.
//!
//! Everything is in the address of the page, so that a list can be linked and found again.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::{State, Summary};
use crate::account::application::Flag;
use crate::value::collation;
use crate::value::sort::sorted;
use crate::value::word::words;

/// Which cases are shown, by where they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// What communications have to do something about.
    #[default]
    ToDo,
    /// One state.
    One(State),
    /// Everything that has been sent.
    All,
}

words! {
    /// Which cases are shown, by who has them.
    #[derive(Default)]
    Handled {
        #[default]
        Any "alla" "Alla" "By anybody or nobody.",
        Mine "mina" "Mina" "By whoever reads the list.",
        Nobody "otilldelade" "Ingen har tagit" "By nobody yet.",
    }
}

words! {
    /// What the list can be ordered by.
    #[derive(Default)]
    Column {
        Number "nummer" "Ärende" "The case number.",
        Account "konto" "Konto" "What the account is called.",
        Unit "enhet" "Enhet" "The unit.",
        Applicant "sokande" "Sökande" "Who wrote it.",
        State "lage" "Läge" "Where it is.",
        Handler "handlaggare" "Handläggare" "Who has taken it.",
        #[default]
        Since "vantat" "Har väntat" "How long it has been where it is.",
    }
}

/// What is shown and how it is ordered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// By where they are.
    pub tab: Tab,
    /// Only of the form with this id; empty for any.
    pub form: String,
    /// By who has them.
    pub handled: Handled,
    /// Only with this flag.
    pub flag: Option<Flag>,
    /// Only with every one of these words in number, account, unit or a name.
    pub text: String,
    /// Ordered by this.
    pub column: Column,
    /// The other way round.
    pub descending: bool,
}

impl Tab {
    /// Every tab, in the order shown. Drafts are nobody's but their writers'.
    pub const ALL: &[Self] = &[
        Self::ToDo,
        Self::One(State::UnderReview),
        Self::One(State::Reported),
        Self::One(State::Supplementing),
        Self::One(State::AwaitingManager),
        Self::One(State::Approved),
        Self::One(State::Registered),
        Self::One(State::Refused),
        Self::One(State::Withdrawn),
        Self::All,
    ];

    /// The word in addresses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ToDo => "att-gora",
            Self::One(state) => state.id(),
            Self::All => "alla",
        }
    }

    /// What people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ToDo => "Att göra",
            Self::One(state) => state.label(),
            Self::All => "Alla",
        }
    }

    /// Whether a case in this state is shown.
    pub fn holds(self, state: State) -> bool {
        match self {
            Self::ToDo => matches!(state, State::UnderReview | State::Reported),
            Self::One(only) => only == state,
            Self::All => state != State::Draft,
        }
    }
}

impl Column {
    fn text(self, case: &Summary) -> Cow<'_, str> {
        match self {
            Self::Number => case.number.as_deref().unwrap_or_default().into(),
            Self::Account => case.account.as_str().into(),
            Self::Unit => case.unit.as_str().into(),
            Self::Applicant => case.applicant.name.as_str().into(),
            Self::Handler => handler(case).into(),
            Self::State | Self::Since => "".into(),
        }
    }
}

fn handler(case: &Summary) -> &str {
    case.handler.as_ref().map_or("", |handler| &handler.name)
}

impl Filter {
    /// The name and value of everything that is not as usual, for an address.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let usual = Self::default();
        let order = if self.descending { "-" } else { "" };
        [
            (self.tab != usual.tab, "lage", Cow::from(self.tab.id())),
            (!self.form.is_empty(), "blankett", self.form.as_str().into()),
            (
                self.handled != usual.handled,
                "handlaggare",
                self.handled.id().into(),
            ),
            (
                self.flag.is_some(),
                "flagga",
                self.flag.map_or("", Flag::id).into(),
            ),
            (!self.text.is_empty(), "fritext", self.text.as_str().into()),
            (
                self.descending || self.column != usual.column,
                "ordning",
                [order, self.column.id()].concat().into(),
            ),
        ]
        .into_iter()
        .filter_map(|(unusual, name, value)| unusual.then(|| (name, value.into_owned())))
        .collect()
    }

    /// What an address asks for. Whatever is not understood is as usual: an old link still works.
    pub fn from_pairs<N: AsRef<str>, V: AsRef<str>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let mut filter = Self::default();
        for (name, value) in pairs {
            let value = value.as_ref();
            match name.as_ref() {
                "lage" => {
                    if let Some(tab) = Tab::ALL.iter().find(|tab| tab.id() == value) {
                        filter.tab = *tab;
                    }
                }
                "blankett" => value.clone_into(&mut filter.form),
                "handlaggare" => {
                    if let Some(handled) = Handled::from_id(value) {
                        filter.handled = handled;
                    }
                }
                "flagga" => filter.flag = Flag::from_id(value),
                "fritext" => value.clone_into(&mut filter.text),
                "ordning" => {
                    let id = value.strip_prefix('-');
                    let known = Column::ALL
                        .iter()
                        .find(|column| column.id() == id.unwrap_or(value));
                    if let Some(column) = known {
                        filter.column = *column;
                        filter.descending = id.is_some();
                    }
                }
                _ => {}
            }
        }
        filter
    }

    /// Whether nothing but tab and order is chosen.
    pub fn is_open(&self) -> bool {
        self.form.is_empty()
            && self.handled == Handled::Any
            && self.flag.is_none()
            && self.text.trim().is_empty()
    }

    /// Everything that passes, whichever tab it is under, read by the user with the id `me`.
    fn passing<'a>(&self, cases: &'a [Summary], me: &str) -> Vec<&'a Summary> {
        let folded = collation::fold(&self.text);
        let words: Vec<&str> = folded.split_whitespace().collect();
        cases
            .iter()
            .filter(|case| {
                let handler = case.handler.as_ref();
                (self.form.is_empty() || self.form == case.form)
                    && match self.handled {
                        Handled::Any => true,
                        Handled::Mine => handler.is_some_and(|handler| handler.id == me),
                        Handled::Nobody => handler.is_none(),
                    }
                    && self.flag.is_none_or(|flag| case.flags.contains(&flag))
                    && (words.is_empty() || has_words(case, &words))
            })
            .collect()
    }

    /// The cases to show, in order, and how many there are under each of [`Tab::ALL`].
    pub fn find<'a>(&self, cases: &'a [Summary], me: &str) -> (Vec<&'a Summary>, Vec<usize>) {
        let passing = self.passing(cases, me);
        let counts = Tab::ALL
            .iter()
            .map(|tab| passing.iter().filter(|case| tab.holds(case.state)).count())
            .collect();
        // What has nothing to be ordered by stands last in both directions.
        let shown: Vec<((bool, Vec<u8>), &Summary)> = passing
            .into_iter()
            .filter(|case| self.tab.holds(case.state))
            .map(|case| {
                let text = self.column.text(case);
                ((text.is_empty(), collation::key(&text)), case)
            })
            .collect();
        let turned = |order: Ordering| {
            if self.descending {
                order.reverse()
            } else {
                order
            }
        };
        let shown = sorted(shown, |(one, a), (other, b)| {
            let by_time = a.since.cmp(&b.since);
            match self.column {
                Column::Since => turned(by_time),
                Column::State => turned(a.state.cmp(&b.state)).then(by_time),
                Column::Number
                | Column::Account
                | Column::Unit
                | Column::Applicant
                | Column::Handler => {
                    let nothing = one.0.cmp(&other.0);
                    nothing.then(turned(one.1.cmp(&other.1))).then(by_time)
                }
            }
        });
        (shown.into_iter().map(|(_, case)| case).collect(), counts)
    }
}

/// Whether every word is somewhere in what people know a case by.
fn has_words(case: &Summary, words: &[&str]) -> bool {
    let mut known = String::new();
    let number = case.number.as_deref().unwrap_or_default();
    let platform = case.platform.map_or("", |platform| platform.label());
    for text in [
        number,
        platform,
        &case.account,
        &case.unit,
        &case.applicant.name,
        handler(case),
    ] {
        collation::fold_onto(text, &mut known);
        known.push('\n');
    }
    words.iter().all(|word| known.contains(word))
}

#[cfg(test)]
mod tests;
