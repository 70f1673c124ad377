//! The wire type of every form: what is taken, what is refused, what is kept.

use serde_json::{Value, json};

use super::*;
use crate::account::application as start;
use crate::account::change;
use crate::tests::sample::{self, ticked, with};

fn read(wire: Value) -> Result<Draft, String> {
    serde_json::from_value(wire).map_err(|fault| fault.to_string())
}

#[track_caller]
fn check_refused(wire: Value, why: &str) {
    let shown = wire.to_string();
    match read(wire) {
        Ok(_) => panic!("taken: {shown:.200}"),
        Err(fault) => assert!(fault.contains(why), "{fault}"),
    }
}

#[test]
fn what_is_no_draft_is_refused() {
    let of = |svar: Value| json!({ "form": "starta-konto", "svar": svar });
    for (wire, why) in [
        (
            json!({ "form": "starta", "svar": {} }),
            "unknown form starta",
        ),
        (json!({ "form": "", "svar": {} }), "unknown form"),
        (json!({ "form": "starta-konto" }), "svar"),
        (json!({ "svar": {} }), "form"),
        (
            json!({ "form": "starta-konto", "svar": {}, "roll": "chef" }),
            "unknown field `roll`",
        ),
        (
            json!({ "form": "starta-konto", "svar": [] }),
            "expected a map",
        ),
        (json!([]), "invalid length"),
        (json!("starta-konto"), "invalid type"),
        (Value::Null, "invalid type"),
        (of(json!({ "syften": "x" })), "unknown field syften"),
        (
            of(json!({ "avsluta-orsak": "x" })),
            "unknown field avsluta-orsak",
        ),
        (of(json!({ "Syfte": "x" })), "unknown field Syfte"),
        (of(json!({ "syfte": ["x"] })), "wrong shape of syfte"),
        (
            of(json!({ "riktlinjer": "x" })),
            "wrong shape of riktlinjer",
        ),
        (of(json!({ "syfte": 7 })), "invalid type"),
        (of(json!({ "syfte": null })), "invalid type"),
        (of(json!({ "syfte": { "text": "x" } })), "invalid type"),
        (of(json!({ "riktlinjer": [1] })), "invalid type"),
        (
            of(json!({ "syfte": "å".repeat(ANSWER_CHARS_MAX + 1) })),
            "too long: syfte",
        ),
        (
            of(json!({ "riktlinjer": vec!["x"; LIST_ENTRIES_MAX + 1] })),
            "too long: riktlinjer",
        ),
        (
            of(json!({ "riktlinjer": ["x".repeat(201)] })),
            "too long: riktlinjer",
        ),
    ] {
        check_refused(wire, why);
    }
}

#[test]
fn the_longest_that_is_taken() {
    let text = "å".repeat(ANSWER_CHARS_MAX);
    let list = vec!["x".repeat(200); LIST_ENTRIES_MAX];
    let draft = read(json!({
        "form": "starta-konto",
        "svar": { "syfte": text, "riktlinjer": list },
    }))
    .unwrap();
    assert_eq!(draft.text(&start::SYFTE), text);
    assert_eq!(draft.list(&start::RIKTLINJER), list);
}

#[test]
fn a_draft_is_kept_as_it_was_typed() {
    let typed = " \u{202E}A\u{30A}sa  <script>\r\n\u{0}\u{1F600}";
    for draft in [
        Draft::new(&start::FORM),
        sample::start(),
        sample::change(),
        with(sample::start(), &[(&start::SYFTE, typed)]),
        ticked(sample::start(), &start::ROR, &["", "\u{202E}"]),
        ticked(sample::start(), &start::ROR, &[]),
    ] {
        let wire = serde_json::to_string(&draft).unwrap();
        let back: Draft = serde_json::from_str(&wire).unwrap();
        assert_eq!(back, draft, "{wire}");
        assert_eq!(serde_json::to_string(&back).unwrap(), wire);
    }
    assert_eq!(
        serde_json::to_string(&Draft::new(&change::FORM)).unwrap(),
        "{\"form\":\"andra-konto\",\"svar\":{}}"
    );
}

#[test]
fn fields_of_another_form_are_not_there() {
    let mut draft = sample::start();
    let before = draft.clone();
    draft.set_text(&change::KONTO, "x");
    assert_eq!(draft, before);
    assert_eq!(draft.text(&change::KONTO), "");
    // A list is no text and a text no list.
    assert_eq!(draft.text(&start::RIKTLINJER), "");
    assert_eq!(draft.list(&start::SYFTE), [""; 0]);
}

#[test]
fn empty_is_what_nobody_sees() {
    let mut draft = Draft::new(&start::FORM);
    draft.set_text(&start::SYFTE, " \u{A0}\n\u{200B}");
    draft.set(&start::ROR, Answer::List(Vec::new()));
    assert!(start::FORM.fields().all(|field| draft.is_empty(field)));
    draft.set_text(&start::SYFTE, ".");
    assert!(!draft.is_empty(&start::SYFTE));
}

#[test]
fn a_closed_branch_leaves_nothing_behind() {
    let whole = sample::start();
    assert_eq!(whole.clone().without_hidden(), whole);
    for (field, answer, dropped) in [
        (
            &start::SOKANDE_ROLL,
            start::HEAD_OF_UNIT,
            &[
                &start::CHEF_NAMN,
                &start::CHEF_EPOST,
                &start::CHEF_GODKANNANDE,
                &start::CHEF_DATUM,
            ][..],
        ),
        (&start::CHEF_GODKANNANDE, "be-chefen", &[&start::CHEF_DATUM]),
        (
            &start::PERSONER,
            "nej",
            &[&start::RATTSLIG_GRUND, &start::RUTIN],
        ),
        (&start::RATTSLIG_GRUND, "avtal", &[&start::RUTIN]),
        (&start::DRIVS_AV, start::INDIVIDUAL, &[&start::PROFILBILD]),
    ] {
        let draft = with(whole.clone(), &[(field, answer)]).without_hidden();
        for kept in start::FORM.fields() {
            let expected = if dropped.contains(&kept) {
                None
            } else if kept == field {
                Some(answer)
            } else {
                Some(whole.text(kept))
            };
            assert_eq!(
                draft.text(kept),
                expected.unwrap_or_default(),
                "{}",
                kept.id
            );
        }
    }
    // What is asked only because of a closed branch closes with it: the routine for consent.
    let draft = with(whole, &[(&start::PERSONER, "vet-inte")]);
    assert_eq!(draft.text(&start::RATTSLIG_GRUND), "samtycke");
    assert!(!start::FORM.asks(&start::RUTIN, &draft));
}

#[test]
fn a_log_is_told_only_the_form() {
    assert_eq!(format!("{:?}", sample::start()), "Draft(starta-konto)");
}
