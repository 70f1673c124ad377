//! Handing a decision to the writer, which does it once however often it is sent.

use axum::response::Response;
use rules::account::refusal::Refusal;

use crate::State;
use crate::crypto::data_key::Context;
use crate::database::writer::{Command, Key, Letter, Outcome, Put, Receipt, find_receipt};
use crate::http::idempotency::{IdempotentRequest, respond};
use crate::http::problem::Problem;

impl State {
    /// Hands a decision to the writer. Gives back the answer from before when it was done before.
    pub(crate) async fn commit(&self, command: Command) -> Result<Option<Receipt>, Problem> {
        let first = command.puts.first().map(|put| (put.kind, put.id.clone()));
        match self.writer.command(command).await? {
            Outcome::Done => Ok(None),
            Outcome::Before(receipt) => Ok(Some(receipt)),
            Outcome::KeyReused => Err(Problem::KeyReused),
            Outcome::NotUnique => Err(Problem::Refused(Refusal::Taken)),
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
                        .fetch_optional(self.db.readers())
                        .await?;
                Err(version.map_or(Problem::NotFound, Problem::Stale))
            }
        }
    }

    /// An answer that was kept, as it was given.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when whom it was about has been destroyed since.
    pub(crate) async fn reopened(&self, key: &Key, receipt: Receipt) -> Result<Receipt, Problem> {
        let Some((id, sealed)) = receipt.body.split_once('\n') else {
            return Ok(receipt);
        };
        let wrapped: Option<String> = sqlx::query_scalar("SELECT key FROM lock WHERE id = $1")
            .bind(id)
            .fetch_optional(self.db.readers())
            .await?;
        let body = wrapped
            .and_then(|wrapped| self.keyring.open_data_key(id, &wrapped).ok())
            .and_then(|data_key| {
                data_key
                    .open(Context::Receipt(&key.actor, &key.name), sealed)
                    .ok()
            })
            .ok_or(Problem::NotFound)?;
        Ok(Receipt { body, ..receipt })
    }
}

impl IdempotentRequest {
    /// Carries out what was decided and answers with the receipt, or with the one given before.
    pub(crate) async fn execute(
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
        let before = state.commit(command).await?;
        Ok(respond(before.unwrap_or(receipt)))
    }

    /// What came of it. A lost answer is asked for again after the document has moved on, and then
    /// the answer that was given before is right and a refusal would be wrong.
    pub(crate) async fn replay_or(
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
            Some(Outcome::Before(receipt)) => state
                .reopened(&self.key, receipt)
                .await
                .map(respond)
                .map(Some),
            Some(Outcome::KeyReused) => Err(Problem::KeyReused),
            Some(
                Outcome::Done
                | Outcome::Stale
                | Outcome::NotUnique
                | Outcome::LinkOver
                | Outcome::Wrong,
            )
            | None => Ok(None),
        }
    }
}
