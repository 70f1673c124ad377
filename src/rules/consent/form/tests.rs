use chrono::NaiveDate;
use serde_json::{Value, json};

use super::*;
use crate::catalogue::FORMS;
use crate::consent::text::{self, Wording};
use crate::form::judging::Facts;
use crate::register::Index;
use crate::tests::sample;

fn facts<'a>(policy: &'a Policy, register: &'a Index, today: &str) -> Facts<'a> {
    Facts {
        policy,
        register,
        today: sample::day(today),
    }
}

/// The first case of a file, with its text read, and other answers.
fn draft(file: &str, answers: &Value, facts: &Facts<'_>) -> Draft {
    let file: Value = serde_json::from_str(file).unwrap();
    let mut given = file["grund"].as_object().unwrap().clone();
    given.remove(TEXT_LAST.id);
    for (field, answer) in answers.as_object().unwrap() {
        if answer.is_null() {
            given.remove(field);
        } else {
            given.insert(field.clone(), answer.clone());
        }
    }
    let wire = json!({ "form": file["blankett"], "svar": given });
    let mut draft: Draft = serde_json::from_value(wire).unwrap();
    let wording = text::first_wording(draft.form());
    let version = text::of(&Judging::new(&draft, *facts), wording).version;
    draft.set_text(&TEXT_LAST, version);
    draft
}

const YOUTH: &str = include_str!("../../../../tests/cases/samtycke-ungdom.json");
const ADULT: &str = include_str!("../../../../tests/cases/samtycke-vuxen.json");
const REPRESENTATIVE: &str = include_str!("../../../../tests/cases/samtycke-foretradare.json");
const PICTOGRAM_CASES: &str = include_str!("../../../../tests/cases/samtycke-bildstod.json");
const ORAL: &str = include_str!("../../../../tests/cases/samtycke-muntligt.json");
const PAPER: &str = include_str!("../../../../tests/cases/samtycke-papper.json");

/// What the answers come to on 21 November 2026, unless they are refused.
#[track_caller]
fn given(file: &str, answers: &Value) -> Checked {
    given_on(file, answers, "2026-11-21")
}

#[track_caller]
fn given_on(file: &str, answers: &Value, today: &str) -> Checked {
    let (policy, register) = (sample::policy(), Index::new(Vec::new()));
    let facts = facts(&policy, &register, today);
    check(&draft(file, answers, &facts), &facts).unwrap()
}

#[track_caller]
fn scope_of(checked: &Checked) -> &Scope {
    match &checked.given().outcome {
        Outcome::Yes(scope) => scope,
        Outcome::No(why, _) => panic!("{why:?}"),
    }
}

fn roles(checked: &Checked) -> Vec<PartyRole> {
    let parties = &checked.given().parties;
    parties.iter().map(|party| party.role).collect()
}

#[test]
fn two_guardians_answer_for_a_child() {
    let checked = given(YOUTH, &json!({}));
    let guardian = PartyRole::Guardian;
    assert_eq!(roles(&checked), [guardian, guardian]);
    let second = &checked.given().parties[1];
    assert_eq!(second.name, "Vårdnadshavare Två");
    assert_eq!(second.email.as_deref(), Some("tva@demo.example"));
    assert_eq!(second.phone.as_deref(), Some("0701740606"));
    let scope = scope_of(&checked);
    assert!(scope.channels.contains(&Channel::UnitAccount));
    assert!(!scope.channels.contains(&Channel::Print));
    assert_eq!(scope.naming, Naming::First);
    assert!(scope.media.contains(&Medium::Film) && !scope.media.contains(&Medium::Sound));
    assert_eq!(checked.text_version().unwrap().len(), 32);
    assert_eq!(checked.given().person.unit, "norrskolan");
}

/// «Tills vidare» ends with the months of the policy, or the day before the child answers alone.
#[test]
fn a_childs_consent_never_outlives_childhood() {
    let until = |born: &str, today: &str| {
        let answers =
            json!({ "barnets-fodelsedatum": born, "ungdomens-epost": "ung@demo.example" });
        scope_of(&given_on(YOUTH, &answers, today)).validity
    };
    let day = |text: &str| Validity::Until {
        day: sample::day(text),
    };
    assert_eq!(until("2016-05-04", "2026-11-21"), day("2029-11-21"));
    assert_eq!(until("2009-11-22", "2026-11-21"), day("2027-11-21"));
    // Born on 29 February one is 18 on 1 March.
    assert_eq!(until("2008-02-29", "2025-11-21"), day("2026-02-28"));
    assert_eq!(until("2008-02-29", "2026-02-28"), day("2026-02-28"));
}

