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
    /// How carefully the answer is kept.
    pub class: Class,
    /// The symbol beside the question, by its file name in `public/pictogram` without `.svg`, or
    /// empty.
    pub symbol: &'static str,
}

/// How carefully an answer is kept, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// «Öppen»: meant for the public.
    Open,
    /// «Intern»: for those who handle the matter, about no one in particular.
    Internal,
    /// «Personuppgift»: says something about a person.
    Personal,
    /// «Känslig»: says something about health, ability or care (dataskyddsförordningen art. 9).
    Sensitive,
    /// «Skyddad»: could lead a person to a person with a protected identity. No form asks for such a
    /// thing; the class is for what staff record.
    Protected,
}

impl Class {
    /// The word people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "Öppen",
            Self::Internal => "Intern",
            Self::Personal => "Personuppgift",
            Self::Sensitive => "Känslig",
            Self::Protected => "Skyddad",
        }
    }
}

/// How a field is asked. The numbers T1–T10 are those of the shared field types.
#[derive(Clone, Copy)]
pub enum Kind {
    /// One line of text.
    Line,
    /// T1, a personnummer or samordningsnummer.
    Personnummer,
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
    /// A box under the information text of a consent form. The answer is the version of the text
    /// that was shown; see [`crate::consent::text`].
    Information,
}

/// One option of a [`Kind::Choice`] or [`Kind::Choices`].
pub struct Choice {
    /// The value on the wire.
    pub id: &'static str,
    /// What people read.
    pub label: &'static str,
    /// A line under the label, or empty.
    pub hint: &'static str,
    /// The symbol on the button of a form with pictures, as [`Field::symbol`], or empty.
    pub symbol: &'static str,
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
            symbol: "",
        }
    }

    /// An option with a symbol.
    pub const fn with_symbol(id: &'static str, label: &'static str, symbol: &'static str) -> Self {
        Self {
            symbol,
            ..Self::new(id, label)
        }
    }

    /// An option with a line that explains it.
    pub const fn with_hint(id: &'static str, label: &'static str, hint: &'static str) -> Self {
        Self {
            hint,
            ..Self::new(id, label)
        }
    }
}

impl Field {
    /// Whether the answer is how to reach a person, which is no matter of others who answer.
    pub const fn is_contact(&self) -> bool {
        matches!(self.kind, Kind::Email | Kind::Phone)
    }

    /// A field that must be answered and has no hint. What names or reaches a person is personal;
    /// everything else is internal until said otherwise.
    pub const fn new(id: &'static str, label: &'static str, kind: Kind) -> Self {
        let class = match kind {
            Kind::Personnummer | Kind::Name | Kind::Email | Kind::Phone => Class::Personal,
            Kind::Line
            | Kind::Date
            | Kind::Address
            | Kind::LongText { .. }
            | Kind::Number { .. }
            | Kind::Choice(_)
            | Kind::Choices(_)
            | Kind::Tick
            | Kind::Unit
            | Kind::Account
            | Kind::Guidelines
            | Kind::Warnings
            | Kind::Information => Class::Internal,
        };
        Self {
            id,
            label,
            hint: "",
            kind,
            optional: false,
            class,
            symbol: "",
        }
    }

    /// The same field, kept as `class` says.
    pub const fn class(self, class: Class) -> Self {
        Self { class, ..self }
    }

    /// The same field with a symbol beside it.
    pub const fn symbol(self, symbol: &'static str) -> Self {
        Self { symbol, ..self }
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
            | Kind::Personnummer
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
            | Kind::Warnings
            | Kind::Information => &[],
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
