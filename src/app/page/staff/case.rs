//! A case, on one page for everybody who may see it: staff, manager and applicant. What each may do
//! comes with the case from the store.
//!
//! - [`next`]: what happens next, in a sentence;
//! - [`act`]: what can be done and how it is sent; [`words`]: what it is called; [`panel`]: the
//!   buttons and forms for it;
//! - [`thread`]: messages and history.

mod act;
mod next;
mod panel;
mod thread;
mod words;

use leptos::prelude::*;
use rules::account::case::{Case, State, Verdict};
use rules::form::field::Kind as Field;
use rules::form::finding::Finding;
use rules::form::journey;
use rules::permission::Action;

use self::act::{CaseActions, News};
use crate::component::answers::answers;
use crate::component::case_line;
use crate::component::facts::Facts;
use crate::component::heading_of::HeadingOf;
use crate::component::reading::reading;
use crate::data::case::{self, CaseView};
use crate::data::policy::policy;
use crate::data::register::Register;
use crate::data::session::{Session, User};
use crate::platform::address::named;
use crate::platform::browser;
use crate::platform::clock;
use crate::platform::screen::anew;

/// The page.
#[component]
pub(crate) fn Case() -> AnyView {
    let id = named("arende");
    let user = Session::here().logged_in();
    reading(
        id,
        |id| async move { case::read(&id).await },
        move |view| page(view, user.clone()),
    )
}

fn page(view: CaseView, user: User) -> AnyView {
    let title = {
        let case = &view.case;
        let title = case_line::title(
            case.draft.form(),
            case.draft.text(&rules::account::change::ANDRING),
        );
        match &case.number {
            // Hyphens that hold: a number in two lines is hard to read out on the phone.
            Some(number) => [
                "Ärende ",
                &number.replace('-', "\u{2011}"),
                ": ",
                &rules::value::text::lowered(title),
            ]
            .concat(),
            None => ["Utkast: ", &rules::value::text::lowered(title)].concat(),
        }
    };
    let register = Register::here();
    // The answer to «Vilket konto?» is an id that the list has the name of.
    register.want();
    let actions = CaseActions::new(view, user);
    let wrong = Signal::derive(move || actions.is_wrong());
    view! {
        <div class="case">
            <div class="case__head">
                {return_path()} <HeadingOf text=Signal::derive(move || title.clone()) wrong=wrong />
                {subject(actions, register)}
            </div>
            <aside class="case__side" aria-label="Läge och åtgärder">
                {news(actions)}
                {standing(actions)}
                {panel::panel(actions)}
                {known(actions)}
            </aside>
            <div class="case__body">
                {verdicts(actions)} {to_look_at(actions)} {all_answers(actions, register)}
                {way_up(actions)} {thread::messages(actions)} {thread::history(actions)}
            </div>
        </div>
    }
    .into_any()
}

/// The list that one came from.
fn return_path() -> AnyView {
    let session = Session::here();
    let (href, label) = if session.may(Action::SeeAllCases) {
        ("/arenden", "Ärenden")
    } else if session.may(Action::ApproveAsManager) {
        ("/godkann", "Godkänn ansökningar")
    } else {
        ("/mina-sidor", "Mina sidor")
    };
    view! {
        <p class="eyebrow no-print">
            <a href=href>"‹ " {label}</a>
        </p>
    }
    .into_any()
}

/// From the end of the answers to what can be done, where that stands far above.
fn way_up(actions: CaseActions) -> AnyView {
    let has_acts = Memo::new(move |_| panel::has_acts(actions));
    view! {
        {move || {
            has_acts
                .get()
                .then(|| {
                    view! {
                        <p class="case__jump no-print">
                            <a
                                href="#atgarder"
                                on:click=|event| {
                                    event.prevent_default();
                                    if let Some(acts) = browser::by_id("atgarder") {
                                        browser::focus_still(&acts);
                                        browser::scroll_to(&acts);
                                    }
                                }
                            >
                                "↑ Till det du kan göra"
                            </a>
                        </p>
                    }.into_any()
                })
        }}
    }
    .into_any()
}

/// Which account it is about.
fn subject(actions: CaseActions, register: Register) -> AnyView {
    let account = move || {
        actions.case(|case| {
            let Some(proposal) = &case.proposal else {
                let index = register.index();
                let row = index.row(case.account.as_deref()?)?;
                return Some([row.platform.label(), ": ", &row.handle, ", ", &row.unit].concat());
            };
            let address = case
                .report
                .as_ref()
                .map_or(&proposal.address, |report| &report.address);
            Some(
                [
                    address.platform().label(),
                    ": ",
                    address.handle(),
                    ", ",
                    &proposal.unit,
                ]
                .concat(),
            )
        })
    };
    view! { <p class="lead case__subject">{move || account()}</p> }.into_any()
}

