//! The questions that more than one consent form asks.

#![allow(
    missing_docs,
    reason = "a field is described by its label and its hint"
)]

use crate::consent::party::Duty;
use crate::consent::scope::{Channel, Medium, Naming};
use crate::form::field::{Choice, Class, Field, Kind, NO, YES, YES_NO};
use crate::form::{Question, Step, joined};

/// «Vilka bilder gäller det?»: those of one day at one place.
pub const ONCE: &str = "tillfalle";
/// «Vilka bilder gäller det?»: those taken at the unit as time goes.
pub const ONGOING: &str = "fortlopande";
/// «Hur länge gäller ditt ja?»: as long as the occasion's pictures are news.
pub const OCCASION: &str = "tillfalle";
/// «Hur länge gäller ditt ja?»: to a day.
pub const UNTIL: &str = "till-datum";
/// «Hur länge gäller ditt ja?»: until a person says otherwise.
pub const UNTIL_FURTHER_NOTICE: &str = "tills-vidare";
/// «Kan personen själv bestämma?»: with support.
pub const WITH_SUPPORT: &str = "med-stod";
/// A person was not asked.
pub const NOT_ASKED: &str = "inte-fragad";
/// Most characters in an answer about which pictures are meant.
pub const PICTURES_MAX: u16 = 1000;

/// A question whose answer says something about a person, as nearly all of a consent does.
pub(super) const fn ask(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(id, label, kind).class(Class::Personal)
}

/// The words of a closed set as options.
macro_rules! options {
    ($name:ident) => {{
        const NONE: crate::form::field::Choice = crate::form::field::Choice::new("", "");
        const OPTIONS: [crate::form::field::Choice; $name::ALL.len()] = {
            let mut choices = [NONE; $name::ALL.len()];
            let mut at = 0;
            while at < choices.len() {
                choices[at] =
                    crate::form::field::Choice::new($name::ALL[at].id(), $name::ALL[at].label());
                at += 1;
            }
            choices
        };
        &OPTIONS
    }};
}
pub(super) use options;

pub static NAMN: Field = ask("namn", "Namn", Kind::Name).hint("Namnet på den som är på bilden.");
pub static FODD: Field =
    ask("fodelsedatum", "Födelsedatum", Kind::Date).hint("Till exempel 21 november 1984.");
/// The unit says where a person is looked after, so it is kept as what it may be: sensitive.
pub static VERKSAMHET: Field = ask("verksamhet", "Verksamhet", Kind::Unit)
    .hint("Den plats i kommunen som frågar.")
    .class(Class::Sensitive);

pub static DITT_NAMN: Field = ask("ditt-namn", "Ditt namn", Kind::Name);
pub static DIN_EPOST: Field = ask("din-epost", "Din e-post", Kind::Email)
    .hint("Hit skickar vi besked. Har du ingen e-post? Fyll i din telefon.");
pub static DIN_TELEFON: Field = ask("din-telefon", "Din telefon", Kind::Phone).optional();

pub static BILDER_FRAN: Field = ask(
    "bilder-fran",
    "Vilka bilder gäller det?",
    Kind::Choice(&[
        Choice::with_hint(ONCE, "Från ett tillfälle", "En viss dag på en viss plats."),
        Choice::with_hint(
            ONGOING,
            "Fler gånger",
            "Bilder som vi tar då och då i vår verksamhet.",
        ),
    ]),
);
pub static TILLFALLE_DAG: Field = ask("tillfalle-dag", "Vilken dag?", Kind::Date);
pub static TILLFALLE_PLATS: Field = ask("tillfalle-plats", "Var?", Kind::Line);
pub static FOTO: Field = ask("foto", "Får vi ta foto?", Kind::Choice(YES_NO)).symbol("kamera");
pub static FILM: Field = ask("film", "Får vi filma?", Kind::Choice(YES_NO)).symbol("film");
pub static LJUD: Field = ask("ljud", "Får rösten höras?", Kind::Choice(YES_NO)).symbol("ljud");

