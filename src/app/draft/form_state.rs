//! A form being filled in: its draft, the findings shown, and what follows from both.

use std::ptr;

use leptos::prelude::*;
use rules::form::Form;
use rules::form::draft::{Answer as Given, Draft};
use rules::form::field::Field;
use rules::form::finding::{self, Finding, FindingJson, Rule, Severity};
use rules::form::journey;
use rules::form::judging::{Facts, Judging};
use rules::policy::Policy;

use crate::component::question::{Answer, Words};
use crate::data::policy::policy;
use crate::data::register::Register;
use crate::platform::clock;

/// A form being filled in.
#[derive(Clone, Copy)]
pub(crate) struct FormState {
    /// The form.
    pub(crate) form: &'static Form,
    /// The organisation's policy.
    pub(crate) policy: &'static Policy,
    /// The public list.
    pub(crate) register: Register,
    draft: RwSignal<Draft>,
    shown: RwSignal<Vec<ShownFinding>>,
}

/// A finding that is shown until its answer is corrected.
#[derive(Clone, PartialEq)]
struct ShownFinding {
    rule: RuleRef,
    case: usize,
    sentence: String,
    /// Whether the store found it, which the rules in the browser may not be able to.
    told: bool,
}

impl ShownFinding {
    fn new(finding: &Finding, told: bool) -> Self {
        Self {
            rule: RuleRef(finding.rule),
            case: finding.breach.case,
            sentence: finding.sentence(),
            told,
        }
    }
}

