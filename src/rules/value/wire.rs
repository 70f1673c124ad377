//! Days and moments as they come in JSON, `2026-11-21` and `2026-11-21T08:00:00Z`, and the members of an object.
//!
//! For `#[serde(deserialize_with)]` on what the app reads. Chrono's own reading takes every writing of
//! RFC 3339 and brings a parser of formats with it, a fiftieth of all that people download; the
//! store writes only these two. Absent on purpose: writing them, which chrono does as it should.

use std::fmt;
use std::marker::PhantomData;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::{Serialize, Serializer};

use crate::value::date;

/// A day.
///
/// # Errors
/// When it is no day written so.
pub fn day<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    read(from, date_of)
}

/// A day, or null.
///
/// # Errors
/// When it is neither.
pub fn day_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    read_if_any(from, date_of)
}

/// A moment, in UTC.
///
/// # Errors
/// When it is no moment written so.
pub fn moment<'de, D: Deserializer<'de>>(from: D) -> Result<DateTime<Utc>, D::Error> {
    read(from, moment_of)
}

/// A moment, or null.
///
/// # Errors
/// When it is neither.
pub fn moment_if_any<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<DateTime<Utc>>, D::Error> {
    read_if_any(from, moment_of)
}

/// The members of an object, in the order they come: all that is wanted of most of them, and a tenth of the code of a
/// map.
///
/// # Errors
/// When it is no object, or holds something else.
pub fn members<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Vec<(String, T)>, D::Error> {
    struct Members<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
        type Value = Vec<(String, T)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = object.next_entry()? {
                members.push(member);
            }
            Ok(members)
        }
    }

    from.deserialize_map(Members(PhantomData))
}

/// Writes what [`members`] reads.
///
/// # Errors
/// When a member cannot be written.
pub fn write_members<S: Serializer, N: Serialize, T: Serialize>(
    members: &[(N, T)],
    to: S,
) -> Result<S::Ok, S::Error> {
    to.collect_map(members.iter().map(|(name, value)| (name, value)))
}

fn read<'de, D: Deserializer<'de>, T>(from: D, of: fn(&str) -> Option<T>) -> Result<T, D::Error> {
    of(&String::deserialize(from)?).ok_or_else(|| D::Error::custom("not a time"))
}

fn read_if_any<'de, D: Deserializer<'de>, T>(
    from: D,
    of: fn(&str) -> Option<T>,
) -> Result<Option<T>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else {
        return Ok(None);
    };
    of(&text)
        .map(Some)
        .ok_or_else(|| D::Error::custom("not a time"))
}

fn date_of(text: &str) -> Option<NaiveDate> {
    date::parse_iso(text.as_bytes())?.ok()
}

fn moment_of(text: &str) -> Option<DateTime<Utc>> {
    let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut parts = time.split(':').map(number);
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() {
        return None;
    }
    let mut nanoseconds = 0;
    for place in 0..9 {
        let digit = fraction.as_bytes().get(place).copied().unwrap_or(b'0');
        nanoseconds = nanoseconds * 10 + u32::from(digit - b'0');
    }
    let time = NaiveTime::from_hms_nano_opt(hour, minute, second, nanoseconds)?;
    Some(date_of(day)?.and_time(time).and_utc())
}

fn number(text: &str) -> Option<u32> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests;
