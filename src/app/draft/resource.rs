//! Where a draft is read, saved and sent.

use rules::account::case;
use rules::form::Form;
use rules::form::draft::{Draft, DraftJson};
use serde::{Deserialize, Serialize};

use crate::platform::api::{ApiError, Call};

/// Where a draft is read, saved and sent. Only an employee's own case is also kept in the browser: drafts of
/// the public, and of staff about people, hold personal data that must not stay on a device.
#[derive(Clone)]
pub(crate) enum DraftResource {
    /// A case of the employee, in the store, and in the browser until the store has it.
    Case {
        /// The id of the case.
        id: String,
        /// The command that sends it.
        command: case::Kind,
    },
    /// The draft under the link that this browser has opened.
    Link,
    /// A consent that staff record.
    Consent {
        /// The id of the consent.
        id: String,
    },
    /// A draft in memory only, until it is sent to this address in the store.
    Page(&'static str),
}

/// A draft in the store.
pub(crate) struct StoredDraft {
    /// The version that the next change must name.
    pub(crate) version: u64,
    /// The answers, when they are of the form asked for.
    pub(crate) draft: Option<Draft>,
    /// Whether it may be changed now.
    pub(crate) is_writable: bool,
}

/// What every response about a draft holds.
#[derive(Deserialize)]
struct DraftBody {
    version: u64,
    utkast: Option<DraftJson>,
    #[serde(default)]
    far: Vec<String>,
    /// The task of a link's holder.
    #[serde(default)]
    steg: Option<String>,
}

/// The part of a response that names the draft's form.
#[derive(Deserialize)]
struct FormBody {
    utkast: FormName,
}

#[derive(Deserialize)]
struct FormName {
    form: String,
}

/// A command that carries the whole draft.
#[derive(Serialize)]
struct SendBody<'a> {
    kommando: &'a str,
    utkast: &'a Draft,
}

impl DraftResource {
    /// Its key among the open drafts.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Case { id, .. } | Self::Consent { id } => id,
            Self::Link => "lank",
            Self::Page(path) => path,
        }
    }

    /// Whether the store has the draft before it is sent.
    pub(crate) fn is_in_store(&self) -> bool {
        !matches!(self, Self::Page(_))
    }

    /// Whether the browser keeps answers that the store does not have yet.
    pub(crate) fn is_in_browser(&self) -> bool {
        matches!(self, Self::Case { .. })
    }

    /// Whether the draft can be removed from the store. For a link, the browser's session with the link ends
    /// instead.
    pub(crate) fn can_be_discarded(&self) -> bool {
        self.is_in_store()
    }

    /// The address in the store, followed by `rest`.
    pub(crate) fn path(&self, rest: &str) -> String {
        let (base, id) = match self {
            Self::Case { id, .. } => ("/api/arenden/", id.as_str()),
            Self::Consent { id } => ("/api/samtycken/", id.as_str()),
            Self::Link => ("/api/lank", ""),
            Self::Page(path) => (*path, ""),
        };
        [base, id, rest].concat()
    }

    /// The address that the draft is sent to.
    pub(crate) fn send_path(&self) -> String {
        self.path(if self.is_in_store() { "/kommando" } else { "" })
    }

    /// The JSON that sends the draft.
    pub(crate) fn send_body(&self, draft: &Draft) -> String {
        let command = match self {
            Self::Case { command, .. } => command.id(),
            Self::Consent { .. } => "registrera",
            Self::Link => "signera",
            Self::Page(_) => "",
        };
        let body = if command.is_empty() {
            serde_json::to_string(draft)
        } else {
            serde_json::to_string(&SendBody {
                kommando: command,
                utkast: draft,
            })
        };
        // Texts and lists of texts are always JSON.
        body.unwrap_or_default()
    }

    /// Reads the id of the draft's form.
    pub(crate) async fn form(&self) -> Result<String, ApiError> {
        let answer = Call::get(&self.path("")).read::<FormBody>().await?;
        Ok(answer.body.utkast.form)
    }

    /// Reads the draft from the store.
    pub(crate) async fn read(&self, form: &'static Form) -> Result<StoredDraft, ApiError> {
        let answer = Call::get(&self.path("")).read::<DraftBody>().await?.body;
        let offers = |words: &[&str]| {
            answer
                .far
                .iter()
                .any(|offered| words.contains(&offered.as_str()))
        };
        Ok(StoredDraft {
            version: answer.version,
            is_writable: match self {
                Self::Case { .. } => offers(&[case::Kind::Submit.id(), case::Kind::Complete.id()]),
                Self::Consent { .. } => offers(&["registrera"]),
                Self::Link => answer.steg.as_deref() == Some("utkast"),
                Self::Page(_) => true,
            },
            draft: answer.utkast.and_then(|draft| draft.read(form).ok()),
        })
    }
}
