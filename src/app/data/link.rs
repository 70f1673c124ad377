//! The personal link that this browser has opened, and what its holder sees.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::consent::scope::{Channel, Occasion};
use rules::consent::view::View;
use rules::form::Form;
use rules::form::draft::{Draft, DraftJson};
use rules::problem::ProblemId;
use rules::publication::log::Progress;
use rules::publication::shown::ShownPicture;
use rules::value::proof::Proof;
use rules::value::wire;
use serde::{Deserialize, Serialize};

use crate::platform::api::{ApiError, Call};
use crate::platform::idempotency;

/// Where the link is in the store.
const PATH: &str = "/api/lank";

/// What the holder is to do.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum Task {
    /// Fill in the form.
    #[serde(rename = "utkast")]
    FillIn,
    /// Read what another party has filled in, and sign or say no.
    #[serde(rename = "signera")]
    Sign,
    /// See how it stands.
    #[serde(rename = "status")]
    Look,
    /// Say whether what staff have told of is right.
    #[serde(rename = "invandning")]
    Doubt,
}

/// Whether and how the holder has shown who they are.
#[derive(Clone, Deserialize)]
pub(crate) struct Identified {
    /// Whether a code is asked for before anything is seen.
    #[serde(rename = "kravs")]
    pub(crate) is_required: bool,
    /// Where a code goes, all but hidden.
    #[serde(rename = "kod_till")]
    pub(crate) code_to: Option<String>,
    /// How it was done, if it was.
    #[serde(rename = "hur")]
    pub(crate) how: Option<Proof>,
}

/// What is asked.
#[derive(Clone, Deserialize)]
pub(crate) struct Asked {
    /// Which pictures.
    #[serde(rename = "tillfalle")]
    pub(crate) occasion: Occasion,
    /// Where they may come to be shown.
    #[serde(rename = "kanaler")]
    pub(crate) channels: Vec<Channel>,
    /// The last day to answer.
    #[serde(rename = "till", deserialize_with = "wire::day")]
    pub(crate) until: NaiveDate,
}

/// Who it is about.
#[derive(Clone, Deserialize)]
pub(crate) struct PersonName {
    #[serde(rename = "namn")]
    pub(crate) name: String,
}

/// What the holder sees.
#[derive(Clone, Deserialize)]
pub(crate) struct LinkView {
    /// What there is to do.
    #[serde(rename = "steg")]
    pub(crate) task: Task,
    /// The version that the next change must name.
    pub(crate) version: u64,
    /// The form's id.
    #[serde(rename = "blankett")]
    pub(crate) form: String,
    /// The id of the unit that asks.
    #[serde(rename = "enhet")]
    pub(crate) unit_id: String,
    /// What is asked, where it was a question to several.
    #[serde(rename = "fraga")]
    pub(crate) asked: Option<Asked>,
    #[serde(rename = "utkast")]
    draft: Option<DraftJson>,
    /// How it stands, from the first signature.
    #[serde(rename = "samtycke")]
    pub(crate) consent: Option<View>,
    /// Who it is about, for those who have shown who they are.
    #[serde(rename = "individ")]
    pub(crate) person: Option<PersonName>,
    /// How the holder is known.
    #[serde(rename = "legitimering")]
    pub(crate) identified: Identified,
    /// The text that is signed.
    #[serde(rename = "textversion")]
    pub(crate) text_version: String,
    /// What the next who signs repeats, so that everybody signs the same answers.
    #[serde(rename = "svar")]
    pub(crate) answers: Option<String>,
    /// How far the pictures have been taken down, after a withdrawal.
    #[serde(rename = "publiceringar")]
    pub(crate) progress: Option<Progress>,
    /// How many pictures are published.
    #[serde(rename = "antal_bilder")]
    pub(crate) picture_count: usize,
    /// Which, for those who have shown who they are.
    #[serde(default, rename = "bilder")]
    pub(crate) pictures: Vec<ShownPicture>,
    /// The commands that may be given now.
    #[serde(rename = "far")]
    pub(crate) offered: Vec<String>,
    /// A new personal link, told once.
    #[serde(default, rename = "lank")]
    pub(crate) new_link: Option<String>,
}

impl LinkView {
    /// What is written, when it is in `form`.
    pub(crate) fn draft(&self, form: &'static Form) -> Option<Draft> {
        self.draft.clone()?.read(form).ok()
    }

    /// Whether the command may be given now.
    pub(crate) fn offers(&self, command: &str) -> bool {
        self.offered.iter().any(|offered| offered == command)
    }

    /// The page for what there is to do. `first` is the first step of the form.
    pub(crate) fn page(&self, first: impl FnOnce() -> String) -> String {
        match self.task {
            Task::FillIn => first(),
            Task::Sign => "/samtycke/signera".to_owned(),
            Task::Look => "/samtycke/status".to_owned(),
            Task::Doubt => "/samtycke/stammer-det".to_owned(),
        }
    }
}

/// Whether the trouble is that the link leads nowhere, or that none has been opened.
pub(crate) fn is_over(error: &ApiError) -> bool {
    matches!(
        error,
        ApiError::LoggedOut | ApiError::Refused(ProblemId::LinkOver)
    )
}

#[derive(Serialize)]
struct Key<'a> {
    nyckel: &'a str,
}

#[derive(Serialize)]
struct CodeTo {
    #[serde(skip_serializing_if = "Option::is_none")]
    epost: Option<String>,
}

#[derive(Serialize)]
struct CodeBack {
    kod: String,
}

