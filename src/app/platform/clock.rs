//! The browser's clock: the only place in the app that knows what time it is.

use chrono::{DateTime, NaiveDate, Utc};
use js_sys::Date;

/// Today's date where the person is.
pub(crate) fn today() -> NaiveDate {
    day_of(&Date::new_0())
}

/// Milliseconds since 1970, as the browser counts them.
pub(crate) fn now_ms() -> f64 {
    Date::now()
}

/// How many whole minutes are left until `then`, never below 0.
pub(crate) fn minutes_until(then: DateTime<Utc>) -> u32 {
    let left_ms = f64_from(then.timestamp_millis()) - now_ms();
    if left_ms <= 0.0 {
        return 0;
    }
    // The quotient is a small positive number: sessions last hours, not centuries.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positive and below a few thousand"
    )]
    let minutes = (left_ms / 60_000.0).floor() as u32;
    minutes
}

/// Milliseconds from now until `then`, never below 0 and never more than a day.
pub(crate) fn ms_until(then: DateTime<Utc>) -> f64 {
    (f64_from(then.timestamp_millis()) - now_ms()).clamp(0.0, 86_400_000.0)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 fit in 53 bits for the next 285 000 years"
)]
fn f64_from(ms: i64) -> f64 {
    ms as f64
}

/// The day it was where the person is.
pub(crate) fn day(at: DateTime<Utc>) -> NaiveDate {
    day_of(&Date::new(&f64_from(at.timestamp_millis()).into()))
}

fn day_of(local: &Date) -> NaiveDate {
    NaiveDate::from_ymd_opt(
        i32::try_from(local.get_full_year()).unwrap_or(i32::MAX),
        local.get_month() + 1,
        local.get_date(),
    )
    .unwrap_or_default()
}

/// «21 november 2026 kl. 14.05», where the person is.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    let local = Date::new(&f64_from(at.timestamp_millis()).into());
    let two = |number: u32| {
        let digits = number.to_string();
        if number < 10 {
            ["0", &digits].concat()
        } else {
            digits
        }
    };
    [
        &rules::value::date::long(day_of(&local)),
        " kl. ",
        &two(local.get_hours()),
        ".",
        &two(local.get_minutes()),
    ]
    .concat()
}
