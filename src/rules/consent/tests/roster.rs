//! The unit's list: how it is read, whom it names, and how answers stand against it.

use super::proof::{by, teacher};
use super::*;
use crate::consent::roster::paste::{Fault, decoded, has_headings, read, written};
use crate::consent::roster::standing::Standing;
use crate::consent::roster::{Change, Contact, Member, MemberDetails, keeps, take_in};

fn contact(role: PartyRole, name: &str, email: &str) -> Contact {
    Contact {
        role,
        name: name.to_owned(),
        email: (!email.is_empty()).then(|| email.to_owned()),
        phone: None,
        personnummer: None,
    }
}

fn member(name: &str, born: &str, contacts: Vec<Contact>) -> Member {
    Member {
        id: name.to_owned(),
        unit: "skolan".to_owned(),
        person: MemberDetails {
            name: name.to_owned(),
            born: day(born),
            personnummer: None,
            contacts,
        },
        since: day("2026-08-17"),
        until: None,
        written_by: "rektor".to_owned(),
        written_by_email: "rektor@demo.example".to_owned(),
    }
}

/// The person is known, and the unit's list has this row.
fn listed(row: Member, given: &ConsentAnswers) -> World {
    World {
        list: vec![row],
        subject: Some(Subject::new(PERSON.to_owned(), given.person.clone())),
        ..World::new()
    }
}

/// The row of the person that the answers are about, with everybody who signs.
pub(super) fn row(given: &ConsentAnswers) -> Member {
    let contacts = given.parties.iter().map(|party| Contact {
        role: party.role,
        name: party.name.clone(),
        email: party.email.clone(),
        phone: None,
        personnummer: None,
    });
    Member {
        person: MemberDetails {
            born: given.person.born.unwrap_or(TODAY),
            ..member(&given.person.name, "2016-05-05", contacts.collect()).person
        },
        ..member("rad", "2016-05-05", Vec::new())
    }
}

#[test]
fn a_code_from_an_address_on_the_list_counts_at_once() {
    let world = listed(row(&child()), &child());
    let decision = world.signed_with(child(), Proof::OwnAddress);
    assert_eq!(decision.consent.state, State::InForce);
    assert_eq!(decision.event.proof, Some(Proof::Named));
    // Without the code the link proves nothing, even of those on the list.
    for proof in [Proof::SharedLink, Proof::PersonalLink] {
        let waiting = world.signed_with(child(), proof).consent;
        assert_eq!(waiting.state, State::AwaitingReview, "{proof:?}");
    }
}

#[test]
fn a_list_that_comes_afterwards_counts_backwards_and_says_whose_it_is() {
    let mut world = World::new();
    let waiting = world.signed_with(child(), Proof::OwnAddress).consent;
    assert_eq!(waiting.state, State::AwaitingReview);
    world.subject = Some(Subject::new(PERSON.to_owned(), child().person));
    let recognise =
        |world: &World, consent: &Consent| world.decide(consent, Command::Recognise, By::System);
    assert_eq!(recognise(&world, &waiting), Err(Refusal::NotNow));

    // Of two guardians the list has one: the other is waited for still.
    let mut one = row(&child());
    one.person.contacts.truncate(1);
    world.list = vec![one];
    let half = recognise(&world, &waiting).unwrap().consent;
    assert_eq!(half.state, State::AwaitingReview);
    let listed = half.signatures[0].listed.as_ref().unwrap();
    assert_eq!(listed.by, "rektor");
    assert_eq!(half.signatures[0].proof(), Proof::Named);
    // What was shown when it was signed stays as it was.
    assert_eq!(half.signatures[0].evidence.proof, Proof::OwnAddress);
    assert_eq!(half.signatures[1].listed, None);

    world.list = vec![row(&child())];
    let both = recognise(&world, &half).unwrap();
    // Who writes an address on the list after the answer has as good as confirmed it.
    assert!(both.consent.by_staff().is_some());
    assert_eq!(both.consent.state, State::InForce);
    assert_eq!(
        letters(&both),
        [
            (To::Party(0), Letter::InForce),
            (To::Party(1), Letter::InForce)
        ]
    );
    // A link without a code is not made better by a list.
    let only_link = world.signed_with(child(), Proof::SharedLink).consent;
    assert_eq!(recognise(&world, &only_link), Err(Refusal::NotNow));
}

