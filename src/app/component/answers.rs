//! The answers of a draft as people read them: on the review, the receipt and the case.

use leptos::prelude::*;
use rules::form::draft::Draft;
use rules::form::field::{Class, Field, Kind, YES};
use rules::form::journey;
use rules::policy::Policy;
use rules::policy::unit;
use rules::register::Index;
use rules::value::date;
use rules::value::html::escape;
use rules::value::personnummer::Personnummer;
use rules::value::text;

use crate::platform::clock;

/// What an answer reads as, or `None` when there is none.
pub(crate) fn answer_text(
    draft: &Draft,
    field: &Field,
    policy: &Policy,
    index: &Index,
) -> Option<String> {
    let label_of = |id: &str| {
        field
            .choices()
            .iter()
            .find(|choice| choice.id == id)
            .map(|choice| choice.label)
    };
    let typed = text::tidy(draft.text(field));
    let read = match field.kind {
        Kind::Choice(_) => label_of(&typed).unwrap_or_default().to_owned(),
        Kind::Choices(_) => {
            let labels: Vec<&str> = draft
                .list(field)
                .iter()
                .filter_map(|id| label_of(id))
                .collect();
            labels.join(", ")
        }
        Kind::Tick => (if typed == YES { "Ja" } else { "" }).to_owned(),
        Kind::Date => date::parse(&typed).map_or_else(|_| typed.into_owned(), date::long),
        Kind::Unit if typed == unit::MISSING => "Min enhet saknas".to_owned(),
        Kind::Unit => policy.units.path(&typed),
        Kind::Account => index.row(&typed).map_or_else(
            || typed.clone().into_owned(),
            |row| [&row.handle, " (", row.platform.label(), "), ", &row.unit].concat(),
        ),
        Kind::Guidelines => {
            let titles: Vec<&str> = policy
                .guidelines
                .iter()
                .filter(|guideline| draft.list(field).iter().any(|id| id == guideline.id.id()))
                .map(|guideline| guideline.title.as_str())
                .collect();
            titles.join("\n")
        }
        Kind::Warnings => draft.list(field).join(", "),
        Kind::LongText { .. } => text::tidy_lines(draft.text(field)).into_owned(),
        Kind::Information => (if typed.is_empty() { "" } else { "Ja" }).to_owned(),
        Kind::Personnummer => Personnummer::parse(&typed, clock::today())
            .map_or_else(|_| typed.into_owned(), |number| number.masked()),
        Kind::Line
        | Kind::Name
        | Kind::Email
        | Kind::Phone
        | Kind::Address
        | Kind::Number { .. } => typed.into_owned(),
    };
    (!read.is_empty()).then_some(read)
}

/// Whether the answer comes with the request and only decides what is asked.
pub(crate) fn steers(draft: &Draft, field: &Field) -> bool {
    draft.form().is_prefilled(field) && field.class <= Class::Internal
}

/// The address where an answer can be changed, if it can.
type Way<'a> = &'a dyn Fn(&Field) -> Option<String>;

/// The answers of one step. `change` gives the address where an answer can be changed, if it can.
///
/// Written as HTML and drawn in one call: the review holds every answer there is, and drawn one by
/// one they kept a slow phone from showing it.
pub(crate) fn answers(
    draft: &Draft,
    step: usize,
    policy: &Policy,
    index: &Index,
    change: Option<Way<'_>>,
) -> AnyView {
    let asked = journey::asked(&draft.form().steps[step], draft)
        .filter(|field| !matches!(field.kind, Kind::Warnings) && !steers(draft, field))
        // What the request leaves open was never asked.
        .filter(|field| !draft.form().is_prefilled(field) || !draft.is_empty(field));
    let mut html = String::new();
    for field in asked {
        let label = escape(field.label);
        let answer = match answer_text(draft, field, policy, index) {
            Some(answer) => ["<dd>", &escape(&answer), "</dd>"].concat(),
            None => "<dd class=\"answers__none\">Inte angivet</dd>".to_owned(),
        };
        html += &["<div><dt>", &label, "</dt>", &answer].concat();
        let path = change
            .filter(|_| !draft.form().is_prefilled(field))
            .and_then(|change| change(field));
        if let Some(path) = path {
            html += &[
                "<dd class=\"answers__change\"><a href=\"",
                &escape(&path),
                "\">Ändra<span class=\"hidden-visually\"> ",
                &label,
                "</span></a></dd>",
            ]
            .concat();
        }
        html += "</div>";
    }
    view! { <dl class="answers" inner_html=html></dl> }.into_any()
}
