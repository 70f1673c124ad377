//! What comes after the host: parts of a path, decoded, and the query.

use std::borrow::Cow;

use super::Problem;
use crate::value::text;

/// What comes after the host.
pub(super) struct Tail<'a> {
    /// The parts of the path, decoded, none empty.
    pub(super) parts: Vec<Cow<'a, str>>,
    /// The query, as it was typed.
    pub(super) query: &'a str,
}

impl<'a> Tail<'a> {
    pub(super) fn read(tail: &'a str) -> Result<Self, Problem> {
        let (before_fragment, fragment) = tail.split_once('#').unwrap_or((tail, ""));
        let (path, query) = before_fragment
            .split_once('?')
            .unwrap_or((before_fragment, ""));
        let mut parts = read_parts(path)?;
        // Twitter and Facebook once wrote addresses as `/#!/name`.
        if let (true, Some(path)) = (parts.is_empty(), fragment.strip_prefix('!')) {
            let (path, _) = path.split_once('?').unwrap_or((path, ""));
            parts = read_parts(path)?;
        }
        Ok(Self { parts, query })
    }

    pub(super) fn part(&self, at: usize) -> Option<&str> {
        self.parts.get(at).map(|part| &**part)
    }
}

fn read_parts(path: &str) -> Result<Vec<Cow<'_, str>>, Problem> {
    path.split('/')
        .map(|raw| {
            let part = decode(raw)?;
            if matches!(&*part, "." | "..") || part.contains(['/', '\\', '<', '>', '"']) {
                return Err(Problem::Unsafe);
            }
            Ok(part)
        })
        .filter(|part| !matches!(part, Ok(part) if part.is_empty()))
        .collect()
}

/// A part of a path with its percent signs read, tidied.
fn decode(raw: &str) -> Result<Cow<'_, str>, Problem> {
    if !raw.contains('%') {
        return Ok(text::tidy(raw));
    }
    let hex = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        match (rest.next().and_then(hex), rest.next().and_then(hex)) {
            (Some(high), Some(low)) => bytes.push(high << 4 | low),
            _ => return Err(Problem::NotAnAddress),
        }
    }
    let decoded = String::from_utf8(bytes).map_err(|_| Problem::NotAnAddress)?;
    if decoded.chars().any(text::is_unseen) {
        return Err(Problem::Unsafe);
    }
    Ok(Cow::Owned(text::tidy(&decoded).into_owned()))
}

/// Writes a part of a path so that people can read it and a browser reads it back as the same part.
pub(super) fn encode(part: &str, to: &mut String) {
    for c in part.chars() {
        if c.is_alphanumeric() || "-._~!$&'()*+,;=:@".contains(c) {
            to.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                to.push_str(&format!("%{byte:02X}"));
            }
        }
    }
}
