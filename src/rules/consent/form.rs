//! The consent forms, and what their answers come to.
//!
//! Before any of them stands [`PROTECTED`]: a page that stores nothing, not even that it was chosen.
//! Then each form is a table like any other, in a module of its own, made of the questions and rules
//! that they share. [`check`] is the only way from answers to a [`Checked`].
//!
//! What a request settles ([`prefill`]) stands in the draft from the start: the unit, the occasion and
//! the channels. Only the channels that the request offers are asked about. The holder of a link cannot
//! change it; see [`Draft::with_request`].

pub mod adult;
pub mod deceased;
pub mod oral;
pub mod paper;
pub mod pictogram;
pub mod question;
pub mod representative;
mod rule;
pub mod withdrawal;
pub mod youth;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::answers::{ConsentAnswers, Outcome, ReviewReason, SubjectDetails, WhyNot};
use super::party::{Duty, Mandate, Party, PartyRole, Reply};
use super::roster::{Contact, Member};
use super::scope::{Channel, Medium, Naming, Occasion, Purpose, Scope, Validity};
use crate::form::Form;
use crate::form::draft::{Answer, Draft};
use crate::form::field::{Field, NO, UNKNOWN, YES};
use crate::form::finding::{self, Finding};
use crate::form::judging::{Facts, Judging};
use crate::policy::Policy;
use crate::policy::guideline::Guideline;
use question::*;

/// A page before a form, which is no part of it: nothing on it is ever kept.
pub struct Notice {
    /// The rule's id.
    pub id: &'static str,
    /// The sentence it enforces.
    pub guideline: Guideline,
    /// The question.
    pub question: &'static str,
    /// What it means.
    pub lead: &'static str,
    /// What a person who says yes is told. The contact's telephone and visiting address follow.
    pub advice: &'static str,
}

/// Asked before the first field of every consent form (rule `skyddad-identitet`).
pub static PROTECTED: Notice = Notice {
    id: "skyddad-identitet",
    guideline: Guideline::Personal,
    question: "Har du eller den det gäller skyddade personuppgifter?",
    lead: "Då ska du inte svara här. Vi sparar inte vad du väljer.",
    advice: "Använd inte tjänsten. Ring eller besök oss, så hjälper vi dig.",
};

/// A draft of `form` with what a request settles and nothing else.
pub fn prefill(
    form: &'static Form,
    policy: &Policy,
    unit: &str,
    occasion: &Occasion,
    channels: &BTreeSet<Channel>,
    account: Option<&str>,
) -> Draft {
    let mut draft = Draft::new(form);
    draft.set_text(&VERKSAMHET, unit);
    match occasion {
        Occasion::Once { day, place } => {
            draft.set_text(&BILDER_FRAN, ONCE);
            draft.set_text(&TILLFALLE_DAG, crate::value::date::iso(*day));
            draft.set_text(&TILLFALLE_PLATS, place.as_str());
        }
        Occasion::Ongoing => draft.set_text(&BILDER_FRAN, ONGOING),
    }
    let ids = channels.iter().map(|channel| channel.id().to_owned());
    draft.set(&KANALER, Answer::List(ids.collect()));
    if let Some(account) = account {
        draft.set_text(&ENHETENS_KONTO, account);
    }
    let by = if policy.match_guardians {
        youth::BY_NUMBER
    } else {
        youth::BY_BIRTH
    };
    draft.set_text(&youth::ANGES_MED, by);
    draft
}

/// The answers of a consent form that have kept every rule. Only [`check`] makes one.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    given: ConsentAnswers,
    text_version: Option<String>,
    day: NaiveDate,
    paper_place: Option<String>,
    signed: BTreeSet<usize>,
    remarks: Vec<Finding>,
}

impl Checked {
    /// What the answers come to.
    pub fn given(&self) -> &ConsentAnswers {
        &self.given
    }

    /// The version of the information text that was confirmed; none was shown on paper or when
    /// a person was asked by word of mouth, and none need be read for a no.
    pub fn text_version(&self) -> Option<&str> {
        self.text_version.as_deref()
    }

