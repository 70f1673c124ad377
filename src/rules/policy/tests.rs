//! The policy file: what is inherited, what is refused, and where.

use super::number::ORDERED;
use super::*;
use crate::form::finding;

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day in the calendar");

/// A policy that changes nothing but what `body` says.
fn file(body: &str) -> String {
    [
        "[policy]\ninherits = \"kommun\"\nversion = \"prov\"\nin_force = 2026-01-01\n",
        body,
    ]
    .concat()
}

/// The line of `file(body)` that the first line of `body` is.
const BODY: usize = 5;

#[track_caller]
fn check_fault(text: &str, line: usize, advice: &str) {
    match Policy::from_toml(text) {
        Ok(_) => panic!("taken: {text}"),
        Err(fault) => assert_eq!(
            (fault.line, fault.advice.as_str()),
            (line, advice),
            "{text}"
        ),
    }
}

#[test]
fn both_presets_are_whole() {
    for (name, guidelines) in [("kommun", 42), ("vard-och-omsorg", Guideline::ALL.len())] {
        let policy = Policy::preset(name).unwrap();
        assert!(policy.version.starts_with(name), "{}", policy.version);
        assert_eq!(policy.guidelines.len(), guidelines, "{name}");
        assert_eq!(policy.numbers, Numbers::default(), "{name}");
        assert_eq!(policy.guardians_required, GuardiansRequired::All);
        assert!(
            !policy.match_guardians,
            "a personnummer is asked for only where it is needed"
        );
        for guideline in &policy.guidelines {
            let text = policy.fill(&guideline.text);
            assert!(!text.contains(['{', '}']), "{text}");
            assert!(text.ends_with('.'), "{text}");
            assert!(!guideline.title.ends_with('.'), "{}", guideline.title);
            assert!(!guideline.source.is_empty(), "{}", guideline.title);
            assert!(
                guideline
                    .link
                    .as_deref()
                    .is_none_or(|link| link.starts_with("https://")),
                "{}",
                guideline.title
            );
        }
    }
    assert_eq!(Policy::preset("region"), None);
}

#[test]
fn a_licensed_set_takes_the_place_of_our_symbols() {
    let ours = Policy::from_toml(&file("")).unwrap();
    assert_eq!(
        ours.organisation.symbol("vet-inte"),
        "/pictogram/vet-inte.svg"
    );
    let body = "[organisation]\npictogram = \"/symboler/{ord}.png\"\n";
    let licensed = Policy::from_toml(&file(body)).unwrap();
    assert_eq!(
        licensed.organisation.symbol("vet-inte"),
        "/symboler/vet-inte.png"
    );
}

#[test]
fn every_guideline_is_in_the_wider_preset_once() {
    let policy = Policy::preset("vard-och-omsorg").unwrap();
    for guideline in Guideline::ALL {
        let texts = policy
            .guidelines
            .iter()
            .filter(|text| text.id == *guideline);
        assert_eq!(texts.count(), 1, "{}", guideline.id());
    }
}

#[test]
fn what_a_file_leaves_out_is_inherited() {
    let policy = Policy::from_toml(&file(
        "[organisation]\nname = \"Norrby\"\n[numbers]\nposts_per_week_min = 1\n\
         [[guideline]]\nid = \"chef\"\ntitle = \"Fråga chefen\"\ntext = \"Fråga.\"\nsource = \"Vi\"\n",
    ))
    .unwrap();
    let preset = Policy::preset("kommun").unwrap();
    assert_eq!(policy.version, "prov");
    assert_eq!(policy.organisation.name, "Norrby");
    assert_eq!(policy.organisation.accent, preset.organisation.accent);
    assert_eq!(policy.contact, preset.contact);
    assert_eq!(policy.numbers.posts_per_week_min, 1);
    assert_eq!(policy.guidelines.len(), preset.guidelines.len());
    assert_eq!(policy.guidelines[0].title, "Fråga chefen");
    assert_eq!(policy.guidelines[1..], preset.guidelines[1..]);
}

