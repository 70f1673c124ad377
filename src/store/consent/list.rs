//! The list of consents, and searching among them.

use std::sync::Arc;

use axum::extract::State as Extract;
use rules::consent::command::{By, Kind};
use rules::consent::state::{Consent, State as Life};
use rules::consent::subject::Subject;
use rules::consent::wire::{ConsentLine, ConsentPage, ConsentSearch};
use rules::value::collation;

use crate::State;
use crate::audit::search;
use crate::clock::in_sweden;
use crate::consent::cache::Revision;
use crate::consent::run_by::units_run_by;
use crate::http::extract::Json;
use crate::http::problem::Problem;
use crate::kind;
use crate::session::login::LoggedIn;

/// Lines on a page.
const PAGE_LINES: usize = 50;

/// The consent as one line of a list.
pub(crate) fn line(state: &State, consent: &Consent, subject: Option<&Subject>) -> ConsentLine {
    let policy = &state.policy.value;
    let today = state.clock.today();
    ConsentLine {
        id: consent.id.clone(),
        number: consent.number.clone(),
        form: consent.draft.form().id.to_owned(),
        state: consent.state,
        since: consent.since,
        unit_id: consent.unit.clone(),
        subject: consent.subject.clone(),
        name: subject.map(|subject| subject.person.name.clone()),
        born: consent.born,
        origin: consent.origin,
        until: consent.until,
        channels: consent.open_channels().into_iter().collect(),
        waiting: consent
            .parties
            .iter()
            .filter(|party| {
                consent.state == Life::AwaitingSignatures && consent.awaits(party, policy, today)
            })
            .count(),
        in_review: consent.state == Life::AwaitingReview,
    }
}

/// The consents that the person may see, the latest changed first. Nobody protected is among them,
/// and no draft that the holder of a link is still writing. The look stays in the
/// trail. What is searched for is often a name, and addresses are kept by browsers and proxies, so
/// it comes in the body.
#[utoipa::path(post, path = "/api/samtycken/sok", request_body = ConsentSearch,
    responses((status = 200, body = ConsentPage)))]
pub async fn post_consent_search(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
    Json { value: wanted, .. }: Json<ConsentSearch>,
) -> Result<axum::Json<ConsentPage>, Problem> {
    let actor = logged_in.actor();
    let units = units_run_by(&state, &actor).await?;
    let query = collation::fold(&wanted.words);
    let waits = |consent: &Consent| {
        let by = By::Staff(&actor);
        [Kind::Confirm, Kind::SettleNo]
            .into_iter()
            .any(|kind| consent.admits(kind, by).is_ok())
    };
    let to_confirm = state.consents.consents().find(waits).len();
    let found = state.consents.consents().find(|consent| {
        (!wanted.to_confirm || waits(consent))
            && wanted.by_staff_since.is_none_or(|day| {
                let by_staff = consent.by_staff();
                by_staff.is_some_and(|at| day <= in_sweden(at).date())
            })
            && (wanted.state.is_empty() || wanted.state == consent.state.id())
            && (wanted.unit_id.is_empty() || wanted.unit_id == consent.unit)
            && (consent.state != Life::Draft
                || (consent.request.is_none() && consent.created_by == actor.id))
            && consent.is_seen_by(&actor, &units)
    });
    type Found = (Arc<Revision<Consent>>, Option<Arc<Revision<Subject>>>);
    let mut found: Vec<Found> = found
        .into_iter()
        .map(|kept| {
            let subject = kept.value.subject.as_deref();
            let subject = subject.and_then(|id| state.consents.subjects().get(id));
            (kept, subject)
        })
        .filter(|(kept, subject)| {
            let name = subject.as_ref().map(|subject| &subject.value);
            let number = kept.value.number.as_deref().unwrap_or_default();
            !name.is_some_and(|subject| subject.protected)
                && (collation::has_words(&query, number)
                    || name
                        .is_some_and(|subject| collation::has_words(&query, &subject.person.name)))
        })
        .collect();
    search::note(&state, &actor, kind::Kind::Consent, &query).await?;
    found.sort_by_key(|(kept, _)| std::cmp::Reverse(kept.value.since));
    let pages = found.len().div_ceil(PAGE_LINES).max(1);
    let page = wanted.page.clamp(1, pages);
    let lines = found
        .iter()
        .skip((page - 1) * PAGE_LINES)
        .take(PAGE_LINES)
        .map(|(kept, subject)| {
            let subject = subject.as_ref().map(|kept| &kept.value);
            line(&state, &kept.value, subject)
        })
        .collect();
    Ok(axum::Json(ConsentPage {
        count: found.len(),
        to_confirm,
        page,
        pages,
        consents: lines,
    }))
}