    /// The day it was signed or said: today, unless the form says otherwise.
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// Where the sheet of paper is kept.
    pub fn paper_place(&self) -> Option<&str> {
        self.paper_place.as_deref()
    }

    /// Who of the parties has signed the sheet, or spoken, by place: the first, those in the same role,
    /// and a youth who signed the guardians' sheet.
    pub fn signed(&self) -> &BTreeSet<usize> {
        &self.signed
    }

    /// What was found without being in the way.
    pub fn remarks(&self) -> &[Finding] {
        &self.remarks
    }
}

/// Judges a draft of any form that a consent is given or declined with.
///
/// # Errors
///
/// Every finding, in field order, when at least one is in the way.
pub fn check(draft: &Draft, facts: &Facts<'_>) -> Result<Checked, Vec<Finding>> {
    let judging = Judging::new(draft, *facts);
    let findings = finding::find(&judging);
    if findings.iter().any(|finding| finding.blocks(&[])) {
        return Err(findings);
    }
    let Some(given) = read(&judging) else {
        return Err(findings);
    };
    let first = given.parties.first().map(|party| party.role);
    let is_on_sheet = |role| {
        Some(role) == first || (role == PartyRole::Youth && judging.is_yes(&paper::PAPPER_BARNET))
    };
    let parties = given.parties.iter().enumerate();
    let signed = parties
        .filter(|(_, party)| is_on_sheet(party.role))
        .map(|(place, _)| place)
        .collect();
    let spoken = judging.date(&oral::MUNTLIGT_DAG).ok();
    Ok(Checked {
        given,
        text_version: some(judging.text(&TEXT_LAST)),
        day: spoken.unwrap_or(rule::signing_day(&judging)),
        paper_place: some(judging.text(&paper::PAPPER_PLATS)),
        signed,
        remarks: findings,
    })
}

/// Whom a question to a person on a unit's list goes to first, with this form; none when the form is not
/// for them. Another guardian is asked when the first has answered.
pub fn addressee<'a>(row: &'a Member, form: &Form, today: NaiveDate) -> Option<&'a Contact> {
    let is_minor = row.person.is_minor(today);
    let answers = |role: PartyRole| match (is_minor, role) {
        (true, role) => form == &youth::FORM && role.is_for_minor(),
        (false, PartyRole::Person) => form == &adult::FORM,
        (false, role) => form == &representative::FORM && role == PartyRole::Representative,
    };
    let mut contacts = row.person.contacts.iter();
    contacts.find(|contact| answers(contact.role))
}

/// The questions that a no to everything needs answers to, beside what the request settles: who says it,
/// and about whom.
fn needed_for_no(form: &Form) -> &'static [&'static Field] {
    static OF_YOUTH: &[&Field] = &[
        &youth::FYLLER_I,
        &DITT_NAMN,
        &youth::BARN_NAMN,
        &youth::BARN_FODD,
        &youth::BARN_PERSONNUMMER,
    ];
    static OF_REPRESENTED: &[&Field] = &[&FORETRADARE_NAMN, &NAMN, &FODD];
    static OF_ADULT: &[&Field] = &[&adult::VEM_GALLER, &NAMN, &FODD];
    if form == &youth::FORM {
        OF_YOUTH
    } else if form == &representative::FORM {
        OF_REPRESENTED
    } else {
        OF_ADULT
    }
}

/// Whether a no to everything needs an answer to the question about this field.
pub fn is_needed_for_no(form: &Form, field: &Field) -> bool {
    needed_for_no(form)
        .iter()
        .any(|needed| std::ptr::eq(*needed, field))
}

/// The draft with a no to everything: of what was written only what that needs.
pub fn no_to_everything(draft: &Draft) -> Draft {
    let form = draft.form();
    let mut no = Draft::new(form).with_request(draft);
    for field in needed_for_no(form) {
        no.set_text(field, draft.text(field));
    }
    for (field, _) in MEDIA {
        no.set_text(field, NO);
    }
    no
}

