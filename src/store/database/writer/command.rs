//! What the writer is asked and what it answers.

use chrono::{DateTime, Utc};

use crate::kind::Kind;

/// What was done, by whom.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// The person's id.
    pub actor: String,
    /// The command's word.
    pub action: String,
    /// Everything else about it, as JSON.
    pub body: String,
}

/// A new version of a document, and the event that made it.
#[derive(Clone, Debug)]
pub struct Put {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Which one.
    pub id: String,
    /// The version this was decided on; 0 makes a new document.
    pub expected: i64,
    /// The person it belongs to.
    pub owner: String,
    /// Another person who may see it, by e-mail address, or empty.
    pub party: String,
    /// The word of its state.
    pub state: String,
    /// What no other document of the kind may also claim, such as an account's address. None leaves what it claims.
    pub unique_key: Option<String>,
    /// The document as JSON; none takes it away.
    pub body: Option<String>,
    /// What made it so.
    pub event: Event,
}

/// Something that happened to a document and left it as it was, such as a reminder.
#[derive(Clone, Debug)]
pub struct Note {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Which one.
    pub id: String,
    /// The version this was decided on.
    pub version: i64,
    /// What happened.
    pub event: Event,
}

/// A letter to send, once what it tells of is safely kept.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    /// The address.
    pub recipient: String,
    /// Which letter.
    pub template: String,
    /// What the letter tells of, as JSON.
    pub body: String,
    /// The number of the case or consent it is about, or empty. Kept in the open.
    pub about: String,
    /// The hash of the link that it brings to a person without a login, or empty. Kept in the open:
    /// when the link is over, the letter is of use only to those who should not have it.
    pub link: String,
    /// What the letter is called, when it may be sent only once. Kept in the open.
    pub once: Option<String>,
}

/// What became of a letter, or is to become of it.
#[derive(Clone, Debug)]
pub struct Post {
    /// The event it belongs to.
    pub event: i64,
    /// Its place among the event's letters.
    pub place: i64,
    /// What became of it.
    pub fate: Fate,
}

/// See [`Post`].
#[derive(Clone, Debug)]
pub enum Fate {
    /// The receiver's server has it. What it said is erased.
    Sent {
        /// When.
        at: DateTime<Utc>,
    },
    /// It could not be sent now.
    Later {
        /// When to try again.
        next: DateTime<Utc>,
        /// Why, as a word.
        error: &'static str,
    },
    /// It will not be tried again unless staff say so.
    GivenUp {
        /// When.
        at: DateTime<Utc>,
        /// Why, as a word.
        error: &'static str,
    },
    /// Staff asked for it to be tried again.
    Again(Box<Note>),
}

/// What the sender calls a command, so that sending it again does not do it again.
#[derive(Clone, Debug)]
pub struct Key {
    /// The person; two people may use the same name.
    pub actor: String,
    /// The name.
    pub name: String,
    /// A digest of everything in the request.
    pub request: String,
}

/// The answer a command was given, kept so that it can be given again, byte for byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The HTTP status.
    pub status: u16,
    /// The document's ETag.
    pub etag: String,
    /// The document's address, or empty.
    pub place: String,
    /// The body.
    pub body: String,
}

/// A link that leads a person without a login to a document.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// The SHA-256 of its token, in hexadecimal. The token itself is kept nowhere.
    pub hash: String,
    /// What kind of document it leads to.
    pub kind: Kind,
    /// Which one.
    pub id: String,
    /// Which of the document's parties it is for, counted from 0, or anybody.
    pub party: Option<i64>,
    /// The word of what it is for.
    pub purpose: String,
    /// When it was made.
    pub made: DateTime<Utc>,
    /// When it leads nowhere any more.
    pub expires: DateTime<Utc>,
}

