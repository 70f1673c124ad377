//! T6: which account an address or a name means.
//!
//! People paste what their browser shows, type what they remember and spell it in many ways. [`parse`] makes one
//! [`Address`] of all that, or says what to do. [`Address::key`] tells whether two addresses are the same account,
//! [`Address::skeleton`] whether people would mix them up.
//!
//! Hosts are compared whole, never by how they begin or end, so `notfacebook.com` and `facebook.com.example.org`
//! are not Facebook. What is known about each platform is a row of `site`. Absent: any request; whether an account
//! exists is not known here.

mod host;
mod likeness;
mod path;
mod platform;
mod site;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::likeness::Marks;
use self::likeness::{FACEBOOK_ID_DIGITS_MIN, facebook_id};
use self::path::{Tail, encode};
pub use self::platform::Platform;
use crate::value::text;
use host::{KnownHost, known, read_host};
use site::{Alphabet, Form, NameProblem, SITES, Site, Takes};

/// Most bytes anyone may type. Browsers cut near here too.
pub const BYTES_MAX: usize = 2048;

/// One account: where it is, what it is called there, and its one canonical address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Address {
    platform: Platform,
    handle: String,
    url: String,
}

/// An [`Address`] as it comes from outside.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    platform: Platform,
    handle: String,
    url: String,
}

impl TryFrom<Unchecked> for Address {
    type Error = Problem;

    /// Only what [`parse`] makes itself is an address.
    fn try_from(unchecked: Unchecked) -> Result<Self, Problem> {
        let address = parse(Some(unchecked.platform), &unchecked.url)?;
        if address.url == unchecked.url && address.handle == unchecked.handle {
            Ok(address)
        } else {
            Err(Problem::NotAnAddress)
        }
    }
}

/// Why no account could be made of what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing to be seen was typed.
    Empty,
    /// Neither an address nor a name, or a name where only an address will do.
    NotAnAddress,
    /// The host is not the platform's, nor any known platform's.
    UnknownHost,
    /// The host is another platform's than the one chosen.
    OtherPlatform,
    /// A page that is not an account: a post, a group, a search, the platform's own pages.
    NoAccount,
    /// A link that only sends people on.
    ShortLink,
    /// The name has signs that the platform does not have.
    HandleAlphabet,
    /// Longer than the platform's names, or over [`BYTES_MAX`].
    TooLong,
    /// Made to look like something else: a script, a hidden host, a path that climbs.
    Unsafe,
    /// A name, but no platform was chosen.
    NoPlatform,
    /// A Mastodon name without its server.
    NoServer,
    /// Shorter than the platform's names.
    TooShort,
}

/// What to do about each [`Problem`], in its order.
pub const ADVICE: &[&str] = &[
    "Skriv kontots adress eller namn.",
    "Skriv kontots hela adress, till exempel https://www.facebook.com/exempelkommunen.",
    "Kontrollera adressen. Den leder inte till plattformen. Välj Blogg eller Annan om kontot finns \
     någon annanstans.",
    "Adressen leder till en annan plattform än den du har valt. Byt plattform eller skriv en annan adress.",
    "Adressen leder inte till ett konto, utan till exempel till ett inlägg, en grupp eller en sökning. \
     Öppna kontots egen sida och kopiera adressen därifrån.",
    "Skriv hela adressen i stället för kortlänken. Öppna länken och kopiera adressen som webbläsaren visar.",
    "Ändra kontonamnet. Det har tecken som plattformen inte tillåter. Använd bokstäverna a–z och siffror.",
    "Skriv ett kortare kontonamn. Plattformen tillåter inte så många tecken.",
    "Skriv kontots vanliga webbadress. Den här adressen kan leda någon annanstans än den ser ut att göra.",
    "Välj plattform, eller skriv kontots hela adress.",
    "Skriv kontonamnet med server, till exempel @exempelkommunen@mastodon.nu.",
    "Skriv ett längre kontonamn. Plattformen tillåter inte så korta namn.",
];

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(ADVICE[*self as usize])
    }
}

impl Address {
    /// Where the account is.
    #[must_use]
    pub fn platform(&self) -> Platform {
        self.platform
    }

    /// What the account is called there, without `@`. For a blog or another site: host and path.
    #[must_use]
    pub fn handle(&self) -> &str {
        &self.handle
    }

    /// The one address of the account: https, no tracking, no final slash.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The canonical address without scheme and host.
    fn path(&self) -> &str {
        self.url.splitn(4, '/').nth(3).unwrap_or_default()
    }
}