#[test]
fn the_app_reads_what_the_store_writes() {
    let policy = Policy::from_toml(&file(EXCEPTIONS)).unwrap();
    let json = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy);
}

#[test]
fn what_is_unknown_or_impossible_is_refused_where_it_stands() {
    for (body, line, advice) in [
        (
            "[numbers]\nposts = 2\n",
            1,
            "Ta bort ”posts”. Den finns inte i [numbers].",
        ),
        (
            "[contact]\nfax = \"010\"\n",
            1,
            "Ta bort ”fax”. Den finns inte i [contact].",
        ),
        (
            "[organisation]\nname = \"Norrby\"\nslogan = \"Vi kan\"\n",
            2,
            "Ta bort ”slogan”. Den finns inte i [organisation].",
        ),
        ("[organisation]\nname = 7\n", 1, "Skriv ”name” som en text."),
        (
            "[organisation]\nsenders = \"kommun\"\n",
            1,
            "Skriv senders som en lista av texter.",
        ),
        (
            "\n\n[numbers]\nanswer_within = 169\n",
            3,
            "answer_within ska vara 1–168 timmar.",
        ),
        (
            "[numbers]\nanswer_within = 0\n",
            1,
            "answer_within ska vara 1–168 timmar.",
        ),
        (
            "[numbers]\nposts_per_week_min = -1\n",
            1,
            "posts_per_week_min ska vara 0–50 inlägg.",
        ),
        (
            "[numbers]\nposts_per_week_min = 70000\n",
            1,
            "posts_per_week_min ska vara 0–50 inlägg.",
        ),
        (
            "[numbers]\ncertify_every = 90\nposts_per_week_min = 4\n",
            2,
            "posts_per_week_min får inte vara större än posts_per_week_recommended_min.",
        ),
        (
            "[numbers]\ncosign_first_reminder_after = 30\ncosign_expires_after = 20\n",
            1,
            "cosign_first_reminder_after får inte vara större än cosign_second_reminder_after.",
        ),
        (
            "[proof]\nsamtycke-vuxen = \"egen-adress\"\nsamtycke-ungdom = \"egen-adress\"\n",
            2,
            "Välj en av dem som räcker för samtycke-ungdom: utpekad, bekraftad, intygad, e-legitimation.",
        ),
        (
            "[proof]\nsamtycke-vuxen = \"delad-lank\"\n",
            1,
            "Välj en av dem som räcker för samtycke-vuxen: egen-adress, utpekad, bekraftad, intygad, e-legitimation.",
        ),
        (
            "[proof]\navliden = \"utpekad\"\n",
            1,
            "Ta bort ”avliden”. Den finns inte i [proof].",
        ),
        (
            "[organisation]\naccent = \"#777\"\n",
            1,
            "Skriv färgen så här: #00558c, inte ”#777”.",
        ),
        (
            "[organisation]\naccent = \"#å0558\"\n",
            1,
            "Skriv färgen så här: #00558c, inte ”#å0558”.",
        ),
        (
            "[organisation]\naccent = \"#777777\"\n",
            1,
            "Välj en färg med mer kontrast. #777777 mot #ffffff ger 4.48:1, och det behövs 4.5:1.",
        ),
        (
            "[organisation]\npictogram = \"https://bilder.example/{ord}.svg\"\n",
            1,
            "Skriv pictogram som en sökväg med {ord}, till exempel ”/pictogram/{ord}.svg”, inte ”https://bilder.example/{ord}.svg”.",
        ),
        (
            "[organisation]\npictogram = \"/symboler/\"\n",
            1,
            "Skriv pictogram som en sökväg med {ord}, till exempel ”/pictogram/{ord}.svg”, inte ”/symboler/”.",
        ),
        (
            "[organisation]\naccent_dark = \"#00558c\"\n",
            1,
            "Välj en färg med mer kontrast. #00558c mot #15191d ger 2.25:1, och det behövs 4.5:1.",
        ),
        (
            "[[unit]]\nid = \"a\"\nname = \"A\"\n[[unit]]\nid = \"b\"\nname = \"B\"\nparent = \"c\"\n",
            3,
            "Rätta enheten ”b”: id ska vara unikt och parent ska leda upp till en förvaltning.",
        ),
        (
            "[[unit]]\nid = \"saknas\"\nname = \"A\"\n",
            0,
            "Rätta enheten ”saknas”: id ska vara unikt och parent ska leda upp till en förvaltning.",
        ),
        (
            "[[guideline]]\nid = \"chef\"\ntitle = \"A\"\ntext = \"Minst {posts}.\"\nsource = \"V\"\n",
            0,
            "”{posts}” är inget tal i policyn.",
        ),
    ] {
        check_fault(&file(body), BODY + line, advice);
    }
    check_fault(
        "[policy]\nversion = \"1\"\ninherits = \"region\"\nin_force = 2026-01-01\n",
        3,
        "Välj en av grunderna: kommun, vard-och-omsorg.",
    );
    // The least contrast that is enough.
    assert!(Policy::from_toml(&file("[organisation]\naccent = \"#767676\"\n")).is_ok());
}

