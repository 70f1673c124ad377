//! What happens next with a case and who has it, in a plain sentence for the reader.

use rules::account::application;
use rules::account::case::{Case, State};
use rules::form::Form;
use rules::permission::Actor;
use rules::policy::Policy;
use rules::value::email;

/// What people call what the form asks for, as «ansökan».
pub(super) fn noun(form: &Form) -> &'static str {
    if form == &application::FORM {
        "ansökan"
    } else {
        "ändringen"
    }
}

/// The same first in a sentence.
fn noun_first(form: &Form) -> &'static str {
    if form == &application::FORM {
        "Ansökan"
    } else {
        "Ändringen"
    }
}

/// The sentences. `me` is the reader.
pub(super) fn next(case: &Case, me: &Actor, policy: &Policy) -> String {
    let department = policy.contact.department.as_str();
    let form = case.draft.form();
    let (noun, first) = (noun(form), noun_first(form));
    let own = case.is_own(me);
    let applicant = case.applicant.name.as_str();
    let manager = case.manager.as_ref();
    let manager_name = manager.map_or("Chefen", |manager| manager.name.as_str());
    let is_manager = manager.is_some_and(|manager| email::same(&manager.email, &me.email)) && !own;
    let parts: Vec<&str> = match case.state {
        State::Draft => vec![
            first,
            " är inte inskickad. Fortsätt fylla i och skicka in när du är klar.",
        ],
        State::AwaitingManager if is_manager => vec![
            "Nu väntar ",
            noun,
            " på ditt svar. Säger du ja granskar ",
            department,
            " den.",
        ],
        State::AwaitingManager => vec![
            manager_name,
            " ska säga ja eller nej. Efter ett ja granskar ",
            department,
            " ",
            noun,
            ".",
        ],
        State::UnderReview => match &case.handler {
            Some(handler) if handler.id == me.id => {
                vec!["Du har tagit ärendet. Granska ", noun, " och besluta."]
            }
            Some(handler) => vec![
                &handler.name,
                " på ",
                department,
                " granskar ",
                noun,
                " och beslutar.",
            ],
            None => vec![
                first,
                " ligger hos ",
                department,
                ". Ingen har tagit ärendet än.",
            ],
        },
        State::Supplementing if own => vec![
            "Du behöver komplettera. Läs meddelandet, ändra i de steg som är öppna och skicka in igen.",
        ],
        State::Supplementing => vec![
            applicant,
            " ska komplettera. Efter det granskas ärendet igen.",
        ],
        State::Approved if own => vec![
            "Du får starta kontot. Anmäl här när det är igång, så kommer det med i förteckningen.",
        ],
        State::Approved => vec![
            applicant,
            " får starta kontot och anmäler här när det är igång.",
        ],
        State::Reported => vec![
            "Kontot är igång, men heter något annat än det som godkändes. ",
            department,
            " kontrollerar det och för in det i förteckningen.",
        ],
        State::Registered if case.change.is_some() => vec!["Ändringen är gjord. Ärendet är klart."],
        State::Registered => vec!["Kontot står i förteckningen. Ärendet är klart."],
        State::Refused if case.verdict.is_none() => vec![
            manager_name,
            " sa nej. Skälen står under Beslut. Ärendet är avslutat.",
        ],
        State::Refused => vec![
            first,
            " fick avslag. Skälen står under Beslut. Ärendet är avslutat.",
        ],
        State::Withdrawn => vec![
            applicant,
            " har tagit tillbaka ",
            noun,
            ". Ärendet är avslutat.",
        ],
    };
    parts.concat()
}
