//! The forms on paper, for those who cannot or will not use the service. Drawn from the same table as
//! the wizard, so that paper and screen ask the same questions in the same order.

use axum::extract::{Path, State as Extract};
use axum::http::HeaderMap;
use axum::response::Response;
use rules::consent::form::{prefill, withdrawal};
use rules::consent::{Channel, Occasion, text};
use rules::field::{Choice, Class, Field, Kind};
use rules::form::{self, Form, Question, When};
use rules::policy::Policy;
use rules::{date, unit};

use crate::State;
use crate::answer::Answer;
use crate::problem::Problem;
use crate::template::{escaped, filled};

/// A form to print, such as `/blankett/starta-konto.html`.
#[utoipa::path(get, path = "/blankett/{file}", params(
    ("file" = String, Path, description = "A form's id and .html")
), responses((status = 200, description = "A page to print"), (status = 404, description = "No such form")))]
pub async fn get_blank(
    Extract(state): Extract<State>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let answer = if file == "blankett.css" {
        Answer::new(
            "text/css; charset=utf-8",
            include_bytes!("blank.css").to_vec(),
        )
    } else {
        let form = file
            .strip_suffix(".html")
            .and_then(form::by_id)
            .ok_or(Problem::NotFound)?;
        let page = page(form, &state.policy.value, &date::long(state.clock.today()));
        Answer::new("text/html; charset=utf-8", page.into_bytes())
    };
    Ok(answer.send(&headers).await)
}

fn page(form: &'static Form, policy: &Policy, day: &str) -> String {
    let contact = &policy.contact;
    filled(
        include_str!("blank.html"),
        &[
            ("titel", escaped(form.title)),
            ("organisation", escaped(&policy.organisation.name)),
            ("blankett", escaped(form.id)),
            ("version", escaped(&policy.version)),
            ("dag", escaped(day)),
            ("avdelning", escaped(&contact.department)),
            ("besok", escaped(&contact.visit)),
            ("telefon", escaped(&contact.phone)),
            ("epost", escaped(&contact.email)),
            ("tider", escaped(&contact.hours)),
            ("steg", steps(form, policy)),
        ],
    )
}

fn steps(form: &'static Form, policy: &Policy) -> String {
    let mut page = String::new();
    for (number, step) in form.steps.iter().enumerate() {
        let asked: String = step
            .questions
            .iter()
            .filter(|question| is_on_paper(form, question, policy))
            .map(|question| asked(form, question, policy))
            .collect();
        if !asked.is_empty() {
            page.push_str(&filled(
                "<section>\n<h2>{nummer}. {rubrik}</h2>\n<div class=\"kolumner\">\n{fragor}</div>\n</section>\n",
                &[
                    ("nummer", (1 + number).to_string()),
                    ("rubrik", escaped(step.title)),
                    ("fragor", asked),
                ],
            ));
        }
    }
    page
}

/// Whether the answer comes with a request and only decides what is asked.
fn steers(form: &Form, field: &Field) -> bool {
    form.is_prefilled(field) && (field.class <= Class::Internal || field.holds_list())
}

/// Whether paper asks it. There is no request, so every channel is asked about, and what a request
/// would decide is as the policy has it.
fn is_on_paper(form: &'static Form, question: &Question, policy: &Policy) -> bool {
    let decided = match question.when {
        When::Is(other, _) => steers(form, other),
        When::Always => false,
    };
    if !decided {
        return !steers(form, question.field);
    }
    let channels = Channel::ALL.iter().copied().collect();
    let mut draft = prefill(form, policy, "", &Occasion::Ongoing, &channels, None);
    draft.set_text(&withdrawal::ATKOMST, withdrawal::WITHOUT_LINK);
    question.is_asked(&draft)
}

/// The text that whoever signs is told, so that it stands on the same sheet.
fn told(form: &Form, policy: &Policy) -> String {
    let wording = text::first_wording(form);
    text::information(form, wording, policy, Channel::ALL, "")
        .parts
        .iter()
        .map(|(heading, sentences)| {
            filled(
                "<h3>{rubrik}</h3>\n<p>{text}</p>\n",
                &[("rubrik", escaped(heading)), ("text", escaped(sentences))],
            )
        })
        .collect()
}

fn asked(form: &Form, question: &Question, policy: &Policy) -> String {
    let field = question.field;
    let answer = match field.kind {
        // On paper nobody has seen a warning.
        Kind::Warnings => return String::new(),
        Kind::Choice(choices) | Kind::Choices(choices) => {
            boxes(choices.iter().map(|choice| choice.label))
        }
        Kind::Tick => return wide(&boxes([field.label].into_iter()), field),
        Kind::Information => {
            let boxes = boxes([field.label].into_iter());
            return wide(&[told(form, policy), boxes].concat(), field);
        }
        Kind::Guidelines => {
            let sentences: Vec<String> = policy
                .confirmed()
                .map(|guideline| policy.fill(&guideline.text))
                .collect();
            boxes(sentences.iter().map(String::as_str))
        }
        Kind::LongText { .. } => "<div class=\"hog\"></div>".to_owned(),
        Kind::Unit
        | Kind::Account
        | Kind::Line
        | Kind::Personnummer
        | Kind::Name
        | Kind::Email
        | Kind::Phone
        | Kind::Date
        | Kind::Address
        | Kind::Number { .. } => "<div class=\"skriv\"></div>".to_owned(),
    };
    let class = if matches!(field.kind, Kind::Guidelines) {
        "fraga bred"
    } else {
        "fraga"
    };
    filled(
        "<div class=\"{klass}\"><p><strong>{fraga}</strong>{villkor}</p>{svar}</div>\n",
        &[
            ("klass", class.to_owned()),
            ("fraga", escaped(field.label)),
            ("villkor", escaped(&condition(form, question))),
            ("svar", answer),
        ],
    )
}

fn wide(answer: &str, field: &Field) -> String {
    let hint = if field.hint.is_empty() {
        String::new()
    } else {
        ["<p class=\"hjalp\">", &escaped(field.hint), "</p>"].concat()
    };
    ["<div class=\"fraga bred\">", &hint, answer, "</div>\n"].concat()
}

fn boxes<'a>(labels: impl Iterator<Item = &'a str>) -> String {
    let items: String = labels
        .map(|label| ["<li>☐ ", &escaped(label), "</li>"].concat())
        .collect();
    ["<ul>", &items, "</ul>"].concat()
}

/// Whom a question is for, as a word beside it: the answer that leads to it.
fn condition(form: &Form, question: &Question) -> String {
    let field = question.field;
    match question.when {
        When::Is(other, _) if steers(form, other) => String::new(),
        When::Always if field.optional => " (frivilligt)".to_owned(),
        When::Always => String::new(),
        When::Is(other, values) => {
            let labels: Vec<&str> = values
                .iter()
                .map(|value| {
                    if *value == unit::MISSING {
                        return "enheten saknas i listan";
                    }
                    let label = |choice: &&Choice| choice.id == *value;
                    other
                        .choices()
                        .iter()
                        .find(label)
                        .map_or(*value, |choice| choice.label)
                })
                .collect();
            [" – om: ", &labels.join(" / ")].concat()
        }
    }
}
