//! Whatever crosses a crate border is tested here, with real parts.
//!
//! This library reads `cases/`: what was answered, on which day, and which rules it breaks. The
//! same cases go through the rules natively, as WebAssembly and over HTTP.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rules::account::case::{self, Checked};
use rules::catalogue;
use rules::consent;
use rules::consent::form::{deceased, withdrawal};
use rules::consent::text::{self, Wording};
use rules::form::draft::Draft;
use rules::form::finding::Finding;
use rules::form::judging::{Facts, Judging};
use rules::form::{Form, Keeper};
use rules::policy::Policy;
use rules::register::{Index, Row};
use serde::Deserialize;
use serde_json::{Map, Value, json};

const SHEETS: &[(&str, &str)] = &[
    ("starta-konto", include_str!("cases/starta-konto.json")),
    ("andra-konto", include_str!("cases/andra-konto.json")),
    (
        "samtycke-ungdom",
        include_str!("cases/samtycke-ungdom.json"),
    ),
    ("samtycke-vuxen", include_str!("cases/samtycke-vuxen.json")),
    (
        "samtycke-foretradare",
        include_str!("cases/samtycke-foretradare.json"),
    ),
    (
        "samtycke-bildstod",
        include_str!("cases/samtycke-bildstod.json"),
    ),
    (
        "samtycke-muntligt",
        include_str!("cases/samtycke-muntligt.json"),
    ),
    (
        "samtycke-papper",
        include_str!("cases/samtycke-papper.json"),
    ),
    ("ta-tillbaka", include_str!("cases/ta-tillbaka.json")),
    ("avliden", include_str!("cases/avliden.json")),
];
/// The policy that the cases are judged by.
pub const POLICY: &str = include_str!("cases/policy.toml");
const REGISTER: &str = include_str!("cases/forteckning.json");

/// One file of cases.
pub struct Sheet {
    /// The form they are drafts of.
    pub form: &'static Form,
    /// The cases. The first one keeps every rule.
    pub cases: Vec<Case>,
}

/// One case.
pub struct Case {
    /// What it is about, as a sentence.
    pub name: String,
    /// The day it is judged.
    pub day: NaiveDate,
    /// The draft as it goes over the wire.
    pub wire: Value,
    /// The draft as the rules read it.
    pub draft: Draft,
    /// The rules found broken, in field order.
    pub rules: Vec<String>,
    /// Whether it can be sent all the same.
    pub sent: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SheetFile {
    blankett: String,
    dag: NaiveDate,
    grund: Map<String, Value>,
    fall: Vec<CaseFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    namn: String,
    dag: Option<NaiveDate>,
    svar: BTreeMap<String, Value>,
    regler: Vec<String>,
    skickas: Option<bool>,
}

/// An answer that would be tedious to read in full.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Repeated {
    upprepa: String,
    ganger: usize,
}

/// Every file of cases.
///
/// # Panics
/// When a file is not as it should be: then a test must fail.
#[must_use]
pub fn sheets() -> Vec<Sheet> {
    SHEETS.iter().map(|(id, text)| sheet(id, text)).collect()
}

fn sheet(id: &str, text: &str) -> Sheet {
    let file: SheetFile =
        serde_json::from_str(text).unwrap_or_else(|fault| panic!("cases/{id}.json: {fault}"));
    let form = catalogue::form(&file.blankett).expect("a form of this name");
    let judge = Judge::new();
    let cases = file
        .fall
        .into_iter()
        .map(|case| {
            let mut answers = file.grund.clone();
            for (field, answer) in case.svar {
                match answer {
                    Value::Null => answers.remove(&field),
                    Value::Object(_) if answer.get("upprepa").is_some() => {
                        answers.insert(field, repeated(answer))
                    }
                    Value::Object(_)
                    | Value::Bool(_)
                    | Value::Number(_)
                    | Value::String(_)
                    | Value::Array(_) => answers.insert(field, answer),
                };
            }
            let day = case.dag.unwrap_or(file.dag);
            let texts = shown_texts(&mut answers);
            let read = |answers: &Map<String, Value>| -> Draft {
                serde_json::from_value(json!({ "form": form.id, "svar": answers }))
                    .unwrap_or_else(|fault| panic!("{}: {fault}", case.namn))
            };
            if !texts.is_empty() {
                let draft = read(&answers);
                let reading = Judging::new(&draft, judge.facts(day));
                for (field, wording) in texts {
                    let version = text::of(&reading, wording).version;
                    answers.insert(field, Value::String(version));
                }
            }
            let draft = read(&answers);
            let wire = json!({ "form": form.id, "svar": answers });
            Case {
                day,
                wire,
                draft,
                sent: case.skickas.unwrap_or(case.regler.is_empty()),
                rules: case.regler,
                name: case.namn,
            }
        })
        .collect();
    Sheet { form, cases }
}

