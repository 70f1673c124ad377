use super::*;
use crate::tests::sample::day;

#[test]
fn a_day_brings_one_letter() {
    let today = day("2026-11-21");
    assert!(tells([], today));
    assert!(tells([day("2026-11-20")], today));
    assert!(!tells([day("2026-11-20"), today], today));
}
