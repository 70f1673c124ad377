//! What the answers so far decide: a no as soon as it is certain, and never one that is taken back.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::consent::scope::{Occasion, Scope};
use crate::consent::state::State;
use crate::publication::person::Permit;
use crate::publication::tests::{BASE, any_question, pupil, question};
use crate::publication::*;
use crate::register::Status;
use crate::tests::sample::{self, GROUND, TODAY};

proptest! {
    #![proptest_config(sample::tries(5000))]

    /// A no that the answers so far decide stays, for the same people and the same of the question.
    #[test]
    fn an_early_no_is_never_taken_back(
        (question, mut person, row) in any_question(),
        second in prop::sample::select(State::ALL.to_vec()),
        is_asked_again in any::<bool>(),
        answered in prop::collection::vec(any::<bool>(), ANSWERS.len()),
    ) {
        let more = Permit { state: second, ..BASE.1.permits[0].clone() };
        person.permits.push(more);
        let mut whole = SoFar::from(&question);
        whole.is_asked_again = Some(is_asked_again);
        let mut so_far = SoFar::default();
        for ((_, answer), _) in ANSWERS.iter().zip(answered).filter(|(_, answered)| *answered) {
            answer(&mut so_far, &whole);
        }
        let (policy, row) = (&GROUND.policy, Some(&row));
        if let Some(early) = already_no(&so_far, &[&person], row, policy, TODAY) {
            let late = already_no(&whole, &[&person], row, policy, TODAY);
            prop_assert!(late.is_some(), "{early:?}");
            let late = late.unwrap().findings;
            for finding in early.findings {
                let stays = late.iter().any(|late| {
                    late.person == finding.person
                        && (late.rule == finding.rule || finding.person.is_some())
                });
                prop_assert!(stays, "{finding:?} of {late:?}");
            }
        }
    }
}

/// Gives one answer of the whole.
type Answering = for<'a> fn(&mut SoFar<'a>, &SoFar<'a>);

/// Every answer of a question, by its word in the API.
const ANSWERS: &[(&str, Answering)] = &[
    ("konto", |so_far, whole| so_far.account = whole.account),
    ("kanal", |so_far, whole| so_far.channel = whole.channel),
    ("medium", |so_far, whole| so_far.medium = whole.medium),
    ("andamal", |so_far, whole| so_far.purpose = whole.purpose),
    ("tagen", |so_far, whole| so_far.taken = whole.taken),
    ("personer", |so_far, whole| so_far.people = whole.people),
    ("namn", |so_far, whole| so_far.naming = whole.naming),
    ("foretag", |so_far, whole| {
        so_far.tags_company = whole.tags_company;
    }),
    ("egen_bild", |so_far, whole| {
        so_far.own_picture = whole.own_picture;
    }),
    ("delad", |so_far, whole| {
        so_far.is_shared = whole.is_shared;
        so_far.is_asked_again = whole.is_asked_again;
    }),
    ("tvekan", |so_far, whole| so_far.doubt = whole.doubt),
];

#[test]
fn a_no_is_said_as_soon_as_it_is_certain() {
    let who: &[&str] = &["personer"];
    // The rule that alone is broken, and the answers that decide it.
    let table: &[(&str, &[&str])] = &[
        ("skyddad", who),
        ("avbojt", who),
        ("avliden-nya-sammanhang", who),
        ("samtycke-vantar", who),
        ("har-sagt-nej", who),
        ("samtycke-aterkallat", who),
        ("samtycke-saknas", who),
        ("namn-inte-tillatet", &["personer", "namn"]),
        ("reklam-foretag", &["foretag"]),
        ("upphovsratt", &["egen_bild"]),
        ("konto-inte-registrerat", &["kanal", "konto"]),
        ("tvekan-publicera", &["tvekan"]),
    ];
    let (question, person, row) = &*BASE;
    for (rule, needed) in table {
        let (mut question, mut person, mut row) = (question.clone(), person.clone(), row.clone());
        match *rule {
            "skyddad" => person.protected = true,
            "avbojt" => person.declined = true,
            "avliden-nya-sammanhang" => person.deceased = true,
            "samtycke-vantar" => person.permits[0].state = State::AwaitingReview,
            "har-sagt-nej" => {
                let permit = &mut person.permits[0];
                permit.state = State::Declined;
                permit.scope = Scope::nothing(Occasion::Ongoing);
            }
            "samtycke-aterkallat" => person.permits[0].state = State::Withdrawn,
            "samtycke-saknas" => person.permits.clear(),
            "namn-inte-tillatet" => question.naming = Naming::Full,
            "reklam-foretag" => question.tags_company = true,
            "upphovsratt" => question.own_picture = false,
            "konto-inte-registrerat" => row.status = Status::Closed,
            _ => question.doubt = true,
        }
        let whole = SoFar::from(&question);
        let said = |answered: &dyn Fn(&str) -> bool| {
            let mut so_far = SoFar::default();
            for (_, answer) in ANSWERS.iter().filter(|(name, _)| answered(name)) {
                answer(&mut so_far, &whole);
            }
            let policy = sample::policy();
            already_no(&so_far, &[&person], Some(&row), &policy, TODAY)
        };
        let early = said(&|name| needed.contains(&name)).unwrap();
        assert_eq!(early.findings.len(), 1, "{rule}");
        assert_eq!(early.findings[0].rule.id, *rule);
        for left in *needed {
            let without = said(&|name| name != *left);
            assert_eq!(without, None, "{rule} without {left}");
        }
    }
    let noes: BTreeSet<&str> = RULES
        .iter()
        .filter(|rule| rule.answer == Answer::No)
        .map(|rule| rule.id)
        .collect();
    assert_eq!(noes, table.iter().map(|(rule, _)| *rule).collect());
}

#[test]
fn a_colleague_who_may_only_have_to_be_asked_is_no_early_no() {
    let mut colleague = pupil();
    colleague.staff = true;
    let (mut question, policy) = (question(), sample::policy());
    question.naming = Naming::Full;
    let whole = SoFar::from(&question);
    let early = SoFar {
        people: whole.people,
        naming: whole.naming,
        ..SoFar::default()
    };
    for (state, rule) in [
        (State::Withdrawn, "samtycke-aterkallat"),
        (State::InForce, "namn-inte-tillatet"),
    ] {
        colleague.permits[0].state = state;
        let said =
            |so_far: &SoFar<'_>| already_no(so_far, &[&colleague], Some(&BASE.2), &policy, TODAY);
        assert_eq!(said(&early), None);
        assert_eq!(said(&whole).unwrap().findings[0].rule.id, rule);
    }
}
