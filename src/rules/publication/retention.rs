//! When what is kept of a person may be destroyed, which takes a decision besides.

use chrono::{Months, NaiveDate};

use super::log::Publication;
use crate::consent::state::Consent;
use crate::consent::subject::Subject;
use crate::policy::Policy;

/// The first day on which everything about a person may be destroyed: so long after the last
/// consent ended, and not while a picture that leans on one is still shown. None while a consent is
/// alive, and for a person who does not want to be photographed: that wish has to be known.
pub fn destroyable_from<'a>(
    subject: &Subject,
    consents: impl IntoIterator<Item = &'a Consent>,
    publications: impl IntoIterator<Item = &'a Publication>,
    policy: &Policy,
) -> Option<NaiveDate> {
    if subject.declined.is_some() {
        return None;
    }
    let shown = |publication: &Publication| {
        publication.shows(&subject.id)
            && publication.is_removable()
            && publication.removed.is_none()
    };
    if publications.into_iter().any(shown) {
        return None;
    }
    let mut last: Option<NaiveDate> = None;
    for consent in consents {
        if consent.subject.as_ref() != Some(&subject.id) {
            continue;
        }
        if !consent.state.is_final() {
            return None;
        }
        last = last.max(Some(consent.since.date_naive()));
    }
    let kept_for = policy.numbers.ended_consent_kept_for.into();
    last?.checked_add_months(Months::new(kept_for))
}
