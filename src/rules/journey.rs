//! Which step comes next: a pure function of the draft.

use crate::draft::Draft;
use crate::field::Field;
use crate::finding;
use crate::form::Step;
use crate::reading::{Facts, Reading};

/// The steps there are for these answers, by their numbers in the form. A step where nothing is
/// asked is left out, except the review, which is always last.
pub fn steps(draft: &Draft) -> Vec<usize> {
    let form = draft.form();
    let last = form.steps.len() - 1;
    form.steps
        .iter()
        .enumerate()
        .filter(|(number, step)| {
            *number == last || asked(step, draft).next().is_some() || waits(*number, draft)
        })
        .map(|(number, _)| number)
        .collect()
}

/// Whether every question of the step waits for an earlier answer that has not been given. Such a
/// step still counts, so that the M of «Steg N av M» does not jump.
fn waits(number: usize, draft: &Draft) -> bool {
    let form = draft.form();
    form.steps[number]
        .questions
        .iter()
        .any(|question| match question.when {
            crate::form::When::Always => false,
            crate::form::When::Is(other, _) => draft.is_empty(other),
        })
}

/// The fields asked on a step.
pub fn asked<'a>(step: &'a Step, draft: &'a Draft) -> impl Iterator<Item = &'static Field> + 'a {
    step.questions
        .iter()
        .map(|question| question.field)
        .filter(|field| draft.form().asks(field, draft))
}

/// Whether nothing on the step is in the way.
pub fn is_done(draft: &Draft, facts: &Facts<'_>, step: usize) -> bool {
    let reading = Reading::new(draft, *facts);
    let acknowledged = acknowledged(draft);
    finding::find_on_step(&reading, step)
        .iter()
        .all(|finding| !finding.blocks(acknowledged))
}

/// The first step that is not done; the last step when all before it are.
pub fn first_unfinished(draft: &Draft, facts: &Facts<'_>) -> usize {
    let steps = steps(draft);
    let last = steps.last().copied().unwrap_or_default();
    steps
        .into_iter()
        .find(|step| !is_done(draft, facts, *step))
        .unwrap_or(last)
}

/// The step after `step`, if there is one.
pub fn next(draft: &Draft, step: usize) -> Option<usize> {
    steps(draft).into_iter().find(|other| step < *other)
}

/// The step before `step`, if there is one.
pub fn previous(draft: &Draft, step: usize) -> Option<usize> {
    steps(draft).into_iter().rfind(|other| *other < step)
}

/// The warnings that have been acknowledged in the draft.
pub fn acknowledged(draft: &Draft) -> &[String] {
    draft
        .form()
        .fields()
        .find(|field| matches!(field.kind, crate::field::Kind::Warnings))
        .map_or(&[], |field| draft.list(field))
}

#[cfg(test)]
#[path = "test_journey.rs"]
mod tests;
