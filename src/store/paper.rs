//! The forms on paper, for those who cannot or will not use the service. Drawn from the same table as
//! the wizard, so that paper and screen ask the same questions in the same order.

pub mod qr;

use axum::extract::{Path, State as Extract};
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::response::Response;
use rules::consent::form::{prefill, withdrawal};
use rules::consent::scope::{Channel, Occasion};
use rules::consent::text;
use rules::form::field::{Choice, Class, Field, Kind};
use rules::form::{Form, Question, When};
use rules::paper_form::{self, PAPER_FORMS, PaperForm};
use rules::policy::Policy;
use rules::value::date;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::State;
use crate::http::answer::Answer;
use crate::http::problem::Problem;

use rules::value::html::{escape, filled};

/// The page where a yes is taken back without a link.
const WITHDRAWAL: &str = "/ta-tillbaka";

/// Most characters of all options together, and of the condition, when they share a line.
const BESIDE_CHARS_MAX: usize = 16;

const HTML: &str = "text/html; charset=utf-8";

/// Every form there is to print.
#[utoipa::path(get, path = "/blankett/", responses((status = 200, description = "A page of links")))]
pub async fn get_blanks(Extract(state): Extract<State>, headers: HeaderMap) -> Response {
    let links = PAPER_FORMS
        .iter()
        .map(|sheet| {
            let Form { id, title, .. } = sheet.form;
            let title = escape(title);
            [
                "<li><a href=\"/blankett/",
                id,
                ".html\">",
                &title,
                "</a></li>\n",
            ]
            .concat()
        })
        .collect();
    let name = escape(&state.policy.value.organisation.name);
    let page = filled(
        include_str!("paper/blank_list.html"),
        &[("organisation", name), ("blanketter", links)],
    );
    Answer::new(HTML, page.into_bytes()).send(&headers).await
}

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
            include_bytes!("paper/blank.css").to_vec(),
        )
    } else {
        let sheet = file
            .strip_suffix(".html")
            .and_then(paper_form::by_id)
            .ok_or(Problem::NotFound)?;
        let day = date::long(state.clock.today());
        let site = site(&state, &headers);
        let page = page(sheet, &state.policy.value, &day, site.as_deref());
        Answer::new(HTML, page.into_bytes())
    };
    Ok(answer.send(&headers).await)
}

/// The address people use: the one that was set, or else the one this reader came by.
fn site(state: &State, headers: &HeaderMap) -> Option<String> {
    let set = state.public_url.as_deref().map(str::to_owned);
    let came_by = || Some(["http://", headers.get(HOST)?.to_str().ok()?].concat());
    set.or_else(came_by)
        .map(|url| url.trim_end_matches('/').to_owned())
}

fn page(sheet: &PaperForm, policy: &Policy, day: &str, site: Option<&str>) -> String {
    let contact = &policy.contact;
    let parts = [
        ("avdelning", escape(&contact.department)),
        ("besok", escape(&contact.visit)),
    ];
    let told = |sentence| filled(&escape(&policy.fill(sentence)), &parts);
    let signers = sheet
        .signers
        .iter()
        .map(|signer| {
            filled(
                include_str!("paper/blank_signer.html"),
                &[("vem", told(signer.who)), ("hjalp", told(signer.hint))],
            )
        })
        .collect();
    let notes = sheet
        .notes
        .iter()
        .map(|note| ["<p>", &told(note), "</p>"].concat())
        .collect();
    let withdrawal = site
        .filter(|_| sheet.withdrawal)
        .and_then(|site| withdrawal_by(&[site, WITHDRAWAL].concat(), policy))
        .unwrap_or_default();
    filled(
        include_str!("paper/blank.html"),
        &[
            ("titel", escape(sheet.form.title)),
            ("organisation", escape(&policy.organisation.name)),
            ("blankett", escape(sheet.form.id)),
            ("version", escape(&policy.version)),
            ("dag", escape(day)),
            ("till", told(sheet.to)),
            ("telefon", escape(&contact.phone)),
            ("epost", escape(&contact.email)),
            ("tider", escape(&contact.hours)),
            ("steg", steps(sheet.form, policy)),
            ("underskrifter", signers),
            ("angra", withdrawal),
            ("fylls-i-av", told(sheet.taken_by)),
            ("anteckningar", notes),
        ],
    )
}

