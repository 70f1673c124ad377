use super::*;
use crate::catalogue::FORMS;
use crate::form::Keeper;

#[test]
fn every_form_has_a_sheet_that_somebody_signs() {
    let printed: Vec<&str> = PAPER_FORMS.iter().map(|sheet| sheet.form.id).collect();
    let forms: Vec<&str> = FORMS.iter().map(|form| form.id).collect();
    assert_eq!(printed, forms);
    for sheet in PAPER_FORMS {
        assert!(!sheet.signers.is_empty(), "{}", sheet.form.id);
    }
}

/// A yes on paper can be found again, and taken back.
#[test]
fn an_answer_on_paper_says_where_it_is_kept_and_how_it_is_taken_back() {
    for sheet in PAPER_FORMS {
        let consent = matches!(sheet.form.keeper, Keeper::LinkHolder | Keeper::Staff);
        let kept = sheet.notes.iter().any(|note| note.contains("skåp"));
        assert_eq!(kept, consent, "{}", sheet.form.id);
        assert!(sheet.withdrawal || !consent, "{}", sheet.form.id);
    }
    let guardians = YOUTH
        .iter()
        .filter(|signer| signer.who.starts_with("Vårdnadshavare"));
    assert_eq!(guardians.count(), 2);
}

#[test]
fn a_question_says_whom_it_is_for_in_the_fewest_words() {
    let said = |form: &'static Form, id: &str| {
        let field = form.field(id).expect("a field of the form");
        condition(form.question(field).expect("a question of the form"))
    };
    assert_eq!(said(&youth::FORM, "fyller-i"), "");
    assert_eq!(said(&youth::FORM, "din-telefon"), " (frivilligt)");
    assert_eq!(said(&youth::FORM, "andra-namn"), " – om: Två");
    assert_eq!(
        said(&youth::FORM, "ditt-namn"),
        " – om inte: Jag är själv den som är på bilden"
    );
    assert_eq!(
        said(&application::FORM, "enhet-namn"),
        " – om enheten saknas i listan"
    );
}
