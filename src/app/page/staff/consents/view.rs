//! Consents and people on pictures as the store tells of them, and the words that every page has
//! for them.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;
use rules::catalogue;
use rules::consent::answers::{ReviewReason, SubjectDetails, WhyNot};
use rules::consent::command::{Kind, Letter};
use rules::consent::party::Party;
use rules::consent::scope::{Channel, Scope};
use rules::consent::state::{
    Freeze, HowConfirmed, Objection, ObjectionOutcome, Origin, Signature, State,
};
use rules::consent::subject::{Command, Death};
use rules::consent::wire::ConsentLine;
use rules::publication::log::{Progress, Publication};
use rules::publication::shown::ShownPicture;
use rules::value::date;
use rules::value::proof::Proof;
use rules::value::wire;
use serde::Deserialize;

use crate::component::status::{Shape, StatusTag};
use crate::data::policy::policy;
use crate::platform::api::{ApiError, Call, id_of_document};
use crate::platform::clock;

/// A line of a history.
#[derive(Clone, PartialEq, Deserialize)]
pub(crate) struct Event {
    #[serde(deserialize_with = "wire::moment")]
    at: DateTime<Utc>,
    actor_name: String,
    action: String,
    #[serde(default)]
    note: String,
    #[serde(rename = "roll", default)]
    role: String,
    #[serde(rename = "hur", default)]
    how: String,
}

/// A consent as staff see it.
#[derive(Clone, PartialEq, Deserialize)]
pub(crate) struct ConsentView {
    pub(crate) id: String,
    pub(crate) version: u64,
    #[serde(rename = "nummer", default)]
    pub(crate) number: Option<String>,
    #[serde(rename = "individ", default)]
    pub(crate) subject: Option<String>,
    #[serde(rename = "fodd", default, deserialize_with = "wire::day_if_any")]
    pub(crate) born: Option<NaiveDate>,
    #[serde(rename = "lage")]
    pub(crate) state: State,
    #[serde(rename = "enhet")]
    pub(crate) unit: String,
    #[serde(rename = "utkast")]
    pub(crate) draft: Form,
    #[serde(rename = "omfattning", default)]
    pub(crate) scope: Option<Scope>,
    #[serde(rename = "parter", default)]
    pub(crate) parties: Vec<Party>,
    #[serde(rename = "underskrifter", default)]
    pub(crate) signatures: Vec<Signature>,
    #[serde(rename = "nej", default)]
    pub(crate) objections: Vec<Objection>,
    #[serde(rename = "granskas_for_att", default)]
    pub(crate) review: Vec<ReviewReason>,
    #[serde(rename = "granskning", default)]
    pub(crate) reviewed: Option<String>,
    #[serde(rename = "fran", default, deserialize_with = "wire::day_if_any")]
    pub(crate) from: Option<NaiveDate>,
    #[serde(rename = "till", default, deserialize_with = "wire::day_if_any")]
    pub(crate) until: Option<NaiveDate>,
    #[serde(rename = "aterkallade_kanaler", default)]
    pub(crate) withdrawn_channels: BTreeSet<Channel>,
    #[serde(rename = "fryst_for_att", default)]
    pub(crate) frozen: BTreeSet<Freeze>,
    #[serde(rename = "ersatt_av", default)]
    pub(crate) replaced_by: Option<String>,
    #[serde(rename = "ursprung")]
    pub(crate) origin: Origin,
    #[serde(rename = "papperet_finns", default)]
    pub(crate) paper_place: Option<String>,
    #[serde(rename = "namn", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "far")]
    pub(crate) offered: Vec<String>,
    #[serde(rename = "handelser", default)]
    pub(crate) events: Vec<Event>,
    #[serde(rename = "publiceringar", default)]
    pub(crate) publications: Vec<Publication>,
    #[serde(rename = "borttagning", default)]
    pub(crate) progress: Progress,
    /// The pictures that it answers for.
    #[serde(rename = "bilder", default)]
    pub(crate) pictures: Vec<ShownPicture>,
}

