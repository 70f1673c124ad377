//! One decision's changes being put together, sealed and handed to the writer.

use std::any::Any;
use std::collections::BTreeSet;
use std::sync::Arc;

use axum::response::Response;
use chrono::{DateTime, Utc};
use rules::consent::state::{Consent, State as Life};
use rules::permission::Actor;
use rules::publication::log::Publication;
use rules::publication::shown::ShownPicture;
use serde::Serialize;

use crate::State;
use crate::consent::cache::{Consents, Document, Revision};
use crate::crypto::data_key::{Context, DataKey};
use crate::database::writer::{
    Command, DataKeyChange, Event, Key, Letter, LinkChange, NewCode, Note, Outcome, Put, Receipt,
    SignedText,
};
use crate::http::idempotency::{IdempotentRequest, respond};
use crate::http::problem::Problem;
use crate::kind::Kind;

/// What an event about something sealed says besides when, who and what.
#[derive(Clone, Debug, Default, Serialize, serde::Deserialize)]
#[serde(default)]
pub struct EventDetails {
    /// The user's name at the time, or empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub namn: String,
    /// In which role a person without a login did it, or empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub roll: String,
    /// How they were identified, or empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hur: String,
    /// The version of the text that was signed, or empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub textversion: String,
    /// A word that says why or what, or empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub orsak: String,
}

impl EventDetails {
    /// That a user did it.
    #[must_use]
    pub fn by(actor: &Actor) -> Self {
        Self {
            namn: actor.name.clone(),
            ..Self::default()
        }
    }
}

/// A document on its way to a new version.
struct Entry {
    kind: Kind,
    id: String,
    expected: i64,
    data_key: DataKey,
    action: String,
    details: String,
    at: DateTime<Utc>,
    /// The new version; none takes the document away.
    next: Option<Next>,
    unique_key: Option<String>,
}

struct Next {
    kept: Box<dyn Any + Send + Sync>,
    body: String,
    owner: String,
    state: String,
    keep: fn(&Consents, &dyn Any),
}

/// The changes of one decision.
pub struct Changeset<'a> {
    state: &'a State,
    now: DateTime<Utc>,
    actor: String,
    entries: Vec<Entry>,
    command: Command,
    spent: Vec<LinkChange>,
    revoked: Vec<LinkChange>,
    issued: Vec<LinkChange>,
}

impl<'a> Changeset<'a> {
    /// Begins. `actor` is a user's id, or a word for a person without a login; it stands in the
    /// open.
    #[must_use]
    pub fn new(state: &'a State, actor: &str) -> Self {
        Self {
            state,
            now: state.clock.now(),
            actor: actor.to_owned(),
            entries: Vec::new(),
            command: Command::default(),
            spent: Vec::new(),
            revoked: Vec::new(),
            issued: Vec::new(),
        }
    }

