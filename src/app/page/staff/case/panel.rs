//! What can be done to a case: a button for every command that is offered, and its form.

use leptos::prelude::*;
use rules::account::case::{Kind, MESSAGE_CHARS_MAX, State};
use rules::value::address;
use rules::value::date;

use super::act::{self, CaseActions};
use super::words;
use crate::component::act_question::ActQuestion;
use crate::component::boxes::Boxes;
use crate::component::button::SendButton;
use crate::component::choice::Choice;
use crate::component::dialog::Question;
use crate::component::error_summary::ErrorSummary;
use crate::component::long_text::LongText;
use crate::component::text_field::{Line, TextField};
use crate::data::case::CaseView;
use crate::form::Service;
use crate::platform::screen::anew;

/// How a command is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// In the wizard.
    Wizard,
    /// With what is typed in a form that the button opens.
    Form,
    /// As it is.
    Plain,
    /// Somewhere else on the page.
    Elsewhere,
}

const fn way(kind: Kind) -> Way {
    match kind {
        Kind::Submit | Kind::Complete => Way::Wizard,
        Kind::ManagerApprove
        | Kind::ManagerRefuse
        | Kind::AskCompletion
        | Kind::Grant
        | Kind::Refuse
        | Kind::Report
        | Kind::SetRegistryNumber => Way::Form,
        Kind::Take | Kind::Enter | Kind::Withdraw => Way::Plain,
        Kind::Message => Way::Elsewhere,
    }
}

/// The order of the buttons: what takes the case on comes first.
const ORDER: &[Kind] = &[
    Kind::Submit,
    Kind::Complete,
    Kind::Report,
    Kind::Take,
    Kind::Enter,
    Kind::ManagerApprove,
    Kind::ManagerRefuse,
    Kind::Grant,
    Kind::AskCompletion,
    Kind::Refuse,
    Kind::SetRegistryNumber,
    Kind::Withdraw,
];

/// Whether there is anything to do. Tracked.
pub(super) fn has_acts(actions: CaseActions) -> bool {
    ORDER.iter().any(|kind| actions.offers(*kind))
}

/// The buttons, the open form and the question before the act.
pub(super) fn panel(actions: CaseActions) -> AnyView {
    let offered = Memo::new(move |_| {
        ORDER
            .iter()
            .copied()
            .filter(|kind| actions.offers(*kind))
            .collect::<Vec<_>>()
    });
    let buttons = move || {
        let offered = offered.get();
        (!offered.is_empty()).then(|| {
            let buttons = offered
                .into_iter()
                .map(|kind| button(actions, kind))
                .collect_view();
            view! { <div class="acts">{buttons}</div> }.into_any()
        })
    };
    let form = move || {
        actions
            .open
            .get()
            .filter(|kind| actions.offers(*kind))
            .map(|kind| form(actions, kind))
    };
    view! {
        <div class="no-print" id="atgarder" tabindex="-1">
            {move || buttons()}
            {failed(actions, |kind| way(kind) == Way::Plain)}
            <div id="atgard">{anew(form)}</div>
        </div>
        {question(actions)}
    }
    .into_any()
}

fn button(actions: CaseActions, kind: Kind) -> AnyView {
    let label = move || actions.view.with(|view| words::label(kind, view));
    let class = match kind {
        Kind::Submit | Kind::Complete | Kind::Report | Kind::Enter => "button button--act",
        Kind::Withdraw | Kind::SetRegistryNumber => "button button--plain",
        Kind::Take
        | Kind::ManagerApprove
        | Kind::ManagerRefuse
        | Kind::AskCompletion
        | Kind::Grant
        | Kind::Refuse
        | Kind::Message => "button",
    };
    match way(kind) {
        Way::Elsewhere => ().into_any(),
        Way::Wizard => view! {
            <a class=class href=move || actions.view.with(wizard_path)>
                {move || label()}
            </a>
        }
        .into_any(),
        Way::Form => {
            let is_open = move || actions.open.get() == Some(kind);
            view! {
                <button
                    class=class
                    class:button--open=is_open
                    type="button"
                    aria-expanded=move || is_open().to_string()
                    aria-controls="atgard"
                    on:click=move |_| actions.toggle(kind)
                >
                    {move || label()}
                </button>
            }
            .into_any()
        }
        Way::Plain => {
            let is_under_way = move || actions.under_way.get() == Some(kind);
            view! {
                <button
                    class=class
                    type="button"
                    aria-disabled=move || is_under_way().then(|| "true".to_owned())
                    on:click=move |_| actions.press(kind)
                >
                    {move || label()}
                </button>
            }
            .into_any()
        }
    }
}