#[test]
fn a_youth_signs_too_from_the_age_of_the_policy() {
    let parties = |born: &str| {
        let answers =
            json!({ "barnets-fodelsedatum": born, "ungdomens-epost": "ung@demo.example" });
        roles(&given(YOUTH, &answers))
    };
    let (guardian, youth) = (PartyRole::Guardian, PartyRole::Youth);
    assert_eq!(parties("2010-11-22"), [guardian, guardian]);
    assert_eq!(parties("2010-11-21"), [guardian, youth, guardian]);
    assert_eq!(parties("2010-11-20"), [guardian, youth, guardian]);
}

#[test]
fn a_youth_who_begins_names_the_guardian() {
    let checked = given(
        YOUTH,
        &json!({
            "fyller-i": "ungdomen", "barnets-fodelsedatum": "2011-01-01",
            "antal-vardnadshavare": "vet-inte",
            "forsta-namn": "Vårdnadshavare Ett", "forsta-telefon": "070-174 06 07",
        }),
    );
    assert_eq!(roles(&checked), [PartyRole::Youth, PartyRole::Guardian]);
    let parties = &checked.given().parties;
    assert_eq!(parties[0].email.as_deref(), Some("ett@demo.example"));
    assert_eq!(parties[1].phone.as_deref(), Some("0701740607"));
    assert_eq!(checked.given().review, [ReviewReason::GuardiansUnknown]);
}

#[test]
fn a_no_is_a_no_whoever_says_it() {
    let all_no = json!({ "foto": "nej", "film": "nej", "ljud": "nej", "giltighet": null });
    for (file, answers, why) in [
        (YOUTH, json!({ "barnets-asikt": "nej" }), WhyNot::YouthNo),
        (ADULT, all_no, WhyNot::AllNo),
        (
            REPRESENTATIVE,
            json!({ "personens-svar": "nej" }),
            WhyNot::PersonNo,
        ),
        (REPRESENTATIVE, json!({ "tvekade": "ja" }), WhyNot::Doubt),
        (PICTOGRAM_CASES, json!({ "tvekade": "ja" }), WhyNot::Doubt),
        (
            PICTOGRAM_CASES,
            json!({ "far-vi-fota": "vet-inte", "far-vi-filma": "vet-inte" }),
            WhyNot::Doubt,
        ),
        (ORAL, json!({ "muntligt-svar": "nej" }), WhyNot::PersonNo),
        (PAPER, json!({ "barnets-asikt": "nej" }), WhyNot::YouthNo),
    ] {
        let given = given(file, &answers);
        let outcome = &given.given().outcome;
        assert!(
            matches!(outcome, Outcome::No(found, _) if *found == why),
            "{outcome:?}"
        );
    }
}

#[test]
fn an_answer_with_pictures_covers_what_was_said_yes_to() {
    let checked = given(PICTOGRAM_CASES, &json!({}));
    let scope = scope_of(&checked);
    assert_eq!(scope.media, BTreeSet::from([Medium::Photo]));
    let channels = BTreeSet::from([Channel::UnitAccount, Channel::Print]);
    assert_eq!(scope.channels, channels);
    assert_eq!(scope.purposes, BTreeSet::from([Purpose::Inform]));
    assert_eq!(
        roles(&checked),
        [PartyRole::Person, PartyRole::Staff, PartyRole::Staff]
    );
}

#[test]
fn a_representative_answers_within_the_appointment() {
    let checked = given(REPRESENTATIVE, &json!({ "uppdrag": "allmant" }));
    let parties = &checked.given().parties;
    let mandate = parties[0].mandate.unwrap();
    assert_eq!(mandate.duty, Duty::General);
    assert_eq!(mandate.until, NaiveDate::from_ymd_opt(2027, 6, 30));
    assert_eq!(checked.given().review, [ReviewReason::DutyGeneral]);
    assert_eq!(
        roles(&checked),
        [
            PartyRole::Representative,
            PartyRole::Person,
            PartyRole::Relative
        ]
    );
}

#[test]
fn a_sheet_of_paper_counts_from_the_day_it_was_signed() {
    let checked = given(PAPER, &json!({}));
    assert_eq!(checked.day(), sample::day("2026-10-01"));
    assert_eq!(
        checked.paper_place(),
        Some("Expeditionen, skåp 2, pärm 2026")
    );
    let validity = Validity::Until {
        day: sample::day("2029-10-01"),
    };
    assert_eq!(scope_of(&checked).validity, validity);
}

