//! Sorting, compiled once.
//!
//! The library's sort is made for lists of millions and compiled anew for every kind of list and order: four thousand
//! bytes each time, of what everybody downloads. Here it sorts places in a list, whatever the list holds.

use std::cmp::Ordering;

/// The places of `count` things in the order that `compare` gives to two of them, told by their places. Equal ones keep
/// theirs.
///
/// # Panics
///
/// When there are four billion of them.
pub fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<u32> {
    let count = u32::try_from(count).expect("a list is shorter than four billion");
    let mut places: Vec<u32> = (0..count).collect();
    places.sort_unstable_by(|one, other| {
        compare(*one as usize, *other as usize).then_with(|| one.cmp(other))
    });
    places
}

/// The list in the order that `compare` gives to two of it. Equal ones keep theirs.
pub fn sorted<T>(list: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let places = places(list.len(), &|one, other| compare(&list[one], &list[other]));
    let mut list: Vec<Option<T>> = list.into_iter().map(Some).collect();
    places
        .into_iter()
        .filter_map(|place| list[place as usize].take())
        .collect()
}

/// The list in the order of what `key` gives for each of it, asked once for each. Equal ones keep theirs.
pub fn sorted_by_key<T, K: Ord>(list: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let keyed = list.into_iter().map(|one| (key(&one), one)).collect();
    let keyed = sorted(keyed, |(one, _), (other, _)| one.cmp(other));
    keyed.into_iter().map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests;
