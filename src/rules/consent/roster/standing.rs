//! How an answer stands against the unit's list, for the person who is to confirm who gave it.

use strsim::osa_distance;

use super::{Contact, Member};
use crate::consent::answers::SubjectDetails;
use crate::consent::party::{Party, PartyRole};
use crate::consent::state::HowConfirmed;
use crate::permission::Actor;
use crate::value::collation;
use crate::value::date;
use crate::value::email;
use crate::value::word::words;

/// Most letters that two writings of one address are apart.
const LETTERS_MAX: usize = 2;
/// Most things in which an answer can differ from the list and be of the same people.
const DIFFERENCES_MAX: usize = 2;

words! {
    /// What can differ between an answer and the list.
    What {
        Name "namn" "Namnet" "The name of the person on the pictures.",
        Born "fodd" "Födelsedagen" "Their day of birth.",
        Role "roll" "Rollen" "What who answered is to them.",
        Signer "svarande" "Den som svarade" "The name of who answered.",
        Email "epost" "E-post" "The address of who answered.",
    }
}

/// Something that is not the same in the answer and on the list.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Difference {
    /// What.
    #[serde(rename = "vad")]
    pub what: What,
    /// As the list has it, or empty.
    #[serde(rename = "listan")]
    pub listed: String,
    /// As the answer has it, or empty.
    #[serde(rename = "svaret")]
    pub given: String,
}

/// How a party of an answer stands against the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// There is no list to compare with.
    NoList,
    /// The list names a person so alike that it can be them; what differs is told.
    Near(&'a Member, &'a Contact, Vec<Difference>),
    /// The list has nobody like it; the row is that of the person on the pictures, if it is there.
    Stranger(Option<&'a Member>),
}

impl<'a> Standing<'a> {
    /// Of this party, who answered for this person, against the rows of those who are there. The person's
    /// own row is the only one looked at when there is one.
    pub fn of(list: &[&'a Member], person: &SubjectDetails, party: &Party) -> Self {
        if list.is_empty() {
            return Self::NoList;
        }
        let own = list.iter().copied().find(|row| row.person.is(person));
        let alike = list
            .iter()
            .filter_map(|row| Some((*row, near_person(row, person)?)));
        let rows: Vec<(&Member, Vec<Difference>)> = match own {
            Some(own) => vec![(own, Vec::new())],
            None => alike.collect(),
        };
        let near = rows
            .iter()
            .flat_map(|(row, found)| {
                let contacts = row.person.contacts.iter();
                contacts.filter_map(move |contact| {
                    let mut found = found.clone();
                    found.extend(near_party(contact, party)?);
                    Some((*row, contact, found))
                })
            })
            .filter(|(.., found)| found.len() <= DIFFERENCES_MAX)
            .min_by_key(|(.., found)| found.len());
        match near {
            Some((row, contact, found)) => Self::Near(row, contact, found),
            None => Self::Stranger(rows.first().map(|(row, _)| *row)),
        }
    }
}

/// The ways in which staff may know whose a signature is that stands so. Who handed over the link does
/// not confirm what came by it.
pub fn ways(standing: &Standing<'_>, party: &Party, actor: &Actor) -> Vec<HowConfirmed> {
    if party.link_handed_by.as_deref() == Some(&actor.id) {
        return Vec::new();
    }
    let is_stranger = matches!(standing, Standing::Stranger(_));
    let all = HowConfirmed::ALL.iter().copied();
    all.filter(|how| !(is_stranger && *how == HowConfirmed::Known))
        .collect()
}

fn differs(what: What, listed: &str, given: &str) -> Option<Difference> {
    (listed != given).then(|| Difference {
        what,
        listed: listed.to_owned(),
        given: given.to_owned(),
    })
}

/// What differs, when it can be the same person.
fn near_person(member: &Member, person: &SubjectDetails) -> Option<Vec<Difference>> {
    let listed = &member.person;
    if listed.is(person) {
        return Some(Vec::new());
    }
    let born = person.born.map(date::iso).unwrap_or_default();
    let days = osa_distance(&date::iso(listed.born), &born);
    let is_named_so = is_near_name(&listed.name, &person.name);
    (is_named_so && days <= 1).then(|| {
        [
            differs(What::Name, &listed.name, &person.name),
            differs(What::Born, &date::iso(listed.born), &born),
        ]
        .into_iter()
        .flatten()
        .collect()
    })
}

/// What differs, when it can be the same signer: by name or by address.
fn near_party(contact: &Contact, party: &Party) -> Option<Vec<Difference>> {
    let listed = contact.email.as_deref().unwrap_or_default();
    let given = party.email.as_deref().unwrap_or_default();
    let is_same_mailbox = !given.is_empty() && email::same(listed, given);
    let is_near_mailbox = !given.is_empty()
        && osa_distance(&listed.to_lowercase(), &given.to_lowercase()) <= LETTERS_MAX;
    let is_named_so = is_near_name(&contact.name, &party.name);
    let is_near = is_same_mailbox || is_near_mailbox || is_named_so;
    is_near.then(|| {
        let is_role = is_role(contact.role, party.role);
        [
            (!is_role)
                .then(|| differs(What::Role, contact.role.label(), party.role.label()))
                .flatten(),
            differs(What::Signer, &contact.name, &party.name),
            (!is_same_mailbox)
                .then(|| differs(What::Email, listed, given))
                .flatten(),
        ]
        .into_iter()
        .flatten()
        .collect()
    })
}

/// Whether what the list calls a person and what an answer calls them is one role.
pub fn is_role(listed: PartyRole, answers_as: PartyRole) -> bool {
    listed == answers_as || (listed == PartyRole::Person && answers_as == PartyRole::Youth)
}

/// Whether two names can be one: each word a letter apart, or one with all the words of the other.
fn is_near_name(one: &str, other: &str) -> bool {
    let (one, other) = (collation::fold(one), collation::fold(other));
    let (ones, others): (Vec<&str>, Vec<&str>) =
        (words_of(&one).collect(), words_of(&other).collect());
    let has_all =
        |many: &[&str], few: &[&str]| !few.is_empty() && few.iter().all(|word| many.contains(word));
    let is_alike = ones.len() == others.len()
        && ones
            .iter()
            .zip(&others)
            .all(|(one, other)| osa_distance(one, other) <= 1);
    is_alike || has_all(&ones, &others) || has_all(&others, &ones)
}

fn words_of(name: &str) -> impl Iterator<Item = &str> {
    name.split([' ', '-']).filter(|word| !word.is_empty())
}
