use chrono::{DateTime, Utc};

use super::*;
use crate::account::case::UserSummary;

fn day(number: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(number * 86_400, 0).unwrap()
}

fn somebody(name: &str) -> UserSummary {
    UserSummary {
        id: name.to_lowercase(),
        name: name.to_owned(),
    }
}

fn case(number: &str, state: State, since: i64, applicant: &str) -> Summary {
    Summary {
        id: number.to_owned(),
        number: Some(number.to_owned()),
        form: "starta-konto".to_owned(),
        change: String::new(),
        state,
        since: day(since),
        sent: Some(day(0)),
        applicant: somebody(applicant),
        platform: None,
        account: "exempelbadet".to_owned(),
        account_id: None,
        unit: "Söderskolan".to_owned(),
        handler: None,
        manager: None,
        flags: Vec::new(),
        last_message_from_staff: None,
        offered: Vec::new(),
    }
}

#[track_caller]
fn shows(filter: &Filter, cases: &[Summary], numbers: &[&str]) {
    let (shown, _) = filter.find(cases, "medarbetare");
    let shown: Vec<&str> = shown.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(shown, numbers, "{filter:?}");
}

fn some() -> Vec<Summary> {
    let mut cases = vec![
        case("K-1", State::UnderReview, 5, "Öberg"),
        case("K-2", State::Reported, 3, "Alm"),
        case("K-3", State::Registered, 1, "Zander"),
        case("K-4", State::Draft, 9, "Alm"),
        case("K-5", State::UnderReview, 4, "Ek"),
    ];
    cases[0].handler = Some(somebody("Medarbetare"));
    cases[4].flags.push(Flag::Sensitive);
    cases
}

#[test]
fn longest_wait_first_and_no_drafts() {
    let cases = some();
    shows(&Filter::default(), &cases, &["K-2", "K-5", "K-1"]);
    let all = Filter {
        tab: Tab::All,
        ..Filter::default()
    };
    shows(&all, &cases, &["K-3", "K-2", "K-5", "K-1"]);
}

#[test]
fn every_filter_narrows_and_the_counts_follow() {
    let cases = some();
    let filter = |pairs: &[(&str, &str)]| Filter::from_pairs(pairs.iter().copied());
    shows(&filter(&[("handlaggare", "mina")]), &cases, &["K-1"]);
    shows(
        &filter(&[("handlaggare", "otilldelade")]),
        &cases,
        &["K-2", "K-5"],
    );
    shows(&filter(&[("flagga", "kansligt")]), &cases, &["K-5"]);
    shows(&filter(&[("fritext", " söder  ALM")]), &cases, &["K-2"]);
    shows(&filter(&[("fritext", "k-5")]), &cases, &["K-5"]);
    shows(&filter(&[("blankett", "andra-konto")]), &cases, &[]);
    shows(&filter(&[("lage", "registrerad")]), &cases, &["K-3"]);

    let (_, counts) = filter(&[("fritext", "alm")]).find(&cases, "medarbetare");
    assert_eq!(counts[0], 1, "to do");
    assert_eq!(counts.last(), Some(&1), "all");
}

#[test]
fn ordered_as_swedes_order() {
    let cases = some();
    let by = |ordning: &str| Filter::from_pairs([("ordning", ordning)]);
    shows(&by("sokande"), &cases, &["K-2", "K-5", "K-1"]);
    shows(&by("-sokande"), &cases, &["K-1", "K-5", "K-2"]);
    shows(&by("handlaggare"), &cases, &["K-1", "K-2", "K-5"]);
    shows(&by("-handlaggare"), &cases, &["K-1", "K-2", "K-5"]);
    shows(&by("-vantat"), &cases, &["K-1", "K-5", "K-2"]);
}

#[test]
fn an_address_says_the_same_both_ways() {
    let filter = Filter {
        tab: Tab::One(State::Approved),
        form: "andra-konto".to_owned(),
        handled: Handled::Mine,
        flag: Some(Flag::Login),
        text: "å b".to_owned(),
        column: Column::Unit,
        descending: true,
    };
    assert_eq!(Filter::from_pairs(filter.to_pairs()), filter);
    assert!(Filter::default().to_pairs().is_empty());
    assert_eq!(
        Filter::from_pairs([("lage", "nej"), ("ordning", "x"), ("annat", "1")]),
        Filter::default()
    );
}