pub static KANALER: Field = ask(
    "kanaler",
    "Var kan bilderna synas?",
    Kind::Choices(options!(Channel)),
)
.hint("Vi frågar bara om de platser som är valda här.");
pub static ENHETENS_KONTO: Field = ask("enhetens-konto", "Vårt konto heter", Kind::Line).optional();
pub static KANAL_ENHET: Field = ask(
    "kanal-enhetens-konto",
    "Får bilden synas på vårt eget konto i sociala medier?",
    Kind::Choice(YES_NO),
)
.symbol("telefon");
pub static KANAL_KOMMUN: Field = ask(
    "kanal-kommunens-konton",
    "Får bilden synas på hela kommunens konton i sociala medier?",
    Kind::Choice(YES_NO),
)
.symbol("flode");
pub static KANAL_WEBB: Field = ask(
    "kanal-webbplats",
    "Får bilden synas på kommunens webbplats?",
    Kind::Choice(YES_NO),
)
.symbol("webb");
pub static KANAL_INTRANAT: Field = ask(
    "kanal-intranat",
    "Får bilden synas på den webb som bara de som jobbar här ser?",
    Kind::Choice(YES_NO),
)
.symbol("intranat");
pub static KANAL_TRYCK: Field = ask(
    "kanal-tryck",
    "Får bilden synas i tryck?",
    Kind::Choice(YES_NO),
)
.hint("Till exempel i en tidning. Det som är tryckt kan vi inte ta bort.")
.symbol("tidning");
pub static KANAL_ANNONS: Field = ask(
    "kanal-annons",
    "Får bilden synas i en annons?",
    Kind::Choice(YES_NO),
)
.symbol("annons");
pub static INFORMERA: Field = ask(
    "andamal-informera",
    "Får vi visa bilden för att berätta om det vi gör?",
    Kind::Choice(YES_NO),
);
pub static MARKNADSFORA: Field = ask(
    "andamal-marknadsfora",
    "Får vi visa bilden för att locka fler att komma till oss?",
    Kind::Choice(YES_NO),
);
pub static DELNING: Field = ask(
    "delning",
    "Får andra konton i kommunen dela bilden?",
    Kind::Choice(YES_NO),
)
.hint("Vi frågar dig igen varje gång.")
.symbol("dela");
pub static NAMN_MED_BILD: Field = ask(
    "namn-med-bild",
    "Får namnet stå vid bilden?",
    Kind::Choice(options!(Naming)),
)
.symbol("namnskylt");

pub static GILTIGHET: Field = ask(
    "giltighet",
    "Hur länge gäller ditt ja?",
    Kind::Choice(&[
        Choice::with_hint(
            OCCASION,
            "Bara vid det här tillfället",
            "Vi visar bilderna en kort tid efteråt.",
        ),
        Choice::new(UNTIL, "Till en viss dag"),
        Choice::with_hint(
            UNTIL_FURTHER_NOTICE,
            "Tills vidare",
            "Du kan ångra dig när du vill. För barn finns det en längsta tid.",
        ),
    ]),
)
.symbol("tid");
pub static GILTIG_TILL: Field =
    ask("giltig-till", "Till vilken dag?", Kind::Date).hint("Till exempel 21 november 2027.");
pub static TEXT_LAST: Field = ask(
    "text-last",
    "Jag har läst texten. Jag vet att andra kan sprida bilder från sociala medier",
    Kind::Information,
);

/// A person's ability to decide is a matter of health.
pub static FORMAGA: Field = ask(
    "kan-bestamma",
    "Kan personen själv säga ja eller nej till att synas på bild?",
    Kind::Choice(&[
        Choice::new("sjalv", "Ja, utan stöd"),
        Choice::with_hint(
            WITH_SUPPORT,
            "Ja, med stöd",
            "Till exempel med bilder, tecken eller mer tid.",
        ),
        Choice::new(NO, "Nej, inte alls"),
    ]),
)
.class(Class::Sensitive);
pub static TILLFRAGAD: Field = ask(
    "tillfragad",
    "Vem har ni frågat till råds?",
    Kind::Choice(&[
        Choice::new("anhorig", "En anhörig"),
        Choice::new("personal", "Någon som jobbar nära personen"),
        Choice::new("ingen", "Ingen än"),
    ]),
)
.hint("Den som ni frågar ger råd. Det är ändå bara personen som kan säga ja.")
.class(Class::Sensitive);
pub static TILLFRAGAD_NAMN: Field = ask(
    "tillfragad-namn",
    "Vad heter den som ni har frågat?",
    Kind::Name,
);
pub static FORETRADARE_NAMN: Field = ask("foretradare-namn", "Den gode mannens namn", Kind::Name)
    .hint("God man eller förvaltare.")
    .class(Class::Sensitive);
pub static FORETRADARE_EPOST: Field =
    ask("foretradare-epost", "Den gode mannens e-post", Kind::Email)
        .hint("Saknas e-post? Fyll i en telefon.")
        .class(Class::Sensitive);
pub static FORETRADARE_TELEFON: Field = ask(
    "foretradare-telefon",
    "Den gode mannens telefon",
    Kind::Phone,
)
.class(Class::Sensitive)
.optional();
pub static UPPDRAG: Field = ask(
    "uppdrag",
    "Vad ingår i uppdraget som god man eller förvaltare?",
    Kind::Choice(options!(Duty)),
)
.hint("Det står i beslutet från tingsrätten eller på registerutdraget.")
.class(Class::Sensitive);
pub static UPPDRAG_SLUT: Field = ask(
    "uppdrag-slut",
    "Vilken är uppdragets sista dag?",
    Kind::Date,
)
.hint("Lämna tomt om det inte finns något slut.")
.class(Class::Sensitive)
.optional();
pub static PERSONENS_SVAR: Field = ask(
    "personens-svar",
    "Vad säger personen själv?",
    Kind::Choice(&[
        Choice::new(YES, "Ja"),
        Choice::new(NO, "Nej"),
        Choice::new(NOT_ASKED, "Jag har inte frågat än"),
    ]),
)
.hint("Säger personen nej så gäller det.");
pub static TVEKADE: Field = ask("tvekade", "Verkade personen tveka?", Kind::Choice(YES_NO));

