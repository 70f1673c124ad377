//! What waits for staff besides cases and consents, and when they are written to about it.

use chrono::NaiveDate;

/// Whether communications are written to about a task that has come today, when others of its kind
/// wait since these days. Anybody may send such a task without a login, so that a day brings them
/// one letter of each kind and not one for each.
pub fn tells(waiting_since: impl IntoIterator<Item = NaiveDate>, today: NaiveDate) -> bool {
    waiting_since.into_iter().all(|day| day != today)
}

#[cfg(test)]
mod tests;
