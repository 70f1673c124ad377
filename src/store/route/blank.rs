//! The forms on paper, for those who cannot or will not use the service. Drawn from the same table as
//! the wizard, so that paper and screen ask the same questions in the same order.

use axum::extract::{Path, State as Extract};
use axum::http::HeaderMap;
use axum::response::Response;
use rules::field::{Choice, Field, Kind};
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

fn page(form: &Form, policy: &Policy, day: &str) -> String {
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

fn steps(form: &Form, policy: &Policy) -> String {
    let mut page = String::new();
    for (number, step) in form.steps.iter().enumerate() {
        let asked: String = step
            .questions
            .iter()
            .map(|question| asked(question, policy))
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

fn asked(question: &Question, policy: &Policy) -> String {
    let field = question.field;
    let answer = match field.kind {
        // On paper nobody has seen a warning.
        Kind::Warnings => return String::new(),
        Kind::Choice(choices) | Kind::Choices(choices) => {
            boxes(choices.iter().map(|choice| choice.label))
        }
        Kind::Tick | Kind::Information => {
            return wide(&boxes([field.label].into_iter()), field);
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
            ("villkor", escaped(&condition(question))),
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
fn condition(question: &Question) -> String {
    let field = question.field;
    match question.when {
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
