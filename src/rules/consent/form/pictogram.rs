//! «Samtycke med bildstöd»: one idea per screen, with a symbol, and staff beside.

#![allow(
    missing_docs,
    reason = "a field is described by its label and its hint"
)]

use std::sync::OnceLock;

use super::question::*;
use super::rule::*;
use crate::consent::scope::Channel;
use crate::form::check::{check_name, stop, unchosen, unticked};
use crate::form::field::{Choice, Class, Field, Kind, NO, UNKNOWN, YES, YES_NO_UNKNOWN};
use crate::form::finding::{Breach, Rule};
use crate::form::{self, Form, Keeper, Question, Step};
use crate::policy::guideline::Guideline;
use crate::value::name;

/// «Var kan bilden synas?»: the right answer.
pub const MANY_SEE: &str = "manga-kan-se";
const ONLY_I_SEE: &str = "bara-jag";

/// Three buttons, each with its symbol.
const BUTTONS: Kind = Kind::Choice(&[
    Choice::with_symbol(YES, "Ja", "ja"),
    Choice::with_symbol(NO, "Nej", "nej"),
    Choice::with_symbol(UNKNOWN, "Vet inte", "vet-inte"),
]);
const CHECK: Kind = Kind::Choice(&[
    Choice::with_symbol(MANY_SEE, "Många kan se bilden", "manga-kan-se"),
    Choice::with_symbol(ONLY_I_SEE, "Bara jag kan se bilden", "du"),
    Choice::with_symbol(UNKNOWN, "Vet inte", "vet-inte"),
]);

pub static STODPERSON_NAMN: Field =
    ask("stodperson-namn", "Stödpersonens namn", Kind::Name).hint("Den som sitter bredvid.");
pub static STODPERSON_ROLL: Field =
    ask("stodperson-roll", "Stödpersonens roll", Kind::Line).hint("Till exempel kontaktperson.");
pub static STOD: Field = ask(
    "stod-som-anvands",
    "Vilket stöd använder ni?",
    Kind::Choices(&[
        Choice::new("bilder", "Bilder"),
        Choice::new("tecken", "Tecken"),
        Choice::new("samtalsmatta", "Samtalsmatta"),
        Choice::new("tolk", "Tolk"),
        Choice::new("annat", "Annat"),
    ]),
)
.class(Class::Sensitive);
pub static STOD_PLATS: Field = ask("stod-plats", "Var är ni?", Kind::Line);
pub static HAR_FORETRADARE: Field = ask(
    "har-foretradare",
    "Har personen en god man eller förvaltare?",
    Kind::Choice(YES_NO_UNKNOWN),
)
.class(Class::Sensitive);

pub static FAR_FOTA: Field =
    ask("far-vi-fota", "Får vi ta bilder på dig?", BUTTONS).symbol("kamera");
pub static FAR_FILMA: Field = ask("far-vi-filma", "Får vi filma dig?", BUTTONS).symbol("film");
pub static FAR_TELEFON: Field = ask(
    "far-vi-visa-i-telefon",
    "Får vi visa bilden på Instagram och Facebook?",
    BUTTONS,
)
.hint("Många kan se den.")
.symbol("telefon");
pub static FAR_WEBB: Field = ask(
    "far-vi-visa-pa-webben",
    "Får vi visa bilden på webben?",
    BUTTONS,
)
.hint("Många kan se den.")
.symbol("webb");
pub static FAR_TIDNING: Field = ask(
    "far-vi-visa-i-tidning",
    "Får vi visa bilden i en tidning?",
    BUTTONS,
)
.symbol("tidning");
pub static FAR_NAMN: Field =
    ask("far-vi-visa-namn", "Får vi visa ditt namn?", BUTTONS).symbol("namnskylt");
pub static FAR_DELA: Field = ask("far-vi-dela", "Får andra dela bilden?", BUTTONS).symbol("dela");
pub static KAN_ANDRA: Field = ask(
    "kan-andra-sig",
    "Du kan ändra dig. Säg till den som sitter bredvid",
    Kind::Tick,
)
.symbol("angra");
pub static KONTROLL: Field = ask("kontrollfraga", "Vem kan se bilden?", CHECK).symbol("fraga");
pub static KONTROLL_IGEN: Field = ask(
    "kontrollfraga-igen",
    "Vi frågar en gång till. Vem kan se bilden?",
    CHECK,
)
.symbol("om-igen");

