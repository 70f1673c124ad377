use std::collections::HashSet;

use super::*;

#[test]
fn codes_and_tokens_are_well_spread() {
    let codes: HashSet<String> = (0..1000).map(|_| new_code_text()).collect();
    assert_eq!(codes.len(), 1000);
    let letters: HashSet<char> = codes.iter().flat_map(|code| code.chars()).collect();
    assert_eq!(letters.len(), ALPHABET.len());
    assert!(codes.iter().all(|code| code.len() == CODE_CHARS));
    assert_eq!(new_token().len(), 43);
}
