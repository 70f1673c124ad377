//! «Starta konto»: the form an employee fills in, and every rule it must keep.
//!
//! [`check`] is the only way to make an [`Application`], so that every rule was kept on the day it
//! was made.

use std::fmt;
use std::iter;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::form::draft::Draft;
use crate::form::field::{Field, UNKNOWN};
use crate::form::finding::{self, Finding};
use crate::form::judging::{Facts, Judging};
use crate::form::parsed::{Account, ParsedAnswers};
use crate::policy::unit;
use crate::value::address::Address;
use crate::value::collation;
use crate::value::word::words;

mod question;
mod rule;

pub use question::*;
pub use rule::RULES;

/// A person named in a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The name, tidied.
    #[serde(rename = "namn")]
    pub name: String,
    /// The e-mail address, tidied.
    #[serde(rename = "epost")]
    pub email: String,
}

words! {
    /// What a person needs to look at more closely.
    Flag {
        DataProtection "dataskydd" "Dataskyddsombudet behöver titta" "The legal basis is not known: the data protection officer looks.",
        Sensitive "kansligt" "Rör barn, vård eller skyddade uppgifter" "Children, care or protected identities.",
        UnitMissing "enhet-saknas" "Enheten saknas i organisationen" "The unit is not in the organisation's tree.",
        PostsException "undantag-inlagg" "Söker undantag från antalet inlägg" "Fewer posts than the guideline asks for.",
        Login "inloggning" "Inloggningen är inte skyddad fullt ut" "The login is not protected in two steps, or belongs to a person.",
    }
}

/// The account that is applied for, as it will stand in the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The account.
    #[serde(rename = "konto")]
    pub address: Address,
    /// What the platform is called, when it is another one.
    #[serde(
        rename = "plattform_annan",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub other_platform: Option<String>,
    /// The unit's name.
    #[serde(rename = "enhet")]
    pub unit: String,
    /// Its förvaltning.
    #[serde(rename = "forvaltning")]
    pub department: String,
    /// For the public.
    #[serde(rename = "beskrivning")]
    pub description: String,
    /// Whether anybody can see it.
    #[serde(rename = "oppet")]
    pub open: bool,
    /// The head of the unit, who answers for it.
    #[serde(rename = "chef")]
    pub manager: Contact,
    /// Who runs it.
    #[serde(rename = "ansvarig")]
    pub responsible: Contact,
    /// Who runs it when they cannot.
    #[serde(rename = "ersattare")]
    pub deputy: Contact,
}

/// An application that has kept every rule. Only [`check`] makes one, out of what the draft said then.
#[derive(Clone)]
pub struct Application {
    parsed: Arc<ParsedAnswers>,
    account: Arc<Account>,
    unit: String,
    department: String,
    manager_said_yes: Option<NaiveDate>,
    flags: Vec<Flag>,
    remarks: Vec<Finding>,
}

impl Application {
    /// The account applied for.
    pub fn proposal(&self) -> Proposal {
        let text = |field: &Field| self.parsed.text(field).to_owned();
        let is_asked = |field: &Field| self.parsed.get(field).is_some();
        Proposal {
            address: self.account.address.clone(),
            other_platform: is_asked(&PLATTFORM_ANNAN).then(|| text(&PLATTFORM_ANNAN)),
            unit: self.unit.clone(),
            department: self.department.clone(),
            description: text(&BESKRIVNING),
            open: self.parsed.text(&OPPET) == OPEN,
            manager: self.manager(),
            responsible: self.person(&ANSVARIG_NAMN, &ANSVARIG_EPOST),
            deputy: self.person(&ERSATTARE_NAMN, &ERSATTARE_EPOST),
        }
    }

    /// The head of the unit, who may be the one who applies.
    pub fn manager(&self) -> Contact {
        if self.is_by_head() {
            self.person(&SOKANDE_NAMN, &SOKANDE_EPOST)
        } else {
            self.person(&CHEF_NAMN, &CHEF_EPOST)
        }
    }

    /// Whether the manager is to approve in this service before anybody else looks.
    pub fn needs_manager(&self) -> bool {
        !self.is_by_head() && self.parsed.text(&CHEF_GODKANNANDE) == ASK_MANAGER
    }

    /// The day the manager said yes outside this service.
    pub fn manager_said_yes(&self) -> Option<NaiveDate> {
        self.manager_said_yes
    }

    /// What staff should look at.
    pub fn flags(&self) -> &[Flag] {
        &self.flags
    }

    /// What was found without being in the way: advice, and warnings that were acknowledged.
    pub fn remarks(&self) -> &[Finding] {
        &self.remarks
    }

    fn is_by_head(&self) -> bool {
        self.parsed.text(&SOKANDE_ROLL) == HEAD_OF_UNIT
    }

