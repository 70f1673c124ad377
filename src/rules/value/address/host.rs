//! Hosts: reading one, and what each is known as.

use std::borrow::Cow;

use super::Problem;
use super::platform::Platform;
use super::site::{self, SITES, Site};
use crate::value::text;

/// What a host is known as.
pub(super) enum KnownHost {
    /// A platform's site.
    Site(&'static Site),
    /// A part of a platform's site that has no accounts, such as its help pages.
    NoAccounts(Platform),
    /// A host that sends people on.
    ShortLink,
    /// A Mastodon server.
    Mastodon,
}

/// What the host, in lower case, is known as.
pub(super) fn known(host: &str) -> Option<KnownHost> {
    let without_www = host.strip_prefix("www.").unwrap_or(host);
    if site::SHORT_LINK_HOSTS.have(without_www) {
        return Some(KnownHost::ShortLink);
    }
    if site::MASTODON_HOSTS.have(without_www) {
        return Some(KnownHost::Mastodon);
    }
    SITES.iter().find_map(|site| {
        site.hosts.iter().find_map(|known| {
            let before = host.strip_suffix(known)?;
            if before.is_empty() {
                return Some(KnownHost::Site(site));
            }
            let prefix = before.strip_suffix('.')?;
            Some(if is_same_site(prefix) {
                KnownHost::Site(site)
            } else {
                KnownHost::NoAccounts(site.platform)
            })
        })
    })
}

/// Whether a host's first part only chooses device or language: `m`, `se`, `sv-se`.
fn is_same_site(prefix: &str) -> bool {
    let letters =
        |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_lowercase());
    site::SAME_SITE_PREFIXES.have(prefix)
        || match prefix.split_once('-') {
            Some((language, country)) => letters(language) && letters(country),
            // `lm` is Facebook's gate to other sites.
            None => letters(prefix) && prefix != "lm",
        }
}

/// The host in lower case, without port and final dot.
pub(super) fn read_host(authority: &str) -> Result<Cow<'_, str>, Problem> {
    // `facebook.com@example.org` leads to example.org.
    if authority.contains(['@', '%']) {
        return Err(Problem::Unsafe);
    }
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    if !["", "80", "443"].contains(&port) {
        return Err(Problem::NotAnAddress);
    }
    let host = host.strip_suffix('.').unwrap_or(host);
    let lower = if host
        .bytes()
        .any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
    {
        Cow::Owned(text::composed(&text::lowered(host)))
    } else {
        Cow::Borrowed(host)
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c == '-' || c.is_alphanumeric())
    };
    let end = lower.rsplit('.').next().unwrap_or_default();
    if !lower.contains('.')
        || 253 < lower.len()
        || !lower.split('.').all(is_label)
        || end.len() < 2
        || end.bytes().all(|byte| byte.is_ascii_digit())
    {
        return Err(Problem::NotAnAddress);
    }
    // Swedish and other Latin letters are real; a Cyrillic а in a host is there to deceive.
    if lower.chars().any(|c| '\u{24F}' < c) {
        return Err(Problem::Unsafe);
    }
    Ok(lower)
}
