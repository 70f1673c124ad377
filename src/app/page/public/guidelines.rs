//! The guidelines as the policy has them, each with the rules that enforce it and a link of its own.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use rules::catalogue;
use rules::form::finding::{Rule, Severity};
use rules::page::prose;
use rules::policy::{GuidelineText, NUMBERS};
use rules::publication;

use crate::component::page_heading::PageHeading;
use crate::component::prose::Prose;
use crate::data::policy::policy;
use crate::platform::browser;
use crate::platform::screen::follow;

/// The page.
#[component]
pub(crate) fn Guidelines() -> AnyView {
    let policy = policy();
    let pointed = use_location().hash;
    // The browser cannot scroll to what was not there when the address was opened.
    follow(move || {
        let hash = pointed.get();
        request_animation_frame(move || {
            if let Some(guideline) = browser::by_id(hash.trim_start_matches('#')) {
                browser::scroll_to(&guideline);
            }
        });
    });
    let items = policy
        .guidelines
        .iter()
        .enumerate()
        .map(|(index, guideline)| one(index + 1, guideline, pointed))
        .collect_view();
    view! {
        <PageHeading />
        <Prose text=prose::GUIDELINES />
        {items}
    }
    .into_any()
}

fn one(number: usize, guideline: &'static GuidelineText, pointed: Memo<String>) -> AnyView {
    let policy = policy();
    let id = guideline.id.id();
    let mut seen = BTreeSet::new();
    let checks = catalogue::rules()
        .filter(|rule| rule.guideline == guideline.id && seen.insert(rule.id))
        .map(check)
        .chain(
            publication::rule::RULES
                .iter()
                .filter(|rule| rule.guidelines.contains(&guideline.id))
                .map(|rule| view! { <li>{rule.summary}</li> }.into_any()),
        )
        .collect::<Vec<_>>();
    let numbers = NUMBERS
        .iter()
        .filter(|number| number.guideline == guideline.id)
        .map(|number| {
            let value = (number.get)(&policy.numbers).to_string();
            view! { <li>{number.label} ": " {value} " " {number.unit} "."</li> }.into_any()
        })
        .collect::<Vec<_>>();
    let list = |title: &'static str, items: Vec<AnyView>| {
        (!items.is_empty()).then(|| {
            view! {
                <p class="small quiet">{title}</p>
                <ul class="small">{items}</ul>
            }
            .into_any()
        })
    };
    let note = guideline
        .note
        .as_ref()
        .map(|note| view! { <p class="small">{policy.fill(note)}</p> }.into_any());
    let source = match &guideline.link {
        Some(link) => view! { <a href=link.clone()>{guideline.source.as_str()}</a> }.into_any(),
        None => guideline.source.as_str().into_any(),
    };
    view! {
        <article
            class="guideline"
            class:guideline--pointed=move || {
                pointed.with(|hash| hash.trim_start_matches('#') == id)
            }
            id=id
        >
            <h2>
                <a href=["#", id].concat()>{number} ". " {guideline.title.as_str()}</a>
            </h2>
            <p>{policy.fill(&guideline.text)}</p>
            {note}
            {list("Tal som gäller:", numbers)}
            {list("Det här kontrollerar tjänsten:", checks)}
            <p class="small quiet">"Källa: " {source}</p>
        </article>
    }
    .into_any()
}

fn check(rule: &'static Rule) -> AnyView {
    let consequence = match rule.severity {
        Severity::Advice => " (råd)",
        Severity::Warning => " (varning som du bekräftar)",
        Severity::Stop => " (krävs)",
        Severity::Exit => " (krävs innan du kan ansöka)",
    };
    view! { <li>{rule.summary} {consequence}"."</li> }.into_any()
}
