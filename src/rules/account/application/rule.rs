//! What an application must keep to.

use super::question::*;
use super::{asks_exception, names_sender, posts, posts_min, similar};
use crate::form::check::{
    LENGTH_ADVICE, PROMISE_ADVICE, TICK_ADVICE, check_email, check_guidelines, check_length,
    check_name, check_promise, same_person, stop, unchosen, unticked,
};
use crate::form::field::NO;
use crate::form::finding::{Breach, Rule, Severity};
use crate::policy::guideline::Guideline;
use crate::policy::unit;
use crate::register::Likeness;
use crate::value::address;
use crate::value::date;
use crate::value::email;
use crate::value::name;
use crate::value::personal;
use crate::value::phone;
use crate::value::text;

/// Every rule of the form, in field order.
pub static RULES: &[Rule] = &[
    stop(
        "sokande-namn",
        &SOKANDE_NAMN,
        Guideline::Handlaggning,
        "Den som söker anger sitt namn",
        name::ADVICE,
        |judging| check_name(judging, &SOKANDE_NAMN),
    ),
    stop(
        "sokande-epost",
        &SOKANDE_EPOST,
        Guideline::Handlaggning,
        "Den som söker anger en e-postadress",
        email::ADVICE,
        |judging| check_email(judging, &SOKANDE_EPOST),
    ),
    stop(
        "sokande-telefon",
        &SOKANDE_TELEFON,
        Guideline::Handlaggning,
        "Ett telefonnummer går att ringa",
        phone::ADVICE,
        |judging| {
            judging
                .phone(&SOKANDE_TELEFON)
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
        |judging| unchosen(judging, &SOKANDE_ROLL),
    ),
    stop(
        "chef-angiven",
        &CHEF_NAMN,
        Guideline::Enhetschef,
        "Ansvarig enhetschef anges med namn",
        name::ADVICE,
        |judging| check_name(judging, &CHEF_NAMN),
    ),
    stop(
        "chef-epost",
        &CHEF_EPOST,
        Guideline::Enhetschef,
        "Ansvarig enhetschef anges med e-post",
        email::ADVICE,
        |judging| check_email(judging, &CHEF_EPOST),
    ),
    stop(
        "chef-annan-an-sokande",
        &CHEF_EPOST,
        Guideline::Enhetschef,
        "Chefen är en annan person än den som söker, om inte chefen själv söker",
        &[
            "Fyll i chefens e-postadress, inte din egen. Är du själv chef för enheten väljer du rollen Enhetschef.",
        ],
        |judging| same_person(judging, &CHEF_EPOST, &SOKANDE_EPOST).then(|| Breach::case(0)),
    ),
    stop(
        "chef-besvarad",
        &CHEF_GODKANNANDE,
        Guideline::Chef,
        "Frågan om chefens godkännande är besvarad",
        &["Välj om din chef har sagt ja eller ska godkänna här i tjänsten."],
        |judging| unchosen(judging, &CHEF_GODKANNANDE),
    ),
    Rule {
        id: "chef-godkant",
        field: &CHEF_GODKANNANDE,
        severity: Severity::Exit,
        guideline: Guideline::Chef,
        summary: "Chefen har sagt ja, eller ombeds godkänna i tjänsten",
        advice: &["Prata med din chef först. Du kan också be chefen godkänna här i tjänsten."],
        broken: |judging| (judging.text(&CHEF_GODKANNANDE) == NO).then(|| Breach::case(0)),
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
        |judging| {
            judging
                .date(&CHEF_DATUM)
                .and_then(|day| date::within(day, ..=judging.today()))
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
        |judging| {
            let known = judging.unit(&ENHET).is_some() || judging.text(&ENHET) == unit::MISSING;
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
        |judging| check_name(judging, &ENHET_NAMN),
    ),
    stop(
        "dubblett-provad",
        &BEFINTLIGA,
        Guideline::Forteckning,
        "Den som söker har sett efter om ett befintligt konto passar",
        &["Titta på de konton som redan finns. Kryssa i rutan om inget av dem passar."],
        |judging| {
            let looked = judging.is_yes(&BEFINTLIGA);
            (!looked && !similar(judging).is_empty()).then(|| Breach::case(0))
        },
    ),
    stop(
        "plattform-vald",
        &PLATTFORM,
        Guideline::Kanaler,
        "En plattform är vald",
        &["Välj plattform."],
        |judging| unchosen(judging, &PLATTFORM),
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
        |judging| check_name(judging, &PLATTFORM_ANNAN),
    ),
    stop(
        "konto-namn",
        &KONTO_NAMN,
        Guideline::Handlaggning,
        "Kontonamnet är ett namn som plattformen tillåter",
        address::ADVICE,
        |judging| {
            // What a platform allows can only be said once it is chosen.
            let problem = judging.address(&PLATTFORM, &KONTO_NAMN).err()?;
            let judged =
                problem == address::Problem::Empty || judging.platform(&PLATTFORM).is_some();
            judged.then(|| Breach::case(problem as usize))
        },
    ),
    stop(
        "konto-upptaget",
        &KONTO_NAMN,
        Guideline::Forteckning,
        "Kontot finns inte redan i förteckningen",
        &["Välj ett annat kontonamn. {konto} används redan av {enhet}."],
        |judging| {
            let Likeness::Same(row) = judging.likeness(&PLATTFORM, &KONTO_NAMN) else {
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
        broken: |judging| {
            let Likeness::Confusable(row) = judging.likeness(&PLATTFORM, &KONTO_NAMN) else {
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
        |judging| unchosen(judging, &OPPET),
    ),
    stop(
        "konto-drivs-av",
        &DRIVS_AV,
        Guideline::Tjansteperson,
        "Det är sagt vem som driver kontot",
        &["Välj vem som driver kontot."],
        |judging| unchosen(judging, &DRIVS_AV),
    ),
    stop(
        "syfte",
        &SYFTE,
        Guideline::Handlaggning,
        "Syftet är beskrivet",
        LENGTH_ADVICE,
        |judging| check_length(judging, &SYFTE),
    ),
    stop(
        "mal",
        &MAL,
        Guideline::Handlaggning,
        "Målet är beskrivet",
        LENGTH_ADVICE,
        |judging| check_length(judging, &MAL),
    ),
    stop(
        "malgrupp",
        &MALGRUPP,
        Guideline::Handlaggning,
        "Målgruppen är beskriven",
        LENGTH_ADVICE,
        |judging| check_length(judging, &MALGRUPP),
    ),
    stop(
        "beskrivning-offentlig",
        &BESKRIVNING,
        Guideline::Forteckning,
        "Beskrivningen för förteckningen är skriven och kort",
        LENGTH_ADVICE,
        |judging| check_length(judging, &BESKRIVNING),
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
        |judging| {
            if !judging.may_be_personal(&BESKRIVNING) {
                return None;
            }
            let policy = judging.policy();
            let unit = judging.unit(&ENHET);
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
            personal::contains_personal(judging.text(&BESKRIVNING), allowed, judging.today())
                .map(|personal| Breach::case(personal as usize))
        },
    ),
    stop(
        "tjansteperson-beskrivning",
        &BESKRIVNING,
        Guideline::Tjansteperson,
        "En tjänstepersons konto säger att kommunen är avsändare",
        &["Skriv i beskrivningen att {organisation} är avsändare och att kontot drivs i tjänsten."],
        |judging| {
            let lacks =
                judging.text(&DRIVS_AV) == INDIVIDUAL && !names_sender(judging, [&BESKRIVNING]);
            lacks.then(|| Breach::case(0).with("organisation", &judging.policy().organisation.name))
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
        broken: |judging| {
            let hidden = judging.text(&DRIVS_AV) != INDIVIDUAL
                && !text::is_blank(judging.text(&KONTO_NAMN))
                && !judging.text(&BESKRIVNING).is_empty()
                && !names_sender(judging, [&KONTO_NAMN, &BESKRIVNING]);
            hidden.then(|| Breach::case(0))
        },
    },
    stop(
        "ansvarig",
        &ANSVARIG_NAMN,
        Guideline::Enhetschef,
        "Kontoansvarig anges med namn",
        name::ADVICE,
        |judging| check_name(judging, &ANSVARIG_NAMN),
    ),
    stop(
        "ansvarig-epost",
        &ANSVARIG_EPOST,
        Guideline::Enhetschef,
        "Kontoansvarig anges med e-post",
        email::ADVICE,
        |judging| check_email(judging, &ANSVARIG_EPOST),
    ),
    stop(
        "ersattare",
        &ERSATTARE_NAMN,
        Guideline::Enhetschef,
        "Ersättare anges med namn",
        name::ADVICE,
        |judging| check_name(judging, &ERSATTARE_NAMN),
    ),
    stop(
        "ersattare-epost",
        &ERSATTARE_EPOST,
        Guideline::Enhetschef,
        "Ersättare anges med e-post",
        email::ADVICE,
        |judging| check_email(judging, &ERSATTARE_EPOST),
    ),
    stop(
        "ersattare-annan",
        &ERSATTARE_EPOST,
        Guideline::Enhetschef,
        "Ersättaren är en annan person än kontoansvarig",
        &["Fyll i en annan person än kontoansvarig som ersättare."],
        |judging| same_person(judging, &ERSATTARE_EPOST, &ANSVARIG_EPOST).then(|| Breach::case(0)),
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
        |judging| {
            let emails = judging.emails(&PUBLICISTER)?;
            if let Some(line) = emails.wrong_line {
                return Some(Breach::case(0).with("rad", &line));
            }
            if PUBLISHERS_MAX < emails.count {
                return Some(Breach::case(1).with("max", &PUBLISHERS_MAX));
            }
            let chars = judging.chars(&PUBLICISTER);
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
        |judging| {
            let fits = posts(judging).is_some();
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
        |judging| {
            let (posts, min) = (posts(judging)?, posts_min(judging));
            (posts < min && !asks_exception(judging)).then(|| {
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
        broken: |judging| {
            let posts = posts(judging)?;
            let numbers = &judging.policy().numbers;
            let few = posts_min(judging) <= posts && posts < numbers.posts_per_week_recommended_min;
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
        |judging| check_length(judging, &INLAGG_UNDANTAG),
    ),
    stop(
        "bevakning-vardag",
        &BEVAKNING,
        Guideline::Bevakning,
        "Kontot bevakas varje vardag",
        PROMISE_ADVICE,
        |judging| check_promise(judging, &BEVAKNING),
    ),
    stop(
        "svar-24h",
        &SVARSTID,
        Guideline::Svar,
        "Kommentarer besvaras i tid",
        PROMISE_ADVICE,
        |judging| check_promise(judging, &SVARSTID),
    ),
    stop(
        "svar-fornamn",
        &UNDERSKRIFT,
        Guideline::Fornamn,
        "Svar undertecknas med förnamn",
        PROMISE_ADVICE,
        |judging| check_promise(judging, &UNDERSKRIFT),
    ),
    stop(
        "behorighet",
        &FUNKTIONSADRESS,
        Guideline::Sakerhet,
        "Frågan om funktionsadress är besvarad",
        &["Svara om kontot är kopplat till en gemensam funktionsadress."],
        |judging| unchosen(judging, &FUNKTIONSADRESS),
    ),
    stop(
        "behorighet-tvasteg",
        &TVASTEG,
        Guideline::Sakerhet,
        "Frågan om tvåstegsverifiering är besvarad",
        &["Svara om inloggningen har tvåstegsverifiering."],
        |judging| unchosen(judging, &TVASTEG),
    ),
    stop(
        "personer-pa-bild",
        &PERSONER,
        Guideline::Gdpr,
        "Det är sagt om personer kommer att synas",
        &["Svara om personer kommer att synas på bild."],
        |judging| unchosen(judging, &PERSONER),
    ),
    stop(
        "rattslig-grund",
        &RATTSLIG_GRUND,
        Guideline::Gdpr6,
        "Den som visar personer anger en rättslig grund",
        &["Välj en rättslig grund. Är du osäker väljer du Vet inte."],
        |judging| unchosen(judging, &RATTSLIG_GRUND),
    ),
    stop(
        "samtycke-rutin",
        &RUTIN,
        Guideline::Rutin,
        "Den som visar personer med samtycke har en rutin",
        LENGTH_ADVICE,
        |judging| check_length(judging, &RUTIN),
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
        |judging| {
            let ticked = judging.list(&ROR);
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
        |judging| unticked(judging, &PROFILBILD),
    ),
    stop(
        "bakgrund-ratt",
        &BAKGRUNDSBILD,
        Guideline::Bakgrund,
        "Bakgrundsbilden hör till verksamheten och får användas",
        TICK_ADVICE,
        |judging| unticked(judging, &BAKGRUNDSBILD),
    ),
    stop(
        "ingen-reklam",
        &REKLAM,
        Guideline::Reklam,
        "Kontot gör inte reklam",
        TICK_ADVICE,
        |judging| unticked(judging, &REKLAM),
    ),
    stop(
        "tillganglighet",
        &TILLGANGLIGHET,
        Guideline::Dos,
        "Bilder och filmer är tillgängliga",
        TICK_ADVICE,
        |judging| unticked(judging, &TILLGANGLIGHET),
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
        |judging| check_name(judging, &ARKIVANSVARIG),
    ),
    stop(
        "riktlinjer-lasta",
        &RIKTLINJER,
        Guideline::Las,
        "Varje riktlinje är bekräftad",
        &["Läs och bekräfta varje riktlinje. {antal} återstår."],
        |judging| check_guidelines(judging, &RIKTLINJER),
    ),
];
