//! «Starta konto»: the form an employee fills in, and every rule it must keep.
//!
//! [`check`] is the only way to an [`Application`]: whoever holds one knows that every rule was kept
//! on the day it was made.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::address::{self, Address, Platform};
use crate::date;
use crate::draft::Draft;
use crate::email;
use crate::field::{Choice, Class, Field, Kind, NO, UNKNOWN, YES, YES_NO, YES_NO_UNKNOWN};
use crate::finding::{self, Breach, Finding, Rule, Severity};
use crate::form::{self, Form, Keeper, Question, Step};
use crate::guideline::Guideline;
use crate::name;
use crate::order;
use crate::phone;
use crate::reading::{Facts, Reading};
use crate::register::Likeness;
use crate::text;
use crate::unit;
use crate::word::words;

/// «Din roll»: the head of the unit, who decides to apply and needs nobody else's yes.
pub const HEAD_OF_UNIT: &str = "enhetschef";
/// «Chefens godkännande»: the manager is asked in this service.
pub const ASK_MANAGER: &str = "be-chefen";
/// «Vem driver kontot?»: a person in service.
pub const INDIVIDUAL: &str = "tjansteperson";
/// «Öppet eller slutet konto»: anybody can see it.
pub const OPEN: &str = "oppet";
/// «Rättslig grund»: consent.
pub const CONSENT: &str = "samtycke";
/// «Rör verksamheten»: none of the sensitive ones.
const NONE_OF_THESE: &str = "inget";

/// The texts about purpose, goal and audience.
const ABOUT: Kind = Kind::LongText { min: 20, max: 500 };
const DESCRIPTION_MAX: u16 = 200;
const POSTS_MAX: u16 = 50;
/// Fewest characters of a reason for an exception.
const REASON_MIN: usize = 20;
/// Most people who publish.
const PUBLISHERS_MAX: usize = 50;
/// Most characters for all of their addresses together.
const PUBLISHERS_CHARS_MAX: u16 = 4000;

pub static SOKANDE_NAMN: Field =
    Field::new("sokande-namn", "Ditt namn", Kind::Name).hint("Hämtat från din inloggning.");
pub static SOKANDE_EPOST: Field = Field::new("sokande-epost", "Din e-post", Kind::Email)
    .hint("Hämtad från din inloggning. Hit skickar vi besked.");
pub static SOKANDE_TELEFON: Field =
    Field::new("sokande-telefon", "Telefon", Kind::Phone).optional();
pub static SOKANDE_ROLL: Field = Field::new(
    "sokande-roll",
    "Din roll",
    Kind::Choice(&[
        Choice::with_hint(
            HEAD_OF_UNIT,
            "Enhetschef",
            "Du ansvarar för enheten och beslutar själv att ansöka.",
        ),
        Choice::new("medarbetare", "Medarbetare på uppdrag av chefen"),
        Choice::new("kommunikator", "Kommunikatör"),
    ]),
);
pub static CHEF_NAMN: Field = Field::new("chef-namn", "Ansvarig enhetschef, namn", Kind::Name)
    .hint("Enhetschefen är ansvarig för kontot, även när någon annan sköter det.");
pub static CHEF_EPOST: Field = Field::new("chef-epost", "Ansvarig enhetschef, e-post", Kind::Email);
pub static CHEF_GODKANNANDE: Field = Field::new(
    "chef-godkannande",
    "Chefens godkännande",
    Kind::Choice(&[
        Choice::new(YES, "Ja, min chef har sagt ja"),
        Choice::with_hint(
            ASK_MANAGER,
            "Be chefen godkänna här i tjänsten",
            "Chefen får ansökan när du har skickat in den.",
        ),
        Choice::new(NO, "Nej, inte än"),
    ]),
);
pub static CHEF_DATUM: Field =
    Field::new("chef-datum", "Datum för chefens godkännande", Kind::Date)
        .hint("Till exempel 21 november 2026 eller 2026-11-21.");

pub static ENHET: Field = Field::new("enhet", "Enhet", Kind::Unit)
    .hint("Börja skriva namnet på enheten, området eller förvaltningen.")
    .class(Class::Open);
pub static ENHET_NAMN: Field = Field::new("enhet-namn", "Enhetens namn", Kind::Line)
    .hint("Skriv namnet så som det ska stå i förteckningen.")
    .class(Class::Open);
pub static BEFINTLIGA: Field = Field::new(
    "befintliga-konton",
    "Vi har tittat, inget befintligt konto passar",
    Kind::Tick,
)
.hint("Finns det redan ett konto för samma syfte? Titta i listan innan ni startar ett nytt.");

pub static PLATTFORM: Field = Field::new("plattform", "Plattform", Kind::Choice(PLATFORMS))
    .hint("En ansökan gäller ett konto på en plattform.")
    .class(Class::Open);
pub static PLATTFORM_ANNAN: Field =
    Field::new("plattform-annan", "Vilken annan plattform?", Kind::Line).class(Class::Open);
pub static KONTO_NAMN: Field = Field::new("konto-namn", "Föreslaget kontonamn", Kind::Address)
    .hint("Skriv kontots namn eller hela adressen.")
    .class(Class::Open);
pub static OPPET: Field = Field::new(
    "oppet-slutet",
    "Öppet eller slutet konto",
    Kind::Choice(&[
        Choice::with_hint(OPEN, "Öppet", "Alla kan se det som publiceras."),
        Choice::with_hint("slutet", "Slutet", "Bara de som ni släpper in kan se."),
    ]),
)
.class(Class::Open);
pub static DRIVS_AV: Field = Field::new(
    "drivs-av",
    "Vem driver kontot?",
    Kind::Choice(&[
        Choice::new("verksamheten", "Verksamheten"),
        Choice::with_hint(
            INDIVIDUAL,
            "En tjänsteperson i tjänsten",
            "En namngiven person står för kontot i sitt arbete.",
        ),
    ]),
);
pub static SYFTE: Field = Field::new("syfte", "Syfte", ABOUT)
    .hint("Varför behövs kontot? Skriv inte känsliga personuppgifter här.");