/// Which form a draft is of; its answers are not read here.
#[derive(Clone, PartialEq, Deserialize)]
pub(crate) struct Form {
    #[serde(rename = "form")]
    pub(crate) id: String,
}

/// What is told when everything is, and of a protected person only that.
#[derive(Clone, PartialEq)]
pub(crate) enum Disclosure<T> {
    /// The whole.
    Whole(T),
    /// A person with protected data: the id, its version and the commands that may be given.
    Protected(Closed),
}

/// All that is told of what is protected.
#[derive(Clone, PartialEq, Deserialize)]
pub(crate) struct Closed {
    #[serde(default)]
    pub(crate) individ: Option<String>,
    pub(crate) version: u64,
    #[serde(rename = "skyddad", default)]
    protected: bool,
    #[serde(rename = "far", default)]
    pub(crate) offered: Vec<String>,
}

/// A person on pictures as staff see them.
#[derive(Clone, PartialEq, Deserialize)]
pub(crate) struct SubjectView {
    pub(crate) id: String,
    pub(crate) version: u64,
    pub(crate) person: SubjectDetails,
    #[serde(rename = "avliden", default)]
    pub(crate) deceased: Option<Death>,
    #[serde(rename = "avbojt", default, deserialize_with = "wire::day_if_any")]
    pub(crate) declined: Option<NaiveDate>,
    #[serde(rename = "far")]
    pub(crate) offered: Vec<String>,
    #[serde(rename = "samtycken", default)]
    pub(crate) consents: Vec<ConsentLine>,
    #[serde(rename = "publiceringar", default)]
    pub(crate) publications: Vec<Publication>,
    #[serde(rename = "borttagning", default)]
    pub(crate) progress: Progress,
    #[serde(rename = "handelser", default)]
    pub(crate) events: Vec<Event>,
}

/// Reads what `path` followed by `id` tells.
pub(crate) async fn read<T: serde::de::DeserializeOwned>(
    path: &str,
    id: &str,
) -> Result<Disclosure<T>, ApiError> {
    let id = id_of_document(id)?;
    let text = Call::get(&[path, id].concat()).while_shown().raw().await?;
    let closed: Closed = serde_json::from_str(&text).map_err(|_| ApiError::Failed)?;
    if closed.protected {
        return Ok(Disclosure::Protected(closed));
    }
    serde_json::from_str(&text)
        .map(Disclosure::Whole)
        .map_err(|_| ApiError::Failed)
}

/// A state as a word and a shape.
pub(crate) fn state_tag(state: State) -> AnyView {
    let shape = match state {
        State::Draft => Shape::Open,
        State::AwaitingSignatures => Shape::Waiting,
        State::AwaitingReview | State::PartlyWithdrawn => Shape::Working,
        State::InForce => Shape::Good,
        State::Frozen | State::Declined => Shape::Stopped,
        State::Withdrawn | State::Expired | State::Replaced => Shape::Over,
    };
    view! { <StatusTag label=state.label() shape=shape /> }.into_any()
}

/// The unit's name, or its id when the policy has no such unit any more.
pub(crate) fn unit_name(id: &str) -> String {
    policy()
        .units
        .get(id)
        .map_or_else(|| id.to_owned(), |unit| unit.name.clone())
}

/// The form's title.
pub(crate) fn form_title(id: &str) -> &'static str {
    catalogue::form(id).map_or("Samtycke", |form| form.title)
}

