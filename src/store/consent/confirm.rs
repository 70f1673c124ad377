//! What waits for the user to confirm who has signed, with the unit's list beside it.

use std::collections::HashMap;

use axum::extract::State as Extract;
use rules::consent::command::{By, Kind};
use rules::consent::roster::standing::{Standing, ways};
use rules::consent::roster::{Contact, Member};
use rules::consent::spot;
use rules::consent::state::{Consent, Signature};
use rules::consent::subject::Subject;
use rules::consent::wire::{ToConfirm, ToConfirmList};
use rules::permission::Actor;

use crate::State;
use crate::audit::search;
use crate::consent::cache::Revision;
use crate::consent::changeset::Changeset;
use crate::consent::executor::list_of;
use crate::consent::run_by::units_run_by;
use crate::http::problem::Problem;
use crate::kind::Kind as DocumentKind;
use crate::session::login::LoggedIn;

/// What the look is noted as.
const LOOK: &str = "kontrollera";

/// Every signature that waits for the user, the oldest first. That the user looked stays in the trail.
#[utoipa::path(get, path = "/api/samtycken/kontrollera", responses((status = 200, body = ToConfirmList)))]
pub async fn get_to_confirm(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
) -> Result<axum::Json<ToConfirmList>, Problem> {
    let actor = logged_in.actor();
    let units = units_run_by(&state, &actor).await?;
    let changeset = Changeset::new(&state, &actor.id);
    let waiting = state.consents.consents().find(|consent| {
        consent.is_seen_by(&actor, &units)
            && consent.admits(Kind::Confirm, By::Staff(&actor)).is_ok()
    });
    search::note(&state, &actor, DocumentKind::Consent, LOOK).await?;
    let mut answers = Vec::new();
    let mut lists = HashMap::new();
    for kept in waiting {
        let subject = kept.value.subject.as_deref();
        let subject = subject.and_then(|id| state.consents.subjects().get(id));
        let Some(subject) = subject.filter(|kept| !kept.value.protected) else {
            continue;
        };
        let list = lists
            .entry(kept.value.unit.clone())
            .or_insert_with(|| list_of(&changeset, &kept.value.unit));
        let list: Vec<&Member> = list.iter().map(|kept| &kept.value).collect();
        let signatures = kept.value.signatures.iter();
        let unconfirmed = signatures.filter(|signature| !signature.is_confirmed());
        answers.extend(
            unconfirmed.filter_map(|signature| {
                line(&state, &kept, &subject.value, signature, &list, &actor)
            }),
        );
    }
    answers.sort_by_key(|answer| answer.at);
    Ok(axum::Json(ToConfirmList { answers }))
}

fn line(
    state: &State,
    kept: &Revision<Consent>,
    subject: &Subject,
    signature: &Signature,
    list: &[&Member],
    actor: &Actor,
) -> Option<ToConfirm> {
    let consent = &kept.value;
    let party = consent.parties.get(signature.party)?;
    let standing = Standing::of(list, &subject.person, party);
    let ways = ways(&standing, party, actor);
    let (row, nearest, differences) = match &standing {
        Standing::NoList => (None, None, Vec::new()),
        Standing::Near(member, contact, differences) => {
            let mut contacts = member.person.contacts.iter();
            let place = contacts.position(|other| other == *contact);
            (Some(&member.person), place, differences.clone())
        }
        Standing::Stranger(member) => (member.map(|member| &member.person), None, Vec::new()),
    };
    Some(ToConfirm {
        consent: consent.id.clone(),
        version: kept.version,
        number: consent.number.clone(),
        request: consent.request.clone(),
        form: consent.draft.form().id.to_owned(),
        unit_id: consent.unit.clone(),
        occasion: consent.asked.clone(),
        name: subject.person.name.clone(),
        born: subject.person.born,
        party: signature.party,
        signer: Contact {
            role: party.role,
            name: party.name.clone(),
            email: party.email.clone(),
            phone: party.phone.clone(),
            personnummer: None,
        },
        spot: spot::words(&consent.id, signature.party),
        proof: signature.evidence.proof,
        at: signature.at,
        ends: consent.confirming_ends(&state.policy.value),
        has_list: standing != Standing::NoList,
        row: row.cloned(),
        nearest,
        differences,
        ways,
    })
}
