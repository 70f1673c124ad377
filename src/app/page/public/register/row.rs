//! One drawn row. A row is drawn once and then shows one account after the other: its texts are
//! changed in place, without signals, since that happens at each keystroke and while scrolling.

use leptos::prelude::document;
use rules::register::{Row, Status};
use rules::value::date;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::component::status::Shape;
use crate::data::register::{Inside, Shelf};

/// The cells of a row. The labels are shown where the row is a small letter instead of a line.
const PUBLIC: &str = r#"<div role="cell" aria-colindex="1" class="row__platform"></div><div role="cell" aria-colindex="2" class="row__handle"><a class="row__link"></a></div><div role="cell" aria-colindex="3" class="row__unit"><span class="row__clamp"></span></div><div role="cell" aria-colindex="4" class="row__department"><span class="row__clamp"></span></div><div role="cell" aria-colindex="5" class="row__text"><span class="row__clamp"></span></div><div role="cell" aria-colindex="6" class="row__open"></div><div role="cell" aria-colindex="7" class="row__status"><span></span><span class="row__day"></span></div><div role="cell" aria-colindex="8" class="row__checked" data-label="Kontrollerad"></div>"#;
const STAFF: &str = r#"<div role="cell" aria-colindex="9" class="row__people"><span></span><span class="row__deputy"></span></div><div role="cell" aria-colindex="10" class="row__flags"><span></span></div>"#;

/// A drawn row and what it shows.
pub(super) struct Drawn {
    /// The row itself.
    pub(super) root: Element,
    cells: Cells,
    shown: Option<(u32, usize)>,
}

/// The elements that texts go into.
struct Cells {
    platform: Element,
    link: Element,
    unit: Element,
    department: Element,
    text: Element,
    open: Element,
    status: Element,
    day: Element,
    checked: Element,
    staff: Option<[Element; 3]>,
}

impl Drawn {
    /// A row that shows nothing yet.
    pub(super) fn new(staff: bool) -> Option<Self> {
        let root = document().create_element("div").ok()?;
        root.set_class_name("row");
        root.set_attribute("role", "row").ok()?;
        root.set_inner_html(&[PUBLIC, if staff { STAFF } else { "" }].concat());
        Self::over(root, staff)
    }

    /// Another row of the same kind. A copy is made faster than a new one.
    pub(super) fn copy(&self) -> Option<Self> {
        let root = self.root.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
        Self::over(root, self.cells.staff.is_some())
    }

    fn over(root: Element, staff: bool) -> Option<Self> {
        let find = |selector: &str| root.query_selector(selector).ok().flatten();
        let cells = Cells {
            platform: find(".row__platform")?,
            link: find(".row__link")?,
            unit: find(".row__unit span")?,
            department: find(".row__department span")?,
            text: find(".row__text span")?,
            open: find(".row__open")?,
            status: find(".row__status span")?,
            day: find(".row__day")?,
            checked: find(".row__checked")?,
            staff: if staff {
                Some([
                    find(".row__people span")?,
                    find(".row__deputy")?,
                    find(".row__flags span")?,
                ])
            } else {
                None
            },
        };
        Some(Self {
            root,
            cells,
            shown: None,
        })
    }

    /// Shows the row numbered `number` of the shelf, the `place`th of those found, counted from 0.
    /// Only what differs from the row shown before is written: neighbours have much in common, and
    /// what is not written need not be laid out again.
    pub(super) fn show(&mut self, shelf: &Shelf, number: u32, place: usize) {
        let before = self.shown.replace((number, place));
        if before.is_none_or(|(_, before)| before != place) {
            // The heading is the first row.
            attribute(&self.root, "aria-rowindex", &(place + 2).to_string());
        }
        let before = before.map(|(before, _)| before);
        let Some(row) = shelf.rows.get(number as usize) else {
            return;
        };
        if before == Some(number) {
            return;
        }
        let cells = &self.cells;
        let before = before.and_then(|before| shelf.rows.get(before as usize));
        for (cell, text) in [
            (&cells.platform, platform as fn(&Row) -> &str),
            (&cells.link, |row| &row.handle),
            (&cells.unit, |row| &row.unit),
            (&cells.department, |row| &row.department),
            (&cells.text, |row| &row.description),
            (&cells.open, |row| if row.open { "Öppet" } else { "Slutet" }),
        ] {
            let text_now = text(row);
            if before.is_none_or(|before| text(before) != text_now) {
                write(cell, text_now);
            }
        }
        if before.is_none_or(|before| before.status != row.status) {
            write(&cells.status, row.status.label());
            cells.status.set_class_name(shape(row.status).class());
        }
        let day = |row: &Row| (row.status, row.status_date);
        if before.is_none_or(|before| day(before) != day(row)) {
            write(&cells.day, &status_day(row));
        }
        if before.is_none_or(|before| before.certified != row.certified) {
            let checked = row.certified.map_or_else(|| "–".to_owned(), date::iso);
            write(&cells.checked, &checked);
        }
        self.aim(row);
        if let (Some(staff), Some(inside)) = (&cells.staff, shelf.inside.get(number as usize)) {
            write_inside(staff, inside);
        }
    }

    /// Where the link leads: staff to the account's page, others to the account itself.
    fn aim(&self, row: &Row) {
        let link = &self.cells.link;
        // The register holds no other addresses, but a page does not take that on trust.
        let is_web = row.url.starts_with("https://") || row.url.starts_with("http://");
        if self.cells.staff.is_some() {
            attribute(link, "href", &["/konto/", &row.id].concat());
        } else if is_web {
            attribute(link, "href", &row.url);
            attribute(link, "rel", "noopener noreferrer");
            let _ = link.remove_attribute("tabindex");
        } else {
            // Still a stop for the arrow keys.
            let _ = link.remove_attribute("href");
            attribute(link, "tabindex", "-1");
        }
    }

    /// Puts focus on the row, without moving the page.
    pub(super) fn focus(&self) {
        if let Some(link) = self.cells.link.dyn_ref() {
            crate::platform::browser::focus_still(link);
        }
    }
}

fn write_inside([manager, deputy, flags]: &[Element; 3], inside: &Inside) {
    let name = inside
        .manager
        .as_ref()
        .map_or("–", |person| person.name.as_str());
    write(manager, name);
    let line = match &inside.deputy {
        Some(person) => ["Ersättare: ", &person.name].concat(),
        None => String::new(),
    };
    write(deputy, &line);
    let mut lines = String::new();
    for flag in &inside.flags {
        let lead = if lines.is_empty() { "▲ " } else { "\n▲ " };
        lines.push_str(lead);
        lines.push_str(flag.label());
    }
    write(flags, &lines);
    flags.set_class_name("row__flag");
}

fn platform(row: &Row) -> &str {
    row.platform.label()
}

/// «till 2026-12-01» for a pause, «2026-03-01» for a closed account.
fn status_day(row: &Row) -> String {
    let day = row.status_date.map(date::iso).unwrap_or_default();
    if row.status == Status::Paused && !day.is_empty() {
        ["till ", &day].concat()
    } else {
        day
    }
}

/// The shape that goes with a status.
pub(crate) const fn shape(status: Status) -> Shape {
    match status {
        Status::Active => Shape::Good,
        Status::Paused => Shape::Waiting,
        Status::Closed => Shape::Over,
    }
}

fn write(element: &Element, text: &str) {
    element.set_text_content(Some(text));
}

fn attribute(element: &Element, name: &str, value: &str) {
    // Refused only for names that are no names.
    let _ = element.set_attribute(name, value);
}
