//! The parsed answers that a draft keeps equal those parsed afresh, whatever has happened to the draft.

use proptest::prelude::*;

use super::*;
use crate::account::application::{self, FORM};
use crate::catalogue::FORMS;
use crate::consent::form::youth;
use crate::form::Form;
use crate::form::finding::{self, Finding};
use crate::form::judging::Judging;
use crate::tests::sample::{self, GROUND, any_answer, any_draft, with};
use crate::value::personal;

/// The same answers, of which nothing has been read.
fn afresh(draft: &Draft) -> Draft {
    serde_json::from_str(&serde_json::to_string(draft).unwrap()).unwrap()
}

fn found(draft: &Draft) -> Vec<Finding> {
    finding::find(&Judging::new(draft, GROUND.facts()))
}

#[track_caller]
fn check_kept(draft: &Draft) {
    let fresh = afresh(draft);
    assert_eq!(&fresh, draft);
    let facts = GROUND.facts();
    let (kept, read) = (Judging::new(draft, facts), Judging::new(&fresh, facts));
    for field in draft.form().fields() {
        assert_eq!(kept.asks(field), read.asks(field), "{}", field.id);
        assert_eq!(kept.text(field), read.text(field), "{}", field.id);
        assert_eq!(kept.list(field), read.list(field), "{}", field.id);
    }
    assert_eq!(found(draft), found(&fresh));
    // And once more, by what is kept since.
    assert_eq!(found(draft), found(&fresh));
}

/// Each parsed answer by its kind, beside what the module of the kind parses from the same text.
fn check_meanings(draft: &Draft) {
    let judging = Judging::new(draft, GROUND.facts());
    for field in draft.form().fields().filter(|field| judging.asks(field)) {
        let typed = draft.text(field);
        let text = judging.text(field);
        match field.kind {
            Kind::Line | Kind::Name => {
                assert_eq!(
                    judging.name(field),
                    name::parse(typed).as_deref().map_err(|p| *p)
                );
                assert_eq!(text, judging.name(field).unwrap_or_default());
            }
            Kind::Email => {
                assert_eq!(
                    judging.email(field),
                    email::parse(typed).as_deref().map_err(|p| *p)
                );
                assert_eq!(text, judging.email(field).unwrap_or_default());
            }
            Kind::Phone => {
                assert_eq!(
                    judging.phone(field),
                    phone::parse(typed).as_deref().map_err(|p| *p)
                );
                assert_eq!(text, typed);
            }
            Kind::Date => assert_eq!(judging.date(field), date::parse(typed)),
            Kind::LongText { .. } => {
                assert_eq!(text, text::tidy_lines(typed));
                assert_eq!(judging.chars(field), text::chars(text));
                let today = judging.today();
                if personal::contains_personal(text, [], today).is_some() {
                    assert!(judging.may_be_personal(field), "{text:?}");
                }
                let emails = judging.emails(field).unwrap();
                let lines: Vec<&str> = text.lines().collect();
                let wrong = |line: &&str| !line.is_empty() && email::parse(line).is_err();
                assert_eq!(
                    emails.wrong_line,
                    lines.iter().position(wrong).map(|at| 1 + at)
                );
                assert_eq!(
                    emails.count,
                    lines.iter().filter(|line| !line.is_empty()).count()
                );
            }
            Kind::Number { .. } => {
                let number = text.parse().ok().filter(|_| !text.starts_with('+'));
                assert_eq!(text, text::tidy(typed));
                assert_eq!(judging.number(field), number);
            }
            Kind::Choice(choices) => {
                assert_eq!(text, typed);
                let known = choices.iter().any(|choice| choice.id == typed);
                assert_eq!(judging.is_chosen(field), known);
                let platform = Platform::ALL.into_iter().find(|one| one.id() == typed);
                if *field == application::PLATTFORM {
                    assert_eq!(judging.platform(field), platform);
                }
            }
            Kind::Guidelines => {
                for guideline in Guideline::ALL.iter().copied() {
                    let ticked = draft.list(field).iter().any(|id| id == guideline.id());
                    assert_eq!(judging.confirmed(field).has(guideline), ticked);
                }
            }
            Kind::Personnummer
            | Kind::Address
            | Kind::Choices(_)
            | Kind::Tick
            | Kind::Unit
            | Kind::Account
            | Kind::Warnings
            | Kind::Information => assert_eq!(text, typed),
        }
        if field.class == Class::Open {
            let mut closed = Vec::new();
            collation::close_onto(text, &mut closed);
            assert_eq!(judging.closed(field), closed);
        }
    }
    let address = judging.address(&application::PLATTFORM, &application::KONTO_NAMN);
    let (platform, handle) = (
        judging.platform(&application::PLATTFORM),
        judging.text(&application::KONTO_NAMN),
    );
    assert_eq!(address.cloned(), address::parse(platform, handle));
}

