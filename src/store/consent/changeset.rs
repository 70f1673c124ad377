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
use crate::consent::cache::{Consents, Document, Kept};
use crate::crypto::data_key::{Lock, Place};
use crate::database::writer::{
    Command, Event, Key, Letter, LinkChange, LockChange, NewCode, Note, Outcome, Put, Receipt,
    SignedText,
};
use crate::http::idempotency::{Request, respond};
use crate::http::problem::Problem;
use crate::kind::Kind;

/// What an event about something sealed says besides when, who and what.
#[derive(Clone, Debug, Default, Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Said {
    /// The user's name at the time, or empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub namn: String,
    /// In which role somebody without a login did it, or empty.
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

impl Said {
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
    lock: Lock,
    action: String,
    said: String,
    at: DateTime<Utc>,
    /// The new version; none takes the document away.
    next: Option<Next>,
    claim: Option<String>,
}

struct Next {
    kept: Box<dyn Any + Send + Sync>,
    body: String,
    owner: String,
    state: String,
    keep: fn(&Consents, &dyn Any),
}

/// The changes of one decision.
pub struct Stage<'a> {
    state: &'a State,
    now: DateTime<Utc>,
    actor: String,
    entries: Vec<Entry>,
    command: Command,
    spent: Vec<LinkChange>,
    revoked: Vec<LinkChange>,
    issued: Vec<LinkChange>,
}

impl<'a> Stage<'a> {
    /// Begins. `actor` is a user's id, or a word for somebody without a login; it stands in the
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
    pub fn doing(&self, kind: Kind, id: &str) -> Option<(DateTime<Utc>, String, Said)> {
        let entry = self.entry(kind, id)?;
        let said = serde_json::from_str(&entry.said).unwrap_or_default();
        Some((entry.at, entry.action.clone(), said))
    }

    /// A document as it will be.
    #[must_use]
    pub fn get<T: Document>(&self, id: &str) -> Option<Arc<Kept<T>>> {
        if let Some(entry) = self.entry(T::KIND, id) {
            let next = entry.next.as_ref()?;
            return next.kept.downcast_ref::<Arc<Kept<T>>>().cloned();
        }
        T::shelf(&self.state.consents).get(id)
    }

