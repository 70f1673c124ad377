//! Every page of the app: one table that the router, the navigation, the store and the tests read.
//!
//! A page without a row does not exist, and the app does not compile with a row that it has no view for.
//! [`prose`] holds the running texts that both the app and the store show.

pub mod prose;

use crate::permission::{Action, Role, may};

/// The programs that the app is compiled to, each downloaded by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Program {
    /// What everybody may read.
    Site,
    /// What an applicant needs.
    Apply,
    /// Everything but the signer's pages.
    Staff,
    /// What people on pictures and those who answer for them meet.
    Signer,
}

impl Program {
    /// Every program. Of those that hold the same page, the smaller comes first.
    pub const ALL: &[Self] = &[Self::Site, Self::Apply, Self::Staff, Self::Signer];

    /// The name of its binary.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Apply => "apply",
            Self::Staff => "staff",
            Self::Signer => "signer",
        }
    }
}

/// For whom a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody, with or without a login.
    Everybody,
    /// Every employee who is logged in. What they may do there is asked for each thing.
    Employees,
    /// Employees who may do this. The others are told what the page is for.
    May(Action, &'static str),
}

/// What a person meets who asks for a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// The page.
    Admitted,
    /// The login, and then the page.
    LogIn,
    /// That the page is for others, and what it is for.
    Refused(&'static str),
}

/// Where focus and the view go when one comes to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// To the heading, at the top.
    Heading,
    /// With Back to the link that one left by, where it stood; otherwise to the heading.
    Link,
}

/// What holds of a page.
#[derive(Debug)]
pub struct Row {
    /// Its address. A segment that begins with `:` stands for any text.
    pub path: &'static str,
    /// The programs that hold it, the smallest first.
    pub programs: &'static [Program],
    /// For whom it is.
    pub audience: Audience,
    /// Its heading, until what it is about is known.
    pub title: &'static str,
    /// What links in the frame call it.
    pub label: &'static str,
    /// Where one comes to it.
    pub focus: Focus,
}

/// Makes the pages and their rows: `Page "path" [programs] audience, focus, "title" "What it is."`, with
/// `as "label"` after the title where links call it something else.
macro_rules! pages {
    ($($page:ident $path:literal [$($program:ident)+] $audience:expr, $focus:ident, $title:literal $(as $label:literal)? $doc:literal;)+) => {
        /// A page of the app.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Page {
            $(#[doc = $doc] $page,)+
        }

        impl Page {
            /// Every page, in the order in which addresses are compared with theirs.
            pub const ALL: &[Self] = &[$(Self::$page,)+];
        }

        const ROWS: &[Row] = &[$(Row {
            path: $path,
            programs: &[$(Program::$program),+],
            audience: $audience,
            title: $title,
            label: [$($label,)? $title][0],
            focus: Focus::$focus,
        },)+];
    };
}

use Audience::{Employees, Everybody, May};

