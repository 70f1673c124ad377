//! The rows on the page: only those in sight and a few beyond, however many there are.
//!
//! All rows are equally high, so a place on the page and a place in the list are each other's
//! multiples, and nothing needs to be measured row by row.

use std::collections::VecDeque;
use std::sync::Arc;

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::row::Drawn;
use crate::data::register::Shelf;
use crate::platform::browser;

/// Rows drawn above and below what is in sight, so that a flick of the wheel meets drawn rows.
const BEYOND: usize = 4;
/// No browser lays out much higher pages than this, pixels. In a longer list the scrollbar covers
/// more than one row a row's height.
const HEIGHT_PX_MAX: f64 = 8_000_000.0;
/// A row's height before one has been measured, pixels.
const ROW_PX: f64 = 52.0;
/// Rows drawn between two frames when all of them are wanted.
const CHUNK: usize = 250;

/// The list as it is drawn.
pub(super) struct List {
    /// As high as all rows together. Holds `rows`.
    body: HtmlElement,
    /// Holds the drawn rows; moved to where they belong.
    rows: HtmlElement,
    shelf: Arc<Shelf>,
    found: Arc<[u32]>,
    /// What all drawn rows are copies of.
    pattern: Drawn,
    drawn: VecDeque<Drawn>,
    /// The place of the first drawn row.
    first: usize,
    row_px: f64,
    /// The place that the arrow keys start from.
    active: Option<usize>,
    /// How many rows have been drawn of all, when all are wanted.
    all: Option<usize>,
}

/// What of the list is to be drawn.
struct Sight {
    first: usize,
    count: usize,
    /// Where the first row goes, pixels from the top of the body.
    offset_px: f64,
    height_px: f64,
}

impl List {
    /// A list without rows in two elements of the page.
    pub(super) fn new(body: HtmlElement, rows: HtmlElement, shelf: Arc<Shelf>) -> Option<Self> {
        Some(Self {
            body,
            rows,
            pattern: Drawn::new(!shelf.inside.is_empty())?,
            shelf,
            found: Arc::from([]),
            drawn: VecDeque::new(),
            first: 0,
            row_px: ROW_PX,
            active: None,
            all: None,
        })
    }

    /// Whether it shows this shelf's rows.
    pub(super) fn is_of(&self, shelf: &Arc<Shelf>) -> bool {
        Arc::ptr_eq(&self.shelf, shelf)
    }

    /// Shows other rows of the shelf, from the first.
    pub(super) fn show(&mut self, found: Arc<[u32]>) {
        self.found = found;
        self.active = None;
        let past_px = self.head_px() - self.body.get_bounding_client_rect().top();
        if 0.0 < past_px {
            window().scroll_by_with_x_and_y(0.0, -past_px);
        }
        if self.all.is_some() {
            self.show_few();
        } else if self.drawn.is_empty() {
            self.draw();
            self.measure();
        } else {
            self.draw();
        }
    }

    /// Measures a row again, after the page has got another width or size of text.
    pub(super) fn measure(&mut self) {
        let Some(row) = self.drawn.front() else {
            return;
        };
        let height_px = row.root.get_bounding_client_rect().height();
        if 1.0 < height_px && 0.1 < (height_px - self.row_px).abs() {
            self.row_px = height_px;
            self.draw();
        }
    }

    /// Draws what is in sight now.
    pub(super) fn draw(&mut self) {
        if self.all.is_some() {
            return;
        }
        let sight = self.sight();
        let focused = self.focused_place();
        let style = self.body.style();
        // Refused only for what is no length.
        let _ = style.set_property("height", &pixels(sight.height_px));
        let style = self.rows.style();
        let move_to = ["translateY(", &pixels(sight.offset_px), ")"].concat();
        let _ = style.set_property("transform", &move_to);

        self.turn(sight.first);
        while sight.count < self.drawn.len() {
            if let Some(row) = self.drawn.pop_back() {
                row.root.remove();
            }
        }
        while self.drawn.len() < sight.count {
            let Some(row) = self.pattern.copy() else {
                return;
            };
            let _ = self.rows.append_child(&row.root);
            self.drawn.push_back(row);
        }
        self.first = sight.first;
        for (place, row) in (sight.first..).zip(&mut self.drawn) {
            row.show(&self.shelf, self.found[place], place);
        }
        if let Some(place) = focused {
            self.keep_focus(place);
        }
    }

    fn sight(&self) -> Sight {
        let all = self.found.len();
        let view_px = window()
            .inner_height()
            .ok()
            .and_then(|height| height.as_f64())
            .unwrap_or(800.0);
        let full_px = f64_of(all) * self.row_px;
        let height_px = full_px.min(HEIGHT_PX_MAX);
        let top_px = self.body.get_bounding_client_rect().top();
        let above_px = (-top_px).max(0.0).min(height_px);
        // The row at the upper edge of the window, with its fraction.
        let edge = if full_px <= height_px {
            above_px / self.row_px
        } else {
            let most_px = (height_px - view_px).max(1.0);
            (above_px / most_px).min(1.0) * (f64_of(all) - view_px / self.row_px)
        };
        // What is above the list takes its part of the window.
        let list_px = (view_px - top_px.max(0.0)).max(0.0);
        let last = all.min(whole(edge + list_px / self.row_px) + 1 + BEYOND);
        let first = whole(edge).saturating_sub(BEYOND).min(last);
        Sight {
            first,
            count: last - first,
            offset_px: above_px - (edge - f64_of(first)) * self.row_px,
            height_px,
        }
    }

