//! What people paste and type, and what becomes of it.

use proptest::prelude::*;

use super::*;

/// Addresses with their answers: real ones with a known trap, and some of our own.
const CASES: &str = include_str!("cases.tsv");

/// Platform asked for, what was typed, and platform, handle and address or only the problem.
fn cases() -> impl Iterator<Item = (&'static str, &'static str, Vec<&'static str>)> {
    CASES
        .lines()
        .filter(|line| !line.starts_with("# "))
        .map(|line| {
            let mut cells = line.split('\t');
            let mut cell = || cells.next().expect("every case has its cells");
            let (platform, typed) = (cell(), cell());
            (platform, typed, cells.collect())
        })
}

fn asked(id: &str) -> Option<Platform> {
    Platform::from_id(id)
}

fn some(platform: &str, typed: &str) -> Address {
    parse(asked(platform), typed).unwrap_or_else(|problem| panic!("{typed:?}: {problem:?}"))
}

#[test]
fn every_case_has_its_answer() {
    for (platform, typed, expected) in cases() {
        match parse(asked(platform), typed) {
            Ok(address) => {
                let is = [address.platform().id(), address.handle(), address.url()];
                assert_eq!(&is[..], expected, "{platform} {typed:?}");
            }
            Err(problem) => assert_eq!(
                [&*format!("{problem:?}")][..],
                expected,
                "{platform} {typed:?}"
            ),
        }
    }
    assert!(300 <= cases().count());
}

#[test]
fn empty_and_huge_are_told_apart() {
    for typed in ["", " \u{A0}\u{200B}\n"] {
        assert_eq!(parse(None, typed), Err(Problem::Empty), "{typed:?}");
    }
    let longest = format!("https://blogg.exempel.se/{}", "a".repeat(BYTES_MAX - 25));
    assert_eq!(longest.len(), BYTES_MAX);
    assert!(parse(Some(Platform::Blog), &longest).is_ok());
    assert_eq!(
        parse(Some(Platform::Blog), &format!("{longest}a")),
        Err(Problem::TooLong)
    );
    assert_eq!(ADVICE.len(), Problem::TooShort as usize + 1);
}

#[test]
fn a_canonical_address_is_its_own_answer() {
    for (_, typed, expected) in cases() {
        let [found, _, url] = expected[..] else {
            continue;
        };
        let again = some(found, url);
        assert_eq!(again.url(), url, "{typed:?}");
        let json = serde_json::to_string(&again).unwrap();
        assert_eq!(
            serde_json::from_str::<Address>(&json).unwrap(),
            again,
            "{json}"
        );
    }
}

#[test]
fn only_an_address_made_here_is_read_back() {
    for json in [
        r#"{"platform":"facebook","handle":"kommun","url":"https://evil.example/kommun"}"#,
        r#"{"platform":"facebook","handle":"annan","url":"https://www.facebook.com/kommun"}"#,
        r#"{"platform":"facebook","handle":"kommun","url":"http://facebook.com/kommun"}"#,
        r#"{"platform":"x","handle":"kommun","url":"https://www.facebook.com/kommun"}"#,
        r#"{"platform":"facebook","handle":"kommun","url":"https://www.facebook.com/kommun","roll":"chef"}"#,
    ] {
        assert!(serde_json::from_str::<Address>(json).is_err(), "{json}");
    }
}

#[test]
fn the_same_account_has_one_key() {
    for (platform, same) in [
        (
            "facebook",
            &[
                "Exempel.Kommun",
                "exempelkommun",
                "https://m.facebook.com/ExempelKommun/?ref=hl",
                "fb.com/exempelkommun",
            ][..],
        ),
        (
            "facebook",
            &[
                "https://www.facebook.com/profile.php?id=100064873055153",
                "https://www.facebook.com/100064873055153",
                "https://www.facebook.com/people/Kommun/100064873055153/",
                "https://www.facebook.com/p/Kommun-100064873055153/",
                "https://www.facebook.com/Kommun-100064873055153/?fref=ts",
                "https://www.facebook.com/pages/Kommun/100064873055153",
            ],
        ),
        (
            "instagram",
            &[
                "Kommun",
                "@kommun",
                "https://www.instagram.com/KOMMUN/?hl=sv",
            ],
        ),
        (
            "x",
            &[
                "Kommun",
                "https://twitter.com/kommun?lang=sv",
                "https://mobile.twitter.com/@KOMMUN",
                "https://x.com/kommun",
            ],
        ),
        (
            "youtube",
            &["@Kommun", "https://www.youtube.com/@kommun/videos"],
        ),
        (
            "youtube",
            &[
                "https://www.youtube.com/c/Kommun",
                "https://www.youtube.com/kommun",
            ],
        ),
        (
            "linkedin",
            &[
                "göteborg",
                "https://www.linkedin.com/company/g%C3%B6teborg/",
                "https://linkedin.com/company/Go\u{308}teborg",
            ],
        ),
        (
            "threads",
            &[
                "https://www.threads.net/@Kommun",
                "https://www.threads.com/@kommun",
            ],
        ),
        ("bluesky", &["Kommun", "kommun.bsky.social"]),
        (
            "mastodon",
            &[
                "@Info@Social.Exempel.se",
                "https://social.exempel.se/@info",
                "https://www.social.exempel.se/users/info",
            ],
        ),
        (
            "flickr",
            &[
                "https://www.flickr.com/people/kommun/",
                "https://flickr.com/kommun",
                "Kommun",
            ],
        ),
        (
            "blogg",
            &[
                "http://www.blogg.exempel.se/skolan/",
                "https://blogg.exempel.se/skolan?utm_campaign=x",
            ],
        ),
    ] {
        let first = some(platform, same[0]).key();
        for typed in same {
            assert_eq!(some(platform, typed).key(), first, "{typed:?}");
        }
    }
}

