use super::*;

/// What the library says, where it is one character.
fn known(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => lower,
        _ => c,
    }
}

#[test]
fn every_small_letter_is_the_librarys() {
    for c in '\0'..=char::MAX {
        let ours = lower(c);
        assert!(
            ours == known(c) || ours == c,
            "{c}: {ours} and not {}",
            known(c)
        );
    }
}

#[test]
fn the_letters_that_people_here_write_have_small_ones() {
    let alphabets = [
        '\0'..='\u{17F}',
        '\u{1CD}'..='\u{1DC}',
        '\u{370}'..='\u{52F}',
        '\u{1E00}'..='\u{1FFF}',
    ];
    for c in alphabets.into_iter().flatten() {
        let rare = matches!(c, '\u{370}'..='\u{385}' | '\u{3CF}' | '\u{3F4}'..='\u{3FF}');
        assert!(rare || lower(c) == known(c), "{c} is {}", known(c));
    }
}

#[test]
fn a_text_in_small_letters_is_borrowed() {
    assert!(matches!(lowered("växjö"), Cow::Borrowed(_)));
    assert_eq!(lowered("VÄXJÖ Kommun"), "växjö kommun");
    assert_eq!(lowered("ЁЖ Ÿ ẞ Ω"), "ёж ÿ ß ω");
}
