//! The rules that more than one consent form keeps.
//!
//! A rule belongs to one field, so the same rule stands on every form that asks for the field. What
//! differs between the forms is read from what they ask.

use chrono::{Months, NaiveDate};

use super::question::*;
use super::{pictogram, youth};
use crate::consent::text;
use crate::form::check::{check_email, check_name, stop, unchosen};
use crate::form::field::{Field, NO, UNKNOWN, YES};
use crate::form::finding::{Breach, Rule, Severity};
use crate::form::judging::Judging;
use crate::policy::guideline::Guideline;
use crate::value::date;
use crate::value::personnummer::age_on;
use crate::value::{email, name, phone};

/// Oldest anybody can be, in months.
const AGE_MAX_MONTHS: u32 = 125 * 12;

/// Advice about a day of birth, in the order of [`date::Problem`].
pub(super) const BORN_ADVICE: &[&str] = &[
    "Fyll i när personen är född.",
    "Skriv dag, månad och år, till exempel 21 november 2012.",
    "Titta på datumet igen. Den dagen finns inte.",
    "Titta på året igen. Så gammal kan ingen vara.",
    "Titta på datumet igen. Den dagen har inte varit än.",
];
/// Advice about a day that may be any, in the order of [`date::Problem`].
pub(super) const DAY_ADVICE: &[&str] = &[
    "Fyll i vilken dag det gäller.",
    "Skriv dag, månad och år, till exempel 21 november 2026.",
    "Titta på datumet igen. Den dagen finns inte.",
];
pub(super) fn email_or_phone(
    judging: &Judging<'_>,
    email: &Field,
    phone: &Field,
) -> Option<Breach> {
    match judging.email(email) {
        Err(email::Problem::Missing) if judging.draft().is_empty(phone) => Some(Breach::case(0)),
        Err(email::Problem::Missing) | Ok(_) => None,
        Err(problem) => Some(Breach::case(problem as usize)),
    }
}

/// Judges an address that may be left out.
pub(super) fn optional_email(judging: &Judging<'_>, field: &Field) -> Option<Breach> {
    if judging.email(field) == Err(email::Problem::Missing) {
        return None;
    }
    check_email(judging, field)
}

/// Judges a number that may be left out.
pub(super) fn optional_phone(judging: &Judging<'_>, field: &Field) -> Option<Breach> {
    match judging.phone(field) {
        Ok(_) | Err(phone::Problem::Missing) => None,
        Err(problem) => Some(Breach::case(problem as usize)),
    }
}

pub(super) fn check_phone(judging: &Judging<'_>, field: &Field) -> Option<Breach> {
    let problem = judging.phone(field).err()?;
    Some(Breach::case(problem as usize))
}

pub(super) fn check_date(judging: &Judging<'_>, field: &Field) -> Option<Breach> {
    let problem = judging.date(field).err()?;
    Some(Breach::case(problem as usize))
}

/// Judges a day that lies from `first` to `last`.
pub(super) fn day_within(
    judging: &Judging<'_>,
    field: &Field,
    first: NaiveDate,
    last: NaiveDate,
) -> Option<Breach> {
    judging
        .date(field)
        .and_then(|day| date::within(day, first..=last))
        .err()
        .map(|problem| Breach::case(problem as usize))
}

pub(super) fn check_born(judging: &Judging<'_>, field: &Field) -> Option<Breach> {
    let (first, last) = possible_births(judging);
    day_within(judging, field, first, last)
}

/// The first and the last day on which anybody alive can be born.
fn possible_births(judging: &Judging<'_>) -> (NaiveDate, NaiveDate) {
    let today = judging.today();
    let oldest = today.checked_sub_months(Months::new(AGE_MAX_MONTHS));
    (oldest.unwrap_or(NaiveDate::MIN), today)
}

/// The day the person was born, when a form has asked for it and it can be read.
pub(super) fn born(judging: &Judging<'_>) -> Option<NaiveDate> {
    let (first, last) = possible_births(judging);
    [&FODD, &youth::BARN_FODD]
        .into_iter()
        .find_map(|field| judging.date(field).ok())
        .or_else(|| {
            let number = judging.personnummer(&youth::BARN_PERSONNUMMER).ok()?;
            Some(number.birth())
        })
        .filter(|born| (first..=last).contains(born))
}

/// The day of signing: that on the sheet, or else today.
pub(super) fn signing_day(judging: &Judging<'_>) -> NaiveDate {
    judging.date(&PAPPER_DAG).unwrap_or(judging.today())
}

