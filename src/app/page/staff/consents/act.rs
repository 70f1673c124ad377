//! What can be done to a consent and to a person on pictures, in the words that people read.

use leptos::prelude::*;
use rules::consent::command::Kind;
use rules::consent::subject::Command;

use crate::component::dialog::Question;

/// Something that can be done, in the words of its button and of the question before it.
pub(super) struct Act {
    /// Its word in the API.
    pub(super) id: &'static str,
    button: &'static str,
    question: &'static str,
    /// What follows from it.
    pub(super) follows: &'static str,
    /// Its text: the name among the inputs, the label, and whether it must be there.
    pub(super) text: Option<(&'static str, &'static str, bool)>,
    class: &'static str,
    /// What is told afterwards.
    pub(super) done: &'static str,
}

impl Act {
    /// Whether it is this command about a consent.
    pub(super) fn is(&self, kind: Kind) -> bool {
        self.id == kind.id()
    }

    /// The question before it.
    pub(super) fn asked(&self) -> Question {
        Question {
            title: self.question.to_owned(),
            button: self.button,
            class: "button button--act",
            leave: "Avbryt",
        }
    }
}

/// The buttons of the acts that are offered.
pub(super) fn buttons(
    acts: &'static [Act],
    offers: impl Fn(&Act) -> bool,
    open: impl Fn(&'static Act) + Copy + 'static,
) -> AnyView {
    acts.iter()
        .filter(|act| offers(act))
        .map(|act| {
            view! {
                <button class=act.class type="button" on:click=move |_| open(act)>
                    {act.button}
                </button>
            }
            .into_any()
        })
        .collect_view()
        .into_any()
}

/// Everything that staff can do to a consent that is no draft.
pub(super) static OF_CONSENT: &[Act] = &[
    Act {
        id: Kind::Confirm.id(),
        button: "Bekräfta vem det är",
        question: "Vem har svarat, och hur vet du det?",
        follows: "Ditt namn, dagen och hur du vet står kvar i samtycket. Är du osäker: ring ett nummer som ni hade före svaret.",
        text: None,
        class: "button button--act",
        done: "Klart. Det är antecknat att du har bekräftat vem det är.",
    },
    Act {
        id: Kind::Disown.id(),
        button: "Det var någon annan",
        question: "Var det någon annan som svarade?",
        follows: "Svaret räknas inte, och de som har svarat får besked.",
        text: None,
        class: "button button--stop",
        done: "Klart. Svaret räknas inte.",
    },
    Act {
        id: Kind::SettleNo.id(),
        button: "Berätta vad ni kom fram till",
        question: "Vad kom ni fram till om nejet?",
        follows: "Prata med dem som har svarat först. Samtycket räknas inte så länge.",
        text: None,
        class: "button button--act",
        done: "Klart. Det är antecknat vad ni kom fram till.",
    },
    Act {
        id: Kind::Approve.id(),
        button: "Godkänn efter granskning",
        question: "Godkänn samtycket?",
        follows: "Samtycket börjar gälla, och de som har svarat får besked.",
        text: Some(("kommentar", "Vad granskningen kom fram till", true)),
        class: "button button--act",
        done: "Klart. Samtycket är godkänt.",
    },
    Act {
        id: Kind::Reject.id(),
        button: "Säg nej efter granskning",
        question: "Säg nej till samtycket?",
        follows: "Bilderna får inte publiceras, och de som har svarat får besked.",
        text: Some(("motivering", "Varför", true)),
        class: "button",
        done: "Klart. Samtycket räknas som ett nej.",
    },
    Act {
        id: Kind::Certify.id(),
        button: "Intyga någons svar",
        question: "Intyga ett svar",
        follows: "Du intygar att du vet vem personen är och att svaret är personens eget.",
        text: None,
        class: "button",
        done: "Klart. Svaret är intygat av dig.",
    },
    Act {
        id: Kind::Withdraw.id(),
        button: "Ta tillbaka",
        question: "Vad tas tillbaka?",
        follows: "Det gäller på en gång. De publicerade bilder som det gäller ska tas bort.",
        text: None,
        class: "button button--stop",
        done: "Klart. Det är taget tillbaka.",
    },
    Act {
        id: Kind::Dispute.id(),
        button: "De är oense",
        question: "Frysa samtycket?",
        follows: "Inget får publiceras så länge de som svarar är oense.",
        text: Some(("motivering", "Vad de är oense om", true)),
        class: "button",
        done: "Klart. Samtycket är fryst.",
    },
    Act {
        id: Kind::Resolve.id(),
        button: "De är överens igen",
        question: "Avsluta oenigheten?",
        follows: "Samtycket får samma läge som innan det frystes.",
        text: Some(("kommentar", "Vad de kom överens om", true)),
        class: "button button--act",
        done: "Klart. Samtycket är inte fryst längre.",
    },
];

/// Everything that staff can do to a person on pictures.
pub(super) static OF_SUBJECT: &[Act] = &[
    Act {
        id: Command::DeclinePictures.id(),
        button: "Fotografera inte",
        question: "Vill personen inte vara med på bild?",
        follows: "Alla ja tas tillbaka på en gång, bilderna ska tas bort och ingen ska fråga igen.",
        text: None,
        class: "button",
        done: "Klart. Personen är inte med på bild.",
    },
    Act {
        id: Command::AllowQuestions.id(),
        button: "Får tillfrågas igen",
        question: "Får personen tillfrågas igen?",
        follows: "Det gör inget samtycke giltigt igen. Fråga om ett nytt.",
        text: None,
        class: "button",
        done: "Klart. Personen får tillfrågas igen.",
    },
    Act {
        id: SETTLE,
        button: "Vi är överens med de närstående",
        question: "Vad är ni överens om?",
        follows: "Önskemålet gäller från och med nu.",
        text: None,
        class: "button button--act",
        done: "Klart. Önskemålet gäller.",
    },
    Act {
        id: Command::Protect.id(),
        button: "Skyddad identitet",
        question: "Har personen skyddade uppgifter?",
        follows: "Allt fryses. Personen försvinner ur listor, sökningar och brev, och bilderna ska bort i dag.",
        text: None,
        class: "button button--stop",
        done: "Klart. Uppgifterna är skyddade.",
    },
    Act {
        id: Command::Unprotect.id(),
        button: "Ta bort skyddet",
        question: "Är uppgifterna inte skyddade längre?",
        follows: "Personen syns igen för dem som arbetar med samtycken.",
        text: None,
        class: "button",
        done: "Klart. Skyddet är borttaget.",
    },
];

/// The word of what staff and relatives agree on.
pub(super) const SETTLE: &str = "onskemal-klart";