/// How a yes is taken back: the address in words and as a code.
fn withdrawal_by(address: &str, policy: &Policy) -> Option<String> {
    let code = qr::code(address)?;
    let shown = address.split_once("://").map_or(address, |(_, rest)| rest);
    Some(filled(
        include_str!("paper/blank_withdrawal.html"),
        &[
            ("sida", code.side.to_string()),
            ("rutor", code.squares),
            ("adress", escape(shown)),
            ("telefon", escape(&policy.contact.phone)),
        ],
    ))
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
                    ("rubrik", escape(step.title)),
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

/// The text that the signers are told, so that it is on the same sheet.
fn told(form: &Form, policy: &Policy) -> String {
    let wording = text::first_wording(form);
    text::information(form, wording, policy, Channel::ALL, "")
        .parts
        .iter()
        .map(|(heading, sentences)| {
            filled(
                "<div class=\"del\"><h3>{rubrik}</h3>\n<p>{text}</p></div>\n",
                &[("rubrik", escape(heading)), ("text", escape(sentences))],
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
            let choices = choices.iter();
            let options: String = choices
                .map(|choice| option(&symbol(choice.symbol, policy), choice.label))
                .collect();
            ["<ul>", &options, "</ul>"].concat()
        }
        Kind::Tick => return wide(&boxes([field.label].into_iter()), field),
        Kind::Information => {
            let boxes = boxes([field.label].into_iter());
            return [
                "<div class=\"lases\">",
                &told(form, policy),
                &wide(&boxes, field),
                "</div>\n",
            ]
            .concat();
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
    let condition = match question.when {
        When::Is(other, _) if steers(form, other) => String::new(),
        When::Is(..) | When::Always => paper_form::condition(question),
    };
    let class = match field.kind {
        Kind::Guidelines => "fraga bred",
        Kind::Choice(choices) if is_pictured(choices) => "fraga bild",
        Kind::Choice(choices) if fit_beside(choices, &condition) => "fraga kort",
        _ => "fraga",
    };
    let symbol = if class == "fraga bild" {
        symbol(field.symbol, policy)
    } else {
        String::new()
    };
    filled(
        "<div class=\"{klass}\">{symbol}<p><strong>{fraga}</strong>{villkor}</p>{svar}</div>\n",
        &[
            ("klass", class.to_owned()),
            ("symbol", symbol),
            ("fraga", escape(field.label)),
            ("villkor", escape(&condition)),
            ("svar", answer),
        ],
    )
}

/// A symbol beside the words it stands for, which say all there is to hear.
fn symbol(word: &str, policy: &Policy) -> String {
    if word.is_empty() {
        return String::new();
    }
    let place = escape(&policy.organisation.symbol(word));
    ["<img src=\"", &place, "\" alt=\"\">"].concat()
}

/// Whether the question is answered with pictures.
fn is_pictured(choices: &[Choice]) -> bool {
    choices.iter().any(|choice| !choice.symbol.is_empty())
}

/// Whether the options have room beside their question.
fn fit_beside(choices: &[Choice], condition: &str) -> bool {
    let chars = |text: &str| text.chars().count();
    let options: usize = choices.iter().map(|choice| chars(choice.label)).sum();
    options <= BESIDE_CHARS_MAX && chars(condition) <= BESIDE_CHARS_MAX
}

fn wide(answer: &str, field: &Field) -> String {
    let hint = if field.hint.is_empty() {
        String::new()
    } else {
        ["<p class=\"hjalp\">", &escape(field.hint), "</p>"].concat()
    };
    ["<div class=\"fraga bred\">", &hint, answer, "</div>\n"].concat()
}

fn boxes<'a>(labels: impl Iterator<Item = &'a str>) -> String {
    let items: String = labels.map(|label| option("", label)).collect();
    ["<ul>", &items, "</ul>"].concat()
}

fn option(symbol: &str, label: &str) -> String {
    ["<li>", symbol, "☐ ", &escape(label), "</li>"].concat()
}

pub(crate) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(get_blanks))
        .routes(routes!(get_blank))
}
