//! Carrying out what the rules decide about consents: every effect in the same transaction.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Days, Months, NaiveDate, NaiveTime};
use rules::consent::answers::SubjectDetails;
use rules::consent::command::{By, Cause, Command, Decision, Effect, Letter, Moment, To};
use rules::consent::request::ConsentRequest;
use rules::consent::roster::Member;
use rules::consent::state::{Consent, Withdrawal};
use rules::consent::subject::{self, Subject};
use rules::consent::{self, text};
use rules::form::judging::{Facts, Judging};
use rules::permission::{self, Action, Actor, Role};
use rules::publication;
use rules::publication::log::Publication;
use rules::register::Index;
use rules::value::proof::Proof;

use crate::State;
use crate::consent::cache::{Document, Revision};
use crate::consent::changeset::{Changeset, EventDetails};
use crate::crypto::token;
use crate::database::link;
use crate::database::user::User;
use crate::database::writer::{self, LinkChange, NewLink, SignedText};
use crate::http::problem::Problem;
use crate::kind::Kind;
use crate::mail::letter::LetterData;

/// A link that opens a request.
pub const REQUEST: &str = "begaran";
/// A link that one party signs with, once.
pub const SIGN: &str = "signera";
/// A link that a party sees and takes back the consent with.
pub const RECEIPT: &str = "kvittens";

/// A link with which a consent that its holder did not give is stopped.
pub const DOUBT: &str = "stammer-inte";

/// How long a receipt's link lasts. It must outlive the consent, which can be until further notice.
const RECEIPT_YEARS: u32 = 20;
/// How long those on a list can say that a yes was not theirs.
const DOUBT_MONTHS: u32 = 12;
/// Where the publisher finds what is to be taken down.
const REMOVALS: &str = "/publiceringar";
/// Where a letter leads whose receiver has no link of their own.
const NO_LINK: &str = "/samtycke";

/// Where a token leads in the app.
#[must_use]
pub fn path(token: &str) -> String {
    ["/samtycke/lank#", token].concat()
}

/// The word of a letter's template.
pub(crate) fn template(letter: Letter) -> String {
    ["samtycke-", letter.id()].concat()
}

/// A decision being carried out.
pub struct Executor<'a> {
    /// What it is carried out on.
    pub state: &'a State,
    /// What it changes.
    pub changeset: Changeset<'a>,
    /// Who did it, for the history.
    pub details: EventDetails,
    /// Names the letters for ever, when they are to be sent only once.
    pub once: Option<String>,
    /// The consent that was begun beside the one that was decided on, by id.
    pub begun: Option<String>,
    today: NaiveDate,
}

impl<'a> Executor<'a> {
    /// Begins. `actor` stands in the open: a user's id or a word.
    #[must_use]
    pub fn new(state: &'a State, actor: &str, details: EventDetails) -> Self {
        Self {
            state,
            changeset: Changeset::new(state, actor),
            details,
            once: None,
            begun: None,
            today: state.clock.today(),
        }
    }

    /// Decides a command to a consent and carries out what it leads to. Gives the consent
    /// afterwards.
    ///
    /// # Errors
    /// What the rules refuse.
    pub fn consent(
        &mut self,
        consent: &Consent,
        command: Command,
        by: By<'_>,
    ) -> Result<Consent, Problem> {
        let person = match &command {
            Command::Submit(_, given, _) => Some(&given.person),
            Command::Register(registration) => Some(&registration.given.person),
            _ => None,
        };
        let subject = match (person, &consent.subject) {
            (Some(person), _) => self.state.consents.known(person),
            (None, Some(id)) => self.changeset.get::<Subject>(id),
            (None, None) => None,
        };
        let request = consent
            .request
            .as_ref()
            .and_then(|id| self.changeset.get::<ConsentRequest>(id));
        let new_subject = uuid::Uuid::now_v7().simple().to_string();
        let new_id = uuid::Uuid::now_v7().simple().to_string();
        let shown = match &command {
            Command::Withdraw(Withdrawal::Pictures(_)) | Command::SettleNo(_) => self
                .changeset
                .shown_on(consent)
                .into_iter()
                .map(|kept| kept.value.picture.id.clone())
                .collect(),
            _ => BTreeSet::new(),
        };
        let theirs = subject
            .as_ref()
            .map(|kept| self.state.consents.of_subject(&kept.value.id))
            .unwrap_or_default();
        let others: Vec<&Consent> = theirs
            .iter()
            .map(|kept| &kept.value)
            .filter(|other| other.id != consent.id && other.unit == consent.unit)
            .collect();
        let known_as = person.or(subject.as_ref().map(|kept| &kept.value.person));
        let is_elsewhere =
            known_as.is_some_and(|person| self.is_elsewhere(&consent.unit, person, &theirs));
        let list = list_of(&self.changeset, &consent.unit);
        let list: Vec<&Member> = list.iter().map(|kept| &kept.value).collect();
        let next_number = match (&consent.number, person) {
            (None, Some(_)) => self.state.consent_numbers.next(self.changeset.now()),
            _ => String::new(),
        };
        let moment = Moment {
            policy: &self.state.policy.value,
            today: self.today,
            now: self.changeset.now(),
            next_number: &next_number,
            request: request.as_ref().map(|kept| &kept.value),
            subject: subject.as_ref().map(|kept| &kept.value),
            subject_id: subject.as_ref().map_or(&new_subject, |kept| &kept.value.id),
            new_id: &new_id,
            others: &others,
            is_elsewhere,
            list: &list,
            shown: &shown,
        };
        let decision = consent::decide::decide(consent, command, by, &moment)?;
        let next = decision.consent.clone();
        if let Some(version) = &decision.event.text_version {
            self.keep_text(&next, version)?;
        }
        self.apply(decision)?;
        Ok(next)
    }