#[test]
fn a_no_of_somebody_on_the_list_counts_and_that_of_others_waits() {
    let mut world = World::new();
    let consent = world.signed(child());
    world.subject = Some(Subject::new(PERSON.to_owned(), child().person));
    let withdraw = Command::Withdraw(Withdrawal::All);
    // The address at the signature was proven then; another browser with a code proves it again.
    let known = world.take(&consent, withdraw.clone(), by(0, Proof::OwnAddress));
    assert_eq!(known.consent.state, State::Withdrawn);

    let waiting = world.signed_with(child(), Proof::OwnAddress).consent;
    let frozen = world
        .take(&waiting, withdraw.clone(), by(0, Proof::OwnAddress))
        .consent;
    assert_eq!(frozen.state, State::Frozen);
    world.list = vec![row(&child())];
    let ended = world.take(&frozen, Command::Recognise, By::System).consent;
    assert_eq!(ended.state, State::Withdrawn);
    // One of two was only the link: what that one wanted is still to be found out.
    let twice = world
        .take(&frozen, withdraw, by(1, Proof::SharedLink))
        .consent;
    let still = world.take(&twice, Command::Recognise, By::System).consent;
    assert_eq!(still.state, State::Frozen);
}

#[test]
fn only_the_row_of_the_same_person_in_the_same_role_names_an_address() {
    let other_child = Member {
        person: MemberDetails {
            name: "En Annan".to_owned(),
            ..row(&child()).person
        },
        ..row(&child())
    };
    let mut relatives = row(&child());
    for contact in &mut relatives.person.contacts {
        contact.role = PartyRole::Relative;
    }
    // Nobody vouches for themself: the address is that of the user who wrote the row.
    let own = Member {
        written_by_email: "ETT+skolan@hem.example".to_owned(),
        ..row(&child())
    };
    for list in [other_child, relatives, own] {
        let world = listed(list, &child());
        let decision = world.signed_with(child(), Proof::OwnAddress);
        assert_eq!(decision.consent.state, State::AwaitingReview);
    }
}

#[test]
fn a_youth_on_the_list_is_known_by_their_own_address() {
    let mut youth = child();
    youth.person.born = Some(day("2009-05-05"));
    youth.parties.push(party(PartyRole::Youth, "ungdom"));
    let mut list = row(&youth);
    list.person.contacts[2].role = PartyRole::Person;
    let world = listed(list, &youth);
    let decision = world.signed_with(youth, Proof::OwnAddress);
    assert_eq!(decision.consent.state, State::InForce);
}

#[test]
fn an_answer_by_fewer_guardians_than_the_list_has_is_reviewed() {
    let alone = || given("2016-05-05", vec![party(PartyRole::Guardian, "ett")]);
    let mut world = listed(row(&child()), &alone());
    let decision = world.signed_with(alone(), Proof::OwnAddress);
    assert_eq!(decision.consent.state, State::AwaitingReview);
    assert_eq!(decision.consent.review, [ReviewReason::GuardianMissing]);
    assert!(letters(&decision).contains(&(To::Communications, Letter::ReviewWaits)));
    let approve = Command::Approve("Den andra är okänd".to_owned());
    let approved = world.take(&decision.consent, approve, By::Staff(&staff()));
    assert_eq!(approved.consent.state, State::InForce);

    world.policy.guardians_required = GuardiansRequired::One;
    let decision = world.signed_with(alone(), Proof::OwnAddress);
    assert_eq!(decision.consent.state, State::InForce);
}

#[test]
fn who_is_not_on_the_list_is_rung_and_not_known() {
    let mut world = World::new();
    let waiting = world.signed_with(child(), Proof::OwnAddress).consent;
    world.subject = Some(Subject::new(PERSON.to_owned(), child().person));
    let teacher = teacher();
    let confirm = |world: &World, how| {
        let command = Command::Confirm(0, how);
        world.decide(&waiting, command, By::Staff(&teacher))
    };
    assert!(confirm(&world, HowConfirmed::Known).is_ok());
    world.list = vec![member(
        "Personen Demo",
        "2016-05-05",
        vec![contact(
            PartyRole::Guardian,
            "Någon Helt Annan",
            "x@y.example",
        )],
    )];
    assert_eq!(
        confirm(&world, HowConfirmed::Known),
        Err(Refusal::Input(Input::Unlisted))
    );
    for how in [
        HowConfirmed::Called,
        HowConfirmed::Legitimation,
        HowConfirmed::OnTheSpot,
    ] {
        assert!(confirm(&world, how).is_ok(), "{how:?}");
    }
}