#[test]
fn what_the_reader_says_in_english_is_said_in_swedish() {
    for (text, line, advice) in [
        (
            file("[policyn]\na = 1\n"),
            BODY,
            "Ta bort ”policyn”. Den finns inte här.",
        ),
        (
            "[policy]\nversion = \"1\"\nin_force = 2026-01-01\nsince = 1\n".to_owned(),
            4,
            "Ta bort ”since”. Den finns inte här.",
        ),
        (
            "[policy]\nin_force = 2026-01-01\n".to_owned(),
            1,
            "Fyll i ”version”. Den saknas.",
        ),
        (
            file("[[guideline]]\nid = \"fika\"\ntitle = \"A\"\ntext = \"B.\"\nsource = \"V\"\n"),
            BODY + 1,
            "Byt ut ”fika” mot ett ord som finns.",
        ),
        (
            "[policy]\nversion = \"1\"\nin_force = \"i går\"\n".to_owned(),
            3,
            "Skriv datumet så här: 2026-01-31.",
        ),
        (
            "[policy]\nversion = \"1\"\nversion = \"2\"\n".to_owned(),
            3,
            "Ta bort det ena. Samma namn står två gånger.",
        ),
    ] {
        check_fault(&text, line, advice);
    }
    for (text, line) in [
        ("[policy\n".to_owned(), 1),
        (file("[numbers]\nposts_per_week_min = två\n"), BODY + 1),
        (file("[numbers]\nposts_per_week_min = \"två\"\n"), BODY + 1),
        ("".to_owned(), 1),
    ] {
        let fault = Policy::from_toml(&text).unwrap_err();
        assert_eq!(fault.line, line, "{fault}");
        assert!(
            ["Rätta", "Fyll i"]
                .iter()
                .any(|word| fault.advice.starts_with(word)),
            "{fault}"
        );
        assert!(fault.advice.ends_with('.'), "{fault}");
        assert_eq!(fault.to_string(), format!("rad {line}: {}", fault.advice));
    }
}

#[test]
fn a_policy_that_inherits_nothing_says_who_the_organisation_is() {
    let head = "[policy]\nversion = \"1\"\nin_force = 2026-01-01\n";
    let fault = Policy::from_toml(head).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "Fyll i name i [organisation], eller låt policyn utgå från en grund: inherits."
    );
}

#[test]
fn every_number_has_its_default_within_its_range() {
    let numbers = Numbers::default();
    for number in NUMBERS {
        let (min, max) = number.range;
        let value = (number.get)(&numbers);
        assert!(min <= value && value <= max, "{}", number.name);
        assert!(
            !number.label.is_empty() && !number.unit.is_empty(),
            "{}",
            number.name
        );
        // What is written is what is read.
        let mut other = numbers.clone();
        (number.set)(&mut other, max);
        assert_eq!((number.get)(&other), max, "{}", number.name);
        assert_eq!(other.by_name(number.name), max, "{}", number.name);
    }
    assert_eq!(numbers.contradiction(), None);
    for (low, high) in ORDERED {
        for name in [low, high] {
            assert!(NUMBERS.iter().any(|number| number.name == *name), "{name}");
        }
    }
}

