use super::*;

#[test]
fn numbers_start_over_each_year_and_never_go_back() {
    let given = ["KT-2025-000099", "KT-2026-000041", "KT-2026-000007"];
    let numbers = Numbers::after("KT", given.into_iter());
    let at = |text: &str| text.parse().unwrap();
    assert_eq!(numbers.next(at("2026-11-21T12:00:00Z")), "KT-2026-000042");
    assert_eq!(numbers.next(at("2026-12-31T23:30:00Z")), "KT-2027-000001");
    assert_eq!(numbers.next(at("2026-12-31T22:30:00Z")), "KT-2027-000002");
}