#[test]
fn different_accounts_have_different_keys() {
    let accounts = [
        ("facebook", "kommun"),
        ("instagram", "kommun"),
        ("instagram", "kom.mun"),
        ("instagram", "kommun_"),
        ("x", "kommun"),
        ("youtube", "@kommun"),
        ("youtube", "https://www.youtube.com/user/kommun"),
        ("youtube", "https://www.youtube.com/c/kommun"),
        (
            "youtube",
            "https://www.youtube.com/channel/UC2KQIQVwqRJ8AVdPTdtTclQ",
        ),
        (
            "youtube",
            "https://www.youtube.com/channel/UC2KQIQVwqRJ8AVdPTdtTclq",
        ),
        ("linkedin", "https://www.linkedin.com/company/kommun"),
        ("linkedin", "https://www.linkedin.com/school/kommun"),
        ("linkedin", "https://www.linkedin.com/showcase/kommun"),
        (
            "facebook",
            "https://www.facebook.com/profile.php?id=100012345678901",
        ),
        (
            "facebook",
            "https://www.facebook.com/profile.php?id=100068860404448",
        ),
        ("mastodon", "@kommun@mastodon.nu"),
        ("mastodon", "@kommun@mastodon.social"),
        ("blogg", "https://blogg.exempel.se/Skolan"),
        ("annan", "https://blogg.exempel.se/Skolan"),
        ("blogg", "https://blogg.exempel.se/?p=1"),
        ("blogg", "https://blogg.exempel.se/?p=2"),
    ];
    let mut keys = accounts
        .map(|(platform, typed)| some(platform, typed).key())
        .to_vec();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), accounts.len(), "{keys:#?}");
}

#[test]
fn names_that_look_alike_have_one_skeleton() {
    for (platform, one, other) in [
        ("instagram", "exempel.kommun", "exempel_kommun"),
        ("instagram", "exempelkommun", "Exempel.Kommun_"),
        ("instagram", "skolan1", "skolanl"),
        ("instagram", "ska0la", "skaola"),
        ("x", "illvik", "lIlv1k"),
        ("youtube", "@växjö", "@vaxjo"),
        ("youtube", "@åmål", "@amal"),
        ("youtube", "@kоmmun", "@kommun"),
        ("linkedin", "göteborgs-stad", "goteborgsstad"),
        ("youtube", "@kommun", "https://www.youtube.com/user/kommun"),
        (
            "facebook",
            "https://www.facebook.com/Exempel-Kommun-151453688199664",
            "exempelkommun",
        ),
    ] {
        assert_eq!(
            some(platform, one).skeleton(),
            some(platform, other).skeleton(),
            "{one} {other}"
        );
    }
    for (platform, one, other) in [
        ("instagram", "exempelkommun", "exempelkommunen"),
        ("instagram", "skola2", "skola3"),
        (
            "youtube",
            "UC2KQIQVwqRJ8AVdPTdtTclQ",
            "UC2KQIQVwqRJ8AVdPTdtTclq",
        ),
    ] {
        assert_ne!(
            some(platform, one).skeleton(),
            some(platform, other).skeleton(),
            "{one} {other}"
        );
    }
    assert_ne!(
        some("x", "kommun").skeleton(),
        some("instagram", "kommun").skeleton()
    );
}

fn any_platform() -> impl Strategy<Value = Option<Platform>> {
    prop::option::of(prop::sample::select(&Platform::ALL[..]))
}

proptest! {
    #![proptest_config(crate::tests::sample::tries(256))]

    #[test]
    fn any_text_is_taken(platform in any_platform(), typed in any::<String>()) {
        let _ = parse(platform, &typed);
    }

    #[test]
    fn normalising_twice_changes_nothing(
        platform in any_platform(),
        typed in "(https?:)?(//)?(www\\.|m\\.|)(facebook\\.com|x\\.com|youtube\\.com|flickr\\.com|linkedin\\.com|mastodon\\.nu|exempel\\.se|[a-zåö.-]{1,12})/?(@|channel/|c/|user/|people/|pages/|p/|company/|photos/|)[a-zA-ZåäöÅı\u{308}0-9_.%@ -]{0,14}(/[a-z0-9.%-]{0,12})?([?#&=][a-z0-9=&?#% +-]{0,12})?",
    ) {
        if let Ok(address) = parse(platform, &typed) {
            let again = parse(Some(address.platform()), address.url());
            prop_assert_eq!(again.as_ref(), Ok(&address));
            prop_assert!(address.url().starts_with("https://"));
            prop_assert!(!address.handle().is_empty());
            prop_assert_eq!(platform.unwrap_or(address.platform()), address.platform());
            prop_assert!(!address.key().is_empty() && !address.skeleton().is_empty());
        }
    }
}
