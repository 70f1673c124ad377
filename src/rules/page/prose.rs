//! Running texts, as HTML. The app shows them, and the store before the app has come.

use crate::policy::Policy;
use crate::value::html::{escape, filled};

/// What the service is, under the heading of the start page.
pub const START_LEAD: &str = include_str!("text/start_lead.html");
/// The start page: the doors, and how it goes.
pub const START: &str = include_str!("text/start.html");
/// Above the register.
pub const REGISTER: &str = include_str!("text/register.html");
/// Above the guidelines.
pub const GUIDELINES: &str = include_str!("text/guidelines.html");
/// How accessible the service is.
pub const ACCESSIBILITY: &str = include_str!("text/accessibility.html");
/// What becomes of personal data.
pub const PRIVACY: &str = include_str!("text/privacy.html");
/// How the organisation is reached.
pub const CONTACT: &str = include_str!("text/contact.html");
/// What «Starta konto» needs and how it goes.
pub const START_ACCOUNT: &str = include_str!("text/overview_start.html");
/// What «Avsluta eller ändra konto» needs and how it goes.
pub const CHANGE_ACCOUNT: &str = include_str!("text/overview_change.html");
/// For those whose manager has not said yes.
pub const MANAGER_FIRST: &str = include_str!("text/manager_first.html");
/// What a consent is.
pub const CONSENT: &str = include_str!("text/consent.html");
/// Whom to ask when the app does not start.
pub const REACH: &str = include_str!("text/reach.html");
/// That an address leads nowhere.
pub const NOT_FOUND: &str = include_str!("text/not_found.html");

/// The text with the organisation's own words where it has their names in braces.
#[must_use]
pub fn of_policy(text: &str, policy: &Policy) -> String {
    let contact = &policy.contact;
    let dialled: String = contact
        .phone
        .chars()
        .filter(|sign| sign.is_ascii_digit() || *sign == '+')
        .collect();
    let words = [
        ("organisation", &policy.organisation.name),
        ("webbplats", &policy.organisation.homepage),
        ("avdelning", &contact.department),
        ("epost", &contact.email),
        ("telefon", &contact.phone),
        ("telefon-lank", &dialled),
        ("tider", &contact.hours),
        ("besok", &contact.visit),
        ("dataskydd", &contact.data_protection_email),
        ("version", &policy.version),
    ];
    let numbers = [
        ("alder", policy.numbers.guardian_required_below.to_string()),
        ("borttagning", policy.numbers.removal_within.to_string()),
        ("galler-fran", crate::value::date::long(policy.in_force)),
    ];
    let parts: Vec<(&str, String)> = words
        .into_iter()
        .map(|(name, word)| (name, escape(word)))
        .chain(numbers)
        .collect();
    filled(text, &parts)
}
