//! What every change has in common: the version it is made to, its key, its digest, its answer.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rules::account::refusal::Refusal;
use sha2::{Digest, Sha256};

use crate::State;
use crate::consent::cache::Document;
use crate::consent::changeset::{Stage, reopened};
use crate::crypto::hex::hex;
use crate::crypto::keyring::Lock;
use crate::database::writer::{Command, Key, Letter, Outcome, Put, Receipt, find_receipt};
use crate::http::problem::{Place, Problem};

/// Most characters in an Idempotency-Key.
const KEY_CHARS_MAX: usize = 200;

/// A document's tag is its version.
pub(crate) fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

/// The version that a change says it is made to.
pub(crate) fn version_wanted(headers: &HeaderMap) -> Result<i64, Problem> {
    let value = headers
        .get(header::IF_MATCH)
        .ok_or(Problem::VersionMissing)?;
    value
        .to_str()
        .ok()
        .and_then(|text| {
            text.trim()
                .strip_prefix('"')?
                .strip_suffix('"')?
                .parse()
                .ok()
        })
        .ok_or(Problem::Malformed(Place {
            part: "if-match",
            ..Place::default()
        }))
}

/// Whether that is the version there is.
pub(crate) fn same_version(wanted: i64, found: i64) -> Result<(), Problem> {
    if wanted == found {
        Ok(())
    } else {
        Err(Problem::Stale(found))
    }
}

/// A change that is named by its sender, so that it is done once however often it is sent.
pub(crate) struct Request {
    key: Key,
}

impl Request {
    /// Reads the name from the headers and the digest from everything that makes the request.
    pub(crate) fn new(
        what: &str,
        headers: &HeaderMap,
        body: &[u8],
        actor: &str,
    ) -> Result<Self, Problem> {
        let name = headers
            .get("idempotency-key")
            .and_then(|value| value.to_str().ok())
            .map(str::trim)
            .filter(|name| !name.is_empty() && name.len() <= KEY_CHARS_MAX)
            .ok_or(Problem::KeyMissing)?;
        let mut digest = Sha256::new();
        digest.update(what.as_bytes());
        digest.update([0]);
        digest.update(body);
        let key = Key {
            actor: actor.to_owned(),
            name: name.to_owned(),
            request: hex(&digest.finalize()),
        };
        Ok(Self { key })
    }

    /// Carries out what was decided and answers with the receipt, or with the one given before.
    pub(crate) async fn carry_out(
        &self,
        state: &State,
        puts: Vec<Put>,
        letters: Vec<Letter>,
        receipt: Receipt,
    ) -> Result<Response, Problem> {
        let command = Command {
            puts,
            letters,
            receipt: Some((self.key.clone(), receipt.clone())),
            ..Command::default()
        };
        let before = carry_out(state, command).await?;
        Ok(respond(before.unwrap_or(receipt)))
    }

    /// Carries out what was decided about something sealed and answers with the receipt, or with
    /// the one given before. The receipt is sealed with the lock of the document with this id.
    pub(crate) async fn commit<T: Document>(
        &self,
        state: &State,
        stage: Stage<'_>,
        receipt: Receipt,
        id: &str,
    ) -> Result<Response, Problem> {
        let lock = stage.get::<T>(id).ok_or(Problem::NotFound)?.lock.clone();
        self.finish(state, stage, receipt, Some(&lock)).await
    }

    /// The same with a receipt that says nothing about anybody.
    pub(crate) async fn commit_open(
        &self,
        state: &State,
        stage: Stage<'_>,
        receipt: Receipt,
    ) -> Result<Response, Problem> {
        self.finish(state, stage, receipt, None).await
    }

    async fn finish(
        &self,
        state: &State,
        stage: Stage<'_>,
        receipt: Receipt,
        lock: Option<&Lock>,
    ) -> Result<Response, Problem> {
        let done = stage.commit(Some((&self.key, &receipt, lock))).await;
        let done = done.map(|before| respond(before.unwrap_or(receipt)));
        self.settle(state, done).await
    }

    /// What came of it. A lost answer is asked for again after the document has moved on, and then
    /// the answer that was given before is right and a refusal would be wrong.
    pub(crate) async fn settle(
        &self,
        state: &State,
        done: Result<Response, Problem>,
    ) -> Result<Response, Problem> {
        match done {
            Ok(response) => Ok(response),
            Err(problem) => self.replay(state).await?.ok_or(problem),
        }
    }

    /// The answer that was given before, if any was.
    pub(crate) async fn replay(&self, state: &State) -> Result<Option<Response>, Problem> {
        match find_receipt(&state.db, &self.key).await? {
            Some(Outcome::Before(receipt)) => reopened(state, &self.key, receipt)
                .await
                .map(respond)
                .map(Some),
            Some(Outcome::KeyReused) => Err(Problem::KeyReused),
            Some(
                Outcome::Done
                | Outcome::Stale
                | Outcome::Claimed
                | Outcome::LinkOver
                | Outcome::Wrong,
            )
            | None => Ok(None),
        }
    }
}

/// Hands a decision to the writer. Gives back the answer from before when it was done before.
pub(crate) async fn carry_out(state: &State, command: Command) -> Result<Option<Receipt>, Problem> {
    let first = command.puts.first().map(|put| (put.kind, put.id.clone()));
    match state.writer.command(command).await? {
        Outcome::Done => Ok(None),
        Outcome::Before(receipt) => Ok(Some(receipt)),
        Outcome::KeyReused => Err(Problem::KeyReused),
        Outcome::Claimed => Err(Problem::Refused(Refusal::Taken)),
        Outcome::LinkOver => Err(Problem::LinkOver),
        Outcome::Wrong => Err(Problem::WrongCode),
        Outcome::Stale => {
            let Some((kind, id)) = first else {
                return Err(Problem::Stale(0));
            };
            let version =
                sqlx::query_scalar("SELECT version FROM document WHERE kind = $1 AND id = $2")
                    .bind(kind.word())
                    .bind(id)
                    .fetch_optional(state.db.readers())
                    .await?;
            Err(version.map_or(Problem::NotFound, Problem::Stale))
        }
    }
}

/// A change to one document and nothing else.
pub(crate) fn alone(put: Put) -> Command {
    Command {
        puts: vec![put],
        ..Command::default()
    }
}

/// An answer that is no change's.
pub(crate) fn json(body: String) -> Response {
    respond(Receipt {
        status: 200,
        body,
        ..Receipt::default()
    })
}

/// A receipt as an answer.
pub(crate) fn respond(receipt: Receipt) -> Response {
    let status = StatusCode::from_u16(receipt.status).unwrap_or(StatusCode::OK);
    let mut response = (status, Body::from(receipt.body)).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    if let Ok(etag) = HeaderValue::from_str(&receipt.etag) {
        headers.insert(header::ETAG, etag);
    }
    if !receipt.place.is_empty()
        && let Ok(place) = HeaderValue::from_str(&receipt.place)
    {
        headers.insert(header::LOCATION, place);
    }
    response
}
