//! What those who answer are told before they do: «Det här betyder det».
//!
//! The text is made of the policy's own words and of the channels that the question is about. Its
//! version is the hash of every letter that was shown, so that an answer can be laid beside the very
//! text it was given to. A text that changes is another text with another version.

use sha2::{Digest, Sha256};

use super::form::question::{ENHETENS_KONTO, KANALER};
use super::form::{pictogram, representative, youth};
use super::scope::Channel;
use crate::form::Form;
use crate::form::judging::Judging;
use crate::policy::Policy;
use crate::value::word::words;

words! {
    /// How the text is written.
    Wording {
        Standard "standard" "Vanlig text" "Plain Swedish.",
        Easy "lattlast" "Lättläst text" "Shorter sentences and easier words.",
    }
}

/// How many hexadecimal digits a version has: 128 bits.
const VERSION_DIGITS: usize = 32;

/// The text as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Information {
    /// Each part: a heading, and sentences.
    pub parts: Vec<(&'static str, String)>,
    /// The hash of all of it.
    pub version: String,
}

/// The parts of a text: heading and sentences, with `{names}` that are filled in.
type Parts = &'static [(&'static str, &'static str)];

const STANDARD: Parts = &[
    (
        "Vem frågar?",
        "{organisation} frågar och ansvarar för bilderna och för det som du skriver här. Har du frågor? Ring {telefon} eller skriv till {epost}.",
    ),
    (
        "Varför frågar vi?",
        "Vi vill visa bilder på {vem} för att berätta om det vi gör. Vi kan också vilja visa dem för att fler ska komma till oss. Det gör vi bara om du säger ja. Du väljer fritt. Säger du nej får {vem} samma hjälp som alla andra.",
    ),
    (
        "Var kan bilderna synas?",
        "Frågan gäller {kanaler}. Du svarar ja eller nej för varje plats.",
    ),
    (
        "Vad händer i sociala medier?",
        "I sociala medier kan andra spara bilder och dela dem. Företagen bakom kan också sprida dem till andra länder. Det kan vi inte styra över.",
    ),
    (
        "Hur länge gäller ditt ja?",
        "Det väljer du själv. Gäller det tills vidare så frågar vi igen efter {paminnelse} månader. För barn gäller det i högst {langst} månader och aldrig efter att barnet har fyllt {alder} år.",
    ),
    (
        "Kan du ångra dig?",
        "Ja, när du vill. Ta tillbaka ditt ja här på webben, med länken som du får av oss, eller ring. Du behöver inte säga varför. Vi slutar då att visa bilderna och tar bort dem inom {dagar} arbetsdagar. Det som är tryckt kan vi inte ta bort, och inte heller det som andra har sparat.",
    ),
    (
        "Vad händer med det du skriver?",
        "Vi sparar ditt svar för att kunna visa att vi har frågat. Du får se vad vi har sparat om dig och be oss att rätta fel.",
    ),
    (
        "Är du inte nöjd?",
        "Skriv till vårt dataskyddsombud: {ombud}. Du kan också klaga hos IMY, den myndighet som ser till att alla följer reglerna. Läs mer på imy.se.",
    ),
];

const EASY: Parts = &[
    (
        "Vem frågar?",
        "{organisation} frågar dig. Ring {telefon} om du undrar något. Du kan också skriva till {epost}.",
    ),
    (
        "Varför frågar vi?",
        "Vi vill visa bilder på {vem}. Vi vill visa vad vi gör. Du får säga ja. Du får säga nej. Båda svaren är bra.",
    ),
    (
        "Var kan bilden synas?",
        "Bilden kan synas här: {kanaler}. Du säger ja eller nej till varje plats.",
    ),
    (
        "Många kan se bilden",
        "Bilder på nätet kan alla se. Någon kan spara bilden. Någon kan dela bilden. Det kan vi inte stoppa.",
    ),
    (
        "Hur länge?",
        "Du väljer hur länge ditt ja gäller. Efter {paminnelse} månader frågar vi dig igen. För barn gäller det i högst {langst} månader. När barnet fyller {alder} år slutar det att gälla.",
    ),
    (
        "Du kan ändra dig",
        "Du kan ändra dig när du vill. Säg till oss. Du kan ringa. Du behöver inte säga varför. Vi tar bort bilden inom {dagar} dagar som vi jobbar. En tidning kan vi inte ta bort. Det som andra har sparat kan vi inte ta bort.",
    ),
    (
        "Ditt svar",
        "Vi sparar ditt svar. Du får se vad vi har sparat. Är något fel? Säg till oss.",
    ),
    (
        "Är du inte nöjd?",
        "Skriv till vårt ombud: {ombud}. Ombudet hjälper dig. Du kan också klaga hos IMY. Gå till imy.se.",
    ),
];

