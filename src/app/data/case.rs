//! Cases as the store answers them.

use chrono::{DateTime, Utc};
use rules::account::case::{Case, Kind, State};
use rules::account::wire::NewCase;
use rules::form::Form;
use rules::form::draft::{Draft, DraftJson};
use rules::value::wire;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use super::document::halves;
use crate::platform::api::{ApiError, Call, id_of_document};
use crate::platform::idempotency;

/// A case with its version, the commands offered and its history.
#[derive(Clone, PartialEq)]
pub(crate) struct CaseView {
    /// The document.
    pub(crate) case: Case,
    /// The version that the next change must name.
    pub(crate) version: u64,
    /// The commands that the user may give now.
    pub(crate) offered: Vec<Kind>,
    /// What has happened, oldest first.
    pub(crate) events: Vec<Event>,
}

/// What the response holds beside the document.
#[derive(Deserialize)]
struct Around {
    version: u64,
    far: Vec<Kind>,
    #[serde(default)]
    handelser: Vec<Event>,
}

impl<'de> Deserialize<'de> for CaseView {
    fn deserialize<D: Deserializer<'de>>(answer: D) -> Result<Self, D::Error> {
        let (case, around): (_, Around) = halves(answer, &["version", "far", "handelser"])?;
        Ok(Self {
            case,
            version: around.version,
            offered: around.far,
            events: around.handelser,
        })
    }
}

/// A line of the history.
#[derive(Clone, PartialEq, Deserialize)]
pub(crate) struct Event {
    /// When it happened.
    #[serde(deserialize_with = "wire::moment")]
    pub(crate) at: DateTime<Utc>,
    /// The name of the actor.
    pub(crate) actor_name: String,
    /// The action's id.
    pub(crate) action: String,
    /// The note, or empty.
    #[serde(default)]
    pub(crate) note: String,
}

/// The address of a case in the store, followed by `rest`.
pub(crate) fn path(id: &str, rest: &str) -> String {
    ["/api/arenden/", id, rest].concat()
}

/// Fetches a case as the type that the page needs.
pub(crate) async fn read<T: DeserializeOwned>(id: &str) -> Result<T, ApiError> {
    let id = id_of_document(id)?;
    Ok(Call::get(&path(id, "")).while_shown().read().await?.body)
}

/// Creates a case with an empty draft.
pub(crate) async fn begin(form: &'static Form) -> Result<CaseDraft, ApiError> {
    let reply = Call::post("/api/arenden")
        .json(&NewCase {
            form: form.id.to_owned(),
        })
        .key(&idempotency::random_key())
        .read::<CaseDraft>()
        .await?;
    Ok(reply.body)
}

/// A case with its draft, for the form and its receipt.
#[derive(Clone, PartialEq, Deserialize)]
pub(crate) struct CaseDraft {
    /// Its id in addresses.
    pub(crate) id: String,
    /// The case number, once it has been sent.
    #[serde(default, rename = "nummer")]
    pub(crate) number: Option<String>,
    /// Its state.
    #[serde(rename = "lage")]
    pub(crate) state: State,
    /// When it was first sent.
    #[serde(
        default,
        rename = "inskickat",
        deserialize_with = "wire::moment_if_any"
    )]
    pub(crate) sent: Option<DateTime<Utc>>,
    /// The applicant.
    #[serde(rename = "sokande")]
    pub(crate) applicant: PersonName,
    /// The manager who is to approve, if one is.
    #[serde(default, rename = "chef")]
    pub(crate) manager: Option<PersonName>,
    #[serde(default, rename = "oppna_steg")]
    open_steps: Vec<String>,
    #[serde(rename = "utkast")]
    draft: DraftJson,
    /// The version that the next change must name.
    pub(crate) version: u64,
    /// The commands that the user may give now.
    #[serde(rename = "far")]
    pub(crate) offered: Vec<Kind>,
}

/// The name of a person.
#[derive(Clone, PartialEq, Deserialize)]
pub(crate) struct PersonName {
    /// The name people read.
    #[serde(rename = "namn")]
    pub(crate) name: String,
}

impl CaseDraft {
    /// The answers, when they are of `form`.
    pub(crate) fn draft(&self, form: &'static Form) -> Option<Draft> {
        self.draft.clone().read(form).ok()
    }

    /// The command that sends the draft, if one is offered.
    pub(crate) fn send_kind(&self) -> Option<Kind> {
        [Kind::Submit, Kind::Complete]
            .into_iter()
            .find(|kind| self.offered.contains(kind))
    }

    /// The steps that may be changed; none means all of them.
    pub(crate) fn open_steps(&self) -> &[String] {
        if self.state == State::Supplementing {
            &self.open_steps
        } else {
            &[]
        }
    }
}
