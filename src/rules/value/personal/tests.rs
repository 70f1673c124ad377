use proptest::prelude::*;

use super::*;

fn today() -> NaiveDate {
    date::parse("2026-11-21").unwrap()
}

#[test]
fn personal_details_are_found_in_free_text() {
    for (text, found) in [
        (
            "Kontakta 640823-3234 för svar",
            Some(Personal::Personnummer),
        ),
        ("pnr 196408233234.", Some(Personal::Personnummer)),
        ("19640823 - 3234", Some(Personal::Personnummer)),
        ("1964-08-23-3234", Some(Personal::Personnummer)),
        ("701063–2391", Some(Personal::Personnummer)),
        ("121212-1212", Some(Personal::Personnummer)),
        ("Född 2026-11-21, 640823-3234", Some(Personal::Personnummer)),
        ("Skriv till namn.demo@exempel.se!", Some(Personal::Email)),
        ("namn@växjö.se", Some(Personal::Email)),
        ("(namn@exempel.se)", Some(Personal::Email)),
        ("åsa@exempel.se", Some(Personal::Email)),
        ("Ring 070-174 06 05", Some(Personal::Phone)),
        ("Ring 0701740605.", Some(Personal::Phone)),
        ("tel +46 (0)70-174 06 05", Some(Personal::Phone)),
        ("+4521234567", Some(Personal::Phone)),
        ("Telefon:08-465 004 00", Some(Personal::Phone)),
        ("2026-11-21 070-174 06 05", Some(Personal::Phone)),
        ("08.00–17.00 070-174 06 05", Some(Personal::Phone)),
    ] {
        assert_eq!(contains_personal(text, [], today()), found, "{text:?}");
    }
}

#[test]
fn other_numbers_and_names_are_not_personal() {
    for text in [
        "",
        "Nyheter från Exempelkommunen",
        "Följ @exempelkommunen på Instagram",
        "Vi finns på @info@social.exempel.se",
        "e-post finns @ kontoret",
        "640823-3235",
        "20261231-2385",
        "Org.nr 212000-0142",
        "Från 2026-11-21 till 2027-01-31",
        "01/02 2026 och 01.02.2026",
        "Öppet 08.00–17.00 och 08 00 - 17 00",
        "Öppet 08:00-17:00",
        "Diarienummer KS 2026/01234",
        "Diarienummer 2026-0123456",
        "https://exempel.se/0701740605",
        "263 82 Exempelstad",
        "0–5 år, 6–12 år, 13–19 år",
        "10 000 följare, 100 000 visningar",
        "#0701740605",
        "1234567890",
    ] {
        assert_eq!(contains_personal(text, [], today()), None, "{text:?}");
    }
}

#[test]
fn the_units_own_addresses_and_numbers_are_allowed() {
    let allowed = ["042-33 71 00", "kontakt@exempel.se", "070-174 1231"];
    for (text, found) in [
        ("Ring 042-33 71 00 vardagar 08-17", None),
        ("Ring +46 42 33 71 00", None),
        ("Ring 042337100", None),
        ("Skriv till Kontakt@Exempel.se", None),
        ("Ring 070-174 1231", None),
        ("042-33 71 00 eller 070-174 06 05", Some(Personal::Phone)),
        ("kontakt@exempel.se, namn@exempel.se", Some(Personal::Email)),
    ] {
        assert_eq!(contains_personal(text, allowed, today()), found, "{text:?}");
    }
}

proptest! {
    #![proptest_config(crate::tests::sample::tries(256))]

    #[test]
    fn any_text_is_searched(text in any::<String>(), near in "[0-9@a+ö –./()-]{0,30}") {
        let _ = contains_personal(&text, [&*near], today());
        let _ = contains_personal(&near, [&*text], today());
    }
}
