//! Links and one-time codes: how people without a login reach what concerns them.
//!
//! A link's token stands in the address's fragment, which browsers do not send. The app exchanges
//! it by POST, so that a program that only fetches addresses, as mail scanners do, uses nothing up. What
//! the database holds is the token's hash: it opens nothing.

use chrono::{DateTime, Duration, Utc};
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row as _};

use crate::clock::stamp;
use crate::crypto::keyring::Keyring;
use crate::crypto::token::{hashed, new_code_text, new_token, typed_code};
use crate::database::db::Db;
use crate::database::writer::{CODE_MINUTES_MAX, CodeTry, NewCode, NewLink};
use crate::kind::Kind;

/// Makes a link. The token goes to whom it is for and is then forgotten.
#[must_use]
pub fn make(
    (kind, id): (Kind, &str),
    party: Option<i64>,
    purpose: &str,
    made: DateTime<Utc>,
    expires: DateTime<Utc>,
) -> (String, NewLink) {
    let token = new_token();
    let link = NewLink {
        hash: hashed(&token),
        kind,
        id: id.to_owned(),
        party,
        purpose: purpose.to_owned(),
        made,
        expires,
    };
    (token, link)
}

/// A link as the database holds it.
#[derive(Clone, Debug)]
pub struct Link {
    /// The token's hash.
    pub hash: String,
    /// The word of the kind of document it leads to.
    pub kind: String,
    /// Which document.
    pub id: String,
    /// Which of its parties it is for, counted from 0, or anybody.
    pub party: Option<i64>,
    /// The word of what it is for.
    pub purpose: String,
    expires: String,
    over: bool,
}

impl FromRow<'_, SqliteRow> for Link {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        let spent: Option<&str> = row.try_get("spent")?;
        let revoked: Option<&str> = row.try_get("revoked")?;
        Ok(Self {
            hash: row.try_get("hash")?,
            kind: row.try_get("kind")?,
            id: row.try_get("id")?,
            party: row.try_get("party")?,
            purpose: row.try_get("purpose")?,
            expires: row.try_get("expires")?,
            over: spent.is_some() || revoked.is_some(),
        })
    }
}

/// The link with this hash, if it is still good.
///
/// Used, expired, revoked, unknown and misspelt all take this one way: the same question to the
/// database, the same answer.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(db: &Db, hash: &str, now: DateTime<Utc>) -> sqlx::Result<Option<Link>> {
    let link: Option<Link> = sqlx::query_as("SELECT * FROM link WHERE hash = $1")
        .bind(hash)
        .fetch_optional(db.readers())
        .await?;
    let now = stamp(now);
    Ok(link.filter(|link| !link.over && now < link.expires))
}

/// Makes a one-time code for a link. The code goes to whom it is for and is then forgotten.
#[must_use]
pub fn new_code(keyring: &Keyring, link: &str, now: DateTime<Utc>) -> (String, NewCode) {
    let code = new_code_text();
    let kept = NewCode {
        link: link.to_owned(),
        mac: keyring.code(link, &code),
        expires: now + Duration::minutes(CODE_MINUTES_MAX),
    };
    (code, kept)
}

/// What was typed, as a try. Spaces, hyphens and small letters are as good.
#[must_use]
pub fn try_at(keyring: &Keyring, link: &str, typed: &str, now: DateTime<Utc>) -> CodeTry {
    let code = typed_code(typed);
    CodeTry {
        link: link.to_owned(),
        mac: keyring.code(link, &code),
        at: now,
    }
}

#[cfg(test)]
mod tests;
