//! What is kept sealed, as it is in memory: people on pictures, their consents, what asks for them
//! and what was published.
//!
//! On disk there is only what is sealed and what it is looked up by. Everything is opened once at
//! the start, since nobody can search in what is sealed, and kept up with what is written. It is
//! never written anywhere else.

pub mod callback;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Utc};
use rules::consent::answers::SubjectDetails;
use rules::consent::request::ConsentRequest;
use rules::consent::roster::Member;
use rules::consent::state::Consent;
use rules::consent::subject::Subject;
use rules::publication::log::Publication;
use serde::Serialize;
use serde::de::DeserializeOwned;

use self::callback::Callback;
use crate::crypto::data_key::{Context, DataKey};
use crate::crypto::keyring::Keyring;
use crate::database::db::Db;
use crate::database::numbers::Numbers;
use crate::kind::Kind;

/// A kind of document that is sealed.
pub trait Document: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its kind.
    const KIND: Kind;
    /// Its id.
    fn id(&self) -> &str;
    /// The user it belongs to, which stands in the open, or empty.
    fn owner(&self) -> &str;
    /// The word of its state, which stands in the open, or empty.
    fn state(&self) -> &str;
    /// Where those of its kind are.
    fn shelf(consents: &Consents) -> &Shelf<Self>;
}

impl Document for ConsentRequest {
    const KIND: Kind = Kind::Request;

    fn id(&self) -> &str {
        &self.id
    }

    fn owner(&self) -> &str {
        &self.created_by
    }

    fn state(&self) -> &str {
        ""
    }

    fn shelf(consents: &Consents) -> &Shelf<Self> {
        &consents.inner.requests
    }
}

impl Document for Consent {
    const KIND: Kind = Kind::Consent;

    fn id(&self) -> &str {
        &self.id
    }

    fn owner(&self) -> &str {
        &self.created_by
    }

    fn state(&self) -> &str {
        self.state.id()
    }

    fn shelf(consents: &Consents) -> &Shelf<Self> {
        &consents.inner.consents
    }
}

impl Document for Subject {
    const KIND: Kind = Kind::Subject;

    fn id(&self) -> &str {
        &self.id
    }

    fn owner(&self) -> &str {
        ""
    }

    fn state(&self) -> &str {
        ""
    }

    fn shelf(consents: &Consents) -> &Shelf<Self> {
        &consents.inner.subjects
    }
}

impl Document for Member {
    const KIND: Kind = Kind::Member;

    fn id(&self) -> &str {
        &self.id
    }

    fn owner(&self) -> &str {
        &self.written_by
    }

    fn state(&self) -> &str {
        ""
    }

    fn shelf(consents: &Consents) -> &Shelf<Self> {
        &consents.inner.members
    }
}

impl Document for Publication {
    const KIND: Kind = Kind::Publication;

    fn id(&self) -> &str {
        &self.id
    }

    fn owner(&self) -> &str {
        &self.by
    }

    fn state(&self) -> &str {
        ""
    }

    fn shelf(consents: &Consents) -> &Shelf<Self> {
        &consents.inner.publications
    }
}

/// A document that has been opened.
#[derive(Clone, Debug)]
pub struct Revision<T> {
    /// What it says.
    pub value: T,
    /// Its version.
    pub version: i64,
    /// When it was changed last.
    pub changed: DateTime<Utc>,
    /// What it is sealed with.
    pub data_key: DataKey,
}

/// All documents of one kind, by id.
pub struct Shelf<T> {
    by_id: RwLock<BTreeMap<String, Arc<Revision<T>>>>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            by_id: RwLock::default(),
        }
    }
}