/// Whom a decision tells of a yes, at the addresses that the list has.
fn told_at(decision: &Decision) -> Vec<&str> {
    let told = decision.effects.iter().filter_map(|effect| match effect {
        Effect::Tell(address, Letter::YesNoted) => Some(address.as_str()),
        _ => None,
    });
    told.collect()
}

#[test]
fn a_yes_that_staff_brought_about_is_told_at_the_lists_own_addresses() {
    let mut list = row(&child());
    list.person.contacts[0].email = Some("gammal@hem.example".to_owned());
    let aunt = contact(PartyRole::Relative, "Närstående", "faster@hem.example");
    list.person.contacts.push(aunt);
    let world = listed(list, &child());
    let waiting = world.signed_with(child(), Proof::OwnAddress);
    // The second guardian is known by the list, and the first is not.
    assert_eq!(told_at(&waiting), [""; 0]);
    let teacher = teacher();
    let confirm = Command::Confirm(0, HowConfirmed::Called);
    let confirmed = world.take(&waiting.consent, confirm, By::Staff(&teacher));
    assert_eq!(confirmed.consent.state, State::InForce);
    assert_eq!(
        confirmed.consent.by_staff(),
        Some(world.moment(&[], &[]).now)
    );
    // Not to those who have a receipt, nor to those who do not answer.
    assert_eq!(told_at(&confirmed), ["gammal@hem.example"]);

    // A sheet that staff registered is told of too.
    let paper = world
        .decide(
            &begun(),
            sheet(child(), Origin::Paper, &[0, 1], "Pärm"),
            By::Staff(&employee()),
        )
        .unwrap();
    assert_eq!(paper.consent.state, State::InForce);
    assert_eq!(told_at(&paper), ["gammal@hem.example"]);

    // What the list alone has proven is nobody's doing.
    let known = listed(row(&child()), &child()).signed_with(child(), Proof::OwnAddress);
    assert_eq!(known.consent.state, State::InForce);
    assert_eq!(known.consent.by_staff(), None);
    assert_eq!(told_at(&known), [""; 0]);

    // About protected data nobody is written to.
    let mut world = world;
    world.subject.as_mut().unwrap().protected = true;
    let confirm = Command::Confirm(0, HowConfirmed::Called);
    let silent = world.take(&waiting.consent, confirm, By::Staff(&teacher));
    assert_eq!(told_at(&silent), [""; 0]);
}

/// Answers against one row of the list, by hand: what differs, or `None` for strangers.
#[test]
fn what_differs_is_told() {
    let list = member(
        "Barn Öster",
        "2016-05-05",
        vec![
            contact(
                PartyRole::Guardian,
                "Vårdnadshavare Norr",
                "norr.ett@hem.example",
            ),
            contact(PartyRole::Guardian, "Vårdnadshavare Väst", ""),
        ],
    );
    // Whom it is about, who answered, their role and address, and what differs; `-` for strangers.
    use PartyRole::{AsylumGuardian, Guardian};
    let rows = [
        (
            ("Barn Öster", "2016-05-05"),
            ("Vårdnadshavare Norr", Guardian, "norr.ett@hem.example"),
            "",
        ),
        (
            ("barn öster", "2016-05-05"),
            (
                "Vårdnadshavare Norr",
                Guardian,
                "Norr.Ett+sknarstaende@hem.example",
            ),
            "",
        ),
        (
            ("Barn Öster", "2016-05-05"),
            ("Vårdnadshavare Norr", Guardian, "n.ett@hem.example"),
            "epost",
        ),
        (
            ("Barn Öster", "2016-05-05"),
            ("Vårdnadshavare Nord", Guardian, "norr.ett@hem.example"),
            "svarande",
        ),
        (
            ("Barn Öster", "2016-05-05"),
            ("Vårdnadshavare Ett Norr", Guardian, "norr.ett@hem.exampel"),
            "svarande epost",
        ),
        (
            ("Bärn Öster", "2016-05-05"),
            ("Vårdnadshavare Norr", Guardian, "norr.ett@hem.example"),
            "namn",
        ),
        (
            ("Barn Öster", "2016-05-06"),
            ("Vårdnadshavare Norr", Guardian, "norr.ett@hem.example"),
            "fodd",
        ),
        (
            ("Barn Öster", "2016-05-05"),
            (
                "Vårdnadshavare Norr",
                AsylumGuardian,
                "norr.ett@hem.example",
            ),
            "roll",
        ),
        (
            ("Barn Öster", "2016-05-05"),
            ("Vårdnadshavare Väst", Guardian, "vast@hem.example"),
            "epost",
        ),
        (
            ("Barn Öster", "2016-05-05"),
            ("Främling Syd", Guardian, "syd@hem.example"),
            "-",
        ),
        (
            ("Elev Syd", "2016-05-05"),
            ("Vårdnadshavare Norr", Guardian, "norr.ett@hem.example"),
            "-",
        ),
    ];
    for ((name, born), (signer, role, email), expected) in rows {
        let person = SubjectDetails {
            name: name.to_owned(),
            ..person(day(born))
        };
        let party = Party {
            email: Some(email.to_owned()),
            ..Party::new(role, signer.to_owned())
        };
        let found = match Standing::of(&[&list], &person, &party) {
            Standing::Near(.., found) => {
                let words: Vec<&str> = found.iter().map(|one| one.what.id()).collect();
                words.join(" ")
            }
            Standing::Stranger(_) => "-".to_owned(),
            Standing::NoList => panic!("there is a list"),
        };
        assert_eq!(found, expected, "{name} {born} {signer} {email}");
    }
    let nobody = Standing::of(&[], &person(TODAY), &party(PartyRole::Guardian, "ett"));
    assert_eq!(nobody, Standing::NoList);
}

