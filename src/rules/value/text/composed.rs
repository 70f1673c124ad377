//! Text in normalisation form C (Unicode Standard Annex 15).
//!
//! For the letters that [`letter`](super::letter) knows; other alphabets stay as they were typed.

use super::letter::{class, compose, decompose};
use crate::value::sort::sorted;

/// The text composed, as `å` in place of `a` and a ring.
pub(crate) fn composed(text: &str) -> String {
    let mut letters: Vec<(u8, char)> = Vec::with_capacity(text.len());
    for c in text.chars() {
        decompose(c, &mut |c| letters.push((class(c), c)));
    }
    // Marks after a letter stand in the order of their classes; those of one class keep theirs.
    for marks in letters.chunk_by_mut(|before, after| before.0 != 0 && after.0 != 0) {
        if 1 < marks.len() {
            let ordered = sorted(marks.to_vec(), |(one, _), (other, _)| one.cmp(other));
            marks.copy_from_slice(&ordered);
        }
    }

    let mut composed: Vec<(u8, char)> = Vec::with_capacity(letters.len());
    let mut starter = None;
    for (class, c) in letters {
        let last = composed.last().map_or(0, |(class, _)| *class);
        let joined = starter.and_then(|at: usize| {
            // A mark between them of the same or a higher class, or any letter, keeps the two apart.
            let adjacent = composed.len() == at + 1;
            let reached = adjacent || (last != 0 && last < class);
            reached
                .then(|| compose(composed[at].1, c))
                .flatten()
                .map(|c| (at, c))
        });
        match joined {
            Some((at, c)) => composed[at].1 = c,
            None => {
                if class == 0 {
                    starter = Some(composed.len());
                }
                composed.push((class, c));
            }
        }
    }
    composed.into_iter().map(|(_, c)| c).collect()
}

#[cfg(test)]
mod tests;
