use unicode_normalization::char as library;

use super::*;

/// Every character below the ideographs that the library takes apart into a letter and one of our marks, or into
/// one other letter.
fn composed() -> impl Iterator<Item = char> {
    ('\u{80}'..'\u{2C00}').filter(|&c| {
        let mut parts = Vec::new();
        library::decompose_canonical(c, |part| parts.push(part));
        // Spaces and brackets that have a twin are no letters; these two are never composed.
        let is_other = matches!(
            c,
            '\u{2000}' | '\u{2001}' | '\u{2329}' | '\u{232A}' | '\u{344}' | '\u{2ADC}'
        );
        !is_other && parts != [c] && parts[1..].iter().all(|&part| is_mark(part))
    })
}

#[test]
fn every_letter_is_made_of_what_the_library_says() {
    let mut count = 0;
    for c in composed() {
        let (mut ours, mut theirs) = (String::new(), String::new());
        decompose(c, &mut |part| ours.push(part));
        library::decompose_canonical(c, |part| theirs.push(part));
        assert_eq!(ours, theirs, "{c}");
        count += 1;
    }
    assert_eq!(count, MADE.len());
}

#[test]
fn every_letter_and_mark_make_what_the_library_says() {
    let letters = || {
        ('\u{20}'..'\u{2C00}').filter(|c| c.is_alphabetic() || c.is_ascii() || !c.is_alphanumeric())
    };
    for mark in '\u{300}'..='\u{36F}' {
        assert_eq!(
            class(mark),
            library::canonical_combining_class(mark),
            "{mark:?}"
        );
        for letter in letters() {
            assert_eq!(
                compose(letter, mark),
                library::compose(letter, mark),
                "{letter} {mark:?}"
            );
        }
    }
}
