//! How any form is drawn: one step at a time, each at its own address.
//!
//! - [`question`]: a field as the part that asks for it; [`mod@unit`]: the units to choose among;
//! - [`pictogram`]: a step with one question and its symbol;
//! - [`review`]: every answer, and the sending; [`leave`]: where the draft is, and leaving it;
//! - [`setting`]: what surrounds a form;
//! - [`employee`]: the employees' forms; [`known`]: what is known about an answer while it is typed;
//! - [`information`]: the text that a person who answers for pictures is to read.

pub(crate) mod employee;
pub(crate) mod information;
mod known;
mod leave;
mod pictogram;
mod question;
mod review;
mod setting;
mod unit;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::form::field::{Field, Kind};
use rules::form::finding::Rule;
use rules::form::journey;

use self::leave::SyncLine;
use crate::component::error_summary::{self, ErrorSummary, Item};
use crate::component::heading_of::HeadingOf;
use crate::component::notice::{Notice, Tone};
use crate::draft::autosave::DraftSync;
use crate::draft::form_state::{FormState, Validation};
use crate::draft::open_drafts::OpenDraft;
use crate::platform::address::{History, asked, named, navigate};
use crate::platform::browser;
use crate::platform::screen::afterwards;
use crate::platform::screen::anew;

pub(crate) use setting::{CHANGE, LOOKING, Leave, START, Service, Setting};

/// A form on the screen.
#[derive(Clone, Copy)]
pub(crate) struct Wizard {
    setting: &'static Setting,
    /// The answers.
    pub(crate) form_state: FormState,
    /// None when the form is only looked through.
    open: Option<OpenDraft>,
    case: StoredValue<String>,
}

impl Wizard {
    /// A draft being written.
    pub(crate) fn of_draft(setting: &'static Setting, open: OpenDraft) -> Self {
        Self {
            setting,
            form_state: open.sync.form_state,
            open: Some(open),
            case: StoredValue::new(
                open.sync
                    .resource
                    .with_value(|resource| resource.id().to_owned()),
            ),
        }
    }

    /// A form being looked through: nothing is kept and nothing is wrong.
    pub(crate) fn of_looking(setting: &'static Setting, form_state: FormState) -> Self {
        Self {
            setting,
            form_state,
            open: None,
            case: StoredValue::new(LOOKING.to_owned()),
        }
    }

    /// How the draft is kept; nothing when the form is only looked through.
    pub(crate) fn sync(&self) -> Option<DraftSync> {
        self.open.map(|open| open.sync)
    }

    pub(crate) fn review(&self) -> usize {
        self.setting.form.steps.len() - 1
    }

    /// The steps there are for the answers. Tracked.
    fn steps(&self) -> Vec<usize> {
        let open = self
            .open
            .map(|open| open.open_steps.get_value())
            .unwrap_or_default();
        let steps = journey::steps(&self.form_state.draft());
        if open.is_empty() {
            return steps;
        }
        // A new answer may open a question on a step that was not named, and that one needs an answer.
        let draft = self.form_state.draft();
        let form = self.setting.form;
        let is_open = |number: &usize| {
            let step = &form.steps[*number];
            *number == self.review()
                || open.iter().any(|slug| slug == step.slug)
                || journey::asked(step, &draft)
                    .any(|field| draft.is_empty(field) && journey::is_open(form, field, &open))
        };
        steps.into_iter().filter(is_open).collect()
    }

    /// Whether the answer may be written.
    fn is_open(&self, field: &Field) -> bool {
        self.open.is_none_or(|open| {
            open.open_steps.with_value(|open| {
                open.is_empty() || journey::is_open(self.setting.form, field, open)
            })
        })
    }

    fn is_completing(&self) -> bool {
        self.open
            .is_some_and(|open| open.open_steps.with_value(|steps| !steps.is_empty()))
    }

    fn path(&self, step: usize) -> String {
        [
            &(self.setting.under)(&self.case.get_value()),
            "/",
            self.setting.form.steps[step].slug,
        ]
        .concat()
    }

    /// Where «Ändra» leads: the step, with the way back to the review.
    fn change_path(&self, field: &Field) -> String {
        let step = self.setting.form.step_of(field).unwrap_or_default();
        [&self.path(step), "?andra=", field.id].concat()
    }

    /// The step that the address asks for, or the one it must lead to instead.
    pub(crate) fn step_at(&self, slug: &str) -> Result<usize, String> {
        let steps = untrack(|| self.steps());
        let first = steps.first().copied().unwrap_or_default();
        let asked = self
            .setting
            .form
            .step(slug)
            .filter(|step| steps.contains(step))
            .ok_or_else(|| self.path(first))?;
        if self.open.is_none() || self.is_completing() {
            return Ok(asked);
        }
        let unfinished = self.form_state.first_unfinished();
        if unfinished < asked {
            return Err(self.path(unfinished));
        }
        Ok(asked)
    }

