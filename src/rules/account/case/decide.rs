//! Who may give a command, and what it leads to.

use super::command::{Command, Decision, Effect, Event, Kind, Moment, TRANSITIONS, Who};
use super::{
    Case, Checked, MESSAGE_CHARS_MAX, MESSAGES_MAX, Message, Report, State, Verdict, letter,
};
use crate::account::Account;
use crate::account::change::Change;
use crate::account::refusal::{Input, Refusal};
use crate::form::draft::Draft;
use crate::permission::Actor;
use crate::permission::{self, Action};
use crate::value::address;
use crate::value::date;
use crate::value::email;
use crate::value::text;

impl Case {
    /// Whether the actor may give a command of this kind now, its inputs aside.
    ///
    /// # Errors
    ///
    /// Why not.
    pub fn admits(&self, kind: Kind, actor: &Actor) -> Result<(), Refusal> {
        if !self.is_seen_by(actor) {
            return Err(Refusal::NotAllowed);
        }
        let Some(row) = TRANSITIONS.iter().find(|row| row.kind == kind) else {
            return Err(Refusal::NotAllowed);
        };
        let may = |action| permission::may(actor.role, action);
        match row.who {
            Who::Applicant if !may(Action::Apply) || !self.is_own(actor) => {
                return Err(Refusal::NotAllowed);
            }
            Who::Manager if self.is_own(actor) => return Err(Refusal::OwnCase),
            Who::Manager if !may(Action::ApproveAsManager) || !self.names_manager(actor) => {
                return Err(Refusal::NotAllowed);
            }
            Who::OtherStaff if !may(Action::Decide) => return Err(Refusal::NotAllowed),
            Who::OtherStaff if self.is_own(actor) => return Err(Refusal::OwnCase),
            Who::Registrar if !may(Action::SetRegistryNumber) => {
                return Err(Refusal::NotAllowed);
            }
            Who::Participant if !may(Action::Message) => return Err(Refusal::NotAllowed),
            Who::Applicant | Who::Manager | Who::OtherStaff | Who::Registrar | Who::Participant => {
            }
        }
        // A change is carried out when it is granted: there is nothing to report.
        let reports_change = kind == Kind::Report && self.proposal.is_none();
        // One's own case can be taken once; taking it over from a colleague is another matter.
        let has_it = kind == Kind::Take
            && self
                .handler
                .as_ref()
                .is_some_and(|handler| handler.id == actor.id);
        if !row.from.contains(&self.state) || reports_change || has_it {
            return Err(Refusal::NotNow);
        }
        Ok(())
    }

    /// The commands the actor may give now.
    pub fn offered(&self, actor: &Actor) -> Vec<Kind> {
        Kind::ALL
            .iter()
            .copied()
            .filter(|kind| self.admits(*kind, actor).is_ok())
            .collect()
    }
}

/// Decides what a command leads to.
///
/// # Errors
///
/// A [`Refusal`]; nothing has changed.
pub fn decide(
    case: &Case,
    command: Command,
    actor: &Actor,
    moment: &Moment<'_>,
) -> Result<Decision, Refusal> {
    let kind = command.kind();
    case.admits(kind, actor)?;
    let mut next = case.clone();
    let mut effects = Vec::new();
    let note = match command {
        Command::Submit(draft, checked) => {
            case.accepts(&draft)?;
            next.number.get_or_insert(moment.next_number.to_owned());
            next.sent.get_or_insert(moment.now);
            send(&mut next, draft, checked);
            String::new()
        }
        Command::Complete(draft, checked) => {
            case.accepts(&draft)?;
            send(&mut next, draft, checked);
            next.open_steps.clear();
            String::new()
        }
        Command::ManagerApprove(comment) => {
            let comment = written(&comment)?;
            next.state = State::UnderReview;
            next.manager_verdict = Some(verdict(true, &comment, actor, moment));
            comment
        }
        Command::ManagerRefuse(comment) => {
            let comment = required(&comment, Input::ReasonMissing)?;
            next.state = State::Refused;
            next.manager_verdict = Some(verdict(false, &comment, actor, moment));
            comment
        }
        Command::Take => {
            next.handler = Some(actor.clone());
            String::new()
        }
        Command::AskCompletion(steps, message) => {
            let message = required(&message, Input::MessageMissing)?;
            let form = case.draft.form();
            let known = steps.iter().all(|slug| form.step(slug).is_some());
            if steps.is_empty() || !known {
                return Err(Refusal::Input(Input::StepsMissing));
            }
            add_message(&mut next, actor, moment, message.clone())?;
            next.state = State::Supplementing;
            for slug in steps {
                if !next.open_steps.contains(&slug) {
                    next.open_steps.push(slug);
                }
            }
            next.handler.get_or_insert(actor.clone());
            message
        }
        Command::Grant(reasons) => {
            let reasons = written(&reasons)?;
            next.verdict = Some(verdict(true, &reasons, actor, moment));
            next.handler.get_or_insert(actor.clone());
            match (&case.change, &case.account) {
                (Some(change), Some(account)) => {
                    if let Change::Move { konto } = change
                        && moment
                            .facts
                            .register
                            .taken(konto)
                            .is_some_and(|row| row.id != *account)
                    {
                        return Err(Refusal::Taken);
                    }
                    next.state = State::Registered;
                    effects.push(Effect::ChangeAccount {
                        account: account.clone(),
                        change: change.clone(),
                    });
                }
                _ => next.state = State::Approved,
            }
            reasons
        }
        Command::Refuse(reasons) => {
            let reasons = required(&reasons, Input::ReasonMissing)?;
            next.state = State::Refused;
            next.verdict = Some(verdict(false, &reasons, actor, moment));
            next.handler.get_or_insert(actor.clone());
            reasons
        }
        Command::Report(address, day) => {
            let proposal = case.proposal.as_ref().ok_or(Refusal::NotNow)?;
            let address = address::parse(Some(proposal.address.platform()), &address)
                .map_err(|_| Refusal::Input(Input::Address))?;
            let started = date::parse(&day)
                .and_then(|day| date::within(day, ..=moment.facts.today))
                .map_err(|_| Refusal::Input(Input::StartDate))?;
            let as_granted = address.key() == proposal.address.key();
            next.report = Some(Report { address, started });
            if as_granted {
                effects.push(enter(&mut next, moment)?);
            } else {
                next.state = State::Reported;
            }
            String::new()
        }
        Command::Enter => {
            effects.push(enter(&mut next, moment)?);
            String::new()
        }
        Command::Withdraw => {
            next.state = State::Withdrawn;
            String::new()
        }
        Command::Message(text) => {
            let text = required(&text, Input::MessageMissing)?;
            add_message(&mut next, actor, moment, text)?;
            String::new()
        }
        Command::SetRegistryNumber(number) => {
            let number = text::tidy(&number).into_owned();
            if number.is_empty() || 50 < text::chars(&number) {
                return Err(Refusal::Input(Input::RegistryNumber));
            }
            next.registry_number = Some(number.clone());
            number
        }
    };
    if next.state != case.state {
        next.since = moment.now;
    }
    Ok(Decision {
        letters: letter::written(case, &next, kind, actor),
        case: next,
        event: Event { kind, note },
        effects,
    })
}

