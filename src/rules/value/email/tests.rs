use proptest::prelude::*;

use super::*;

#[test]
fn addresses_are_taken_and_normalised() {
    for (typed, address) in [
        ("namn@exempel.se", "namn@exempel.se"),
        ("  namn@exempel.se ", "namn@exempel.se"),
        ("Namn.Efternamn@Exempel.SE", "Namn.Efternamn@exempel.se"),
        ("namn@växjö.se", "namn@växjö.se"),
        ("namn@VÄXJÖ.se", "namn@växjö.se"),
        ("namn@va\u{308}xjo\u{308}.se", "namn@växjö.se"),
        ("namn+konto@skola.exempel.se", "namn+konto@skola.exempel.se"),
        ("o'demo@exempel.se", "o'demo@exempel.se"),
        ("namn@xn--vxj-qla1m.se", "namn@xn--vxj-qla1m.se"),
        ("mailto:namn@exempel.se", "namn@exempel.se"),
        ("Namn Demo <namn@exempel.se>", "namn@exempel.se"),
        ("namn@exempel.se;", "namn@exempel.se"),
        ("namn@exempel.se.", "namn@exempel.se"),
        ("namn@exempel.se\u{200B}", "namn@exempel.se"),
        ("n@1.se", "n@1.se"),
    ] {
        assert_eq!(parse(typed).as_deref(), Ok(address), "{typed:?}");
    }
    assert!(matches!(parse(" namn@växjö.se "), Ok(Cow::Borrowed(_))));
}

#[test]
fn what_is_no_address_gets_advice() {
    let local_longest = format!("{}@exempel.se", "a".repeat(64));
    let local_too_long = format!("{}@exempel.se", "a".repeat(65));
    let longest = format!("namn@{}{}.se", "abcdefghi.".repeat(24), "abcdef");
    let too_long = format!("namn@{}{}.se", "abcdefghi.".repeat(24), "abcdefg");
    assert!(parse(&local_longest).is_ok());
    assert_eq!(longest.len(), BYTES_MAX);
    assert!(parse(&longest).is_ok());
    for (typed, problem) in [
        ("", Problem::Missing),
        (" \u{A0} ", Problem::Missing),
        ("namn", Problem::NoAt),
        ("namn.exempel.se", Problem::NoAt),
        ("a@b.se, c@d.se", Problem::Several),
        ("a@@b.se", Problem::Several),
        ("na mn@exempel.se", Problem::Space),
        ("namn @exempel.se", Problem::Space),
        ("@exempel.se", Problem::Local),
        ("åsa@exempel.se", Problem::Local),
        (".namn@exempel.se", Problem::Local),
        ("na..mn@exempel.se", Problem::Local),
        ("\"namn\"@exempel.se", Problem::Local),
        ("<script>@exempel.se", Problem::Local),
        ("namn@exempel", Problem::NoDot),
        ("namn@", Problem::Domain),
        ("namn@.se", Problem::Domain),
        ("namn@exempel..se", Problem::Domain),
        ("namn@-exempel.se", Problem::Domain),
        ("namn@exempel-.se", Problem::Domain),
        ("namn@exempel.s", Problem::Domain),
        ("namn@127.0.0.1", Problem::Domain),
        ("namn@exem_pel.se", Problem::Domain),
        (&local_too_long, Problem::Local),
        (&too_long, Problem::TooLong),
    ] {
        assert_eq!(parse(typed), Err(problem), "{typed:?}");
    }
    assert_eq!(ADVICE.len(), Problem::TooLong as usize + 1);
}

#[test]
fn the_same_person_whatever_the_case() {
    assert!(same("Namn@exempel.se", "namn@EXEMPEL.se"));
    assert!(same("namn@VÄXJÖ.se", "namn@växjö.se"));
    assert!(same("namn@va\u{308}xjö.se", "namn@växjö.se"));
    assert!(same("namn+skolan@exempel.se", "Namn@exempel.se"));
    assert!(same("namn+ett@exempel.se", "namn+tva+tre@exempel.se"));
    assert!(!same("+namn@exempel.se", "+annan@exempel.se"));
    assert!(!same("namn@exempel.se", "namn2@exempel.se"));
    assert!(!same("namn@växjö.se", "namn@vaxjo.se"));
}

#[test]
fn slips_in_common_domains_are_seen() {
    for (typed, meant) in [
        ("namn@gmial.com", Some("namn@gmail.com")),
        ("namn@gmail.con", Some("namn@gmail.com")),
        ("namn@gmal.com", Some("namn@gmail.com")),
        ("namn@ggmail.com", Some("namn@gmail.com")),
        ("namn@gmail", Some("namn@gmail.com")),
        ("namn@gmailcom", Some("namn@gmail.com")),
        ("namn@hotmial.com", Some("namn@hotmail.com")),
        ("Namn@Hotmai.se", Some("Namn@hotmail.se")),
        ("namn@outlok.com", Some("namn@outlook.com")),
        ("namn@iclud.com", Some("namn@icloud.com")),
        ("namn@yaho.se", Some("namn@yahoo.se")),
        ("namn@telia.con", Some("namn@telia.com")),
        ("namn@live.sw", Some("namn@live.se")),
        ("namn@gmail.com", None),
        ("namn@hotmail.se", None),
        ("namn@mail.com", None),
        ("namn@outlook.se", None),
        ("namn@line.com", None),
        ("namn@exempel.se", None),
        ("namn@me", None),
        ("namn", None),
        ("@gmial.com", None),
        ("", None),
    ] {
        assert_eq!(suggest(typed).as_deref(), meant, "{typed:?}");
    }
}

proptest! {
    #![proptest_config(crate::tests::sample::tries(256))]

    #[test]
    fn the_quick_look_never_takes_more(address in "[a-zA-Z.+å]{0,4}@[a-z0-9.-]{0,8}\\.?[a-z0-9-]{0,3}") {
        if is_plain(address.as_bytes()) {
            prop_assert_eq!(judge(&address), Ok(Cow::Borrowed(&*address)));
        }
    }

    #[test]
    fn normalising_twice_changes_nothing(
        typed in "[a-zA-Z.+ÅÄÖåäö ]{0,8}@?[a-zA-ZåÄöİß\u{308}.<>, -]{0,8}\\.[a-zA-Z]{0,4}",
    ) {
        if let Ok(address) = parse(&typed) {
            prop_assert_eq!(parse(&address), Ok(Cow::Borrowed(&*address)));
            prop_assert!(same(&typed, &typed) && same(&address, &address));
        }
    }

    #[test]
    fn any_text_is_taken(typed in any::<String>(), other in "\\PC{0,20}") {
        let _ = parse(&typed);
        let _ = suggest(&typed);
        let _ = suggest(&format!("{typed}@{other}"));
        prop_assert_eq!(same(&typed, &other), same(&other, &typed));
    }
}