    /// Moves rows that have left at one end to the other, so that those that stay are not touched
    /// and the order of the elements is that of the list.
    fn turn(&mut self, first: usize) {
        let count = self.drawn.len();
        if self.first < first && first < self.first + count {
            for _ in self.first..first {
                let Some(row) = self.drawn.pop_front() else {
                    return;
                };
                let _ = self.rows.append_child(&row.root);
                self.drawn.push_back(row);
            }
        } else if first < self.first && self.first < first + count {
            for _ in first..self.first {
                let Some(row) = self.drawn.pop_back() else {
                    return;
                };
                let _ = self.rows.prepend_with_node_1(&row.root);
                self.drawn.push_front(row);
            }
        }
    }

    /// The place of the row that has focus.
    fn focused_place(&self) -> Option<usize> {
        let focused = document().active_element()?;
        if !self.body.contains(Some(&focused)) {
            return None;
        }
        let at = self
            .drawn
            .iter()
            .position(|row| row.root.contains(Some(&focused)));
        at.map(|at| self.first + at).or(self.active)
    }

    /// Focus follows its row. When the row has left the page, the list has it meanwhile.
    fn keep_focus(&mut self, place: usize) {
        self.active = Some(place);
        let row = place
            .checked_sub(self.first)
            .and_then(|at| self.drawn.get(at));
        match row {
            Some(row) => row.focus(),
            None => browser::focus_still(&self.body),
        }
    }

    /// Arrow keys, Home and End. Says whether the key was meant for the list.
    pub(super) fn key(&mut self, event: &KeyboardEvent) -> bool {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
            return false;
        }
        let Some(last) = self.found.len().checked_sub(1) else {
            return false;
        };
        let here = self
            .place_in_all()
            .or_else(|| self.focused_place())
            .or(self.active);
        let place = match event.key().as_str() {
            "ArrowDown" => here.map_or(0, |place| last.min(place + 1)),
            "ArrowUp" => match here {
                None | Some(0) => {
                    browser::lead_to(super::SEARCH);
                    return true;
                }
                Some(place) => place - 1,
            },
            "Home" => 0,
            "End" => last,
            _ => return false,
        };
        self.go_to(place);
        true
    }

    /// Puts focus on a row, and the row in sight.
    pub(super) fn go_to(&mut self, place: usize) {
        if self.all.is_some() {
            if let Some(row) = self.row_in_all(place) {
                let _ = row.focus();
            }
            return;
        }
        self.active = Some(place);
        let sight = self.sight();
        let top_px = self.body.get_bounding_client_rect().top()
            + sight.offset_px
            + (f64_of(place) - f64_of(sight.first)) * self.row_px;
        let head_px = self.head_px();
        let room_px = window()
            .inner_height()
            .ok()
            .and_then(|height| height.as_f64())
            .unwrap_or(800.0);
        // How far the row is from where it can be seen whole.
        let away_px = if top_px < head_px {
            top_px - head_px
        } else {
            (top_px + self.row_px - room_px).max(0.0)
        };
        if away_px != 0.0 {
            let full_px = f64_of(self.found.len()) * self.row_px;
            let scale = (sight.height_px / full_px).min(1.0);
            window().scroll_by_with_x_and_y(0.0, away_px * scale);
        }
        self.draw();
        self.keep_focus(place);
    }

    /// How much of the window the headings cover, pixels.
    fn head_px(&self) -> f64 {
        self.body
            .previous_element_sibling()
            .map_or(0.0, |head| head.get_bounding_client_rect().height())
    }

    /// Begins to draw every row.
    pub(super) fn begin_all(&mut self) {
        self.clear();
        self.all = Some(0);
        let _ = self.body.style().remove_property("height");
        let _ = self.rows.style().remove_property("transform");
        let _ = self.body.class_list().add_1("accounts__body--all");
    }

    /// Draws some more of every row. `None` when there are no more to draw, or all are not wanted.
    pub(super) fn more(&mut self) -> Option<usize> {
        let from = self.all?;
        let to = self.found.len().min(from + CHUNK);
        for place in from..to {
            let mut row = self.pattern.copy()?;
            row.show(&self.shelf, self.found[place], place);
            let _ = self.rows.append_child(&row.root);
        }
        self.all = Some(to);
        (to < self.found.len()).then_some(to)
    }

    /// Goes back to the rows in sight.
    pub(super) fn show_few(&mut self) {
        self.clear();
        self.all = None;
        let _ = self.body.class_list().remove_1("accounts__body--all");
        self.draw();
        self.measure();
    }

    fn clear(&mut self) {
        self.drawn.clear();
        self.rows.set_text_content(None);
        self.first = 0;
    }

    /// How many rows there are to draw.
    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    fn place_in_all(&self) -> Option<usize> {
        self.all?;
        let row = document().active_element()?.closest(".row").ok()??;
        let index: usize = row.get_attribute("aria-rowindex")?.parse().ok()?;
        index.checked_sub(2)
    }

    fn row_in_all(&self, place: usize) -> Option<HtmlElement> {
        let row: Element = self.rows.children().item(u32::try_from(place).ok()?)?;
        row.query_selector(".row__link").ok()??.dyn_into().ok()
    }
}

/// A length for a style. The browser writes the number: Rust's own way is 12 kB, and nothing else needs it.
fn pixels(length_px: f64) -> String {
    let number = js_sys::Number::from(length_px).to_string_with_radix(10);
    number.map_or_else(|_| String::new(), |number| String::from(number) + "px")
}

/// A count as a number that can be multiplied.
#[expect(
    clippy::cast_precision_loss,
    reason = "a list has far fewer rows than 2^53"
)]
fn f64_of(count: usize) -> f64 {
    count as f64
}

/// The whole part of a number that is not negative.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place in a list: not negative, and below its length"
)]
fn whole(number: f64) -> usize {
    number.max(0.0) as usize
}