    /// The time of everything that is changed.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Who makes it: a user's id, or a word.
    #[must_use]
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// What it is made on.
    #[must_use]
    pub fn state(&self) -> &'a State {
        self.state
    }

    /// When and what is being done to a document, and what its event will say.
    #[must_use]
    pub fn doing(&self, kind: Kind, id: &str) -> Option<(DateTime<Utc>, String, EventDetails)> {
        let entry = self.entry(kind, id)?;
        let details = serde_json::from_str(&entry.details).unwrap_or_default();
        Some((entry.at, entry.action.clone(), details))
    }

    /// A document as it will be.
    #[must_use]
    pub fn get<T: Document>(&self, id: &str) -> Option<Arc<Revision<T>>> {
        if let Some(entry) = self.entry(T::KIND, id) {
            let next = entry.next.as_ref()?;
            return next.kept.downcast_ref::<Arc<Revision<T>>>().cloned();
        }
        T::shelf(&self.state.consents).get(id)
    }

    /// Those that `wanted` takes, as they will be.
    pub fn find<T: Document>(&self, wanted: impl Fn(&T) -> bool) -> Vec<Arc<Revision<T>>> {
        let shelf = T::shelf(&self.state.consents);
        let changed = self.entries.iter().filter(|entry| entry.kind == T::KIND);
        // What is new, or was not wanted as it is.
        let turned =
            changed.filter(|entry| shelf.get(&entry.id).is_none_or(|kept| !wanted(&kept.value)));
        shelf
            .find(&wanted)
            .into_iter()
            .filter_map(|kept| self.get::<T>(kept.value.id()))
            .chain(turned.filter_map(|entry| self.get::<T>(&entry.id)))
            .filter(|kept| wanted(&kept.value))
            .collect()
    }

    /// The ids of the consent and of those it stands for: what was published on them is its to answer
    /// for.
    #[must_use]
    pub fn leaning_on(&self, consent: &Consent) -> BTreeSet<String> {
        let theirs = self.find::<Consent>(|other| consent.stands_for(other));
        let ids = theirs.iter().map(|kept| kept.value.id.clone());
        ids.chain([consent.id.clone()]).collect()
    }

    /// What was published on the consent and on those it stands for.
    #[must_use]
    pub fn shown_on(&self, consent: &Consent) -> Vec<Arc<Revision<Publication>>> {
        let leaning = self.leaning_on(consent);
        self.find::<Publication>(|publication| publication.leans_on(&leaning))
    }

    /// The pictures that the consent answers for, each with where it is shown: those that were
    /// published on one of `leaning`. One that another counts instead of answers for none.
    pub async fn pictures(
        &self,
        consent: &Consent,
        leaning: &BTreeSet<String>,
    ) -> Vec<ShownPicture> {
        let Some(subject) = consent.subject.as_deref() else {
            return Vec::new();
        };
        if consent.state == Life::Replaced {
            return Vec::new();
        }
        let register = self.state.register.now().await;
        let shown = self.find::<Publication>(|publication| publication.leans_on(leaning));
        ShownPicture::all(
            subject,
            leaning,
            &consent.withdrawn_pictures,
            shown.iter().map(|kept| &kept.value),
            |account| {
                let row = register.index().row(account)?;
                Some([row.platform.label(), ", ", &row.handle].concat())
            },
        )
    }

    fn entry(&self, kind: Kind, id: &str) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| entry.kind == kind && entry.id == id)
    }

    /// Puts a new version of a document in place. A document that is changed twice is at the next
    /// version once, and its event is the first.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn put<T: Document>(
        &mut self,
        value: T,
        action: &str,
        details: &EventDetails,
    ) -> Result<(), Problem> {
        let id = value.id().to_owned();
        let place = self
            .entries
            .iter()
            .position(|entry| entry.kind == T::KIND && entry.id == id);
        let place = match place {
            Some(place) => place,
            None => self.begin::<T>(&id, action, details)?,
        };
        let entry = &mut self.entries[place];
        let version = entry.expected + 1;
        let text = serde_json::to_string(&value).map_err(Problem::broken)?;
        let body = entry
            .data_key
            .seal(Context::Document(T::KIND, &id, version), &text);
        let (owner, state) = (value.owner().to_owned(), value.state().to_owned());
        let kept = Arc::new(Revision {
            value,
            version,
            changed: entry.at,
            data_key: entry.data_key.clone(),
        });
        entry.next = Some(Next {
            kept: Box::new(kept),
            body,
            owner,
            state,
            keep: |consents, kept| {
                if let Some(kept) = kept.downcast_ref::<Arc<Revision<T>>>() {
                    consents.keep(kept.clone());
                }
            },
        });
        Ok(())
    }

    /// Begins an entry for a document that is there, or that will be new.
    fn begin<T: Document>(
        &mut self,
        id: &str,
        action: &str,
        details: &EventDetails,
    ) -> Result<usize, Problem> {
        let before = T::shelf(&self.state.consents).get(id);
        let (expected, data_key, at) = match before {
            Some(kept) => (
                kept.version,
                kept.data_key.clone(),
                self.now.max(kept.changed),
            ),
            None => {
                let (data_key, key) = self.state.keyring.new_data_key(id);
                self.command.data_keys.push(DataKeyChange::Make {
                    id: id.to_owned(),
                    key,
                });
                (0, data_key, self.now)
            }
        };
        self.entries.push(Entry {
            kind: T::KIND,
            id: id.to_owned(),
            expected,
            data_key,
            action: action.to_owned(),
            details: serde_json::to_string(details).map_err(Problem::broken)?,
            at,
            next: None,
            unique_key: None,
        });
        Ok(self.entries.len() - 1)
    }

    /// What no other document of the kind may claim as well. The text is hashed with a key.
    pub fn unique_key(&mut self, kind: Kind, id: &str, text: &str) {
        let unique_key = self.state.keyring.look_up(kind.word(), text);
        for entry in &mut self.entries {
            if entry.kind == kind && entry.id == id {
                entry.unique_key = Some(unique_key.clone());
            }
        }
    }

    /// Takes a document away and wipes its key. `open` is what its last event says, in the open.
    ///
    /// # Errors
    /// When there is no such document.
    pub fn destroy<T: Document>(
        &mut self,
        id: &str,
        action: &str,
        open: &str,
    ) -> Result<(), Problem> {
        self.entries
            .retain(|entry| entry.kind != T::KIND || entry.id != id);
        if T::shelf(&self.state.consents).get(id).is_none() {
            return Err(Problem::NotFound);
        }
        let place = self.begin::<T>(id, action, &EventDetails::default())?;
        open.clone_into(&mut self.entries[place].details);
        self.command
            .data_keys
            .push(DataKeyChange::Destroy { id: id.to_owned() });
        Ok(())
    }

    /// Notes that something happened to a document that stays as it is, such as that a user
    /// looked at it.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn note<T: Document>(
        &mut self,
        kept: &Revision<T>,
        action: &str,
        details: &EventDetails,
    ) -> Result<(), Problem> {
        let id = kept.value.id();
        let text = serde_json::to_string(details).map_err(Problem::broken)?;
        let place = Context::Event(T::KIND, id, kept.version, action);
        self.command.notes.push(Note {
            kind: T::KIND,
            id: id.to_owned(),
            version: kept.version,
            event: Event {
                at: self.now.max(kept.changed),
                actor: self.actor.clone(),
                action: action.to_owned(),
                body: kept.data_key.seal(place, &text),
            },
        });
        Ok(())
    }

    /// Adds a letter.
    pub fn letter(&mut self, letter: Letter) {
        self.command.letters.push(letter);
    }

    /// Whether the same letter to the same address is to be sent already.
    #[must_use]
    pub fn sends(&self, letter: &Letter) -> bool {
        self.command
            .letters
            .iter()
            .any(|other| other.recipient == letter.recipient && other.template == letter.template)
    }

    /// Whether a letter is to be sent.
    #[must_use]
    pub fn has_letters(&self) -> bool {
        !self.command.letters.is_empty()
    }

    /// Adds a one-time code.
    pub fn code(&mut self, code: NewCode) {
        self.command.codes.push(code);
    }

    /// Keeps a text that is signed.
    pub fn text(&mut self, text: SignedText) {
        self.command.texts.push(text);
    }

    /// Adds a change to links. Whatever order they come in, those that are used up come first and
    /// new ones last.
    pub fn link(&mut self, change: LinkChange) {
        match &change {
            LinkChange::Spend { .. } => self.spent.push(change),
            LinkChange::Revoke { .. } => self.revoked.push(change),
            LinkChange::Issue(_) => self.issued.push(change),
        }
    }

    /// Hands everything to the writer and, when it is on disk, takes it in here. With a key, the
    /// answer is kept and given again to a client that sends the same once more; with a lock, sealed.
    ///
    /// # Errors
    /// What the writer says.
    pub async fn commit(
        mut self,
        receipt: Option<(&Key, &Receipt, Option<&DataKey>)>,
    ) -> Result<Option<Receipt>, Problem> {
        let state = self.state;
        let ids: Vec<(String, String)> = self
            .entries
            .iter()
            .map(|entry| (entry.kind, &entry.id))
            .chain(self.command.notes.iter().map(|note| (note.kind, &note.id)))
            .map(|(kind, id)| (kind.word().to_owned(), id.clone()))
            .collect();
        let mut command = std::mem::take(&mut self.command);
        command.links = std::mem::take(&mut self.spent);
        command.links.append(&mut self.revoked);
        command.links.append(&mut self.issued);
        command.puts = self
            .entries
            .iter()
            .map(|entry| self.sealed(entry))
            .collect();
        command.receipt = receipt.map(|(key, receipt, data_key)| {
            let body = data_key.map_or_else(
                || receipt.body.clone(),
                |data_key| sealed_body(key, receipt, data_key),
            );
            let receipt = Receipt {
                body,
                ..receipt.clone()
            };
            (key.clone(), receipt)
        });
        match state.writer.command(command).await? {
            Outcome::Done => {
                for entry in &self.entries {
                    match &entry.next {
                        Some(next) => (next.keep)(&state.consents, &*next.kept),
                        None => state.consents.forget(entry.kind.word(), &entry.id),
                    }
                }
                Ok(None)
            }
            Outcome::Before(before) => match receipt {
                Some((key, ..)) => state.reopened(key, before).await.map(Some),
                None => Ok(Some(before)),
            },
            Outcome::KeyReused => Err(Problem::KeyReused),
            Outcome::LinkOver => Err(Problem::LinkOver),
            Outcome::NotUnique => Err(Problem::AlreadyThere),
            Outcome::Wrong => Err(Problem::WrongCode),
            Outcome::Stale => {
                // Another request was first; what is here is brought up to what is there.
                state.consents.refresh(&ids).await?;
                let version = self.entries.first().map_or(0, |entry| entry.expected + 1);
                Err(Problem::Stale(version))
            }
        }
    }

    /// A new version as the writer takes it: nothing about anybody can be read in it.
    fn sealed(&self, entry: &Entry) -> Put {
        let next = entry.next.as_ref();
        let version = entry.expected + 1;
        let body = match next {
            Some(_) => {
                let place = Context::Event(entry.kind, &entry.id, version, &entry.action);
                entry.data_key.seal(place, &entry.details)
            }
            None => entry.details.clone(),
        };
        Put {
            kind: entry.kind,
            id: entry.id.clone(),
            expected: entry.expected,
            owner: next.map_or(String::new(), |next| next.owner.clone()),
            party: String::new(),
            state: next.map_or(String::new(), |next| next.state.clone()),
            unique_key: entry.unique_key.clone(),
            body: next.map(|next| next.body.clone()),
            event: Event {
                at: entry.at,
                actor: self.actor.clone(),
                action: entry.action.clone(),
                body,
            },
        }
    }
}