pub static MAL: Field = Field::new("mal", "Mål", ABOUT)
    .hint("Vad ska vara annorlunda om ett år? Skriv inte känsliga personuppgifter här.");
pub static MALGRUPP: Field = Field::new("malgrupp", "Målgrupp", ABOUT)
    .hint("Vilka vill ni nå? Skriv inte känsliga personuppgifter här.");
pub static BESKRIVNING: Field = Field::new(
    "beskrivning",
    "Beskrivning för förteckningen",
    Kind::LongText {
        min: 1,
        max: DESCRIPTION_MAX,
    },
)
.hint("Texten blir offentlig. Skriv vad kontot handlar om och vem som är avsändare.")
.class(Class::Open);

pub static ANSVARIG_NAMN: Field = Field::new("ansvarig-namn", "Kontoansvarig, namn", Kind::Name)
    .hint("Den som sköter kontot i vardagen.");
pub static ANSVARIG_EPOST: Field =
    Field::new("ansvarig-epost", "Kontoansvarig, e-post", Kind::Email);
pub static ERSATTARE_NAMN: Field = Field::new("ersattare-namn", "Ersättare, namn", Kind::Name)
    .hint("Den som tar över när kontoansvarig är borta.");
pub static ERSATTARE_EPOST: Field = Field::new("ersattare-epost", "Ersättare, e-post", Kind::Email);
pub static PUBLICISTER: Field = Field::new(
    "publicister",
    "Publicister",
    Kind::LongText {
        min: 0,
        max: PUBLISHERS_CHARS_MAX,
    },
)
.hint("Andra som får publicera. Skriv en e-postadress per rad.")
.optional()
.class(Class::Personal);
pub static INLAGG: Field = Field::new(
    "inlagg-per-vecka",
    "Planerade inlägg i veckan",
    Kind::Number {
        min: 0,
        max: POSTS_MAX,
    },
);
pub static INLAGG_UNDANTAG: Field = Field::new(
    "inlagg-undantag",
    "Skäl till undantag",
    Kind::LongText { min: 0, max: 500 },
)
.hint("Fyll i bara om ni planerar färre inlägg i veckan än riktlinjen kräver.")
.optional();
pub static BEVAKNING: Field = Field::new(
    "bevakning-varje-vardag",
    "Kontot bevakas varje vardag",
    Kind::Choice(YES_NO),
);
pub static SVARSTID: Field = Field::new(
    "svarstid",
    "Kommentarer besvaras inom 24 timmar på vardagar",
    Kind::Choice(YES_NO),
);
pub static UNDERSKRIFT: Field = Field::new(
    "underskrift",
    "Svar undertecknas med förnamn",
    Kind::Choice(YES_NO),
);
pub static FUNKTIONSADRESS: Field = Field::new(
    "funktionsadress",
    "Är kontot kopplat till en gemensam funktionsadress?",
    Kind::Choice(YES_NO),
)
.hint("En funktionsadress hör till enheten och inte till en person.");
pub static TVASTEG: Field = Field::new(
    "tvastegsverifiering",
    "Har inloggningen tvåstegsverifiering?",
    Kind::Choice(YES_NO),
);

pub static PERSONER: Field = Field::new(
    "personer",
    "Kommer personer att synas på bild?",
    Kind::Choice(YES_NO_UNKNOWN),
);
pub static RATTSLIG_GRUND: Field = Field::new(
    "rattslig-grund",
    "Rättslig grund",
    Kind::Choice(&[
        Choice::new(CONSENT, "Samtycke"),
        Choice::new("allmant-intresse", "Uppgift av allmänt intresse"),
        Choice::new("avtal", "Avtal"),
        Choice::with_hint(
            UNKNOWN,
            "Vet inte",
            "Dataskyddsombudet hjälper er att reda ut det.",
        ),
    ]),
)
.hint("Varför får ni behandla personuppgifterna?");
pub static RUTIN: Field = Field::new(
    "rutin-for-samtycke",
    "Rutin för samtycke",
    Kind::LongText { min: 20, max: 500 },
)
.hint("När ställer ni frågan, och var förvaras svaren?");
pub static ROR: Field = Field::new(
    "verksamheten-ror",
    "Rör verksamheten något av detta?",
    Kind::Choices(&[
        Choice::new("barn", "Barn"),
        Choice::new("vard-och-omsorg", "Vård och omsorg"),
        Choice::new("skyddade-uppgifter", "Personer med skyddade uppgifter"),
        Choice::new(NONE_OF_THESE, "Inget av dessa"),
    ]),
);
pub static PROFILBILD: Field = Field::new(
    "profilbild-visar-logotyp",
    "Profilbilden visar tydligt kommunens logotyp",
    Kind::Tick,
);
pub static BAKGRUNDSBILD: Field = Field::new(
    "bakgrundsbild",
    "Bakgrundsbilden hör till verksamheten, och vi har rätt att använda den",
    Kind::Tick,
);
pub static REKLAM: Field = Field::new(
    "utan-reklam",
    "Vi gör inte reklam, visar inte upp produkter och taggar inte privata företag",
    Kind::Tick,
);
pub static TILLGANGLIGHET: Field = Field::new(
    "alt-text-och-textning",
    "Bilder får alternativtext och filmer textas",
    Kind::Tick,
);
pub static ARKIVANSVARIG: Field = Field::new("arkivansvarig", "Vem sparar innehållet?", Kind::Line)
    .hint("Skriv en roll eller ett namn. Innehållet är allmän handling.")
    .class(Class::Personal);

pub static RIKTLINJER: Field = Field::new(
    "riktlinjer",
    "Riktlinjer som gäller för kontot",
    Kind::Guidelines,
)
.hint("Läs varje riktlinje och bekräfta att ni följer den.");
pub static VARNINGAR: Field =
    Field::new("varningar", "Varningar som jag har läst", Kind::Warnings).optional();

