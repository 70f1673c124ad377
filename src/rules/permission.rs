//! Who may do what: one table, tested cell by cell.
//!
//! The table says what a role may do at all. What a person may do to one case also depends on whose
//! it is and on its state, and that is [`crate::account::case::decide`]'s to say.

use serde::{Deserialize, Serialize};

use crate::value::email;
use crate::value::word::words;

words! {
    /// What an employee is in this service.
    Role {
        Employee "medarbetare" "Medarbetare" "Applies for accounts and runs them.",
        Manager "chef" "Chef" "The same, and approves what the own staff apply for.",
        Communicator "kommunikator" "Kommunikatör" "Decides, keeps the register.",
        Administrator "administrator" "Administratör" "Keeps users and settings. Decides nothing.",
    }
}

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Write, send, complete, report and withdraw an application of one's own.
    Apply,
    /// Approve or refuse as the manager named in the application.
    ApproveAsManager,
    /// See every case that has been sent.
    SeeAllCases,
    /// Take a case, ask for completion, grant, refuse, enter it in the register.
    Decide,
    /// Write a message in a case one may see.
    Message,
    /// Put the registrar's number on a case.
    SetRegistryNumber,
    /// See who is responsible for each account, and how it fares.
    SeeRegisterInside,
    /// Certify that an account is as the register says.
    Certify,
    /// Begin closing an account for inactivity.
    CloseForInactivity,
    /// Add, disable and reset users.
    ManageUsers,
    /// See the letters that were not delivered, and send them again.
    SeeUndelivered,
    /// See every letter, delivered or not.
    SeeOutbox,
    /// Ask for consents, and see those one has asked for or whose unit's account one runs.
    AskConsent,
    /// See every consent and everybody on pictures.
    SeeConsents,
    /// Register what came in on paper, by word of mouth or with pictograms.
    RegisterConsent,
    /// Confirm who gave an answer to one's own unit, or to one below it.
    ConfirmSigner,
    /// Keep the list of who is at one's own unit, or at one below it.
    KeepList,
    /// Take a consent back for a person who asks.
    WithdrawConsent,
    /// Review a consent, settle a dispute and what the bereaved wish.
    ReviewConsent,
    /// Mark a person's data as protected.
    SetProtected,
    /// Ask whether a picture may be published, and log that it was.
    LogPublication,
    /// See every publication.
    SeePublications,
    /// Tick off that a picture has been taken down.
    TickRemoval,
    /// Destroy what is due, by a decision.
    Destroy,
    /// See who has done and looked at what.
    SeeTrail,
}

impl Action {
    /// Every action, in the table's order.
    pub const ALL: &[Self] = &[
        Self::Apply,
        Self::ApproveAsManager,
        Self::SeeAllCases,
        Self::Decide,
        Self::Message,
        Self::SetRegistryNumber,
        Self::SeeRegisterInside,
        Self::Certify,
        Self::CloseForInactivity,
        Self::ManageUsers,
        Self::SeeUndelivered,
        Self::SeeOutbox,
        Self::AskConsent,
        Self::SeeConsents,
        Self::RegisterConsent,
        Self::ConfirmSigner,
        Self::KeepList,
        Self::WithdrawConsent,
        Self::ReviewConsent,
        Self::SetProtected,
        Self::LogPublication,
        Self::SeePublications,
        Self::TickRemoval,
        Self::Destroy,
        Self::SeeTrail,
    ];
}

/// The whole table: what each role may do. What is not here may not be done.
pub static TABLE: &[(Action, &[Role])] = {
    use Role::{Administrator, Communicator, Employee, Manager};
    &[
        (Action::Apply, &[Employee, Manager, Communicator]),
        (Action::ApproveAsManager, &[Manager]),
        (Action::SeeAllCases, &[Communicator, Administrator]),
        (Action::Decide, &[Communicator]),
        (Action::Message, &[Employee, Manager, Communicator]),
        (Action::SetRegistryNumber, &[Communicator, Administrator]),
        (Action::SeeRegisterInside, &[Communicator, Administrator]),
        (Action::Certify, &[Employee, Manager, Communicator]),
        (Action::CloseForInactivity, &[Communicator]),
        (Action::ManageUsers, &[Administrator]),
        (Action::SeeUndelivered, &[Communicator, Administrator]),
        (Action::SeeOutbox, &[Administrator]),
        (Action::AskConsent, &[Employee, Manager, Communicator]),
        (Action::SeeConsents, &[Communicator]),
        (Action::RegisterConsent, &[Employee, Manager, Communicator]),
        (Action::ConfirmSigner, &[Employee, Manager, Communicator]),
        (Action::KeepList, &[Employee, Manager, Communicator]),
        (Action::WithdrawConsent, &[Employee, Manager, Communicator]),
        (Action::ReviewConsent, &[Communicator]),
        (Action::SetProtected, &[Employee, Manager, Communicator]),
        (Action::LogPublication, &[Employee, Manager, Communicator]),
        (Action::SeePublications, &[Communicator]),
        (Action::TickRemoval, &[Employee, Manager, Communicator]),
        (Action::Destroy, &[Communicator]),
        (Action::SeeTrail, &[Administrator]),
    ]
};

/// Whether `role` may do `action` at all.
pub fn may(role: Role, action: Action) -> bool {
    TABLE
        .iter()
        .any(|(row, roles)| *row == action && roles.contains(&role))
}

/// The addresses of those among `people` whose role may do what waits to be done, each once, but for
/// those in `but`: nobody is written to about what they did themselves.
pub fn addresses<'a>(
    action: Action,
    people: impl IntoIterator<Item = (Role, &'a str)>,
    but: &[&str],
) -> Vec<&'a str> {
    let mut addresses: Vec<&str> = Vec::new();
    for (role, address) in people {
        let is_in = |others: &[&str]| others.iter().any(|other| email::same(other, address));
        if may(role, action) && !is_in(but) && !is_in(&addresses) {
            addresses.push(address);
        }
    }
    addresses
}

/// Who is doing something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The user's id.
    pub id: String,
    /// The name people read.
    #[serde(rename = "namn")]
    pub name: String,
    /// The work address; what ties a person to the cases that name them.
    #[serde(rename = "epost")]
    pub email: String,
    /// What they are here.
    #[serde(rename = "roll")]
    pub role: Role,
    /// The ids of the own unit and of every one below it.
    #[serde(rename = "enheter", default)]
    pub unit_ids: Vec<String>,
}

impl Actor {
    /// Whether the actor acts for the unit towards those whom it asks: as its staff, as that of one above
    /// it, or for the whole organisation.
    pub fn acts_for(&self, unit: &str) -> bool {
        may(self.role, Action::SeeConsents) || self.unit_ids.iter().any(|own| own == unit)
    }
}

#[cfg(test)]
mod tests;