/// Whether the question is asked, by following what it waits for back to the first question.
fn is_asked(form: &Form, field: &Field, draft: &Draft) -> bool {
    form.question(field)
        .is_some_and(|question| match question.when {
            When::Always => true,
            When::Is(other, values) => {
                answered(values, draft.text(other), draft.list(other))
                    && is_asked(form, other, draft)
            }
        })
}

#[test]
fn a_copy_that_changes_leaves_the_other_as_it_was() {
    let draft = sample::start();
    assert_eq!(found(&draft), []);
    let changed = with(draft.clone(), &[(&application::SYFTE, "")]);
    assert_eq!(found(&changed).len(), 1);
    assert_eq!(found(&draft), []);
    assert!(draft != changed);
    assert_eq!(
        with(
            changed,
            &[(&application::SYFTE, draft.text(&application::SYFTE))]
        ),
        draft
    );
}

#[test]
fn a_request_put_in_place_is_read() {
    let mut draft = Draft::new(&youth::FORM);
    let field = youth::FORM.prefilled[0];
    let request = with(Draft::new(&youth::FORM), &[(field, "x")]);
    let _ = draft.parsed();
    draft = draft.with_request(&request);
    check_kept(&draft);
}

proptest! {
    #![proptest_config(sample::tries(64))]

    #[test]
    fn an_answer_says_what_its_kind_reads(drafts in FORMS.iter().map(|form| any_draft(form).boxed()).collect::<Vec<_>>()) {
        for draft in drafts {
            check_meanings(&draft);
            for field in draft.form().fields() {
                prop_assert_eq!(draft.form().asks(field, &draft), is_asked(draft.form(), field, &draft));
            }
        }
    }

    /// However much was read before, a change is seen, and what is dropped is gone.
    #[test]
    fn what_was_read_is_forgotten_when_an_answer_changes(
        draft in any_draft(&FORM),
        changes in prop::collection::vec(
            (0..FORM.fields.len()).prop_flat_map(|at| (Just(at), any_answer(FORM.fields[at]))),
            1..12,
        ),
    ) {
        let mut draft = draft;
        for (at, answer) in changes {
            let _ = found(&draft);
            if let Some(answer) = answer {
                draft.set(FORM.fields[at], answer);
            }
            check_kept(&draft);
        }
        check_kept(&draft.clone().without_hidden());
        check_kept(&draft.without(|field| field.class == Class::Open));
    }

    /// One answer at a time among right ones, so that the account and the branches are reached.
    #[test]
    fn one_answer_that_changes_is_seen(at in 0..FORM.fields.len(), answers in (0..FORM.fields.len()).prop_flat_map(|at| (Just(at), any_answer(FORM.fields[at])))) {
        let mut draft = sample::start();
        let _ = found(&draft);
        let (other, answer) = answers;
        if let Some(answer) = answer {
            draft.set(FORM.fields[other], answer);
        }
        check_kept(&draft);
        check_meanings(&draft);
        check_kept(&draft.without(|field| *field == *FORM.fields[at]));
    }
}
