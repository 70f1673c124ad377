//! The register for everybody: JSON, CSV and a plain page.

pub mod cache;

use std::fmt::Write as _;

use axum::extract::{RawQuery, State as Extract};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use rules::permission::{Action, may};
use rules::register::{Column, Filter, Row, Status};
use rules::value::address::Platform;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::State;
use crate::account::{self, AccountView};
use crate::http::answer::Answer;
use crate::http::problem::{Place, Problem};
use crate::register::cache::Snapshot;
use crate::session::login::LoggedIn;
use rules::value::html::{escape, filled};

/// The whole register, or a page of it when a filter is asked for.
#[utoipa::path(get, path = "/api/forteckning", params(
    ("fritext" = Option<String>, Query, description = "Words that must all be in the row"),
    ("plattform" = Option<String>, Query, description = "A platform's id"),
    ("forvaltning" = Option<String>, Query, description = "A department's name"),
    ("status" = Option<String>, Query, description = "aktivt, pausat or avslutat"),
    ("ordning" = Option<String>, Query, description = "A column's id, with - before it for the other way round"),
    ("sida" = Option<usize>, Query, description = "The page, from 1; 50 rows each"),
), responses((status = 200, description = "Rows"), (status = 304, description = "Unchanged")))]
pub async fn get_register(
    Extract(state): Extract<State>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let snapshot = state.register.now().await;
    match query.as_deref().filter(|query| !query.is_empty()) {
        Some(query) => {
            let filter = filter(Some(query))?;
            Ok(snapshot.page(&filter).send(&headers).await)
        }
        None => {
            let whole = aside(move || snapshot.whole().clone()).await?;
            Ok(whole.send(&headers).await)
        }
    }
}

/// The register as a table for spreadsheets: UTF-8 with BOM, semicolons.
#[utoipa::path(get, path = "/api/forteckning.csv", responses((status = 200, description = "Rows")))]
pub async fn get_register_csv(
    Extract(state): Extract<State>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let snapshot = state.register.now().await;
    let filter = filter(query.as_deref())?;
    let answer = aside(move || {
        snapshot.kept("csv", &filter, || {
            Answer::new("text/csv; charset=utf-8", csv(&snapshot, &filter))
        })
    })
    .await?;
    let mut response = answer.send(&headers).await;
    let name = HeaderValue::from_static("attachment; filename=\"forteckning.csv\"");
    response
        .headers_mut()
        .insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// The register as a page that needs no script, can be printed and linked to.
#[utoipa::path(get, path = "/api/forteckning.html", responses((status = 200, description = "Rows")))]
pub async fn get_register_html(
    Extract(state): Extract<State>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let snapshot = state.register.now().await;
    let filter = filter(query.as_deref())?;
    let organisation = state.policy.value.organisation.name.clone();
    let answer = aside(move || {
        snapshot.kept("html", &filter, || {
            Answer::new(
                "text/html; charset=utf-8",
                html(&snapshot, &filter, &organisation).into_bytes(),
            )
        })
    })
    .await?;
    Ok(answer.send(&headers).await)
}

/// The plain page's look, for screen and paper.
#[utoipa::path(get, path = "/api/forteckning.css", responses((status = 200, description = "A style sheet")))]
pub async fn get_register_css(headers: HeaderMap) -> Response {
    Answer::new(
        "text/css; charset=utf-8",
        include_bytes!("register/register.css").to_vec(),
    )
    .send(&headers)
    .await
}

/// The register with what only staff may see.
#[utoipa::path(get, path = "/api/forteckning/intern", responses(
    (status = 200, description = "Accounts"),
    (status = 403, description = "Not for this role"),
))]
pub async fn get_register_inside(
    Extract(state): Extract<State>,
    logged_in: LoggedIn,
) -> Result<axum::Json<Value>, Problem> {
    if !may(logged_in.person.role, Action::SeeRegisterInside) {
        return Err(Problem::Refused(
            rules::account::refusal::Refusal::NotAllowed,
        ));
    }
    let actor = logged_in.actor();
    let bodies = account::all(&state).await?;
    let views: Result<Vec<AccountView>, Problem> = bodies
        .iter()
        .map(|(body, version)| AccountView::read(&state, body, *version, &actor))
        .collect();
    Ok(axum::Json(serde_json::json!({ "konton": views? })))
}

