//! The tasks of the command line, besides serving and importing.

use std::io::{BufRead, Read};

use chrono::{DateTime, Utc};
use rules::permission::Role;
use sqlx::Connection;

use crate::audit::checkpoint;
use crate::cli::settings::{
    Backup, Checkpoint, Password, Shared, UserAdd, UserDisable, UserPasswd, UserTask, Verify,
};
use crate::clock::Clock;
use crate::crypto::keyring::Keyring;
use crate::database::db::Db;
use crate::database::user::{self, PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN, User};
use crate::database::writer::{Event, Writer, check_chain};
use crate::error::{TaskError, file_error};

/// Who an event names when a person at the command line did it.
pub const OPERATOR: &str = "drift";

/// Copies the database, then follows the copy's chain of events.
///
/// # Errors
/// When the database is refused, the copy exists or does not check out.
pub async fn back_up(task: Backup) -> Result<String, TaskError> {
    existing(&task.shared)?;
    let db = Db::open(task.shared.data()).await?;
    db.back_up(&task.file).await?;
    let copy = Db::open(&task.file).await?;
    match check_chain(&copy).await {
        Ok(events) => Ok(format!("{}: {events} events, checked", task.file.display())),
        Err(Some(seq)) => Err(TaskError::Message(format!(
            "the chain of events is broken at event {seq}"
        ))),
        Err(None) => Err(TaskError::Message("the copy cannot be read".to_owned())),
    }
}

/// Follows the chain of events in a database file, and compares it with its checkpoints.
///
/// # Errors
/// When something is wrong with either, or the files cannot be read.
pub async fn verify(task: Verify) -> Result<String, TaskError> {
    let key = match &task.public_key {
        Some(text) => Some(checkpoint::public_key(text).ok_or_else(|| {
            TaskError::Message("the public key must be 64 hexadecimal digits".to_owned())
        })?),
        None => None,
    };
    let checkpoints = match &task.checkpoints {
        Some(path) if !path.exists() => {
            return Err(TaskError::Message(format!(
                "{} does not exist",
                path.display()
            )));
        }
        Some(path) => checkpoint::read(path)?,
        None => Vec::new(),
    };
    let mut connection = Db::reading(&task.file).await?;
    let verified = checkpoint::verify(&mut connection, &checkpoints, key).await;
    connection.close().await?;
    let verified = verified.map_err(|fault| TaskError::Message(fault.to_string()))?;
    let chain = format!(
        "{}: {} events, unbroken",
        task.file.display(),
        verified.events
    );
    Ok(match checkpoints.first() {
        Some(first) => format!(
            "{chain}\n{} checkpoints hold, the last at event {}, all signed by {}",
            checkpoints.len(),
            verified.signed,
            first.key
        ),
        None => format!("{chain}\nwithout checkpoints nobody can see whether the end was cut off"),
    })
}

/// Adds a checkpoint of the chain to a file.
///
/// # Errors
/// When the chain has a fault, or the files cannot be read or written.
pub async fn checkpoint(task: Checkpoint, now: DateTime<Utc>) -> Result<String, TaskError> {
    existing(&task.shared)?;
    let (db, keyring) = task.shared.open().await?;
    let signed = checkpoint::append(&db, &keyring, &task.file, now).await?;
    Ok(format!(
        "{}: event {} signed by {}",
        task.file.display(),
        signed.seq,
        signed.key
    ))
}

/// A command that works on a database must not make an empty one where a path was mistyped.
fn existing(shared: &Shared) -> Result<(), TaskError> {
    if shared.data().exists() {
        Ok(())
    } else {
        Err(TaskError::Message(format!(
            "{} does not exist; name the database with --data",
            shared.data().display()
        )))
    }
}

/// Adds, resets or disables a person.
///
/// # Errors
/// When there is no such person, or one already, or the password is too short.
pub async fn user(task: UserTask, clock: &Clock) -> Result<String, TaskError> {
    match task {
        UserTask::Add(add) => add_user(add, clock.now()).await,
        UserTask::Passwd(passwd) => reset_user(passwd, clock.now()).await,
        UserTask::Disable(disable) => disable_user(disable, clock.now()).await,
    }
}