/// A change to links.
#[derive(Clone, Debug)]
pub enum LinkChange {
    /// A new link.
    Issue(NewLink),
    /// The link is used up. When it is already, or has expired or been revoked, the whole command
    /// is not carried out.
    Spend {
        /// The link's hash.
        hash: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// A document's links that are still good are good no longer.
    Revoke {
        /// The document's kind.
        kind: Kind,
        /// Which document.
        id: String,
        /// Only those for this, or all.
        purpose: Option<String>,
        /// Only this party's, or everybody's.
        party: Option<i64>,
        /// When.
        at: DateTime<Utc>,
    },
}

/// A change to the keys of people.
#[derive(Clone, Debug)]
pub enum DataKeyChange {
    /// A new lock, wrapped by the master key.
    Make {
        /// Which one.
        id: String,
        /// The wrapped key.
        key: String,
    },
    /// The lock is wiped, and nothing that it sealed can ever be read again.
    Destroy {
        /// Which one.
        id: String,
    },
}

/// A one-time code that was sent. A link has one at a time.
#[derive(Clone, Debug)]
pub struct NewCode {
    /// The hash of the link it goes with.
    pub link: String,
    /// What is kept of it.
    pub mac: String,
    /// When it is good no longer.
    pub expires: DateTime<Utc>,
}

/// A text that has been signed. Nothing in it is about a person, so that it is kept in the open.
#[derive(Clone, Debug)]
pub struct SignedText {
    /// The hash of it.
    pub version: String,
    /// Each part's heading and sentences, as JSON.
    pub parts: String,
}

/// A try at a one-time code.
#[derive(Clone, Debug)]
pub struct CodeTry {
    /// The hash of the link it goes with.
    pub link: String,
    /// What would have been kept of what was typed.
    pub mac: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Everything one decision changes.
#[derive(Clone, Debug, Default)]
pub struct Command {
    /// The keys of people.
    pub data_keys: Vec<DataKeyChange>,
    /// The links.
    pub links: Vec<LinkChange>,
    /// The one-time codes.
    pub codes: Vec<NewCode>,
    /// The texts that were signed. One that is kept already stays as it is.
    pub texts: Vec<SignedText>,
    /// The documents.
    pub puts: Vec<Put>,
    /// What happened to documents that stay as they are.
    pub notes: Vec<Note>,
    /// The letters.
    pub letters: Vec<Letter>,
    /// The sender's name for it, with the answer to keep.
    pub receipt: Option<(Key, Receipt)>,
}

/// A change to a session.
#[derive(Clone, Debug)]
pub enum SessionChange {
    /// A session that must be new.
    Take {
        /// The hash of its id.
        id: String,
        /// What it holds.
        data: String,
        /// When it ends, in seconds since 1970.
        expires: i64,
    },
    /// A session that goes on.
    Keep {
        /// The hash of its id.
        id: String,
        /// What it holds.
        data: String,
        /// When it ends, in seconds since 1970.
        expires: i64,
    },
    /// A session that is over.
    Leave {
        /// The hash of its id.
        id: String,
    },
    /// All sessions that ended before this, in seconds since 1970, and whatever else is over by
    /// then: receipts, codes, and what letters say that are of no use any more.
    Sweep {
        /// The time now.
        now: i64,
    },
}

/// What became of a piece of work that the database could carry out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is on disk.
    Done,
    /// It was done before; here is the answer given then.
    Before(Receipt),
    /// The name was used for something else.
    KeyReused,
    /// Another request changed the document first, or a new one exists already.
    Stale,
    /// Another document claims the same, or the letter has been sent before.
    NotUnique,
    /// The link has been used, has expired or was revoked.
    LinkOver,
    /// The code was not the right one, or is good no longer.
    Wrong,
}

/// Why nothing was done. Nothing of the command is kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// Too many are waiting.
    #[error("the write queue is full")]
    Busy,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The database could not do it.
    #[error("the database failed: {0}")]
    Broken(String),
    /// The program is stopping.
    #[error("the program is stopping")]
    Stopping,
}