impl<T: Document> Shelf<T> {
    /// The document with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Arc<Revision<T>>> {
        self.look(|by_id| by_id.get(id).cloned())
    }

    /// Those that `wanted` takes, in the order they were made.
    pub fn find(&self, wanted: impl Fn(&T) -> bool) -> Vec<Arc<Revision<T>>> {
        self.look(|by_id| {
            by_id
                .values()
                .filter(|kept| wanted(&kept.value))
                .cloned()
                .collect()
        })
    }

    fn look<R>(&self, with: impl FnOnce(&BTreeMap<String, Arc<Revision<T>>>) -> R) -> R {
        with(&self.by_id.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes in a version, unless a later one is there already.
    fn put(&self, kept: Arc<Revision<T>>) {
        let mut by_id = self.by_id.write().unwrap_or_else(PoisonError::into_inner);
        let place = by_id
            .entry(kept.value.id().to_owned())
            .or_insert_with(|| kept.clone());
        if place.version < kept.version {
            *place = kept;
        }
    }

    fn take_away(&self, id: &str) {
        let mut by_id = self.by_id.write().unwrap_or_else(PoisonError::into_inner);
        by_id.remove(id);
    }
}

/// Everything that is sealed, opened. Copies share it.
#[derive(Clone)]
pub struct Consents {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    keyring: Keyring,
    requests: Shelf<ConsentRequest>,
    consents: Shelf<Consent>,
    subjects: Shelf<Subject>,
    members: Shelf<Member>,
    publications: Shelf<Publication>,
    callbacks: Shelf<Callback>,
    /// What tells people from each other, with their id.
    claims: RwLock<HashMap<String, String>>,
}

impl fmt::Debug for Consents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Consents")
    }
}

/// A row of a sealed document.
type Sealed = (String, String, i64, String, String, Option<String>);

/// The kinds of document that are sealed.
const SEALED: [Kind; 6] = [
    Kind::Request,
    Kind::Consent,
    Kind::Subject,
    Kind::Member,
    Kind::Publication,
    Kind::Callback,
];

const SELECT: &str = "SELECT document.kind, document.id, version, changed, body, lock.key \
     FROM document LEFT JOIN lock ON lock.id = document.id";

