//! The unit's list: who is there now, who answers for them, and how those are reached.
//!
//! It names signers: a code that came back from an address on it proves who signed, at once and for
//! what was signed before. What it does not prove is confirmed by people, who see the list beside the
//! answer ([`standing::Standing`]). Nobody is put on it by an answer.

pub mod paste;
pub mod standing;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::answers::SubjectDetails;
use super::party::PartyRole;
use super::refusal::Refusal;
use super::state::{ADULT, Vouched};
use crate::permission::{self, Action, Actor};
use crate::policy::Policy;
use crate::value::email;
use crate::value::personnummer;
use crate::value::wire;

/// Most people who answer for one on the list.
pub const CONTACTS_MAX: usize = 6;
/// Most rows that are taken in at a time.
pub const ROWS_MAX: usize = 2000;

/// A person who answers for one on the list; the one on it can be one too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// In which role. [`PartyRole::Person`] is the person themself, of whatever age.
    #[serde(rename = "roll")]
    pub role: PartyRole,
    /// Their name.
    #[serde(rename = "namn")]
    pub name: String,
    /// Where mail reaches them.
    #[serde(rename = "epost", default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Where a call reaches them.
    #[serde(rename = "telefon", default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Twelve digits.
    #[serde(
        rename = "personnummer",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub personnummer: Option<String>,
}

/// A row as it is written: a person, and who answers for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberDetails {
    /// The person's name.
    #[serde(rename = "namn")]
    pub name: String,
    /// The day of birth.
    #[serde(rename = "fodd", deserialize_with = "wire::day")]
    pub born: NaiveDate,
    /// Twelve digits.
    #[serde(
        rename = "personnummer",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub personnummer: Option<String>,
    /// Who answers, in the order they were written.
    #[serde(rename = "kontakter", default)]
    pub contacts: Vec<Contact>,
}

impl MemberDetails {
    /// The person as consents know people.
    fn person(&self) -> SubjectDetails {
        SubjectDetails {
            personnummer: self.personnummer.clone(),
            ..SubjectDetails::named(self.name.clone(), Some(self.born))
        }
    }

    /// Whether both are about one person.
    pub fn is(&self, person: &SubjectDetails) -> bool {
        let is_numbered = self.personnummer.is_some() && self.personnummer == person.personnummer;
        // Before what takes longer: every row of every list may be asked.
        if !is_numbered && person.born != Some(self.born) {
            return false;
        }
        let own = self.person().claims();
        person.claims().iter().any(|claim| own.contains(claim))
    }

    /// Whether the person is under age on `today`.
    pub fn is_minor(&self, today: NaiveDate) -> bool {
        is_minor(self.born, today)
    }
}

/// Whether a person born on `born` is under age on `today`.
fn is_minor(born: NaiveDate, today: NaiveDate) -> bool {
    personnummer::age_on(born, today) < ADULT
}

/// A row of a unit's list as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Its id.
    pub id: String,
    /// The unit's id.
    #[serde(rename = "enhet")]
    pub unit: String,
    /// Who it is.
    pub person: MemberDetails,
    /// The first day there.
    #[serde(rename = "sedan", deserialize_with = "wire::day")]
    pub since: NaiveDate,
    /// The last day there.
    #[serde(
        rename = "till",
        default,
        deserialize_with = "wire::day_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub until: Option<NaiveDate>,
    /// The user who wrote it last.
    #[serde(rename = "skriven_av")]
    pub written_by: String,
    /// That user's address: it proves nothing here, since nobody vouches for themself.
    #[serde(rename = "skriven_av_epost")]
    pub written_by_email: String,
}

impl Member {
    /// Whether the person is at the unit on `today`.
    pub fn is_here(&self, today: NaiveDate) -> bool {
        self.since <= today && self.until.is_none_or(|last| today <= last)
    }

    /// The first day on which the row may be destroyed, when it has ended. A row that a consent hangs
    /// on stays for as long as that does.
    pub fn destroyable_from(&self, policy: &Policy) -> Option<NaiveDate> {
        let kept = Days::new(policy.numbers.list_row_kept_after.into());
        self.until.map(|last| last + kept)
    }

    /// The addresses by which those who answer for the person are known.
    pub fn vouched(&self) -> impl Iterator<Item = Vouched> {
        self.person.contacts.iter().filter_map(|contact| {
            let address = contact.email.clone()?;
            (!email::same(&address, &self.written_by_email)).then_some(Vouched {
                role: contact.role,
                address,
                listed_by: Some(self.written_by.clone()),
            })
        })
    }

    /// How many guardians the list names.
    pub fn guardians(&self) -> usize {
        let is_guardian = |contact: &&Contact| contact.role == PartyRole::Guardian;
        self.person.contacts.iter().filter(is_guardian).count()
    }
}

/// Whether the actor may keep this unit's list: its staff, and those of a unit above it.
///
/// # Errors
///
/// [`Refusal::NotAllowed`].
pub fn keeps(actor: &Actor, unit: &str) -> Result<(), Refusal> {
    let is_theirs = actor.unit_ids.iter().any(|own| own == unit);
    if is_theirs && permission::may(actor.role, Action::KeepList) {
        Ok(())
    } else {
        Err(Refusal::NotAllowed)
    }
}

/// What taking in rows does to a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A person who was not there.
    Add(MemberDetails),
    /// The row of this id says this now, and is there again if it had ended.
    Write(String, MemberDetails),
    /// The row of this id ends today.
    End(String),
}

/// What it takes to bring the list up to these rows. With `ends_others` those who are not among them
/// are there no longer.
pub fn take_in(
    list: &[&Member],
    rows: &[MemberDetails],
    ends_others: bool,
    today: NaiveDate,
) -> Vec<Change> {
    let found = |row: &MemberDetails| {
        let person = row.person();
        list.iter().find(|member| member.person.is(&person))
    };
    let written = rows.iter().filter_map(|row| match found(row) {
        None => Some(Change::Add(row.clone())),
        Some(member) if member.person == *row && member.is_here(today) => None,
        Some(member) => Some(Change::Write(member.id.clone(), row.clone())),
    });
    let ended = list.iter().filter(|member| {
        ends_others
            && member.until.is_none()
            && !rows.iter().any(|row| member.person.is(&row.person()))
    });
    let ended = ended.map(|member| Change::End(member.id.clone()));
    written.chain(ended).collect()
}
