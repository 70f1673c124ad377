//! The heading of the page as the table of pages has it.

use leptos::prelude::*;
use rules::page::{Focus, Page};

use super::heading::stand_where_left;
use super::heading_of::HeadingOf;

/// The heading of the page as the table of pages has it.
#[component]
pub(crate) fn PageHeading(
    /// Whether there is something to correct, which the title then says first.
    #[prop(optional)]
    wrong: Option<Signal<bool>>,
) -> AnyView {
    let row = expect_context::<Page>().row();
    if row.focus == Focus::Link {
        stand_where_left();
    }
    let wrong = wrong.unwrap_or(Signal::stored(false));
    view! { <HeadingOf text=Signal::stored(row.title.to_owned()) wrong=wrong /> }.into_any()
}