const EXCEPTIONS: &str = r#"
[[exception]]
number = "posts_per_week_min"
value = 0
platform = "blogg"
reason = "En blogg behöver inte ett inlägg i veckan."
until = 2026-12-31

[[exception]]
number = "inactive_after"
value = 60
platform = "facebook"
reason = "Sommarkonton vilar."
until = 2026-11-21

[[exception]]
number = "inactive_after"
value = 300
account = "festivalen"
reason = "Festivalen vilar tio månader."
until = 2027-05-31
"#;

#[test]
fn an_exception_holds_for_its_platform_or_account_until_its_day() {
    let policy = Policy::from_toml(&file(EXCEPTIONS)).unwrap();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    for (platform, today, posts) in [
        (Some(Platform::Blog), TODAY, 0),
        (Some(Platform::Blog), day("2026-12-31"), 0),
        (Some(Platform::Blog), day("2027-01-01"), 2),
        (Some(Platform::Facebook), TODAY, 2),
        (None, TODAY, 2),
    ] {
        assert_eq!(
            policy.posts_per_week_min(platform, today),
            posts,
            "{platform:?} {today}"
        );
    }
    for (platform, account, today, days) in [
        (Platform::Facebook, "torget", TODAY, 60),
        (Platform::Facebook, "torget", day("2026-11-22"), 14),
        // An account's own exception goes before its platform's.
        (Platform::Facebook, "festivalen", TODAY, 300),
        (Platform::Instagram, "festivalen", day("2027-05-31"), 300),
        (Platform::Instagram, "festivalen", day("2027-06-01"), 14),
        (Platform::Instagram, "torget", TODAY, 14),
    ] {
        assert_eq!(
            policy.inactive_after(platform, account, today),
            days,
            "{account} {today}"
        );
    }
}

#[test]
fn an_exception_without_effect_or_reason_is_refused() {
    let with = |number: &str, value: &str, rest: &str| {
        let text = format!(
            "[[exception]]\nnumber = \"{number}\"\nvalue = {value}\nuntil = 2027-01-01\n{rest}"
        );
        Policy::from_toml(&file(&text)).unwrap_err().to_string()
    };
    let reason = "platform = \"x\"\nreason = \"Prov.\"\n";
    let known = "Välj posts_per_week_min eller inactive_after.";
    assert_eq!(
        with("certify_every", "90", reason),
        format!("rad 5: {known} Undantag från ”certify_every” finns inte.")
    );
    assert_eq!(
        with("fika", "1", reason),
        format!("rad 5: {known} Undantag från ”fika” finns inte.")
    );
    assert_eq!(
        with("posts_per_week_min", "51", reason),
        "rad 5: posts_per_week_min ska vara 0–50 inlägg."
    );
    assert_eq!(
        with("posts_per_week_min", "1", "reason = \"Prov.\"\n"),
        "rad 5: Skriv vilken platform eller vilket account undantaget gäller."
    );
    assert_eq!(
        with(
            "posts_per_week_min",
            "1",
            "platform = \"x\"\nreason = \" \"\n"
        ),
        "rad 5: Skriv ett skäl för undantaget i reason."
    );
}

/// Both ways: a rule's guideline is in the narrower preset too, so that the guideline page can show
/// what the rule enforces wherever the forms are used.
#[test]
fn every_rule_leans_on_a_guideline_of_the_preset_kommun() {
    let policy = Policy::preset("kommun").unwrap();
    for rule in crate::catalogue::FORMS.iter().flat_map(|form| form.rules()) {
        let rule: &finding::Rule = rule;
        assert!(policy.guideline(rule.guideline).is_some(), "{}", rule.id);
    }
}
