//! The forms that staff fill in about a person: with pictures, on paper and by word of mouth.

use crate::platform::address::{History, named, navigate};
use leptos::prelude::*;
use rules::consent::form::{oral, paper, pictogram};
use rules::form::Form;
use rules::form::finding::Rule;

use crate::component::error_page::ErrorPage;
use crate::component::heading::Heading;
use crate::draft::open_drafts::{OpenDraft, OpenDrafts};
use crate::draft::resource::DraftResource;
use crate::form::{Leave, Setting, Wizard, information, steps};
use crate::platform::api::ApiError;
use crate::platform::screen::{anew, ask};

/// Where the consents are listed.
const LIST: &str = "/samtycken";

static LEAVE: Leave = Leave {
    told: "Det du har skrivit är sparat som utkast hos oss, men inte registrerat. Du hittar det bland samtyckena.",
    label: "Lämna och spara utkastet",
    to: LIST,
    discard: "Ta bort utkastet",
};

const fn setting(form: &'static Form) -> Setting {
    Setting {
        form,
        base: LIST,
        under: |id| [LIST, "/", id, "/fyll"].concat(),
        receipt: |id| [LIST, "/", id].concat(),
        exit: stopped_path,
        act: "Registrera",
        acting: "Registrerar …",
        before: "Innan du registrerar",
        steps: "Steg i formuläret",
        leave: &LEAVE,
        draw: information::draw,
        looks_in_register: false,
        screen: Some(Wizard::pictogram),
        closing: |_| ().into_any(),
        send: |_, sync| sync.send(),
    }
}

/// The forms by what fills them in.
static SETTINGS: &[Setting] = &[
    setting(&pictogram::FORM),
    setting(&oral::FORM),
    setting(&paper::FORM),
];

/// The step of the address that says why one cannot go on.
const STOPPED: &str = "stopp";

fn stopped_path(id: &str, rule: &Rule) -> String {
    [LIST, "/", id, "/fyll/", STOPPED, "?skal=", rule.id].concat()
}

fn setting_of(form: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.form.id == form)
}

/// The address of the first step of a new consent in this form, or of the list for another form.
pub(crate) fn first_step(form: &str, id: &str) -> String {
    setting_of(form).map_or_else(
        || LIST.to_owned(),
        |setting| [&(setting.under)(id), "/", setting.form.steps[0].slug].concat(),
    )
}

/// A step of a form.
#[component]
pub(crate) fn Fill() -> AnyView {
    let id = named("id");
    let step = named("steg");
    let is_stopped = Memo::new(move |_| step.with(|step| step == STOPPED));
    anew(move || {
        if is_stopped.get() {
            stopped(&id.get())
        } else {
            draft(id.get())
        }
    })
}

/// An open draft, with the setting of its form.
async fn open(
    drafts: OpenDrafts,
    id: String,
) -> Result<Option<(&'static Setting, OpenDraft)>, ApiError> {
    let resource = DraftResource::Consent { id: id.clone() };
    let form = resource.form().await?;
    let Some(setting) = setting_of(&form) else {
        return Err(ApiError::NotFound);
    };
    let found = resource.read(setting.form).await?;
    let Some(draft) = found.draft.filter(|_| found.is_writable) else {
        return Ok(None);
    };
    let open = drafts.insert(resource, found.version, draft, Vec::new());
    Ok(Some((setting, open)))
}

fn draft(id: String) -> AnyView {
    let drafts = OpenDrafts::here();
    if let Some(open) = drafts.get(&id)
        && let Some(setting) = setting_of(open.sync.form_state.form.id)
    {
        return steps(Wizard::of_draft(setting, open));
    }
    let receipt = [LIST, "/", &id].concat();
    let opened = RwSignal::new_local(None);
    ask(opened, open(drafts, id));
    anew(move || match opened.get() {
        None => None,
        Some(Ok(Some((setting, open)))) => Some(steps(Wizard::of_draft(setting, open))),
        Some(Ok(None)) => {
            navigate(&receipt, History::Replace);
            None
        }
        Some(Err(error)) => Some(view! { <ErrorPage error=error /> }.into_any()),
    })
}

/// Why one cannot go on, and the way back to the answers.
fn stopped(id: &str) -> AnyView {
    let first = OpenDrafts::here().get(id).map_or_else(
        || LIST.to_owned(),
        |open| first_step(open.sync.form_state.form.id, id),
    );
    view! {
        <Heading text="Ta inga bilder" />
        <p class="lead">
            "Personen kan inte bestämma själv, och ingen annan kan säga ja i stället."
        </p>
        <p>"Vill du ändra ett svar går du tillbaka. Annars tar du bort utkastet."</p>
        <div class="buttons">
            <a class="button button--act" href=first>
                "Ändra svaren"
            </a>
            <a class="button" href=LIST>
                "Till samtyckena"
            </a>
        </div>
    }
    .into_any()
}
