//! Links, one-time codes and locks: what a command changes besides documents.

use sqlx::sqlite::SqliteConnection;
use subtle::ConstantTimeEq;

use super::{CodeTry, DataKeyChange, LinkChange, NewCode, Outcome};
use crate::clock::stamp;
use crate::kind::Kind;

/// How often a one-time code may be tried.
const TRIES_MAX: i64 = 5;

fn once(rows: u64, otherwise: Outcome) -> Outcome {
    if rows == 1 { Outcome::Done } else { otherwise }
}

/// Changes a link. One that is to be spent must still be good.
pub(super) async fn change(
    connection: &mut SqliteConnection,
    change: &LinkChange,
) -> sqlx::Result<Outcome> {
    match change {
        LinkChange::Issue(link) => {
            sqlx::query(
                "INSERT INTO link (hash, kind, id, party, purpose, made, expires) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(&link.hash)
            .bind(link.kind.word())
            .bind(&link.id)
            .bind(link.party)
            .bind(&link.purpose)
            .bind(stamp(link.made))
            .bind(stamp(link.expires))
            .execute(connection)
            .await?;
            Ok(Outcome::Done)
        }
        LinkChange::Spend { hash, at } => {
            let spent = sqlx::query(
                "UPDATE link SET spent = $2 \
                 WHERE hash = $1 AND spent IS NULL AND revoked IS NULL AND $2 < expires",
            )
            .bind(hash)
            .bind(stamp(*at))
            .execute(connection)
            .await?;
            Ok(once(spent.rows_affected(), Outcome::LinkOver))
        }
        LinkChange::Revoke {
            kind,
            id,
            purpose,
            party,
            at,
        } => {
            sqlx::query(
                "UPDATE link SET revoked = $5 WHERE kind = $1 AND id = $2 \
                 AND ($3 IS NULL OR purpose = $3) AND ($4 IS NULL OR party = $4) \
                 AND spent IS NULL AND revoked IS NULL",
            )
            .bind(kind.word())
            .bind(id)
            .bind(purpose.as_deref())
            .bind(party)
            .bind(stamp(*at))
            .execute(connection)
            .await?;
            Ok(Outcome::Done)
        }
    }
}

/// Makes or destroys a lock.
pub(super) async fn change_data_key(
    connection: &mut SqliteConnection,
    change: &DataKeyChange,
) -> sqlx::Result<Outcome> {
    let changed = match change {
        DataKeyChange::Make { id, key } => {
            sqlx::query("INSERT INTO lock (id, key) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
                .bind(id)
                .bind(key)
                .execute(connection)
                .await?
        }
        DataKeyChange::Destroy { id } => {
            sqlx::query("DELETE FROM lock WHERE id = $1")
                .bind(id)
                .execute(connection)
                .await?
        }
    };
    Ok(once(changed.rows_affected(), Outcome::Stale))
}

/// Keeps a code in place of any earlier one of the same link.
pub(super) async fn keep_code(
    connection: &mut SqliteConnection,
    code: &NewCode,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO code (link, mac, expires, tries) VALUES ($1, $2, $3, 0) \
         ON CONFLICT (link) DO UPDATE SET mac = $2, expires = $3, tries = 0",
    )
    .bind(&code.link)
    .bind(&code.mac)
    .bind(stamp(code.expires))
    .execute(connection)
    .await?;
    Ok(())
}

/// Tries a code. Every try counts, and a right one uses the code up.
pub(super) async fn try_code(
    connection: &mut SqliteConnection,
    code: &CodeTry,
) -> sqlx::Result<Outcome> {
    let kept: Option<String> = sqlx::query_scalar(
        "UPDATE code SET tries = tries + 1 \
         WHERE link = $1 AND tries < $2 AND $3 < expires RETURNING mac",
    )
    .bind(&code.link)
    .bind(TRIES_MAX)
    .bind(stamp(code.at))
    .fetch_optional(&mut *connection)
    .await?;
    // Something is compared also when there is nothing to compare with.
    let right: bool = kept
        .as_deref()
        .unwrap_or_default()
        .as_bytes()
        .ct_eq(code.mac.as_bytes())
        .into();
    if !right {
        return Ok(Outcome::Wrong);
    }
    sqlx::query("DELETE FROM code WHERE link = $1")
        .bind(&code.link)
        .execute(connection)
        .await?;
    Ok(Outcome::Done)
}

/// Takes away what leads to a document that is taken away, and the letters that told of it.
pub(super) async fn forget(
    connection: &mut SqliteConnection,
    kind: Kind,
    id: &str,
) -> sqlx::Result<()> {
    for sql in [
        "DELETE FROM code WHERE link IN (SELECT hash FROM link WHERE kind = $1 AND id = $2)",
        "DELETE FROM link WHERE kind = $1 AND id = $2",
        "DELETE FROM outbox WHERE event IN (SELECT seq FROM event WHERE kind = $1 AND id = $2)",
    ] {
        sqlx::query(sql)
            .bind(kind.word())
            .bind(id)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
