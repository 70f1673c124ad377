//! The components that pages are made of. A component of a question derives its HTML ids from the question's:
//! `{id}`, `{id}-hint`, `{id}-error`, `{id}-label`.

pub(crate) mod account_combo;
pub(crate) mod answers;
pub(crate) mod button;
pub(crate) mod case_line;
pub(crate) mod choice;
pub(crate) mod combo;
pub(crate) mod confirmed_action;
pub(crate) mod dialog;
pub(crate) mod error_page;
pub(crate) mod error_summary;
pub(crate) mod facts;
pub(crate) mod handout;
pub(crate) mod heading;
pub(crate) mod list_search;
pub(crate) mod long_text;
pub(crate) mod mark;
pub(crate) mod not_found;
pub(crate) mod notice;
pub(crate) mod prose;
pub(crate) mod question;
pub(crate) mod reading;
pub(crate) mod refused;
pub(crate) mod row_keys;
pub(crate) mod select;
pub(crate) mod status;
pub(crate) mod table;
pub(crate) mod text_field;
pub(crate) mod withdrawal;