/// The day of recording decides, as it does for the last to sign; the sheet is from 1 October.
#[test]
fn a_youth_who_has_not_signed_the_guardians_sheet_is_waited_for() {
    let (guardian, youth) = (PartyRole::Guardian, PartyRole::Youth);
    let seen = |born: &str, signed: bool| {
        let tick = if signed { json!("ja") } else { Value::Null };
        let checked = given(
            PAPER,
            &json!({ "fodelsedatum": born, "papper-barnet": tick }),
        );
        let places: Vec<usize> = checked.signed().iter().copied().collect();
        (roles(&checked), places)
    };
    let three = || vec![guardian, guardian, youth];
    let young = (vec![guardian, guardian], vec![0, 1]);
    assert_eq!(seen("2010-11-22", false), young);
    for born in ["2010-11-21", "2010-11-20", "2009-10-01", "2008-11-22"] {
        assert_eq!(seen(born, false), (three(), vec![0, 1]), "{born}");
        assert_eq!(seen(born, true), (three(), vec![0, 1, 2]), "{born}");
    }
    // Who is younger need not sign, and may.
    assert_eq!(seen("2010-11-22", true), (three(), vec![0, 1, 2]));
}

/// What a sheet that guardians signed on 1 October breaks when it is recorded on this day.
fn broken(answers: &Value, today: &str) -> Vec<(&'static str, String)> {
    let (policy, register) = (sample::policy(), Index::new(Vec::new()));
    let facts = facts(&policy, &register, today);
    let findings = check(&draft(PAPER, answers, &facts), &facts)
        .err()
        .unwrap_or_default();
    let told = |finding: &Finding| (finding.rule.id, finding.sentence());
    findings.iter().map(told).collect()
}

#[test]
fn guardians_sheet_is_recorded_before_the_eighteenth_birthday() {
    let grown = || {
        let says =
            "Be personen att svara själv. Vårdnadshavare svarar inte för den som har fyllt 18 år.";
        vec![("papper-av", says.to_owned())]
    };
    // The leap day's birthday of a common year is the first of March.
    for (born, signed, today, expected) in [
        ("2008-10-12", "2026-10-01", "2026-10-11", Vec::new()),
        ("2008-10-12", "2026-10-01", "2026-10-12", grown()),
        ("2008-10-12", "2026-10-01", "2026-10-13", grown()),
        ("2008-10-12", "2026-10-12", "2026-10-12", grown()),
        ("2008-02-29", "2026-02-27", "2026-02-28", Vec::new()),
        ("2008-02-29", "2026-02-27", "2026-03-01", grown()),
    ] {
        for own in ["ja", "nej"] {
            let answers = json!({
                "fodelsedatum": born, "papper-dag": signed, "barnets-asikt": own,
                "papper-av": "vardnadshavare", "papper-andra-namn": null,
            });
            // The child's own no stands, unless it was nobody's to hand in even then.
            let expected = if own == "nej" && signed != today {
                Vec::new()
            } else {
                expected.clone()
            };
            assert_eq!(broken(&answers, today), expected, "{born} {today} {own}");
        }
    }
    // A no of the guardians is not the child's.
    let all_no = json!({
        "fodelsedatum": "2008-10-12", "foto": "nej", "film": "nej", "ljud": "nej", "giltighet": null,
    });
    assert_eq!(broken(&all_no, "2026-10-11"), []);
    assert_eq!(broken(&all_no, "2026-10-12"), grown());
}

#[test]
fn a_colleagues_spoken_yes_is_about_telling_what_the_unit_does() {
    let checked = given(ORAL, &json!({ "muntligt-dag": "2026-11-20" }));
    let scope = scope_of(&checked);
    assert!(checked.given().person.staff);
    assert_eq!(checked.day(), sample::day("2026-11-20"));
    assert_eq!(scope.purposes, BTreeSet::from([Purpose::Inform]));
    assert_eq!(checked.text_version(), None);
}

/// The holder of a link answers what was asked, whatever the browser sends.
#[test]
fn a_request_stands_whatever_the_link_holder_sends() {
    let policy = sample::policy();
    let occasion = Occasion::Once {
        day: sample::day("2026-12-13"),
        place: "Aulan".to_owned(),
    };
    let channels = BTreeSet::from([Channel::Website]);
    let request = prefill(
        &youth::FORM,
        &policy,
        "norrskolan",
        &occasion,
        &channels,
        None,
    );
    let mut sent = request.clone();
    sent.set_text(&VERKSAMHET, "badhuset");
    sent.set(
        &KANALER,
        Answer::List(vec![Channel::Advert.id().to_owned()]),
    );
    sent.set_text(&ENHETENS_KONTO, "någon annans");
    sent.set_text(&FOTO, YES);
    let kept = sent.with_request(&request);
    assert_eq!(kept.text(&VERKSAMHET), "norrskolan");
    assert_eq!(kept.list(&KANALER), ["webbplats"]);
    assert!(kept.is_empty(&ENHETENS_KONTO));
    assert_eq!(kept.text(&FOTO), YES);
    assert!(youth::FORM.asks(&KANAL_WEBB, &kept));
    assert!(!youth::FORM.asks(&KANAL_ANNONS, &kept));
}