/// What was just done, by the user or by another.
fn news(actions: CaseActions) -> AnyView {
    view! {
        {anew(move || {
            actions
                .news
                .get()
                .map(|news| match news {
                    News::Done(what) => {
                        view! {
                            <section
                                class="notice notice--good no-print"
                                id=act::NEWS
                                tabindex="-1"
                                role="status"
                            >
                                <p>{what}</p>
                            </section>
                        }.into_any()
                    }
                    News::Changed { what, unsent } => {
                        let typed = unsent
                            .map(|text| {
                                view! {
                                    <p>
                                        "Det du skrev går inte att skicka längre. Kopiera det om du behöver det:"
                                    </p>
                                    <blockquote class="unsent">{text}</blockquote>
                                }.into_any()
                            });
                        let kept = typed
                            .is_none()
                            .then(|| {
                                view! {
                                    <p>
                                        "Det du har skrivit finns kvar. Läs igenom den nya versionen och försök igen om det fortfarande gäller."
                                    </p>
                                }.into_any()
                            });
                        view! {
                            <section
                                class="notice notice--warn no-print"
                                id=act::NEWS
                                tabindex="-1"
                                role="alert"
                            >
                                <h2>"Någon har ändrat ärendet"</h2>
                                <p>{what}</p>
                                {typed}
                                {kept}
                            </section>
                        }.into_any()
                    }
                })
        })}
    }.into_any()
}

/// Where it is, what happens next and who has it.
fn standing(actions: CaseActions) -> AnyView {
    let state = Memo::new(move |_| actions.case(|case| case.state));
    let sentence = Memo::new(move |_| {
        actions.case(|case| actions.me.with_value(|me| next::next(case, me, policy())))
    });
    view! {
        <div class="case__standing">
            {move || view! { <case_line::StateTag state=state.get() /> }.into_any()}
            <p>{move || sentence.get()}</p>
        </div>
    }
    .into_any()
}

