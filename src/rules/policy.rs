//! What the organisation has decided: numbers, guidelines, exceptions, units and how it is reached.
//!
//! A policy is a TOML file that inherits a preset and says what differs. It is refused with a line
//! number and a sentence when it holds an unknown key or numbers that contradict each other, and it
//! has a version that every decision stores.

mod file;
pub mod guideline;
mod number;
mod threshold;
pub mod unit;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::policy::guideline::Guideline;
use crate::policy::unit::Tree;
use crate::value::address::Platform;
use crate::value::wire;

pub use file::{Fault, GROUND_DARK, GROUND_LIGHT, PRESETS};
pub use number::{NUMBERS, Number, Numbers};
pub use threshold::Thresholds;

/// Everything an organisation has decided. The app gets it as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// Changes when anything in the policy changes; stored with every decision.
    pub version: String,
    /// The first day it holds.
    #[serde(deserialize_with = "wire::day")]
    pub in_force: NaiveDate,
    /// How many of a child's guardians must sign.
    pub guardians_required: GuardiansRequired,
    /// Whether guardians are matched against the population register, so that the youth form asks
    /// for the child's personnummer instead of the day of birth.
    #[serde(default)]
    pub match_guardians: bool,
    /// Who the organisation is.
    pub organisation: Organisation,
    /// How it is reached.
    pub contact: Contact,
    /// The numbers.
    pub numbers: Numbers,
    /// Which proof lets a yes count by itself.
    pub proof: Thresholds,
    /// The guidelines, in the order they are shown and numbered.
    pub guidelines: Vec<GuidelineText>,
    /// Where a number differs for a platform or an account.
    pub exceptions: Vec<Exception>,
    /// The organisation's units.
    pub units: Tree,
}

/// Who the organisation is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its name as people say it.
    pub name: String,
    /// Words that show in an account's name or description that the organisation is the sender,
    /// besides its name and the units' names.
    pub senders: Vec<String>,
    /// The one accent colour on a light ground, `#rrggbb`.
    pub accent: String,
    /// The accent colour on a dark ground, `#rrggbb`.
    pub accent_dark: String,
    /// The organisation's own website.
    pub homepage: String,
    /// Where the logotype is, if there is one: a path or an address of an image.
    pub logotype: Option<String>,
    /// Where the symbols of the form with pictures are: a path on the service's own address where
    /// `{ord}` stands for the symbol's word, such as `/pictogram/{ord}.svg`. See
    /// [`Organisation::symbol`].
    pub pictogram: String,
}

/// How the organisation is reached about this service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Who answers.
    pub department: String,
    /// Their function address.
    pub email: String,
    /// Their number.
    pub phone: String,
    /// Where one can go.
    pub visit: String,
    /// When they are there.
    pub hours: String,
    /// The data protection officer's function address.
    pub data_protection_email: String,
}

/// How many of a child's guardians must sign (föräldrabalken 6 kap. 13 §).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GuardiansRequired {
    /// Every one of them.
    #[serde(rename = "alla")]
    All,
    /// Any one of them.
    #[serde(rename = "en")]
    One,
}

/// What a guideline says, where it comes from, and whether applicants confirm it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuidelineText {
    /// Which guideline.
    pub id: Guideline,
    /// A short heading.
    pub title: String,
    /// The sentence. May hold `{names}` of numbers; see [`Policy::fill`].
    pub text: String,
    /// Where a person wrote it down.
    pub source: String,
    /// The law or document on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Where the source and the law differ, and what was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether applicants confirm it before sending.
    #[serde(default)]
    pub confirm: bool,
    /// Why no rule enforces it, when none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uncited: Option<String>,
}

/// A number that differs for a platform or an account, for a reason and until a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// Which number, by its name in [`NUMBERS`].
    pub number: String,
    /// The value instead.
    pub value: u16,
    /// Only on this platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<Platform>,
    /// Only for this account, by its id in the register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Why.
    pub reason: String,
    /// The last day it holds.
    #[serde(deserialize_with = "wire::day")]
    pub until: NaiveDate,
}

/// Stands for a symbol's word in [`Organisation::pictogram`].
const WORD: &str = "{ord}";

impl Policy {
    /// The guideline's text with its numbers filled in.
    pub fn fill(&self, text: &str) -> String {
        NUMBERS.iter().fold(text.to_owned(), |text, number| {
            let name = ["{", number.name, "}"].concat();
            if text.contains(&name) {
                text.replace(&name, &(number.get)(&self.numbers).to_string())
            } else {
                text
            }
        })
    }

    /// What `guideline` says here, if it holds here.
    pub fn guideline(&self, guideline: Guideline) -> Option<&GuidelineText> {
        self.guidelines.iter().find(|text| text.id == guideline)
    }

    /// The guidelines that applicants confirm, in order.
    pub fn confirmed(&self) -> impl Iterator<Item = &GuidelineText> {
        self.guidelines.iter().filter(|guideline| guideline.confirm)
    }

    /// Fewest posts a week for an account on `platform`.
    pub fn posts_per_week_min(&self, platform: Option<Platform>, today: NaiveDate) -> u16 {
        self.excepted("posts_per_week_min", platform, None, today)
            .unwrap_or(self.numbers.posts_per_week_min)
    }

    /// Days without a post until an account counts as inactive.
    pub fn inactive_after(&self, platform: Platform, account: &str, today: NaiveDate) -> u16 {
        self.excepted("inactive_after", Some(platform), Some(account), today)
            .unwrap_or(self.numbers.inactive_after)
    }

    /// The value of the narrowest exception in force; an account's own goes before a platform's.
    fn excepted(
        &self,
        number: &str,
        platform: Option<Platform>,
        account: Option<&str>,
        today: NaiveDate,
    ) -> Option<u16> {
        self.exceptions
            .iter()
            .filter(|exception| {
                exception.number == number
                    && today <= exception.until
                    && (exception.account.is_none() || exception.account.as_deref() == account)
                    && (exception.platform.is_none() || exception.platform == platform)
            })
            .max_by_key(|exception| (exception.account.is_some(), exception.platform.is_some()))
            .map(|exception| exception.value)
    }
}

impl Organisation {
    /// The address of the symbol for a word of `public/pictogram/lista.json`.
    #[must_use]
    pub fn symbol(&self, word: &str) -> String {
        self.pictogram.replace(WORD, word)
    }
}

#[cfg(test)]
mod tests;
