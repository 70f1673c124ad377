//! T10: the organisation tree, förvaltning → verksamhetsområde → enhet.

use serde::{Deserialize, Serialize};

use crate::value::collation;

/// The answer of a person whose unit is not in the tree; the name stands in a field beside it.
pub const MISSING: &str = "saknas";

/// A node of the tree. Every node can hold accounts: a whole förvaltning may
/// have one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Short word, unique in the tree and stable.
    pub id: String,
    /// The name people know it by.
    pub name: String,
    /// The id of the unit above, none for a förvaltning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The function address the public may write to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The number the public may call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// The whole tree, in the order the organisation lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tree(pub Vec<Unit>);

/// Deepest tree accepted.
pub const DEPTH_MAX: usize = 6;

impl Tree {
    /// The unit with this id.
    pub fn get(&self, id: &str) -> Option<&Unit> {
        self.0.iter().find(|unit| unit.id == id)
    }

    /// The unit and those above it, nearest first.
    pub fn line<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a Unit> {
        std::iter::successors(self.get(id), |unit| self.get(unit.parent.as_deref()?))
            .take(DEPTH_MAX)
    }

    /// The förvaltning that the unit belongs to, which may be the unit itself.
    pub fn department(&self, id: &str) -> Option<&Unit> {
        self.line(id).last()
    }

    /// The ids of a unit and of every one below it, in the tree's order; none for one that is not here.
    pub fn at_and_below(&self, id: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|unit| self.line(&unit.id).any(|above| above.id == id))
            .map(|unit| unit.id.clone())
            .collect()
    }

    /// «Förvaltning › område › enhet».
    pub fn path(&self, id: &str) -> String {
        let mut names: Vec<&str> = self.line(id).map(|unit| unit.name.as_str()).collect();
        names.reverse();
        names.join(" › ")
    }

    /// The units whose own or higher name holds every word of `query`, in the tree's order.
    pub fn search<'a>(&'a self, query: &str) -> Vec<&'a Unit> {
        let query = collation::fold(query);
        let words: Vec<&str> = query.split_whitespace().collect();
        self.0
            .iter()
            .filter(|unit| {
                let path = collation::fold(&self.path(&unit.id));
                words.iter().all(|word| path.contains(word))
            })
            .collect()
    }

    /// What keeps this from being a tree: the id of the first unit with a doubled id, an unknown
    /// parent, a circle or a line deeper than [`DEPTH_MAX`].
    pub fn fault(&self) -> Option<&str> {
        self.0
            .iter()
            .enumerate()
            .find(|(index, unit)| {
                self.0[..*index].iter().any(|other| other.id == unit.id)
                    || unit.id == MISSING
                    || unit.id.is_empty()
                    || self
                        .line(&unit.id)
                        .last()
                        .is_none_or(|top| top.parent.is_some())
            })
            .map(|(_, unit)| unit.id.as_str())
    }
}
