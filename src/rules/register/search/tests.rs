use proptest::prelude::*;

use super::*;

fn row(handle: &str, unit: &str, description: &str) -> Row {
    Row {
        id: handle.to_owned(),
        platform: Platform::Facebook,
        handle: handle.to_owned(),
        url: String::new(),
        unit: unit.to_owned(),
        department: "Kultur och fritid".to_owned(),
        description: description.to_owned(),
        open: true,
        status: Status::Active,
        status_date: None,
        certified: None,
    }
}

#[track_caller]
fn check(rows: &[Row], more: &[String], text: &str, handles: &[&str]) {
    let filter = Filter {
        text: text.to_owned(),
        column: Column::Handle,
        ..Filter::default()
    };
    let found = Search::with_more(rows, more).find(rows, &filter);
    let found: Vec<&str> = found
        .iter()
        .map(|row| rows[*row as usize].handle.as_str())
        .collect();
    assert_eq!(found, handles, "{text:?}");
}

#[test]
fn every_word_must_be_in_the_row_in_any_column_and_order() {
    let rows = [
        row("ostra", "Östra skolan", "Skolan berättar om skolan"),
        row("asen", "Åsens förskola", "Idé och lek"),
        row("vast", "Västra skolan", ""),
    ];
    check(&rows, &[], "", &["asen", "ostra", "vast"]);
    check(&rows, &[], "skol", &["asen", "ostra", "vast"]);
    check(&rows, &[], "SKOLAN öst", &["ostra"]);
    check(&rows, &[], "skolan skolan", &["ostra", "vast"]);
    check(&rows, &[], "ide lek", &["asen"]);
    check(&rows, &[], "a\u{30A}sens", &["asen"]);
    check(&rows, &[], "ostra vast", &[]);
    check(&rows, &[], "skolan\u{A0}  berättar ", &["ostra"]);
    check(&rows, &[], "facebook fritid väs", &["vast"]);
}

#[test]
fn more_words_find_their_row() {
    let rows = [row("ett", "A", ""), row("tva", "B", "")];
    let more = ["Medarbetare Demo".to_owned(), String::new()];
    check(&rows, &more, "demo", &["ett"]);
    check(&rows, &[], "demo", &[]);
}

proptest! {
    #![proptest_config(crate::tests::sample::tries(256))]

    #[test]
    fn as_if_every_row_were_read(
        texts in prop::collection::vec("[aåb \u{30A}Åé-]{0,9}", 1..9),
        query in "[aåb \u{30A}Åé-]{0,6}",
    ) {
        let rows: Vec<Row> = texts.iter().map(|text| row("h", text, text)).collect();
        let folded = collation::fold(&query);
        let expected: Vec<u32> = (0..rows.len())
            .filter(|number| {
                let text = collation::fold(&[&rows[*number].unit, " h kultur och fritid facebook"].concat());
                folded.split_whitespace().all(|word| text.contains(word))
            })
            .map(position)
            .collect();
        let filter = Filter { text: query, ..Filter::default() };
        let mut found = Search::new(&rows).find(&rows, &filter);
        found.sort_unstable();
        prop_assert_eq!(found, expected);
    }
}