impl Consents {
    /// Opens everything that is sealed in `db`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn load(db: &Db, keyring: &Keyring) -> sqlx::Result<Self> {
        let consents = Self {
            inner: Arc::new(Inner {
                db: db.clone(),
                keyring: keyring.clone(),
                requests: Shelf::default(),
                consents: Shelf::default(),
                subjects: Shelf::default(),
                members: Shelf::default(),
                publications: Shelf::default(),
                callbacks: Shelf::default(),
                claims: RwLock::default(),
            }),
        };
        // By kind, for which there is an index: among ten thousand accounts few rows are sealed.
        let kinds = SEALED
            .map(|kind| ["'", kind.word(), "'"].concat())
            .join(", ");
        let sql = [SELECT, " WHERE document.kind IN (", &kinds, ")"].concat();
        let rows: Vec<Sealed> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .fetch_all(db.readers())
            .await?;
        for row in rows {
            consents.take_in(&row);
        }
        Ok(consents)
    }

    /// Numbers that go on after those that have been given.
    #[must_use]
    pub fn numbers(&self) -> Numbers {
        let all = self.consents().find(|consent| consent.number.is_some());
        let given = all.iter().filter_map(|kept| kept.value.number.as_deref());
        Numbers::after("SA", given)
    }

    /// The requests.
    #[must_use]
    pub fn requests(&self) -> &Shelf<ConsentRequest> {
        &self.inner.requests
    }

    /// The consents.
    #[must_use]
    pub fn consents(&self) -> &Shelf<Consent> {
        &self.inner.consents
    }

    /// The people on pictures.
    #[must_use]
    pub fn subjects(&self) -> &Shelf<Subject> {
        &self.inner.subjects
    }

    /// The units' lists.
    #[must_use]
    pub fn members(&self) -> &Shelf<Member> {
        &self.inner.members
    }

    /// What was published.
    #[must_use]
    pub fn publications(&self) -> &Shelf<Publication> {
        &self.inner.publications
    }

    /// What staff are to call back about.
    #[must_use]
    pub fn callbacks(&self) -> &Shelf<Callback> {
        &self.inner.callbacks
    }

    /// The person that is told from others by one of the same things.
    #[must_use]
    pub fn known(&self, person: &SubjectDetails) -> Option<Arc<Revision<Subject>>> {
        let claims = self
            .inner
            .claims
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let id = person
            .claims()
            .iter()
            .find_map(|unique_key| claims.get(unique_key))?;
        self.subjects().get(id)
    }

    /// The consents of a person, the newest last.
    #[must_use]
    pub fn of_subject(&self, id: &str) -> Vec<Arc<Revision<Consent>>> {
        self.consents()
            .find(|consent| consent.subject.as_deref() == Some(id))
    }

    /// Takes in what has been written to documents by others than this program's handlers, or by a
    /// handler that was gone before it could tell.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn refresh(&self, ids: &[(String, String)]) -> sqlx::Result<()> {
        for (kind, id) in ids {
            let sql = [SELECT, " WHERE document.kind = $1 AND document.id = $2"].concat();
            let row: Option<Sealed> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
                .bind(kind)
                .bind(id)
                .fetch_optional(self.inner.db.readers())
                .await?;
            match row {
                Some(row) => self.take_in(&row),
                None => self.forget(kind, id),
            }
        }
        Ok(())
    }

    /// The sealed documents that events after number `seq` are about.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn changed_since(&self, seq: i64) -> sqlx::Result<Vec<(String, String)>> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("SELECT DISTINCT kind, id FROM event WHERE $1 < seq")
                .bind(seq)
                .fetch_all(self.inner.db.readers())
                .await?;
        let sealed = |kind: &str| SEALED.iter().any(|sealed| sealed.word() == kind);
        Ok(rows.into_iter().filter(|(kind, _)| sealed(kind)).collect())
    }

    fn take_in(&self, row: &Sealed) {
        let taken = match row.0.as_str() {
            word if word == Kind::Request.word() => self.open::<ConsentRequest>(row),
            word if word == Kind::Consent.word() => self.open::<Consent>(row),
            word if word == Kind::Subject.word() => self.open::<Subject>(row),
            word if word == Kind::Member.word() => self.open::<Member>(row),
            word if word == Kind::Publication.word() => self.open::<Publication>(row),
            word if word == Kind::Callback.word() => self.open::<Callback>(row),
            _ => return,
        };
        if taken.is_none() {
            tracing::error!(kind = row.0, id = row.1, "a sealed document does not open");
        }
    }

    fn open<T: Document>(&self, (_, id, version, changed, body, key): &Sealed) -> Option<()> {
        let data_key = self.inner.keyring.open_data_key(id, key.as_deref()?).ok()?;
        let text = data_key
            .open(Context::Document(T::KIND, id, *version), body)
            .ok()?;
        let kept = Revision {
            value: serde_json::from_str(&text).ok()?,
            version: *version,
            changed: changed.parse().ok()?,
            data_key,
        };
        self.keep::<T>(Arc::new(kept));
        Some(())
    }

    pub(super) fn keep<T: Document>(&self, kept: Arc<Revision<T>>) {
        let any: &dyn std::any::Any = &kept.value;
        if let Some(subject) = any.downcast_ref::<Subject>() {
            let mut claims = self
                .inner
                .claims
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            for unique_key in subject.person.claims() {
                claims.insert(unique_key, subject.id.clone());
            }
        }
        T::shelf(self).put(kept);
    }

    pub(super) fn forget(&self, kind: &str, id: &str) {
        match kind {
            word if word == Kind::Request.word() => self.inner.requests.take_away(id),
            word if word == Kind::Consent.word() => self.inner.consents.take_away(id),
            word if word == Kind::Member.word() => self.inner.members.take_away(id),
            word if word == Kind::Publication.word() => self.inner.publications.take_away(id),
            word if word == Kind::Callback.word() => self.inner.callbacks.take_away(id),
            word if word == Kind::Subject.word() => {
                self.inner.subjects.take_away(id);
                self.inner
                    .claims
                    .write()
                    .unwrap_or_else(PoisonError::into_inner)
                    .retain(|_, subject| subject != id);
            }
            _ => {}
        }
    }
}