/// Every platform as an option; the words are those of [`Platform::id`].
const PLATFORMS: &[Choice] = &{
    const NONE: Choice = Choice::new("", "");
    let mut choices = [NONE; Platform::ALL.len()];
    let mut at = 0;
    while at < choices.len() {
        choices[at] = Choice::new(Platform::ALL[at].id(), Platform::ALL[at].label());
        at += 1;
    }
    choices
};

/// Its steps; the last one is the review.
const STEPS: &[Step] = &[
    Step {
        slug: "du-och-din-chef",
        title: "Du och din chef",
        lead: "",
        questions: &[
            Question::always(&SOKANDE_NAMN),
            Question::always(&SOKANDE_EPOST),
            Question::always(&SOKANDE_TELEFON),
            Question::always(&SOKANDE_ROLL),
            Question::when(&CHEF_NAMN, &SOKANDE_ROLL, APPLIES_FOR_MANAGER),
            Question::when(&CHEF_EPOST, &SOKANDE_ROLL, APPLIES_FOR_MANAGER),
            Question::when(&CHEF_GODKANNANDE, &SOKANDE_ROLL, APPLIES_FOR_MANAGER),
            Question::when(&CHEF_DATUM, &CHEF_GODKANNANDE, &[YES]),
        ],
    },
    Step {
        slug: "verksamheten",
        title: "Verksamheten",
        lead: "",
        questions: &[
            Question::always(&ENHET),
            Question::when(&ENHET_NAMN, &ENHET, &[unit::MISSING]),
            Question::always(&BEFINTLIGA),
        ],
    },
    Step {
        slug: "kontot",
        title: "Kontot",
        lead: "",
        questions: &[
            Question::always(&PLATTFORM),
            Question::when(&PLATTFORM_ANNAN, &PLATTFORM, &["annan"]),
            Question::always(&KONTO_NAMN),
            Question::always(&OPPET),
            Question::always(&DRIVS_AV),
            Question::always(&SYFTE),
            Question::always(&MAL),
            Question::always(&MALGRUPP),
            Question::always(&BESKRIVNING),
        ],
    },
    Step {
        slug: "bemanning",
        title: "Bemanning och bevakning",
        lead: "",
        questions: &[
            Question::always(&ANSVARIG_NAMN),
            Question::always(&ANSVARIG_EPOST),
            Question::always(&ERSATTARE_NAMN),
            Question::always(&ERSATTARE_EPOST),
            Question::always(&PUBLICISTER),
            Question::always(&INLAGG),
            Question::always(&INLAGG_UNDANTAG),
            Question::always(&BEVAKNING),
            Question::always(&SVARSTID),
            Question::always(&UNDERSKRIFT),
            Question::always(&FUNKTIONSADRESS),
            Question::always(&TVASTEG),
        ],
    },
    Step {
        slug: "bilder-lag-och-sakerhet",
        title: "Bilder, lag och säkerhet",
        lead: "",
        questions: &[
            Question::always(&PERSONER),
            Question::when(&RATTSLIG_GRUND, &PERSONER, &[YES]),
            Question::when(&RUTIN, &RATTSLIG_GRUND, &[CONSENT]),
            Question::always(&ROR),
            Question::when(&PROFILBILD, &DRIVS_AV, &["verksamheten"]),
            Question::always(&BAKGRUNDSBILD),
            Question::always(&REKLAM),
            Question::always(&TILLGANGLIGHET),
            Question::always(&ARKIVANSVARIG),
        ],
    },
    Step {
        slug: "granska",
        title: "Granska och skicka in",
        lead: "Läs igenom dina svar. Du kan ändra dem innan du skickar in.",
        questions: &[Question::always(&RIKTLINJER), Question::always(&VARNINGAR)],
    },
];

/// The form.
pub static FORM: Form = Form {
    id: "starta-konto",
    title: "Ansök om att starta ett konto",
    keeper: Keeper::Employee,
    prefilled: &[],
    steps: STEPS,
    fields: &form::fields::<{ form::count(STEPS) }>(STEPS),
    rules: RULES,
};

/// The roles that need a manager's yes.
const APPLIES_FOR_MANAGER: &[&str] = &["medarbetare", "kommunikator"];

pub(crate) const fn stop(
    id: &'static str,
    field: &'static Field,
    guideline: Guideline,
    summary: &'static str,
    advice: &'static [&'static str],
    broken: fn(&Reading<'_>) -> Option<Breach>,
) -> Rule {
    Rule {
        id,
        field,
        severity: Severity::Stop,
        guideline,
        summary,
        advice,
        broken,
    }
}

