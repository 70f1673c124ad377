//! Words by which people who stand beside each other find the same answer: «KLÖVER TVÅ 42».
//!
//! Who has answered shows them, and staff press on the answer that has them. They prove nothing by
//! themselves: that the person stood there is for staff to say.

use sha2::{Digest, Sha256};

/// Words that cannot be misheard for each other.
const WORDS: &[&str] = &[
    "ALM",
    "BJÖRK",
    "BLÅBÄR",
    "BÄVER",
    "CYKEL",
    "DELFIN",
    "EKORRE",
    "FALK",
    "FJÄRIL",
    "GRANKOTTE",
    "HALLON",
    "HUMLA",
    "IGELKOTT",
    "JORDGUBBE",
    "KLÖVER",
    "KRÅKA",
    "LÖNN",
    "LÄRKA",
    "MASKROS",
    "MÅNE",
    "NÄCKROS",
    "ORRE",
    "PÄRON",
    "RABARBER",
    "RÄV",
    "SEGELBÅT",
    "SKATA",
    "SMULTRON",
    "STJÄRNA",
    "SVALA",
    "TRANA",
    "TULPAN",
    "UGGLA",
    "VITSIPPA",
    "ÅKERBÄR",
    "ÄLG",
    "ÄPPLE",
    "ÖRN",
];
const NUMBERS: &[&str] = &[
    "ETT", "TVÅ", "TRE", "FYRA", "FEM", "SEX", "SJU", "ÅTTA", "NIO",
];

/// The words for the answer of the party at this place.
pub fn words(consent: &str, party: usize) -> String {
    let digest = Sha256::digest(format!("{consent} {party}"));
    let part = |at: usize, of: usize| {
        let number =
            u32::from_be_bytes([digest[at], digest[at + 1], digest[at + 2], digest[at + 3]]);
        usize::try_from(number).unwrap_or_default() % of
    };
    format!(
        "{} {} {}",
        WORDS[part(0, WORDS.len())],
        NUMBERS[part(4, NUMBERS.len())],
        10 + part(8, 90)
    )
}

#[cfg(test)]
mod tests;
