//! What is printed on a paper form besides the questions.

use crate::account::{application, change};
use crate::consent::form::{
    adult, deceased, oral, paper, pictogram, representative, withdrawal, youth,
};
use crate::form::{Form, Question, When};

/// Who signs a sheet, who takes it in and what they note down.
///
/// The sentences may hold `{names}` of the organisation's contact and of the policy's numbers.
pub struct PaperForm {
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

/// A person who signs.
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
pub static PAPER_FORMS: &[PaperForm] = &[
    case(&application::FORM),
    case(&change::FORM),
    answer(&youth::FORM, UNIT, YOUTH),
    answer(&adult::FORM, UNIT, &[signer("Du som är på bilden")]),
    answer(&representative::FORM, UNIT, REPRESENTED),
    answer(&pictogram::FORM, KEEP, CERTIFIED),
    answer(&oral::FORM, KEEP, &[signer("Du som frågade")]),
    answer(&paper::FORM, KEEP, &[signer("Du som skrev av blanketten")]),
    PaperForm {
        withdrawal: true,
        ..message(&withdrawal::FORM, &[signer("Du som tar tillbaka ditt ja")])
    },
    message(&deceased::FORM, &[signer("Du som är närstående")]),
];

const fn case(form: &'static Form) -> PaperForm {
    PaperForm {
        form,
        to: OFFICE,
        signers: APPLICANT,
        taken_by: BY_OFFICE,
        notes: CASE,
        withdrawal: false,
    }
}

const fn answer(form: &'static Form, to: &'static str, signers: &'static [Signer]) -> PaperForm {
    PaperForm {
        form,
        to,
        signers,
        taken_by: BY_UNIT,
        notes: ANSWER,
        withdrawal: true,
    }
}

/// A message that staff handle, from any sender.
const fn message(form: &'static Form, signers: &'static [Signer]) -> PaperForm {
    PaperForm {
        form,
        to: OFFICE,
        signers,
        taken_by: BY_OFFICE,
        notes: &["Blanketten är mottagen av", "Mottagen den", "Klart den"],
        withdrawal: false,
    }
}

/// The sheet of the form with this id.
pub fn by_id(id: &str) -> Option<&'static PaperForm> {
    PAPER_FORMS.iter().find(|sheet| sheet.form.id == id)
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
mod tests;
