//! What an application becomes, and that no answer stops the rules.

use proptest::prelude::*;

use super::*;
use crate::account::case;
use crate::account::change;
use crate::catalogue::FORMS;
use crate::form::field::NO;
use crate::form::finding::Finding;
use crate::form::journey;
use crate::tests::sample::{self, GROUND, TODAY, any_draft, ticked, with};

#[track_caller]
fn checked(draft: &Draft) -> Application {
    check(draft, &GROUND.facts()).expect("a draft that keeps every rule")
}

#[track_caller]
fn check_ids(draft: &Draft, expected: &[&str]) {
    let findings = check(draft, &GROUND.facts()).err().unwrap_or_default();
    let found: Vec<&str> = findings.iter().map(|finding| finding.rule.id).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_is_stored_is_tidy() {
    let draft = with(
        sample::start(),
        &[
            (&ANSVARIG_NAMN, "  A\u{30A}sa \u{202E}  Demo "),
            (&ANSVARIG_EPOST, "mailto:Ansvarig@VÄXJÖ.example"),
            (&CHEF_EPOST, "Chef Demo <chef@demo.example>"),
            (
                &BESKRIVNING,
                " Vardagen  på\u{A0}Norrskolan.\r\n\r\n\r\nVälkommen! ",
            ),
            (
                &KONTO_NAMN,
                "http://m.instagram.com/Norrskolan.Exempel?igshid=1",
            ),
        ],
    );
    let application = checked(&draft);
    let proposal = application.proposal();
    assert_eq!(proposal.responsible.name, "Åsa Demo");
    assert_eq!(proposal.responsible.email, "Ansvarig@växjö.example");
    assert_eq!(proposal.manager.email, "chef@demo.example");
    assert_eq!(
        proposal.description,
        "Vardagen på Norrskolan.\n\nVälkommen!"
    );
    assert_eq!(
        proposal.address.url(),
        "https://www.instagram.com/Norrskolan.Exempel"
    );
    assert_eq!(proposal.unit, "Norrskolan");
    assert_eq!(proposal.department, "Utbildningsförvaltningen");
    assert_eq!(proposal.other_platform, None);
    assert!(proposal.open);
    assert!(!application.needs_manager());
    assert_eq!(
        application.manager_said_yes(),
        NaiveDate::from_ymd_opt(2026, 11, 20)
    );
    // What the store keeps is what it reads.
    let wire = serde_json::to_string(&proposal).unwrap();
    assert_eq!(serde_json::from_str::<Proposal>(&wire).unwrap(), proposal);
}

#[test]
fn a_head_of_unit_is_the_manager() {
    let draft = with(
        sample::start(),
        &[
            (&SOKANDE_ROLL, HEAD_OF_UNIT),
            (&CHEF_GODKANNANDE, ASK_MANAGER),
        ],
    );
    let application = checked(&draft);
    assert_eq!(
        application.proposal().manager.email,
        "medarbetare@demo.example"
    );
    assert!(!application.needs_manager());
    assert_eq!(application.manager_said_yes(), None);
}

#[test]
fn a_manager_is_asked_here_or_has_said_yes_elsewhere() {
    let asked = checked(&with(sample::start(), &[(&CHEF_GODKANNANDE, ASK_MANAGER)]));
    assert!(asked.needs_manager());
    assert_eq!(
        asked.manager_said_yes(),
        None,
        "a day left behind is no yes"
    );
}

#[test]
fn a_unit_outside_the_tree_and_another_platform_go_by_their_names() {
    let draft = with(
        sample::start(),
        &[
            (&ENHET, unit::MISSING),
            (&ENHET_NAMN, " Nya  skolan "),
            (&PLATTFORM, "annan"),
            (&PLATTFORM_ANNAN, "Demoplatsen"),
            (&KONTO_NAMN, "https://demoplatsen.example/nya"),
        ],
    );
    let application = checked(&draft);
    let proposal = application.proposal();
    assert_eq!(
        (proposal.unit.as_str(), proposal.department.as_str()),
        ("Nya skolan", "")
    );
    assert_eq!(proposal.other_platform.as_deref(), Some("Demoplatsen"));
    assert!(application.flags().contains(&Flag::UnitMissing));
}

#[test]
fn flags_tell_staff_where_to_look() {
    let start = || ticked(sample::start(), &ROR, &["inget"]);
    assert_eq!(checked(&start()).flags(), []);
    for (field, answer, flag) in [
        (&PERSONER, UNKNOWN, Flag::DataProtection),
        (&RATTSLIG_GRUND, UNKNOWN, Flag::DataProtection),
        (&FUNKTIONSADRESS, NO, Flag::Login),
        (&TVASTEG, NO, Flag::Login),
    ] {
        let draft = with(start(), &[(field, answer)]);
        assert_eq!(checked(&draft).flags(), [flag], "{}", field.id);
    }
    for id in ["barn", "vard-och-omsorg", "skyddade-uppgifter"] {
        assert_eq!(
            checked(&ticked(start(), &ROR, &[id])).flags(),
            [Flag::Sensitive],
            "{id}"
        );
    }
    let few = with(
        start(),
        &[
            (&INLAGG, "1"),
            (&INLAGG_UNDANTAG, "Skolan har lov hela sommaren."),
        ],
    );
    assert_eq!(checked(&few).flags(), [Flag::PostsException]);
    // A basis left behind in a closed branch is not unknown any more.
    let nobody = with(start(), &[(&PERSONER, NO), (&RATTSLIG_GRUND, UNKNOWN)]);
    assert_eq!(checked(&nobody).flags(), []);
}

#[test]
fn remarks_are_kept_with_the_application() {
    let draft = with(
        ticked(sample::start(), &VARNINGAR, &["konto-forvaxlingsbart"]),
        &[(&KONTO_NAMN, "exempel_biblioteket"), (&INLAGG, "2")],
    );
    let application = checked(&draft);
    let sentences: Vec<String> = application
        .remarks()
        .iter()
        .map(Finding::sentence)
        .collect();
    assert_eq!(
        sentences,
        [
            "Välj helst ett tydligare kontonamn. Det är lätt att förväxla med exempelbiblioteket, som används av Biblioteket.",
            "Tänk på att 3–4 inlägg i veckan rekommenderas.",
        ]
    );
}

#[test]
fn sentences_hold_their_numbers() {
    let sentence = |answers: &[(&Field, &str)]| {
        let draft = with(sample::start(), answers);
        let findings = check(&draft, &GROUND.facts()).unwrap_err();
        findings[0].sentence()
    };
    for (field, answer, expected) in [
        (&SYFTE, "", "Fyll i syfte."),
        (
            &SYFTE,
            "kort",
            "Skriv lite mer under syfte, minst 20 tecken.",
        ),
        (
            &BESKRIVNING,
            &"å".repeat(201),
            "Skriv kortare under beskrivning för förteckningen, högst 200 tecken. Nu är det 201.",
        ),
        (
            &INLAGG,
            "1",
            "Planera minst 2 inlägg i veckan, eller skriv ett skäl till undantag med minst 20 tecken.",
        ),
        (
            &INLAGG,
            "fler",
            "Skriv hur många inlägg ni planerar i veckan, med siffror från 0 till 50.",
        ),
        (
            &PUBLICISTER,
            "a@demo.example\n\nb",
            "Skriv en e-postadress per rad. Rad 3 behöver rättas.",
        ),
        (
            &KONTO_NAMN,
            "exempelbiblioteket",
            "Välj ett annat kontonamn. exempelbiblioteket används redan av Biblioteket.",
        ),
        (
            &REKLAM,
            "",
            "Kryssa i rutan om det stämmer: Vi gör inte reklam, visar inte upp produkter och taggar inte privata företag.",
        ),
    ] {
        assert_eq!(sentence(&[(field, answer)]), expected);
    }
    let unread = ticked(sample::start(), &RIKTLINJER, &["inlagg"]);
    let findings = check(&unread, &GROUND.facts()).unwrap_err();
    assert_eq!(
        findings[0].sentence(),
        "Läs och bekräfta varje riktlinje. 12 återstår."
    );
}

#[test]
fn only_findings_in_the_way_stop() {
    let advice = with(sample::start(), &[(&INLAGG, "2")]);
    check_ids(&advice, &[]);
    let both = with(advice, &[(&SYFTE, "")]);
    check_ids(&both, &["syfte", "inlagg-rekommenderat"]);
}

#[test]
fn a_change_reads_its_own_branch_only() {
    let draft = with(
        sample::change(),
        &[
            (&change::ANDRING, change::PAUSE),
            (&change::PAUS_ORSAK, "  Stängt \u{A0}i vinter. "),
            (&change::PAUS_SLUT, "den 31 maj 2027"),
            (&change::NY_EPOST, "inte en adress"),
        ],
    );
    let request = change::check(&draft, &GROUND.facts()).unwrap();
    assert_eq!(request.account(), "biblioteket-facebook");
    assert_eq!(
        request.change(),
        &change::Change::Pause {
            orsak: "Stängt i vinter.".to_owned(),
            till: sample::day("2027-05-31"),
        }
    );
    assert_eq!(request.accepting_manager(), None);
}

/// Everything that is asked of a draft on its way. Says which rules it breaks.
fn walk(draft: &Draft) -> Vec<&'static str> {
    let facts = GROUND.facts();
    let step = journey::first_unfinished(&Judging::new(draft, facts));
    assert!(step < draft.form().steps.len());
    let findings = match case::check(draft, &facts) {
        Ok(case::Checked::Start(application)) => application.remarks().to_vec(),
        Ok(case::Checked::Change(request)) => request.remarks().to_vec(),
        Err(findings) => findings,
    };
    for finding in &findings {
        let wire = serde_json::to_string(finding).unwrap();
        let back: Finding = serde_json::from_str(&wire).unwrap();
        assert_eq!(back.sentence(), finding.sentence());
    }
    findings.iter().map(|finding| finding.rule.id).collect()
}