/// Every rule of the form, in field order.
pub static RULES: &[Rule] = &[
    stop(
        "sokande-namn",
        &SOKANDE_NAMN,
        Guideline::Handlaggning,
        "Den som söker anger sitt namn",
        name::ADVICE,
        |reading| name_breach(reading, &SOKANDE_NAMN),
    ),
    stop(
        "sokande-epost",
        &SOKANDE_EPOST,
        Guideline::Handlaggning,
        "Den som söker anger en e-postadress",
        email::ADVICE,
        |reading| email_breach(reading, &SOKANDE_EPOST),
    ),
    stop(
        "sokande-telefon",
        &SOKANDE_TELEFON,
        Guideline::Handlaggning,
        "Ett telefonnummer går att ringa",
        phone::ADVICE,
        |reading| {
            phone::parse(reading.text(&SOKANDE_TELEFON))
                .err()
                .filter(|problem| *problem != phone::Problem::Missing)
                .map(|problem| Breach::case(problem as usize))
        },
    ),
    stop(
        "sokande-roll",
        &SOKANDE_ROLL,
        Guideline::Enhetschef,
        "Den som söker anger sin roll",
        &["Välj din roll."],
        |reading| unchosen(reading, &SOKANDE_ROLL),
    ),
    stop(
        "chef-angiven",
        &CHEF_NAMN,
        Guideline::Enhetschef,
        "Ansvarig enhetschef anges med namn",
        name::ADVICE,
        |reading| name_breach(reading, &CHEF_NAMN),
    ),
    stop(
        "chef-epost",
        &CHEF_EPOST,
        Guideline::Enhetschef,
        "Ansvarig enhetschef anges med e-post",
        email::ADVICE,
        |reading| email_breach(reading, &CHEF_EPOST),
    ),
    stop(
        "chef-annan-an-sokande",
        &CHEF_EPOST,
        Guideline::Enhetschef,
        "Chefen är en annan person än den som söker, om inte chefen själv söker",
        &[
            "Fyll i chefens e-postadress, inte din egen. Är du själv chef för enheten väljer du rollen Enhetschef.",
        ],
        |reading| same_person(reading, &CHEF_EPOST, &SOKANDE_EPOST).then(|| Breach::case(0)),
    ),
    stop(
        "chef-besvarad",
        &CHEF_GODKANNANDE,
        Guideline::Chef,
        "Frågan om chefens godkännande är besvarad",
        &["Välj om din chef har sagt ja eller ska godkänna här i tjänsten."],
        |reading| unchosen(reading, &CHEF_GODKANNANDE),
    ),
    Rule {
        id: "chef-godkant",
        field: &CHEF_GODKANNANDE,
        severity: Severity::Exit,
        guideline: Guideline::Chef,
        summary: "Chefen har sagt ja, eller ombeds godkänna i tjänsten",
        advice: &["Prata med din chef först. Du kan också be chefen godkänna här i tjänsten."],
        broken: |reading| (reading.text(&CHEF_GODKANNANDE) == NO).then(|| Breach::case(0)),
    },
    stop(
        "chef-datum",
        &CHEF_DATUM,
        Guideline::Chef,
        "Dagen för chefens godkännande är angiven och har varit",
        &[
            "Fyll i datumet då chefen sa ja.",
            "Skriv hela datumet med dag, månad och år, till exempel 2026-11-21.",
            "Kontrollera datumet. Den dagen finns inte i kalendern.",
            "Skriv ett senare datum.",
            "Skriv dagens datum eller ett tidigare. Chefen ska ha sagt ja innan du ansöker.",
        ],
        |reading| {
            reading
                .date(&CHEF_DATUM)
                .and_then(|day| date::within(day, ..=reading.today()))
                .err()
                .map(|problem| Breach::case(problem as usize))
        },
    ),
    stop(
        "enhet-vald",
        &ENHET,
        Guideline::Forteckning,
        "Enheten finns i organisationen",
        &["Välj din enhet i listan. Finns den inte väljer du Min enhet saknas."],
        |reading| {
            let known = reading.unit(&ENHET).is_some() || reading.text(&ENHET) == unit::MISSING;
            (!known).then(|| Breach::case(0))
        },
    ),
    stop(
        "enhet-namn",
        &ENHET_NAMN,
        Guideline::Forteckning,
        "En enhet som saknas i listan anges med namn",
        &[
            "Fyll i enhetens namn.",
            "Skriv enhetens namn med bokstäver.",
            "Skriv ett kortare namn, högst 200 tecken.",
        ],
        |reading| name_breach(reading, &ENHET_NAMN),
    ),
    stop(
        "dubblett-provad",
        &BEFINTLIGA,
        Guideline::Forteckning,
        "Den som söker har sett efter om ett befintligt konto passar",
        &["Titta på de konton som redan finns. Kryssa i rutan om inget av dem passar."],
        |reading| {
            let looked = reading.is_yes(&BEFINTLIGA);
            (!looked && !similar(reading).is_empty()).then(|| Breach::case(0))
        },
    ),
    stop(
        "plattform-vald",
        &PLATTFORM,
        Guideline::Kanaler,
        "En plattform är vald",
        &["Välj plattform."],
        |reading| unchosen(reading, &PLATTFORM),
    ),
    stop(
        "plattform-annan",
        &PLATTFORM_ANNAN,
        Guideline::Kanaler,
        "En annan plattform anges med namn",
        &[
            "Fyll i vad plattformen heter.",
            "Skriv plattformens namn med bokstäver.",
            "Skriv ett kortare namn, högst 200 tecken.",
        ],
        |reading| name_breach(reading, &PLATTFORM_ANNAN),
    ),
    stop(
        "konto-namn",
        &KONTO_NAMN,
        Guideline::Handlaggning,
        "Kontonamnet är ett namn som plattformen tillåter",
        address::ADVICE,
        |reading| {
            // What a platform allows can only be said once it is chosen.
            let problem = reading.address(&PLATTFORM, &KONTO_NAMN).err()?;
            let judged =
                problem == address::Problem::Empty || reading.platform(&PLATTFORM).is_some();
            judged.then(|| Breach::case(problem as usize))
        },
    ),
    stop(
        "konto-upptaget",
        &KONTO_NAMN,
        Guideline::Forteckning,
        "Kontot finns inte redan i förteckningen",
        &["Välj ett annat kontonamn. {konto} används redan av {enhet}."],
        |reading| {
            let Likeness::Same(row) = reading.likeness(&PLATTFORM, &KONTO_NAMN) else {
                return None;
            };
            Some(
                Breach::case(0)
                    .with("konto", &row.handle)
                    .with("enhet", &row.unit),
            )
        },
    ),
    Rule {
        id: "konto-forvaxlingsbart",
        field: &KONTO_NAMN,
        severity: Severity::Warning,
        guideline: Guideline::Forteckning,
        summary: "Kontonamnet går inte att förväxla med ett som finns",
        advice: &[
            "Välj helst ett tydligare kontonamn. Det är lätt att förväxla med {konto}, som används av {enhet}.",
        ],
        broken: |reading| {
            let Likeness::Confusable(row) = reading.likeness(&PLATTFORM, &KONTO_NAMN) else {
                return None;
            };
            Some(
                Breach::case(0)
                    .with("konto", &row.handle)
                    .with("enhet", &row.unit),
            )
        },
    },
    stop(
        "konto-oppet",
        &OPPET,
        Guideline::Forteckning,
        "Det är sagt om kontot är öppet eller slutet",
        &["Välj om kontot ska vara öppet eller slutet."],
        |reading| unchosen(reading, &OPPET),
    ),
    stop(
        "konto-drivs-av",
        &DRIVS_AV,
        Guideline::Tjansteperson,
        "Det är sagt vem som driver kontot",
        &["Välj vem som driver kontot."],
        |reading| unchosen(reading, &DRIVS_AV),
    ),
    stop(
        "syfte",
        &SYFTE,
        Guideline::Handlaggning,
        "Syftet är beskrivet",
        LENGTH_ADVICE,
        |reading| length_breach(reading, &SYFTE),
    ),
    stop(
        "mal",
        &MAL,
        Guideline::Handlaggning,
        "Målet är beskrivet",
        LENGTH_ADVICE,
        |reading| length_breach(reading, &MAL),
    ),
    stop(
        "malgrupp",
        &MALGRUPP,
        Guideline::Handlaggning,
        "Målgruppen är beskriven",
        LENGTH_ADVICE,
        |reading| length_breach(reading, &MALGRUPP),
    ),
    stop(
        "beskrivning-offentlig",
        &BESKRIVNING,
        Guideline::Forteckning,
        "Beskrivningen för förteckningen är skriven och kort",
        LENGTH_ADVICE,
        |reading| length_breach(reading, &BESKRIVNING),
    ),
    stop(
        "beskrivning-personuppgift",
        &BESKRIVNING,
        Guideline::Forteckning,
        "Beskrivningen innehåller inga personuppgifter",
        &[
            "Ta bort personnumret. Beskrivningen blir offentlig.",
            "Ta bort e-postadressen. Beskrivningen blir offentlig och får bara ha enhetens funktionsadress.",
            "Ta bort telefonnumret. Beskrivningen blir offentlig och får bara ha enhetens nummer.",
        ],
        |reading| {
            let policy = reading.policy();
            let unit = reading.unit(&ENHET);
            let own = |detail: fn(&unit::Unit) -> &Option<String>| {
                unit.and_then(|unit| detail(unit).as_deref())
                    .unwrap_or_default()
            };
            let allowed = [
                own(|unit| &unit.email),
                own(|unit| &unit.phone),
                &policy.contact.email,
                &policy.contact.phone,
            ];
            text::contains_personal(reading.text(&BESKRIVNING), allowed, reading.today())
                .map(|personal| Breach::case(personal as usize))
        },
    ),
    stop(
        "tjansteperson-beskrivning",
        &BESKRIVNING,
        Guideline::Tjansteperson,
        "En tjänstepersons konto säger att kommunen är avsändare",
        &["Skriv i beskrivningen att {organisation} är avsändare och att kontot drivs i tjänsten."],
        |reading| {
            let lacks = reading.text(&DRIVS_AV) == INDIVIDUAL
                && !names_sender(reading, reading.text(&BESKRIVNING));
            lacks.then(|| Breach::case(0).with("organisation", &reading.policy().organisation.name))
        },
    ),
    Rule {
        id: "avsandare-syns",
        field: &BESKRIVNING,
        severity: Severity::Warning,
        guideline: Guideline::Profilbild,
        summary: "Kontonamnet eller beskrivningen visar vem som är avsändare",
        advice: &[
            "Skriv kommunens eller enhetens namn i kontonamnet eller beskrivningen, så att det syns vem som är avsändare.",
        ],
        broken: |reading| {
            let handle = reading.text(&KONTO_NAMN);
            let description = reading.text(&BESKRIVNING);
            let hidden = reading.text(&DRIVS_AV) != INDIVIDUAL
                && !text::is_blank(handle)
                && !description.is_empty()
                && !names_sender(reading, handle)
                && !names_sender(reading, description);
            hidden.then(|| Breach::case(0))
        },
    },
    stop(
        "ansvarig",
        &ANSVARIG_NAMN,
        Guideline::Enhetschef,
        "Kontoansvarig anges med namn",
        name::ADVICE,
        |reading| name_breach(reading, &ANSVARIG_NAMN),
    ),
    stop(
        "ansvarig-epost",
        &ANSVARIG_EPOST,
        Guideline::Enhetschef,
        "Kontoansvarig anges med e-post",
        email::ADVICE,
        |reading| email_breach(reading, &ANSVARIG_EPOST),
    ),
    stop(
        "ersattare",
        &ERSATTARE_NAMN,
        Guideline::Enhetschef,
        "Ersättare anges med namn",
        name::ADVICE,
        |reading| name_breach(reading, &ERSATTARE_NAMN),
    ),
    stop(
        "ersattare-epost",
        &ERSATTARE_EPOST,
        Guideline::Enhetschef,
        "Ersättare anges med e-post",
        email::ADVICE,
        |reading| email_breach(reading, &ERSATTARE_EPOST),
    ),
    stop(
        "ersattare-annan",
        &ERSATTARE_EPOST,
        Guideline::Enhetschef,
        "Ersättaren är en annan person än kontoansvarig",
        &["Fyll i en annan person än kontoansvarig som ersättare."],
        |reading| same_person(reading, &ERSATTARE_EPOST, &ANSVARIG_EPOST).then(|| Breach::case(0)),
    ),
    stop(
        "publicister-epost",
        &PUBLICISTER,
        Guideline::Sakerhet,
        "Publicister anges med e-post, en per rad",
        &[
            "Skriv en e-postadress per rad. Rad {rad} behöver rättas.",
            "Ange högst {max} publicister.",
            "Skriv kortare, högst {max} tecken. Nu är det {antal}.",
        ],
        |reading| {
            let lines = || {
                let lines = reading.text(&PUBLICISTER).lines().enumerate();
                lines.filter(|(_, line)| !line.is_empty())
            };
            if let Some((at, _)) = lines().find(|(_, line)| email::parse(line).is_err()) {
                return Some(Breach::case(0).with("rad", &(1 + at)));
            }
            if PUBLISHERS_MAX < lines().count() {
                return Some(Breach::case(1).with("max", &PUBLISHERS_MAX));
            }
            let chars = text::chars(reading.text(&PUBLICISTER));
            (usize::from(PUBLISHERS_CHARS_MAX) < chars).then(|| {
                Breach::case(2)
                    .with("max", &PUBLISHERS_CHARS_MAX)
                    .with("antal", &chars)
            })
        },
    ),
    stop(
        "inlagg-antal",
        &INLAGG,
        Guideline::Inlagg,
        "Antalet planerade inlägg är ett tal",
        &["Skriv hur många inlägg ni planerar i veckan, med siffror från 0 till {max}."],
        |reading| {
            let fits = posts(reading).is_some();
            (!fits).then(|| Breach::case(0).with("max", &POSTS_MAX))
        },
    ),
    stop(
        "inlagg-minst",
        &INLAGG,
        Guideline::Inlagg,
        "Kontot får det minsta antalet inlägg i veckan, eller ett skäl till undantag",
        &[
            "Planera minst {min} inlägg i veckan, eller skriv ett skäl till undantag med minst {tecken} tecken.",
        ],
        |reading| {
            let (posts, min) = (posts(reading)?, posts_min(reading));
            (posts < min && !asks_exception(reading)).then(|| {
                Breach::case(0)
                    .with("min", &min)
                    .with("tecken", &REASON_MIN)
            })
        },
    ),
    Rule {
        id: "inlagg-rekommenderat",
        field: &INLAGG,
        severity: Severity::Advice,
        guideline: Guideline::Inlagg,
        summary: "Kontot får det rekommenderade antalet inlägg i veckan",
        advice: &["Tänk på att {lagst}–{hogst} inlägg i veckan rekommenderas."],
        broken: |reading| {
            let posts = posts(reading)?;
            let numbers = &reading.policy().numbers;
            let few = posts_min(reading) <= posts && posts < numbers.posts_per_week_recommended_min;
            few.then(|| {
                Breach::case(0)
                    .with("lagst", &numbers.posts_per_week_recommended_min)
                    .with("hogst", &numbers.posts_per_week_recommended_max)
            })
        },
    },
    stop(
        "inlagg-undantag",
        &INLAGG_UNDANTAG,
        Guideline::Inlagg,
        "Ett skäl till undantag är kort",
        LENGTH_ADVICE,
        |reading| length_breach(reading, &INLAGG_UNDANTAG),
    ),
    stop(
        "bevakning-vardag",
        &BEVAKNING,
        Guideline::Bevakning,
        "Kontot bevakas varje vardag",
        PROMISE_ADVICE,
        |reading| promise_breach(reading, &BEVAKNING),
    ),
    stop(
        "svar-24h",
        &SVARSTID,
        Guideline::Svar,
        "Kommentarer besvaras i tid",
        PROMISE_ADVICE,
        |reading| promise_breach(reading, &SVARSTID),
    ),
    stop(
        "svar-fornamn",
        &UNDERSKRIFT,
        Guideline::Fornamn,
        "Svar undertecknas med förnamn",
        PROMISE_ADVICE,
        |reading| promise_breach(reading, &UNDERSKRIFT),
    ),
    stop(
        "behorighet",
        &FUNKTIONSADRESS,
        Guideline::Sakerhet,
        "Frågan om funktionsadress är besvarad",
        &["Svara om kontot är kopplat till en gemensam funktionsadress."],
        |reading| unchosen(reading, &FUNKTIONSADRESS),
    ),
    stop(
        "behorighet-tvasteg",
        &TVASTEG,
        Guideline::Sakerhet,
        "Frågan om tvåstegsverifiering är besvarad",
        &["Svara om inloggningen har tvåstegsverifiering."],
        |reading| unchosen(reading, &TVASTEG),
    ),
    stop(
        "personer-pa-bild",
        &PERSONER,
        Guideline::Gdpr,
        "Det är sagt om personer kommer att synas",
        &["Svara om personer kommer att synas på bild."],
        |reading| unchosen(reading, &PERSONER),
    ),
    stop(
        "rattslig-grund",
        &RATTSLIG_GRUND,
        Guideline::Gdpr6,
        "Den som visar personer anger en rättslig grund",
        &["Välj en rättslig grund. Är du osäker väljer du Vet inte."],
        |reading| unchosen(reading, &RATTSLIG_GRUND),
    ),
    stop(
        "samtycke-rutin",
        &RUTIN,
        Guideline::Rutin,
        "Den som visar personer med samtycke har en rutin",
        LENGTH_ADVICE,
        |reading| length_breach(reading, &RUTIN),
    ),
    stop(
        "verksamheten-ror",
        &ROR,
        Guideline::Gdpr9,
        "Det är sagt om verksamheten rör barn, vård eller skyddade uppgifter",
        &[
            "Kryssa i det som verksamheten rör, eller Inget av dessa.",
            "Kryssa antingen i Inget av dessa eller i det som verksamheten rör, inte båda.",
            "Kryssa i något av alternativen.",
        ],
        |reading| {
            let ticked = reading.list(&ROR);
            let none = ticked.iter().any(|id| id == NONE_OF_THESE);
            let known = |id: &String| ROR.choices().iter().any(|choice| choice.id == id);
            if ticked.is_empty() {
                Some(Breach::case(0))
            } else if none && 1 < ticked.len() {
                Some(Breach::case(1))
            } else if ticked.iter().all(known) {
                None
            } else {
                Some(Breach::case(2))
            }
        },
    ),
    stop(
        "profilbild-logotyp",
        &PROFILBILD,
        Guideline::Profilbild,
        "Verksamhetens profilbild visar logotypen",
        TICK_ADVICE,
        |reading| unticked(reading, &PROFILBILD),
    ),
    stop(
        "bakgrund-ratt",
        &BAKGRUNDSBILD,
        Guideline::Bakgrund,
        "Bakgrundsbilden hör till verksamheten och får användas",
        TICK_ADVICE,
        |reading| unticked(reading, &BAKGRUNDSBILD),
    ),
    stop(
        "ingen-reklam",
        &REKLAM,
        Guideline::Reklam,
        "Kontot gör inte reklam",
        TICK_ADVICE,
        |reading| unticked(reading, &REKLAM),
    ),
    stop(
        "tillganglighet",
        &TILLGANGLIGHET,
        Guideline::Dos,
        "Bilder och filmer är tillgängliga",
        TICK_ADVICE,
        |reading| unticked(reading, &TILLGANGLIGHET),
    ),
    stop(
        "arkivering",
        &ARKIVANSVARIG,
        Guideline::AllmanHandling,
        "Någon är utsedd att spara innehållet",
        &[
            "Fyll i vem som sparar innehållet.",
            "Skriv rollen eller namnet med bokstäver.",
            "Skriv kortare, högst 200 tecken.",
        ],
        |reading| name_breach(reading, &ARKIVANSVARIG),
    ),
    stop(
        "riktlinjer-lasta",
        &RIKTLINJER,
        Guideline::Las,
        "Varje riktlinje är bekräftad",
        &["Läs och bekräfta varje riktlinje. {antal} återstår."],
        |reading| unread_breach(reading, &RIKTLINJER),
    ),
];

