//! The words of every command: on its button, in the question before it, and after it.

use rules::account::case::{Case, Kind, State};
use rules::problem::ProblemId;

use super::next;
use crate::data::case::CaseView;
use crate::data::policy::policy;
use crate::platform::api::ApiError;

/// What must be asked before the command is sent: the question and what follows from a yes.
pub(super) fn question(kind: Kind, case: &Case) -> Option<(String, String)> {
    let noun = next::noun(case.draft.form());
    let number = case.number.as_deref().unwrap_or_default();
    let applicant = case.applicant.name.as_str();
    let department = policy().contact.department.as_str();
    let account = case
        .proposal
        .as_ref()
        .map_or("", |proposal| proposal.address.handle());
    let reported = case
        .report
        .as_ref()
        .map_or("", |report| report.address.handle());
    let (question, follows): (&[&str], &[&str]) = match kind {
        Kind::Grant if case.change.is_some() => (
            &["Godkänn ", noun, " ", number, "?"],
            &[
                "Ändringen görs i förteckningen på en gång, och ",
                applicant,
                " får besked. Det går inte att ångra.",
            ],
        ),
        Kind::Grant => (
            &["Godkänn ", noun, " ", number, "?"],
            &[
                applicant,
                " får starta kontot ",
                account,
                " och får besked. Det går inte att ångra.",
            ],
        ),
        Kind::Refuse => (
            &["Avslå ", noun, " ", number, "?"],
            &[
                applicant,
                " får besked med din motivering. Ärendet avslutas och det går inte att ångra.",
            ],
        ),
        Kind::ManagerApprove => (
            &["Godkänn ", noun, " ", number, "?"],
            &[
                "Du ansvarar för kontot. ",
                department,
                " granskar och beslutar. Det går inte att ångra.",
            ],
        ),
        Kind::ManagerRefuse => (
            &["Säg nej till ", noun, " ", number, "?"],
            &[
                applicant,
                " får din kommentar. Ärendet avslutas och det går inte att ångra.",
            ],
        ),
        Kind::Take => (
            &["Ta över ärendet?"],
            &[
                case.handler.as_ref()?.name.as_str(),
                " har ärendet nu. Tar du över det står ditt namn på det i stället.",
            ],
        ),
        Kind::Enter => (
            &["För in kontot i förteckningen?"],
            &[
                "Godkänt namn: ",
                account,
                ". Kontot heter: ",
                reported,
                ". Det senare blir offentligt i förteckningen.",
            ],
        ),
        Kind::Withdraw => (
            &["Ta tillbaka ", noun, " ", number, "?"],
            &["Ärendet avslutas. Vill du gå vidare senare börjar du om från början."],
        ),
        Kind::Submit
        | Kind::Complete
        | Kind::AskCompletion
        | Kind::Report
        | Kind::Message
        | Kind::SetRegistryNumber => return None,
    };
    Some((question.concat(), follows.concat()))
}

/// What the button that opens or gives the command says.
pub(super) fn label(kind: Kind, view: &CaseView) -> &'static str {
    let starts = view.case.proposal.is_some();
    match kind {
        Kind::Submit => "Fortsätt fylla i",
        Kind::Complete => "Komplettera",
        Kind::ManagerApprove | Kind::Grant => "Godkänn",
        Kind::ManagerRefuse => "Säg nej",
        Kind::Take if view.case.handler.is_some() => "Ta över ärendet",
        Kind::Take => "Ta ärendet",
        Kind::AskCompletion if view.case.state == State::Supplementing => "Ändra begäran",
        Kind::AskCompletion => "Begär komplettering",
        Kind::Refuse => "Avslå",
        Kind::Report => "Anmäl att kontot är igång",
        Kind::Enter => "För in i förteckningen",
        Kind::Withdraw if starts => "Ta tillbaka ansökan",
        Kind::Withdraw => "Ta tillbaka ändringen",
        Kind::Message => "Skicka meddelandet",
        Kind::SetRegistryNumber if view.case.registry_number.is_some() => "Ändra diarienummer",
        Kind::SetRegistryNumber => "Ange diarienummer",
    }
}

/// What the button that finally sends says: the act itself.
pub(super) fn act(kind: Kind, view: &CaseView) -> &'static str {
    let starts = view.case.proposal.is_some();
    match kind {
        Kind::ManagerApprove | Kind::Grant if starts => "Godkänn ansökan",
        Kind::ManagerApprove | Kind::Grant => "Godkänn ändringen",
        Kind::ManagerRefuse if starts => "Säg nej till ansökan",
        Kind::ManagerRefuse => "Säg nej till ändringen",
        Kind::Refuse if starts => "Avslå ansökan",
        Kind::Refuse => "Avslå ändringen",
        Kind::AskCompletion => "Begär komplettering",
        Kind::Report => "Anmäl kontot",
        Kind::SetRegistryNumber => "Spara diarienumret",
        Kind::Submit
        | Kind::Complete
        | Kind::Take
        | Kind::Enter
        | Kind::Withdraw
        | Kind::Message => label(kind, view),
    }
}

/// What has been done, once it is.
pub(super) fn done(kind: Kind) -> &'static str {
    match kind {
        Kind::Submit | Kind::Complete => "Inskickat.",
        Kind::ManagerApprove => "Du har godkänt. Nu granskar kommunikation.",
        Kind::ManagerRefuse => "Du har sagt nej. Den som söker får din kommentar.",
        Kind::Take => "Du har tagit ärendet.",
        Kind::AskCompletion => {
            "Begäran är skickad. Ärendet kommer tillbaka när det är kompletterat."
        }
        Kind::Grant => "Godkänt. Den som söker får besked.",
        Kind::Refuse => "Avslaget. Den som söker får besked och din motivering.",
        Kind::Report => "Tack. Kontot är anmält.",
        Kind::Enter => "Kontot står i förteckningen.",
        Kind::Withdraw => "Du har tagit tillbaka det. Ärendet är avslutat.",
        Kind::Message => "Meddelandet är skickat.",
        Kind::SetRegistryNumber => "Diarienumret är sparat.",
    }
}

/// Why a command could not be carried out, and what to do.
pub(super) fn reason(error: &ApiError) -> &'static str {
    let ApiError::Refused(id) = error else {
        return error.sentence();
    };
    match id {
        ProblemId::AddressTaken => {
            "Kontot står redan i förteckningen. Kontrollera adressen, eller skriv ett meddelande om det är fel där."
        }
        ProblemId::OwnCase => "Du kan inte besluta i ditt eget ärende. Be en kollega.",
        ProblemId::NotAllowed => {
            "Din roll får inte göra det här. Kontakta en administratör om det inte stämmer."
        }
        _ => error.sentence(),
    }
}