/// Its steps; the last one is the review.
const STEPS: &[Step] = &[
    Step {
        slug: "forberedelse",
        title: "Innan ni börjar",
        lead: "Den här delen fyller personalen i.",
        questions: &[
            Question::always(&NAMN),
            Question::always(&FODD),
            Question::always(&VERKSAMHET),
            Question::always(&STODPERSON_NAMN),
            Question::always(&STODPERSON_ROLL),
            Question::always(&STOD),
            Question::always(&STOD_PLATS),
            Question::always(&FORMAGA),
            Question::when(&TILLFRAGAD, &FORMAGA, &[WITH_SUPPORT]),
            Question::when(&TILLFRAGAD_NAMN, &TILLFRAGAD, &["anhorig", "personal"]),
            Question::always(&HAR_FORETRADARE),
            Question::when(&FORETRADARE_NAMN, &HAR_FORETRADARE, &[YES]),
            Question::when(&FORETRADARE_EPOST, &HAR_FORETRADARE, &[YES]),
            Question::when(&FORETRADARE_TELEFON, &HAR_FORETRADARE, &[YES]),
            Question::when(&UPPDRAG, &HAR_FORETRADARE, &[YES]),
            Question::when(&UPPDRAG_SLUT, &HAR_FORETRADARE, &[YES]),
        ],
    },
    Step {
        slug: "vad-fragan-galler",
        title: "Vad frågan gäller",
        lead: "Den här delen fyller personalen i. Lämna sedan över till personen.",
        questions: &[
            Question::always(&BILDER_FRAN),
            Question::when(&TILLFALLE_DAG, &BILDER_FRAN, &[ONCE]),
            Question::when(&TILLFALLE_PLATS, &BILDER_FRAN, &[ONCE]),
            Question::always(&KANALER),
        ],
    },
    Step {
        slug: "bild",
        title: "Bild",
        lead: "",
        questions: &[Question::always(&FAR_FOTA)],
    },
    Step {
        slug: "film",
        title: "Film",
        lead: "",
        questions: &[Question::always(&FAR_FILMA)],
    },
    Step {
        slug: "telefon",
        title: "Instagram och Facebook",
        lead: "",
        questions: &[offered(
            &FAR_TELEFON,
            &[Channel::UnitAccount.id(), Channel::SharedAccount.id()],
        )],
    },
    Step {
        slug: "webben",
        title: "Webben",
        lead: "",
        questions: &[offered(&FAR_WEBB, WEBSITE)],
    },
    Step {
        slug: "tidning",
        title: "Tidning",
        lead: "",
        questions: &[offered(&FAR_TIDNING, PRINT)],
    },
    Step {
        slug: "namn",
        title: "Ditt namn",
        lead: "",
        questions: &[Question::always(&FAR_NAMN)],
    },
    Step {
        slug: "dela",
        title: "Dela",
        lead: "",
        questions: &[Question::always(&FAR_DELA)],
    },
    Step {
        slug: "andra-sig",
        title: "Du kan ändra dig",
        lead: "",
        questions: &[Question::always(&KAN_ANDRA)],
    },
    Step {
        slug: "vem-kan-se",
        title: "Vem kan se bilden?",
        lead: "",
        questions: &[Question::always(&KONTROLL)],
    },
    Step {
        slug: "vem-kan-se-igen",
        title: "En gång till",
        lead: "",
        questions: &[Question::when(
            &KONTROLL_IGEN,
            &KONTROLL,
            &[ONLY_I_SEE, UNKNOWN],
        )],
    },
    Step {
        slug: "efterat",
        title: "Efteråt",
        lead: "Den här delen fyller personalen i.",
        questions: &[
            Question::always(&TVEKADE),
            Question::always(&GILTIGHET),
            Question::when(&GILTIG_TILL, &GILTIGHET, &[UNTIL]),
            Question::always(&TEXT_LAST),
        ],
    },
    Step {
        slug: "granska",
        title: "Granska och intyga",
        lead: "Du intygar att personen själv har svarat.",
        questions: &[],
    },
];

/// The form.
pub static FORM: Form = Form {
    id: "samtycke-bildstod",
    title: "Samtycke med bildstöd",
    keeper: Keeper::Staff,
    prefilled: &[],
    steps: STEPS,
    fields: &form::fields::<{ form::count(STEPS) }>(STEPS),
    field_index: OnceLock::new(),
    rules: RULES,
};

macro_rules! one_answer {
    ($id:literal, $field:ident, $summary:literal) => {
        stop(
            $id,
            &$field,
            Guideline::Gdpr7,
            $summary,
            &["Välj Ja, Nej eller Vet inte. Blir det tyst väljer du Vet inte."],
            |judging| unchosen(judging, &$field),
        )
    };
}