pages! {
    Start "/" [Site Staff] Everybody, Heading,
        "Konton i sociala medier, rätt från början" "The start page.";
    Register "/forteckning" [Site Staff] Everybody, Link,
        "Förteckning över konton" as "Förteckning" "The public list of accounts.";
    Guidelines "/riktlinjer" [Site Staff] Everybody, Heading,
        "Riktlinjer för konton i sociala medier" as "Riktlinjer" "The guidelines and what enforces them.";
    Accessibility "/tillganglighet" [Site Staff Signer] Everybody, Heading,
        "Tillgänglighetsredogörelse" "How accessible the service is.";
    Privacy "/personuppgifter" [Site Staff Signer] Everybody, Heading,
        "Så behandlar vi personuppgifter" "What becomes of personal data.";
    Contact "/kontakt" [Site Staff Signer] Everybody, Heading,
        "Kontakt" "How the organisation is reached.";
    Login "/logga-in" [Apply Staff] Everybody, Heading,
        "Logga in" "The login.";
    MyPages "/mina-sidor" [Apply Staff] Employees, Link,
        "Mina sidor" "One's own cases and accounts.";

    StartAccount "/ansok" [Apply Staff] Everybody, Heading,
        "Ansök om att starta ett konto" as "Ansök om konto" "The overview of «Starta konto».";
    ManagerFirst "/ansok/chefen" [Apply Staff] Everybody, Heading,
        "Din chef behöver säga ja först" "For those whose manager has not said yes.";
    BeginStart "/ansok/ny" [Apply Staff] Employees, Heading,
        "Börjar …" "Begins a «Starta konto».";
    LookStart "/ansok/titta/:steg" [Apply Staff] Everybody, Heading,
        "Ansök om att starta ett konto" "A step of «Starta konto», for looking only.";
    ReceiptStart "/ansok/:arende/kvittens" [Apply Staff] Employees, Heading,
        "Vi har tagit emot det du skickade in" "What was sent in «Starta konto».";
    FillStart "/ansok/:arende/:steg" [Apply Staff] Employees, Heading,
        "Ansök om att starta ett konto" "A step of «Starta konto».";
    ChangeAccount "/andra" [Apply Staff] Everybody, Heading,
        "Avsluta eller ändra ett konto" "The overview of «Avsluta eller ändra konto».";
    BeginChange "/andra/ny" [Apply Staff] Employees, Heading,
        "Börjar …" "Begins an «Avsluta eller ändra konto».";
    LookChange "/andra/titta/:steg" [Apply Staff] Everybody, Heading,
        "Avsluta eller ändra ett konto" "A step of «Avsluta eller ändra konto», for looking only.";
    ReceiptChange "/andra/:arende/kvittens" [Apply Staff] Employees, Heading,
        "Vi har tagit emot det du skickade in" "What was sent in «Avsluta eller ändra konto».";
    FillChange "/andra/:arende/:steg" [Apply Staff] Employees, Heading,
        "Avsluta eller ändra ett konto" "A step of «Avsluta eller ändra konto».";

    Cases "/arenden" [Staff] May(Action::SeeAllCases, "Här arbetar kommunikatörer med allas ärenden."), Link,
        "Ärenden" "The staff's inbox.";
    Case "/arenden/:arende" [Staff] Employees, Heading,
        "Ärende" "A case, its course and what can be done.";
    Manager "/godkann" [Staff] May(Action::ApproveAsManager, "Här svarar chefer på ansökningar från sina medarbetare."), Heading,
        "Godkänn ansökningar" as "Godkänn" "What waits for a manager's yes or no.";
    Account "/konto/:konto" [Staff] Employees, Heading,
        "Konto" "An account in the register, and what can be done with it.";
    Publish "/far-jag-publicera" [Staff] May(Action::LogPublication, "Här svarar vi den som ska publicera en bild."), Heading,
        "Får jag publicera det här?" as "Får jag publicera?" "Whether a picture may be published.";
    Publications "/publiceringar" [Staff] May(Action::LogPublication, "Här ser den som publicerar vad som är publicerat."), Link,
        "Publiceringar" "What has been published.";
    Consents "/samtycken" [Staff] May(Action::AskConsent, "Här arbetar de som frågar om samtycke."), Link,
        "Samtycken" "The consents.";
    AskConsent "/samtycken/ny" [Staff] May(Action::AskConsent, "Här frågar personal om samtycke."), Heading,
        "Fråga om samtycke" "A question of consent, and its link.";
    UnitList "/samtycken/lista" [Staff] May(Action::KeepList, "Här har enheten sin lista över dem som är där."), Heading,
        "Enhetens lista" "Who is at the unit, and who answers for them.";
    ConfirmSigners "/samtycken/kontrollera" [Staff] May(Action::ConfirmSigner, "Här kontrollerar enheten vem som har svarat."), Heading,
        "Kontrollera vem som har svarat" "Whom the unit is to confirm, beside its list.";
    FillConsent "/samtycken/:id/fyll/:steg" [Staff] Employees, Heading,
        "Fyll i ett samtycke" "A step of a consent that staff write.";
    Consent "/samtycken/:samtycke" [Staff] Employees, Heading,
        "Samtycke" "A consent, and what can be done with it.";
    Subject "/individer/:individ" [Staff] Employees, Heading,
        "Person på bild" "Somebody on pictures, with every consent.";
    Destruction "/gallring" [Staff] May(Action::Destroy, "Här gallrar kommunikatörer uppgifter som inte ska sparas längre."), Heading,
        "Gallring" "What is due to be destroyed.";
    Outbox "/utkorg" [Staff] May(Action::SeeUndelivered, "Här ser kommunikatörer och administratörer brev som inte har kommit fram."), Heading,
        "Utkorg" "Letters that were not delivered.";

    AboutConsent "/samtycke" [Signer] Everybody, Heading,
        "Samtycke till bild" "What a consent is, and the ways to answer.";
    OpenLink "/samtycke/lank" [Signer] Everybody, Heading,
        "Länken öppnas …" "A personal link is opened.";
    Answer "/samtycke/svara/:steg" [Signer] Everybody, Heading,
        "Samtycke till bild" "A step of a consent.";
    SayNo "/samtycke/nej" [Signer] Everybody, Heading,
        "Nej, inga bilder" "A no to everything, with as little as it takes.";
    AnotherWay "/samtycke/annan-vag" [Signer] Everybody, Heading,
        "Svara på ett annat sätt" "For those who cannot answer here.";
    Sign "/samtycke/signera" [Signer] Everybody, Heading,
        "Läs och svara" "What the next one is to read and sign.";
    Doubt "/samtycke/stammer-det" [Signer] Everybody, Heading,
        "Stämmer det?" "Those on a unit's list are told of a yes, and can stop it.";
    SignerReceipt "/samtycke/kvittens" [Signer] Everybody, Heading,
        "Vi har fått ditt svar" "What was answered.";
    SignerStatus "/samtycke/status" [Signer] Everybody, Heading,
        "Så står det till" "How a consent stands.";
    ChangeAnswers "/samtycke/andra" [Signer] Everybody, Heading,
        "Ändra svaren" "Answers are changed.";
    Withdraw "/samtycke/ta-tillbaka" [Signer] Everybody, Heading,
        "Ta tillbaka ditt ja" "A consent is taken back with its link.";
    WithdrawWithoutLink "/ta-tillbaka" [Signer] Everybody, Heading,
        "Ta tillbaka ditt ja" "A consent is taken back without a link.";
    WithdrawalReceipt "/ta-tillbaka/kvittens" [Signer] Everybody, Heading,
        "Vi har fått ditt meddelande" "A message about taking back was received.";
    FillWithdrawal "/ta-tillbaka/:steg" [Signer] Everybody, Heading,
        "Ta tillbaka ditt ja" "A step of taking back without a link.";
    ReportDeath "/avliden" [Signer] Everybody, Heading,
        "När någon har dött" "Somebody on pictures has died.";
    DeathReceipt "/avliden/kvittens" [Signer] Everybody, Heading,
        "Tack för att du berättade" "A message about a death was received.";
    FillDeath "/avliden/:steg" [Signer] Everybody, Heading,
        "När någon har dött" "A step of telling of a death.";
    Symbols "/bildstod" [Signer] Everybody, Heading,
        "Våra symboler" "Every symbol and its word.";
}