/// Takes out the answers that stand for a text that was shown: their version is a hash, which nobody
/// writes by hand.
fn shown_texts(answers: &mut Map<String, Value>) -> Vec<(String, Wording)> {
    let wording = |answer: &Value| Wording::from_id(answer.get("visad-text")?.as_str()?);
    let texts: Vec<(String, Wording)> = answers
        .iter()
        .filter_map(|(field, answer)| Some((field.clone(), wording(answer)?)))
        .collect();
    for (field, _) in &texts {
        answers.remove(field);
    }
    texts
}

fn repeated(answer: Value) -> Value {
    let repeated: Repeated = serde_json::from_value(answer).expect("upprepa and ganger");
    Value::String(repeated.upprepa.repeat(repeated.ganger))
}

/// The policy that the cases are judged by.
///
/// # Panics
/// When it is refused.
#[must_use]
pub fn policy() -> Policy {
    Policy::from_toml(POLICY).unwrap_or_else(|fault| panic!("cases/policy.toml: {fault}"))
}

/// The register that the cases are judged by.
///
/// # Panics
/// When it cannot be read.
#[must_use]
pub fn register() -> Vec<Row> {
    serde_json::from_str(REGISTER).expect("cases/forteckning.json")
}

/// Judges drafts by the rules themselves.
pub struct Judge {
    policy: Policy,
    register: Index,
}

impl Judge {
    /// A judge with the cases' own policy and register.
    #[must_use]
    pub fn new() -> Self {
        Self {
            policy: policy(),
            register: Index::new(register()),
        }
    }

    /// What the draft is judged against on a day.
    #[must_use]
    pub fn facts(&self, today: NaiveDate) -> Facts<'_> {
        Facts {
            policy: &self.policy,
            register: &self.register,
            today,
        }
    }

    /// Whether the draft can be sent, and everything found.
    #[must_use]
    pub fn judge(&self, draft: &Draft, today: NaiveDate) -> (bool, Vec<Finding>) {
        let facts = self.facts(today);
        let form = draft.form();
        let judged = if form.keeper == Keeper::Employee {
            case::check(draft, &facts).map(|checked| match checked {
                Checked::Start(application) => application.remarks().to_vec(),
                Checked::Change(request) => request.remarks().to_vec(),
            })
        } else if form == &withdrawal::FORM {
            withdrawal::check(draft, &facts).map(|_| Vec::new())
        } else if form == &deceased::FORM {
            deceased::check(draft, &facts).map(|_| Vec::new())
        } else {
            consent::form::check(draft, &facts).map(|checked| checked.remarks().to_vec())
        };
        match judged {
            Ok(remarks) => (true, remarks),
            Err(findings) => (false, findings),
        }
    }

    /// What is different from what the case says, in a line for whoever reads the test.
    #[must_use]
    pub fn difference(&self, case: &Case) -> Option<String> {
        let (sent, findings) = self.judge(&case.draft, case.day);
        let found: Vec<&str> = findings.iter().map(|finding| finding.rule.id).collect();
        (sent != case.sent || found != case.rules).then(|| {
            format!(
                "{}: found {found:?} and sent {sent}, expected {:?} and {}",
                case.name, case.rules, case.sent
            )
        })
    }
}

impl Default for Judge {
    fn default() -> Self {
        Self::new()
    }
}