/// The person's age in whole years on the day of signing. Born on 29 February one is a year older on
/// 1 March in common years.
pub(super) fn age(judging: &Judging<'_>) -> Option<u32> {
    born(judging).map(|born| age_on(born, signing_day(judging)))
}

/// The person's age in whole years today, when a sheet of paper is recorded.
pub(super) fn age_today(judging: &Judging<'_>) -> Option<u32> {
    born(judging).map(|born| age_on(born, judging.today()))
}

/// Whether guardians answer for the person.
pub(super) fn is_minor(judging: &Judging<'_>) -> bool {
    let limit = u32::from(judging.policy().numbers.guardian_required_below);
    age(judging).is_some_and(|age| age < limit)
}

/// The last day a minor's consent can hold: so many months from the signing, and never past the day
/// before the one on which the person answers alone.
pub(super) fn last_day_of_minor(judging: &Judging<'_>) -> Option<NaiveDate> {
    if !is_minor(judging) {
        return None;
    }
    let numbers = &judging.policy().numbers;
    let longest = signing_day(judging)
        .checked_add_months(Months::new(numbers.youth_consent_valid_for_max.into()))?;
    let grown = birthday(born(judging)?, u32::from(numbers.guardian_required_below))?;
    Some(longest.min(grown.pred_opt()?))
}

/// The day on which a person born on `born` becomes `years` old.
fn birthday(born: NaiveDate, years: u32) -> Option<NaiveDate> {
    // Months are added by keeping within the month; 29 February is reached on 1 March.
    let day = born.checked_add_months(Months::new(12 * years))?;
    if age_on(born, day) < years {
        day.succ_opt()
    } else {
        Some(day)
    }
}

/// Whether nothing was said yes to that a picture could be published on. It is a no, and then
/// nothing more has to be chosen.
pub(super) fn is_all_no(judging: &Judging<'_>) -> bool {
    let no = |field: &Field| matches!(judging.text(field), NO | UNKNOWN);
    let none_of = |fields: &[&'static Field]| {
        let mut asked = fields.iter().filter(|field| judging.asks(field)).peekable();
        asked.peek().is_some() && asked.all(|field| no(field))
    };
    none_of(&[&FOTO, &FILM, &LJUD])
        || none_of(&[
            &KANAL_ENHET,
            &KANAL_KOMMUN,
            &KANAL_WEBB,
            &KANAL_INTRANAT,
            &KANAL_TRYCK,
            &KANAL_ANNONS,
        ])
        || none_of(&[&INFORMERA, &MARKNADSFORA])
        || none_of(&[&pictogram::FAR_FOTA, &pictogram::FAR_FILMA])
        || none_of(&[
            &pictogram::FAR_TELEFON,
            &pictogram::FAR_WEBB,
            &pictogram::FAR_TIDNING,
        ])
}

/// Judges a list where at least one of the options is ticked and nothing else is.
pub(super) fn check_list(judging: &Judging<'_>, field: &Field) -> Option<Breach> {
    let ticked = judging.list(field);
    let known = |id: &String| field.choices().iter().any(|choice| choice.id == id);
    (ticked.is_empty() || !ticked.iter().all(known)).then(|| Breach::case(0))
}

pub(super) const NAMN_RULE: Rule = stop(
    "namn",
    &NAMN,
    Guideline::Gdpr7,
    "Den som är på bilden anges med namn",
    name::ADVICE,
    |judging| check_name(judging, &NAMN),
);
pub(super) const FODD_RULE: Rule = stop(
    "fodelsedatum",
    &FODD,
    Guideline::Under18,
    "Födelsedatumet finns i kalendern och har varit",
    BORN_ADVICE,
    |judging| check_born(judging, &FODD),
);
pub(super) const UNDER_18: Rule = stop(
    "under-18-vardnadshavare",
    &FODD,
    Guideline::Under18,
    "För den som är för ung svarar vårdnadshavare eller god man",
    &["Be om blanketten för unga. Den som är under {min} år kan inte svara ensam här."],
    |judging| {
        is_minor(judging)
            .then(|| Breach::case(0).with("min", &judging.policy().numbers.guardian_required_below))
    },
);
pub(super) const VERKSAMHET_RULE: Rule = stop(
    "verksamhet",
    &VERKSAMHET,
    Guideline::Rutin,
    "Frågan kommer från en verksamhet i kommunen",
    &["Välj verksamhet. Har du fått en länk ber du om en ny."],
    |judging| {
        let unit = judging.policy().units.get(judging.text(&VERKSAMHET));
        unit.is_none().then(|| Breach::case(0))
    },
);
pub(super) const DITT_NAMN_RULE: Rule = stop(
    "ditt-namn",
    &DITT_NAMN,
    Guideline::Gdpr7,
    "Den som svarar anger sitt namn",
    name::ADVICE,
    |judging| check_name(judging, &DITT_NAMN),
);
pub(super) const DIN_EPOST_RULE: Rule = stop(
    "din-epost",
    &DIN_EPOST,
    Guideline::Gdpr7,
    "Den som svarar går att nå med e-post eller telefon",
    email::ADVICE,
    |judging| email_or_phone(judging, &DIN_EPOST, &DIN_TELEFON),
);
pub(super) const DIN_TELEFON_RULE: Rule = stop(
    "din-telefon",
    &DIN_TELEFON,
    Guideline::Gdpr7,
    "Telefonnumret till den som svarar har rätt form",
    phone::ADVICE,
    |judging| optional_phone(judging, &DIN_TELEFON),
);

