use super::*;

#[test]
fn a_session_ends_after_an_idle_hour_or_half_a_day() {
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap().timestamp();
    let since = at("2026-11-21T08:00:00Z");
    for (now, until) in [
        ("2026-11-21T08:00:00Z", "2026-11-21T09:00:00Z"),
        ("2026-11-21T18:59:00Z", "2026-11-21T19:59:00Z"),
        ("2026-11-21T19:30:00Z", "2026-11-21T20:00:00Z"),
    ] {
        assert_eq!(end(since, at(now)), at(until), "{now}");
    }
}
