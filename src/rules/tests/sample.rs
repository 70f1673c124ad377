//! What several tests begin from: the policy, the register and the drafts of `tests/cases`.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, Utc};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde_json::{Value, json};

use crate::form::Form;
use crate::form::draft::{Answer, Draft};
use crate::form::field::Field;
use crate::form::judging::Facts;
use crate::policy::Policy;
use crate::register::{Index, Row};

pub(crate) const TODAY: NaiveDate =
    NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day in the calendar");

pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-21T08:00:00Z".parse().unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn policy() -> Policy {
    Policy::from_toml(include_str!("../../../tests/cases/policy.toml")).unwrap()
}

pub(crate) fn rows() -> Vec<Row> {
    serde_json::from_str(include_str!("../../../tests/cases/forteckning.json")).unwrap()
}

/// What a property fails for is kept beside the file it stands in, so that it is tried first the next time.
///
/// Runs a property as often as `usual`, and more often in proportion where `PROPTEST_CASES` asks for more than the
/// library's own 256, as the long suite does.
pub(crate) fn tries(usual: u32) -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        cases: (usual * config.cases / 256).max(usual),
        ..config
    }
}

fn base(file: &str) -> Draft {
    let file: Value = serde_json::from_str(file).unwrap();
    let wire = json!({ "form": file["blankett"], "svar": file["grund"] });
    serde_json::from_value(wire).unwrap()
}

/// A draft to start an account, which keeps every rule.
pub(crate) fn start() -> Draft {
    base(include_str!("../../../tests/cases/starta-konto.json"))
}

/// A draft to close an account, which keeps every rule.
pub(crate) fn change() -> Draft {
    base(include_str!("../../../tests/cases/andra-konto.json"))
}

/// The draft with other texts.
pub(crate) fn with(mut draft: Draft, answers: &[(&Field, &str)]) -> Draft {
    for (field, text) in answers {
        draft.set_text(field, *text);
    }
    draft
}

/// The draft with other ticks.
pub(crate) fn ticked(mut draft: Draft, field: &Field, ids: &[&str]) -> Draft {
    let ids = ids.iter().map(|id| (*id).to_owned()).collect();
    draft.set(field, Answer::List(ids));
    draft
}

/// What a person may have answered to the field, and what nobody would.
pub(crate) fn any_answer(field: &'static Field) -> BoxedStrategy<Option<Answer>> {
    let id = prop_oneof![
        "[a-z-]{0,8}",
        any::<String>(),
        Just("ja".to_owned()),
        prop::sample::select(
            field
                .choices()
                .iter()
                .map(|choice| choice.id.to_owned())
                .chain([String::new(), "norrskolan".to_owned(), "saknas".to_owned()])
                .collect::<Vec<_>>()
        ),
    ];
    if field.holds_list() {
        prop::option::of(prop::collection::vec(id, 0..4).prop_map(Answer::List)).boxed()
    } else {
        let text = prop_oneof![
            2 => id,
            1 => "[ a-zåäöÅ@.:/0-9<>\u{202E}\u{30A}\u{200B}\n-]{0,60}",
            1 => Just("https://www.facebook.com/exempelbiblioteket".to_owned()),
            1 => Just("2026-11-21".to_owned()),
            1 => "\\PC{0,700}",
        ];
        prop::option::of(text.prop_map(Answer::Text)).boxed()
    }
}

/// A draft with any such answers.
pub(crate) fn any_draft(form: &'static Form) -> impl Strategy<Value = Draft> {
    form.fields()
        .map(any_answer)
        .collect::<Vec<_>>()
        .prop_map(move |answers| {
            let mut draft = Draft::new(form);
            for (field, answer) in form.fields().zip(answers) {
                if let Some(answer) = answer {
                    draft.set(field, answer);
                }
            }
            draft
        })
}

/// The policy and the register that the drafts are judged against.
pub(crate) struct Ground {
    pub(crate) policy: Policy,
    pub(crate) register: Index,
}

/// Made once, for tests that judge many drafts.
pub(crate) static GROUND: LazyLock<Ground> = LazyLock::new(Ground::new);

impl Ground {
    pub(crate) fn new() -> Self {
        Self {
            policy: policy(),
            register: Index::new(rows()),
        }
    }

    pub(crate) fn facts(&self) -> Facts<'_> {
        Facts {
            policy: &self.policy,
            register: &self.register,
            today: TODAY,
        }
    }
}