    /// The page of a step. `changing` is the field that is to be changed from the review.
    pub(crate) fn page(self, step: usize, changing: Option<&str>) -> AnyView {
        let form_state = self.form_state;
        let form = self.setting.form;
        if changing.is_none() {
            form_state.clear();
        }
        let steps = Memo::new(move |_| self.steps());
        let title = Signal::derive(move || {
            let (number, count) = steps.with(|steps| {
                let place = steps.iter().position(|other| *other == step);
                (1 + place.unwrap_or_default(), steps.len())
            });
            let (number, count) = (number.to_string(), count.to_string());
            [
                "Steg ",
                &number,
                " av ",
                &count,
                ": ",
                form.steps[step].title,
            ]
            .concat()
        });
        let items = Signal::derive(move || self.items(step));
        let wrong = Signal::derive(move || items.with(|items| !items.is_empty()));
        if let Some(field) = changing {
            let field = field.to_owned();
            // After the heading, which takes focus as it is drawn.
            request_animation_frame(move || browser::focus_question(&field));
        }
        if let (Some(screen), Some(field)) = (self.setting.screen, self.symbol_on(step)) {
            return screen(self, field, step, steps, title, items, changing.is_some());
        }
        let is_review = step == self.review();
        let content = if is_review {
            self.review_page()
        } else {
            self.look_in_register(step);
            form.steps[step]
                .questions
                .iter()
                .filter(|question| self.is_open(question.field))
                .map(|question| self.question(question))
                .collect_view()
                .into_any()
        };
        self.rehearse(step);
        let lead = form.steps[step].lead;
        let lead = (!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> }.into_any());
        let is_changing = changing.is_some();
        view! {
            <div class="wizard">
                <nav class="wizard__steps" aria-label=self.setting.steps>
                    {self.step_list(step, steps)}
                </nav>
                <div>
                    <p class="eyebrow">{form.title}</p>
                    <HeadingOf text=title wrong=wrong />
                    {self.open.is_none().then(LookingNotice)}
                    <ErrorSummary items=items />
                    {lead}
                    <form
                        novalidate
                        on:submit=move |event| {
                            event.prevent_default();
                            self.forward(step, is_changing);
                        }
                    >
                        {content}
                        {self.ways(step, steps, is_changing)}
                    </form>
                </div>
            </div>
        }
        .into_any()
    }

    /// Fetches the register for a step that asks about units or accounts, once the step is there.
    fn look_in_register(self, step: usize) {
        let mut questions = self.setting.form.steps[step].questions.iter();
        let asks = questions.any(|question| {
            matches!(
                question.field.kind,
                Kind::Unit | Kind::Account | Kind::Address
            )
        });
        if asks && self.setting.looks_in_register {
            let register = self.form_state.register;
            spawn_local(async move {
                browser::shown().await;
                register.want();
            });
        }
    }

    /// Checks this step and draws the next one out of sight, a question in each task, while the user
    /// reads: a browser compiles a function when it is called the first time, and on a slow phone
    /// that was more than half of the time from a step to the next.
    fn rehearse(self, step: usize) {
        let form = self.setting.form;
        let Some(next) = form.steps.get(step + 1) else {
            return;
        };
        let page = Owner::current().unwrap_or_default();
        let is_shown = StoredValue::new(());
        let act = move |act: &dyn Fn()| {
            let out_of_sight = page.child();
            out_of_sight.with(|| untrack(act));
            out_of_sight.cleanup();
        };
        spawn_local(async move {
            browser::shown().await;
            for question in next.questions {
                browser::pause().await;
                if is_shown.try_get_value().is_none() {
                    return;
                }
                act(&|| drop(self.ask(question.field).build()));
            }
            browser::pause().await;
            if is_shown.try_get_value().is_some() {
                self.form_state.rehearse(step);
                if step + 1 == self.review() {
                    act(&|| drop(self.sections().build()));
                }
            }
        });
    }

    /// What must be corrected here; on the review, everywhere.
    fn items(&self, step: usize) -> Vec<Item> {
        self.form_state
            .to_correct()
            .into_iter()
            .filter_map(|(field, sentence)| {
                let here = self.setting.form.step_of(field) == Some(step);
                let elsewhere = (!here).then(|| self.change_path(field));
                (here || step == self.review()).then_some(Item {
                    id: field.id,
                    elsewhere,
                    sentence,
                })
            })
            .collect()
    }

    /// What is done, where one is, and what is left.
    fn step_list(self, here: usize, steps: Memo<Vec<usize>>) -> AnyView {
        let form = self.setting.form;
        let is_free = self.open.is_none() || self.is_completing();
        let reached = if is_free {
            self.review()
        } else {
            self.form_state.first_unfinished()
        };
        let item = move |step: usize| {
            let title = form.steps[step].title;
            if step == here {
                view! {
                    <li>
                        <span class="step-list__item is-here" aria-current="step">
                            {title}
                        </span>
                    </li>
                }
                .into_any()
            } else if step <= reached {
                let done = !is_free && step < reached;
                view! {
                    <li>
                        <a class="step-list__item" class:is-done=done href=self.path(step)>
                            {title}
                            {done.then(|| view! { <span class="hidden-visually">", klart"</span> }.into_any())}
                        </a>
                    </li>
                }.into_any()
            } else {
                view! {
                    <li>
                        <span class="step-list__item">{title}</span>
                    </li>
                }
                .into_any()
            }
        };
        view! { <ol class="step-list">{move || steps.get().into_iter().map(item).collect_view()}</ol> }.into_any()
    }

    /// Föregående and Nästa, always in the same place; what is saved; the way out.
    fn ways(self, step: usize, steps: Memo<Vec<usize>>, is_changing: bool) -> AnyView {
        let is_review = step == self.review();
        let forward = if is_review {
            self.send_button()
        } else {
            let label = if is_changing {
                "Till granskningen"
            } else {
                "Nästa"
            };
            view! {
                <button class="button button--act" type="submit">
                    {label}
                </button>
            }
            .into_any()
        };
        let rest = match self.sync() {
            Some(sync) => view! {
                <SyncLine sync=sync />
                <button
                    class="button button--plain"
                    type="button"
                    on:click=move |_| self.cancelling().set(true)
                >
                    "Avbryt"
                </button>
            }
            .into_any(),
            None => view! {
                <p class="kept">"Inget sparas"</p>
                <a class="button button--plain" href=self.setting.base>
                    "Sluta titta"
                </a>
            }
            .into_any(),
        };
        view! {
            <div class="step-nav">
                <div class="step-nav__ways">
                    <a
                        class="button"
                        href=move || {
                            steps
                                .with(|steps| steps.iter().rfind(|other| **other < step).copied())
                                .map_or_else(
                                    || self.setting.base.to_owned(),
                                    |before| self.path(before),
                                )
                        }
                    >
                        "Föregående"
                    </a>
                    {forward}
                </div>
                <div class="step-nav__rest">{rest}</div>
            </div>
        }
        .into_any()
    }

    /// Whether the question about leaving is on the screen.
    fn cancelling(&self) -> RwSignal<bool> {
        // Asked for only where there is a draft to leave.
        self.open
            .map_or_else(|| RwSignal::new(false), |open| open.cancelling)
    }

    /// Nästa.
    fn forward(self, step: usize, is_changing: bool) {
        let Some(sync) = self.sync() else {
            if let Some(next) = journey::next(&self.form_state.draft_untracked(), step) {
                navigate(&self.path(next), History::Push);
            }
            return;
        };
        if step == self.review() {
            self.send(sync);
            return;
        }
        if !self.is_completing() {
            self.form_state.drop_hidden();
        }
        match self.form_state.validate_step(step) {
            Validation::Wrong => error_summary::focus(),
            Validation::Exit(rule) => {
                sync.save_now();
                navigate(&self.exit_path(rule), History::Push);
            }
            Validation::Clear => {
                sync.save_now();
                let steps = untrack(|| self.steps());
                let next = if is_changing {
                    // A changed answer may have opened questions on another step.
                    if self.is_completing() {
                        self.review()
                    } else {
                        self.form_state.first_unfinished()
                    }
                } else {
                    steps
                        .into_iter()
                        .find(|other| step < *other)
                        .unwrap_or(self.review())
                };
                navigate(&self.path(next), History::Push);
            }
        }
    }

    fn exit_path(&self, rule: &Rule) -> String {
        (self.setting.exit)(&self.case.get_value(), rule)
    }
}

/// What it means to look through a form.
#[component]
fn LookingNotice() -> AnyView {
    let content = view! {
        <p>
            "Du kan bläddra genom alla steg. Inget kontrolleras och inget sparas. Logga in och börja en ansökan när du vill fylla i på riktigt."
        </p>
    }.into_any();
    view! {
        <Notice tone=Tone::Info title="Du tittar på formuläret">
            {content.into_any()}
        </Notice>
    }
    .into_any()
}

/// The step in the address, and again when the address changes.
pub(crate) fn steps(wizard: Wizard) -> AnyView {
    let (slug, changing) = (named("steg"), asked("andra"));
    let step = anew(move || {
        let (slug, changing) = (slug.get(), changing.get());
        match untrack(|| wizard.step_at(&slug)) {
            Ok(step) => untrack(|| wizard.page(step, changing.as_deref())),
            Err(path) => {
                navigate(&path, History::Replace);
                ().into_any()
            }
        }
    });
    // They are the draft's and not the step's, and nobody sees them at first.
    let dialogs = move |open: OpenDraft| afterwards(move || wizard.dialogs(open.sync));
    view! {
        {step}
        {wizard.open.map(dialogs)}
    }
    .into_any()
}
