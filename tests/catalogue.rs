//! The catalogue of forms, fields, rules and guidelines is whole.

use std::collections::{BTreeMap, BTreeSet};

use rules::catalogue::{self, FORMS};
use rules::form::field::{Class, Field, Kind};
use rules::form::finding::{Finding, Rule, Severity};
use rules::form::{Keeper, When};
use rules::policy::guideline::Guideline;
use rules::policy::{PRESETS, Policy};
use rules::publication;
use tests::Judge;

fn rules() -> impl Iterator<Item = &'static Rule> {
    catalogue::rules()
}

/// Words of ids, slugs and addresses: they are typed, linked and read aloud.
#[track_caller]
fn check_word(word: &str) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    assert!(
        !word.is_empty()
            && word.chars().all(plain)
            && !word.starts_with('-')
            && !word.ends_with('-'),
        "{word:?} is a kebab word"
    );
}

/// What people read: Swedish letters, whole sentences, no officialese, nothing left to fill in.
#[track_caller]
fn check_sentence(sentence: &str) {
    let lower = sentence.to_lowercase();
    assert!(
        sentence.ends_with('.'),
        "{sentence:?} ends with a full stop"
    );
    assert!(
        !sentence.starts_with(char::is_lowercase),
        "{sentence:?} begins in the middle"
    );
    for word in [
        "ogiltig",
        "vänligen",
        "felaktig",
        "obligatorisk",
        "måste",
        "please",
        "error",
    ] {
        assert!(!lower.contains(word), "{sentence:?} says {word}");
    }
    for twice in ["..", "  ", "?.", "{", "}"] {
        assert!(!sentence.contains(twice), "{sentence:?} holds {twice:?}");
    }
}

#[test]
fn ids_are_unique() {
    let unique = |words: Vec<&'static str>| {
        let mut seen = BTreeSet::new();
        for word in words {
            check_word(word);
            assert!(seen.insert(word), "{word} stands twice");
        }
    };
    unique(FORMS.iter().map(|form| form.id).collect());
    // Forms share fields and rules. What has the same id is the same, so an id is known anywhere.
    let mut fields: BTreeMap<&str, &Field> = BTreeMap::new();
    let mut known: BTreeMap<&str, &Rule> = BTreeMap::new();
    for form in FORMS {
        unique(form.fields().map(|field| field.id).collect());
        unique(form.rules().map(|rule| rule.id).collect());
        for field in form.fields() {
            let same = fields.entry(field.id).or_insert(field);
            assert!(std::ptr::eq(*same, field), "{} is two fields", field.id);
        }
        for rule in form.rules() {
            let same = known.entry(rule.id).or_insert(rule);
            assert!(
                std::ptr::eq(same.field, rule.field)
                    && (same.severity, same.guideline, same.summary, same.advice)
                        == (rule.severity, rule.guideline, rule.summary, rule.advice),
                "{} is two rules",
                rule.id
            );
        }
    }
    unique(
        Guideline::ALL
            .iter()
            .map(|guideline| guideline.id())
            .collect(),
    );
    for form in FORMS {
        unique(form.steps.iter().map(|step| step.slug).collect());
        for field in form.fields() {
            unique(field.choices().iter().map(|choice| choice.id).collect());
        }
    }
}

/// Nothing that says who somebody is or how they are reached is kept as if it were nobody's.
#[test]
fn what_a_consent_form_asks_about_people_is_classed_as_personal() {
    for form in FORMS {
        for field in form.fields() {
            let names = matches!(
                field.kind,
                Kind::Personnummer | Kind::Name | Kind::Email | Kind::Phone
            );
            // What only steers the form says nothing about anybody.
            let consent = form.keeper != Keeper::Employee
                && (!form.is_prefilled(field) || !matches!(field.kind, Kind::Choice(_)));
            assert!(
                !(names || consent) || Class::Personal <= field.class,
                "{} in {} is {}",
                field.id,
                form.id,
                field.class.label()
            );
        }
    }
}

#[test]
fn symbols_are_files_that_exist() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/pictogram");
    for form in FORMS {
        let choices = form.fields().flat_map(|field| field.choices());
        let symbols = form
            .fields()
            .map(|field| field.symbol)
            .chain(choices.map(|choice| choice.symbol))
            .filter(|symbol| !symbol.is_empty());
        for symbol in symbols {
            let file = folder.join([symbol, ".svg"].concat());
            assert!(file.is_file(), "{symbol} in {}", form.id);
        }
    }
}