/// An answer as it is kept: which lock, and the answer sealed with it.
fn sealed_body(key: &Key, receipt: &Receipt, data_key: &DataKey) -> String {
    let place = Context::Receipt(&key.actor, &key.name);
    [data_key.id(), "\n", &data_key.seal(place, &receipt.body)].concat()
}

impl IdempotentRequest {
    /// Carries out what was decided about something sealed and answers with the receipt, or with
    /// the one given before. The receipt is sealed with the lock of the document with this id.
    pub(crate) async fn commit<T: Document>(
        &self,
        state: &State,
        changeset: Changeset<'_>,
        receipt: Receipt,
        id: &str,
    ) -> Result<Response, Problem> {
        let data_key = changeset
            .get::<T>(id)
            .ok_or(Problem::NotFound)?
            .data_key
            .clone();
        self.finish(state, changeset, receipt, Some(&data_key))
            .await
    }

    /// The same with a receipt that says nothing about anybody.
    pub(crate) async fn commit_open(
        &self,
        state: &State,
        changeset: Changeset<'_>,
        receipt: Receipt,
    ) -> Result<Response, Problem> {
        self.finish(state, changeset, receipt, None).await
    }

    async fn finish(
        &self,
        state: &State,
        changeset: Changeset<'_>,
        receipt: Receipt,
        data_key: Option<&DataKey>,
    ) -> Result<Response, Problem> {
        let done = changeset
            .commit(Some((&self.key, &receipt, data_key)))
            .await;
        let done = done.map(|before| respond(before.unwrap_or(receipt)));
        self.replay_or(state, done).await
    }
}
