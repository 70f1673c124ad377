//! A question on a form: asked once, defined once.

use std::fmt;

/// One question. Its id is the HTML id, the key of the answer on the wire and the word that rules
/// and findings point with; labels and hints are what people read.
pub struct Field {
    /// Swedish kebab-case word, unique within all forms and stable for ever.
    pub id: &'static str,
    /// The question, as a label or a legend.
    pub label: &'static str,
    /// One sentence under the label, or empty.
    pub hint: &'static str,
    /// How it is asked and what shape the answer has.
    pub kind: Kind,
    /// Whether the field may be left empty; shown as «(frivilligt)».
    pub optional: bool,
}

/// How a field is asked. The numbers T1–T10 are those of the shared field types.
#[derive(Clone, Copy)]
pub enum Kind {
    /// One line of text.
    Line,
    /// T2, a person's name.
    Name,
    /// T3, an e-mail address.
    Email,
    /// T4, a telephone number.
    Phone,
    /// T5, a date typed in any common way.
    Date,
    /// T6, an account's address or handle.
    Address,
    /// T7, free text over several lines with a counter. The limits are in characters.
    LongText {
        /// Fewest characters, after tidying.
        min: u16,
        /// Most characters, after tidying.
        max: u16,
    },
    /// A whole number.
    Number {
        /// Smallest number accepted.
        min: u16,
        /// Largest number accepted.
        max: u16,
    },
    /// One of several options, as radios (T9 when they are yes and no).
    Choice(&'static [Choice]),
    /// Any number of options, as boxes.
    Choices(&'static [Choice]),
    /// A single box to tick; its label is the statement.
    Tick,
    /// T10, a unit of the organisation tree, or `saknas` with the name in another field.
    Unit,
    /// One of the accounts in the register, by its id.
    Account,
    /// One box per guideline that the policy wants confirmed.
    Guidelines,
    /// One box per warning found, shown with the warning itself.
    Warnings,
}

/// One option of a [`Kind::Choice`] or [`Kind::Choices`].
pub struct Choice {
    /// The value on the wire.
    pub id: &'static str,
    /// What people read.
    pub label: &'static str,
    /// A line under the label, or empty.
    pub hint: &'static str,
}

/// The value a [`Kind::Tick`] has when it is ticked, and the yes of every yes/no question.
pub const YES: &str = "ja";
/// The no of every yes/no question.
pub const NO: &str = "nej";
/// The «vet inte» of every question that allows it.
pub const UNKNOWN: &str = "vet-inte";

/// T9: yes and no, none chosen beforehand.
pub const YES_NO: &[Choice] = &[Choice::new(YES, "Ja"), Choice::new(NO, "Nej")];
/// T9 with a way out.
pub const YES_NO_UNKNOWN: &[Choice] = &[
    Choice::new(YES, "Ja"),
    Choice::new(NO, "Nej"),
    Choice::new(UNKNOWN, "Vet inte"),
];

impl Choice {
    /// An option without a hint.
    pub const fn new(id: &'static str, label: &'static str) -> Self {
        Self {
            id,
            label,
            hint: "",
        }
    }

    /// An option with a line that explains it.
    pub const fn with_hint(id: &'static str, label: &'static str, hint: &'static str) -> Self {
        Self { id, label, hint }
    }
}

impl Field {
    /// A field that must be answered and has no hint.
    pub const fn new(id: &'static str, label: &'static str, kind: Kind) -> Self {
        Self {
            id,
            label,
            hint: "",
            kind,
            optional: false,
        }
    }

    /// The same field with a hint.
    pub const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// The same field, allowed to be left empty.
    pub const fn optional(self) -> Self {
        Self {
            optional: true,
            ..self
        }
    }

    /// Whether the answer is a list of ids rather than one text.
    pub const fn holds_list(&self) -> bool {
        matches!(
            self.kind,
            Kind::Choices(_) | Kind::Guidelines | Kind::Warnings
        )
    }

    /// The options, for the kinds that have some.
    pub const fn choices(&self) -> &'static [Choice] {
        match self.kind {
            Kind::Choice(choices) | Kind::Choices(choices) => choices,
            Kind::Line
            | Kind::Name
            | Kind::Email
            | Kind::Phone
            | Kind::Date
            | Kind::Address
            | Kind::LongText { .. }
            | Kind::Number { .. }
            | Kind::Tick
            | Kind::Unit
            | Kind::Account
            | Kind::Guidelines
            | Kind::Warnings => &[],
        }
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Field {}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}
