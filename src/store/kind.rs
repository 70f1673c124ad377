//! The kinds of document, and their words in the database.

/// The kinds of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An application, or a change to an account.
    Case,
    /// An account in the register.
    Account,
    /// A person who logs in. Has no document, only events.
    Person,
    /// A person on pictures.
    Subject,
    /// A person's answer about pictures.
    Consent,
    /// Staff's question to people about pictures.
    Request,
    /// A person on a unit's list.
    Member,
    /// A picture that was published.
    Publication,
    /// Something that a person without a link has asked for.
    Callback,
    /// That staff searched, by the user's id. Has no document, only events.
    Search,
}

impl Kind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Case,
        Self::Account,
        Self::Person,
        Self::Subject,
        Self::Consent,
        Self::Request,
        Self::Member,
        Self::Publication,
        Self::Callback,
        Self::Search,
    ];

    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Case => "arende",
            Self::Account => "konto",
            Self::Person => "person",
            Self::Subject => "individ",
            Self::Consent => "samtycke",
            Self::Request => "begaran",
            Self::Member => "listrad",
            Self::Publication => "publicering",
            Self::Callback => "aterkallelse",
            Self::Search => "sokning",
        }
    }

    /// Whether there are documents of it, and not only events.
    #[must_use]
    pub const fn has_documents(self) -> bool {
        !matches!(self, Self::Person | Self::Search)
    }

    /// The kind with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}