/// Every rule of the form, in field order.
pub static RULES: &[&[Rule]] = &[
    &[
        NAMN_RULE,
        FODD_RULE,
        UNDER_18,
        VERKSAMHET_RULE,
        stop(
            "stodperson-namn",
            &STODPERSON_NAMN,
            Guideline::Samtal,
            "Den som sitter bredvid anges med namn",
            name::ADVICE,
            |judging| check_name(judging, &STODPERSON_NAMN),
        ),
        stop(
            "stodperson-roll",
            &STODPERSON_ROLL,
            Guideline::Samtal,
            "Den som sitter bredvid anges med roll",
            ROLE_ADVICE,
            |judging| check_name(judging, &STODPERSON_ROLL),
        ),
        stop(
            "stod-som-anvands",
            &STOD,
            Guideline::Samtal,
            "Det är sagt vilket stöd som används",
            &["Kryssa i det stöd som ni använder."],
            |judging| check_list(judging, &STOD),
        ),
        stop(
            "stod-plats",
            &STOD_PLATS,
            Guideline::Samtal,
            "Platsen för samtalet är antecknad",
            ROLE_ADVICE,
            |judging| check_name(judging, &STOD_PLATS),
        ),
    ],
    ABILITY_RULES,
    &[stop(
        "har-foretradare",
        &HAR_FORETRADARE,
        Guideline::Stallforetradare,
        "Det är sagt om personen har god man eller förvaltare",
        &["Välj Ja, Nej eller Vet inte."],
        |judging| unchosen(judging, &HAR_FORETRADARE),
    )],
    REPRESENTATIVE_RULES,
    &[
        stop(
            "god-man-uppdrag-kant",
            &UPPDRAG,
            Guideline::Stallforetradare,
            "Det är sagt vad uppdraget omfattar",
            &["Välj vad uppdraget omfattar."],
            |judging| unchosen(judging, &UPPDRAG),
        ),
        UPPDRAG_SLUT_RULE,
    ],
    OCCASION_RULES,
    &[
        KANALER_RULE,
        one_answer!(
            "val-per-kanal-bild",
            FAR_FOTA,
            "Bild har fått ett eget svar med bildstöd"
        ),
        one_answer!(
            "val-per-kanal-rorlig-bild",
            FAR_FILMA,
            "Film har fått ett eget svar med bildstöd"
        ),
        one_answer!(
            "val-per-kanal-telefon",
            FAR_TELEFON,
            "Sociala medier har fått ett eget svar"
        ),
        one_answer!(
            "val-per-kanal-webben",
            FAR_WEBB,
            "Webben har fått ett eget svar"
        ),
        one_answer!(
            "val-per-kanal-tidning",
            FAR_TIDNING,
            "Tidning har fått ett eget svar"
        ),
        one_answer!(
            "val-per-kanal-ditt-namn",
            FAR_NAMN,
            "Namnet har fått ett eget svar"
        ),
        one_answer!(
            "val-per-kanal-dela",
            FAR_DELA,
            "Delning har fått ett eget svar med bildstöd"
        ),
        stop(
            "kan-andra-sig",
            &KAN_ANDRA,
            Guideline::Angra,
            "Personen vet att det går att ändra sig",
            &["Berätta att det går att ändra sig. Kryssa sedan i rutan."],
            |judging| unticked(judging, &KAN_ANDRA),
        ),
        stop(
            "kontrollfraga",
            &KONTROLL,
            Guideline::Samtal,
            "Kontrollfrågan är ställd",
            &["Fråga vem som kan se bilden, och välj svaret."],
            |judging| unchosen(judging, &KONTROLL),
        ),
        stop(
            "forstaelse",
            &KONTROLL_IGEN,
            Guideline::Samtal,
            "Personen har förstått var bilden kan synas",
            &[
                "Prata om bilden och fråga en gång till.",
                "Vi frågar en annan dag. Ta inga bilder i dag.",
            ],
            |judging| match judging.text(&KONTROLL_IGEN) {
                MANY_SEE => None,
                ONLY_I_SEE | UNKNOWN => Some(Breach::case(1)),
                _ => Some(Breach::case(0)),
            },
        ),
    ],
    DOUBT_RULES,
    DURATION_RULES,
    &[TEXT_LAST_RULE],
];

const ROLE_ADVICE: &[&str] = &[
    "Fyll i svaret med några ord.",
    "Skriv svaret med bokstäver.",
    "Skriv kortare, högst 200 tecken.",
];
