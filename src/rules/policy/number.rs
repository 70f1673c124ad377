//! The numbers of a policy: what each is called, counted in and comes from.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use crate::policy::guideline::Guideline;
use crate::value::wire;

/// What a number is called, counted in, and comes from.
pub struct Number {
    /// Its name in the policy file and in guideline texts.
    pub name: &'static str,
    /// What it is counted in, in Swedish.
    pub unit: &'static str,
    /// What it means, in Swedish.
    pub label: &'static str,
    /// The guideline it comes from.
    pub guideline: Guideline,
    /// The smallest and the largest value that makes sense.
    pub range: (u16, u16),
    /// Its value.
    pub get: fn(&Numbers) -> u16,
    pub(super) set: fn(&mut Numbers, u16),
}

macro_rules! numbers {
    ($($name:ident = $default:literal, $range:expr, $unit:literal, $guideline:ident, $label:literal;)+) => {
        /// The policy's numbers.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        pub struct Numbers {
            $(#[doc = concat!($label, " (", $unit, ").")] pub $name: u16,)+
        }

        impl Default for Numbers {
            fn default() -> Self {
                Self { $($name: $default,)+ }
            }
        }

        /// Every number, in the order it is shown.
        pub static NUMBERS: &[Number] = &[$(Number {
            name: stringify!($name),
            unit: $unit,
            label: $label,
            guideline: Guideline::$guideline,
            range: $range,
            get: |numbers| numbers.$name,
            set: |numbers, value| numbers.$name = value,
        },)+];
    };
}

numbers! {
    posts_per_week_min = 2, (0, 50), "inlägg", Inlagg, "Minsta antal inlägg i veckan";
    posts_per_week_recommended_min = 3, (0, 50), "inlägg", Inlagg, "Rekommenderat antal inlägg i veckan, lägst";
    posts_per_week_recommended_max = 4, (0, 50), "inlägg", Inlagg, "Rekommenderat antal inlägg i veckan, högst";
    answer_within = 24, (1, 168), "timmar", Svar, "Kommentarer besvaras inom";
    monitoring_per_weekday_min = 1, (1, 24), "gånger", Bevakning, "Kontot bevakas varje vardag minst";
    guardian_required_below = 18, (13, 18), "år", Under18, "Vårdnadshavare krävs under";
    youth_opinion_from = 13, (0, 18), "år", Under18, "Den unges egen åsikt frågas från";
    youth_cosigns_from = 16, (0, 18), "år", Under18, "Den unge skriver under från";
    adult_consent_reminder_every = 12, (1, 60), "månader", Rutin, "Påminnelse om ett samtycke som gäller tills vidare";
    youth_consent_valid_for_max = 36, (1, 216), "månader", Under18, "Längsta giltighet för en ungs samtycke";
    cosign_first_reminder_after = 7, (1, 365), "dagar", Vardnad, "Första påminnelsen om medsignering";
    cosign_second_reminder_after = 21, (1, 365), "dagar", Vardnad, "Andra påminnelsen om medsignering";
    cosign_expires_after = 30, (1, 365), "dagar", Vardnad, "Medsignering måste ske inom";
    confirm_first_reminder_after = 7, (1, 365), "dagar", Gdpr, "Enheten påminns om att kontrollera vem som har svarat";
    confirm_second_reminder_after = 12, (1, 365), "dagar", Gdpr, "Enhetens chef påminns om att kontrollera vem som har svarat";
    confirm_within = 14, (1, 365), "dagar", Gdpr, "Vem som har svarat kontrolleras inom";
    occasion_consent_valid_for = 30, (1, 365), "dagar", Rutin, "Bilder från ett enda tillfälle får publiceras i";
    consent_expiry_notice = 30, (1, 90), "dagar", Rutin, "Påminnelse innan ett samtycke upphör";
    ended_consent_kept_for = 24, (1, 600), "månader", Gallring, "Ett samtycke som inte längre gäller sparas i";
    list_row_kept_after = 30, (0, 365), "dagar", Gallring, "Den som har slutat står kvar på enhetens lista i";
    removal_within = 3, (1, 30), "arbetsdagar", Angra, "Bilder tas bort efter återkallelse inom";
    inactive_after = 14, (1, 730), "dagar", Inaktivt, "Ett konto räknas som inaktivt efter";
    certify_every = 180, (30, 730), "dagar", Forteckning, "Uppgifterna i förteckningen kontrolleras var";
    manager_first_reminder_after = 3, (1, 60), "arbetsdagar", Chef, "Första påminnelsen till chefen";
    manager_second_reminder_after = 7, (1, 60), "arbetsdagar", Chef, "Andra påminnelsen till chefen";
}

/// Pairs of numbers where the first may not exceed the second.
pub(super) static ORDERED: &[(&str, &str)] = &[
    ("posts_per_week_min", "posts_per_week_recommended_min"),
    (
        "posts_per_week_recommended_min",
        "posts_per_week_recommended_max",
    ),
    ("youth_opinion_from", "youth_cosigns_from"),
    ("youth_cosigns_from", "guardian_required_below"),
    (
        "cosign_first_reminder_after",
        "cosign_second_reminder_after",
    ),
    ("cosign_second_reminder_after", "cosign_expires_after"),
    (
        "confirm_first_reminder_after",
        "confirm_second_reminder_after",
    ),
    ("confirm_second_reminder_after", "confirm_within"),
    (
        "manager_first_reminder_after",
        "manager_second_reminder_after",
    ),
];

impl<'de> Deserialize<'de> for Numbers {
    /// By the table, and not field by field.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let given: Vec<(String, u16)> = wire::members(from)?;
        let mut numbers = Self::default();
        for number in NUMBERS {
            let mut values = given.iter().filter(|(name, _)| name == number.name);
            let (_, value) = values
                .next()
                .ok_or_else(|| D::Error::missing_field(number.name))?;
            if values.next().is_some() {
                return Err(D::Error::duplicate_field(number.name));
            }
            (number.set)(&mut numbers, *value);
        }
        Ok(numbers)
    }
}

impl Numbers {
    pub(super) fn by_name(&self, name: &str) -> u16 {
        NUMBERS
            .iter()
            .find(|number| number.name == name)
            .map_or(0, |number| (number.get)(self))
    }

    pub(super) fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        ORDERED
            .iter()
            .copied()
            .find(|(low, high)| self.by_name(high) < self.by_name(low))
    }
}

#[cfg(test)]
mod tests;
