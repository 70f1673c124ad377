use proptest::prelude::*;

use super::*;

#[test]
fn every_word_of_a_query_begins_a_word() {
    let found = |query: &str| has_words(&fold(query), "Eko-Demo Öster");
    assert!(found("") && found("ös") && found("demo eko") && found("EKO-D"));
    assert!(!found("ster") && !found("eko al"));
}

#[track_caller]
fn check_order(sorted: &[&str]) {
    for pair in sorted.windows(2) {
        assert!(
            key(pair[0]) < key(pair[1]),
            "{:?} stands before {:?}",
            pair[0],
            pair[1]
        );
    }
    let mut shuffled: Vec<&str> = sorted.iter().rev().copied().collect();
    shuffled.sort_by_cached_key(|text| key(text));
    assert_eq!(shuffled, sorted);
}

#[test]
fn swedish_order() {
    check_order(&[
        "",
        " b",
        "_konto",
        "-konto",
        "1",
        "10",
        "2",
        "a",
        "A",
        "Ab",
        "ande",
        "Andréasson",
        "Axel",
        "Borås",
        "Boräng",
        "Ed",
        "Eda",
        "ede",
        "Ede",
        "édé",
        "Malmö",
        "Malmö stad",
        "Malmöhus",
        "tyfon",
        "Tyresö",
        "Tyringe",
        "vad",
        "Vagnhärad",
        "Varberg",
        "Vårgårda",
        "Vänersborg",
        "Wahl",
        "Waxholm",
        "Xylofon",
        "ylle",
        "Ystad",
        "yta",
        "Zebra",
        "Zoo",
        "Åmål",
        "Åre",
        "Årjäng",
        "Älmhult",
        "Älvdalen",
        "Ängelholm",
        "Öckerö",
        "Örebro",
        "Östersund",
    ]);
}

#[test]
fn foreign_letters_stand_by_their_swedish_ones() {
    check_order(&["Muller", "my", "Müller", "myrra"]);
    check_order(&["zon", "ål", "äl", "æl", "äm", "öl", "øl", "öm"]);
    check_order(&["zon", "äk", "ǽl", "äm"]);
    check_order(&["zon", "öm", "ôn", "öo"]);
    check_order(&["cafe", "café", "Café", "cafer"]);
    check_order(&["strass", "straß", "strast"]);
    check_order(&["ö", "α", "б", "日"]);
    check_order(&["resume", "resumé", "résumé", "résumés"]);
}

#[test]
fn composed_and_decomposed_are_one() {
    assert_eq!(key("A\u{30A}re")[..4], key("Åre")[..4]);
    assert_eq!(fold("A\u{30A}re"), "åre");
    assert_eq!(fold("Cafe\u{301}"), "cafe");
}

#[test]
fn search_keeps_swedish_letters_apart() {
    for (text, folded) in [
        ("Höganäs KOMMUN", "höganäs kommun"),
        ("ÅÄÖ", "åäö"),
        ("Idé à la carte", "ide a la carte"),
        ("Müller", "muller"),
        ("København", "köbenhavn"),
        ("Ærø", "ärö"),
        ("Ǽ ǿ", "ä ö"),
        ("Straße", "strasse"),
        ("en–två", "en-två"),
        ("en\u{A0}två", "en två"),
        ("”O’Demo”", "\"o'demo\""),
        ("kom\u{AD}mun ö", "kommun ö"),
        ("İstanbul", "istanbul"),
        ("ΑΒΓ", "αβγ"),
        ("日本", "日本"),
    ] {
        assert_eq!(fold(text), folded, "{text:?}");
    }
    let mut both = String::from("a ");
    fold_onto("Öl", &mut both);
    fold_onto("OK", &mut both);
    assert_eq!(both, "a ölok");
}

proptest! {
    #![proptest_config(crate::tests::sample::tries(256))]

    #[test]
    fn only_equal_texts_have_equal_keys(one in "\\PC{0,8}", other in "\\PC{0,8}") {
        let composed = crate::value::text::composed;
        let (one, other) = (composed(&one), composed(&other));
        prop_assert_eq!(key(&one) == key(&other), one == other);
    }

    #[test]
    fn closed_text_is_the_letters_of_the_folded(text in "[ -~]{0,9}|[a-eÅÄÖåäöéÜß .\u{30A}]{0,9}|\\PC{0,9}") {
        let mut folded = fold(&text);
        folded.retain(char::is_alphanumeric);
        let mut closed = Vec::from(*b"before");
        close_onto(&text, &mut closed);
        prop_assert_eq!(closed, ["before", &folded].concat().into_bytes());
    }

    #[test]
    fn any_text_folds_once(text in any::<String>()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once.clone());
        let _ = key(&text);
    }
}