/// «Fyll i», too short, too long.
const LENGTH_ADVICE: &[&str] = &[
    "Fyll i {rubrik}.",
    "Skriv lite mer under {rubrik}, minst {min} tecken.",
    "Skriv kortare under {rubrik}, högst {max} tecken. Nu är det {antal}.",
];
/// Unanswered, and no to something that has to be promised.
const PROMISE_ADVICE: &[&str] = &[
    "Svara på frågan: {label}.",
    "Ordna detta innan ni ansöker: {label}. Svaret behöver vara ja för att kontot ska få startas.",
];
const TICK_ADVICE: &[&str] = &["Kryssa i rutan om det stämmer: {label}."];

pub(crate) fn name_breach(reading: &Reading<'_>, field: &Field) -> Option<Breach> {
    reading
        .name(field)
        .err()
        .map(|problem| Breach::case(problem as usize))
}

pub(crate) fn email_breach(reading: &Reading<'_>, field: &Field) -> Option<Breach> {
    reading
        .email(field)
        .err()
        .map(|problem| Breach::case(problem as usize))
}

fn same_person(reading: &Reading<'_>, one: &Field, other: &Field) -> bool {
    match (reading.email(one), reading.email(other)) {
        (Ok(one), Ok(other)) => email::same(one, other),
        (Err(_), _) | (_, Err(_)) => false,
    }
}

