use proptest::prelude::*;

use super::*;

#[track_caller]
fn check_tidy(typed: &str, expected: &str) {
    assert_eq!(tidy(typed), expected, "{typed:?}");
}

#[test]
fn white_space_and_unseen_marks_go() {
    for (typed, expected) in [
        ("", ""),
        ("   ", ""),
        ("\u{200B}\u{FEFF}", ""),
        ("Höganäs kommun", "Höganäs kommun"),
        ("  Höganäs   kommun \t", "Höganäs kommun"),
        ("Höganäs\u{A0}kommun", "Höganäs kommun"),
        ("Höganäs \u{200B} kommun", "Höganäs kommun"),
        ("a\nb\r\nc", "a b c"),
        ("a\u{2028}b\u{85}c", "a b c"),
        ("\u{202E}nuk\u{202C}", "nuk"),
        ("kom\u{AD}mun", "kommun"),
        ("a\u{0}b\u{1B}c", "abc"),
        ("en – två", "en – två"),
        ("”citat”", "”citat”"),
        ("sju sju  åtta", "sju sju åtta"),
        ("sju å  åtta", "sju å åtta"),
        ("sju sju\u{7F}", "sju sju"),
        ("sju\u{85}sju", "sju sju"),
        ("åäöåäöåä\u{1}", "åäöåäöåä"),
    ] {
        check_tidy(typed, expected);
    }
}

#[test]
fn decomposed_letters_are_composed() {
    check_tidy("Ho\u{308}gana\u{308}s", "Höganäs");
    check_tidy("A\u{30A}sa", "Åsa");
    // A mark nobody sees between the letter and its ring must not keep them apart.
    check_tidy("A\u{200D}\u{30A}sa", "Åsa");
    check_tidy("\u{212B}sa", "Åsa");
}

#[test]
fn tidy_text_is_borrowed() {
    for text in [
        "",
        "kommun",
        "Växjö kommun",
        " Växjö ",
        "tisdag–fredag",
        "Åsa och Örjan",
        "日本",
    ] {
        assert!(matches!(tidy(text), Cow::Borrowed(_)), "{text:?}");
    }
    for text in ["en\ntvå", "en\n\ntvå", " en\ntvå\n"] {
        assert!(matches!(tidy_lines(text), Cow::Borrowed(_)), "{text:?}");
    }
}

#[test]
fn lines_keep_their_breaks() {
    for (typed, expected) in [
        ("en  rad", "en rad"),
        ("en\r\ntvå", "en\ntvå"),
        (" en \n  två ", "en\ntvå"),
        ("en\n\n\n\ntvå", "en\n\ntvå"),
        ("en\n \u{200B}\ntvå", "en\n\ntvå"),
        ("\n\nen\n\n", "en"),
        ("en\u{2029}två", "en\ntvå"),
        ("en\r\rtvå", "en\n\ntvå"),
        ("en\n\u{200B}", "en"),
    ] {
        assert_eq!(tidy_lines(typed), expected, "{typed:?}");
    }
}

#[test]
fn length_is_in_characters() {
    assert_eq!(chars(""), 0);
    assert_eq!(chars("kommun"), 6);
    assert_eq!(chars("åäö"), 3);
}

#[test]
fn blank_is_what_nobody_sees() {
    assert!(is_blank(""));
    assert!(is_blank(" \u{A0}\n\u{200B}\u{202E}"));
    assert!(!is_blank(" . "));
}

proptest! {
    #![proptest_config(crate::tests::sample::tries(256))]

    #[test]
    fn tidying_twice_changes_nothing(text in "\\PC{0,40}|[ a-zåäö\u{200B}\u{308}\u{30A}\n\r\u{A0}\u{2028}]{0,20}") {
        let once = tidy(&text).into_owned();
        prop_assert_eq!(&*tidy(&once), &*once);
        prop_assert!(matches!(tidy(&once), Cow::Borrowed(_)) || !once.chars().all(letter::is_final));
        let lines = tidy_lines(&text).into_owned();
        prop_assert_eq!(&*tidy_lines(&lines), &*lines);
    }

    #[test]
    fn eight_bytes_at_a_time_or_by_character(text in "[ -~å-öÀ-ÿ\u{7F}\u{A0}\u{1}–”日\u{301}]{0,30}") {
        let text = trim(&text);
        let mut after_space = false;
        let by_character = text.chars().all(|c| {
            let fine = judge_char(c, after_space).is_some();
            after_space = c == ' ';
            fine
        });
        let is_composed = composed(text) == text;
        prop_assert_eq!(is_tidy(text), by_character && is_composed && text.chars().all(letter::is_final));
    }

    #[test]
    fn any_text_is_taken(text in any::<String>()) {
        let line = tidy(&text);
        prop_assert!(!line.contains("  ") && !line.contains('\n') && line.trim() == line);
        prop_assert_eq!(is_blank(&text), line.is_empty());
        prop_assert!(!tidy_lines(&text).contains("\n\n\n"));
    }
}
