//! A request: what a unit asks, and until when it can be answered.

use std::collections::BTreeSet;

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use super::scope::{Channel, Occasion};
use crate::permission::Actor;
use crate::permission::{self, Action};
use crate::value::text;

/// The longest a request can be open, in months.
pub const OPEN_MONTHS_MAX: u32 = 12;
/// Most characters of an occasion's place.
pub const PLACE_CHARS_MAX: usize = 200;

/// A question put to those who hold its link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentRequest {
    /// Its id in addresses.
    pub id: String,
    /// Which form it is answered with, by id.
    #[serde(rename = "blankett")]
    pub form: String,
    /// The unit that asks.
    #[serde(rename = "enhet")]
    pub unit: String,
    /// Which pictures it is about.
    #[serde(rename = "tillfalle")]
    pub occasion: Occasion,
    /// Where they may come to be shown.
    #[serde(rename = "kanaler")]
    pub channels: BTreeSet<Channel>,
    /// The unit's own account, by id, when it is among the channels.
    #[serde(rename = "konto", default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// What that account is called, as the question names it.
    #[serde(rename = "kontonamn", default, skip_serializing_if = "Option::is_none")]
    pub account_name: Option<String>,
    /// The user who asks.
    #[serde(rename = "skapat_av")]
    pub created_by: String,
    /// When.
    #[serde(rename = "skapat")]
    pub created: DateTime<Utc>,
    /// The last day it can be answered.
    #[serde(rename = "till")]
    pub expires: NaiveDate,
    /// The day it was closed before that.
    #[serde(rename = "stangd", default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<NaiveDate>,
    /// The day it was last mailed to those whom the unit's list names.
    #[serde(rename = "mejlad", default, skip_serializing_if = "Option::is_none")]
    pub mailed: Option<NaiveDate>,
}

/// What is wrong with a request, and the sentence that mends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// A unit that the actor does not act for.
    #[serde(rename = "enhet")]
    Unit,
    /// No channel.
    #[serde(rename = "kanaler")]
    Channels,
    /// The unit's account is offered but not named, or named but not offered.
    #[serde(rename = "konto")]
    Account,
    /// No place, or a long one.
    #[serde(rename = "plats")]
    Place,
    /// Closes before today or too late.
    #[serde(rename = "till")]
    Expires,
}

impl Fault {
    /// What to do, in Swedish.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Unit => "Välj en enhet som du arbetar på.",
            Self::Channels => "Välj minst en kanal som bilderna kan visas i.",
            Self::Account => "Välj vilket av enhetens konton som bilderna kan visas i.",
            Self::Place => "Skriv var bilderna tas, högst 200 tecken.",
            Self::Expires => "Välj en sista dag från och med i dag och högst ett år fram.",
        }
    }
}

impl ConsentRequest {
    /// Everything that must be mended before the actor can send it out. `units` are those whose accounts
    /// the actor runs.
    pub fn faults(&self, actor: &Actor, units: &[String], today: NaiveDate) -> Vec<Fault> {
        let place_is_wrong = match &self.occasion {
            Occasion::Once { place, .. } => {
                let place = text::tidy(place);
                place.is_empty() || PLACE_CHARS_MAX < text::chars(&place)
            }
            Occasion::Ongoing => false,
        };
        let names_account = self.account.is_some() && self.account_name.is_some();
        let latest = today.checked_add_months(Months::new(OPEN_MONTHS_MAX));
        [
            (
                !(actor.acts_for(&self.unit) || units.contains(&self.unit)),
                Fault::Unit,
            ),
            (self.channels.is_empty(), Fault::Channels),
            (
                self.channels.contains(&Channel::UnitAccount) != names_account,
                Fault::Account,
            ),
            (place_is_wrong, Fault::Place),
            (
                self.expires < today || latest.is_some_and(|latest| latest < self.expires),
                Fault::Expires,
            ),
        ]
        .into_iter()
        .filter_map(|(broken, fault)| broken.then_some(fault))
        .collect()
    }

    /// Whether it can be answered on `today`.
    pub fn is_open(&self, today: NaiveDate) -> bool {
        today <= self.expires && self.closed.is_none()
    }

    /// The same, mailed to those whom the unit's list names and who have not answered.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`] unless the actor asked or acts for the unit, and [`Refusal::NotNow`] when it
    /// is closed or has been mailed today: nobody gets two letters a day.
    pub fn mail(&self, actor: &Actor, today: NaiveDate) -> Result<Self, Refusal> {
        let is_theirs = self.created_by == actor.id || actor.acts_for(&self.unit);
        if !is_theirs || !permission::may(actor.role, Action::AskConsent) {
            return Err(Refusal::NotAllowed);
        }
        if !self.is_open(today) || self.mailed == Some(today) {
            return Err(Refusal::NotNow);
        }
        Ok(Self {
            mailed: Some(today),
            ..self.clone()
        })
    }

    /// The same, closed.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`] unless the actor asked or sees every consent, and
    /// [`Refusal::NotNow`] when it is closed already.
    pub fn close(&self, actor: &Actor, today: NaiveDate) -> Result<Self, Refusal> {
        let is_own = self.created_by == actor.id && permission::may(actor.role, Action::AskConsent);
        if !is_own && !permission::may(actor.role, Action::SeeConsents) {
            return Err(Refusal::NotAllowed);
        }
        if !self.is_open(today) {
            return Err(Refusal::NotNow);
        }
        Ok(Self {
            closed: Some(today),
            ..self.clone()
        })
    }
}
