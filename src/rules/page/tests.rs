use std::collections::BTreeSet;

use super::*;
use crate::account::{application, change};
use crate::consent::form::{deceased, withdrawal};

/// An address of the page.
fn address(page: Page) -> String {
    let segment = |segment: &str| {
        let name = segment.strip_prefix(':');
        name.map_or(segment.to_owned(), |name| format!("{name}-1"))
    };
    let segments: Vec<String> = page.row().path.split('/').map(segment).collect();
    segments.join("/")
}

#[test]
fn every_page_is_found_at_its_own_address_with_what_stands_in_it() {
    for page in Page::ALL {
        let address = address(*page);
        let (found, parameters) = Page::at(&address).unwrap();
        assert_eq!(found, *page, "{address}");
        for (name, text) in parameters {
            assert_eq!(text, format!("{name}-1"), "{address}");
        }
        let slashed = [address.trim_end_matches('/'), "/"].concat();
        assert_eq!(Page::at(&slashed).unwrap().0, *page);
    }
}

#[test]
fn what_is_no_address_of_a_page_finds_none() {
    for path in [
        "/finns-inte",
        "/ansok/a/b/c",
        "/arenden//",
        "//",
        "/samtycken//fyll/a",
        "ansok",
    ] {
        assert_eq!(Page::at(path), None, "{path}");
    }
}

#[test]
fn no_two_pages_have_one_address_and_every_one_has_its_words() {
    let paths: BTreeSet<_> = Page::ALL.iter().map(|page| page.row().path).collect();
    assert_eq!(paths.len(), Page::ALL.len());
    for page in Page::ALL {
        let Row {
            title,
            label,
            programs,
            ..
        } = page.row();
        assert!(
            !title.is_empty() && !label.is_empty() && !programs.is_empty(),
            "{page:?}"
        );
        assert!(
            programs.is_sorted(),
            "{page:?}: the smallest program comes first"
        );
    }
}

#[test]
fn a_form_and_its_page_have_one_title() {
    for (page, form) in [
        (Page::StartAccount, &application::FORM),
        (Page::FillStart, &application::FORM),
        (Page::ChangeAccount, &change::FORM),
        (Page::FillChange, &change::FORM),
        (Page::FillWithdrawal, &withdrawal::FORM),
        (Page::FillDeath, &deceased::FORM),
    ] {
        assert_eq!(page.row().title, form.title, "{page:?}");
    }
}

#[test]
fn everybody_gets_a_program_that_holds_the_page() {
    for page in Page::ALL {
        for role in [None]
            .into_iter()
            .chain(Role::ALL.iter().copied().map(Some))
        {
            assert!(page.is_in(page.program(role)), "{page:?} for {role:?}");
        }
    }
}

#[test]
fn programs_without_a_login_hold_what_is_for_everybody() {
    for page in Page::ALL {
        if page.is_in(Program::Site) || page.is_in(Program::Signer) {
            assert_eq!(page.row().audience, Audience::Everybody, "{page:?}");
        }
    }
}

#[test]
fn those_who_work_with_cases_never_load_another_program_but_the_signers() {
    for role in [Role::Communicator, Role::Administrator] {
        for page in Page::ALL.iter().filter(|page| page.is_in(Program::Staff)) {
            assert_eq!(page.program(Some(role)), Program::Staff, "{page:?}");
        }
    }
}

#[test]
fn other_employees_load_another_program_at_most_once() {
    for role in [Role::Employee, Role::Manager] {
        for page in Page::ALL.iter().filter(|page| page.is_in(Program::Staff)) {
            // Once in the larger one there is nothing that it does not hold.
            assert!(
                matches!(page.program(Some(role)), Program::Apply | Program::Staff),
                "{page:?}"
            );
        }
    }
    for page in [
        Page::Login,
        Page::MyPages,
        Page::FillStart,
        Page::ReceiptStart,
    ] {
        assert_eq!(page.program(Some(Role::Employee)), Program::Apply);
    }
    assert_eq!(Page::Consents.program(Some(Role::Employee)), Program::Staff);
}

#[test]
fn visitors_get_the_smallest_program_and_signers_one_of_their_own() {
    for (page, program) in [
        (Page::Start, Program::Site),
        (Page::Contact, Program::Site),
        (Page::StartAccount, Program::Apply),
        (Page::Cases, Program::Staff),
        (Page::OpenLink, Program::Signer),
    ] {
        assert_eq!(page.program(None), program, "{page:?}");
    }
    assert_eq!(program_of_nowhere(None), Program::Site);
    assert_eq!(program_of_nowhere(Some(Role::Manager)), Program::Apply);
    assert_eq!(program_of_nowhere(Some(Role::Communicator)), Program::Staff);
}

#[test]
fn what_the_table_of_permissions_forbids_is_refused_and_the_rest_shown() {
    for page in Page::ALL {
        let Audience::May(action, purpose) = page.row().audience else {
            continue;
        };
        assert_eq!(page.admission(None), Admission::LogIn, "{page:?}");
        for role in Role::ALL {
            let expected = if may(*role, action) {
                Admission::Admitted
            } else {
                Admission::Refused(purpose)
            };
            assert_eq!(
                page.admission(Some(*role)),
                expected,
                "{page:?} for {role:?}"
            );
        }
    }
    assert_eq!(Page::MyPages.admission(None), Admission::LogIn);
    assert_eq!(
        Page::MyPages.admission(Some(Role::Employee)),
        Admission::Admitted
    );
    assert_eq!(Page::Register.admission(None), Admission::Admitted);
}
