//! Why a command on a consent is refused.

use crate::value::word::words;

/// Most characters of a reason, or of where a sheet is kept.
pub const NOTE_CHARS_MAX: usize = 1000;

/// You may not, or not now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not this one: HTTP 403.
    NotAllowed,
    /// Nobody reviews what they answered or registered themselves: HTTP 403.
    OwnConsent,
    /// Not in this state: HTTP 409.
    NotNow,
    /// The time to answer is over: HTTP 409.
    TooLate,
    /// What was shown is not what the others signed: HTTP 409.
    OtherAnswers,
    /// Another text than the one it was begun with was shown: HTTP 409.
    OtherText,
    /// An input of the command needs mending; [`Input::advice`] has the sentence: HTTP 422.
    Input(Input),
}

words! {
    /// An input of a command that needs mending; the label is the sentence that says how.
    Input {
        ReasonMissing "motivering-saknas" "Skriv en motivering." "A reason is missing.",
        TooLong "for-lang" "Skriv kortare, högst 1000 tecken." "A text is over [`NOTE_CHARS_MAX`] characters.",
        OtherForm "blankett" "Ladda om sidan och försök igen." "A draft of another form than the consent's.",
        NobodySigns "part-saknas" "Fyll i vem som svarar." "Nobody who signs is named.",
        GuardianMissing "under-18-vardnadshavare" "Fyll i vårdnadshavare eller god man. Personen är under 18 år." "Under age, and nobody answers for the person.",
        NowAdult "fyllt-18" "Be personen svara själv. Personen har fyllt 18 år." "Of age, and others answer.",
        YouthMissing "ungdomens-asikt" "Fyll i hur vi når ungdomen, som också ska skriva under." "A youth who signs too is not named.",
        SamePerson "samma-person-tva-ganger" "Fyll i en egen e-postadress för var och en." "Two who sign have one address.",
        NoDuty "god-man-uppdrag" "Uppdraget behöver omfatta att sörja för person. Annars får företrädaren inte svara." "The appointment does not include this.",
        MandateOver "uppdrag-slut" "Fyll i ett uppdrag som gäller i dag." "The appointment is over.",
        NotOffered "kanal-inte-tillfragad" "Välj bland de kanaler som frågan gäller." "A channel the request did not name.",
        SpokenNotStaff "muntligt-personal" "Använd en blankett. Muntligt svar räcker bara för personal." "A spoken yes of somebody who is not staff.",
        AnswerDay "svarets-dag" "Fyll i dagen då svaret gavs, i dag eller tidigare." "The day of the answer is after today.",
        PaperPlace "papperets-plats" "Fyll i var papperet finns." "Where the sheet is kept is missing.",
        NobodySigned "underskrift-saknas" "Välj vem som har skrivit under." "Nobody is said to have signed.",
        Confirmed "redan-kontrollerad" "Välj någon som väntar på att bli kontrollerad." "Nobody who waits to be confirmed was chosen.",
        HandedOver "lamnade-lanken" "Be en kollega att kontrollera svaret. Du lämnade själv över länken." "Who handed over a personal link does not confirm its answer.",
        Unlisted "inte-pa-listan" "Ring numret på er lista. Den som har svarat står inte där." "Who is not on the unit's list is not confirmed as known.",
        NothingToSettle "inget-att-utreda" "Ladda om sidan. Någon annan hann före." "There is no such no.",
        OtherUnit "annan-enhet" "Be någon på enheten att registrera svaret. Du arbetar inte där." "An answer to a unit that the actor does not act for.",
        Nothing "inget-valt" "Välj vad som ska tas tillbaka." "Nothing that could be taken back was chosen.",
        OtherPerson "annan-person" "Fyll i samma namn och födelsedatum som förut. Ring oss om de är fel." "A change of answers is about somebody else than before.",
    }
}

impl Input {
    /// What to do, in Swedish.
    pub const fn advice(self) -> &'static str {
        self.label()
    }
}