    /// Whether the person has answered at, or stands on the list of, a unit that has nothing to do with
    /// this one.
    fn is_elsewhere(
        &self,
        unit: &str,
        person: &SubjectDetails,
        theirs: &[Arc<Revision<Consent>>],
    ) -> bool {
        let is_other = |other: &str| !is_near(self.state, unit, other);
        let has_answered = theirs.iter().any(|kept| {
            let consent = &kept.value;
            is_other(&consent.unit) && consent.number.is_some() && !consent.is_void()
        });
        has_answered
            || !self
                .state
                .consents
                .members()
                .find(|row| row.is_here(self.today) && is_other(&row.unit) && row.person.is(person))
                .is_empty()
    }

    /// Keeps what was read before it was signed. A party who signs after the policy has changed signs
    /// what the first one did, and that is kept already.
    fn keep_text(&mut self, consent: &Consent, version: &str) -> Result<(), Problem> {
        let facts = Facts {
            policy: &self.state.policy.value,
            register: &Index::default(),
            today: self.today,
        };
        let reading = Judging::new(&consent.draft, facts);
        let Some(wording) = text::wording_of(&reading, version) else {
            return Ok(());
        };
        let text = text::of(&reading, wording);
        self.changeset.text(SignedText {
            version: text.version,
            parts: serde_json::to_string(&text.parts).map_err(Problem::broken)?,
        });
        Ok(())
    }

    fn apply(&mut self, decision: Decision) -> Result<(), Problem> {
        let Decision {
            consent,
            event,
            effects,
        } = decision;
        if effects.contains(&Effect::Discard) {
            return self
                .changeset
                .destroy::<Consent>(&consent.id, event.kind.id(), "{}");
        }
        let details = EventDetails {
            namn: self.details.namn.clone(),
            roll: event
                .role
                .map_or("", consent::party::PartyRole::id)
                .to_owned(),
            hur: event.proof.map_or("", Proof::id).to_owned(),
            textversion: event.text_version.unwrap_or_default(),
            orsak: event.reason.to_owned(),
        };
        self.changeset
            .put(consent.clone(), event.kind.id(), &details)?;
        for effect in effects {
            match effect {
                Effect::Letter(to, letter) => self.letter(&consent, to, letter),
                Effect::Tell(address, letter) => self.tell_listed(&consent, address, letter),
                Effect::Remove(removal, cause) => {
                    let leaning = self.changeset.leaning_on(&consent);
                    let hit = |publication: &Publication| {
                        publication.is_hit_by(&leaning, &removal).map(str::to_owned)
                    };
                    let number = consent.number.as_deref().unwrap_or_default();
                    self.order_removals(hit, cause, number)?;
                }
                Effect::KeepPictures => self.keep_pictures(&consent)?,
                Effect::KeepSubject(person) => {
                    let id = consent.subject.clone().unwrap_or_default();
                    let unique_key = person.claims().into_iter().next();
                    let subject = Subject::new(id.clone(), *person);
                    self.changeset.put(subject, "ny", &self.details.clone())?;
                    if let Some(unique_key) = unique_key {
                        self.changeset.unique_key(Kind::Subject, &id, &unique_key);
                    }
                }
                Effect::DeclinePictures => {
                    let subject = consent
                        .subject
                        .as_ref()
                        .and_then(|id| self.changeset.get::<Subject>(id));
                    if let Some(kept) = subject.filter(|kept| kept.value.declined.is_none()) {
                        let command = subject::Command::DeclinePictures;
                        self.subject(&kept.value, command, By::System)?;
                    }
                }
                Effect::ToOlder(command) => {
                    let older = self
                        .changeset
                        .find::<Consent>(|older| consent.replaces(older));
                    for kept in older {
                        self.pass_on(&kept.value, command.clone())?;
                    }
                }
                Effect::CloseSigning => self.changeset.link(LinkChange::Revoke {
                    kind: Kind::Consent,
                    id: consent.id.clone(),
                    purpose: Some(SIGN.to_owned()),
                    party: None,
                    at: self.changeset.now(),
                }),
                Effect::CloseLinks(party) => self.changeset.link(LinkChange::Revoke {
                    kind: Kind::Consent,
                    id: consent.id.clone(),
                    purpose: None,
                    party: i64::try_from(party).ok(),
                    at: self.changeset.now(),
                }),
                Effect::Anew(anew) => {
                    self.begun = Some(anew.id.clone());
                    self.changeset.put(*anew, event.kind.id(), &details)?;
                }
                Effect::Discard => {}
            }
        }
        Ok(())
    }