/// Judges a draft of [`no_to_everything`]: nothing else has to be answered, and nobody else is named.
///
/// # Errors
///
/// Every finding about those questions, in field order, when at least one is in the way.
pub fn check_no(draft: &Draft, facts: &Facts<'_>) -> Result<ConsentAnswers, Vec<Finding>> {
    let judging = Judging::new(draft, *facts);
    let is_needed = |finding: &Finding| is_needed_for_no(draft.form(), finding.rule.field);
    let findings: Vec<Finding> = finding::find(&judging)
        .into_iter()
        .filter(is_needed)
        .collect();
    if findings.iter().any(|finding| finding.blocks(&[])) {
        return Err(findings);
    }
    let mut given = read(&judging).ok_or(findings)?;
    given.parties.truncate(1);
    given.review.clear();
    Ok(given)
}

/// The text, unless it is empty.
fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// What the answers come to; `None` cannot happen once every rule was kept, but for a draft of a form
/// that is no consent.
fn read(judging: &Judging<'_>) -> Option<ConsentAnswers> {
    let form = judging.form();
    let is_youth = form == &youth::FORM;
    let is_oral = form == &oral::FORM;
    let is_consent = is_youth
        || is_oral
        || [
            &adult::FORM,
            &representative::FORM,
            &pictogram::FORM,
            &paper::FORM,
        ]
        .contains(&form);
    if !is_consent {
        return None;
    }
    let by_youth = judging.text(&youth::FYLLER_I) == youth::YOUTH;
    let (email, phone) = if by_youth {
        (&DIN_EPOST, &DIN_TELEFON)
    } else if is_youth {
        (&youth::UNGDOM_EPOST, &youth::UNGDOM_TELEFON)
    } else {
        (&adult::EPOST, &adult::TELEFON)
    };
    let number = judging.personnummer(&youth::BARN_PERSONNUMMER).ok();
    let person = SubjectDetails {
        name: judging
            .text(if is_youth { &youth::BARN_NAMN } else { &NAMN })
            .to_owned(),
        born: rule::born(judging),
        personnummer: number.map(|number| number.digits().to_owned()),
        email: judging.email(email).ok().map(str::to_owned),
        phone: judging.phone(phone).ok().map(str::to_owned),
        unit: judging.text(&VERKSAMHET).to_owned(),
        staff: is_oral,
    };
    let parties = parties(judging, &person);
    let mut review = Vec::new();
    if judging.text(&youth::ANTAL) == UNKNOWN {
        review.push(ReviewReason::GuardiansUnknown);
    }
    let duty = Duty::from_id(judging.text(&UPPDRAG));
    // With support a person answers alone, so that an appointment for something else is no matter.
    if duty == Some(Duty::Unknown) || judging.text(&pictogram::HAR_FORETRADARE) == UNKNOWN {
        review.push(ReviewReason::DutyUnknown);
    }
    if duty == Some(Duty::General) {
        review.push(ReviewReason::DutyGeneral);
    }
    Some(ConsentAnswers {
        outcome: outcome(judging)?,
        person,
        parties,
        review,
    })
}

/// Whether it is a yes, and to what.
fn outcome(judging: &Judging<'_>) -> Option<Outcome> {
    let scope = scope(judging)?;
    let unsure = PICTOGRAM
        .iter()
        .any(|(field, _)| judging.text(field) == UNKNOWN);
    let why_not = if judging.text(&youth::BARNETS_ASIKT) == NO {
        Some(WhyNot::YouthNo)
    } else if judging.text(&PERSONENS_SVAR) == NO || judging.text(&oral::MUNTLIGT_SVAR) == NO {
        Some(WhyNot::PersonNo)
    } else if judging.is_yes(&TVEKADE) || (scope.is_empty() && unsure) {
        Some(WhyNot::Doubt)
    } else {
        scope.is_empty().then_some(WhyNot::AllNo)
    };
    Some(match why_not {
        Some(why) => Outcome::No(why, scope.occasion),
        None => Outcome::Yes(scope),
    })
}