/// A word more, another channel or another number is another text.
#[test]
fn a_texts_version_follows_what_was_shown() {
    let policy = sample::policy();
    let version = |policy: &Policy, wording, channels: &[Channel]| {
        text::information(&youth::FORM, wording, policy, channels, "").version
    };
    let first = version(&policy, Wording::Standard, &[Channel::Website]);
    assert_eq!(
        first,
        version(&policy, Wording::Standard, &[Channel::Website])
    );
    let mut other = policy.clone();
    other.numbers.removal_within = 5;
    for changed in [
        version(&policy, Wording::Easy, &[Channel::Website]),
        version(&policy, Wording::Standard, &[Channel::Print]),
        version(&other, Wording::Standard, &[Channel::Website]),
    ] {
        assert_ne!(first, changed);
    }
}

#[test]
fn a_text_is_filled_in_to_the_last_name() {
    let policy = sample::policy();
    for form in FORMS {
        for wording in Wording::ALL {
            let told = text::information(form, *wording, &policy, Channel::ALL, "exempel");
            for (heading, sentences) in told.parts {
                assert!(!sentences.contains(['{', '}']), "{heading}: {sentences}");
            }
        }
    }
}

/// A municipality that matches guardians asks for the number, and another does not.
#[test]
fn a_personnummer_is_asked_for_only_where_guardians_are_matched() {
    let mut policy = sample::policy();
    for matched in [false, true] {
        policy.match_guardians = matched;
        let draft = prefill(
            &youth::FORM,
            &policy,
            "norrskolan",
            &Occasion::Ongoing,
            &BTreeSet::new(),
            None,
        );
        assert_eq!(youth::FORM.asks(&youth::BARN_PERSONNUMMER, &draft), matched);
        assert_eq!(youth::FORM.asks(&youth::BARN_FODD, &draft), !matched);
    }
}

#[test]
fn a_no_to_everything_needs_who_says_it_and_about_whom_and_keeps_nothing_else() {
    let (policy, register) = (sample::policy(), Index::new(Vec::new()));
    let facts = facts(&policy, &register, "2026-11-21");
    for file in [YOUTH, ADULT, REPRESENTATIVE] {
        let whole = draft(file, &json!({}), &facts);
        let no = no_to_everything(&whole);
        let form = whole.form();
        // What was settled and what is needed stay; media are a no; everything else is gone.
        for field in form.fields() {
            let is_needed = is_needed_for_no(form, field);
            if MEDIA.iter().any(|(medium, _)| std::ptr::eq(*medium, field)) {
                assert_eq!(no.text(field), NO, "{}", field.id);
            } else if is_needed || form.is_prefilled(field) {
                assert_eq!(no.text(field), whole.text(field), "{}", field.id);
            } else {
                assert!(no.is_empty(field), "{}", field.id);
            }
        }
        let given = check_no(&no, &facts).unwrap();
        assert!(matches!(given.outcome, Outcome::No(WhyNot::AllNo, _)));
        assert_eq!(given.parties.len(), 1);
        assert_eq!(given.parties[0].email, None);
        assert!(given.review.is_empty());
        // Nothing else has to be answered, and those must.
        let empty = no_to_everything(&Draft::new(form).with_request(&whole));
        let findings = check_no(&empty, &facts).unwrap_err();
        assert!(!findings.is_empty());
        for finding in findings {
            assert!(is_needed_for_no(form, finding.rule.field));
        }
    }
    // A youth says it alone, and a foster parent cannot.
    let by_youth = draft(YOUTH, &json!({ "fyller-i": "ungdomen" }), &facts);
    let given = check_no(&no_to_everything(&by_youth), &facts).unwrap();
    assert_eq!(given.parties[0].role, PartyRole::Youth);
    let foster = draft(YOUTH, &json!({ "fyller-i": "familjehem" }), &facts);
    let findings = check_no(&no_to_everything(&foster), &facts).unwrap_err();
    assert_eq!(findings[0].rule.id, "familjehem");
}
