//! Why a command on a case or on an account is refused.

use serde::{Deserialize, Serialize};

/// You may not, or not now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not this actor: HTTP 403.
    NotAllowed,
    /// Nobody decides their own case: HTTP 403.
    OwnCase,
    /// Not in this state: HTTP 409.
    NotNow,
    /// The account has been taken by another person meanwhile: HTTP 409.
    Taken,
    /// An input of the command needs mending; [`Input::advice`] has the sentence: HTTP 422.
    Input(Input),
}

/// An input of a command that needs mending: which, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Input {
    /// A comment or reason is missing.
    #[serde(rename = "motivering-saknas")]
    ReasonMissing,
    /// A message is missing.
    #[serde(rename = "meddelande-saknas")]
    MessageMissing,
    /// A text is over [`MESSAGE_CHARS_MAX`](crate::account::case::MESSAGE_CHARS_MAX) characters.
    #[serde(rename = "for-lang")]
    TooLong,
    /// No step was named.
    #[serde(rename = "steg-saknas")]
    StepsMissing,
    /// The registrar's number is missing or longer than 50 characters.
    #[serde(rename = "diarienummer")]
    RegistryNumber,
    /// The address is none, or of another platform.
    #[serde(rename = "adress")]
    Address,
    /// The first day is none, or after today.
    #[serde(rename = "startdatum")]
    StartDate,
    /// A draft of another form than the case's.
    #[serde(rename = "blankett")]
    OtherForm,
    /// Answers on a step that is not open were changed.
    #[serde(rename = "stangt-steg")]
    ClosedStep,
    /// The case already has as many messages as it can hold.
    #[serde(rename = "for-manga")]
    TooMany,
}

impl Input {
    /// What to do, in Swedish.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::ReasonMissing => "Skriv en motivering, så att den som söker förstår varför.",
            Self::MessageMissing => "Skriv ett meddelande.",
            Self::TooLong => "Skriv kortare, högst 4000 tecken.",
            Self::StepsMissing => "Välj minst ett steg som ska kompletteras.",
            Self::RegistryNumber => "Skriv diarienumret, högst 50 tecken.",
            Self::Address => "Skriv adressen till kontot så som den står i webbläsaren.",
            Self::StartDate => "Skriv den dag då kontot startade, i dag eller tidigare.",
            Self::OtherForm => "Ladda om sidan och försök igen.",
            Self::ClosedStep => "Ändra bara i de steg som ska kompletteras.",
            Self::TooMany => "Ring i stället. Ärendet har fått så många meddelanden det rymmer.",
        }
    }
}