/// Words after each other: «webbplatsen, intranätet».
pub(crate) fn joined(words: impl Iterator<Item = &'static str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

/// Until when: a day, or that there is none.
pub(crate) fn until_text(until: Option<NaiveDate>) -> String {
    until.map_or_else(|| "Tills vidare".to_owned(), date::long)
}

/// What has happened, newest first.
pub(crate) fn history(events: &[Event]) -> AnyView {
    if events.is_empty() {
        return ().into_any();
    }
    let items = events.iter().rev().map(line).collect_view();
    view! {
        <section class="case__part">
            <h2>"Händelser"</h2>
            <ol class="history">{items}</ol>
        </section>
    }
    .into_any()
}

/// What was done that no table of commands has a word for.
const DONE: &[(&str, &str)] = &[
    ("tittade", "Tittade"),
    ("borja", "Började"),
    ("utkast", "Skrev i utkastet"),
    ("ny", "Fördes in"),
    ("avliden", "Närstående berättade vad de önskar"),
    ("ny-lank", "Gjorde en ny personlig länk"),
    ("kod", "En engångskod skickades"),
    ("paminnelse", "En påminnelse skickades"),
];

/// What was said about an event, in the words that people read where it is one of the rules' words.
fn note(note: &str) -> String {
    let known = match note {
        "allt" => Some("Allt"),
        "kanaler" => Some("Vissa kanaler"),
        "bilder" => Some("Vissa bilder"),
        "fotografera-mig-inte" => Some("Fotografera mig inte"),
        word => Origin::from_id(word)
            .map(Origin::label)
            .or_else(|| Freeze::from_id(word).map(Freeze::label))
            .or_else(|| WhyNot::from_id(word).map(WhyNot::label))
            .or_else(|| HowConfirmed::from_id(word).map(HowConfirmed::label))
            .or_else(|| ObjectionOutcome::from_id(word).map(ObjectionOutcome::label)),
    };
    known.unwrap_or(note).to_owned()
}

fn line(event: &Event) -> AnyView {
    let subject = [
        Command::Protect,
        Command::Unprotect,
        Command::DeclinePictures,
        Command::AllowQuestions,
    ];
    let what = Kind::from_id(&event.action)
        .map(Kind::label)
        .or_else(|| {
            subject
                .iter()
                .find(|command| command.id() == event.action)
                .map(Command::done)
        })
        .or_else(|| {
            DONE.iter()
                .find(|(id, _)| *id == event.action)
                .map(|(_, what)| *what)
        })
        .or_else(|| {
            Letter::ALL
                .iter()
                .any(|letter| letter.id() == event.action)
                .then_some("Ett brev skickades")
        })
        .unwrap_or("Uppgifterna ändrades");
    let mut who: Vec<String> = Vec::new();
    for part in [
        event.actor_name.clone(),
        rules::consent::party::PartyRole::from_id(&event.role)
            .map_or(String::new(), |role| role.label().to_owned()),
        Proof::from_id(&event.how).map_or(String::new(), |how| how.label().to_owned()),
        clock::moment(event.at),
    ] {
        if !part.is_empty() {
            who.push(part);
        }
    }
    let note = (!event.note.is_empty())
        .then(|| view! { <p class="history__note">{note(&event.note)}</p> }.into_any());
    view! {
        <li>
            <p>
                <span class="history__what">{what}</span>
                <span class="history__who">{who.join(", ")}</span>
            </p>
            {note}
        </li>
    }
    .into_any()
}

/// Where the pictures have been shown, and how the taking down of them goes.
pub(crate) fn shown(publications: &[Publication], progress: Progress) -> AnyView {
    if publications.is_empty() {
        return ().into_any();
    }
    let items = publications
        .iter()
        .map(|publication| {
            let tag = match (&publication.removed, publication.due()) {
                (Some(_), _) => view! { <StatusTag label="Borttagen" shape=Shape::Over /> }.into_any(),
                (None, Some(due)) => view! { <StatusTag label=["Ska bort senast ", &date::long(due)].concat() shape=Shape::Waiting /> }.into_any(),
                (None, None) => view! { <StatusTag label="Visas" shape=Shape::Good /> }.into_any(),
            };
            view! {
                <li>
                    <span>
                        {publication.picture.title.clone()} ", " {publication.channel.label()} ", "
                        {date::long(publication.day)}
                    </span>
                    " "
                    {tag}
                </li>
            }.into_any()
        })
        .collect_view();
    let removal = (0 < progress.ordered)
        .then(|| view! { <p class="removal">{progress.sentence()}</p> }.into_any());
    view! {
        <section class="case__part">
            <h2>"Publiceringar"</h2>
            {removal}
            <ul class="shown">{items}</ul>
            <p>
                <a href="/publiceringar">"Alla publiceringar"</a>
            </p>
        </section>
    }
    .into_any()
}