pub(crate) fn unchosen(reading: &Reading<'_>, field: &Field) -> Option<Breach> {
    (!reading.is_chosen(field)).then(|| Breach::case(0))
}

pub(crate) fn unticked(reading: &Reading<'_>, field: &Field) -> Option<Breach> {
    (!reading.is_yes(field)).then(|| Breach::case(0))
}

fn promise_breach(reading: &Reading<'_>, field: &Field) -> Option<Breach> {
    if reading.is_yes(field) {
        None
    } else {
        Some(Breach::case(usize::from(reading.is_chosen(field))))
    }
}

/// Judges a long text by the limits of its own field. An optional one may be empty.
pub(crate) fn length_breach(reading: &Reading<'_>, field: &Field) -> Option<Breach> {
    let Kind::LongText { min, max } = field.kind else {
        return None;
    };
    let count = text::chars(reading.text(field));
    let case = if count == 0 {
        if field.optional {
            return None;
        }
        0
    } else if count < usize::from(min) {
        1
    } else if usize::from(max) < count {
        2
    } else {
        return None;
    };
    Some(
        Breach::case(case)
            .with("rubrik", &field.label.to_lowercase())
            .with("min", &min)
            .with("max", &max)
            .with("antal", &count),
    )
}

pub(crate) fn unread_breach(reading: &Reading<'_>, field: &Field) -> Option<Breach> {
    let read = reading.list(field);
    // They are mostly confirmed in the order they are shown, so the next one is tried first.
    let mut next = 0;
    let left = reading
        .policy()
        .confirmed()
        .filter(|guideline| {
            let id = guideline.id.id();
            if read.get(next).is_some_and(|known| known == id) {
                next += 1;
                return false;
            }
            !read.iter().any(|known| known == id)
        })
        .count();
    (0 < left).then(|| Breach::case(0).with("antal", &left))
}

