//! The form behind a link: the first one to answer fills it in and signs it.

use crate::platform::address::{History, asked, navigate};
use leptos::prelude::*;
use leptos::task::spawn_local_scoped;
use rules::consent::form::{adult, question, representative, youth};
use rules::form::Form;
use rules::form::field::Field;
use rules::form::finding::{Rule, Severity};

use super::about::link_error;
use super::code;
use crate::component::heading::Heading;
use crate::data::link::{Link, LinkView, Task};
use crate::data::policy::policy;
use crate::draft;
use crate::draft::autosave::{DraftSync, SyncState};
use crate::draft::form_state::FormState;
use crate::draft::open_drafts::{OpenDraft, OpenDrafts};
use crate::draft::resource::DraftResource;
use crate::form::{Leave, Setting, Wizard, information, steps};
use crate::platform::api::ApiError;
use crate::platform::browser;
use crate::platform::screen::{self, anew, follow};

/// The steps are below this address.
const UNDER: &str = "/samtycke/svara";

static LEAVE: Leave = Leave {
    told: "Inget är skickat. Lämnar du nu tar vi bort länken ur den här webbläsaren. Då öppnar du länken igen och börjar om.",
    label: "",
    to: "/samtycke",
    discard: "Lämna",
};

const fn setting(form: &'static Form) -> Setting {
    Setting {
        form,
        base: "/samtycke/lank",
        under: |_| UNDER.to_owned(),
        receipt: |_| "/samtycke/kvittens".to_owned(),
        exit: |_, rule| ["/samtycke/annan-vag?skal=", rule.id].concat(),
        act: "Signera",
        acting: "Skickar …",
        before: "Skriv under",
        steps: "Steg i formuläret",
        leave: &LEAVE,
        draw: information::draw,
        looks_in_register: false,
        screen: None,
        closing,
        send,
    }
}

/// A form that is opened with a link.
struct Linked {
    setting: Setting,
    /// Where the person who fills it in gives an e-mail address.
    email: &'static Field,
}

static FORMS: &[Linked] = &[
    Linked {
        setting: setting(&youth::FORM),
        email: &question::DIN_EPOST,
    },
    Linked {
        setting: setting(&adult::FORM),
        email: &adult::EPOST,
    },
    Linked {
        setting: setting(&representative::FORM),
        email: &question::FORETRADARE_EPOST,
    },
];

fn linked(form: &str) -> Option<&'static Linked> {
    FORMS.iter().find(|linked| linked.setting.form.id == form)
}

/// The form with this id, of those that are opened with a link.
pub(super) fn form(id: &str) -> Option<&'static Form> {
    linked(id).map(|linked| linked.setting.form)
}

/// The form as it is drawn for who only says no.
pub(super) fn drawn(form: &'static Form, form_state: FormState) -> Option<Wizard> {
    let linked = linked(form.id)?;
    Some(Wizard::of_looking(&linked.setting, form_state))
}

/// The address of the form's first step.
pub(super) fn first_step(form: &str) -> String {
    linked(form).map_or_else(
        || "/samtycke".to_owned(),
        |linked| [UNDER, "/", linked.setting.form.steps[0].slug].concat(),
    )
}