/// Which pictures it is about.
pub(super) static OCCASION_RULES: &[Rule] = &[
    stop(
        "bilder-fran",
        &BILDER_FRAN,
        Guideline::Gdpr7,
        "Det är sagt vilka bilder frågan gäller",
        &[
            "Välj om det gäller ett tillfälle eller fler gånger. Har du fått en länk ber du om en ny.",
        ],
        |judging| unchosen(judging, &BILDER_FRAN),
    ),
    stop(
        "tillfalle-dag",
        &TILLFALLE_DAG,
        Guideline::Gdpr7,
        "Tillfället har en dag",
        DAY_ADVICE,
        |judging| check_date(judging, &TILLFALLE_DAG),
    ),
    stop(
        "tillfalle-plats",
        &TILLFALLE_PLATS,
        Guideline::Gdpr7,
        "Tillfället har en plats",
        &[
            "Fyll i var bilderna tas.",
            "Skriv platsen med bokstäver.",
            "Skriv kortare, högst 200 tecken.",
        ],
        |judging| check_name(judging, &TILLFALLE_PLATS),
    ),
];
pub(super) const KANALER_RULE: Rule = stop(
    "kanaler",
    &KANALER,
    Guideline::Gdpr7,
    "Det är sagt var bilderna kan synas",
    &["Välj minst en plats. Har du fått en länk ber du om en ny."],
    |judging| check_list(judging, &KANALER),
);
pub(super) const ENHETENS_KONTO_RULE: Rule = stop(
    "enhetens-konto",
    &ENHETENS_KONTO,
    Guideline::Gdpr7,
    "Kontots namn är ett namn",
    &["Skriv kontots namn med bokstäver, högst 200 tecken."],
    |judging| {
        let problem = judging.name(&ENHETENS_KONTO).err()?;
        (problem != name::Problem::Missing).then(|| Breach::case(0))
    },
);

macro_rules! choose {
    ($($id:literal, $field:ident, $summary:literal, $advice:literal;)+) => {
        &[$(stop(
            $id,
            &$field,
            Guideline::Gdpr7,
            $summary,
            &[$advice],
            |judging| unchosen(judging, &$field),
        ),)+]
    };
}

// «Val per kanal»: nothing is taken for granted. One rule per question, so that each is pointed at.

/// What may be recorded.
pub(super) static MEDIUM_RULES: &[Rule] = choose! {
    "val-per-kanal-foto", FOTO, "Foto har fått ett eget svar", "Svara ja eller nej om foto.";
    "val-per-kanal-film", FILM, "Film har fått ett eget svar", "Svara ja eller nej om film.";
    "val-per-kanal-ljud", LJUD, "Ljud har fått ett eget svar", "Svara ja eller nej om rösten.";
};
/// Each channel and purpose, and sharing.
pub(super) static CHANNEL_RULES: &[Rule] = choose! {
    "val-per-kanal-enhetens-konto", KANAL_ENHET, "Enhetens konto har fått ett eget svar", "Svara ja eller nej om vårt eget konto.";
    "val-per-kanal-kommunens-konton", KANAL_KOMMUN, "Kommunens konton har fått ett eget svar", "Svara ja eller nej om hela kommunens konton.";
    "val-per-kanal-webbplats", KANAL_WEBB, "Webbplatsen har fått ett eget svar", "Svara ja eller nej om kommunens webbplats.";
    "val-per-kanal-intranat", KANAL_INTRANAT, "Intranätet har fått ett eget svar", "Svara ja eller nej om den webb som bara de som jobbar här ser.";
    "val-per-kanal-tryck", KANAL_TRYCK, "Trycksaker har fått ett eget svar", "Svara ja eller nej om tryck.";
    "val-per-kanal-annons", KANAL_ANNONS, "Annonser har fått ett eget svar", "Svara ja eller nej om annons.";
    "val-per-kanal-informera", INFORMERA, "Ändamålet informera har fått ett eget svar", "Svara ja eller nej om att berätta om det vi gör.";
    "val-per-kanal-marknadsfora", MARKNADSFORA, "Ändamålet marknadsföra har fått ett eget svar", "Svara ja eller nej om att locka fler att komma till oss.";
    "val-per-kanal-delning", DELNING, "Delning har fått ett eget svar", "Svara ja eller nej om att andra konton får dela.";
};
/// The name beside the picture.
pub(super) static NAMING_RULES: &[Rule] = choose! {
    "val-per-kanal-namn", NAMN_MED_BILD, "Namnet med bilden har fått ett eget svar", "Välj om namnet får stå vid bilden.";
};