/// The link of the page.
#[derive(Clone, Copy)]
pub(crate) struct Link {
    /// The newest personal link, as long as the page lives.
    own: RwSignal<Option<String>>,
    /// The one-time code.
    pub(crate) code: Code,
}

impl Link {
    /// No link yet.
    pub(crate) fn new() -> Self {
        Self {
            own: RwSignal::new(None),
            code: Code::new(),
        }
    }

    /// The link of the page.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// The newest personal link, if it was made while this page was open. Tracked.
    pub(crate) fn own(&self) -> Option<String> {
        self.own.get()
    }

    /// Remembers the new personal link, if the answer holds one.
    fn take(self, view: &LinkView) {
        if let Some(link) = &view.new_link {
            self.own.set(Some(link.clone()));
        }
    }

    /// Opens a link by its key, in the place of the one that this browser had opened.
    pub(crate) async fn open(self, key: &str) -> Result<LinkView, ApiError> {
        let reply = Call::post(PATH)
            .json(&Key { nyckel: key })
            .read::<LinkView>()
            .await?;
        self.own.set(None);
        self.code.forget();
        self.take(&reply.body);
        Ok(reply.body)
    }

    /// Reads the link's present state from the store.
    pub(crate) async fn read(self) -> Result<LinkView, ApiError> {
        Ok(Call::get(PATH).read::<LinkView>().await?.body)
    }

    /// Reads the store's answer to what this page has just sent; nothing when it is no link's state.
    pub(crate) fn read_answer(self, answer: &str) -> Option<LinkView> {
        let view = serde_json::from_str::<LinkView>(answer).ok()?;
        self.take(&view);
        Some(view)
    }

    /// Gives a command; `body` is its JSON.
    pub(crate) async fn send_command(
        self,
        version: u64,
        key: &str,
        body: String,
    ) -> Result<LinkView, ApiError> {
        let reply = Call::post("/api/lank/kommando")
            .text(body)
            .if_version(version)
            .key(key)
            .read::<LinkView>()
            .await?;
        self.take(&reply.body);
        Ok(reply.body)
    }
}

/// A one-time code: where it was sent, what was typed, and how that went.
#[derive(Clone, Copy)]
pub(crate) struct Code {
    /// What is typed.
    pub(crate) typed: RwSignal<String>,
    /// What to do about it.
    pub(crate) wrong: RwSignal<Option<String>>,
    /// The address that the last code was sent to; empty for the one on file.
    sent_to: RwSignal<Option<String>>,
    /// The address that has been proven.
    proven: RwSignal<Option<String>>,
    /// How many codes have been asked for.
    pub(crate) sent: RwSignal<u32>,
}

impl Code {
    fn new() -> Self {
        Self {
            typed: RwSignal::new(String::new()),
            wrong: RwSignal::new(None),
            sent_to: RwSignal::new(None),
            proven: RwSignal::new(None),
            sent: RwSignal::new(0),
        }
    }

    fn forget(self) {
        self.typed.set(String::new());
        self.wrong.set(None);
        self.sent_to.set(None);
        self.proven.set(None);
        self.sent.set(0);
    }

    /// Whether the address has been proven.
    pub(crate) fn has_proven(&self, address: &str) -> bool {
        self.proven
            .with_untracked(|proven| proven.as_deref() == Some(address))
    }

    /// Sends a code, unless the last one went to the same address. Empty means the one on file.
    pub(crate) fn send_once(self, address: &str) {
        let is_sent = self
            .sent_to
            .with_untracked(|sent| sent.as_deref() == Some(address));
        if !is_sent {
            self.send(address.to_owned());
        }
    }

    /// Sends a code.
    pub(crate) fn send(self, address: String) {
        self.sent_to.set(Some(address.clone()));
        self.typed.set(String::new());
        self.wrong.set(None);
        spawn_local(async move {
            let epost = (!address.is_empty()).then_some(address);
            let body = CodeTo { epost };
            let ask = || Call::post("/api/lank/kod").json(&body).done();
            let ended = match ask().await {
                // Another party did something at the same moment.
                Err(ApiError::Stale) => ask().await,
                ended => ended,
            };
            match ended {
                Ok(()) => self.sent.update(|sent| *sent += 1),
                Err(error) => {
                    self.sent_to.set(None);
                    self.wrong.set(Some(error.sentence().to_owned()));
                }
            }
        });
    }

    /// Tries what was typed. What is wrong with it is told beside it.
    pub(crate) async fn prove(self) -> Option<LinkView> {
        let typed: String = self
            .typed
            .get_untracked()
            .chars()
            .filter(|sign| !sign.is_whitespace() && *sign != '-')
            .collect();
        if typed.is_empty() {
            self.wrong
                .set(Some("Fyll i koden som vi har skickat till dig.".to_owned()));
            return None;
        }
        let ended = Call::post("/api/lank/legitimera")
            .json(&CodeBack { kod: typed })
            .read::<LinkView>()
            .await;
        match ended {
            Ok(reply) => {
                self.wrong.set(None);
                self.proven.set(self.sent_to.get_untracked());
                Some(reply.body)
            }
            Err(error) => {
                let sentence = match &error {
                    ApiError::Refused(ProblemId::WrongCode) => {
                        "Titta på koden igen. Stämmer den inte kan du be om en ny."
                    }
                    other => other.sentence(),
                };
                self.wrong.set(Some(sentence.to_owned()));
                None
            }
        }
    }
}

/// A key for a command that may be tried again.
pub(crate) fn command_key() -> String {
    idempotency::random_key()
}
