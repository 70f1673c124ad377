//! A policy as it is written: a TOML file, read or refused with a line and a sentence.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

use super::threshold::THRESHOLDS;
use super::{
    Contact, Exception, GuardiansRequired, GuidelineText, NUMBERS, Numbers, Organisation, Policy,
    Thresholds, WORD,
};
use crate::policy::unit::{Tree, Unit};
use crate::value::address::Platform;
use crate::value::proof::Proof;

/// The compiled-in presets by name.
pub static PRESETS: &[(&str, &str)] = &[
    ("kommun", include_str!("preset/kommun.toml")),
    (
        "vard-och-omsorg",
        include_str!("preset/vard-och-omsorg.toml"),
    ),
];

/// Least contrast of the accent colour against its ground (WCAG 2.2, 1.4.3).
const CONTRAST_MIN: f64 = 4.5;
/// The light ground the accent stands on.
pub const GROUND_LIGHT: &str = "#ffffff";
/// The dark ground the accent stands on.
pub const GROUND_DARK: &str = "#15191d";

/// Why a policy file was refused, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, counted from 1; 0 when no line is to blame.
    pub line: usize,
    /// What to do about it, in Swedish.
    pub advice: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.advice),
            line => write!(f, "rad {line}: {}", self.advice),
        }
    }
}

impl std::error::Error for Fault {}

/// A policy file as it is written; everything left out is inherited.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    policy: Head,
    #[serde(default)]
    organisation: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    #[serde(default)]
    contact: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    numbers: BTreeMap<Spanned<String>, Spanned<i64>>,
    #[serde(default)]
    proof: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    guideline: Vec<Spanned<GuidelineText>>,
    #[serde(default)]
    exception: Vec<Spanned<FileException>>,
    #[serde(default)]
    unit: Vec<Spanned<Unit>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    inherits: Option<Spanned<String>>,
    version: String,
    #[serde(deserialize_with = "toml_date")]
    in_force: NaiveDate,
    guardians_required: Option<GuardiansRequired>,
    match_guardians: Option<bool>,
}

/// An [`Exception`] as it is written. JSON has no dates, so that the app need not know TOML's.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileException {
    number: String,
    value: i64,
    platform: Option<Platform>,
    account: Option<String>,
    reason: String,
    #[serde(deserialize_with = "toml_date")]
    until: NaiveDate,
}

/// The numbers that something asks about one platform or account; an exception from another number
/// would have no effect, and is refused.
static EXCEPTIONABLE: &[&str] = &["posts_per_week_min", "inactive_after"];

const WRITE_DATE: &str = "Skriv datumet så här: 2026-01-31.";

/// The reader's English in Swedish: what it begins with, and the sentence around what it quotes.
static READER_SAYS: &[(&str, &str, &str)] = &[
    ("unknown field", "Ta bort ”", "”. Den finns inte här."),
    ("missing field", "Fyll i ”", "”. Den saknas."),
    ("unknown variant", "Byt ut ”", "” mot ett ord som finns."),
    (
        "duplicate key",
        "Ta bort det ena. Samma namn står två gånger",
        ".",
    ),
];

/// What the TOML reader found, as a Swedish sentence.
fn in_swedish(message: &str) -> String {
    let message = message.trim().replace('\n', " ");
    if message == WRITE_DATE {
        return message;
    }
    let quoted = message.split('`').nth(1).unwrap_or_default();
    READER_SAYS
        .iter()
        .find(|(beginning, ..)| message.starts_with(beginning))
        .map_or_else(
            || {
                [
                    "Rätta raden. Den går inte att läsa som TOML (",
                    &message,
                    ").",
                ]
                .concat()
            },
            |(_, before, after)| [before, quoted, after].concat(),
        )
}

/// Takes a TOML date, or the same written as a text.
fn toml_date<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let value = toml::Value::deserialize(deserializer)?;
    let written = match &value {
        toml::Value::Datetime(date) => date.to_string(),
        toml::Value::String(text) => text.clone(),
        toml::Value::Integer(_)
        | toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Array(_)
        | toml::Value::Table(_) => String::new(),
    };
    written
        .parse()
        .map_err(|_| serde::de::Error::custom(WRITE_DATE))
}