/// Which account is meant by an address, `@name` or a bare name.
///
/// A name needs the platform; an address is compared with it when it is given.
///
/// # Errors
/// Says why there is no account in it; see [`Problem`].
pub fn parse(platform: Option<Platform>, typed: &str) -> Result<Address, Problem> {
    if BYTES_MAX < typed.len() {
        return Err(Problem::TooLong);
    }
    let tidy = text::tidy(typed);
    if tidy.is_empty() {
        return Err(Problem::Empty);
    }
    // Mail programs put addresses between angle brackets. No address holds any of these signs.
    let bare = match tidy.strip_prefix("<http") {
        Some(rest) if rest.ends_with('>') => &tidy[1..tidy.len() - 1],
        _ => &*tidy,
    };
    let deceives = |byte: u8| matches!(byte, b'<' | b'>' | b'"' | b'\\' | b'`');
    if bare.bytes().any(deceives) {
        return Err(Problem::Unsafe);
    }
    match read(platform, bare)? {
        Typed::Url(rest) => parse_url(platform, rest),
        Typed::Path(site, path) => on_site(site, &Tail::read(path)?),
        Typed::Name(name) => parse_name(platform, name),
    }
}

/// What a person typed, before it is judged.
enum Typed<'a> {
    /// Host, path and the rest, without a scheme.
    Url(&'a str),
    /// The part after the host of a platform that is given.
    Path(&'static Site, &'a str),
    /// A name, perhaps with `@` before it.
    Name(&'a str),
}

fn read(platform: Option<Platform>, bare: &str) -> Result<Typed<'_>, Problem> {
    if let Some(rest) = strip_scheme(platform, bare)? {
        return Ok(Typed::Url(rest));
    }
    let name = before(bare, b"?#").trim_end_matches('/');
    let first = before(name, b"/");
    if first.contains('.') {
        let host = first.to_ascii_lowercase();
        if host.starts_with("www.") || known(&host).is_some() {
            return Ok(Typed::Url(bare));
        }
    }
    let site = platform.and_then(site_of);
    let begins_form = |site: &&Site| {
        site.forms
            .iter()
            .any(|form| form.word.eq_ignore_ascii_case(first))
    };
    if let Some(site) = site.filter(begins_form) {
        return Ok(Typed::Path(site, bare));
    }
    if first.len() == name.len() {
        let is_host = first.contains('.') && !first.contains(['@', ' ']);
        return match (site, platform) {
            // `norrtag.se` is a name on a platform and a host everywhere else.
            (None, None | Some(Platform::Blog | Platform::Other)) if is_host => {
                Ok(Typed::Url(bare))
            }
            // Only a final slash or a question mark made it look like an address.
            _ => Ok(Typed::Name(name)),
        };
    }
    match site {
        Some(site) if !first.contains('.') || first.starts_with('@') => Ok(Typed::Path(site, bare)),
        _ if first.contains('.') && !first.contains(' ') => Ok(Typed::Url(bare)),
        _ => Err(Problem::NotAnAddress),
    }
}

/// What comes after `http://`, `https://` or `//`; `None` when there is no scheme.
fn strip_scheme(platform: Option<Platform>, bare: &str) -> Result<Option<&str>, Problem> {
    const SCRIPTS: &[&str] = &[
        "javascript",
        "data",
        "vbscript",
        "file",
        "blob",
        "about",
        "view-source",
    ];
    let mut rest = bare;
    // Pasting an address behind the `https://` that a field suggests gives two of them.
    for _ in 0..2 {
        let scheme = before(rest, b":/?#@");
        let Some(after) = rest[scheme.len()..].strip_prefix(':') else {
            break;
        };
        if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") {
            rest = after.trim_start_matches('/');
            continue;
        }
        if SCRIPTS
            .iter()
            .any(|script| script.eq_ignore_ascii_case(scheme.trim()))
        {
            return Err(Problem::Unsafe);
        }
        if rest.len() < bare.len() {
            // After `https://` a colon is the host's business.
            break;
        }
        let is_port = after.starts_with(|c: char| c.is_ascii_digit()) && scheme.contains('.');
        let is_did = platform == Some(Platform::Bluesky) && scheme == "did";
        if !is_port && !is_did {
            return Err(Problem::NotAnAddress);
        }
        break;
    }
    if rest.len() == bare.len() {
        return Ok(bare.strip_prefix("//"));
    }
    Ok(Some(rest))
}

/// What comes before the first of the signs, each one byte; everything when there is none of them.
fn before<'a>(text: &'a str, signs: &[u8]) -> &'a str {
    let is_sign = |byte: u8| signs.contains(&byte);
    let end = text.bytes().position(is_sign).unwrap_or(text.len());
    &text[..end]
}

fn site_of(platform: Platform) -> Option<&'static Site> {
    SITES.iter().find(|site| site.platform == platform)
}

