//! A form on paper: what stands on the sheet besides the questions.

use crate::consent::form::{
    adult, deceased, oral, paper, pictogram, representative, withdrawal, youth,
};
use crate::form::{Form, Question, When};
use crate::{application, change};

/// Who signs a sheet, who takes it in and what they note down.
///
/// The sentences may hold `{names}` of the organisation's contact and of the policy's numbers.
pub struct Sheet {
    /// The form that is printed.
    pub form: &'static Form,
    /// Where the sheet is handed in.
    pub to: &'static str,
    /// A block for everybody who signs, in order.
    pub signers: &'static [Signer],
    /// Who fills in the last part.
    pub taken_by: &'static str,
    /// What they note down there.
    pub notes: &'static [&'static str],
    /// Whether it says how a yes is taken back.
    pub withdrawal: bool,
}

/// Somebody who signs.
pub struct Signer {
    /// Who it is.
    pub who: &'static str,
    /// What they need to know first, or empty.
    pub hint: &'static str,
}

const fn signer(who: &'static str) -> Signer {
    Signer { who, hint: "" }
}

const OFFICE: &str = "Lämna eller skicka blanketten till {avdelning}, {besok}.";
const UNIT: &str = "Lämna blanketten till den verksamhet som frågar.";
const KEEP: &str = "Lägg blanketten där er verksamhet har sina samtycken.";
const BY_OFFICE: &str = "Fylls i av {avdelning}";
const BY_UNIT: &str = "Fylls i av verksamheten";
/// What is noted on an application.
const CASE: &[&str] = &["Ärendenummer", "Inkom den", "Beslut och skäl"];
/// What is noted on an answer about pictures, so that the sheet can be found again.
const ANSWER: &[&str] = &[
    "Blanketten är mottagen av",
    "Mottagen den",
    "Här finns blanketten: skåp, pärm, flik",
    "Samtyckets nummer i tjänsten",
];

const APPLICANT: &[Signer] = &[signer("Du som ansöker")];
const YOUTH: &[Signer] = &[
    signer("Vårdnadshavare 1"),
    Signer {
        who: "Vårdnadshavare 2",
        hint: "Skriv under om du håller med om alla svar. Annars gäller de inte.",
    },
    Signer {
        who: "Den unge själv",
        hint: "Från {youth_cosigns_from} år skriver den unge också under.",
    },
];
const REPRESENTED: &[Signer] = &[
    signer("God man eller förvaltare"),
    Signer {
        who: "Personen på bilden",
        hint: "Personen behöver inte skriva under, men ett nej gäller alltid.",
    },
];
const CERTIFIED: &[Signer] = &[
    signer("Du som var stödperson"),
    Signer {
        who: "God man eller förvaltare",
        hint: "Skriv under om uppdraget gäller det här.",
    },
];

/// The sheet of every form.
pub static SHEETS: &[Sheet] = &[
    case(&application::FORM),
    case(&change::FORM),
    answer(&youth::FORM, UNIT, YOUTH),
    answer(&adult::FORM, UNIT, &[signer("Du som är på bilden")]),
    answer(&representative::FORM, UNIT, REPRESENTED),
    answer(&pictogram::FORM, KEEP, CERTIFIED),
    answer(&oral::FORM, KEEP, &[signer("Du som frågade")]),
    answer(&paper::FORM, KEEP, &[signer("Du som skrev av blanketten")]),
    Sheet {
        withdrawal: true,
        ..message(&withdrawal::FORM, &[signer("Du som tar tillbaka ditt ja")])
    },
    message(&deceased::FORM, &[signer("Du som är närstående")]),
];

const fn case(form: &'static Form) -> Sheet {
    Sheet {
        form,
        to: OFFICE,
        signers: APPLICANT,
        taken_by: BY_OFFICE,
        notes: CASE,
        withdrawal: false,
    }
}

const fn answer(form: &'static Form, to: &'static str, signers: &'static [Signer]) -> Sheet {
    Sheet {
        form,
        to,
        signers,
        taken_by: BY_UNIT,
        notes: ANSWER,
        withdrawal: true,
    }
}

/// What staff take care of, whoever sent it.
const fn message(form: &'static Form, signers: &'static [Signer]) -> Sheet {
    Sheet {
        form,
        to: OFFICE,
        signers,
        taken_by: BY_OFFICE,
        notes: &["Blanketten är mottagen av", "Mottagen den", "Klart den"],
        withdrawal: false,
    }
}

/// The sheet of the form with this id.
pub fn by_id(id: &str) -> Option<&'static Sheet> {
    SHEETS.iter().find(|sheet| sheet.form.id == id)
}

/// Whom a question is for, as words after it: the answer that leads to it, or every other one when
/// those are fewer. Empty for what everybody answers.
pub fn condition(question: &Question) -> String {
    let When::Is(other, values) = question.when else {
        let optional = question.field.optional;
        return (if optional { " (frivilligt)" } else { "" }).to_owned();
    };
    let labels = |asked: bool| -> Vec<&str> {
        other
            .choices()
            .iter()
            .filter(|choice| values.contains(&choice.id) == asked)
            .map(|choice| choice.label)
            .collect()
    };
    let (of, but) = (labels(true), labels(false));
    // The units are no options: there is one that is none of them.
    if of.is_empty() {
        " – om enheten saknas i listan".to_owned()
    } else if but.len() < of.len() {
        [" – om inte: ", &but.join(" / ")].concat()
    } else {
        [" – om: ", &of.join(" / ")].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::FORMS;
    use crate::form::Keeper;

    #[test]
    fn every_form_has_a_sheet_that_somebody_signs() {
        let printed: Vec<&str> = SHEETS.iter().map(|sheet| sheet.form.id).collect();
        let forms: Vec<&str> = FORMS.iter().map(|form| form.id).collect();
        assert_eq!(printed, forms);
        for sheet in SHEETS {
            assert!(!sheet.signers.is_empty(), "{}", sheet.form.id);
        }
    }

    /// A yes on paper can be found again, and taken back.
    #[test]
    fn an_answer_on_paper_says_where_it_is_kept_and_how_it_is_taken_back() {
        for sheet in SHEETS {
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
}
