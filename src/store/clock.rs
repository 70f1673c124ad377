//! The store's one clock. Everything else is told what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Timelike, Utc};

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock, in UTC.
    System,
    /// A clock that is set by hand, in milliseconds since 1970. Used to try bad days: a clock set
    /// back, a session that runs out.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still until it is moved with [`Clock::set`].
    #[must_use]
    pub fn standing(at: DateTime<Utc>) -> Self {
        Self::Set(Arc::new(AtomicI64::new(at.timestamp_millis())))
    }

    /// Moves a standing clock. The machine's own clock is nobody's to move here: then nothing
    /// happens.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Self::Set(millis) = self {
            millis.store(at.timestamp_millis(), Ordering::SeqCst);
        }
    }

    /// The time now, in whole milliseconds so that what is stored reads back the same.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let millis = match self {
            #[expect(clippy::disallowed_methods, reason = "this is the store's clock")]
            Self::System => Utc::now().timestamp_millis(),
            Self::Set(millis) => millis.load(Ordering::SeqCst),
        };
        DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// Today's date in Sweden, which is the date that forms and deadlines mean.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        in_sweden(self.now()).date()
    }
}

/// The wall clock in Sweden at `at`: UTC+1, and UTC+2 from the last Sunday of March to the last
/// Sunday of October, changing at 01:00 UTC (directive 2000/84/EC). Written out because the one
/// rule we need does not weigh up a time zone database.
#[must_use]
pub fn in_sweden(at: DateTime<Utc>) -> NaiveDateTime {
    let utc = at.naive_utc();
    let year = chrono::Datelike::year(&utc);
    let summer = match (last_sunday(year, 3), last_sunday(year, 10)) {
        (Some(from), Some(to)) => {
            let one = |day: NaiveDate| day.and_hms_opt(1, 0, 0).unwrap_or_default();
            one(from) <= utc && utc < one(to)
        }
        _ => false,
    };
    utc + chrono::Duration::hours(if summer { 2 } else { 1 })
}

fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    let back = chrono::Datelike::weekday(&last).num_days_from_sunday();
    last.checked_sub_days(Days::new(u64::from(back)))
}

/// How the database and the API write a moment: UTC with milliseconds, so that text order is time
/// order.
#[must_use]
pub fn stamp(at: DateTime<Utc>) -> String {
    let at = at
        .with_nanosecond(at.nanosecond() / 1_000_000 * 1_000_000)
        .unwrap_or(at);
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests;