#[test]
fn the_persons_own_row_is_the_one_that_counts() {
    let guardian = |name: &str| vec![contact(PartyRole::Guardian, name, "")];
    let twin = member("Barn A", "2016-05-05", guardian("Vårdnadshavare Ett"));
    let own = member("Barn B", "2016-05-05", guardian("Helt Annan"));
    let other = member("Barn Olik", "2016-05-05", guardian("Vårdnadshavare Ett"));
    let list = [&twin, &own, &other];
    let of = |name: &str, signer: &str| {
        let person = SubjectDetails {
            name: name.to_owned(),
            ..person(day("2016-05-05"))
        };
        let party = party(PartyRole::Guardian, "per");
        Standing::of(
            &list,
            &person,
            &Party {
                name: signer.to_owned(),
                ..party
            },
        )
    };
    assert_eq!(
        of("Barn B", "Vårdnadshavare Ett"),
        Standing::Stranger(Some(&own))
    );
    assert!(matches!(of("Barn A", "Vårdnadshavare Ett"), Standing::Near(row, ..) if row == &twin));
    // A name of other letters is another person, however short it is.
    assert_eq!(
        of("Barn Ylle", "Vårdnadshavare Ett"),
        Standing::Stranger(None)
    );
    // Name, signer and address all differ: that is no slip of a finger.
    assert_eq!(
        of("Bärn A", "Vårdnadshavare Etta"),
        Standing::Stranger(Some(&twin))
    );
}

#[test]
fn the_unit_and_those_above_it_keep_the_list() {
    assert!(keeps(&teacher(), "skolan").is_ok());
    assert!(keeps(&teacher(), "biblioteket").is_err());
    // Communications see every consent, and name nobody's guardians.
    assert!(keeps(&staff(), "skolan").is_err());
    let administrator = Actor {
        unit_ids: vec!["skolan".to_owned()],
        ..actor("administrator", Role::Administrator)
    };
    assert!(keeps(&administrator, "skolan").is_err());
}

#[test]
fn taking_in_rows_adds_writes_and_ends() {
    let today = TODAY;
    let kept = member("Elev Ett", "2015-01-01", Vec::new());
    let moved = member("Elev Två", "2015-01-02", Vec::new());
    let back = Member {
        until: Some(day("2026-09-01")),
        ..member("Elev Tre", "2015-01-03", Vec::new())
    };
    let list = [&kept, &moved, &back];
    let new = member("Elev Fyra", "2015-01-04", Vec::new()).person;
    let changed = MemberDetails {
        contacts: vec![contact(
            PartyRole::Guardian,
            "Person Demo",
            "person@hem.example",
        )],
        ..kept.person.clone()
    };
    let rows = [changed.clone(), back.person.clone(), new.clone()];
    let expected = |others: bool| {
        let mut changes = vec![
            Change::Write(kept.id.clone(), changed.clone()),
            Change::Write(back.id.clone(), back.person.clone()),
            Change::Add(new.clone()),
        ];
        changes.extend(others.then(|| Change::End(moved.id.clone())));
        changes
    };
    assert_eq!(take_in(&list, &rows, false, today), expected(false));
    assert_eq!(take_in(&list, &rows, true, today), expected(true));
    assert_eq!(
        take_in(&[&kept], std::slice::from_ref(&kept.person), true, today),
        []
    );
}