/// How long it holds.
pub(super) static DURATION_RULES: &[Rule] = &[
    stop(
        "giltighet",
        &GILTIGHET,
        Guideline::Rutin,
        "Det är sagt hur länge samtycket gäller",
        &[
            "Välj hur länge ditt ja gäller.",
            "Välj Till en viss dag eller Tills vidare. Bilderna tas fler gånger.",
        ],
        |judging| {
            if !judging.is_chosen(&GILTIGHET) {
                return (!is_all_no(judging)).then(|| Breach::case(0));
            }
            let never_ends =
                judging.text(&GILTIGHET) == OCCASION && judging.text(&BILDER_FRAN) != ONCE;
            never_ends.then(|| Breach::case(1))
        },
    ),
    stop(
        "giltighet-till",
        &GILTIG_TILL,
        Guideline::Rutin,
        "Samtycket slutar inom den längsta tiden",
        &[
            "Fyll i den sista dagen.",
            "Skriv dag, månad och år, till exempel 21 november 2027.",
            "Titta på datumet igen. Den dagen finns inte.",
            "Skriv dagens datum eller en senare dag.",
            "Skriv en tidigare dag, senast {hogst}.",
        ],
        |judging| {
            let last = last_day_of_minor(judging);
            let breach = day_within(
                judging,
                &GILTIG_TILL,
                signing_day(judging),
                last.unwrap_or(NaiveDate::MAX),
            )?;
            Some(breach.with("hogst", &date::long(last.unwrap_or_default())))
        },
    ),
];
pub(super) const TEXT_LAST_RULE: Rule = stop(
    "text-last",
    &TEXT_LAST,
    Guideline::Gdpr7,
    "Den som svarar har läst texten som gäller nu",
    &[
        "Läs texten och kryssa i rutan.",
        "Läs texten igen och kryssa i rutan. Texten har ändrats.",
    ],
    |judging| {
        let read = judging.text(&TEXT_LAST);
        if read.is_empty() {
            return (!is_all_no(judging)).then(|| Breach::case(0));
        }
        (!text::is_current(judging, read)).then(|| Breach::case(1))
    },
);

