use super::*;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn swedish_days_begin_at_swedish_midnight() {
    for (at, local) in [
        ("2026-11-21T22:59:59Z", "2026-11-21T23:59:59"),
        ("2026-11-21T23:00:00Z", "2026-11-22T00:00:00"),
        ("2026-06-30T22:00:00Z", "2026-07-01T00:00:00"),
        ("2026-03-29T00:59:59Z", "2026-03-29T01:59:59"),
        ("2026-03-29T01:00:00Z", "2026-03-29T03:00:00"),
        ("2026-10-25T00:59:59Z", "2026-10-25T02:59:59"),
        ("2026-10-25T01:00:00Z", "2026-10-25T02:00:00"),
    ] {
        assert_eq!(in_sweden(utc(at)), local.parse().unwrap(), "{at}");
    }
}

#[test]
fn a_standing_clock_stays_until_it_is_moved() {
    let clock = Clock::standing(utc("2026-11-21T12:00:00Z"));
    assert_eq!(stamp(clock.now()), "2026-11-21T12:00:00.000Z");
    clock.set(utc("2020-01-01T00:00:00Z"));
    assert_eq!(clock.today(), NaiveDate::from_ymd_opt(2020, 1, 1).unwrap());
}
