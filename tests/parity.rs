//! Every case through every way the rules are reached: natively, and over HTTP to a store with a
//! database. The third way, as WebAssembly, is `wasm.rs`.

use tests::Judge;

#[test]
fn every_case_natively() {
    let judge = Judge::new();
    let wrong: Vec<String> = tests::sheets()
        .iter()
        .flat_map(|sheet| &sheet.cases)
        .filter_map(|case| judge.difference(case))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} cases:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
