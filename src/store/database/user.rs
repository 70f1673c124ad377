//! The people who log in: local accounts with a role, a unit and an argon2id password.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use rules::permission::Role;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::Semaphore;

use crate::database::db::Db;

/// Fewest characters in a password (NIST SP 800-63B asks for at least 8 and advises more).
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Most bytes in a password, so that hashing one has a bound.
pub const PASSWORD_BYTES_MAX: usize = 1024;

/// Passwords are hashed one at a time. Each takes 19 MiB and a whole core for some tens of
/// milliseconds, and the other core goes on answering people.
static HASHING: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(1)));

/// A user who may log in.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// What they type to log in.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they are here.
    pub role: Role,
    /// The id of their unit in the policy's tree, or empty.
    pub unit: String,
    /// The password's hash, as a PHC string.
    pub password: String,
    /// Rises when the password or the role changes; sessions of an earlier revision are over.
    pub revision: i64,
    /// Whether they may not log in any more.
    pub disabled: bool,
}

impl std::fmt::Debug for User {
    /// Names nobody: this may end up in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Person({:?})", self.role)
    }
}

/// Everybody who may log in, in memory.
#[derive(Clone, Debug, Default)]
pub struct Users {
    by_id: Arc<RwLock<HashMap<String, Arc<User>>>>,
}

impl Users {
    /// Reads them all.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn load(db: &Db) -> sqlx::Result<Self> {
        let people = Self::default();
        people.reload(db).await?;
        Ok(people)
    }

    /// Reads them all again, after another program changed them.
    ///
    /// # Errors
    /// When the database cannot be read; then everybody is as before.
    pub async fn reload(&self, db: &Db) -> sqlx::Result<()> {
        type Columns = (
            String,
            String,
            String,
            String,
            String,
            String,
            i64,
            Option<String>,
        );
        let rows: Vec<Columns> = sqlx::query_as(
            "SELECT id, name, email, role, unit, password, revision, disabled FROM person",
        )
        .fetch_all(db.readers())
        .await?;
        let by_id = rows
            .into_iter()
            .filter_map(
                |(id, name, email, role, unit, password, revision, disabled)| {
                    // A role that this program does not know gives no rights.
                    let role = Role::from_id(&role)?;
                    let disabled = disabled.is_some();
                    let person = User {
                        id: id.clone(),
                        name,
                        email,
                        role,
                        unit,
                        password,
                        revision,
                        disabled,
                    };
                    Some((id, Arc::new(person)))
                },
            )
            .collect();
        *self.by_id.write().unwrap_or_else(PoisonError::into_inner) = by_id;
        Ok(())
    }

    /// The person with this id, disabled or not.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Arc<User>> {
        self.by_id
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(id)
            .cloned()
    }

    /// Everybody who may log in, by id.
    #[must_use]
    pub fn enabled(&self) -> Vec<Arc<User>> {
        let by_id = self.by_id.read().unwrap_or_else(PoisonError::into_inner);
        let mut people: Vec<_> = by_id
            .values()
            .filter(|person| !person.disabled)
            .cloned()
            .collect();
        people.sort_by(|one, other| one.id.cmp(&other.id));
        people
    }

    /// The person whose password this is. Takes the same time whether the person exists or not.
    pub async fn log_in(&self, id: &str, password: String) -> Option<Arc<User>> {
        let person = self
            .get(&id.trim().to_lowercase())
            .filter(|person| !person.disabled);
        let kept = person
            .as_ref()
            .map_or_else(|| STRANGER.clone(), |person| person.password.clone());
        let fits = verify(kept, password).await;
        person.filter(|_| fits)
    }
}

/// The hash that is checked for people who do not exist.
static STRANGER: LazyLock<String> =
    LazyLock::new(|| digest("nobody has this password").unwrap_or_default());

/// Makes the hash for people who do not exist, so that the first of them does not take longer than
/// the others.
pub fn warm() {
    LazyLock::force(&STRANGER);
}

fn digest(password: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default()
        .hash_password(password.as_bytes())?
        .to_string())
}

async fn verify(kept: String, password: String) -> bool {
    if PASSWORD_BYTES_MAX < password.len() {
        return false;
    }
    let fits = in_turn(move || {
        PasswordHash::new(&kept).is_ok_and(|kept| {
            Argon2::default()
                .verify_password(password.as_bytes(), &kept)
                .is_ok()
        })
    });
    fits.await.unwrap_or(false)
}

/// The hash to keep of a new password.
///
/// # Errors
/// When the machine has no randomness or memory to give.
pub async fn hash_password(password: String) -> Result<String, String> {
    in_turn(move || digest(&password).map_err(|error| error.to_string())).await?
}

/// Runs what hashes when its turn comes. The turn lasts until the hashing is done, also when
/// the asker has gone.
async fn in_turn<T: Send + 'static>(
    hashing: impl FnOnce() -> T + Send + 'static,
) -> Result<T, String> {
    let turn = HASHING.clone().acquire_owned().await;
    let turn = turn.map_err(|error| error.to_string())?;
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        hashing()
    })
    .await
    .map_err(|error| error.to_string())
}

/// Writes a person, new or changed. Called by the writer.
pub(crate) async fn save(connection: &mut SqliteConnection, person: &User) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO person (id, name, email, role, unit, password, revision, disabled) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, \
         role = excluded.role, unit = excluded.unit, password = excluded.password, \
         revision = excluded.revision, disabled = excluded.disabled",
    )
    .bind(&person.id)
    .bind(&person.name)
    .bind(&person.email)
    .bind(person.role.id())
    .bind(&person.unit)
    .bind(&person.password)
    .bind(person.revision)
    .bind(person.disabled.then_some("ja"))
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests;