    /// Gives a command to another consent, if it can take it.
    ///
    /// # Errors
    /// What the rules refuse, but for what cannot be done now.
    pub fn pass_on(&mut self, consent: &Consent, command: Command) -> Result<(), Problem> {
        if consent.admits(command.kind(), By::System).is_err() {
            return Ok(());
        }
        match self.consent(consent, command, By::System) {
            // It has been frozen for this already, or was never frozen for it.
            Err(Problem::ConsentRefused(consent::refusal::Refusal::NotNow)) => Ok(()),
            other => other.map(|_| ()),
        }
    }

    /// Decides a command to a person's page and carries out what it leads to. Gives the page
    /// afterwards.
    ///
    /// # Errors
    /// What the rules refuse.
    pub fn subject(
        &mut self,
        subject: &Subject,
        command: subject::Command,
        by: By<'_>,
    ) -> Result<Subject, Problem> {
        let word = command.id();
        let subject::Decision {
            subject: next,
            effects,
        } = subject::decide(subject, command, by, self.today)?;
        self.changeset
            .put(next.clone(), word, &self.details.clone())?;
        for effect in effects {
            match effect {
                subject::Effect::ToConsents(command) => {
                    let theirs = self.changeset.find::<Consent>(|consent| {
                        consent.subject.as_deref() == Some(next.id.as_str())
                    });
                    for kept in theirs {
                        self.pass_on(&kept.value, command.clone())?;
                    }
                }
                subject::Effect::RemovePictures(cause) => {
                    let hit = |publication: &Publication| {
                        publication.shows(&next.id).then(|| next.id.clone())
                    };
                    let theirs = self.state.consents.of_subject(&next.id);
                    let number = theirs.last().and_then(|kept| kept.value.number.as_deref());
                    self.order_removals(hit, cause, number.unwrap_or_default())?;
                }
                subject::Effect::StrikeFromLists => {
                    let rows = self
                        .changeset
                        .find::<Member>(|member| member.person.is(&next.person));
                    for row in rows {
                        self.changeset
                            .destroy::<Member>(&row.value.id, word, "{}")?;
                    }
                }
            }
        }
        Ok(next)
    }

    /// Lets what was ready to be taken down for a no stay, since the no was a mistake.
    fn keep_pictures(&mut self, consent: &Consent) -> Result<(), Problem> {
        let subject = consent.subject.clone().unwrap_or_default();
        for kept in self.changeset.shown_on(consent) {
            let command = publication::log::Command::Keep(subject.clone(), Cause::Unconfirmed);
            self.publication(&kept.value, command)?;
        }
        Ok(())
    }

    /// Gives a command to a publication, if it can take it now. Gives the publication afterwards.
    fn publication(
        &mut self,
        publication: &Publication,
        command: publication::log::Command,
    ) -> Result<Option<Publication>, Problem> {
        let word = command.id();
        let decided = publication::log::decide(
            publication,
            command,
            By::System,
            &self.state.policy.value,
            self.today,
            self.changeset.now(),
        );
        match decided {
            Ok(next) => {
                self.changeset
                    .put(next.clone(), word, &self.details.clone())?;
                Ok(Some(next))
            }
            // Ordered or taken down already, printed, or never ordered.
            Err(publication::log::Refusal::NotNow) => Ok(None),
            Err(refusal) => Err(Problem::PublicationRefused(Box::new(refusal))),
        }
    }

