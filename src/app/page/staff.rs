//! The pages for those who handle cases, accounts, consents and publications.

pub(crate) mod account;
pub(crate) mod case;
pub(crate) mod cases;
pub(crate) mod consent_fill;
pub(crate) mod consents;
pub(crate) mod destruction;
pub(crate) mod manager;
pub(crate) mod outbox;
pub(crate) mod publications;
pub(crate) mod publish;
