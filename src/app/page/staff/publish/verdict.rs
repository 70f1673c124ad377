//! The answer in words and a shape, with every reason and what to do instead.

use leptos::prelude::*;
use rules::publication::rule::Finding;
use rules::publication::{Answer, Verdict};

use super::questionnaire::{Assessment, Part};
use super::{lead_to_question, log};
use crate::data::policy::policy;
use crate::platform::browser;
use crate::platform::screen::anew;

/// The panel with the answer.
const ANSWER: &str = "svar";

/// The answer as soon as it is certain, and what is left to ask.
pub(super) fn panel(assessment: Memo<Assessment>, round: RwSignal<u32>) -> AnyView {
    // Apart from each other, so that what stays as it was is not drawn and read out anew.
    let verdict = Memo::new(move |_| assessment.with(|assessment| assessment.verdict.clone()));
    let answer = Memo::new(move |_| verdict.with(|verdict| verdict.as_ref().map(|it| it.answer)));
    let rest = move || {
        let is_yes = answer.get() == Some(Answer::Yes);
        match assessment.with(|assessment| assessment.question.clone()) {
            Err(missing) => left(&missing, answer.get().map(|_| round)),
            Ok(question) if is_yes => log::form(question, round),
            Ok(_) => again(round),
        }
    };
    view! {
        <section class="publish__answer" id=ANSWER tabindex="-1" aria-label="Svaret">
            <div role="status">{move || answer.get().map(shape)}</div>
            {move || verdict.get().map(|verdict| reasons(&verdict))}
            {anew(rest)}
        </section>
    }
    .into_any()
}

/// A no once more, at the foot of the part that decides it: on a phone the panel is far below.
pub(super) fn strip(assessment: Memo<Assessment>, part: Part) -> AnyView {
    let is_here =
        Memo::new(move |_| assessment.with(|assessment| assessment.decided_by == Some(part)));
    view! {
        {move || {
            is_here
                .get()
                .then(|| {
                    view! {
                        <button
                            class=["publish__strip no-print ", class(Answer::No)].concat()
                            type="button"
                            on:click=|_| browser::lead_to(ANSWER)
                        >
                            {sign(Answer::No)}
                            <span>{Answer::No.label()}</span>
                            <span class="publish__strip-way">"Läs mer"</span>
                        </button>
                    }.into_any()
                })
        }}
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

/// What is left to ask. Where the answer is `certain` already one may as well go to the next round.
fn left(missing: &[&'static str], certain: Option<RwSignal<u32>>) -> AnyView {
    let count = match missing.len() {
        1 => "1 fråga kvar.".to_owned(),
        count => [&count.to_string(), " frågor kvar."].concat(),
    };
    let says = if certain.is_some() {
        " De ändrar inte svaret, men du kan få veta mer."
    } else {
        " Svaret kommer här."
    };
    let next = missing.first().copied().map(|id| {
        view! {
            <button
                class="button button--plain"
                type="button"
                on:click=move |_| lead_to_question(id)
            >
                "Gå till nästa fråga"
            </button>
        }
        .into_any()
    });
    view! {
        <div class="publish__left">
            <p role="status">{count} {says}</p>
            {next}
        </div>
        {certain.map(again)}
    }
    .into_any()
}

const fn class(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "verdict--yes",
        Answer::AskAgain => "verdict--ask",
        Answer::No => "verdict--no",
    }
}

/// A tick, a question mark or a cross: told apart without colour.
fn sign(answer: Answer) -> AnyView {
    let (outline, sign) = match answer {
        Answer::Yes => (
            "M24 3a21 21 0 1 0 0 42 21 21 0 0 0 0-42z",
            "M14 25l7 7 13-15",
        ),
        Answer::AskAgain => (
            "M24 3l22 41H2z",
            "M19.5 23c0-6 9-6 9 0 0 4-4.5 4-4.5 8m0 5v1",
        ),
        Answer::No => (
            "M15 3h18l12 12v18l-12 12h-18l-12-12v-18z",
            "M16 16l16 16m0-16l-16 16",
        ),
    };
    view! {
        <svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">
            <path class="verdict__outline" d=outline />
            <path class="verdict__sign" d=sign />
        </svg>
    }
    .into_any()
}

fn shape(answer: Answer) -> AnyView {
    view! {
        <div class=["verdict ", class(answer)]
            .concat()>{sign(answer)} <p class="verdict__words">{answer.label()}</p></div>
    }
    .into_any()
}

/// Why, with what to do instead.
fn reasons(verdict: &Verdict) -> AnyView {
    if verdict.findings.is_empty() {
        return view! {
            <p>
                "Ingen regel säger nej. Logga publiceringen, så går bilden att hitta om någon ångrar sig."
            </p>
        }.into_any();
    }
    let items = verdict.findings.iter().map(reason).collect_view();
    view! {
        <h2>"Därför"</h2>
        <ul class="reasons">{items}</ul>
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
            Some(
                view! {
                    <a class="small" href=["/riktlinjer#", guideline.id()].concat()>
                        "Riktlinje: "
                        {text.title.as_str()}
                    </a>
                }
                .into_any(),
            )
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
