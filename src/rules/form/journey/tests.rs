//! The way through the forms.

use super::*;
use crate::account::application as start;
use crate::account::change;
use crate::form::judging::Judging;
use crate::tests::sample::{self, Ground, ticked, with};

const START_STEPS: [usize; 6] = [0, 1, 2, 3, 4, 5];

#[test]
fn every_step_counts_from_the_beginning() {
    for draft in [
        Draft::new(&start::FORM),
        sample::start(),
        with(
            sample::start(),
            &[
                (&start::SOKANDE_ROLL, start::HEAD_OF_UNIT),
                (&start::PERSONER, "nej"),
            ],
        ),
    ] {
        assert_eq!(steps(&draft), START_STEPS);
    }
    // The M of «Steg N av M» does not jump when the change is chosen.
    let empty = Draft::new(&change::FORM);
    assert_eq!(steps(&empty), [0, 1, 2, 3]);
    for change in [change::CLOSE, change::REPLACE, change::MOVE, change::PAUSE] {
        let draft = with(empty.clone(), &[(&change::ANDRING, change)]);
        assert_eq!(steps(&draft), [0, 1, 2, 3]);
    }
}

#[test]
fn steps_follow_each_other() {
    let draft = sample::start();
    for step in START_STEPS {
        assert_eq!(next(&draft, step), (step < 5).then_some(step + 1));
    }
    assert_eq!(next(&draft, 17), None);
}

fn asked_ids(draft: &Draft, step: usize) -> Vec<&'static str> {
    asked(&draft.form().steps[step], draft)
        .map(|field| field.id)
        .collect()
}

#[test]
fn a_step_asks_what_the_answers_call_for() {
    let draft = sample::start();
    assert_eq!(
        asked_ids(&draft, 0),
        [
            "sokande-namn",
            "sokande-epost",
            "sokande-telefon",
            "sokande-roll",
            "chef-namn",
            "chef-epost",
            "chef-godkannande",
            "chef-datum",
        ]
    );
    let head = with(
        draft.clone(),
        &[(&start::SOKANDE_ROLL, start::HEAD_OF_UNIT)],
    );
    assert_eq!(
        asked_ids(&head, 0),
        [
            "sokande-namn",
            "sokande-epost",
            "sokande-telefon",
            "sokande-roll"
        ]
    );
    let missing = with(draft, &[(&start::ENHET, crate::policy::unit::MISSING)]);
    assert_eq!(
        asked_ids(&missing, 1),
        ["enhet", "enhet-namn", "befintliga-konton"]
    );
    for (change, asked) in [
        ("", &[][..]),
        (
            change::CLOSE,
            &[
                "avsluta-orsak",
                "avsluta-datum",
                "arkiverat",
                "fragor-besvarade",
                "behorigheter-borttagna",
                "bilder-hanterade",
            ],
        ),
        (change::REPLACE, &["vem-byts", "ny-namn", "ny-epost"]),
        (change::MOVE, &["nytt-kontonamn"]),
        (change::PAUSE, &["paus-orsak", "paus-slut"]),
    ] {
        let draft = with(sample::change(), &[(&change::ANDRING, change)]);
        assert_eq!(asked_ids(&draft, 2), asked);
    }
}

#[test]
fn the_first_unfinished_step_is_found() {
    let ground = Ground::new();
    let facts = ground.facts();
    let done = |draft: &Draft, step| is_done(&Judging::new(draft, facts), step);
    let first = |draft: &Draft| first_unfinished(&Judging::new(draft, facts));
    assert_eq!(first(&Draft::new(&start::FORM)), 0);
    assert_eq!(first(&Draft::new(&change::FORM)), 0);
    let whole = sample::start();
    assert_eq!(first(&whole), 5);
    for (field, step) in [
        (&start::SOKANDE_NAMN, 0),
        (&start::ENHET, 1),
        (&start::BESKRIVNING, 2),
        (&start::INLAGG, 3),
        (&start::REKLAM, 4),
    ] {
        let draft = with(whole.clone(), &[(field, "")]);
        assert_eq!(first(&draft), step, "{}", field.id);
        assert!(!done(&draft, step));
        // The others are not touched by it.
        for other in START_STEPS
            .into_iter()
            .filter(|other| *other != step && *other != 5)
        {
            assert!(done(&draft, other), "{} {other}", field.id);
        }
    }
    let unread = ticked(whole, &start::RIKTLINJER, &[]);
    assert_eq!(first(&unread), 5);
    assert!(!done(&unread, 5));
}

#[test]
fn a_warning_is_in_the_way_until_it_is_acknowledged() {
    let ground = Ground::new();
    let facts = ground.facts();
    let done = |draft: &Draft, step| is_done(&Judging::new(draft, facts), step);
    let draft = with(
        sample::start(),
        &[(&start::KONTO_NAMN, "exempel_biblioteket")],
    );
    // It is read at the review, and until then nobody is held up.
    assert!(done(&draft, 2));
    assert_eq!(first_unfinished(&Judging::new(&draft, facts)), 5);
    assert!(!done(&draft, 5));
    let read = ticked(draft.clone(), &start::VARNINGAR, &["konto-forvaxlingsbart"]);
    assert_eq!(acknowledged(&read), ["konto-forvaxlingsbart"]);
    assert!(done(&read, 5));
    let other = ticked(draft, &start::VARNINGAR, &["avsandare-syns"]);
    assert!(!done(&other, 5));
    // Advice never is.
    let few = with(sample::start(), &[(&start::INLAGG, "2")]);
    assert!(done(&few, 3));
    assert!(done(&few, 5));
}