    /// Has every publication taken down that `hit` gives a person's id for.
    fn order_removals(
        &mut self,
        hit: impl Fn(&Publication) -> Option<String>,
        cause: Cause,
        number: &str,
    ) -> Result<(), Problem> {
        let found = self
            .changeset
            .find::<Publication>(|publication| hit(publication).is_some());
        for kept in found {
            let Some(subject) = hit(&kept.value) else {
                continue;
            };
            let command = publication::log::Command::Order(subject, cause);
            if let Some(next) = self.publication(&kept.value, command)? {
                self.tell_publisher(&next.by, number);
            }
        }
        Ok(())
    }

    /// Tells the publisher that something is to be taken down: once, however much it is. When
    /// they are here no longer it is for communications to do.
    fn tell_publisher(&mut self, user: &str, number: &str) {
        let publisher = self.state.users.get(user);
        match publisher.filter(|person| !person.disabled) {
            Some(person) => self.tell_user(&person.email, Letter::Removal, number, REMOVALS),
            None => {
                let action = Action::SeePublications;
                self.tell_communications(action, Letter::Removal, number, REMOVALS);
            }
        }
    }

    /// Tells all who may do what waits, except the user who made it wait.
    pub fn tell_communications(
        &mut self,
        action: Action,
        letter: Letter,
        number: &str,
        path: &str,
    ) {
        let people = self.state.users.enabled();
        let actor = self.state.users.get(self.changeset.actor());
        let but = actor.as_ref().map(|person| person.email.as_str());
        let known = people
            .iter()
            .map(|person| (person.role, person.email.as_str()));
        for address in permission::addresses(action, known, but.as_slice()) {
            self.tell_user(address, letter, number, path);
        }
    }

    /// Tells those of the staff who can do what waits: of the unit that asked or, when it has nobody, of
    /// the nearest one above; and communications when there is nobody there either.
    fn tell_staff(&mut self, consent: &Consent, to: To, letter: Letter) {
        let number = consent.number.as_deref().unwrap_or_default();
        let path = ["/samtycken/", &consent.id].concat();
        let nearest = nearest(self.state, &consent.unit, |person, is_there| {
            let asked = to == To::Unit && person.id == consent.created_by;
            permission::may(person.role, Action::ConfirmSigner)
                && (to == To::Unit || person.role == Role::Manager)
                && (is_there || asked)
        });
        match nearest.filter(|_| to != To::Communications) {
            Some(people) => {
                for person in people {
                    self.tell_user(&person.email, letter, number, &path);
                }
            }
            None => self.tell_communications(Action::ReviewConsent, letter, number, &path),
        }
    }

    /// A letter to a user, unless it is on its way already.
    fn tell_user(&mut self, address: &str, letter: Letter, number: &str, path: &str) {
        let telling = LetterData {
            lank: path.to_owned(),
            nummer: number.to_owned(),
            ..LetterData::default()
        };
        let letter = writer::Letter {
            recipient: address.to_owned(),
            template: template(letter),
            body: telling.body(),
            about: number.to_owned(),
            ..writer::Letter::default()
        };
        if !self.changeset.sends(&letter) {
            self.changeset.letter(letter);
        }
    }

    /// A letter of the rules, unless the person is protected or has no address.
    pub fn letter(&mut self, consent: &Consent, to: To, letter: Letter) {
        let subject = consent
            .subject
            .as_ref()
            .and_then(|id| self.changeset.get::<Subject>(id));
        let Some(subject) = subject else {
            return;
        };
        let email = match to {
            To::Party(index) => consent
                .parties
                .get(index)
                .and_then(|party| party.email.clone()),
            To::Person => subject.value.person.email.clone(),
            To::Unit | To::UnitManager | To::Communications => {
                return self.tell_staff(consent, to, letter);
            }
        };
        let Some(email) = email else {
            return;
        };
        if subject.value.protected {
            return;
        }
        let (lank, link) = match to {
            To::Party(index) => {
                let token = self.personal_link(consent, index);
                (path(&token), token::hashed(&token))
            }
            To::Person | To::Unit | To::UnitManager | To::Communications => {
                (NO_LINK.to_owned(), String::new())
            }
        };
        let number = consent.number.clone().unwrap_or_default();
        let telling = LetterData {
            nummer: number.clone(),
            lank,
            ..LetterData::default()
        };
        let once = self.once.as_ref().map(|once| {
            let address = self.state.keyring.look_up("brev", &email);
            [once, " ", &address[..16]].concat()
        });
        self.changeset.letter(writer::Letter {
            recipient: email,
            template: template(letter),
            body: telling.body(),
            about: number,
            link,
            once,
        });
    }