/// The questions with pictures, and the channels that each stands for.
static PICTOGRAM: &[(&Field, &[Channel])] = &[
    (&pictogram::FAR_FOTA, &[]),
    (&pictogram::FAR_FILMA, &[]),
    (
        &pictogram::FAR_TELEFON,
        &[Channel::UnitAccount, Channel::SharedAccount],
    ),
    (&pictogram::FAR_WEBB, &[Channel::Website]),
    (&pictogram::FAR_TIDNING, &[Channel::Print]),
];

/// What was said yes to. What was not asked is a no.
fn scope(judging: &Judging<'_>) -> Option<Scope> {
    let said_yes = |field: &Field| judging.is_yes(field);
    let occasion = match judging.date(&TILLFALLE_DAG) {
        Ok(day) => Occasion::Once {
            day,
            place: judging.text(&TILLFALLE_PLATS).to_owned(),
        },
        Err(_) => Occasion::Ongoing,
    };
    let is_oral = judging.form() == &oral::FORM;
    let is_pictogram = judging.form() == &pictogram::FORM;

    let mut media: BTreeSet<Medium> = MEDIA
        .iter()
        .filter(|(field, _)| said_yes(field))
        .map(|(_, medium)| *medium)
        .collect();
    media.extend(said_yes(&pictogram::FAR_FOTA).then_some(Medium::Photo));
    media.extend(said_yes(&pictogram::FAR_FILMA).then_some(Medium::Film));
    media.extend(ids(judging, &oral::MEDIER).filter_map(Medium::from_id));

    let offered: BTreeSet<Channel> = ids(judging, &KANALER)
        .filter_map(Channel::from_id)
        .collect();
    let mut channels: BTreeSet<Channel> = CHANNELS
        .iter()
        .filter(|(field, _)| said_yes(field))
        .map(|(_, channel)| *channel)
        .chain(
            PICTOGRAM
                .iter()
                .filter(|(field, _)| said_yes(field))
                .flat_map(|(_, channels)| channels.iter().copied())
                .filter(|channel| offered.contains(channel)),
        )
        .collect();
    if is_oral {
        channels = offered;
    }

    // With pictures and by word of mouth the question is about telling what the unit does, no more.
    let informs = said_yes(&INFORMERA) || is_oral || is_pictogram;
    let promotes = said_yes(&MARKNADSFORA);
    let purposes = [(informs, Purpose::Inform), (promotes, Purpose::Promote)]
        .into_iter()
        .filter_map(|(yes, purpose)| yes.then_some(purpose))
        .collect();

    let naming = if said_yes(&pictogram::FAR_NAMN) {
        Naming::First
    } else {
        Naming::from_id(judging.text(&NAMN_MED_BILD)).unwrap_or(Naming::Nothing)
    };
    Some(Scope {
        validity: validity(judging, &occasion)?,
        occasion,
        media,
        channels,
        purposes,
        sharing: said_yes(&DELNING) || said_yes(&pictogram::FAR_DELA),
        naming,
    })
}

fn validity(judging: &Judging<'_>, occasion: &Occasion) -> Option<Validity> {
    Some(match (judging.text(&GILTIGHET), occasion) {
        (UNTIL, _) => Validity::Until {
            day: judging.date(&GILTIG_TILL).ok()?,
        },
        (OCCASION, _) => Validity::Occasion,
        // Nothing was chosen: staff were asked about the occasion, or it is a no.
        ("", Occasion::Once { .. }) => Validity::Occasion,
        // A person under age grows up, so that their «tills vidare» has a day.
        _ => rule::last_day_of_minor(judging)
            .map_or(Validity::UntilFurtherNotice, |day| Validity::Until { day }),
    })
}

/// The ticked ids as words.
fn ids<'a>(judging: &Judging<'a>, field: &Field) -> impl Iterator<Item = &'a str> {
    judging.list(field).iter().map(String::as_str)
}

