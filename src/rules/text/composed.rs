//! Text in normalisation form C (Unicode Standard Annex 15).
//!
//! For the letters that [`letter`](super::letter) knows; other alphabets stay as they were typed.

use super::letter::{class, compose, decompose};
use crate::sort::sorted;

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
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[track_caller]
    fn check(text: &str) {
        assert_eq!(
            composed(text),
            text.nfc().collect::<String>(),
            "{}",
            text.escape_unicode()
        );
    }

    #[test]
    fn known_hard_ones() {
        for text in [
            "",
            "Växjö",
            "Va\u{308}xjo\u{308}",
            "a\u{30a}\u{323}",
            "a\u{323}\u{30a}",
            "\u{1e9b}\u{323}",
            "\u{308}a",
            "a\u{308}\u{308}",
            "\u{212b}",
            "\u{fb01}",
            "a\u{345}\u{301}\u{308}",
            "\u{2126}\u{30d}",
        ] {
            check(text);
        }
    }

    #[test]
    fn other_alphabets_stay_as_they_are_typed() {
        for text in ["\u{1112}\u{1161}\u{11ab}", "が", "か\u{3099}", "日本"] {
            assert_eq!(composed(text), text);
        }
    }

    proptest! {
        #[test]
        fn as_the_library_composes(
            text in "[ -~\u{a0}-\u{343}\u{345}-\u{482}\u{48a}-\u{52f}\u{1e00}-\u{1fff}\u{2126}-\u{212b}]{0,20}"
        ) {
            check(&text);
        }

        #[test]
        fn as_the_library_composes_what_meets(text in "[aouA åöǘ\u{212b}\u{300}-\u{343}\u{345}-\u{36f}]{0,12}") {
            check(&text);
        }
    }
}