fn filter(query: Option<&str>) -> Result<Filter, Problem> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query.unwrap_or_default())
        .map_err(|_| {
            Problem::Malformed(Place {
                part: "query",
                ..Place::default()
            })
        })?;
    Ok(Filter::from_pairs(pairs))
}

/// Runs what may take milliseconds where it holds nobody up.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Problem::broken)
}

fn csv(snapshot: &Snapshot, filter: &Filter) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    let heading = Column::ALL
        .iter()
        .map(|column| column.label())
        .chain(["Adress"]);
    line(&mut text, heading);
    for row in snapshot.find(filter).rows {
        let cells: Vec<String> = Column::ALL
            .iter()
            .map(|column| cell(*column, row))
            .chain([row.url.clone()])
            .collect();
        line(&mut text, cells.iter().map(String::as_str));
    }
    text.into_bytes()
}

fn line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (number, cell) in cells.enumerate() {
        if 0 < number {
            text.push(';');
        }
        // Spreadsheets run what begins like a formula. An apostrophe makes it text.
        let harmless = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            "'"
        } else {
            ""
        };
        if cell.contains(['"', ';', '\n', '\r']) {
            text.push('"');
            text.push_str(harmless);
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(harmless);
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}

/// A row's text in a column, as people read it.
fn cell(column: Column, row: &Row) -> String {
    let day = |day: Option<chrono::NaiveDate>| day.map_or(String::new(), |day| day.to_string());
    match column {
        Column::Platform => row.platform.label().to_owned(),
        Column::Handle => row.handle.clone(),
        Column::Unit => row.unit.clone(),
        Column::Department => row.department.clone(),
        Column::Description => row.description.clone(),
        Column::Open => (if row.open { "Öppet" } else { "Slutet" }).to_owned(),
        Column::Status => [row.status.label(), " ", &day(row.status_date)]
            .concat()
            .trim_end()
            .to_owned(),
        Column::Certified => day(row.certified),
    }
}

/// The plain page from its template: the words are there, the rows here.
fn html(snapshot: &Snapshot, filter: &Filter, organisation: &str) -> String {
    let found = snapshot.find(filter);
    let mut rows = String::new();
    for row in &found.rows {
        rows.push_str("<tr>");
        for column in Column::ALL {
            rows.push_str("<td>");
            let text = escape(&cell(*column, row));
            // An address from the register is http or https, but the page does not take that on trust.
            let safe = row.url.starts_with("https://") || row.url.starts_with("http://");
            if *column == Column::Handle && safe {
                let _ = write!(
                    rows,
                    "<a href=\"{}\" rel=\"noreferrer\">{text}</a>",
                    escape(&row.url)
                );
            } else {
                rows.push_str(&text);
            }
            rows.push_str("</td>");
        }
        rows.push_str("</tr>\n");
    }
    let headings: String = Column::ALL
        .iter()
        .map(|column| format!("<th scope=\"col\">{}</th>", column.label()))
        .collect();
    let departments = snapshot.departments();
    let parts = [
        ("organisation", escape(organisation)),
        ("antal", found.rows.len().to_string()),
        ("dag", snapshot.day().to_string()),
        ("fritext", escape(&filter.text)),
        (
            "plattformar",
            options(
                Platform::ALL.iter().map(|one| (one.id(), one.label())),
                filter.platform.map(Platform::id),
            ),
        ),
        (
            "forvaltningar",
            options(
                departments.iter().map(|one| (one.as_str(), one.as_str())),
                Some(&filter.department),
            ),
        ),
        (
            "statusar",
            options(
                Status::ALL.iter().map(|one| (one.id(), one.label())),
                filter.status.map(Status::id),
            ),
        ),
        ("rubriker", headings),
        ("rader", rows),
    ];
    filled(include_str!("register/register.html"), &parts)
}

fn options<'a>(all: impl Iterator<Item = (&'a str, &'a str)>, chosen: Option<&str>) -> String {
    all.map(|(id, label)| {
        let selected = if chosen == Some(id) { " selected" } else { "" };
        format!(
            "<option value=\"{}\"{selected}>{}</option>",
            escape(id),
            escape(label)
        )
    })
    .collect()
}

pub(crate) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(get_register))
        .routes(routes!(get_register_csv))
        .routes(routes!(get_register_html))
        .routes(routes!(get_register_css))
        .routes(routes!(get_register_inside))
}

#[cfg(test)]
mod tests;
