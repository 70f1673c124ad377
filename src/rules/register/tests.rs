//! The register: its address, its order, and what is already there.

use proptest::prelude::*;

use super::*;
use crate::tests::sample::{day, rows};
use crate::value::collation;

fn row(id: &str, platform: Platform, handle: &str, unit: &str, department: &str) -> Row {
    Row {
        id: id.to_owned(),
        platform,
        handle: handle.to_owned(),
        url: String::new(),
        unit: unit.to_owned(),
        department: department.to_owned(),
        description: String::new(),
        open: true,
        status: Status::Active,
        status_date: None,
        certified: None,
    }
}

fn found<'a>(rows: &'a [Row], filter: &Filter) -> Vec<&'a Row> {
    Search::new(rows)
        .find(rows, filter)
        .into_iter()
        .map(|at| &rows[at as usize])
        .collect()
}

fn units<'a>(rows: &[&'a Row]) -> Vec<&'a str> {
    rows.iter().map(|row| row.unit.as_str()).collect()
}

#[test]
fn a_filter_is_the_address_it_came_from() {
    assert_eq!(Filter::default().to_pairs(), []);
    let filter = Filter {
        text: "öst skola".to_owned(),
        platform: Some(Platform::Facebook),
        department: "Kultur- och fritidsförvaltningen".to_owned(),
        status: Some(Status::Closed),
        column: Column::Certified,
        descending: true,
        page: 3,
    };
    let pairs = filter.to_pairs();
    assert_eq!(
        pairs,
        [
            ("fritext", "öst skola".to_owned()),
            ("plattform", "facebook".to_owned()),
            ("forvaltning", "Kultur- och fritidsförvaltningen".to_owned()),
            ("status", "avslutat".to_owned()),
            ("ordning", "-kontrollerad".to_owned()),
            ("sida", "3".to_owned()),
        ]
    );
    assert_eq!(Filter::from_pairs(pairs), filter);
}

#[test]
fn a_mistyped_address_still_shows_the_list() {
    for (name, value) in [
        ("plattform", "myspace"),
        ("status", "borta"),
        ("status", "Aktivt"),
        ("ordning", "storlek"),
        ("ordning", "--enhet"),
        ("ordning", ""),
        ("sida", "0"),
        ("sida", "-1"),
        ("sida", "två"),
        ("sida", "99999999999999999999999"),
        ("fritext", ""),
        ("okand", "x"),
        ("", ""),
    ] {
        let filter = Filter::from_pairs([(name, value)]);
        assert_eq!(filter, Filter::default(), "{name}={value}");
    }
    let long = "å".repeat(300);
    let filter = Filter::from_pairs([("fritext", &long), ("forvaltning", &long)]);
    assert_eq!(filter.text.chars().count(), 200);
    assert_eq!(filter.department.chars().count(), 200);
    let far = Filter::from_pairs([("sida", "123456789")]);
    assert_eq!(far.page, 1_000_000);
    let old = Filter::from_pairs([("plattform", "twitter")]);
    assert_eq!(old.platform, Some(Platform::X));
}

#[test]
fn every_column_orders_both_ways() {
    let made = |id: &str, unit: &str| {
        let mut row = row(id, Platform::Facebook, id, unit, unit);
        row.description = unit.to_owned();
        row
    };
    let mut rows = vec![
        made("c", "Öckerö"),
        made("b", "A\u{30A}mål"),
        made("a", "Äspered"),
        made("d", "ale"),
        made("f", "Éda"),
        made("e", "Eda"),
        made("g", "Åre"),
    ];
    let swedish = [
        "ale",
        "Eda",
        "Éda",
        "A\u{30A}mål",
        "Åre",
        "Äspered",
        "Öckerö",
    ];
    for column in [Column::Unit, Column::Department, Column::Description] {
        let filter = Filter {
            column,
            ..Filter::default()
        };
        assert_eq!(units(&found(&rows, &filter)), swedish, "{column:?}");
        let filter = Filter {
            descending: true,
            ..filter
        };
        let mut reversed = swedish;
        reversed.reverse();
        assert_eq!(units(&found(&rows, &filter)), reversed, "{column:?}");
    }

    rows.truncate(4);
    rows[0].platform = Platform::YouTube;
    rows[1].platform = Platform::Blog;
    rows[0].certified = Some(day("2026-01-02"));
    rows[1].certified = Some(day("2025-12-31"));
    rows[2].certified = Some(day("2026-01-01"));
    rows[1].open = false;
    rows[0].status = Status::Paused;
    rows[2].status = Status::Closed;
    for (column, ids) in [
        (Column::Handle, ["a", "b", "c", "d"]),
        (Column::Platform, ["b", "a", "d", "c"]),
        (Column::Open, ["a", "c", "d", "b"]),
        (Column::Status, ["b", "d", "a", "c"]),
        (Column::Certified, ["d", "b", "a", "c"]),
    ] {
        let filter = Filter {
            column,
            ..Filter::default()
        };
        let found: Vec<&str> = found(&rows, &filter)
            .into_iter()
            .map(|row| row.id.as_str())
            .collect();
        assert_eq!(found, ids, "{column:?}");
    }
}

