//! What the calendar brings about for consents, and the word that pictures are gone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, TimeDelta, Weekday};
use rules::consent::command::{By, Letter, To};
use rules::consent::due::{Due, DueAction, due};
use rules::consent::state::Consent;
use rules::permission::Role;
use rules::publication::log::{Publication, taken_down};

use crate::State;
use crate::clock::in_sweden;
use crate::consent::changeset::EventDetails;
use crate::consent::executor::{Executor, nearest, template};
use crate::database::user::User;
use crate::database::writer;
use crate::http::problem::Problem;
use crate::kind::Kind;
use crate::mail::letter::LetterData;

/// What the clock is called in an event.
pub(crate) const CLOCK: &str = "klockan";
/// The action of a letter that the calendar sent.
const REMINDED: &str = "paminnelse";
/// How long afterwards it is still told that pictures are gone, if it could not be told at once.
const TOLD_WITHIN: TimeDelta = TimeDelta::days(2);

/// Tells those who took a yes back that their pictures are gone, when this was the last of them.
/// It is told once, however often a picture is ticked off.
pub async fn tell_removed(state: &State, publication: &Publication) {
    for person in &publication.people {
        let Some(leant_on) = state.consents.consents().get(&person.consent) else {
            continue;
        };
        let theirs = state
            .consents
            .consents()
            .find(|consent| consent.stands_for(&leant_on.value));
        for kept in theirs {
            let id = &kept.value.id;
            match tell_gone(state, id).await {
                // Told before, or the consent has changed meanwhile; the calendar comes back to it.
                Ok(()) | Err(Problem::AlreadyThere | Problem::Stale(_) | Problem::NotFound) => {}
                Err(problem) => {
                    tracing::error!(id, ?problem, "nobody was told that the pictures are gone");
                }
            }
        }
    }
}

async fn tell_gone(state: &State, id: &str) -> Result<(), Problem> {
    let mut executor = Executor::new(state, CLOCK, EventDetails::default());
    let kept = executor
        .changeset
        .get::<Consent>(id)
        .ok_or(Problem::NotFound)?;
    let consent = &kept.value;
    let leaning = executor.changeset.leaning_on(consent);
    let shown = executor.changeset.shown_on(consent);
    let shown = shown.iter().map(|kept| &kept.value);
    let Some(count) = taken_down(consent, &leaning, shown) else {
        return Ok(());
    };
    // A part that is taken back later makes it more pictures, and is told as well.
    executor.once = Some(format!("{id} {} {count}", Letter::PicturesGone.id()));
    for (index, party) in consent.parties.iter().enumerate() {
        if party.role.signs() {
            executor.letter(consent, To::Party(index), Letter::PicturesGone);
        }
    }
    if !executor.changeset.has_letters() {
        return Ok(());
    }
    executor
        .changeset
        .note(&kept, Letter::PicturesGone.id(), &EventDetails::default())?;
    executor.changeset.commit(None).await.map(|_| ())
}

/// Tells the manager of each unit, once a week, of what its staff brought about in the week before.
///
/// # Errors
/// When a letter cannot be written.
pub async fn tell_managers(state: &State) -> Result<(), Problem> {
    let monday = state.clock.today().week(Weekday::Mon).first_day();
    let week = monday - Days::new(7)..monday;
    let brought = state.consents.consents().find(|consent| {
        let by_staff = consent.by_staff();
        by_staff.is_some_and(|at| week.contains(&in_sweden(at).date()))
    });
    let units: BTreeSet<&str> = brought
        .iter()
        .map(|kept| kept.value.unit.as_str())
        .collect();
    let mut managers = BTreeMap::new();
    for unit in units {
        let can = |person: &User, is_there| is_there && person.role == Role::Manager;
        for manager in nearest(state, unit, can).into_iter().flatten() {
            managers.insert(manager.id.clone(), manager.email.clone());
        }
    }
    for (id, email) in managers {
        let telling = LetterData {
            lank: format!("/samtycken?personal={}", week.start),
            ..LetterData::default()
        };
        let letter = writer::Letter {
            recipient: email,
            template: template(Letter::Weekly),
            body: telling.body(),
            once: Some(format!("{} {} {id}", Letter::Weekly.id(), week.start)),
            ..writer::Letter::default()
        };
        let note = writer::Note {
            kind: Kind::Person,
            id,
            version: 0,
            event: writer::Event {
                at: state.clock.now(),
                actor: CLOCK.to_owned(),
                action: REMINDED.to_owned(),
                body: "{}".to_owned(),
            },
        };
        let command = writer::Command {
            notes: vec![note],
            letters: vec![letter],
            ..writer::Command::default()
        };
        // Not the first of the week: then it has been sent, and is not again.
        state.writer.command(command).await?;
    }
    Ok(())
}

/// Carries out everything that is due by the calendar. What one consent fails at does not keep the
/// others waiting, and is tried again the next time.
pub async fn come_due(state: &State) {
    let today = state.clock.today();
    let since = state.clock.now() - TOLD_WITHIN;
    let gone = state.consents.publications().find(|publication| {
        let removed = publication.removed.as_ref();
        removed.is_some_and(|removed| since <= removed.at)
    });
    for kept in gone {
        tell_removed(state, &kept.value).await;
    }
    if let Err(problem) = tell_managers(state).await {
        tracing::error!(?problem, "no manager was told of the week");
    }
    let policy = &state.policy.value;
    let waiting = state
        .consents
        .consents()
        .find(|consent| !due(consent, policy, today).is_empty());
    for kept in waiting {
        for one in due(&kept.value, policy, today) {
            let id = &kept.value.id;
            match execute_due(state, id, &one).await {
                // Sent before, or the consent has changed meanwhile.
                Ok(()) | Err(Problem::AlreadyThere | Problem::Stale(_) | Problem::NotFound) => {}
                Err(problem) => {
                    tracing::error!(id, key = one.key, ?problem, "what was due was not done");
                }
            }
        }
    }
}

async fn execute_due(state: &State, id: &str, due: &Due) -> Result<(), Problem> {
    let mut executor = Executor::new(state, CLOCK, EventDetails::default());
    let kept = executor
        .changeset
        .get::<Consent>(id)
        .ok_or(Problem::NotFound)?;
    match &due.what {
        DueAction::Do(command) => {
            executor.consent(&kept.value, command.clone(), By::System)?;
        }
        DueAction::Letters(letters) => {
            executor.once = Some([id, " ", &due.key].concat());
            for (to, letter) in letters {
                executor.letter(&kept.value, *to, *letter);
            }
            if !executor.changeset.has_letters() {
                return Ok(());
            }
            executor
                .changeset
                .note(&kept, REMINDED, &EventDetails::default())?;
        }
    }
    executor.changeset.commit(None).await.map(|_| ())
}
