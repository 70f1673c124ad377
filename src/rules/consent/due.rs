//! What the calendar brings about for a consent: reminders, and the day something ends.

use chrono::{Days, Months, NaiveDate};

use super::command::{Command, Letter, To};
use super::party::Reply;
use super::state::{Consent, Freeze, Objection, State};
use crate::policy::Policy;
use crate::value::holiday;

/// Something that is due.
#[derive(Clone, Debug)]
pub struct Due {
    /// Names it for ever within the consent, so that it is done once.
    pub key: String,
    /// What it is.
    pub what: DueAction,
}

/// What is due.
#[derive(Clone, Debug)]
pub enum DueAction {
    /// Send these letters.
    Letters(Vec<(To, Letter)>),
    /// Give this command, by [`By::System`](super::command::By::System).
    Do(Command),
}

/// Everything that is due on `today`, whenever it was last asked. What was missed is not made up
/// for: of several reminders only the latest is sent.
pub fn due(consent: &Consent, policy: &Policy, today: NaiveDate) -> Vec<Due> {
    let ends = ending(consent, policy, today);
    if !ends.is_empty() {
        return ends;
    }
    match consent.state {
        State::AwaitingSignatures => unsigned(consent, policy, today),
        State::AwaitingReview => unconfirmed(consent, policy, today),
        State::InForce | State::PartlyWithdrawn => running(consent, policy, today),
        State::Frozen => objected(consent, policy, today),
        State::Draft | State::Withdrawn | State::Expired | State::Replaced | State::Declined => {
            None
        }
    }
    .into_iter()
    .collect()
}

/// What ends or freezes it.
fn ending(consent: &Consent, policy: &Policy, today: NaiveDate) -> Vec<Due> {
    let alive = !consent.state.is_final();
    let sent = alive && consent.state != State::Draft;
    let was = consent.held.unwrap_or(consent.state);
    let over = match was {
        State::Draft => {
            let days = Days::new(policy.numbers.cosign_expires_after.into());
            consent.since.date_naive() + days < today
        }
        State::AwaitingSignatures => consent
            .signing_ends(policy)
            .is_some_and(|last| last < today),
        // Who is of age answers alone, and until then nothing is taken down.
        State::InForce | State::PartlyWithdrawn => {
            consent.until.is_some_and(|last| last < today) && !consent.is_outgrown(today)
        }
        State::AwaitingReview => consent
            .confirming_ends(policy)
            .is_some_and(|last| last < today),
        State::Frozen | State::Withdrawn | State::Expired | State::Replaced | State::Declined => {
            false
        }
    };
    let freezes = |freeze| sent && !consent.frozen.contains(&freeze);
    [
        (
            freezes(Freeze::Adult) && consent.is_outgrown(today),
            Freeze::Adult.id().to_owned(),
            Command::Freeze(Freeze::Adult),
        ),
        (
            freezes(Freeze::MandateOver) && consent.is_mandate_over(today),
            Freeze::MandateOver.id().to_owned(),
            Command::Freeze(Freeze::MandateOver),
        ),
        (
            over,
            // An edit begins a new time to sign in.
            keyed("utgar", consent.sent),
            Command::Lapse,
        ),
    ]
    .into_iter()
    .filter(|(holds, ..)| *holds)
    .map(|(_, key, command)| Due {
        key,
        what: DueAction::Do(command),
    })
    .collect()
}

/// The reminder to those who have not signed.
fn unsigned(consent: &Consent, policy: &Policy, today: NaiveDate) -> Option<Due> {
    let sent = consent.sent?;
    let numbers = &policy.numbers;
    let (letter, _) = [
        (Letter::SecondReminder, numbers.cosign_second_reminder_after),
        (Letter::FirstReminder, numbers.cosign_first_reminder_after),
    ]
    .into_iter()
    .find(|(_, days)| sent + Days::new((*days).into()) <= today)?;
    let letters = consent
        .parties
        .iter()
        .enumerate()
        .filter(|(_, party)| party.email.is_some() && consent.awaits(party, policy, today))
        .map(|(index, _)| (To::Party(index), letter))
        .collect();
    letters_due(keyed(letter.id(), Some(sent)), letters)
}

/// The reminder to the unit that has not confirmed who signed: first to its staff, then to its manager.
fn unconfirmed(consent: &Consent, policy: &Policy, today: NaiveDate) -> Option<Due> {
    consent.confirming_ends(policy)?;
    let since = consent.since.date_naive();
    let numbers = &policy.numbers;
    let (to, _) = [
        (To::UnitManager, numbers.confirm_second_reminder_after),
        (To::Unit, numbers.confirm_first_reminder_after),
    ]
    .into_iter()
    .find(|(_, days)| since + Days::new((*days).into()) <= today)?;
    let word = match to {
        To::UnitManager => "kontroll-chef",
        _ => "kontroll",
    };
    letters_due(keyed(word, Some(since)), vec![(to, Letter::ConfirmWaits)])
}

/// The reminder to the unit's manager that nobody has found out who said no.
fn objected(consent: &Consent, policy: &Policy, today: NaiveDate) -> Option<Due> {
    let open = |objection: &&Objection| objection.outcome.is_none();
    let since = consent.objections.iter().find(open)?.at.date_naive();
    let within = policy.numbers.removal_within.into();
    (holiday::add_working_days(since, within) < today)
        .then(|| {
            let letters = vec![(To::UnitManager, Letter::NoToConfirm)];
            letters_due(keyed("nej-chef", Some(since)), letters)
        })
        .flatten()
}

/// What those who signed hear of while it is in force.
fn running(consent: &Consent, policy: &Policy, today: NaiveDate) -> Option<Due> {
    let signers = |letter| -> Vec<(To, Letter)> {
        consent
            .parties
            .iter()
            .enumerate()
            .filter(|(_, party)| party.reply == Reply::Signed && party.email.is_some())
            .map(|(index, _)| (To::Party(index), letter))
            .collect()
    };
    if let Some(last) = consent.until {
        let notice = Days::new(policy.numbers.consent_expiry_notice.into());
        // A consent as short as the notice needs none: its end is known to those who have just signed.
        let is_longer = consent.from.is_some_and(|first| first + notice < last);
        return (is_longer && last - notice <= today)
            .then(|| {
                letters_due(
                    keyed(Letter::EndsSoon.id(), Some(last)),
                    signers(Letter::EndsSoon),
                )
            })
            .flatten();
    }
    let (passed, _) = anniversaries(consent, policy, today)?;
    letters_due(
        keyed(Letter::Yearly.id(), Some(passed?)),
        signers(Letter::Yearly),
    )
}

/// The latest reminder day of a consent until further notice, and the next one.
fn anniversaries(
    consent: &Consent,
    policy: &Policy,
    today: NaiveDate,
) -> Option<(Option<NaiveDate>, NaiveDate)> {
    let from = consent.from.filter(|_| consent.until.is_none())?;
    let every = u32::from(policy.numbers.adult_consent_reminder_every);
    let mut passed = None;
    for times in 1.. {
        let day = from.checked_add_months(Months::new(every.checked_mul(times)?))?;
        if today < day {
            return Some((passed, day));
        }
        passed = Some(day);
    }
    None
}

fn letters_due(key: String, letters: Vec<(To, Letter)>) -> Option<Due> {
    (!letters.is_empty()).then_some(Due {
        key,
        what: DueAction::Letters(letters),
    })
}

fn keyed(word: &str, day: Option<NaiveDate>) -> String {
    match day {
        Some(day) => [word, " ", &day.to_string()].concat(),
        None => word.to_owned(),
    }
}
