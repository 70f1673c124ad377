//! The ways of breaking a rule that the answers of any form have in common.

use crate::form::field::{Field, Kind};
use crate::form::finding::{Breach, Rule, Severity};
use crate::form::judging::Judging;
use crate::policy::guideline::Guideline;
use crate::value::email;
use crate::value::text;

/// A rule that is in the way until the answer has changed.
pub(crate) const fn stop(
    id: &'static str,
    field: &'static Field,
    guideline: Guideline,
    summary: &'static str,
    advice: &'static [&'static str],
    broken: fn(&Judging<'_>) -> Option<Breach>,
) -> Rule {
    Rule {
        id,
        field,
        severity: Severity::Stop,
        guideline,
        summary,
        advice,
        broken,
    }
}

/// «Fyll i», too short, too long.
pub(crate) const LENGTH_ADVICE: &[&str] = &[
    "Fyll i {rubrik}.",
    "Skriv lite mer under {rubrik}, minst {min} tecken.",
    "Skriv kortare under {rubrik}, högst {max} tecken. Nu är det {antal}.",
];
/// Unanswered, and no to something that has to be promised.
pub(crate) const PROMISE_ADVICE: &[&str] = &[
    "Svara på frågan: {label}.",
    "Ordna detta innan ni ansöker: {label}. Svaret behöver vara ja för att kontot ska få startas.",
];
pub(crate) const TICK_ADVICE: &[&str] = &["Kryssa i rutan om det stämmer: {label}."];

pub(crate) fn check_name(judging: &Judging<'_>, field: &Field) -> Option<Breach> {
    judging
        .name(field)
        .err()
        .map(|problem| Breach::case(problem as usize))
}

pub(crate) fn check_email(judging: &Judging<'_>, field: &Field) -> Option<Breach> {
    judging
        .email(field)
        .err()
        .map(|problem| Breach::case(problem as usize))
}

pub(crate) fn same_person(judging: &Judging<'_>, one: &Field, other: &Field) -> bool {
    match (judging.email(one), judging.email(other)) {
        (Ok(one), Ok(other)) => email::same(one, other),
        (Err(_), _) | (_, Err(_)) => false,
    }
}

pub(crate) fn unchosen(judging: &Judging<'_>, field: &Field) -> Option<Breach> {
    (!judging.is_chosen(field)).then(|| Breach::case(0))
}

pub(crate) fn unticked(judging: &Judging<'_>, field: &Field) -> Option<Breach> {
    (!judging.is_yes(field)).then(|| Breach::case(0))
}

pub(crate) fn check_promise(judging: &Judging<'_>, field: &Field) -> Option<Breach> {
    if judging.is_yes(field) {
        None
    } else {
        Some(Breach::case(usize::from(judging.is_chosen(field))))
    }
}

/// Judges a long text by the limits of its own field. An optional one may be empty.
pub(crate) fn check_length(judging: &Judging<'_>, field: &Field) -> Option<Breach> {
    let Kind::LongText { min, max } = field.kind else {
        return None;
    };
    let count = judging.chars(field);
    let case = if count == 0 {
        if field.optional {
            return None;
        }
        0
    } else if count < usize::from(min) {
        1
    } else if usize::from(max) < count {
        2
    } else {
        return None;
    };
    Some(
        Breach::case(case)
            .with("rubrik", &text::lowered(field.label))
            .with("min", &min)
            .with("max", &max)
            .with("antal", &count),
    )
}

pub(crate) fn check_guidelines(judging: &Judging<'_>, field: &Field) -> Option<Breach> {
    let confirmed = judging.confirmed(field);
    let left = judging
        .policy()
        .confirmed()
        .filter(|guideline| !confirmed.has(guideline.id))
        .count();
    (0 < left).then(|| Breach::case(0).with("antal", &left))
}