fn parse_url(platform: Option<Platform>, rest: &str) -> Result<Address, Problem> {
    let authority = before(rest, b"/?#");
    let tail = &rest[authority.len()..];
    let host = read_host(authority)?;
    let tail = Tail::read(tail)?;
    match (known(&host), platform) {
        (Some(KnownHost::ShortLink), _) => Err(Problem::ShortLink),
        (Some(KnownHost::Site(site)), _) if platform.is_none_or(|asked| asked == site.platform) => {
            on_site(site, &tail)
        }
        (Some(KnownHost::NoAccounts(found)), _) if platform.is_none_or(|asked| asked == found) => {
            Err(Problem::NoAccount)
        }
        (Some(KnownHost::Site(_) | KnownHost::NoAccounts(_)), _) => Err(Problem::OtherPlatform),
        (_, Some(Platform::Mastodon)) | (Some(KnownHost::Mastodon), None) => {
            on_mastodon(&host, &tail)
        }
        (Some(KnownHost::Mastodon), _) => Err(Problem::OtherPlatform),
        (None, Some(platform @ (Platform::Blog | Platform::Other))) => {
            Ok(elsewhere(platform, &host, &tail))
        }
        (None, _) => Err(Problem::UnknownHost),
    }
}

/// The account on a platform's own site.
fn on_site(site: &'static Site, tail: &Tail<'_>) -> Result<Address, Problem> {
    let first = tail.part(0).ok_or(Problem::NoAccount)?;
    if let Some(form) = site
        .forms
        .iter()
        .find(|form| form.word.eq_ignore_ascii_case(first))
    {
        return in_form(site, form, tail);
    }
    let (name, under) = match first.strip_prefix('@') {
        Some(name) => (name, site.at_under),
        None => (first, site.bare_under),
    };
    let under = under.ok_or(Problem::NoAccount)?;
    named(site, &site.seen, under, name)
}

fn in_form(site: &'static Site, form: &Form, tail: &Tail<'_>) -> Result<Address, Problem> {
    let next = tail.part(1);
    match form.takes {
        Takes::Next => {
            let name = next.ok_or(Problem::NoAccount)?;
            let name = name.strip_prefix('@').unwrap_or(name);
            if site.bare_under == Some(form.under) {
                return named(site, &site.seen, form.under, name);
            }
            // Under a word of its own a name cannot be taken for a page.
            fits(&site.seen, name)?;
            Ok(address(site, form.under, name))
        }
        Takes::ChannelId => {
            let id = next
                .filter(|id| is_channel_id(id))
                .ok_or(Problem::NoAccount)?;
            Ok(address(site, form.under, id))
        }
        Takes::QueryId => {
            let id = tail
                .query
                .split('&')
                .find_map(|pair| pair.strip_prefix("id="));
            let id = id.filter(|id| is_number(id)).ok_or(Problem::NoAccount)?;
            Ok(address(site, form.under, id))
        }
        Takes::NameAndId => name_and_id(site, form, &tail.parts[1..]),
    }
}

