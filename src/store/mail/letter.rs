//! The letters: their templates, what each of them may tell, and how one is put together.
//!
//! A template is a text file. Its first line is the subject and its paragraphs are the letter. The
//! HTML part is made from the same text, so that the two say the same. Mail passes through many
//! hands: a letter holds a number and a link, and what it is about is read after logging in.

use chrono::Duration;
use rules::account::case::{self, Case};
use rules::permission::Actor;
use serde::{Deserialize, Serialize};

use crate::database::user::Users;
use crate::database::writer::{self, CODE_MINUTES_MAX};
use rules::value::html::{escape, filled};

const FRAME_TEXT: &str = include_str!("letter/frame.txt");
const FRAME_HTML: &str = include_str!("letter/frame.html");

/// What a letter may tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The number of the case or consent.
    Number,
    /// The way to it.
    Link,
    /// A one-time code.
    Code,
    /// The last day.
    Day,
    /// The telephone for questions.
    Phone,
}

impl Part {
    /// Every part.
    pub const ALL: &[Self] = &[Self::Number, Self::Link, Self::Code, Self::Day, Self::Phone];

    /// Its name in a template.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Number => "nummer",
            Self::Link => "lank",
            Self::Code => "kod",
            Self::Day => "dag",
            Self::Phone => "telefon",
        }
    }
}

/// A letter that can be sent.
#[derive(Debug)]
pub struct Template {
    /// The word it is known by.
    pub word: &'static str,
    /// Everything it tells.
    pub parts: &'static [Part],
    /// How long there is a point in sending it.
    lasts: Duration,
    text: &'static str,
}

/// A letter that has waited longer than this before its first attempt tells of something long past.
/// So much may have gathered before mail was set up.
const LASTS: Duration = Duration::days(5);
/// How long a one-time code can be used.
const CODE_LASTS: Duration = Duration::minutes(CODE_MINUTES_MAX);

macro_rules! templates {
    ($($word:literal [$($part:ident)+] $lasts:ident,)+) => {
        /// Every letter there is.
        pub static TEMPLATES: &[Template] = &[$(Template {
            word: $word,
            parts: &[$(Part::$part),+],
            lasts: $lasts,
            text: include_str!(concat!("letter/", $word, ".txt")),
        },)+];
    };
}

templates! {
    "arende-kvittens" [Number Link] LASTS,
    "arende-vantar" [Number Link] LASTS,
    "chef-godkann" [Number Link] LASTS,
    "chef-paminnelse" [Number Link] LASTS,
    "arende-godkant" [Number Link] LASTS,
    "andring-gjord" [Number Link] LASTS,
    "arende-avslaget" [Number Link] LASTS,
    "arende-komplettera" [Number Link] LASTS,
    "arende-kompletterat" [Number Link] LASTS,
    "arende-meddelande" [Number Link] LASTS,
    "arende-infort" [Number Link] LASTS,
    "samtycke-fraga" [Link Day Phone] LASTS,
    "samtycke-medsignera" [Number Link] LASTS,
    "samtycke-inskickat" [Number Link] LASTS,
    "samtycke-granskas" [Number Link] LASTS,
    "samtycke-kontrolleras" [Number Link] LASTS,
    "samtycke-inte-kontrollerat" [Number Link] LASTS,
    "samtycke-att-kontrollera" [Number Link] LASTS,
    "samtycke-nej-mottaget" [Number Link] LASTS,
    "samtycke-pausat-kontroll" [Number Link] LASTS,
    "samtycke-nej-att-kontrollera" [Number Link] LASTS,
    "samtycke-nytt-svar" [Number Link] LASTS,
    "samtycke-ja-antecknat" [Number Link] LASTS,
    "samtycke-kvittens" [Number Link] LASTS,
    "samtycke-signera-om" [Number Link] LASTS,
    "samtycke-kvittens-nej" [Number Link] LASTS,
    "samtycke-avslutat" [Number Link] LASTS,
    "samtycke-avslag" [Number Link] LASTS,
    "samtycke-kvittens-aterkallat" [Number Link] LASTS,
    "samtycke-delvis-aterkallat" [Number Link] LASTS,
    "samtycke-paminnelse-1" [Number Link] LASTS,
    "samtycke-paminnelse-2" [Number Link] LASTS,
    "samtycke-inte-signerat" [Number Link] LASTS,
    "samtycke-paminnelse-arlig" [Number Link] LASTS,
    "samtycke-upphor-snart" [Number Link] LASTS,
    "samtycke-upphort" [Number Link] LASTS,
    "samtycke-fyllt-18" [Number Link] LASTS,
    "samtycke-fyllt-18-vardnadshavare" [Number Link] LASTS,
    "samtycke-uppdrag-slut" [Number Link] LASTS,
    "samtycke-pausat" [Number Link] LASTS,
    "samtycke-aterupptaget" [Number Link] LASTS,
    "samtycke-veckan" [Link] LASTS,
    "samtycke-ta-bort" [Number Link] LASTS,
    "samtycke-borttaget" [Number Link] LASTS,
    "samtycke-vantar-pa-granskning" [Number Link] LASTS,
    "samtycke-ring-upp" [Link] LASTS,
    "samtycke-dodsfall" [Link] LASTS,
    "samtycke-kod" [Code] CODE_LASTS,
}

