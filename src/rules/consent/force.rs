//! Whether a consent counts on a day.

use chrono::NaiveDate;

use super::state::{Consent, State};

/// The legal force of a consent: everything that decides on which days it counts.
///
/// A consent and the permit that [`crate::publication`] makes of it both ask [`Force::counts`], so
/// that what is tested is what decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Force {
    /// Where the consent is.
    pub state: State,
    /// The first day it counts; none before it has come into force.
    pub first: Option<NaiveDate>,
    /// The last day it counts, if there is one: [`Consent::last_counted`].
    pub last: Option<NaiveDate>,
}

impl Force {
    /// The force of a consent.
    pub fn of(consent: &Consent) -> Self {
        Self {
            state: consent.state,
            first: consent.from,
            last: consent.last_counted(),
        }
    }

    /// Whether it lets anything be published on `today`, whatever the clock has had time to do.
    pub fn counts(self, today: NaiveDate) -> bool {
        matches!(self.state, State::InForce | State::PartlyWithdrawn)
            && self.first.is_some_and(|first| first <= today)
            && self.last.is_none_or(|last| today <= last)
    }
}