/// `Name/123…` after any categories, or `Name-123…`, perhaps with the page's own parts after it.
fn name_and_id(
    site: &'static Site,
    form: &Form,
    parts: &[Cow<'_, str>],
) -> Result<Address, Problem> {
    let slug = parts.iter().enumerate().find_map(|(at, part)| {
        if is_number(part) && FACEBOOK_ID_DIGITS_MIN <= part.len() && 0 < at {
            Some((Some(&*parts[at - 1]), &**part))
        } else {
            facebook_id(part)
                .filter(|id| id.len() < part.len())
                .map(|_| (None, &**part))
        }
    });
    let (name, id) = slug.ok_or(Problem::NoAccount)?;
    let Some(name) = name else {
        fits(&site::SLUG, id)?;
        return Ok(match form.under {
            "people/" => address(site, "", id),
            under => address(site, under, id),
        });
    };
    fits(&site::SLUG, name)?;
    let handle = format!("{name}-{id}");
    let url = match form.under {
        "people/" => [site.base, form.under, name, "/", id].concat(),
        under => [site.base, under, &handle].concat(),
    };
    Ok(Address {
        platform: site.platform,
        handle,
        url,
    })
}

/// A channel id is `UC` and, today, 22 signs of base64's URL alphabet. Nobody has promised the 22.
fn is_channel_id(id: &str) -> bool {
    (23..=25).contains(&id.len())
        && id.starts_with("UC")
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

fn is_number(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether `name` directly under the host is the platform's own page.
fn is_page(site: &Site, name: &str) -> bool {
    site.reserved.have(name)
        || site.forms.iter().any(|form| form.word.eq_ignore_ascii_case(name))
        || name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("php"))
        // A number on Vimeo is a film.
        || (site.platform == Platform::Vimeo && is_number(name))
}

/// The account `name`, unless it is one of the platform's own words or no name there.
fn named(
    site: &'static Site,
    alphabet: &Alphabet,
    under: &'static str,
    name: &str,
) -> Result<Address, Problem> {
    if name.is_empty() || is_page(site, name) {
        return Err(Problem::NoAccount);
    }
    let has_id = site.platform == Platform::Facebook
        && facebook_id(name).is_some_and(|id| id.len() < name.len());
    fits(if has_id { &site::SLUG } else { alphabet }, name)?;
    Ok(address(site, under, name))
}

fn fits(alphabet: &Alphabet, name: &str) -> Result<(), Problem> {
    alphabet.fits(name).map_err(|misfit| match misfit {
        NameProblem::Sign => Problem::HandleAlphabet,
        NameProblem::Short => Problem::TooShort,
        NameProblem::Long => Problem::TooLong,
    })
}

fn address(site: &Site, under: &str, name: &str) -> Address {
    Address {
        platform: site.platform,
        handle: name.to_owned(),
        url: [site.base, under, name].concat(),
    }
}

/// A name without an address.
fn parse_name(platform: Option<Platform>, typed: &str) -> Result<Address, Problem> {
    let name = typed.strip_prefix('@').unwrap_or(typed);
    if name.contains(' ') {
        return Err(Problem::NotAnAddress);
    }
    match (platform, name.split_once('@')) {
        (Some(Platform::Mastodon), Some((user, server))) => mastodon(user, &read_host(server)?),
        (Some(Platform::Mastodon), None) => Err(Problem::NoServer),
        (None, Some((user, server))) if typed.starts_with('@') => {
            mastodon(user, &read_host(server)?)
        }
        // Without `@` before it, it is a person's e-mail address.
        (None, Some(_)) => Err(Problem::NotAnAddress),
        (None, None) => Err(Problem::NoPlatform),
        (Some(platform), _) => {
            let site = site_of(platform).ok_or(Problem::NotAnAddress)?;
            match platform {
                Platform::YouTube if is_channel_id(name) => Ok(address(site, "channel/", name)),
                Platform::Bluesky if name.starts_with("did:") => {
                    named(site, &site.seen, site.typed_under, name)
                }
                Platform::Bluesky if !name.contains('.') && !name.is_empty() => named(
                    site,
                    &site.typed,
                    site.typed_under,
                    &format!("{name}.bsky.social"),
                ),
                _ => {
                    let known_by_id = platform == Platform::Facebook && facebook_id(name).is_some();
                    let alphabet = if known_by_id { &site.seen } else { &site.typed };
                    named(site, alphabet, site.typed_under, name)
                }
            }
        }
    }
}

/// The account at a Mastodon server: `/@name`, `/users/name`, or another server's `/@name@server`.
fn on_mastodon(host: &str, tail: &Tail<'_>) -> Result<Address, Problem> {
    let skip = usize::from(tail.part(0) == Some("web"));
    let name = match (tail.part(skip), tail.part(skip + 1)) {
        (Some("users"), Some(name)) => Some(name),
        (Some(part), _) => part.strip_prefix('@'),
        (None, _) => None,
    };
    let name = name.ok_or(Problem::NoAccount)?;
    match name.split_once('@') {
        Some((user, server)) => mastodon(user, &read_host(server)?),
        None => mastodon(name, host),
    }
}

fn mastodon(user: &str, host: &str) -> Result<Address, Problem> {
    const USER: Alphabet = Alphabet {
        any_letter: false,
        signs: "_.-",
        edge_signs: "_",
        chars_min: 1,
        chars_max: 64,
    };
    fits(&USER, user)?;
    let host = host
        .strip_prefix("www.")
        .filter(|rest| rest.contains('.'))
        .unwrap_or(host);
    match known(host) {
        None | Some(KnownHost::Mastodon) => Ok(Address {
            platform: Platform::Mastodon,
            handle: format!("{user}@{host}"),
            url: format!("https://{host}/@{user}"),
        }),
        Some(KnownHost::Site(_) | KnownHost::NoAccounts(_) | KnownHost::ShortLink) => {
            Err(Problem::OtherPlatform)
        }
    }
}

/// Any site: host and path are the account, and so is what the query says apart from where a person came from.
fn elsewhere(platform: Platform, host: &str, tail: &Tail<'_>) -> Address {
    let mut place = String::from(host);
    for part in &tail.parts {
        place.push('/');
        encode(part, &mut place);
    }
    let mut sign = '?';
    for pair in tail.query.split('&').filter(|pair| !pair.is_empty()) {
        let name = pair
            .split('=')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        if !name.starts_with("utm_") && !site::TRACKING.have(&name) {
            place.push(sign);
            place.push_str(&pair.replace(' ', "%20"));
            sign = '&';
        }
    }
    Address {
        platform,
        handle: place.strip_prefix("www.").unwrap_or(&place).to_owned(),
        url: format!("https://{place}"),
    }
}
