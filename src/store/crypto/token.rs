//! Tokens and one-time codes, which are shown once and kept as hashes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use sha2::{Digest, Sha256};

use crate::crypto::data_key::random;
use crate::crypto::hex::hex;

/// What a one-time code is made of: digits and letters that are not taken for one another.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters in a one-time code: some 39 bits, of which nobody gets more than a few tries.
const CODE_CHARS: usize = 8;

/// A new link's token, 256 bits from the operating system.
#[must_use]
pub fn new_token() -> String {
    BASE64.encode(random::<32>())
}

/// What the database knows a token by.
#[must_use]
pub fn hashed(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// A new one-time code.
#[must_use]
pub fn new_code_text() -> String {
    let mut code = String::with_capacity(CODE_CHARS);
    while code.len() < CODE_CHARS {
        for byte in random::<16>() {
            // The highest bytes would favour the first characters.
            let place = usize::from(byte);
            if code.len() < CODE_CHARS && place < 256 / ALPHABET.len() * ALPHABET.len() {
                code.push(char::from(ALPHABET[place % ALPHABET.len()]));
            }
        }
    }
    code
}

/// A code as it was typed: spaces, hyphens and small letters are as good.
#[must_use]
pub fn typed_code(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}

#[cfg(test)]
mod tests;