    fn person(&self, name: &Field, email: &Field) -> Contact {
        Contact {
            name: self.parsed.text(name).to_owned(),
            email: self.parsed.text(email).to_owned(),
        }
    }
}

impl fmt::Debug for Application {
    /// Nothing of what people typed: that does not belong in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Application")
    }
}

/// Judges a draft of [`FORM`].
///
/// # Errors
///
/// Every finding, in field order, when at least one is in the way of sending.
pub fn check(draft: &Draft, facts: &Facts<'_>) -> Result<Application, Vec<Finding>> {
    let judging = Judging::new(draft, *facts);
    let findings = finding::find(&judging);
    let acknowledged = judging.list(&VARNINGAR);
    if findings.iter().any(|finding| finding.blocks(acknowledged)) {
        return Err(findings);
    }
    // Every rule that guards this address was kept, so it can be read.
    let Ok(account) = judging.account(&PLATTFORM, &KONTO_NAMN) else {
        return Err(findings);
    };
    let (unit, department) = unit_names(&judging);
    let basis_unknown =
        judging.text(&PERSONER) == UNKNOWN || judging.text(&RATTSLIG_GRUND) == UNKNOWN;
    let sensitive = judging.list(&ROR).iter().any(|id| id != NONE_OF_THESE);
    let exception = posts(&judging).is_some_and(|posts| posts < posts_min(&judging));
    let unprotected = !judging.is_yes(&FUNKTIONSADRESS) || !judging.is_yes(&TVASTEG);
    let flags = [
        (basis_unknown, Flag::DataProtection),
        (sensitive, Flag::Sensitive),
        (judging.text(&ENHET) == unit::MISSING, Flag::UnitMissing),
        (exception, Flag::PostsException),
        (unprotected, Flag::Login),
    ]
    .into_iter()
    .filter_map(|(raised, flag)| raised.then_some(flag))
    .collect();
    Ok(Application {
        parsed: Arc::clone(judging.parsed()),
        account: Arc::clone(account),
        unit: unit.to_owned(),
        department: department.to_owned(),
        manager_said_yes: judging.date(&CHEF_DATUM).ok(),
        flags,
        remarks: findings,
    })
}

fn posts(judging: &Judging<'_>) -> Option<u16> {
    judging.number(&INLAGG).filter(|posts| *posts <= POSTS_MAX)
}

fn posts_min(judging: &Judging<'_>) -> u16 {
    judging
        .policy()
        .posts_per_week_min(judging.platform(&PLATTFORM), judging.today())
}

fn asks_exception(judging: &Judging<'_>) -> bool {
    REASON_MIN <= judging.chars(&INLAGG_UNDANTAG)
}

/// Whether the answer to one of the fields holds the organisation's, the unit's or another sender's name, spaces
/// aside.
fn names_sender<const FIELDS: usize>(judging: &Judging<'_>, fields: [&Field; FIELDS]) -> bool {
    let texts = fields.map(|field| judging.closed(field));
    let (unit, _) = unit_names(judging);
    let organisation = &judging.policy().organisation;
    let mut name = Vec::new();
    // The unit first, for it is the one that is mostly named.
    iter::once(unit)
        .chain(organisation.senders.iter().map(String::as_str))
        .chain([organisation.name.as_str()])
        .any(|sender| {
            name.clear();
            collation::close_onto(sender, &mut name);
            3 <= name.len() && texts.iter().any(|text| holds(text, &name))
        })
}

/// Whether `name` stands in `text`, both short: no searcher is made ready first.
fn holds(text: &[u8], name: &[u8]) -> bool {
    let first = name.first();
    text.windows(name.len())
        .any(|part| part.first() == first && part == name)
}

/// The unit's and its förvaltning's names as they go into the register.
fn unit_names<'r>(judging: &'r Judging<'_>) -> (&'r str, &'r str) {
    let units = &judging.policy().units;
    match judging.unit(&ENHET) {
        Some(unit) => {
            let department = units.department(&unit.id).unwrap_or(unit);
            (&unit.name, &department.name)
        }
        None => (judging.text(&ENHET_NAMN), ""),
    }
}

/// Accounts in the register that may already serve the same purpose, those nearest first.
pub fn similar<'a>(judging: &Judging<'a>) -> Vec<&'a crate::register::Row> {
    let (unit, department) = unit_names(judging);
    if unit.is_empty() {
        return Vec::new();
    }
    judging
        .register()
        .similar(unit, department, SIMILAR_ROWS_MAX)
}

/// Most accounts shown as possibly serving the same purpose.
pub const SIMILAR_ROWS_MAX: usize = 20;

#[cfg(test)]
mod tests;