impl Policy {
    /// Reads a policy file.
    ///
    /// # Errors
    ///
    /// The first [`Fault`] with its line: what is not TOML, an unknown key, a preset that does not
    /// exist, a number outside its range or in contradiction to another, units that are no tree, or
    /// a colour with too little contrast.
    pub fn from_toml(text: &str) -> Result<Self, Fault> {
        Self::read(text, 0)
    }

    /// One of the compiled-in presets.
    pub fn preset(name: &str) -> Option<Self> {
        let (_, text) = PRESETS.iter().find(|(known, _)| *known == name)?;
        Self::from_toml(text).ok()
    }

    fn read(text: &str, depth: usize) -> Result<Self, Fault> {
        let at = |start: usize| {
            1 + text
                .bytes()
                .take(start)
                .filter(|byte| *byte == b'\n')
                .count()
        };
        let fault = |start: usize, advice: String| Fault {
            line: at(start),
            advice,
        };

        let file: File = toml::from_str(text).map_err(|error| Fault {
            line: error.span().map_or(0, |span| at(span.start)),
            advice: in_swedish(error.message()),
        })?;

        let mut policy = match &file.policy.inherits {
            None => Self::blank(&file),
            Some(name) => {
                let preset = PRESETS
                    .iter()
                    .find(|(known, _)| known == name.get_ref())
                    .filter(|_| depth < PRESETS.len())
                    .ok_or_else(|| {
                        let known: Vec<&str> = PRESETS.iter().map(|(name, _)| *name).collect();
                        let advice = ["Välj en av grunderna: ", &known.join(", "), "."].concat();
                        fault(name.span().start, advice)
                    })?;
                Self::read(preset.1, 1 + depth)?
            }
        };
        policy.version.clone_from(&file.policy.version);
        policy.in_force = file.policy.in_force;
        if let Some(required) = file.policy.guardians_required {
            policy.guardians_required = required;
        }
        if let Some(matched) = file.policy.match_guardians {
            policy.match_guardians = matched;
        }

        for (key, value) in &file.organisation {
            policy
                .organisation
                .put(key.get_ref(), value.get_ref())
                .map_err(|advice| fault(key.span().start, advice))?;
        }
        for (key, value) in &file.contact {
            *policy.contact.line(key.get_ref()).ok_or_else(|| {
                let advice = ["Ta bort ”", key.get_ref(), "”. Den finns inte i [contact]."];
                fault(key.span().start, advice.concat())
            })? = value.get_ref().clone();
        }
        for (key, value) in &file.numbers {
            let number = NUMBERS
                .iter()
                .find(|number| number.name == key.get_ref())
                .ok_or_else(|| {
                    let advice = ["Ta bort ”", key.get_ref(), "”. Den finns inte i [numbers]."];
                    fault(key.span().start, advice.concat())
                })?;
            let (min, max) = number.range;
            let value = u16::try_from(*value.get_ref())
                .ok()
                .filter(|value| (min..=max).contains(value))
                .ok_or_else(|| {
                    let advice = format!("{} ska vara {min}–{max} {}.", number.name, number.unit);
                    fault(value.span().start, advice)
                })?;
            (number.set)(&mut policy.numbers, value);
        }
        if let Some((low, high)) = policy.numbers.contradiction() {
            let start = file
                .numbers
                .iter()
                .filter(|(key, _)| key.get_ref() == low || key.get_ref() == high)
                .map(|(key, _)| key.span().start)
                .max()
                .unwrap_or_default();
            let advice = format!("{low} får inte vara större än {high}.");
            return Err(fault(start, advice));
        }
        for (key, value) in &file.proof {
            let threshold = THRESHOLDS
                .iter()
                .find(|threshold| threshold.name == key.get_ref())
                .ok_or_else(|| {
                    let advice = ["Ta bort ”", key.get_ref(), "”. Den finns inte i [proof]."];
                    fault(key.span().start, advice.concat())
                })?;
            let accepted = |proof: &Proof| proof.suffices(threshold.lowest);
            let proof = Proof::from_id(value.get_ref())
                .filter(accepted)
                .ok_or_else(|| {
                    let known: Vec<&str> = Proof::ALL
                        .iter()
                        .copied()
                        .filter(accepted)
                        .map(Proof::id)
                        .collect();
                    let advice = [
                        "Välj en av dem som räcker för ",
                        threshold.name,
                        ": ",
                        &known.join(", "),
                        ".",
                    ];
                    fault(value.span().start, advice.concat())
                })?;
            (threshold.set)(&mut policy.proof, proof);
        }
        for guideline in &file.guideline {
            let start = guideline.span().start;
            let guideline = guideline.get_ref().clone();
            if let Some(name) = Self::unfilled(&guideline.text) {
                let advice = ["”{", name, "}” är inget tal i policyn."].concat();
                return Err(fault(start, advice));
            }
            match policy
                .guidelines
                .iter_mut()
                .find(|known| known.id == guideline.id)
            {
                Some(known) => *known = guideline,
                None => policy.guidelines.push(guideline),
            }
        }
        for exception in &file.exception {
            let start = exception.span().start;
            let exception = exception
                .get_ref()
                .read()
                .map_err(|advice| fault(start, advice))?;
            policy.exceptions.push(exception);
        }
        if let Some(first) = file.unit.first() {
            policy.units = Tree(
                file.unit
                    .iter()
                    .map(|unit| unit.get_ref().clone())
                    .collect(),
            );
            if let Some(id) = policy.units.fault() {
                let advice = format!(
                    "Rätta enheten ”{id}”: id ska vara unikt och parent ska leda upp till en förvaltning."
                );
                let start = file
                    .unit
                    .iter()
                    .find(|unit| unit.get_ref().id == id)
                    .unwrap_or(first)
                    .span()
                    .start;
                return Err(fault(start, advice));
            }
        }
        if let Some(place) = policy.empty_place() {
            let advice = format!("Fyll i {place}, eller låt policyn utgå från en grund: inherits.");
            return Err(Fault { line: 0, advice });
        }
        Ok(policy)
    }