/// Who answers and who was consulted; the person who fills in the form is the first.
fn parties(judging: &Judging<'_>, person: &SubjectDetails) -> Vec<Party> {
    let form = judging.form();
    let of = |role, name: &Field, email: &Field, phone: &Field| Party {
        email: judging.email(email).ok().map(str::to_owned),
        phone: judging.phone(phone).ok().map(str::to_owned),
        ..Party::new(role, judging.text(name).to_owned())
    };
    let the_person = |role| Party {
        email: person.email.clone(),
        phone: person.phone.clone(),
        ..Party::new(role, person.name.clone())
    };
    let mandate = Duty::from_id(judging.text(&UPPDRAG)).map(|duty| Mandate {
        duty,
        until: judging.date(&UPPDRAG_SLUT).ok(),
    });
    let representative = || Party {
        mandate,
        ..of(
            PartyRole::Representative,
            &FORETRADARE_NAMN,
            &FORETRADARE_EPOST,
            &FORETRADARE_TELEFON,
        )
    };

    let mut parties = Vec::new();
    if form == &youth::FORM {
        let first = PartyRole::from_id(judging.text(&youth::FYLLER_I));
        if let Some(role) = first {
            parties.push(of(role, &DITT_NAMN, &DIN_EPOST, &DIN_TELEFON));
            if rule::is_minor(judging) && youth::signs_too(judging) {
                parties.push(the_person(PartyRole::Youth));
            }
        } else {
            parties.push(the_person(PartyRole::Youth));
            parties.push(of(
                PartyRole::Guardian,
                &youth::FORSTA_NAMN,
                &youth::FORSTA_EPOST,
                &youth::FORSTA_TELEFON,
            ));
        }
        if judging.asks(&youth::ANDRA_NAMN) {
            parties.push(of(
                first.unwrap_or(PartyRole::Guardian),
                &youth::ANDRA_NAMN,
                &youth::ANDRA_EPOST,
                &youth::ANDRA_TELEFON,
            ));
        }
    } else if form == &representative::FORM {
        parties.push(representative());
        parties.push(Party {
            // The person's own answer is what the representative was asked for; it is no signature.
            reply: if judging.text(&PERSONENS_SVAR) == YES {
                Reply::Agreed
            } else {
                Reply::Declined
            },
            ..the_person(PartyRole::Person)
        });
    } else if form == &paper::FORM {
        match PartyRole::from_id(judging.text(&paper::PAPPER_AV)) {
            Some(PartyRole::Person) => parties.push(the_person(PartyRole::Person)),
            Some(PartyRole::Representative) => {
                parties.push(Party {
                    mandate,
                    ..Party::new(
                        PartyRole::Representative,
                        judging.text(&paper::PAPPER_NAMN).to_owned(),
                    )
                });
                parties.push(the_person(PartyRole::Person));
            }
            role => {
                // Two guardians are no role, but two parties with the same.
                let role = role.unwrap_or(PartyRole::Guardian);
                let names = [&paper::PAPPER_NAMN, &paper::PAPPER_ANDRA_NAMN];
                parties.extend(
                    names
                        .into_iter()
                        .filter(|field| judging.asks(field))
                        .map(|field| Party::new(role, judging.text(field).to_owned())),
                );
                if youth::signs_too(judging) || judging.is_yes(&paper::PAPPER_BARNET) {
                    parties.push(the_person(PartyRole::Youth));
                }
            }
        }
    } else {
        parties.push(the_person(PartyRole::Person));
        if judging.is_yes(&pictogram::HAR_FORETRADARE)
            && mandate.is_some_and(|mandate| mandate.duty != Duty::Property)
        {
            parties.push(representative());
        }
        if judging.asks(&pictogram::STODPERSON_NAMN) {
            let name = judging.text(&pictogram::STODPERSON_NAMN).to_owned();
            parties.push(Party::new(PartyRole::Staff, name));
        }
    }
    if judging.asks(&TILLFRAGAD_NAMN) {
        let role = if judging.text(&TILLFRAGAD) == "anhorig" {
            PartyRole::Relative
        } else {
            PartyRole::Staff
        };
        parties.push(Party::new(role, judging.text(&TILLFRAGAD_NAMN).to_owned()));
    }
    parties
}

#[cfg(test)]
mod tests;