#[test]
fn columns_and_statuses_have_words() {
    for column in Column::ALL {
        assert_eq!(Column::from_id(column.id()), Some(*column));
    }
    for status in Status::ALL {
        assert_eq!(Status::from_id(status.id()), Some(*status));
        assert_eq!(
            serde_json::to_string(status).unwrap(),
            format!("{:?}", status.id())
        );
    }
}

#[test]
fn what_is_taken_or_easily_mixed_up() {
    let index = Index::new(rows());
    let at = |platform, text: &str| crate::value::address::parse(Some(platform), text).unwrap();
    let id = |row: Option<&Row>| row.map(|row| row.id.clone());
    for (platform, text, taken, confusable) in [
        (
            Platform::Facebook,
            "exempelbiblioteket",
            Some("biblioteket-facebook"),
            None,
        ),
        (
            Platform::Facebook,
            "Exempel.Biblioteket",
            Some("biblioteket-facebook"),
            None,
        ),
        (
            Platform::Instagram,
            "EXEMPELBIBLIOTEKET",
            Some("biblioteket-instagram"),
            None,
        ),
        (
            Platform::Instagram,
            "exempel.biblioteket",
            None,
            Some("biblioteket-instagram"),
        ),
        (
            Platform::Instagram,
            "exempe1bibl1oteket",
            None,
            Some("biblioteket-instagram"),
        ),
        (Platform::Instagram, "exempelbibliotek", None, None),
        (Platform::TikTok, "exempelbiblioteket", None, None),
        // A closed account's name may still be its own on the platform.
        (
            Platform::Facebook,
            "gamlatorget",
            Some("torget-facebook"),
            None,
        ),
        (
            Platform::Facebook,
            "gam1atorget",
            None,
            Some("torget-facebook"),
        ),
    ] {
        let address = at(platform, text);
        assert_eq!(id(index.taken(&address)).as_deref(), taken, "{text}");
        assert_eq!(
            id(index.confusable(&address)).as_deref(),
            confusable,
            "{text}"
        );
    }
    assert_eq!(
        id(index.row("torget-facebook")).as_deref(),
        Some("torget-facebook")
    );
    assert_eq!(index.row("torget"), None);
}

#[test]
fn a_row_that_cannot_be_read_is_in_the_register_all_the_same() {
    let odd = Row {
        url: "javascript:alert(1)".to_owned(),
        ..row("x", Platform::Facebook, "x", "Torget", "Kultur")
    };
    let index = Index::new(vec![odd]);
    assert_eq!(index.rows().len(), 1);
    assert!(index.row("x").is_some());
}

#[test]
fn accounts_of_the_own_unit_come_before_those_of_the_department() {
    let closed = Row {
        status: Status::Closed,
        ..row("d", Platform::X, "d", "Badhuset", "Kultur")
    };
    let index = Index::new(vec![
        row("a", Platform::X, "a", "Biblioteket", "Kultur"),
        row("b", Platform::X, "b", "Badhuset", "Kultur"),
        row("c", Platform::X, "c", "Norrskolan", "Utbildning"),
        closed,
        row("e", Platform::X, "e", "Badhuset", "Kultur"),
        row("f", Platform::X, "f", "Ishallen", ""),
    ]);
    let ids = |unit, department, most| -> Vec<&str> {
        index
            .similar(unit, department, most)
            .into_iter()
            .map(|row| row.id.as_str())
            .collect()
    };
    assert_eq!(ids("Badhuset", "Kultur", 20), ["b", "e", "a"]);
    assert_eq!(ids("Badhuset", "Kultur", 2), ["b", "e"]);
    assert_eq!(ids("Norrskolan", "", 20), ["c"]);
    assert_eq!(ids("Torget", "Samhälle", 20), [""; 0]);
    assert_eq!(ids("", "", 20), [""; 0]);
}

#[test]
fn a_hundred_thousand_rows_are_found_and_ordered() {
    let rows: Vec<Row> = (0..100_000)
        .map(|number: u32| {
            let unit = format!("Enhet {}", number % 977);
            let department = format!("Förvaltning {}", number % 13);
            row(
                &number.to_string(),
                Platform::ALL[number as usize % Platform::ALL.len()],
                &format!("konto{number}"),
                &unit,
                &department,
            )
        })
        .collect();
    let mut search = Search::new(&rows);
    let mut count = |filter: Filter| search.find(&rows, &filter).len();
    assert_eq!(count(Filter::default()), 100_000);
    let text = |text: &str| Filter {
        text: text.to_owned(),
        ..Filter::default()
    };
    assert_eq!(count(text("konto99999")), 1);
    assert_eq!(count(text("KONTO9999")), 11);
    assert_eq!(count(text("finnsinte")), 0);
    let department = Filter {
        department: "Förvaltning 12".to_owned(),
        ..Filter::default()
    };
    assert_eq!(count(department), 7692);
    assert_eq!(search.departments(&rows).len(), 13);
    let index = Index::new(rows);
    let address = crate::value::address::parse(Some(Platform::ALL[1]), "konto99").unwrap();
    assert!(index.taken(&address).is_some());
}