    /// What every page needs and a policy that inherits nothing has to say itself.
    fn empty_place(&self) -> Option<&'static str> {
        [
            ("name i [organisation]", &self.organisation.name),
            ("accent i [organisation]", &self.organisation.accent),
            (
                "accent_dark i [organisation]",
                &self.organisation.accent_dark,
            ),
            ("homepage i [organisation]", &self.organisation.homepage),
            ("department i [contact]", &self.contact.department),
            ("email i [contact]", &self.contact.email),
            ("phone i [contact]", &self.contact.phone),
            ("visit i [contact]", &self.contact.visit),
            ("hours i [contact]", &self.contact.hours),
            (
                "data_protection_email i [contact]",
                &self.contact.data_protection_email,
            ),
        ]
        .into_iter()
        .find(|(_, text)| text.trim().is_empty())
        .map(|(place, _)| place)
    }

    /// The first `{name}` in the text that is no number's.
    fn unfilled(text: &str) -> Option<&str> {
        text.split('{')
            .skip(1)
            .map(|rest| rest.split('}').next().unwrap_or_default())
            .find(|name| NUMBERS.iter().all(|number| number.name != *name))
    }

    /// What a file that inherits nothing starts from: the numbers' defaults and nothing else.
    fn blank(file: &File) -> Self {
        Self {
            version: String::new(),
            in_force: file.policy.in_force,
            guardians_required: GuardiansRequired::All,
            match_guardians: false,
            organisation: Organisation {
                name: String::new(),
                senders: Vec::new(),
                accent: String::new(),
                accent_dark: String::new(),
                homepage: String::new(),
                logotype: None,
                pictogram: OWN_SYMBOLS.to_owned(),
            },
            contact: Contact {
                department: String::new(),
                email: String::new(),
                phone: String::new(),
                visit: String::new(),
                hours: String::new(),
                data_protection_email: String::new(),
            },
            numbers: Numbers::default(),
            proof: Thresholds::default(),
            guidelines: Vec::new(),
            exceptions: Vec::new(),
            units: Tree::default(),
        }
    }
}

