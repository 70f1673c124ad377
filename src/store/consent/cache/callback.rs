//! What a person without a link has asked for: staff call back before anything is done.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::consent::cache::{Consents, Document, Shelf};
use crate::kind::Kind;

/// Something to call back about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Callback {
    /// Its id.
    pub id: String,
    /// The form that was filled in.
    pub form: String,
    /// What was typed, each answer by its field.
    pub svar: serde_json::Value,
    /// The day of birth that was given.
    pub fodd: Option<NaiveDate>,
    /// When it came.
    pub kom: DateTime<Utc>,
    /// Who was done with it and when.
    pub klar: Option<Done>,
}

/// That staff called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Done {
    /// The user's name.
    pub av: String,
    /// When.
    pub nar: DateTime<Utc>,
}

impl Document for Callback {
    const KIND: Kind = Kind::Callback;

    fn id(&self) -> &str {
        &self.id
    }

    fn owner(&self) -> &str {
        ""
    }

    fn state(&self) -> &str {
        if self.klar.is_some() { "klar" } else { "" }
    }

    fn shelf(consents: &Consents) -> &Shelf<Self> {
        consents.callbacks()
    }
}
