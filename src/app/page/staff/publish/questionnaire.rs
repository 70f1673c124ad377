//! What has been answered so far, and the question that it makes.

use chrono::NaiveDate;
use leptos::prelude::*;
use rules::consent::scope::{Channel, Medium, Naming, Purpose};
use rules::publication::person::PersonOnPicture;
use rules::publication::so_far::SoFar;
use rules::publication::{
    AskedAgain, AskedHow, PeopleShown, Question, Shared, Verdict, already_no, may_publish,
};
use rules::register::Row;
use rules::value::date;
use rules::value::text;

use super::{ANOTHER_DAY, NOBODY, SOMEBODY, TODAY, YES};
use crate::component::account_combo::Accounts;
use crate::data::policy::policy;
use crate::platform::clock;

/// The answers.
#[derive(Clone, Copy)]
pub(super) struct Questionnaire {
    pub(super) accounts: Accounts,
    pub(super) channel: RwSignal<String>,
    pub(super) account: RwSignal<String>,
    pub(super) medium: RwSignal<String>,
    pub(super) when: RwSignal<String>,
    pub(super) taken: RwSignal<String>,
    pub(super) purpose: RwSignal<String>,
    pub(super) who: RwSignal<String>,
    pub(super) people: RwSignal<Vec<PersonOnPicture>>,
    /// Ticked when there are others on the picture.
    pub(super) others: RwSignal<String>,
    pub(super) naming: RwSignal<String>,
    pub(super) company: RwSignal<String>,
    pub(super) own_picture: RwSignal<String>,
    pub(super) shared: RwSignal<String>,
    pub(super) from: RwSignal<String>,
    pub(super) again: RwSignal<String>,
    pub(super) asked_by: RwSignal<String>,
    pub(super) asked_day: RwSignal<String>,
    pub(super) asked_how: RwSignal<String>,
    pub(super) doubt: RwSignal<String>,
}

/// The ids of questions that are not answered, in their order on the page.
pub(super) type Missing = Vec<&'static str>;

/// A part of the questions that others follow, in their order on the page.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Part {
    Place,
    People,
    Picture,
}

/// What can be said about the picture.
#[derive(Clone, PartialEq)]
pub(super) struct Assessment {
    /// The part that decides a no, together with those before it.
    pub(super) decided_by: Option<Part>,
    /// The answer, as soon as it is certain.
    pub(super) verdict: Option<Verdict>,
    /// The whole question, or what is left to answer.
    pub(super) question: Result<Question, Missing>,
}

/// Takes answers and notes which are missing.
struct Reader {
    missing: Missing,
}

impl Reader {
    fn word<T: Copy>(
        &mut self,
        id: &'static str,
        answer: RwSignal<String>,
        from_id: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let word = answer.with(|text| from_id(text));
        self.note(id, word)
    }

    fn note<T>(&mut self, id: &'static str, answer: Option<T>) -> Option<T> {
        if answer.is_none() {
            self.missing.push(id);
        }
        answer
    }
}

fn yes_or_no(id: &str) -> Option<bool> {
    match id {
        "" => None,
        id => Some(id == YES),
    }
}

/// A day that is not ahead of today.
fn past_day(typed: &str) -> Option<NaiveDate> {
    let day = date::parse(typed).ok()?;
    date::within(day, ..=clock::today()).ok()
}

fn line(typed: &str) -> Option<String> {
    let tidy = text::tidy(typed);
    (!tidy.is_empty()).then(|| tidy.into_owned())
}

