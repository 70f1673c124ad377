//! Every case through the rules compiled to WebAssembly, as the browser runs them.
//!
//! Run with the target `wasm32-unknown-unknown`, which `cargo xtask test` does; natively there is
//! nothing here that `parity.rs` does not do.

use tests::Judge;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn every_case_as_webassembly() {
    let judge = Judge::new();
    let sheets = tests::sheets();
    let wrong: Vec<String> = sheets
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