#[test]
fn a_row_is_here_from_its_first_day_through_its_last_and_is_kept_a_while() {
    let row = Member {
        until: Some(day("2026-10-01")),
        ..member("Elev Ett", "2015-01-01", Vec::new())
    };
    let here = |on: &str| row.is_here(day(on));
    assert!(!here("2026-08-16") && here("2026-08-17") && here("2026-10-01") && !here("2026-10-02"));
    let policy = World::new().policy;
    assert_eq!(row.destroyable_from(&policy), Some(day("2026-10-31")));
    assert_eq!(
        member("x", "2015-01-01", Vec::new()).destroyable_from(&policy),
        None
    );
}

/// The rows, as one line each: the name, the birth, and everybody who answers.
fn told(pasted: &str) -> Vec<String> {
    read(pasted, TODAY)
        .into_iter()
        .map(|row| match row.read {
            Ok(member) => {
                let contacts = member.contacts.iter().map(|contact| {
                    let parts = [&contact.email, &contact.phone, &contact.personnummer];
                    let parts: Vec<&str> =
                        parts.into_iter().flatten().map(String::as_str).collect();
                    format!(
                        " | {} {} {}",
                        contact.role.id(),
                        contact.name,
                        parts.join(" ")
                    )
                });
                let number = member.personnummer.map(|number| format!(" {number}"));
                let contacts: String = contacts.collect();
                format!(
                    "{}: {} {}{}{contacts}",
                    row.line,
                    member.name,
                    member.born,
                    number.unwrap_or_default()
                )
            }
            Err(faults) => {
                let faults = faults
                    .iter()
                    .map(|fault| format!("{} {}", fault.fault.id(), fault.cell));
                format!(
                    "{}: fel: {}",
                    row.line,
                    faults.collect::<Vec<_>>().join(", ")
                )
            }
        })
        .collect()
}

#[test]
fn a_list_is_read_as_it_is_copied_exported_or_typed() {
    // Copied out of a spreadsheet, with headings.
    assert_eq!(
        told(
            "Elev\tFödelsedatum\tVårdnadshavare 1\tE-post 1\tMobil 1\tVårdnadshavare 2\tE-post 2\n\
             Barn Ett\t2016-05-05\tVårdnadshavare Norr\tnorr@hem.example\t070-174 06 05\tVårdnadshavare Väst\tvast@hem.example\n\
             \t\t\t\t\t\t\n\
             Barn Två\t20150102\tFrämling Syd\t\t070-174 06 06\t\t\n"
        ),
        [
            "2: Barn Ett 2016-05-05 | vardnadshavare Vårdnadshavare Norr norr@hem.example 0701740605 | vardnadshavare Vårdnadshavare Väst vast@hem.example",
            "4: Barn Två 2015-01-02 | vardnadshavare Främling Syd 0701740606",
        ]
    );
    // Exported, the names in two columns, and quoted.
    assert_eq!(
        told(
            "Efternamn;Förnamn;Personnummer;Klass;Vårdnadshavare;Mejl;Vårdnadshavare;Mejl\r\n\
             \"Ett\";Barn;20161103-2382;4B;\"Norr, Vårdnadshavare\";norr@hem.example;Vårdnadshavare Väst;vast@hem.example\r\n"
        ),
        [
            "2: Barn Ett 2016-11-03 201611032382 | vardnadshavare Norr, Vårdnadshavare norr@hem.example | vardnadshavare Vårdnadshavare Väst vast@hem.example"
        ]
    );
    // Typed, without headings.
    assert_eq!(
        told(
            "Barn Ett, 5 maj 2016, Vårdnadshavare Norr, norr@hem.example, 070-174 06 05, Vårdnadshavare Väst, vast@hem.example"
        ),
        [
            "1: Barn Ett 2016-05-05 | vardnadshavare Vårdnadshavare Norr norr@hem.example 0701740605 | vardnadshavare Vårdnadshavare Väst vast@hem.example"
        ]
    );
    // An adult by their own address, and with a god man; nobody else answers for an adult.
    assert_eq!(
        told(
            "Namn;Född;E-post;God man;God mans e-post\nPerson Demo;1950-01-02;person@hem.example;Företrädare Demo;foretradare@hem.example"
        ),
        [
            "2: Person Demo 1950-01-02 | person Person Demo person@hem.example | foretradare Företrädare Demo foretradare@hem.example"
        ]
    );
    assert_eq!(
        told("Person Demo;1950-01-02;Närstående Demo;narstaende@hem.example"),
        ["1: Person Demo 1950-01-02 | narstaende Närstående Demo narstaende@hem.example"]
    );
    assert_eq!(
        told(
            "Barn;Född;God man;E-post\nBarn Ett;2016-05-05;Företrädare Demo;foretradare@hem.example"
        ),
        ["2: Barn Ett 2016-05-05 | god-man Företrädare Demo foretradare@hem.example"]
    );
    assert_eq!(told(""), [""; 0]);
    assert_eq!(told("\n \n"), [""; 0]);
}

