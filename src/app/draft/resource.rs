//! Where a draft lives.

use rules::account::case;
use rules::form::Form;
use rules::form::draft::{Draft, DraftJson};
use serde::{Deserialize, Serialize};

use crate::platform::api::{ApiError, Call};

/// Where a draft lives, which decides how it is read, saved and sent. What somebody who is no
/// employee writes, and what staff write about people, is never kept in the browser.
#[derive(Clone)]
pub(crate) enum DraftResource {
    /// In the store as a case of one's own, and until it has come there also in this browser.
    Case {
        /// The id of the case.
        id: String,
        /// The command that sends it.
        command: case::Kind,
    },
    /// In the store under the link that this browser has opened.
    Link,
    /// In the store as a consent that staff record.
    Consent {
        /// The id of the consent.
        id: String,
    },
    /// On this page only, until it is sent to this address in the store.
    Page(&'static str),
}

/// A draft as the store has it.
pub(crate) struct StoredDraft {
    /// The version that the next change must name.
    pub(crate) version: u64,
    /// What is written, when it is in the form asked for.
    pub(crate) draft: Option<Draft>,
    /// Whether it may be written in now.
    pub(crate) is_writable: bool,
}

/// What every answer about a draft holds.
#[derive(Deserialize)]
struct DraftBody {
    version: u64,
    utkast: Option<DraftJson>,
    #[serde(default)]
    far: Vec<String>,
    /// Only told to whoever holds a link.
    #[serde(default)]
    steg: Option<String>,
}

/// What tells which form a draft is in.
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
    /// What it is called among the drafts that are open.
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

    /// Whether this browser keeps what the store does not have yet.
    pub(crate) fn is_in_browser(&self) -> bool {
        matches!(self, Self::Case { .. })
    }

    /// Whether the draft can be taken away in the store. For a link it is the link that is forgotten
    /// in this browser.
    pub(crate) fn can_be_discarded(&self) -> bool {
        self.is_in_store()
    }

    /// The address in the store, with what stands after it.
    pub(crate) fn path(&self, rest: &str) -> String {
        let (base, id) = match self {
            Self::Case { id, .. } => ("/api/arenden/", id.as_str()),
            Self::Consent { id } => ("/api/samtycken/", id.as_str()),
            Self::Link => ("/api/lank", ""),
            Self::Page(path) => (*path, ""),
        };
        [base, id, rest].concat()
    }

    /// Where the draft is sent.
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

    /// Reads which form the draft is in, by the form's id.
    pub(crate) async fn form(&self) -> Result<String, ApiError> {
        let answer = Call::get(&self.path("")).read::<FormBody>().await?;
        Ok(answer.body.utkast.form)
    }

    /// Reads how the draft stands in the store.
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