#[test]
fn every_field_is_on_one_step_in_the_forms_order() {
    for form in FORMS {
        let asked: Vec<&Field> = form
            .steps
            .iter()
            .flat_map(|step| step.questions)
            .map(|question| question.field)
            .collect();
        let fields: Vec<&Field> = form.fields().collect();
        assert_eq!(asked, fields, "{}", form.id);
        for (at, field) in fields.iter().enumerate() {
            assert_eq!(form.position(field), Some(at), "{}", field.id);
        }
    }
}

/// One pass over the form is enough to know what is asked, since nothing waits for a later answer.
#[test]
fn a_question_waits_only_for_an_option_of_an_earlier_one() {
    for form in FORMS {
        for question in form.steps.iter().flat_map(|step| step.questions) {
            if let When::Is(other, values) = question.when {
                let (at, before) = (form.position(question.field), form.position(other));
                assert!(before.is_some() && before < at, "{}", question.field.id);
                for value in values {
                    let known = other.choices().iter().any(|choice| choice.id == *value)
                        || (matches!(other.kind, Kind::Unit)
                            && *value == rules::policy::unit::MISSING);
                    assert!(known, "{} is no answer to {}", value, other.id);
                }
            }
        }
    }
}

#[test]
fn a_review_comes_last_and_asks_nothing_new() {
    for form in FORMS {
        let (last, before) = form.steps.split_last().unwrap();
        assert_eq!(last.slug, "granska");
        let confirms = |kind| matches!(kind, Kind::Guidelines | Kind::Warnings);
        assert!(
            last.questions
                .iter()
                .all(|question| confirms(question.field.kind))
        );
        assert!(
            before
                .iter()
                .flat_map(|step| step.questions)
                .all(|question| !confirms(question.field.kind))
        );
    }
}

/// Findings are read from the top of the page: rules come in the order their fields are asked.
#[test]
fn rules_come_in_field_order() {
    for form in FORMS {
        let places: Vec<_> = form.rules().map(|rule| form.position(rule.field)).collect();
        assert!(places.iter().all(Option::is_some), "{}", form.id);
        assert!(places.is_sorted(), "{}: {places:?}", form.id);
    }
}

#[test]
fn every_field_that_must_be_answered_has_a_rule_that_says_so() {
    for form in FORMS {
        for field in form.fields().filter(|field| !field.optional) {
            // What is looked for in the register is only asked for when something was found.
            let rule = form
                .rules()
                .find(|rule| rule.field == field && Severity::Warning < rule.severity);
            assert!(rule.is_some(), "{}", field.id);
        }
    }
}

#[test]
fn what_people_read_is_a_sentence() {
    for rule in rules() {
        assert!(!rule.advice.is_empty(), "{}", rule.id);
        for (case, _) in rule.advice.iter().enumerate() {
            // A number for every name that any rule fills in.
            let details = [
                "min",
                "max",
                "antal",
                "rubrik",
                "konto",
                "enhet",
                "organisation",
                "rad",
                "tecken",
                "lagst",
                "hogst",
            ];
            let breach = details
                .into_iter()
                .fold(rules::form::finding::Breach::case(case), |breach, name| {
                    breach.with(name, &7)
                });
            check_sentence(&Finding { rule, breach }.sentence());
        }
        assert!(
            !rule.summary.ends_with('.'),
            "{} is a heading",
            rule.summary
        );
        assert!(
            rule.summary.chars().next().is_some_and(char::is_uppercase),
            "{}",
            rule.summary
        );
    }
    for field in FORMS.iter().flat_map(|form| form.fields()) {
        assert!(!field.label.ends_with(['.', ':']), "{}", field.label);
        for hint in std::iter::once(field.hint)
            .chain(field.choices().iter().map(|choice| choice.hint))
            .filter(|hint| !hint.is_empty())
        {
            assert!(hint.ends_with(['.', '?']), "{hint}");
        }
    }
    for input in INPUTS {
        check_sentence(input.advice());
    }
}

const INPUTS: &[rules::account::refusal::Input] = {
    use rules::account::refusal::Input;
    &[
        Input::ReasonMissing,
        Input::MessageMissing,
        Input::TooLong,
        Input::StepsMissing,
        Input::RegistryNumber,
        Input::Address,
        Input::StartDate,
        Input::OtherForm,
        Input::ClosedStep,
        Input::TooMany,
    ]
};