#[test]
fn every_row_that_needs_mending_says_what_and_keeps_the_others() {
    assert_eq!(
        told(
            "Barn Ett;2016-05-05;Vårdnadshavare Norr;norr@hem\n\
             ;2016-05-05\n\
             Barn Två\n\
             Barn Tre;2016-13-45\n\
             Barn Fyra;2031-01-01\n\
             Barn Fem;20161103-2381\n\
             Vårdnadshavare Väst;2016-05-05;Vårdnadshavare Norr;12\n\
             Vårdnadshavare Väst;2016-05-06;Vårdnadshavare Norr;070-174 06 05\n\
             vårdnadshavare väst;2016-05-06\n\
             Barn Sex;2016-05-06;Vårdnadshavare Ost;norr@hem.example;Vårdnadshavare Sist;NORR@hem.example"
        ),
        [
            "1: fel: epost norr@hem",
            "2: fel: namn ",
            "3: fel: fodd ",
            "4: fel: fodd 2016-13-45",
            "5: fel: fodd-sen 2031-01-01",
            "6: fel: personnummer 20161103-2381",
            "7: fel: telefon 12",
            "8: Vårdnadshavare Väst 2016-05-06 | vardnadshavare Vårdnadshavare Norr 0701740605",
            "9: fel: dubblett ",
            "10: fel: samma-adress NORR@hem.example",
        ]
    );
    let many: String = (0..8)
        .map(|one| format!(";Namn N{};", ["a", "b", "c", "d", "e", "f", "g", "h"][one]))
        .collect();
    assert_eq!(
        told(&format!("Barn Ett;2016-05-05{many}")),
        ["1: fel: for-manga "]
    );
    // An address before any name that it could be of.
    let nobody = "Elev;Född;Vårdnadshavare;E-post 1\nBarn Ett;2016-05-05;;norr@hem.example";
    assert_eq!(told(nobody), ["2: fel: kontaktens-namn norr@hem.example"]);
    let rows: String = (0..2_003)
        .map(|one| format!("Barn {};2016-05-05\n", "a".repeat(one + 1)))
        .collect();
    let last = read(&rows, TODAY).pop().unwrap();
    assert_eq!(last.line, 2_001);
    assert_eq!(last.read.unwrap_err()[0].fault, Fault::TooManyRows);
}

#[test]
fn a_file_is_read_in_the_code_it_was_written_in() {
    let text = "Namn;Född\nÅsa Öst;2016-05-05";
    let latin: Vec<u8> = text
        .chars()
        .map(|sign| u8::try_from(u32::from(sign)).unwrap())
        .collect();
    let wide: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = ["\u{FEFF}", text].concat();
    for bytes in [text.as_bytes(), &latin, &wide, marked.as_bytes()] {
        assert_eq!(decoded(bytes), text);
    }
    assert!(has_headings(text));
    assert!(!has_headings("Åsa Öst;2016-05-05") && !has_headings(""));
}