/// What opening the draft came to.
#[derive(Clone)]
enum OpenResult {
    /// It can be filled in.
    Draft(&'static Setting, Box<OpenDraft>),
    /// The answers have been signed before, and are shown to a holder who has shown who they are.
    Prove(Box<LinkView>),
    /// The link leads to this page instead.
    Elsewhere(String),
}

/// The draft behind the link, or the page that the link leads to instead.
async fn open(link: Link, drafts: OpenDrafts) -> Result<OpenResult, ApiError> {
    let view = draft::link::read(link, drafts.clone()).await?;
    let Some(linked) = linked(&view.form).filter(|_| view.task == Task::FillIn) else {
        return Ok(OpenResult::Elsewhere(view.page(|| "/samtycke".to_owned())));
    };
    if view.identified.is_required {
        return Ok(OpenResult::Prove(Box::new(view)));
    }
    let draft = view.draft(linked.setting.form).ok_or(ApiError::NotFound)?;
    let open = drafts.insert(DraftResource::Link, view.version, draft, Vec::new());
    Ok(OpenResult::Draft(&linked.setting, Box::new(open)))
}

/// A step of the form.
#[component]
pub(crate) fn Fill() -> AnyView {
    let (link, drafts) = (Link::here(), OpenDrafts::here());
    if let Some(open) = drafts.get(DraftResource::Link.id())
        && let Some(linked) = linked(open.sync.form_state.form.id)
    {
        return steps(Wizard::of_draft(&linked.setting, open));
    }
    let opened = RwSignal::new_local(None);
    let ask = move || screen::ask(opened, open(link, drafts.clone()));
    ask();
    anew(move || match opened.get() {
        None => None,
        Some(Ok(OpenResult::Draft(setting, open))) => Some(steps(Wizard::of_draft(setting, *open))),
        Some(Ok(OpenResult::Prove(view))) => Some(code::prove_first(
            &view,
            "Du ändrar svaren. Först behöver vi veta att det är du.",
            Callback::new({
                let ask = ask.clone();
                move |_| ask()
            }),
        )),
        Some(Ok(OpenResult::Elsewhere(path))) => {
            navigate(&path, History::Replace);
            None
        }
        Some(Err(failed)) => Some(link_error(failed)),
    })
}

/// The address that the person who fills in the form has given, or empty.
fn address(wizard: Wizard) -> String {
    let form_state = wizard.form_state;
    linked(form_state.form.id)
        .filter(|linked| untrack(|| form_state.asks(linked.email)))
        .map(|linked| form_state.text_untracked(linked.email).trim().to_owned())
        .unwrap_or_default()
}

/// Shows who one is, beside the signature.
fn closing(wizard: Wizard) -> AnyView {
    let address = address(wizard);
    if address.is_empty() {
        return view! {
            <p>
                "Du har inte gett oss någon e-post. Då vet vi bara att du har fått länken. Den som frågar kontrollerar att det är du innan ditt ja gäller."
            </p>
        }.into_any();
    }
    let code = Link::here().code;
    // Not while the draft is on its way: the code and the draft are about the same consent.
    if let Some(sync) = wizard.sync() {
        let address = address.clone();
        follow(move || {
            if sync.state() == SyncState::Saved {
                code.send_once(&address);
            }
        });
    }
    view! {
        {code::code(code, address.clone(), address)}
        <p class="quiet">"Det står vid din underskrift hur vi vet vem du är."</p>
    }
    .into_any()
}

/// Signs, once the code is right.
fn send(wizard: Wizard, sync: DraftSync) {
    let code = Link::here().code;
    let address = address(wizard);
    if address.is_empty() || code.has_proven(&address) {
        sync.send();
        return;
    }
    spawn_local_scoped(async move {
        if code.prove().await.is_some() {
            sync.send();
        } else {
            request_animation_frame(|| browser::focus_question(code::FIELD));
        }
    });
}

/// What those who cannot answer here do instead.
fn advice(rule: &Rule) -> (&'static str, &'static str) {
    match rule.id {
        "familjehem" => (
            "Vårdnadshavaren svarar",
            "Ge länken till barnets vårdnadshavare. Du kan också prata med socialtjänsten.",
        ),
        "saknar-formaga" => (
            "Ta inga bilder",
            "Säg till verksamheten att personen inte ska vara med på bild.",
        ),
        _ => (
            "Personen svarar själv",
            "Be verksamheten om en länk till den som är på bilden.",
        ),
    }
}

/// The page for those who cannot go on: not an error but another way.
#[component]
pub(crate) fn AnotherWay() -> AnyView {
    let asked = asked("skal").get_untracked();
    let open = OpenDrafts::here().get(DraftResource::Link.id());
    let found = open.and_then(|open| {
        let form_state = open.sync.form_state;
        untrack(|| form_state.found(Severity::Exit))
            .into_iter()
            .find(|finding| asked.as_deref() == Some(finding.rule.id))
    });
    let Some(found) = found else {
        return view! { <super::about::Consent /> }.into_any();
    };
    let (title, instead) = advice(found.rule);
    let form = found.rule.field;
    let back = open
        .and_then(|open| {
            let step = open.sync.form_state.form.step_of(form)?;
            Some([UNDER, "/", open.sync.form_state.form.steps[step].slug].concat())
        })
        .unwrap_or_else(|| UNDER.to_owned());
    view! {
        <Heading text=title />
        <p class="lead">{found.sentence()}</p>
        <p>{instead}</p>
        <p>"Har du frågor? Ring " {policy().contact.phone.as_str()} "."</p>
        <div class="buttons">
            <a class="button button--act" href=back>
                "Ändra svaret"
            </a>
            <a class="button" href="/samtycke">
                "Till samtycke till bild"
            </a>
        </div>
    }
    .into_any()
}