fn posts(reading: &Reading<'_>) -> Option<u16> {
    reading.number(&INLAGG).filter(|posts| *posts <= POSTS_MAX)
}

fn posts_min(reading: &Reading<'_>) -> u16 {
    reading
        .policy()
        .posts_per_week_min(reading.platform(&PLATTFORM), reading.today())
}

fn asks_exception(reading: &Reading<'_>) -> bool {
    REASON_MIN <= text::chars(reading.text(&INLAGG_UNDANTAG))
}

/// Whether the text holds the organisation's, the unit's or another sender's name, spaces aside.
fn names_sender(reading: &Reading<'_>, text: &str) -> bool {
    let close = |text: &str| -> String {
        let mut folded = order::fold(text);
        folded.retain(char::is_alphanumeric);
        folded
    };
    let text = close(text);
    let (unit, _) = unit_names(reading);
    let organisation = &reading.policy().organisation;
    organisation
        .senders
        .iter()
        .map(String::as_str)
        .chain([organisation.name.as_str(), unit])
        .map(close)
        .any(|name| 3 <= name.len() && holds(&text, &name))
}

/// What `str::contains` says, for names in short texts: no searcher is made ready first.
fn holds(text: &str, name: &str) -> bool {
    let name = name.as_bytes();
    text.as_bytes().windows(name.len()).any(|part| part == name)
}

/// The unit's and its förvaltning's names as they go into the register.
fn unit_names<'r>(reading: &'r Reading<'_>) -> (&'r str, &'r str) {
    let units = &reading.policy().units;
    match reading.unit(&ENHET) {
        Some(unit) => {
            let department = units.department(&unit.id).unwrap_or(unit);
            (&unit.name, &department.name)
        }
        None => (reading.text(&ENHET_NAMN), ""),
    }
}