/// Whether the person can decide, and who has been asked.
pub(super) static ABILITY_RULES: &[Rule] = &[
    Rule {
        id: "saknar-formaga",
        field: &FORMAGA,
        severity: Severity::Exit,
        guideline: Guideline::SaknarFormaga,
        summary: "Den som inte alls kan bestämma tas det inga bilder på",
        advice: &["Ta inga bilder. Ingen annan kan säga ja åt personen."],
        broken: |judging| (judging.text(&FORMAGA) == NO).then(|| Breach::case(0)),
    },
    stop(
        "kan-bestamma",
        &FORMAGA,
        Guideline::Kognition,
        "Det är sagt om personen själv kan bestämma",
        &["Välj om personen själv kan säga ja eller nej."],
        |judging| unchosen(judging, &FORMAGA),
    ),
    stop(
        "anhorig-tillfragad",
        &TILLFRAGAD,
        Guideline::Kognition,
        "Vid behov av stöd är en anhörig eller personal tillfrågad",
        &[
            "Välj vem ni har frågat.",
            "Fråga en anhörig eller någon som jobbar nära personen. Kom sedan hit igen.",
        ],
        |judging| match judging.text(&TILLFRAGAD) {
            "ingen" => Some(Breach::case(1)),
            _ => unchosen(judging, &TILLFRAGAD),
        },
    ),
    stop(
        "tillfragad-namn",
        &TILLFRAGAD_NAMN,
        Guideline::Kognition,
        "Den som är tillfrågad anges med namn",
        name::ADVICE,
        |judging| check_name(judging, &TILLFRAGAD_NAMN),
    ),
];
/// Who answers for an adult.
pub(super) static REPRESENTATIVE_RULES: &[Rule] = &[
    stop(
        "foretradare-namn",
        &FORETRADARE_NAMN,
        Guideline::Stallforetradare,
        "God man eller förvaltare anges med namn",
        name::ADVICE,
        |judging| check_name(judging, &FORETRADARE_NAMN),
    ),
    stop(
        "foretradare-epost",
        &FORETRADARE_EPOST,
        Guideline::Stallforetradare,
        "God man eller förvaltare går att nå med e-post eller telefon",
        email::ADVICE,
        |judging| email_or_phone(judging, &FORETRADARE_EPOST, &FORETRADARE_TELEFON),
    ),
    stop(
        "foretradare-telefon",
        &FORETRADARE_TELEFON,
        Guideline::Stallforetradare,
        "Telefonnumret till god man eller förvaltare har rätt form",
        phone::ADVICE,
        |judging| optional_phone(judging, &FORETRADARE_TELEFON),
    ),
];
pub(super) const GOD_MAN_UPPDRAG: Rule = stop(
    "god-man-uppdrag",
    &UPPDRAG,
    Guideline::Stallforetradare,
    "Uppdraget omfattar att sörja för personen, eller prövas av en jurist",
    &[
        "Välj vad uppdraget omfattar.",
        "Låt personen svara själv, med stöd. I det här uppdraget ingår inte att svara om bilder.",
    ],
    |judging| match judging.text(&UPPDRAG) {
        "bara-annat" => Some(Breach::case(1)),
        _ => unchosen(judging, &UPPDRAG),
    },
);
pub(super) const UPPDRAG_SLUT_RULE: Rule = stop(
    "uppdrag-slut",
    &UPPDRAG_SLUT,
    Guideline::Stallforetradare,
    "Uppdraget har inte tagit slut",
    &[
        "Skriv dag, månad och år, till exempel 21 november 2027.",
        "Titta på datumet igen. Den dagen finns inte.",
        "Låt den som har uppdraget nu svara. Den här dagen har redan varit.",
        "Fråga personen själv, eller den som har uppdraget nu. Uppdraget har tagit slut sedan blanketten skrevs under.",
    ],
    |judging| {
        let ends_after = |first| day_within(judging, &UPPDRAG_SLUT, first, NaiveDate::MAX);
        if let Some(breach) = ends_after(signing_day(judging)) {
            // An appointment without an end is no breach, so its advice is not there.
            return breach.case.checked_sub(1).map(Breach::case);
        }
        // A sheet of paper is signed before it is recorded, and a yes on it could not count today.
        // The person's own no stands under every appointment.
        let is_no = judging.text(&PERSONENS_SVAR) == NO || judging.is_yes(&TVEKADE);
        (!is_no && ends_after(judging.today()).is_some()).then(|| Breach::case(3))
    },
);
pub(super) const PERSONENS_EGEN_ASIKT: Rule = stop(
    "personens-egen-asikt",
    &PERSONENS_SVAR,
    Guideline::Tvekan,
    "Den som har en företrädare är själv tillfrågad",
    &[
        "Välj vad personen själv säger.",
        "Fråga personen först. Kom sedan hit igen.",
    ],
    |judging| match judging.text(&PERSONENS_SVAR) {
        NOT_ASKED => Some(Breach::case(1)),
        _ => unchosen(judging, &PERSONENS_SVAR),
    },
);
/// Hesitation is a no.
pub(super) static DOUBT_RULES: &[Rule] = &[
    stop(
        "tvekade",
        &TVEKADE,
        Guideline::Tvekan,
        "Det är sagt om personen verkade tveka",
        &["Svara ja eller nej om personen verkade tveka."],
        |judging| unchosen(judging, &TVEKADE),
    ),
    Rule {
        id: "tvekan",
        field: &TVEKADE,
        severity: Severity::Advice,
        guideline: Guideline::Tvekan,
        summary: "Den som tvekar har sagt nej",
        advice: &["Det här blir ett nej. Den som tvekar ska inte synas på bild."],
        broken: |judging| (judging.text(&TVEKADE) == YES).then(|| Breach::case(0)),
    },
];
