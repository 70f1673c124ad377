//! «Får jag publicera det här?»: the thirteen rules, their answer, and the log of what was published.
//!
//! [`already_no`] is asked in the browser while a person answers the questions, [`may_publish`] when
//! all are answered, and once more by the store when the publication is logged
//! ([`log::Publication::log`]).

pub mod log;
pub mod person;
pub mod retention;
pub mod rule;
pub mod shown;
pub mod so_far;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::consent::scope::{Channel, Medium, Naming, Purpose};
use crate::policy::Policy;
use crate::register::Row;
use crate::value::sort::sorted;
use crate::value::wire;
use crate::value::word::words;

use person::PersonOnPicture;
use rule::{Finding, RULES};
use so_far::SoFar;

use rule::{PersonStatus, Test};

words! {
    /// The answer to «Får jag publicera?». A later one wins over an earlier.
    Answer {
        Yes "ja" "Ja, du får publicera" "Every rule is kept.",
        AskAgain "fraga-igen" "Fråga igen först" "Somebody has to be asked first.",
        No "nej" "Nej, publicera inte" "A rule says no.",
    }
}

words! {
    /// How a person was asked.
    AskedHow {
        Spoken "muntligt" "Muntligt" "By word of mouth.",
        Written "skriftligt" "Skriftligt" "In writing.",
    }
}

/// A new question to those on a picture before it is shared, as it is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskedAgain {
    /// Who asked.
    #[serde(rename = "vem")]
    pub by: String,
    /// When.
    #[serde(rename = "dag", deserialize_with = "wire::day")]
    pub day: NaiveDate,
    /// How.
    #[serde(rename = "hur")]
    pub how: AskedHow,
}

/// That a picture comes from another account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shared {
    /// Which account, as it is called.
    #[serde(rename = "fran")]
    pub from: String,
    /// The new question, if it has been put.
    #[serde(rename = "fragad", default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<AskedAgain>,
}

/// Who can be recognised on a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "slag", deny_unknown_fields)]
pub enum PeopleShown {
    /// Nobody.
    #[serde(rename = "ingen")]
    Nobody,
    /// These people.
    #[serde(rename = "personer")]
    These {
        /// By id.
        #[serde(rename = "individer")]
        ids: Vec<String>,
        /// Whether another person can be recognised too, whom nothing is known of.
        #[serde(rename = "andra", default)]
        others: bool,
    },
}

/// What is asked before a picture is published.
///
/// Whether the account is open or closed is not asked: the rules hold for both (`alla-konton`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The account, by id, when it is published in one.
    #[serde(rename = "konto", default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Where it is shown.
    #[serde(rename = "kanal")]
    pub channel: Channel,
    /// What it is.
    #[serde(rename = "medium")]
    pub medium: Medium,
    /// What for.
    #[serde(rename = "andamal")]
    pub purpose: Purpose,
    /// The day it was taken.
    #[serde(rename = "tagen", deserialize_with = "wire::day")]
    pub taken: NaiveDate,
    /// The picture's id, when it has one already: a picture can be taken back by itself.
    #[serde(rename = "bild", default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// Who can be recognised.
    #[serde(rename = "personer")]
    pub people: PeopleShown,
    /// How much of a name stands with it.
    #[serde(rename = "namn")]
    pub naming: Naming,
    /// Whether a private company is tagged, or a product shown to be sold.
    #[serde(rename = "foretag")]
    pub tags_company: bool,
    /// Whether the organisation has the right to the picture.
    #[serde(rename = "egen_bild")]
    pub own_picture: bool,
    /// From which other account it comes, if it does.
    #[serde(rename = "delad", default, skip_serializing_if = "Option::is_none")]
    pub shared: Option<Shared>,
    /// Whether the asker is in any doubt.
    #[serde(rename = "tvekan")]
    pub doubt: bool,
}

/// The answer and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// The answer.
    #[serde(rename = "svar")]
    pub answer: Answer,
    /// Every rule that is broken, those that say no first.
    #[serde(rename = "skal")]
    pub findings: Vec<Finding>,
    /// The policy it was asked under.
    #[serde(rename = "policy")]
    pub policy_version: String,
}

/// Whether a picture may be published on `today`.
///
/// `people` holds what is known of those on the picture ([`person::People::pick`]); of a person who is not
/// among them nothing is known. `account` is the register's row for [`Question::account`].
pub fn may_publish(
    question: &Question,
    people: &[&PersonOnPicture],
    account: Option<&Row>,
    policy: &Policy,
    today: NaiveDate,
) -> Verdict {
    judge(&question.into(), people, account, policy, today)
}

/// The no that the answers so far decide, whatever is answered to the rest; nothing while the answer
/// is open. Every one of its reasons is one to mend, and more may come.
pub fn already_no(
    so_far: &SoFar<'_>,
    people: &[&PersonOnPicture],
    account: Option<&Row>,
    policy: &Policy,
    today: NaiveDate,
) -> Option<Verdict> {
    let verdict = judge(so_far, people, account, policy, today);
    (verdict.answer == Answer::No).then_some(verdict)
}

fn judge(
    question: &SoFar<'_>,
    people: &[&PersonOnPicture],
    account: Option<&Row>,
    policy: &Policy,
    today: NaiveDate,
) -> Verdict {
    let standings = standings(question, people, account, policy, today);
    let findings: Vec<Finding> = RULES
        .iter()
        .flat_map(|rule| match rule.test {
            Test::Question(broken) => broken(question, account)
                .then(|| Finding::of(rule, None))
                .into_iter()
                .collect::<Vec<_>>(),
            Test::Person(broken) => standings
                .iter()
                .filter(|(_, standing)| broken(*standing, question))
                .map(|(person, _)| Finding::of(rule, *person))
                .collect(),
        })
        .collect();
    // A stable sort: within an answer the table's order stays.
    let findings = sorted(findings, |one, other| {
        other.rule.answer.cmp(&one.rule.answer)
    });
    Verdict {
        answer: findings
            .first()
            .map_or(Answer::Yes, |finding| finding.rule.answer),
        findings,
        policy_version: policy.version.clone(),
    }
}

/// How each of those who can be recognised stands to the question, as far as that is known; nobody
/// in particular for people nothing is known of.
fn standings<'a>(
    question: &SoFar<'_>,
    people: &[&'a PersonOnPicture],
    account: Option<&Row>,
    policy: &Policy,
    today: NaiveDate,
) -> Vec<(Option<&'a PersonOnPicture>, PersonStatus)> {
    let Some(PeopleShown::These { ids, others }) = question.people else {
        return Vec::new();
    };
    let known = ids.iter().filter_map(|id| {
        let Some(person) = people.iter().find(|person| person.id == *id) else {
            return Some((None, PersonStatus::Missing));
        };
        let standing = person.standing(question, account, policy, today)?;
        Some((Some(*person), standing))
    });
    let unknown = (*others || ids.is_empty()).then_some((None, PersonStatus::Missing));
    known.chain(unknown).collect()
}

#[cfg(test)]
mod tests;
