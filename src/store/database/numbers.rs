//! Case numbers: the year and a number that starts over each year, never given twice.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Datelike, Utc};

use crate::clock::in_sweden;
use crate::database::db::Db;
use crate::kind::Kind;

/// Gives out numbers such as `KT-2026-000017`. A number that was given out and then not used
/// leaves a gap; the database refuses one that is used already.
#[derive(Clone, Debug)]
pub struct Numbers {
    prefix: &'static str,
    last: Arc<Mutex<(i32, u32)>>,
}

impl Numbers {
    /// Goes on after the last number in the database.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn load(db: &Db) -> sqlx::Result<Self> {
        let last: Option<String> =
            sqlx::query_scalar("SELECT MAX(claim) FROM document WHERE kind = $1")
                .bind(Kind::Case.word())
                .fetch_one(db.readers())
                .await?;
        Ok(Self::after("KT", last.as_deref().into_iter()))
    }

    /// Goes on after the last of these numbers, in a series of its own.
    pub fn after<'a>(prefix: &'static str, numbers: impl Iterator<Item = &'a str>) -> Self {
        let last = numbers.filter_map(|number| read(prefix, number)).max();
        Self {
            prefix,
            last: Arc::new(Mutex::new(last.unwrap_or((0, 0)))),
        }
    }

    /// The next number. When the clock has been set back to an earlier year, the later year goes
    /// on.
    #[must_use]
    pub fn next(&self, now: DateTime<Utc>) -> String {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let year = in_sweden(now).year();
        *last = if last.0 < year {
            (year, 1)
        } else {
            (last.0, last.1 + 1)
        };
        format!("{}-{:04}-{:06}", self.prefix, last.0, last.1)
    }
}

fn read(prefix: &str, number: &str) -> Option<(i32, u32)> {
    let rest = number.strip_prefix(prefix)?.strip_prefix('-')?;
    let (year, number) = rest.split_once('-')?;
    Some((year.parse().ok()?, number.parse().ok()?))
}

#[cfg(test)]
mod tests;