/// The channels as they are named inside a sentence.
const fn in_sentence(channel: Channel, wording: Wording) -> &'static str {
    match (channel, wording) {
        (Channel::UnitAccount, _) => "vårt eget konto i sociala medier",
        (Channel::SharedAccount, _) => "kommunens konton i sociala medier",
        (Channel::Website, _) => "kommunens webb",
        (Channel::Intranet, Wording::Standard) => "den webb som bara de som jobbar här ser",
        (Channel::Intranet, Wording::Easy) => "de som jobbar här",
        (Channel::Print, Wording::Standard) => "tryck, till exempel en tidning",
        (Channel::Print, Wording::Easy) => "en tidning",
        (Channel::Advert, _) => "en annons",
    }
}

/// The text for a form, as the policy and the request make it.
pub fn information(
    form: &Form,
    wording: Wording,
    policy: &Policy,
    channels: &[Channel],
    account: &str,
) -> Information {
    let parts = match wording {
        Wording::Standard => STANDARD,
        Wording::Easy => EASY,
    };
    let whom = if form == &youth::FORM {
        "barnet"
    } else if form == &representative::FORM {
        "personen"
    } else {
        "dig"
    };
    let places: Vec<String> = channels
        .iter()
        .map(|channel| {
            let place = in_sentence(*channel, wording);
            if *channel == Channel::UnitAccount && !account.is_empty() {
                [place, ", ", account].concat()
            } else {
                place.to_owned()
            }
        })
        .collect();
    let numbers = &policy.numbers;
    let names: [(&str, String); 10] = [
        ("{organisation}", policy.organisation.name.clone()),
        ("{telefon}", policy.contact.phone.clone()),
        ("{epost}", policy.contact.email.clone()),
        ("{ombud}", policy.contact.data_protection_email.clone()),
        ("{vem}", whom.to_owned()),
        ("{kanaler}", listed(&places)),
        (
            "{paminnelse}",
            numbers.adult_consent_reminder_every.to_string(),
        ),
        ("{langst}", numbers.youth_consent_valid_for_max.to_string()),
        ("{alder}", numbers.guardian_required_below.to_string()),
        ("{dagar}", numbers.removal_within.to_string()),
    ];
    let parts: Vec<(&'static str, String)> = parts
        .iter()
        .map(|(heading, sentences)| {
            let filled = names
                .iter()
                .fold((*sentences).to_owned(), |text, (name, word)| {
                    text.replace(name, word)
                });
            (*heading, filled)
        })
        .collect();
    let version = version(form, wording, &parts);
    Information { parts, version }
}

/// «a, b och c».
fn listed(places: &[String]) -> String {
    match places {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => [&before.join("; "), " och ", last].concat(),
    }
}

/// The hash of what was shown, with the parts told apart.
fn version(form: &Form, wording: Wording, parts: &[(&'static str, String)]) -> String {
    let mut hash = Sha256::new();
    for piece in [form.id, wording.id()].into_iter().chain(
        parts
            .iter()
            .flat_map(|(heading, sentences)| [*heading, sentences.as_str()]),
    ) {
        hash.update(piece.as_bytes());
        hash.update([0]);
    }
    let mut digits = String::with_capacity(VERSION_DIGITS);
    for byte in hash.finalize().into_iter().take(VERSION_DIGITS / 2) {
        for half in [byte >> 4, byte & 15] {
            digits.push(char::from_digit(half.into(), 16).unwrap_or('0'));
        }
    }
    digits
}

/// The text that belongs to a draft being judged.
pub fn of(judging: &Judging<'_>, wording: Wording) -> Information {
    let channels: Vec<Channel> = judging
        .list(&KANALER)
        .iter()
        .filter_map(|id| Channel::from_id(id))
        .collect();
    information(
        judging.form(),
        wording,
        judging.policy(),
        &channels,
        judging.text(&ENHETENS_KONTO),
    )
}

/// Whether the version is that of a text that is shown today.
pub fn is_current(judging: &Judging<'_>, version: &str) -> bool {
    wording_of(judging, version).is_some()
}

/// The wordings that a form's text has. With pictures, the easy text is the one that is read aloud.
pub fn wordings(form: &Form) -> &'static [Wording] {
    if form == &pictogram::FORM {
        &[Wording::Easy]
    } else {
        Wording::ALL
    }
}

/// The wording that a form's text is shown in first.
pub fn first_wording(form: &Form) -> Wording {
    wordings(form).first().copied().unwrap_or(Wording::Easy)
}

/// In which wording the text of this version is shown today, if it is.
pub fn wording_of(judging: &Judging<'_>, version: &str) -> Option<Wording> {
    wordings(judging.form())
        .iter()
        .copied()
        .find(|wording| of(judging, *wording).version == version)
}