/// Where the draft is written: the first step that is open.
fn wizard_path(view: &CaseView) -> String {
    let form = view.case.draft.form();
    let open = &view.case.open_steps;
    let step = if view.case.state == State::Draft {
        // A step that cannot be reached yet leads to the first one that is not done.
        form.steps.len() - 1
    } else {
        form.steps
            .iter()
            .position(|step| open.iter().any(|slug| slug == step.slug))
            .unwrap_or_default()
    };
    Service::of(form).step_path(&view.case.id, step)
}

/// What went wrong with a send, and the way to try again.
pub(super) fn failed(actions: CaseActions, here: fn(Kind) -> bool) -> AnyView {
    view! {
        {move || {
            actions
                .failed
                .get()
                .filter(|(kind, _)| here(*kind))
                .map(|(kind, error)| {
                    view! {
                        <section class="notice notice--stop" id=act::FAILED tabindex="-1">
                            <h3>"Det gick inte fram"</h3>
                            <p>{words::reason(&error)}</p>
                            <p>
                                "Det du har skrivit finns kvar. Det kan inte skickas två gånger."
                            </p>
                            <button
                                class="button"
                                type="button"
                                on:click=move |_| actions.send(kind)
                            >
                                "Försök igen"
                            </button>
                        </section>
                    }.into_any()
                })
        }}
    }
    .into_any()
}

fn form(actions: CaseActions, kind: Kind) -> AnyView {
    let title = actions.view.with_untracked(|view| words::act(kind, view));
    let is_under_way = Signal::derive(move || actions.under_way.get() == Some(kind));
    view! {
        <form
            class="act"
            novalidate
            aria-label=title
            on:submit=move |event| {
                event.prevent_default();
                actions.press(kind);
            }
        >
            <ErrorSummary items=actions.items(kind) />
            {failed(actions, |kind| way(kind) == Way::Form)}
            {fields(actions, kind)}
            <div class="buttons">
                <SendButton class="button button--act" label=title under_way=is_under_way />
                <button
                    class="button button--plain"
                    type="button"
                    on:click=move |_| actions.toggle(kind)
                >
                    "Stäng"
                </button>
            </div>
        </form>
    }
    .into_any()
}

fn fields(actions: CaseActions, kind: Kind) -> AnyView {
    let typed = actions.typed;
    let reasons = |label: &'static str, hint: &'static str, optional: bool| {
        let words = actions.words(act::REASONS, label, hint);
        let words = if optional { words.optional() } else { words };
        view! { <LongText words=words max=MESSAGE_CHARS_MAX answer=actions.answer(typed.reasons) /> }
            .into_any()
    };
    match kind {
        Kind::Grant => reasons("Motivering", "Den som söker läser det du skriver.", true),
        Kind::Refuse => reasons(
            "Motivering",
            "Skriv vad som saknas eller inte följer riktlinjerna, så att den som söker förstår varför.",
            false,
        ),
        Kind::ManagerApprove => reasons("Kommentar", "Den som söker läser det du skriver.", true),
        Kind::ManagerRefuse => reasons(
            "Kommentar",
            "Skriv varför, så att den som söker vet vad som gäller.",
            false,
        ),
        Kind::AskCompletion => completion(actions),
        Kind::Report => report(actions),
        Kind::SetRegistryNumber => {
            let words = actions.words(act::NUMBER, "Diarienummer", "Så som det står i diariet.");
            view! { <TextField words=words line=Line::EXACT answer=actions.answer(typed.number) /> }
                .into_any()
        }
        Kind::Submit
        | Kind::Complete
        | Kind::Take
        | Kind::Enter
        | Kind::Withdraw
        | Kind::Message => ().into_any(),
    }
}

/// Which steps, and what is missing in them.
fn completion(actions: CaseActions) -> AnyView {
    let form = actions.view.with_untracked(|view| view.case.draft.form());
    // The review step holds no answers of its own; it is always open.
    let choices = form.steps[..form.steps.len() - 1]
        .iter()
        .map(|step| Choice {
            value: step.slug.to_owned(),
            label: step.title.into(),
            hint: String::new(),
        })
        .collect();
    let steps = actions.typed.steps;
    let tick = Callback::new(move |(slug, on): (String, bool)| {
        steps.update(|steps| {
            steps.retain(|known| *known != slug);
            if on {
                steps.push(slug);
            }
        });
        actions.corrected();
    });
    let words = actions.words(
        act::STEPS,
        "Vilka steg ska kompletteras?",
        "Bara de steg du väljer går att ändra.",
    );
    let message = actions.words(
        act::REQUEST,
        "Vad behöver kompletteras?",
        "Skriv vad som saknas i varje steg. Skriv inte känsliga personuppgifter här.",
    );
    view! {
        <Boxes words=words choices=choices ticked=steps.into() change=tick />
        <LongText words=message max=MESSAGE_CHARS_MAX answer=actions.answer(actions.typed.request) />
    }
    .into_any()
}

