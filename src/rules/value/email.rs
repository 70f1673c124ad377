//! T3: an e-mail address, judged by its shape only. Whether it exists is for the mail server to say.
//!
//! Before `@` only what every mail server takes: a–z, digits and the signs of RFC 5322's atoms. After `@` any
//! letter, so that `namn@växjö.se` works. Addresses are compared with [`same`], never with `==`.

use std::borrow::Cow;

use crate::value::text;

/// Most bytes in an address (RFC 5321, 4.5.3.1.3 less the two angle brackets).
pub const BYTES_MAX: usize = 254;
/// Most bytes before `@` (RFC 5321, 4.5.3.1.1).
const LOCAL_BYTES_MAX: usize = 64;
/// Most bytes between two dots of a domain (RFC 1035, 2.3.4).
const LABEL_BYTES_MAX: usize = 63;

/// Why an address was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing to be seen was typed.
    Missing,
    /// No `@`.
    NoAt,
    /// More than one `@`, so probably more than one address.
    Several,
    /// A space inside.
    Space,
    /// Something before `@` that mail servers do not take, or nothing.
    Local,
    /// No dot after `@`.
    NoDot,
    /// Something after `@` that is no domain.
    Domain,
    /// Over [`BYTES_MAX`] bytes.
    TooLong,
}

/// What to do about each [`Problem`], in its order.
pub const ADVICE: &[&str] = &[
    "Fyll i e-postadressen.",
    "Skriv e-postadressen så här: namn@exempel.se. Tecknet @ saknas.",
    "Skriv bara en e-postadress, så här: namn@exempel.se.",
    "Ta bort mellanslaget i e-postadressen. Skriv så här: namn@exempel.se.",
    "Kontrollera det som står före @. Använd bokstäverna a–z, siffror, punkt och bindestreck.",
    "Kontrollera det som står efter @. Skriv e-postadressen så här: namn@exempel.se.",
    "Kontrollera det som står efter @. Skriv e-postadressen så här: namn@exempel.se.",
    "Skriv en kortare e-postadress, högst 254 tecken.",
];

/// The address, tidied, its domain in lower case. Borrowed when nothing had to be changed.
///
/// Takes what mail programs paste: `mailto:`, `Namn <namn@exempel.se>`, a comma or semicolon at the end.
///
/// # Errors
/// Says what is wrong with the shape; see [`Problem`].
pub fn parse(typed: &str) -> Result<Cow<'_, str>, Problem> {
    match text::tidy(typed) {
        Cow::Borrowed(tidy) if is_plain(tidy.as_bytes()) => Ok(Cow::Borrowed(tidy)),
        Cow::Borrowed(tidy) => judge(tidy),
        Cow::Owned(tidy) => judge(&tidy).map(|address| Cow::Owned(address.into_owned())),
    }
}

/// Whether two addresses reach the same person: upper and lower case are one, as in every mail system in use,
/// and what is after a plus sign before `@` is a note to oneself (RFC 5233).
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    let (one, other) = (untagged(one), untagged(other));
    let (one, other) = (&*one, &*other);
    one.eq_ignore_ascii_case(other)
        || (!(one.is_ascii() && other.is_ascii()) && {
            let lower = |typed: &str| text::lowered(&text::tidy(typed)).into_owned();
            lower(one) == lower(other)
        })
}

/// The address without the note after a plus sign. One that is nothing but a note stays.
fn untagged(address: &str) -> Cow<'_, str> {
    let parts = address
        .split_once('@')
        .and_then(|(local, domain)| Some((local.split_once('+')?.0, domain)));
    match parts {
        Some((local, domain)) if !local.trim().is_empty() => {
            Cow::Owned([local, "@", domain].concat())
        }
        _ => Cow::Borrowed(address),
    }
}

/// Whether it is an address of lower-case ASCII that needs no second look, which nearly every address is.
///
/// Says no too often rather than too seldom: what it does not know, [`judge`] decides.
fn is_plain(address: &[u8]) -> bool {
    let Some(at) = address.iter().position(|byte| *byte == b'@') else {
        return false;
    };
    let (local, domain) = (&address[..at], &address[at + 1..]);
    let mut after_dot = true;
    for &byte in local {
        if byte == b'.' {
            if after_dot {
                return false;
            }
            after_dot = true;
        } else if is_atom_byte(byte) {
            after_dot = false;
        } else {
            return false;
        }
    }
    if after_dot || LOCAL_BYTES_MAX < local.len() || BYTES_MAX < address.len() {
        return false;
    }
    let (mut labels, mut label_bytes, mut last) = (1, 0, b'-');
    for &byte in domain {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => label_bytes += 1,
            b'-' if 0 < label_bytes => label_bytes += 1,
            b'.' if 0 < label_bytes && label_bytes <= LABEL_BYTES_MAX && last != b'-' => {
                labels += 1;
                label_bytes = 0;
            }
            _ => return false,
        }
        last = byte;
    }
    2 <= labels && (2..=LABEL_BYTES_MAX).contains(&label_bytes) && last.is_ascii_lowercase()
}