#[test]
fn a_row_that_is_written_out_is_read_back() {
    let rows = [
        "Barn Ett;2016-05-05",
        "Barn;Född;E-post;Telefon;Särskilt förordnad 1;E-post 1;Vårdnadshavare 2;Mobil 2\n\
         Barn Ett;20161103-2382;barn@hem.example;0701740607;Förordnad Demo;person@hem.example;Vårdnadshavare Väst;070-174 06 05",
        "Namn;Född;God man;E-post\nBarn Ett;2016-05-05;Företrädare Demo;foretradare@hem.example",
        "Namn;Född;E-post;God man 1;E-post 1;Närstående 2;E-post 2\n\
         Person Demo;1950-01-02;person@hem.example;Företrädare Demo;foretradare@hem.example;Närstående Demo;narstaende@hem.example",
    ];
    for pasted in rows {
        let member = read(pasted, TODAY).remove(0).read.unwrap();
        let again = read(&written(&member), TODAY).remove(0).read;
        assert_eq!(again, Ok(member));
    }
}

proptest::proptest! {
    #![proptest_config(crate::tests::sample::tries(256))]

    /// Every row that is pasted is read or told of by its line.
    #[test]
    fn whatever_is_pasted_is_read_or_told_of(pasted in "([a-zåäö @.,;\"\t\n0-9-]|2016-05-05|\r\n|Namn){0,60}") {
        let rows = read(&pasted, TODAY);
        let lines = pasted.lines().count();
        proptest::prop_assert!(rows.iter().all(|row| 0 < row.line && row.line <= lines.max(1)));
        for member in rows.into_iter().filter_map(|row| row.read.ok()) {
            proptest::prop_assert!(!member.name.is_empty() && member.born <= TODAY);
        }
    }
}

#[test]
fn a_child_whom_only_another_unit_knows_is_reviewed_first() {
    let mut world = World {
        is_elsewhere: true,
        ..World::new()
    };
    let decision = world.signed_with(child(), Proof::Named);
    assert_eq!(decision.consent.state, State::AwaitingReview);
    assert_eq!(decision.consent.review, [ReviewReason::KnownElsewhere]);
    // On paper too, which the unit's own staff register.
    let paper = sheet(child(), Origin::Paper, &[0, 1], "Pärm");
    let paper = world.take(&begun(), paper, By::Staff(&employee()));
    assert_eq!(paper.consent.review, [ReviewReason::KnownElsewhere]);
    let approve = Command::Approve(String::new());
    let approved = world.take(&decision.consent, approve, By::Staff(&staff()));
    assert_eq!(approved.consent.state, State::InForce);
    // Who has answered here before is known here, and adults answer for themselves wherever they are.
    let before = Consent {
        id: "samtycke-0".to_owned(),
        ..approved.consent
    };
    world.others = vec![before];
    let again = world.signed_with(child(), Proof::Named);
    assert_eq!(again.consent.state, State::InForce);
    world.others.clear();
    let adult = world.signed_with(adult(), Proof::Named);
    assert_eq!(adult.consent.state, State::InForce);
}

#[test]
fn a_question_goes_to_who_answers_first_by_its_form() {
    use crate::consent::form::{addressee, adult, representative, youth};
    let minor = member(
        "Barn Ett",
        "2016-05-05",
        vec![
            contact(PartyRole::Person, "Barn Ett", "barn@hem.example"),
            contact(PartyRole::Guardian, "Vårdnadshavare Ett", "ett@hem.example"),
            contact(PartyRole::Guardian, "Vårdnadshavare Två", "tva@hem.example"),
        ],
    );
    let grown = member(
        "Person Demo",
        "1980-05-05",
        vec![
            contact(PartyRole::Representative, "God Man", "god-man@hem.example"),
            contact(PartyRole::Person, "Person Demo", "person@hem.example"),
            contact(PartyRole::Relative, "Närstående", "narstaende@hem.example"),
        ],
    );
    let goes = |row: &Member, form| {
        let contact = addressee(row, form, TODAY);
        contact
            .map_or("", |contact| contact.name.as_str())
            .to_owned()
    };
    assert_eq!(goes(&minor, &youth::FORM), "Vårdnadshavare Ett");
    assert_eq!(goes(&minor, &adult::FORM), "");
    assert_eq!(goes(&minor, &representative::FORM), "");
    assert_eq!(goes(&grown, &youth::FORM), "");
    assert_eq!(goes(&grown, &adult::FORM), "Person Demo");
    assert_eq!(goes(&grown, &representative::FORM), "God Man");
}
