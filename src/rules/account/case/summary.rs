//! A case as one line of a list.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Case, Kind, State};
use crate::account::application::{self, Flag};
use crate::account::change;
use crate::form::judging::Facts;
use crate::permission::Actor;
use crate::value::address::{self, Platform};
use crate::value::text;
use crate::value::wire;

/// A person as lists name them: no address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserSummary {
    /// The user's id.
    pub id: String,
    /// The name people read.
    #[serde(rename = "namn")]
    pub name: String,
}

/// A case as one line of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Its id in addresses.
    pub id: String,
    /// The case number, once it has been sent.
    #[serde(rename = "nummer", default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The id of its form.
    #[serde(rename = "blankett")]
    pub form: String,
    /// What is asked for, when the form is about changing an account: an id of [`change::ANDRING`].
    #[serde(rename = "andring", default, skip_serializing_if = "String::is_empty")]
    pub change: String,
    /// Where it is.
    #[serde(rename = "lage")]
    pub state: State,
    /// Since when it is there.
    #[serde(rename = "sedan", deserialize_with = "wire::moment")]
    pub since: DateTime<Utc>,
    /// When it was sent the first time.
    #[serde(
        rename = "inskickat",
        default,
        deserialize_with = "wire::moment_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub sent: Option<DateTime<Utc>>,
    /// Who wrote it.
    #[serde(rename = "sokande")]
    pub applicant: UserSummary,
    /// The account's platform, when one has been chosen.
    #[serde(rename = "plattform", default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<Platform>,
    /// What the account is called; in a draft as it was typed.
    #[serde(rename = "konto", default, skip_serializing_if = "String::is_empty")]
    pub account: String,
    /// The id in the register of the account it concerns or became.
    #[serde(rename = "konto_id", default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// The unit's name.
    #[serde(rename = "enhet", default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Who at communications has taken it.
    #[serde(
        rename = "handlaggare",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub handler: Option<UserSummary>,
    /// The name of the manager who is asked here.
    #[serde(rename = "chef", default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
    /// What staff should look at.
    #[serde(rename = "flaggor", default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
    /// Whether communications wrote the last message; none when nobody has written.
    #[serde(
        rename = "sist_skrev_kommunikation",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub last_message_from_staff: Option<bool>,
    /// The commands that the reader of the list may give now.
    #[serde(rename = "far")]
    pub offered: Vec<Kind>,
}

impl UserSummary {
    fn of(actor: &Actor) -> Self {
        Self {
            id: actor.id.clone(),
            name: actor.name.clone(),
        }
    }
}

impl Summary {
    /// The line of a case, as `actor` sees it.
    pub fn of(case: &Case, actor: &Actor, facts: &Facts<'_>) -> Self {
        let draft = &case.draft;
        let is_change = draft.form() == &change::FORM;
        let (platform, account, unit) = if is_change {
            let id = case
                .account
                .as_deref()
                .unwrap_or(draft.text(&change::KONTO));
            facts
                .register
                .row(id)
                .map_or((None, String::new(), String::new()), |row| {
                    (Some(row.platform), row.handle.clone(), row.unit.clone())
                })
        } else if let Some(proposal) = &case.proposal {
            let address: &address::Address = case
                .report
                .as_ref()
                .map_or(&proposal.address, |report| &report.address);
            (
                Some(address.platform()),
                address.handle().to_owned(),
                proposal.unit.clone(),
            )
        } else {
            let unit = facts.policy.units.get(draft.text(&application::ENHET));
            (
                Platform::from_id(draft.text(&application::PLATTFORM)),
                text::tidy(draft.text(&application::KONTO_NAMN)).into_owned(),
                unit.map(|unit| unit.name.clone()).unwrap_or_default(),
            )
        };
        Self {
            id: case.id.clone(),
            number: case.number.clone(),
            form: draft.form().id.to_owned(),
            change: if is_change {
                draft.text(&change::ANDRING).to_owned()
            } else {
                String::new()
            },
            state: case.state,
            since: case.since,
            sent: case.sent,
            applicant: UserSummary::of(&case.applicant),
            platform,
            account,
            account_id: case.account.clone(),
            unit,
            handler: case.handler.as_ref().map(UserSummary::of),
            manager: case.manager.as_ref().map(|manager| manager.name.clone()),
            flags: case.flags.clone(),
            last_message_from_staff: case.messages.last().map(|message| message.from_staff),
            offered: case.offered(actor),
        }
    }
}

#[cfg(test)]
mod tests;