/// The heading where there is no page.
pub const NOWHERE: &str = "Sidan finns inte";

/// What stood in an address where the row's path has `:name`, with the names.
pub type Parameters<'a> = Vec<(&'static str, &'a str)>;

impl Page {
    /// What holds of it.
    #[must_use]
    pub const fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// Whether the program holds it.
    #[must_use]
    pub const fn is_in(self, program: Program) -> bool {
        let programs = self.row().programs;
        let mut at = 0;
        while at < programs.len() {
            if programs[at] as u8 == program as u8 {
                return true;
            }
            at += 1;
        }
        false
    }

    /// The page at `path`, and the parameters in the path. A slash at its end is ignored.
    #[must_use]
    pub fn at(path: &str) -> Option<(Self, Parameters<'_>)> {
        let found = |page: &Self| Some((*page, parameters(page.row().path, path)?));
        Self::ALL.iter().find_map(found)
    }

    /// What a person with this role, or without a login, meets here.
    #[must_use]
    pub fn admission(self, role: Option<Role>) -> Admission {
        match (self.row().audience, role) {
            (Audience::Everybody, _) | (Audience::Employees, Some(_)) => Admission::Admitted,
            (Audience::Employees | Audience::May(..), None) => Admission::LogIn,
            (Audience::May(action, _), Some(role)) if may(role, action) => Admission::Admitted,
            (Audience::May(_, purpose), Some(_)) => Admission::Refused(purpose),
        }
    }

    /// The program that answers for the page when a person with this role, or without a login, opens
    /// it: the smallest that holds it. Those who work with everybody's cases have [`Program::Staff`]
    /// wherever it goes, so that they never load another. Other employees never have [`Program::Site`],
    /// so that they load another at most once.
    #[must_use]
    pub fn program(self, role: Option<Role>) -> Program {
        smallest(self.row().programs, role)
    }
}

/// The program that says to a person with this role, or without a login, that there is no such page.
#[must_use]
pub fn program_of_nowhere(role: Option<Role>) -> Program {
    smallest(&[Program::Site, Program::Apply, Program::Staff], role)
}

fn smallest(programs: &'static [Program], role: Option<Role>) -> Program {
    let fits = |program: &&Program| match role {
        None => true,
        Some(Role::Communicator | Role::Administrator) => **program == Program::Staff,
        Some(Role::Employee | Role::Manager) => **program != Program::Site,
    };
    *programs.iter().find(fits).unwrap_or(&programs[0])
}

/// The parameters of `pattern` in `path`, if the path matches it.
fn parameters<'a>(pattern: &'static str, path: &'a str) -> Option<Parameters<'a>> {
    let path = path.strip_suffix('/').unwrap_or(path);
    let pattern = pattern.strip_suffix('/').unwrap_or(pattern);
    let mut found = Vec::new();
    let (mut names, mut texts) = (pattern.split('/'), path.split('/'));
    loop {
        match (names.next(), texts.next()) {
            (None, None) => return Some(found),
            (Some(name), Some(text)) => match name.strip_prefix(':') {
                Some(name) if !text.is_empty() => found.push((name, text)),
                None if name == text => {}
                _ => return None,
            },
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests;
