//! The list of consents, and searching among them.

use std::sync::Arc;

use axum::extract::State as Extract;
use chrono::{DateTime, NaiveDate, Utc};
use rules::consent::scope::Channel;
use rules::consent::state::{Consent, Origin, State as Life};
use rules::consent::subject::Subject;
use rules::value::collation;
use serde::{Deserialize, Serialize};

use crate::State;
use crate::audit::search;
use crate::consent::cache::Revision;
use crate::consent::units_run_by;
use crate::http::extract::Json;
use crate::http::problem::Problem;
use crate::kind::Kind;
use crate::session::login::LoggedIn;

/// Lines on a page.
const PAGE_LINES: usize = 50;

/// What is wanted of the list.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ConsentsWanted {
    /// Words that each begin a word of the name, or the number.
    sok: String,
    /// Only in this state.
    lage: String,
    /// Only of this unit.
    enhet: String,
    /// Which page, from 1.
    sida: usize,
}

/// A consent in the list.
#[derive(Serialize)]
pub(crate) struct Line {
    id: String,
    nummer: Option<String>,
    blankett: &'static str,
    lage: Life,
    sedan: DateTime<Utc>,
    enhet: String,
    individ: Option<String>,
    namn: Option<String>,
    fodd: Option<NaiveDate>,
    ursprung: Origin,
    till: Option<NaiveDate>,
    kanaler: Vec<Channel>,
    /// How many have not answered.
    vantar: usize,
    granskas: bool,
}

impl Line {
    pub(crate) fn of(state: &State, consent: &Consent, subject: Option<&Subject>) -> Self {
        let policy = &state.policy.value;
        let today = state.clock.today();
        Self {
            id: consent.id.clone(),
            nummer: consent.number.clone(),
            blankett: consent.draft.form().id,
            lage: consent.state,
            sedan: consent.since,
            enhet: consent.unit.clone(),
            individ: consent.subject.clone(),
            namn: subject.map(|subject| subject.person.name.clone()),
            fodd: consent.born,
            ursprung: consent.origin,
            till: consent.until,
            kanaler: consent.open_channels().into_iter().collect(),
            vantar: consent
                .parties
                .iter()
                .filter(|party| {
                    consent.state == Life::AwaitingSignatures
                        && consent.awaits(party, policy, today)
                })
                .count(),
            granskas: consent.state == Life::AwaitingReview,
        }
    }
}

/// A page of the list.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Page {
    antal: usize,
    sida: usize,
    sidor: usize,
    #[schema(value_type = Vec<Object>)]
    samtycken: Vec<Line>,
}

/// Whether every word of a query that has been folded begins a word of the text.
pub(crate) fn is_found(query: &str, text: &str) -> bool {
    let text = collation::fold(text);
    query.split_whitespace().all(|word| {
        text.starts_with(word) || text.split([' ', '-']).any(|part| part.starts_with(word))
    })
}

/// The consents that the person may see, the latest changed first. Nobody protected is among them,
/// and no draft that somebody with a link is still writing. That somebody looked stays in the
/// trail. What is searched for is often a name, and addresses are kept by browsers and proxies, so
/// it comes in the body.
#[utoipa::path(post, path = "/api/samtycken/sok", request_body = ConsentsWanted,
    responses((status = 200, body = Page)))]
pub async fn post_consent_search(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
    Json { value: wanted, .. }: Json<ConsentsWanted>,
) -> Result<axum::Json<Page>, Problem> {
    let actor = logged_in.actor();
    let units = units_run_by(&state, &actor).await?;
    let query = collation::fold(&wanted.sok);
    let found = state.consents.consents().find(|consent| {
        (wanted.lage.is_empty() || wanted.lage == consent.state.id())
            && (wanted.enhet.is_empty() || wanted.enhet == consent.unit)
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
                && (is_found(&query, number)
                    || name.is_some_and(|subject| is_found(&query, &subject.person.name)))
        })
        .collect();
    search::note(&state, &actor, Kind::Consent, &query).await?;
    found.sort_by_key(|(kept, _)| std::cmp::Reverse(kept.value.since));
    let pages = found.len().div_ceil(PAGE_LINES).max(1);
    let page = wanted.sida.clamp(1, pages);
    let lines = found
        .iter()
        .skip((page - 1) * PAGE_LINES)
        .take(PAGE_LINES)
        .map(|(kept, subject)| {
            let subject = subject.as_ref().map(|kept| &kept.value);
            Line::of(&state, &kept.value, subject)
        })
        .collect();
    Ok(axum::Json(Page {
        antal: found.len(),
        sida: page,
        sidor: pages,
        samtycken: lines,
    }))
}