async fn add_user(add: UserAdd, now: DateTime<Utc>) -> Result<String, TaskError> {
    let shared = add.shared;
    let id = add.user.trim().to_lowercase();
    if id.is_empty() || 100 < id.chars().count() || id.chars().any(char::is_control) {
        return Err(TaskError::Message(
            "choose a name of 1 to 100 characters to log in with".to_owned(),
        ));
    }
    let email = rules::value::email::parse(&add.email)
        .map_err(|_| TaskError::Message(format!("{} is not an e-mail address", add.email)))?;
    let (db, keyring) = shared.open().await?;
    if person_row(&db, &id).await?.is_some() {
        return Err(TaskError::Message(format!("there is already a {id}")));
    }
    let password = hashed(&add.password).await?;
    let person = new_user(&id, &add.name, &email, add.role, &add.unit, password);
    save(&db, &keyring, person, "lagg-till", now).await?;
    Ok(format!("{id} added"))
}

/// A person at the first revision.
#[must_use]
pub fn new_user(
    id: &str,
    name: &str,
    email: &str,
    role: Role,
    unit: &str,
    password: String,
) -> User {
    User {
        id: id.to_owned(),
        name: name.to_owned(),
        email: email.to_owned(),
        role,
        unit: unit.to_owned(),
        password,
        revision: 1,
        disabled: false,
    }
}

async fn reset_user(passwd: UserPasswd, now: DateTime<Utc>) -> Result<String, TaskError> {
    let (db, keyring, mut person) = find(passwd.shared, &passwd.user).await?;
    person.password = hashed(&passwd.password).await?;
    person.revision += 1;
    person.disabled = false;
    let id = person.id.clone();
    save(&db, &keyring, person, "nytt-losenord", now).await?;
    Ok(format!("{id} has a new password"))
}

async fn disable_user(disable: UserDisable, now: DateTime<Utc>) -> Result<String, TaskError> {
    let (db, keyring, mut person) = find(disable.shared, &disable.user).await?;
    person.revision += 1;
    person.disabled = true;
    let id = person.id.clone();
    save(&db, &keyring, person, "stang-av", now).await?;
    Ok(format!("{id} disabled"))
}

async fn find(shared: Shared, user: &str) -> Result<(Db, Keyring, User), TaskError> {
    existing(&shared)?;
    let (db, keyring) = shared.open().await?;
    let id = user.trim().to_lowercase();
    let person = person_row(&db, &id).await?;
    let person = person.ok_or_else(|| TaskError::Message(format!("there is no {id}")))?;
    Ok((db, keyring, person))
}

async fn person_row(db: &Db, id: &str) -> sqlx::Result<Option<User>> {
    let people = user::Users::load(db).await?;
    Ok(people.get(id).map(|person| (*person).clone()))
}

async fn save(
    db: &Db,
    keyring: &Keyring,
    person: User,
    action: &str,
    at: DateTime<Utc>,
) -> Result<(), TaskError> {
    let (writer, done) = Writer::start(db, keyring).await?;
    let event = Event {
        at,
        actor: OPERATOR.to_owned(),
        action: action.to_owned(),
        body: serde_json::json!({ "roll": person.role.id() }).to_string(),
    };
    let saved = writer.user(person, event).await;
    drop(writer);
    let _ = done.await;
    saved?;
    Ok(())
}

async fn hashed(source: &Password) -> Result<String, TaskError> {
    let password = read_password(source)?;
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Err(TaskError::Message(format!(
            "the password must have at least {PASSWORD_CHARS_MIN} characters"
        )));
    }
    if PASSWORD_BYTES_MAX < password.len() {
        return Err(TaskError::Message(format!(
            "the password must have at most {PASSWORD_BYTES_MAX} bytes"
        )));
    }
    user::hash_password(password)
        .await
        .map_err(TaskError::Message)
}

fn read_password(source: &Password) -> Result<String, TaskError> {
    if let Some(path) = &source.password_file {
        let mut text = String::new();
        std::fs::File::open(path)
            .and_then(|file| file.take(64 * 1024).read_to_string(&mut text))
            .map_err(file_error(path))?;
        return Ok(text.lines().next().unwrap_or_default().to_owned());
    }
    if let Ok(password) = std::env::var("KLARTECKEN_PASSWORD") {
        return Ok(password);
    }
    let ask = || rpassword::prompt_password("Password: ");
    let read_line = || {
        std::io::stdin()
            .lock()
            .lines()
            .next()
            .transpose()
            .map(Option::unwrap_or_default)
    };
    // Without a terminal there is nobody to hide the typing from.
    if std::io::IsTerminal::is_terminal(&std::io::stdin()) {
        ask()
    } else {
        read_line()
    }
    .map_err(|error| TaskError::Message(format!("no password: {error}")))
}