fn any_row() -> impl Strategy<Value = Row> {
    (
        0..Platform::ALL.len(),
        "[aåÅé \u{30A}b-]{0,6}",
        "[aåÅé \u{30A}b]{0,3}",
        "(Kultur|kultur|Ävr|A\u{308}vr|Å)",
        0..Status::ALL.len(),
        any::<bool>(),
        prop::option::of(0u64..3),
    )
        .prop_map(
            |(platform, handle, unit, department, status, open, certified)| Row {
                platform: Platform::ALL[platform],
                handle,
                unit,
                department,
                status: Status::ALL[status],
                open,
                certified: certified.map(|days| day("2026-01-01") + chrono::Days::new(days)),
                ..row("", Platform::X, "", "", "")
            },
        )
}

fn any_filter() -> impl Strategy<Value = Filter> {
    (
        "[aåé \u{30A}Å]{0,4}",
        prop::option::of(0..Platform::ALL.len()),
        "(|Kultur|Ävr|Finns inte)",
        prop::option::of(0..Status::ALL.len()),
        0..Column::ALL.len(),
        any::<bool>(),
        1usize..4,
    )
        .prop_map(
            |(text, platform, department, status, column, descending, page)| Filter {
                text,
                platform: platform.map(|at| Platform::ALL[at]),
                department,
                status: status.map(|at| Status::ALL[at]),
                column: Column::ALL[column],
                descending,
                page,
            },
        )
}

/// What a row is ordered by, read from the row itself.
fn key(row: &Row, column: Column) -> Vec<u8> {
    let date = |day: Option<NaiveDate>| day.map_or(Vec::new(), |day| day.to_string().into_bytes());
    match column {
        Column::Platform => collation::key(row.platform.label()),
        Column::Handle => collation::key(&row.handle),
        Column::Unit => collation::key(&row.unit),
        Column::Department => collation::key(&row.department),
        Column::Description => collation::key(&row.description),
        Column::Open => vec![u8::from(!row.open)],
        Column::Status => [row.status.id().as_bytes(), &date(row.status_date)].concat(),
        Column::Certified => date(row.certified),
    }
}

proptest! {
    #![proptest_config(crate::tests::sample::tries(256))]

    #[test]
    fn a_filter_comes_back_from_its_address(filter in any_filter()) {
        let back = Filter::from_pairs(filter.to_pairs());
        // Only spaces want nothing.
        let text = if filter.text.trim().is_empty() { String::new() } else { filter.text.clone() };
        prop_assert_eq!(&back, &Filter { text, ..filter });
        prop_assert_eq!(Filter::from_pairs(back.to_pairs()), back);
    }

    #[test]
    fn any_address_is_read(pairs in prop::collection::vec((any::<String>(), any::<String>()), 0..4)) {
        let filter = Filter::from_pairs(pairs);
        prop_assert_eq!(Filter::from_pairs(filter.to_pairs()).to_pairs(), filter.to_pairs());
    }

    /// The fast search finds what reading every row finds, in the same order.
    #[test]
    fn as_if_every_row_were_read(rows in prop::collection::vec(any_row(), 0..12), filter in any_filter()) {
        let rows: Vec<Row> = rows
            .into_iter()
            .enumerate()
            .map(|(number, row)| Row { id: number.to_string(), ..row })
            .collect();
        let words = collation::fold(&filter.text);
        let mut expected: Vec<&Row> = rows
            .iter()
            .filter(|row| {
                let text = [row.platform.label(), &row.handle, &row.unit, &row.department, &row.description]
                    .map(collation::fold)
                    .join(" ");
                words.split_whitespace().all(|word| text.contains(word))
                    && filter.platform.is_none_or(|wanted| wanted == row.platform)
                    && filter.status.is_none_or(|wanted| wanted == row.status)
                    && (filter.department.is_empty() || filter.department == row.department)
            })
            .collect();
        expected.sort_by_cached_key(|row| (key(row, filter.column), collation::key(&row.handle), row.id.clone()));
        if filter.descending {
            expected.reverse();
        }
        prop_assert_eq!(found(&rows, &filter), expected);
    }

    #[test]
    fn nothing_typed_stops_the_search(text in any::<String>(), other in any::<String>()) {
        let rows = [row("1", Platform::X, &text, &other, &text)];
        let filter = Filter { text: other, ..Filter::default() };
        let _ = found(&rows, &filter);
    }
}
