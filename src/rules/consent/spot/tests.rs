use std::collections::BTreeSet;

use super::*;

#[test]
fn they_stay_the_same_and_are_seldom_those_of_another() {
    assert_eq!(words("samtycke-1", 0), words("samtycke-1", 0));
    assert_ne!(words("samtycke-1", 0), words("samtycke-1", 1));
    let all: BTreeSet<String> = (0..60).map(|one| words(&format!("id {one}"), 0)).collect();
    assert!(58 <= all.len(), "{}", all.len());
    for words in all {
        let parts: Vec<&str> = words.split(' ').collect();
        assert!(WORDS.contains(&parts[0]) && NUMBERS.contains(&parts[1]));
        assert_eq!(parts[2].len(), 2);
    }
}