impl FileException {
    /// The exception, or what to do about it.
    fn read(&self) -> Result<Exception, String> {
        let number = NUMBERS
            .iter()
            .find(|number| number.name == self.number)
            .filter(|number| EXCEPTIONABLE.contains(&number.name))
            .ok_or_else(|| {
                let known = EXCEPTIONABLE.join(" eller ");
                [
                    "Välj ",
                    &known,
                    ". Undantag från ”",
                    &self.number,
                    "” finns inte.",
                ]
                .concat()
            })?;
        let (min, max) = number.range;
        let value = u16::try_from(self.value)
            .ok()
            .filter(|value| (min..=max).contains(value))
            .ok_or_else(|| format!("{} ska vara {min}–{max} {}.", number.name, number.unit))?;
        if self.platform.is_none() && self.account.is_none() {
            return Err("Skriv vilken platform eller vilket account undantaget gäller.".to_owned());
        }
        if self.reason.trim().is_empty() {
            return Err("Skriv ett skäl för undantaget i reason.".to_owned());
        }
        Ok(Exception {
            number: self.number.clone(),
            value,
            platform: self.platform,
            account: self.account.clone(),
            reason: self.reason.clone(),
            until: self.until,
        })
    }
}

impl Organisation {
    fn put(&mut self, key: &str, value: &toml::Value) -> Result<(), String> {
        let text = || {
            value
                .as_str()
                .map(str::to_owned)
                .ok_or_else(|| ["Skriv ”", key, "” som en text."].concat())
        };
        match key {
            "name" => self.name = text()?,
            "homepage" => self.homepage = text()?,
            "logotype" => self.logotype = Some(text()?),
            "pictogram" => self.pictogram = symbols(text()?)?,
            "accent" => self.accent = colour(&text()?, GROUND_LIGHT)?,
            "accent_dark" => self.accent_dark = colour(&text()?, GROUND_DARK)?,
            "senders" => {
                self.senders = value
                    .as_array()
                    .and_then(|list| {
                        list.iter()
                            .map(|item| item.as_str().map(str::to_owned))
                            .collect()
                    })
                    .ok_or("Skriv senders som en lista av texter.")?;
            }
            _ => return Err(["Ta bort ”", key, "”. Den finns inte i [organisation]."].concat()),
        }
        Ok(())
    }
}

impl Contact {
    fn line(&mut self, key: &str) -> Option<&mut String> {
        Some(match key {
            "department" => &mut self.department,
            "email" => &mut self.email,
            "phone" => &mut self.phone,
            "visit" => &mut self.visit,
            "hours" => &mut self.hours,
            "data_protection_email" => &mut self.data_protection_email,
            _ => return None,
        })
    }
}

/// Where the symbols that come with the service are.
const OWN_SYMBOLS: &str = "/pictogram/{ord}.svg";

/// The place of the symbols, if it is a path with room for the word. An address elsewhere is refused:
/// the page shows pictures from its own address only, and nobody else learns who reads the form.
fn symbols(written: String) -> Result<String, String> {
    let path = written.starts_with('/') && !written.starts_with("//");
    if path && written.matches(WORD).count() == 1 {
        Ok(written)
    } else {
        Err([
            "Skriv pictogram som en sökväg med {ord}, till exempel ”",
            OWN_SYMBOLS,
            "”, inte ”",
            &written,
            "”.",
        ]
        .concat())
    }
}

/// The colour, if it is written as `#rrggbb` and stands out enough from its ground.
fn colour(written: &str, ground: &str) -> Result<String, String> {
    let (Some(ours), Some(under)) = (luminance(written), luminance(ground)) else {
        return Err(["Skriv färgen så här: #00558c, inte ”", written, "”."].concat());
    };
    let contrast = (ours.max(under) + 0.05) / (ours.min(under) + 0.05);
    if contrast < CONTRAST_MIN {
        return Err(format!(
            "Välj en färg med mer kontrast. {written} mot {ground} ger {contrast:.2}:1, och det behövs {CONTRAST_MIN}:1."
        ));
    }
    Ok(written.to_owned())
}

/// Relative luminance as WCAG 2.2 defines it.
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?) / 255.0;
        Some(if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        })
    };
    Some(0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?)
}
