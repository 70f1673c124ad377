//! A link is opened: its key is taken out of the address and exchanged for what it leads to.

use leptos::ev;
use leptos::prelude::*;

use super::about::{link_error, told};
use super::answer;
use crate::component::page_heading::PageHeading;
use crate::data::link::{Link, LinkView, Task};
use crate::draft;
use crate::draft::open_drafts::OpenDrafts;
use crate::platform::address::{History, navigate};
use crate::platform::browser;
use crate::platform::screen::{anew, ask};

/// The page that links lead to.
#[component]
pub(crate) fn Open() -> AnyView {
    let (link, drafts) = (Link::here(), OpenDrafts::here());
    let key = browser::take_fragment();
    // Another link put in the address of this page changes no more than the part after the #.
    let again = window_event_listener(ev::hashchange, |_| {
        // It fails only in a page that is already going away.
        let _ = window().location().reload();
    });
    on_cleanup(move || again.remove());
    let opened = RwSignal::new_local(None);
    ask(opened, async move {
        match key {
            Some(key) => draft::link::open(link, drafts, key).await,
            None => draft::link::read(link, drafts).await,
        }
    });
    anew(move || match opened.get() {
        None => view! { <PageHeading /> }.into_any(),
        Some(Err(failed)) => link_error(failed),
        Some(Ok(view)) => lead_on(&view),
    })
}

/// The page before the first field; a form that is only looked through needs none.
fn lead_on(view: &LinkView) -> AnyView {
    let on = view.page(|| answer::first_step(&view.form));
    if matches!(view.task, Task::Look | Task::Doubt) {
        navigate(&on, History::Replace);
        return ().into_any();
    }
    told(view, on)
}
