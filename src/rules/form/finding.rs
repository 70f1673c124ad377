//! What is wrong with an answer, and the rule that says so.
//!
//! A finding carries no sentence. It names the rule and its numbers, and the sentence is made from
//! the rule where it is shown, so that the store and the wire stay free of Swedish.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::form::Form;
use crate::form::field::Field;
use crate::form::judging::Judging;
use crate::policy::guideline::Guideline;
use crate::value::wire;

/// What a broken rule leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// «Råd»: informs.
    Advice,
    /// «Varning»: must be acknowledged before sending.
    Warning,
    /// «Stopp»: blocks sending.
    Stop,
    /// Not eligible, which is not the same as wrong: leads to a page that says what to do instead.
    Exit,
}

impl Severity {
    /// The word people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Advice => "Råd",
            Self::Warning => "Varning",
            Self::Stop => "Stopp",
            Self::Exit => "Kan inte sökas här",
        }
    }

    /// Whether it says no until the answer has changed. The others wait for the review at most.
    pub const fn stops(self) -> bool {
        match self {
            Self::Stop | Self::Exit => true,
            Self::Advice | Self::Warning => false,
        }
    }
}

/// A check that enforces a sentence a person wrote down.
pub struct Rule {
    /// Swedish kebab-case word, stable for ever.
    pub id: &'static str,
    /// The field people are led to.
    pub field: &'static Field,
    /// What a breach leads to.
    pub severity: Severity,
    /// The sentence it enforces.
    pub guideline: Guideline,
    /// What it checks, in a short sentence for the guideline page.
    pub summary: &'static str,
    /// What to do, one sentence per way of breaking the rule. May hold `{names}` of numbers.
    pub advice: &'static [&'static str],
    /// Whether the answers break the rule. Only asked when the field is.
    pub broken: fn(&Judging<'_>) -> Option<Breach>,
}

/// How a rule was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which of the rule's advices applies.
    pub case: usize,
    /// The numbers and words that the advice names, such as `min` or who has taken an account.
    pub details: Vec<(Cow<'static, str>, String)>,
}

impl Breach {
    /// The rule's advice number `case`, which names no details.
    pub const fn case(case: usize) -> Self {
        Self {
            case,
            details: Vec::new(),
        }
    }

    /// Adds a detail for the advice: a number or a word.
    #[must_use]
    pub fn with(mut self, name: &'static str, detail: &dyn ToString) -> Self {
        self.details.push((Cow::Borrowed(name), detail.to_string()));
        self
    }
}

/// A broken rule. [`crate::catalogue`], which knows every rule, reads one from the wire.
#[derive(Clone, Serialize, Deserialize)]
#[serde(into = "FindingJson", try_from = "FindingJson")]
pub struct Finding {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// How.
    pub breach: Breach,
}

impl Finding {
    /// The Swedish sentence that says what to do.
    pub fn sentence(&self) -> String {
        let mut sentence = self
            .rule
            .advice
            .get(self.breach.case)
            .or(self.rule.advice.first())
            .copied()
            .unwrap_or_default()
            .replace("{label}", self.rule.field.label);
        for (name, detail) in &self.breach.details {
            sentence = sentence.replace(&["{", name, "}"].concat(), detail);
        }
        sentence
    }

    /// Whether sending must wait until the finding is gone or, for a warning, acknowledged.
    pub fn blocks(&self, acknowledged: &[String]) -> bool {
        match self.rule.severity {
            Severity::Advice => false,
            Severity::Warning => !acknowledged.iter().any(|id| id == self.rule.id),
            Severity::Stop | Severity::Exit => true,
        }
    }
}

/// Every broken rule of the draft's form, never just the first, in field order.
pub fn find(judging: &Judging<'_>) -> Vec<Finding> {
    find_where(judging, |_| true)
}

/// The broken rules whose field stands on step number `step`, counted from 0.
pub fn find_on_step(judging: &Judging<'_>, step: usize) -> Vec<Finding> {
    let form = judging.form();
    find_where(judging, |rule| form.step_of(rule.field) == Some(step))
}

fn find_where(judging: &Judging<'_>, wanted: impl Fn(&Rule) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in judging.rules() {
        if wanted(rule)
            && let Some(breach) = (rule.broken)(judging)
        {
            findings.push(Finding { rule, breach });
        }
    }
    findings
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.rule.id, self.breach.case)
    }
}

impl PartialEq for Finding {
    fn eq(&self, other: &Self) -> bool {
        self.rule.id == other.rule.id && self.breach == other.breach
    }
}

/// A finding on its way: `{"regel":"syfte","falt":"syfte","fall":0,"uppgifter":{"min":"20"}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingJson {
    regel: String,
    falt: String,
    fall: usize,
    #[serde(
        default,
        deserialize_with = "wire::members",
        serialize_with = "wire::write_members"
    )]
    uppgifter: Vec<(String, String)>,
}

impl From<Finding> for FindingJson {
    fn from(finding: Finding) -> Self {
        Self {
            regel: finding.rule.id.to_owned(),
            falt: finding.rule.field.id.to_owned(),
            fall: finding.breach.case,
            uppgifter: finding
                .breach
                .details
                .into_iter()
                .map(|(name, detail)| (name.into_owned(), detail))
                .collect(),
        }
    }
}

impl FindingJson {
    /// The finding, when its rule is one of `form`.
    pub fn read(self, form: &'static Form) -> Option<Finding> {
        let rule = form.rules().find(|rule| rule.id == self.regel)?;
        Some(self.of(rule))
    }

    /// The id of the rule it says is broken.
    pub(crate) fn rule_id(&self) -> &str {
        &self.regel
    }

    /// The finding, when this is its rule.
    pub(crate) fn of(self, rule: &'static Rule) -> Finding {
        Finding {
            rule,
            breach: Breach {
                case: self.fall,
                details: self
                    .uppgifter
                    .into_iter()
                    .map(|(name, detail)| (Cow::Owned(name), detail))
                    .collect(),
            },
        }
    }
}
