//! Which step comes next: a pure function of the draft.

use crate::form::draft::Draft;
use crate::form::field::Field;
use crate::form::finding::{self, Finding};
use crate::form::judging::Judging;
use crate::form::{Form, Step, When};

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
            When::Always => false,
            When::Is(other, _) => draft.is_empty(other),
        })
}

/// Whether a field may be written to while only these steps are open, by their slugs.
///
/// The review is always open, since its confirmations belong to the sending. So is a question that
/// waits for an answer on an open step: it may only now be asked.
pub fn is_open(form: &Form, field: &Field, open: &[String]) -> bool {
    let Some(number) = form.step_of(field) else {
        return false;
    };
    let slug = form.steps[number].slug;
    1 + number == form.steps.len()
        || open.iter().any(|known| known == slug)
        || form
            .question(field)
            .is_some_and(|question| match question.when {
                When::Always => false,
                When::Is(other, _) => is_open(form, other, open),
            })
}

/// The fields asked on a step.
pub fn asked<'a>(step: &'a Step, draft: &'a Draft) -> impl Iterator<Item = &'static Field> + 'a {
    step.questions
        .iter()
        .map(|question| question.field)
        .filter(|field| draft.form().asks(field, draft))
}

/// Whether nothing on the step is in the way of leaving it. On the last step nothing may be in the
/// way of sending; warnings are read and acknowledged there, wherever their questions stand.
pub fn is_done(judging: &Judging<'_>, step: usize) -> bool {
    let draft = judging.draft();
    if 1 + step == draft.form().steps.len() {
        let acknowledged = acknowledged(draft);
        let blocks = |finding: &Finding| finding.blocks(acknowledged);
        return !finding::find(judging).iter().any(blocks);
    }
    !finding::find_on_step(judging, step)
        .iter()
        .any(|finding| finding.rule.severity.stops())
}

/// The first step that is not done; the last step when all before it are.
pub fn first_unfinished(judging: &Judging<'_>) -> usize {
    let steps = steps(judging.draft());
    let last = steps.last().copied().unwrap_or_default();
    steps
        .into_iter()
        .find(|step| *step == last || !is_done(judging, *step))
        .unwrap_or(last)
}

/// The step after `step`, if there is one.
pub fn next(draft: &Draft, step: usize) -> Option<usize> {
    steps(draft).into_iter().find(|other| step < *other)
}

/// The warnings that have been acknowledged in the draft.
pub fn acknowledged(draft: &Draft) -> &[String] {
    draft
        .form()
        .fields()
        .find(|field| matches!(field.kind, crate::form::field::Kind::Warnings))
        .map_or(&[], |field| draft.list(field))
}

#[cfg(test)]
mod tests;