    /// Those that `wanted` takes, as they will be.
    pub fn find<T: Document>(&self, wanted: impl Fn(&T) -> bool) -> Vec<Arc<Kept<T>>> {
        T::shelf(&self.state.consents)
            .find(&wanted)
            .into_iter()
            .filter_map(|kept| self.get::<T>(kept.value.id()))
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
    pub fn shown_on(&self, consent: &Consent) -> Vec<Arc<Kept<Publication>>> {
        let leaning = self.leaning_on(consent);
        self.find::<Publication>(|publication| publication.leans_on(&leaning))
    }

    /// The pictures that the consent answers for, each with where it is shown. One that another
    /// counts instead of answers for none.
    pub async fn pictures(&self, consent: &Consent) -> Vec<ShownPicture> {
        let Some(subject) = consent.subject.as_deref() else {
            return Vec::new();
        };
        if consent.state == Life::Replaced {
            return Vec::new();
        }
        let register = self.state.register.now().await;
        let shown = self.shown_on(consent);
        ShownPicture::all(
            subject,
            &self.leaning_on(consent),
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
    pub fn put<T: Document>(&mut self, value: T, action: &str, said: &Said) -> Result<(), Problem> {
        let id = value.id().to_owned();
        let place = self
            .entries
            .iter()
            .position(|entry| entry.kind == T::KIND && entry.id == id);
        let place = match place {
            Some(place) => place,
            None => self.begin::<T>(&id, action, said)?,
        };
        let entry = &mut self.entries[place];
        let version = entry.expected + 1;
        let text = serde_json::to_string(&value).map_err(Problem::broken)?;
        let body = entry
            .lock
            .seal(Place::Document(T::KIND, &id, version), &text);
        let (owner, state) = (value.owner().to_owned(), value.state().to_owned());
        let kept = Arc::new(Kept {
            value,
            version,
            changed: entry.at,
            lock: entry.lock.clone(),
        });
        entry.next = Some(Next {
            kept: Box::new(kept),
            body,
            owner,
            state,
            keep: |consents, kept| {
                if let Some(kept) = kept.downcast_ref::<Arc<Kept<T>>>() {
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
        said: &Said,
    ) -> Result<usize, Problem> {
        let before = T::shelf(&self.state.consents).get(id);
        let (expected, lock, at) = match before {
            Some(kept) => (kept.version, kept.lock.clone(), self.now.max(kept.changed)),
            None => {
                let (lock, key) = self.state.seals.new_lock(id);
                self.command.locks.push(LockChange::Make {
                    id: id.to_owned(),
                    key,
                });
                (0, lock, self.now)
            }
        };
        self.entries.push(Entry {
            kind: T::KIND,
            id: id.to_owned(),
            expected,
            lock,
            action: action.to_owned(),
            said: serde_json::to_string(said).map_err(Problem::broken)?,
            at,
            next: None,
            claim: None,
        });
        Ok(self.entries.len() - 1)
    }

    /// What no other document of the kind may claim as well. The text is hashed with a key.
    pub fn claim(&mut self, kind: Kind, id: &str, text: &str) {
        let claim = self.state.seals.look_up(kind.word(), text);
        for entry in &mut self.entries {
            if entry.kind == kind && entry.id == id {
                entry.claim = Some(claim.clone());
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
        let place = self.begin::<T>(id, action, &Said::default())?;
        open.clone_into(&mut self.entries[place].said);
        self.command
            .locks
            .push(LockChange::Destroy { id: id.to_owned() });
        Ok(())
    }

    /// Notes that something happened to a document that stays as it is, such as that somebody
    /// looked at it.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn note<T: Document>(
        &mut self,
        kept: &Kept<T>,
        action: &str,
        said: &Said,
    ) -> Result<(), Problem> {
        let id = kept.value.id();
        let text = serde_json::to_string(said).map_err(Problem::broken)?;
        let place = Place::Event(T::KIND, id, kept.version, action);
        self.command.notes.push(Note {
            kind: T::KIND,
            id: id.to_owned(),
            version: kept.version,
            event: Event {
                at: self.now.max(kept.changed),
                actor: self.actor.clone(),
                action: action.to_owned(),
                body: kept.lock.seal(place, &text),
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
    /// answer is kept and given again to whoever sends the same once more; with a lock, sealed.
    ///
    /// # Errors
    /// What the writer says.
    pub async fn commit(
        mut self,
        receipt: Option<(&Key, &Receipt, Option<&Lock>)>,
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
        command.receipt = receipt.map(|(key, receipt, lock)| {
            let body = lock.map_or_else(
                || receipt.body.clone(),
                |lock| sealed_body(key, receipt, lock),
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
            Outcome::Claimed => Err(Problem::AlreadyThere),
            Outcome::Wrong => Err(Problem::WrongCode),
            Outcome::Stale => {
                // Somebody else was first; what is here is brought up to what is there.
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
                let place = Place::Event(entry.kind, &entry.id, version, &entry.action);
                entry.lock.seal(place, &entry.said)
            }
            None => entry.said.clone(),
        };
        Put {
            kind: entry.kind,
            id: entry.id.clone(),
            expected: entry.expected,
            owner: next.map_or(String::new(), |next| next.owner.clone()),
            party: String::new(),
            state: next.map_or(String::new(), |next| next.state.clone()),
            claim: entry.claim.clone(),
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
fn sealed_body(key: &Key, receipt: &Receipt, lock: &Lock) -> String {
    let place = Place::Receipt(&key.actor, &key.name);
    [lock.id(), "\n", &lock.seal(place, &receipt.body)].concat()
}

impl Request {
    /// Carries out what was decided about something sealed and answers with the receipt, or with
    /// the one given before. The receipt is sealed with the lock of the document with this id.
    pub(crate) async fn commit<T: Document>(
        &self,
        state: &State,
        stage: Stage<'_>,
        receipt: Receipt,
        id: &str,
    ) -> Result<Response, Problem> {
        let lock = stage.get::<T>(id).ok_or(Problem::NotFound)?.lock.clone();
        self.finish(state, stage, receipt, Some(&lock)).await
    }

    /// The same with a receipt that says nothing about anybody.
    pub(crate) async fn commit_open(
        &self,
        state: &State,
        stage: Stage<'_>,
        receipt: Receipt,
    ) -> Result<Response, Problem> {
        self.finish(state, stage, receipt, None).await
    }

    async fn finish(
        &self,
        state: &State,
        stage: Stage<'_>,
        receipt: Receipt,
        lock: Option<&Lock>,
    ) -> Result<Response, Problem> {
        let done = stage.commit(Some((&self.key, &receipt, lock))).await;
        let done = done.map(|before| respond(before.unwrap_or(receipt)));
        self.settle(state, done).await
    }
}