impl Questionnaire {
    pub(super) fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            accounts: Accounts::new(),
            channel: empty(),
            account: empty(),
            medium: empty(),
            when: empty(),
            taken: empty(),
            purpose: empty(),
            who: empty(),
            people: RwSignal::new(Vec::new()),
            others: empty(),
            naming: empty(),
            company: empty(),
            own_picture: empty(),
            shared: empty(),
            from: empty(),
            again: empty(),
            asked_by: empty(),
            asked_day: empty(),
            asked_how: empty(),
            doubt: empty(),
        }
    }

    /// Whether the picture is to be posted in an account. Tracked.
    pub(super) fn is_account(self) -> bool {
        self.channel.with(|channel| {
            matches!(
                Channel::from_id(channel),
                Some(Channel::UnitAccount | Channel::SharedAccount)
            )
        })
    }

    /// The account that was chosen. Tracked.
    pub(super) fn row(self) -> Option<Row> {
        let id = self.account.get();
        if id.is_empty() || !self.is_account() {
            return None;
        }
        self.accounts.row(&id)
    }

    /// What can be said. Tracked.
    pub(super) fn assessment(self) -> Assessment {
        let mut reader = Reader {
            missing: Missing::new(),
        };
        let channel = reader.word("kanal", self.channel, Channel::from_id);
        let account = if self.is_account() {
            let id = self.account.get();
            reader.note("konto", (!id.is_empty()).then_some(Some(id)))
        } else {
            channel.map(|_| None)
        };
        let (people, naming) = self.people_asked(&mut reader);
        let medium = reader.word("medium", self.medium, Medium::from_id);
        let taken = match self.when.get().as_str() {
            TODAY => Some(clock::today()),
            ANOTHER_DAY => reader.word("tagen", self.taken, past_day),
            _ => reader.note("nar", None),
        };
        let purpose = reader.word("andamal", self.purpose, Purpose::from_id);
        let tags_company = reader.word("foretag", self.company, yes_or_no);
        let own_picture = reader.word("egen-bild", self.own_picture, yes_or_no);
        let is_shared = reader.word("delad", self.shared, yes_or_no);
        let (is_asked_again, shared) = match is_shared {
            Some(true) => self.shared_asked(&mut reader),
            Some(false) => (None, Some(None)),
            None => (None, None),
        };
        let doubt = reader.word("tvekan", self.doubt, yes_or_no);
        let place = SoFar {
            account: account.as_ref().map(Option::as_deref),
            channel,
            ..SoFar::default()
        };
        let with_people = SoFar {
            people: people.as_ref(),
            naming,
            ..place
        };
        let with_picture = SoFar {
            medium,
            purpose,
            taken,
            ..with_people
        };
        let so_far = SoFar {
            tags_company,
            own_picture,
            is_shared,
            is_asked_again,
            doubt,
            ..with_picture
        };
        let parts = [
            (Part::Place, place),
            (Part::People, with_people),
            (Part::Picture, with_picture),
        ];
        let row = self.row();
        let row = row.as_ref();
        self.people.with(|known| {
            let known: Vec<&PersonOnPicture> = known.iter().collect();
            let (policy, today) = (policy(), clock::today());
            let no = |so_far: &SoFar<'_>| already_no(so_far, &known, row, policy, today);
            let decided_by = parts
                .iter()
                .find(|(_, so_far)| no(so_far).is_some())
                .map(|(part, _)| *part);
            let whole = || {
                Some(Question {
                    account: account.clone()?,
                    channel: channel?,
                    medium: medium?,
                    purpose: purpose?,
                    taken: taken?,
                    picture: None,
                    people: people.clone()?,
                    naming: naming?,
                    tags_company: tags_company?,
                    own_picture: own_picture?,
                    shared: shared?,
                    doubt: doubt?,
                })
            };
            let (verdict, question) = match whole() {
                Some(question) if reader.missing.is_empty() => {
                    let verdict = may_publish(&question, &known, row, policy, today);
                    (Some(verdict), Ok(question))
                }
                Some(_) | None => (no(&so_far), Err(reader.missing)),
            };
            Assessment {
                decided_by,
                verdict,
                question,
            }
        })
    }

    fn people_asked(self, reader: &mut Reader) -> (Option<PeopleShown>, Option<Naming>) {
        match self.who.get().as_str() {
            NOBODY => (Some(PeopleShown::Nobody), Some(Naming::Nothing)),
            SOMEBODY => {
                let ids: Vec<String> = self
                    .people
                    .with(|people| people.iter().map(|person| person.id.clone()).collect());
                let others = self.others.with(|others| others == YES);
                let shown =
                    (!ids.is_empty() || others).then_some(PeopleShown::These { ids, others });
                let shown = reader.note("sok-person", shown);
                let naming = reader.word("namn", self.naming, Naming::from_id);
                (shown, naming)
            }
            _ => (reader.note("vem", None), None),
        }
    }

    /// Whether those on the picture have been asked anew, and the whole of it.
    fn shared_asked(self, reader: &mut Reader) -> (Option<bool>, Option<Option<Shared>>) {
        let from = reader.word_line("delad-fran", self.from);
        let is_asked_again = reader.word("fragad-igen", self.again, yes_or_no);
        let asked = if is_asked_again == Some(true) {
            let by = reader.word_line("fragad-av", self.asked_by);
            let day = reader.word("fragad-dag", self.asked_day, past_day);
            let how = reader.word("fragad-hur", self.asked_how, AskedHow::from_id);
            (|| {
                Some(AskedAgain {
                    by: by?,
                    day: day?,
                    how: how?,
                })
            })()
        } else {
            None
        };
        let shared = from.map(|from| Some(Shared { from, asked }));
        (is_asked_again, shared)
    }
}

impl Reader {
    fn word_line(&mut self, id: &'static str, answer: RwSignal<String>) -> Option<String> {
        let line = answer.with(|typed| line(typed));
        self.note(id, line)
    }
}
