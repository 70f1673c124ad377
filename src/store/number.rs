//! Case numbers: the year and a number that starts over each year, never given twice.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Datelike, Utc};

use crate::clock::in_sweden;
use crate::db::Db;
use crate::writer::Kind;

/// Gives out case numbers such as `KT-2026-000017`. A number that was given out and then not used
/// leaves a gap; the database refuses one that is used already.
#[derive(Clone, Debug)]
pub struct Numbers {
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
        let last = last.as_deref().and_then(read).unwrap_or((0, 0));
        Ok(Self {
            last: Arc::new(Mutex::new(last)),
        })
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
        format!("KT-{:04}-{:06}", last.0, last.1)
    }
}

fn read(number: &str) -> Option<(i32, u32)> {
    let (year, number) = number.strip_prefix("KT-")?.split_once('-')?;
    Some((year.parse().ok()?, number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_start_over_each_year_and_never_go_back() {
        let numbers = Numbers {
            last: Arc::new(Mutex::new(read("KT-2026-000041").unwrap())),
        };
        let at = |text: &str| text.parse().unwrap();
        assert_eq!(numbers.next(at("2026-11-21T12:00:00Z")), "KT-2026-000042");
        assert_eq!(numbers.next(at("2026-12-31T23:30:00Z")), "KT-2027-000001");
        assert_eq!(numbers.next(at("2026-12-31T22:30:00Z")), "KT-2027-000002");
    }
}
