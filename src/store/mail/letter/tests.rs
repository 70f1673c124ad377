use std::collections::BTreeSet;

use rules::consent;

use super::*;

/// The names in braces.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .map(|rest| rest.split('}').next().unwrap())
        .collect()
}

fn telling() -> LetterData {
    LetterData {
        nummer: "2026-0001".to_owned(),
        lank: "/arenden/a?b=1&c=\"2\"".to_owned(),
        kod: "AB12-CD34".to_owned(),
        dag: "13 december 2026".to_owned(),
        telefon: "010-100 10 10".to_owned(),
    }
}

/// A letter may hold a number, a link, a day and a telephone, or a code, and nothing else.
#[test]
fn every_template_asks_for_its_parts_and_no_others() {
    for template in TEMPLATES {
        let word = template.word;
        let names: BTreeSet<_> = template.parts.iter().map(|part| part.name()).collect();
        assert_eq!(placeholders(template.text), names, "{word}");
        let code_alone = names == BTreeSet::from(["kod"]);
        assert!(code_alone || !names.contains("kod"), "{word}");
        let (subject, letter) = template.split();
        assert!(
            !subject.is_empty() && subject.chars().count() < 70,
            "{word}"
        );
        assert!(
            !subject.contains("{kod}") && !subject.contains("{lank}"),
            "{word}"
        );
        assert!(template.text.contains("\n\n"), "{word}");
        assert!(!letter.is_empty(), "{word}");
    }
    assert_eq!(
        placeholders(FRAME_TEXT),
        BTreeSet::from(["brev", "organisation"])
    );
    let html = BTreeSet::from(["brev", "organisation", "rubrik"]);
    assert_eq!(placeholders(FRAME_HTML), html);
}

#[test]
fn every_letter_that_the_rules_ask_for_has_a_template() {
    for letter in case::letter::Letter::ALL {
        assert!(by_word(letter.id()).is_some(), "{}", letter.id());
    }
    for letter in consent::command::Letter::ALL {
        let word = ["samtycke-", letter.id()].concat();
        assert!(by_word(&word).is_some(), "{word}");
    }
    let words: BTreeSet<_> = TEMPLATES.iter().map(|template| template.word).collect();
    assert_eq!(words.len(), TEMPLATES.len());
}

#[test]
fn both_parts_say_the_same_and_links_are_whole() {
    for template in TEMPLATES {
        let word = template.word;
        let letter = template.render(&telling(), "https://k.example/", "Orten & Byn");
        for text in [&letter.subject, &letter.text, &letter.html] {
            assert!(!text.contains('{') || !text.contains('}'), "{word}");
        }
        let link = "https://k.example/arenden/a?b=1&c=\"2\"";
        let told = |part: Part, plain: &str| {
            let told = template.parts.contains(&part);
            assert_eq!(letter.text.contains(plain), told, "{word} {part:?}");
            assert_eq!(
                letter.html.contains(&escape(plain)),
                told,
                "{word} {part:?}"
            );
        };
        told(Part::Link, link);
        told(Part::Code, "AB12-CD34");
        told(Part::Day, "13 december 2026");
        told(Part::Phone, "010-100 10 10");
        assert!(letter.html.contains("Orten &amp; Byn") && letter.text.contains("Orten & Byn"));
        let (_, body) = template.split();
        for sentence in body.split("\n\n").filter(|text| !text.contains('{')) {
            assert!(letter.text.contains(sentence), "{word}");
            assert!(letter.html.contains(sentence), "{word}");
        }
    }
}

#[test]
fn what_can_no_longer_be_used_is_not_sent() {
    let code = by_word("samtycke-kod").unwrap();
    let other = by_word("chef-godkann").unwrap();
    for (template, minutes, tried, timely) in [
        (code, 10, false, true),
        (code, 11, false, false),
        (code, 11, true, false),
        (other, 5 * 24 * 60, false, true),
        (other, 5 * 24 * 60 + 1, false, false),
        (other, 9 * 24 * 60, true, true),
    ] {
        let age = Duration::minutes(minutes);
        assert_eq!(
            template.is_timely(age, tried),
            timely,
            "{} {minutes}",
            template.word
        );
    }
}