proptest! {
    #![proptest_config(sample::tries(100))]

    #[test]
    fn no_answers_stop_the_rules(draft in FORMS.iter().map(|form| any_draft(form).boxed()).collect::<Vec<_>>()) {
        for draft in draft {
            let found = walk(&draft);
            // Closed branches are not judged, whatever was left in them.
            prop_assert_eq!(walk(&draft.clone().without_hidden()), found);
            let wire = serde_json::to_string(&draft).unwrap();
            prop_assert_eq!(serde_json::from_str::<Draft>(&wire).unwrap(), draft);
        }
    }

    /// One answer at a time among right ones, so that the rules behind it are reached.
    #[test]
    fn no_single_answer_stops_the_rules(at in 0..FORM.fields.len(), typed in any::<String>()) {
        let field = FORM.fields[at];
        let draft = if field.holds_list() {
            ticked(sample::start(), field, &[&typed])
        } else {
            with(sample::start(), &[(field, &typed)])
        };
        walk(&draft);
    }

    /// What has been tidied and taken is taken again, and becomes the same.
    #[test]
    fn what_is_stored_is_read_again(text in "[a-zåäö A\u{30A}\u{202E}\u{A0}\n]{20,60}", name in "[a-zA-ZåäöÅ \u{30A}\u{200B}]{1,30}") {
                let first = with(sample::start(), &[(&BESKRIVNING, &text), (&ANSVARIG_NAMN, &name)]);
        let facts = Facts { today: TODAY, ..GROUND.facts() };
        if let Ok(application) = check(&first, &facts) {
            let kept = application.proposal();
            let again = with(first, &[(&BESKRIVNING, &kept.description), (&ANSVARIG_NAMN, &kept.responsible.name)]);
            let again = check(&again, &facts).unwrap();
            prop_assert_eq!(again.proposal(), kept);
            prop_assert_eq!((again.flags(), again.remarks()), (application.flags(), application.remarks()));
        }
    }
}
