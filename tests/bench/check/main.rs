//! The rules as the browser runs them, with handles for a bench: `globalThis.klartecken`.
//!
//! - `form()`: the application form as JSON, so that what it is measured beside asks the same;
//! - `prepare(draft, policy, rows, day)`: reads all four and answers with the findings;
//! - `check(n)`: checks the prepared draft `n` times and answers how often it kept every rule;
//! - `crowd(people, question)`: reads both and answers with the verdict's word;
//! - `verdict(n)`: judges the question `n` times and answers how often it may be published.
//!
//! What is not here: any rule, and any clock.

use std::cell::RefCell;
use std::hint::black_box;

use chrono::NaiveDate;
use js_sys::{Object, Reflect, global};
use rules::account::application::{self, FORM};
use rules::form::draft::Draft;
use rules::form::field::{Field, Kind};
use rules::form::judging::Facts;
use rules::form::{Question, When};
use rules::policy::Policy;
use rules::publication;
use rules::publication::person::People;
use rules::register::{Index, Row};
use serde_json::{Value, json};
use wasm_bindgen::prelude::{Closure, JsValue};

/// What is checked over and over.
struct Prepared {
    draft: Draft,
    policy: Policy,
    register: Index,
    today: NaiveDate,
}

impl Prepared {
    fn facts(&self) -> Facts<'_> {
        Facts {
            policy: &self.policy,
            register: &self.register,
            today: self.today,
        }
    }
}

/// A question about a picture, and everybody it may show.
struct Crowd {
    people: People,
    question: publication::Question,
}

thread_local! {
    static CROWD: RefCell<Option<Crowd>> = const { RefCell::new(None) };
    static PREPARED: RefCell<Option<Prepared>> = const { RefCell::new(None) };
}

fn main() {
    let handles = Object::new();
    let add = |name: &str, handle: JsValue| {
        Reflect::set(&handles, &name.into(), &handle).expect("a new object takes any property");
    };
    add(
        "form",
        Closure::<dyn Fn() -> String>::new(|| form().to_string()).into_js_value(),
    );
    add(
        "prepare",
        Closure::<dyn Fn(String, String, String, String) -> String>::new(
            |draft: String, policy: String, rows: String, day: String| {
                prepare(&draft, &policy, &rows, &day)
            },
        )
        .into_js_value(),
    );
    add(
        "check",
        Closure::<dyn Fn(u32) -> u32>::new(check).into_js_value(),
    );
    add(
        "crowd",
        Closure::<dyn Fn(String, String) -> String>::new(|people: String, question: String| {
            crowd(&people, &question)
        })
        .into_js_value(),
    );
    add(
        "verdict",
        Closure::<dyn Fn(u32) -> u32>::new(verdict).into_js_value(),
    );
    Reflect::set(&global(), &"klartecken".into(), &handles)
        .expect("a page lets its scripts set a global");
}

/// Puts everything in place and answers with the findings as JSON, or with what could not be read.
fn prepare(draft: &str, policy: &str, rows: &str, day: &str) -> String {
    let read = || -> Result<Prepared, serde_json::Error> {
        Ok(Prepared {
            draft: serde_json::from_str(draft)?,
            policy: serde_json::from_str(policy)?,
            register: Index::new(serde_json::from_str::<Vec<Row>>(rows)?),
            today: serde_json::from_value(Value::from(day))?,
        })
    };
    let prepared = match read() {
        Ok(prepared) => prepared,
        Err(error) => return error.to_string(),
    };
    let findings = application::check(&prepared.draft, &prepared.facts())
        .err()
        .unwrap_or_default();
    PREPARED.set(Some(prepared));
    json!(findings).to_string()
}

/// How many of `times` checks found nothing in the way.
fn check(times: u32) -> u32 {
    PREPARED.with_borrow(|prepared| {
        prepared.as_ref().map_or(0, |prepared| {
            let kept = |_: &u32| {
                // What the draft says was read when it was prepared: the others get state that is parsed, too. The
                // draft is hidden from the compiler each time, or it would check it once.
                application::check(black_box(&prepared.draft), &prepared.facts()).is_ok()
            };
            u32::try_from((0..times).filter(kept).count()).unwrap_or(u32::MAX)
        })
    })
}

/// Puts people and question in place, with the account and the day that were prepared.
fn crowd(people: &str, question: &str) -> String {
    let read = || -> Result<Crowd, serde_json::Error> {
        Ok(Crowd {
            people: People::new(serde_json::from_str(people)?),
            question: serde_json::from_str(question)?,
        })
    };
    match read() {
        Ok(crowd) => {
            CROWD.set(Some(crowd));
            format!("{} of 1", verdict(1))
        }
        Err(error) => error.to_string(),
    }
}

/// How many of `times` judgements say yes.
fn verdict(times: u32) -> u32 {
    CROWD.with_borrow(|crowd| {
        PREPARED.with_borrow(|prepared| {
            let (Some(crowd), Some(prepared)) = (crowd, prepared) else {
                return 0;
            };
            let says_yes = |_: &u32| {
                let question = black_box(&crowd.question);
                let account = question.account.as_deref().and_then(|id| {
                    let mut rows = prepared.register.rows().iter();
                    rows.find(|row| row.id == id)
                });
                let people = crowd.people.pick(question);
                let (policy, today) = (&prepared.policy, prepared.today);
                let verdict = publication::may_publish(question, &people, account, policy, today);
                verdict.answer == publication::Answer::Yes
            };
            u32::try_from((0..times).filter(says_yes).count()).unwrap_or(u32::MAX)
        })
    })
}

fn form() -> Value {
    let steps = FORM.steps.iter().map(|step| {
        json!({
            "slug": step.slug,
            "title": step.title,
            "questions": step.questions.iter().map(question).collect::<Vec<_>>(),
        })
    });
    json!({ "id": FORM.id, "title": FORM.title, "steps": steps.collect::<Vec<_>>() })
}

fn question(question: &Question) -> Value {
    let Field {
        id,
        label,
        hint,
        kind,
        optional,
        ..
    } = question.field;
    let when = match question.when {
        When::Always => Value::Null,
        When::Is(other, values) => json!({ "field": other.id, "values": values }),
    };
    let (kind, limits) = match kind {
        Kind::Line => ("line", None),
        Kind::Name => ("name", None),
        Kind::Email => ("email", None),
        Kind::Phone => ("phone", None),
        Kind::Date => ("date", None),
        Kind::Address => ("address", None),
        Kind::LongText { min, max } => ("long-text", Some((min, max))),
        Kind::Number { min, max } => ("number", Some((min, max))),
        Kind::Choice(_) => ("choice", None),
        Kind::Choices(_) => ("choices", None),
        Kind::Tick => ("tick", None),
        Kind::Unit => ("unit", None),
        Kind::Account => ("account", None),
        Kind::Guidelines => ("guidelines", None),
        Kind::Warnings => ("warnings", None),
        Kind::Personnummer => ("personnummer", None),
        Kind::Information => ("information", None),
    };
    let choices = question
        .field
        .choices()
        .iter()
        .map(|choice| json!({ "id": choice.id, "label": choice.label, "hint": choice.hint }));
    json!({
        "id": id,
        "label": label,
        "hint": hint,
        "kind": kind,
        "optional": optional,
        "when": when,
        "min": limits.map(|(min, _)| min),
        "max": limits.map(|(_, max)| max),
        "choices": choices.collect::<Vec<_>>(),
    })
}