/// Where the account really is and since when, with what is known about the answer beside it.
fn report(actions: CaseActions) -> AnyView {
    let typed = actions.typed;
    let granted = actions.view.with_untracked(|view| {
        view.case
            .proposal
            .as_ref()
            .map(|proposal| proposal.address.clone())
    });
    let Some(granted) = granted else {
        return ().into_any();
    };
    let handle = granted.handle().to_owned();
    let fill = granted.url().to_owned();
    let read = move || {
        let address = address::parse(Some(granted.platform()), &typed.address.get()).ok()?;
        Some(if address.key() == granted.key() {
            view! {
                <span class="answer answer--good">
                    <span class="answer__shape" aria-hidden="true">
                        "✓"
                    </span>
                    "Det är kontot som godkändes. Det förs in i förteckningen direkt."
                </span>
            }
            .into_any()
        } else {
            view! {
                <span class="answer answer--warn">
                    <span class="answer__shape" aria-hidden="true">
                        "!"
                    </span>
                    <span>
                        "Det godkända kontot heter " {granted.handle().to_owned()}
                        ". Kommunikation kontrollerar det nya namnet innan kontot förs in i förteckningen."
                    </span>
                </span>
            }.into_any()
        })
    };
    let same = move |_| {
        actions.answer(typed.address).write.run(fill.clone());
    };
    let beside = view! {
        <div role="status">{move || read()}</div>
        <button class="button button--plain" type="button" on:click=same>
            "Fyll i det godkända kontot: "
            {handle}
        </button>
    }
    .into_any();
    let day = move || {
        date::parse(&typed.day.get())
            .ok()
            .map(|day| [&date::long(day), "."].concat())
    };
    let beside_day = view! {
        <p class="answer quiet" role="status">
            {move || day()}
        </p>
    }
    .into_any();
    view! {
        <TextField
            words=actions
                .words(
                    act::ADDRESS,
                    "Kontots adress",
                    "Öppna kontot i webbläsaren och kopiera adressen.",
                )
            line=Line::ADDRESS
            answer=actions.answer(typed.address)
            beside=beside.into_any()
        />
        <TextField
            words=actions
                .words(
                    act::DAY,
                    "När startade kontot?",
                    "Till exempel 21 november 2026 eller 2026-11-21.",
                )
            line=Line::DATE
            answer=actions.answer(typed.day)
            beside=beside_day.into_any()
        />
    }
    .into_any()
}

/// The question before an act that cannot be undone. The button names the act.
fn question(actions: CaseActions) -> AnyView {
    let ask = move |kind| {
        actions
            .view
            .with_untracked(|view| words::question(kind, &view.case))
    };
    let words = move |kind: Kind| Question {
        title: ask(kind).map_or_else(String::new, |(question, _)| question),
        button: actions.view.with_untracked(|view| words::act(kind, view)),
        class: match kind {
            Kind::Refuse | Kind::ManagerRefuse | Kind::Withdraw => "button button--stop",
            Kind::Submit
            | Kind::Complete
            | Kind::ManagerApprove
            | Kind::Take
            | Kind::AskCompletion
            | Kind::Grant
            | Kind::Report
            | Kind::Enter
            | Kind::Message
            | Kind::SetRegistryNumber => "button button--act",
        },
        leave: "Avbryt",
    };
    let content = move |kind: Kind| {
        let follows = ask(kind).map(|(_, follows)| follows);
        view! { <p>{follows}</p> }.into_any()
    };
    // The question closes as the command is sent, and its form tells that it is on its way.
    let under_way = Signal::derive(|| false);
    let send = move |kind| {
        actions.send(kind);
    };
    view! {
        <ActQuestion
            id="bekrafta"
            asked=actions.asked
            under_way=under_way
            words=Callback::new(words)
            content=Callback::new(content)
            press=Callback::new(send)
        />
    }
    .into_any()
}
