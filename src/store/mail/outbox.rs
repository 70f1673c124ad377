//! The outbox: what became of the letters, for those who see to it that they arrive.
//!
//! Addresses are not shown. Those who may see a case or consent find them there by its number.

use axum::extract::{Path, State as Extract};
use axum::http::StatusCode;
use rules::account::case::letter::RESENT;
use rules::account::refusal::Refusal;
use rules::permission::{Action, may};
use serde::Serialize;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use crate::State;
use crate::database::writer::{Event, Fate, Note, Outcome, Post};
use crate::http::problem::Problem;
use crate::kind::Kind;
use crate::mail::letter;
use crate::mail::sender::opened;
use crate::session::login::LoggedIn;

/// Most letters in one answer, newest first.
const LETTERS_MAX: i64 = 1000;

/// The answer to a request for the outbox.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Outbox {
    /// Whether letters are sent at all.
    skickar: bool,
    brev: Vec<Line>,
}

/// A letter.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Line {
    handelse: i64,
    plats: i64,
    /// The letter's word.
    brev: String,
    /// The number of the case or consent, or empty.
    nummer: String,
    skapat: String,
    /// `vantar`, `skickat` or `uppgivet`.
    lage: &'static str,
    forsok: i64,
    /// When it is tried next; empty when it is done with or has not been tried.
    nasta: String,
    /// Why the last attempt failed, as a word, or empty.
    fel: String,
    /// When it was sent or given up, or empty.
    klart: String,
    /// What the letter says. Only in the demo.
    #[serde(skip_serializing_if = "Option::is_none")]
    innehall: Option<Contents>,
}

/// What a letter says and to whom.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Contents {
    till: String,
    amne: String,
    text: String,
    /// The path that the letter links to, or empty.
    lank: String,
}

/// The letters: all of them, or those that have not arrived and still can, for those who may see
/// only these.
#[utoipa::path(get, path = "/api/utkorg", responses(
    (status = 200, body = Outbox), (status = 403, description = "Not this person")))]
pub async fn get_outbox(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
) -> Result<axum::Json<Outbox>, Problem> {
    let role = logged_in.actor().role;
    if !may(role, Action::SeeUndelivered) {
        return Err(Problem::Refused(Refusal::NotAllowed));
    }
    let all = may(role, Action::SeeOutbox);
    let rows = sqlx::query(
        "SELECT outbox.event, place, recipient, template, outbox.body, about, attempts, next_try, \
         error, given_up, sent, at \
         FROM outbox JOIN event ON event.seq = outbox.event \
         WHERE $1 OR (sent IS NULL AND 0 < attempts AND outbox.body <> '') \
         ORDER BY outbox.event DESC, place DESC LIMIT $2",
    )
    .bind(all)
    .bind(LETTERS_MAX)
    .fetch_all(state.db.readers())
    .await?;
    let opens = all && state.demo;
    let brev = rows.iter().map(|row| line(&state, row, opens));
    Ok(axum::Json(Outbox {
        skickar: state.sends,
        brev: brev.collect::<Result<_, _>>()?,
    }))
}

fn line(state: &State, row: &SqliteRow, opens: bool) -> sqlx::Result<Line> {
    let given_up: Option<String> = row.try_get("given_up")?;
    let sent: Option<String> = row.try_get("sent")?;
    let lage = match (&sent, &given_up) {
        (Some(_), _) => "skickat",
        (None, Some(_)) => "uppgivet",
        (None, None) => "vantar",
    };
    let waits = lage == "vantar";
    let innehall = if opens { contents(state, row)? } else { None };
    Ok(Line {
        handelse: row.try_get("event")?,
        plats: row.try_get("place")?,
        brev: row.try_get("template")?,
        nummer: row.try_get("about")?,
        skapat: row.try_get("at")?,
        lage,
        forsok: row.try_get("attempts")?,
        nasta: if waits {
            row.try_get("next_try")?
        } else {
            String::new()
        },
        fel: row.try_get("error")?,
        klart: sent.or(given_up).unwrap_or_default(),
        innehall,
    })
}

/// What a letter says, unless it has been erased.
fn contents(state: &State, row: &SqliteRow) -> sqlx::Result<Option<Contents>> {
    let at = (row.try_get("event")?, row.try_get("place")?);
    let (Some((till, telling)), Some(template)) = (
        opened(state, at, row.try_get("recipient")?, row.try_get("body")?),
        letter::by_word(row.try_get("template")?),
    ) else {
        return Ok(None);
    };
    let site = state.public_url.as_deref().unwrap_or_default();
    let rendered = template.render(&telling, site, &state.policy.value.organisation.name);
    Ok(Some(Contents {
        till,
        amne: rendered.subject,
        text: rendered.text,
        lank: telling.lank,
    }))
}

/// Has a letter tried again, at once and from the beginning.
#[utoipa::path(post, path = "/api/utkorg/{event}/{place}/skicka-om", responses(
    (status = 204, description = "It will be tried"), (status = 403, description = "Not this person"),
    (status = 404, description = "No such letter"), (status = 409, description = "It has been sent"),
    (status = 410, description = "What it said has been destroyed, for its link is over")))]
pub async fn post_letter(
    Extract(state): Extract<State>,
    path: Result<Path<(i64, i64)>, axum::extract::rejection::PathRejection>,
    logged_in: LoggedIn,
) -> Result<StatusCode, Problem> {
    let actor = logged_in.actor();
    if !may(actor.role, Action::SeeUndelivered) {
        return Err(Problem::Refused(Refusal::NotAllowed));
    }
    let Path((event, place)) = path.map_err(|_| Problem::NotFound)?;
    let row = sqlx::query(
        "SELECT kind, id, version, sent IS NULL AND outbox.body = '' \
         FROM outbox JOIN event ON event.seq = outbox.event \
         WHERE outbox.event = $1 AND place = $2",
    )
    .bind(event)
    .bind(place)
    .fetch_optional(state.db.readers())
    .await?
    .ok_or(Problem::NotFound)?;
    if row.try_get(3)? {
        return Err(Problem::LetterErased);
    }
    let kind = Kind::from_word(row.try_get(0)?).ok_or(Problem::NotFound)?;
    let note = Note {
        kind,
        id: row.try_get(1)?,
        version: row.try_get(2)?,
        event: Event {
            at: state.clock.now(),
            actor: actor.id.clone(),
            action: RESENT.to_owned(),
            body: serde_json::json!({ "namn": actor.name }).to_string(),
        },
    };
    let post = Post {
        event,
        place,
        fate: Fate::Again(Box::new(note)),
    };
    match state.writer.post(post).await? {
        Outcome::Done => Ok(StatusCode::NO_CONTENT),
        _ => Err(Problem::Refused(Refusal::NotNow)),
    }
}