/// A rule, compared by its id, since forms share rules.
#[derive(Clone, Copy)]
struct RuleRef(&'static Rule);

impl PartialEq for RuleRef {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

/// The outcome of a validation.
pub(crate) enum Validation {
    /// No finding stops.
    Clear,
    /// Findings stop, and are shown.
    Wrong,
    /// The rule ends the application; a page of its own says what to do.
    Exit(&'static Rule),
}

impl FormState {
    /// A form with these answers, and no finding shown.
    pub(crate) fn new(draft: Draft) -> Self {
        Self {
            form: draft.form(),
            policy: policy(),
            register: Register::here(),
            draft: RwSignal::new(draft),
            shown: RwSignal::new(Vec::new()),
        }
    }

    /// The answers. Tracked.
    pub(crate) fn draft(&self) -> Draft {
        self.draft.get()
    }

    /// The answers, untracked.
    pub(crate) fn draft_untracked(&self) -> Draft {
        self.draft.get_untracked()
    }

    /// Replaces the answers, such as with those saved on another device.
    pub(crate) fn replace(&self, draft: Draft) {
        self.shown.set(Vec::new());
        self.draft.set(draft);
    }

    /// Calls `ask` with the answers as the rules read them. Tracked.
    pub(crate) fn read<T>(&self, ask: impl FnOnce(&Judging<'_>) -> T) -> T {
        let index = self.register.index();
        self.draft.with(|draft| self.ask(draft, &index, ask))
    }

    fn read_untracked<T>(&self, ask: impl FnOnce(&Judging<'_>) -> T) -> T {
        let index = self.register.index_untracked();
        self.draft
            .with_untracked(|draft| self.ask(draft, &index, ask))
    }

    fn ask<T>(
        &self,
        draft: &Draft,
        register: &rules::register::Index,
        ask: impl FnOnce(&Judging<'_>) -> T,
    ) -> T {
        let facts = Facts {
            policy: self.policy,
            register,
            today: clock::today(),
        };
        ask(&Judging::new(draft, facts))
    }

    /// Whether the question is asked, given the other answers. Tracked.
    pub(crate) fn asks(&self, field: &Field) -> bool {
        self.draft.with(|draft| self.form.asks(field, draft))
    }

    /// The text answered, untracked.
    pub(crate) fn text_untracked(&self, field: &Field) -> String {
        self.draft
            .with_untracked(|draft| draft.text(field).to_owned())
    }

    /// The text answered. Tracked.
    pub(crate) fn text(&self, field: &Field) -> String {
        self.draft.with(|draft| draft.text(field).to_owned())
    }

    /// The words around the question, with what is to be corrected.
    pub(crate) fn words(self, field: &'static Field) -> Words {
        let error = Signal::derive(move || {
            self.shown.with(|shown| {
                let ours: Vec<&str> = shown
                    .iter()
                    .filter(|shown| ptr::eq(shown.rule.0.field, field))
                    .map(|shown| shown.sentence.as_str())
                    .collect();
                (!ours.is_empty()).then(|| ours.join(" "))
            })
        });
        Words {
            id: field.id,
            label: field.label,
            hint: field.hint,
            optional: field.optional,
            error,
        }
    }

    /// The text answer and the way to change it.
    pub(crate) fn answer(self, field: &'static Field) -> Answer {
        Answer {
            text: Signal::derive(move || self.text(field)),
            write: Callback::new(move |text: String| self.write(field, Given::Text(text))),
        }
    }

    /// The ids ticked. Tracked.
    pub(crate) fn ticked(self, field: &'static Field) -> Signal<Vec<String>> {
        Signal::derive(move || self.draft.with(|draft| draft.list(field).to_vec()))
    }

    /// Ticks or unticks an id.
    pub(crate) fn tick(self, field: &'static Field) -> Callback<(String, bool)> {
        Callback::new(move |(id, on): (String, bool)| {
            let mut list = self
                .draft
                .with_untracked(|draft| draft.list(field).to_vec());
            list.retain(|known| *known != id);
            if on {
                list.push(id);
            }
            self.write(field, Given::List(list));
        })
    }

    /// Writes an answer and hides the findings it corrects. New findings wait for the next validation.
    fn write(self, field: &'static Field, answer: Given) {
        self.draft.update(|draft| draft.set(field, answer));
        if self.shown.with_untracked(Vec::is_empty) {
            return;
        }
        let still: Vec<(RuleRef, usize)> = self.read_untracked(|reading| {
            finding::find(reading)
                .into_iter()
                .map(|finding| (RuleRef(finding.rule), finding.breach.case))
                .collect()
        });
        let stays = |shown: &ShownFinding| {
            let elsewhere = shown.told && !ptr::eq(shown.rule.0.field, field);
            elsewhere || still.contains(&(shown.rule, shown.case))
        };
        if !self.shown.with_untracked(|shown| shown.iter().all(stays)) {
            self.shown.update(|shown| shown.retain(stays));
        }
    }

    /// Drops the answers to questions that are not asked any more.
    pub(crate) fn drop_hidden(&self) {
        let before = self.draft_untracked();
        let after = before.clone().without_hidden();
        if after != before {
            self.draft.set(after);
        }
    }

    /// Validates a step, and shows the findings that stop.
    pub(crate) fn validate_step(&self, step: usize) -> Validation {
        let findings = self.read_untracked(|reading| finding::find_on_step(reading, step));
        self.show(&findings, |finding| finding.rule.severity.stops())
    }

    /// Validates some fields, and shows the findings that stop.
    pub(crate) fn validate_fields(&self, is_asked: impl Fn(&Field) -> bool) -> Validation {
        let mut findings = self.read_untracked(finding::find);
        findings.retain(|finding| is_asked(finding.rule.field));
        self.show(&findings, |finding| finding.rule.severity.stops())
    }

    /// Validates a step and shows nothing, so that the browser has compiled the code before it is needed.
    pub(crate) fn rehearse(&self, step: usize) {
        let found = self.read_untracked(|reading| finding::find_on_step(reading, step));
        drop(found);
    }

    /// Validates every step, and shows the findings that stop a send.
    pub(crate) fn validate_all(&self) -> Validation {
        let findings = self.read_untracked(finding::find);
        let draft = self.draft_untracked();
        let acknowledged = journey::acknowledged(&draft);
        self.show(&findings, |finding| finding.blocks(acknowledged))
    }

    fn show(&self, findings: &[Finding], in_the_way: impl Fn(&Finding) -> bool) -> Validation {
        let exit = findings
            .iter()
            .map(|finding| finding.rule)
            .find(|rule| rule.severity == Severity::Exit);
        let shown: Vec<ShownFinding> = findings
            .iter()
            .filter(|finding| finding.rule.severity != Severity::Exit && in_the_way(finding))
            .map(|finding| ShownFinding::new(finding, false))
            .collect();
        let clear = shown.is_empty();
        self.shown.set(shown);
        match (clear, exit) {
            (false, _) => Validation::Wrong,
            (true, Some(rule)) => Validation::Exit(rule),
            (true, None) => Validation::Clear,
        }
    }

    /// Shows the store's findings.
    pub(crate) fn tell(&self, told: &[FindingJson]) {
        self.shown.set(
            told.iter()
                .filter_map(|told| told.clone().read(self.form))
                .map(|finding| ShownFinding::new(&finding, true))
                .collect(),
        );
    }

    /// Hides every finding, when another step is shown.
    pub(crate) fn clear(&self) {
        if !self.shown.with_untracked(Vec::is_empty) {
            self.shown.set(Vec::new());
        }
    }

    /// The findings shown, in the order of the fields: each field and its sentence. Tracked.
    pub(crate) fn to_correct(self) -> Vec<(&'static Field, String)> {
        self.shown.with(|shown| {
            shown
                .iter()
                .map(|shown| (shown.rule.0.field, shown.sentence.clone()))
                .collect()
        })
    }

    /// The findings of one severity as the answers stand. Tracked.
    pub(crate) fn found(&self, severity: Severity) -> Vec<Finding> {
        self.read(|reading| {
            finding::find(reading)
                .into_iter()
                .filter(|finding| finding.rule.severity == severity)
                .collect()
        })
    }

    /// The first step before the review with a finding that stops, or the review. Untracked.
    pub(crate) fn first_unfinished(&self) -> usize {
        self.read_untracked(journey::first_unfinished)
    }
}
