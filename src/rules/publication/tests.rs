//! The thirteen rules, each broken alone and kept; the log and the taking down.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::consent::command::{By, Cause, Removal};
use crate::consent::scope::{Occasion, Scope};
use crate::consent::state::State;
use crate::permission::Actor;
use crate::permission::Role;
use crate::publication::log::{
    Command, Entry, Fault, Picture, Progress, Publication, Refusal, ShownPerson, decide,
};
use crate::publication::person::{People, Permit, PersonOnPicture};
use crate::publication::rule::RULES;
use crate::publication::shown::{Fate, ShownPicture};
use crate::register::Status;
use crate::tests::sample::{self, GROUND, TODAY, day, now};

/// The cases of `tests/cases/publicering.json`: what is asked, about whom, in which account, and what
/// differs.
#[derive(Deserialize)]
struct Cases {
    dag: NaiveDate,
    fraga: Value,
    person: Value,
    konto: Value,
    fall: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    namn: String,
    andra: BTreeMap<String, Value>,
    regler: Vec<String>,
    svar: Answer,
}

fn cases() -> Cases {
    serde_json::from_str(include_str!("../../../tests/cases/publicering.json")).unwrap()
}

/// The object with these fields instead; `null` takes one away.
fn altered(object: &mut Value, changes: Option<&Value>) {
    let object = object.as_object_mut().unwrap();
    for (name, value) in changes
        .into_iter()
        .flat_map(|changes| changes.as_object().unwrap())
    {
        if value.is_null() {
            object.remove(name);
        } else {
            object.insert(name.clone(), value.clone());
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

pub(super) fn question() -> Question {
    read(cases().fraga)
}

pub(super) fn pupil() -> PersonOnPicture {
    read(cases().person)
}

fn account() -> Row {
    read(cases().konto)
}

fn asked(question: &Question, person: &PersonOnPicture) -> Verdict {
    may_publish(
        question,
        &[person],
        Some(&account()),
        &sample::policy(),
        TODAY,
    )
}

fn actor(id: &str, role: Role) -> Actor {
    Actor {
        id: id.to_owned(),
        name: [id, " Demo"].concat(),
        email: [id, "@demo.example"].concat(),
        role,
        unit_ids: Vec::new(),
    }
}

fn employee() -> Actor {
    actor("medarbetare", Role::Employee)
}

#[test]
fn each_rule_alone() {
    let cases = cases();
    let policy = sample::policy();
    let mut broken_alone = BTreeSet::new();
    for case in &cases.fall {
        let change = |name: &str| case.andra.get(name);
        let (mut asked, mut person, mut konto) = (
            cases.fraga.clone(),
            cases.person.clone(),
            cases.konto.clone(),
        );
        if let Some(permit) = person["samtycken"].get_mut(0) {
            altered(permit, change("samtycke"));
            altered(&mut permit["omfattning"], change("omfattning"));
        }
        altered(&mut asked, change("fraga"));
        altered(&mut person, change("person"));
        altered(&mut konto, change("konto"));
        let (asked, person, konto): (Question, PersonOnPicture, Row) =
            (read(asked), read(person), read(konto));
        let account = asked.account.as_ref().map(|_| &konto);
        let verdict = may_publish(&asked, &[&person], account, &policy, cases.dag);
        let found: Vec<&str> = verdict
            .findings
            .iter()
            .map(|finding| finding.rule.id)
            .collect();
        assert_eq!(found, case.regler, "{}", case.namn);
        assert_eq!(verdict.answer, case.svar, "{}", case.namn);
        assert_eq!(verdict.policy_version, policy.version);
        if let [only] = found[..] {
            broken_alone.insert(only);
        }
        let wire = serde_json::to_value(&verdict).unwrap();
        assert_eq!(read::<Verdict>(wire), verdict);
    }
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(broken_alone, rules);
    assert_eq!(RULES.len(), 14);
}

#[test]
fn every_rule_says_why_and_what_to_do() {
    // The narrower preset lacks some of the sentences: there the rules hold without them.
    let policy = Policy::preset("vard-och-omsorg").unwrap();
    for rule in RULES {
        for sentence in [rule.summary, rule.says, rule.instead] {
            assert!(sentence.ends_with('.'), "{}: {sentence}", rule.id);
        }
        assert!(rule.answer != Answer::Yes, "{}", rule.id);
        for guideline in rule.guidelines {
            assert!(
                policy.guideline(*guideline).is_some(),
                "{} leans on {guideline:?}",
                rule.id
            );
        }
    }
}

#[test]
fn an_account_that_is_not_in_the_register_is_a_no() {
    let policy = sample::policy();
    let verdict = may_publish(&question(), &[&pupil()], None, &policy, TODAY);
    assert_eq!(verdict.answer, Answer::No);
    assert_eq!(verdict.findings[0].rule.id, "konto-inte-registrerat");
    assert_eq!(verdict.findings[0].person, None);
}

#[test]
fn of_somebody_protected_nothing_more_is_known() {
    use crate::consent::answers::SubjectDetails;
    use crate::consent::subject::Subject;
    let mut subject = Subject::new(
        "individ-1".to_owned(),
        SubjectDetails {
            name: "Eleven Demo".to_owned(),
            born: Some(day("2012-05-05")),
            personnummer: None,
            email: None,
            phone: None,
            unit: "norrskolan".to_owned(),
            staff: true,
        },
    );
    subject.declined = Some(TODAY);
    let open = PersonOnPicture::new(&subject, []);
    assert_eq!(open.name, "Eleven Demo");
    assert!(open.declined && open.staff);
    subject.protected = true;
    let hidden = PersonOnPicture::new(&subject, []);
    let json = serde_json::to_string(&hidden).unwrap();
    assert!(
        !json.contains("Demo") && !json.contains("norrskolan"),
        "{json}"
    );
    assert!(!hidden.declined && !hidden.staff && hidden.permits.is_empty());
    let people = People::new(vec![hidden, pupil_called("individ-2", "Åsa Öst-Ek")]);
    assert_eq!(people.search("").count(), 0);
    assert_eq!(people.search("asa ek").count(), 0);
    let found: Vec<&str> = people
        .search("åsa ek")
        .map(|person| person.id.as_str())
        .collect();
    assert_eq!(found, ["individ-2"]);
    assert_eq!(people.search("sa").count(), 0);
}

fn pupil_called(id: &str, name: &str) -> PersonOnPicture {
    PersonOnPicture {
        id: id.to_owned(),
        name: name.to_owned(),
        ..BASE.1.clone()
    }
}

/// An answer at the unit of the first one.
fn answer(id: &str, change: impl Fn(&mut Permit)) -> Permit {
    let mut permit = pupil().permits[0].clone();
    permit.consent = id.to_owned();
    change(&mut permit);
    permit
}

#[test]
fn of_several_answers_at_a_unit_the_strictest_holds() {
    let full = |permit: &mut Permit| permit.scope.naming = Naming::Full;
    let elsewhere = |permit: &mut Permit| permit.unit = "annan-enhet".to_owned();
    let on_the_day = |permit: &mut Permit| {
        permit.scope.occasion = Occasion::Once {
            day: question().taken,
            place: "Torget".to_owned(),
        };
    };
    let on_another_day = |permit: &mut Permit| {
        permit.scope.occasion = Occasion::Once {
            day: question().taken.succ_opt().unwrap(),
            place: "Torget".to_owned(),
        };
    };
    let state = |state| move |permit: &mut Permit| permit.state = state;
    let narrower = |permit: &mut Permit| {
        permit.scope.channels = [Channel::Intranet].into();
    };
    let no = |permit: &mut Permit| {
        permit.state = State::Declined;
        permit.scope = Scope::nothing(permit.scope.occasion.clone());
    };
    type Change<'a> = &'a dyn Fn(&mut Permit);
    // What else the person has answered, and whether the first yes counts still.
    let rows: [(&str, &[Change<'_>], &str); 13] = [
        ("nothing", &[], ""),
        (
            "taken back",
            &[&state(State::Withdrawn)],
            "samtycke-aterkallat",
        ),
        ("frozen", &[&state(State::Frozen)], "samtycke-aterkallat"),
        ("a no", &[&no], "har-sagt-nej"),
        (
            "taken back elsewhere",
            &[&state(State::Withdrawn), &elsewhere],
            "",
        ),
        ("a no elsewhere", &[&no, &elsewhere], ""),
        ("a no on that day", &[&on_the_day, &no], "har-sagt-nej"),
        ("a no on another day", &[&on_another_day, &no], ""),
        (
            "a yes on that day that is narrower",
            &[&on_the_day, &narrower],
            "samtycke-saknas",
        ),
        ("the same that waits", &[&state(State::AwaitingReview)], ""),
        (
            "a narrower one that waits",
            &[&state(State::AwaitingReview), &narrower],
            "samtycke-vantar",
        ),
        (
            "one that was never signed in time",
            &[&state(State::Expired), &|permit: &mut Permit| {
                permit.first = None
            }],
            "",
        ),
        (
            "one with the whole name that waits",
            &[&state(State::AwaitingReview), &full],
            "",
        ),
    ];
    for (what, changes, rule) in rows {
        let mut person = pupil();
        if !changes.is_empty() {
            person.permits.push(answer("samtycke-2", |permit| {
                for change in changes {
                    change(permit);
                }
            }));
        }
        let verdict = asked(&question(), &person);
        let found: Vec<&str> = verdict
            .findings
            .iter()
            .map(|finding| finding.rule.id)
            .collect();
        let expected = if rule.is_empty() { vec![] } else { vec![rule] };
        assert_eq!(found, expected, "{what}");
    }

    // With the most of a name that a unit allows, and no more than every answer there does.
    let named = Question {
        naming: Naming::Full,
        ..question()
    };
    let mut person = pupil();
    person.permits.push(answer("samtycke-2", full));
    assert_eq!(asked(&named, &person).answer, Answer::No);
    person.permits[1].unit = "annan-enhet".to_owned();
    assert_eq!(asked(&named, &person).answer, Answer::Yes);
}

/// Everybody in a large municipality, and a group picture of thirty of them.
fn group() -> (People, Question) {
    let people = (0..10_000)
        .map(|number| {
            pupil_called(
                &format!("individ-{number}"),
                &format!("Eleven Nummer{number}"),
            )
        })
        .collect();
    let ids = (0..30)
        .map(|number| format!("individ-{}", number * 300))
        .collect();
    let group = Question {
        people: PeopleShown::These { ids, others: false },
        ..question()
    };
    (People::new(people), group)
}

#[test]
fn one_of_thirty_without_a_yes_stops_the_group_picture() {
    let (people, group) = group();
    let policy = sample::policy();
    let account = account();
    let mut known: Vec<PersonOnPicture> = people.pick(&group).into_iter().cloned().collect();
    assert_eq!(known.len(), 30);
    let verdict = |known: &[PersonOnPicture]| {
        let known: Vec<&PersonOnPicture> = known.iter().collect();
        may_publish(&group, &known, Some(&account), &policy, TODAY)
    };
    assert_eq!(verdict(&known).answer, Answer::Yes);
    known[17].permits[0].state = State::Frozen;
    let stopped = verdict(&known);
    assert_eq!(stopped.answer, Answer::No);
    assert_eq!(
        stopped.findings[0].person,
        Some(("individ-5100".to_owned(), "Eleven Nummer5100".to_owned()))
    );
    assert_eq!(stopped.findings.len(), 1);
}

fn entry(question: Question) -> Entry {
    Entry {
        id: "publicering-1".to_owned(),
        question,
        picture: Picture {
            id: "bild-1".to_owned(),
            title: " Luciatåget  i aulan ".to_owned(),
            hash: Some("0123456789abcdef".repeat(4)),
        },
        link: "https://www.instagram.com/p/abc/".to_owned(),
    }
}

fn log(entry: Entry, person: PersonOnPicture, by: &Actor) -> Result<Publication, Refusal> {
    Publication::log(
        entry,
        &People::new(vec![person]),
        Some(&account()),
        &sample::policy(),
        TODAY,
        by,
    )
}

#[test]
fn what_the_rules_allow_is_logged() {
    let logged = log(entry(question()), pupil(), &employee()).unwrap();
    assert_eq!(logged.picture.title, "Luciatåget i aulan");
    assert_eq!(
        logged.people,
        [ShownPerson {
            subject: "individ-1".to_owned(),
            consent: "samtycke-1".to_owned()
        }]
    );
    assert_eq!(logged.verdict.answer, Answer::Yes);
    let json = serde_json::to_string(&logged).unwrap();
    assert_eq!(serde_json::from_str::<Publication>(&json).unwrap(), logged);
}

#[test]
fn what_they_do_not_allow_is_not() {
    let doubt = Question {
        doubt: true,
        ..question()
    };
    let refused = log(entry(doubt), pupil(), &employee());
    assert!(
        matches!(&refused, Err(Refusal::NotYes(verdict)) if verdict.answer == Answer::No),
        "{refused:?}"
    );
    // A picture that was taken back is known again though the question did not name it.
    let mut person = pupil();
    person.permits[0]
        .withdrawn_pictures
        .insert("bild-1".to_owned());
    assert!(matches!(
        log(entry(question()), person, &employee()),
        Err(Refusal::NotYes(_))
    ));
    let administrator = actor("administrator", Role::Administrator);
    assert_eq!(
        log(entry(question()), pupil(), &administrator),
        Err(Refusal::NotAllowed)
    );
    let faulty = Entry {
        picture: Picture {
            id: "bild-1".to_owned(),
            title: " ".to_owned(),
            hash: Some("ABC".to_owned()),
        },
        link: "javascript:alert(1)".to_owned(),
        ..entry(question())
    };
    assert_eq!(
        log(faulty, pupil(), &employee()),
        Err(Refusal::Faults(vec![
            Fault::Title,
            Fault::Hash,
            Fault::Link
        ]))
    );
}

fn ordered(publication: &Publication, cause: Cause) -> Result<Publication, Refusal> {
    decide(
        publication,
        Command::Order("individ-1".to_owned(), cause),
        By::System,
        &sample::policy(),
        TODAY,
        now(),
    )
}

fn done(publication: &Publication, command: Command, by: &Actor) -> Result<Publication, Refusal> {
    decide(
        publication,
        command,
        By::Staff(by),
        &sample::policy(),
        TODAY,
        now(),
    )
}

#[test]
fn what_is_taken_back_is_taken_down_within_three_working_days() {
    let logged = log(entry(question()), pupil(), &employee()).unwrap();
    let todo = ordered(&logged, Cause::Withdrawn).unwrap();
    // 21 November 2026 is a Saturday: Monday, Tuesday, Wednesday.
    assert_eq!(todo.due(), Some(day("2026-11-25")));
    assert!(!todo.is_overdue(day("2026-11-25")));
    assert!(todo.is_overdue(day("2026-11-26")));
    assert_eq!(ordered(&todo, Cause::Withdrawn), Err(Refusal::NotNow));
    // Protected data go today, whatever else is due.
    let urgent = ordered(&todo, Cause::Protected).unwrap();
    assert_eq!(urgent.due(), Some(TODAY));

    let administrator = actor("administrator", Role::Administrator);
    assert_eq!(
        done(&todo, Command::TickOff, &administrator),
        Err(Refusal::NotAllowed)
    );
    assert_eq!(
        done(&logged, Command::TickOff, &employee()),
        Err(Refusal::NotNow)
    );
    let gone = done(&urgent, Command::TickOff, &employee()).unwrap();
    assert_eq!(gone.due(), None);
    assert_eq!(gone.removed.as_ref().unwrap().by, "medarbetare");
    assert_eq!(ordered(&gone, Cause::Deceased), Err(Refusal::NotNow));
    assert_eq!(
        done(&gone, Command::TickOff, &employee()),
        Err(Refusal::NotNow)
    );
    let back = done(&gone, Command::Untick, &employee()).unwrap();
    assert_eq!(back, urgent);
    let by_staff = Command::Order("individ-1".to_owned(), Cause::Withdrawn);
    assert_eq!(
        done(&logged, by_staff, &employee()),
        Err(Refusal::NotAllowed)
    );
}

#[test]
fn a_removal_hits_what_it_is_about() {
    let logged = log(entry(question()), pupil(), &employee()).unwrap();
    let account = Removal::Channels([Channel::UnitAccount].into());
    let website = Removal::Channels([Channel::Website].into());
    let picture = Removal::Pictures(["bild-1".to_owned()].into());
    let other = Removal::Pictures(["bild-2".to_owned()].into());
    for (removal, hit) in [
        (&Removal::All, true),
        (&account, true),
        (&website, false),
        (&picture, true),
        (&other, false),
    ] {
        let theirs = ["samtycke-1".to_owned(), "samtycke-0".to_owned()].into();
        let subject = logged.is_hit_by(&theirs, removal);
        assert_eq!(subject.is_some(), hit, "{removal:?}");
        assert_eq!(
            logged.is_hit_by(&["samtycke-2".to_owned()].into(), removal),
            None
        );
    }
}

#[test]
fn who_answers_for_somebody_sees_their_pictures_and_nothing_of_the_others() {
    let mut logged = log(entry(question()), pupil(), &employee()).unwrap();
    logged.people.push(ShownPerson {
        subject: "individ-2".to_owned(),
        consent: "samtycke-2".to_owned(),
    });
    let again = Publication {
        id: "publicering-2".to_owned(),
        channel: Channel::Print,
        account: None,
        ..logged.clone()
    };
    let leaving = ordered(&logged, Cause::Withdrawn).unwrap();
    let other = Publication {
        people: vec![logged.people[1].clone()],
        ..logged.clone()
    };
    let all = [leaving, again, other];
    let called = |id: &str| (id == "konto-1").then(|| "Exempelskolan".to_owned());
    let of = |subject: &str, consent: &str| {
        let theirs = [consent.to_owned()].into();
        ShownPicture::all(
            subject,
            &theirs,
            &["bild-2".to_owned()].into(),
            &all,
            called,
        )
    };
    let [picture] = &of("individ-1", "samtycke-1")[..] else {
        panic!("one picture in two places");
    };
    assert_eq!(picture.id, "bild-1");
    assert!(picture.can_be_taken_back);
    let fates: Vec<_> = picture.places.iter().map(|place| place.fate).collect();
    assert_eq!(fates, [Fate::Leaving, Fate::Printed]);
    assert_eq!(picture.places[0].due, Some(day("2026-11-25")));
    let json = serde_json::to_string(picture).unwrap();
    for secret in ["individ", "samtycke-", "medarbetare"] {
        assert!(!json.contains(secret), "{secret} in {json}");
    }
    // Another consent of the same person, and another person's.
    assert!(of("individ-1", "samtycke-3").is_empty());
    assert_eq!(of("individ-2", "samtycke-2")[0].places.len(), 3);
}

#[test]
fn it_is_counted_how_far_the_taking_down_has_come() {
    let logged = log(entry(question()), pupil(), &employee()).unwrap();
    let todo = ordered(&logged, Cause::Withdrawn).unwrap();
    let gone = done(&todo, Command::TickOff, &employee()).unwrap();
    let printed = Publication {
        channel: Channel::Print,
        ..logged.clone()
    };
    assert_eq!(ordered(&printed, Cause::Withdrawn), Err(Refusal::NotNow));
    let mut all = vec![gone; 7];
    all.extend([todo.clone(), todo, logged, printed]);
    let progress = Progress::of("individ-1", &all);
    assert_eq!(progress.sentence(), "7 av 9 borttagna");
    assert_eq!(progress.printed, 1);
    assert_eq!(progress.due, Some(day("2026-11-25")));
    assert_eq!(Progress::of("individ-2", &all), Progress::default());
}

/// What every question begins from, read once.
pub(super) static BASE: LazyLock<(Question, PersonOnPicture, Row)> =
    LazyLock::new(|| (question(), pupil(), account()));

/// Some question about a person, near the border of every rule.
pub(super) fn any_question() -> impl Strategy<Value = (Question, PersonOnPicture, Row)> {
    let scope = (
        prop::sample::subsequence(Channel::ALL.to_vec(), 1..=6),
        any::<bool>(),
        prop::sample::select(Naming::ALL.to_vec()),
    );
    let flags = prop::collection::vec(prop::bool::weighted(0.1), 9);
    (
        prop::sample::select(Channel::ALL.to_vec()),
        prop::sample::select(Naming::ALL.to_vec()),
        prop::sample::select(State::ALL.to_vec()),
        scope,
        flags,
        0i64..4,
    )
        .prop_map(|(channel, naming, state, scope, flags, days)| {
            let (mut question, mut person, mut row) = BASE.clone();
            question.channel = channel;
            question.naming = naming;
            question.tags_company = flags[0];
            question.own_picture = !flags[1];
            question.doubt = flags[2];
            question.shared = flags[3].then(|| Shared {
                from: "Biblioteket".to_owned(),
                asked: None,
            });
            person.staff = flags[4];
            person.protected = flags[5];
            person.deceased = flags[6];
            person.declined = flags[7];
            let permit = &mut person.permits[0];
            permit.state = state;
            permit.scope.channels = scope.0.into_iter().collect();
            permit.scope.sharing = scope.1;
            permit.scope.naming = scope.2;
            permit.last = Some(TODAY + chrono::TimeDelta::days(days - 1));
            if flags[8] {
                row.status = Status::Paused;
            }
            (question, person, row)
        })
}

proptest! {
    #![proptest_config(sample::tries(2000))]

    /// Yes is said when no rule is broken and never else, and never without a consent in force that
    /// covers what is asked.
    #[test]
    fn yes_is_never_said_when_a_rule_says_no((question, person, row) in any_question()) {
        let verdict = may_publish(&question, &[&person], Some(&row), &GROUND.policy, TODAY);
        let worst = verdict.findings.iter().map(|finding| finding.rule.answer).max();
        prop_assert_eq!(verdict.answer, worst.unwrap_or(Answer::Yes));
        let sorted = verdict.findings.is_sorted_by_key(|finding| std::cmp::Reverse(finding.rule.answer));
        prop_assert!(sorted);
        if verdict.answer == Answer::Yes {
            let permit = &person.permits[0];
            prop_assert!(matches!(permit.state, State::InForce | State::PartlyWithdrawn));
            prop_assert!(permit.scope.channels.contains(&question.channel));
            prop_assert!(question.naming <= permit.scope.naming);
            prop_assert!(permit.last.is_some_and(|last| TODAY <= last));
            prop_assert!(!(person.protected || person.deceased || person.declined));
            prop_assert!(!question.tags_company && question.own_picture && !question.doubt);
            prop_assert!(question.shared.is_none());
        }
    }
}