fn judge(tidy: &str) -> Result<Cow<'_, str>, Problem> {
    let address = unwrap_pasted(tidy);
    if address.is_empty() {
        return Err(Problem::Missing);
    }
    let (local, domain) = address.split_once('@').ok_or(Problem::NoAt)?;
    if domain.contains('@') {
        return Err(Problem::Several);
    }
    if address.contains(' ') {
        return Err(Problem::Space);
    }
    if BYTES_MAX < address.len() {
        return Err(Problem::TooLong);
    }
    if !is_local(local) {
        return Err(Problem::Local);
    }
    judge_domain(domain)?;
    // Letters without an upper case of their own in Unicode stay; `lowered` is asked only when it may matter.
    if domain
        .bytes()
        .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
    {
        return Ok(Cow::Borrowed(address));
    }
    let lower = text::lowered(domain);
    if lower == domain {
        return Ok(Cow::Borrowed(address));
    }
    // Lowering can decompose (İ), and a grown domain can be too long: what comes out is judged once more.
    let lower = text::tidy(&lower).into_owned();
    judge_domain(&lower)?;
    if BYTES_MAX < local.len() + 1 + lower.len() {
        return Err(Problem::TooLong);
    }
    Ok(Cow::Owned(format!("{local}@{lower}")))
}

/// Takes off what mail programs add around an address.
fn unwrap_pasted(tidy: &str) -> &str {
    let end = tidy.trim_end_matches([',', ';', '.', ' ']);
    let inner = match (end.rfind('<'), end.strip_suffix('>')) {
        (Some(open), Some(closed)) if open < closed.len() => &closed[open + 1..],
        _ => end,
    };
    let bare = match inner.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &inner[7..],
        _ => inner,
    };
    bare.trim()
}

fn is_local(local: &str) -> bool {
    local.len() <= LOCAL_BYTES_MAX
        && local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.bytes().all(is_atom_byte))
}

fn is_atom_byte(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'+')
        || b"!#$%&'*/=?^`{|}~".contains(&byte)
}

fn judge_domain(domain: &str) -> Result<(), Problem> {
    let mut labels = 0;
    let mut last = "";
    for label in domain.split('.') {
        let fine = !label.is_empty()
            && label.len() <= LABEL_BYTES_MAX
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| {
                c == '-' || c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric())
            });
        if !fine {
            return Err(Problem::Domain);
        }
        labels += 1;
        last = label;
    }
    if labels < 2 {
        return Err(Problem::NoDot);
    }
    // A country or a generic domain has two letters or more and is never only digits.
    if last.len() < 2 || last.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::Domain);
    }
    Ok(())
}

/// Domains many people have their address in. Only these are ever suggested.
const COMMON: &[&str] = &[
    "gmail.com",
    "hotmail.com",
    "hotmail.se",
    "outlook.com",
    "live.se",
    "live.com",
    "msn.com",
    "icloud.com",
    "me.com",
    "yahoo.se",
    "yahoo.com",
    "telia.com",
    "bredband.net",
    "comhem.se",
    "spray.se",
    "swipnet.se",
    "bahnhof.se",
    "protonmail.com",
    "proton.me",
];

/// Real domains that look like a mistyped common one.
const REAL: &[&str] = &[
    "mail.com",
    "email.com",
    "ymail.com",
    "gmx.com",
    "gmx.net",
    "outlook.se",
    "outlook.dk",
    "hotmail.no",
    "hotmail.dk",
    "hotmail.de",
    "hotmail.fr",
    "hotmail.fi",
    "hotmail.it",
    "hotmail.es",
    "yahoo.de",
    "yahoo.es",
    "yahoo.fr",
    "yahoo.it",
    "yahoo.no",
    "yahoo.dk",
    "telia.se",
    "comhem.com",
];

/// Ends that are nearly always a slip of the finger, with what was meant.
const SLIPPED_ENDS: &[(&str, &str)] = &[
    ("con", "com"),
    ("cmo", "com"),
    ("ocm", "com"),
    ("vom", "com"),
    ("xom", "com"),
    ("comm", "com"),
    ("coom", "com"),
    ("co", "com"),
    ("cm", "com"),
    ("om", "com"),
    ("es", "se"),
    ("ze", "se"),
    ("sw", "se"),
    ("see", "se"),
    ("s", "se"),
    ("ner", "net"),
    ("nett", "net"),
];

/// The address that was probably meant, when its domain is one slip away from a common one. Never blocks anything.
#[must_use]
pub fn suggest(typed: &str) -> Option<String> {
    let tidy = text::tidy(typed);
    let (local, domain) = unwrap_pasted(&tidy).split_once('@')?;
    let domain = text::lowered(domain);
    if local.is_empty() || COMMON.contains(&&*domain) || REAL.contains(&&*domain) {
        return None;
    }
    let meant = COMMON.iter().find(|common| is_slip_of(&domain, common))?;
    Some(format!("{local}@{meant}"))
}

/// Whether `typed` is `common` after a slip in the name, in the end, or a forgotten dot.
fn is_slip_of(typed: &str, common: &str) -> bool {
    let Some((common_name, common_end)) = common.rsplit_once('.') else {
        return false;
    };
    let Some((name, end)) = typed.rsplit_once('.') else {
        // `gmailcom` and `gmail`, but not `me`, which may be the start of anything.
        return 4 < common_name.len()
            && (typed == common_name || typed.strip_suffix(common_end) == Some(common_name));
    };
    let slipped_end = SLIPPED_ENDS.contains(&(end, common_end));
    // In a short name one letter is a large part of it: `line.com` is not a mistyped `live.com`.
    let slipped_name = 4 < common_name.len() && one_slip_apart(name, common_name);
    (name == common_name && slipped_end)
        || (slipped_name && (end == common_end || slipped_end))
        || (name.strip_suffix(common_end) == Some(common_name) && end.is_empty())
}

/// One letter added, lost, changed, or two neighbours swapped.
fn one_slip_apart(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let same_start = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[same_start..], &long[same_start..]);
    match long.len() - short.len() {
        1 => short == &long[1..],
        0 if short.is_empty() => false,
        0 => {
            short[1..] == long[1..]
                || (2 <= short.len()
                    && (short[0], short[1]) == (long[1], long[0])
                    && short[2..] == long[2..])
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