/// Accounts in the register that may already serve the same purpose, those nearest first.
pub fn similar<'a>(reading: &Reading<'a>) -> Vec<&'a crate::register::Row> {
    let (unit, department) = unit_names(reading);
    if unit.is_empty() {
        return Vec::new();
    }
    reading
        .register()
        .similar(unit, department, SIMILAR_ROWS_MAX)
}

/// Most accounts shown as possibly serving the same purpose.
pub const SIMILAR_ROWS_MAX: usize = 20;

/// Somebody named in a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name, tidied.
    #[serde(rename = "namn")]
    pub name: String,
    /// The e-mail address, tidied.
    #[serde(rename = "epost")]
    pub email: String,
}

words! {
    /// What somebody needs to look at more closely.
    Flag {
        DataProtection "dataskydd" "Dataskyddsombudet behöver titta" "The legal basis is not known: the data protection officer looks.",
        Sensitive "kansligt" "Rör barn, vård eller skyddade uppgifter" "Children, care or protected identities.",
        UnitMissing "enhet-saknas" "Enheten saknas i organisationen" "The unit is not in the organisation's tree.",
        PostsException "undantag-inlagg" "Söker undantag från antalet inlägg" "Fewer posts than the guideline asks for.",
        Login "inloggning" "Inloggningen är inte skyddad fullt ut" "The login is not protected in two steps, or belongs to a person.",
    }
}

/// The account that is applied for, as it will stand in the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The account.
    #[serde(rename = "konto")]
    pub address: Address,
    /// What the platform is called, when it is another one.
    #[serde(
        rename = "plattform_annan",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub other_platform: Option<String>,
    /// The unit's name.
    #[serde(rename = "enhet")]
    pub unit: String,
    /// Its förvaltning.
    #[serde(rename = "forvaltning")]
    pub department: String,
    /// For the public.
    #[serde(rename = "beskrivning")]
    pub description: String,
    /// Whether anybody can see it.
    #[serde(rename = "oppet")]
    pub open: bool,
    /// The head of the unit, who answers for it.
    #[serde(rename = "chef")]
    pub manager: Person,
    /// Who runs it.
    #[serde(rename = "ansvarig")]
    pub responsible: Person,
    /// Who runs it when they cannot.
    #[serde(rename = "ersattare")]
    pub deputy: Person,
}

/// An application that has kept every rule. Only [`check`] makes one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Application {
    proposal: Proposal,
    needs_manager: bool,
    manager_said_yes: Option<NaiveDate>,
    flags: Vec<Flag>,
    remarks: Vec<Finding>,
}

impl Application {
    /// The account applied for.
    pub fn proposal(&self) -> &Proposal {
        &self.proposal
    }

    /// Whether the manager is to approve in this service before anybody else looks.
    pub fn needs_manager(&self) -> bool {
        self.needs_manager
    }

    /// The day the manager said yes outside this service.
    pub fn manager_said_yes(&self) -> Option<NaiveDate> {
        self.manager_said_yes
    }

    /// What staff should look at.
    pub fn flags(&self) -> &[Flag] {
        &self.flags
    }

    /// What was found without being in the way: advice, and warnings that were acknowledged.
    pub fn remarks(&self) -> &[Finding] {
        &self.remarks
    }
}

/// Judges a draft of [`FORM`].
///
/// # Errors
///
/// Every finding, in field order, when at least one is in the way of sending.
pub fn check(draft: &Draft, facts: &Facts<'_>) -> Result<Application, Vec<Finding>> {
    let reading = Reading::new(draft, *facts);
    let findings = finding::find(&reading);
    let acknowledged = reading.list(&VARNINGAR);
    if findings.iter().any(|finding| finding.blocks(acknowledged)) {
        return Err(findings);
    }
    // Every rule that guards this address was kept, so it can be read.
    let Ok(address) = reading.address(&PLATTFORM, &KONTO_NAMN) else {
        return Err(findings);
    };
    let (unit, department) = unit_names(&reading);
    let person = |name: &Field, email: &Field| Person {
        name: reading.text(name).to_owned(),
        email: reading.text(email).to_owned(),
    };
    let is_head = reading.text(&SOKANDE_ROLL) == HEAD_OF_UNIT;
    let manager = if is_head {
        person(&SOKANDE_NAMN, &SOKANDE_EPOST)
    } else {
        person(&CHEF_NAMN, &CHEF_EPOST)
    };
    let basis_unknown =
        reading.text(&PERSONER) == UNKNOWN || reading.text(&RATTSLIG_GRUND) == UNKNOWN;
    let sensitive = reading.list(&ROR).iter().any(|id| id != NONE_OF_THESE);
    let exception = posts(&reading).is_some_and(|posts| posts < posts_min(&reading));
    let unprotected = !reading.is_yes(&FUNKTIONSADRESS) || !reading.is_yes(&TVASTEG);
    let flags = [
        (basis_unknown, Flag::DataProtection),
        (sensitive, Flag::Sensitive),
        (reading.text(&ENHET) == unit::MISSING, Flag::UnitMissing),
        (exception, Flag::PostsException),
        (unprotected, Flag::Login),
    ]
    .into_iter()
    .filter_map(|(raised, flag)| raised.then_some(flag))
    .collect();
    Ok(Application {
        proposal: Proposal {
            address: address.clone(),
            other_platform: reading
                .asks(&PLATTFORM_ANNAN)
                .then(|| reading.text(&PLATTFORM_ANNAN).to_owned()),
            unit: unit.to_owned(),
            department: department.to_owned(),
            description: reading.text(&BESKRIVNING).to_owned(),
            open: reading.text(&OPPET) == OPEN,
            manager,
            responsible: person(&ANSVARIG_NAMN, &ANSVARIG_EPOST),
            deputy: person(&ERSATTARE_NAMN, &ERSATTARE_EPOST),
        },
        needs_manager: !is_head && reading.text(&CHEF_GODKANNANDE) == ASK_MANAGER,
        manager_said_yes: reading
            .asks(&CHEF_DATUM)
            .then(|| reading.date(&CHEF_DATUM).ok())
            .flatten(),
        flags,
        remarks: findings,
    })
}

#[cfg(test)]
#[path = "test_application.rs"]
mod tests;