#[test]
fn every_rule_is_broken_alone_by_one_case_and_kept_by_another() {
    let sheets = tests::sheets();
    for sheet in &sheets {
        assert_eq!(
            sheet.cases[0].rules, [""; 0],
            "the first case keeps every rule"
        );
        for rule in sheet.form.rules() {
            let alone = sheet.cases.iter().any(|case| case.rules == [rule.id]);
            assert!(alone, "no case breaks {} alone", rule.id);
            let kept = sheet.cases.iter().any(|case| {
                sheet.form.asks(rule.field, &case.draft)
                    && !case.draft.is_empty(rule.field)
                    && !case.rules.iter().any(|id| id == rule.id)
            });
            assert!(kept, "no case keeps {}", rule.id);
        }
        for id in sheet.cases.iter().flat_map(|case| &case.rules) {
            assert!(
                sheet.form.rules().any(|rule| rule.id == id),
                "{id} is no rule"
            );
        }
    }
}

#[test]
fn every_way_of_breaking_a_rule_has_its_own_sentence_in_a_case() {
    let judge = Judge::new();
    let mut ways: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for sheet in tests::sheets() {
        for case in &sheet.cases {
            for finding in judge.judge(&case.draft, case.day).1 {
                check_sentence(&finding.sentence());
                assert!(
                    finding.breach.case < finding.rule.advice.len(),
                    "{}: advice {} is missing",
                    finding.rule.id,
                    finding.breach.case
                );
                // What goes over the wire comes back the same.
                let wire = serde_json::to_string(&finding).unwrap();
                let back: Finding = serde_json::from_str(&wire).unwrap();
                assert_eq!(back.sentence(), finding.sentence(), "{wire}");
                assert_eq!(serde_json::to_string(&back).unwrap(), wire);
                ways.entry(finding.rule.id)
                    .or_default()
                    .insert(finding.breach.case);
            }
        }
    }
    // Advice that belongs to a field type is tried case by case beside the type.
    let of_a_type = [
        rules::value::name::ADVICE,
        rules::value::email::ADVICE,
        rules::value::phone::ADVICE,
        rules::value::address::ADVICE,
        rules::value::personnummer::ADVICE,
    ];
    for rule in rules() {
        if of_a_type.contains(&rule.advice) {
            continue;
        }
        let tried = ways.get(rule.id).map_or(0, BTreeSet::len);
        // A date that is too early is no case of a date that only may not be too late.
        let untried = usize::from(rule.id == "chef-datum");
        // A text of at least one character cannot be too short, nor an optional one missing.
        let never = match rule.field.kind {
            Kind::LongText { min, .. }
                if rule.advice.iter().any(|advice| advice.contains("{min}")) =>
            {
                usize::from(min <= 1) + usize::from(rule.field.optional)
            }
            Kind::LongText { .. }
            | Kind::Line
            | Kind::Personnummer
            | Kind::Name
            | Kind::Email
            | Kind::Phone
            | Kind::Date
            | Kind::Address
            | Kind::Number { .. }
            | Kind::Choice(_)
            | Kind::Choices(_)
            | Kind::Tick
            | Kind::Unit
            | Kind::Account
            | Kind::Guidelines
            | Kind::Warnings
            | Kind::Information => 0,
        };
        assert_eq!(
            tried + untried + never,
            rule.advice.len(),
            "{}: {:?}",
            rule.id,
            ways.get(rule.id)
        );
    }
}

#[test]
fn every_guideline_is_cited_by_a_rule_or_says_why_not() {
    let cited: BTreeSet<Guideline> = rules()
        .map(|rule| rule.guideline)
        .chain(
            publication::rule::RULES
                .iter()
                .flat_map(|rule| rule.guidelines.iter().copied()),
        )
        .collect();
    for (name, _) in PRESETS {
        let policy = Policy::preset(name).unwrap();
        for text in &policy.guidelines {
            let is_cited = cited.contains(&text.id);
            assert_eq!(
                is_cited,
                text.uncited.is_none(),
                "{name}: {} is cited ({is_cited}) or says why not",
                text.id.id()
            );
            let sentences = [Some(&text.text), text.note.as_ref(), text.uncited.as_ref()];
            for sentence in sentences.into_iter().flatten() {
                check_sentence(&policy.fill(sentence));
            }
        }
        for guideline in &cited {
            assert!(
                policy.guideline(*guideline).is_some(),
                "{name} lacks {}",
                guideline.id()
            );
        }
    }
}

#[test]
fn every_text_field_meets_what_does_harm_elsewhere() {
    for sheet in tests::sheets() {
        let meets = |field: &Field, text: &str| {
            sheet.cases.iter().any(|case| {
                sheet.form.asks(field, &case.draft)
                    && (case.draft.text(field).contains(text)
                        || case.draft.list(field).iter().any(|id| id.contains(text)))
            })
        };
        for field in sheet.form.fields() {
            for text in ["<script>", "javascript:"] {
                assert!(meets(field, text), "no case has {text} in {}", field.id);
            }
        }
    }
}