/// Where a case goes when it is sent, first or again.
fn send(case: &mut Case, draft: Draft, checked: Checked) {
    case.draft = draft.without_hidden();
    let manager = match checked {
        Checked::Start(application) => {
            case.proposal = Some(application.proposal());
            case.flags = application.flags().to_vec();
            case.remarks = application.remarks().to_vec();
            application.needs_manager().then(|| application.manager())
        }
        Checked::Change(request) => {
            case.account = Some(request.account().to_owned());
            case.change = Some(request.change().clone());
            case.remarks = request.remarks().to_vec();
            request.accepting_manager().cloned()
        }
    };
    // A manager who has said yes here need not be asked again unless it is now another person.
    let still = case.manager_verdict.is_some()
        && match (&manager, &case.manager) {
            (Some(now), Some(before)) => email::same(&now.email, &before.email),
            (None, _) => true,
            (Some(_), None) => false,
        };
    if !still {
        case.manager_verdict = None;
    }
    case.state = if manager.is_some() && !still {
        State::AwaitingManager
    } else {
        State::UnderReview
    };
    if manager.is_some() {
        case.manager = manager;
    }
}

/// Makes the account of a report, unless a person has taken its name meanwhile.
fn enter(case: &mut Case, moment: &Moment<'_>) -> Result<Effect, Refusal> {
    let (Some(proposal), Some(report)) = (&case.proposal, &case.report) else {
        return Err(Refusal::NotNow);
    };
    if moment.facts.register.taken(&report.address).is_some() {
        return Err(Refusal::Taken);
    }
    let account = Account::new(
        moment.next_account.to_owned(),
        proposal,
        report.address.clone(),
        report.started,
        case.id.clone(),
    );
    case.account = Some(account.id.clone());
    case.state = State::Registered;
    Ok(Effect::CreateAccount(Box::new(account)))
}

fn verdict(granted: bool, reasons: &str, actor: &Actor, moment: &Moment<'_>) -> Verdict {
    Verdict {
        granted,
        reasons: reasons.to_owned(),
        at: moment.now,
        by: actor.name.clone(),
        policy_version: moment.facts.policy.version.clone(),
    }
}

fn add_message(
    case: &mut Case,
    actor: &Actor,
    moment: &Moment<'_>,
    text: String,
) -> Result<(), Refusal> {
    if MESSAGES_MAX <= case.messages.len() {
        return Err(Refusal::Input(Input::TooMany));
    }
    case.messages.push(Message {
        at: moment.now,
        from: actor.name.clone(),
        from_staff: permission::may(actor.role, Action::Decide) && !case.is_own(actor),
        text,
    });
    Ok(())
}

/// A text that may be empty but not too long.
fn written(text: &str) -> Result<String, Refusal> {
    let text = text::tidy_lines(text);
    if MESSAGE_CHARS_MAX < text::chars(&text) {
        return Err(Refusal::Input(Input::TooLong));
    }
    Ok(text.into_owned())
}

/// A text that may be neither.
fn required(text: &str, missing: Input) -> Result<String, Refusal> {
    let text = written(text)?;
    if text.is_empty() {
        return Err(Refusal::Input(missing));
    }
    Ok(text)
}