    /// A letter to an address that the unit's list has, with a link that shows nothing and can stop.
    fn tell_listed(&mut self, consent: &Consent, address: String, letter: Letter) {
        let last = self.today.checked_add_months(Months::new(DOUBT_MONTHS));
        let expires = last
            .unwrap_or(self.today)
            .and_time(NaiveTime::MIN)
            .and_utc();
        let now = self.changeset.now();
        let (token, link) = link::make((Kind::Consent, &consent.id), None, DOUBT, now, expires);
        self.issue(link);
        let number = consent.number.clone().unwrap_or_default();
        let telling = LetterData {
            nummer: number.clone(),
            lank: path(&token),
            ..LetterData::default()
        };
        self.changeset.letter(writer::Letter {
            recipient: address,
            template: template(letter),
            body: telling.body(),
            about: number,
            link: token::hashed(&token),
            ..writer::Letter::default()
        });
    }

    /// A new link for one party, to sign with while that is waited for, else to look and take back
    /// with. Gives its token.
    pub fn personal_link(&mut self, consent: &Consent, party: usize) -> String {
        let now = self.changeset.now();
        let policy = &self.state.policy.value;
        let waits = consent.state == consent::state::State::AwaitingSignatures
            && consent
                .parties
                .get(party)
                .is_some_and(|party| consent.awaits(party, policy, self.today));
        let (purpose, last) = if waits {
            (SIGN, consent.signing_ends(policy).unwrap_or(self.today))
        } else {
            let last = self
                .today
                .checked_add_months(Months::new(12 * RECEIPT_YEARS));
            (RECEIPT, last.unwrap_or(self.today))
        };
        let expires = (last + Days::new(1)).and_time(NaiveTime::MIN).and_utc();
        let party = i64::try_from(party).ok();
        let (token, link) = link::make((Kind::Consent, &consent.id), party, purpose, now, expires);
        self.issue(link);
        token
    }

    /// Adds a link.
    pub fn issue(&mut self, link: NewLink) {
        self.changeset.link(LinkChange::Issue(link));
    }
}

/// Those whom `can` takes at the unit or, when it has nobody, at the nearest one above. It is told whether a
/// person is of the unit that is looked at.
pub(crate) fn nearest(
    state: &State,
    unit: &str,
    can: impl Fn(&User, bool) -> bool,
) -> Option<Vec<Arc<User>>> {
    let people = state.users.enabled();
    let line = state.policy.value.units.line(unit);
    let at = |unit: &str| -> Vec<Arc<User>> {
        let here = people.iter();
        here.filter(|person| can(person, person.unit == unit))
            .cloned()
            .collect()
    };
    line.map(|unit| at(&unit.id))
        .find(|found| !found.is_empty())
}

/// The rows of those who are at the unit today, on its own list and on those of the units above and
/// below it.
pub(crate) fn list_of(changeset: &Changeset<'_>, unit: &str) -> Vec<Arc<Revision<Member>>> {
    let state = changeset.state();
    let today = state.clock.today();
    changeset.find::<Member>(|member| member.is_here(today) && is_near(state, unit, &member.unit))
}

/// Whether two units are one, or one is above the other.
pub(crate) fn is_near(state: &State, one: &str, other: &str) -> bool {
    let units = &state.policy.value.units;
    units.line(one).any(|above| above.id == other) || units.line(other).any(|above| above.id == one)
}

/// How often a look is noted anew when the document changes in the very moment.
const LOOKS_MAX: usize = 5;

/// Notes that a user looked at a document. Without the note there is no look.
///
/// # Errors
/// When there is no such document any more, or the note cannot be kept.
pub async fn note_look<T: Document>(
    state: &State,
    actor: &Actor,
    id: &str,
    action: &str,
) -> Result<(), Problem> {
    let mut tried = 0;
    loop {
        let mut changeset = Changeset::new(state, &actor.id);
        let kept = changeset.get::<T>(id).ok_or(Problem::NotFound)?;
        changeset.note(&kept, action, &EventDetails::by(actor))?;
        tried += 1;
        match changeset.commit(None).await {
            Err(Problem::Stale(_)) if tried < LOOKS_MAX => {}
            other => return other.map(|_| ()),
        }
    }
}
