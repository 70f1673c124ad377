//! The answer in words and a shape, with every reason and what to do instead.

use leptos::prelude::*;
use rules::publication::{Answer, Finding, Verdict};

use super::asked::Asked;
use super::{lead_to_question, log};
use crate::app::policy;

/// The answer, or what is left to ask.
pub(super) fn panel(asked: Asked, round: RwSignal<u32>) -> AnyView {
    let question = Memo::new(move |_| asked.question());
    let content = move || match question.get() {
        Err(missing) => left(&missing),
        Ok(question) => {
            let verdict = asked.judge(&question);
            let is_yes = verdict.answer == Answer::Yes;
            view! {
                {answer(&verdict)}
                {is_yes.then(|| log::form(question, round))}
                {(!is_yes).then(|| again(round))}
            }
            .into_any()
        }
    };
    view! {
        <section class="publish__answer" id="svar" tabindex="-1" aria-label="Svaret">
            {content}
        </section>
    }
    .into_any()
}

/// The way to the next picture.
pub(super) fn again(round: RwSignal<u32>) -> AnyView {
    view! {
        <p class="no-print">
            <button
                class="button"
                type="button"
                on:click=move |_| {
                    round.update(|round| *round += 1);
                    request_animation_frame(|| lead_to_question("kanal"));
                }
            >
                "Fråga om en bild till"
            </button>
        </p>
    }
    .into_any()
}

fn left(missing: &[&'static str]) -> AnyView {
    let count = match missing.len() {
        1 => "1 fråga kvar.".to_owned(),
        count => [&count.to_string(), " frågor kvar."].concat(),
    };
    let next = missing.first().copied().map(|id| {
        view! {
            <button class="button button--plain" type="button" on:click=move |_| lead_to_question(id)>
                "Gå till nästa fråga"
            </button>
        }
    });
    view! {
        <div class="publish__left">
            <p role="status">"Svaret kommer här. " {count}</p>
            {next}
        </div>
    }
    .into_any()
}

/// A tick, a question mark or a cross: told apart without colour.
fn shape(answer: Answer) -> AnyView {
    let (class, outline, sign) = match answer {
        Answer::Yes => (
            "verdict verdict--yes",
            "M24 3a21 21 0 1 0 0 42 21 21 0 0 0 0-42z",
            "M14 25l7 7 13-15",
        ),
        Answer::AskAgain => (
            "verdict verdict--ask",
            "M24 3l22 41H2z",
            "M19.5 23c0-6 9-6 9 0 0 4-4.5 4-4.5 8m0 5v1",
        ),
        Answer::No => (
            "verdict verdict--no",
            "M15 3h18l12 12v18l-12 12h-18l-12-12v-18z",
            "M16 16l16 16m0-16l-16 16",
        ),
    };
    view! {
        <div class=class role="status">
            <svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">
                <path class="verdict__outline" d=outline />
                <path class="verdict__sign" d=sign />
            </svg>
            <p class="verdict__words">{answer.label()}</p>
        </div>
    }
    .into_any()
}

/// The answer with its reasons.
pub(super) fn answer(verdict: &Verdict) -> AnyView {
    let reasons = if verdict.findings.is_empty() {
        view! { <p>"Ingen regel säger nej. Logga publiceringen, så går bilden att hitta om någon ångrar sig."</p> }
            .into_any()
    } else {
        let items = verdict.findings.iter().map(reason).collect_view();
        view! {
            <h2>"Därför"</h2>
            <ul class="reasons">{items}</ul>
        }
        .into_any()
    };
    view! {
        {shape(verdict.answer)}
        {reasons}
    }
    .into_any()
}

fn reason(finding: &Finding) -> AnyView {
    let rule = finding.rule;
    let who = match &finding.person {
        Some((_, name)) if !name.is_empty() => Some([name, ": "].concat()),
        Some(_) | None => None,
    };
    let links = rule
        .guidelines
        .iter()
        .filter_map(|guideline| {
            let text = policy().guideline(*guideline)?;
            Some(view! {
                <a class="small" href=["/riktlinjer#", guideline.id()].concat()>
                    "Riktlinje: " {text.title.as_str()}
                </a>
            })
        })
        .collect_view();
    view! {
        <li class="reason">
            <p>
                <strong>{who} {rule.says}</strong>
            </p>
            <p class="quiet">{rule.summary}</p>
            <p>
                <strong>"Gör så här: "</strong>
                {rule.instead}
            </p>
            <p class="reason__links">{links}</p>
        </li>
    }
    .into_any()
}
