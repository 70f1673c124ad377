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
    #![proptest_config(crate::tests::sample::tries(256))]

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
