//! What an application asks: the fields, and the form they make.

#![allow(
    missing_docs,
    reason = "a field is described by its label and its hint"
)]

use std::sync::OnceLock;

use super::rule::RULES;
use crate::form::field::{Choice, Class, Field, Kind, NO, UNKNOWN, YES, YES_NO, YES_NO_UNKNOWN};
use crate::form::{self, Form, Keeper, Question, Step};
use crate::policy::unit;
use crate::value::address::Platform;

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
pub(super) const NONE_OF_THESE: &str = "inget";

/// The texts about purpose, goal and audience.
const ABOUT: Kind = Kind::LongText { min: 20, max: 500 };
const DESCRIPTION_MAX: u16 = 200;
pub(super) const POSTS_MAX: u16 = 50;
/// Fewest characters of a reason for an exception.
pub(super) const REASON_MIN: usize = 20;
/// Most people who publish.
pub(super) const PUBLISHERS_MAX: usize = 50;
/// Most characters for all of their addresses together.
pub(super) const PUBLISHERS_CHARS_MAX: u16 = 4000;

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
    field_index: OnceLock::new(),
    rules: &[RULES],
};

/// The roles that need a manager's yes.
const APPLIES_FOR_MANAGER: &[&str] = &["medarbetare", "kommunikator"];