/// The letter with this word.
#[must_use]
pub fn by_word(word: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.word == word)
}

/// What one letter tells, as it lies in the outbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LetterData {
    /// The number of the case or consent.
    pub nummer: String,
    /// The path in the app where it is, such as `/arenden/…`.
    pub lank: String,
    /// A one-time code.
    pub kod: String,
    /// The last day, as in running text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub dag: String,
    /// The telephone for questions.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub telefon: String,
}

/// A letter as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The subject.
    pub subject: String,
    /// The plain part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

impl Template {
    /// Whether there is still a point in sending a letter of this age, which has not been tried.
    #[must_use]
    pub fn is_timely(&self, age: Duration, tried: bool) -> bool {
        age <= self.lasts || (tried && self.lasts == LASTS)
    }

    fn split(&self) -> (&'static str, &'static str) {
        let (subject, letter) = self.text.split_once('\n').unwrap_or((self.text, ""));
        (subject, letter.trim())
    }

    /// The letter to send. `site` is the address that people reach the app at.
    #[must_use]
    pub fn render(&self, telling: &LetterData, site: &str, organisation: &str) -> Rendered {
        let (subject, letter) = self.split();
        let link = [site.trim_end_matches('/'), &telling.lank].concat();
        let values: Vec<(&str, String)> = self
            .parts
            .iter()
            .map(|part| {
                let value = match part {
                    Part::Number => &telling.nummer,
                    Part::Link => &link,
                    Part::Code => &telling.kod,
                    Part::Day => &telling.dag,
                    Part::Phone => &telling.telefon,
                };
                (part.name(), value.clone())
            })
            .collect();
        let marked_up: Vec<(&str, String)> = values
            .iter()
            .map(|(name, value)| (*name, escape(value)))
            .collect();
        let subject = filled(subject, &values);
        let text = [
            ("brev", filled(letter, &values)),
            ("organisation", organisation.to_owned()),
        ];
        let html = [
            ("rubrik", escape(&subject)),
            ("brev", filled(&marked(letter), &marked_up)),
            ("organisation", escape(organisation)),
        ];
        Rendered {
            text: filled(FRAME_TEXT, &text),
            html: filled(FRAME_HTML, &html),
            subject,
        }
    }
}

/// The paragraphs of a template as HTML. One that is nothing but a link or a code stands out.
fn marked(letter: &str) -> String {
    letter
        .split("\n\n")
        .map(|paragraph| match paragraph.trim() {
            "{lank}" => "<p><a href=\"{lank}\">{lank}</a></p>\n".to_owned(),
            "{kod}" => "<p style=\"font-size:24px\"><strong>{kod}</strong></p>\n".to_owned(),
            text => ["<p>", &escape(text), "</p>\n"].concat(),
        })
        .collect()
}

/// A letter about a case, for the transaction that gives rise to it.
#[must_use]
pub fn about_case(case: &Case, letter: case::letter::Letter, to: &str) -> writer::Letter {
    let nummer = case.number.clone().unwrap_or_default();
    let telling = LetterData {
        lank: ["/arenden/", &case.id].concat(),
        nummer: nummer.clone(),
        ..LetterData::default()
    };
    writer::Letter {
        recipient: to.to_owned(),
        template: letter.id().to_owned(),
        body: telling.body(),
        about: nummer,
        ..writer::Letter::default()
    }
}

/// The letters about a case that a posting comes to, when `actor` did what they tell of.
#[must_use]
pub fn posted(
    people: &Users,
    case: &Case,
    actor: &Actor,
    posting: &case::letter::Posting,
) -> Vec<writer::Letter> {
    let people = people.enabled();
    let known = people
        .iter()
        .map(|person| (person.role, person.email.as_str()));
    posting
        .addresses(case, actor, known)
        .into_iter()
        .map(|to| about_case(case, posting.letter, to))
        .collect()
}

impl LetterData {
    /// As it lies in the outbox.
    ///
    /// # Panics
    /// Never: texts can be written as JSON.
    #[must_use]
    pub fn body(&self) -> String {
        serde_json::to_string(self).expect("texts can be written as JSON")
    }
}

#[cfg(test)]
mod tests;
