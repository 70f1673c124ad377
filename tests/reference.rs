//! What we wrote ourselves, because no published crate gets it right, held against what others wrote: the facts in
//! `cases/personnummer.json` and `cases/helgdagar.json` were made with the packages and versions they name.

use std::collections::HashSet;

use chrono::NaiveDate;
use rules::value::holiday;
use rules::value::personnummer::Personnummer;
use serde::Deserialize;

#[derive(Deserialize)]
struct Numbers {
    kalla: String,
    dag: NaiveDate,
    nummer: Vec<(String, bool)>,
}

#[derive(Deserialize)]
struct Holidays {
    kalla: String,
    dagar: Vec<NaiveDate>,
}

#[test]
fn a_personnummer_is_one_when_the_reference_says_so() {
    let numbers: Numbers = serde_json::from_str(include_str!("cases/personnummer.json")).unwrap();
    assert!(1000 < numbers.nummer.len());
    for (number, valid) in &numbers.nummer {
        let ours = Personnummer::parse(number, numbers.dag);
        assert_eq!(
            ours.is_ok(),
            *valid,
            "{number}, by {}: {ours:?}",
            numbers.kalla
        );
    }
}

#[test]
fn a_holiday_is_one_when_the_reference_says_so() {
    /// The eves are no public holidays, but offices are closed.
    const EVES: [&str; 3] = ["Midsommarafton", "Julafton", "Nyårsafton"];

    let holidays: Holidays = serde_json::from_str(include_str!("cases/helgdagar.json")).unwrap();
    let known: HashSet<NaiveDate> = holidays.dagar.iter().copied().collect();
    let first = NaiveDate::from_ymd_opt(2005, 1, 1).unwrap();
    for day in first
        .iter_days()
        .take_while(|day| *day < NaiveDate::from_ymd_opt(2051, 1, 1).unwrap())
    {
        let ours = holiday::name(day).filter(|name| !EVES.contains(name));
        assert_eq!(
            ours.is_some(),
            known.contains(&day),
            "{day}, by {}: {ours:?}",
            holidays.kalla
        );
    }
}
