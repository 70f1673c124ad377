//! Running text. It is kept as HTML in `text/`, compiled in: the same words as views would be ten
//! times as many bytes. What the policy says is put in where the text has `{names}`.

use leptos::prelude::*;
use rules::html::escape;
use rules::policy::Policy;

use crate::policy::policy;

/// A text with the organisation's own words in it.
#[component]
pub(crate) fn Prose(
    /// HTML, with names in braces for what the policy says.
    text: &'static str,
) -> AnyView {
    view! { <div class="prose" inner_html=fill(text, policy())></div> }.into_any()
}

/// Puts the policy's words where the text has their names.
fn fill(text: &str, policy: &Policy) -> String {
    let contact = &policy.contact;
    let dialled: String = contact
        .phone
        .chars()
        .filter(|sign| sign.is_ascii_digit() || *sign == '+')
        .collect();
    let age = policy.numbers.guardian_required_below.to_string();
    let removal = policy.numbers.removal_within.to_string();
    let words: [(&str, &str); 10] = [
        ("{organisation}", &policy.organisation.name),
        ("{webbplats}", &policy.organisation.homepage),
        ("{avdelning}", &contact.department),
        ("{epost}", &contact.email),
        ("{telefon}", &contact.phone),
        ("{telefon-lank}", &dialled),
        ("{tider}", &contact.hours),
        ("{besok}", &contact.visit),
        ("{dataskydd}", &contact.data_protection_email),
        ("{alder}", &age),
    ];
    words
        .iter()
        .fold(text.to_owned(), |text, (name, word)| {
            text.replace(name, &escape(word))
        })
        .replace("{borttagning}", &removal)
}