/// Each channel's word, for [`offered`].
pub(super) const UNIT_ACCOUNT: &[&str] = &[Channel::UnitAccount.id()];
pub(super) const SHARED_ACCOUNT: &[&str] = &[Channel::SharedAccount.id()];
pub(super) const WEBSITE: &[&str] = &[Channel::Website.id()];
pub(super) const INTRANET: &[&str] = &[Channel::Intranet.id()];
pub(super) const PRINT: &[&str] = &[Channel::Print.id()];
pub(super) const ADVERT: &[&str] = &[Channel::Advert.id()];

/// One Ja or Nej for every channel that the request offers.
pub(super) static CHANNELS: &[(&Field, Channel)] = &[
    (&KANAL_ENHET, Channel::UnitAccount),
    (&KANAL_KOMMUN, Channel::SharedAccount),
    (&KANAL_WEBB, Channel::Website),
    (&KANAL_INTRANAT, Channel::Intranet),
    (&KANAL_TRYCK, Channel::Print),
    (&KANAL_ANNONS, Channel::Advert),
];

/// The question about a channel.
pub(crate) fn answer_about(channel: Channel) -> Option<&'static Field> {
    let (field, _) = CHANNELS.iter().find(|(_, asked)| *asked == channel)?;
    Some(field)
}

/// One Ja or Nej for every kind of recording.
pub(super) static MEDIA: &[(&Field, Medium)] = &[
    (&FOTO, Medium::Photo),
    (&FILM, Medium::Film),
    (&LJUD, Medium::Sound),
];

/// The question about a channel, asked when the request offers it.
pub(super) const fn offered(field: &'static Field, channels: &'static [&'static str]) -> Question {
    Question::when(field, &KANALER, channels)
}

/// The fields that a request settles for every recipient.
pub(super) const FROM_REQUEST: &[&Field] = &[
    &VERKSAMHET,
    &BILDER_FRAN,
    &TILLFALLE_DAG,
    &TILLFALLE_PLATS,
    &KANALER,
    &ENHETENS_KONTO,
];

/// Which pictures: those of an occasion or not, and what may be recorded.
pub(super) const PICTURES: &[Question] = &[
    Question::always(&BILDER_FRAN),
    Question::when(&TILLFALLE_DAG, &BILDER_FRAN, &[ONCE]),
    Question::when(&TILLFALLE_PLATS, &BILDER_FRAN, &[ONCE]),
    Question::always(&FOTO),
    Question::always(&FILM),
    Question::always(&LJUD),
];

/// Where a picture may be seen, of the channels that were offered, and to what end.
pub(super) const USES: &[Question] = &[
    offered(&KANAL_ENHET, UNIT_ACCOUNT),
    offered(&KANAL_KOMMUN, SHARED_ACCOUNT),
    offered(&KANAL_WEBB, WEBSITE),
    offered(&KANAL_INTRANAT, INTRANET),
    offered(&KANAL_TRYCK, PRINT),
    offered(&KANAL_ANNONS, ADVERT),
    Question::always(&INFORMERA),
    Question::always(&MARKNADSFORA),
    Question::always(&DELNING),
    Question::always(&NAMN_MED_BILD),
];

/// What a request offers, and [`USES`] of it.
pub(super) const PLACES: &[Question] = {
    const OFFER: &[Question] = &[
        Question::always(&KANALER),
        Question::always(&ENHETENS_KONTO),
    ];
    &joined::<{ OFFER.len() + USES.len() }>(OFFER, USES)
};

/// How long a yes holds.
pub(super) const VALIDITY: &[Question] = &[
    Question::always(&GILTIGHET),
    Question::when(&GILTIG_TILL, &GILTIGHET, &[UNTIL]),
];

/// «Vilka bilder?», for who answers by a link.
pub(super) const WHICH_PICTURES: Step = Step {
    slug: "vilka-bilder",
    title: "Vilka bilder?",
    lead: "Svara ja eller nej på varje fråga.",
    questions: PICTURES,
};

/// «Var och till vad?», for who answers by a link.
pub(super) const WHERE_AND_WHY: Step = Step {
    slug: "var-och-till-vad",
    title: "Var och till vad?",
    lead: "Svara ja eller nej på varje fråga. Du kan svara nej på allt.",
    questions: PLACES,
};

/// How long, and the text that says what a yes means.
pub(super) const HOW_LONG_AND_TEXT: Step = Step {
    slug: "det-har-betyder-det",
    title: "Hur länge, och vad betyder det?",
    lead: "",
    questions: {
        const TEXT: &[Question] = &[Question::always(&TEXT_LAST)];
        &joined::<{ VALIDITY.len() + TEXT.len() }>(VALIDITY, TEXT)
    },
};

/// The review, before a person signs.
pub(super) const SIGN: Step = Step {
    slug: "granska",
    title: "Granska och signera",
    lead: "Läs dina svar. Du kan ändra dem innan du skriver under.",
    questions: &[],
};
pub static PAPPER_DAG: Field = ask(
    "papper-dag",
    "Vilken dag är blanketten underskriven?",
    Kind::Date,
)
.hint("Är det två dagar? Skriv den senare.");