/// Who, when and under which numbers.
fn known(actions: CaseActions) -> AnyView {
    let list = move || {
        actions.case(|case| {
            let text = |text: String| text.into_any();
            let mut known: Vec<(&'static str, AnyView)> = Vec::new();
            if let Some(number) = &case.number {
                known.push(("Ärendenummer", text(number.clone())));
            }
            known.push(("Sökande", text(case.applicant.name.clone())));
            if let Some(manager) = &case.manager {
                known.push(("Ansvarig chef", text(manager.name.clone())));
            }
            if let Some(sent) = case.sent {
                known.push(("Inskickat", text(clock::moment(sent))));
            }
            if case.state != State::Draft && !case.state.is_final() {
                known.push((
                    "Har väntat",
                    text(case_line::waited(case.state, case.since)),
                ));
            }
            if case.state != State::Draft {
                let handler = case.handler.as_ref();
                let handler =
                    handler.map_or_else(|| "Ingen än".to_owned(), |handler| handler.name.clone());
                known.push(("Handläggare", text(handler)));
                let number = case.registry_number.clone();
                known.push((
                    "Diarienummer",
                    text(number.unwrap_or_else(|| "Inte satt".to_owned())),
                ));
            }
            if let (Some(report), Some(proposal)) = (&case.report, &case.proposal) {
                if report.address != proposal.address {
                    known.push(("Godkänt namn", text(proposal.address.handle().to_owned())));
                }
                let href = report.address.url().to_owned();
                known.push((
                    "Kontot",
                    view! {
                        <a href=href rel="noopener noreferrer external">
                            {report.address.handle().to_owned()}
                        </a>
                    }
                    .into_any(),
                ));
                known.push(("Startade", text(rules::value::date::long(report.started))));
            }
            if let Some(account) = &case.account {
                let href = ["/konto/", account].concat();
                known.push((
                    "I förteckningen",
                    view! { <a href=href>"Visa kontot"</a> }.into_any(),
                ));
            }
            view! { <Facts rows=known /> }.into_any()
        })
    };
    view! {
        <dl class="facts">{move || list()}</dl>
        <p class="case__print no-print">
            <button
                class="button button--plain"
                type="button"
                on:click=|_| {
                    let _ = window().print();
                }
            >
                "Skriv ut eller spara som pdf"
            </button>
        </p>
    }
    .into_any()
}

/// What the manager and communications have said, with the reasons.
fn verdicts(actions: CaseActions) -> AnyView {
    let both = Memo::new(move |_| {
        actions.case(|case| (case.verdict.clone(), case.manager_verdict.clone()))
    });
    view! {
        {move || {
            let (verdict, by_manager) = both.get();
            (verdict.is_some() || by_manager.is_some())
                .then(|| {
                    view! {
                        <section class="case__part" aria-labelledby="beslut">
                            <h2 id="beslut">"Beslut"</h2>
                            {verdict.map(|verdict| one_verdict(["Godkänd", "Avslagen"], verdict))}
                            {by_manager
                                .map(|verdict| one_verdict(
                                    ["Chefen sa ja", "Chefen sa nej"],
                                    verdict,
                                ))}
                        </section>
                    }.into_any()
                })
        }}
    }
    .into_any()
}

fn one_verdict([yes, no]: [&'static str; 2], verdict: Verdict) -> AnyView {
    let (title, class) = if verdict.granted {
        (yes, "notice notice--good")
    } else {
        (no, "notice notice--stop")
    };
    let reasons = (!verdict.reasons.is_empty())
        .then(|| view! { <p class="thread__text">{verdict.reasons}</p> }.into_any());
    view! {
        <div class=class>
            <h3>{title}</h3>
            {reasons}
            <p class="small quiet">
                {verdict.by} ", " {clock::moment(verdict.at)} ". Riktlinjer version "
                {verdict.policy_version} "."
            </p>
        </div>
    }
    .into_any()
}

/// What staff should look at, and the advice and warnings that the answers gave.
fn to_look_at(actions: CaseActions) -> AnyView {
    let is_staff = Session::here().may(Action::SeeAllCases);
    let both = Memo::new(move |_| actions.case(|case| (case.flags.clone(), case.remarks.clone())));
    view! {
        {move || {
            let (flags, remarks) = both.get();
            let flags = if is_staff { flags } else { Vec::new() };
            (!flags.is_empty() || !remarks.is_empty())
                .then(|| {
                    let flags = flags
                        .into_iter()
                        .map(|flag| {
                            view! {
                                <li>
                                    <span class="case-flag">{flag.label()}</span>
                                </li>
                            }.into_any()
                        })
                        .collect_view();
                    let remarks = remarks.iter().map(remark).collect_view();
                    view! {
                        <section class="case__part" aria-labelledby="att-titta-pa">
                            <h2 id="att-titta-pa">
                                {if is_staff { "Att titta på" } else { "Råd och varningar" }}
                            </h2>
                            <ul class="remarks">{flags} {remarks}</ul>
                        </section>
                    }.into_any()
                })
        }}
    }
    .into_any()
}

/// A finding that did not stop the sending, with the sentence it leans on.
fn remark(finding: &Finding) -> AnyView {
    let guideline = finding.rule.guideline;
    let title = policy().guideline(guideline).map(|text| {
        view! {
            <a class="small" href=["/riktlinjer#", guideline.id()].concat()>
                "Riktlinje: "
                {text.title.as_str()}
            </a>
        }
        .into_any()
    });
    view! {
        <li>
            <p>
                <strong>{finding.rule.severity.label()} ": "</strong>
                {finding.sentence()}
            </p>
            {title}
        </li>
    }
    .into_any()
}

/// Every answer, step by step, as they stand in the form's table.
fn all_answers(actions: CaseActions, register: Register) -> AnyView {
    let asked =
        Memo::new(move |_| actions.case(|case| OpenAnswers(case.draft.clone(), open(case))));
    view! {
        {move || {
            let index = register.index();
            asked
                .with(|OpenAnswers(draft, open)| {
                    draft
                        .form()
                        .steps
                        .iter()
                        .enumerate()
                        .filter(|(_, step)| {
                            journey::asked(step, draft)
                                .any(|field| !matches!(field.kind, Field::Warnings))
                        })
                        .map(|(number, step)| {
                            let is_open = open.iter().any(|slug| slug == step.slug);
                            let open = is_open
                                .then(|| {
                                    // A step where nothing is asked but warnings, which stand on their own, says nothing.
                                    view! { <span class="case-mark">"Ska kompletteras"</span> }.into_any()
                                });
                            view! {
                                <section class="case__answers">
                                    <div class="review__head">
                                        <h2>{step.title}</h2>
                                        {open}
                                    </div>
                                    {answers(draft, number, policy(), &index, None)}
                                </section>
                            }.into_any()
                        })
                        .collect::<Vec<_>>()
                })
        }}
    }.into_any()
}

/// The answers and the steps that are open, compared so that a message redraws neither.
#[derive(PartialEq)]
struct OpenAnswers(rules::form::draft::Draft, Vec<String>);

fn open(case: &Case) -> Vec<String> {
    if case.state == State::Supplementing {
        case.open_steps.clone()
    } else {
        Vec::new()
    }
}
