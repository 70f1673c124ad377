//! What handlers and duties may use.

mod commit;

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rules::policy::Policy;

use crate::audit::searches::Searches;
use crate::clock::Clock;
use crate::consent::cache::Consents;
use crate::crypto::keyring::Keyring;
use crate::database::db::Db;
use crate::database::numbers::Numbers;
use crate::database::user::Users;
use crate::database::writer::Writer;
use crate::http::answer::Answer;
use crate::http::assets::Assets;
use crate::http::rate_limit::Logins;
use crate::http::shell::Shells;
use crate::register::cache::Register;
use crate::session::cache::Sessions;

/// Everything a handler may use. Copies share it.
#[derive(Clone, Debug)]
pub struct State {
    /// For reading.
    pub db: Db,
    /// For everything that changes something.
    pub writer: Writer,
    /// For what personal data is sealed with.
    pub keyring: Keyring,
    /// What time it is.
    pub clock: Clock,
    /// What the organisation has decided.
    pub policy: Arc<CurrentPolicy>,
    /// The register in memory.
    pub register: Register,
    /// Case numbers.
    pub numbers: Numbers,
    /// Consent numbers.
    pub consent_numbers: Numbers,
    /// What is sealed, opened.
    pub consents: Consents,
    /// Who may log in.
    pub users: Users,
    /// Who is logged in.
    pub sessions: Sessions,
    /// Attempts to log in.
    pub logins: Arc<Logins>,
    /// What was searched for a moment ago.
    pub searches: Arc<Searches>,
    /// The app's files.
    pub assets: Assets,
    /// The app's pages before the app has come.
    pub shells: Shells,
    /// Whose word about the client's address is believed.
    pub proxies: Arc<HashSet<IpAddr>>,
    /// The address people use, when one was given.
    pub public_url: Option<Arc<str>>,
    /// Whether this is the demo, whose letters may be read.
    pub demo: bool,
    /// Whether letters are sent.
    pub sends: bool,
    /// Whether everything needed for a first answer has been read.
    pub ready: Arc<AtomicBool>,
}

/// The policy, and the policy as it is sent.
#[derive(Debug)]
pub struct CurrentPolicy {
    /// For the rules.
    pub value: Policy,
    /// For the app.
    pub answer: Answer,
}
